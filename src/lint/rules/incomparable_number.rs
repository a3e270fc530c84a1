//! A number with more digits than are compared.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;

pub(super) static RULE: Rule = Rule {
    code: "incomparable-number",
    severity: Severity::Warning,
    about: "a number with more digits than are compared",
    why: "A number that a double cannot hold exactly is compared by its text: 12345678901234567890 \
          and 12345678901234567890.0 are different, and 9007199254740993 is not 9007199254740992.",
    fires: &[
        Example::Pattern(r##"{"detail": {"id": [12345678901234567890]}}"##),
        Example::Pattern(r##"{"detail": {"id": [9007199254740993]}}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"detail": {"id": [1234567890]}}"##),
        Example::Pattern(r##"{"detail": {"id": ["12345678901234567890"]}}"##),
        Example::Pattern(r##"{"detail": {"n": [0.1]}}"##),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    for matcher in subject.matchers(condition) {
        if let MatcherKind::Number(number) = &matcher.kind
            && number.value().is_none()
        {
            let message = format!(
                "{} is compared by its text, not by its value",
                number.text()
            );
            let draft = Draft::at(matcher.span, message).path(&*condition.path);
            out.add(draft.help("numbers of up to about 15 digits are compared by value; longer ones are better sent as strings"));
        }
    }
}
