//! The macro that defines ids of database rows.

/// Defines ids of database rows: newtypes of `i64` that are shown, and (de)serialized, as the plain number.
#[macro_export]
macro_rules! id {
    ($($(#[$meta:meta])* pub struct $name:ident(pub i64);)+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, ::serde::Serialize, ::serde::Deserialize)]
            #[serde(transparent)]
            pub struct $name(pub i64);

            impl ::std::fmt::Display for $name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    self.0.fmt(f)
                }
            }
        )+
    };
}
pub use id;
