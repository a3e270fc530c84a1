//! A field that is nearly one of the event, but not quite.

use crate::json::Span;
use crate::lint::subject::ENVELOPE;
use crate::lint::{Check, Draft, Example, Out, Rule, Safety, Severity, Subject};
use crate::pattern::Condition;
use crate::spelling;

pub(super) static RULE: Rule = Rule {
    code: "misspelt-field",
    severity: Severity::Warning,
    about: "a field that is nearly one of the event, but not quite",
    why: "A condition on a field that the event does not have never holds. AWS's documents list \
          fields of these events, not always all of them; so a field is reported only if it is one \
          of theirs but for letter case, dashes or a letter or two, or if it is documented one level \
          up or down.",
    fires: &[
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containres": {"exitCode": [1]}}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.health"], "detail-type": ["AWS Health Event"], "detail": {"eventTypeCatagory": ["issue"]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"], "detail": {"instanceId": ["i-1"]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"], "detail": {"detail": {"state": ["stopped"]}}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"], "detail": {"resources": [{"prefix": "arn:"}]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"bucketName": ["exports"]}}"##,
        ),
        Example::Pattern(
            r##"{"detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventsource": ["s3.amazonaws.com"]}}"##,
        ),
    ],
    silent: &[
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"exitCode": [1]}}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"somethingNew": [1]}}"##,
        ),
        Example::Pattern(r##"{"source": ["my.app"], "detail": {"containres": [1]}}"##),
        Example::WithEvent(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containre": {"exitCode": [1]}}}"##,
            r##"{"source": "aws.ecs", "detail-type": "ECS Task State Change", "detail": {"containre": {"exitCode": 1}}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"requestParameters": {"instancesId": ["i-1"]}}}"##,
        ),
        Example::Pattern(
            r##"{"detail-type": ["EC2 Instance State-change Notification"], "detail": {"instanceId": ["i-1"]}}"##,
        ),
        Example::WithEvent(
            r##"{"detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventsource": ["mine"]}}"##,
            r##"{"source": "mine", "detail-type": "AWS API Call via CloudTrail", "detail": {"eventsource": "mine"}}"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    let path = &*condition.path;
    let Some(Miss { meant, slip }) = slip(subject, condition) else {
        return;
    };
    // A key further up is told once, where it stands, for all that is below it.
    let above = slip.as_ref().filter(|slip| slip.path != path);
    let above = above.and_then(|slip| Some((slip, key_above(subject, condition, slip)?)));
    let (span, path, meant) = match above {
        Some((slip, span)) => (span, &*slip.path, slip.meant.clone()),
        None => (condition.key_span, path, meant),
    };
    let message = format!("these events have no field `{path}`");
    let draft = Draft::at(span, message)
        .path(path)
        .help(format!("the field is `{meant}`"));
    let rename = slip.as_ref().filter(|slip| slip.path == path);
    let draft = match rename {
        Some(slip) => draft.idea(span, format!("{:?}", slip.right), Safety::Unsafe),
        None => draft,
    };
    out.add_once(draft);
}

/// Where a key stands below which a condition is.
fn key_above(subject: &Subject<'_>, condition: &Condition, slip: &Slip) -> Option<Span> {
    let document = subject.document.as_ref()?;
    let mut nodes = (0..).zip(document.nodes());
    let (mut at, _) = nodes.find(|(_, node)| node.key == condition.key_span)?;
    for _ in 0..MOST_LEVELS {
        at = document.parent(at);
        if document.key(at).as_deref() == Some(slip.wrong.as_str()) {
            let span = document.node(at).key;
            return subject.known(span).then_some(span);
        }
    }
    None
}

/// How many levels a misspelt key is looked for above a condition.
const MOST_LEVELS: usize = 32;

/// Whether this rule tells of a condition.
pub(super) fn is_slip(subject: &Subject<'_>, condition: &Condition) -> bool {
    slip(subject, condition).is_some()
}

fn slip(subject: &Subject<'_>, condition: &Condition) -> Option<Miss> {
    let path = &*condition.path;
    let is_open = subject.known(condition.key_span)
        && subject.relevant.at(path).is_none()
        && subject.relevant.at("detail").is_some()
        // What the project's own events say counts more, and is told by `unreachable-path`.
        && super::unreachable_path::meant(subject, condition).is_none();
    is_open.then(|| miss(subject, path)).flatten()
}

/// The documented field that a path misses.
struct Miss {
    meant: String,
    /// The key that is spelled wrong, where it is only that.
    slip: Option<Slip>,
}

/// A key that is spelled wrong.
struct Slip {
    wrong: String,
    right: String,
    /// The path down to the key.
    path: String,
    /// The field that is meant by it.
    meant: String,
}

fn miss(subject: &Subject<'_>, path: &str) -> Option<Miss> {
    let keys: Vec<&str> = path.split('.').collect();
    if keys.first() != Some(&"detail") {
        return None;
    }
    // The first key at which the documents know no further.
    let (mut above, mut rest) = (keys.first()?.to_string(), keys.get(1..)?);
    while let [key, behind @ ..] = rest {
        let longer = format!("{above}.{key}");
        if !subject.relevant.documents(&longer) {
            break;
        }
        (above, rest) = (longer, behind);
    }
    let [key, behind @ ..] = rest else {
        return None;
    };
    let join = |keys: &[&str]| keys.iter().map(|key| format!(".{key}")).collect::<String>();
    if let Some(near) = nearest(key, subject.relevant.keys_below(&above), &above) {
        return Some(Miss {
            meant: format!("{above}.{near}{}", join(behind)),
            slip: Some(Slip {
                wrong: (*key).to_owned(),
                right: near.to_owned(),
                path: format!("{above}.{key}"),
                meant: format!("{above}.{near}"),
            }),
        });
    }
    if let Some(meant) = split(subject, &above, key).filter(|_| behind.is_empty()) {
        return Some(Miss { meant, slip: None });
    }
    let elsewhere = match (above.as_str(), *key) {
        // The envelope written once more inside of itself.
        ("detail", "detail") => format!("detail{}", join(behind)),
        ("detail", key) if ENVELOPE.contains(&key) && behind.is_empty() => key.to_owned(),
        _ => return None,
    };
    subject.relevant.at(&elsewhere)?;
    Some(Miss {
        meant: elsewhere,
        slip: None,
    })
}

/// The documented field of an object that is written as one word: `bucketName` for `bucket.name`.
fn split(subject: &Subject<'_>, above: &str, key: &str) -> Option<String> {
    let wanted = spelling::plain(key);
    let mut found = None;
    for outer in subject.relevant.keys_below(above) {
        let path = format!("{above}.{outer}");
        let Some(rest) = wanted.strip_prefix(&spelling::plain(outer)) else {
            continue;
        };
        let is_object = subject
            .relevant
            .at(&path)
            .is_some_and(|(seen, _)| seen.only_objects());
        let inner = subject.relevant.keys_below(&path).into_iter();
        let inner = inner.filter(|inner| is_object && spelling::plain(inner) == rest);
        for inner in inner {
            // Several fields that may be meant are none.
            if found.replace(format!("{path}.{inner}")).is_some() {
                return None;
            }
        }
    }
    found
}

/// The documented key that is meant by another one.
fn nearest<'k>(
    key: &str,
    known: impl IntoIterator<Item = &'k str>,
    above: &str,
) -> Option<&'k str> {
    // Every API call has parameters of its own, and few of them are documented.
    let is_open = above.contains("requestParameters") || above.contains("responseElements");
    let most = |name: &str| match name.len() {
        _ if is_open => 0,
        0..=5 => 0,
        6..=9 => 1,
        _ => 2,
    };
    spelling::nearest(key, known, spelling::plain, most)
}
