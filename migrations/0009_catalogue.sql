-- A copy of interfaces.csv, renewed whenever the program brings another one.
CREATE TABLE catalogue (
    position            INTEGER PRIMARY KEY,
    cgi_path            TEXT    NOT NULL UNIQUE,
    category            TEXT    NOT NULL,
    name_zh             TEXT    NOT NULL,
    name_en             TEXT    NOT NULL,
    -- Words of accounts.kind, parted by semicolons.
    kinds               TEXT    NOT NULL,
    usual_for           TEXT    NOT NULL,
    default_daily_limit INTEGER CHECK (default_daily_limit > 0),
    clear_lifts         TEXT    NOT NULL CHECK (clear_lifts IN ('expected', 'unlikely', 'unknown'))
) STRICT;
