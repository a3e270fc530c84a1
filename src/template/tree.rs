//! A YAML or JSON template as a flat tree, with tags as the functions they stand for.

use super::align::{Escapes, align};
use super::error::Problem;
use super::scalar::Schema;
use super::text::{FileId, Place, Text};
use super::yaml;
use crate::json::Span;
use std::collections::HashSet;
use std::sync::Arc;

/// Index of a node. An alias shares the node of its anchor, so nodes may have several parents, but
/// a node never lies inside of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Id(u32);

#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// Which of the texts it stands in.
    source: SourceId,
}

/// One of the texts that a tree was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SourceId(u16);

impl SourceId {
    /// The text that a tree is read from first.
    pub(super) const FIRST: Self = Self(0);
}

/// The most texts that one tree may be read from.
const MOST_SOURCES: usize = 256;

/// The most bytes that they may have, besides the template itself.
const MOST_TAKEN_IN: usize = 8 << 20;

/// A text, and where it stands.
#[derive(Debug)]
struct Source {
    text: Arc<str>,
    host: Host,
}

/// Where a text stands.
#[derive(Debug, Clone)]
pub(super) enum Host {
    /// It is a file's.
    File(FileId),
    /// In another text, whose places these are.
    Inside(Text),
}

#[derive(Debug, Clone)]
pub(super) enum Kind {
    Null,
    Bool(bool),
    /// As JSON spells it.
    Number(String),
    Text {
        cooked: Box<str>,
        /// What stands in the file, without quotes.
        raw: Span,
        escapes: Escapes,
    },
    List(Vec<Id>),
    Map(Vec<Member>),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) key: Id,
    pub(super) value: Id,
}

/// A whole template, and what it takes in.
#[derive(Debug, Default)]
pub(super) struct Tree {
    sources: Vec<Source>,
    nodes: Vec<Node>,
    /// What something else may refer to: what stands behind an anchor.
    anchored: Vec<Id>,
}

impl Tree {
    /// Adds a text of which nodes are to be made. `None` where there are too many.
    pub(super) fn open(&mut self, text: Arc<str>, host: Host) -> Option<SourceId> {
        let id = SourceId(u16::try_from(self.sources.len()).ok()?);
        // The template itself has a limit of its own.
        let taken: usize = self.sources.iter().skip(1).map(|s| s.text.len()).sum();
        let fits = self.sources.is_empty() || taken + text.len() <= MOST_TAKEN_IN;
        (fits && self.sources.len() < MOST_SOURCES).then(|| {
            self.sources.push(Source { text, host });
            id
        })
    }

    /// Reads JSON into the tree.
    ///
    /// # Errors
    /// It is not JSON.
    pub(super) fn read_json(&mut self, text: Arc<str>, host: Host) -> Result<Id, Problem> {
        let source = self.open(text.clone(), host).ok_or_else(too_many)?;
        of_json(self, &text, source)
    }

    /// Reads YAML into the tree: the roots of its documents.
    ///
    /// # Errors
    /// It is not YAML.
    pub(super) fn read_yaml(
        &mut self,
        text: Arc<str>,
        host: Host,
        schema: Schema,
    ) -> Result<Vec<Id>, Problem> {
        let source = self.open(text.clone(), host).ok_or_else(too_many)?;
        yaml::read(self, &text, source, schema)
    }

    pub(super) fn add(&mut self, kind: Kind, span: Span, source: SourceId) -> Id {
        let id = Id(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node { kind, span, source });
        id
    }

    /// Notes that a node has an anchor.
    pub(super) fn anchor(&mut self, id: Id) {
        self.anchored.push(id);
    }

    /// How much there is, for [`Self::reset`].
    pub(super) fn mark(&self) -> (usize, usize) {
        (self.nodes.len(), self.anchored.len())
    }

    /// Forgets what was added since.
    pub(super) fn reset(&mut self, (nodes, anchored): (usize, usize)) {
        self.nodes.truncate(nodes);
        self.anchored.truncate(anchored);
    }

    /// The places of what has an anchor.
    pub(super) fn anchored(&self) -> Vec<Place> {
        self.anchored.iter().map(|id| self.place(*id)).collect()
    }

    /// Puts what stands at `other` in the place of a node.
    pub(super) fn replace(&mut self, id: Id, other: Id) {
        let new = self.node(other).clone();
        if let Some(node) = self.nodes.get_mut(id.0 as usize) {
            *node = new;
        }
    }

    /// Puts the members of `other` beside a member's siblings, in its place.
    pub(super) fn merge(&mut self, member: Member, other: Id) {
        self.replace(member.value, other);
        if let Some(node) = self.nodes.get_mut(member.key.0 as usize)
            && let Kind::Text { cooked, .. } = &mut node.kind
        {
            *cooked = "<<".into();
        }
    }

