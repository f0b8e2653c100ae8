-- "Order same as last week?": what was suggested to whom, and what came of it. At most one waits for an answer.
CREATE TABLE reorder_suggestions (
  id uuid PRIMARY KEY,
  retailer_id uuid NOT NULL REFERENCES retailers,
  -- The order that would be repeated.
  order_id uuid NOT NULL REFERENCES orders,
  -- How often this shop orders, as it was counted then.
  cycle_days integer NOT NULL CHECK (cycle_days BETWEEN 1 AND 60),
  sent_at timestamptz NOT NULL,
  answer text CHECK (answer IN ('YES', 'NO', 'ORDERED')),
  answered_at timestamptz,
  CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE UNIQUE INDEX reorder_suggestions_waiting ON reorder_suggestions (retailer_id) WHERE answer IS NULL;
CREATE INDEX reorder_suggestions_retailer ON reorder_suggestions (retailer_id, sent_at DESC);
