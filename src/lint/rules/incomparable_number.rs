//! A number with more digits than are compared.

use crate::json::Number;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;

pub(super) static RULE: Rule = Rule {
    code: "incomparable-number",
    severity: Severity::Warning,
    about: "a number with more digits than are compared",
    why: "An integer with more digits than a double holds is compared by its text: 9007199254740993 \
          is not 9007199254740992, and no range contains it. A number with a fraction or an exponent \
          is rounded to a double when it comes in an event, but not in a pattern: \
          0.1234567890123456789 equals nothing, not even itself.",
    fires: &[
        Example::Pattern(r##"{"detail": {"id": [12345678901234567890]}}"##),
        Example::Pattern(r##"{"detail": {"id": [9007199254740993]}}"##),
        Example::Pattern(r##"{"detail": {"n": [0.1234567890123456789]}}"##),
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
            let (message, help) = words(number);
            let draft = Draft::at(matcher.span, message).path(&*condition.path);
            out.add(draft.help(help));
        }
    }
}

/// What is wrong with a number that is not comparable, and what to do.
fn words(number: &Number) -> (String, String) {
    let text = number.text();
    if number.is_integer() {
        return (
            format!("{text} is compared by its text, not by its value"),
            "numbers of up to about 15 digits are compared by value; longer ones are better sent \
             as strings"
                .to_owned(),
        );
    }
    let message = format!("no number in an event equals {text}");
    let help = match number.nearest() {
        Some(nearest) => format!("write {nearest}, which an event's number is rounded to"),
        None => "a double cannot be that large".to_owned(),
    };
    (message, help)
}
