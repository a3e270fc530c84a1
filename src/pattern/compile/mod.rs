//! From text to alternatives in a single pass that stops at the first error.
//!
//! Which error is reported, and at which column, is part of the service's behaviour. So the pass
//! asks for tokens in the same order as the service does, and keeps in `stand` the place where the
//! service's tokenizer would be: just behind the last token; behind a key, which is read together
//! with the start of its value, behind that; and just behind the opening quote of a string whose
//! content has not been asked for yet.
//!
//! Objects, `$or` and conditions are read here, matchers in the files beside this one.

mod anything_but;
mod matcher;
mod numeric;

use super::complexity;
use super::error::{
    MAX_ALTERNATIVES, MAX_COMPLEXITY, MAX_LENGTH, PatternError, PatternErrorKind as Kind, Place,
};
use super::{Alternative, Branch, Compiled, Condition, ConditionId, Matcher, Or, Pattern};
use crate::json::{Reader, Span, SyntaxError, Token, TokenKind};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// Names that a field inside an `$or` may not have: rules, section 1, point 6.
pub(crate) const RESERVED: [&str; 24] = [
    "exactly",
    "equals-ignore-case",
    "prefix",
    "suffix",
    "anything-but",
    "exists",
    "wildcard",
    "numeric",
    "cidr",
    "=",
    "<",
    "<=",
    ">",
    ">=",
    "regex",
    "not-wildcard",
    "not-equals-ignore-case",
    "date-after",
    "date-on-or-after",
    "date-before",
    "date-on-or-before",
    "in-date-range",
    "ip-address-in-range",
    "ip-address-not-in-range",
];

const ONE_KEY: &str = "Only one key allowed in match expression";
const TOO_MANY: &str = "Too many elements in numeric expression";

impl Pattern {
    /// Reads and compiles a pattern: rules, sections 1, 2 and 6.
    ///
    /// # Errors
    /// The first mistake in document order, as the service reports it; then the limits of length
    /// (checked before anything else), of `$or` combinations, and of wildcard complexity.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        Self::parse_as(text, Language::Events)
    }

    /// As [`Pattern::parse`], in one of the languages that differ in a few points.
    ///
    /// ```
    /// use pattern_test::pattern::{Language, Pattern};
    ///
    /// // SNS takes an `$or` that is none for the name of a field, without a word.
    /// let policy = r#"{"$or": ["a", "b"]}"#;
    /// assert!(Pattern::parse(policy).is_err());
    /// assert!(Pattern::parse_as(policy, Language::Policies).is_ok());
    /// ```
    ///
    /// # Errors
    /// As [`Pattern::parse`].
    pub fn parse_as(text: &str, language: Language) -> Result<Self, PatternError> {
        compile(text, language).map(|compiled| Self(Arc::new(compiled)))
    }
}

/// The longest policy, in UTF-16 units: 256 KB.
const LONGEST_POLICY: usize = 262_144;

/// The language of event patterns, and those that differ from it in a few points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Event patterns.
    #[default]
    Events,
    /// Filters on the data of an event, which need not be an object: a list at the root is a
    /// condition on the data as a whole, under the empty path.
    Data,
    /// Filter policies: an `$or` that is not made of two or more objects is the name of a field, and
    /// neither the length nor the wildcards have the limits of event patterns.
    Policies,
}

/// The alternatives that the open-source engine loses, or may lose, by their place in
/// [`Pattern::alternatives`]: each has the same fields as an earlier one, and in each field a matcher
/// in common with it.
///
/// ```
/// use pattern_test::{Pattern, pattern::lost_alternatives};
///
/// let lost = |text| Pattern::parse(text).map(|pattern| lost_alternatives(&pattern));
/// assert_eq!(lost(r#"{"$or": [{"a": ["x"]}, {"a": ["x", "y"]}]}"#)?, [1]);
/// assert!(lost(r#"{"$or": [{"a": ["x"]}, {"a": ["y"]}]}"#)?.is_empty());
/// # Ok::<(), pattern_test::PatternError>(())
/// ```
pub fn lost_alternatives(pattern: &Pattern) -> Vec<usize> {
    complexity::lost(pattern.conditions(), pattern.alternatives())
}

