//! Health checks: the same for everybody, asked for by machines, and answered whatever else is going on.

/// Whether a path is that of a health check.
pub(crate) fn is_health_check(path: &str) -> bool {
    matches!(path, "/healthz" | "/readyz")
}
