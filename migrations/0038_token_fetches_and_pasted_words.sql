-- When WeChat last gave a token of the account; what an address or a list allowed before says nothing about now.
ALTER TABLE accounts ADD COLUMN token_fetched_at INTEGER;

-- What was noted beside a request before notes were a thread credits nobody with its interface and ticket.
UPDATE rids SET noted_at = NULL, noted_by = NULL WHERE ticket IS NULL AND cgi_path IS NULL;

-- What was cut out of a pasted text before it was masked may hold a part of a secret.
UPDATE rid_list_lines SET near = json_remove(near, '$.errmsg') WHERE near IS NOT NULL;
