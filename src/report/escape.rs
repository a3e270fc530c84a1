//! Text from patterns and events, made safe for the formats of reports.

use crate::text::acts;
pub use crate::text::{brief, json, visible};

/// Text for an HTML page: [`visible`], with what HTML takes for itself as entities. Line ends and
/// tabs stay.
///
/// ```
/// use pattern_test::report::escape::html;
///
/// assert_eq!(html("<script>\n\u{202e}"), "&lt;script&gt;\n\\u{202e}");
/// ```
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if acts(c) => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}

/// Text for a Markdown paragraph or table cell: nothing in it is taken for markup, and it stays on
/// one line.
///
/// ```
/// use pattern_test::report::escape::markdown;
///
/// assert_eq!(markdown("a|b *c* <d>"), "a\\|b \\*c\\* &lt;d&gt;");
/// ```
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '$' | '!' => {
                out.push('\\');
                out.push(c);
            }
            // Nobody is to be called by what an event says.
            '@' => out.push_str("&#64;"),
            c => out.push(c),
        }
    }
    out
}
