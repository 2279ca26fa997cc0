-- When the desk began with the account, or began again: `cleared_before` speaks of that quota month, up to then.
ALTER TABLE accounts ADD COLUMN began_at INTEGER NOT NULL DEFAULT 0;
UPDATE accounts SET began_at = added_at;
-- How WeChat takes the AppSecret of a clear: official pages say both the body and the query. Learned from its answers.
ALTER TABLE accounts ADD COLUMN secret_form TEXT NOT NULL DEFAULT 'body' CHECK (secret_form IN ('body', 'query'));
