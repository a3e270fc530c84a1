//! An explanation for programs: schema 1, described in `docs/explain-json.md`.

mod disagreement;

use super::{
    AlternativeReport, BranchReport, ByMode, ConditionReport, EcsContainer, EcsTask, ElementReport,
    Explanation, Failure, Hint, MatcherReport, OrReport, Outcome, Place, SCHEMA, Subject, Summary,
    Value, Why, WitnessReport,
};
use crate::json::{NodeKind, Position, Span};
use disagreement::{JsonDisagreement, disagreement};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

impl Serialize for Explanation<'_> {
    /// For a serializer of `serde_json`: values of the event stand there as the event spells them.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        explanation(self).serialize(serializer)
    }
}

/// Why a pattern matches an event, or why not.
/// The schema of what is serialized.
#[cfg(feature = "cli")]
impl schemars::JsonSchema for Explanation<'_> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Explanation".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Json::json_schema(generator)
    }
}

#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct Json {
    /// The version of this format: within it members may be added, and none is renamed, removed or
    /// given another meaning.
    #[cfg_attr(feature = "cli", schemars(extend("const" = 1)))]
    schema: u32,
    /// The pattern.
    pattern: JsonPattern,
    /// The event.
    event: JsonEvent,
    /// The mode asked about.
    #[cfg_attr(feature = "cli", schemars(extend("enum" = ["flattened","strict"])))]
    mode: &'static str,
    /// Whether the pattern matches in that mode.
    verdict: bool,
    /// What EventBridge answers today; null where the search was given up.
    service: Option<bool>,
    /// The verdict when each condition may hold in another element of an array.
    flattened: bool,
    /// The verdict when conditions on an array must hold in the same element.
    strict: bool,
    /// Whether the search for the strict verdict was given up.
    strict_gave_up: bool,
    /// The index of the alternative that decided.
    decided_by: JsonByMode<Option<usize>>,
    /// Whether the modes come to different verdicts.
    disagree: bool,
    /// Where they do: how.
    #[serde(skip_serializing_if = "Option::is_none")]
    disagreement: Option<JsonDisagreement>,
    /// The closing paragraph.
    summary: JsonByMode<JsonSummary>,
    /// The ways to match, in the order in which they are tried.
    alternatives: Vec<JsonAlternative>,
    /// How many are left out.
    more_alternatives: usize,
    /// The conditions that a later one on the same path replaced in every alternative.
    replaced: Vec<JsonCondition>,
    /// Every `$or`.
    ors: Vec<JsonOr>,
    /// What an ECS Task State Change event is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    ecs_task: Option<JsonTask>,
    /// What else decides, or is to be known before anybody relies on the verdict.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

/// A pattern.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonPattern {
    /// Its name.
    name: Option<String>,
    /// The text that all its spans refer to.
    text: String,
}

/// An event.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonEvent {
    /// Its name.
    name: Option<String>,
    /// Its size.
    bytes: usize,
}

/// What differs between the modes.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonByMode<T> {
    /// When each condition looks at its path on its own.
    flattened: T,
    /// When conditions on an array must hold in the same element.
    strict: T,
}

/// The closing paragraph.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonSummary {
    /// The paragraph.
    text: String,
    /// The index of the alternative that decided or came nearest.
    alternative: Option<usize>,
    /// The fewest conditions that would have to change for a match: any of these sets would do.
    change: Vec<Vec<usize>>,
}

/// A range of bytes.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonSpan {
    /// Its start.
    start: usize,
    /// Its end, exclusive.
    end: usize,
}

/// A way to match.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonAlternative {
    /// Its index.
    index: usize,
    /// The branches of `$or` that lead to it.
    branches: Vec<JsonBranchOf>,
    /// Whether it holds.
    holds: JsonByMode<bool>,
    /// The fewest conditions that hold each but not in the same array element.
    conflict: Vec<usize>,
    /// Its conditions.
    conditions: Vec<JsonCondition>,
}

/// A branch of an `$or`.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonBranchOf {
    /// Which `$or`.
    or: usize,
    /// Which branch of it.
    branch: usize,
}

