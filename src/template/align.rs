//! Which bytes of a quoted, folded or indented scalar spell which characters of its value.

use super::text::{FileId, Place, Text};

/// How a scalar spells what it cannot hold as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    /// Not at all.
    None,
    /// `''` for a quote.
    DoubledQuote,
    /// A backslash: YAML in double quotes, JSON, HCL in quotes.
    Backslash,
}

/// The value `cooked` of a scalar whose bytes in the file are `raw`, which begins at `base`,
/// without the quotes.
///
/// Readers of YAML and HCL tell where a scalar stands and what it holds, not how the two go
/// together. Both run forward in step, so that is found by walking along: a character that is the
/// same, an escape, or a run of white space that was folded or indented. Where this gets lost, all
/// of the rest stands for all of the rest: a place too large, never a wrong one.
pub(super) fn align(raw: &str, base: usize, cooked: &str, escapes: Escapes, file: FileId) -> Text {
    let mut text = Text::default();
    let (mut from, mut to) = (raw, cooked);
    let at = |rest: &str| base + raw.len() - rest.len();
    while let Some(c) = to.chars().next() {
        let Some(r) = from.chars().next() else { break };
        if escapes == Escapes::Backslash && r == '\\' {
            let length = backslash(from, c);
            let Some((escape, behind)) = from.split_at_checked(length) else {
                break;
            };
            // A line end behind a backslash is not there at all.
            if escape.ends_with('\n') || escape.ends_with('\r') {
                from = behind.trim_start_matches([' ', '\t', '\n', '\r']);
                continue;
            }
            let source = Place::new(file, at(from), at(behind));
            text.push_loose(to.get(..c.len_utf8()).unwrap_or(""), source);
            from = behind;
            to = to.get(c.len_utf8()..).unwrap_or("");
            continue;
        }
        let doubled = match escapes {
            Escapes::DoubledQuote => from.starts_with("''").then_some((2, 1)),
            _ => None,
        };
        let doubled = doubled.or_else(|| {
            let marker = from.starts_with("$${") && to.starts_with("${")
                || from.starts_with("%%{") && to.starts_with("%{");
            marker.then_some((3, 2))
        });
        if let Some((long, short)) = doubled {
            let (_, behind) = from.split_at_checked(long).unwrap_or((from, ""));
            let (spelled, rest) = to.split_at_checked(short).unwrap_or((to, ""));
            text.push_loose(spelled, Place::new(file, at(from), at(behind)));
            (from, to) = (behind, rest);
            continue;
        }
        if space(r) {
            let run = from.len() - from.trim_start_matches(space).len();
            let (there, behind) = from.split_at_checked(run).unwrap_or((from, ""));
            let run = to.len() - to.trim_start_matches(space).len();
            let (here, rest) = to.split_at_checked(run).unwrap_or((to, ""));
            let source = Place::new(file, at(from), at(behind));
            if there == here {
                text.push_exact(here, source);
            } else if there.contains(['\n', '\r']) || here.is_empty() {
                text.push_loose(here, source);
            } else {
                break;
            }
            (from, to) = (behind, rest);
            continue;
        }
        if r != c {
            break;
        }
        let length = c.len_utf8();
        let source = Place::new(file, at(from), at(from) + length);
        text.push_exact(to.get(..length).unwrap_or(""), source);
        from = from.get(length..).unwrap_or("");
        to = to.get(length..).unwrap_or("");
    }
    if !to.is_empty() {
        text.push_loose(to, Place::new(file, at(from), base + raw.len()));
    }
    text
}

fn space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// The length of the escape at the start of `raw`, which spells `c`.
fn backslash(raw: &str, c: char) -> usize {
    let rest = raw.get(1..).unwrap_or("");
    let Some(kind) = rest.chars().next() else {
        return 1;
    };
    match kind {
        'x' => 4,
        'U' => 10,
        // A character outside of the basic plane is two escapes in JSON.
        'u' if c.len_utf16() == 2 && raw.get(6..).is_some_and(|next| next.starts_with("\\u")) => 12,
        'u' => 6,
        '\r' if rest.starts_with("\r\n") => 3,
        other => 1 + other.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Span;

    fn source_of(raw: &str, cooked: &str, escapes: Escapes, part: &str) -> String {
        let text = align(raw, 0, cooked, escapes, FileId::TEMPLATE);
        assert_eq!(text.as_str(), cooked);
        let at = cooked.find(part).unwrap();
        text.place(Span::new(at, at + part.len()))
            .span
            .of(raw)
            .to_owned()
    }

    #[test]
    fn what_is_spelled_otherwise_is_found() {
        let backslash = Escapes::Backslash;
        for (raw, cooked, escapes, part, expected) in [
            ("{\\\"a\\\": [1]}", "{\"a\": [1]}", backslash, "[1]", "[1]"),
            (
                "{\\\"a\\\": [1]}",
                "{\"a\": [1]}",
                backslash,
                "\"a\"",
                "\\\"a\\\"",
            ),
            (
                "x\\n\\u00e9 \\\n     y",
                "x\né y",
                backslash,
                "é",
                "\\u00e9",
            ),
            ("x\\n\\u00e9 \\\n     y", "x\né y", backslash, "y", "y"),
            ("\\ud83d\\ude00!", "😀!", backslash, "!", "!"),
            ("'' it''s", "' it's", Escapes::DoubledQuote, "s", "s"),
            (
                "{\"a\":\n      1}\n  ",
                "{\"a\":\n  1}\n",
                Escapes::None,
                "1",
                "1",
            ),
            (
                "one\n    two\n\n    three\n  ",
                "one two\nthree",
                Escapes::None,
                "three",
                "three",
            ),
            (
                "    {\"b\": $${c} }\n",
                "{\"b\": ${c} }\n",
                Escapes::None,
                "c}",
                "c}",
            ),
            ("a\r\n  b", "a\nb", Escapes::None, "b", "b"),
        ] {
            assert_eq!(source_of(raw, cooked, escapes, part), expected, "{raw:?}");
        }
    }

    #[test]
    fn where_it_gets_lost_the_rest_stands_for_the_rest() {
        assert_eq!(source_of("abXY", "abcd", Escapes::None, "d"), "XY");
    }
}
