-- The writes that must be one call: guards and inserts only. What may happen is decided in shared/, before the call.

-- Order number: ORD + YYMMDD of the Nepali day + at least three digits, from a sequence of that day: unique and rising,
-- gaps allowed, and no lock held until commit as a counter row would.
CREATE FUNCTION next_order_number(day date) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  name text := 'order_number_' || to_char(day, 'YYYYMMDD');
  given integer;
BEGIN
  IF to_regclass(name) IS NULL THEN
    -- Two first orders of a day: the second waits here and finds the sequence made.
    PERFORM pg_advisory_xact_lock(hashtext(name));
    SELECT coalesce((SELECT last FROM order_number_days d WHERE d.day = next_order_number.day), 0) INTO given;
    -- IF NOT EXISTS looks at the catalogue as it is now; to_regclass may still answer from before the wait.
    EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I START %s', name, given + 1);
  END IF;
  given := nextval(name::regclass);
  RETURN 'ORD' || to_char(day, 'YYMMDD') || CASE WHEN given < 1000 THEN lpad(given::text, 3, '0') ELSE given::text END;
END $$;
COMMENT ON TABLE order_number_days IS 'Numbers of a day given out before its sequence was made: imports and the demo world.';

-- Writes one journal: accounts made where missing, balances locked in id order, running balances on the entries.
-- j: {id, kind, memo, orderId, paymentId, reverses, commandId, byUser, occurredAt, recordedAt,
--     entries: [{uid, account, party, amountPaisa}]}
CREATE FUNCTION post_journal(j jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO journals (id, kind, memo, order_id, payment_id, reverses, command_id, by_user, occurred_at, recorded_at)
  VALUES ((j->>'id')::uuid, j->>'kind', j->>'memo', (j->>'orderId')::uuid, (j->>'paymentId')::uuid, (j->>'reverses')::uuid,
          (j->>'commandId')::uuid, (j->>'byUser')::uuid, (j->>'occurredAt')::timestamptz, (j->>'recordedAt')::timestamptz);

  INSERT INTO accounts (kind, party)
  SELECT DISTINCT e->>'account', (e->>'party')::uuid FROM jsonb_array_elements(j->'entries') e
  WHERE NOT EXISTS (SELECT 1 FROM accounts a WHERE a.kind = e->>'account' AND a.party IS NOT DISTINCT FROM (e->>'party')::uuid)
  ON CONFLICT DO NOTHING;

  INSERT INTO account_balances (account_id)
  SELECT DISTINCT a.id FROM jsonb_array_elements(j->'entries') e
  JOIN accounts a ON a.kind = e->>'account' AND a.party IS NOT DISTINCT FROM (e->>'party')::uuid
  WHERE NOT EXISTS (SELECT 1 FROM account_balances b WHERE b.account_id = a.id)
  ON CONFLICT DO NOTHING;

  PERFORM 1 FROM account_balances b WHERE b.account_id IN (
    SELECT a.id FROM jsonb_array_elements(j->'entries') e
    JOIN accounts a ON a.kind = e->>'account' AND a.party IS NOT DISTINCT FROM (e->>'party')::uuid)
  ORDER BY b.account_id FOR NO KEY UPDATE;

  INSERT INTO journal_entries (uid, journal_id, account_id, amount_paisa, balance_paisa)
  SELECT (e->>'uid')::uuid, (j->>'id')::uuid, a.id, (e->>'amountPaisa')::bigint,
         b.balance_paisa + sum((e->>'amountPaisa')::bigint) OVER (PARTITION BY a.id ORDER BY place)
  FROM jsonb_array_elements(j->'entries') WITH ORDINALITY AS entry(e, place)
  JOIN accounts a ON a.kind = e->>'account' AND a.party IS NOT DISTINCT FROM (e->>'party')::uuid
  JOIN account_balances b ON b.account_id = a.id
  ORDER BY place;

  UPDATE account_balances b SET balance_paisa = b.balance_paisa + moved.amount
  FROM (SELECT a.id, sum((e->>'amountPaisa')::bigint) AS amount FROM jsonb_array_elements(j->'entries') e
        JOIN accounts a ON a.kind = e->>'account' AND a.party IS NOT DISTINCT FROM (e->>'party')::uuid GROUP BY a.id) moved
  WHERE b.account_id = moved.id;
END $$;

-- The credit account and the ledger say the same when a transaction ends.
CREATE FUNCTION outstanding_equals_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE shop uuid; owed bigint; booked bigint;
BEGIN
  IF TG_TABLE_NAME = 'credit_accounts' THEN
    shop := NEW.retailer_id;
  ELSE
    SELECT party INTO shop FROM accounts WHERE id = NEW.account_id AND kind = 'RECEIVABLE';
    IF shop IS NULL THEN RETURN NULL; END IF;
  END IF;
  SELECT outstanding_paisa INTO owed FROM credit_accounts WHERE retailer_id = shop;
  SELECT coalesce(sum(b.balance_paisa), 0) INTO booked FROM accounts a JOIN account_balances b ON b.account_id = a.id
  WHERE a.kind = 'RECEIVABLE' AND a.party = shop;
  IF owed IS DISTINCT FROM booked THEN
    RAISE EXCEPTION 'credit account of % says % paisa, its ledger %', shop, owed, booked USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER credit_equals_ledger AFTER INSERT OR UPDATE OF outstanding_paisa ON credit_accounts
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION outstanding_equals_ledger();
CREATE CONSTRAINT TRIGGER ledger_equals_credit AFTER INSERT OR UPDATE ON account_balances
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION outstanding_equals_ledger();

-- Vendors with an offer on any of the goods, in the shape of VendorFacts (keys are camelCase because JSON keys are kept as
-- they are): offers with stock, open orders, and those that wait for an answer. A function, so that each connection plans it
-- once and by index: planning took as long as running it, and a table read from end to end is cheap only while it is small.
CREATE FUNCTION vendor_facts(goods uuid[], open_states text[]) RETURNS json LANGUAGE plpgsql STABLE
  SET plan_cache_mode = force_generic_plan SET random_page_cost = 1.1 AS $$
BEGIN
  RETURN (
    SELECT coalesce(json_agg(json_build_object(
      'id', v.id, 'name', v.name, 'active', v.active, 'city', v.city,
      'position', CASE WHEN v.latitude IS NULL OR v.longitude IS NULL THEN NULL
                       ELSE json_build_object('latitude', v.latitude, 'longitude', v.longitude) END,
      'minOrderPaisa', v.min_order_paisa, 'opensAtMinute', v.opens_at_minute, 'closesAtMinute', v.closes_at_minute,
      'acceptanceMinutes', v.acceptance_minutes, 'commissionBasisPoints', v.commission_basis_points,
      'openOrders', load.open, 'unanswered', load.unanswered,
      -- No vendor score is published yet; routing counts it as 50.
      'reliabilityScore', NULL,
      'offers', stocked.offers)), '[]')
    FROM (
      SELECT f.vendor_id, json_agg(json_build_object(
        'id', f.id, 'productId', f.product_id, 'pricePaisa', f.price_paisa, 'costPaisa', f.cost_paisa,
        'minQuantityMilli', f.min_quantity_milli, 'onHandMilli', s.on_hand_milli, 'reservedMilli', s.reserved_milli,
        'leadTimeHours', f.lead_time_hours)) AS offers
      FROM offers f JOIN stock_levels s ON s.offer_id = f.id
      WHERE f.active AND f.product_id = ANY (goods)
      GROUP BY f.vendor_id
    ) stocked JOIN vendors v ON v.id = stocked.vendor_id
    -- json, not jsonb: it is only read once, and costs half as much to write.
    -- One look at one index for both: an order is ASSIGNED exactly while its vendor has not answered.
    CROSS JOIN LATERAL (
      SELECT count(*) AS open, count(*) FILTER (WHERE o.state = 'ASSIGNED') AS unanswered
      FROM orders o WHERE o.vendor_id = v.id AND o.state = ANY (open_states)) load);
END $$;

-- Everything the rule needs to take an order, unlocked, in the shape of OrderFacts, and beside it what the order's document
-- shows: the shop, and the name of the user who orders. `retailer` is null where the shop is not known.
CREATE FUNCTION order_facts(shop_id uuid, goods uuid[], open_states text[], user_id uuid) RETURNS json LANGUAGE plpgsql STABLE
  SET plan_cache_mode = force_generic_plan SET random_page_cost = 1.1 AS $$
BEGIN
  RETURN json_build_object(
    'retailer', (
      SELECT json_build_object('id', r.id, 'city', r.city,
        'position', CASE WHEN r.latitude IS NULL OR r.longitude IS NULL THEN NULL
                         ELSE json_build_object('latitude', r.latitude, 'longitude', r.longitude) END,
        'approved', r.approved,
        'block', CASE WHEN r.block_reason IS NULL THEN NULL ELSE json_build_object('reason', r.block_reason) END,
        'credit', json_build_object('limitPaisa', c.limit_paisa, 'outstandingPaisa', c.outstanding_paisa,
          'reservedPaisa', c.reserved_paisa,
          'oldestDueDay', (SELECT min(o.due_day)::text FROM orders o
                           WHERE o.retailer_id = r.id AND o.due_day IS NOT NULL AND o.paid_paisa < o.total_paisa)))
      FROM retailers r JOIN credit_accounts c ON c.retailer_id = r.id WHERE r.id = shop_id),
    'products', (
      SELECT coalesce(json_agg(json_build_object('id', p.id, 'sku', p.sku, 'name', p.name, 'nameNe', p.name_ne, 'unit', p.unit,
        'taxClass', p.tax_class, 'active', p.active)), '[]')
      FROM products p WHERE p.id = ANY (goods)),
    'vendors', vendor_facts(goods, open_states),
    'settings', (SELECT house FROM house_settings WHERE id = 'house'),
    'shop', (SELECT json_build_object('name', r.name, 'phone', r.phone, 'address', r.address, 'territoryId', r.territory_id)
             FROM retailers r WHERE r.id = shop_id),
    'orderedBy', (SELECT u.name FROM users u WHERE u.id = user_id));
END $$;

-- Takes an order that the rule has decided: order, lines, history, assignment and decision, stock and credit reserved, or
-- nothing at all. Answers {orderNumber} | {existing: id} for the same origin | {missed: 'stock' | 'credit'} where the world
-- has moved since the facts were read; the caller reads again and decides again.
-- Locks: stock rows in offer order, the credit account last, so that takers of orders cannot wait on each other in a circle.
CREATE FUNCTION take_order(o jsonb) RETURNS jsonb LANGUAGE plpgsql
  SET plan_cache_mode = force_generic_plan SET random_page_cost = 1.1 AS $$
DECLARE
  number text;
  got integer;
  present uuid;
  -- Parallel arrays of the lines, so that the planner finds their few rows by index.
  wanted_offers uuid[];
  wanted_milli bigint[];
  seen_paisa bigint[];
BEGIN
  SELECT id INTO present FROM orders WHERE origin_key = o->>'originKey';
  IF present IS NOT NULL THEN RETURN jsonb_build_object('existing', present); END IF;

  number := next_order_number((o->>'day')::date);
  INSERT INTO orders (id, order_number, state, source, retailer_id, territory_id, vendor_id, subtotal_paisa, tax_paisa,
      total_paisa, reserved_paisa, expected_delivery_day, assignment, accept_by, stock_held, notes, origin_key, created_by,
      placed_at, updated_at)
  SELECT (o->>'id')::uuid, number, o->>'state', o->>'source', r.id, r.territory_id, (o->>'vendorId')::uuid,
      (o->>'subtotalPaisa')::bigint, (o->>'taxPaisa')::bigint, (o->>'totalPaisa')::bigint, (o->>'totalPaisa')::bigint,
      (o->>'expectedDeliveryDay')::date, CASE WHEN o->>'vendorId' IS NULL THEN 0 ELSE 1 END, (o->>'acceptBy')::timestamptz,
      o->>'vendorId' IS NOT NULL, o->>'notes', o->>'originKey', (o->>'createdBy')::uuid, (o->>'at')::timestamptz, (o->>'at')::timestamptz
  FROM retailers r WHERE r.id = (o->>'retailerId')::uuid
  ON CONFLICT (origin_key) DO NOTHING;
  GET DIAGNOSTICS got = ROW_COUNT;
  IF got = 0 THEN
    SELECT id INTO present FROM orders WHERE origin_key = o->>'originKey';
    RETURN jsonb_build_object('existing', present);
  END IF;

  INSERT INTO order_lines (order_id, line_number, product_id, offer_id, sku, name, name_ne, unit, quantity_milli, unit_price_paisa,
      unit_cost_paisa, line_total_paisa, tax_class, tax_basis_points, tax_paisa)
  SELECT (o->>'id')::uuid, l."lineNumber", l."productId", l."offerId", l.sku, l.name, l."nameNe", l.unit, l."quantityMilli",
      l."unitPricePaisa", l."unitCostPaisa", l."lineTotalPaisa", l."taxClass", l."taxBasisPoints", l."taxPaisa"
  FROM jsonb_to_recordset(o->'lines') AS l("lineNumber" integer, "productId" uuid, "offerId" uuid, sku text, name text, "nameNe" text,
      unit text, "quantityMilli" bigint, "unitPricePaisa" bigint, "unitCostPaisa" bigint, "lineTotalPaisa" bigint, "taxClass" text,
      "taxBasisPoints" integer, "taxPaisa" bigint);

  INSERT INTO order_history (order_id, step, from_state, to_state, at, device_at, by_user, by_label, device_id, reason, command_id)
  SELECT (o->>'id')::uuid, h.step, h."from", h."to", (o->>'at')::timestamptz, h."deviceAt", h."byUser", h.by, h."deviceId", h.reason,
      (o->>'commandId')::uuid
  FROM jsonb_to_recordset(o->'history') AS h(step integer, "from" text, "to" text, "deviceAt" timestamptz, "byUser" uuid, by text,
      "deviceId" text, reason text);

  INSERT INTO routing_decisions (id, order_id, number, policy, chosen_vendor_id, weights, candidates, sentence, decided_by, decided_at)
  VALUES ((o->'decision'->>'id')::uuid, (o->>'id')::uuid, 1, o->'decision'->>'policy', (o->>'vendorId')::uuid, o->'decision'->'weights',
      o->'decision'->'candidates', o->'decision'->>'sentence', o->'decision'->>'by', (o->>'at')::timestamptz);

  IF o->>'vendorId' IS NOT NULL THEN
    INSERT INTO assignments (order_id, number, vendor_id, assigned_at, accept_by)
    VALUES ((o->>'id')::uuid, 1, (o->>'vendorId')::uuid, (o->>'at')::timestamptz, (o->>'acceptBy')::timestamptz);

    SELECT array_agg(l."offerId"), array_agg(l."quantityMilli"), array_agg(l."unitPricePaisa")
    INTO wanted_offers, wanted_milli, seen_paisa
    FROM jsonb_to_recordset(o->'lines') AS l("offerId" uuid, "quantityMilli" bigint, "unitPricePaisa" bigint);
    PERFORM 1 FROM stock_levels WHERE offer_id = ANY (wanted_offers) ORDER BY offer_id FOR NO KEY UPDATE;
    UPDATE stock_levels s SET reserved_milli = s.reserved_milli + w.milli
    FROM unnest(wanted_offers, wanted_milli, seen_paisa) AS w(offer_id, milli, paisa) JOIN offers f ON f.id = w.offer_id
    WHERE s.offer_id = w.offer_id AND f.active AND f.price_paisa = w.paisa
      AND s.on_hand_milli - s.reserved_milli >= w.milli;
    GET DIAGNOSTICS got = ROW_COUNT;
    IF got <> cardinality(wanted_offers) THEN RAISE EXCEPTION 'stock' USING ERRCODE = 'KH001'; END IF;
  END IF;

  UPDATE credit_accounts c SET reserved_paisa = c.reserved_paisa + (o->>'totalPaisa')::bigint, version = c.version + 1
  FROM retailers r
  WHERE c.retailer_id = (o->>'retailerId')::uuid AND r.id = c.retailer_id AND r.block_reason IS NULL AND r.approved
    AND c.outstanding_paisa + c.reserved_paisa + (o->>'totalPaisa')::bigint <= c.limit_paisa;
  IF NOT FOUND THEN RAISE EXCEPTION 'credit' USING ERRCODE = 'KH001'; END IF;

  RETURN jsonb_build_object('orderNumber', number);
EXCEPTION WHEN SQLSTATE 'KH001' THEN
  -- Everything above is undone; only the day's number is lost, which is allowed.
  RETURN jsonb_build_object('missed', SQLERRM);
END $$;
