//! Writing JSON text. Strings are all that needs care.

/// Appends `text` to `out` as a JSON string, quotes included.
///
/// Only what JSON demands is escaped: quotes, backslashes and control characters.
///
/// ```
/// let mut out = String::new();
/// pattern_test::json::write_string(&mut out, "a \"b\"\n\u{1} ü");
/// assert_eq!(out, r#""a \"b\"\n\u0001 ü""#);
/// ```
pub fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if u32::from(c) < 0x20 => {
                out.push_str("\\u00");
                for shift in [4, 0] {
                    let digit = (u32::from(c) >> shift) & 0xf;
                    out.extend(char::from_digit(digit, 16));
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Document;

    #[test]
    fn what_is_written_reads_back() {
        let all: String = (0..0x300).filter_map(char::from_u32).collect();
        let mut out = String::new();
        write_string(&mut out, &(all.clone() + "😀"));
        let document = Document::parse(out.as_str()).unwrap();
        assert_eq!(document.string(0).unwrap(), all.clone() + "😀");
        assert_eq!(
            serde_json::from_str::<String>(&out).unwrap(),
            all + "😀",
            "and for another reader"
        );
    }
}
