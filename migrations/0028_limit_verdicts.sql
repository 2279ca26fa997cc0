-- The limit that a refused call hit, concluded once from the readings around it and kept with the request and the incident.

ALTER TABLE rids ADD COLUMN limit_hit TEXT
    CHECK (limit_hit IN ('day-quota', 'total', 'per-minute', 'uncounted', 'not-known'));
-- How much of the day's quota was left at least, in thousandths, where readings show that some was.
ALTER TABLE rids ADD COLUMN limit_left INTEGER;
-- The clear that gave the used-up quota back.
ALTER TABLE rids ADD COLUMN limit_ended_by INTEGER REFERENCES clears (id);
-- Above 0 where the conclusion is still to be drawn, or to be drawn again: it grows with all that came since.
ALTER TABLE rids ADD COLUMN limit_due INTEGER NOT NULL DEFAULT 0 CHECK (limit_due >= 0);
UPDATE rids SET limit_due = 1 WHERE errcode IN (45009, 45011, 44993);
CREATE INDEX rids_limit_due ON rids (id) WHERE limit_due > 0;
CREATE INDEX rids_limit_open ON rids (at) WHERE errcode = 45009;

ALTER TABLE incidents ADD COLUMN limit_hit TEXT
    CHECK (limit_hit IN ('day-quota', 'total', 'per-minute', 'uncounted', 'not-known'));
-- When it is looked into next, 0 for at once; absent while it is being looked into, and once that is done.
ALTER TABLE incidents ADD COLUMN due_at INTEGER;
-- From when on one more report has it looked into again.
ALTER TABLE incidents ADD COLUMN again_at INTEGER;

UPDATE incidents SET due_at = 0 WHERE state = 'queued';
UPDATE incidents SET again_at = ended_at + CASE reaction WHEN 'cleared' THEN 0 ELSE 180000 END
WHERE state = 'done' AND errcode = 45009;
UPDATE incidents SET limit_hit = CASE
    WHEN errcode = 44993 THEN 'uncounted'
    WHEN errcode = 45011 OR reaction = 'per-minute' THEN 'per-minute'
    WHEN reaction IN ('cleared', 'refused-by-policy') THEN 'day-quota'
    WHEN json_extract(because, '$.because') IN ('no-policy', 'policy-told') THEN 'day-quota'
    ELSE 'not-known' END
WHERE errcode IN (45009, 45011, 44993) AND state = 'done';
-- What a clear did not end is not cleared.
UPDATE incidents SET reaction = 'explained', because = json_object('because', 'clear-void', 'clear', clear_id,
    'state', (SELECT clears.state FROM clears WHERE clears.id = incidents.clear_id))
WHERE reaction = 'cleared'
  AND clear_id IN (SELECT id FROM clears WHERE state IN ('unknown', 'ineffective', 'refused', 'failed'));

DROP INDEX incidents_open;
CREATE INDEX incidents_due ON incidents (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX incidents_by_clear ON incidents (clear_id) WHERE clear_id IS NOT NULL;
