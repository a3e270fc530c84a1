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

/// Whether reading can go on behind an error in the first value, which must be an object.
pub(super) fn goes_on(text: &str, error: &SyntaxError) -> bool {
    let start = skip_white_space(text, 0);
    text.as_bytes().get(start) == Some(&b'{') && next_start(text, start, error).is_some()
}

/// Reads value after value. Behind an error it goes on at the next line that begins with `{`, and
/// the problem says so.
pub(super) fn read(walk: &mut Walk<'_>, text: &str, trail: &Trail<'_>) {
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
