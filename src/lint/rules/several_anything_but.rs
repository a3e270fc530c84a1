//! Several `anything-but` in one list.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::value::MatcherKind;
use crate::pattern::{Condition, Matcher};

pub(super) static RULE: Rule = Rule {
    code: "several-anything-but",
    severity: Severity::Warning,
    about: "several `anything-but` in one list",
    why: "The entries of a list are alternatives, so two `anything-but` accept everything that is \
          not ruled out by both at once. To rule out several values, list them in one: \
          `{\"anything-but\": [\"a\", \"b\"]}`.",
    fires: &[Example::Pattern(
        r##"{"detail": {"state": [{"anything-but": "a"}, {"anything-but": "b"}]}}"##,
    )],
    silent: &[
        Example::Pattern(r##"{"detail": {"state": [{"anything-but": ["a", "b"]}]}}"##),
        Example::Pattern(
            r##"{"detail": {"state": [{"anything-but": "a"}], "kind": [{"anything-but": "b"}]}}"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    let is_one = |matcher: &&Matcher| matches!(matcher.kind, MatcherKind::AnythingBut(_));
    let mut several = condition.matchers.iter().filter(is_one);
    let (Some(_), Some(second)) = (several.next(), several.next()) else {
        return;
    };
    if subject.known(condition.key_span) {
        let message = "several anything-but in one list accept nearly everything: each accepts what the others rule out";
        let draft = Draft::at(second.span, message).path(&*condition.path);
        out.add(draft.help("list the values in one: {\"anything-but\": [\"a\", \"b\"]}"));
    }
}
