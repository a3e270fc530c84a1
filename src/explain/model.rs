//! What an explanation says. Plain values; the writers in `report` turn them into text.

use crate::json::{NodeKind, Position, Span};
use crate::matching::Mode;

/// One thing for each of the two modes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ByMode<T> {
    /// When each condition looks at its path on its own.
    pub flattened: T,
    /// When conditions on an array must hold in the same element.
    pub strict: T,
}

/// The version of the model, as machine formats tell it.
pub const SCHEMA: u32 = 1;

/// How many values, failures or array elements are listed in one place.
pub const MAX_LISTED: usize = 8;

/// How many alternatives are listed.
pub const MAX_ALTERNATIVES_LISTED: usize = 32;

/// How many characters of a string of the event are kept.
pub const MAX_VALUE: usize = 1_000;

impl<T> ByMode<T> {
    /// The one of this mode.
    pub fn get(&self, mode: Mode) -> &T {
        match mode {
            Mode::Flattened => &self.flattened,
            Mode::Strict => &self.strict,
        }
    }

    /// Makes one for each mode.
    pub fn of(mut make: impl FnMut(Mode) -> T) -> Self {
        Self {
            flattened: make(Mode::Flattened),
            strict: make(Mode::Strict),
        }
    }
}

/// Why a pattern matches an event or does not, in both modes.
///
/// Conditions are named by their place in [`Explanation::conditions`], alternatives by their place
/// among the pattern's. Spans are byte ranges of the texts in `pattern` and `event`; lines and
/// columns count from 1, in characters.
#[derive(Debug, Clone)]
pub struct Explanation<'a> {
    /// The pattern.
    pub pattern: Subject<'a>,
    /// The event.
    pub event: Subject<'a>,
    /// The mode that the user asked about.
    pub mode: Mode,
    /// The verdicts.
    pub verdicts: ByMode<Outcome>,
    /// Every condition of the pattern's text in its order, replaced ones included.
    pub conditions: Vec<ConditionReport>,
    /// Every `$or` of the pattern's text, in its order.
    pub ors: Vec<OrReport>,
    /// The ways to match, in the order in which they are tried. At most
    /// [`MAX_ALTERNATIVES_LISTED`](super::MAX_ALTERNATIVES_LISTED), the deciding and the nearest
    /// always among them.
    pub alternatives: Vec<AlternativeReport>,
    /// How many alternatives are left out.
    pub more_alternatives: usize,
    /// What to know when the modes come to different verdicts.
    pub disagreement: Option<Disagreement>,
    /// The closing paragraph.
    pub summary: ByMode<Summary>,
    /// What an ECS task event is about.
    pub task: Option<EcsTask>,
    /// What else decides, or is to be known before anybody relies on the verdict.
    pub notes: Vec<String>,
}

impl Explanation<'_> {
    /// The verdict in the mode that the user asked about.
    pub fn matched(&self) -> bool {
        self.verdicts.get(self.mode).matched
    }

    /// What EventBridge answers today; nothing where the search was given up.
    pub fn service(&self) -> Option<bool> {
        let outcome = self.verdicts.get(Mode::SERVICE);
        (!outcome.gave_up).then_some(outcome.matched)
    }
}

/// A text and what its owner calls it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// A file name, or whatever tells it from others.
    pub name: Option<&'a str>,
    /// The whole text.
    pub text: &'a str,
    /// Where in its file the text begins; all places are counted from there.
    pub start: Position,
}

/// A verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Whether the pattern matches.
    pub matched: bool,
    /// The alternative that decided: the first that holds.
    pub alternative: Option<usize>,
    /// Whether the search was given up: see [`Verdict::gave_up`](crate::matching::Verdict).
    pub gave_up: bool,
}

/// What became of a condition in one mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// A value at its path is accepted, or none is there and none should be.
    Held,
    /// No value at its path is accepted, or there is one and none should be.
    Failed,
    /// It holds, but not in the array element in which the others do (strict mode only).
    Apart,
    /// It was not asked: an earlier `$or` branch had decided, or a later condition replaced it.
    NotReached,
}

impl Mark {
    /// The mark's name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Failed => "failed",
            Self::Apart => "apart",
            Self::NotReached => "not-reached",
        }
    }
}

