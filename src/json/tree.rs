//! The shape of a tree, in two bytes for each node.

use super::long::Long;

/// How many entries of a level are one entry of the level above.
const FAN: usize = 16;

/// A tree whose nodes are numbered parents before children, in the order of a text. Only the depth of
/// each is kept: what lies around a node is found by looking for the next smaller depth, over blocks
/// of which the smallest is known. So a question takes time logarithmic in the nodes, and mostly a
/// step or two.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tree {
    depths: Long<u16>,
    /// Each level has one block for [`FAN`] entries of the level below.
    above: Vec<Vec<Block>>,
    /// How many of those are of this tree.
    levels: usize,
}

#[derive(Debug, Clone, Copy)]
struct Block {
    /// The smallest depth in it, and how many nodes have that.
    least: u16,
    count: u32,
}

impl Tree {
    /// Adds a node. Its depth is at most one more than that of the node before.
    pub(crate) fn push(&mut self, depth: usize) {
        self.depths.push(u16::try_from(depth).unwrap_or(u16::MAX));
    }

    /// To be called when all nodes are there, and before anything is asked.
    pub(crate) fn finish(&mut self) {
        let mut below = self.depths.len();
        self.levels = 0;
        while below > FAN {
            if self.above.len() == self.levels {
                self.above.push(Vec::new());
            }
            // What was there for an earlier tree has its memory already.
            let level = self.above.get_mut(self.levels);
            let mut blocks = level.map(std::mem::take).unwrap_or_default();
            blocks.clear();
            blocks.reserve_exact(below.div_ceil(FAN));
            for start in (0..below).step_by(FAN) {
                let mut block = Block::NOTHING;
                for at in start..(start + FAN).min(below) {
                    block.add(self.entry(self.levels, at));
                }
                blocks.push(block);
            }
            below = blocks.len();
            if let Some(level) = self.above.get_mut(self.levels) {
                *level = blocks;
            }
            self.levels += 1;
        }
    }

    /// Forgets all nodes from `count` on.
    #[cfg(feature = "engine")]
    pub(crate) fn truncate(&mut self, count: usize) {
        self.depths.truncate(count);
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.depths.len()
    }

    pub(crate) fn depth(&self, id: u32) -> usize {
        self.depth_at(id as usize).into()
    }

    fn depth_at(&self, at: usize) -> u16 {
        self.depths.get(at).copied().unwrap_or(0)
    }

    /// The first node behind `id` and everything below it.
    pub(crate) fn end(&self, id: u32) -> u32 {
        let (next, depth) = (id as usize + 1, self.depth_at(id as usize));
        // Mostly there is nothing below it.
        match self.depth_at(next) <= depth {
            true => id.saturating_add(1),
            false => number(self.next_at_most(next + 1, depth)),
        }
    }

    /// The node that holds `id`; the root is its own.
    pub(crate) fn parent(&self, id: u32) -> u32 {
        match self.depth_at(id as usize).checked_sub(1) {
            Some(depth) => number(self.last_at_most(id as usize, depth)),
            None => id,
        }
    }

    /// The node at a depth that `id` is or lies below; `id` itself where it is not that deep.
    pub(crate) fn ancestor(&self, id: u32, depth: usize) -> u32 {
        if self.depth(id) <= depth {
            return id;
        }
        let depth = u16::try_from(depth).unwrap_or(u16::MAX);
        number(self.last_at_most(id as usize, depth))
    }

    /// Which child of its parent a node is, from 0.
    pub(crate) fn index(&self, id: u32) -> u32 {
        let depth = self.depth_at(id as usize);
        let from = self.parent(id) as usize + 1;
        match from <= id as usize {
            true => self.over(from, id as usize).count_of(depth),
            false => 0,
        }
    }

    /// The nodes by which `a` and `b`, of which none lies below the other, part: children of the same
    /// node. `None` where one is the other or lies below it.
    pub(crate) fn parting(&self, a: u32, b: u32) -> Option<(u32, u32)> {
        let (first, second) = (a.min(b), a.max(b));
        if second < self.end(first) {
            return None;
        }
        let least = self.over(first as usize + 1, second as usize + 1).least;
        let part = |id| self.ancestor(id, least.into());
        Some((part(first), part(second)))
    }

    /// An entry of a level; level 0 are the nodes.
    fn entry(&self, level: usize, at: usize) -> Block {
        match level.checked_sub(1) {
            None => Block {
                least: self.depth_at(at),
                count: 1,
            },
            Some(level) => {
                let block = self.above.get(level).and_then(|blocks| blocks.get(at));
                block.copied().unwrap_or(Block::NOTHING)
            }
        }
    }

    fn length(&self, level: usize) -> usize {
        match level.checked_sub(1) {
            None => self.depths.len(),
            Some(level) => self.above.get(level).map_or(0, Vec::len),
        }
    }

