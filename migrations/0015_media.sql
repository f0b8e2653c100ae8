-- Files people send: photos of lists, voice notes, later proofs of delivery; how they are read; and every call of a reader.

-- The bytes lie in a folder or bucket under this hash; here is what is known of them.
CREATE TABLE media (
  sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  -- By the bytes themselves, never by what the sender called it.
  content_type text NOT NULL,
  bytes integer NOT NULL CHECK (bytes > 0),
  -- The first who kept it; null for what came by chat.
  kept_by uuid REFERENCES users,
  kept_at timestamptz NOT NULL
);

-- Whoever else sent the same bytes may read them back too.
CREATE TABLE media_keepers (
  sha256 text NOT NULL REFERENCES media,
  user_id uuid NOT NULL REFERENCES users,
  PRIMARY KEY (sha256, user_id)
);

-- A photo or voice note on its way to words. Every stage is kept, so that a crash repeats one stage and not the whole.
CREATE TABLE message_readings (
  message_id uuid PRIMARY KEY REFERENCES messages,
  kind text NOT NULL CHECK (kind IN ('PHOTO', 'VOICE')),
  stage text NOT NULL CHECK (stage IN ('WAITING', 'FETCHED', 'PREPARED', 'READ', 'FAILED')),
  -- As it came, and as it was made ready for reading.
  original_sha256 text REFERENCES media,
  prepared_sha256 text REFERENCES media,
  -- [{text, confidence 0 … 1}], top to bottom.
  lines jsonb,
  -- What a person needs to know of it where it failed: one of the reasons in the code.
  failure text,
  attempts integer NOT NULL DEFAULT 0,
  next_try_at timestamptz NOT NULL,
  -- When the sender was told that it takes a moment.
  told_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK (stage IN ('WAITING', 'FAILED') OR original_sha256 IS NOT NULL),
  CHECK ((stage = 'READ') = (lines IS NOT NULL)),
  CHECK ((stage = 'FAILED') = (failure IS NOT NULL))
);
CREATE INDEX message_readings_due ON message_readings (next_try_at) WHERE stage NOT IN ('READ', 'FAILED');

-- Every call of a reader that is not plain code: can be explained, and replayed from input, prompt and model.
CREATE TABLE reader_calls (
  id uuid PRIMARY KEY,
  message_id uuid REFERENCES messages,
  kind text NOT NULL CHECK (kind IN ('CHOOSE', 'PHOTO', 'VOICE')),
  reader text NOT NULL,
  prompt_version text,
  -- SHA-256 of input, prompt version and reader: the same question is not paid for twice.
  input_hash text NOT NULL,
  -- The question itself; for media its hash.
  input jsonb NOT NULL,
  output jsonb,
  outcome text NOT NULL,
  -- Counts against the budget of the day.
  is_paid boolean NOT NULL,
  input_tokens integer NOT NULL DEFAULT 0,
  output_tokens integer NOT NULL DEFAULT 0,
  took_ms integer NOT NULL,
  request_id text,
  at timestamptz NOT NULL
);
CREATE INDEX reader_calls_answered ON reader_calls (input_hash, at DESC) WHERE outcome = 'answered';
CREATE INDEX reader_calls_paid ON reader_calls (at) WHERE is_paid;
CREATE INDEX reader_calls_message ON reader_calls (message_id);

-- What a draft was made of, and so an order: the text, the photo, the voice note that somebody may have to look at again.
CREATE TABLE draft_messages (
  draft_id uuid NOT NULL REFERENCES drafts,
  message_id uuid NOT NULL REFERENCES messages,
  PRIMARY KEY (draft_id, message_id)
);
CREATE INDEX draft_messages_message ON draft_messages (message_id);