/// A condition and what it found.
#[derive(Debug, Clone)]
pub struct ConditionReport {
    /// The keys that lead to the values, joined with `.`.
    pub path: String,
    /// Where the last key of the path stands in the pattern.
    pub key_span: Span,
    /// Where the array of matchers stands in the pattern.
    pub span: Span,
    /// Line and column of the key in the pattern.
    pub position: Position,
    /// The matchers.
    pub matchers: Vec<MatcherReport>,
    /// What the condition asks for, in words.
    pub asks: String,
    /// Whether it holds when it looks at all values of its path on its own.
    pub holds: bool,
    /// Whether it holds because there is no value at its path.
    pub by_absence: bool,
    /// What became of it in either mode.
    pub marks: ByMode<Mark>,
    /// How many values stand at its path.
    pub found: usize,
    /// Values that are accepted, those that decided first, then in document order; at most
    /// [`MAX_LISTED`](super::MAX_LISTED).
    pub witnesses: Vec<WitnessReport>,
    /// How many accepted values are left out.
    pub more_witnesses: usize,
    /// Why it did not hold, value by value; at most [`MAX_LISTED`](super::MAX_LISTED). Values that
    /// are not accepted are listed also where the condition holds through another.
    pub failures: Vec<Failure>,
    /// How many values that are not accepted are left out.
    pub more_failures: usize,
    /// The conditions that replaced this one, in some alternative at least.
    pub replaced_by: Vec<usize>,
    /// Whether it was replaced in every alternative, so that it says nothing at all.
    pub replaced: bool,
    /// The mistakes that it looks like.
    pub hints: Vec<Hint>,
}

/// A matcher of a condition.
#[derive(Debug, Clone)]
pub struct MatcherReport {
    /// Where it stands in the pattern.
    pub span: Span,
    /// The operator's name as a pattern spells it; plain values have none.
    pub operator: Option<&'static str>,
    /// What it accepts, in words.
    pub asks: String,
    /// Whether it is the first to accept some value, or accepts the absence of any.
    pub accepts: bool,
}

/// A value of the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// What it is.
    pub kind: NodeKind,
    /// The value as JSON: a leaf as it stands in the event, but a string cut behind
    /// [`MAX_VALUE`](super::MAX_VALUE) characters; `{…}` or `[]` for containers.
    pub json: String,
    /// Whether it was cut.
    pub cut: bool,
}

/// Where a value stands in the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The RFC 6901 JSON Pointer.
    pub pointer: String,
    /// The path as people write it, with the indices: `detail.containers[2].exitCode`.
    pub path: String,
    /// The field of a record in whose decoded text it is.
    pub inside: Option<String>,
    /// Line and column.
    pub position: Position,
    /// Bytes of the event.
    pub span: Span,
    /// The array elements (objects or arrays) that it lies below, outermost first.
    pub elements: Vec<ElementReport>,
}

impl Place {
    /// The pointer as people are told it: `body → /order/type` where it leads into decoded text.
    pub fn shown_pointer(&self) -> String {
        let within = self.inside.as_deref().and_then(|inside| {
            let rest = self.pointer.strip_prefix('/')?.strip_prefix(inside)?;
            Some(format!("{inside} → {rest}"))
        });
        within.unwrap_or_else(|| self.pointer.clone())
    }
}

/// An element of an array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElementReport {
    /// The array, as people write it: `detail.containers`.
    pub array: String,
    /// Which of its elements, from 0.
    pub index: u32,
    /// The JSON Pointer of the element.
    pub pointer: String,
    /// What people would call it: its `name`, `id` or `key`.
    pub label: Option<String>,
}

/// A value that a condition accepts.
#[derive(Debug, Clone)]
pub struct WitnessReport {
    /// Where it stands.
    pub place: Place,
    /// The value.
    pub value: Value,
    /// The first matcher that accepts it, as its place in [`ConditionReport::matchers`].
    pub matcher: usize,
    /// Whether the condition took its value from here.
    pub chosen: ByMode<bool>,
}

/// A value that no matcher accepts, or the lack of any.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Where the value stands, or the object or array that stands in its place.
    pub place: Option<Place>,
    /// The value.
    pub value: Option<Value>,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// A stable name.
    pub code: WhyCode,
    /// In words.
    pub text: String,
}

/// The ways in which a value fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WhyCode {
    /// The value is of a type that no matcher takes.
    Type,
    /// The type would do, the value does not.
    Value,
    /// `anything-but` lists it.
    Listed,
    /// There is a value, and `{"exists": false}` wants none.
    Present,
    /// The path leads to nothing.
    Missing,
    /// The path leads to an object or an array without values.
    NotALeaf,
}

impl WhyCode {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Value => "value",
            Self::Listed => "listed",
            Self::Present => "present",
            Self::Missing => "missing",
            Self::NotALeaf => "not-a-leaf",
        }
    }
}

