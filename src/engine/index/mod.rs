//! From a leaf's value to the conditions that it meets, without trying them one after the other.
//!
//! One [`FieldIndex`] for each path. Equal values are found by hash, prefixes and suffixes by order,
//! wildcards by their longest literal, ranges and blocks of addresses in a tree of intervals; where
//! that only makes a condition likely, it is compared.

mod affixes;
mod contains;
mod intervals;
mod letters;
mod wildcard;

use super::keys::Keys;
use super::number;
use super::number::Rough;
use crate::json::Number;
use crate::pattern::value::{Address, Bound, Cidr, Digits, IgnoreCase, MatcherKind, NumericRange};
use affixes::Affixes;
use contains::Contains;
use intervals::Intervals;
pub(super) use letters::{equals, is_prefix, is_suffix};
use rustc_hash::FxHashMap;
use std::net::IpAddr;
pub(super) use wildcard::Stars;

/// A leaf's value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'v> {
    /// A string, its escapes resolved.
    String(&'v str),
    /// A number as it was written.
    Number(&'v str),
    True,
    False,
    Null,
}

/// Index of a condition.
pub(super) type ConditionId = u32;

/// Whoever is told what was met.
pub(super) trait Hits {
    /// Whether a condition has not been met yet.
    fn is_new(&self, condition: ConditionId) -> bool;

    /// A condition is met; more than once, where several values meet it.
    fn hit(&mut self, condition: ConditionId);
}

/// A condition to be told of, and what is still to be compared for it.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Target {
    condition: ConditionId,
    check: u32,
}

/// Nothing is left to be compared.
const CERTAIN: u32 = u32::MAX;

/// What makes a likely condition certain.
#[derive(Debug)]
enum Check {
    Stars(Stars),
    Equals(IgnoreCase),
    Prefix(IgnoreCase),
    Suffix(IgnoreCase),
}

impl Check {
    fn accepts(&self, text: &str) -> bool {
        match self {
            Self::Stars(stars) => stars.accepts(text.as_bytes()),
            Self::Equals(operand) => equals(operand, text),
            Self::Prefix(operand) => is_prefix(operand, text),
            Self::Suffix(operand) => is_suffix(operand, text),
        }
    }
}

type Lists<K> = FxHashMap<K, Vec<ConditionId>>;

/// How many spans are compared one after the other.
const FEW_SPANS: usize = 8;

/// The indexed conditions of one path.
#[derive(Debug)]
pub(super) struct FieldIndex {
    /// Where the conditions of each string are in `equals`.
    strings: Keys,
    equals: Vec<Vec<ConditionId>>,
    prefixes: Affixes<Target>,
    suffixes: Affixes<Target>,
    contains: Contains,
    /// By their common form.
    letters: Option<Box<Letters>>,
    addresses: Option<Box<Addresses>>,
    /// By [`number::key`].
    numbers: Lists<u64>,
    /// Integers that are not comparable.
    number_texts: Lists<Box<str>>,
    ranges: Intervals<u64, ConditionId>,
    /// Where comparable numbers that meet something are: disjoint, in order.
    spans: Box<[(u64, u64)]>,
    /// From the first of them to the last.
    reach: (u64, u64),
    /// Of `true`, `false` and `null`.
    words: [Vec<ConditionId>; 3],
    checks: Vec<Check>,
}

/// What is compared without regard to case.
#[derive(Debug)]
struct Letters {
    equals: FxHashMap<Box<str>, Vec<Target>>,
    prefixes: Affixes<Target>,
    suffixes: Affixes<Target>,
}

/// Addresses, and the numbers that begin as they do.
#[derive(Debug)]
struct Addresses {
    equals: Lists<IpAddr>,
    blocks: Vec<(Cidr, ConditionId)>,
    /// By eight digits and by 32, where a block of that many may accept what begins with them.
    v4: Intervals<u32, usize>,
    v6: Intervals<u128, usize>,
}

