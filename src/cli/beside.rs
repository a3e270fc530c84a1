//! What a rule asks for beside its pattern.

use super::patterns::refused;
use crate::json::{Document, Span, write_string};
use crate::pattern::Pattern;
use crate::report::diagnostic::Diagnostic;
use crate::template::Found;

/// The pattern with what its rule asks for besides: both have to hold.
///
/// # Errors
/// The pattern has a condition of its own on that, beside which nothing matches or which is in an
/// `$or`.
pub(super) fn asked_for_too(mut pattern: Pattern, found: &Found) -> Result<Pattern, Diagnostic> {
    for (path, value) in &found.beside {
        let (span, new) = edit(&pattern, path, value)?;
        let mut text = pattern.text().to_owned();
        text.replace_range(span.start..span.end, &new);
        pattern = Pattern::parse(&text).map_err(|error| refused(&error))?;
    }
    Ok(pattern)
}

/// What to write where, so that the pattern asks for this value too.
fn edit(pattern: &Pattern, path: &str, value: &str) -> Result<(Span, String), Diagnostic> {
    let mut wanted = String::from("[");
    write_string(&mut wanted, value);
    wanted.push(']');
    let mut own = pattern.conditions().iter().filter(|c| &*c.path == path);
    let Some(first) = own.next() else {
        let brace = pattern.text().find('{').unwrap_or_default();
        let mut member = String::from("{");
        write_string(&mut member, path);
        let comma = match pattern.conditions() {
            [] => "",
            _ => ", ",
        };
        let member = format!("{member}: {wanted}{comma}");
        return Ok((Span::new(brace, brace + 1), member));
    };
    let is_at_top = Document::parse(pattern.text()).is_ok_and(|d| d.member(0, path).is_some());
    let message = match first.accepts_string(value) {
        // Of the values that are accepted only that of the rule is left.
        true if is_at_top && own.next().is_none() => return Ok((first.span, wanted)),
        true => format!(
            "the rule is for `{path}` \"{value}\", and how that goes with a `{path}` in an `$or` is not known"
        ),
        false => format!("the rule is for `{path}` \"{value}\", which the pattern does not accept"),
    };
    let diagnostic = Diagnostic::error(message).at(pattern.text().into(), first.span);
    let help = format!("remove `{path}` from the pattern: the rule asks for it already");
    Err(diagnostic.help(help))
}