/// A mistake that a condition looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The stable code.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to write instead, as pattern text or in words.
    pub instead: Option<String>,
    /// Where it is seen in the event.
    pub place: Option<Place>,
    /// Where it is seen in the pattern.
    pub span: Span,
    /// Line and column of that.
    pub position: Position,
}

/// An `$or` and its branches.
#[derive(Debug, Clone)]
pub struct OrReport {
    /// Where its key stands in the pattern.
    pub key_span: Span,
    /// Line and column of that.
    pub position: Position,
    /// The branches, in the order of the text.
    pub branches: Vec<BranchReport>,
}

/// A branch of an `$or`.
#[derive(Debug, Clone)]
pub struct BranchReport {
    /// Where it stands in the pattern.
    pub span: Span,
    /// Line and column of that.
    pub position: Position,
    /// What became of it: whether its own conditions held, in some alternative through it.
    pub marks: ByMode<Mark>,
    /// Whether the verdict came about through it.
    pub decided: ByMode<bool>,
}

/// One way to match.
#[derive(Debug, Clone)]
pub struct AlternativeReport {
    /// Its place among the pattern's alternatives, from 0.
    pub index: usize,
    /// The `$or` branches that lead to it: index of the `$or` and of the branch.
    pub branches: Vec<(usize, usize)>,
    /// Its conditions.
    pub conditions: Vec<usize>,
    /// Whether all of them hold.
    pub holds: ByMode<bool>,
    /// Conditions that hold each, but not in the same array element: the fewest that show it. Only
    /// told of the alternative that decided or came nearest.
    pub conflict: Vec<usize>,
}

/// Which mode matches when the other does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Flattened matches: the values come from different elements.
    FlattenedOnly,
    /// Strict matches: `{"exists": false}` holds for one element, while a sibling has the field.
    StrictOnly,
}

impl Direction {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::FlattenedOnly => "flattened-only",
            Self::StrictOnly => "strict-only",
        }
    }
}

/// Where the two modes differ.
#[derive(Debug, Clone)]
pub struct Disagreement {
    /// Which mode matches.
    pub direction: Direction,
    /// What there is to say first, in a line: the verdict, why it is not the other mode's, and what
    /// EventBridge answers today.
    pub headline: String,
    /// The alternative by which it does.
    pub alternative: usize,
    /// The array whose elements the conditions are about.
    pub array: Option<String>,
    /// From where each condition that matters took its value in the mode that matches.
    pub taken: Vec<Taken>,
    /// The elements one by one: those in which a condition holds first; at most
    /// [`MAX_LISTED`](super::MAX_LISTED).
    pub elements: Vec<ElementRow>,
    /// How many elements are left out.
    pub more_elements: usize,
    /// Why the other mode says no, in words.
    pub why: String,
    /// The ways out.
    pub ways_out: Vec<String>,
}

/// From where a condition took its value.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The condition.
    pub condition: usize,
    /// The value and its place; nothing where the condition holds by absence.
    pub from: Option<(Place, Value)>,
}

/// An array element, asked for each of the conditions of [`Disagreement::taken`].
#[derive(Debug, Clone)]
pub struct ElementRow {
    /// The element.
    pub element: ElementReport,
    /// For each condition what the element has, and whether that would do.
    pub cells: Vec<Cell>,
}

/// What an element has for a condition.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Whether the condition would hold with this element alone.
    pub holds: bool,
    /// Its accepted value, else its first.
    pub value: Option<Value>,
    /// How many other values it has there.
    pub more: usize,
}

/// The closing paragraph of one mode.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// In plain words.
    pub text: String,
    /// The alternative that decided, or that came nearest.
    pub alternative: Option<usize>,
    /// The fewest conditions that would have to change for a match: any one of these sets.
    pub change: Vec<Vec<usize>>,
}

/// What an ECS Task State Change event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EcsTask {
    /// The cluster's name.
    pub cluster: Option<String>,
    /// Family and revision of the task definition.
    pub task_definition: Option<String>,
    /// The task's id.
    pub task: Option<String>,
    /// The containers that the verdict rests on; without such, all of them.
    pub containers: Vec<EcsContainer>,
    /// Why the task stopped.
    pub stopped_reason: Option<String>,
}

/// A container of an ECS task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EcsContainer {
    /// Its name.
    pub name: String,
    /// Its exit code, as written.
    pub exit_code: Option<String>,
    /// Why it stopped.
    pub reason: Option<String>,
}
