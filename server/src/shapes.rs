//! The JSON of the HTTP API, of `--json` and of the exports. Names here are a contract; fields may be added.

pub(crate) mod accounts;
pub(crate) mod budget;
pub(crate) mod channels;
pub(crate) mod clears;
pub(crate) mod incidents;
pub(crate) mod interfaces;
pub(crate) mod notices;
pub(crate) mod rids;
pub(crate) mod sampler;
pub(crate) mod self_test;
pub(crate) mod users;

/// Declares structs that are written as JSON and described in the OpenAPI document. Each gets a
/// constructor `of`, which fills each field by the expression beside it.
macro_rules! shapes {
    ($(
        $(#[$meta:meta])*
        struct $name:ident ($($argument:ident: $from:ty),+) {
            $($(#[$field_meta:meta])* $field:ident: $type:ty = $value:expr,)+
        }
    )+) => {$(
        #[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
        $(#[$meta])*
        pub(crate) struct $name {
            $($(#[$field_meta])* pub(crate) $field: $type,)+
        }

        impl $name {
            /// The shape, filled from what the desk knows.
            pub(crate) fn of($($argument: $from),+) -> Self {
                Self { $($field: $value,)+ }
            }
        }
    )+};
}
use shapes;
