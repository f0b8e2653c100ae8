-- Packs of goods, the index the order reader and the search look goods up in, and names learned from shops.

-- Bigger packs of a good: [{"unit": "carton", "quantityMilli": 24000}], thousandths of the sold unit in one pack.
ALTER TABLE products ADD COLUMN packs jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(packs) = 'array');

-- A SKU is searched by its beginning, in any case.
CREATE INDEX products_sku_start ON products (upper(sku) text_pattern_ops);

-- Drafts tell their lines as the reader tells them now: raw, problem, alternatives.
UPDATE drafts d SET lines = (
  SELECT coalesce(jsonb_agg(
    (l.line - 'written' - 'missing' - 'choices') || jsonb_build_object(
      'raw', l.line -> 'written', 'problem', l.line -> 'missing',
      'alternatives', (SELECT coalesce(jsonb_agg(jsonb_build_object('productId', c.id, 'confidence', l.line -> 'confidence') ORDER BY c.place), '[]')
                       FROM jsonb_array_elements_text(l.line -> 'choices') WITH ORDINALITY c (id, place)))
    ORDER BY l.place), '[]')
  FROM jsonb_array_elements(d.lines) WITH ORDINALITY l (line, place))
WHERE jsonb_path_exists(d.lines, '$[*].written');

-- One row a good, derived from its names by the server (how a name is folded is the reader's, in one place). `words` are the
-- sounds and meanings of all its names, single and in pairs; `texts` its names whole; `folded` its names as they are searched
-- while somebody types.
CREATE TABLE product_index (
  product_id uuid PRIMARY KEY REFERENCES products ON DELETE CASCADE,
  -- Rows of an older folding are made again.
  fold_version integer NOT NULL,
  words text[] NOT NULL,
  texts text[] NOT NULL,
  folded text NOT NULL
);
CREATE INDEX product_index_words ON product_index USING gin (words) WITH (fastupdate = off);
CREATE INDEX product_index_texts ON product_index USING gin (texts) WITH (fastupdate = off);
CREATE INDEX product_index_folded ON product_index USING gin (folded gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX product_index_version ON product_index (fold_version);

-- Every word of the index once, with the consonants a misspelt word is found by. A word no good has any more does no harm.
CREATE TABLE product_words (
  word text PRIMARY KEY,
  skeletons text[] NOT NULL
);
CREATE INDEX product_words_skeletons ON product_words USING gin (skeletons);

-- Goods whose names have changed since their row was made; emptied by the server before it looks anything up.
CREATE TABLE product_index_stale (product_id uuid PRIMARY KEY REFERENCES products ON DELETE CASCADE);

CREATE FUNCTION mark_product_index() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'products' THEN
    INSERT INTO product_index_stale SELECT id FROM new_rows ON CONFLICT DO NOTHING;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO product_index_stale
    SELECT DISTINCT o.product_id FROM old_rows o JOIN products p ON p.id = o.product_id ON CONFLICT DO NOTHING;
  ELSE
    INSERT INTO product_index_stale SELECT DISTINCT product_id FROM new_rows ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER mark_products_insert AFTER INSERT ON products REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_product_index();
CREATE TRIGGER mark_products_update AFTER UPDATE ON products REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_product_index();
CREATE TRIGGER mark_aliases_insert AFTER INSERT ON product_aliases REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_product_index();
CREATE TRIGGER mark_aliases_update AFTER UPDATE ON product_aliases REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_product_index();
CREATE TRIGGER mark_aliases_delete AFTER DELETE ON product_aliases REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_product_index();
INSERT INTO product_index_stale SELECT id FROM products;

-- What a shop calls a good, learned when it confirmed an order in which it had to be asked. `text` is what the reader
-- compares. One shop means one good by it; a shop that meant two is always asked.
CREATE TABLE learned_names (
  id uuid PRIMARY KEY,
  retailer_id uuid NOT NULL REFERENCES retailers,
  text text NOT NULL,
  alias text NOT NULL,
  product_id uuid NOT NULL REFERENCES products,
  times integer NOT NULL DEFAULT 1 CHECK (times > 0),
  ambiguous boolean NOT NULL DEFAULT false,
  learned_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (retailer_id, text)
);
CREATE INDEX learned_names_text ON learned_names (text);
CREATE INDEX learned_names_product ON learned_names (product_id);

-- Names that enough shops have taught stand among the aliases of the good and say so.
ALTER TABLE product_aliases ADD COLUMN learned_at timestamptz;
