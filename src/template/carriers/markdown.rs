//! Fenced blocks of Markdown.

use crate::json::Span;

/// The inside of each fenced block, with the number of its first line.
pub(super) fn blocks(text: &str) -> Vec<(usize, Span)> {
    let mut found = Vec::new();
    // The fence that is open: its mark, and where and on which line the inside begins.
    let mut open: Option<(String, usize, usize)> = None;
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let inner = line.trim_start_matches([' ', '\t', '>']);
        let mark = inner.chars().next().filter(|c| matches!(c, '`' | '~'));
        let width = mark.map_or(0, |mark| inner.len() - inner.trim_start_matches(mark).len());
        if width < 3 {
            continue;
        }
        let fence = inner.get(..width).unwrap_or("");
        match &open {
            Some((opened, from, number)) => {
                let closes = fence.starts_with(opened.as_str())
                    && inner.get(width..).unwrap_or("").trim().is_empty();
                if closes {
                    found.push((*number, Span::new(*from, start)));
                    open = None;
                }
            }
            None => open = Some((fence.to_owned(), at, index + 2)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_have_their_place() {
        let text = "# A\n```json\n{\"a\": [1]}\n```\n\n~~~~\n```\nx\n~~~~\n```\nno end\n";
        let blocks = blocks(text);
        let inside: Vec<_> = blocks
            .iter()
            .map(|(line, span)| (*line, span.of(text)))
            .collect();
        assert_eq!(inside, [(3, "{\"a\": [1]}\n"), (7, "```\nx\n")]);
    }
}
