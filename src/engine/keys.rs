//! From a key to where it leads, without comparing it with others.

use super::paths::NodeId;
use super::scanner::byte;
use rustc_hash::FxHashMap;

/// How many keys share one table of slots. A key that is not there is then compared with at most so
/// many, all of which begin and end as it does.
const FEW: usize = 32;

/// Slots for each key: most keys that are not there meet an empty one.
const ROOM: usize = 4;

/// No node.
const NONE: NodeId = NodeId::MAX;

/// Keys and where they lead.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// A power of two, or none at all.
    slots: Box<[Slot]>,
    /// By how much a hash is shifted to be one of them.
    shift: u32,
    /// All keys, where they are many: then there are no slots.
    many: FxHashMap<Box<[u8]>, NodeId>,
    count: usize,
    /// The [`hue`]s of the keys. Most keys that are not there have another.
    hues: u64,
}

/// One of 64 bits, by the first byte of a key and its length.
#[inline(always)]
fn hue(first: u8, length: usize) -> u64 {
    1 << (usize::from(first).wrapping_mul(11).wrapping_add(length) & 63)
}

#[derive(Debug, Clone)]
struct Slot {
    print: Print,
    /// [`NONE`] where the slot is empty.
    node: NodeId,
    key: Box<[u8]>,
}

impl Slot {
    fn new(key: Box<[u8]>, node: NodeId) -> Self {
        Self {
            print: Print::of_key(&key),
            node,
            key,
        }
    }

    fn hue(&self) -> u64 {
        hue(self.key.first().copied().unwrap_or(0), self.key.len())
    }
}

/// The first and the last eight bytes of a key, and its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Print {
    first: u64,
    last: u64,
    length: usize,
}

impl Print {
    const LONG: usize = 8;

    /// Of the key that stands at `start..end` of a text.
    #[inline(always)]
    fn of(text: &[u8], start: usize, end: usize) -> Self {
        let length = end - start;
        let first = text.get(start..).and_then(<[u8]>::first_chunk);
        let last = text.get(..end).and_then(<[u8]>::last_chunk);
        let (Some(first), Some(last)) = (first, last) else {
            return Self::of_key(text.get(start..end).unwrap_or(&[]));
        };
        // What is loaded beside a short key is shifted out.
        let beside = 8 * (Self::LONG - length.min(Self::LONG)) as u32;
        let low = u64::MAX.checked_shr(beside).unwrap_or(0);
        let first = u64::from_le_bytes(*first) & low;
        let last = u64::from_le_bytes(*last).checked_shr(beside).unwrap_or(0);
        Self {
            first,
            last,
            length,
        }
    }

    /// The same of a key on its own.
    fn of_key(key: &[u8]) -> Self {
        let last = key.get(key.len().saturating_sub(Self::LONG)..);
        Self {
            first: word(key),
            last: word(last.unwrap_or(key)),
            length: key.len(),
        }
    }

    /// Whether it leaves out some of the key.
    #[inline(always)]
    fn is_partial(self) -> bool {
        self.length > 2 * Self::LONG
    }

    /// The slot to look at first.
    #[inline(always)]
    fn slot(self, shift: u32) -> usize {
        let word = self.first ^ self.last.rotate_left(29) ^ (self.length as u64) << 56;
        // The highest bits of the product depend on all of the factor's.
        (word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> shift) as usize
    }
}

/// The first eight bytes, or as many as there are.
#[inline(always)]
fn word(bytes: &[u8]) -> u64 {
    if let Some(all) = bytes.first_chunk() {
        return u64::from_le_bytes(*all);
    }
    // Where two loads overlap, they have the same bytes there.
    let beside = |size| 8 * (bytes.len() - size) as u32;
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let [first, last] = [first, last].map(|half| u64::from(u32::from_le_bytes(*half)));
        return first | last << beside(4);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let [first, last] = [first, last].map(|half| u64::from(u16::from_le_bytes(*half)));
        return first | last << beside(2);
    }
    bytes.first().map_or(0, |byte| u64::from(*byte))
}

impl Keys {
    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Of strings that differ, each leading to its place among them.
    pub(super) fn of(strings: Vec<Box<str>>) -> Self {
        let mut new = Self::default();
        let is_few = (1..=FEW).contains(&strings.len());
        match is_few {
            true => drop(new.make_room(strings.len())),
            false => new.many.reserve(strings.len()),
        }
        for (string, at) in strings.into_iter().zip(0..) {
            let key = string.into_boxed_bytes();
            match is_few {
                true => new.place(Slot::new(key, at)),
                false => new.note(key, at),
            }
        }
        new
    }

