-- The message channel: who is who, consent, templates and SMS, sends that are looked after until they arrive.

-- Identity. What stood there as provider was who carries the messages; the ids are WhatsApp's own, whoever carries them.
UPDATE chats SET provider = 'whatsapp' WHERE provider = 'twilio';

ALTER TABLE chats
  -- Consent: we begin no conversation before the first or after the second.
  ADD COLUMN opted_in_at timestamptz,
  ADD COLUMN sms_opted_out_at timestamptz,
  -- The provider has said that this number is not on WhatsApp; a message of theirs clears it.
  ADD COLUMN number_invalid_at timestamptz,
  ADD COLUMN marketing_rests_until timestamptz,
  -- Messages taken in since the minute began: more than the limit are kept but not read by machine.
  ADD COLUMN burst_started_at timestamptz,
  ADD COLUMN burst_count integer NOT NULL DEFAULT 0,
  ADD COLUMN merged_into_id uuid REFERENCES chats;
CREATE INDEX chats_phone ON chats (phone) WHERE merged_into_id IS NULL;

-- One person may be known by a phone and by ids that hide it. Two chats become one only by a person's decision.
CREATE TABLE chat_identities (
  provider text NOT NULL,
  external_id text NOT NULL,
  chat_id uuid NOT NULL REFERENCES chats,
  first_seen_at timestamptz NOT NULL,
  PRIMARY KEY (provider, external_id)
);
CREATE INDEX chat_identities_chat ON chat_identities (chat_id);

-- When and how somebody agreed to be written to, or asked us to stop.
CREATE TABLE chat_consents (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  chat_id uuid NOT NULL REFERENCES chats,
  medium text NOT NULL CHECK (medium IN ('WHATSAPP', 'SMS')),
  what text NOT NULL CHECK (what IN ('OPT_IN', 'OPT_OUT')),
  how text NOT NULL CHECK (how IN ('WROTE_FIRST', 'REGISTRATION', 'KEYWORD', 'PROVIDER')),
  -- The words or the provider's code.
  evidence text,
  at timestamptz NOT NULL
);
CREATE INDEX chat_consents_chat ON chat_consents (chat_id, at);
CREATE TRIGGER chat_consents_append_only BEFORE UPDATE OR DELETE ON chat_consents FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Who wrote first has agreed by writing; a registered shop by registering.
CREATE FUNCTION chat_consent_of_beginning() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.opted_in_at IS NULL AND (NEW.window_ends_at IS NOT NULL OR NEW.retailer_id IS NOT NULL) THEN
    NEW.opted_in_at := NEW.created_at;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER chats_consent BEFORE INSERT ON chats FOR EACH ROW EXECUTE FUNCTION chat_consent_of_beginning();
CREATE FUNCTION chat_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO chat_identities (provider, external_id, chat_id, first_seen_at)
  VALUES (NEW.provider, NEW.external_id, NEW.id, NEW.created_at) ON CONFLICT DO NOTHING;
  IF NEW.opted_in_at IS NOT NULL THEN
    INSERT INTO chat_consents (chat_id, medium, what, how, at)
    VALUES (NEW.id, 'WHATSAPP', 'OPT_IN', CASE WHEN NEW.window_ends_at IS NULL THEN 'REGISTRATION' ELSE 'WROTE_FIRST' END, NEW.opted_in_at);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER chats_begin AFTER INSERT ON chats FOR EACH ROW EXECUTE FUNCTION chat_begins();

-- Chats that exist already.
INSERT INTO chat_identities (provider, external_id, chat_id, first_seen_at) SELECT provider, external_id, id, created_at FROM chats;
UPDATE chats SET opted_in_at = created_at WHERE window_ends_at IS NOT NULL OR retailer_id IS NOT NULL;
INSERT INTO chat_consents (chat_id, medium, what, how, at)
SELECT id, 'WHATSAPP', 'OPT_IN', CASE WHEN window_ends_at IS NULL THEN 'REGISTRATION' ELSE 'WROTE_FIRST' END, opted_in_at
FROM chats WHERE opted_in_at IS NOT NULL;