/// Collects what a [`FieldIndex`] is made of.
#[derive(Debug, Default)]
pub(super) struct FieldIndexBuilder {
    strings: Lists<Box<str>>,
    prefixes: Vec<(Box<[u8]>, Target)>,
    suffixes: Vec<(Box<[u8]>, Target)>,
    contains: Vec<(Box<[u8]>, Target)>,
    letters: FxHashMap<Box<str>, Vec<Target>>,
    letter_prefixes: Vec<(Box<[u8]>, Target)>,
    letter_suffixes: Vec<(Box<[u8]>, Target)>,
    addresses: Lists<IpAddr>,
    blocks: Vec<(Cidr, ConditionId)>,
    numbers: Lists<u64>,
    number_texts: Lists<Box<str>>,
    ranges: Vec<(u64, u64, ConditionId)>,
    words: [Vec<ConditionId>; 3],
    checks: Vec<Check>,
}

/// Whether a value can lead to this matcher: not where it accepts nearly all there is, or what is
/// not there.
pub(super) fn can_be_indexed(matcher: &MatcherKind) -> bool {
    match matcher {
        MatcherKind::Exact(_)
        | MatcherKind::Exactly(_)
        | MatcherKind::Address(_)
        | MatcherKind::Number(_)
        | MatcherKind::Bool(_)
        | MatcherKind::Null
        | MatcherKind::EqualsIgnoreCase(_)
        | MatcherKind::Numeric(_)
        | MatcherKind::Cidr(_) => true,
        MatcherKind::Prefix(operand) | MatcherKind::Suffix(operand) => !operand.is_empty(),
        MatcherKind::PrefixIgnoreCase(operand) | MatcherKind::SuffixIgnoreCase(operand) => {
            !operand.operand().is_empty()
        }
        MatcherKind::Wildcard(wildcard) => {
            wildcard.stars() == 0 || wildcard.literals().iter().any(|l| !l.is_empty())
        }
        MatcherKind::AnythingBut(_) | MatcherKind::Exists(_) => false,
    }
}

/// How often a value is likely to lead to this matcher, for choosing between conditions: 16 for a
/// long string. Shorter ones (`STOPPED`) are shared by more events than long ones (an ARN).
pub(super) fn likeliness(matcher: &MatcherKind) -> u64 {
    match matcher {
        MatcherKind::Exact(text) | MatcherKind::Exactly(text) => {
            48_u64.saturating_sub(2 * text.len() as u64).max(16)
        }
        MatcherKind::EqualsIgnoreCase(_) | MatcherKind::Address(_) => 24,
        MatcherKind::Number(_) => 48,
        MatcherKind::Prefix(_) | MatcherKind::PrefixIgnoreCase(_) => 64,
        MatcherKind::Suffix(_) | MatcherKind::SuffixIgnoreCase(_) => 96,
        MatcherKind::Cidr(_) | MatcherKind::Wildcard(_) => 160,
        MatcherKind::Numeric(NumericRange {
            bottom: Some(bottom),
            top: Some(top),
        }) if bottom.number.value() == top.number.value() => 48,
        MatcherKind::Numeric(_) | MatcherKind::Bool(_) | MatcherKind::Null => 1_600,
        MatcherKind::AnythingBut(_) | MatcherKind::Exists(_) => 16_000,
    }
}

