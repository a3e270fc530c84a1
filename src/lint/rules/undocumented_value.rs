//! A value that a field of AWS's events does not take.

use crate::aws::values::{self, Extent, Values};
use crate::lint::subject::{plain, shown};
use crate::lint::{Check, Draft, Example, Out, Rule, Safety, Severity, Subject};
use crate::pattern::value::{AnythingBut, MatcherKind, Scalar};
use crate::pattern::{Condition, Pattern};
use crate::spelling;
use std::borrow::Cow;

pub(super) static RULE: Rule = Rule {
    code: "undocumented-value",
    severity: Severity::Warning,
    about: "a value that the field is documented not to take",
    why: "AWS documents the values of some fields: the state of an instance, the severity of a \
          finding. A value that is not among all of them never comes; one that differs from a \
          documented value in letter case only is a slip, also where others may come.",
    fires: &[
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"], "detail": {"state": ["STOPPED"]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.codebuild"], "detail-type": ["CodeBuild Build State Change"], "detail": {"build-status": ["FAILURE"]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"lastStatus": [{"prefix": "stop"}]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"lastStatus": ["stopped"]}}}"##,
        ),
    ],
    silent: &[
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"], "detail": {"state": ["stopped", {"prefix": "shutting"}]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"lastStatus": ["PAUSED"]}}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ssm"], "detail-type": ["EC2 Command Status-change Notification"], "detail": {"status": ["Delivery Timed Out"]}}"##,
        ),
        Example::Pattern(r##"{"source": ["my.app"], "detail": {"state": ["STOPPED"]}}"##),
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"], "detail": {"state": [{"equals-ignore-case": "STOPPED"}]}}"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    let Some(pattern) = subject.settled.pattern().filter(|_| subject.has_envelope()) else {
        return;
    };
    let Some(rows) = rows(subject, pattern, condition) else {
        return;
    };
    for matcher in subject.matchers(condition) {
        match &matcher.kind {
            MatcherKind::AnythingBut(AnythingBut::Strings(listed)) => {
                for text in listed {
                    if let Some(near) = respelled(text, &rows) {
                        let message = format!("{text:?} excludes nothing: AWS sends {near:?}");
                        let draft = Draft::at(matcher.span, message).path(&*condition.path);
                        out.add(draft.help(format!("write {near:?}")));
                    }
                }
            }
            kind => {
                if let Some(found) = never(subject, condition, kind, matcher.span, &rows) {
                    out.add(found);
                }
            }
        }
    }
}

/// The documented values of the field in each kind of event that the pattern asks for.
fn rows(
    subject: &Subject<'_>,
    pattern: &Pattern,
    condition: &Condition,
) -> Option<Vec<&'static Values>> {
    let sources = subject.beside(pattern, condition, "source")?;
    let types = subject.beside(pattern, condition, "detail-type");
    let mut rows = Vec::new();
    for source in sources {
        match &types {
            Some(types) => {
                for detail_type in types {
                    rows.push(values::of(source, detail_type, &condition.path)?);
                }
            }
            // Only what holds for all events of the source.
            None => rows.push(values::of(source, "*", &condition.path)?),
        }
    }
    Some(rows)
}

/// What is wrong with a matcher that accepts none of the documented values.
fn never(
    subject: &Subject<'_>,
    condition: &Condition,
    kind: &MatcherKind,
    span: crate::json::Span,
    rows: &[&'static Values],
) -> Option<Draft> {
    let path = &*condition.path;
    let documented = || rows.iter().flat_map(|row| &row.values).copied();
    let accepts = |value: &str| kind.accepts(&Scalar::String(Cow::Borrowed(value)));
    let shown = shown(subject.source(span));
    if let (MatcherKind::Number(number), [row]) = (kind, rows)
        && let (Extent::Range, [low, high]) = (row.extent, row.values.as_slice())
    {
        let value: f64 = number.text().parse().ok()?;
        let outside = value < low.parse().ok()? || value > high.parse().ok()?;
        let message = format!("`{path}` is never {shown}: it is a number from {low} to {high}");
        return outside.then(|| Draft::at(span, message).path(path));
    }
    let asks_for_text = matches!(
        kind,
        MatcherKind::Exact(_)
            | MatcherKind::Exactly(_)
            | MatcherKind::Prefix(_)
            | MatcherKind::Suffix(_)
            | MatcherKind::Wildcard(_)
    );
    if !asks_for_text || documented().any(accepts) {
        return None;
    }
    let near = plain(kind).and_then(|text| respelled(text, rows));
    let closed = rows.iter().all(|row| row.extent == Extent::Closed);
    if near.is_none() && !closed {
        return None;
    }
    let near = near.or_else(|| {
        let text = plain(kind)?;
        spelling::nearest(text, documented(), spelling::plain, |value| value.len() / 3)
    });
    let message = format!("`{path}` is never {shown}");
    let help = match near {
        Some(near) => format!("write {near:?}; {}", listing(rows)),
        None => listing(rows),
    };
    let draft = Draft::at(span, message).path(path).help(help);
    Some(match near.filter(|_| plain(kind).is_some()) {
        Some(near) => draft.idea(span, format!("{near:?}"), Safety::Unsafe),
        None => draft,
    })
}

/// The documented value that differs from a text in letter case, dashes and blanks only.
fn respelled(text: &str, rows: &[&'static Values]) -> Option<&'static str> {
    let documented = || {
        rows.iter()
            .filter(|row| row.extent != Extent::Range)
            .flat_map(|row| &row.values)
    };
    if documented().any(|value| *value == text) {
        return None;
    }
    let wanted = spelling::plain(text);
    documented()
        .find(|value| spelling::plain(value) == wanted)
        .copied()
}

fn listing(rows: &[&'static Values]) -> String {
    let mut values: Vec<&str> = Vec::new();
    for value in rows.iter().flat_map(|row| &row.values) {
        if !values.contains(value) {
            values.push(value);
        }
    }
    let more = values.len().saturating_sub(12);
    values.truncate(12);
    match more {
        0 => format!("AWS sends {}", values.join(", ")),
        more => format!("AWS sends {} and {more} more", values.join(", ")),
    }
}
