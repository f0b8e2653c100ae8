-- Who signs in, from which device; what was done by whom; which requests were answered already.

CREATE TABLE users (
  id uuid PRIMARY KEY,
  role text NOT NULL CHECK (role IN ('RETAILER', 'VENDOR_STAFF', 'FIELD_AGENT', 'SUPPORT', 'READONLY', 'ADMIN')),
  name text NOT NULL,
  email text,
  phone text UNIQUE,
  -- argon2id in PHC form; null for people who sign in by code only.
  password_hash text,
  language text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'ne')),
  status text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'DISABLED')),
  vendor_id uuid REFERENCES vendors,
  retailer_id uuid UNIQUE REFERENCES retailers,
  last_login_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK ((role = 'VENDOR_STAFF') = (vendor_id IS NOT NULL)),
  CHECK ((role = 'RETAILER') = (retailer_id IS NOT NULL)),
  -- Everybody needs one way in; a retailer's phone may be absent where the chat knows another identity.
  CHECK (email IS NOT NULL OR phone IS NOT NULL OR role = 'RETAILER')
);
CREATE UNIQUE INDEX users_email ON users (lower(email));
CREATE INDEX users_vendor ON users (vendor_id);

CREATE TABLE user_territories (
  user_id uuid NOT NULL REFERENCES users,
  territory_id uuid NOT NULL REFERENCES territories,
  PRIMARY KEY (user_id, territory_id)
);

-- A device belongs to one person: its id names the scope of its commands.
CREATE TABLE devices (
  id text PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9_-]{8,64}$'),
  user_id uuid NOT NULL REFERENCES users,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  revoked_at timestamptz,
  revoked_by uuid REFERENCES users
);
CREATE INDEX devices_user ON devices (user_id);

-- One sign-in; all refresh tokens that descend from it are its family.
CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users,
  device_id text NOT NULL REFERENCES devices,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  revoked_because text CHECK (revoked_because IN ('LOGOUT', 'REUSE', 'DEVICE', 'DEVICE_REVOKED', 'USER_DISABLED', 'PASSWORD_CHANGED')),
  CHECK ((revoked_at IS NULL) = (revoked_because IS NULL))
);
CREATE INDEX sessions_open ON sessions (device_id) WHERE revoked_at IS NULL;
CREATE INDEX sessions_user ON sessions (user_id) WHERE revoked_at IS NULL;

CREATE TABLE refresh_tokens (
  -- SHA-256; the token itself (256 random bits) is never stored in the clear.
  token_hash bytea PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES sessions,
  generation integer NOT NULL CHECK (generation >= 1),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  -- SHA-256 of the Idempotency-Key it was used with: asked again with it, a lost answer is given again for ten seconds.
  used_key_hash bytea,
  -- The successor, sealed with a key that only the holder of this token can derive.
  successor_sealed bytea,
  UNIQUE (session_id, generation)
);
CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);

-- One row per phone that was ever asked about (known to us or not), locked while a code is made or tried, so that
-- parallel tries on several challenges are counted together. The phone is an HMAC: the list of asked phones is nobody's.
CREATE TABLE otp_phones (
  phone_hash bytea PRIMARY KEY,
  wrong_since timestamptz NOT NULL,
  wrong_count integer NOT NULL DEFAULT 0,
  wrong_day_since timestamptz NOT NULL,
  wrong_day_count integer NOT NULL DEFAULT 0
);

CREATE TABLE otp_challenges (
  id uuid PRIMARY KEY,
  phone_hash bytea NOT NULL REFERENCES otp_phones,
  -- Both null: nobody has this phone; no code was sent and none is right.
  user_id uuid REFERENCES users,
  retailer_id uuid REFERENCES retailers,
  -- HMAC-SHA256 with the pepper, which is not in this database.
  code_hash bytea NOT NULL,
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 5),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  consumed_at timestamptz,
  -- A newer challenge of the same phone ends it.
  replaced_at timestamptz
);
CREATE INDEX otp_challenges_phone ON otp_challenges (phone_hash, created_at);

CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  -- The account it acts as.
  user_id uuid NOT NULL REFERENCES users,
  name text NOT NULL,
  -- The first characters, to tell keys apart; the rest was shown once.
  prefix text NOT NULL,
  key_hash bytea NOT NULL UNIQUE,
  access text NOT NULL CHECK (access IN ('READ', 'WRITE')),
  created_at timestamptz NOT NULL,
  created_by uuid NOT NULL REFERENCES users,
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX api_keys_user ON api_keys (user_id);

CREATE TABLE idempotency_keys (
  scope text NOT NULL,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  -- 0 inside the transaction that is still making the answer; never seen outside it.
  status integer NOT NULL,
  -- json, not jsonb: sent again with its fields in the order they had.
  answer json NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

CREATE TABLE audit_log (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  -- Null: the system itself, or somebody not signed in.
  -- Text: `system` and other actors without an account stand here too.
  user_id text,
  role text,
  device_id text,
  action text NOT NULL,
  subject_type text NOT NULL,
  subject_id text,
  before jsonb,
  after jsonb,
  reason text,
  request_id text
);
CREATE INDEX audit_log_at ON audit_log (at, id);
CREATE INDEX audit_log_subject ON audit_log (subject_type, subject_id, at);
CREATE INDEX audit_log_user ON audit_log (user_id, at);

-- Written after commit by one writer: hash = SHA-256(previous hash, the line). A changed, removed or inserted line shows.
CREATE TABLE audit_chain (
  position bigint PRIMARY KEY,
  audit_id uuid NOT NULL UNIQUE REFERENCES audit_log,
  hash bytea NOT NULL
);

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_chain_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chain
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
