//! One hash of a password, in memory that goes back to the system when it is made.
//!
//! Measured on Linux with glibc, whose allocator keeps blocks of up to 32 MiB for later: sixty wrong passwords at once left
//! the process at 637 MB for good. A buffer that is larger gets a mapping of its own, which its end unmaps; of one that is
//! larger than a hash needs, the rest is never touched and takes no memory.

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::password_hash::{Error, Result};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use secrecy::{ExposeSecret, SecretString};

/// The cost parameters of a hash.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cost {
    pub(super) memory_kib: u32,
    pub(super) passes: u32,
}

/// The minimum that OWASP's Password Storage Cheat Sheet recommends for argon2id.
pub(super) const COST: Cost = Cost { memory_kib: 19 * 1024, passes: 2 };

/// The capacity, in blocks of 1 KiB, from which glibc and musl give a buffer a mapping of its own, whatever was allocated
/// before: glibc raises its threshold with each such block that is freed, up to 32 MiB (`DEFAULT_MMAP_THRESHOLD_MAX`).
const OWN_MAPPING: usize = 33 * 1024;

/// The length of a hash, in bytes.
const OUTPUT: usize = Params::DEFAULT_OUTPUT_LEN;

/// The salt for passwords of unknown users. It protects nothing.
const NOBODYS_SALT: [u8; 16] = *b"nobody's own one";

/// The hash of a password, as a PHC string.
pub(super) fn hash(cost: Cost, password: &SecretString, salt: &[u8; 16]) -> Result<String> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, None)?;
    let (algorithm, version) = (Algorithm::Argon2id, Version::V0x13);
    let stored = ParamsString::try_from(&params)?;
    let output = output(&Argon2::new(algorithm, version, params), password, salt, OUTPUT)?;
    let hash = PasswordHash {
        algorithm: algorithm.ident(),
        version: Some(version.into()),
        params: stored,
        salt: Some(Salt::new(salt)?),
        hash: Some(output),
    };
    Ok(hash.to_string())
}

/// Whether a password fits what is stored; it takes the work of a hash also where nothing is, or no hash.
pub(super) fn verify(cost: Cost, password: &SecretString, stored: Option<&str>) -> Result<bool> {
    if let Some(stored) = stored {
        match fits(password, stored) {
            Ok(fits) => return Ok(fits),
            Err(error @ Error::OutOfMemory) => return Err(error),
            Err(error) => tracing::error!(%error, "a stored password hash cannot be read"),
        }
    }
    hash(cost, password, &NOBODYS_SALT).map(|_| false)
}

/// Whether the password matches this hash, which holds its own cost parameters.
fn fits(password: &SecretString, stored: &str) -> Result<bool> {
    let stored = PasswordHash::new(stored)?;
    let (Some(salt), Some(expected)) = (&stored.salt, &stored.hash) else { return Err(Error::EncodingInvalid) };
    let version = stored.version.map(Version::try_from).transpose()?.unwrap_or_default();
    let argon2 = Argon2::new(Algorithm::try_from(stored.algorithm.as_str())?, version, Params::try_from(&stored)?);
    // Compared in constant time.
    Ok(output(&argon2, password, salt, expected.len())? == *expected)
}

fn output(argon2: &Argon2<'_>, password: &SecretString, salt: &[u8], length: usize) -> Result<Output> {
    let mut memory = memory(argon2.params().block_count())?;
    let mut bytes = [0; Output::MAX_LENGTH];
    let bytes = bytes.get_mut(..length).ok_or(Error::OutputSize)?;
    argon2.hash_password_into_with_memory(password.expose_secret().as_bytes(), salt, bytes, &mut memory[..])?;
    Output::new(bytes).map_err(Into::into)
}

/// So many blocks, in a mapping of their own.
fn memory(blocks: usize) -> Result<Vec<Block>> {
    let mut memory = Vec::new();
    memory.try_reserve_exact(blocks.max(OWN_MAPPING)).map_err(|_| Error::OutOfMemory)?;
    memory.resize(blocks, Block::new());
    Ok(memory)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The memory of this process, in MiB.
    fn resident() -> usize {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() >> 10
    }

    #[test]
    #[cfg_attr(not(target_os = "linux"), ignore = "reads /proc")]
    fn memory_goes_back_to_the_system() {
        let make = |salt: u8| hash(COST, &"any password".to_owned().into(), &[salt; 16]).unwrap();
        make(0);
        let before = resident();
        std::thread::scope(|threads| {
            // Threads of their own: each would have an arena that keeps what it freed.
            let threads: Vec<_> = (0..12).map(|salt| threads.spawn(move || make(salt))).collect();
            for thread in threads {
                thread.join().unwrap();
            }
        });
        // Other tests hash meanwhile, and hold memory of their own until they end; what an arena keeps, it keeps for good.
        let goes_back = (0..100).any(|_| {
            make(0);
            resident() < before + 60
        });
        assert!(goes_back, "{before} MiB before, {} MiB after", resident());
    }
}
