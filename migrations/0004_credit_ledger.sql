-- The credit book: an account per retailer, and double entry underneath it.
CREATE TABLE credit_accounts (
  retailer_id uuid PRIMARY KEY REFERENCES retailers,
  limit_paisa bigint NOT NULL DEFAULT 0 CHECK (limit_paisa >= 0),
  -- Equals the sum of the retailer's RECEIVABLE entries; negative is an advance.
  outstanding_paisa bigint NOT NULL DEFAULT 0,
  reserved_paisa bigint NOT NULL DEFAULT 0 CHECK (reserved_paisa >= 0),
  version integer NOT NULL DEFAULT 1
) WITH (fillfactor = 50, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

CREATE TABLE credit_limit_changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  retailer_id uuid NOT NULL REFERENCES retailers,
  old_limit_paisa bigint NOT NULL,
  limit_paisa bigint NOT NULL,
  reason text NOT NULL,
  changed_by uuid,
  command_id uuid,
  at timestamptz NOT NULL
);

CREATE TABLE accounts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('RECEIVABLE','PAYABLE','VENDOR_TAX','COMMISSION','CASH','AGENT_CASH','BANK','WALLET','CHEQUES','SUSPENSE')),
  -- A retailer, a vendor or an agent; null for the house's own accounts.
  party uuid,
  UNIQUE NULLS NOT DISTINCT (kind, party)
);

CREATE TABLE journals (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('DELIVERY', 'PAYMENT', 'REVERSAL', 'OPENING')),
  memo text NOT NULL,
  order_id uuid,
  payment_id uuid,
  reverses uuid UNIQUE REFERENCES journals,
  command_id uuid,
  by_user uuid,
  -- When it happened in the world, and when it was written.
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL
);
-- One delivery is billed once, one payment is booked once, whatever is retried.
CREATE UNIQUE INDEX journals_delivery_once ON journals (order_id) WHERE kind = 'DELIVERY';
CREATE UNIQUE INDEX journals_payment_once ON journals (payment_id) WHERE kind = 'PAYMENT';

CREATE TABLE journal_entries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  uid uuid NOT NULL UNIQUE,
  journal_id uuid NOT NULL REFERENCES journals,
  account_id bigint NOT NULL REFERENCES accounts,
  -- Debit positive, credit negative.
  amount_paisa bigint NOT NULL CHECK (amount_paisa <> 0),
  -- The account's balance after this entry, written under the lock of the account's row in `account_balances`.
  balance_paisa bigint NOT NULL
);
CREATE INDEX journal_entries_account ON journal_entries (account_id, id);
CREATE INDEX journal_entries_journal ON journal_entries (journal_id);

CREATE TABLE account_balances (
  account_id bigint PRIMARY KEY REFERENCES accounts,
  balance_paisa bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: correct by reversal', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER journals_append_only BEFORE UPDATE OR DELETE ON journals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journals_no_truncate BEFORE TRUNCATE ON journals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_entries_append_only BEFORE UPDATE OR DELETE ON journal_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_entries_no_truncate BEFORE TRUNCATE ON journal_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Every journal sums to zero when its transaction commits, and has at least two entries.
CREATE FUNCTION journal_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE total numeric; entries integer; subject uuid;
BEGIN
  -- One branch a table: plpgsql looks a record's field up even in a branch of CASE that is not taken.
  IF TG_TABLE_NAME = 'journals' THEN subject := NEW.id; ELSE subject := NEW.journal_id; END IF;
  SELECT coalesce(sum(amount_paisa), 0), count(*) INTO total, entries FROM journal_entries WHERE journal_id = subject;
  IF total <> 0 OR entries < 2 THEN
    RAISE EXCEPTION 'journal % is off by % paisa over % entries', subject, total, entries USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journals_balanced AFTER INSERT ON journals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION journal_balanced();
CREATE CONSTRAINT TRIGGER journal_entries_balanced AFTER INSERT ON journal_entries DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION journal_balanced();

-- Money taken. Facts: a payment whose retailer is not known or not in reach stays here with its money in suspense.
CREATE TABLE payments (
  id uuid PRIMARY KEY,
  retailer_id uuid REFERENCES retailers,
  -- What the person named, kept even where no such retailer exists.
  named_retailer_id uuid NOT NULL,
  amount_paisa bigint NOT NULL CHECK (amount_paisa > 0),
  method text NOT NULL CHECK (method IN ('CASH', 'CHEQUE', 'BANK', 'WALLET')),
  reference text,
  note text,
  received_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid,
  device_id text,
  command_id uuid
);
CREATE INDEX payments_retailer ON payments (retailer_id, received_at);
