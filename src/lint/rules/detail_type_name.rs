//! A detail-type that is nearly one of its source, but not quite.

use crate::json::Span;
use crate::lint::subject::plain;
use crate::lint::{Check, Draft, Example, Fix, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::spelling;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    code: "detail-type-name",
    severity: Severity::Warning,
    about: "a detail-type that is nearly one of its source, but not quite",
    why: "Values are compared to the letter. Where a fixture or AWS's documents know the \
          detail-types of the source, one that differs from them in letter case or in a letter or \
          two is a slip.",
    fires: &[
        Example::Pattern(r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State change"]}"##),
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State Change Notification"]}"##,
        ),
    ],
    silent: &[
        Example::Pattern(r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"]}"##),
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["AWS API Call via CloudTrail"]}"##,
        ),
        Example::Pattern(r##"{"source": ["my.app"], "detail-type": ["ecs task state change"]}"##),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    if &*condition.path != "detail-type" || !subject.has_envelope() {
        return;
    }
    let Some(pattern) = subject.settled.pattern() else {
        return;
    };
    let known: BTreeSet<&str> = subject
        .live(pattern)
        .into_iter()
        .filter(|condition| &*condition.path == "source")
        .flat_map(|condition| &condition.matchers)
        .filter_map(|matcher| plain(&matcher.kind))
        .flat_map(|source| subject.evidence.detail_types(source))
        .collect();
    for matcher in subject.matchers(condition) {
        let Some(value) = plain(&matcher.kind).filter(|value| !known.contains(value)) else {
            continue;
        };
        let most = |name: &str| if name.len() > 12 { 2 } else { 1 };
        if let Some(name) = spelling::nearest(value, known.iter().copied(), flat, most) {
            let message = format!("the source has no detail-type {value:?}");
            let inner = Span::new(matcher.span.start + 1, matcher.span.end.saturating_sub(1));
            let fix = subject.settled.text.exact_place(inner).map(|place| Fix {
                edits: vec![(place, name.to_owned())],
            });
            let draft = Draft::at(matcher.span, message).path("detail-type");
            out.add(draft.help(format!("it is called {name:?}")).fix(fix));
        }
    }
}

fn flat(name: &str) -> String {
    name.to_lowercase().replace('-', " ")
}
