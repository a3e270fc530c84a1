//! What a place does not take, or takes and never matches: the findings on a single filter.

mod aws;
mod dynamodb;
mod record;
mod sns;
mod v2;

use crate::dialect::{Dialect, Operator, Ruling, Size, bus_v2, form};
use crate::json::{Document, Span};
use crate::pattern::{Condition, Pattern};
use crate::spelling;

pub(crate) use record::TAKES;

/// What is wrong with a pattern at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind of mistake it is.
    pub kind: FaultKind,
    /// Where it stands in the pattern's text.
    pub span: Span,
    /// The path of the condition, its keys joined with `.`; empty for the whole pattern.
    pub path: String,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What the service says to it, where that is known.
    pub service: Option<&'static str>,
    /// What to write instead, and where, where that follows.
    pub instead: Option<(Span, String)>,
}

/// A kind of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FaultKind {
    /// An operator that the place does not support.
    Operator,
    /// A pattern that is larger than the place takes.
    Size,
    /// Data that is compared as text where only its fields can be compared.
    TextForm,
    /// An object where the place knows no fields of fields.
    Nested,
    /// A field that the service adds itself, and does not take.
    Reserved,
    /// A filter policy beyond the limits of SNS.
    Policy,
    /// A filter where the service does not filter at all.
    NoFilters,
    /// An operator that the documents of the place do not list.
    Unlisted,
    /// A condition that never holds there.
    Never,
    /// A field that the filter does not see.
    Unseen,
    /// A field that Lambda does not document filters on.
    Undocumented,
    /// A condition on a value of DynamoDB that is not as DynamoDB writes values.
    DynamoDb,
    /// A body that is written as text.
    BodyAsText,
    /// An `$or` that is the name of a field to SNS.
    OrAsField,
    /// A field that anybody can set.
    Forgeable,
    /// A number that may be compared by its text.
    NumberText,
}

impl FaultKind {
    /// Whether the service refuses the filter.
    pub fn is_refused(self) -> bool {
        match self {
            Self::Operator
            | Self::Size
            | Self::TextForm
            | Self::Nested
            | Self::Reserved
            | Self::Policy
            | Self::NoFilters => true,
            Self::Unlisted
            | Self::Never
            | Self::Unseen
            | Self::Undocumented
            | Self::DynamoDb
            | Self::BodyAsText
            | Self::OrAsField
            | Self::Forgeable
            | Self::NumberText => false,
        }
    }
}

impl Fault {
    fn new(kind: FaultKind, span: Span, message: impl Into<String>) -> Self {
        Self {
            kind,
            span,
            path: String::new(),
            message: message.into(),
            help: None,
            service: None,
            instead: None,
        }
    }

