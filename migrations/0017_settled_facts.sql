-- A fact that could not be booked is settled by a person: booked after its cause was mended, or closed with a note. The
-- verdict its device was given stays as it is.
ALTER TABLE command_log
  ADD COLUMN settlement text CHECK (settlement IN ('BOOKED', 'DISMISSED')),
  ADD COLUMN settled_by uuid,
  ADD COLUMN settled_note text;
-- Not checked over old rows: none of them is settled, and the table is written by every device while this runs.
ALTER TABLE command_log ADD CONSTRAINT command_log_settled CHECK (
  (settled_at IS NULL) = (settlement IS NULL) AND (settled_at IS NULL) = (settled_by IS NULL)
  AND (settled_at IS NULL OR parked_because IS NOT NULL)
  AND (settlement IS DISTINCT FROM 'DISMISSED' OR settled_note IS NOT NULL)
) NOT VALID;
CREATE INDEX command_log_settled_newest ON command_log (settled_at DESC) WHERE settled_at IS NOT NULL;
