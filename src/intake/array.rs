//! A JSON array of events, or of what wraps them.

use super::Form;
use super::error::Kind;
use super::trail::Trail;
use super::walk::Walk;
use crate::json::{Document, NodeId};

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let trail = trail.form(Form::Array);
    let mut count = 0_usize;
    for element in document.children(id) {
        walk.value(document, element, &trail.step(&format!("[{count}]")));
        count += 1;
    }
    if count == 0 {
        walk.problem(Kind::NothingIn(Form::Array), document.node(id).span, &trail);
    }
}
