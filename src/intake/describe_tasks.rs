//! What `aws ecs describe-tasks` prints: the events that ECS would have sent about the tasks.
//!
//! `detail` of an "ECS Task State Change" event is the task as the API describes it, with its times
//! as text. The event's own `time` is not part of the task; the latest of the task's times comes
//! nearest, for it is the change that was last reported.

use super::Form;
use super::error::Kind;
use super::note::Note;
use super::put_events::{PLACEHOLDER_ID, PLACEHOLDER_TIME};
use super::time::Time;
use super::trail::{Trail, member_path};
use super::walk::{Walk, list, string_member};
use crate::json::{Document, NodeId, NodeKind, unquote, write_string};

/// The members of a task, and of what is in it, that are times.
const TIMES: [&str; 10] = [
    "connectivityAt",
    "createdAt",
    "executionStoppedAt",
    "lastStartedAt",
    "pullStartedAt",
    "pullStoppedAt",
    "startedAt",
    "stoppedAt",
    "stoppingAt",
    "updatedAt",
];

/// Members of a task that its events do not have, as documented.
const BEYOND: [&str; 2] = ["healthStatus", "tags"];

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    match document.node(id).kind {
        NodeKind::Array => all(document, id, is_task),
        _ => match list(document, id, "tasks") {
            Some(tasks) => {
                list(document, id, "failures").is_some()
                    || all(document, tasks, |document, task| {
                        string_member(document, task, "taskArn").is_some()
                    })
            }
            None => is_task(document, id),
        },
    }
}

/// Whether an array has elements and all of them pass the test.
fn all(document: &Document<'_>, id: NodeId, test: fn(&Document<'_>, NodeId) -> bool) -> bool {
    let mut elements = document.children(id).peekable();
    elements.peek().is_some() && elements.all(|element| test(document, element))
}

/// Whether an object is a task: no other thing has these three.
fn is_task(document: &Document<'_>, id: NodeId) -> bool {
    ["taskArn", "taskDefinitionArn", "lastStatus"]
        .iter()
        .all(|name| string_member(document, id, name).is_some())
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let trail = trail.form(Form::DescribeTasks);
    let (tasks, name) = match list(document, id, "tasks") {
        Some(tasks) => (tasks, "tasks"),
        None if document.node(id).kind == NodeKind::Array => (id, ""),
        None => return read_task(walk, document, id, "", &trail),
    };
    let mut count = 0_usize;
    for task in document.children(tasks) {
        read_task(walk, document, task, &format!("{name}[{count}]"), &trail);
        count += 1;
    }
    if let Some(failures) = list(document, id, "failures") {
        for failure in document.children(failures) {
            walk.note(Note::Failure {
                text: document.raw(failure).to_owned(),
            });
        }
    }
    if count == 0 {
        let kind = Kind::NothingIn(Form::DescribeTasks);
        walk.problem(kind, document.node(tasks).span, &trail);
    }
}

