-- The human queue: what a person writes in a chat, notes among ourselves, how a question was settled, and what a desk sees
-- beside the thread: files, what was read of them, the draft.

ALTER TABLE messages
  -- Who of the house has written it; null for what the machine says and for what shops write.
  ADD COLUMN written_by uuid REFERENCES users,
  -- A note among ourselves: never QUEUED, so nothing sends it.
  ADD COLUMN internal boolean NOT NULL DEFAULT false;
ALTER TABLE messages ADD CONSTRAINT messages_internal_stays CHECK (NOT internal OR (status = 'HANDLED' AND direction = 'OUTBOUND')) NOT VALID;

-- Why or how it was dealt with, where somebody said so.
ALTER TABLE alerts ADD COLUMN note text;
-- A reply closes the shop's open questions.
CREATE INDEX alerts_open_of_shop ON alerts (retailer_id) WHERE acknowledged_at IS NULL AND retailer_id IS NOT NULL;
-- A shop's document shows its open draft.
CREATE INDEX drafts_open_of_shop ON drafts (retailer_id, updated_at DESC) WHERE state IN ('ASKING', 'READY');

-- A message's document names its chat now: two chats that become one move it.
CREATE OR REPLACE FUNCTION feed_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op) SELECT 'all', 'messages', id::text, 'put' FROM new_rows;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT 'all', 'messages', n.id::text, 'put' FROM old_rows o JOIN new_rows n USING (id)
    WHERE (o.chat_id, o.retailer_id, o.direction, o.kind, o.body, o.status, o.order_id, o.at, o.updated_at, o.medium, o.sent_as, o.failure, o.error_code)
      IS DISTINCT FROM (n.chat_id, n.retailer_id, n.direction, n.kind, n.body, n.status, n.order_id, n.at, n.updated_at, n.medium, n.sent_as, n.failure, n.error_code);
  ELSE
    INSERT INTO sync_log (scope, collection, doc_id, op) SELECT 'all', 'messages', id::text, 'del' FROM old_rows;
  END IF;
  RETURN NULL;
END $$;

-- A photo or voice note is shown once it was fetched, and what it says once it was read; tries in between are not shown.
CREATE FUNCTION feed_message_readings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT 'all', 'messages', n.message_id::text, 'put' FROM new_rows n WHERE n.original_sha256 IS NOT NULL OR n.failure IS NOT NULL;
  ELSE
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT 'all', 'messages', n.message_id::text, 'put' FROM old_rows o JOIN new_rows n USING (message_id)
    WHERE (o.original_sha256, o.lines, o.failure) IS DISTINCT FROM (n.original_sha256, n.lines, n.failure);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER feed_message_readings_insert AFTER INSERT ON message_readings REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_message_readings();
CREATE TRIGGER feed_message_readings_update AFTER UPDATE ON message_readings REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_message_readings();

-- Drafts → retailers, for the back office only: to agents a shop's document does not show them. That scope never changes, so
-- no row is held.
CREATE FUNCTION feed_drafts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sync_log (scope, collection, doc_id, op) SELECT DISTINCT 'all', 'retailers', retailer_id::text, 'put' FROM new_rows;
  RETURN NULL;
END $$;
CREATE TRIGGER feed_drafts_insert AFTER INSERT ON drafts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_drafts();
CREATE TRIGGER feed_drafts_update AFTER UPDATE ON drafts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_drafts();

-- What desks keep from before has none of this: each message with a file, each shop with an open draft and each open
-- question comes once more.
INSERT INTO sync_log (scope, collection, doc_id, op)
SELECT 'all', 'messages', message_id::text, 'put' FROM message_readings WHERE original_sha256 IS NOT NULL OR failure IS NOT NULL
UNION ALL SELECT DISTINCT 'all', 'retailers', retailer_id::text, 'put' FROM drafts WHERE state IN ('ASKING', 'READY')
UNION ALL SELECT 'all', 'alerts', id::text, 'put' FROM alerts WHERE acknowledged_at IS NULL AND kind IN ('MESSAGE_UNREAD', 'UNKNOWN_SENDER');