    /// Adds a key that is not there yet.
    pub(super) fn insert(&mut self, key: &[u8], node: NodeId) {
        if self.count < FEW {
            let old = self.make_room(self.count + 1);
            self.count = 0;
            let filled = old.into_iter().filter(|slot| slot.node != NONE);
            filled.for_each(|slot| self.place(slot));
            return self.place(Slot::new(key.into(), node));
        }
        let slots = std::mem::take(&mut self.slots).into_iter();
        let filled = slots.filter(|slot| slot.node != NONE);
        self.many.extend(filled.map(|slot| (slot.key, slot.node)));
        self.note(key.into(), node);
    }

    /// Makes empty slots for so many keys; what was there.
    fn make_room(&mut self, count: usize) -> Box<[Slot]> {
        let size = (count * ROOM).next_power_of_two();
        self.shift = 64 - size.trailing_zeros();
        let empty = Slot::new(Box::default(), NONE);
        std::mem::replace(&mut self.slots, vec![empty; size].into())
    }

    /// Puts a key into a free slot.
    fn place(&mut self, slot: Slot) {
        self.count += 1;
        self.hues |= slot.hue();
        let size = self.slots.len();
        let first = slot.print.slot(self.shift);
        let free = (first..size).chain(0..first);
        let mut free = free.filter(|at| self.slots.get(*at).is_some_and(|slot| slot.node == NONE));
        if let Some(free) = free.next().and_then(|at| self.slots.get_mut(at)) {
            *free = slot;
        }
    }

    /// Adds one of many keys.
    fn note(&mut self, key: Box<[u8]>, node: NodeId) {
        self.count += 1;
        self.hues |= hue(key.first().copied().unwrap_or(0), key.len());
        self.many.insert(key, node);
    }

    /// Where the key leads that stands at `start..end` of a text.
    #[inline(always)]
    pub(super) fn get(&self, text: &[u8], start: usize, end: usize) -> Option<NodeId> {
        let first = if start < end { byte(text, start) } else { 0 };
        if self.hues & hue(first, end - start) == 0 {
            return None;
        }
        let print = Print::of(text, start, end);
        let mut at = print.slot(self.shift);
        loop {
            let Some(slot) = self.slots.get(at) else {
                return self.get_of_many(text.get(start..end)?);
            };
            if slot.print == print
                && (!print.is_partial() || text.get(start..end) == Some(&slot.key))
            {
                return (slot.node != NONE).then_some(slot.node);
            }
            if slot.node == NONE {
                return None;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    #[cold]
    fn get_of_many(&self, key: &[u8]) -> Option<NodeId> {
        self.many.get(key).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        #[test]
        fn as_a_map(
            keys in proptest::collection::vec("[ab]{0,3}(abcdefgh)?[ab]{0,3}", 0..60),
            others in proptest::collection::vec("[ab]{0,3}(abcdefgh)?[ab]{0,3}", 0..60),
        ) {
            let mut table = Keys::default();
            let mut map = HashMap::new();
            for (key, node) in keys.iter().zip(0..) {
                if !map.contains_key(key) {
                    map.insert(key, node);
                    table.insert(key.as_bytes(), node);
                }
            }
            prop_assert_eq!(table.is_empty(), map.is_empty());
            let distinct: Vec<Box<str>> = map.keys().map(|key| key.as_str().into()).collect();
            let at_once = Keys::of(distinct.clone());
            for key in keys.iter().chain(&others) {
                // At the ends of a text, and within.
                for (before, behind) in [("", ""), ("{\"", "\":1}"), ("{\"abcdefgh", "abcdefgh")] {
                    let text = format!("{before}{key}{behind}");
                    let end = before.len() + key.len();
                    let found = table.get(text.as_bytes(), before.len(), end);
                    prop_assert_eq!(found, map.get(key).copied(), "{}", text);
                    let found = at_once.get(text.as_bytes(), before.len(), end);
                    let found = found.and_then(|at| distinct.get(at as usize));
                    let expected = map.contains_key(key).then_some(key.as_str());
                    prop_assert_eq!(found.map(|found| &**found), expected, "{}", text);
                }
            }
        }
    }
}
