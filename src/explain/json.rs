//! An explanation for programs: schema 1, described in `docs/explain-json.md`.

use super::{
    AlternativeReport, BranchReport, ByMode, Cell, ConditionReport, Disagreement, EcsContainer,
    EcsTask, ElementReport, ElementRow, Explanation, Failure, Hint, MatcherReport, OrReport,
    Outcome, Place, SCHEMA, Subject, Summary, Taken, Value, Why, WitnessReport,
};
use crate::json::{NodeKind, Position, Span};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

impl Serialize for Explanation<'_> {
    /// For a serializer of `serde_json`: values of the event stand there as the event spells them.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        explanation(self).serialize(serializer)
    }
}

#[derive(Serialize)]
struct Json {
    schema: u32,
    pattern: JsonPattern,
    event: JsonEvent,
    mode: &'static str,
    verdict: bool,
    flattened: bool,
    strict: bool,
    strict_gave_up: bool,
    decided_by: JsonByMode<Option<usize>>,
    disagree: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    disagreement: Option<JsonDisagreement>,
    summary: JsonByMode<JsonSummary>,
    alternatives: Vec<JsonAlternative>,
    more_alternatives: usize,
    replaced: Vec<JsonCondition>,
    ors: Vec<JsonOr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ecs_task: Option<JsonTask>,
}

#[derive(Serialize)]
struct JsonPattern {
    name: Option<String>,
    text: String,
}

#[derive(Serialize)]
struct JsonEvent {
    name: Option<String>,
    bytes: usize,
}

#[derive(Serialize)]
struct JsonByMode<T> {
    flattened: T,
    strict: T,
}

#[derive(Serialize)]
struct JsonSummary {
    text: String,
    alternative: Option<usize>,
    change: Vec<Vec<usize>>,
}

