//! Failures of pages about notices.

use desk::notices::NoticeError;
use domain::Permission;

use crate::failure::failure_from;

failure_from!(NoticeError, Permission::SeeUsage);
