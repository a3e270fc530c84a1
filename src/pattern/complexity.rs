//! How costly a pattern's wildcards are: rules, section 6.
//!
//! The measure counts, for one path, the pairs of matcher and prefix that one and the same input
//! matches in full, at its largest over all inputs. A prefix is an operand (between quotes) cut
//! after a character or a star. Searching all inputs would be exponential; it is not needed,
//! because a star, once reached, stays matched whatever follows. The prefixes of a matcher form a
//! trie, and the largest count is found in one of two places:
//!
//! - *While the input spells a head*, the literal in front of some first star (or a whole operand
//!   without stars). Each such input is followed step by step, counting all prefixes that match.
//! - *Behind a head.* The matchers whose heads the input started with are alive. Each of their
//!   stars can be reached by some continuation, without losing those reached before: so take all
//!   of them as reached. What else can match then are literals behind stars; those that match at
//!   once are suffixes of one another, so the best input is found along the failure links of an
//!   Aho-Corasick trie of all these literals.
//!
//! Quadratic in the length of the operands, which a pattern's length bounds.

use super::Condition;
use super::value::{AnythingBut, MatcherKind, Wildcard, WildcardToken};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// The complexity over all paths, of conditions with the numbers of their paths. Conditions on the
/// same path are counted together, also where they stand in different `$or` branches.
pub(super) fn of_conditions<'c>(
    conditions: impl Iterator<Item = (&'c Condition, &'c usize)>,
) -> usize {
    let mut by_path: BTreeMap<usize, Tries> = BTreeMap::new();
    for (condition, path) in conditions {
        for matcher in &condition.matchers {
            let operands: &[Wildcard] = match &matcher.kind {
                MatcherKind::Wildcard(wildcard) => std::slice::from_ref(wildcard),
                MatcherKind::AnythingBut(AnythingBut::Wildcard(listed)) => listed,
                _ => continue,
            };
            by_path.entry(*path).or_default().add_matcher(operands);
        }
    }
    by_path.values().map(Tries::complexity).max().unwrap_or(0)
}

type NodeId = usize;

/// The prefixes of all matchers on one path, one trie for each matcher; a node is a prefix.
#[derive(Debug, Default)]
struct Tries {
    nodes: Vec<Node>,
    roots: Vec<NodeId>,
    /// The distinct operands seen, so that a matcher that is there twice counts once.
    matchers: BTreeSet<Vec<Vec<WildcardToken>>>,
}

#[derive(Debug, Default)]
struct Node {
    characters: BTreeMap<char, NodeId>,
    star: Option<NodeId>,
    is_star: bool,
}

impl Tries {
    fn add_matcher(&mut self, operands: &[Wildcard]) {
        let quote = WildcardToken::Character('"');
        let mut texts: Vec<Vec<WildcardToken>> = operands
            .iter()
            .map(|operand| {
                std::iter::once(quote)
                    .chain(operand.tokens())
                    .chain(std::iter::once(quote))
                    .collect()
            })
            .collect();
        texts.sort_unstable();
        texts.dedup();
        if !self.matchers.insert(texts.clone()) {
            return;
        }
        let root = self.add_node(false);
        self.roots.push(root);
        for text in texts {
            let mut at = root;
            for token in text {
                at = self.child(at, token);
            }
        }
    }