ALTER TABLE messages
  ADD COLUMN medium text NOT NULL DEFAULT 'WHATSAPP' CHECK (medium IN ('WHATSAPP', 'SMS')),
  ADD COLUMN purpose text NOT NULL DEFAULT 'NOTICE' CHECK (purpose IN ('REPLY', 'NOTICE', 'MARKETING', 'CODE')),
  -- May go by SMS where WhatsApp fails, with this text.
  ADD COLUMN sms_body text,
  -- How it left the last time.
  ADD COLUMN sent_as text CHECK (sent_as IN ('TEXT', 'TEMPLATE', 'SMS')),
  -- Why it failed, in our words; error_code keeps the provider's.
  ADD COLUMN failure text,
  -- Sent again after the provider had taken it: as a template, by SMS, or later.
  ADD COLUMN resends integer NOT NULL DEFAULT 0,
  -- A secret is needed until it has arrived, and no longer than it is good for.
  ADD COLUMN sealed_until timestamptz,
  ADD COLUMN status_asked_at timestamptz,
  -- Inbound: beyond the limit of its sender.
  ADD COLUMN held_back boolean NOT NULL DEFAULT false,
  ADD COLUMN media jsonb,
  ADD COLUMN location jsonb,
  ADD COLUMN replies_to text,
  ADD COLUMN opt_keyword text CHECK (opt_keyword IN ('OUT', 'IN'));
UPDATE messages SET purpose = 'REPLY' WHERE business_key LIKE 'reply:%';
UPDATE messages SET purpose = 'CODE' WHERE business_key LIKE 'code:%';
-- The sid of a template is the provider's affair; rows name it as we do.
UPDATE messages SET template = jsonb_build_object('name', 'sign_in_code', 'language', 'en', 'variables', jsonb_build_array(template->'variables'->>'1'))
WHERE template ? 'sid';

