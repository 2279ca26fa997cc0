-- A host that channels may call is a host and a port. Those that were allowed are allowed at the ports of the channels that use
-- them; those that no channel uses, at the port of https.
CREATE TABLE hosts_with_ports (
    -- Such as `hooks.internal:8443` or `[fd00::7]:443`.
    host       TEXT    NOT NULL PRIMARY KEY CHECK (length(host) BETWEEN 3 AND 263),
    allowed_at INTEGER NOT NULL,
    allowed_by TEXT    NOT NULL CHECK (length(allowed_by) BETWEEN 1 AND 200)
) STRICT, WITHOUT ROWID;

WITH named AS (
    SELECT host, iif(instr(host, ':') > 0, '[' || host || ']', host) AS name, allowed_at, allowed_by FROM allowed_hosts
), parted AS (
    -- What stands between `://` and the first `/` after it.
    SELECT host, masked_url LIKE 'http://%' AS is_plain,
           substr(masked_url, instr(masked_url, '://') + 3,
                  instr(substr(masked_url, instr(masked_url, '://') + 3) || '/', '/') - 1) AS authority
    FROM channels WHERE removed_at IS NULL
), ports AS (
    SELECT host, CASE
        WHEN authority LIKE '[%]:%' THEN substr(authority, instr(authority, ']:') + 2)
        WHEN authority NOT LIKE '[%' AND instr(authority, ':') > 0 THEN substr(authority, instr(authority, ':') + 1)
        WHEN is_plain THEN '80'
        ELSE '443' END AS port
    FROM parted
)
INSERT INTO hosts_with_ports (host, allowed_at, allowed_by)
SELECT DISTINCT named.name || ':' || COALESCE(ports.port, '443'), named.allowed_at, named.allowed_by
FROM named LEFT JOIN ports ON ports.host = named.host;

DROP TABLE allowed_hosts;
ALTER TABLE hosts_with_ports RENAME TO allowed_hosts;

-- When a channel was last tried, so that it is not tried all the time.
ALTER TABLE channels ADD COLUMN tested_at INTEGER;
