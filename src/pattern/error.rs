//! Why a pattern is refused, in the service's words and places.

use crate::json::{Counting, Position, Span};
use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// The limit of the service's API: a pattern's length in UTF-16 units.
pub const MAX_LENGTH: usize = 4_096;
/// The length up to which a rule's pattern is accepted without a raised quota.
pub const DEFAULT_QUOTA: usize = 2_048;
/// The most alternatives that the `$or` arrays of a pattern may multiply to.
pub const MAX_ALTERNATIVES: usize = 1_000;
/// The wildcard complexity from which on a pattern is refused. Rules, section 6.
pub const MAX_COMPLEXITY: usize = 11;
/// The wildcard complexity from which on the limit is near.
pub const NEAR_COMPLEXITY: usize = 9;

/// How much of a pattern the service quotes in an error, in UTF-16 units.
const QUOTED_LENGTH: usize = 500;

/// What kind of mistake a refused pattern holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PatternErrorKind {
    /// Longer than [`MAX_LENGTH`].
    TooLong,
    /// Not JSON. The words are ours, not the service's.
    Syntax,
    /// JSON, but not an object.
    NotAnObject,
    /// A field whose value is neither an object nor an array.
    FieldValue,
    /// An object without fields.
    EmptyObject,
    /// An array without values.
    EmptyArray,
    /// An array, or something else that is no matcher, among the matchers.
    MatcherValue,
    /// A matcher object without an operator.
    NoOperator,
    /// A matcher object with more than one key.
    ManyOperators,
    /// An operator that does not exist, or not in this place.
    UnknownOperator,
    /// An operator's operand of the wrong type.
    Operand,
    /// A `numeric` that is put together wrongly.
    Numeric,
    /// A number with more digits than the service compares.
    IncomparableNumber,
    /// A range whose bottom is not below its top.
    EmptyRange,
    /// A `cidr` that is no address block.
    Cidr,
    /// A wildcard with `**` or an unknown escape.
    Wildcard,
    /// An `$or` that is not an array of two or more objects.
    Or,
    /// A field in an `$or` that is called like an operator.
    ReservedName,
    /// More than [`MAX_ALTERNATIVES`] combinations.
    TooManyAlternatives,
    /// Wildcards of [`MAX_COMPLEXITY`] or more.
    TooComplex,
}

/// A pattern that the service refuses: the reason, the place, and the service's full text.
///
/// ```
/// use pattern_test::Pattern;
///
/// let error = Pattern::parse(r#"{"source": "aws.ec2"}"#).unwrap_err();
/// assert_eq!(error.reason(), r#""source" must be an object or an array"#);
/// assert_eq!((error.line(), error.column()), (1, 13));
/// assert_eq!(
///     error.service_text(),
///     "Event pattern is not valid. Reason: \"source\" must be an object or an array\n \
///      at [Source: (String)\"{\"source\": \"aws.ec2\"}\"; line: 1, column: 13]",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    kind: PatternErrorKind,
    reason: String,
    span: Span,
    /// Where the service's tokenizer stands.
    stand: usize,
    place: Place,
    text: String,
}

/// How often the service says where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Unsaid,
    Once,
    Twice,
}

impl PatternError {
    pub(super) fn new(
        kind: PatternErrorKind,
        reason: String,
        span: Span,
        stand: usize,
        place: Place,
        text: &str,
    ) -> Self {
        Self(Box::new(Inner {
            kind,
            reason,
            span,
            stand,
            place,
            text: text.to_owned(),
        }))
    }

    /// What kind of mistake it is.
    pub fn kind(&self) -> PatternErrorKind {
        self.0.kind
    }

    /// The reason in the service's words, without the place. For [`PatternErrorKind::Syntax`] the
    /// words are ours.
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    /// The bytes of the pattern that are to blame.
    pub fn span(&self) -> Span {
        self.0.span
    }

    /// The pattern's text.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// Where the mistake stands, for people: line and column of [`span`](Self::span), in
    /// characters.
    pub fn position(&self) -> Position {
        Position::of(&self.0.text, self.0.span.start, Counting::Characters)
    }

    /// The line at which the service's tokenizer stands when it complains, from 1.
    pub fn line(&self) -> usize {
        self.service_position().line
    }

    /// The column at which the service's tokenizer stands when it complains, from 1, in UTF-16
    /// units.
    pub fn column(&self) -> usize {
        self.service_position().column
    }

    fn service_position(&self) -> Position {
        Position::of(&self.0.text, self.0.stand, Counting::Utf16)
    }

    /// The name of the API's exception.
    pub fn exception(&self) -> &'static str {
        match self.0.kind {
            PatternErrorKind::TooLong => "ValidationException",
            _ => "InvalidEventPatternException",
        }
    }

    /// The reason and the place as the service writes them: rules, section 2.
    pub fn service_reason(&self) -> String {
        let mut text = self.0.reason.clone();
        let times = match self.0.place {
            Place::Unsaid => 0,
            Place::Once => 1,
            Place::Twice => 2,
        };
        if times > 0 {
            let place = self.place_text();
            for _ in 0..times {
                text.push_str(&place);
            }
        }
        text
    }

    /// The message of the API's exception, word for word but for [`PatternErrorKind::Syntax`].
    pub fn service_text(&self) -> String {
        match self.0.kind {
            PatternErrorKind::TooLong => self.0.reason.clone(),
            _ => format!(
                "Event pattern is not valid. Reason: {}",
                self.service_reason()
            ),
        }
    }

    fn place_text(&self) -> String {
        let text = &self.0.text;
        let mut units = 0;
        let mut quoted = text.len();
        let mut cut = 0;
        for (at, c) in text.char_indices() {
            if units + c.len_utf16() > QUOTED_LENGTH && cut == 0 {
                quoted = at;
                cut = units;
            }
            units += c.len_utf16();
        }
        let left_out = if quoted < text.len() {
            format!("[truncated {} chars]", units - cut)
        } else {
            String::new()
        };
        let Position { line, column } = self.service_position();
        let quoted = escaped(text.get(..quoted).unwrap_or(text));
        format!("\n at [Source: (String)\"{quoted}\"{left_out}; line: {line}, column: {column}]")
    }
}

/// A pattern's text as the service quotes it: control characters escaped, but for line breaks.
fn escaped(text: &str) -> Cow<'_, str> {
    let is_escaped = |c: char| c.is_control() && !matches!(c, '\r' | '\n');
    if !text.contains(is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 5);
    for c in text.chars() {
        if is_escaped(c) {
            let _ = write!(out, "\\u{:04X}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.reason)
    }
}

impl std::error::Error for PatternError {}

/// Something that is accepted and may still bite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternWarning {
    /// Longer than [`DEFAULT_QUOTA`]: a rule needs a raised quota.
    OverDefaultQuota {
        /// Length in UTF-16 units.
        length: usize,
    },
    /// Wildcard complexity of 9 or 10, near to [`MAX_COMPLEXITY`].
    NearComplexityLimit {
        /// The pattern's complexity.
        complexity: usize,
    },
}

impl fmt::Display for PatternWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OverDefaultQuota { length } => write!(
                f,
                "the pattern has {length} characters: a rule's default quota is {DEFAULT_QUOTA}, \
                 ask for a raised one or shorten it"
            ),
            Self::NearComplexityLimit { complexity } => write!(
                f,
                "wildcard complexity {complexity}: {MAX_COMPLEXITY} is refused, use fewer wildcards"
            ),
        }
    }
}
