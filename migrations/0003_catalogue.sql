-- The shared catalogue, vendors' offers on it, and what lies in their stores.
CREATE TABLE products (
  id uuid PRIMARY KEY,
  sku text NOT NULL UNIQUE,
  name text NOT NULL,
  name_ne text NOT NULL,
  category text NOT NULL,
  unit text NOT NULL,
  base_unit text NOT NULL,
  base_per_unit integer NOT NULL CHECK (base_per_unit > 0),
  tax_class text NOT NULL CHECK (tax_class IN ('VAT', 'EXEMPT')),
  barcode text UNIQUE,
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

-- Other names of a good, in any script. `folded` is what the order reader compares.
CREATE TABLE product_aliases (
  product_id uuid NOT NULL REFERENCES products,
  alias text NOT NULL,
  folded text NOT NULL,
  PRIMARY KEY (product_id, folded)
);
CREATE INDEX product_aliases_folded ON product_aliases (folded);
CREATE INDEX product_aliases_trigram ON product_aliases USING gin (folded gin_trgm_ops);

CREATE TABLE offers (
  id uuid PRIMARY KEY,
  vendor_id uuid NOT NULL REFERENCES vendors,
  product_id uuid NOT NULL REFERENCES products,
  price_paisa bigint NOT NULL CHECK (price_paisa > 0),
  cost_paisa bigint NOT NULL CHECK (cost_paisa >= 0),
  min_quantity_milli bigint NOT NULL DEFAULT 1000 CHECK (min_quantity_milli > 0),
  lead_time_hours integer NOT NULL DEFAULT 24 CHECK (lead_time_hours >= 0),
  low_stock_milli bigint NOT NULL DEFAULT 0 CHECK (low_stock_milli >= 0),
  active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (vendor_id, product_id)
);
CREATE INDEX offers_product ON offers (product_id) WHERE active;

-- Every change of a price: who, when, from, to.
CREATE TABLE offer_prices (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  offer_id uuid NOT NULL REFERENCES offers,
  old_price_paisa bigint,
  price_paisa bigint NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by uuid,
  command_id uuid
);
CREATE INDEX offer_prices_offer ON offer_prices (offer_id, changed_at);

-- Narrow and hot: a page keeps room for its own new versions, and vacuum comes early
-- (measured: an unvacuumed hot row sank to 315 orders/s).
CREATE TABLE stock_levels (
  offer_id uuid PRIMARY KEY REFERENCES offers,
  on_hand_milli bigint NOT NULL CHECK (on_hand_milli >= 0),
  reserved_milli bigint NOT NULL DEFAULT 0 CHECK (reserved_milli >= 0),
  -- Set while a count found less than orders were promised; a person settles it.
  short_since timestamptz,
  CHECK (reserved_milli <= on_hand_milli OR short_since IS NOT NULL)
) WITH (fillfactor = 50, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

CREATE TABLE stock_moves (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  offer_id uuid NOT NULL REFERENCES offers,
  kind text NOT NULL CHECK (kind IN ('OPENING', 'ADJUST', 'COUNT', 'DISPATCH', 'RETURN')),
  delta_milli bigint NOT NULL,
  on_hand_milli bigint NOT NULL,
  reason text,
  note text,
  order_id uuid,
  command_id uuid,
  by_user uuid,
  at timestamptz NOT NULL
);
CREATE INDEX stock_moves_offer ON stock_moves (offer_id, id);
