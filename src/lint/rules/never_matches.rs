//! A condition that no value can meet.

use crate::analysis::{Budget, accepted_kinds};
use crate::lint::subject::shown;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::{AnythingBut, MatcherKind};

pub(super) static RULE: Rule = Rule {
    code: "never-matches",
    severity: Severity::Warning,
    about: "a condition that no value can meet",
    why: "No number lies between 0 and 4.9e-324, and `anything-but` with the wildcard `*` rules out every \
          string: what is left are numbers, booleans and null, which is hardly ever meant.",
    fires: &[
        Example::Pattern(r##"{"detail": {"n": [{"numeric": [">", 0, "<", 4.9e-324]}]}}"##),
        Example::Pattern(
            r##"{"detail": {"name": [{"anything-but": {"wildcard": ["a*", "*"]}}]}}"##,
        ),
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
    if !subject.known(condition.span) {
        return;
    }
    let Some(kinds) = accepted_kinds(condition, Budget::QUICK) else {
        return;
    };
    let source = shown(subject.source(condition.span));
    let help = "name what is to be left out, or write {\"exists\": true} for any value";
    if !kinds.any() {
        let message = format!("{source} is met by no value at all");
        return out.add(
            Draft::at(condition.span, message)
                .path(&*condition.path)
                .help(help),
        );
    }
    // Whoever rules out strings by prefix, suffix or wildcard means to leave some.
    let rules_out_text = condition.matchers.iter().all(|matcher| {
        matches!(
            matcher.kind,
            MatcherKind::AnythingBut(
                AnythingBut::Prefix(_)
                    | AnythingBut::Suffix(_)
                    | AnythingBut::Wildcard(_)
                    | AnythingBut::EqualsIgnoreCase(_)
            )
        )
    });
    if rules_out_text
        && !kinds.strings
        && let Some(first) = condition.matchers.first()
    {
        let message = format!(
            "{} rules out every string",
            shown(subject.source(first.span))
        );
        out.add(
            Draft::at(first.span, message)
                .path(&*condition.path)
                .help(help),
        );
    }
}
