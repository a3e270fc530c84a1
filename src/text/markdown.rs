//! Text for Markdown as GitHub reads it, none of which is taken for markup.

use super::{acts, visible};

/// Text for a paragraph or a table's cell, on one line.
///
/// ```
/// use pattern_test::text::markdown;
///
/// assert_eq!(markdown::plain("a|b *c* <d>"), "a\\|b \\*c\\* &lt;d&gt;");
/// ```
pub fn plain(text: &str) -> String {
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

/// A code span that no text can break out of: its fence is longer than every run of backticks in it.
///
/// ```
/// use pattern_test::text::markdown;
///
/// assert_eq!(markdown::code("detail.state"), "`detail.state`");
/// assert_eq!(markdown::code("a`b"), "``a`b``");
/// assert_eq!(markdown::code("`"), "`` ` ``");
/// ```
pub fn code(text: &str) -> String {
    fenced(&visible(text))
}

/// [`code`] for a table's cell, where a bar would end the cell even inside of a code span.
///
/// ```
/// use pattern_test::text::markdown;
///
/// assert_eq!(markdown::cell_code("a|b"), "`a\\|b`");
/// ```
pub fn cell_code(text: &str) -> String {
    fenced(&visible(text).replace('|', "\\|"))
}

/// A sentence of our own with code between backticks: the code spans stay code spans, whatever they
/// hold, and nothing else is markup.
///
/// ```
/// use pattern_test::text::markdown;
///
/// assert_eq!(markdown::sentence("`a_b` asks for *"), "`a_b` asks for \\*");
/// ```
pub fn sentence(text: &str) -> String {
    with_code(text, plain, code)
}

/// [`sentence`] for a table's cell.
pub fn cell_sentence(text: &str) -> String {
    with_code(text, plain, cell_code)
}

/// A name in HTML inside of Markdown, a `<summary>` for one, where Markdown is not read.
///
/// ```
/// use pattern_test::text::markdown;
///
/// assert_eq!(markdown::html_code("a<b"), "<code>a&lt;b</code>");
/// ```
pub fn html_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str("<code>");
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' => out.push_str("&#64;"),
            // Some readers look for Markdown here all the same.
            '`' | '*' | '_' | '[' | ']' | '\\' | '~' => {
                out.push_str(&format!("&#{};", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push_str("</code>");
    out
}

/// The parts of a sentence, and whether they are code: what stands between two backticks. A backtick
/// without a partner is text.
///
/// ```
/// use pattern_test::text::markdown;
///
/// let parts: Vec<_> = markdown::parts("set `a` here").collect();
/// assert_eq!(parts, [(false, "set "), (true, "a"), (false, " here")]);
/// ```
pub fn parts(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut rest = Some(text);
    let mut inside = false;
    std::iter::from_fn(move || {
        let now = rest?;
        let is_code = std::mem::replace(&mut inside, false);
        if is_code {
            let (code, behind) = now.split_once('`')?;
            rest = Some(behind);
            return Some((true, code));
        }
        let opening = now.find('`').filter(|at| {
            let behind = now.get(at + 1..).unwrap_or_default();
            behind.contains('`')
        });
        match opening {
            Some(at) => {
                inside = true;
                rest = now.get(at + 1..);
                Some((false, now.get(..at).unwrap_or_default()))
            }
            None => {
                rest = None;
                Some((false, now))
            }
        }
    })
}

/// A fenced block of code, with a line end.
///
/// ```
/// use pattern_test::text::markdown;
///
/// assert_eq!(markdown::block("json", "{}\n"), "```json\n{}\n```\n");
/// ```
pub fn block(language: &str, text: &str) -> String {
    let text = shown_lines(text.trim_end_matches('\n'));
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    format!("{fence}{language}\n{text}\n{fence}\n")
}

fn with_code(text: &str, plain: impl Fn(&str) -> String, code: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (is_code, piece) in parts(text) {
        out.push_str(&if is_code { code(piece) } else { plain(piece) });
    }
    out
}

fn fenced(text: &str) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    // One space on either side is taken away again where there is one on both.
    let ticks = text.starts_with('`') || text.ends_with('`');
    let spaces = text.starts_with(' ') && text.ends_with(' ');
    let space = if ticks || spaces || text.is_empty() {
        " "
    } else {
        ""
    };
    format!("{fence}{space}{text}{space}{fence}")
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// [`visible`] line by line, tabs left alone.
fn shown_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if acts(c) && !matches!(c, '\n' | '\t') {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_span_is_left_early() {
        for text in ["a`b``c", "``", "`", " ", "", " a ", "```\n"] {
            let code = code(text);
            let fence = code.chars().take_while(|c| *c == '`').count();
            let inside = &code[fence..code.len() - fence];
            let runs = inside.split(|c| c != '`').map(str::len);
            assert!(runs.max().unwrap_or(0) < fence, "{code}");
            assert!(!inside.starts_with('`') && !inside.ends_with('`'), "{code}");
        }
    }

    #[test]
    fn a_backtick_without_a_partner_is_a_backtick() {
        assert_eq!(sentence("a ` b"), "a \\` b");
        assert_eq!(sentence("`a` and ` b"), "`a` and \\` b");
    }

    #[test]
    fn blocks_hold_any_text() {
        assert_eq!(block("", "```\n"), "````\n```\n````\n");
        assert_eq!(block("json", "\"\u{9b}\""), "```json\n\"\\u{9b}\"\n```\n");
    }
}
