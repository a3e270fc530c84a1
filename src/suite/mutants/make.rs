//! Making the mutants of a pattern: one edit of its text each.

use super::numbers::next_to;
use crate::json::edit::{self, Edit, apply};
use crate::json::{Document, NodeId, NodeKind, Span, write_string};
use crate::pattern::value::MatcherKind;
use crate::pattern::{Condition, ConditionId, Pattern};
use crate::text::head;
use std::collections::HashSet;

/// What kind of mistake a mutant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A condition is left out.
    DropCondition,
    /// One of several matchers is left out.
    DropMatcher,
    /// One of several values of an `anything-but` is left out.
    DropListed,
    /// Another value stands there.
    ReplaceValue,
    /// A range is wider or narrower.
    MoveBound,
    /// `exists` asks for the opposite.
    FlipExists,
    /// `anything-but` is turned round.
    TurnAnythingBut,
    /// Exact for a prefix and the like, or a prefix for exact.
    SwapExact,
    /// A branch of an `$or` is left out.
    DropBranch,
    /// A number stands in quotes.
    QuoteNumber,
}

impl Kind {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::DropCondition => "drop-condition",
            Self::DropMatcher => "drop-matcher",
            Self::DropListed => "drop-listed",
            Self::ReplaceValue => "replace-value",
            Self::MoveBound => "move-bound",
            Self::FlipExists => "flip-exists",
            Self::TurnAnythingBut => "turn-anything-but",
            Self::SwapExact => "swap-exact",
            Self::DropBranch => "drop-branch",
            Self::QuoteNumber => "quote-number",
        }
    }
}

/// A wrong version of a pattern, which the service would accept.
#[derive(Debug)]
pub(super) struct Mutant {
    pub(super) kind: Kind,
    pub(super) what: String,
    /// Where in the pattern's text.
    pub(super) at: usize,
    pub(super) pattern: Pattern,
}

/// All mutants of a pattern that compile, none twice. Each is made when it is asked for: a pattern may
/// have thousands, and each of them hundreds of thousands of conditions.
pub(super) fn mutants(pattern: &Pattern) -> impl Iterator<Item = Mutant> {
    let text = pattern.text();
    let mut seen = HashSet::from([text.to_owned()]);
    drafts(pattern).into_iter().filter_map(move |draft| {
        let Draft {
            kind,
            what,
            at,
            edit,
        } = draft;
        let text = apply(text, &[edit]);
        if !seen.insert(text.clone()) {
            return None;
        }
        let pattern = Pattern::parse(&text).ok()?;
        Some(Mutant {
            kind,
            what,
            at,
            pattern,
        })
    })
}

/// A mutant that was not made yet.
struct Draft {
    kind: Kind,
    what: String,
    at: usize,
    edit: Edit,
}

fn drafts(pattern: &Pattern) -> Vec<Draft> {
    let Ok(document) = Document::parse(pattern.text()) else {
        return Vec::new();
    };
    let mut maker = Maker {
        pattern,
        document: &document,
        made: Vec::new(),
    };
    let used: HashSet<ConditionId> = pattern
        .alternatives()
        .iter()
        .flat_map(|alternative| alternative.conditions.iter().copied())
        .collect();
    for (index, condition) in pattern.conditions().iter().enumerate() {
        // What was replaced everywhere says nothing, and saying it wrongly neither.
        if used.contains(&ConditionId(index)) {
            maker.of_condition(condition);
        }
    }
    maker.branches();
    maker.made
}

struct Maker<'m> {
    pattern: &'m Pattern,
    document: &'m Document<'m>,
    made: Vec<Draft>,
}

