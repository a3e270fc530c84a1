//! Any number of patterns against raw bytes, with the verdicts of [`matching`](crate::matching).
//!
//! [`evaluate`](crate::matching::evaluate) defines what a match is; this is how it is found out
//! quickly. A [`RuleSet`] is compiled once, never changes, and is shared by threads; each thread has
//! its own [`Scratch`].
//!
//! ```
//! use pattern_test::engine::{Modes, RuleSet, Scratch};
//! use pattern_test::Pattern;
//!
//! let mut rules = RuleSet::builder();
//! rules.add("stopped", &Pattern::parse(r#"{"detail": {"lastStatus": ["STOPPED"]}}"#)?);
//! rules.add("any task", &Pattern::parse(r#"{"source": ["aws.ecs"]}"#)?);
//! let rules = rules.build();
//!
//! let mut scratch = Scratch::new();
//! let event = br#"{"source": "aws.ecs", "detail": {"lastStatus": "RUNNING"}}"#;
//! let matches = rules.matches(event, Modes::Both, &mut scratch)?;
//! let names: Vec<_> = matches.flattened.iter().map(|rule| rules.name(*rule)).collect();
//! assert_eq!(names, ["any task"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How it works
//!
//! - The event is read once, from front to back (`walk.rs`). All paths that some pattern names are
//!   one trie (`paths.rs`); what the trie does not reach is skipped (`scanner.rs`).
//! - Each alternative of each pattern *starts* from one condition, the one whose values are shared
//!   by the fewest others. Only these conditions are indexed (`index/`), and a leaf that meets one
//!   makes the alternatives that start from it candidates. What has not been started costs nothing.
//! - When the event has been read, the candidates' other conditions are compared with the leaves that
//!   were noted, each condition at most once (`decide.rs`).
//! - An object or array is skipped as a whole where every alternative that looks into it also has a
//!   condition elsewhere, and none of these has been met so far. Should one be met behind it, the
//!   event is read again with nothing left out.
//! - The strict mode runs the evaluator's search on the candidates (`strict.rs`).
//!
//! # What is checked in skipped parts
//!
//! Everything: UTF-8, brackets, commas, colons, escapes, control characters, numbers, the nesting.
//! Skipping only means that no key is looked up and no value kept. So an event is malformed here if
//! and only if [`Event::parse`] refuses it, and the error is the one that `Event::parse` gives.

mod blocks;
mod builder;
mod condition;
mod decide;
mod follow;
mod index;
mod keys;
#[cfg(feature = "cli")]
mod needles;
mod number;
mod paths;
mod scanner;
mod scratch;
mod strict;
mod walk;

pub use builder::RuleSetBuilder;
pub use scratch::{Matches, Scratch};

use crate::event::{Event, EventError};
use crate::pattern::Pattern;
use condition::Condition;
use fearless_simd::Level;
use fearless_simd::dispatch;
use index::FieldIndex;
use paths::Paths;
use scanner::byte;
use std::fmt;
use walk::{End, Walk};

/// A rule of a [`RuleSet`]; rules are numbered in the order in which they were added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(u32);

impl RuleId {
    /// The rule's number, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Which verdicts are wanted. Both cost little more than one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Modes {
    /// Each condition on its own.
    Flattened,
    /// Conditions on an array in the same element.
    Strict,
    /// Both.
    #[default]
    Both,
}

impl Modes {
    fn flattened(self) -> bool {
        matches!(self, Self::Flattened | Self::Both)
    }

    fn strict(self) -> bool {
        matches!(self, Self::Strict | Self::Both)
    }
}

/// Named patterns, compiled together. See the [module](self).
#[derive(Debug)]
pub struct RuleSet {
    /// No other rule set of the process has it.
    id: u64,
    /// The vector instructions that this machine has.
    level: Level,
    rules: Vec<Rule>,
    paths: Paths,
    fields: Vec<Field>,
    conditions: Vec<Condition>,
    /// For each condition the alternatives that start from it.
    starts: Lists,
    /// For each condition the gates that it opens.
    opens: Lists,
    gates: usize,
    alternatives: Vec<Alternative>,
    /// For each alternative its conditions, the indexed ones first.
    alternative_conditions: Lists,
    /// The alternatives that no leaf starts.
    always: Vec<u32>,
}

#[derive(Debug)]
struct Rule {
    name: Box<str>,
    /// `None` where something else decides what it matches.
    pattern: Option<Pattern>,
}