/// A condition.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonCondition {
    /// Its number, in the order of the text.
    id: usize,
    /// Its keys joined with dots.
    path: String,
    /// Where its last key stands.
    key_span: JsonSpan,
    /// Where its matchers stand.
    span: JsonSpan,
    /// Line of the key, from 1.
    line: usize,
    /// Column of the key, from 1, in characters.
    column: usize,
    /// What it asks for, in words.
    asks: String,
    /// Its matchers.
    matchers: Vec<JsonMatcher>,
    /// Whether it holds when it looks at all values of its path on its own.
    holds: bool,
    /// Whether it holds because there is no value.
    by_absence: bool,
    /// How it came out: `held`, `failed`, `apart` (holds, but not in the element in which the
    /// others do) or `not-reached`.
    marks: JsonByMode<&'static str>,
    /// How many values stand at the path.
    found: usize,
    /// Values that are accepted, those that decided first.
    witnesses: Vec<JsonWitness>,
    /// How many more there are.
    more_witnesses: usize,
    /// Values that are not accepted, or the lack of any.
    failures: Vec<JsonFailure>,
    /// How many more there are.
    more_failures: usize,
    /// The conditions that replaced this one in some alternative.
    replaced_by: Vec<usize>,
    /// Mistakes that it looks like.
    hints: Vec<JsonHint>,
}

/// A matcher.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonMatcher {
    /// Where it stands.
    span: JsonSpan,
    /// Its operator; null for a plain value.
    operator: Option<&'static str>,
    /// What it asks for, in words.
    asks: String,
    /// Whether it is the first to accept some value.
    accepts: bool,
}

/// A place in the event.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonPlace {
    /// As a JSON Pointer.
    pointer: String,
    /// As people write it.
    path: String,
    /// The field of a record in whose decoded text it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    decoded: Option<String>,
    /// Line, from 1.
    line: usize,
    /// Column, from 1, in characters.
    column: usize,
    /// Its bytes.
    span: JsonSpan,
    /// The array elements it lies below, outermost first.
    elements: Vec<JsonElement>,
}

/// An element of an array.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonElement {
    /// The path of the array.
    array: String,
    /// Its index.
    index: u32,
    /// As a JSON Pointer.
    pointer: String,
    /// Its `name`, `id` or `key`.
    label: Option<String>,
}

/// A value that is accepted.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonWitness {
    /// The value.
    value: JsonValue,
    /// Whether it is cut; only where it is.
    #[serde(skip_serializing_if = "is_false")]
    cut: bool,
    #[serde(flatten)]
    place: JsonPlace,
    /// The index of the matcher that accepts it.
    matcher: usize,
    /// Whether it is the value that decided.
    chosen: JsonByMode<bool>,
}

/// A value that is not accepted, or the lack of any.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonFailure {
    /// The value; not there where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<JsonValue>,
    /// Whether it is cut; only where it is.
    #[serde(skip_serializing_if = "is_false")]
    cut: bool,
    #[serde(flatten)]
    place: Option<JsonPlace>,
    /// What kind of reason it is.
    code: &'static str,
    /// The reason, in words.
    why: String,
}

/// A mistake that a condition looks like.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonHint {
    /// Which mistake.
    code: &'static str,
    /// What it is.
    message: String,
    /// What to write instead.
    instead: Option<String>,
    /// Where it stands in the pattern.
    span: JsonSpan,
    /// Line, from 1.
    line: usize,
    /// Column, from 1, in characters.
    column: usize,
    /// Where it is seen in the event.
    event: Option<JsonPlace>,
}

/// An `$or`.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonOr {
    /// Where its key stands.
    key_span: JsonSpan,
    /// Line, from 1.
    line: usize,
    /// Column, from 1, in characters.
    column: usize,
    /// Its branches.
    branches: Vec<JsonBranch>,
}

/// A branch of an `$or`.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonBranch {
    /// Where it stands.
    span: JsonSpan,
    /// Line, from 1.
    line: usize,
    /// Column, from 1, in characters.
    column: usize,
    /// How it came out, as for conditions.
    marks: JsonByMode<&'static str>,
    /// Whether it is the one that decided.
    decided: JsonByMode<bool>,
}

/// What an ECS task event is about.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonTask {
    /// The cluster.
    cluster: Option<String>,
    /// The task definition.
    task_definition: Option<String>,
    /// The task.
    task: Option<String>,
    /// Its containers.
    containers: Vec<JsonContainer>,
    /// Why it stopped.
    stopped_reason: Option<String>,
}

/// A container of the task.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonContainer {
    /// Its name.
    name: String,
    /// Its exit code.
    exit_code: Option<JsonValue>,
    /// Why it ended.
    reason: Option<String>,
}

/// A leaf as it stands in the event; what is no JSON by itself as a string.
#[derive(Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
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
        notes,
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
        service: explanation.service(),
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
        notes: notes.clone(),
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
        inside,
        position: Position { line, column },
        span: own_span,
        elements,
    } = place;
    JsonPlace {
        pointer: pointer.clone(),
        path: path.clone(),
        decoded: inside.clone(),
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
