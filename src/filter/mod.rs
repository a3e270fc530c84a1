//! Patterns with the rules of the place that they filter at.
//!
//! A [`Filter`] is a pattern that a place in AWS would accept, with the place: compiling one refuses
//! what the service refuses, and for the reasons that the service does not give. Its
//! [`verdict`](Filter::judge) on a record is the evaluator's on what the place sees of the record,
//! unless the place drops the record without a look, or AWS does not document what happens. Then it
//! says so; it never guesses.
//!
//! [`records`] finds the records in an input, [`Set`] combines several filters as the service does.

pub mod faults;
pub mod records;
mod set;
mod wrap;

pub use faults::{Fault, FaultKind};
pub use set::{How, Set, SetVerdict};
pub use wrap::{wrapped, wrapped_in};

use crate::dialect::view::{Drop, Seen};
use crate::dialect::{Dialect, View, bus_v2, sns, view};
use crate::event::Event;
use crate::json::{Document, Position, Span};
use crate::matching::{Evaluation, Mode, Presence, evaluate_with};
use crate::pattern::{Condition, Pattern, PatternError};
use std::fmt;
use std::sync::Arc;

/// A pattern that compiles and is accepted where it filters.
#[derive(Debug, Clone)]
pub struct Filter {
    dialect: Dialect,
    pattern: Arc<Pattern>,
    document: Arc<Document<'static>>,
}

/// A pattern that is refused where it was meant to filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilterError {
    /// No place takes it.
    Pattern(PatternError),
    /// This place does not take it.
    Fault(Box<Fault>, Arc<str>),
}

impl FilterError {
    /// What is wrong, in our words, which are the service's where it gives any.
    pub fn reason(&self) -> &str {
        match self {
            Self::Pattern(error) => error.reason(),
            Self::Fault(fault, _) => &fault.message,
        }
    }

    /// Where it stands in the pattern's text.
    pub fn span(&self) -> Span {
        match self {
            Self::Pattern(error) => error.span(),
            Self::Fault(fault, _) => fault.span,
        }
    }

    /// The text that was to be compiled.
    pub fn text(&self) -> &str {
        match self {
            Self::Pattern(error) => error.text(),
            Self::Fault(_, text) => text,
        }
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason())
    }
}

impl std::error::Error for FilterError {}

impl Filter {
    /// Compiles a pattern for the place at which it filters.
    ///
    /// ```
    /// use pattern_test::dialect::Dialect;
    /// use pattern_test::filter::Filter;
    ///
    /// let text = r#"{"data": [{"wildcard": "a*"}]}"#;
    /// let pipe = Dialect::of_name("pipe:mq").unwrap();
    /// let error = Filter::compile(pipe, text).unwrap_err();
    /// assert_eq!(error.reason(), "a pipe does not support `wildcard`");
    /// ```
    ///
    /// # Errors
    /// No place takes the pattern, or this one does not.
    pub fn compile(dialect: Dialect, text: &str) -> Result<Self, FilterError> {
        let pattern = Pattern::parse_as(text, dialect.language()).map_err(FilterError::Pattern)?;
        Self::of(dialect, pattern)
    }

    /// Takes a pattern that compiles to the place at which it filters.
    ///
    /// # Errors
    /// The place does not take it.
    pub fn of(dialect: Dialect, pattern: Pattern) -> Result<Self, FilterError> {
        let Ok(document) = Document::parse(pattern.text().to_owned()) else {
            // What compiles is JSON.
            return Self::compile(dialect, pattern.text());
        };
        let fault = faults::of(dialect, &document, &pattern)
            .into_iter()
            .find(|fault| fault.kind.is_refused());
        match fault {
            Some(fault) => Err(FilterError::Fault(Box::new(fault), pattern.text().into())),
            None => Ok(Self {
                dialect,
                pattern: Arc::new(pattern),
                document: Arc::new(document),
            }),
        }
    }

