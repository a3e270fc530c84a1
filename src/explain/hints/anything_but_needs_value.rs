//! `{"anything-but": "x"}` where the field is missing.

use super::{Check, Found, Look, key_level, key_spelling};
use crate::pattern::value::MatcherKind;

pub(super) const CHECK: Check = Check {
    code: "anything-but-needs-value",
    about: "`anything-but` asks for a value that differs, and there is none",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    let nothing = look.trace.leaves.is_empty() && look.container().is_none();
    if !look.failed() || !nothing {
        return None;
    }
    let matcher = look.has(|kind| matches!(kind, MatcherKind::AnythingBut(_)))?;
    if key_spelling::spelled(look).is_some() || key_level::elsewhere(look).is_some() {
        return None;
    }
    Some(
        Found::new("`anything-but` asks for a value that differs; where there is none it fails")
            .instead(format!(
                "[{}, {{\"exists\": false}}]",
                matcher.span.of(look.context.pattern.text())
            ))
            .span(matcher.span),
    )
}
