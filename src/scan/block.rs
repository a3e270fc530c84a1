//! Matching the events of one block.

use super::records::Filters;
use super::sequence;
use super::stream::{self, Block, Events};
use super::{Bad, Options, Place};
use crate::engine::{
    Malformed, MatchError, Matches, Modes, Needles, RuleId, RuleSet, Scratch, skip_object,
    white_space,
};
use crate::event::Event;
use crate::intake::{self, Choice, Form, IntakeError, Time};
use crate::json::{Position, Span};
use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// Which events are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choose {
    /// Those that some rule matches, each condition looking at its path on its own.
    Flattened,
    /// Those that some rule matches with conditions on an array holding in the same element.
    Strict,
    /// Those on which the two differ for some rule.
    Disagree,
    /// Those that no rule matches.
    NotFlattened,
    /// Those that no rule matches in strict mode.
    NotStrict,
}

impl Choose {
    /// Whether an event that these rules match is wanted.
    #[inline]
    pub(super) fn takes(self, matches: &Matches) -> bool {
        match self {
            Self::Flattened => !matches.flattened.is_empty(),
            Self::Strict => !matches.strict.is_empty(),
            Self::Disagree => matches.disagree(),
            Self::NotFlattened => matches.flattened.is_empty(),
            Self::NotStrict => matches.strict.is_empty() && matches.undecided.is_empty(),
        }
    }
}

/// What is wanted of the chosen events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Produce {
    /// Only how many there are.
    Nothing,
    /// The events as they stand in the input.
    Events,
    /// Where they stand, and which rules match them.
    Records,
}

/// A chosen event of a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    /// Where what is produced of it ends in [`Found::out`].
    pub(super) out: usize,
    /// Where its rules end in [`Found::rules`].
    pub(super) rules: usize,
    /// How many events of the block there are up to and with it.
    pub(super) events: u64,
    /// Where it ends in the block.
    pub(super) end: u64,
}

/// A chosen event, to be put into a record.
#[derive(Debug)]
pub struct Record<'r> {
    /// Which input it is in.
    pub file: usize,
    /// Where it begins.
    pub place: Place,
    /// The rules that match it in the mode that decides.
    pub patterns: &'r [RuleId],
    /// The rules that match it.
    pub flattened: &'r [RuleId],
    /// The rules that match it in strict mode.
    pub strict: &'r [RuleId],
    /// The rules that strict mode could not decide.
    pub undecided: &'r [RuleId],
    /// Those of which nobody documents which mode decides.
    pub undocumented: &'r [RuleId],
}

/// Appends a record to what is produced.
pub type Write<'w> = dyn Fn(&Record<'_>, &mut Vec<u8>) + Sync + 'w;

/// A chosen event with its text.
#[derive(Debug)]
pub struct Text {
    /// Where it begins.
    pub place: Place,
    /// All of it.
    pub text: String,
    /// The rules that match it.
    pub rules: Vec<RuleId>,
}

/// What was found in a block.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) file: usize,
    pub(super) number: u64,
    /// A block of which much is found comes in parts.
    pub(super) part: u64,
    /// Whether more parts of its block follow.
    pub(super) goes_on: bool,
    pub(super) is_last: bool,
    /// Where it begins.
    pub(super) start: u64,
    pub(super) bytes: u64,
    pub(super) events: u64,
    pub(super) hits: Vec<Hit>,
    pub(super) rules: Vec<RuleId>,
    pub(super) out: Vec<u8>,
    pub(super) texts: Vec<Text>,
    pub(super) bad: Vec<Bad>,
    /// Events for which the search of the strict mode was given up.
    pub(super) undecided: u64,
    /// Events that were chosen but for having no time.
    pub(super) timeless: u64,
    /// Records that some place drops without a look.
    pub(super) dropped: u64,
    /// Verdicts that nobody documents.
    pub(super) unknown: u64,
    pub(super) error: Option<String>,
    /// The bytes that `texts` and `bad` take, roughly.
    kept: usize,
}

/// How many bytes may be found in a block before they are handed on.
const HEAVY: usize = 1 << 20;

impl Found {
    /// How many bytes it takes, roughly.
    pub(super) fn weight(&self) -> usize {
        self.out.len()
            + self.hits.len() * size_of::<Hit>()
            + self.rules.len() * size_of::<RuleId>()
            + self.kept
    }

    pub(super) fn add_bad(&mut self, bad: Bad) {
        let text = bad.text.as_ref().map_or(0, Vec::len);
        self.kept += size_of::<Bad>() + bad.message.len() + text;
        self.bad.push(bad);
    }

