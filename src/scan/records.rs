//! Records of queues, streams, topics and V2 buses in a scan: what filters are matched against.
//!
//! A value of the input is looked at twice: as events of a bus, where rules are wanted too, and as
//! what each place makes of it, which finds the records in batches, replies and bodies. Both are put
//! together by where they stand, so that what a rule and a filter match is one event of the output.
//! None of this runs in a scan without filters.

use super::block::{Choose, Found, Here, Matcher, is_silent};
use super::sequence;
use super::stream::Events;
use super::{Bad, Place};
use crate::dialect::Dialect;
use crate::engine::{Matches, Modes, RuleId, skip_value, white_space};
use crate::filter::{Filter, Judgement, Set, records};
use crate::intake::{self, Choice, Form};
use crate::json::Document;
use crate::matching::Mode;
use crate::template::carriers;
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::ops::Range;

/// The filters of a scan.
#[derive(Debug, Default)]
pub struct Filters {
    sets: Vec<(RuleId, Dialect, Set)>,
    /// The places that look for records, each once.
    dialects: Vec<Dialect>,
    /// Whether events of a bus are wanted too.
    pub with_rules: bool,
}

impl Filters {
    /// Adds the filters of one place, under the name that the rule set keeps for them. Scopes of one
    /// subscriber see parts of the same event, which the first of them is taken to look for.
    pub fn add(&mut self, id: RuleId, filters: Vec<Filter>) {
        let Some(dialect) = filters.first().map(Filter::dialect) else {
            return;
        };
        if !self.dialects.contains(&dialect) {
            self.dialects.push(dialect);
        }
        self.sets.push((id, dialect, Set::of(filters)));
    }
}

/// An event or a record, with what matches it.
struct Item<'t> {
    /// Where it begins in its piece, or what it was made from.
    at: usize,
    text: Cow<'t, str>,
    matches: Matches,
    undocumented: Vec<RuleId>,
    /// Whether some verdict is not known, so that nobody can say that nothing matches it.
    is_unknown: bool,
}

/// What is no event and no record, and where in its piece.
type Problem = (Range<usize>, String);

/// What a piece of the input holds.
#[derive(Default)]
struct Held<'t> {
    items: Vec<Item<'t>>,
    problems: Vec<Problem>,
    /// Records that a place drops.
    dropped: u64,
    unknown: u64,
}

/// What was found at each place before, by rules or by filters of another place, so that the same
/// text at the same place is one item. Of several that are alike each is taken once.
struct Known(HashMap<(usize, u64), Vec<usize>>, RandomState);

impl Known {
    fn of(items: &[Item<'_>]) -> Self {
        let mut known = Self(HashMap::new(), RandomState::new());
        for (index, item) in items.iter().enumerate().rev() {
            let key = (item.at, known.1.hash_one(&*item.text));
            known.0.entry(key).or_default().push(index);
        }
        known
    }

    fn take(&mut self, at: usize, text: &str) -> Option<usize> {
        let key = (at, self.1.hash_one(text));
        self.0.get_mut(&key)?.pop()
    }
}

impl Matcher<'_> {
    /// Looks at all of a block.
    pub(super) fn records(
        &mut self,
        filters: &Filters,
        here: &mut Here<'_>,
        events: &Events,
        is_wrapped: bool,
        found: &mut Found,
        hand_on: &mut dyn FnMut(Found) -> bool,
    ) -> Option<()> {
        let bytes = here.bytes;
        match events {
            Events::At(ranges) => {
                for range in ranges {
                    self.piece(filters, here, range.clone(), is_wrapped, found);
                    self.relieve(found, range.end, hand_on)?;
                }
            }
            Events::Sequence => {
                let mut at = white_space(bytes, 0);
                while at < bytes.len() {
                    let end = match skip_value(bytes, at) {
                        Ok(end) => end,
                        Err(stop) => sequence::resume(bytes, at, stop.at).unwrap_or(bytes.len()),
                    };
                    self.piece(filters, here, at..end, is_wrapped, found);
                    self.relieve(found, end, hand_on)?;
                    at = white_space(bytes, end);
                }
            }
        }
        Some(())
    }

