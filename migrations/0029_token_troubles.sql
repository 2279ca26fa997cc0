-- `limited`: the token endpoint's own quota is used up.
ALTER TABLE accounts ADD COLUMN token_status TEXT NOT NULL DEFAULT 'none'
    CHECK (token_status IN ('none', 'valid', 'expired', 'refused', 'frozen', 'ip-refused', 'limited'));
UPDATE accounts SET token_status = token_state;
ALTER TABLE accounts DROP COLUMN token_state;
ALTER TABLE accounts RENAME COLUMN token_status TO token_state;

-- The pause after forced refreshes of a token that did not help (see domain::forced_refresh), for all processes.
ALTER TABLE accounts ADD COLUMN forced_failures INTEGER NOT NULL DEFAULT 0 CHECK (forced_failures >= 0);
ALTER TABLE accounts ADD COLUMN forced_unrenewed INTEGER NOT NULL DEFAULT 0 CHECK (forced_unrenewed IN (0, 1));
ALTER TABLE accounts ADD COLUMN forced_paused_until INTEGER;

-- The addresses that WeChat named when it refused our own calls, the newest few of each account.
CREATE TABLE seen_addresses (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    address    TEXT    NOT NULL CHECK (length(address) BETWEEN 2 AND 45),
    first_at   INTEGER NOT NULL,
    last_at    INTEGER NOT NULL,
    PRIMARY KEY (account_id, address)
) STRICT, WITHOUT ROWID;