    /// The place.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The pattern.
    pub fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    /// What the place takes and that is, or may be, not what was meant.
    pub fn faults(&self) -> Vec<Fault> {
        faults::of(self.dialect, &self.document, &self.pattern)
    }

    /// What becomes of a record.
    pub fn judge(&self, record: &Document<'_>) -> Judgement {
        let (view, without_data) = match view::of(self.dialect, record, &self.document) {
            Seen::Document(view) => (view, false),
            Seen::WithoutData(view) => (view, true),
            Seen::Dropped(why) => return Judgement::Dropped(why),
            Seen::Unknown(why) => return Judgement::Unknown(why),
        };
        if self.is_list() {
            return Judgement::Unknown(
                "AWS does not document what a list matches that is the whole pattern",
            );
        }
        let Ok(event) = Event::parse(view.text().to_owned()) else {
            return Judgement::Unknown("what the filter sees is not an object");
        };
        let pattern = match without_data {
            true => Arc::new(
                self.pattern
                    .ignoring(|condition| self.is_on_data(condition)),
            ),
            false => self.pattern.clone(),
        };
        let evaluation = evaluate_with(&pattern, &event, self.presence(&event));
        Judgement::Judged(Box::new(Judged {
            presence: self.presence(&event),
            pattern,
            event,
            view,
            without_data,
            evaluation,
        }))
    }

    /// Whether the whole pattern is a list, which only filters on data may be.
    pub fn is_list(&self) -> bool {
        self.document.node(0).kind == crate::json::NodeKind::Array
    }

    fn is_on_data(&self, condition: &Condition) -> bool {
        let first = condition.path.split('.').next();
        let keys = self.dialect.source().map_or(&[][..], |s| s.data_keys());
        first.is_some_and(|first| keys.contains(&first))
    }

    fn presence(&self, event: &Event<'_>) -> Presence {
        match self.dialect {
            Dialect::Sns(scope) => Presence {
                empty_is_present: false,
                // Of a message without any attribute SNS does not say that one is absent.
                absence_holds: scope == sns::Scope::MessageBody || event.leaves().next().is_some(),
            },
            _ => Presence::default(),
        }
    }

    /// Whether AWS documents how conditions on the elements of arrays go together here. Elsewhere
    /// the verdicts of both modes are told, and neither is called the service's.
    pub fn elements_are_documented(&self) -> bool {
        !matches!(
            self.dialect,
            Dialect::Sns(_) | Dialect::BusV2(bus_v2::Scope::Data)
        )
    }
}

/// What becomes of a record.
#[derive(Debug, Clone)]
pub enum Judgement {
    /// The pattern was matched against what the place sees of it.
    Judged(Box<Judged>),
    /// It is dropped, whatever the pattern asks for.
    Dropped(Drop),
    /// AWS does not document what happens; the reason.
    Unknown(&'static str),
}

/// A record that a pattern was matched against.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The pattern, without the conditions that are ignored.
    pub pattern: Arc<Pattern>,
    /// What the place sees of the record.
    pub event: Event<'static>,
    /// The same, with the places in the record.
    pub view: View,
    /// Whether the conditions on the data were ignored, since it has another form.
    pub without_data: bool,
    /// What `exists` asks for here.
    pub presence: Presence,
    /// The verdicts.
    pub evaluation: Evaluation,
}

impl Judgement {
    /// The verdict in a mode; `None` where it is not known.
    pub fn verdict(&self, mode: Mode) -> Option<bool> {
        match self {
            Self::Judged(judged) => {
                let verdict = judged.evaluation.verdict(mode);
                (!verdict.gave_up).then_some(verdict.matched)
            }
            Self::Dropped(_) => Some(false),
            Self::Unknown(_) => None,
        }
    }
}

impl Judged {
    /// Where a part of what is seen is written in the record, as line and column.
    pub fn position(&self, span: Span, record: &str) -> Option<Position> {
        let origin = self.view.origin(span, record);
        let is_there = origin.via != view::Via::Added;
        is_there.then(|| crate::json::LineIndex::new(record).position(origin.span.start))
    }
}

#[cfg(test)]
mod tests;
