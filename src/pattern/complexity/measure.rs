//! How many nodes of an automaton one value can be in, each counted once for every matcher that goes
//! through it, at its largest over all values.
//!
//! Searching all values would be exponential; it is not needed, because a star, once reached, stays
//! reached whatever follows. The largest count is found in one of two places:
//!
//! - *While the value spells a head*, the literal in front of some first star (or a whole operand
//!   without stars). Each such value is followed byte by byte.
//! - *Behind a head.* The stars that follow the head, or a beginning of it, can all be reached, and
//!   those that follow them, without losing those reached before: so take all of them as reached.
//!   What else can match then are literals behind stars; those that match at once are suffixes of one
//!   another, so the best value is found along the failure links of an Aho-Corasick trie of all these
//!   literals.
//!
//! The ends of one matcher that lead to one state are one node to the service.
//!
//! Quadratic in the size of the automaton.

use super::automaton::{Automaton, Node, NodeId, PatternId};
use super::graph::StateId;
use std::collections::{BTreeSet, HashMap, VecDeque};

type Ends = BTreeSet<(PatternId, StateId)>;

pub(super) fn most_at_once(automaton: &Automaton) -> usize {
    let mut most = 0;
    for head in heads(automaton) {
        most = most
            .max(along(automaton, &head))
            .max(behind(automaton, &head));
    }
    most
}

/// The values that lead from the root to a first star or to the end of an operand without one, but
/// for those that another one continues.
fn heads(automaton: &Automaton) -> Vec<Vec<u8>> {
    let mut heads = Vec::new();
    let mut open = vec![(Automaton::ROOT, Vec::new())];
    while let Some((id, text)) = open.pop() {
        let node = automaton.node(id);
        let longer = |byte: u8| {
            let mut longer = text.clone();
            longer.push(byte);
            longer
        };
        if !node.ends.is_empty() {
            heads.push(longer(b'"'));
        }
        for (byte, children) in &node.bytes {
            open.extend(children.iter().map(|child| (*child, longer(*byte))));
        }
        if node.star.is_some() {
            heads.push(text);
        }
    }
    // In reverse order, a head that another one continues, or is, stands right behind one that does.
    heads.sort_unstable_by(|one, other| other.cmp(one));
    heads.dedup_by(|head, longer| longer.starts_with(head));
    heads
}

/// The most nodes while the value spells `head`, byte by byte.
fn along(automaton: &Automaton, head: &[u8]) -> usize {
    let mut active = BTreeSet::from([Automaton::ROOT]);
    let mut most = 0;
    for byte in head {
        let mut next = BTreeSet::new();
        let mut ends = Ends::new();
        for id in active {
            let node = automaton.node(id);
            if node.is_star {
                next.insert(id);
            }
            if *byte == b'"' {
                ends.extend(&node.ends);
            }
            for child in node.bytes.get(byte).into_iter().flatten() {
                next.insert(*child);
                next.extend(automaton.node(*child).star);
            }
        }
        let weights: usize = next.iter().map(|id| weight(automaton.node(*id))).sum();
        most = most.max(weights + ends.len());
        active = next;
    }
    most
}

fn weight(node: &Node) -> usize {
    node.patterns.len()
}

/// The most nodes when the value goes on behind `head` as it likes.
fn behind(automaton: &Automaton, head: &[u8]) -> usize {
    let mut stars = first_stars(automaton, head);
    let mut literals = Literals::default();
    let mut count = 0;
    while let Some(star) = stars.pop() {
        count += weight(automaton.node(star));
        let mut open = vec![(star, Literals::ROOT)];
        while let Some((id, place)) = open.pop() {
            let node = automaton.node(id);
            if !node.ends.is_empty() {
                let place = literals.child(place, b'"');
                literals.end(place, &node.ends);
            }
            for (byte, children) in &node.bytes {
                let place = literals.child(place, *byte);
                for child in children {
                    literals.count(place, weight(automaton.node(*child)));
                    stars.extend(automaton.node(*child).star);
                    open.push((*child, place));
                }
            }
        }
    }
    count + literals.most_at_once()
}

/// The stars that a value starting with `head` has reached without passing another star.
fn first_stars(automaton: &Automaton, head: &[u8]) -> Vec<NodeId> {
    let mut stars = Vec::new();
    let mut at = vec![Automaton::ROOT];
    for byte in head {
        let children = at
            .iter()
            .filter_map(|id| automaton.node(*id).bytes.get(byte));
        at = children.flatten().copied().collect();
        stars.extend(at.iter().filter_map(|id| automaton.node(*id).star));
    }
    stars
}

/// An Aho-Corasick trie whose places are weighted with what was counted there.
#[derive(Debug)]
struct Literals {
    children: HashMap<(usize, u8), usize>,
    places: Vec<Place>,
}

#[derive(Debug, Default)]
struct Place {
    weight: usize,
    ends: Ends,
}

impl Default for Literals {
    fn default() -> Self {
        Self {
            children: HashMap::new(),
            places: vec![Place::default()],
        }
    }
}

impl Literals {
    const ROOT: usize = 0;

    fn child(&mut self, at: usize, byte: u8) -> usize {
        let new = self.places.len();
        let child = *self.children.entry((at, byte)).or_insert(new);
        if child == new {
            self.places.push(Place::default());
        }
        child
    }

    fn count(&mut self, place: usize, weight: usize) {
        if let Some(place) = self.places.get_mut(place) {
            place.weight += weight;
        }
    }

    fn end(&mut self, place: usize, ends: &[(PatternId, StateId)]) {
        if let Some(place) = self.places.get_mut(place) {
            place.ends.extend(ends);
        }
    }

    /// The largest sum of what is at a place and at all its proper suffixes.
    #[expect(
        clippy::indexing_slicing,
        reason = "ids of places are made only together with them"
    )]
    fn most_at_once(&self) -> usize {
        let mut below: Vec<Vec<(u8, usize)>> = vec![Vec::new(); self.places.len()];
        for ((at, byte), child) in &self.children {
            below[*at].push((*byte, *child));
        }
        let mut suffix = vec![Self::ROOT; self.places.len()];
        let mut sums: Vec<_> = self.places.iter().map(|place| place.weight).collect();
        let mut open = VecDeque::from([Self::ROOT]);
        let mut most = 0;
        while let Some(at) = open.pop_front() {
            for (byte, child) in &below[at] {
                let mut from = at;
                while from != Self::ROOT {
                    from = suffix[from];
                    if let Some(longest) = self.children.get(&(from, *byte)) {
                        suffix[*child] = *longest;
                        break;
                    }
                }
                sums[*child] += sums[suffix[*child]];
                most = most.max(sums[*child] + self.ends(*child, &suffix));
                open.push_back(*child);
            }
        }
        most
    }

    /// How many ends are at a place or at one of its suffixes.
    #[expect(
        clippy::indexing_slicing,
        reason = "ids of places are made only together with them"
    )]
    fn ends(&self, place: usize, suffix: &[usize]) -> usize {
        let mut ends = Ends::new();
        let mut at = place;
        while at != Self::ROOT {
            ends.extend(&self.places[at].ends);
            at = suffix[at];
        }
        ends.len()
    }
}