/// The wildcard complexity of a pattern that compiles but for its complexity, as
/// [`Pattern::complexity`] but without the limit: for measuring patterns that are refused.
///
/// # Errors
/// As [`Pattern::parse`], but for [`PatternErrorKind::TooComplex`](Kind::TooComplex).
///
/// ```
/// let text = r#"{"a": [{"wildcard": "*:*:*:*:*:event-bus/*"}]}"#;
/// assert_eq!(pattern_test::pattern::measure_complexity(text).unwrap(), 11);
/// assert!(pattern_test::Pattern::parse(text).is_err());
/// ```
pub fn measure_complexity(text: &str) -> Result<usize, PatternError> {
    compile_unlimited(text, Language::Events).map(|compiled| compiled.complexity)
}

fn compile(text: &str, language: Language) -> Result<Compiled, PatternError> {
    let compiled = compile_unlimited(text, language)?;
    if compiled.complexity >= MAX_COMPLEXITY && language != Language::Policies {
        return Err(PatternError::new(
            Kind::TooComplex,
            "Rule is too complex - try using fewer wildcard characters or fewer repeating \
             character sequences after a wildcard character"
                .to_owned(),
            Span::new(0, text.len()),
            0,
            Place::Unsaid,
            text,
        ));
    }
    Ok(compiled)
}

fn compile_unlimited(text: &str, language: Language) -> Result<Compiled, PatternError> {
    let whole = Span::new(0, text.len());
    let length = text.chars().map(char::len_utf16).sum();
    let most = match language {
        Language::Events | Language::Data => MAX_LENGTH,
        Language::Policies => LONGEST_POLICY,
    };
    if length > most {
        let reason = format!(
            "1 validation error detected: Value at 'eventPattern' failed to satisfy constraint: \
             Member must have length less than or equal to {most}"
        );
        return Err(PatternError::new(
            Kind::TooLong,
            reason,
            whole,
            0,
            Place::Unsaid,
            text,
        ));
    }
    let mut compiler = Compiler::new(text, language);
    compiler.pattern()?;
    let (count, alternatives) = compiler.alternatives();
    if count > MAX_ALTERNATIVES {
        let reason = format!("Or operator is producing over {MAX_ALTERNATIVES} rule combinations");
        return Err(PatternError::new(
            Kind::TooManyAlternatives,
            reason,
            whole,
            0,
            Place::Unsaid,
            text,
        ));
    }
    let complexity = complexity::of_alternatives(&compiler.conditions, &alternatives);
    Ok(Compiled {
        text: text.to_owned(),
        conditions: compiler.conditions,
        ors: compiler.ors,
        alternatives,
        complexity,
        length,
    })
}

/// An alternative in the making: for each path the condition that has it last.
#[derive(Debug, Clone, Default)]
struct Draft {
    by_path: Vec<Option<ConditionId>>,
    branches: Vec<Branch>,
}

struct Compiler<'a> {
    reader: Reader<'a>,
    language: Language,
    /// Where the service's tokenizer stands.
    stand: usize,
    /// The last token.
    last: Span,
    path: String,
    /// How many keys the path is made of; keys may be empty, so the path itself does not tell.
    keys: usize,
    path_ids: HashMap<Box<str>, usize>,
    /// For each condition the number of its path.
    paths: Vec<usize>,
    conditions: Vec<Condition>,
    ors: Vec<Or>,
    drafts: Vec<Draft>,
    /// How many alternatives there would be, were they not cut at the limit.
    count: usize,
}

type Result<T, E = PatternError> = std::result::Result<T, E>;

impl<'a> Compiler<'a> {
    fn new(text: &'a str, language: Language) -> Self {
        Self {
            reader: Reader::new(text),
            language,
            stand: 0,
            last: Span::default(),
            path: String::new(),
            keys: 0,
            path_ids: HashMap::new(),
            paths: Vec::new(),
            conditions: Vec::new(),
            ors: Vec::new(),
            drafts: Vec::new(),
            count: 0,
        }
    }

    fn alternatives(&mut self) -> (usize, Vec<Alternative>) {
        let alternatives = self
            .drafts
            .drain(..)
            .map(|draft| {
                let mut conditions: Vec<_> = draft.by_path.into_iter().flatten().collect();
                conditions.sort_unstable();
                Alternative {
                    conditions,
                    branches: draft.branches,
                }
            })
            .collect();
        (self.count, alternatives)
    }

    // Tokens.

    fn next(&mut self) -> Result<Option<Token>> {
        let token = self
            .reader
            .next_token()
            .map_err(|error| self.syntax(&error))?;
        if let Some(token) = token {
            self.last = token.span;
            self.stand = match token.kind {
                TokenKind::Key => self
                    .reader
                    .peek_value_end()
                    .map_err(|error| self.syntax(&error))?,
                TokenKind::String => token.span.start + 1,
                _ => token.span.end,
            };
        }
        Ok(token)
    }