/// A path that some condition has.
#[derive(Debug, Default)]
struct Field {
    index: Option<FieldIndex>,
    /// Whether the leaves are to be noted: some condition on them is not indexed.
    recorded: bool,
    /// The alternatives that start from any leaf here.
    starts: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Alternative {
    rule: u32,
}

/// Lists of numbers, one after the other.
#[derive(Debug, Default)]
struct Lists {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    fn push(&mut self, list: &[u32]) {
        self.items.extend_from_slice(list);
        self.ends
            .push(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
    }

    #[inline]
    fn get(&self, at: u32) -> &[u32] {
        let at = at as usize;
        let start = match at.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(0),
            None => 0,
        };
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.items
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }
}

/// Bytes that are no event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MatchError {
    /// They are not UTF-8: the offset of the first that is not.
    NotUtf8(usize),
    /// They are not an event.
    Event(EventError),
}

impl fmt::Display for MatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8(offset) => write!(f, "byte {offset} is not UTF-8"),
            Self::Event(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for MatchError {}

/// Where a text stopped being an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// The offset at which that was noticed; more text behind the end may make it right where this
    /// is at most [`Malformed::TAIL`] bytes before it.
    pub at: usize,
}

impl Malformed {
    /// The longest token that can be cut so that what is there is wrong: `\ud800\udc00`.
    pub const TAIL: usize = 12;
}

impl RuleSet {
    /// To add rules to.
    pub fn builder() -> RuleSetBuilder {
        RuleSetBuilder::default()
    }

    /// Number of rules.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there are no rules.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// A rule's name.
    pub fn name(&self, rule: RuleId) -> &str {
        self.rule(rule).map_or("", |rule| &rule.name)
    }

    /// A rule's pattern, if the rule set decides what it matches.
    pub fn pattern(&self, rule: RuleId) -> Option<&Pattern> {
        self.rule(rule)?.pattern.as_ref()
    }

    /// All rules, in the order in which they were added.
    pub fn rules(&self) -> impl Iterator<Item = RuleId> + use<> {
        (0..u32::try_from(self.rules.len()).unwrap_or(u32::MAX)).map(RuleId)
    }

    fn rule(&self, rule: RuleId) -> Option<&Rule> {
        self.rules.get(rule.index())
    }

    #[inline]
    fn starts(&self, condition: u32) -> &[u32] {
        self.starts.get(condition)
    }

    #[inline]
    fn opens(&self, condition: u32) -> &[u32] {
        self.opens.get(condition)
    }