    /// Looks at a value, or at what is none.
    fn piece(
        &mut self,
        filters: &Filters,
        here: &mut Here<'_>,
        range: Range<usize>,
        is_wrapped: bool,
        found: &mut Found,
    ) {
        let bytes = here.bytes.get(range.clone()).unwrap_or_default();
        // A batch may be longer than any event; its records may not.
        let Ok(text) = std::str::from_utf8(bytes) else {
            return self.bad(here, range, found);
        };
        let mut held = Held::default();
        let document = Document::parse(text).ok();
        if filters.with_rules {
            let is_wrapped = is_wrapped || document.is_none() && self.is_wrapped(bytes);
            self.events(text, is_wrapped, found.file, &mut held);
        }
        let has_events = !held.items.is_empty();
        let others = self.judge(filters, text, document.as_ref(), &mut held);
        if held.items.is_empty() && held.problems.is_empty() {
            match (filters.with_rules, others.is_empty()) {
                // Values in which there may be events need not have any.
                (true, _) if is_wrapped => return,
                (true, _) | (_, true) => return self.bad(here, range, found),
                (false, false) => held.problems.push((0..text.len(), others.join("; "))),
            }
        }
        // What is a record to some filter need not hold an event of a bus.
        if !has_events && !held.items.is_empty() {
            held.problems.clear();
        }
        let start = here.place(range.start);
        held.items.sort_by_key(|item| item.at);
        found.dropped += held.dropped;
        found.unknown += held.unknown;
        let end = (range.start + bytes.len()).saturating_sub(self.base) as u64;
        let (mut counted, mut reached) = (0, start);
        for item in &held.items {
            let between = bytes.get(counted..item.at).unwrap_or_default();
            (counted, reached) = (item.at, reached.behind(between));
            self.item(item, reached, end, found);
        }
        for (span, message) in held.problems {
            let place = start.behind(bytes.get(..span.start).unwrap_or_default());
            self.no_record(place, bytes.get(span).unwrap_or_default(), message, found);
        }
    }

    /// Counts an event or a record, and takes it down if it is wanted.
    fn item(&self, item: &Item<'_>, place: Place, end: u64, found: &mut Found) {
        if item.text.len() > self.options.longest {
            let message = super::stream::too_long(self.options.longest);
            return self.no_record(place, item.text.as_bytes(), message, found);
        }
        found.events += 1;
        let matches = &item.matches;
        found.undecided += u64::from(!matches.undecided.is_empty());
        let choose = self.options.choose;
        let asks_for_none = matches!(choose, Choose::NotFlattened | Choose::NotStrict);
        if !choose.takes(matches) || asks_for_none && item.is_unknown {
            return;
        }
        let hits = found.hits.len();
        let mut here = Here::of(&item.text, place);
        let all = 0..item.text.len();
        self.chosen(matches, &item.undocumented, &mut here, all, found);
        // What it came from ends here.
        if found.hits.len() > hits
            && let Some(hit) = found.hits.last_mut()
        {
            hit.end = end;
        }
    }

    fn no_record(&self, place: Place, piece: &[u8], message: String, found: &mut Found) {
        found.add_bad(Bad {
            place,
            at: place.position,
            lines: super::lines(piece),
            length: piece.len() as u64,
            message,
            text: self.options.keep_bad.then(|| piece.to_vec()),
        });
    }

