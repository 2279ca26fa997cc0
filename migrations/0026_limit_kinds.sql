-- Whether an interface's count begins again each quota day or goes on for good.
ALTER TABLE catalogue ADD COLUMN limit_kind TEXT CHECK (limit_kind IN ('daily', 'total'));

-- What readings show, and what an admin set; where neither says anything, the catalogue does, or else it is daily.
ALTER TABLE interfaces ADD COLUMN limit_kind_seen TEXT CHECK (limit_kind_seen IN ('daily', 'total'));
ALTER TABLE interfaces ADD COLUMN limit_kind_set TEXT CHECK (limit_kind_set IN ('daily', 'total'));
ALTER TABLE interfaces ADD COLUMN limit_kind_set_by TEXT CHECK (length(limit_kind_set_by) BETWEEN 1 AND 200);
ALTER TABLE interfaces ADD COLUMN limit_kind_set_at INTEGER;
