//! `{"exists": false}` on the elements of an array.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;

pub(super) static RULE: Rule = Rule {
    code: "absence-over-array",
    severity: Severity::Note,
    about: "`{\"exists\": false}` on the elements of an array",
    why: "`{\"exists\": false}` holds only where no element has the field: one that has it is \
          enough to break the condition.",
    fires: &[Example::Pattern(
        r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"exitCode": [{"exists": false}]}}}"##,
    )],
    silent: &[
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"stopCode": [{"exists": false}]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"exitCode": [{"exists": true}]}}}"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    let (Some(at), Some((array, origin))) = (
        condition.absence_matcher(),
        subject.relevant.array_above(&condition.path),
    ) else {
        return;
    };
    let Some(matcher) = condition.matchers.get(at) else {
        return;
    };
    let message = format!("holds only when no element of `{array}` has this field");
    let help = format!("`{array}` is an array of objects according to {origin}");
    out.add(
        Draft::at(matcher.span, message)
            .path(&*condition.path)
            .help(help),
    );
}
