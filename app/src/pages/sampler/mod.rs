//! The sampler: the last round of every account.

pub mod status;

pub use status::SamplerPage;
