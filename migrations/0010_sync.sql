-- Replication: one feed of "(scope, collection, document) changed", numbered after commit by one sequencer; commands and
-- their verdicts. See docs on replication for the protocol; stores never write the feed, the triggers below do.

-- The life of this database as its devices know it. A restore or a lossy fail-over gives it a new epoch.
CREATE TABLE sync_epoch (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  epoch text NOT NULL,
  -- Checkpoints are signed with it, so that nobody can hand in one of another person's scopes.
  checkpoint_key bytea NOT NULL
);
INSERT INTO sync_epoch (epoch, checkpoint_key)
VALUES (gen_random_uuid()::text, sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea));

-- The last position given out. A row of its own, not max(position): the newest line may be pruned, a number never comes
-- twice. Locked by each numbering, so that even two sequencers could not number side by side.
CREATE TABLE sync_head (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  position bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 10);
INSERT INTO sync_head DEFAULT VALUES;

-- The feed. `position` is null until the sequencer has seen the line committed. Once numbered there is one line for each
-- document of a scope, the newest: so the feed is also the list of what every scope holds (`put`) or has lost (`del`).
-- A writer maintains one small index only; all others are kept by the sequencer.
CREATE TABLE sync_log (
  id bigint GENERATED ALWAYS AS IDENTITY,
  scope text NOT NULL,
  collection text NOT NULL,
  doc_id text NOT NULL,
  op text NOT NULL CHECK (op IN ('put', 'del')),
  position bigint,
  at timestamptz NOT NULL DEFAULT now()
) WITH (autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.1);
CREATE UNIQUE INDEX sync_log_unnumbered ON sync_log (id) WHERE position IS NULL;
CREATE UNIQUE INDEX sync_log_position ON sync_log (position) WHERE position IS NOT NULL;
CREATE INDEX sync_log_feed ON sync_log (scope, collection, position) WHERE position IS NOT NULL;
CREATE UNIQUE INDEX sync_log_document ON sync_log (collection, doc_id, scope) WHERE position IS NOT NULL;
CREATE INDEX sync_log_tombstones ON sync_log (at) WHERE op = 'del' AND position IS NOT NULL;

-- Tombstones up to here are forgotten: who was last here before must begin anew.
CREATE TABLE sync_floors (
  scope text NOT NULL,
  collection text NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (scope, collection)
);

-- Which scopes a hash in a checkpoint stands for: a caller whose grants have changed is told what he has to drop.
CREATE TABLE sync_grants (
  hash text PRIMARY KEY,
  user_id uuid NOT NULL,
  -- What a document looks like depends on it: role, vendor, shop.
  shape text NOT NULL,
  scopes text[] NOT NULL
);

-- Numbers up to `most` committed lines in the order they were written; answers how many lines it took and the new head.
-- A line that a later line of the same document and scope has overtaken is dropped, numbered or not.
-- Each line is looked up by index and then by its place (ctid), whatever the planner thinks of a table whose lines come and
-- go by thousands: a join the other way round was seen to take seconds. LIMIT keeps it from turning the look-up around.
CREATE FUNCTION sync_number(most integer) RETURNS TABLE (taken integer, head bigint) LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
DECLARE
  base bigint;
  ids bigint[];
  overtaken bigint[];
  collections text[];
  documents text[];
  scopes text[];