    fn on(condition: &Condition, kind: FaultKind, span: Span, message: impl Into<String>) -> Self {
        Self {
            path: condition.path.to_string(),
            ..Self::new(kind, span, message)
        }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    fn service(self, text: &'static str) -> Self {
        Self {
            service: Some(text),
            ..self
        }
    }
}

/// All that is wrong with a pattern at its place, in the order of the text but for what is about the
/// whole. Linear in the pattern.
pub fn of(dialect: Dialect, document: &Document<'_>, pattern: &Pattern) -> Vec<Fault> {
    let mut faults = Vec::new();
    size(dialect, pattern, &mut faults);
    operators(dialect, pattern, &mut faults);
    match dialect {
        Dialect::Pipe(_) | Dialect::EventSourceMapping(_) => {
            text_form(dialect, document, &mut faults);
            record::look(dialect, document, pattern, &mut faults);
        }
        Dialect::BusV2(scope) => v2::look(scope, document, pattern, &mut faults),
        Dialect::EventSourceV2(kind) => v2::event_source(kind, document, &mut faults),
        Dialect::Sns(scope) => sns::look(scope, document, &mut faults),
        Dialect::Rule
        | Dialect::Archive
        | Dialect::Notifications
        | Dialect::Rum
        | Dialect::Evidently => {}
    }
    faults.sort_by_key(|fault| (!fault.kind.is_refused(), fault.span));
    faults
}

fn whole(document: &Document<'_>) -> Span {
    document.node(0).span
}

/// The key of a member, with its quotes.
fn key_span(document: &Document<'_>, id: crate::json::NodeId) -> Span {
    document.node(id).key
}

fn size(dialect: Dialect, pattern: &Pattern, faults: &mut Vec<Fault>) {
    let Some(table) = dialect.table() else { return };
    let (measured, most, unit) = match table.size {
        (Size::Characters(most), more) => (pattern.length(), more.unwrap_or(most), "characters"),
        (Size::BytesTogether(most), _) => (pattern.text().len(), most, "bytes"),
    };
    if measured > most {
        let message = format!(
            "{measured} {unit}: {} takes at most {most}",
            dialect.title()
        );
        let all = Span::new(0, pattern.text().len());
        faults.push(Fault::new(FaultKind::Size, all, message));
    }
}

fn operators(dialect: Dialect, pattern: &Pattern, faults: &mut Vec<Fault>) {
    let Some(table) = dialect.table() else { return };
    if let Some(or) = pattern.ors().first()
        && let Some(fault) = operator(dialect, Operator::Or, or.key_span)
    {
        faults.push(fault);
    }
    for condition in pattern.conditions() {
        for matcher in &condition.matchers {
            let asked = Operator::of(&matcher.kind);
            if table.ruling(asked) == Ruling::Works {
                continue;
            }
            if let Some(fault) = operator(dialect, asked, matcher.span) {
                faults.push(Fault {
                    path: condition.path.to_string(),
                    ..fault
                });
            }
        }
    }
}

fn operator(dialect: Dialect, asked: Operator, span: Span) -> Option<Fault> {
    let table = dialect.table()?;
    let (place, name) = (dialect.title(), asked.quoted());
    Some(match table.ruling(asked) {
        Ruling::Works => return None,
        Ruling::Refused => {
            let fault = Fault::new(
                FaultKind::Operator,
                span,
                format!("{place} does not support {name}"),
            );
            let is_wildcard = matches!(asked, Operator::Wildcard | Operator::AnythingButWildcard);
            match dialect {
                Dialect::BusV2(_) if is_wildcard => fault
                    .service(bus_v2::WILDCARD_TEXT)
                    .help("use `prefix`, `suffix` or plain values"),
                Dialect::BusV2(bus_v2::Scope::Metadata) => {
                    fault.help("a METADATA filter takes lists of plain strings, and nothing else")
                }
                _ => fault.help(TAKES),
            }
        }
        Ruling::Never => Fault::new(
            FaultKind::Never,
            span,
            match asked {
                Operator::Numeric => {
                    format!("`numeric` never matches in {place}: all values are strings")
                }
                _ => format!("{name} never matches in {place}: all values are strings"),
            },
        )
        .help(match asked {
            Operator::Number => "compare with the text of the number, in quotes",
            Operator::Numeric => "compare as text: with plain strings, `prefix` or `suffix`",
            _ => "compare with a string",
        }),
        Ruling::Unlisted => Fault::new(
            FaultKind::Unlisted,
            span,
            format!("{name} is not among the operators that AWS lists for {place}"),
        )
        .help("whether it works is not documented; try the filter before you rely on it"),
    })
}

/// Data compared as text, where the service refuses that.
fn text_form(dialect: Dialect, document: &Document<'_>, faults: &mut Vec<Fault>) {
    let Some(source) = dialect.source() else {
        return;
    };
    if source == crate::dialect::Source::DocumentDb {
        let message = "Lambda does not filter the events of DocumentDB";
        let fault = Fault::new(FaultKind::NoFilters, whole(document), message);
        faults
            .push(fault.help("filter in the function, or with the pipeline of the change stream"));
        return;
    }
    if source.mismatch() != crate::dialect::source::Mismatch::Refused {
        return;
    }
    if let Some(id) = form::as_text(document, source) {
        let key = document.key(id).unwrap_or_default();
        let message = format!(
            "`{key}` holds a list: {} is filtered by its fields, not as text",
            source.title()
        );
        let fault = Fault::new(FaultKind::TextForm, key_span(document, id), message);
        faults.push(fault.help(format!(
            "name fields of it: {{\"{key}\": {{\"name\": […]}}}}"
        )));
    }
}

/// The known name that was probably meant.
fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let most = |known: &str| (known.len() / 4).min(2);
    spelling::nearest(word, known, spelling::plain, most)
}
