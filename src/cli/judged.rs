//! Filters against records: the verdicts, and what there is to say about them.

use super::events::{NamedEvent, NamedRecord};
use super::patterns::NamedPattern;
use crate::dialect::{Dialect, Source, bus_v2, view};
use crate::event::Event;
use crate::explain::{Explainer, Explanation, Written};
use crate::filter::{Filter, How, Judged, Judgement};
use crate::json::{Document, LineIndex, Position, Span};
use crate::matching::{Evaluation, Mode, Reason};
use crate::pattern::Pattern;
use crate::report::match_report::{Miss, PairResult};
use crate::report::{explain_brief, reason};
use std::sync::LazyLock;

/// The row of a report on a pattern and an event of a bus.
pub(super) fn of_event(pattern: &Pattern, event: &NamedEvent, mode: Mode) -> PairResult {
    let evaluation = pattern.evaluate(&event.event);
    let mut pair = verdicts(&evaluation);
    if let Some(reason) = Reason::new(pattern, &event.event, &evaluation, mode) {
        pair.reason = Some(reason::line(pattern, &event.event, &reason, mode, true));
        pair.miss = Miss::new(pattern, &reason);
    }
    pair.event = event.name.clone();
    pair
}

/// The verdicts without words.
pub(super) fn verdicts(evaluation: &Evaluation) -> PairResult {
    PairResult {
        event: String::new(),
        flattened: evaluation.flattened.matched,
        strict: evaluation.strict.matched,
        undecided: evaluation.strict.gave_up,
        unknown: false,
        place: None,
        documented: true,
        details: Vec::new(),
        reason: None,
        miss: None,
    }
}

/// The filters of one place against one record.
pub(super) struct Pair<'a> {
    members: &'a [&'a NamedPattern],
    record: &'a NamedRecord,
    each: Vec<(&'a Filter, Judgement)>,
    how: How,
}

/// What filters of one place are called together: what they belong to, or the name of the only one.
pub(super) fn name_of<'a>(members: &[&'a NamedPattern]) -> &'a str {
    match members {
        [] => "",
        [one] => &one.name,
        [first, ..] => first.owner.as_deref().unwrap_or(&first.name),
    }
}

/// Filters of one place with a record; `None` where the place does not see it.
pub(super) fn pair<'a>(
    members: &'a [&'a NamedPattern],
    record: &'a NamedRecord,
) -> Option<Pair<'a>> {
    let filters: Vec<&Filter> = members.iter().filter_map(|m| m.filter.as_ref()).collect();
    // The scopes of a subscriber see parts of the same record: the first of them stands for all.
    let is_seen = filters.first()?.dialect() == record.dialect;
    is_seen.then(|| Pair {
        members,
        record,
        each: filters
            .iter()
            .map(|filter| (*filter, filter.judge(&record.document)))
            .collect(),
        how: How::of(record.dialect),
    })
}

