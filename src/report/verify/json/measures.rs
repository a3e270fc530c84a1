//! Coverage and mutants.

use super::super::Measured;
use crate::json::{Counting, Position, Span};
use crate::suite::coverage::{
    ConditionCoverage, Coverage, ListedCoverage, MatcherCoverage, PatternCoverage, Share,
};
use crate::suite::mutants::{
    Change, Diff, Killer, KillerEvent, Mutation, PatternMutation, Survivor,
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

/// A share of something.
#[derive(Serialize, JsonSchema)]
pub(super) struct ShareOut {
    /// In percent.
    percent: f64,
    /// How many.
    part: usize,
    /// Of how many.
    of: usize,
}

/// What the passing cases put to use of all patterns.
#[derive(Serialize, JsonSchema)]
pub(super) struct CoverageOut<'r> {
    #[serde(flatten)]
    share: ShareOut,
    /// The least that is asked for, in percent.
    least: Option<f64>,
    /// The patterns.
    patterns: Vec<PatternOut<'r>>,
}

/// What they put to use of a pattern.
#[derive(Serialize, JsonSchema)]
struct PatternOut<'r> {
    /// The pattern.
    pattern: &'r str,
    #[serde(flatten)]
    share: ShareOut,
    /// How many cases it has.
    cases: usize,
    /// Its conditions, in order.
    conditions: Vec<ConditionOut<'r>>,
}

/// A condition.
#[derive(Serialize, JsonSchema)]
struct ConditionOut<'r> {
    /// Its path.
    path: &'r str,
    /// Line of its key in the pattern, from 1.
    line: usize,
    /// Column of its key, from 1, in characters.
    column: usize,
    /// Whether it counts at all: a later condition on its path may replace it.
    reachable: bool,
    /// Whether some matcher of it was seen to accept.
    accepted: bool,
    /// Whether it was seen to be the only reason of a refusal; null where it never can be.
    refused: Option<bool>,
    /// Its matchers, in order.
    matchers: Vec<MatcherOut<'r>>,
}

/// A matcher.
#[derive(Serialize, JsonSchema)]
struct MatcherOut<'r> {
    /// As the pattern spells it.
    matcher: &'r str,
    /// Line, from 1.
    line: usize,
    /// Column, from 1, in characters.
    column: usize,
    /// Whether it was seen to accept.
    accepted: bool,
    /// A list refuses as a whole: of one matcher it is only known where it stands alone.
    refused: Option<bool>,
    /// The values that an `anything-but` lists, where it lists several.
    listed: Vec<ListedOut<'r>>,
}

/// A value that an `anything-but` lists.
#[derive(Serialize, JsonSchema)]
struct ListedOut<'r> {
    /// As the pattern spells it.
    value: &'r str,
    /// Line, from 1.
    line: usize,
    /// Column, from 1, in characters.
    column: usize,
    /// Whether it was seen to be the one that is refused; null where it never can be.
    refused: Option<bool>,
}

/// Which wrong versions of all patterns the passing cases notice.
#[derive(Serialize, JsonSchema)]
pub(super) struct MutantsOut<'r> {
    #[serde(flatten)]
    share: ShareOut,
    /// The least that is asked for, in percent.
    least: Option<f64>,
    /// The patterns.
    patterns: Vec<PatternMutantsOut<'r>>,
}

/// Which wrong versions of a pattern they notice.
#[derive(Serialize, JsonSchema)]
struct PatternMutantsOut<'r> {
    /// The pattern.
    pattern: &'r str,
    #[serde(flatten)]
    share: ShareOut,
    /// How many cases it has.
    cases: usize,
    /// How many versions are left out because they mean the same as the pattern.
    equivalent: usize,
    /// The versions that no case notices.
    survivors: Vec<SurvivorOut<'r>>,
}

/// A wrong version that no case notices.
#[derive(Serialize, JsonSchema)]
struct SurvivorOut<'r> {
    /// What kind of change it is.
    kind: &'static str,
    /// What was changed, in words.
    what: &'r str,
    /// Line of the change in the pattern, from 1.
    line: usize,
    /// Column of the change, from 1, in characters.
    column: usize,
    /// The lines of the pattern that differ.
    old: &'r [String],
    /// The same lines in the wrong version.
    new: &'r [String],
    /// An event that would tell the two apart; null where none was found.
    killer: Option<KillerOut<'r>>,
}

/// An event that tells a wrong version from the pattern.
#[derive(Serialize, JsonSchema)]
struct KillerOut<'r> {
    /// The name of the event that is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'r str>,
    /// The case that the event which is changed belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<&'r str>,
    /// What is changed in it.
    changes: Vec<ChangeOut<'r>>,
    /// The whole event, where it was made from nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<&'r RawValue>,
    /// The mode in which they differ.
    #[schemars(extend("enum" = ["flattened","strict"]))]
    mode: &'static str,
    /// What to expect of the event.
    #[schemars(extend("enum" = ["match","no-match"]))]
    expect: &'static str,
}

/// A change to an event.
#[derive(Serialize, JsonSchema)]
struct ChangeOut<'r> {
    /// Where, as a JSON Pointer.
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