    /// The nodes that there are.
    pub(super) fn ids(&self) -> impl Iterator<Item = Id> + use<> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(Id)
    }

    /// A range of one of the texts.
    pub(super) fn place_in(&self, source: SourceId, span: Span) -> Place {
        match self.sources.get(usize::from(source.0)).map(|s| &s.host) {
            Some(Host::File(file)) => Place::new(*file, span.start, span.end),
            Some(Host::Inside(text)) => text.place(span),
            None => Place::default(),
        }
    }

    /// The bytes of a node in its text.
    pub(super) fn written(&self, id: Id) -> &str {
        let node = self.node(id);
        let source = self.sources.get(usize::from(node.source.0));
        source.map_or("", |source| node.span.of(&source.text))
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made only for nodes that exist, and a file has fewer than 2^32 bytes"
    )]
    pub(super) fn node(&self, id: Id) -> &Node {
        &self.nodes[id.0 as usize]
    }

    pub(super) fn place(&self, id: Id) -> Place {
        let node = self.node(id);
        self.place_in(node.source, node.span)
    }

    pub(super) fn str(&self, id: Id) -> Option<&str> {
        match &self.node(id).kind {
            Kind::Text { cooked, .. } => Some(cooked),
            _ => None,
        }
    }

    /// A string with the place of each of its characters.
    pub(super) fn text(&self, id: Id) -> Option<Text> {
        let node = self.node(id);
        let Kind::Text {
            cooked,
            raw,
            escapes,
        } = &node.kind
        else {
            return None;
        };
        let source = self.sources.get(usize::from(node.source.0))?;
        let file = match &source.host {
            Host::File(file) => *file,
            Host::Inside(_) => FileId::TEMPLATE,
        };
        let text = align(raw.of(&source.text), raw.start, cooked, *escapes, file);
        Some(match &source.host {
            Host::File(_) => text,
            Host::Inside(host) => text.rebased(host),
        })
    }

    pub(super) fn list(&self, id: Id) -> &[Id] {
        match &self.node(id).kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    pub(super) fn map(&self, id: Id) -> &[Member] {
        match &self.node(id).kind {
            Kind::Map(members) => members,
            _ => &[],
        }
    }

    /// The members with those that `<<` merges in behind them, each key once but for the map's own.
    pub(super) fn members(&self, id: Id) -> Vec<Member> {
        let own = self.map(id);
        if !own.iter().any(|member| self.str(member.key) == Some("<<")) {
            return own.to_vec();
        }
        let mut members: Vec<Member> = Vec::new();
        let mut names = HashSet::new();
        let mut merged: Vec<Id> = Vec::new();
        for member in own {
            let name = self.str(member.key);
            if name != Some("<<") {
                names.insert(name);
                members.push(*member);
                continue;
            }
            match &self.node(member.value).kind {
                Kind::List(items) => merged.extend(items),
                _ => merged.push(member.value),
            }
        }
        // A merge inside of what is merged is followed, within reason.
        let mut left = 64;
        while let Some(id) = merged.pop() {
            if left == 0 {
                break;
            }
            left -= 1;
            for member in self.map(id) {
                let key = self.str(member.key);
                if key == Some("<<") {
                    match &self.node(member.value).kind {
                        Kind::List(items) => merged.extend(items),
                        _ => merged.push(member.value),
                    }
                } else if names.insert(key) {
                    members.push(*member);
                }
            }
        }
        members
    }

    /// The last member with this name.
    pub(super) fn get(&self, id: Id, name: &str) -> Option<Id> {
        let own = self.map(id).iter().rev();
        let mut own = own.filter(|member| self.str(member.key) == Some(name));
        match own.next() {
            Some(member) => Some(member.value),
            None if self.map(id).iter().any(|m| self.str(m.key) == Some("<<")) => {
                let members = self.members(id);
                let mut found = members
                    .iter()
                    .filter(|member| self.str(member.key) == Some(name));
                found.next().map(|member| member.value)
            }
            None => None,
        }
    }

    /// The member with this name, key and value.
    pub(super) fn entry(&self, id: Id, name: &str) -> Option<Member> {
        self.members(id)
            .into_iter()
            .rev()
            .find(|member| self.str(member.key) == Some(name))
    }

    /// Follows names from here.
    pub(super) fn walk(&self, id: Id, names: &[&str]) -> Option<Id> {
        names.iter().try_fold(id, |id, name| self.get(id, name))
    }
}

fn too_many() -> Problem {
    Problem::new(format!(
        "this takes in more than {MOST_SOURCES} texts, or {} MiB",
        MOST_TAKEN_IN >> 20
    ))
}

fn of_json(tree: &mut Tree, text: &str, source: SourceId) -> Result<Id, Problem> {
    use crate::json::{Document, NodeKind};
    let document = Document::parse(text).map_err(|error| {
        Problem::new(error.to_string()).place(tree.place_in(source, error.span()))
    })?;
    let mut root = None;
    // Children stand behind their parents: from the back, they are there when they are needed.
    let mut ids: Vec<Option<Id>> = vec![None; document.len()];
    for (at, node) in document.nodes().enumerate().rev() {
        let id = u32::try_from(at).unwrap_or(u32::MAX);
        let mut child = |child: u32| ids.get_mut(child as usize).and_then(Option::take);
        let kind = match node.kind {
            NodeKind::Null => Kind::Null,
            NodeKind::True => Kind::Bool(true),
            NodeKind::False => Kind::Bool(false),
            NodeKind::Number => Kind::Number(document.raw(id).to_owned()),
            NodeKind::String => string(document.string(id), node.span),
            NodeKind::Array => Kind::List(document.children(id).filter_map(child).collect()),
            NodeKind::Object => {
                let mut members = Vec::new();
                for id in document.children(id) {
                    let Some(value) = child(id) else { continue };
                    let span = document.node(id).key;
                    let kind = string(document.key(id), span);
                    let key = tree.add(kind, span, source);
                    members.push(Member { key, value });
                }
                Kind::Map(members)
            }
        };
        let new = tree.add(kind, node.span, source);
        if let Some(slot) = ids.get_mut(id as usize) {
            *slot = Some(new);
        }
        root = Some(new);
    }
    root.ok_or_else(|| Problem::new("there is nothing here"))
}

fn string(cooked: Option<std::borrow::Cow<'_, str>>, span: Span) -> Kind {
    Kind::Text {
        cooked: cooked.unwrap_or_default().into(),
        raw: Span::new(span.start + 1, span.end.saturating_sub(1)),
        escapes: Escapes::Backslash,
    }
}
