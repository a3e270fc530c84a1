//! Base64 and gzip, within limits.

use super::IntakeError;
use super::error::Kind;
use crate::json::Span;
use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::borrow::Cow;
use std::io::Read;

/// The most bytes that one input is unpacked to.
pub(super) const MOST: usize = 256 << 20;

/// How often what was unpacked may be packed once more.
const MAX_LAYERS: usize = 2;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The bytes that a Base64 text spells, line ends in it left out.
pub(super) fn from_base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    match text.contains(['\n', '\r', ' ']) {
        true => {
            let text: String = text.split_ascii_whitespace().collect();
            BASE64.decode(text).ok()
        }
        false => BASE64.decode(text).ok(),
    }
}

/// Why packed bytes could not be unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bad {
    /// They become more than is allowed.
    TooLarge,
    /// They are damaged, or end too early.
    Damaged(String),
}

pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1f\x8b")
}

fn is_zstd(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x28\xb5\x2f\xfd")
}

/// Unpacks gzip to at most `most` bytes.
pub(super) fn gunzip(bytes: &[u8], most: usize) -> Result<Vec<u8>, Bad> {
    read_up_to(flate2::bufread::MultiGzDecoder::new(bytes), most)
}

fn read_up_to(reader: impl Read, most: usize) -> Result<Vec<u8>, Bad> {
    let mut unpacked = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let read = reader.take(limit).read_to_end(&mut unpacked);
    match read {
        Ok(_) if unpacked.len() > most => Err(Bad::TooLarge),
        Ok(_) => Ok(unpacked),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Err(Bad::Damaged("it ends too early".to_owned()))
        }
        Err(error) => Err(Bad::Damaged(error.to_string())),
    }
}

/// The bytes of an input, unpacked if they are gzip or zstd.
///
/// # Errors
/// They are damaged, or become more than 256 MiB.
///
/// ```
/// use pattern_test::intake::unpack;
///
/// assert_eq!(unpack(b"{}".to_vec())?, b"{}");
/// assert!(unpack(b"\x1f\x8b no gzip".to_vec()).is_err());
/// # Ok::<(), pattern_test::intake::IntakeError>(())
/// ```
pub fn unpack(bytes: Vec<u8>) -> Result<Vec<u8>, IntakeError> {
    let mut bytes = bytes;
    for _ in 0..MAX_LAYERS {
        let (name, unpacked) = if is_gzip(&bytes) {
            ("gzip", gunzip(&bytes, MOST))
        } else if is_zstd(&bytes) {
            ("zstd", unzstd(&bytes))
        } else {
            break;
        };
        bytes = unpacked.map_err(|bad| {
            let wrong: Cow<'static, str> = match bad {
                Bad::TooLarge => format!("it becomes more than {} MiB", MOST >> 20).into(),
                Bad::Damaged(how) => how.into(),
            };
            let length = bytes.len().min(4);
            IntakeError::new(Kind::Unpack { name, wrong }, Span::new(0, length))
        })?;
    }
    Ok(bytes)
}

#[cfg(feature = "cli")]
fn unzstd(bytes: &[u8]) -> Result<Vec<u8>, Bad> {
    match zstd::Decoder::with_buffer(bytes) {
        Ok(decoder) => read_up_to(decoder, MOST),
        Err(error) => Err(Bad::Damaged(error.to_string())),
    }
}

#[cfg(not(feature = "cli"))]
fn unzstd(_: &[u8]) -> Result<Vec<u8>, Bad> {
    Err(Bad::Damaged("zstd is not read here".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn layers_are_taken_off() {
        let text = b"{\"a\": 1}".to_vec();
        assert_eq!(unpack(gzip(&text)).unwrap(), text);
        assert_eq!(unpack(gzip(&gzip(&text))).unwrap(), text);
        let mut two = gzip(b"{}");
        two.extend(gzip(b"[]"));
        assert_eq!(unpack(two).unwrap(), b"{}[]");
        #[cfg(feature = "cli")]
        assert_eq!(unpack(zstd::encode_all(&*text, 1).unwrap()).unwrap(), text);
    }

    #[test]
    fn what_cannot_be_unpacked_says_why() {
        let mut cut = gzip(&[b'x'; 1_000]);
        cut.truncate(cut.len() - 9);
        let message = unpack(cut).unwrap_err().to_string();
        assert_eq!(message, "cannot unpack this gzip: it ends too early");
        assert_eq!(gunzip(&gzip(&[0; 10_000]), 9_999), Err(Bad::TooLarge));
        assert!(gunzip(&gzip(&[0; 10_000]), 10_000).is_ok());
    }

    #[test]
    fn base64_as_people_paste_it() {
        for (text, expected) in [
            ("e30=", Some("{}")),
            ("e30", Some("{}")),
            ("e3\n0=\n", Some("{}")),
            ("e!", None),
            ("", None),
        ] {
            assert_eq!(
                from_base64(text).as_deref(),
                expected.map(str::as_bytes),
                "{text}"
            );
        }
    }
}
