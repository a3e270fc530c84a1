//! Which conditions share an automaton.
//!
//! The fields of an alternative are taken in the order of their names. A state stands for what the
//! fields so far have matched; from it each next field has an automaton, and what that matches leads
//! to a further state. The matchers of a condition lead to one state, unless the automaton has one of
//! them already, which leads where it did. So alternatives stay together as long as they share a
//! matcher in each field.

use super::automaton::{Automaton, PatternId};
use super::is_wildcard;
use super::set::Set;
use crate::pattern::value::{AnythingBut, Bound, IgnoreCase, MatcherKind, NumericRange, Wildcard};
use crate::pattern::{Condition, Matcher};
use std::collections::HashMap;

/// What has been matched so far.
pub(super) type StateId = usize;

/// How many conditions are put in, and how many states the automata may have: far beyond what a
/// pattern has that is not made to be costly. What is counted then is what was put in.
const MOST_STEPS: usize = 100_000;
const MOST_NODES: usize = 50_000;

#[derive(Debug, Default)]
struct State<'p> {
    fields: HashMap<&'p str, Field<'p>>,
    /// Where the absence of a field leads. The service does not look for wildcards behind it.
    absent: HashMap<&'p str, StateId>,
}

#[derive(Debug, Default)]
struct Field<'p> {
    automaton: Automaton,
    /// Where matchers lead that are no wildcards.
    others: HashMap<Identity<'p>, StateId>,
}

