//! Keeping what was typed of a policy, or trying it first.

use crate::pages::policies::forms::TryPolicy;

use leptos::server_fn::ServerFn;

/// The address that tries instead of keeping.
pub(crate) fn trying() -> &'static str {
    TryPolicy::url()
}
