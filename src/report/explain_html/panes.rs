//! The pattern, with its conditions marked.

use super::MODES;
use crate::explain::{BranchReport, ConditionReport, Mark, OrReport};
use maud::{Markup, html};
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

/// A part of the pattern that is marked: its bytes, its condition, its classes.
struct Marked {
    start: usize,
    end: usize,
    condition: usize,
    classes: String,
}

pub(super) fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Held => "✓",
        Mark::Failed => "✗",
        Mark::Apart => "≠",
        Mark::NotReached => "·",
    }
}

pub(super) fn pattern(
    text: &str,
    conditions: &[ConditionReport],
    ors: &[OrReport],
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut marked: Vec<_> = conditions
        .iter()
        .enumerate()
        .map(|(id, condition)| Marked {
            start: condition.key_span.start,
            end: condition.span.end,
            condition: id,
            classes: format!(
                "c f-{} s-{}",
                condition.marks.flattened.name(),
                condition.marks.strict.name(),
            ),
        })
        .collect();
    marked.sort_by_key(|marked| marked.start);
    let signs = signs(conditions, ors);
    writeln!(out, "<div class=\"code pattern\">")?;
    let mut stops = HashSet::new();
    for (number, (offset, line)) in (1..).zip(lines(text)) {
        let line = html! {
            div.line {
                span.ln { (number) }
                span.mark { @if let Some(sign) = signs.get(&number) { (sign) } }
                span.src { (pieces(offset, line, &marked, &mut stops)) }
            }
        };
        super::put(out, line)?;
    }
    writeln!(out, "</div>")
}

/// The sign of each line: that of the condition, or of the branch, that begins there.
fn signs(conditions: &[ConditionReport], ors: &[OrReport]) -> HashMap<usize, Markup> {
    let mut signs = HashMap::new();
    for condition in conditions {
        let shown = html! {
            @for mode in MODES {
                @let mark = *condition.marks.get(mode);
                (one_sign(mark, mode.name(), mark.name()))
            }
        };
        signs.entry(condition.position.line).or_insert(shown);
    }
    for OrReport {
        key_span: _,
        position: _,
        branches,
    } in ors
    {
        for (number, branch) in (1..).zip(branches) {
            let BranchReport {
                span: _,
                position,
                marks,
                decided,
            } = branch;
            let shown = html! {
                @for mode in MODES {
                    @let mark = *marks.get(mode);
                    @let decided = if *decided.get(mode) { ", decided" } else { "" };
                    @let title = format!("branch {number}{decided}: {}", mark.name());
                    (one_sign(mark, mode.name(), &title))
                }
            };
            signs.entry(position.line).or_insert(shown);
        }
    }
    signs
}

fn one_sign(mark: Mark, mode: &str, title: &str) -> Markup {
    let class = format!("only-{mode} {}", mark.name());
    html! { span class=(class) title=(title) { (sign(mark)) } }
}

/// A line, cut at what is marked; only the first piece of a marked part can be reached by keyboard.
fn pieces(offset: usize, line: &str, marked: &[Marked], stops: &mut HashSet<usize>) -> Markup {
    let mut at = offset;
    let end = offset + line.len();
    let slice = |from: usize, to: usize| {
        let range = from.saturating_sub(offset)..to.saturating_sub(offset);
        line.get(range).unwrap_or_default()
    };
    let first = marked.partition_point(|marked| marked.end <= offset);
    let parts = marked.iter().skip(first);
    html! {
        @for part in parts.take_while(|part| part.start < end) {
            @let (start, stop) = (part.start.max(at), part.end.min(end));
            // The white space in front of a piece belongs to no condition.
            @let text = slice(start, stop).trim_start();
            @let tab = stops.insert(part.start).then_some("0");
            @let before = std::mem::replace(&mut at, stop);
            (slice(before, stop.saturating_sub(text.len())))
            span class=(part.classes) data-c=(part.condition) tabindex=[tab] { (text) }
        }
        (slice(at, end))
    }
}

/// The lines of a text with their offsets.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut offset = 0;
    text.split_inclusive(['\n', '\r']).filter_map(move |line| {
        let start = offset;
        offset += line.len();
        // The feed of a `\r\n` is no line of its own.
        let lone_feed = line == "\n" && text.get(..start).is_some_and(|t| t.ends_with('\r'));
        (!lone_feed).then(|| (start, line.trim_end_matches(['\n', '\r'])))
    })
}