impl Pair<'_> {
    /// Whether the record passes; `None` where that is not known.
    pub(super) fn verdict(&self, mode: Mode) -> Option<bool> {
        let each = self.each.iter();
        self.how
            .combine(each.map(|(_, judgement)| judgement.verdict(mode)))
    }

    /// The row of a report.
    pub(super) fn result(&self, mode: Mode, verbose: bool) -> PairResult {
        let [flattened, strict] = [Mode::Flattened, Mode::Strict].map(|mode| self.verdict(mode));
        PairResult {
            event: self.record.name.clone(),
            flattened: flattened == Some(true),
            strict: strict == Some(true),
            undecided: strict.is_none() || flattened.is_none(),
            unknown: flattened.is_none(),
            place: self.each.first().map(|(filter, _)| filter.dialect().name()),
            documented: self.each.iter().all(|(f, _)| f.elements_are_documented()),
            reason: self.reason(mode),
            miss: self.miss(mode),
            details: match verbose {
                true => self.details(mode),
                false => Vec::new(),
            },
        }
    }

    /// How far the filter that comes nearest is from letting the record pass.
    fn miss(&self, mode: Mode) -> Option<Miss> {
        if self.verdict(mode) != Some(false) {
            return None;
        }
        let misses = self.each.iter().filter_map(|(_, judgement)| {
            let Judgement::Judged(judged) = judgement else {
                return None;
            };
            let (pattern, event) = (&judged.pattern, &judged.event);
            let reason = Reason::new(pattern, event, &judged.evaluation, mode)?;
            Miss::new(pattern, &reason)
        });
        misses.min_by_key(|miss| miss.failing)
    }

    /// One line about why.
    fn reason(&self, mode: Mode) -> Option<String> {
        let verdict = self.verdict(mode);
        let passes = verdict == Some(true);
        let mut lines = self.each.iter().filter_map(|(filter, judgement)| {
            let own = judgement.verdict(mode);
            // Of several filters that combine, the one that decides says why.
            let decides = self.how.decides(verdict, own);
            let line = line(filter, judgement, mode).filter(|_| decides)?;
            let scope = match (filter.dialect(), self.each.len()) {
                (Dialect::BusV2(scope), 2..) => format!("{}: ", scope.name()),
                _ => String::new(),
            };
            Some(format!("{scope}{line}"))
        });
        let first = lines.next()?;
        let count = self.each.len();
        Some(match (passes, self.how, count) {
            (false, How::Any, 2..) if verdict.is_some() => {
                format!("none of {count} filters lets it pass; {first}")
            }
            _ => first,
        })
    }

    fn details(&self, mode: Mode) -> Vec<String> {
        let mut details = Vec::new();
        for place in self.explained() {
            let explanation = place.explain(mode);
            details.extend(explanation.notes.iter().cloned());
            if matches!(place.judgement, Judgement::Judged(_)) {
                details.extend(explain_brief::paragraphs(&explanation));
            }
        }
        details
    }

    /// What each filter is explained by.
    pub(super) fn explained(&self) -> Vec<Explained<'_>> {
        let members = self.members.iter().filter(|m| m.filter.is_some());
        members
            .zip(&self.each)
            .map(|(named, (filter, judgement))| Explained {
                named,
                filter,
                judgement,
                record: self.record,
                others: self.each.len() - 1,
                how: self.how,
                lines: LineIndex::new(self.record.document.text()),
                undecoded: match judgement {
                    Judgement::Judged(_) => None,
                    _ => as_it_is(filter.dialect(), judgement, self.record),
                },
            })
            .collect()
    }
}

/// A record that was not matched, to be shown: with its data read where that is why.
fn as_it_is(
    dialect: Dialect,
    judgement: &Judgement,
    record: &NamedRecord,
) -> Option<Event<'static>> {
    let key = dialect
        .source()
        .and_then(|source| source.data_keys().last());
    if let (Judgement::Dropped(view::Drop::NotText), Some(key)) = (judgement, key) {
        let asks_for_json = format!("{{\"{key}\": {{\"a\": [1]}}}}");
        let asks_for_json = Document::parse(asks_for_json).ok()?;
        if let view::Seen::Document(view) = view::of(dialect, &record.document, &asks_for_json) {
            return Event::parse(view.text().to_owned()).ok();
        }
    }
    Event::parse(record.document.text().to_owned()).ok()
}

/// What one filter makes of a record, to be explained.
#[derive(Debug)]
pub(super) struct Explained<'a> {
    named: &'a NamedPattern,
    filter: &'a Filter,
    judgement: &'a Judgement,
    record: &'a NamedRecord,
    others: usize,
    how: How,
    lines: LineIndex<'a>,
    /// The record as it is, shown where it was not matched.
    undecoded: Option<Event<'static>>,
}

impl Written for Explained<'_> {
    fn position(&self, span: Span) -> Option<Position> {
        let origin = self.origin(span)?;
        let is_there = origin.via != view::Via::Added;
        is_there.then(|| self.lines.position(origin.span.start))
    }

    fn is_decoded(&self, span: Span) -> bool {
        let via = self.origin(span).map(|origin| origin.via);
        matches!(via, Some(view::Via::JsonText | view::Via::Base64))
    }
}

