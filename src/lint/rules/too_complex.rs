//! Wildcards that are too costly together.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::PatternErrorKind;

pub(super) static RULE: Rule = Rule {
    code: "too-complex",
    severity: Severity::Error,
    about: "wildcards that are too costly together",
    why: "The service refuses patterns whose wildcards, on one field, may keep too many \
          possibilities open at once. Use fewer stars, or prefix and suffix where they do.",
    fires: &[Example::Pattern(
        r##"{"a": [{"wildcard": "*:*:*:*:*:event-bus/*"}]}"##,
    )],
    silent: &[
        Example::Pattern(r##"{"a": [{"wildcard": "*/dir/*"}]}"##),
        Example::Pattern(r##"{"a": [{"prefix": "x"}]}"##),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    if let Some(error) = super::invalid_pattern::refusal(subject)
        && error.kind() == PatternErrorKind::TooComplex
    {
        let draft = Draft::at_place(subject.found.start(), error.reason());
        out.add(match crate::advice::of_pattern(error) {
            Some(help) => draft.help(help),
            None => draft,
        });
    }
}
