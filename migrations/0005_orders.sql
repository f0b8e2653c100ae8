-- Orders, their lines, every step they took, and who was asked to fill them.

-- Per-day counters: unique, rising, gaps allowed.
CREATE TABLE order_number_days (
  day date PRIMARY KEY,
  last integer NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE orders (
  id uuid PRIMARY KEY,
  order_number text NOT NULL UNIQUE,
  state text NOT NULL CHECK (state IN ('HELD','PENDING','ASSIGNED','ACCEPTED','PACKING','DISPATCHED','OUT_FOR_DELIVERY',
    'DELIVERED','COMPLETED','CANCELLED','REJECTED','FAILED','RETURNED')),
  source text NOT NULL CHECK (source IN ('WHATSAPP', 'DESKTOP', 'AGENT', 'API', 'WEB')),
  platform text NOT NULL DEFAULT 'organic',
  retailer_id uuid NOT NULL REFERENCES retailers,
  territory_id uuid,
  vendor_id uuid REFERENCES vendors,
  -- What binds: the most this order may cost the retailer, whoever fills it.
  subtotal_paisa bigint NOT NULL CHECK (subtotal_paisa >= 0),
  tax_paisa bigint NOT NULL CHECK (tax_paisa >= 0),
  total_paisa bigint NOT NULL,
  -- Credit this order holds; zero once delivered or ended.
  reserved_paisa bigint NOT NULL CHECK (reserved_paisa >= 0),
  paid_paisa bigint NOT NULL DEFAULT 0 CHECK (paid_paisa >= 0),
  due_day date,
  expected_delivery_day date,
  assignment integer NOT NULL DEFAULT 0,
  accept_by timestamptz,
  stock_held boolean NOT NULL DEFAULT false,
  notes text,
  reason text,
  version integer NOT NULL DEFAULT 1,
  -- One order for one draft, command or idempotency key.
  origin_key text UNIQUE,
  created_by uuid,
  placed_at timestamptz NOT NULL,
  delivered_at timestamptz,
  updated_at timestamptz NOT NULL,
  CHECK (total_paisa = subtotal_paisa + tax_paisa),
  CHECK (paid_paisa <= total_paisa),
  CHECK ((delivered_at IS NULL) = (due_day IS NULL))
) WITH (fillfactor = 80);
CREATE INDEX orders_retailer ON orders (retailer_id, placed_at DESC);
CREATE INDEX orders_vendor_state ON orders (vendor_id, state, placed_at DESC);
CREATE INDEX orders_placed ON orders (placed_at DESC, id DESC);
CREATE INDEX orders_waiting ON orders (accept_by) WHERE state = 'ASSIGNED';
CREATE INDEX orders_pending ON orders (placed_at) WHERE state = 'PENDING';
CREATE INDEX orders_open_bills ON orders (retailer_id, due_day, placed_at) WHERE due_day IS NOT NULL AND paid_paisa < total_paisa;

CREATE TABLE order_lines (
  order_id uuid NOT NULL REFERENCES orders,
  line_number integer NOT NULL,
  product_id uuid NOT NULL REFERENCES products,
  offer_id uuid REFERENCES offers,
  sku text NOT NULL,
  name text NOT NULL,
  name_ne text NOT NULL,
  unit text NOT NULL,
  quantity_milli bigint NOT NULL CHECK (quantity_milli > 0),
  unit_price_paisa bigint NOT NULL CHECK (unit_price_paisa >= 0),
  unit_cost_paisa bigint NOT NULL CHECK (unit_cost_paisa >= 0),
  line_total_paisa bigint NOT NULL CHECK (line_total_paisa >= 0),
  tax_class text NOT NULL,
  tax_basis_points integer NOT NULL CHECK (tax_basis_points >= 0),
  tax_paisa bigint NOT NULL CHECK (tax_paisa >= 0),
  PRIMARY KEY (order_id, line_number)
);
CREATE INDEX order_lines_product ON order_lines (product_id);

CREATE TABLE order_history (
  order_id uuid NOT NULL REFERENCES orders,
  step integer NOT NULL,
  from_state text,
  to_state text NOT NULL,
  at timestamptz NOT NULL,
  device_at timestamptz,
  by_user uuid,
  -- Name and role as a person reads them, kept as they were.
  by_label text NOT NULL,
  device_id text,
  reason text,
  command_id uuid,
  PRIMARY KEY (order_id, step)
);
CREATE TRIGGER order_history_append_only BEFORE UPDATE OR DELETE ON order_history FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Who was asked, when, and how it ended. A vendor who refused or let the time pass is not asked again.
CREATE TABLE assignments (
  order_id uuid NOT NULL REFERENCES orders,
  number integer NOT NULL,
  vendor_id uuid NOT NULL REFERENCES vendors,
  assigned_at timestamptz NOT NULL,
  accept_by timestamptz NOT NULL,
  outcome text CHECK (outcome IN ('ACCEPTED', 'REJECTED', 'EXPIRED', 'CANCELLED')),
  outcome_at timestamptz,
  reason text,
  PRIMARY KEY (order_id, number),
  UNIQUE (order_id, vendor_id)
);
CREATE UNIQUE INDEX assignments_one_open ON assignments (order_id) WHERE outcome IS NULL;
CREATE INDEX assignments_vendor_open ON assignments (vendor_id) WHERE outcome IS NULL;

-- Why a vendor was chosen: all candidates with their five scores, the weights and the inputs of that moment.
CREATE TABLE routing_decisions (
  id uuid PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES orders,
  number integer NOT NULL,
  policy text NOT NULL,
  chosen_vendor_id uuid,
  weights jsonb NOT NULL,
  candidates jsonb NOT NULL,
  sentence text NOT NULL,
  decided_by text NOT NULL,
  decided_at timestamptz NOT NULL,
  UNIQUE (order_id, number)
);

-- Which bill a payment settled. Payment state follows from these rows, never from typing.
CREATE TABLE payment_allocations (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  payment_id uuid NOT NULL REFERENCES payments,
  order_id uuid NOT NULL REFERENCES orders,
  amount_paisa bigint NOT NULL CHECK (amount_paisa > 0),
  at timestamptz NOT NULL
);
CREATE INDEX payment_allocations_order ON payment_allocations (order_id);
CREATE INDEX payment_allocations_payment ON payment_allocations (payment_id);

ALTER TABLE journals ADD FOREIGN KEY (order_id) REFERENCES orders;
ALTER TABLE journals ADD FOREIGN KEY (payment_id) REFERENCES payments;
