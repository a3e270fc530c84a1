//! The entries of a PutEvents request, each completed to the event that a rule would see.

use super::Form;
use super::error::Kind;
use super::note::Note;
use super::time::Time;
use super::trail::{Trail, member_path, trimmed};
use super::walk::{Walk, list};
use crate::json::{Document, NodeId, NodeKind, unquote, write_string};

pub(super) const PLACEHOLDER_ID: &str = "00000000-0000-0000-0000-000000000000";
pub(super) const PLACEHOLDER_TIME: &str = "1970-01-01T00:00:00Z";

const FORM: Form = Form::PutEvents;

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    match document.node(id).kind {
        NodeKind::Array => {
            let mut elements = document.children(id).peekable();
            elements.peek().is_some() && elements.all(|element| is_entry(document, element))
        }
        _ => {
            let entries = list(document, id, "Entries");
            let holds_entries = entries.is_some_and(|entries| {
                let mut elements = document.children(entries).peekable();
                elements.peek().is_none() || elements.any(|element| traits(document, element) > 0)
            });
            holds_entries || is_entry(document, id)
        }
    }
}

fn is_entry(document: &Document<'_>, id: NodeId) -> bool {
    traits(document, id) > 1
}

/// How many of the members that only entries have.
fn traits(document: &Document<'_>, id: NodeId) -> usize {
    ["Source", "DetailType", "Detail"]
        .iter()
        .filter(|name| document.member(id, name).is_some())
        .count()
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let trail = trail.form(FORM);
    let (entries, name) = match list(document, id, "Entries") {
        Some(entries) => (entries, "Entries"),
        None if document.node(id).kind == NodeKind::Array => (id, ""),
        None => return read_entry(walk, document, id, "", &trail),
    };
    let mut count = 0_usize;
    for entry in document.children(entries) {
        read_entry(walk, document, entry, &format!("{name}[{count}]"), &trail);
        count += 1;
    }
    if count == 0 {
        walk.problem(Kind::NothingIn(FORM), document.node(entries).span, &trail);
    }
}

fn read_entry(
    walk: &mut Walk<'_>,
    document: &Document<'_>,
    entry: NodeId,
    path: &str,
    trail: &Trail<'_>,
) {
    let trail = &match path {
        "" => trail.clone(),
        _ => trail.step(path),
    };
    let mut text_member = |name: &str| walk.text_member(document, entry, name, path, FORM, trail);
    let (Some(source), Some(detail_type), Some(detail)) = (
        text_member("Source"),
        text_member("DetailType"),
        text_member("Detail"),
    ) else {
        return;
    };
    let Some(detail) = read_detail(walk, document, detail, path, trail) else {
        return;
    };
    let mut notes: Vec<Note> = [
        ("version", "0"),
        ("id", PLACEHOLDER_ID),
        ("account", "123456789012"),
        ("region", "us-east-1"),
    ]
    .into_iter()
    .map(|(member, value)| Note::Placeholder { member, value })
    .collect();
    let time = match document
        .member(entry, "Time")
        .map(|id| (id, time(document, id)))
    {
        Some((_, Some(time))) => {
            notes.push(Note::Derived {
                member: "time",
                from: "`Time`".to_owned(),
            });
            time.whole_seconds()
        }
        Some((id, None)) if document.node(id).kind != NodeKind::Null => {
            let wrong = "is not a time: neither seconds since 1970 nor ISO 8601 with an offset";
            return member_problem(walk, document, id, path, "Time", wrong, trail);
        }
        _ => {
            notes.push(Note::Placeholder {
                member: "time",
                value: PLACEHOLDER_TIME,
            });
            PLACEHOLDER_TIME.to_owned()
        }
    };
    let resources = match document.member(entry, "Resources") {
        None => "[]",
        Some(id) => {
            let is_list = document.node(id).kind == NodeKind::Array
                && document
                    .children(id)
                    .all(|resource| document.node(resource).kind == NodeKind::String);
            if !is_list {
                let wrong = "is not a list of strings";
                return member_problem(walk, document, id, path, "Resources", wrong, trail);
            }
            document.raw(id)
        }
    };
    let mut event = String::with_capacity(detail.len() + 512);
    event.push_str(r#"{"version":"0","id":"#);
    write_string(&mut event, PLACEHOLDER_ID);
    event.push_str(r#","detail-type":"#);
    event.push_str(document.raw(detail_type));
    event.push_str(r#","source":"#);
    event.push_str(document.raw(source));
    event.push_str(r#","account":"123456789012","time":"#);
    write_string(&mut event, &time);
    event.push_str(r#","region":"us-east-1","resources":"#);
    event.push_str(resources);
    event.push_str(r#","detail":"#);
    event.push_str(&detail);
    event.push('}');
    walk.made(event, document.node(entry).span, notes, trail);
}

/// The JSON object that `Detail` spells.
fn read_detail(
    walk: &mut Walk<'_>,
    document: &Document<'_>,
    id: NodeId,
    path: &str,
    trail: &Trail<'_>,
) -> Option<String> {
    let span = document.node(id).span;
    let text = unquote(document.raw(id));
    let detail = match Document::parse(text.as_ref()) {
        Ok(detail) => detail,
        Err(error) => {
            let trail = trail.member("Detail");
            walk.syntax(FORM, error, &text, &trail.inside(&text, span));
            return None;
        }
    };
    let kind = detail.node(0).kind;
    if kind != NodeKind::Object {
        let wrong = format!("must spell a JSON object, and spells {}", kind.name());
        member_problem(walk, document, id, path, "Detail", &wrong, trail);
        return None;
    }
    Some(trimmed(&text).of(&text).to_owned())
}

fn time(document: &Document<'_>, id: NodeId) -> Option<Time> {
    match document.node(id).kind {
        NodeKind::Number => Time::from_epoch(document.raw(id)),
        _ => Time::from_iso(&document.string(id)?),
    }
}

fn member_problem(
    walk: &mut Walk<'_>,
    document: &Document<'_>,
    id: NodeId,
    path: &str,
    name: &str,
    wrong: &str,
    trail: &Trail<'_>,
) {
    let kind = Kind::Member {
        form: FORM,
        path: member_path(path, name),
        wrong: wrong.to_owned(),
    };
    walk.problem(kind, document.node(id).span, trail);
}
