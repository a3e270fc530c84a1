//! A condition that no value can meet.

use crate::lint::subject::shown;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::{AnythingBut, MatcherKind};

pub(super) static RULE: Rule = Rule {
    code: "never-matches",
    severity: Severity::Warning,
    about: "a condition that no value can meet",
    why: "`anything-but` with the wildcard `*` rules out every string. What is left are numbers, \
          booleans and null, which is hardly ever meant.",
    fires: &[
        Example::Pattern(r##"{"detail": {"name": [{"anything-but": {"wildcard": "*"}}]}}"##),
        Example::Pattern(r##"{"source": [{"anything-but": {"wildcard": "*"}}]}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"detail": {"name": [{"anything-but": {"prefix": "a"}}]}}"##),
        Example::Pattern(r##"{"source": [{"anything-but": {"wildcard": "a*"}}]}"##),
        Example::Pattern(r##"{"detail": {"name": [{"anything-but": ""}]}}"##),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    for matcher in subject.matchers(condition) {
        let MatcherKind::AnythingBut(listed) = &matcher.kind else {
            continue;
        };
        let every_string = match listed {
            AnythingBut::Wildcard(list) => list.iter().any(|wildcard| {
                ["", "a", "\u{1}z"]
                    .iter()
                    .all(|text| wildcard.accepts(text))
            }),
            _ => false,
        };
        if every_string {
            let message = format!(
                "{} rules out every string",
                shown(subject.source(matcher.span))
            );
            let draft = Draft::at(matcher.span, message).path(&*condition.path);
            out.add(
                draft
                    .help("name what is to be left out, or write {\"exists\": true} for any value"),
            );
        }
    }
}
