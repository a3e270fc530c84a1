//! YAML: an event, or a reply as `--output yaml` prints it.

use super::Form;
use super::event;
use super::recognise::wrapper;
use super::trail::{Trail, trimmed};
use super::walk::Walk;
use crate::json::{Document, NodeId, NodeKind};
use crate::template::carriers;

/// The largest text that is looked into, in bytes: YAML takes long to read.
const LARGEST: usize = 4 << 20;

/// The JSON of a YAML text with events in it. Prose and logs are YAML too, so it has to be something
/// that events surely are, or come in.
pub(super) fn to_json(text: &str) -> Option<String> {
    let first = text.lines().find(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#') && line != "---"
    })?;
    let key = first.trim_start_matches("- ").trim_start();
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '@' | '"' | '\'');
    let behind = key.trim_start_matches(is_key);
    let begins = behind.len() < key.len() && (behind.starts_with(": ") || behind.trim_end() == ":")
        || key == "-";
    if !begins || text.len() > LARGEST {
        return None;
    }
    let json = carriers::yaml_to_json(text).ok()?.as_str().to_owned();
    let document = Document::parse(json.as_str()).ok()?;
    holds_events(&document).then_some(json)
}

fn holds_events(document: &Document<'_>) -> bool {
    let is_one = |id: NodeId| {
        document.node(id).kind == NodeKind::Object
            && (event::is_surely_one(document, id) || wrapper(document, id).is_some())
    };
    match document.node(0).kind {
        NodeKind::Object => is_one(0),
        NodeKind::Array => wrapper(document, 0).is_some() || document.children(0).any(is_one),
        _ => false,
    }
}

pub(super) fn read(walk: &mut Walk<'_>, text: &str, json: &str, trail: &Trail<'_>) {
    let trail = trail.form(Form::Yaml);
    walk.text(json, &trail.inside(json, trimmed(text)));
}
