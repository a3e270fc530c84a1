//! JSON Lines of patterns: `{"name": …, "pattern": …}`, the pattern an object or JSON text.

use crate::json::{Document, NodeKind, Position, Span};
use crate::report::diagnostic::Diagnostic;

/// Whether a file's name says that it holds lines.
pub(super) fn is_lines(name: &str) -> bool {
    name.ends_with(".jsonl") || name.ends_with(".ndjson")
}

/// The patterns of a file, each by its name or the place of its line, or what is wrong with its line.
pub(super) fn read<'t>(
    file: &'t str,
    text: &'t str,
) -> impl Iterator<Item = Result<(String, String), Diagnostic>> + 't {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(move |(index, line)| {
            let fail = |message: String, span: Span| {
                // Shown as the one line it is, with its number in the name.
                let start = Position::of(line, span.start, crate::json::Counting::Characters);
                let place = format!("{file}:{}:{}", index + 1, start.column);
                Diagnostic::error(message).in_file(place)
            };
            let document =
                Document::parse(line).map_err(|error| fail(error.to_string(), error.span()))?;
            let member = |name| document.member(0, name);
            let pattern = member("pattern").ok_or_else(|| {
                let message = "a line has a `pattern` and may have a `name`".to_owned();
                fail(message, Span::default())
                    .help("write {\"name\": \"stopped\", \"pattern\": {\"source\": [\"aws.ecs\"]}}")
            })?;
            let text = match document.string(pattern) {
                Some(text) => text.into_owned(),
                None => document.raw(pattern).to_owned(),
            };
            let name = match member("name") {
                None => format!("{file}:{}", index + 1),
                Some(name) if document.node(name).kind == NodeKind::String => {
                    document.string(name).unwrap_or_default().into_owned()
                }
                Some(name) => {
                    let message = "a pattern's name is a string".to_owned();
                    return Err(fail(message, document.node(name).span));
                }
            };
            Ok((name, text))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let text = "{\"name\": \"a\", \"pattern\": {\"x\": [1]}}\n\n{\"pattern\": \"{\\\"y\\\": [2]}\"}\n{\"name\": 1, \"pattern\": {}}\n{\n";
        let read: Vec<_> = read("f", text)
            .map(|line| line.map_err(|d| format!("{} {}", d.origin.unwrap(), d.message)))
            .collect();
        let pattern = |name: &str, text: &str| Ok((name.to_owned(), text.to_owned()));
        assert_eq!(
            read,
            [
                pattern("a", "{\"x\": [1]}"),
                pattern("f:3", "{\"y\": [2]}"),
                Err("f:4:10 a pattern's name is a string".to_owned()),
                Err(
                    "f:5:2 expected a key in double quotes or `}`, found the end of the text"
                        .to_owned()
                ),
            ]
        );
    }
}