impl FieldIndexBuilder {
    /// Adds one matcher of a condition, which [`can_be_indexed`].
    pub(super) fn add(&mut self, matcher: &MatcherKind, condition: ConditionId) {
        let certain = Target {
            condition,
            check: CERTAIN,
        };
        match matcher {
            MatcherKind::Exact(text) | MatcherKind::Exactly(text) => self.string(text, condition),
            MatcherKind::Address(address) => {
                self.addresses
                    .entry(address.ip())
                    .or_default()
                    .push(condition);
            }
            MatcherKind::Number(wanted) => self.number(wanted, condition),
            MatcherKind::Bool(true) => self.word(0, condition),
            MatcherKind::Bool(false) => self.word(1, condition),
            MatcherKind::Null => self.word(2, condition),
            MatcherKind::Prefix(text) => self.prefixes.push((text.as_bytes().into(), certain)),
            MatcherKind::Suffix(text) => self.suffixes.push((text.as_bytes().into(), certain)),
            MatcherKind::EqualsIgnoreCase(operand) => {
                let form = form(operand);
                let target = self.checked(Check::Equals(operand.clone()), condition);
                self.letters.entry(form).or_default().push(target);
            }
            MatcherKind::PrefixIgnoreCase(operand) => {
                let form = form(operand).into_boxed_bytes();
                let target = self.checked(Check::Prefix(operand.clone()), condition);
                self.letter_prefixes.push((form, target));
            }
            MatcherKind::SuffixIgnoreCase(operand) => {
                let form = form(operand).into_boxed_bytes();
                let target = self.checked(Check::Suffix(operand.clone()), condition);
                self.letter_suffixes.push((form, target));
            }
            MatcherKind::Wildcard(wildcard) => {
                let literals = wildcard.literals();
                let bytes = |text: &str| -> Box<[u8]> { text.as_bytes().into() };
                match literals {
                    [only] => self.string(only, condition),
                    [first, last] if last.is_empty() => {
                        self.prefixes.push((bytes(first), certain));
                    }
                    [first, last] if first.is_empty() => {
                        self.suffixes.push((bytes(last), certain));
                    }
                    [first, middle, last] if first.is_empty() && last.is_empty() => {
                        self.contains.push((bytes(middle), certain));
                    }
                    [first, .., last] => {
                        let target = self.checked(Check::Stars(Stars::new(wildcard)), condition);
                        if !first.is_empty() {
                            self.prefixes.push((bytes(first), target));
                        } else if !last.is_empty() {
                            self.suffixes.push((bytes(last), target));
                        } else {
                            let longest = literals.iter().max_by_key(|literal| literal.len());
                            let longest = longest.map_or("", |literal| literal);
                            self.contains.push((bytes(longest), target));
                        }
                    }
                    [] => {}
                }
            }
            MatcherKind::Numeric(range) => {
                if let Some((low, high)) = ends(range) {
                    self.ranges.push((low, high, condition));
                }
            }
            MatcherKind::Cidr(block) => self.blocks.push((*block, condition)),
            MatcherKind::AnythingBut(_) | MatcherKind::Exists(_) => {}
        }
    }

    fn string(&mut self, text: &str, condition: ConditionId) {
        self.strings.entry(text.into()).or_default().push(condition);
    }

    fn number(&mut self, wanted: &Number, condition: ConditionId) {
        match wanted.value() {
            Some(value) => self.numbers.entry(number::key(value)).or_default(),
            None if wanted.same(wanted) => {
                self.number_texts.entry(wanted.text().into()).or_default()
            }
            // No event's number is the same.
            None => return,
        }
        .push(condition);
    }

    fn word(&mut self, word: usize, condition: ConditionId) {
        if let Some(conditions) = self.words.get_mut(word) {
            conditions.push(condition);
        }
    }

    fn checked(&mut self, check: Check, condition: ConditionId) -> Target {
        let index = u32::try_from(self.checks.len()).unwrap_or(CERTAIN);
        self.checks.push(check);
        Target {
            condition,
            check: index,
        }
    }

    pub(super) fn build(self) -> FieldIndex {
        let has_letters = !(self.letters.is_empty()
            && self.letter_prefixes.is_empty()
            && self.letter_suffixes.is_empty());
        let points = self.numbers.keys().map(|key| (*key, *key));
        let spans = self.ranges.iter().map(|(low, high, _)| (*low, *high));
        let spans = merged(spans.chain(points).collect());
        let has_addresses = !(self.addresses.is_empty() && self.blocks.is_empty());
        let (strings, equals): (Vec<_>, Vec<_>) = self.strings.into_iter().unzip();
        FieldIndex {
            strings: Keys::of(strings),
            equals,
            prefixes: Affixes::new(false, self.prefixes),
            suffixes: Affixes::new(true, self.suffixes),
            contains: Contains::new(&self.contains),
            letters: has_letters.then(|| {
                Box::new(Letters {
                    equals: self.letters,
                    prefixes: Affixes::new(false, self.letter_prefixes),
                    suffixes: Affixes::new(true, self.letter_suffixes),
                })
            }),
            addresses: has_addresses.then(|| Box::new(Addresses::new(self.addresses, self.blocks))),
            numbers: self.numbers,
            number_texts: self.number_texts,
            ranges: Intervals::new(self.ranges),
            reach: match (spans.first(), spans.last()) {
                (Some((first, _)), Some((_, last))) => (*first, *last),
                _ => (u64::MAX, 0),
            },
            spans,
            words: self.words,
            checks: self.checks,
        }
    }
}