BEGIN
  SELECT h.position INTO base FROM sync_head h FOR UPDATE;
  -- Read after the lock: a snapshot from before it could show lines that were numbered meanwhile.
  SELECT array_agg(l.id ORDER BY l.id) FILTER (WHERE l.newest), array_agg(l.id) FILTER (WHERE NOT l.newest),
         array_agg(l.collection) FILTER (WHERE l.newest), array_agg(l.doc_id) FILTER (WHERE l.newest),
         array_agg(l.scope) FILTER (WHERE l.newest), count(*)
  INTO ids, overtaken, collections, documents, scopes, taken
  FROM (SELECT f.id, f.collection, f.doc_id, f.scope,
               f.id = max(f.id) OVER (PARTITION BY f.collection, f.doc_id, f.scope) AS newest
        FROM (SELECT id, collection, doc_id, scope FROM sync_log WHERE position IS NULL ORDER BY id LIMIT most) f) l;
  head := base + coalesce(cardinality(ids), 0);
  IF taken = 0 THEN RETURN NEXT; RETURN; END IF;

  DELETE FROM sync_log l USING unnest(collections, documents, scopes) k (collection, doc_id, scope) CROSS JOIN LATERAL (
    SELECT o.ctid AS place FROM sync_log o
    WHERE o.collection = k.collection AND o.doc_id = k.doc_id AND o.scope = k.scope AND o.position IS NOT NULL LIMIT 1) older
  WHERE l.ctid = older.place;
  DELETE FROM sync_log l WHERE l.position IS NULL AND l.id = ANY (overtaken);
  UPDATE sync_log l SET position = base + k.number
  FROM unnest(ids) WITH ORDINALITY k (id, number) CROSS JOIN LATERAL (
    SELECT n.ctid AS place FROM sync_log n WHERE n.position IS NULL AND n.id = k.id LIMIT 1) fresh
  WHERE l.ctid = fresh.place;
  UPDATE sync_head SET position = head;
  RETURN NEXT;
END $$;

-- What devices have asked, with the verdict that was given in the same transaction as the effect.
CREATE TABLE command_log (
  id uuid PRIMARY KEY,
  device_id text NOT NULL,
  device_seq bigint NOT NULL CHECK (device_seq > 0),
  user_id uuid NOT NULL,
  type text NOT NULL,
  version integer NOT NULL,
  payload jsonb NOT NULL,
  -- By the device's clock, and by ours.
  issued_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  decided_at timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('applied', 'rejected')),
  code text,
  message text,
  details jsonb NOT NULL DEFAULT '[]',
  -- A fact that could not be carried out: it has happened in the world, so a person settles it.
  parked_because text,
  settled_at timestamptz,
  UNIQUE (device_id, device_seq)
);
CREATE INDEX command_log_parked ON command_log (decided_at) WHERE parked_because IS NOT NULL AND settled_at IS NULL;

-- The number each device's next command must carry. The row is locked while a command of the device is decided.
CREATE TABLE device_sequences (
  device_id text PRIMARY KEY,
  next_seq bigint NOT NULL DEFAULT 1
) WITH (fillfactor = 50);

