//! The values that a condition accepts, as sets that can be compared.
//!
//! A value is of one of these kinds, and what a set holds of one kind has nothing to do with what it
//! holds of another:
//!
//! - strings: [`strings`], with the spellings of addresses among them: [`address`];
//! - comparable numbers: [`numbers`];
//! - numbers that are not comparable: integers, each its own text, and what is infinite as a double;
//!   some listed integers, or all;
//! - `true`, `false`, `null`.
//!
//! Beside them stands the absence of any value. [`find`] is the one question that everything else
//! is made of: is there a value that is in these sets and not in those?

mod address;
mod automaton;
mod digits;
mod fast;
mod numbers;
mod ranges;
mod strings;

use crate::json::{Number, write_string};
use crate::pattern::Condition;
use crate::pattern::value::{AnythingBut, Cidr, MatcherKind, Scalar};
use ranges::Ranges;
use std::borrow::Cow;
use std::collections::BTreeSet;
use strings::Strings;

/// What some matchers of one path accept together.
#[derive(Debug, Clone)]
pub(crate) struct ValueSet {
    /// Whether they accept that there is no value.
    pub(crate) absent: bool,
    matchers: Vec<MatcherKind>,
    strings: Strings,
    comparable: Ranges,
    incomparable: Incomparable,
    /// Blocks and address literals that accept numbers by the digits they begin with. Which these
    /// are does not follow from a number's value, so they are kept apart.
    blocks: Vec<Cidr>,
    /// Of [`LITERALS`].
    literals: [bool; 3],
    /// The kind of value to give first, when there is a choice.
    first: Kind,
}

/// Numbers that are not comparable.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Incomparable {
    Listed(BTreeSet<Box<str>>),
    All,
}

/// The kinds of values, for choosing among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    String,
    Comparable,
    Literal,
    Incomparable,
}

const LITERALS: [Value; 3] = [Value::Bool(true), Value::Bool(false), Value::Null];

/// A value that was found: the smallest JSON text that has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Value {
    String(String),
    /// As JSON text.
    Number(String),
    Bool(bool),
    Null,
}

impl Value {
    pub(crate) fn scalar(&self) -> Scalar<'_> {
        match self {
            Self::String(text) => Scalar::String(Cow::Borrowed(text)),
            Self::Number(text) => Scalar::Number(Number::in_event(text)),
            Self::Bool(value) => Scalar::Bool(*value),
            Self::Null => Scalar::Null,
        }
    }

    pub(crate) fn of(scalar: &Scalar<'_>) -> Self {
        match scalar {
            Scalar::String(text) => Self::String(text.clone().into_owned()),
            Scalar::Number(number) => Self::Number(number.text().to_owned()),
            Scalar::Bool(value) => Self::Bool(*value),
            Scalar::Null => Self::Null,
        }
    }

    pub(crate) fn json(&self) -> String {
        match self {
            Self::String(text) => {
                let mut out = String::with_capacity(text.len() + 2);
                write_string(&mut out, text);
                out
            }
            Self::Number(text) => text.clone(),
            Self::Bool(value) => value.to_string(),
            Self::Null => "null".to_owned(),
        }
    }
}

/// More was to be looked at than may be spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooManyStates;

/// What may be spent, counted and not timed, so that the answer is the same everywhere.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spend {
    /// For one question about one path: states of automata.
    pub(crate) states: usize,
    /// For all questions together: sets that are asked about a character or a number, conditions
    /// that are looked at. What is left is carried from one question to the next.
    pub(crate) steps: usize,
}

impl Spend {
    /// Takes so many steps, or all that is left where these are fewer.
    pub(crate) fn take(&mut self, steps: usize) -> Result<(), TooManyStates> {
        match self.steps.checked_sub(steps) {
            Some(left) => {
                self.steps = left;
                Ok(())
            }
            None => {
                self.steps = 0;
                Err(TooManyStates)
            }
        }
    }
}

impl ValueSet {
    pub(crate) fn of(condition: &Condition) -> Self {
        Self::of_matchers(condition.matchers.iter().map(|matcher| &matcher.kind))
    }

