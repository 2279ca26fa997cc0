//! The compressed copies of files, made at build time with the highest effort.

use std::io::{self, Write};

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

/// The compressed copies of a file. `None` where a copy is not smaller than the file, as for pictures and fonts, which are
/// compressed already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Encoded {
    pub(crate) brotli: Option<Vec<u8>>,
    pub(crate) gzip: Option<Vec<u8>>,
}

impl Encoded {
    /// The compressed copies of `plain`.
    ///
    /// # Errors
    /// Errors of the encoders; writing to memory has none.
    pub(crate) fn of(plain: &[u8]) -> io::Result<Self> {
        let smaller = |encoded: Vec<u8>| (encoded.len() < plain.len()).then_some(encoded);
        Ok(Self { brotli: smaller(brotli(plain)?), gzip: smaller(gzip(plain)?) })
    }
}

fn brotli(mut plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoded = Vec::new();
    let parameters = BrotliEncoderParams { quality: 11, size_hint: plain.len(), ..BrotliEncoderParams::default() };
    brotli::BrotliCompress(&mut plain, &mut encoded, &parameters)?;
    Ok(encoded)
}

fn gzip(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn both_encodings_give_the_file_back() {
        let plain = b".a{color:red}".repeat(50);
        let encoded = Encoded::of(&plain).unwrap();

        let mut from_brotli = Vec::new();
        brotli::BrotliDecompress(&mut encoded.brotli.unwrap().as_slice(), &mut from_brotli).unwrap();
        assert_eq!(from_brotli, plain);

        let mut from_gzip = Vec::new();
        flate2::read::GzDecoder::new(encoded.gzip.unwrap().as_slice()).read_to_end(&mut from_gzip).unwrap();
        assert_eq!(from_gzip, plain);
    }

    #[test]
    fn what_does_not_shrink_is_left_plain() {
        assert_eq!(Encoded::of(b"x").unwrap(), Encoded { brotli: None, gzip: None });
    }

    #[test]
    fn the_same_file_gives_the_same_bytes() {
        let plain = b"one two three ".repeat(40);
        assert_eq!(Encoded::of(&plain).unwrap(), Encoded::of(&plain).unwrap());
    }
}
