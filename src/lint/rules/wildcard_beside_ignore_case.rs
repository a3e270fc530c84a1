//! A wildcard and a comparison without regard to case in one list.

use crate::lint::subject::shown;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::value::{AnythingBut, MatcherKind, Wildcard};
use crate::pattern::{Condition, Matcher};

pub(super) static RULE: Rule = Rule {
    code: "wildcard-beside-ignore-case",
    severity: Severity::Note,
    about: "a wildcard beside a comparison without regard to case",
    why: "The engine that AWS publishes misjudges some strings where both are in one list: \
          `[{\"wildcard\": \"*i\"}, {\"anything-but\": {\"equals-ignore-case\": \"S\"}}]` does not \
          accept `\"I\"`. The evidence is the open-source engine (aws/event-ruler 2.0.1); the \
          service is built on it, and no reply of the service itself is known. `pattern-test` \
          answers what the pattern says. Two rules, or a field each, avoid it.",
    fires: &[
        Example::Pattern(
            r##"{"detail": {"v": [{"wildcard": "*i"}, {"anything-but": {"equals-ignore-case": "S"}}]}}"##,
        ),
        Example::Pattern(
            r##"{"detail": {"v": [{"wildcard": "a*b"}, {"equals-ignore-case": "ab"}]}}"##,
        ),
    ],
    silent: &[
        Example::Pattern(r##"{"detail": {"v": [{"wildcard": "a*b"}, {"prefix": "ab"}]}}"##),
        Example::Pattern(
            r##"{"detail": {"v": [{"wildcard": "a*b"}], "w": [{"equals-ignore-case": "ab"}]}}"##,
        ),
        Example::Pattern(
            r##"{"detail": {"v": [{"equals-ignore-case": "a"}, {"equals-ignore-case": "b"}]}}"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    let matchers = subject.matchers(condition);
    let first = |wanted: fn(&MatcherKind) -> bool| -> Option<&Matcher> {
        matchers
            .iter()
            .copied()
            .find(|matcher| wanted(&matcher.kind))
    };
    let (Some(wildcard), Some(letters)) = (first(has_star), first(ignores_case)) else {
        return;
    };
    let message = format!(
        "EventBridge is likely to misjudge some strings: {} is beside {}",
        shown(subject.source(wildcard.span)),
        shown(subject.source(letters.span)),
    );
    let draft = Draft::at(wildcard.span, message).path(&*condition.path);
    out.add(draft.help("ask for the one and the other in two rules"));
}

fn has_star(kind: &MatcherKind) -> bool {
    let star = |wildcard: &Wildcard| wildcard.stars() > 0;
    match kind {
        MatcherKind::Wildcard(wildcard) => star(wildcard),
        MatcherKind::AnythingBut(AnythingBut::Wildcard(listed)) => listed.iter().any(star),
        _ => false,
    }
}

fn ignores_case(kind: &MatcherKind) -> bool {
    matches!(
        kind,
        MatcherKind::EqualsIgnoreCase(_)
            | MatcherKind::PrefixIgnoreCase(_)
            | MatcherKind::AnythingBut(AnythingBut::EqualsIgnoreCase(_))
    )
}