    /// Takes what was found in the first `bytes` bytes, all of it but for what is known to come
    /// further on; what is left stands for the rest.
    fn split(&mut self, bytes: u64) -> Self {
        let start = self.start + bytes;
        let (front, behind) = std::mem::take(&mut self.bad)
            .into_iter()
            .partition(|bad| bad.place.offset < start);
        let rest = Self {
            file: self.file,
            number: self.number,
            part: self.part + 1,
            is_last: self.is_last,
            start,
            bytes: self.bytes.saturating_sub(bytes),
            bad: behind,
            error: self.error.take(),
            ..Self::default()
        };
        let mut part = std::mem::replace(self, rest);
        part.bad = front;
        part.bytes = bytes;
        part.is_last = false;
        part.goes_on = true;
        part
    }

    /// Leaves only what was found up to and with so many hits.
    pub(super) fn cut(&mut self, hits: usize) {
        self.hits.truncate(hits);
        let last = self.hits.last();
        self.out.truncate(last.map_or(0, |hit| hit.out));
        self.rules.truncate(last.map_or(0, |hit| hit.rules));
        self.events = last.map_or(0, |hit| hit.events);
        self.bytes = last.map_or(0, |hit| hit.end);
        self.texts.truncate(hits);
        self.is_last = false;
        self.goes_on = false;
        self.error = None;
    }
}

/// Matches blocks; one for each thread.
pub(super) struct Matcher<'m> {
    pub(super) rules: &'m RuleSet,
    /// What records are wanted for; most scans want none.
    pub(super) filters: Option<&'m Filters>,
    /// What an event must have in it to match, where the input is trusted.
    pub(super) needles: Option<&'m Needles>,
    pub(super) options: &'m Options,
    /// How many texts were taken so far, by all threads.
    texts: &'m AtomicU64,
    write: &'m Write<'m>,
    pub(super) modes: Modes,
    pub(super) scratch: Scratch,
    /// How much of the block was handed on already.
    pub(super) base: usize,
    /// The events of buses' logs that were matched: several records have each of them.
    seen: &'m Mutex<HashSet<(usize, String)>>,
}

/// What becomes of the bytes at one place.
enum Next {
    Event(usize),
    Bad(usize),
}

impl<'m> Matcher<'m> {
    pub(super) fn new(
        rules: &'m RuleSet,
        filters: Option<&'m Filters>,
        needles: Option<&'m Needles>,
        options: &'m Options,
        texts: &'m AtomicU64,
        write: &'m Write<'m>,
        seen: &'m Mutex<HashSet<(usize, String)>>,
    ) -> Self {
        let modes = match (options.produce, options.choose) {
            (Produce::Records, _) | (_, Choose::Disagree) => Modes::Both,
            (_, Choose::Flattened | Choose::NotFlattened) => Modes::Flattened,
            (_, Choose::Strict | Choose::NotStrict) => Modes::Strict,
        };
        Self {
            rules,
            filters,
            needles,
            options,
            texts,
            write,
            modes,
            scratch: Scratch::new(),
            base: 0,
            seen,
        }
    }

    /// Matches all events of a block; gives its bytes back. Where much is found, `hand_on` gets
    /// parts of it before; it says whether more is wanted.
    pub(super) fn block(
        &mut self,
        block: Block,
        hand_on: &mut dyn FnMut(Found) -> bool,
    ) -> Option<(Found, Vec<u8>)> {
        let mut found = Found {
            file: block.file,
            number: block.number,
            is_last: block.is_last,
            start: block.start.offset,
            bytes: block.length as u64,
            bad: block.bad,
            error: block.error,
            ..Found::default()
        };
        let bytes = block.bytes.get(..block.length).unwrap_or_default();
        self.base = 0;
        let is_lines = self.options.trusts
            && matches!(block.events, Events::Sequence)
            && !block.is_wrapped
            && begins_with_line(bytes);
        let mut here = Here {
            bytes,
            text: OnceCell::new(),
            counted: 0,
            place: block.start,
        };
        if let Some(filters) = self.filters {
            self.records(
                filters,
                &mut here,
                &block.events,
                block.is_wrapped,
                &mut found,
                hand_on,
            )?;
            return Some((found, block.bytes));
        }
        match block.events {
            Events::Sequence if block.is_wrapped => {
                self.wrapped(&mut here, 0..bytes.len(), &mut found);
            }
            Events::At(ranges) if block.is_wrapped => {
                for range in ranges {
                    let end = range.end;
                    self.wrapped(&mut here, range, &mut found);
                    self.relieve(&mut found, end, hand_on)?;
                }
            }
            Events::Sequence if is_lines => self.lines(&mut here, &mut found, hand_on)?,
            Events::Sequence => {
                let mut at = white_space(bytes, 0);
                while at < bytes.len() {
                    at = self.next_event(&mut here, at, None, &mut found);
                    self.relieve(&mut found, at, hand_on)?;
                }
            }
            Events::At(ranges) => {
                for range in ranges {
                    let next =
                        self.event(&mut here, range.start, Some(range.end), None, &mut found);
                    let end = range.end;
                    if !matches!(next, Next::Event(end) if end == range.end) {
                        self.bad(&mut here, range, &mut found);
                    }
                    self.relieve(&mut found, end, hand_on)?;
                }
            }
        }
        Some((found, block.bytes))
    }

