-- How many of the readings taken on a day incidents caused: they leave at least half of an account's readings to others.
ALTER TABLE readings_taken ADD COLUMN for_incidents INTEGER NOT NULL DEFAULT 0 CHECK (for_incidents >= 0);

-- Records are deleted by age from now on, after a year unless set otherwise. What this database holds stays until an admin decides:
-- 0 keeps for good.
INSERT INTO settings (key, value, set_by, set_at)
SELECT column1, '0', 'desk',
       COALESCE((SELECT MAX(at) FROM audit), (SELECT MAX(added_at) FROM accounts), 0)
FROM (VALUES ('incidents_kept_days'), ('decisions_kept_days'), ('notices_kept_days'), ('messages_kept_days'),
             ('rids_kept_days'))
WHERE EXISTS (SELECT 1 FROM accounts) OR EXISTS (SELECT 1 FROM users) OR EXISTS (SELECT 1 FROM audit);

-- What is old is found without a look at everything else, and what refers to it too.
CREATE INDEX incidents_by_age ON incidents (first_at);
CREATE INDEX policy_decisions_by_age ON policy_decisions (last_at) WHERE clear_id IS NULL;
CREATE INDEX notices_by_age ON notices (at);
CREATE INDEX deliveries_by_age ON deliveries (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX deliveries_by_notice ON deliveries (notice_id);
CREATE INDEX delivery_attempts_by_delivery ON delivery_attempts (delivery_id);
CREATE INDEX delivery_tests_by_age ON delivery_attempts (at) WHERE delivery_id IS NULL;
CREATE INDEX rid_lists_by_age ON rid_lists (made_at);
