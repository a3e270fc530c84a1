//! `anything-but` on the elements of an array.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;

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
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    let matcher = condition
        .matchers
        .iter()
        .find(|matcher| matches!(matcher.kind, MatcherKind::AnythingBut(_)));
    let (Some(matcher), Some((array, origin))) =
        (matcher, subject.relevant.array_above(&condition.path))
    else {
        return;
    };
    let message = format!(
        "holds when some element of `{array}` has another value, not when none has this one"
    );
    let help = format!("`{array}` is an array of objects according to {origin}");
    out.add(
        Draft::at(matcher.span, message)
            .path(&*condition.path)
            .help(help),
    );
}
