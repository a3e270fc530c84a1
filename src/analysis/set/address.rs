//! Strings that are address literals, as an automaton.
//!
//! An address can be spelled in any number of ways, and what a prefix or wildcard says of them is a
//! matter of spelling, while a block is a matter of value. So where both are asked, the string is
//! read character by character, keeping of the address so far just what the blocks at hand need:
//! as soon as all addresses that can still come of it lie in the same blocks, only that is kept.
//!
//! IPv4 addresses are counted as the mapped IPv6 addresses that they are equal to.

use super::fast::FastMap;
use super::ranges::Ranges;
use crate::pattern::value::{Address, Cidr, V4_LENGTH};
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};

/// The first of the mapped addresses.
const MAPPED: u128 = 0xffff_0000_0000;

fn number(address: Address) -> u128 {
    match address.ip() {
        IpAddr::V4(address) => MAPPED + u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    }
}

pub(super) fn one(address: Address) -> Ranges {
    between(address, address)
}

pub(super) fn block(block: &Cidr) -> Ranges {
    between(block.first(), block.last())
}

/// What a block of these ends accepts, of either version.
fn between(first: Address, last: Address) -> Ranges {
    let mapped = Ranges::of(MAPPED, MAPPED + u128::from(u32::MAX));
    match (first.ip(), last.ip()) {
        (IpAddr::V4(low), IpAddr::V4(high)) => {
            // An IPv6 address is judged by its first eight digits. Those that are IPv4 addresses
            // are written with other digits.
            let begins = |ip: Ipv4Addr, rest| u128::from(ip.to_bits()) << 96 | rest;
            Ranges::of(begins(low, 0), begins(high, u128::MAX >> 32))
                .without(&mapped)
                .union(&Ranges::of(number(first), number(last)))
        }
        _ => {
            let own = Ranges::of(number(first), number(last)).without(&mapped);
            // An IPv4 address whose digits are those of an end is not told apart from it.
            let head = |address: Address| number(address) >> 96;
            match (head(first) + 1, head(last).checked_sub(1)) {
                (low, Some(high)) if low <= high => {
                    own.union(&Ranges::of(MAPPED + low, MAPPED + high))
                }
                _ => own,
            }
        }
    }
}

/// Which of several sets of addresses hold an address, numbered; 0 is none of them.
type Class = u16;

/// The address space cut where the sets begin and end.
#[derive(Debug)]
struct Classes {
    /// Where each stretch begins, in ascending order from 0, and its class.
    stretches: Vec<(u128, Class)>,
    /// For each class the sets that hold it.
    members: Vec<Vec<bool>>,
}

impl Classes {
    fn new(sets: &[&Ranges]) -> Self {
        let mut starts = BTreeSet::from([0]);
        for set in sets {
            for (first, last) in set.iter() {
                starts.insert(first);
                starts.extend(last.checked_add(1));
            }
        }
        let mut members = vec![vec![false; sets.len()]];
        let mut numbers = BTreeMap::from([(vec![false; sets.len()], 0)]);
        let stretches = starts
            .into_iter()
            .map(|start| {
                let held: Vec<_> = sets.iter().map(|set| set.contains(start)).collect();
                let next = Class::try_from(members.len()).unwrap_or(Class::MAX);
                let class = *numbers.entry(held.clone()).or_insert(next);
                if class == next {
                    members.push(held);
                }
                (start, class)
            })
            .collect();
        Self { stretches, members }
    }

    /// The class of all numbers from `first` on, `size` further ones included, where it is one.
    fn uniform(&self, first: u128, further: u128) -> Option<Class> {
        let from = self.stretches.partition_point(|(start, _)| *start <= first);
        let to = self
            .stretches
            .partition_point(|(start, _)| *start <= first + further);
        let here = self.stretches.get(from.checked_sub(1)?..to)?;
        let (_, class) = here.first()?;
        here.iter()
            .all(|(_, other)| other == class)
            .then_some(*class)
    }
}