/// What makes two matchers that are no wildcards the same to the service.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Identity<'p> {
    Text(&'p str),
    /// A literal that is no string.
    Literal(&'p str),
    Number(u64),
    Range([Option<(u64, bool)>; 2]),
    Address(crate::pattern::value::Address),
    Block(crate::pattern::value::Cidr),
    Presence,
    Absence,
    Operand(Operator, &'p str),
    Not(Operator, Set<&'p str>),
    NotNumbers(Set<u64>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Operator {
    Exact,
    Prefix,
    Suffix,
    Equals,
    PrefixIgnoreCase,
    SuffixIgnoreCase,
}

/// A matcher as the service tells it from others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key<'p> {
    Wildcard(PatternId),
    Other(Identity<'p>),
}

/// Alternatives that were taken in, by their numbers.
type Taken = Set<usize>;

/// The alternatives of a pattern, put together.
#[derive(Debug)]
pub(super) struct Graph<'p> {
    states: Vec<State<'p>>,
    /// Numbers of the wildcard matchers, by what they list.
    patterns: HashMap<(bool, Set<String>), PatternId>,
    /// What leads to a state by a matcher, on the way (`false`) and at the end of an alternative.
    taken: HashMap<(StateId, Key<'p>, bool), Taken>,
    steps: usize,
    nodes: usize,
}

impl Default for Graph<'_> {
    fn default() -> Self {
        Self {
            states: vec![State::default()],
            patterns: HashMap::new(),
            taken: HashMap::new(),
            steps: 0,
            nodes: 0,
        }
    }
}

impl<'p> Graph<'p> {
    /// Adds an alternative; whether the service takes it in.
    ///
    /// It does not where it takes it for one that is there: one with the same fields that it shares
    /// a matcher with in each. Where the matchers of a condition lead to several states it looks at
    /// the one that it comes to last, in no order that could be told: here, at all of them.
    pub(super) fn add(&mut self, number: usize, mut conditions: Vec<&'p Condition>) -> bool {
        conditions.sort_by(|a, b| a.path.encode_utf16().cmp(b.path.encode_utf16()));
        let mut reached = vec![Set::default(); conditions.len()];
        let there = self.step(0, &conditions, &mut reached);
        if !there.is_empty() {
            return false;
        }
        let last = conditions.len().saturating_sub(1);
        for (index, (condition, states)) in conditions.iter().zip(&reached).enumerate() {
            for key in self.keys(condition) {
                for state in states.iter() {
                    let key = (*state, key.clone(), index == last);
                    self.taken.entry(key).or_default().insert(number);
                }
            }
        }
        true
    }

    /// Puts in the first of the conditions and then, from each state it leads to, the others; which
    /// alternatives were taken in before that share a matcher in all of them.
    fn step(
        &mut self,
        state: StateId,
        conditions: &[&'p Condition],
        reached: &mut [Set<StateId>],
    ) -> Taken {
        let ([condition, others @ ..], [here, further @ ..]) = (conditions, reached) else {
            return Taken::default();
        };
        self.steps += 1;
        if self.steps > MOST_STEPS || self.nodes > MOST_NODES {
            return Taken::default();
        }
        let states = self.condition(state, condition);
        here.extend(states.iter().copied());
        let keys = self.keys(condition);
        let is_last = others.is_empty();
        let mut there = Taken::default();
        for &state in states.iter() {
            let taken = |graph: &Self| -> Taken {
                let keys = keys.iter().map(|key| (state, key.clone(), is_last));
                let taken = keys.filter_map(|key| graph.taken.get(&key));
                taken.flat_map(Set::iter).copied().collect()
            };
            if is_last {
                there.extend(taken(self).iter().copied());
                continue;
            }
            let behind = self.step(state, others, further);
            let taken = taken(self);
            there.extend(behind.iter().copied().filter(|one| taken.contains(one)));
        }
        there
    }

    fn keys(&mut self, condition: &'p Condition) -> Vec<Key<'p>> {
        let mut keys = Vec::new();
        for Matcher { kind, .. } in &condition.matchers {
            match self.pattern(kind) {
                Some((pattern, _)) => keys.push(Key::Wildcard(pattern)),
                None => keys.extend(identities(kind).into_iter().map(Key::Other)),
            }
        }
        keys
    }

    /// Puts a condition in; the states it leads to.
    fn condition(&mut self, state: StateId, condition: &'p Condition) -> Set<StateId> {
        let mut next = None;
        let mut reached = Set::default();
        for Matcher { kind, .. } in &condition.matchers {
            let to = self.matcher(state, &condition.path, kind, next);
            next = Some(to);
            reached.insert(to);
        }
        reached
    }

    fn matcher(
        &mut self,
        state: StateId,
        path: &'p str,
        kind: &'p MatcherKind,
        next: Option<StateId>,
    ) -> StateId {
        let next = next.unwrap_or_else(|| {
            self.states.push(State::default());
            self.states.len() - 1
        });
        let pattern = self.pattern(kind);
        let Some(from) = self.states.get_mut(state) else {
            return next;
        };
        if matches!(kind, MatcherKind::Exists(false)) {
            return *from.absent.entry(path).or_insert(next);
        }
        let field = from.fields.entry(path).or_default();
        let Some((pattern, operands)) = pattern else {
            field.automaton.has_suffix |= is_suffix(kind);
            return identities(kind).into_iter().fold(next, |next, identity| {
                *field.others.entry(identity).or_insert(next)
            });
        };
        let before = field.automaton.size();
        let reached = operands.iter().fold(next, |next, operand| {
            field.automaton.add(operand, pattern, next)
        });
        self.nodes += field.automaton.size() - before;
        reached
    }

    /// The number of a wildcard matcher and its operands in the order in which the service takes
    /// them; `None` for other matchers.
    fn pattern(&mut self, kind: &'p MatcherKind) -> Option<(PatternId, Vec<&'p Wildcard>)> {
        if !is_wildcard(kind) {
            return None;
        }
        let (negated, operands) = match kind {
            MatcherKind::AnythingBut(AnythingBut::Wildcard(listed)) => (true, in_order(listed)),
            MatcherKind::Wildcard(wildcard) => (false, vec![wildcard]),
            _ => return None,
        };
        let texts = operands.iter().map(|operand| operand.spelled()).collect();
        let new = self.patterns.len();
        let id = *self.patterns.entry((negated, texts)).or_insert(new);
        Some((id, operands))
    }

    pub(super) fn complexity(&self) -> usize {
        let mut most = 0;
        let mut seen = vec![false; self.states.len()];
        let mut open = vec![0];
        while let Some(state) = open.pop() {
            for field in self
                .states
                .get(state)
                .into_iter()
                .flat_map(|s| s.fields.values())
            {
                most = most.max(field.automaton.complexity());
                let others = field.others.values().copied();
                for next in others.chain(field.automaton.reached()) {
                    let seen = seen.get_mut(next).filter(|seen| !**seen);
                    if let Some(seen) = seen {
                        *seen = true;
                        open.push(next);
                    }
                }
            }
        }
        most
    }
}

fn is_suffix(kind: &MatcherKind) -> bool {
    matches!(
        kind,
        MatcherKind::Suffix(_)
            | MatcherKind::SuffixIgnoreCase(_)
            | MatcherKind::AnythingBut(AnythingBut::Suffix(_))
    )
}

/// What the service makes of a matcher that is no wildcard: two for a number that is comparable,
/// by value and by text.
fn identities(kind: &MatcherKind) -> Vec<Identity<'_>> {
    let operand = |operator, text| vec![Identity::Operand(operator, text)];
    match kind {
        MatcherKind::Exact(text) | MatcherKind::Exactly(text) => vec![Identity::Text(text)],
        MatcherKind::Address(address) => vec![Identity::Address(*address)],
        MatcherKind::Number(number) => {
            let value = number.value().map(|value| Identity::Number(bits(value)));
            let text = Identity::Literal(number.text());
            value.into_iter().chain([text]).collect()
        }
        MatcherKind::Bool(true) => vec![Identity::Literal("true")],
        MatcherKind::Bool(false) => vec![Identity::Literal("false")],
        MatcherKind::Null => vec![Identity::Literal("null")],
        MatcherKind::Prefix(text) => operand(Operator::Prefix, text),
        MatcherKind::Suffix(text) => operand(Operator::Suffix, text),
        MatcherKind::EqualsIgnoreCase(text) => operand(Operator::Equals, text.operand()),
        MatcherKind::PrefixIgnoreCase(text) => operand(Operator::PrefixIgnoreCase, text.operand()),
        MatcherKind::SuffixIgnoreCase(text) => operand(Operator::SuffixIgnoreCase, text.operand()),
        MatcherKind::Numeric(range) => vec![of_range(range)],
        MatcherKind::Cidr(block) => vec![Identity::Block(*block)],
        MatcherKind::Exists(true) => vec![Identity::Presence],
        MatcherKind::Exists(false) => vec![Identity::Absence],
        MatcherKind::AnythingBut(listed) => vec![match listed {
            AnythingBut::Strings(texts) => Identity::Not(Operator::Exact, boxed(texts)),
            AnythingBut::Prefix(texts) => Identity::Not(Operator::Prefix, boxed(texts)),
            AnythingBut::Suffix(texts) => Identity::Not(Operator::Suffix, boxed(texts)),
            AnythingBut::EqualsIgnoreCase(texts) => Identity::Not(Operator::Equals, letters(texts)),
            AnythingBut::Numbers(numbers) => {
                let values = numbers.iter().filter_map(crate::json::Number::value);
                Identity::NotNumbers(values.map(bits).collect())
            }
            AnythingBut::Wildcard(_) => return Vec::new(),
        }],
        MatcherKind::Wildcard(_) => Vec::new(),
    }
}

fn boxed(list: &[Box<str>]) -> Set<&str> {
    list.iter().map(|text| &**text).collect()
}

fn letters(list: &[IgnoreCase]) -> Set<&str> {
    list.iter().map(IgnoreCase::operand).collect()
}

/// A number's value; both zeros are one.
fn bits(value: f64) -> u64 {
    (value + 0.0).to_bits()
}

fn of_range(range: &NumericRange) -> Identity<'_> {
    let end = |bound: &Option<Bound>| {
        let bound = bound.as_ref()?;
        Some((bits(bound.number.value()?), bound.inclusive))
    };
    match (end(&range.bottom), end(&range.top)) {
        (Some((low, _)), Some((high, _))) if low == high => Identity::Number(low),
        (bottom, top) => Identity::Range([bottom, top]),
    }
}

/// The operands of a list as the service goes through them: a hash table by their text between
/// quotes, grown to twice the size whenever three quarters are full.
fn in_order(operands: &[Wildcard]) -> Vec<&Wildcard> {
    let mut seen = Set::default();
    let mut hashed: Vec<_> = operands
        .iter()
        .filter_map(|operand| {
            let text = operand.spelled();
            let hash = format!("\"{text}\"")
                .encode_utf16()
                .fold(0_u32, |hash, unit| {
                    hash.wrapping_mul(31).wrapping_add(unit.into())
                });
            seen.insert(text).then_some((hash ^ hash >> 16, operand))
        })
        .collect();
    let mut size = 16;
    while hashed.len() * 4 > size * 3 {
        size *= 2;
    }
    hashed.sort_by_key(|(hash, _)| *hash as usize & (size - 1));
    hashed.into_iter().map(|(_, operand)| operand).collect()
}
