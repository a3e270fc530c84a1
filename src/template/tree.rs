//! A YAML or JSON template as a flat tree, with tags as the functions they stand for.

use super::align::{Escapes, align};
use super::error::Problem;
use super::text::{FileId, Place, Text};
use crate::json::Span;
use std::collections::HashSet;

/// Index of a node. An alias shares the node of its anchor, so nodes may have several parents, but
/// a node never lies inside of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Id(u32);

#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

#[derive(Debug)]
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

/// A whole template.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub(super) source: &'a str,
    nodes: Vec<Node>,
    pub(super) root: Option<Id>,
    /// What something else may refer to.
    pub(super) shared: Vec<Span>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            nodes: Vec::new(),
            root: None,
            shared: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, kind: Kind, span: Span) -> Id {
        let id = Id(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node { kind, span });
        id
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made only for nodes that exist, and a file has fewer than 2^32 bytes"
    )]
    pub(super) fn node(&self, id: Id) -> &Node {
        &self.nodes[id.0 as usize]
    }

    pub(super) fn place(&self, id: Id) -> Place {
        let span = self.node(id).span;
        Place::new(FileId::TEMPLATE, span.start, span.end)
    }

    pub(super) fn str(&self, id: Id) -> Option<&str> {
        match &self.node(id).kind {
            Kind::Text { cooked, .. } => Some(cooked),
            _ => None,
        }
    }

    /// A string with the place of each of its characters.
    pub(super) fn text(&self, id: Id) -> Option<Text> {
        match &self.node(id).kind {
            Kind::Text {
                cooked,
                raw,
                escapes,
            } => Some(align(
                raw.of(self.source),
                raw.start,
                cooked,
                *escapes,
                FileId::TEMPLATE,
            )),
            _ => None,
        }
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

/// Reads JSON.
pub(super) fn of_json(source: &str) -> Result<Tree<'_>, Problem> {
    use crate::json::{Document, NodeKind};
    let document = Document::parse(source)
        .map_err(|error| Problem::new(error.to_string()).at(FileId::TEMPLATE, error.span()))?;
    let mut tree = Tree::new(source);
    // Children stand behind their parents: from the back, they are there when they are needed.
    let mut ids: Vec<Option<Id>> = vec![None; document.nodes().len()];
    for (at, node) in document.nodes().iter().enumerate().rev() {
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
                    let key = tree.add(kind, span);
                    members.push(Member { key, value });
                }
                Kind::Map(members)
            }
        };
        let new = tree.add(kind, node.span);
        if let Some(slot) = ids.get_mut(id as usize) {
            *slot = Some(new);
        }
        tree.root = Some(new);
    }
    Ok(tree)
}

fn string(cooked: Option<std::borrow::Cow<'_, str>>, span: Span) -> Kind {
    Kind::Text {
        cooked: cooked.unwrap_or_default().into(),
        raw: Span::new(span.start + 1, span.end.saturating_sub(1)),
        escapes: Escapes::Backslash,
    }
}