/// What is known of the address by the groups read in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Known {
    /// All that can come lies in this class.
    Class(Class),
    /// The groups themselves, with zeros for those to come.
    Groups(u128),
}

/// A group (a decimal number of IPv4, hex digits of IPv6) that is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Group {
    /// No digit yet.
    Empty,
    /// Its value, and how many digits that has, zeros in front not counted.
    Value { value: u16, digits: u8 },
    /// As many digits; and, for each number of digits that may follow, the class of all that can
    /// come then.
    Classes { digits: u8, classes: [Class; 5] },
}

/// A way to read the string as an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Reading {
    /// Decimal numbers and dots; so many numbers are complete, and so many characters read.
    V4 {
        length: u8,
        done: u8,
        known: Known,
        group: Group,
    },
    /// Hex groups in front of any `::`; so many are complete.
    Front {
        done: u8,
        known: Known,
        group: Group,
    },
    /// A colon behind so many groups.
    Colon { done: u8, known: Known },
    /// Behind `::`, with so many groups still to complete, this one included.
    Back {
        left: u8,
        known: Known,
        group: Group,
    },
}

/// Addresses being read: states are numbered as they are met.
#[derive(Debug)]
pub(super) struct AddressRun {
    classes: Classes,
    states: FastMap<Vec<Reading>, u32>,
    readings: Vec<Vec<Reading>>,
    steps: FastMap<(u32, char), u32>,
}

impl AddressRun {
    /// What was read is the beginning of no address in any of the sets.
    pub(super) const DEAD: u32 = 0;

    /// For telling which of `sets` hold an address.
    pub(super) fn new(sets: &[&Ranges]) -> Self {
        Self {
            classes: Classes::new(sets),
            states: FastMap::from_iter([(Vec::new(), Self::DEAD)]),
            readings: vec![Vec::new()],
            steps: FastMap::default(),
        }
    }

    pub(super) fn start(&mut self) -> u32 {
        let v4 = self.known(MAPPED, u128::from(u32::MAX));
        let v6 = self.known(0, u128::MAX);
        let group = Group::Empty;
        let mut readings = vec![
            Reading::V4 {
                length: 0,
                done: 0,
                known: v4,
                group,
            },
            Reading::Front {
                done: 0,
                known: v6,
                group,
            },
        ];
        readings.retain(|reading| match reading {
            Reading::V4 { known, .. } | Reading::Front { known, .. } => *known != Known::Class(0),
            Reading::Colon { .. } | Reading::Back { .. } => true,
        });
        self.state(readings)
    }

    /// The characters that lead on, in lower case.
    pub(super) fn characters(&self, state: u32) -> impl Iterator<Item = char> {
        let any = state != Self::DEAD;
        "0123456789abcdef:.".chars().filter(move |_| any)
    }

    pub(super) fn step(&mut self, state: u32, c: char) -> u32 {
        if state == Self::DEAD {
            return state;
        }
        if let Some(next) = self.steps.get(&(state, c)) {
            return *next;
        }
        let mut next = Vec::new();
        for reading in self
            .readings
            .get(state as usize)
            .map_or(&[][..], Vec::as_slice)
        {
            self.follow(*reading, c, &mut next);
        }
        let next = self.state(next);
        self.steps.insert((state, c), next);
        next
    }

    /// For each of the sets, whether the string read so far is an address in it.
    pub(super) fn held(&self, state: u32) -> &[bool] {
        let readings = self.readings.get(state as usize);
        // No string is an address in two ways.
        let class = readings
            .into_iter()
            .flatten()
            .find_map(|reading| self.end(*reading))
            .unwrap_or(0);
        self.classes
            .members
            .get(usize::from(class))
            .map_or(&[], Vec::as_slice)
    }

