//! What holds for the app as a whole.

#![cfg(feature = "ssr")]

#[cfg(test)]
mod contrast;
#[cfg(test)]
mod texts;