    fn add_node(&mut self, is_star: bool) -> NodeId {
        self.nodes.push(Node {
            is_star,
            ..Node::default()
        });
        self.nodes.len() - 1
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "node ids are made only for nodes that exist"
    )]
    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "node ids are made only for nodes that exist"
    )]
    fn child(&mut self, at: NodeId, token: WildcardToken) -> NodeId {
        let there = match token {
            WildcardToken::Character(c) => self.nodes[at].characters.get(&c).copied(),
            WildcardToken::Star => self.nodes[at].star,
        };
        if let Some(there) = there {
            return there;
        }
        let new = self.add_node(token == WildcardToken::Star);
        match token {
            WildcardToken::Character(c) => {
                self.nodes[at].characters.insert(c, new);
            }
            WildcardToken::Star => self.nodes[at].star = Some(new),
        }
        new
    }

    fn complexity(&self) -> usize {
        let mut most = 0;
        for head in self.heads() {
            most = most.max(self.along(&head)).max(self.behind(&head));
        }
        most
    }

    /// The inputs that lead from a root to a first star or to the end of an operand without one,
    /// but for those that another one continues.
    fn heads(&self) -> BTreeSet<Vec<char>> {
        let mut heads = BTreeSet::new();
        for root in &self.roots {
            let mut open = vec![(*root, Vec::new())];
            while let Some((id, text)) = open.pop() {
                let node = self.node(id);
                if node.star.is_some() || node.characters.is_empty() {
                    heads.insert(text.clone());
                }
                for (character, child) in &node.characters {
                    let mut longer = text.clone();
                    longer.push(*character);
                    open.push((*child, longer));
                }
            }
        }
        // In order, a head that another one continues stands right in front of one that does.
        let next: Vec<_> = heads.iter().skip(1).cloned().collect();
        let mut next = next.into_iter();
        heads.retain(|head| !next.next().is_some_and(|longer| longer.starts_with(head)));
        heads
    }

    /// The most prefixes that match while the input spells `head`, character by character.
    fn along(&self, head: &[char]) -> usize {
        let mut active: BTreeSet<NodeId> = self.roots.iter().copied().collect();
        let mut most = 0;
        for character in head {
            let mut next = BTreeSet::new();
            for id in active {
                let node = self.node(id);
                if node.is_star {
                    next.insert(id);
                }
                if let Some(child) = node.characters.get(character) {
                    next.insert(*child);
                    next.extend(self.node(*child).star);
                }
            }
            most = most.max(next.len());
            active = next;
        }
        most
    }

    /// The most prefixes that match when the input goes on behind `head` as it likes.
    fn behind(&self, head: &[char]) -> usize {
        let mut stars = self.first_stars(head);
        let mut literals = Literals::default();
        let mut count = 0;
        while let Some(star) = stars.pop() {
            count += 1;
            let mut open = vec![(star, Literals::ROOT)];
            while let Some((id, place)) = open.pop() {
                for (character, child) in &self.node(id).characters {
                    let place = literals.child(place, *character);
                    literals.count(place);
                    stars.extend(self.node(*child).star);
                    open.push((*child, place));
                }
            }
        }
        count + literals.most_at_once()
    }

    /// The stars that an input starting with `head` has reached without passing another star.
    fn first_stars(&self, head: &[char]) -> Vec<NodeId> {
        let mut stars = Vec::new();
        for root in &self.roots {
            let mut at = Some(*root);
            for character in head {
                at = at.and_then(|id| self.node(id).characters.get(character).copied());
                stars.extend(at.and_then(|id| self.node(id).star));
            }
        }
        stars
    }
}

/// An Aho-Corasick trie whose places are weighted with how often they were counted.
#[derive(Debug)]
struct Literals {
    children: HashMap<(usize, char), usize>,
    weights: Vec<usize>,
}

impl Default for Literals {
    fn default() -> Self {
        Self {
            children: HashMap::new(),
            weights: vec![0],
        }
    }
}

impl Literals {
    const ROOT: usize = 0;

    fn child(&mut self, at: usize, character: char) -> usize {
        let new = self.weights.len();
        let child = *self.children.entry((at, character)).or_insert(new);
        if child == new {
            self.weights.push(0);
        }
        child
    }

    fn count(&mut self, place: usize) {
        if let Some(weight) = self.weights.get_mut(place) {
            *weight += 1;
        }
    }

    /// The largest sum of the weights of a place and of all its proper suffixes.
    #[expect(
        clippy::indexing_slicing,
        reason = "places are made only together with their weights"
    )]
    fn most_at_once(&self) -> usize {
        let mut below: Vec<Vec<(char, usize)>> = vec![Vec::new(); self.weights.len()];
        for ((at, character), child) in &self.children {
            below[*at].push((*character, *child));
        }
        let mut suffix = vec![Self::ROOT; self.weights.len()];
        let mut sums = self.weights.clone();
        let mut open = VecDeque::from([Self::ROOT]);
        while let Some(at) = open.pop_front() {
            for (character, child) in &below[at] {
                let mut from = at;
                while from != Self::ROOT {
                    from = suffix[from];
                    if let Some(longest) = self.children.get(&(from, *character)) {
                        suffix[*child] = *longest;
                        break;
                    }
                }
                sums[*child] += sums[suffix[*child]];
                open.push_back(*child);
            }
        }
        sums.into_iter().max().unwrap_or(0)
    }
}
