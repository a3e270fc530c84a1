//! Coverage and mutants.

use super::super::Measured;
use crate::json::{Counting, Position, Span};
use crate::suite::coverage::{
    ConditionCoverage, Coverage, ListedCoverage, MatcherCoverage, PatternCoverage, Share,
};
use crate::suite::mutants::{
    Change, Diff, Killer, KillerEvent, Mutation, PatternMutation, Survivor,
};
use serde::Serialize;
use serde_json::value::RawValue;

#[derive(Serialize)]
pub(super) struct ShareOut {
    percent: f64,
    part: usize,
    of: usize,
}

#[derive(Serialize)]
pub(super) struct CoverageOut<'r> {
    #[serde(flatten)]
    share: ShareOut,
    least: Option<f64>,
    patterns: Vec<PatternOut<'r>>,
}

#[derive(Serialize)]
struct PatternOut<'r> {
    pattern: &'r str,
    #[serde(flatten)]
    share: ShareOut,
    cases: usize,
    conditions: Vec<ConditionOut<'r>>,
}

#[derive(Serialize)]
struct ConditionOut<'r> {
    path: &'r str,
    line: usize,
    column: usize,
    reachable: bool,
    accepted: bool,
    refused: Option<bool>,
    matchers: Vec<MatcherOut<'r>>,
}

#[derive(Serialize)]
struct MatcherOut<'r> {
    matcher: &'r str,
    line: usize,
    column: usize,
    accepted: bool,
    /// A list refuses as a whole: of one matcher it is only known where it stands alone.
    refused: Option<bool>,
    listed: Vec<ListedOut<'r>>,
}

#[derive(Serialize)]
struct ListedOut<'r> {
    value: &'r str,
    line: usize,
    column: usize,
    refused: Option<bool>,
}

#[derive(Serialize)]
pub(super) struct MutantsOut<'r> {
    #[serde(flatten)]
    share: ShareOut,
    least: Option<f64>,
    patterns: Vec<PatternMutantsOut<'r>>,
}

#[derive(Serialize)]
struct PatternMutantsOut<'r> {
    pattern: &'r str,
    #[serde(flatten)]
    share: ShareOut,
    cases: usize,
    equivalent: usize,
    survivors: Vec<SurvivorOut<'r>>,
}

#[derive(Serialize)]
struct SurvivorOut<'r> {
    kind: &'static str,
    what: &'r str,
    line: usize,
    column: usize,
    old: &'r [String],
    new: &'r [String],
    killer: Option<KillerOut<'r>>,
}

#[derive(Serialize)]
struct KillerOut<'r> {
    /// The name of the event that is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<&'r str>,
    changes: Vec<ChangeOut<'r>>,
    /// The whole event, where it was made from nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<&'r RawValue>,
    mode: &'static str,
    expect: &'static str,
}

#[derive(Serialize)]
struct ChangeOut<'r> {
    pointer: &'r str,
    /// What is put there; not there where the value is taken out.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'r RawValue>,
}

fn share(share: Share) -> ShareOut {
    let percent = share.percent();
    let Share { part, of } = share;
    ShareOut { percent, part, of }
}

pub(super) fn coverage(measured: &Measured<Coverage>) -> CoverageOut<'_> {
    let Measured { value, least } = measured;
    let Coverage { patterns } = value;
    CoverageOut {
        share: share(value.total()),
        least: *least,
        patterns: patterns.iter().map(pattern).collect(),
    }
}

fn pattern(pattern: &PatternCoverage) -> PatternOut<'_> {
    let PatternCoverage {
        name,
        text,
        cases,
        conditions,
    } = pattern;
    PatternOut {
        pattern: name,
        share: share(pattern.share()),
        cases: *cases,
        conditions: conditions
            .iter()
            .map(|each| condition(each, text))
            .collect(),
    }
}

fn place(span: Span, text: &str) -> (usize, usize) {
    let Position { line, column } = Position::of(text, span.start, Counting::Characters);
    (line, column)
}

fn condition<'r>(condition: &'r ConditionCoverage, text: &'r str) -> ConditionOut<'r> {
    let ConditionCoverage {
        path,
        key_span,
        span: _,
        reachable,
        refused,
        matchers,
    } = condition;
    let alone = matchers.len() == 1;
    let (line, column) = place(*key_span, text);
    ConditionOut {
        path,
        line,
        column,
        reachable: *reachable,
        accepted: matchers.iter().any(|matcher| matcher.accepted),
        refused: *refused,
        matchers: matchers
            .iter()
            .map(
                |MatcherCoverage {
                     span,
                     accepted,
                     listed,
                 }| {
                    let (line, column) = place(*span, text);
                    MatcherOut {
                        matcher: span.of(text),
                        line,
                        column,
                        accepted: *accepted,
                        refused: refused.filter(|_| alone),
                        listed: listed.iter().map(|each| self::listed(each, text)).collect(),
                    }
                },
            )
            .collect(),
    }
}

fn listed<'r>(listed: &ListedCoverage, text: &'r str) -> ListedOut<'r> {
    let ListedCoverage { span, refused } = listed;
    let (line, column) = place(*span, text);
    ListedOut {
        value: span.of(text),
        line,
        column,
        refused: *refused,
    }
}

pub(super) fn mutants(measured: &Measured<Mutation>) -> MutantsOut<'_> {
    let Measured { value, least } = measured;
    let Mutation { patterns } = value;
    let patterns = patterns.iter().map(|pattern| {
        let PatternMutation {
            name,
            home: _,
            cases,
            killed: _,
            equivalent,
            survivors,
        } = pattern;
        PatternMutantsOut {
            pattern: name,
            share: share(pattern.share()),
            cases: *cases,
            equivalent: *equivalent,
            survivors: survivors.iter().map(survivor).collect(),
        }
    });
    MutantsOut {
        share: share(value.total()),
        least: *least,
        patterns: patterns.collect(),
    }
}

fn survivor(survivor: &Survivor) -> SurvivorOut<'_> {
    let Survivor {
        kind,
        what,
        position: Position { line, column },
        diff: Diff { line: _, old, new },
        killer,
    } = survivor;
    SurvivorOut {
        kind: kind.name(),
        what,
        line: *line,
        column: *column,
        old,
        new,
        killer: killer.as_ref().map(self::killer),
    }
}

fn killer(killer: &Killer) -> KillerOut<'_> {
    let Killer {
        event,
        mode,
        matches,
    } = killer;
    let (from, case, changes, made) = match event {
        KillerEvent::Made(text) => (None, None, &[][..], Some(text)),
        KillerEvent::Variant {
            event,
            case,
            changes,
        } => (Some(event), Some(case), changes.as_slice(), None),
    };
    fn raw(json: &str) -> Option<&RawValue> {
        serde_json::from_str(json).ok()
    }
    let changes = changes.iter().map(|Change { pointer, value }| ChangeOut {
        pointer,
        value: value.as_deref().and_then(raw),
    });
    KillerOut {
        from: from.map(String::as_str),
        case: case.map(String::as_str),
        changes: changes.collect(),
        event: made.map(String::as_str).and_then(raw),
        mode: mode.name(),
        expect: if *matches { "match" } else { "no-match" },
    }
}
