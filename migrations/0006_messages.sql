-- Chats: what came in, what goes out, and the draft in between.

-- Identity of a chat is provider + external id: a phone may be hidden (WhatsApp user names).
CREATE TABLE chats (
  id uuid PRIMARY KEY,
  provider text NOT NULL,
  external_id text NOT NULL,
  phone text,
  retailer_id uuid REFERENCES retailers,
  language text CHECK (language IN ('en', 'ne')),
  -- Free text may be sent until then; every inbound message moves it on.
  window_ends_at timestamptz,
  opted_out_at timestamptz,
  created_at timestamptz NOT NULL,
  UNIQUE (provider, external_id)
);
CREATE INDEX chats_retailer ON chats (retailer_id);

CREATE TABLE messages (
  id uuid PRIMARY KEY,
  chat_id uuid NOT NULL REFERENCES chats,
  retailer_id uuid REFERENCES retailers,
  direction text NOT NULL CHECK (direction IN ('INBOUND', 'OUTBOUND')),
  kind text NOT NULL CHECK (kind IN ('TEXT', 'IMAGE', 'AUDIO', 'DOCUMENT', 'LOCATION', 'OTHER')),
  body text NOT NULL,
  status text NOT NULL CHECK (status IN ('RECEIVED','HANDLED','QUEUED','SENDING','SENT','DELIVERED','READ','FAILED')),
  -- Provider's id: unique, so that a second delivery of the same message has no second effect.
  provider_id text UNIQUE,
  -- Outbound: one row for one reason (`reply:<message>`, `order:<id>:DISPATCHED`), whatever is retried.
  business_key text UNIQUE,
  -- Inbound: everything the provider sent, as it came.
  raw jsonb,
  order_id uuid REFERENCES orders,
  -- What is really sent where `body` hides a secret (one-time codes); emptied once it has left.
  sealed_body text,
  -- {sid, variables}: sent instead of free text where the 24-hour window is closed.
  template jsonb,
  attempts integer NOT NULL DEFAULT 0,
  -- Set while a send's outcome is not known: listed at the provider before it is tried again.
  outcome_unknown boolean NOT NULL DEFAULT false,
  next_try_at timestamptz,
  error_code text,
  at timestamptz NOT NULL,
  sent_at timestamptz,
  updated_at timestamptz NOT NULL
);
CREATE INDEX messages_retailer ON messages (retailer_id, at DESC);
CREATE INDEX messages_to_handle ON messages (chat_id, at, id) WHERE status = 'RECEIVED';
CREATE INDEX messages_to_send ON messages (chat_id, at, id) WHERE status IN ('QUEUED', 'SENDING');

-- Every status callback once; one may come before our own send call has returned.
CREATE TABLE message_callbacks (
  provider_id text NOT NULL,
  status text NOT NULL,
  error_code text,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (provider_id, status)
);

-- What a retailer is about to order. Lives ten minutes (a setting).
CREATE TABLE drafts (
  id uuid PRIMARY KEY,
  chat_id uuid NOT NULL REFERENCES chats,
  retailer_id uuid NOT NULL REFERENCES retailers,
  state text NOT NULL CHECK (state IN ('ASKING', 'READY', 'CONFIRMED', 'CANCELLED', 'EXPIRED')),
  -- Read lines with product, quantity, confidence and alternatives; and what is still to be asked.
  lines jsonb NOT NULL,
  -- Prices as they were shown; null until every line is clear.
  quote jsonb,
  order_id uuid REFERENCES orders,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX drafts_one_open ON drafts (chat_id) WHERE state IN ('ASKING', 'READY');
CREATE INDEX drafts_chat ON drafts (chat_id, created_at DESC);

CREATE TABLE alerts (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  severity text NOT NULL CHECK (severity IN ('INFO', 'WARNING', 'CRITICAL')),
  -- One open alert for one cause.
  cause text NOT NULL,
  message text NOT NULL,
  figures jsonb NOT NULL DEFAULT '{}',
  order_id uuid REFERENCES orders,
  retailer_id uuid REFERENCES retailers,
  vendor_id uuid REFERENCES vendors,
  opened_at timestamptz NOT NULL,
  acknowledged_at timestamptz,
  acknowledged_by text,
  updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX alerts_one_open ON alerts (cause) WHERE acknowledged_at IS NULL;

CREATE TABLE house_settings (
  id text PRIMARY KEY CHECK (id = 'house'),
  house jsonb NOT NULL,
  updated_at timestamptz NOT NULL
);

-- Scheduled work: when each task last ran to its end.
CREATE TABLE schedule_runs (
  name text PRIMARY KEY,
  last_started_at timestamptz,
  last_finished_at timestamptz,
  last_error text
);
