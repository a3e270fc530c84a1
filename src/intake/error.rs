//! Why an input, or a part of it, yields no event.

use super::Form;
use crate::json::{Counting, Position, Span, SyntaxError};
use std::fmt;

/// A part of an input that yields no event: what is wrong, and where.
///
/// ```
/// use pattern_test::intake::{self, Choice, Form};
///
/// let input = r#"{"tasks": [{"lastStatus": "STOPPED"}], "failures": []}"#;
/// let intake = intake::read(input, Choice::Auto);
/// let problem = &intake.problems[0];
/// assert_eq!(
///     problem.to_string(),
///     "looks like the output of `aws ecs describe-tasks`, but `tasks[0].taskArn` is missing"
/// );
/// assert_eq!(problem.position(input).to_string(), "1:12");
/// assert_eq!(problem.form(), Some(Form::DescribeTasks));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeError {
    kind: Box<Kind>,
    span: Span,
    /// Where in a text inside the input, for texts that were unwrapped.
    within: Option<Within>,
}

/// A place in a text that was unwrapped from the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Within {
    pub(super) label: String,
    pub(super) position: Position,
}

/// How far the reader went on after an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Skipped {
    /// Nothing more than the value itself, or the line that is wrong.
    Nothing,
    /// Everything up to this line.
    ToLine(usize),
    /// Everything.
    Rest,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Empty,
    NotUtf8 {
        line: usize,
        byte: u8,
    },
    Utf16,
    Compressed {
        name: &'static str,
        undo: &'static str,
    },
    Unpack {
        name: &'static str,
        wrong: std::borrow::Cow<'static, str>,
    },
    Binary,
    NoEvent,
    /// What console.log or a program wrote, which cannot be read.
    Literal(String),
    NotAnObject {
        found: &'static str,
    },
    NothingIn(Form),
    Json {
        form: Form,
        error: SyntaxError,
        skipped: Skipped,
    },
    Python(PythonError),
    Member {
        form: Form,
        path: String,
        wrong: String,
    },
    Needs {
        form: Form,
        fits: Option<Form>,
    },
    TooManyWrappers,
    TooManyEscapes,
    More {
        count: usize,
    },
}

/// What is wrong with a text that should be a Python value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PythonError {
    Ends,
    Expected(&'static str),
    NoEscape,
    LoneSurrogate,
    UnclosedString,
    NotANumber,
    NoSuchNumber(String),
    Word(String),
    KeyNotString,
    TooDeep,
}

impl IntakeError {
    pub(super) fn new(kind: Kind, span: Span) -> Self {
        Self {
            kind: Box::new(kind),
            span,
            within: None,
        }
    }

    pub(super) fn within(mut self, within: Option<Within>) -> Self {
        self.within = within;
        self
    }

    pub(super) fn kind(&self) -> &Kind {
        &self.kind
    }

    /// The bytes of the input that are wrong, or that the wrong part was made from.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Line and column in the `input` that was read, in characters.
    pub fn position(&self, input: &str) -> Position {
        Position::of(input, self.span.start, Counting::Characters)
    }

    /// Whether nothing is wrong, only no event there: in a log, or in a list that is empty.
    pub fn says_nothing_is_there(&self) -> bool {
        matches!(
            &*self.kind,
            Kind::Empty | Kind::NoEvent | Kind::NothingIn(_)
        )
    }

    /// The form that the input came nearest to, or that was asked for.
    pub fn form(&self) -> Option<Form> {
        match &*self.kind {
            Kind::NothingIn(form)
            | Kind::Json { form, .. }
            | Kind::Member { form, .. }
            | Kind::Needs { form, .. } => Some(*form),
            Kind::Python(_) => Some(Form::Python),
            Kind::Literal(_) => Some(Form::Literal),
            Kind::TooManyEscapes => Some(Form::String),
            _ => None,
        }
    }
}