fn read_task(
    walk: &mut Walk<'_>,
    document: &Document<'_>,
    task: NodeId,
    path: &str,
    trail: &Trail<'_>,
) {
    let Some(member) =
        walk.text_member(document, task, "taskArn", path, Form::DescribeTasks, trail)
    else {
        return;
    };
    let arn = unquote(document.raw(member));
    let Some(place) = Arn::parse(&arn) else {
        let kind = Kind::Member {
            form: Form::DescribeTasks,
            path: member_path(path, "taskArn"),
            wrong: "is not the ARN of a task".to_owned(),
        };
        return walk.problem(kind, document.node(member).span, trail);
    };
    let mut notes = vec![
        Note::Placeholder {
            member: "id",
            value: PLACEHOLDER_ID,
        },
        Note::Derived {
            member: "account",
            from: "`taskArn`".to_owned(),
        },
        Note::Derived {
            member: "region",
            from: "`taskArn`".to_owned(),
        },
    ];
    let mut time_notes = Vec::new();
    let (detail, latest) = detail(document, task, &mut time_notes);
    let time = match latest {
        Some((name, time)) => {
            notes.push(Note::Derived {
                member: "time",
                from: format!("`{name}`, the latest time of the task"),
            });
            time.whole_seconds()
        }
        None => {
            notes.push(Note::Placeholder {
                member: "time",
                value: PLACEHOLDER_TIME,
            });
            PLACEHOLDER_TIME.to_owned()
        }
    };
    notes.append(&mut time_notes);
    compare_with_events(document, task, &mut notes);

    let mut event = String::with_capacity(detail.len() + 512);
    event.push_str(r#"{"version":"0","id":"#);
    write_string(&mut event, PLACEHOLDER_ID);
    event.push_str(r#","detail-type":"ECS Task State Change","source":"aws.ecs""#);
    for (name, value) in [
        ("account", place.account),
        ("time", &time),
        ("region", place.region),
    ] {
        event.push(',');
        write_string(&mut event, name);
        event.push(':');
        write_string(&mut event, value);
    }
    event.push_str(r#","resources":["#);
    write_string(&mut event, &arn);
    event.push_str(r#"],"detail":"#);
    event.push_str(&detail);
    event.push('}');
    let trail = trail.step(&format!("task {}", place.id));
    walk.made(event, document.node(task).span, notes, &trail);
}

struct Arn<'a> {
    region: &'a str,
    account: &'a str,
    id: &'a str,
}

impl<'a> Arn<'a> {
    fn parse(arn: &'a str) -> Option<Self> {
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        let ["arn", _, "ecs", region, account, resource] = *parts.as_slice() else {
            return None;
        };
        let rest = resource.strip_prefix("task/")?;
        let id = rest.rsplit('/').next()?;
        let good = ![region, account, id].contains(&"");
        good.then_some(Self {
            region,
            account,
            id,
        })
    }
}

/// The task's text with its times written as events have them, and the latest of its own times.
fn detail(
    document: &Document<'_>,
    task: NodeId,
    notes: &mut Vec<Note>,
) -> (String, Option<(&'static str, Time)>) {
    let text = document.text();
    let whole = document.node(task).span;
    let mut out = String::with_capacity(whole.len());
    let mut copied = whole.start;
    let mut latest: Option<(&'static str, Time)> = None;
    for id in task + 1..document.end(task) {
        let node = document.node(id);
        if !matches!(node.kind, NodeKind::Number | NodeKind::String) {
            continue;
        }
        let Some(key) = document.key(id) else {
            continue;
        };
        let Some(name) = TIMES.iter().find(|name| **name == key) else {
            continue;
        };
        let member = || place_in_task(document, task, id);
        let from = document.raw(id);
        let iso = document.string(id);
        let time = match &iso {
            Some(iso) => Time::from_iso(iso),
            None => Time::from_epoch(from),
        };
        let Some(time) = time else {
            notes.push(Note::UnknownTime {
                member: member(),
                text: from.to_owned(),
            });
            continue;
        };
        if document.parent(id) == task && latest.is_none_or(|(_, other)| time > other) {
            latest = Some((name, time));
        }
        // What stands in UTC already may be the service's own text.
        if iso.is_some_and(|iso| iso.ends_with('Z')) {
            continue;
        }
        let to = time.with_millis();
        out.push_str(text.get(copied..node.span.start).unwrap_or(""));
        write_string(&mut out, &to);
        copied = node.span.end;
        notes.push(Note::Time {
            member: member(),
            from: from.to_owned(),
            to,
        });
    }
    out.push_str(text.get(copied..whole.end).unwrap_or(""));
    (out, latest)
}

/// Where a value stands in the task: `containers[0].managedAgents[0].lastStartedAt`.
fn place_in_task(document: &Document<'_>, task: NodeId, id: NodeId) -> String {
    let mut steps = Vec::new();
    let mut at = id;
    while at != task && at != 0 {
        steps.push(at);
        at = document.parent(at);
    }
    let mut path = String::new();
    for step in steps.into_iter().rev() {
        match document.key(step) {
            Some(key) if path.is_empty() => path.push_str(&key),
            Some(key) => {
                path.push('.');
                path.push_str(&key);
            }
            None => path.push_str(&format!("[{}]", document.index(step))),
        }
    }
    path
}

/// Notes where the service's own event is known to differ from the API's description.
fn compare_with_events(document: &Document<'_>, task: NodeId, notes: &mut Vec<Note>) {
    if document.member(task, "updatedAt").is_none() {
        notes.push(Note::Lacks {
            member: "updatedAt",
        });
    }
    for member in BEYOND {
        if document.member(task, member).is_some() {
            notes.push(Note::Beyond { member });
        }
    }
    let health = list(document, task, "containers").is_some_and(|containers| {
        document
            .children(containers)
            .any(|container| document.member(container, "healthStatus").is_some())
    });
    if health {
        notes.push(Note::Beyond {
            member: "containers[].healthStatus",
        });
    }
    let Some(attachments) = list(document, task, "attachments") else {
        return;
    };
    for (index, attachment) in document.children(attachments).enumerate() {
        let here = string_member(document, attachment, "type").and_then(|id| document.string(id));
        if let Some(here) = here.filter(|here| here == "ElasticNetworkInterface") {
            notes.push(Note::Spelled {
                member: format!("attachments[{index}].type"),
                here: here.into_owned(),
                there: "eni",
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns() {
        let arn = Arn::parse("arn:aws-cn:ecs:cn-north-1:123456789012:task/cluster/0f").unwrap();
        assert_eq!(
            (arn.region, arn.account, arn.id),
            ("cn-north-1", "123456789012", "0f")
        );
        let short = Arn::parse("arn:aws:ecs:us-east-1:1:task/0f").unwrap();
        assert_eq!(short.id, "0f");
        for bad in [
            "",
            "0f",
            "arn:aws:ecs:us-east-1:1:cluster/c",
            "arn:aws:ecs:us-east-1::task/c/0f",
            "arn:aws:ecs:us-east-1:1:task/c/",
            "arn:aws:sqs:us-east-1:1:task/c/0f",
        ] {
            assert!(Arn::parse(bad).is_none(), "{bad}");
        }
    }
}
