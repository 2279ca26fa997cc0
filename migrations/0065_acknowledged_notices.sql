-- Who has acknowledged a notice, as the audit trail names them, and when.
ALTER TABLE notices ADD COLUMN acknowledged_at INTEGER;
ALTER TABLE notices ADD COLUMN acknowledged_by TEXT;