impl Maker<'_> {
    fn add(&mut self, kind: Kind, what: String, edit: Edit) {
        let at = edit.span.start;
        self.made.push(Draft {
            kind,
            what,
            at,
            edit,
        });
    }

    fn replace(&mut self, kind: Kind, what: String, id: NodeId, json: impl Into<String>) {
        let span = self.document.node(id).span;
        self.add(kind, what, Edit::replace(span, json));
    }

    /// The value that stands exactly there.
    fn node_at(&self, span: Span) -> Option<NodeId> {
        let found = self.document.starting_at(span.start);
        found.filter(|id| self.document.node(*id).span == span)
    }

    fn of_condition(&mut self, condition: &Condition) {
        let Some(array) = self.node_at(condition.span) else {
            return;
        };
        let path = &condition.path;
        // With the last member goes the object, but not the branch of an `$or`.
        let mut dropped = array;
        loop {
            let parent = self.document.parent(dropped);
            let only = self.document.children(parent).count() == 1;
            let in_object =
                self.document.node(self.document.parent(parent)).kind == NodeKind::Object;
            if !only || parent == 0 || !in_object {
                break;
            }
            dropped = parent;
        }
        if let Some(edit) = edit::remove(self.document, dropped) {
            let what = format!("without the condition on `{path}`");
            self.add(Kind::DropCondition, what, edit);
        }
        for matcher in &condition.matchers {
            let Some(node) = self.node_at(matcher.span) else {
                continue;
            };
            if condition.matchers.len() > 1
                && let Some(edit) = edit::remove(self.document, node)
            {
                let what = format!("without {} for `{path}`", self.shown(node));
                self.add(Kind::DropMatcher, what, edit);
            }
            self.of_matcher(&matcher.kind, node);
        }
    }

    fn shown(&self, node: NodeId) -> String {
        let text: Vec<_> = self.document.raw(node).split_whitespace().collect();
        let text = text.join(" ");
        head(&text, 60).into_owned()
    }

    fn instead(&self, node: NodeId, new: &str) -> String {
        format!("{new} instead of {}", self.shown(node))
    }

    fn of_matcher(&mut self, kind: &MatcherKind, node: NodeId) {
        match kind {
            MatcherKind::Exact(text) => {
                self.another_string(node);
                let prefix = format!("{{\"prefix\": {}}}", json(text));
                let what = self.instead(node, &prefix);
                self.replace(Kind::SwapExact, what, node, prefix);
            }
            MatcherKind::Address(_) => self.another_string(node),
            MatcherKind::Number(_) => self.another_number(node),
            MatcherKind::Bool(value) => {
                let what = self.instead(node, &(!value).to_string());
                self.replace(Kind::ReplaceValue, what, node, (!value).to_string());
            }
            MatcherKind::Null => {
                let what = self.instead(node, "false");
                self.replace(Kind::ReplaceValue, what, node, "false");
            }
            MatcherKind::Exists(value) => {
                if let Some(operand) = self.operand(node) {
                    let what = format!("{{\"exists\": {}}}", !value);
                    let what = self.instead(node, &what);
                    self.replace(Kind::FlipExists, what, operand, (!value).to_string());
                }
            }
            MatcherKind::Numeric(_) => self.numeric(node),
            MatcherKind::AnythingBut(_) => self.anything_but(node),
            MatcherKind::Cidr(_) => self.cidr(node),
            MatcherKind::Exactly(text) => {
                self.another_operand(node);
                let prefix = format!("{{\"prefix\": {}}}", json(text));
                let what = self.instead(node, &prefix);
                self.replace(Kind::SwapExact, what, node, prefix);
            }
            MatcherKind::Prefix(_)
            | MatcherKind::Suffix(_)
            | MatcherKind::EqualsIgnoreCase(_)
            | MatcherKind::PrefixIgnoreCase(_)
            | MatcherKind::SuffixIgnoreCase(_)
            | MatcherKind::Wildcard(_) => {
                self.another_operand(node);
                if let Some(leaf) = self.innermost(node) {
                    let exact = self.document.raw(leaf).to_owned();
                    let what = self.instead(node, &exact);
                    self.replace(Kind::SwapExact, what, node, exact);
                }
            }
        }
    }

    /// The value of a matcher's only member.
    fn operand(&self, matcher: NodeId) -> Option<NodeId> {
        self.document.children(matcher).next()
    }

    /// The string inside of `{"prefix": {"equals-ignore-case": …}}` and the like.
    fn innermost(&self, matcher: NodeId) -> Option<NodeId> {
        let operand = self.operand(matcher)?;
        match self.document.node(operand).kind {
            NodeKind::Object => self.operand(operand),
            _ => Some(operand),
        }
    }

    fn another_operand(&mut self, matcher: NodeId) {
        if let Some(leaf) = self.innermost(matcher) {
            self.another_string(leaf);
        }
    }

    /// Another string: `-x` in front for a suffix, behind for all else.
    fn another_string(&mut self, leaf: NodeId) {
        let Some(text) = self.document.string(leaf) else {
            return;
        };
        let parent = self.document.parent(leaf);
        let is_suffix = |id: NodeId| self.document.key(id).as_deref() == Some("suffix");
        let other = match is_suffix(leaf) || is_suffix(parent) {
            true => format!("x-{text}"),
            false => format!("{text}-x"),
        };
        let other = json(&other);
        let what = self.instead(leaf, &other);
        self.replace(Kind::ReplaceValue, what, leaf, other);
    }

    fn another_number(&mut self, leaf: NodeId) {
        let number = self.document.raw(leaf).to_owned();
        if let Some([other, _]) = next_to(&number) {
            let what = self.instead(leaf, &other);
            self.replace(Kind::ReplaceValue, what, leaf, other);
        }
        let quoted = json(&number);
        let what = self.instead(leaf, &quoted);
        self.replace(Kind::QuoteNumber, what, leaf, quoted);
    }

    fn numeric(&mut self, matcher: NodeId) {
        let Some(list) = self.operand(matcher) else {
            return;
        };
        let parts: Vec<_> = self.document.children(list).collect();
        for part in parts {
            match self.document.string(part).as_deref() {
                Some(operator) => {
                    let others: &[&str] = match operator {
                        ">" => &[">="],
                        ">=" => &[">"],
                        "<" => &["<="],
                        "<=" => &["<"],
                        _ => &[">=", "<="],
                    };
                    for other in others {
                        let what = format!("`{other}` instead of `{operator}`");
                        self.replace(Kind::MoveBound, what, part, json(other));
                    }
                }
                None => {
                    for other in next_to(self.document.raw(part)).into_iter().flatten() {
                        let what = self.instead(part, &other);
                        self.replace(Kind::MoveBound, what, part, other);
                    }
                }
            }
        }
    }

    /// A block of twice the size, and one of half.
    fn cidr(&mut self, matcher: NodeId) {
        let Some(leaf) = self.operand(matcher) else {
            return;
        };
        let text = self.document.string(leaf).unwrap_or_default().into_owned();
        let Some((address, bits)) = text.split_once('/') else {
            return;
        };
        let Ok(bits) = bits.parse::<u32>() else {
            return;
        };
        for bits in [bits.checked_sub(1), Some(bits + 1)].into_iter().flatten() {
            let other = json(&format!("{address}/{bits}"));
            let what = self.instead(leaf, &other);
            self.replace(Kind::MoveBound, what, leaf, other);
        }
    }

    fn anything_but(&mut self, matcher: NodeId) {
        let Some(operand) = self.operand(matcher) else {
            return;
        };
        let (inner, list) = match self.document.node(operand).kind {
            NodeKind::Object => match self.operand(operand) {
                Some(list) => (self.document.key(list), list),
                None => return,
            },
            _ => (None, operand),
        };
        let listed: Vec<_> = match self.document.node(list).kind {
            NodeKind::Array => self.document.children(list).collect(),
            _ => vec![list],
        };
        // As matchers of their own, side by side.
        let turned: Vec<_> = listed
            .iter()
            .map(|id| match &inner {
                Some(operator) => format!("{{{}: {}}}", json(operator), self.document.raw(*id)),
                None => self.document.raw(*id).to_owned(),
            })
            .collect();
        let turned = turned.join(", ");
        let what = format!("{} turned round", self.shown(matcher));
        self.replace(Kind::TurnAnythingBut, what, matcher, turned);
        for leaf in &listed {
            if listed.len() > 1
                && let Some(edit) = edit::remove(self.document, *leaf)
            {
                let what = format!(
                    "without {} among the values of `anything-but`",
                    self.shown(*leaf)
                );
                self.add(Kind::DropListed, what, edit);
            }
            match self.document.node(*leaf).kind {
                NodeKind::Number => self.another_number(*leaf),
                _ if inner.as_deref() == Some("suffix") => {
                    let text = self.document.string(*leaf).unwrap_or_default();
                    let other = json(&format!("x-{text}"));
                    let what = self.instead(*leaf, &other);
                    self.replace(Kind::ReplaceValue, what, *leaf, other);
                }
                _ => self.another_string(*leaf),
            }
        }
    }

    fn branches(&mut self) {
        for or in self.pattern.ors() {
            for (index, branch) in or.branches.iter().enumerate() {
                let Some(node) = self.node_at(*branch) else {
                    continue;
                };
                let what = format!("without branch {} of the `$or`", index + 1);
                let array = self.document.parent(node);
                let others: Vec<_> = self
                    .document
                    .children(array)
                    .filter(|other| *other != node)
                    .collect();
                let edit = match others.as_slice() {
                    // An `$or` of one branch is that branch.
                    [other] => {
                        let whole =
                            Span::new(or.key_span.start, self.document.node(array).span.end);
                        let raw = self.document.raw(*other).trim();
                        let inside = raw.strip_prefix('{').and_then(|raw| raw.strip_suffix('}'));
                        inside.map(|inside| Edit::replace(whole, inside.trim()))
                    }
                    _ => edit::remove(self.document, node),
                };
                if let Some(mut edit) = edit {
                    // What is told is where the branch stands.
                    let at = branch.start;
                    let before = self.made.len();
                    edit.text = edit.text.trim().to_owned();
                    self.add(Kind::DropBranch, what, edit);
                    if let Some(made) = self.made.get_mut(before) {
                        made.at = at;
                    }
                }
            }
        }
    }
}

fn json(text: &str) -> String {
    let mut out = String::new();
    write_string(&mut out, text);
    out
}