    /// Whether some address that begins with what was read may be in the set.
    pub(super) fn may_reach(&self, state: u32, set: usize) -> bool {
        let holds = |class: Class| {
            let members = self.classes.members.get(usize::from(class));
            members.and_then(|m| m.get(set)) == Some(&true)
        };
        let readings = self.readings.get(state as usize);
        readings.into_iter().flatten().any(|reading| match reading {
            Reading::V4 { known, .. }
            | Reading::Front { known, .. }
            | Reading::Colon { known, .. }
            | Reading::Back { known, .. } => match known {
                Known::Class(class) => holds(*class),
                Known::Groups(_) => true,
            },
        })
    }

    fn state(&mut self, mut readings: Vec<Reading>) -> u32 {
        readings.sort_unstable();
        readings.dedup();
        let next = u32::try_from(self.readings.len()).unwrap_or(u32::MAX);
        let state = *self.states.entry(readings.clone()).or_insert(next);
        if state == next {
            self.readings.push(readings);
        }
        state
    }

    /// What is known where `further` addresses behind `first` are still possible.
    fn known(&self, first: u128, further: u128) -> Known {
        self.classes
            .uniform(first, further)
            .map_or(Known::Groups(first), Known::Class)
    }

    fn follow(&self, reading: Reading, c: char, into: &mut Vec<Reading>) {
        match reading {
            Reading::V4 { length, .. } if usize::from(length) >= V4_LENGTH => {}
            Reading::V4 {
                length,
                done,
                known,
                group,
            } => {
                let length = length + 1;
                let place = Place::v4(done);
                if c == '.' && done < 3 {
                    into.extend(self.complete(known, group, place).map(|known| Reading::V4 {
                        length,
                        done: done + 1,
                        known,
                        group: Group::Empty,
                    }));
                } else if let Some(digit) = c.to_digit(10) {
                    into.extend(
                        self.digit(known, group, digit, place)
                            .map(|group| Reading::V4 {
                                length,
                                done,
                                known,
                                group,
                            }),
                    );
                }
            }
            Reading::Front { done, known, group } => {
                let place = Place::v6(done);
                if c == ':' && done == 0 && group == Group::Empty {
                    into.push(Reading::Colon { done, known });
                } else if c == ':' && done < 7 {
                    into.extend(
                        self.complete(known, group, place)
                            .map(|known| Reading::Colon {
                                done: done + 1,
                                known,
                            }),
                    );
                } else if let Some(digit) = c.to_digit(16) {
                    into.extend(
                        self.digit(known, group, digit, place)
                            .map(|group| Reading::Front { done, known, group }),
                    );
                }
            }
            Reading::Colon { done, known } if c == ':' => {
                for left in 0..=7 - done.min(7) {
                    let known = match known {
                        Known::Class(_) => known,
                        Known::Groups(groups) => self.known(
                            groups,
                            u128::MAX
                                .checked_shr(128 - 16 * u32::from(left))
                                .unwrap_or(0),
                        ),
                    };
                    if known != Known::Class(0) {
                        let group = Group::Empty;
                        into.push(Reading::Back { left, known, group });
                    }
                }
            }
            Reading::Colon { done, known } => {
                if done > 0
                    && let Some(digit) = c.to_digit(16)
                {
                    into.extend(
                        self.digit(known, Group::Empty, digit, Place::v6(done))
                            .map(|group| Reading::Front { done, known, group }),
                    );
                }
            }
            Reading::Back { left: 0, .. } => {}
            Reading::Back { left, known, group } => {
                let place = Place::v6(8 - left);
                if c == ':' && left > 1 {
                    into.extend(
                        self.complete(known, group, place)
                            .map(|known| Reading::Back {
                                left: left - 1,
                                known,
                                group: Group::Empty,
                            }),
                    );
                } else if let Some(digit) = c.to_digit(16) {
                    into.extend(
                        self.digit(known, group, digit, place)
                            .map(|group| Reading::Back { left, known, group }),
                    );
                }
            }
        }
    }

