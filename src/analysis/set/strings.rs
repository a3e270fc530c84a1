//! Looking for a string that is in some sets and not in others.

use super::address::AddressRun;
use super::automaton::{Automaton, Run, State};
use super::fast::FastMap;
use super::ranges::Ranges;
use super::{Spend, TooManyStates};
use std::collections::{BTreeSet, VecDeque};

/// A set of strings: those listed, those that some `anything-but` does not list, and the spellings
/// of some addresses.
#[derive(Debug, Clone)]
pub(super) struct Strings {
    /// Every string.
    pub(super) all: bool,
    pub(super) listed: Automaton,
    /// For each `anything-but` what it lists.
    pub(super) unless: Vec<Automaton>,
    pub(super) addresses: Ranges,
}

impl Strings {
    pub(super) fn none() -> Self {
        Self {
            all: false,
            listed: Automaton::new(),
            unless: Vec::new(),
            addresses: Ranges::default(),
        }
    }

    /// Whether it is known at a glance that there are none.
    pub(super) fn is_none(&self) -> bool {
        !self.all && self.listed.is_empty() && self.unless.is_empty() && self.addresses.is_empty()
    }
}

/// The shortest string that is in each set for which `true` is asked, and in none of the others;
/// a string that is not empty is preferred to the empty one.
///
/// All sets are read at once, breadth first. A state is what all of them know of the string so far,
/// so a state met before needs no second look, and when none is left there is no such string.
pub(super) fn find(
    asked: &[(&Strings, bool)],
    spend: &mut Spend,
) -> Result<Option<String>, TooManyStates> {
    let mut parts = Vec::with_capacity(asked.len());
    for (set, wanted) in asked {
        match (set.all, wanted, set.is_none()) {
            (true, false, _) | (false, true, true) => return Ok(None),
            (true, true, _) | (false, false, true) => {}
            _ => parts.push((*set, *wanted)),
        }
    }
    spend.take(parts.len())?;
    Search::new(&parts).run(spend)
}

/// One of the sets, being read.
struct Part<'a> {
    wanted: bool,
    listed: Run<'a>,
    unless: Vec<Run<'a>>,
    /// Its place among the sets of addresses.
    addresses: Option<usize>,
}

/// What a part knows of the string so far.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Known {
    /// It has what it wants, whatever follows.
    Settled,
    Open(State, Vec<State>),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Place {
    parts: Vec<Known>,
    address: u32,
}

struct Search<'a> {
    parts: Vec<Part<'a>>,
    addresses: AddressRun,
    /// A character that no set tells apart from others of its kind, and no address has.
    other: char,
    /// Hex digits in upper case, where some set may tell them from those in lower case.
    capitals: Vec<char>,
}

/// Characters to stand for any other, the most readable first.
const OTHERS: &str = "xyzuvwqrstnopmklhijg-_0";

/// How many steps it counts for to remember what a set knows in a state.
const REMEMBERING: usize = 8;

/// How much further is looked for a string that is not empty when the empty one would do.
const FURTHER: usize = 64;