    /// Hands on what was found up to `at`, where it is much. `None` where no more is wanted.
    #[inline]
    pub(super) fn relieve(
        &mut self,
        found: &mut Found,
        at: usize,
        hand_on: &mut dyn FnMut(Found) -> bool,
    ) -> Option<()> {
        if found.weight() <= HEAVY || at <= self.base {
            return Some(());
        }
        let part = found.split((at - self.base) as u64);
        self.base = at;
        hand_on(part).then_some(())
    }

    /// Matches the event at `at`, and says where the next one is; where the line ends that it is trusted
    /// to have for itself may be known.
    #[inline]
    pub(super) fn next_event(
        &mut self,
        here: &mut Here<'_>,
        at: usize,
        line_end: Option<usize>,
        found: &mut Found,
    ) -> usize {
        let bytes = here.bytes;
        let end = match self.event(here, at, None, line_end, found) {
            Next::Event(end) => end,
            Next::Bad(stop) => {
                let end = sequence::resume(bytes, at, stop).unwrap_or(bytes.len());
                if !self.is_wrapped(bytes.get(at..end).unwrap_or_default()) {
                    self.bad(here, at..end, found);
                } else {
                    self.wrapped(here, at..end, found);
                }
                end
            }
        };
        white_space(bytes, end)
    }

    /// Matches the event at `at`, of which the end may be known, or the end of its line, which it is
    /// trusted to have for itself.
    #[inline]
    fn event(
        &mut self,
        here: &mut Here<'_>,
        at: usize,
        end: Option<usize>,
        line_end: Option<usize>,
        found: &mut Found,
    ) -> Next {
        let text = here.text();
        let line = text.zip(line_end).and_then(|(text, end)| text.get(at..end));
        let result = match (line, text) {
            (Some(line), _) => self
                .rules
                .match_trusted(line, self.modes, &mut self.scratch)
                .map(|end| at + end)
                .map_err(|stop| Malformed { at: at + stop.at }),
            (None, Some(text)) => self
                .rules
                .match_first(text, at, self.modes, &mut self.scratch),
            (None, None) => self.match_bytes(here.bytes, at),
        };
        let end = match (result, end) {
            (Ok(end), _) if end - at <= self.options.longest => end,
            (Ok(end), _) => return Next::Bad(end),
            (Err(stop), _) => return Next::Bad(stop.at),
        };
        found.events += 1;
        let matches = self.scratch.matches();
        found.undecided += u64::from(!matches.undecided.is_empty());
        if self.options.choose.takes(matches) {
            self.chosen(matches, &[], here, at..end, found);
        }
        Next::Event(end)
    }

    /// As [`RuleSet::match_first`], in a block that has bytes in it that are not UTF-8.
    #[cold]
    fn match_bytes(&mut self, bytes: &[u8], at: usize) -> Result<usize, Malformed> {
        let end = skip_object(bytes, at)?;
        let event = bytes.get(at..end).unwrap_or_default();
        match self.rules.matches(event, self.modes, &mut self.scratch) {
            Ok(_) => Ok(end),
            Err(MatchError::NotUtf8(offset)) => Err(Malformed { at: at + offset }),
            Err(MatchError::Event(_)) => Err(Malformed { at }),
        }
    }