-- Due work is found by when it is due, without looking at everything that waits.
CREATE INDEX messages_due ON messages ((coalesce(next_try_at, at))) WHERE status IN ('QUEUED', 'SENDING');
CREATE INDEX messages_received ON messages (at, id) WHERE status = 'RECEIVED';
CREATE INDEX messages_left ON messages (chat_id, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX messages_on_the_way ON messages (sent_at) WHERE status = 'SENT';
CREATE INDEX messages_sealed ON messages (sealed_until) WHERE sealed_until IS NOT NULL;

-- Every id a provider has given a message of ours; the one that counts stands on the message.
CREATE TABLE message_sends (
  provider_id text PRIMARY KEY,
  message_id uuid NOT NULL REFERENCES messages ON DELETE CASCADE,
  sent_as text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX message_sends_message ON message_sends (message_id);
INSERT INTO message_sends (provider_id, message_id, sent_as, at)
SELECT provider_id, id, 'TEXT', coalesce(sent_at, at) FROM messages WHERE direction = 'OUTBOUND' AND provider_id IS NOT NULL;

ALTER TABLE message_callbacks ADD COLUMN failure text;

-- What is being looked up at the provider: until when inbound messages are known to be complete.
CREATE TABLE channel_marks (
  name text PRIMARY KEY,
  at timestamptz NOT NULL
);

-- Takes in one message: finds or begins the chat, opens its window, counts against the limit, stores. All of it or
-- nothing, in one call; the same provider id again changes nothing.
CREATE FUNCTION receive_message(m jsonb, p_at timestamptz, p_limit integer)
RETURNS TABLE (stored boolean, chat uuid, held boolean, other_chat uuid) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_provider text := m->>'provider';
  v_external text := m->>'externalId';
  v_phone text := m->>'phone';
  v_whatsapp boolean := m->>'medium' = 'WHATSAPP';
  v_window timestamptz := coalesce((m->>'sentAt')::timestamptz, p_at) + interval '24 hours';
  v_chat uuid;
  v_other uuid;
  v_retailer uuid;
  v_burst integer;
BEGIN
  PERFORM 1 FROM messages WHERE provider_id = m->>'providerId';
  IF FOUND THEN RETURN QUERY SELECT false, NULL::uuid, false, NULL::uuid; RETURN; END IF;

  SELECT chat_id INTO v_chat FROM chat_identities WHERE provider = v_provider AND external_id = v_external;
  IF v_chat IS NULL THEN
    SELECT chat_id INTO v_chat FROM chat_identities
    WHERE provider = v_provider AND external_id IN (SELECT jsonb_array_elements_text(m->'alsoKnownAs')) LIMIT 1;
  END IF;
  IF v_chat IS NULL AND v_phone IS NOT NULL THEN
    SELECT id INTO v_chat FROM chats WHERE phone = v_phone AND merged_into_id IS NULL ORDER BY created_at, id LIMIT 1;
  END IF;
  IF v_chat IS NULL THEN
    SELECT id INTO v_retailer FROM retailers WHERE phone = v_phone;
    INSERT INTO chats (id, provider, external_id, phone, retailer_id, window_ends_at, created_at)
    VALUES ((m->>'chatId')::uuid, v_provider, CASE WHEN v_whatsapp THEN v_external ELSE 'whatsapp:' || v_phone END, v_phone,
      v_retailer, CASE WHEN v_whatsapp THEN v_window END, p_at)
    ON CONFLICT (provider, external_id) DO NOTHING;
    SELECT id INTO STRICT v_chat FROM chats
    WHERE provider = v_provider AND external_id = CASE WHEN v_whatsapp THEN v_external ELSE 'whatsapp:' || v_phone END;
  END IF;

  INSERT INTO chat_consents (chat_id, medium, what, how, at)
  SELECT id, m->>'medium', 'OPT_IN', 'WROTE_FIRST', p_at FROM chats WHERE id = v_chat AND opted_in_at IS NULL;

  UPDATE chats c SET
    window_ends_at = CASE WHEN v_whatsapp THEN greatest(c.window_ends_at, v_window) ELSE c.window_ends_at END,
    opted_in_at = coalesce(c.opted_in_at, p_at),
    number_invalid_at = CASE WHEN v_whatsapp THEN NULL ELSE c.number_invalid_at END,
    phone = coalesce(c.phone, v_phone),
    -- Answers go where they wrote from.
    external_id = CASE WHEN v_whatsapp THEN v_external ELSE c.external_id END,
    retailer_id = coalesce(c.retailer_id, (SELECT r.id FROM retailers r WHERE r.phone = coalesce(c.phone, v_phone))),
    burst_count = CASE WHEN c.burst_started_at > p_at - interval '1 minute' THEN c.burst_count + 1 ELSE 1 END,
    burst_started_at = CASE WHEN c.burst_started_at > p_at - interval '1 minute' THEN c.burst_started_at ELSE p_at END
  WHERE c.id = v_chat
  RETURNING c.burst_count, c.retailer_id INTO v_burst, v_retailer;

  INSERT INTO chat_identities (provider, external_id, chat_id, first_seen_at)
  SELECT v_provider, e, v_chat, p_at FROM (SELECT v_external UNION SELECT jsonb_array_elements_text(m->'alsoKnownAs')) k (e)
  WHERE NOT EXISTS (SELECT 1 FROM chat_identities i WHERE i.provider = v_provider AND i.external_id = k.e)
  ON CONFLICT DO NOTHING;
  SELECT chat_id INTO v_other FROM chat_identities
  WHERE provider = v_provider AND external_id IN (SELECT jsonb_array_elements_text(m->'alsoKnownAs')) AND chat_id <> v_chat LIMIT 1;

  INSERT INTO messages (id, chat_id, retailer_id, direction, kind, body, status, provider_id, raw, medium, purpose,
    media, location, replies_to, opt_keyword, held_back, at, updated_at)
  VALUES ((m->>'id')::uuid, v_chat, v_retailer, 'INBOUND', m->>'kind', m->>'body', 'RECEIVED', m->>'providerId', m->'raw',
    m->>'medium', 'REPLY', nullif(m->'media', '[]'), nullif(m->'location', 'null'), m->>'repliesTo', m->>'optKeyword', v_burst > p_limit, p_at, p_at)
  ON CONFLICT (provider_id) DO NOTHING;
  RETURN QUERY SELECT FOUND, v_chat, v_burst > p_limit, v_other;
END $$;

-- What a desk is shown of a message now also says by what it went and why it did not arrive.
CREATE OR REPLACE FUNCTION feed_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op) SELECT 'all', 'messages', id::text, 'put' FROM new_rows;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT 'all', 'messages', n.id::text, 'put' FROM old_rows o JOIN new_rows n USING (id)
    WHERE (o.retailer_id, o.direction, o.kind, o.body, o.status, o.order_id, o.at, o.updated_at, o.medium, o.sent_as, o.failure, o.error_code)
      IS DISTINCT FROM (n.retailer_id, n.direction, n.kind, n.body, n.status, n.order_id, n.at, n.updated_at, n.medium, n.sent_as, n.failure, n.error_code);
  ELSE
    INSERT INTO sync_log (scope, collection, doc_id, op) SELECT 'all', 'messages', id::text, 'del' FROM old_rows;
  END IF;
  RETURN NULL;
END $$;