    /// The first node from `from` on that is at most this deep; the number of nodes where none is.
    fn next_at_most(&self, from: usize, depth: u16) -> usize {
        let (mut level, mut at) = (0, from);
        let mut found = loop {
            let length = self.length(level);
            let is_top = level == self.levels;
            let end = match is_top {
                true => length,
                false => at.next_multiple_of(FAN).min(length),
            };
            if let Some(found) = (at..end).find(|at| self.entry(level, *at).least <= depth) {
                break found;
            }
            if is_top {
                return self.depths.len();
            }
            (level, at) = (level + 1, end.div_ceil(FAN));
        };
        while level > 0 {
            level -= 1;
            let start = found * FAN;
            let inside = start..start + FAN;
            found = inside
                .clone()
                .find(|at| self.entry(level, *at).least <= depth)
                .unwrap_or(start);
        }
        found
    }

    /// The last node before `before` that is at most this deep; 0 where none is.
    fn last_at_most(&self, before: usize, depth: u16) -> usize {
        let (mut level, mut at) = (0, before);
        let mut found = loop {
            let is_top = level == self.levels;
            let start = if is_top { 0 } else { at - at % FAN };
            let mut here = (start..at).rev();
            if let Some(found) = here.find(|at| self.entry(level, *at).least <= depth) {
                break found;
            }
            if is_top {
                return 0;
            }
            (level, at) = (level + 1, start / FAN);
        };
        while level > 0 {
            level -= 1;
            let start = found * FAN;
            let end = (start + FAN).min(self.length(level));
            let mut inside = (start..end).rev();
            found = inside
                .find(|at| self.entry(level, *at).least <= depth)
                .unwrap_or(start);
        }
        found
    }

    /// The smallest depth in a range of nodes, and how often it is there.
    fn over(&self, from: usize, to: usize) -> Block {
        let mut sum = Block::NOTHING;
        let (mut level, mut from, mut to) = (0, from, to);
        while from < to {
            let is_top = level == self.levels;
            if is_top || to - from < 2 * FAN {
                (from..to).for_each(|at| sum.add(self.entry(level, at)));
                break;
            }
            let (first, last) = (from.next_multiple_of(FAN), to - to % FAN);
            for at in (from..first).chain(last..to) {
                sum.add(self.entry(level, at));
            }
            (level, from, to) = (level + 1, first / FAN, last / FAN);
        }
        sum
    }
}

impl Block {
    const NOTHING: Self = Self {
        least: u16::MAX,
        count: 0,
    };

    fn add(&mut self, other: Self) {
        if other.least < self.least {
            *self = other;
        } else if other.least == self.least {
            self.count += other.count;
        }
    }

    fn count_of(self, depth: u16) -> u32 {
        if self.least == depth { self.count } else { 0 }
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Trees of every shape: each node is some steps up from the one before, or one down.
    fn tree(ups: &[u8]) -> Tree {
        let mut tree = Tree::default();
        let mut depth = 0_usize;
        tree.push(0);
        for up in ups {
            depth = (depth + 1).saturating_sub((*up).into()).max(1);
            tree.push(depth);
        }
        tree.finish();
        tree
    }

    fn above(tree: &Tree, id: u32) -> Vec<u32> {
        let mut chain = vec![id];
        let mut at = id;
        while at != 0 {
            at = (0..at)
                .rev()
                .find(|up| tree.depth(*up) < tree.depth(at))
                .unwrap();
            chain.push(at);
        }
        chain.reverse();
        chain
    }

    proptest! {
        #[test]
        fn every_question_is_answered_as_by_looking_at_all_nodes(
            ups in prop_oneof![
                proptest::collection::vec(0..4_u8, 0..900),
                proptest::collection::vec(prop_oneof![20 => 0..2_u8, 1 => 0..200_u8], 0..900),
            ],
            others in proptest::collection::vec(any::<proptest::sample::Index>(), 8),
        ) {
            let tree = tree(&ups);
            let count = number(tree.len());
            for id in 0..count {
                let chain = above(&tree, id);
                prop_assert_eq!(tree.parent(id), chain[chain.len().saturating_sub(2)]);
                let end = (id + 1..count).find(|at| tree.depth(*at) <= tree.depth(id));
                prop_assert_eq!(tree.end(id), end.unwrap_or(count));
                let parent = tree.parent(id);
                let before = (parent + 1..id).filter(|at| tree.depth(*at) == tree.depth(id));
                prop_assert_eq!(tree.index(id) as usize, before.count());
                for (depth, above) in chain.iter().enumerate() {
                    prop_assert_eq!(tree.ancestor(id, depth), *above);
                }
                for other in &others {
                    let other = number(other.index(tree.len()));
                    let second = above(&tree, other);
                    let parted = chain.iter().zip(&second).find(|(a, b)| a != b);
                    let (first, last) = (id.min(other), id.max(other));
                    let parted = parted.map(|(a, b)| (*a.min(b), *a.max(b)));
                    prop_assert_eq!(tree.parting(first, last), parted);
                    prop_assert_eq!(tree.parting(last, first), parted);
                }
            }
        }
    }

    #[test]
    fn a_tree_can_be_filled_again() {
        let mut tree = tree(&[1; 700]);
        tree.truncate(1);
        for _ in 0..40 {
            tree.push(1);
            tree.push(2);
        }
        tree.finish();
        assert_eq!((tree.parent(80), tree.parent(79), tree.end(0)), (79, 0, 81));
        assert_eq!((tree.index(79), tree.index(80), tree.end(3)), (39, 0, 5));
    }
}
