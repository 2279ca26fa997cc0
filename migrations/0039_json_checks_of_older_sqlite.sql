-- SQLite before 3.45 takes json_valid(NULL) for false, so the `PRAGMA integrity_check` of such a program, as Debian 12 has,
-- reported rows without a value. The checks mean what they meant. They are changed in the schema alone, as SQLite documents
-- it for changes that do not concern how rows are stored: the ledger and the audit trail need not be written once more.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (json_valid(usage_before))',
                                       'CHECK (usage_before IS NULL OR json_valid(usage_before))')
WHERE type = 'table' AND name = 'clears';
UPDATE sqlite_schema SET sql = replace(replace(sql, 'CHECK (json_valid(before))', 'CHECK (before IS NULL OR json_valid(before))'),
                                       'CHECK (json_valid(after))', 'CHECK (after IS NULL OR json_valid(after))')
WHERE type = 'table' AND name = 'audit';
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (json_valid(figures))', 'CHECK (figures IS NULL OR json_valid(figures))')
WHERE type = 'table' AND name = 'policy_decisions';
PRAGMA writable_schema = RESET;
-- Any change of a table has other programs that have the database open read the schema again.
CREATE TABLE schema_changed (id INTEGER) STRICT;
DROP TABLE schema_changed;
