//! Sets of strings as automata that read characters from the left.
//!
//! Exact strings, prefixes, suffixes, wildcards and their ignore-case forms are all chains of
//! characters with a loop here and there. One automaton holds all that one condition lists; it is
//! made deterministic while it is read, by [`Run`], and only as far as it is read.

use super::fast::FastMap;
use crate::pattern::value::{IgnoreCase, Wildcard, WildcardToken};
use std::collections::BTreeSet;

type NodeId = u32;

/// A set of strings.
#[derive(Debug, Clone)]
pub(super) struct Automaton {
    nodes: Vec<Node>,
    start: Vec<NodeId>,
    /// Where all suffixes begin: a loop.
    anywhere: Option<NodeId>,
    chains: u32,
}

#[derive(Debug, Clone, Default)]
struct Node {
    /// Sorted by character, once the automaton is finished.
    edges: Vec<(char, NodeId)>,
    /// Stays here, whatever the character.
    stays: bool,
    accepts: bool,
    /// The wildcard it belongs to, if not 0, and how many of its stars were passed.
    chain: u32,
    stars: u32,
}

impl Automaton {
    const ROOT: NodeId = 0;

    /// The set without any string.
    pub(super) fn new() -> Self {
        Self {
            nodes: vec![Node::default()],
            start: vec![Self::ROOT],
            anywhere: None,
            chains: 0,
        }
    }

    /// Whether nothing was added.
    pub(super) fn is_empty(&self) -> bool {
        self.nodes.len() == 1 && !self.node(Self::ROOT).accepts
    }

    pub(super) fn add_exact(&mut self, text: &str) {
        let end = self.spell(Self::ROOT, text);
        self.node_mut(end).accepts = true;
    }

    pub(super) fn add_prefix(&mut self, text: &str) {
        let end = self.spell(Self::ROOT, text);
        self.accept_whatever_follows(end);
    }

    pub(super) fn add_suffix(&mut self, text: &str) {
        let anywhere = self.anywhere();
        let end = self.spell(anywhere, text);
        self.node_mut(end).accepts = true;
    }

    pub(super) fn add_wildcard(&mut self, wildcard: &Wildcard) {
        match wildcard.literals() {
            [exact] => return self.add_exact(exact),
            [prefix, rest] if rest.is_empty() => return self.add_prefix(prefix),
            [first, suffix] if first.is_empty() => return self.add_suffix(suffix),
            _ => {}
        }
        // A chain of its own: what was reached behind a later star makes all before it needless,
        // which could not be told apart in a trie of several wildcards.
        self.chains += 1;
        let chain = self.chains;
        let mut at = self.add_node(chain, 0);
        self.start.push(at);
        let mut stars = 0;
        for token in wildcard.tokens() {
            match token {
                WildcardToken::Star => {
                    stars += 1;
                    let node = self.node_mut(at);
                    node.stays = true;
                    node.stars = stars;
                }
                WildcardToken::Character(c) => {
                    let next = self.add_node(chain, stars);
                    self.node_mut(at).edges.push((c, next));
                    at = next;
                }
            }
        }
        self.node_mut(at).accepts = true;
    }

    pub(super) fn add_ignore_case(&mut self, operand: &IgnoreCase) {
        let end = self.spell_forms(Self::ROOT, operand);
        self.node_mut(end).accepts = true;
    }

    pub(super) fn add_ignore_case_prefix(&mut self, operand: &IgnoreCase) {
        let end = self.spell_forms(Self::ROOT, operand);
        self.accept_whatever_follows(end);
    }

    pub(super) fn add_ignore_case_suffix(&mut self, operand: &IgnoreCase) {
        let anywhere = self.anywhere();
        let end = self.spell_forms(anywhere, operand);
        self.node_mut(end).accepts = true;
    }

    /// Must be called when all is added.
    pub(super) fn finish(&mut self) {
        for node in &mut self.nodes {
            node.edges.sort_unstable();
            node.edges.dedup();
        }
    }

    /// Every character that is told apart from others.
    pub(super) fn alphabet(&self) -> impl Iterator<Item = char> {
        self.nodes
            .iter()
            .flat_map(|node| node.edges.iter().map(|(c, _)| *c))
    }

