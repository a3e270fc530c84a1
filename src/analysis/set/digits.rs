//! Numbers where blocks of addresses accept some of them by the digits that they begin with.
//!
//! Which numbers a block accepts does not follow from their values, as 1 and 1.0 have one: an integer
//! has all of its digits, anything else those in front of its point or, very large or very small, a
//! single one. So the ways of writing numbers are gone through by the count of their digits. For each
//! count a block accepts the numbers between two ends; between all such ends the sets are told apart
//! by value alone, as they are without blocks.

use super::numbers::{place, value_at};
use super::ranges::Ranges;
use super::{Incomparable, Kind, Spend, TooManyStates, Value, ValueSet};
use crate::json::Number;
use crate::pattern::value::{Cidr, Scalar};

/// More digits are not compared.
const MOST_DIGITS: u32 = 32;

/// A stretch of numbers that begin with the digits of `first`, of `last` or of any number between.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    first: u128,
    last: u128,
    count: u32,
}

/// A number of this kind that is in each set for which `true` is asked and in none of the others.
pub(super) fn find(
    kind: Kind,
    asked: &[(&ValueSet, bool)],
    spend: &mut Spend,
) -> Result<Option<Value>, TooManyStates> {
    let blocks: Vec<&Cidr> = asked.iter().flat_map(|(set, _)| &set.blocks).collect();
    let asked = Asked {
        asked,
        blocks: &blocks,
        price: asked.len() + blocks.len(),
        spend,
    };
    let found = match kind {
        Kind::Comparable => comparable(asked)?,
        Kind::Incomparable => incomparable(asked)?,
        Kind::String | Kind::Literal => None,
    };
    Ok(found.map(Value::Number))
}

/// The sets that are asked, and what it costs to ask them about one number.
struct Asked<'a, 's> {
    asked: &'a [(&'a ValueSet, bool)],
    blocks: &'a [&'a Cidr],
    price: usize,
    spend: &'s mut Spend,
}

impl Asked<'_, '_> {
    fn fits(&mut self, text: &str) -> Result<bool, TooManyStates> {
        self.spend.take(self.price)?;
        let number = Scalar::Number(Number::in_event(text));
        Ok(self
            .asked
            .iter()
            .all(|(set, wanted)| set.accepts(&number) == *wanted))
    }