    pub(crate) fn of_matchers<'m>(matchers: impl Iterator<Item = &'m MatcherKind>) -> Self {
        let mut set = Self {
            absent: false,
            matchers: Vec::new(),
            strings: Strings::none(),
            comparable: Ranges::default(),
            incomparable: Incomparable::Listed(BTreeSet::new()),
            blocks: Vec::new(),
            literals: [false; 3],
            first: Kind::String,
        };
        for matcher in matchers {
            if let Some(kind) = set.add(matcher)
                && set.matchers.is_empty()
            {
                set.first = kind;
            }
            set.matchers.push(matcher.clone());
        }
        set.strings.listed.finish();
        set
    }

    /// Every value, but not the absence of any.
    pub(crate) fn everything() -> Self {
        Self::of_matchers(std::iter::once(&MatcherKind::Exists(true)))
    }

    /// Whether a value is in the set.
    pub(crate) fn accepts(&self, value: &Scalar<'_>) -> bool {
        self.matchers.iter().any(|matcher| matcher.accepts(value))
    }

    /// Adds what a matcher accepts; the kind of value it is about.
    fn add(&mut self, matcher: &MatcherKind) -> Option<Kind> {
        let strings = &mut self.strings;
        match matcher {
            MatcherKind::Exact(text) | MatcherKind::Exactly(text) => strings.listed.add_exact(text),
            MatcherKind::Address(address) => {
                strings.addresses = strings.addresses.union(&address::one(*address));
                self.add_block(Cidr::of(*address, *address));
            }
            MatcherKind::Cidr(block) => {
                strings.addresses = strings.addresses.union(&address::block(block));
                self.add_block(*block);
            }
            MatcherKind::Prefix(text) => strings.listed.add_prefix(text),
            MatcherKind::Suffix(text) => strings.listed.add_suffix(text),
            MatcherKind::EqualsIgnoreCase(operand) => strings.listed.add_ignore_case(operand),
            MatcherKind::PrefixIgnoreCase(operand) => {
                strings.listed.add_ignore_case_prefix(operand);
            }
            MatcherKind::SuffixIgnoreCase(operand) => {
                strings.listed.add_ignore_case_suffix(operand);
            }
            MatcherKind::Wildcard(wildcard) => strings.listed.add_wildcard(wildcard),
            MatcherKind::Number(number) if number.value().is_some() => {
                self.comparable = self.comparable.union(&numbers::one(number));
                return Some(Kind::Comparable);
            }
            MatcherKind::Number(number) => {
                // No event's number is the same as any other that is not comparable.
                if let Incomparable::Listed(listed) = &mut self.incomparable
                    && number.same(number)
                {
                    listed.insert(number.text().into());
                }
                return Some(Kind::Incomparable);
            }
            MatcherKind::Numeric(range) => {
                self.comparable = self.comparable.union(&numbers::range(range));
                return Some(Kind::Comparable);
            }
            MatcherKind::Bool(value) => {
                self.add_literal(&Value::Bool(*value));
                return Some(Kind::Literal);
            }
            MatcherKind::Null => {
                self.add_literal(&Value::Null);
                return Some(Kind::Literal);
            }
            MatcherKind::Exists(true) => self.add_all_but_strings_and_numbers(true, true),
            MatcherKind::Exists(false) => {
                self.absent = true;
                return None;
            }
            MatcherKind::AnythingBut(listed) => return Some(self.add_anything_but(listed)),
        }
        Some(Kind::String)
    }

    fn add_block(&mut self, block: Cidr) {
        if block.accepts_numbers() {
            self.blocks.push(block);
        }
    }

    fn add_literal(&mut self, value: &Value) {
        for (flag, literal) in self.literals.iter_mut().zip(&LITERALS) {
            *flag |= literal == value;
        }
    }

    fn add_all_but_strings_and_numbers(&mut self, strings: bool, comparable: bool) {
        self.literals = [true; 3];
        self.incomparable = Incomparable::All;
        self.strings.all |= strings;
        if comparable {
            self.comparable = numbers::all();
        }
    }

    fn add_anything_but(&mut self, listed: &AnythingBut) -> Kind {
        let mut unless = automaton::Automaton::new();
        match listed {
            AnythingBut::Numbers(numbers) => {
                let listed = numbers
                    .iter()
                    .map(numbers::one)
                    .fold(Ranges::default(), |all, one| all.union(&one));
                self.add_all_but_strings_and_numbers(true, false);
                self.comparable = self.comparable.union(&numbers::all().without(&listed));
                return Kind::Comparable;
            }
            AnythingBut::Strings(texts) => texts.iter().for_each(|text| unless.add_exact(text)),
            AnythingBut::Prefix(texts) => texts.iter().for_each(|text| unless.add_prefix(text)),
            AnythingBut::Suffix(texts) => texts.iter().for_each(|text| unless.add_suffix(text)),
            AnythingBut::EqualsIgnoreCase(operands) => {
                operands
                    .iter()
                    .for_each(|operand| unless.add_ignore_case(operand));
            }
            AnythingBut::Wildcard(wildcards) => {
                wildcards
                    .iter()
                    .for_each(|wildcard| unless.add_wildcard(wildcard));
            }
        }
        unless.finish();
        self.add_all_but_strings_and_numbers(false, true);
        self.strings.unless.push(unless);
        Kind::String
    }
}

