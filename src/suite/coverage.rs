//! What of each pattern the cases put to use.
//!
//! A condition that no case ever refuses by itself could be left out and nobody would notice; so
//! could a matcher that no matching case needs. Counted are, of every condition that can take part
//! in a match:
//!
//! - for each of its matchers, whether it was *seen to accept*: in a case that matches, it accepts
//!   a value that satisfies the condition (in strict mode, the chosen one);
//! - whether it was seen to *refuse* as the only reason: in a case that does not match, everything
//!   else of an alternative holds. All its matchers refuse then; so that is counted once.
//! - for each value that an `anything-but` lists, where it lists several, whether it was seen to be
//!   the value that is refused.
//!
//! What cannot be seen to refuse, whatever the event, is not counted: `[{"anything-but": "a"},
//! {"prefix": ""}]` accepts `"a"` as well.
//!
//! Only cases that pass count: what fails shows nothing that anybody meant.

use super::check::{filters_with, verdicts};
use super::group::Group;
use super::model::{Case, Outcome, PatternInput};
use super::operands;
use super::possible;
use crate::event::Event;
use crate::filter::{How, Judgement, SetVerdict};
use crate::json::Span;
use crate::matching::{BUDGET, Evaluation, Mode, together};
use crate::pattern::value::MatcherKind;
use crate::pattern::{Alternative, Condition, ConditionId, Pattern};

/// How many alternatives of a pattern are looked at in strict mode, for each case.
const STRICT_ALTERNATIVES: usize = 64;

/// What of all patterns was put to use.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// One for each pattern, in the order in which suites name them.
    pub patterns: Vec<PatternCoverage>,
}

/// What of one pattern was put to use.
#[derive(Debug, Clone)]
pub struct PatternCoverage {
    /// The pattern's name.
    pub name: String,
    /// Its text; spans are ranges of it.
    pub text: String,
    /// How many cases there are for it that pass.
    pub cases: usize,
    /// Its conditions, in the order of the text.
    pub conditions: Vec<ConditionCoverage>,
}

/// What of one condition was put to use.
#[derive(Debug, Clone)]
pub struct ConditionCoverage {
    /// Its path.
    pub path: String,
    /// Where the last key of the path stands.
    pub key_span: Span,
    /// Where the array of matchers stands.
    pub span: Span,
    /// Whether it takes part in any alternative: one that was replaced in all of them does not, and
    /// is not counted.
    pub reachable: bool,
    /// Whether it was seen to be the only reason of a refusal; `None` where it never can be.
    pub refused: Option<bool>,
    /// Its matchers, in the order of the text.
    pub matchers: Vec<MatcherCoverage>,
}

/// What of one matcher was put to use.
#[derive(Debug, Clone)]
pub struct MatcherCoverage {
    /// Where it stands.
    pub span: Span,
    /// Whether it was seen to accept.
    pub accepted: bool,
    /// For an `anything-but` that lists several values, each of them.
    pub listed: Vec<ListedCoverage>,
}

/// Whether one of the values that an `anything-but` lists was put to use.
#[derive(Debug, Clone)]
pub struct ListedCoverage {
    /// Where it stands.
    pub span: Span,
    /// Whether it was seen to be the value that is refused; `None` where it never can be.
    pub refused: Option<bool>,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many are.
    pub part: usize,
    /// How many there are.
    pub of: usize,
}

impl Share {
    /// The share in percent; of nothing, all.
    pub fn percent(self) -> f64 {
        if self.of == 0 {
            return 100.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "counts are small")]
        let percent = 100.0 * self.part as f64 / self.of as f64;
        percent
    }

    fn count(&mut self, is: Option<bool>) {
        self.of += usize::from(is.is_some());
        self.part += usize::from(is == Some(true));
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            part: self.part + other.part,
            of: self.of + other.of,
        }
    }
}

impl Coverage {
    /// Of all patterns together.
    pub fn total(&self) -> Share {
        let shares = self.patterns.iter().map(PatternCoverage::share);
        shares.fold(Share::default(), Share::plus)
    }
}

impl PatternCoverage {
    /// How much of the pattern was put to use.
    pub fn share(&self) -> Share {
        let mut share = Share::default();
        for condition in self
            .conditions
            .iter()
            .filter(|condition| condition.reachable)
        {
            share.count(condition.refused);
            for matcher in &condition.matchers {
                share.count(Some(matcher.accepted));
                for listed in &matcher.listed {
                    share.count(listed.refused);
                }
            }
        }
        share
    }
}

