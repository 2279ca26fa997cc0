-- What spoke against a clear when it was ordered, as words in JSON; and why a person cleared although nothing was used.
ALTER TABLE clears ADD COLUMN warnings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(warnings));
ALTER TABLE clears ADD COLUMN anyway_reason TEXT CHECK (length(anyway_reason) BETWEEN 1 AND 500);
ALTER TABLE clear_requests ADD COLUMN anyway_reason TEXT CHECK (length(anyway_reason) BETWEEN 1 AND 500);

-- A count that did not fall is evidence of its interface also where nothing of the account fell: it was read when the effect
-- of an accepted clear would have shown (30 to 46 minutes after), and had use enough that day (from 00:30 in Shanghai on).
UPDATE clear_effects SET tells = 1
WHERE tells = 0 AND fell = 0 AND EXISTS (
    SELECT 1 FROM clears, json_each(COALESCE(clears.usage_before, '[]')) AS usage
    WHERE clears.id = clear_effects.clear_id AND clears.state = 'ineffective' AND clears.errcode = 0
      AND clear_effects.read_at BETWEEN clears.ended_at + 30 * 60000 AND clears.ended_at + 46 * 60000
      AND usage.value ->> 'interface' = clear_effects.interface_id
      AND usage.value ->> 'used' > 20
      AND date(usage.value ->> 'sampled_at', '+8 hours') = date(clears.sent_at / 1000, 'unixepoch', '+8 hours')
      AND date(clear_effects.read_at / 1000, 'unixepoch', '+8 hours') = date(clears.sent_at / 1000, 'unixepoch', '+8 hours')
      AND time(usage.value ->> 'sampled_at', '+8 hours') >= '00:30:00'
);

-- The newest clear of an interface that WeChat refused.
CREATE INDEX clears_refused ON clears (interface_id, id) WHERE state = 'refused';