fn form(operand: &IgnoreCase) -> Box<str> {
    let accepted: String = operand.forms().iter().map(|[lower, _]| &**lower).collect();
    let mut form = String::new();
    letters::common_form(&accepted, &mut form);
    form.into()
}

/// The lowest and the highest double in a range, as keys.
fn ends(range: &NumericRange) -> Option<(u64, u64)> {
    let end = |bound: &Option<Bound>, outermost: f64, inwards: fn(f64) -> f64| match bound {
        None => Some(outermost),
        Some(Bound { number, inclusive }) => {
            let value = number.value()?;
            Some(if *inclusive { value } else { inwards(value) })
        }
    };
    let low = end(&range.bottom, f64::MIN, f64::next_up)?;
    let high = end(&range.top, f64::MAX, f64::next_down)?;
    Some((number::key(low), number::key(high)))
}

impl FieldIndex {
    /// Tells of every condition that the value meets. `form` is room for its common form.
    #[inline]
    pub(super) fn find(&self, value: Value<'_>, form: &mut String, hits: &mut impl Hits) {
        match value {
            Value::String(text) => self.find_string(text, form, hits),
            Value::Number(text) => {
                let rough = number::rough(text);
                if self.may_meet(rough) {
                    self.find_number(text, rough, hits);
                }
            }
            Value::True => self.find_word(0, hits),
            Value::False => self.find_word(1, hits),
            Value::Null => self.find_word(2, hits),
        }
    }

    fn find_word(&self, word: usize, hits: &mut impl Hits) {
        tell(self.words.get(word), hits);
    }

    /// Whether a number can meet anything: nearly all are nowhere near one that is asked for.
    #[inline(always)]
    pub(super) fn may_meet(&self, number: Option<Rough>) -> bool {
        match number {
            _ if self.addresses.is_some() => true,
            Some(Rough { value, exact: true }) => self.is_near(value, 0),
            Some(Rough { value, .. }) => {
                !self.number_texts.is_empty() || self.is_near(value, number::MARGIN)
            }
            None => true,
        }
    }

    /// Tells of every condition that the number meets; `rough` is what is known of its value.
    pub(super) fn find_number(&self, text: &str, rough: Option<Rough>, hits: &mut impl Hits) {
        if let Some(addresses) = &self.addresses {
            addresses.find(Digits::of_number(text), hits);
        }
        let value = match rough {
            Some(Rough { value, exact: true }) => Some(value),
            Some(Rough { value, .. }) if self.has_met_all_near(value, hits) => return,
            _ => number::comparable(text),
        };
        let Some(value) = value else {
            tell(self.number_texts.get(text), hits);
            return;
        };
        let key = number::key(value);
        tell(self.numbers.get(&key), hits);
        self.ranges.find(key, &mut |condition| hits.hit(condition));
    }

    /// Whether all that a number of about this value can meet is ranges that have been met: then it
    /// does not matter what its value is.
    fn has_met_all_near(&self, value: f64, hits: &impl Hits) -> bool {
        if !self.number_texts.is_empty() || !self.numbers.is_empty() {
            return false;
        }
        let (low, high) = around(value, number::MARGIN);
        let mut all = true;
        self.ranges
            .find_any(low, high, &mut |condition| all &= !hits.is_new(condition));
        all
    }

    /// Whether a number may meet something whose key is so far from that of `value`, or less.
    #[inline(always)]
    fn is_near(&self, value: f64, distance: u64) -> bool {
        let (low, high) = around(value, distance);
        let (first, last) = self.reach;
        high >= first && low <= last && self.is_in_span(low, high)
    }

    #[inline]
    fn is_in_span(&self, low: u64, high: u64) -> bool {
        if self.spans.len() <= FEW_SPANS {
            // Looking at all of them costs less than branches that nobody foresees.
            return self.spans.iter().fold(false, |any, (start, end)| {
                any | (*start <= high) & (low <= *end)
            });
        }
        let behind = self.spans.partition_point(|(_, end)| *end < low);
        self.spans
            .get(behind)
            .is_some_and(|(start, _)| *start <= high)
    }