    /// The next token's kind. Inside the pattern's object there always is one: where the text ends
    /// early the reader complains.
    fn next_kind(&mut self) -> Result<Option<TokenKind>> {
        Ok(self.next()?.map(|token| token.kind))
    }

    /// The last token's text, a string's without its quotes. Asking for a string's content moves
    /// the service's tokenizer behind it.
    fn text(&mut self) -> Cow<'a, str> {
        let raw = self.last.of(self.reader.text());
        if !raw.starts_with('"') {
            return Cow::Borrowed(raw);
        }
        self.stand = self.stand.max(self.last.end);
        crate::json::unquote(raw)
    }

    /// The name of the key that was just read; it moves nothing.
    fn key(&self) -> Cow<'a, str> {
        crate::json::unquote(self.last.of(self.reader.text()))
    }

    // Errors.

    fn syntax(&self, error: &SyntaxError) -> PatternError {
        let (text, span) = (self.reader.text(), error.span());
        PatternError::new(
            Kind::Syntax,
            error.to_string(),
            span,
            span.start,
            Place::Once,
            text,
        )
    }

    fn error(&self, kind: Kind, reason: impl Into<String>) -> PatternError {
        self.error_placed(kind, reason, Place::Once)
    }

    fn error_placed(&self, kind: Kind, reason: impl Into<String>, place: Place) -> PatternError {
        PatternError::new(
            kind,
            reason.into(),
            self.last,
            self.stand,
            place,
            self.reader.text(),
        )
    }

    fn fail<T>(&self, kind: Kind, reason: impl Into<String>) -> Result<T> {
        Err(self.error(kind, reason))
    }

    fn expect_end_of_matcher(&mut self, kind: Kind, reason: &str) -> Result<()> {
        match self.next_kind()? {
            Some(TokenKind::ObjectEnd) => Ok(()),
            _ => self.fail(kind, reason),
        }
    }

    // Objects.

    fn pattern(&mut self) -> Result<()> {
        match self.reader.next_token() {
            Ok(Some(token)) if token.kind == TokenKind::ObjectStart => {
                self.last = token.span;
                self.stand = token.span.end;
            }
            Ok(Some(token))
                if token.kind == TokenKind::ArrayStart && self.language == Language::Data =>
            {
                self.last = token.span;
                self.stand = token.span.end;
                self.condition(Span::new(token.span.start, token.span.start))?;
                return self.next().map(drop);
            }
            Ok(token) => {
                if let Some(Token { kind, span }) = token {
                    self.last = span;
                    self.stand = if kind == TokenKind::String {
                        span.start + 1
                    } else {
                        span.end
                    };
                }
                return self.fail(Kind::NotAnObject, "Filter is not an object");
            }
            Err(error) => return Err(self.syntax(&error)),
        }
        self.object(false)?;
        // Only white space may follow: rules, section 7.
        self.next().map(drop)
    }

    fn object(&mut self, inside_or: bool) -> Result<()> {
        let start = self.last.start;
        let mut empty = true;
        while let Some(token) = self.next()? {
            if token.kind == TokenKind::ObjectEnd {
                break;
            }
            empty = false;
            self.field(token.span, inside_or)?;
        }
        if empty {
            self.last.start = start;
            return self.fail(Kind::EmptyObject, "Empty objects are not allowed");
        }
        Ok(())
    }

    fn field(&mut self, key_span: Span, inside_or: bool) -> Result<()> {
        let key = self.key();
        if key == "$or" && (self.language != Language::Policies || self.is_or(key_span)) {
            return self.or(key_span);
        }
        if inside_or && RESERVED.contains(&&*key) {
            return self.fail(
                Kind::ReservedName,
                format!("{key} is Ruler reserved fieldName which cannot be used inside $or."),
            );
        }
        let parent_length = self.path.len();
        let kind = self.next_kind()?;
        if self.keys > 0 {
            self.path.push('.');
        }
        self.path.push_str(&key);
        self.keys += 1;
        match kind {
            Some(TokenKind::ObjectStart) => self.object(inside_or)?,
            Some(TokenKind::ArrayStart) => self.condition(key_span)?,
            _ => {
                return self.fail(
                    Kind::FieldValue,
                    format!("\"{key}\" must be an object or an array"),
                );
            }
        }
        self.path.truncate(parent_length);
        self.keys -= 1;
        Ok(())
    }

    /// Whether the `$or` of a policy is one: two or more objects, none of whose fields has a reserved
    /// name.
    fn is_or(&self, key_span: Span) -> bool {
        let rest = self.reader.text().get(key_span.end..).unwrap_or("");
        let mut reader = Reader::new(rest.trim_start().trim_start_matches(':'));
        let (mut depth, mut branches) = (0_usize, 0_usize);
        while let Ok(Some(token)) = reader.next_token() {
            match (token.kind, depth) {
                (TokenKind::ArrayStart, 0) => depth = 1,
                (_, 0) => return false,
                (TokenKind::ObjectStart, 1) => {
                    branches += 1;
                    depth += 1;
                }
                (TokenKind::ArrayEnd, 1) => return branches >= 2,
                (_, 1) => return false,
                (TokenKind::Key, 2) => {
                    let key = crate::json::unquote(token.span.of(reader.text()));
                    if RESERVED.contains(&&*key) {
                        return false;
                    }
                }
                (TokenKind::ObjectStart | TokenKind::ArrayStart, _) => depth += 1,
                (TokenKind::ObjectEnd | TokenKind::ArrayEnd, _) => depth -= 1,
                _ => {}
            }
        }
        false
    }

    fn or(&mut self, key_span: Span) -> Result<()> {
        let or = self.ors.len();
        self.ors.push(Or {
            key_span,
            branches: Vec::new(),
        });
        let before = std::mem::take(&mut self.drafts);
        let count_before = std::mem::take(&mut self.count);
        let mut after = Vec::new();
        let mut count_after = 0_usize;
        if self.next_kind()? != Some(TokenKind::ArrayStart) {
            return self.fail(Kind::Or, "It must be an Array followed with $or.");
        }
        let array_start = self.last.start;
        let mut branches = 0;
        while let Some(token) = self.next()? {
            match token.kind {
                TokenKind::ArrayEnd => break,
                TokenKind::ObjectStart => {}
                _ => {
                    return self.fail(
                        Kind::Or,
                        "Only JSON object is allowed in array of $or relationship.",
                    );
                }
            }
            self.drafts = if before.is_empty() {
                vec![Draft::default()]
            } else {
                before.clone()
            };
            self.count = count_before.max(1);
            for draft in &mut self.drafts {
                draft.branches.push(Branch {
                    or,
                    branch: branches,
                });
            }
            self.object(true)?;
            branches += 1;
            let span = Span::new(token.span.start, self.last.end);
            if let Some(or) = self.ors.get_mut(or) {
                or.branches.push(span);
            }
            count_after = count_after.saturating_add(self.count);
            after.append(&mut self.drafts);
            // Past the limit the pattern is refused, but a mistake further on is told first.
            after.truncate(MAX_ALTERNATIVES);
        }
        if branches < 2 {
            self.last.start = array_start;
            return self.fail(
                Kind::Or,
                "There must have at least 2 Objects in $or relationship.",
            );
        }
        self.drafts = after;
        self.count = count_after;
        Ok(())
    }

    // Conditions.

    fn condition(&mut self, key_span: Span) -> Result<()> {
        let start = self.last.start;
        let mut matchers = Vec::new();
        while let Some(token) = self.next()? {
            if token.kind == TokenKind::ArrayEnd {
                break;
            }
            let kind = self.matcher(token)?;
            matchers.push(Matcher {
                kind,
                span: Span::new(token.span.start, self.last.end),
            });
        }
        let span = Span::new(start, self.last.end);
        if matchers.is_empty() {
            self.last = span;
            return self.fail(Kind::EmptyArray, "Empty arrays are not allowed");
        }
        let path: Box<str> = self.path.as_str().into();
        let next_path = self.path_ids.len();
        let path_id = *self.path_ids.entry(path.clone()).or_insert(next_path);
        let id = ConditionId(self.conditions.len());
        self.paths.push(path_id);
        self.conditions.push(Condition {
            path,
            matchers,
            key_span,
            span,
            replaced_by: Vec::new(),
        });
        if self.drafts.is_empty() {
            self.drafts.push(Draft::default());
            self.count = 1;
        }
        for draft in &mut self.drafts {
            if draft.by_path.len() <= path_id {
                draft.by_path.resize(path_id + 1, None);
            }
            let Some(slot) = draft.by_path.get_mut(path_id) else {
                continue;
            };
            let replaced = slot
                .replace(id)
                .and_then(|old| self.conditions.get_mut(old.0));
            if let Some(old) = replaced.filter(|old| old.replaced_by.last() != Some(&id)) {
                old.replaced_by.push(id);
            }
        }
        Ok(())
    }
}
