//! Failures of pages about notices.

use desk::notices::NoticeError;
use domain::May;

use crate::failure::failure_from;

failure_from!(NoticeError, May::SeeUsage);