impl fmt::Display for IntakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.within {
            Some(Within { label, position }) if label.is_empty() => {
                write!(f, "at {position} of the text inside: {}", self.kind)
            }
            Some(Within { label, position }) => {
                write!(f, "at {position} of the text in `{label}`: {}", self.kind)
            }
            None => self.kind.fmt(f),
        }
    }
}

impl std::error::Error for IntakeError {}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("no event here, only white space"),
            Self::NotUtf8 { line, byte } => write!(
                f,
                "not UTF-8: byte 0x{byte:02x} in line {line} begins no character: save the text as UTF-8"
            ),
            Self::Utf16 => f.write_str(
                "this is UTF-16: save it as UTF-8 (in PowerShell: `Out-File -Encoding utf8`)",
            ),
            Self::Compressed { name, undo } => {
                write!(
                    f,
                    "this is compressed with {name}: unpack it first (`{undo}`)"
                )
            }
            Self::Unpack { name, wrong } => write!(f, "cannot unpack this {name}: {wrong}"),
            Self::Literal(message) => {
                write!(
                    f,
                    "looks like an object that Node.js printed, but {message}"
                )
            }
            Self::Binary => f.write_str(
                "this is not text, it holds NUL bytes: binary data, or UTF-16 to be saved as UTF-8",
            ),
            Self::NoEvent => f.write_str(
                "no event found: this is neither JSON nor a log with an event in braces",
            ),
            Self::NotAnObject { found } => {
                write!(f, "an event is a JSON object, this is {found}")
            }
            Self::NothingIn(form) => {
                write!(f, "looks like {}, but holds no event", form.describe())
            }
            Self::Json {
                form,
                error,
                skipped,
            } => {
                write!(f, "looks like {}, but {error}", form.describe())?;
                match skipped {
                    Skipped::Nothing => Ok(()),
                    Skipped::ToLine(line) => write!(f, " (skipped to line {line})"),
                    Skipped::Rest => f.write_str(" (skipped all the rest)"),
                }
            }
            Self::Python(error) => {
                write!(f, "looks like an event printed by Python, but {error}")
            }
            Self::Member { form, path, wrong } => {
                write!(f, "looks like {}, but `{path}` {wrong}", form.describe())
            }
            Self::Needs { form, fits } => {
                write!(f, "the form `{form}` needs {}", form.needs())?;
                match fits {
                    Some(fits) => write!(f, "; this looks like `{fits}`: {}", fits.describe()),
                    None => Ok(()),
                }
            }
            Self::TooManyWrappers => write!(
                f,
                "wrapped more than {} times: unwrap it first",
                super::MAX_WRAPPERS
            ),
            Self::TooManyEscapes => write!(
                f,
                "escaped more than {} times: a string in a string in a string",
                super::MAX_ESCAPES
            ),
            Self::More { count: 1 } => f.write_str("1 more problem like these"),
            Self::More { count } => write!(f, "{count} more problems like these"),
        }
    }
}

impl fmt::Display for PythonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ends => f.write_str("the text ends inside it"),
            Self::Expected(what) => write!(f, "expected {what}"),
            Self::NoEscape => {
                f.write_str("this is none of the escapes that Python prints in strings")
            }
            Self::LoneSurrogate => f.write_str("this escape is half a character"),
            Self::UnclosedString => f.write_str("this string is not closed in its line"),
            Self::NotANumber => f.write_str("this is not a number"),
            Self::NoSuchNumber(word) => write!(f, "JSON has no number `{word}`"),
            Self::Word(word) => write!(
                f,
                "`{}` has no JSON form: only strings, numbers, True, False, None, dicts, lists and tuples have",
                word.escape_debug()
            ),
            Self::KeyNotString => f.write_str("a key must be a string, as in JSON"),
            Self::TooDeep => write!(
                f,
                "it nests more than {} levels deep",
                crate::json::MAX_DEPTH
            ),
        }
    }
}