impl<'a> Search<'a> {
    fn new(asked: &[(&'a Strings, bool)]) -> Self {
        let mut alphabet = BTreeSet::new();
        let mut sets = Vec::new();
        let mut parts = Vec::with_capacity(asked.len());
        for (set, wanted) in asked {
            for automaton in std::iter::once(&set.listed).chain(&set.unless) {
                alphabet.extend(automaton.alphabet());
            }
            let addresses = (!set.addresses.is_empty()).then_some(sets.len());
            if addresses.is_some() {
                sets.push(&set.addresses);
            }
            parts.push(Part {
                wanted: *wanted,
                listed: Run::new(&set.listed),
                unless: set.unless.iter().map(Run::new).collect(),
                addresses,
            });
        }
        let private = '\u{e000}'..='\u{f8ff}';
        let other = OTHERS
            .chars()
            .filter(|c| !c.is_ascii_hexdigit())
            .chain(private)
            .find(|c| !alphabet.contains(c))
            .unwrap_or('\u{f8ff}');
        let told_apart =
            |c: &char| alphabet.contains(c) || alphabet.contains(&c.to_ascii_lowercase());
        let capitals = ('A'..='F').filter(told_apart).collect();
        Self {
            parts,
            addresses: AddressRun::new(&sets),
            other,
            capitals,
        }
    }

    fn run(mut self, spend: &mut Spend) -> Result<Option<String>, TooManyStates> {
        let mut states = spend.states;
        let runs = self.parts.iter().map(|part| 1 + part.unless.len());
        let runs: usize = runs.sum::<usize>() + 1;
        // For each state met: the one before it, and the character between them.
        let mut met: Vec<(usize, char)> = Vec::new();
        let mut numbers: FastMap<Place, usize> = FastMap::default();
        let mut open = VecDeque::new();
        let mut empty_will_do = false;
        if let Some(start) = self.start() {
            empty_will_do = self.accepts(&start);
            met.push((0, '\0'));
            numbers.insert(start.clone(), 0);
            open.push_back((0, start));
        }
        while let Some((number, place)) = open.pop_front() {
            for c in self.characters(&place) {
                spend.take(runs)?;
                let Some(next) = self.step(&place, c) else {
                    continue;
                };
                if numbers.contains_key(&next) {
                    continue;
                }
                let accepted = self.accepts(&next);
                met.push((number, c));
                if accepted {
                    return Ok(Some(spell(&met, met.len() - 1)));
                }
                if empty_will_do && met.len() > FURTHER {
                    return Ok(Some(String::new()));
                }
                states = states.checked_sub(1).ok_or(TooManyStates)?;
                // What is remembered takes memory for each set.
                spend.take(REMEMBERING * runs)?;
                numbers.insert(next.clone(), met.len() - 1);
                open.push_back((met.len() - 1, next));
            }
        }
        Ok(empty_will_do.then(String::new))
    }

    fn start(&mut self) -> Option<Place> {
        let address = self.addresses.start();
        let mut parts = Vec::with_capacity(self.parts.len());
        for part in &mut self.parts {
            let listed = part.listed.start();
            let unless = part.unless.iter_mut().map(Run::start).collect();
            parts.push(part.known(listed, unless, &self.addresses, address)?);
        }
        Some(self.place(parts, address))
    }

    fn step(&mut self, place: &Place, c: char) -> Option<Place> {
        let address = self.addresses.step(place.address, c);
        let mut parts = Vec::with_capacity(self.parts.len());
        for (part, known) in self.parts.iter_mut().zip(&place.parts) {
            parts.push(match known {
                Known::Settled => Known::Settled,
                Known::Open(listed, unless) => {
                    let listed = part.listed.step(*listed, c);
                    let runs = part.unless.iter_mut().zip(unless);
                    let unless = runs.map(|(run, state)| run.step(*state, c)).collect();
                    part.known(listed, unless, &self.addresses, address)?
                }
            });
        }
        Some(self.place(parts, address))
    }

    /// Where no open part asks for addresses any more, it does not matter how far one was read.
    fn place(&self, parts: Vec<Known>, address: u32) -> Place {
        let asked = self
            .parts
            .iter()
            .zip(&parts)
            .any(|(part, known)| part.addresses.is_some() && *known != Known::Settled);
        let address = if asked { address } else { AddressRun::DEAD };
        Place { parts, address }
    }

    fn accepts(&self, place: &Place) -> bool {
        let held = self.addresses.held(place.address);
        self.parts.iter().zip(&place.parts).all(|(part, known)| {
            let Known::Open(listed, unless) = known else {
                return true;
            };
            let is_in = part.listed.accepts(*listed)
                || part
                    .unless
                    .iter()
                    .zip(unless)
                    .any(|(run, state)| !run.accepts(*state))
                || part
                    .addresses
                    .is_some_and(|set| held.get(set) == Some(&true));
            is_in == part.wanted
        })
    }

    /// The characters to try. All that are not among them lead where `other` leads.
    fn characters(&self, place: &Place) -> Vec<char> {
        let (mut wanted, mut refused) = (BTreeSet::new(), BTreeSet::new());
        for (part, known) in self.parts.iter().zip(&place.parts) {
            let Known::Open(listed, unless) = known else {
                continue;
            };
            // What an `anything-but` lists leads away from where it is to hold.
            let (towards, away) = if part.wanted {
                (&mut wanted, &mut refused)
            } else {
                (&mut refused, &mut wanted)
            };
            part.listed.characters(*listed, towards);
            for (run, state) in part.unless.iter().zip(unless) {
                run.characters(*state, away);
            }
        }
        let mut characters: Vec<_> = wanted.iter().copied().collect();
        characters.push(self.other);
        characters.extend(refused.iter().filter(|c| !wanted.contains(c)));
        let address = self.addresses.characters(place.address);
        let capitals = self
            .capitals
            .iter()
            .copied()
            .filter(|_| place.address != AddressRun::DEAD);
        let more: Vec<_> = address
            .chain(capitals)
            .filter(|c| !wanted.contains(c) && !refused.contains(c))
            .collect();
        characters.extend(more);
        characters
    }
}

impl Part<'_> {
    /// What is known in these states; `None` where it can no more have what it wants.
    fn known(
        &self,
        listed: State,
        unless: Vec<State>,
        addresses: &AddressRun,
        address: u32,
    ) -> Option<Known> {
        let surely_in = listed == Run::SURE || unless.contains(&Run::DEAD);
        let surely_out = listed == Run::DEAD
            && unless.iter().all(|state| *state == Run::SURE)
            && !self
                .addresses
                .is_some_and(|set| addresses.may_reach(address, set));
        match (surely_in, surely_out) {
            (true, _) => self.wanted.then_some(Known::Settled),
            (_, true) => (!self.wanted).then_some(Known::Settled),
            _ => Some(Known::Open(listed, unless)),
        }
    }
}

/// The characters that lead from the start to a state.
fn spell(met: &[(usize, char)], mut at: usize) -> String {
    let mut characters = Vec::new();
    while at > 0
        && let Some((before, c)) = met.get(at)
    {
        characters.push(*c);
        at = *before;
    }
    characters.iter().rev().collect()
}
