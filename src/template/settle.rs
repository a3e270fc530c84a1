//! Compiling a pattern of which parts are not known.
//!
//! Unknown parts stand in the text as `${name}`. Inside of a string that is a string; outside it
//! may be a string, a number, a list, and where it is an operator's operand an address block. So an
//! error at an unknown part says nothing about the pattern: another spelling is tried there. What
//! compiles in the end has the structure of the pattern, and its known values.

use super::text::Text;
use crate::json::Span;
use crate::pattern::{Language, Pattern, PatternError, PatternErrorKind as Kind};

/// What an unknown part may be.
const INSIDE: [&str; 4] = ["10.0.0.0/8", "10.0.0.0", "8", "x"];
const OUTSIDE: [&str; 5] = ["\"x\"", "1", "[\"x\"]", "true", "\"10.0.0.0/8\""];

/// A pattern whose unknown parts are spelled as something.
#[derive(Debug, Clone)]
pub struct Settled {
    /// The text that was compiled. Its places are those of the template.
    pub text: Text,
    /// The unknown parts in that text.
    pub unknowns: Vec<Span>,
    /// For each of them whether it may be something else than a single value: a list, an object.
    may_be_list: Vec<bool>,
    /// Whether each unknown part is spelled as its name: else something had to be made up.
    pub by_name: bool,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of compiling.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It compiles.
    Pattern(Pattern),
    /// It is refused, for a reason that is known.
    Refused(PatternError),
    /// Whether it compiles depends on what is not known.
    Unclear,
}

impl Settled {
    /// Compiles the text, whatever its unknown parts may be.
    pub fn new(text: &Text, language: Language) -> Self {
        // By default an unknown part is spelled as its name, in quotes where it stands outside.
        let outside = outside(text);
        let mut tried = vec![0_usize; outside.len()];
        let may_be_list: Vec<bool> = text
            .unknowns()
            .zip(&outside)
            .map(|(unknown, outside)| *outside && !unknown.is_scalar)
            .collect();
        // Each round goes one spelling further for one part.
        let rounds = tried.len() * INSIDE.len().max(OUTSIDE.len()) + 1;
        for _ in 0..rounds.min(200) {
            let (spelled, unknowns) = text.spelled(|number, name| {
                let is_outside = outside.get(number).copied().unwrap_or(false);
                match (tried.get(number).copied().unwrap_or(0), is_outside) {
                    (0, false) => name.to_owned(),
                    (0, true) => format!("\"{name}\""),
                    (n, false) => INSIDE.get(n - 1).copied().unwrap_or("x").to_owned(),
                    (n, true) => OUTSIDE.get(n - 1).copied().unwrap_or("\"x\"").to_owned(),
                }
            });
            let by_name = tried.iter().all(|tried| *tried == 0);
            let done = |outcome: Outcome| Self {
                text: spelled.clone(),
                unknowns: unknowns.clone(),
                may_be_list: may_be_list.clone(),
                by_name,
                outcome,
            };
            let error = match Pattern::parse_as(spelled.as_str(), language) {
                Ok(pattern) => return done(Outcome::Pattern(pattern)),
                Err(error) => error,
            };
            if unknowns.is_empty() {
                return done(Outcome::Refused(error));
            }
            if matches!(error.kind(), Kind::TooLong | Kind::TooComplex) {
                return done(Outcome::Unclear);
            }
            let blamed = blamed(&error, &spelled, &unknowns);
            let Some(blamed) = blamed else {
                return done(Outcome::Refused(error));
            };
            // Whatever a string comes to, it is no list.
            if error.kind() == Kind::FieldValue && may_be_list.get(blamed) == Some(&false) {
                return done(Outcome::Refused(error));
            }
            let most = match outside.get(blamed) {
                Some(true) => OUTSIDE.len(),
                _ => INSIDE.len(),
            };
            match tried.get_mut(blamed) {
                Some(tried) if *tried < most => *tried += 1,
                _ => return done(Outcome::Unclear),
            }
        }
        Self {
            text: text.clone(),
            unknowns: Vec::new(),
            may_be_list: Vec::new(),
            by_name: false,
            outcome: Outcome::Unclear,
        }
    }

    /// The pattern, where it compiles.
    pub fn pattern(&self) -> Option<&Pattern> {
        match &self.outcome {
            Outcome::Pattern(pattern) => Some(pattern),
            Outcome::Refused(_) | Outcome::Unclear => None,
        }
    }

    /// The range of the text as it was given that a range of the settled text stands for.
    pub fn before(&self, given: &Text, span: Span) -> Span {
        let mut unknowns = self.unknowns.iter().zip(given.unknowns());
        let at =
            |offset: usize, unknowns: &mut dyn Iterator<Item = (&Span, super::Unknown<'_>)>| {
                let behind = unknowns.take_while(|(here, _)| here.end <= offset).last();
                behind.map_or(offset, |(here, there)| offset - here.end + there.span.end)
            };
        let start = at(span.start, &mut unknowns);
        let mut unknowns = self.unknowns.iter().zip(given.unknowns());
        Span::new(start, at(span.end, &mut unknowns))
    }

    /// Whether an error of this kind at this range depends on what is not known.
    pub fn is_open(&self, kind: Kind, span: Span) -> bool {
        let mut unknowns = self.unknowns.iter().zip(&self.may_be_list);
        unknowns.any(|(unknown, may_be_list)| {
            let overlaps = unknown.start < span.end && span.start < unknown.end;
            overlaps && (*may_be_list || kind != Kind::FieldValue)
        })
    }

    /// Whether a part of this range is not known.
    pub fn is_unknown(&self, span: Span) -> bool {
        self.unknowns
            .iter()
            .any(|unknown| unknown.start < span.end && span.start < unknown.end)
    }
}

/// For each unknown part whether it stands outside of the strings.
fn outside(text: &Text) -> Vec<bool> {
    let source = text.as_str();
    let mut in_string = false;
    let mut escaped = false;
    let mut at = 0;
    text.unknowns()
        .map(|unknown| {
            for byte in source
                .as_bytes()
                .get(at..unknown.span.start)
                .unwrap_or_default()
            {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if in_string => escaped = true,
                    b'"' => in_string = !in_string,
                    _ => {}
                }
            }
            at = unknown.span.end;
            !in_string
        })
        .collect()
}

/// The unknown part that an error may be due to: one that it is about, or, where the text is not
/// even JSON, one that stands just before.
fn blamed(error: &PatternError, text: &Text, unknowns: &[Span]) -> Option<usize> {
    let span = error.span();
    let touching = unknowns
        .iter()
        .position(|unknown| unknown.start <= span.end && span.start <= unknown.end);
    if touching.is_some() || error.kind() != Kind::Syntax {
        return touching;
    }
    let before = text
        .as_str()
        .get(..span.start)
        .unwrap_or("")
        .trim_end()
        .len();
    unknowns.iter().position(|unknown| unknown.end == before)
}
