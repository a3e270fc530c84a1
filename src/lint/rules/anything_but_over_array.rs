//! `anything-but` on the elements of an array.

use super::mixed_elements::of_elements;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Pattern;
use crate::pattern::value::MatcherKind;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    code: "anything-but-over-array",
    severity: Severity::Note,
    about: "`anything-but` on the elements of an array",
    why: "`anything-but` holds as soon as one element has another value. It does not say that no \
          element has the value.",
    fires: &[Example::Pattern(
        r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"exitCode": [{"anything-but": 0}]}}}"##,
    )],
    silent: &[
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"lastStatus": [{"anything-but": "STOPPED"}]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["my.app"], "detail": {"list": {"x": [{"anything-but": 0}]}}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"name": ["app"], "exitCode": [{"anything-but": 0}]}}}"##,
        ),
    ],
    look: Check::Pattern(look),
};

fn look(subject: &Subject<'_>, pattern: &Pattern, out: &mut Out<'_>) {
    let mut told = BTreeSet::new();
    for alternative in pattern.alternatives() {
        for id in &alternative.conditions {
            let condition = pattern.condition(*id);
            let mut matchers = condition.matchers.iter();
            let matcher =
                matchers.find(|matcher| matches!(matcher.kind, MatcherKind::AnythingBut(_)));
            let (Some(matcher), Some((array, origin))) =
                (matcher, subject.relevant.array_above(&condition.path))
            else {
                continue;
            };
            // Beside another condition the element is chosen, and its value is the one asked about.
            let alone = of_elements(subject, pattern, alternative, array).len() < 2;
            if !alone || subject.relevant.has_one_element(array) || !told.insert(*id) {
                continue;
            }
            let message = format!(
                "holds when some element of `{array}` has another value, not when none has this one"
            );
            let help = format!("`{array}` is an array of objects according to {origin}");
            let draft = Draft::at(matcher.span, message);
            out.add(draft.path(&*condition.path).help(help));
        }
    }
}
