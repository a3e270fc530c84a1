//! The automaton of one field, as far as wildcards go.
//!
//! An operand stands between quotes, in bytes. Its states are a path of nodes from the root: one
//! behind each byte, one behind each star. A later operand goes along nodes that are there already,
//! until it may not any more; from there on it has nodes of its own, though others may stand for the
//! same text.

use super::graph::StateId;
use crate::pattern::value::Wildcard;

pub(super) type NodeId = usize;

/// Number of a wildcard matcher.
pub(super) type PatternId = usize;

#[derive(Debug)]
pub(super) struct Automaton {
    nodes: Vec<Node>,
    /// Whether there is a suffix matcher too, which makes the service read text backwards.
    pub(super) has_suffix: bool,
}

#[derive(Debug, Default)]
pub(super) struct Node {
    /// The nodes behind each byte, in order of the bytes.
    bytes: Vec<(u8, Vec<NodeId>)>,
    pub(super) star: Option<NodeId>,
    pub(super) is_star: bool,
    /// Whether a star leads here.
    behind_star: bool,
    /// The matchers that go through here, each once.
    pub(super) patterns: Vec<PatternId>,
    /// The matchers that match with a quote here, and where they lead.
    pub(super) ends: Vec<(PatternId, StateId)>,
}

impl Node {
    /// The nodes behind a byte.
    pub(super) fn behind(&self, byte: u8) -> &[NodeId] {
        let place = self.bytes.binary_search_by_key(&byte, |(byte, _)| *byte);
        let there = place.ok().and_then(|at| self.bytes.get(at));
        there.map_or(&[], |(_, nodes)| nodes)
    }

    /// The bytes that lead on, with the nodes behind each.
    pub(super) fn children(&self) -> impl Iterator<Item = (u8, &[NodeId])> {
        self.bytes.iter().map(|(byte, nodes)| (*byte, &**nodes))
    }

    fn put(&mut self, byte: u8, node: NodeId) {
        match self.bytes.binary_search_by_key(&byte, |(byte, _)| *byte) {
            Ok(at) => self
                .bytes
                .get_mut(at)
                .map_or((), |(_, nodes)| nodes.push(node)),
            Err(at) => self.bytes.insert(at, (byte, vec![node])),
        }
    }
}

/// What an operand is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Byte(u8),
    Star,
}

impl Default for Automaton {
    fn default() -> Self {
        Self {
            nodes: vec![Node::default()],
            has_suffix: false,
        }
    }
}

impl Automaton {
    pub(super) const ROOT: NodeId = 0;

    pub(super) fn size(&self) -> usize {
        self.nodes.len()
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "node ids are made only for nodes that exist"
    )]
    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "node ids are made only for nodes that exist"
    )]
    fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id]
    }

    /// The states that its matchers lead to.
    pub(super) fn reached(&self) -> impl Iterator<Item = StateId> {
        let ends = self.nodes.iter().flat_map(|node| &node.ends);
        ends.map(|(_, state)| *state)
    }

    /// Puts an operand in, which is to lead to `next`: where it leads.
    pub(super) fn add(&mut self, operand: &Wildcard, pattern: PatternId, next: StateId) -> StateId {
        let tokens = tokens(operand);
        let mut at = Self::ROOT;
        let mut own = false;
        self.pass(at, pattern);
        for (index, token) in tokens.iter().enumerate() {
            let shared = (!own).then(|| self.shared(at, &tokens, index)).flatten();
            own |= shared.is_none();
            at = shared.unwrap_or_else(|| self.grow(at, *token));
            self.pass(at, pattern);
        }
        let ends = &mut self.node_mut(at).ends;
        if let Some((_, state)) = ends.iter().find(|(other, _)| *other == pattern) {
            return *state;
        }
        ends.push((pattern, next));
        next
    }

    fn pass(&mut self, at: NodeId, pattern: PatternId) {
        let patterns = &mut self.node_mut(at).patterns;
        // The latest is the last.
        if patterns.iter().rev().all(|other| *other != pattern) {
            patterns.push(pattern);
        }
    }

    fn grow(&mut self, at: NodeId, token: Token) -> NodeId {
        let new = self.nodes.len();
        let is_star = token == Token::Star;
        self.nodes.push(Node {
            is_star,
            behind_star: is_star || self.node(at).behind_star,
            ..Node::default()
        });
        match token {
            Token::Byte(byte) => self.node_mut(at).put(byte, new),
            Token::Star => self.node_mut(at).star = Some(new),
        }
        new
    }

    /// The node behind the next token that is there and may be shared.
    ///
    /// In front of any star everything is shared, and stars are. Behind one, the service shares no
    /// character that has two cases, and none where a star may follow as well.
    fn shared(&self, at: NodeId, tokens: &[Token], index: usize) -> Option<NodeId> {
        let node = self.node(at);
        let byte = match tokens.get(index)? {
            Token::Star => return node.star,
            Token::Byte(byte) => byte,
        };
        let there = *node.behind(*byte).first()?;
        if !self.node(there).behind_star {
            return Some(there);
        }
        let Some(character) = self.character(tokens, index) else {
            return Some(there);
        };
        (node.star.is_none() && !has_cases(character)).then_some(there)
    }

    /// The character that begins with this byte. In its middle there is none, unless the service
    /// reads backwards: then it takes the second byte, all of its kind behind it and one more, in
    /// reverse, for a character.
    fn character(&self, tokens: &[Token], index: usize) -> Option<char> {
        let bytes = || {
            tokens.iter().skip(index).map_while(|token| match token {
                Token::Byte(byte) => Some(*byte),
                Token::Star => None,
            })
        };
        let byte = bytes().next()?;
        let decoded = if is_middle(byte) {
            let before = tokens.get(index.checked_sub(1)?)?;
            let second = !matches!(before, Token::Byte(before) if is_middle(*before));
            if !(self.has_suffix && second) {
                return None;
            }
            let mut run: Vec<u8> = bytes().take_while(|byte| is_middle(*byte)).collect();
            run.extend(bytes().nth(run.len()));
            run.reverse();
            run
        } else {
            // Of four bytes it reads three, which are no character.
            let length = match byte {
                0x00..=0x7f => 1,
                0xc0..=0xdf => 2,
                _ => 3,
            };
            bytes().take(length).collect()
        };
        String::from_utf8_lossy(&decoded).chars().next()
    }

    /// How many of the nodes one value can be in: see [`measure`](super::measure).
    pub(super) fn complexity(&self) -> usize {
        super::measure::most_at_once(self)
    }
}

fn tokens(operand: &Wildcard) -> Vec<Token> {
    let mut tokens = vec![Token::Byte(b'"')];
    for (index, literal) in operand.literals().iter().enumerate() {
        tokens.extend((index > 0).then_some(Token::Star));
        tokens.extend(literal.bytes().map(Token::Byte));
    }
    tokens
}

fn is_middle(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

fn has_cases(character: char) -> bool {
    !character.to_lowercase().eq(character.to_uppercase())
}
