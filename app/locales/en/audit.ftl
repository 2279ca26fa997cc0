audit-title = Audit trail
