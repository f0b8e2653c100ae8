-- The first sync's pages, packed once for all devices of the same grants. A chunk holds the documents whose feed lines lay
-- in (next, upper] when it was made, newest first; the feed from the snapshot's position brings what changed since.
-- Everything here can be dropped at any time: readers under way go on from the feed, the next one has it made anew.
CREATE TABLE sync_snapshots (
  id uuid PRIMARY KEY,
  -- Who may have it: hash of role, vendor, shop and scopes, and of the shape of documents and chunks.
  audience text NOT NULL,
  collection text NOT NULL,
  epoch text NOT NULL,
  position bigint NOT NULL,
  -- Lines of the scopes at that position: what a progress bar begins with.
  documents integer NOT NULL,
  made_at timestamptz NOT NULL
);
CREATE INDEX sync_snapshots_newest ON sync_snapshots (audience, collection, position DESC);
CREATE INDEX sync_snapshots_made ON sync_snapshots (made_at);

CREATE TABLE sync_snapshot_chunks (
  snapshot_id uuid NOT NULL REFERENCES sync_snapshots ON DELETE CASCADE,
  -- The reader's place in the feed before it, and after it.
  upper bigint NOT NULL,
  next bigint NOT NULL,
  -- Nothing follows.
  last boolean NOT NULL,
  lines integer NOT NULL,
  -- Head of the feed when it was made: a document that left a scope later must not be sent from here.
  made_at_position bigint NOT NULL,
  ids text[] NOT NULL,
  packed bytea NOT NULL,
  PRIMARY KEY (snapshot_id, upper)
);
-- Deflated already.
ALTER TABLE sync_snapshot_chunks ALTER COLUMN packed SET STORAGE EXTERNAL;