impl Explained<'_> {
    fn origin(&self, span: Span) -> Option<view::Origin> {
        match self.judgement {
            Judgement::Judged(judged) => {
                Some(judged.view.origin(span, self.record.document.text()))
            }
            _ => None,
        }
    }

    /// Why the filter lets the record pass, or not.
    pub(super) fn explain(&self, mode: Mode) -> Explanation<'_> {
        #[allow(clippy::expect_used, reason = "the text is the same every time")]
        static NOTHING: LazyLock<Event<'static>> =
            LazyLock::new(|| Event::parse("{}").expect("this is an object"));
        let judged = match self.judgement {
            Judgement::Judged(judged) => Some(judged),
            _ => None,
        };
        let pattern: &Pattern = judged.map_or(self.filter.pattern(), |judged| &judged.pattern);
        let undecoded = self.undecoded.as_ref().unwrap_or(&NOTHING);
        let event = judged.map_or(undecoded, |judged| &judged.event);
        let explainer = Explainer {
            pattern: Some(&self.named.name),
            event: Some(&self.record.name),
            mode,
            start: self.record.start,
            presence: judged.map(|judged| judged.presence).unwrap_or_default(),
            written: judged.is_some().then_some(self as &dyn Written),
            others: &[],
            ..Explainer::default()
        };
        let mut explanation = explainer.explain(pattern, event);
        explanation.notes = self.notes(mode);
        let is_empty = |pattern: &Pattern| {
            let mut alternatives = pattern.alternatives().iter();
            alternatives.any(|alternative| alternative.conditions.is_empty())
        };
        if is_empty(pattern) {
            let text = "Match: what is left of the pattern holds for every record.";
            explanation.summary.flattened.text = text.to_owned();
            explanation.summary.strict.text = text.to_owned();
        }
        if judged.is_none() {
            let known = self.judgement.verdict(mode).is_some();
            for outcome in [
                &mut explanation.verdicts.flattened,
                &mut explanation.verdicts.strict,
            ] {
                outcome.matched = false;
                outcome.gave_up = !known;
            }
            let text = line(self.filter, self.judgement, mode).unwrap_or_default();
            explanation.summary.flattened.text = text.clone();
            explanation.summary.strict.text = text;
            explanation.disagreement = None;
        }
        explanation
    }

    fn notes(&self, mode: Mode) -> Vec<String> {
        let mut notes = Vec::new();
        let place = self.filter.dialect().title();
        if self.others > 0 {
            notes.push(match self.how {
                How::Any => format!(
                    "one of {} filters of {place}: a record passes if any of them matches",
                    self.others + 1
                ),
                How::All => format!(
                    "one of {} filters of {place}: an event passes if all of them match",
                    self.others + 1
                ),
            });
        }
        let without_data =
            matches!(self.judgement, Judgement::Judged(judged) if judged.without_data);
        if without_data {
            notes.push(IGNORED.to_owned());
        }
        let passes = self.judgement.verdict(mode);
        if passes == Some(false)
            && self.others == 0
            && matches!(self.judgement, Judgement::Judged(_))
            && let Some(fate) = fate(self.filter.dialect())
        {
            notes.push(format!("no filter lets it pass: {fate}"));
        }
        if self.judgement_disagrees() && !self.filter.elements_are_documented() {
            notes.push(
                "AWS does not document whether conditions below one array have to hold in the same \
                 element here"
                    .to_owned(),
            );
        }
        notes
    }

    fn judgement_disagrees(&self) -> bool {
        matches!(self.judgement, Judgement::Judged(judged) if judged.evaluation.disagree())
    }
}

const IGNORED: &str = "the data of the record has another form than the pattern asks for: its \
                       conditions on the data are ignored";

/// What becomes of what no filter lets pass.
fn fate(dialect: Dialect) -> Option<&'static str> {
    match dialect {
        Dialect::Pipe(source) | Dialect::EventSourceMapping(source) => source.map(Source::fate),
        Dialect::Sns(_) => Some("the message is not delivered to this subscription"),
        Dialect::BusV2(
            bus_v2::Scope::Data | bus_v2::Scope::Metadata | bus_v2::Scope::SystemMetadata,
        ) => Some("the event is not delivered to this subscriber"),
        _ => None,
    }
}

/// One line on what a filter says to a record; nothing where it simply matches.
fn line(filter: &Filter, judgement: &Judgement, mode: Mode) -> Option<String> {
    let judged: &Judged = match judgement {
        Judgement::Dropped(why) => {
            let fate = fate(filter.dialect()).map_or(String::new(), |fate| format!("; {fate}"));
            return Some(format!("dropped: {}{fate}", why.reason()));
        }
        Judgement::Unknown(why) => return Some(format!("not known: {why}")),
        Judgement::Judged(judged) => judged,
    };
    let reason = Reason::new(&judged.pattern, &judged.event, &judged.evaluation, mode);
    let documented = filter.elements_are_documented();
    let line = reason
        .map(|reason| reason::line(&judged.pattern, &judged.event, &reason, mode, documented));
    match (judged.without_data, line) {
        (false, line) => line,
        (true, None) => Some(format!("match, but {IGNORED}")),
        (true, Some(line)) => Some(format!("{line}; {IGNORED}")),
    }
}
