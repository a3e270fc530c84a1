//! `$or` arrays that multiply to more than 1,000 combinations.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::PatternErrorKind;

pub(super) static RULE: Rule = Rule {
    code: "too-many-combinations",
    severity: Severity::Error,
    about: "`$or` arrays that multiply to more than 1,000 combinations",
    why: "Every `$or` multiplies what the others leave. Alternatives of a single field belong into \
          one list.",
    fires: &[Example::Pattern(
        r##"{"a": {"$or": [{"f0": ["1"]},{"f1": ["1"]},{"f2": ["1"]},{"f3": ["1"]},{"f4": ["1"]},{"f5": ["1"]},{"f6": ["1"]},{"f7": ["1"]},{"f8": ["1"]},{"f9": ["1"]},{"f10": ["1"]}]}, "b": {"$or": [{"f0": ["1"]},{"f1": ["1"]},{"f2": ["1"]},{"f3": ["1"]},{"f4": ["1"]},{"f5": ["1"]},{"f6": ["1"]},{"f7": ["1"]},{"f8": ["1"]},{"f9": ["1"]},{"f10": ["1"]}]}, "c": {"$or": [{"f0": ["1"]},{"f1": ["1"]},{"f2": ["1"]},{"f3": ["1"]},{"f4": ["1"]},{"f5": ["1"]},{"f6": ["1"]},{"f7": ["1"]},{"f8": ["1"]},{"f9": ["1"]},{"f10": ["1"]}]}}"##,
    )],
    silent: &[
        Example::Pattern(r##"{"$or": [{"a": ["1"]}, {"b": ["1"]}]}"##),
        Example::Pattern(r##"{"a": ["1", "2", "3"]}"##),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    if let Some(error) = super::invalid_pattern::refusal(subject)
        && error.kind() == PatternErrorKind::TooManyAlternatives
    {
        let draft = Draft::at_place(subject.found.start(), error.reason());
        out.add(match crate::advice::of_pattern(error) {
            Some(help) => draft.help(help),
            None => draft,
        });
    }
}