#[derive(Serialize)]
struct JsonSpan {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct JsonAlternative {
    index: usize,
    branches: Vec<JsonBranchOf>,
    holds: JsonByMode<bool>,
    conflict: Vec<usize>,
    conditions: Vec<JsonCondition>,
}

#[derive(Serialize)]
struct JsonBranchOf {
    or: usize,
    branch: usize,
}

#[derive(Serialize)]
struct JsonCondition {
    id: usize,
    path: String,
    key_span: JsonSpan,
    span: JsonSpan,
    line: usize,
    column: usize,
    asks: String,
    matchers: Vec<JsonMatcher>,
    holds: bool,
    by_absence: bool,
    marks: JsonByMode<&'static str>,
    found: usize,
    witnesses: Vec<JsonWitness>,
    more_witnesses: usize,
    failures: Vec<JsonFailure>,
    more_failures: usize,
    replaced_by: Vec<usize>,
    hints: Vec<JsonHint>,
}

#[derive(Serialize)]
struct JsonMatcher {
    span: JsonSpan,
    operator: Option<&'static str>,
    asks: String,
    accepts: bool,
}

#[derive(Serialize)]
struct JsonPlace {
    pointer: String,
    path: String,
    line: usize,
    column: usize,
    span: JsonSpan,
    elements: Vec<JsonElement>,
}

#[derive(Serialize)]
struct JsonElement {
    array: String,
    index: u32,
    pointer: String,
    label: Option<String>,
}

#[derive(Serialize)]
struct JsonWitness {
    value: JsonValue,
    #[serde(skip_serializing_if = "is_false")]
    cut: bool,
    #[serde(flatten)]
    place: JsonPlace,
    matcher: usize,
    chosen: JsonByMode<bool>,
}

#[derive(Serialize)]
struct JsonFailure {
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<JsonValue>,
    #[serde(skip_serializing_if = "is_false")]
    cut: bool,
    #[serde(flatten)]
    place: Option<JsonPlace>,
    code: &'static str,
    why: String,
}

#[derive(Serialize)]
struct JsonHint {
    code: &'static str,
    message: String,
    instead: Option<String>,
    span: JsonSpan,
    line: usize,
    column: usize,
    event: Option<JsonPlace>,
}

#[derive(Serialize)]
struct JsonOr {
    key_span: JsonSpan,
    line: usize,
    column: usize,
    branches: Vec<JsonBranch>,
}

#[derive(Serialize)]
struct JsonBranch {
    span: JsonSpan,
    line: usize,
    column: usize,
    marks: JsonByMode<&'static str>,
    decided: JsonByMode<bool>,
}

#[derive(Serialize)]
struct JsonDisagreement {
    direction: &'static str,
    alternative: usize,
    array: Option<String>,
    witnesses: Vec<JsonTaken>,
    elements: Vec<JsonRow>,
    more_elements: usize,
    why: String,
    ways_out: Vec<String>,
}

#[derive(Serialize)]
struct JsonTaken {
    condition: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<JsonValue>,
    #[serde(flatten)]
    place: Option<JsonPlace>,
}

#[derive(Serialize)]
struct JsonRow {
    element: JsonElement,
    cells: Vec<JsonCell>,
}

#[derive(Serialize)]
struct JsonCell {
    holds: bool,
    value: Option<JsonValue>,
    more: usize,
}

#[derive(Serialize)]
struct JsonTask {
    cluster: Option<String>,
    task_definition: Option<String>,
    task: Option<String>,
    containers: Vec<JsonContainer>,
    stopped_reason: Option<String>,
}

#[derive(Serialize)]
struct JsonContainer {
    name: String,
    exit_code: Option<JsonValue>,
    reason: Option<String>,
}

/// A leaf as it stands in the event; what is no JSON by itself as a string.
#[derive(Serialize)]
#[serde(untagged)]
enum JsonValue {
    Raw(Box<RawValue>),
    Text(String),
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "what serde calls it with"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}

fn explanation(explanation: &Explanation<'_>) -> Json {
    let Explanation {
        pattern,
        event,
        mode,
        verdicts,
        conditions,
        ors,
        alternatives,
        more_alternatives,
        disagreement,
        summary,
        task,
    } = explanation;
    let name = |subject: &Subject<'_>| subject.name.map(str::to_owned);
    let ByMode { flattened, strict } = verdicts;
    let Outcome {
        matched: flattened_matched,
        alternative: flattened_alternative,
        gave_up: _,
    } = *flattened;
    let Outcome {
        matched: strict_matched,
        alternative: strict_alternative,
        gave_up,
    } = *strict;
    Json {
        schema: SCHEMA,
        pattern: JsonPattern {
            name: name(pattern),
            text: pattern.text.to_owned(),
        },
        event: JsonEvent {
            name: name(event),
            bytes: event.text.len(),
        },
        mode: mode.name(),
        verdict: explanation.matched(),
        flattened: flattened_matched,
        strict: strict_matched,
        strict_gave_up: gave_up,
        decided_by: JsonByMode {
            flattened: flattened_alternative,
            strict: strict_alternative,
        },
        disagree: disagreement.is_some(),
        disagreement: disagreement.as_ref().map(self::disagreement),
        summary: by_mode(summary, self::summary),
        alternatives: alternatives
            .iter()
            .map(|alternative| self::alternative(alternative, conditions))
            .collect(),
        more_alternatives: *more_alternatives,
        replaced: conditions
            .iter()
            .enumerate()
            .filter(|(_, condition)| condition.replaced)
            .map(|(id, c)| condition(id, c))
            .collect(),
        ors: ors.iter().map(or).collect(),
        ecs_task: task.as_ref().map(self::task),
    }
}

fn by_mode<T, U>(pair: &ByMode<T>, of: impl Fn(&T) -> U) -> JsonByMode<U> {
    let ByMode { flattened, strict } = pair;
    JsonByMode {
        flattened: of(flattened),
        strict: of(strict),
    }
}

fn summary(summary: &Summary) -> JsonSummary {
    let Summary {
        text,
        alternative,
        change,
    } = summary;
    JsonSummary {
        text: text.clone(),
        alternative: *alternative,
        change: change.clone(),
    }
}

fn span(Span { start, end }: Span) -> JsonSpan {
    JsonSpan { start, end }
}

fn alternative(alternative: &AlternativeReport, all: &[ConditionReport]) -> JsonAlternative {
    let AlternativeReport {
        index,
        branches,
        conditions,
        holds,
        conflict,
    } = alternative;
    JsonAlternative {
        index: *index,
        branches: branches
            .iter()
            .map(|(or, branch)| JsonBranchOf {
                or: *or,
                branch: *branch,
            })
            .collect(),
        holds: by_mode(holds, |holds| *holds),
        conflict: conflict.clone(),
        conditions: conditions
            .iter()
            .filter_map(|id| Some(condition(*id, all.get(*id)?)))
            .collect(),
    }
}

fn condition(id: usize, condition: &ConditionReport) -> JsonCondition {
    let ConditionReport {
        path,
        key_span,
        span: own_span,
        position: Position { line, column },
        matchers,
        asks,
        holds,
        by_absence,
        marks,
        found,
        witnesses,
        more_witnesses,
        failures,
        more_failures,
        replaced_by,
        replaced: _,
        hints,
    } = condition;
    JsonCondition {
        id,
        path: path.clone(),
        key_span: span(*key_span),
        span: span(*own_span),
        line: *line,
        column: *column,
        asks: asks.clone(),
        matchers: matchers.iter().map(matcher).collect(),
        holds: *holds,
        by_absence: *by_absence,
        marks: by_mode(marks, |mark| mark.name()),
        found: *found,
        witnesses: witnesses.iter().map(witness).collect(),
        more_witnesses: *more_witnesses,
        failures: failures.iter().map(failure).collect(),
        more_failures: *more_failures,
        replaced_by: replaced_by.clone(),
        hints: hints.iter().map(hint).collect(),
    }
}

fn matcher(matcher: &MatcherReport) -> JsonMatcher {
    let MatcherReport {
        span: own_span,
        operator,
        asks,
        accepts,
    } = matcher;
    JsonMatcher {
        span: span(*own_span),
        operator: *operator,
        asks: asks.clone(),
        accepts: *accepts,
    }
}

fn place(place: &Place) -> JsonPlace {
    let Place {
        pointer,
        path,
        position: Position { line, column },
        span: own_span,
        elements,
    } = place;
    JsonPlace {
        pointer: pointer.clone(),
        path: path.clone(),
        line: *line,
        column: *column,
        span: span(*own_span),
        elements: elements.iter().map(element).collect(),
    }
}

fn element(element: &ElementReport) -> JsonElement {
    let ElementReport {
        array,
        index,
        pointer,
        label,
    } = element;
    JsonElement {
        array: array.clone(),
        index: *index,
        pointer: pointer.clone(),
        label: label.clone(),
    }
}

fn value(value: &Value) -> JsonValue {
    let Value { kind, json, cut } = value;
    let is_leaf = !matches!(kind, NodeKind::Object | NodeKind::Array);
    let whole = is_leaf && (!cut || *kind == NodeKind::String);
    match RawValue::from_string(json.clone()) {
        Ok(raw) if whole => JsonValue::Raw(raw),
        _ => JsonValue::Text(json.clone()),
    }
}

fn witness(witness: &WitnessReport) -> JsonWitness {
    let WitnessReport {
        place: at,
        value: what,
        matcher,
        chosen,
    } = witness;
    JsonWitness {
        value: value(what),
        cut: what.cut,
        place: place(at),
        matcher: *matcher,
        chosen: by_mode(chosen, |chosen| *chosen),
    }
}

fn failure(failure: &Failure) -> JsonFailure {
    let Failure {
        place: at,
        value: what,
        why: Why { code, text },
    } = failure;
    JsonFailure {
        value: what.as_ref().map(value),
        cut: what.as_ref().is_some_and(|value| value.cut),
        place: at.as_ref().map(place),
        code: code.name(),
        why: text.clone(),
    }
}

fn hint(hint: &Hint) -> JsonHint {
    let Hint {
        code,
        message,
        instead,
        place: at,
        span: own_span,
        position: Position { line, column },
    } = hint;
    JsonHint {
        code,
        message: message.clone(),
        instead: instead.clone(),
        span: span(*own_span),
        line: *line,
        column: *column,
        event: at.as_ref().map(place),
    }
}

fn or(or: &OrReport) -> JsonOr {
    let OrReport {
        key_span,
        position: Position { line, column },
        branches,
    } = or;
    JsonOr {
        key_span: span(*key_span),
        line: *line,
        column: *column,
        branches: branches.iter().map(branch).collect(),
    }
}

fn branch(branch: &BranchReport) -> JsonBranch {
    let BranchReport {
        span: own_span,
        position: Position { line, column },
        marks,
        decided,
    } = branch;
    JsonBranch {
        span: span(*own_span),
        line: *line,
        column: *column,
        marks: by_mode(marks, |mark| mark.name()),
        decided: by_mode(decided, |decided| *decided),
    }
}

fn disagreement(disagreement: &Disagreement) -> JsonDisagreement {
    let Disagreement {
        direction,
        alternative,
        array,
        taken,
        elements,
        more_elements,
        why,
        ways_out,
    } = disagreement;
    let witness = |taken: &Taken| {
        let Taken { condition, from } = taken;
        JsonTaken {
            condition: *condition,
            value: from.as_ref().map(|(_, what)| value(what)),
            place: from.as_ref().map(|(at, _)| place(at)),
        }
    };
    let cell = |cell: &Cell| {
        let Cell {
            holds,
            value: what,
            more,
        } = cell;
        JsonCell {
            holds: *holds,
            value: what.as_ref().map(value),
            more: *more,
        }
    };
    JsonDisagreement {
        direction: direction.name(),
        alternative: *alternative,
        array: array.clone(),
        witnesses: taken.iter().map(witness).collect(),
        elements: elements
            .iter()
            .map(|ElementRow { element: of, cells }| JsonRow {
                element: element(of),
                cells: cells.iter().map(cell).collect(),
            })
            .collect(),
        more_elements: *more_elements,
        why: why.clone(),
        ways_out: ways_out.clone(),
    }
}

fn task(task: &EcsTask) -> JsonTask {
    let EcsTask {
        cluster,
        task_definition,
        task,
        containers,
        stopped_reason,
    } = task;
    let container = |container: &EcsContainer| {
        let EcsContainer {
            name,
            exit_code,
            reason,
        } = container;
        JsonContainer {
            name: name.clone(),
            exit_code: exit_code
                .as_ref()
                .map(|code| match RawValue::from_string(code.clone()) {
                    Ok(raw) => JsonValue::Raw(raw),
                    Err(_) => JsonValue::Text(code.clone()),
                }),
            reason: reason.clone(),
        }
    };
    JsonTask {
        cluster: cluster.clone(),
        task_definition: task_definition.clone(),
        task: task.clone(),
        containers: containers.iter().map(container).collect(),
        stopped_reason: stopped_reason.clone(),
    }
}
