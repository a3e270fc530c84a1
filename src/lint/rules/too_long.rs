//! Longer than the service accepts.

use super::{ascii, long};
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::PatternErrorKind;

static LONG: [u8; 4120] = long();
static SHORT: [u8; 1000] = long();

pub(super) static RULE: Rule = Rule {
    code: "too-long",
    severity: Severity::Error,
    about: "longer than the service accepts",
    why: "The API takes 4,096 characters. Split the rule: several rules may have the same target.",
    fires: &[Example::Pattern(ascii(&LONG))],
    silent: &[
        Example::Pattern(ascii(&SHORT)),
        Example::Pattern(r##"{"a": ["x"]}"##),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    if let Some(error) = super::invalid_pattern::refusal(subject)
        && error.kind() == PatternErrorKind::TooLong
    {
        let draft = Draft::at_place(subject.found.start(), error.reason());
        out.add(match crate::advice::of_pattern(error) {
            Some(help) => draft.help(help),
            None => draft,
        });
    }
}
