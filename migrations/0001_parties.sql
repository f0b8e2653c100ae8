-- Who trades: territories, vendors, retailers.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE territories (
  id uuid PRIMARY KEY,
  name text NOT NULL UNIQUE
);

CREATE TABLE vendors (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  phone text,
  pan_number text,
  address text NOT NULL,
  city text NOT NULL,
  latitude double precision,
  longitude double precision,
  opens_at_minute integer NOT NULL DEFAULT 480 CHECK (opens_at_minute BETWEEN 0 AND 1440),
  closes_at_minute integer NOT NULL DEFAULT 1200 CHECK (closes_at_minute BETWEEN 0 AND 1440 AND closes_at_minute > opens_at_minute),
  acceptance_minutes integer CHECK (acceptance_minutes > 0),
  min_order_paisa bigint NOT NULL DEFAULT 0 CHECK (min_order_paisa >= 0),
  commission_basis_points integer NOT NULL DEFAULT 300 CHECK (commission_basis_points BETWEEN 0 AND 10000),
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE retailers (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  phone text UNIQUE,
  owner_name text,
  address text NOT NULL,
  city text NOT NULL,
  territory_id uuid REFERENCES territories,
  latitude double precision,
  longitude double precision,
  language text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'ne')),
  pan_number text,
  terms_days integer NOT NULL DEFAULT 7 CHECK (terms_days BETWEEN 0 AND 365),
  approved boolean NOT NULL DEFAULT false,
  block_reason text,
  blocked_at timestamptz,
  blocked_by text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK ((block_reason IS NULL) = (blocked_at IS NULL))
);
CREATE INDEX retailers_territory ON retailers (territory_id);
