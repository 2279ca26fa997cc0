-- Campaigns: calls of an interface that are planned beside its usual ones. A removed campaign stays for those who have its link.
CREATE TABLE campaigns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    interface_id INTEGER NOT NULL REFERENCES interfaces (id),
    name TEXT NOT NULL,
    calls INTEGER NOT NULL CHECK (calls > 0),
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL CHECK (ends_at > starts_at),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    removed_at INTEGER
);
CREATE INDEX campaigns_by_start ON campaigns (starts_at);
CREATE INDEX campaigns_of_interface ON campaigns (interface_id, starts_at);