    /// The first of these numbers that fits.
    fn first(
        &mut self,
        texts: impl Iterator<Item = String>,
    ) -> Result<Option<String>, TooManyStates> {
        for text in texts {
            if self.fits(&text)? {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// Which values are asked for in a stretch; `None` where a block excludes all of it.
    fn by_value(&mut self, stretch: Stretch) -> Result<Option<Ranges>, TooManyStates> {
        self.spend.take(self.price)?;
        let mut left = super::numbers::all();
        for (set, wanted) in self.asked {
            let in_block = set.blocks.iter().any(|block| {
                let numbers = block.numbers(stretch.count);
                numbers.is_some_and(|(first, last)| first <= stretch.first && stretch.first <= last)
            });
            match (wanted, in_block) {
                (true, true) => {}
                (false, true) => return Ok(None),
                (true, false) => left = left.intersection(&set.comparable),
                (false, false) => left = left.without(&set.comparable),
            }
        }
        Ok(Some(left).filter(|left| !left.is_empty()))
    }
}

fn is_comparable(text: &str) -> bool {
    Number::in_event(text).value().is_some()
}

fn comparable(mut asked: Asked<'_, '_>) -> Result<Option<String>, TooManyStates> {
    let blocks = asked.blocks;
    let comparable = |text: &String| is_comparable(text);
    let integers = (1..=MOST_DIGITS).flat_map(|count| stretches(blocks, count));
    for stretch in integers {
        let Some(left) = asked.by_value(stretch)? else {
            continue;
        };
        // Of more digits than are compared there may be any number.
        let longer = if stretch.count == MOST_DIGITS { 276 } else { 0 };
        for power in 0..=longer {
            asked.spend.take(1)?;
            let left = left.intersection(&between(stretch, power));
            let texts = candidates(&left).filter_map(as_integer);
            if let Some(text) = asked.first(texts.filter(comparable))? {
                return Ok(Some(text));
            }
        }
    }
    for count in 1..=7 {
        for stretch in stretches(blocks, count) {
            let Some(left) = asked.by_value(stretch)? else {
                continue;
            };
            let mut written = plain(stretch);
            if count == 1 {
                written = written.union(&scientific(stretch));
            }
            let left = left.intersection(&written);
            let texts = candidates(&left).map(|value| format!("{value:?}"));
            if let Some(text) = asked.first(texts.filter(comparable))? {
                return Ok(Some(text));
            }
        }
    }
    // Negative numbers begin with no digit.
    let nothing = Stretch {
        first: 0,
        last: 0,
        count: 0,
    };
    let Some(left) = asked.by_value(nothing)? else {
        return Ok(None);
    };
    let left = left.intersection(&Ranges::of(place(f64::MIN), place(0.0) - 1));
    let texts = candidates(&left).flat_map(|value| [as_integer(value), Some(format!("{value:?}"))]);
    asked.first(texts.flatten().filter(comparable))
}

fn incomparable(mut asked: Asked<'_, '_>) -> Result<Option<String>, TooManyStates> {
    let incomparable = |text: &String| !is_comparable(text);
    let listed: Vec<String> = asked
        .asked
        .iter()
        .flat_map(|(set, _)| match &set.incomparable {
            Incomparable::Listed(listed) => listed.iter().map(ToString::to_string).collect(),
            Incomparable::All => Vec::new(),
        })
        .collect();
    let others = listed.len();
    let infinite = std::iter::once("1e400".to_owned());
    if let Some(text) = asked.first(infinite.chain(listed).filter(incomparable))? {
        return Ok(Some(text));
    }
    // The first integer that a double does not hold.
    const FIRST: u128 = (1 << 53) + 1;
    for count in 16..=MOST_DIGITS {
        for Stretch { first, last, .. } in stretches(asked.blocks, count) {
            let odd = (first.max(FIRST) | 1..=last).step_by(2);
            let long = (1..=others + 1).map(|ones| format!("{first}{}", "1".repeat(ones)));
            let long = long.filter(|_| count == MOST_DIGITS);
            let texts = odd.take(others + 8).map(|number| number.to_string());
            if let Some(text) = asked.first(texts.chain(long).filter(incomparable))? {
                return Ok(Some(text));
            }
        }
    }
    Ok(None)
}

/// The numbers of so many digits, cut where a block begins or ends to accept them.
fn stretches(blocks: &[&Cidr], count: u32) -> Vec<Stretch> {
    let lowest = if count == 1 {
        0
    } else {
        10_u128.pow(count - 1)
    };
    let highest = 10_u128.pow(count) - 1;
    let mut starts = vec![lowest];
    for block in blocks {
        if let Some((first, last)) = block.numbers(count) {
            starts.extend([first, last + 1]);
        }
    }
    starts.retain(|start| (lowest..=highest).contains(start));
    starts.sort_unstable();
    starts.dedup();
    let ends = starts
        .iter()
        .skip(1)
        .map(|start| start - 1)
        .chain([highest]);
    let stretch = |(first, last)| Stretch { first, last, count };
    starts.iter().copied().zip(ends).map(stretch).collect()
}

/// The values from the first to the last number of a stretch, with so many digits behind.
fn between(stretch: Stretch, power: u32) -> Ranges {
    let Stretch { first, last, .. } = stretch;
    let low = value(&format!("{first}e{power}"));
    let behind = value(&format!("{}e{power}", last + 1));
    from_to(low, behind)
}

/// Values that are written with these digits in front of the point.
fn plain(stretch: Stretch) -> Ranges {
    let Stretch { first, last, .. } = stretch;
    let low = value(&first.to_string());
    let mut values = from_to(low.max(1e-3), value(&(last + 1).to_string()));
    if first == 0 {
        values = values.union(&Ranges::of(place(0.0), place(0.0)));
    }
    values
}

/// Values that are written with an exponent, one of these digits in front.
fn scientific(stretch: Stretch) -> Ranges {
    let first = stretch.first.max(1);
    let powers = (-324..=-4).chain(7..=308).filter(|_| first <= stretch.last);
    Ranges::of_all(powers.flat_map(|power| {
        let low = value(&format!("{first}e{power}"));
        let stretch = from_to(low, value(&format!("{}e{power}", stretch.last + 1)));
        stretch.iter().collect::<Vec<_>>()
    }))
}

fn value(text: &str) -> f64 {
    text.parse().unwrap_or(f64::INFINITY)
}

/// The doubles from `low` to right in front of `behind`.
fn from_to(low: f64, behind: f64) -> Ranges {
    let last = if behind.is_finite() {
        place(behind)
    } else {
        place(f64::MAX) + 1
    };
    if !low.is_finite() || place(low) >= last {
        return Ranges::default();
    }
    Ranges::of(place(low), last - 1)
}

/// Values of a set, the readable ones first: for each range the whole number from its low end on,
/// then its ends and their neighbours.
fn candidates(set: &Ranges) -> impl Iterator<Item = f64> {
    let ranges: Vec<_> = set.iter().collect();
    ranges.into_iter().flat_map(|(first, last)| {
        let (low, high) = (value_at(first), value_at(last));
        let middle = low / 2.0 + high / 2.0;
        let inner = [
            value_at((first + 1).min(last)),
            value_at((last - 1).max(first)),
        ];
        [low.ceil(), middle.floor(), high.floor(), middle, low, high]
            .into_iter()
            .chain(inner)
            .filter(move |value| low <= *value && *value <= high)
    })
}

/// The value as an integer's text, if it is whole.
fn as_integer(value: f64) -> Option<String> {
    if value.fract() != 0.0 {
        return None;
    }
    // The digits of the shortest decimal, which alone is comparable, and zeros behind.
    let shortest = format!("{value:e}");
    let (mantissa, power) = shortest.split_once('e')?;
    let digits = mantissa.replace('.', "");
    let length = digits.trim_start_matches('-').len();
    let zeros = (power.parse::<usize>().ok()? + 1).checked_sub(length)?;
    Some(format!("{digits}{}", "0".repeat(zeros)))
}
