-- What the text of a list says of each rid, and who had calls made to look rids up.

-- JSON, redacted: errcode, path, appid, why it cannot be looked up, what a pasted reply says. Absent in older lists.
ALTER TABLE rid_list_lines ADD COLUMN near TEXT;

-- As the audit trail names them; absent in calls of older versions, which count for nobody.
ALTER TABLE rid_calls ADD COLUMN made_by TEXT CHECK (length(made_by) BETWEEN 1 AND 200);