    // Making nodes.

    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made only for nodes that exist"
    )]
    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made only for nodes that exist"
    )]
    fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id as usize]
    }

    fn add_node(&mut self, chain: u32, stars: u32) -> NodeId {
        // A pattern's text is too short for more nodes than this type counts.
        let id = NodeId::try_from(self.nodes.len()).unwrap_or(NodeId::MAX);
        self.nodes.push(Node {
            chain,
            stars,
            ..Node::default()
        });
        id
    }

    fn anywhere(&mut self) -> NodeId {
        if let Some(id) = self.anywhere {
            return id;
        }
        let id = self.add_node(0, 0);
        self.node_mut(id).stays = true;
        self.start.push(id);
        self.anywhere = Some(id);
        id
    }

    fn accept_whatever_follows(&mut self, id: NodeId) {
        let node = self.node_mut(id);
        node.stays = true;
        node.accepts = true;
    }

    /// Follows or makes the nodes that spell `text`, as a trie.
    fn spell(&mut self, from: NodeId, text: &str) -> NodeId {
        text.chars().fold(from, |at, c| {
            let known = self.node(at).edges.iter().find(|(edge, _)| *edge == c);
            // A path that ignoring case made may be entered in its middle by others.
            match known.filter(|(_, next)| self.node(*next).chain == 0) {
                Some((_, next)) => *next,
                None => {
                    let next = self.add_node(0, 0);
                    self.node_mut(at).edges.push((c, next));
                    next
                }
            }
        })
    }

    /// Makes nodes of their own that spell the operand in either form of each character.
    fn spell_forms(&mut self, from: NodeId, operand: &IgnoreCase) -> NodeId {
        let mut at = from;
        for [lower, upper] in operand.forms() {
            let next = self.add_node(Node::FORMS, 0);
            self.spell_form(at, lower, next);
            if lower != upper {
                self.spell_form(at, upper, next);
            }
            at = next;
        }
        if at == from {
            // An empty operand: what accepts is still a node of its own.
            return from;
        }
        at
    }

    fn spell_form(&mut self, from: NodeId, form: &str, to: NodeId) {
        let mut at = from;
        let mut rest = form.chars().peekable();
        while let Some(c) = rest.next() {
            let next = if rest.peek().is_none() {
                to
            } else {
                self.add_node(Node::FORMS, 0)
            };
            self.node_mut(at).edges.push((c, next));
            at = next;
        }
    }
}

impl Node {
    /// The chain of all nodes that forms of characters made, which are no trie.
    const FORMS: u32 = u32::MAX;

    fn accepts_whatever_follows(&self) -> bool {
        self.stays && self.accepts
    }

    fn targets(&self, c: char) -> impl Iterator<Item = NodeId> {
        let from = self.edges.partition_point(|(edge, _)| *edge < c);
        let rest = self.edges.get(from..).unwrap_or(&[]);
        rest.iter()
            .take_while(move |(edge, _)| *edge == c)
            .map(|(_, to)| *to)
    }
}

/// A state of a [`Run`].
pub(super) type State = u32;

/// An automaton being read: its states are sets of nodes, numbered as they are met.
#[derive(Debug)]
pub(super) struct Run<'a> {
    automaton: &'a Automaton,
    sets: Vec<Vec<NodeId>>,
    states: FastMap<Vec<NodeId>, State>,
    steps: FastMap<(State, char), State>,
}

impl<'a> Run<'a> {
    /// Nothing can be accepted any more.
    pub(super) const DEAD: State = 0;
    /// Whatever follows is accepted.
    pub(super) const SURE: State = 1;

    pub(super) fn new(automaton: &'a Automaton) -> Self {
        Self {
            automaton,
            // The second set cannot come out of a step: it stands for all that have a sure node.
            sets: vec![Vec::new(), vec![NodeId::MAX]],
            states: FastMap::default(),
            steps: FastMap::default(),
        }
    }

    pub(super) fn start(&mut self) -> State {
        self.state(self.automaton.start.clone())
    }

    pub(super) fn accepts(&self, state: State) -> bool {
        state == Self::SURE
            || self
                .nodes(state)
                .iter()
                .any(|id| self.automaton.node(*id).accepts)
    }

    /// The state behind a character.
    pub(super) fn step(&mut self, state: State, c: char) -> State {
        if state <= Self::SURE {
            return state;
        }
        if let Some(next) = self.steps.get(&(state, c)) {
            return *next;
        }
        let mut set = Vec::new();
        for id in self.nodes(state) {
            let node = self.automaton.node(*id);
            if node.stays {
                set.push(*id);
            }
            set.extend(node.targets(c));
        }
        let next = self.state(set);
        self.steps.insert((state, c), next);
        next
    }

    /// The characters that lead elsewhere than all others do.
    pub(super) fn characters(&self, state: State, into: &mut BTreeSet<char>) {
        if state > Self::SURE {
            for id in self.nodes(state) {
                into.extend(self.automaton.node(*id).edges.iter().map(|(c, _)| *c));
            }
        }
    }

    fn nodes(&self, state: State) -> &[NodeId] {
        self.sets.get(state as usize).map_or(&[], Vec::as_slice)
    }