    /// The class of the address, if the string ends here.
    fn end(&self, reading: Reading) -> Option<Class> {
        let known = match reading {
            Reading::V4 {
                done: 3,
                known,
                group,
                ..
            } => self.complete(known, group, Place::v4(3)),
            Reading::Front {
                done: 7,
                known,
                group,
            } => self.complete(known, group, Place::v6(7)),
            Reading::Back { left: 0, known, .. } => Some(known),
            Reading::Back {
                left: 1,
                known,
                group,
            } => self.complete(known, group, Place::v6(7)),
            _ => None,
        };
        match known? {
            Known::Class(class) => Some(class),
            Known::Groups(groups) => self.classes.uniform(groups, 0),
        }
    }

    /// What is known when a group ends; `None` where it is not one, or nothing of interest is left.
    fn complete(&self, known: Known, group: Group, place: Place) -> Option<Known> {
        let known = match (known, group) {
            (_, Group::Empty) => return None,
            (Known::Class(class), _) => Known::Class(class),
            (
                Known::Groups(_),
                Group::Classes {
                    classes: [class, ..],
                    ..
                },
            ) => Known::Class(class),
            (Known::Groups(groups), Group::Value { value, .. }) => {
                let (first, further) = place.range(groups, value.into(), 0);
                self.known(first, further)
            }
        };
        (known != Known::Class(0)).then_some(known)
    }

    /// The group with one more digit; `None` where it has too many.
    fn digit(&self, known: Known, group: Group, digit: u32, place: Place) -> Option<Group> {
        let digit = u16::try_from(digit).ok()?;
        let (value, digits) = match group {
            Group::Empty => (digit, u8::from(digit > 0)),
            Group::Value { value, digits } => (
                value.checked_mul(place.base)?.checked_add(digit)?,
                digits + u8::from(digits > 0 || digit > 0),
            ),
            Group::Classes {
                digits,
                classes: [_, rest @ ..],
            } => {
                let [one, two, three, four] = rest;
                let digits = digits + 1;
                let classes = [one, two, three, four, 0];
                return (digits <= place.digits).then_some(Group::Classes { digits, classes });
            }
        };
        if digits > place.digits || value > place.most {
            return None;
        }
        let plain = Group::Value { value, digits };
        let Known::Groups(groups) = known else {
            // Only whether the group is too long or too large is still of interest.
            let hex = place.base == 16;
            return Some(if hex {
                Group::Value {
                    value: u16::from(digits > 0),
                    digits,
                }
            } else {
                plain
            });
        };
        if digits == 0 {
            return Some(plain);
        }
        let mut classes = [0; 5];
        for (more, class) in classes.iter_mut().enumerate() {
            let more = u32::try_from(more).ok()?;
            if u32::from(digits) + more > u32::from(place.digits) {
                break;
            }
            let least = u32::from(value) * u32::from(place.base).pow(more);
            let most = least + (u32::from(place.base).pow(more) - 1);
            if most > u32::from(place.most) {
                // Some or all of them are no groups any more: the value tells which.
                return Some(plain);
            }
            let (first, further) = place.range(groups, least, most - least);
            match self.classes.uniform(first, further) {
                Some(uniform) => *class = uniform,
                None => return Some(plain),
            }
        }
        Some(Group::Classes { digits, classes })
    }
}

/// Where in an address a group stands, and what it may be.
#[derive(Debug, Clone, Copy)]
struct Place {
    base: u16,
    digits: u8,
    most: u16,
    /// Bits behind the group.
    shift: u32,
}

impl Place {
    fn v4(index: u8) -> Self {
        Self {
            base: 10,
            digits: 3,
            most: 255,
            shift: 8 * u32::from(3 - index.min(3)),
        }
    }

    fn v6(index: u8) -> Self {
        Self {
            base: 16,
            digits: 4,
            most: u16::MAX,
            shift: 16 * u32::from(7 - index.min(7)),
        }
    }

