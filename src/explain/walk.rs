//! Following a path that has no values, to see where it ends.

use crate::json::{Document, NodeId, NodeKind};

/// How many places are kept; an array of many alike objects has the same to say of each.
const KEPT: usize = 64;

/// Where a path leads. Every value of the document is looked at once at most.
#[derive(Debug, Clone, Default)]
pub(super) struct Walk<'p> {
    /// The objects and arrays that the whole path leads to, the first few.
    pub(super) arrived: Vec<NodeId>,
    /// The values in which it could not be followed further, with the rest of the path: only
    /// those with the shortest rest, the first few.
    pub(super) stuck: Vec<(NodeId, &'p str)>,
}

impl<'p> Walk<'p> {
    pub(super) fn new(document: &Document<'_>, path: &'p str) -> Self {
        let mut walk = Self::default();
        let mut open = vec![(0, path)];
        while let Some((id, rest)) = open.pop() {
            let first = open.len();
            match document.node(id).kind {
                NodeKind::Array => {
                    open.extend(document.children(id).map(|child| (child, rest)));
                }
                NodeKind::Object => {
                    let mut found = false;
                    for child in document.children(id) {
                        let key = document.key(child).unwrap_or_default();
                        let Some(behind) = rest.strip_prefix(&*key) else {
                            continue;
                        };
                        if behind.is_empty() {
                            found = true;
                            walk.arrive(child);
                        } else if let Some(behind) = behind.strip_prefix('.') {
                            found = true;
                            open.push((child, behind));
                        }
                    }
                    if !found {
                        walk.stick(id, rest);
                    }
                }
                _ => walk.stick(id, rest),
            }
            if let Some(new) = open.get_mut(first..) {
                new.reverse();
            }
        }
        walk.arrived.sort_unstable();
        walk.stuck.sort_unstable();
        walk
    }

    fn arrive(&mut self, id: NodeId) {
        if self.arrived.len() < KEPT {
            self.arrived.push(id);
        }
    }

    fn stick(&mut self, id: NodeId, rest: &'p str) {
        if let Some((_, shortest)) = self.stuck.first() {
            if shortest.len() > rest.len() {
                self.stuck.clear();
            } else if shortest.len() < rest.len() || self.stuck.len() == KEPT {
                return;
            }
        }
        self.stuck.push((id, rest));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(event: &str, path: &str) -> (Vec<String>, Vec<(String, String)>) {
        let document = Document::parse(event).unwrap();
        let walk = Walk::new(&document, path);
        let stuck = walk.stuck.iter();
        (
            walk.arrived
                .iter()
                .map(|id| document.pointer_to(*id))
                .collect(),
            stuck
                .map(|(id, rest)| (document.pointer_to(*id), (*rest).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn goes_as_far_as_it_can() {
        let event = r#"{"a":{"b":{},"c":[{"d":{"e":1}},{"x":2}]},"a.c":[[{}]]}"#;
        assert_eq!(walk(event, "a.b").0, ["/a/b"]);
        assert_eq!(walk(event, "a.c").0, ["/a/c", "/a.c"]);
        assert_eq!(walk(event, "a.c.d").0, ["/a/c/0/d"]);
        let (arrived, stuck) = walk(event, "a.c.d.f");
        assert!(arrived.is_empty());
        assert_eq!(stuck, [("/a/c/0/d".to_owned(), "f".to_owned())]);
        assert_eq!(walk(event, "z.y").1, [(String::new(), "z.y".to_owned())]);
    }
}