    fn state(&mut self, mut set: Vec<NodeId>) -> State {
        let automaton = self.automaton;
        if set
            .iter()
            .any(|id| automaton.node(*id).accepts_whatever_follows())
        {
            return Self::SURE;
        }
        set.sort_unstable();
        set.dedup();
        let mut most: FastMap<u32, u32> = FastMap::default();
        for id in &set {
            let node = automaton.node(*id);
            let stars = most.entry(node.chain).or_default();
            *stars = node.stars.max(*stars);
        }
        set.retain(|id| {
            let node = automaton.node(*id);
            most.get(&node.chain) == Some(&node.stars)
        });
        // A node that leads nowhere and accepts nothing can stand only at the root of an empty set.
        set.retain(|id| {
            let node = automaton.node(*id);
            node.accepts || !node.edges.is_empty()
        });
        if set.is_empty() {
            return Self::DEAD;
        }
        if let Some(state) = self.states.get(&set) {
            return *state;
        }
        let state = State::try_from(self.sets.len()).unwrap_or(State::MAX);
        self.sets.push(set.clone());
        self.states.insert(set, state);
        state
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(automaton: &Automaton, text: &str) -> bool {
        let mut run = Run::new(automaton);
        let start = run.start();
        let end = text.chars().fold(start, |state, c| run.step(state, c));
        run.accepts(end)
    }

    fn words(letters: &[char], length: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut last = all.clone();
        for _ in 0..length {
            last = last
                .iter()
                .flat_map(|word| letters.iter().map(move |c| format!("{word}{c}")))
                .collect();
            all.extend(last.clone());
        }
        all
    }

    #[test]
    fn wildcards_as_their_matcher_has_them() {
        let words = words(&['a', 'b', 'x'], 6);
        for text in [
            "", "*", "a", "a*", "*a", "a*a", "*ab*", "*ab*ab", "a*b*a", "*a*b*", "ab*ba",
        ] {
            let wildcard = Wildcard::parse(text).unwrap();
            let mut automaton = Automaton::new();
            automaton.add_wildcard(&wildcard);
            automaton.finish();
            for word in &words {
                assert_eq!(
                    accepts(&automaton, word),
                    wildcard.accepts(word),
                    "{text} {word}"
                );
            }
        }
    }

    #[test]
    fn case_as_its_matcher_has_it() {
        let words = words(&['s', 'S', 'ß', 'a', 'A', 'i', '\u{307}', 'İ'], 4);
        for text in ["", "ß", "aß", "ßs", "ss", "aİ", "İ", "sas"] {
            let operand = IgnoreCase::new(text);
            let mut forms = [Automaton::new(), Automaton::new(), Automaton::new()];
            let [equal, prefix, suffix] = &mut forms;
            equal.add_ignore_case(&operand);
            prefix.add_ignore_case_prefix(&operand);
            suffix.add_ignore_case_suffix(&operand);
            forms.iter_mut().for_each(Automaton::finish);
            let [equal, prefix, suffix] = &forms;
            for word in &words {
                assert_eq!(accepts(equal, word), operand.equals(word), "{text} {word}");
                assert_eq!(
                    accepts(prefix, word),
                    operand.is_prefix_of(word),
                    "{text} {word}"
                );
                assert_eq!(
                    accepts(suffix, word),
                    operand.is_suffix_of(word),
                    "{text} {word}"
                );
            }
        }
    }

    #[test]
    fn several_in_one() {
        let mut automaton = Automaton::new();
        automaton.add_ignore_case(&IgnoreCase::new("ab"));
        automaton.add_exact("abc");
        automaton.add_prefix("xa");
        automaton.add_suffix("b");
        automaton.add_suffix("ab");
        automaton.add_wildcard(&Wildcard::parse("a*c*a").unwrap());
        automaton.finish();
        for word in words(&['a', 'A', 'b', 'c', 'x'], 5) {
            let expected = word.eq_ignore_ascii_case("ab")
                || word == "abc"
                || word.starts_with("xa")
                || word.ends_with('b')
                || (word.len() > 2
                    && word.starts_with('a')
                    && word.ends_with('a')
                    && word.contains('c'));
            // Of "ab" only the first two letters change their case here.
            assert_eq!(accepts(&automaton, &word), expected, "{word}");
        }
    }

    #[test]
    fn the_empty_set() {
        let mut automaton = Automaton::new();
        assert!(automaton.is_empty());
        assert_eq!(Run::new(&automaton).start(), Run::DEAD);
        automaton.add_exact("");
        automaton.finish();
        assert!(accepts(&automaton, "") && !accepts(&automaton, "a"));
    }
}
