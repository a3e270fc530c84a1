//! JSON values one after the other, with or without white space between them.

use super::Form;
use super::error::Skipped;
use super::trail::Trail;
use super::walk::Walk;
use crate::json::{Reader, Span, SyntaxError};

/// The values that follow each other from the start of the text, and the error that ends them.
pub(super) fn values(text: &str) -> (Vec<Span>, Option<SyntaxError>) {
    let mut found = Vec::new();
    let mut at = skip_white_space(text, 0);
    while at < text.len() {
        match Reader::starting_at(text, at).finish_value() {
            Ok(end) => {
                found.push(Span::new(at, end));
                at = skip_white_space(text, end);
            }
            Err(error) => return (found, Some(error)),
        }
    }
    (found, None)
}

/// What follows each other from the start of a text, without the places of all: there may be one for
/// every three bytes.
pub(super) struct Survey {
    /// How many values there are.
    pub(super) count: usize,
    /// The first of them.
    pub(super) first: Span,
    /// Whether each has a line of its own, and all of it.
    pub(super) stand_alone: bool,
    /// The error that ends them.
    pub(super) error: Option<SyntaxError>,
}

pub(super) fn survey(text: &str) -> Survey {
    let mut survey = Survey {
        count: 0,
        first: Span::default(),
        stand_alone: true,
        error: None,
    };
    let has_line_end = |from, to| {
        let between = text.as_bytes().get(from..to).unwrap_or_default();
        memchr::memchr(b'\n', between).is_some()
    };
    let mut behind = 0;
    let mut at = skip_white_space(text, 0);
    while at < text.len() {
        match Reader::starting_at(text, at).finish_value() {
            Ok(end) => {
                let begins_line = survey.count == 0 || has_line_end(behind, at);
                survey.stand_alone &= begins_line && !has_line_end(at, end);
                if survey.count == 0 {
                    survey.first = Span::new(at, end);
                }
                survey.count += 1;
                behind = end;
                at = skip_white_space(text, end);
            }
            Err(error) => {
                survey.error = Some(error);
                break;
            }
        }
    }
    survey
}

/// Whether reading can go on behind an error in the first value, which must be an object.
pub(super) fn goes_on(text: &str, error: &SyntaxError) -> bool {
    let start = skip_white_space(text, 0);
    text.as_bytes().get(start) == Some(&b'{') && next_start(text, start, error).is_some()
}

/// Reads value after value. Behind an error it goes on at the next line that begins with `{`, and
/// the problem says so.
pub(super) fn read(walk: &mut Walk<'_>, text: &str, trail: &Trail<'_>) {
    read_each(walk, text, trail, &mut |_| ());
}

/// The same; `after` is called behind each value.
pub(super) fn read_each<'a>(
    walk: &mut Walk<'a>,
    text: &str,
    trail: &Trail<'_>,
    after: &mut dyn FnMut(&mut Walk<'a>),
) {
    let trail = trail.form(Form::Concatenated);
    let mut number = 1_usize;
    let mut at = skip_white_space(text, 0);
    // The line in which `counted` lies, so that lines are counted once.
    let mut line = 1_usize;
    let mut counted = 0_usize;
    while at < text.len() {
        match Reader::starting_at(text, at).finish_value() {
            Ok(end) => {
                let trail = trail.step(&format!("#{number}"));
                walk.json_value(text, Span::new(at, end), &trail);
                at = skip_white_space(text, end);
            }
            Err(error) => {
                let next = next_start(text, at, &error);
                let skipped = match next {
                    Some(next) => {
                        let passed = text.as_bytes().get(counted..next).unwrap_or_default();
                        line += memchr::memchr_iter(b'\n', passed).count();
                        counted = next;
                        Skipped::ToLine(line)
                    }
                    None => Skipped::Rest,
                };
                let trail = trail.step(&format!("#{number}"));
                walk.syntax_skipping(Form::Concatenated, error, skipped, text, &trail);
                at = next.unwrap_or(text.len());
            }
        }
        number += 1;
        after(walk);
    }
}

/// The start of the next line that begins with `{`, seen from an error in the value at `start`. It
/// may be the line of the error itself: the value before it was not closed.
///
/// Looks no further back than that line, so that a text is read at most twice.
fn next_start(text: &str, start: usize, error: &SyntaxError) -> Option<usize> {
    let bytes = text.as_bytes();
    let at = error.span().start.min(bytes.len());
    let line = memchr::memrchr(b'\n', bytes.get(start..at)?).map(|feed| start + feed + 1);
    if let Some(line) = line.filter(|line| bytes.get(*line) == Some(&b'{')) {
        return Some(line);
    }
    memchr::memmem::find(bytes.get(at..)?, b"\n{").map(|feed| at + feed + 1)
}

fn skip_white_space(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let length = rest
        .iter()
        .position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    from + length.unwrap_or(rest.len())
}
