-- Until now, "nothing was used" was also said of clears whose counts had some use, too little for a fall to show, or were not
-- known. What was used before each clear is kept with it.
UPDATE clear_events SET detail = CASE
    WHEN EXISTS (SELECT 1 FROM clears, json_each(COALESCE(clears.usage_before, '[]'))
                 WHERE clears.id = clear_events.clear_id) THEN 'unproven-little-used'
    ELSE 'unproven-unread' END
WHERE detail = 'unproven-nothing-used' AND NOT EXISTS (
    SELECT 1 FROM clears
    WHERE clears.id = clear_events.clear_id AND json_array_length(COALESCE(clears.usage_before, '[]')) > 0
      AND NOT EXISTS (SELECT 1 FROM json_each(clears.usage_before) AS usage
                      WHERE usage.value ->> 'used' > 0
                        AND usage.value ->> 'used' * 100 >= usage.value ->> 'daily_limit')
);

-- Incidents of which nothing could be concluded, looked for with each good reading of their interface.
CREATE INDEX incidents_not_known ON incidents (account_id, cgi_path, last_at)
    WHERE state = 'done' AND limit_hit = 'not-known';
