//! The pattern, with its conditions marked.

use super::MODES;
use super::html;
use crate::explain::{BranchReport, ConditionReport, Mark, OrReport};
use std::collections::HashMap;
use std::io::{self, Write};

/// A part of a text that is marked: its bytes, what its tags hold.
pub(super) struct Marked {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) attributes: String,
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
            attributes: format!(
                "class=\"c f-{} s-{}\" data-c=\"{id}\"",
                condition.marks.flattened.name(),
                condition.marks.strict.name(),
            ),
        })
        .collect();
    marked.sort_by_key(|marked| marked.start);
    // The sign of each line: that of the condition, or of the branch, that begins there.
    let mut signs: HashMap<usize, String> = HashMap::new();
    for condition in conditions {
        let shown = MODES.map(|mode| {
            let mark = *condition.marks.get(mode);
            one_sign(mark, mode.name(), "")
        });
        signs
            .entry(condition.position.line)
            .or_insert_with(|| shown.concat());
    }
    for OrReport {
        key_span: _,
        position: _,
        branches,
    } in ors
    {
        for (number, branch) in branches.iter().enumerate() {
            let BranchReport {
                span: _,
                position,
                marks,
                decided,
            } = branch;
            let shown = MODES.map(|mode| {
                let decided = if *decided.get(mode) { ", decided" } else { "" };
                let title = format!("branch {}{decided}", number + 1);
                one_sign(*marks.get(mode), mode.name(), &title)
            });
            signs.entry(position.line).or_insert_with(|| shown.concat());
        }
    }
    writeln!(out, "<div class=\"code pattern\">")?;
    let mut stops = HashMap::new();
    for (number, (offset, line)) in lines(text).enumerate() {
        let sign = signs.get(&(number + 1)).map_or("", String::as_str);
        write!(
            out,
            "<div class=\"line\"><span class=\"ln\">{}</span><span class=\"mark\">{sign}</span>\
             <span class=\"src\">",
            number + 1
        )?;
        pieces(offset, line, &marked, &mut stops, out)?;
        writeln!(out, "</span></div>")?;
    }
    writeln!(out, "</div>")
}

fn one_sign(mark: Mark, mode: &str, title: &str) -> String {
    let title = if title.is_empty() {
        mark.name().to_owned()
    } else {
        format!("{title}: {}", mark.name())
    };
    format!(
        "<span class=\"only-{mode} {}\" title=\"{}\">{}</span>",
        mark.name(),
        html(&title),
        sign(mark)
    )
}

/// A line, cut at what is marked; only the first piece of a marked part can be reached by keyboard.
fn pieces(
    offset: usize,
    line: &str,
    marked: &[Marked],
    stops: &mut HashMap<usize, ()>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut at = offset;
    let end = offset + line.len();
    let slice = |from: usize, to: usize| {
        let text = line.get(from.saturating_sub(offset)..to.saturating_sub(offset));
        html(text.unwrap_or_default())
    };
    let first = marked.partition_point(|marked| marked.end <= offset);
    for part in marked
        .iter()
        .skip(first)
        .take_while(|part| part.start < end)
    {
        let (start, stop) = (part.start.max(at), part.end.min(end));
        write!(out, "{}", slice(at, start))?;
        // The white space in front of a piece belongs to no condition.
        let text = line
            .get(start - offset..stop.saturating_sub(offset))
            .unwrap_or_default();
        let start = start + (text.len() - text.trim_start().len());
        let tab = match stops.insert(part.start, ()) {
            None => " tabindex=\"0\"",
            Some(()) => "",
        };
        write!(
            out,
            "{}<span {}{tab}>{}</span>",
            slice(part.start.max(at), start),
            part.attributes,
            slice(start, stop)
        )?;
        at = stop;
    }
    write!(out, "{}", slice(at, end))
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