/// A value that is in each set for which `true` is asked and in none of the others. `None` where
/// there is none, which is certain.
pub(crate) fn find(
    asked: &[(&ValueSet, bool)],
    spend: &mut Spend,
) -> Result<Option<Value>, TooManyStates> {
    let first = asked
        .iter()
        .find(|(_, wanted)| *wanted)
        .map_or(Kind::String, |(set, _)| set.first);
    let kinds = [
        Kind::String,
        Kind::Comparable,
        Kind::Literal,
        Kind::Incomparable,
    ];
    let order = std::iter::once(first).chain(kinds.into_iter().filter(|kind| *kind != first));
    let mut trouble = None;
    for kind in order {
        match find_of(kind, asked, spend) {
            Ok(None) => {}
            Ok(found) => return Ok(found),
            Err(error) => trouble = Some(error),
        }
    }
    trouble.map_or(Ok(None), Err)
}

/// As [`find`], for values of one kind.
pub(crate) fn find_of(
    kind: Kind,
    asked: &[(&ValueSet, bool)],
    spend: &mut Spend,
) -> Result<Option<Value>, TooManyStates> {
    let found = find_by_value(kind, asked, spend)?;
    let is_number = matches!(kind, Kind::Comparable | Kind::Incomparable);
    if !is_number || asked.iter().all(|(set, _)| set.blocks.is_empty()) {
        return Ok(found);
    }
    let fits = |value: &Value| {
        let scalar = value.scalar();
        asked
            .iter()
            .all(|(set, wanted)| set.accepts(&scalar) == *wanted)
    };
    match found.filter(fits) {
        Some(found) => Ok(Some(found)),
        None => digits::find(kind, asked, spend),
    }
}

/// As [`find_of`], where no block accepts a number.
fn find_by_value(
    kind: Kind,
    asked: &[(&ValueSet, bool)],
    spend: &mut Spend,
) -> Result<Option<Value>, TooManyStates> {
    Ok(match kind {
        Kind::String => {
            let asked: Vec<_> = asked
                .iter()
                .map(|(set, wanted)| (&set.strings, *wanted))
                .collect();
            strings::find(&asked, spend)?.map(Value::String)
        }
        Kind::Comparable => {
            let mut left = numbers::all();
            for (set, wanted) in asked {
                left = if *wanted {
                    left.intersection(&set.comparable)
                } else {
                    left.without(&set.comparable)
                };
            }
            numbers::nicest(&left).map(Value::Number)
        }
        Kind::Literal => (LITERALS.into_iter().enumerate())
            .find(|(index, _)| {
                asked
                    .iter()
                    .all(|(set, wanted)| set.literals.get(*index) == Some(wanted))
            })
            .map(|(_, value)| value),
        Kind::Incomparable => incomparable(asked).map(Value::Number),
    })
}

fn incomparable(asked: &[(&ValueSet, bool)]) -> Option<String> {
    let listed = |(set, _): &(&ValueSet, bool)| match &set.incomparable {
        Incomparable::Listed(listed) => listed.clone(),
        Incomparable::All => BTreeSet::new(),
    };
    let listed: BTreeSet<_> = asked.iter().flat_map(listed).collect();
    // Infinite as a double, and so never listed.
    let other = std::iter::once("1e400".into());
    let is_in = |set: &ValueSet, text: &str| match &set.incomparable {
        Incomparable::Listed(listed) => listed.contains(text),
        Incomparable::All => true,
    };
    other
        .chain(listed.iter().cloned())
        .find(|text| {
            asked
                .iter()
                .all(|(set, wanted)| is_in(set, text) == *wanted)
        })
        .map(String::from)
}

#[cfg(test)]
mod tests;
