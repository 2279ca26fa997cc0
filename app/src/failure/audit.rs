//! Failures of pages about the audit trail.

use desk::audit::AuditError;
use domain::Permission;

use crate::failure::failure_from;

failure_from!(AuditError, Permission::SeeLedger);
