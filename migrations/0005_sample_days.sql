-- All readings of one interface on one UTC day, packed; day is the number of days since 1970-01-01.
CREATE TABLE sample_days (
    interface_id INTEGER NOT NULL REFERENCES interfaces (id),
    day          INTEGER NOT NULL,
    readings     BLOB    NOT NULL CHECK (length(readings) > 0),
    PRIMARY KEY (interface_id, day)
) STRICT, WITHOUT ROWID;