    /// Takes down a chosen event. Nobody documents which mode decides for those of `undocumented`.
    pub(super) fn chosen(
        &self,
        matches: &Matches,
        undocumented: &[RuleId],
        here: &mut Here<'_>,
        event: Range<usize>,
        found: &mut Found,
    ) {
        let bytes = here.bytes.get(event.clone()).unwrap_or_default();
        if !self.in_time(bytes, found) {
            return;
        }
        let decisive: &[RuleId] = match self.options.choose {
            Choose::Flattened => &matches.flattened,
            Choose::Strict => &matches.strict,
            Choose::NotFlattened | Choose::NotStrict => &[],
            Choose::Disagree => {
                // Taken apart below: those that only one of the two lists has.
                found
                    .rules
                    .extend(only_one(&matches.flattened, &matches.strict));
                &[]
            }
        };
        let first = found.hits.last().map_or(0, |hit| hit.rules);
        found.rules.extend_from_slice(decisive);
        let rules = found.rules.get(first..).unwrap_or_default();
        match self.options.produce {
            Produce::Nothing => {}
            Produce::Events => {
                found.out.extend_from_slice(bytes);
                found.out.push(b'\n');
            }
            Produce::Records => {
                let record = Record {
                    file: found.file,
                    place: here.place(event.start),
                    patterns: rules,
                    flattened: &matches.flattened,
                    strict: &matches.strict,
                    undecided: &matches.undecided,
                    undocumented,
                };
                (self.write)(&record, &mut found.out);
            }
        }
        // What comes in front may want some too, so a few too many are taken.
        let texts = found.texts.len() as u64;
        if texts < self.options.texts && self.texts.load(Ordering::Relaxed) < self.options.texts {
            let rules = rules.to_vec();
            found.kept += size_of::<Text>() + bytes.len() + rules.len() * size_of::<RuleId>();
            found.texts.push(Text {
                place: here.place(event.start),
                text: String::from_utf8_lossy(bytes).into_owned(),
                rules,
            });
        }
        found.hits.push(Hit {
            out: found.out.len(),
            rules: found.rules.len(),
            events: found.events,
            end: event.end.saturating_sub(self.base) as u64,
        });
    }

    /// Whether the event's time is one that is wanted.
    fn in_time(&self, event: &[u8], found: &mut Found) -> bool {
        let (since, until) = (self.options.since, self.options.until);
        if since.is_none() && until.is_none() {
            return true;
        }
        let time = std::str::from_utf8(event).ok().and_then(time_of);
        match time {
            Some(time) => {
                since.is_none_or(|since| since <= time) && until.is_none_or(|until| time < until)
            }
            None => {
                found.timeless += 1;
                false
            }
        }
    }

    /// Whether a piece that is no event holds some all the same: a line of a log, a string.
    ///
    /// Of a broken object the parts are no events, so there it has to be the whole piece.
    #[cold]
    pub(super) fn is_wrapped(&self, piece: &[u8]) -> bool {
        let Some(text) = Some(piece)
            .filter(|piece| piece.len() <= self.options.longest)
            .and_then(|piece| std::str::from_utf8(piece).ok())
        else {
            return false;
        };
        let is_object = text.trim_start().starts_with('{');
        let read = intake::read(text, Choice::Auto);
        let mut found = read.found.iter();
        found.any(|found| match is_object {
            true => found.span.of(text).trim() == text.trim(),
            false => {
                let event = intake::has_envelope(&found.text);
                event || found.forms.len() > 2
            }
        })
    }

    /// Matches the events in a piece that holds some.
    #[cold]
    fn wrapped(&mut self, here: &mut Here<'_>, range: Range<usize>, found: &mut Found) {
        let bytes = here.bytes.get(range.clone()).unwrap_or_default();
        if bytes.trim_ascii().is_empty() {
            return;
        }
        let start = here.place(range.start);
        let text = String::from_utf8_lossy(bytes);
        if let std::borrow::Cow::Owned(_) = text {
            let (message, at) = describe(bytes, start.position);
            found.add_bad(Bad {
                place: start,
                at,
                lines: super::lines(bytes),
                length: bytes.len() as u64,
                message,
                text: self.options.keep_bad.then(|| bytes.to_vec()),
            });
        }
        let read = intake::read(&text, Choice::Auto);
        let place =
            |span: Span| start.behind(text.as_bytes().get(..span.start).unwrap_or_default());
        for problem in read.problems.iter().filter(|problem| !is_silent(problem)) {
            let place = place(problem.span());
            let piece = problem.span().of(&text);
            found.add_bad(Bad {
                place,
                at: place.position,
                lines: super::lines(piece.as_bytes()),
                length: piece.len() as u64,
                message: problem.to_string(),
                text: self.options.keep_bad.then(|| piece.as_bytes().to_vec()),
            });
        }
        // Where the line was counted that was last asked for.
        let (mut counted, mut reached) = (0, start);
        for event in read.found {
            if event.forms.contains(&Form::BusLog) && !self.is_new(found.file, &event.text) {
                continue;
            }
            let at = event.span.start;
            if at >= counted {
                let between = text.as_bytes().get(counted..at).unwrap_or_default();
                (counted, reached) = (at, reached.behind(between));
            } else {
                (counted, reached) = (at, place(event.span));
            }
            let mut inner = Here::of(&event.text, reached);
            let hits = found.hits.len();
            if let Next::Bad(_) = self.event(&mut inner, 0, None, None, found) {
                self.bad(&mut inner, 0..event.text.len(), found);
            }
            // What it came from ends here.
            let end = (range.start + event.span.end).saturating_sub(self.base) as u64;
            if found.hits.len() > hits
                && let Some(hit) = found.hits.last_mut()
            {
                hit.end = end;
            }
        }
    }

