//! The source of random bytes, passed in so that tests repeat.

use std::fmt::Debug;

use crate::Internal;

/// A source of unpredictable bytes.
pub trait Random: Send + Sync + Debug {
    /// Fills `bytes`.
    ///
    /// # Errors
    /// [`Internal::Random`] where the system has none to give.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Internal>;
}

/// The operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Internal> {
        use rand::TryRng;
        rand::rngs::SysRng.try_fill_bytes(bytes).map_err(|error| Internal::Random(error.to_string()))
    }
}