    /// Which rules match an event, which is all there is in `event`.
    ///
    /// # Errors
    /// It is no event: what [`Event::parse`] says of it.
    pub fn matches<'s>(
        &self,
        event: &[u8],
        modes: Modes,
        scratch: &'s mut Scratch,
    ) -> Result<&'s Matches, MatchError> {
        let text = match simdutf8::basic::from_utf8(event) {
            Ok(text) => text,
            Err(_) => {
                let error = std::str::from_utf8(event).err();
                return Err(MatchError::NotUtf8(error.map_or(0, |e| e.valid_up_to())));
            }
        };
        let start = scanner::white_space(event, 0);
        let end = self.match_first(text, start, modes, scratch);
        match end.map(|end| scanner::white_space(event, end)) {
            Ok(end) if end == text.len() => Ok(&scratch.matches),
            _ => match Event::parse(text) {
                Err(error) => Err(MatchError::Event(error)),
                Ok(event) => {
                    debug_assert!(false, "only this refuses {text:?}");
                    self.evaluate_all(&event, modes, &mut scratch.matches);
                    Ok(&scratch.matches)
                }
            },
        }
    }

    /// Which rules match the event that starts at `start` of `text` with its brace; what follows it
    /// does not matter. The matches are left in the scratch, see [`Scratch::matches`]; returned is
    /// the offset behind the event.
    ///
    /// For streams of events. Whoever reads one knows where to go on after a malformed event; what
    /// is wrong with it, [`Event::parse`] says.
    ///
    /// # Errors
    /// No object starts there, or not all of it is there.
    pub fn match_first(
        &self,
        text: &str,
        start: usize,
        modes: Modes,
        scratch: &mut Scratch,
    ) -> Result<usize, Malformed> {
        self.walk::<false>(text, start, modes, scratch)
    }

    /// As [`RuleSet::match_first`], of a text that begins with an event and has nothing else in it,
    /// which the caller promises to be well-formed: JSON, every key once in its object, and where keys
    /// have dots in them, no path spelled in two ways.
    ///
    /// Nothing is looked at behind what the rules ask for. Where the promise does not hold, the verdict
    /// may be wrong, and what is malformed may pass for an event.
    ///
    /// # Errors
    /// It was noticed that the text is no event.
    pub fn match_trusted(
        &self,
        text: &str,
        modes: Modes,
        scratch: &mut Scratch,
    ) -> Result<usize, Malformed> {
        self.walk::<true>(
            text,
            scanner::white_space(text.as_bytes(), 0),
            modes,
            scratch,
        )
    }

    #[inline]
    fn walk<const TRUSTS: bool>(
        &self,
        text: &str,
        start: usize,
        modes: Modes,
        scratch: &mut Scratch,
    ) -> Result<usize, Malformed> {
        scratch.fit(self);
        scratch.matches.clear();
        if byte(text.as_bytes(), start) != b'{' {
            return Err(Malformed { at: start });
        }
        let strict = modes.strict();
        let mut end = Walk::<TRUSTS>::new(self, text, strict, false, scratch).object(start);
        if end.is_some() && scratch.tally.reopen {
            end = Walk::<TRUSTS>::new(self, text, strict, true, scratch).object(start);
        }
        let end = match end {
            Some(End::Read(end)) => end,
            Some(End::Early) => text.trim_ascii_end().len(),
            None => return self.match_unusual(text, start, modes, scratch),
        };
        if strict {
            scratch.record.scopes.finish();
        }
        self.decide(text, start..end, modes, scratch);
        Ok(end)
    }

    /// What the walk gave up on: an event that is malformed, or nested deep.
    #[cold]
    fn match_unusual(
        &self,
        text: &str,
        start: usize,
        modes: Modes,
        scratch: &mut Scratch,
    ) -> Result<usize, Malformed> {
        let malformed = |at| Malformed { at };
        let bytes = text.as_bytes();
        let levels = &mut scratch.walk.levels;
        let end = dispatch!(self.level, simd => scanner::container(simd, bytes, start, 0, levels))
            .map_err(malformed)?;
        let event = text.get(start..end).unwrap_or_default();
        let event = Event::parse(event).map_err(|_| malformed(end))?;
        self.evaluate_all(&event, modes, &mut scratch.matches);
        Ok(end)
    }
}

/// The offset behind the object that starts at `at`, checked and not looked at.
///
/// # Errors
/// No object starts there, or not all of it is there.
#[cfg(feature = "cli")]
pub(crate) fn skip_object(bytes: &[u8], at: usize) -> Result<usize, Malformed> {
    if bytes.get(at) == Some(&b'{') {
        skip_value(bytes, at)
    } else {
        Err(Malformed { at })
    }
}

/// The same for any value.
#[cfg(feature = "cli")]
pub(crate) fn skip_value(bytes: &[u8], at: usize) -> Result<usize, Malformed> {
    let mut levels = scanner::Levels::default();
    dispatch!(Level::new(), simd => scanner::skip(simd, bytes, at, 0, &mut levels))
        .map_err(|at| Malformed { at })
}

/// The last member of an event's object that has this key, as it stands in the text. The key is
/// one that nobody writes with escapes.
#[cfg(feature = "cli")]
pub(crate) fn last_member<'t>(event: &'t str, key: &str) -> Option<&'t str> {
    let bytes = event.as_bytes();
    let mut at = white_space(bytes, 1);
    let mut found = None;
    while bytes.get(at) == Some(&b'"') {
        let key_end = skip_value(bytes, at).ok()?;
        let start = scanner::colon(bytes, key_end).ok()?;
        let end = skip_value(bytes, start).ok()?;
        if event.get(at + 1..key_end - 1) == Some(key) {
            found = event.get(start..end);
        }
        // Behind the comma, or at the end.
        at = white_space(bytes, white_space(bytes, end) + 1);
    }
    found
}

/// How many line ends there are.
#[cfg(feature = "cli")]
pub(crate) fn line_ends(bytes: &[u8]) -> usize {
    dispatch!(Level::new(), simd => scanner::line_ends(simd, bytes))
}

#[cfg(feature = "cli")]
pub(crate) use needles::Needles;
#[cfg(feature = "cli")]
pub(crate) use scanner::white_space;