    /// The events of a bus in a piece.
    fn events<'t>(&mut self, text: &'t str, is_wrapped: bool, file: usize, held: &mut Held<'t>) {
        if !is_wrapped {
            if let Some(matches) = self.matches_of(text) {
                held.items.push(Item {
                    at: 0,
                    text: Cow::Borrowed(text),
                    matches,
                    undocumented: Vec::new(),
                    is_unknown: false,
                });
            }
            return;
        }
        let read = intake::read(text, Choice::Auto);
        for problem in read.problems.iter().filter(|problem| !is_silent(problem)) {
            let span = problem.span();
            held.problems
                .push((span.start..span.end, problem.to_string()));
        }
        for event in read.found {
            if event.forms.contains(&Form::BusLog) && !self.is_new(file, &event.text) {
                continue;
            }
            if let Some(matches) = self.matches_of(&event.text) {
                held.items.push(Item {
                    at: event.span.start,
                    text: event.text,
                    matches,
                    undocumented: Vec::new(),
                    is_unknown: false,
                });
            }
        }
    }

    fn matches_of(&mut self, text: &str) -> Option<Matches> {
        let matches = self
            .rules
            .matches(text.as_bytes(), self.modes, &mut self.scratch);
        matches.ok().cloned()
    }

    /// The records in a piece, judged by the filters that see them; what is there instead.
    fn judge(
        &self,
        filters: &Filters,
        text: &str,
        document: Option<&Document<'_>>,
        held: &mut Held<'_>,
    ) -> Vec<String> {
        // Replies may be YAML, which has no places here.
        let json = match document {
            None if !text.trim_start().starts_with(['{', '[']) => carriers::yaml_to_json(text)
                .ok()
                .and_then(|json| Document::parse(json.as_str().to_owned()).ok()),
            _ => None,
        };
        let Some(document) = document.or(json.as_ref()) else {
            return Vec::new();
        };
        let mut others: Vec<String> = Vec::new();
        for dialect in &filters.dialects {
            let seen = records::within(*dialect, document);
            let mut known = Known::of(&held.items);
            for record in seen.found {
                let Ok(parsed) = Document::parse(record.text.as_str()) else {
                    continue;
                };
                let at = match json {
                    Some(_) => 0,
                    None => record.span.start,
                };
                let index = known.take(at, &record.text).unwrap_or_else(|| {
                    held.items.push(Item {
                        at,
                        text: Cow::Owned(record.text.clone()),
                        matches: Matches::default(),
                        undocumented: Vec::new(),
                        is_unknown: false,
                    });
                    held.items.len() - 1
                });
                let (mut dropped, mut unknown) = (false, 0);
                if let Some(item) = held.items.get_mut(index) {
                    let sets = filters.sets.iter().filter(|(_, of, _)| of == dialect);
                    for (id, _, set) in sets {
                        let verdict = self.add(*id, set, &parsed, item);
                        dropped |= verdict.0;
                        unknown += u64::from(verdict.1);
                        item.is_unknown |= verdict.1;
                    }
                }
                held.dropped += u64::from(dropped);
                held.unknown += unknown;
            }
            others.extend(seen.others);
        }
        for item in &mut held.items {
            let Matches {
                flattened,
                strict,
                undecided,
            } = &mut item.matches;
            for list in [flattened, strict, undecided] {
                list.sort_unstable();
            }
        }
        others.sort();
        others.dedup();
        others
    }

    /// Adds what a set says to a record: whether it is dropped, and whether the verdict is not known.
    fn add(
        &self,
        id: RuleId,
        set: &Set,
        record: &Document<'_>,
        item: &mut Item<'_>,
    ) -> (bool, bool) {
        let judged = set.judge(record);
        let flattened = judged.verdict(Mode::Flattened);
        let strict = judged.verdict(Mode::Strict);
        if flattened == Some(true) {
            item.matches.flattened.push(id);
        }
        match (flattened, strict) {
            (_, Some(true)) => item.matches.strict.push(id),
            (Some(_), None) if self.modes != Modes::Flattened => item.matches.undecided.push(id),
            _ => {}
        }
        let documented = set.filters.iter().all(Filter::elements_are_documented);
        if flattened != strict && !documented {
            item.undocumented.push(id);
        }
        let is_dropped = |one: &Judgement| matches!(one, Judgement::Dropped(_));
        let dropped = flattened == Some(false) && judged.each.iter().any(is_dropped);
        (dropped, flattened.is_none())
    }
}