    /// The first address, and how many follow, where this group is one of `further + 1` values from
    /// `value` on.
    fn range(self, groups: u128, value: u32, further: u32) -> (u128, u128) {
        let behind = (1 << self.shift) - 1;
        (
            groups + (u128::from(value) << self.shift),
            (u128::from(further) << self.shift) + behind,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Strings on both sides of being an address, made by joining pieces.
    fn spellings() -> Vec<String> {
        let mut all = vec![String::new()];
        let v4 = ["0", "1", "10", "010", "255", "256", "99", "0000", "1a", ""];
        for a in v4 {
            for b in ["0", "9", "00255"] {
                for c in v4 {
                    all.push(format!("{a}.{b}.0.{c}"));
                    all.push(format!("10.{a}.{c}"));
                    all.push(format!("10.0.{a}.{c}.1"));
                }
            }
        }
        let v6 = [
            "0", "1", "a00", "0a00", "ffff", "10000", "00001", "FFFF", "", "g",
        ];
        for a in v6 {
            for b in v6 {
                for text in [
                    format!("::{a}"),
                    format!("{a}::{b}"),
                    format!("::ffff:{a}:{b}"),
                    format!("0:0:0:0:0:ffff:{a}:{b}"),
                    format!("{a}:2:3:4:5:6:7:{b}"),
                    format!("{a}:2:3:4:5:6:7::{b}"),
                    format!("1:2:3:4:5:6::{b}"),
                    format!("1::{a}::{b}"),
                    format!("{a}:{b}"),
                    format!(":{a}::{b}"),
                    format!("fe80::{a}:{b}:1"),
                ] {
                    all.push(text);
                }
            }
        }
        all
    }

    #[test]
    fn agrees_with_the_blocks() {
        let blocks = [
            "10.0.0.0/8",
            "10.0.0.8/31",
            "0.0.0.0/0",
            "128.0.0.0/1",
            "::/0",
            "::/127",
            "::ffff:a00:0/24",
            "fe80::/10",
            "a00::/8",
            "1::/16",
            "1:2:3:4:5:6:7:0/112",
            "::/64",
        ];
        let blocks = blocks.map(|text| Cidr::parse(text).unwrap());
        let sets: Vec<_> = blocks.iter().map(block).collect();
        let singles =
            ["10.0.0.1", "::1", "1:2:3:4:5:6:7:a00"].map(|text| Address::parse(text).unwrap());
        let single_sets = singles.map(one);
        let all: Vec<_> = sets.iter().chain(&single_sets).collect();
        for chosen in [
            &all[..],
            &all[..2],
            &all[3..6],
            &all[9..],
            &all[4..5],
            &all[..1],
        ] {
            let mut run = AddressRun::new(chosen);
            for text in spellings() {
                let start = run.start();
                let mut state = start;
                for c in text.chars() {
                    state = run.step(state, c);
                }
                let address = Address::parse(&text).map(number);
                let expected: Vec<_> = chosen
                    .iter()
                    .map(|set| address.is_some_and(|address| set.contains(address)))
                    .collect();
                assert_eq!(run.held(state), expected, "{text}");
                for (index, held) in expected.iter().enumerate() {
                    assert!(!held || run.may_reach(state, index), "{text}");
                }
            }
        }
    }

    #[test]
    fn blocks_hold_what_their_matcher_holds() {
        for text in [
            "10.0.0.9/24",
            "0.0.0.0/0",
            "::/0",
            "::/80",
            "::ffff:a00:1/8",
            "fe80::/10",
        ] {
            let cidr = Cidr::parse(text).unwrap();
            for spelling in spellings() {
                if let Some(address) = Address::parse(&spelling) {
                    assert_eq!(
                        block(&cidr).contains(number(address)),
                        cidr.contains(address),
                        "{text} {spelling}"
                    );
                }
            }
        }
    }
}
