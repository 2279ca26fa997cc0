-- A password that an admin chose for somebody else is changed before anything else.
ALTER TABLE users ADD COLUMN must_change_password INTEGER NOT NULL DEFAULT 0 CHECK (must_change_password IN (0, 1));

-- When the password was last typed in this session; NULL in sessions of before, which are asked for it at the next act that
-- needs it.
ALTER TABLE sessions ADD COLUMN confirmed_at INTEGER;
