//! Patterns in the source of programs: `eventPattern: {…}`, `event_pattern=…`, `EventPattern=…`.

use super::super::used::Use;
use crate::json::Span;

/// The names that programs give a pattern under.
const MARKERS: [(&str, Use); 8] = [
    ("eventPattern", Use::Rule),
    ("EventPattern", Use::Rule),
    ("event_pattern", Use::Rule),
    ("filterPolicy", Use::Subscription(None)),
    ("FilterPolicy", Use::Subscription(None)),
    ("filter_policy", Use::Subscription(None)),
    ("pattern", Use::Rule),
    ("Pattern", Use::Rule),
];

/// A value in a program.
pub(super) struct Met {
    /// Where the value begins.
    pub(super) start: usize,
    pub(super) key: Span,
    pub(super) used_by: Use,
    /// Whether the name is one that only patterns have.
    pub(super) is_sure: bool,
}

/// The values that are given under one of the names.
pub(super) fn read(text: &str) -> Vec<Met> {
    let mut found: Vec<Met> = Vec::new();
    for (index, (marker, used_by)) in MARKERS.into_iter().enumerate() {
        for at in memchr::memmem::find_iter(text.as_bytes(), marker.as_bytes()) {
            let before = text.get(..at).unwrap_or("").chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let key = Span::new(at, at + marker.len());
            let rest = text.get(key.end..).unwrap_or("");
            let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest).trim_start();
            let Some(rest) = rest.strip_prefix([':', '=']) else {
                continue;
            };
            let rest = rest.trim_start();
            let is_value = rest.starts_with(['{', '"', '\'', '`'])
                || [
                    "events.EventPattern(",
                    "EventPattern(",
                    "aws_events.EventPattern(",
                ]
                .iter()
                .chain(&["JSON.stringify(", "json.dumps(", "dict("])
                .any(|call| rest.starts_with(call));
            if is_value {
                found.push(Met {
                    start: text.len() - rest.len(),
                    key,
                    used_by,
                    is_sure: index < 6,
                });
            }
        }
    }
    found.sort_by_key(|met| met.start);
    found.dedup_by_key(|met| met.start);
    found
}

/// Where the value begins in a text that assigns one: `const pattern = {…}`, `pattern = {…}`.
pub(super) fn assigned(text: &str) -> Option<usize> {
    let start = text.find(['{', '='])?;
    let rest = text.get(start..)?;
    let before = text.get(..start)?;
    let is_name = !before.trim().is_empty()
        && before.chars().all(|c| {
            c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | ' ' | '\t' | ':' | '<' | '>')
        });
    let value = match rest.strip_prefix('=') {
        Some(value) => value.trim_start(),
        None => rest,
    };
    (is_name && value.starts_with(['{', 'E', 'e'])).then(|| text.len() - value.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_their_names() {
        let starts = |text: &str| -> Vec<String> {
            let met = read(text);
            let value = |met: &Met| text.split_at(met.start).1.chars().take(2).collect();
            met.iter().map(value).collect()
        };
        assert_eq!(
            starts("new Rule(this, 'r', { eventPattern: { source: ['a'] } })"),
            ["{ "]
        );
        assert_eq!(
            starts("events.put_rule(Name='x', EventPattern='{\"a\":[1]}')"),
            ["'{"]
        );
        assert_eq!(
            starts("event_pattern=events.EventPattern(source=[])"),
            ["ev"]
        );
        assert_eq!(
            starts("const myeventPattern = {}; eventPattern: PATTERN"),
            [""; 0]
        );
        assert_eq!(assigned("const p: X = {a: 1}"), Some(13));
        assert_eq!(assigned("pattern = {'a': 1}"), Some(10));
        assert_eq!(assigned("if (x) { y }"), None);
    }
}