    fn find_string(&self, text: &str, form: &mut String, hits: &mut impl Hits) {
        let bytes = text.as_bytes();
        if let Some(at) = self.strings.get(bytes, 0, bytes.len()) {
            tell(self.equals.get(at as usize), hits);
        }
        let mut found = |target| self.verify(target, text, hits);
        self.prefixes.find(bytes, &mut found);
        self.suffixes.find(bytes, &mut found);
        self.contains.find(bytes, &mut found);
        if let Some(letters) = &self.letters {
            letters::common_form(text, form);
            if let Some(targets) = letters.equals.get(&**form) {
                targets.iter().for_each(|target| found(*target));
            }
            letters.prefixes.find(form.as_bytes(), &mut found);
            letters.suffixes.find(form.as_bytes(), &mut found);
        }
        if let Some(addresses) = &self.addresses
            && let Some(address) = Address::parse(text)
        {
            addresses.find(address.digits(), hits);
        }
    }

    fn verify(&self, target: Target, text: &str, hits: &mut impl Hits) {
        let Target { condition, check } = target;
        let holds = check == CERTAIN
            || (hits.is_new(condition)
                && self
                    .checks
                    .get(check as usize)
                    .is_some_and(|check| check.accepts(text)));
        if holds {
            hits.hit(condition);
        }
    }
}

/// The keys so far from that of a value, the lowest and the highest.
#[inline(always)]
fn around(value: f64, distance: u64) -> (u64, u64) {
    let key = number::key(value);
    (key.saturating_sub(distance), key.saturating_add(distance))
}

/// Closed ranges, put in order, those that touch made one.
fn merged(mut ranges: Vec<(u64, u64)>) -> Box<[(u64, u64)]> {
    ranges.retain(|(low, high)| low <= high);
    ranges.sort_unstable();
    let mut spans: Vec<(u64, u64)> = Vec::new();
    for (low, high) in ranges {
        match spans.last_mut() {
            Some(last) if low <= last.1 => last.1 = last.1.max(high),
            _ => spans.push((low, high)),
        }
    }
    spans.into()
}

impl Addresses {
    fn new(equals: Lists<IpAddr>, blocks: Vec<(Cidr, ConditionId)>) -> Self {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for (index, (block, _)) in blocks.iter().enumerate() {
            match (block.first().ip(), block.last().ip()) {
                (IpAddr::V4(first), IpAddr::V4(last)) => {
                    v4.push((first.to_bits(), last.to_bits(), index));
                }
                (IpAddr::V6(first), IpAddr::V6(last)) => {
                    v6.push((first.to_bits(), last.to_bits(), index));
                }
                // The ends of a block are of one kind.
                _ => {}
            }
        }
        Self {
            equals,
            blocks,
            v4: Intervals::new(v4),
            v6: Intervals::new(v6),
        }
    }

    fn find(&self, digits: Digits, hits: &mut impl Hits) {
        if let Some(ip) = digits.v4() {
            tell(self.equals.get(&IpAddr::V4(ip)), hits);
        }
        if let Some(ip) = digits.v6() {
            tell(self.equals.get(&IpAddr::V6(ip)), hits);
        }
        let mut verify = |index: usize| {
            if let Some((block, condition)) = self.blocks.get(index)
                && block.contains_digits(digits)
            {
                hits.hit(*condition);
            }
        };
        let (eight, all) = digits.padded();
        self.v4.find(eight, &mut verify);
        self.v6.find(all, &mut verify);
    }
}

/// What addresses and blocks compare of a value.
pub(super) fn digits(value: Value<'_>) -> Option<Digits> {
    match value {
        Value::String(text) => Address::parse(text).map(Address::digits),
        Value::Number(text) => Some(Digits::of_number(text)),
        Value::True | Value::False | Value::Null => None,
    }
}

#[inline]
fn tell(conditions: Option<&Vec<ConditionId>>, hits: &mut impl Hits) {
    for condition in conditions.into_iter().flatten() {
        hits.hit(*condition);
    }
}
