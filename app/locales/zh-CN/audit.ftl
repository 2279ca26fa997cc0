audit-title = 操作审计
