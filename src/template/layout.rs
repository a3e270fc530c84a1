//! Patterns as they are shown: one that is deployed in one line, on several.

use crate::json::{Reader, TokenKind};
use crate::pattern::Pattern;

/// A pattern that is written on one line, on several: what is said about its conditions needs lines
/// to be said at. `None` if it has lines, or a single condition, or would become too long.
pub fn on_several_lines(pattern: &Pattern) -> Option<Pattern> {
    let text = pattern.text();
    let on_one_line = !text.trim().contains('\n') && pattern.conditions().len() > 1;
    on_one_line
        .then(|| Pattern::parse(&lay_out(text)).ok())
        .flatten()
}

/// The longest text that is left on one line.
const SHORT: usize = 80;

/// A pattern that is written in one long line, on several; `None` where it is not.
pub fn laid_out(text: &str) -> Option<String> {
    let is_long = text.len() >= SHORT && !text.trim_end().contains('\n');
    is_long.then(|| lay_out(text))
}

/// JSON text with every member on a line of its own, and lists of plain values on one.
pub fn lay_out(text: &str) -> String {
    let mut reader = Reader::new(text);
    let mut out = String::with_capacity(text.len() * 2);
    // For each open container whether it goes over several lines, and whether it has members yet.
    let mut open: Vec<(bool, bool)> = Vec::new();
    let mut after_key = false;
    while let Ok(Some(token)) = reader.next_token() {
        let closes = matches!(token.kind, TokenKind::ObjectEnd | TokenKind::ArrayEnd);
        if closes {
            if let Some((true, true)) = open.pop() {
                line(&mut out, open.len());
            }
        } else if !after_key && let Some((several, any)) = open.last_mut() {
            if *any {
                out.push(',');
            }
            let first = !std::mem::replace(any, true);
            if *several {
                line(&mut out, open.len());
            } else if !first {
                out.push(' ');
            }
        }
        out.push_str(token.span.of(text));
        after_key = token.kind == TokenKind::Key;
        match token.kind {
            TokenKind::Key => out.push_str(": "),
            TokenKind::ObjectStart => {
                let in_list = open.last().is_some_and(|(several, _)| !several);
                open.push((!in_list, false));
            }
            TokenKind::ArrayStart => {
                let rest = text.get(token.span.end..).unwrap_or("");
                // Only an `$or` lists objects of several conditions.
                let is_or = out.ends_with("\"$or\": [") && rest.trim_start().starts_with('{');
                open.push((is_or, false));
            }
            _ => {}
        }
    }
    out
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::Pattern;

    #[test]
    fn a_pattern_in_one_line_is_laid_out() {
        let text = r#"{"source":["a"],"detail":{"n":[1,{"numeric":[">",0]}],"$or":[{"x":["1"]},{"y":["2"]}]}}"#;
        let laid_out = lay_out(text);
        assert_eq!(
            laid_out,
            r#"{
  "source": ["a"],
  "detail": {
    "n": [1, {"numeric": [">", 0]}],
    "$or": [
      {
        "x": ["1"]
      },
      {
        "y": ["2"]
      }
    ]
  }
}"#
        );
        assert_eq!(
            Pattern::parse(&laid_out).unwrap().conditions().len(),
            Pattern::parse(text).unwrap().conditions().len()
        );
    }
}
