-- People who sign in. Never deleted: records name them.
CREATE TABLE users (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    name              TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    -- The name in small letters: names that differ in capitals only are one name.
    name_key          TEXT    NOT NULL UNIQUE,
    role              TEXT    NOT NULL CHECK (role IN ('viewer', 'support', 'lead', 'admin')),
    -- argon2id, as a PHC string.
    password_hash     TEXT    NOT NULL CHECK (length(password_hash) <= 500),
    password_set_at   INTEGER NOT NULL,
    created_at        INTEGER NOT NULL,
    disabled_at       INTEGER,
    last_signed_in_at INTEGER,
    -- What pages look like to them; where nothing is chosen, the browser decides.
    lang              TEXT    CHECK (lang IN ('zh-CN', 'en')),
    theme             TEXT    CHECK (theme IN ('light', 'dark')),
    time_zone         TEXT    CHECK (length(time_zone) <= 100)
) STRICT;

-- With the master key, the code of the link that makes the first admin; gone once there is a user.
INSERT INTO meta (key, value) VALUES ('setup_nonce', randomblob(32));