-- Triggers. Each statement writes its lines with one INSERT from the transition tables, so that an order of many lines or
-- an import of many orders stays one call. A line must name the scopes its document has when the transaction commits:
-- where the scope comes from another row than the written one (a retailer's territory), that row is held by FOR KEY SHARE
-- (free in most cases: foreign keys take the same lock) and whoever moves it takes FOR UPDATE, which waits for all who
-- hold it. Documents that show fields of another row (an order shows its shop's name) get lines when those change.

CREATE FUNCTION feed_put_retailers(retailer_ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- Apart from the statement that reads: a KEY SHARE waits for the one who moves the shop, and still answers the old row.
  PERFORM 1 FROM retailers WHERE id = ANY (retailer_ids) ORDER BY id FOR KEY SHARE;
  INSERT INTO sync_log (scope, collection, doc_id, op)
  SELECT s.scope, 'retailers', r.id::text, 'put'
  FROM retailers r CROSS JOIN LATERAL (VALUES ('all'), ('territory:' || r.territory_id)) s (scope)
  WHERE r.id = ANY (retailer_ids) AND s.scope IS NOT NULL;
END $$;

-- Orders that show a shop or a vendor, for those in a replica: older ones are in none unless they are open, and a line too
-- many does no harm. FOR SHARE waits for one that changes hands meanwhile, and reads it again in its new scopes.
CREATE FUNCTION feed_hold_orders_of(retailer_ids uuid[], vendor_ids uuid[])
RETURNS TABLE (id uuid, vendor_id uuid, territory_id uuid) LANGUAGE sql AS $$
  SELECT o.id, o.vendor_id, o.territory_id FROM orders o
  WHERE (o.retailer_id = ANY (retailer_ids) OR o.vendor_id = ANY (vendor_ids))
    AND (o.placed_at > now() - interval '185 days' OR o.state NOT IN ('COMPLETED', 'CANCELLED', 'REJECTED', 'FAILED', 'RETURNED'))
  ORDER BY o.id FOR SHARE
$$;

CREATE FUNCTION feed_put_orders_of(retailer_ids uuid[], vendor_ids uuid[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO sync_log (scope, collection, doc_id, op)
  SELECT s.scope, 'orders', o.id::text, 'put'
  FROM feed_hold_orders_of(retailer_ids, vendor_ids) o
  CROSS JOIN LATERAL (VALUES ('all'), ('vendor:' || o.vendor_id), ('territory:' || o.territory_id)) s (scope)
  WHERE s.scope IS NOT NULL
$$;

-- products + product_aliases → products, for everyone. Offers show the SKU.
CREATE FUNCTION feed_products() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op) SELECT 'everyone', 'products', id::text, 'del' FROM old_rows;
    RETURN NULL;
  END IF;
  INSERT INTO sync_log (scope, collection, doc_id, op) SELECT 'everyone', 'products', id::text, 'put' FROM new_rows;
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT s.scope, 'offers', f.id::text, 'put'
    FROM old_rows o JOIN new_rows n USING (id) JOIN offers f ON f.product_id = n.id
    CROSS JOIN LATERAL (VALUES ('all'), ('vendor:' || f.vendor_id), ('agents')) s (scope)
    WHERE o.sku <> n.sku;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER feed_products_insert AFTER INSERT ON products REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_products();
CREATE TRIGGER feed_products_update AFTER UPDATE ON products REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_products();
CREATE TRIGGER feed_products_delete AFTER DELETE ON products REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_products();

CREATE FUNCTION feed_product_aliases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT DISTINCT 'everyone', 'products', product_id::text, 'put' FROM old_rows;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT DISTINCT 'everyone', 'products', product_id::text, 'put' FROM new_rows;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER feed_product_aliases_insert AFTER INSERT ON product_aliases REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_product_aliases();
CREATE TRIGGER feed_product_aliases_update AFTER UPDATE ON product_aliases REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_product_aliases();
CREATE TRIGGER feed_product_aliases_delete AFTER DELETE ON product_aliases REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_product_aliases();

-- offers + stock_levels → offers, for the back office, the vendor and every agent.
CREATE FUNCTION feed_offers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT s.scope, 'offers', o.id::text, 'del' FROM old_rows o
    CROSS JOIN LATERAL (VALUES ('all'), ('vendor:' || o.vendor_id), ('agents')) s (scope)
    WHERE TG_OP = 'DELETE';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT 'vendor:' || o.vendor_id, 'offers', o.id::text, 'del' FROM old_rows o JOIN new_rows n USING (id)
    WHERE o.vendor_id <> n.vendor_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT s.scope, 'offers', n.id::text, 'put' FROM new_rows n
    CROSS JOIN LATERAL (VALUES ('all'), ('vendor:' || n.vendor_id), ('agents')) s (scope);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER feed_offers_insert AFTER INSERT ON offers REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_offers();
CREATE TRIGGER feed_offers_update AFTER UPDATE ON offers REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_offers();
CREATE TRIGGER feed_offers_delete AFTER DELETE ON offers REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_offers();

-- An offer is its vendor's for good (its vendor is not edited), so its row needs no lock here.
CREATE FUNCTION feed_stock_levels() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT s.scope, 'offers', f.id::text, 'put' FROM old_rows o JOIN offers f ON f.id = o.offer_id
    CROSS JOIN LATERAL (VALUES ('all'), ('vendor:' || f.vendor_id), ('agents')) s (scope);
  ELSE
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT s.scope, 'offers', f.id::text, 'put' FROM new_rows n JOIN offers f ON f.id = n.offer_id
    CROSS JOIN LATERAL (VALUES ('all'), ('vendor:' || f.vendor_id), ('agents')) s (scope);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER feed_stock_levels_insert AFTER INSERT ON stock_levels REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_stock_levels();
CREATE TRIGGER feed_stock_levels_update AFTER UPDATE ON stock_levels REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_stock_levels();
CREATE TRIGGER feed_stock_levels_delete AFTER DELETE ON stock_levels REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_stock_levels();

-- vendors, for the back office, the vendor and every agent. Orders show the vendor's name.
CREATE FUNCTION feed_vendors() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE renamed uuid[];
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT s.scope, 'vendors', o.id::text, 'del' FROM old_rows o
    CROSS JOIN LATERAL (VALUES ('all'), ('vendor:' || o.id), ('agents')) s (scope);
    RETURN NULL;
  END IF;
  INSERT INTO sync_log (scope, collection, doc_id, op)
  SELECT s.scope, 'vendors', n.id::text, 'put' FROM new_rows n
  CROSS JOIN LATERAL (VALUES ('all'), ('vendor:' || n.id), ('agents')) s (scope);
  IF TG_OP = 'UPDATE' THEN
    SELECT array_agg(n.id) INTO renamed FROM old_rows o JOIN new_rows n USING (id) WHERE o.name <> n.name;
    IF renamed IS NOT NULL THEN
      -- Orders first: one that is being changed will ask for this row by its foreign key, and must not find it taken.
      PERFORM feed_hold_orders_of('{}', renamed);
      PERFORM 1 FROM vendors WHERE id = ANY (renamed) ORDER BY id FOR UPDATE;
      PERFORM feed_put_orders_of('{}', renamed);
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER feed_vendors_insert AFTER INSERT ON vendors REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_vendors();
CREATE TRIGGER feed_vendors_update AFTER UPDATE ON vendors REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_vendors();
CREATE TRIGGER feed_vendors_delete AFTER DELETE ON vendors REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_vendors();

-- retailers + credit_accounts (+ the oldest open bill) → retailers, for the back office and the territory's agents.
CREATE FUNCTION feed_retailers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moved uuid[];
  shown uuid[];
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT s.scope, 'retailers', o.id::text, 'del' FROM old_rows o
    CROSS JOIN LATERAL (VALUES ('all'), ('territory:' || o.territory_id)) s (scope) WHERE s.scope IS NOT NULL;
    RETURN NULL;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    SELECT array_agg(n.id) FILTER (WHERE o.territory_id IS DISTINCT FROM n.territory_id),
           array_agg(n.id) FILTER (WHERE (o.name, o.phone, o.address, o.city, o.latitude, o.longitude)
                                    IS DISTINCT FROM (n.name, n.phone, n.address, n.city, n.latitude, n.longitude))
    INTO moved, shown FROM old_rows o JOIN new_rows n USING (id);
    IF moved IS NOT NULL OR shown IS NOT NULL THEN
      IF shown IS NOT NULL THEN PERFORM feed_hold_orders_of(shown, '{}'); END IF;
      PERFORM 1 FROM retailers WHERE id = ANY (moved || shown) ORDER BY id FOR UPDATE;
    END IF;
    IF moved IS NOT NULL THEN
      INSERT INTO sync_log (scope, collection, doc_id, op)
      SELECT 'territory:' || o.territory_id, 'retailers', o.id::text, 'del' FROM old_rows o
      WHERE o.id = ANY (moved) AND o.territory_id IS NOT NULL;
      INSERT INTO sync_log (scope, collection, doc_id, op)
      SELECT s.scope, 'ledger', e.uid::text, s.op
      FROM old_rows o JOIN new_rows n USING (id)
      JOIN accounts a ON a.kind = 'RECEIVABLE' AND a.party = n.id
      JOIN journal_entries e ON e.account_id = a.id
      CROSS JOIN LATERAL (VALUES ('territory:' || o.territory_id, 'del'), ('territory:' || n.territory_id, 'put')) s (scope, op)
      WHERE n.id = ANY (moved) AND s.scope IS NOT NULL;
    END IF;
    IF shown IS NOT NULL THEN PERFORM feed_put_orders_of(shown, '{}'); END IF;
  END IF;
  INSERT INTO sync_log (scope, collection, doc_id, op)
  SELECT s.scope, 'retailers', n.id::text, 'put' FROM new_rows n
  CROSS JOIN LATERAL (VALUES ('all'), ('territory:' || n.territory_id)) s (scope) WHERE s.scope IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER feed_retailers_insert AFTER INSERT ON retailers REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_retailers();
CREATE TRIGGER feed_retailers_update AFTER UPDATE ON retailers REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_retailers();
CREATE TRIGGER feed_retailers_delete AFTER DELETE ON retailers REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_retailers();

CREATE FUNCTION feed_credit_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN PERFORM feed_put_retailers(ARRAY(SELECT retailer_id FROM old_rows));
  ELSE PERFORM feed_put_retailers(ARRAY(SELECT retailer_id FROM new_rows));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER feed_credit_accounts_insert AFTER INSERT ON credit_accounts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_credit_accounts();
CREATE TRIGGER feed_credit_accounts_update AFTER UPDATE ON credit_accounts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_credit_accounts();
CREATE TRIGGER feed_credit_accounts_delete AFTER DELETE ON credit_accounts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_credit_accounts();

-- orders, for the back office, the vendor who has it now, and the territory's agents. Lines and history need no triggers:
-- whoever adds to them raises the order's version. Bills move the retailer's oldest due day.
CREATE FUNCTION feed_orders() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE billed uuid[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT s.scope, 'orders', n.id::text, 'put' FROM new_rows n
    CROSS JOIN LATERAL (VALUES ('all'), ('vendor:' || n.vendor_id), ('territory:' || n.territory_id)) s (scope)
    WHERE s.scope IS NOT NULL;
    SELECT array_agg(DISTINCT retailer_id) INTO billed FROM new_rows WHERE due_day IS NOT NULL;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT s.scope, 'orders', n.id::text, s.op FROM old_rows o JOIN new_rows n USING (id)
    CROSS JOIN LATERAL (VALUES
      ('all', 'put'), ('vendor:' || n.vendor_id, 'put'), ('territory:' || n.territory_id, 'put'),
      (CASE WHEN o.vendor_id IS DISTINCT FROM n.vendor_id THEN 'vendor:' || o.vendor_id END, 'del'),
      (CASE WHEN o.territory_id IS DISTINCT FROM n.territory_id THEN 'territory:' || o.territory_id END, 'del')) s (scope, op)
    WHERE s.scope IS NOT NULL;
    SELECT array_agg(DISTINCT n.retailer_id) INTO billed FROM old_rows o JOIN new_rows n USING (id)
    WHERE (o.due_day, o.paid_paisa, o.total_paisa) IS DISTINCT FROM (n.due_day, n.paid_paisa, n.total_paisa)
      AND n.due_day IS NOT NULL;
  ELSE
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT s.scope, 'orders', o.id::text, 'del' FROM old_rows o
    CROSS JOIN LATERAL (VALUES ('all'), ('vendor:' || o.vendor_id), ('territory:' || o.territory_id)) s (scope)
    WHERE s.scope IS NOT NULL;
    SELECT array_agg(DISTINCT retailer_id) INTO billed FROM old_rows WHERE due_day IS NOT NULL;
  END IF;
  IF billed IS NOT NULL THEN PERFORM feed_put_retailers(billed); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER feed_orders_insert AFTER INSERT ON orders REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_orders();
CREATE TRIGGER feed_orders_update AFTER UPDATE ON orders REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_orders();
CREATE TRIGGER feed_orders_delete AFTER DELETE ON orders REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_orders();

-- Entries on parties' accounts → ledger: a retailer's for the back office and his territory's agents, a vendor's for the
-- back office and the vendor. Entries are never changed. Those of the house's own accounts are in no replica.
CREATE FUNCTION feed_journal_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM retailers WHERE id IN (
    SELECT a.party FROM new_rows n JOIN accounts a ON a.id = n.account_id AND a.kind = 'RECEIVABLE')
  ORDER BY id FOR KEY SHARE;
  INSERT INTO sync_log (scope, collection, doc_id, op)
  SELECT s.scope, 'ledger', n.uid::text, 'put'
  FROM new_rows n JOIN accounts a ON a.id = n.account_id AND a.kind = 'RECEIVABLE' JOIN retailers r ON r.id = a.party
  CROSS JOIN LATERAL (VALUES ('all'), ('territory:' || r.territory_id)) s (scope)
  WHERE s.scope IS NOT NULL;
  INSERT INTO sync_log (scope, collection, doc_id, op)
  SELECT s.scope, 'ledger', n.uid::text, 'put'
  FROM new_rows n JOIN accounts a ON a.id = n.account_id AND a.kind IN ('PAYABLE', 'VENDOR_TAX')
  CROSS JOIN LATERAL (VALUES ('all'), ('vendor:' || a.party)) s (scope)
  WHERE s.scope IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER feed_journal_entries_insert AFTER INSERT ON journal_entries REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_journal_entries();

-- messages and alerts, for the back office; tries and back-off of a message are not part of its document.
CREATE FUNCTION feed_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op) SELECT 'all', 'messages', id::text, 'put' FROM new_rows;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT 'all', 'messages', n.id::text, 'put' FROM old_rows o JOIN new_rows n USING (id)
    WHERE (o.retailer_id, o.direction, o.kind, o.body, o.status, o.order_id, o.at, o.updated_at)
      IS DISTINCT FROM (n.retailer_id, n.direction, n.kind, n.body, n.status, n.order_id, n.at, n.updated_at);
  ELSE
    INSERT INTO sync_log (scope, collection, doc_id, op) SELECT 'all', 'messages', id::text, 'del' FROM old_rows;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER feed_messages_insert AFTER INSERT ON messages REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_messages();
CREATE TRIGGER feed_messages_update AFTER UPDATE ON messages REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_messages();
CREATE TRIGGER feed_messages_delete AFTER DELETE ON messages REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_messages();

CREATE FUNCTION feed_alerts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO sync_log (scope, collection, doc_id, op) SELECT 'all', 'alerts', id::text, 'del' FROM old_rows;
  ELSE
    INSERT INTO sync_log (scope, collection, doc_id, op) SELECT 'all', 'alerts', id::text, 'put' FROM new_rows;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER feed_alerts_insert AFTER INSERT ON alerts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_alerts();
CREATE TRIGGER feed_alerts_update AFTER UPDATE ON alerts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_alerts();
CREATE TRIGGER feed_alerts_delete AFTER DELETE ON alerts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_alerts();

-- house_settings → settings, for everyone.
CREATE FUNCTION feed_house_settings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sync_log (scope, collection, doc_id, op) SELECT 'everyone', 'settings', id, 'put' FROM new_rows;
  RETURN NULL;
END $$;
CREATE TRIGGER feed_house_settings_insert AFTER INSERT ON house_settings REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_house_settings();
CREATE TRIGGER feed_house_settings_update AFTER UPDATE ON house_settings REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_house_settings();

-- command_log → commands, for the device that sent it. The line is the last of its transaction, so that whoever has
-- reached its position has seen the command's effect.
CREATE FUNCTION feed_command_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sync_log (scope, collection, doc_id, op) SELECT 'device:' || device_id, 'commands', id::text, 'put' FROM new_rows;
  RETURN NULL;
END $$;
CREATE TRIGGER feed_command_log_insert AFTER INSERT ON command_log REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_command_log();
CREATE TRIGGER feed_command_log_update AFTER UPDATE ON command_log REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION feed_command_log();