    /// Whether an event of a bus's log was not matched yet.
    pub(super) fn is_new(&self, file: usize, event: &str) -> bool {
        let Some(id) = crate::engine::last_member(event, "id") else {
            return true;
        };
        let mut seen = self
            .seen
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        seen.insert((file, id.to_owned()))
    }

    /// Notes a piece that is no event, with what the ordinary reader says of it.
    #[cold]
    pub(super) fn bad(&self, here: &mut Here<'_>, range: Range<usize>, found: &mut Found) {
        let bytes = here.bytes.get(range.clone()).unwrap_or_default();
        let place = here.place(range.start);
        let (message, at) = if bytes.len() > self.options.longest
            && skip_object(bytes, 0).is_ok_and(|end| end > self.options.longest)
        {
            (stream::too_long(self.options.longest), place.position)
        } else {
            describe(bytes, place.position)
        };
        found.add_bad(Bad {
            place,
            at,
            lines: super::lines(bytes),
            length: bytes.len() as u64,
            message,
            text: self.options.keep_bad.then(|| bytes.to_vec()),
        });
    }
}

/// Whether a problem only says that there is no event, as in most lines of a log.
pub(super) fn is_silent(problem: &IntakeError) -> bool {
    problem.says_nothing_is_there()
}

/// Where the line that an offset lies in ends.
#[inline]
pub(super) fn end_of_line(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(bytes.len(), |end| at + end)
}

/// Whether the first event has its line for itself.
fn begins_with_line(bytes: &[u8]) -> bool {
    let start = white_space(bytes, 0);
    let line = bytes.get(start..end_of_line(bytes, start));
    let line = line.unwrap_or_default();
    let rest = skip_object(line, 0).map(|end| line.get(end..));
    rest.is_ok_and(|rest| rest.is_some_and(|rest| rest.trim_ascii().is_empty()))
}

/// What is wrong with a piece, and where.
fn describe(bytes: &[u8], start: Position) -> (String, Position) {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => match Event::parse(text.trim_end()) {
            Err(error) => return (error.to_string(), error.position().seen_from(start)),
            Ok(_) => bytes,
        },
        Err(error) => bytes.get(..error.valid_up_to()).unwrap_or_default(),
    };
    let byte = bytes.get(valid.len()).copied().unwrap_or(0);
    let place = Place {
        offset: 0,
        position: start,
    };
    let message = format!("byte 0x{byte:02x} is not UTF-8");
    (message, place.behind(valid).position)
}

/// The rules that stand in only one of two lists that are in order.
fn only_one(a: &[RuleId], b: &[RuleId]) -> Vec<RuleId> {
    let of_a = a.iter().filter(|rule| b.binary_search(rule).is_err());
    let of_b = b.iter().filter(|rule| a.binary_search(rule).is_err());
    let mut only: Vec<_> = of_a.chain(of_b).copied().collect();
    only.sort_unstable();
    only
}

/// The time in an event's envelope.
fn time_of(event: &str) -> Option<Time> {
    let time = crate::engine::last_member(event, "time")?;
    Time::from_iso(&crate::json::unquote(time))
}

/// The bytes of a block, and how far its lines have been counted.
pub(super) struct Here<'b> {
    pub(super) bytes: &'b [u8],
    /// The same, where all of it is UTF-8, once that was asked for.
    text: OnceCell<Option<&'b str>>,
    counted: usize,
    place: Place,
}

impl<'b> Here<'b> {
    /// A text that stands at this place, or was made of what stands there.
    pub(super) fn of(text: &'b str, place: Place) -> Self {
        Self {
            bytes: text.as_bytes(),
            text: OnceCell::from(Some(text)),
            counted: 0,
            place,
        }
    }

    /// The bytes, where all of them are UTF-8.
    fn text(&self) -> Option<&'b str> {
        *self
            .text
            .get_or_init(|| simdutf8::basic::from_utf8(self.bytes).ok())
    }

    /// The place of an offset, which is not in front of those asked for before.
    pub(super) fn place(&mut self, offset: usize) -> Place {
        let between = self.bytes.get(self.counted..offset).unwrap_or_default();
        self.place = self.place.behind(between);
        self.counted = offset.max(self.counted);
        self.place
    }
}
