//! From bytes to text.

use super::IntakeError;
use super::error::Kind;
use crate::json::Span;

/// The text in `bytes`, which must be UTF-8. A byte order mark in front is left out.
///
/// Spans and positions of whatever is read from the text count from its start: a mark that was
/// left out is not part of it, as in editors.
///
/// # Errors
/// The bytes are not UTF-8, are UTF-16, are compressed, or hold NUL bytes. The span of the error
/// is a range of `bytes`.
///
/// ```
/// use pattern_test::intake::decode;
///
/// assert_eq!(decode(b"\xef\xbb\xbf{}")?, "{}");
/// let error = decode(b"{\n\"a\": \"\xff\"}").unwrap_err();
/// assert_eq!(error.span().start, 8);
/// assert!(error.to_string().starts_with("not UTF-8: byte 0xff in line 2"));
/// # Ok::<(), pattern_test::intake::IntakeError>(())
/// ```
pub fn decode(bytes: &[u8]) -> Result<&str, IntakeError> {
    let start = |kind, length| Err(IntakeError::new(kind, Span::new(0, length)));
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return start(Kind::Utf16, 2);
    }
    if bytes.starts_with(b"\x1f\x8b") {
        let (name, undo) = ("gzip", "gzip -dc");
        return start(Kind::Compressed { name, undo }, 2);
    }
    if bytes.starts_with(b"\x28\xb5\x2f\xfd") {
        let (name, undo) = ("zstd", "zstd -dc");
        return start(Kind::Compressed { name, undo }, 4);
    }
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err(IntakeError::new(Kind::Binary, Span::new(at, at + 1)));
    }
    let content = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(content).map_err(|error| {
        let good = error.valid_up_to();
        let line = 1 + memchr::memchr_iter(b'\n', content.get(..good).unwrap_or_default()).count();
        let byte = content.get(good).copied().unwrap_or_default();
        let at = good + (bytes.len() - content.len());
        let length = error.error_len().unwrap_or(bytes.len() - at);
        IntakeError::new(Kind::NotUtf8 { line, byte }, Span::new(at, at + length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_says_what_it_is() {
        let cases: [(&[u8], &str, usize); 7] = [
            (b"\xff\xfe{\0}\0", "this is UTF-16: save it as UTF-8", 0),
            (b"\xfe\xff\0{\0}", "this is UTF-16: save it as UTF-8", 0),
            (
                b"\x1f\x8b\x08\0",
                "this is compressed with gzip: unpack it first (`gzip -dc`)",
                0,
            ),
            (
                b"\x28\xb5\x2f\xfd\0",
                "this is compressed with zstd: unpack it first (`zstd -dc`)",
                0,
            ),
            (b"{\0}\0", "this is not text, it holds NUL bytes", 1),
            (b"ab\n\xe9", "not UTF-8: byte 0xe9 in line 2", 3),
            (b"\xef\xbb\xbf\xc3", "not UTF-8: byte 0xc3 in line 1", 3),
        ];
        for (bytes, message, at) in cases {
            let error = decode(bytes).unwrap_err();
            assert!(error.to_string().starts_with(message), "{error}");
            assert_eq!(error.span().start, at, "{message}");
            assert!(error.span().end <= bytes.len());
        }
    }

    #[test]
    fn the_mark_is_left_out_once() {
        assert_eq!(decode(b"").unwrap(), "");
        assert_eq!(decode(b"\xef\xbb\xbf").unwrap(), "");
        assert_eq!(decode("é{}".as_bytes()).unwrap(), "é{}");
    }
}
