//! Commands of a GitHub workflow: lines in its log that begin with two colons.

use crate::text::visible;

/// Text behind the second `::`. What acts on a terminal is spelled out; what would end the command,
/// or begin another, is as the runner asks for it.
pub(super) fn data(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(visible).collect();
    lines.join("\n").replace('%', "%25").replace('\n', "%0A")
}

/// The value of a property. Runners and terminals show what it holds, so that it is spelled out too.
pub(super) fn property(text: &str) -> String {
    visible(text)
        .replace('%', "%25")
        .replace(':', "%3A")
        .replace(',', "%2C")
}