/// Looks at what these cases put to use.
///
/// ```
/// use pattern_test::suite::{Case, EventInput, Expect, Modes, PatternInput, Suite};
/// use pattern_test::suite::{coverage, groups};
/// use std::sync::Arc;
///
/// let pattern = Arc::new(PatternInput::new("p".into(), None, r#"{"a": [1, 2]}"#.into()));
/// let case = |text: &str, matched| Case {
///     name: text.into(),
///     why: None,
///     file: "f".into(),
///     position: None,
///     pattern: pattern.clone(),
///     event: Some(Arc::new(EventInput { name: "e".into(), text: text.into(), start: None })),
///     expect: Expect::same(matched, Modes::Flattened),
///     because: Vec::new(),
/// };
/// let cases = vec![case(r#"{"a": 1}"#, true), case(r#"{"a": 3}"#, false)];
/// let suites = [Suite { name: "s".into(), cases }];
/// let coverage = coverage::measure(&groups(&suites));
/// // The matcher `2` was never seen to accept.
/// assert_eq!((coverage.total().part, coverage.total().of), (2, 3));
/// ```
pub fn measure(groups: &[Group<'_>]) -> Coverage {
    let patterns = groups
        .iter()
        .filter_map(|group| Some(pattern(group, group.pattern.compiled().ok()?)))
        .collect();
    Coverage { patterns }
}

fn pattern(group: &Group<'_>, pattern: &Pattern) -> PatternCoverage {
    let mut coverage = blank(&group.pattern.name, pattern);
    for case in &group.cases {
        let Some(Ok(event)) = case.event.as_ref().map(|event| event.read()) else {
            continue;
        };
        if verdicts(case, group.pattern, pattern, &event) != Outcome::Passed {
            continue;
        }
        // What a filter sees of a record is what its conditions are about.
        let (event, judged) = match group.pattern.place {
            None => (event, None),
            Some(_) => {
                let Some((own, judged)) = judged(case, group.pattern, pattern, &event) else {
                    continue;
                };
                match judged.each.get(own) {
                    Some(Judgement::Judged(one)) if !one.without_data => {
                        (one.event.clone(), Some((own, judged)))
                    }
                    _ => continue,
                }
            }
        };
        coverage.cases += 1;
        let seen = Seen {
            pattern,
            event: &event,
            evaluation: pattern.evaluate(&event),
        };
        for (mode, matched) in case.expect.verdicts() {
            let decides = judged
                .as_ref()
                .is_none_or(|(own, judged)| is_decisive(judged, *own, mode));
            match matched {
                _ if !decides => {}
                true => seen.accepted(mode, &mut coverage),
                false => seen.refused(mode, &mut coverage),
            }
        }
    }
    possible::leave_out(&mut coverage, pattern, group);
    coverage
}

/// What the filters of a case say to its record, and which of them the pattern is.
fn judged(
    case: &Case,
    own: &PatternInput,
    pattern: &Pattern,
    event: &Event<'_>,
) -> Option<(usize, SetVerdict)> {
    let set = filters_with(case, own, pattern).ok()?;
    let mut each = case.pattern.each().iter();
    let index = each.position(|input| input.is(own))?;
    Some((index, set.judge(event.document())))
}

/// Whether the verdict on all comes from this filter: where all have to let a record pass and several
/// do not, none of them is the only reason.
fn is_decisive(judged: &SetVerdict, own: usize, mode: Mode) -> bool {
    let verdicts: Vec<_> = judged.each.iter().map(|one| one.verdict(mode)).collect();
    let of_own = verdicts.get(own).copied().flatten();
    let is_alone = || verdicts.iter().filter(|one| **one == Some(false)).count() == 1;
    match (judged.how, judged.verdict(mode)) {
        (How::All, Some(false)) => of_own == Some(false) && is_alone(),
        (how, verdict) => how.decides(verdict, of_own),
    }
}

/// The coverage before any case.
fn blank(name: &str, pattern: &Pattern) -> PatternCoverage {
    let document = crate::json::Document::parse(pattern.text()).ok();
    let reachable = |id: usize| {
        pattern
            .alternatives()
            .iter()
            .any(|alternative| alternative.conditions.contains(&ConditionId(id)))
    };
    let conditions = pattern.conditions().iter().enumerate();
    let conditions = conditions.map(|(id, condition)| ConditionCoverage {
        path: condition.path.to_string(),
        key_span: condition.key_span,
        span: condition.span,
        reachable: reachable(id),
        refused: Some(false),
        matchers: condition
            .matchers
            .iter()
            .map(|matcher| {
                let spans = document
                    .as_ref()
                    .map(|document| operands::spans(document, matcher.span))
                    .unwrap_or_default();
                let several = spans.len() > 1;
                MatcherCoverage {
                    span: matcher.span,
                    accepted: false,
                    listed: spans
                        .into_iter()
                        .filter(|_| several)
                        .map(|span| ListedCoverage {
                            span,
                            refused: Some(false),
                        })
                        .collect(),
                }
            })
            .collect(),
    });
    PatternCoverage {
        name: name.to_owned(),
        text: pattern.text().to_owned(),
        cases: 0,
        conditions: conditions.collect(),
    }
}

/// One event, looked at.
struct Seen<'s, 'e> {
    pattern: &'s Pattern,
    event: &'s Event<'e>,
    evaluation: Evaluation,
}

impl Seen<'_, '_> {
    fn holds(&self, id: ConditionId) -> bool {
        self.evaluation.trace(id).holds()
    }

    /// Marks what accepts, in every alternative that holds.
    fn accepted(&self, mode: Mode, coverage: &mut PatternCoverage) {
        let alternatives = self.pattern.alternatives();
        match mode {
            Mode::Flattened => {
                for alternative in alternatives {
                    if alternative.conditions.iter().all(|id| self.holds(*id)) {
                        for id in &alternative.conditions {
                            self.mark_all(*id, coverage);
                        }
                    }
                }
            }
            Mode::Strict => {
                let mut budget = BUDGET;
                for alternative in alternatives.iter().take(STRICT_ALTERNATIVES) {
                    let conditions = &alternative.conditions;
                    let verdict = together(&self.evaluation, self.event, conditions, &mut budget);
                    for witness in verdict.witnesses {
                        self.mark(witness.condition, witness.leaf, coverage);
                    }
                }
            }
        }
    }

    /// Marks every matcher of a condition that accepts some value.
    fn mark_all(&self, id: ConditionId, coverage: &mut PatternCoverage) {
        let trace = self.evaluation.trace(id);
        if !trace.accepts() {
            self.mark(id, None, coverage);
        }
        for accepted in trace.accepted() {
            self.mark(id, Some(accepted.leaf), coverage);
        }
    }

    /// Marks every matcher of a condition that accepts this value, or the absence of any.
    fn mark(
        &self,
        id: ConditionId,
        leaf: Option<crate::event::LeafId>,
        coverage: &mut PatternCoverage,
    ) {
        let value = leaf.map(|leaf| self.event.value(leaf));
        let condition = self.pattern.condition(id);
        let Some(covered) = coverage.conditions.get_mut(id.index()) else {
            return;
        };
        for (matcher, covered) in condition.matchers.iter().zip(&mut covered.matchers) {
            covered.accepted |= match &value {
                Some(value) => matcher.kind.accepts(value),
                None => matches!(matcher.kind, MatcherKind::Exists(false)),
            };
        }
    }

    /// Marks the conditions without which an alternative would hold.
    fn refused(&self, mode: Mode, coverage: &mut PatternCoverage) {
        let mut budget = BUDGET;
        let alternatives = self.pattern.alternatives().iter();
        let most = match mode {
            Mode::Flattened => usize::MAX,
            Mode::Strict => STRICT_ALTERNATIVES,
        };
        for alternative in alternatives.take(most) {
            for id in self.suspects(alternative) {
                let others: Vec<_> = alternative
                    .conditions
                    .iter()
                    .copied()
                    .filter(|other| *other != id)
                    .collect();
                let alone = match mode {
                    Mode::Flattened => !self.holds(id) && others.iter().all(|id| self.holds(*id)),
                    Mode::Strict => {
                        together(&self.evaluation, self.event, &others, &mut budget).matched
                    }
                };
                if alone {
                    self.mark_refused(id, coverage);
                }
            }
        }
    }

    /// The conditions of an alternative that can be the only ones to fail: where one fails whatever
    /// is chosen, it is that one; where two do, none.
    fn suspects(&self, alternative: &Alternative) -> Vec<ConditionId> {
        let hopeless = |id: &ConditionId| {
            let trace = self.evaluation.trace(*id);
            !trace.accepts() && trace.absence.is_none()
        };
        let failing: Vec<_> = alternative
            .conditions
            .iter()
            .copied()
            .filter(hopeless)
            .collect();
        match failing.len() {
            0 => alternative.conditions.clone(),
            1 => failing,
            _ => Vec::new(),
        }
    }

    fn mark_refused(&self, id: ConditionId, coverage: &mut PatternCoverage) {
        let condition: &Condition = self.pattern.condition(id);
        let Some(covered) = coverage.conditions.get_mut(id.index()) else {
            return;
        };
        covered.refused = Some(true);
        for (matcher, covered) in condition.matchers.iter().zip(&mut covered.matchers) {
            let MatcherKind::AnythingBut(listed) = &matcher.kind else {
                continue;
            };
            for leaf in &self.evaluation.trace(id).leaves {
                let value = self.event.value(*leaf);
                for (index, covered) in covered.listed.iter_mut().enumerate() {
                    if operands::lists(listed, index, &value) {
                        covered.refused = Some(true);
                    }
                }
            }
        }
    }
}
