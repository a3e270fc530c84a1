//! What stands around the panes: the disagreement, the legend, the conditions one by one.

use super::html;
use super::panes::sign;
use super::{MODES, sentence};
use crate::explain::{
    Cell, ConditionReport, Direction, Disagreement, ElementReport, ElementRow, Failure, Hint, Mark,
    Place, Taken, Value, WitnessReport,
};
use crate::matching::Mode;
use crate::text::brief;
use std::io::{self, Write};

/// How many characters of a value are shown.
const VALUE: usize = 80;
/// How many values of a condition are shown.
const SHOWN: usize = 4;

pub(super) fn disagreement(
    disagreement: &Disagreement,
    conditions: &[ConditionReport],
    out: &mut dyn Write,
) -> io::Result<()> {
    let Disagreement {
        direction,
        alternative: _,
        array,
        taken,
        elements,
        more_elements,
        why,
        ways_out,
    } = disagreement;
    let title = match direction {
        Direction::FlattenedOnly => "The modes disagree: flattened matches, strict does not",
        Direction::StrictOnly => "The modes disagree: strict matches, flattened does not",
    };
    let mode = match direction {
        Direction::FlattenedOnly => Mode::Flattened,
        Direction::StrictOnly => Mode::Strict,
    };
    writeln!(
        out,
        "<section class=\"disagreement\"><h3>{title}</h3>\n<div class=\"sides\"><div>\n\
         <p>{}.</p>\n<p>{} took its values from</p>\n<ul class=\"taken\">",
        sentence(&capital(why)),
        capital(mode.name())
    )?;
    let of_condition = |id: usize| conditions.get(id).map_or("", |c| c.path.as_str());
    for Taken { condition, from } in taken {
        let path = html(of_condition(*condition));
        let from = match from {
            Some((at, what)) => found(what, at),
            None => "nothing there, as asked".to_owned(),
        };
        writeln!(out, "<li><code>{path}</code>: {from}</li>")?;
    }
    writeln!(out, "</ul></div>\n<div>")?;
    if !elements.is_empty() {
        let inside = array.as_deref().map(|array| format!("{array}."));
        write!(
            out,
            "<table><thead><tr><th>{}</th>",
            html(array.as_deref().unwrap_or("element"))
        )?;
        for Taken { condition, from: _ } in taken {
            let path = of_condition(*condition);
            let name = inside
                .as_deref()
                .and_then(|inside| path.strip_prefix(inside));
            write!(out, "<th>{}</th>", html(name.unwrap_or(path)))?;
        }
        writeln!(out, "</tr></thead><tbody>")?;
        for ElementRow { element, cells } in elements {
            write!(out, "<tr><th>{}</th>", label(element))?;
            for Cell { holds, value, more } in cells {
                let mark = if *holds { Mark::Held } else { Mark::Failed };
                let value = value.as_ref().map_or("none".to_owned(), shown);
                let more = if *more > 0 {
                    format!(" and {more} more")
                } else {
                    String::new()
                };
                write!(
                    out,
                    "<td class=\"{}\">{} {value}{more}</td>",
                    mark.name(),
                    sign(mark)
                )?;
            }
            writeln!(out, "</tr>")?;
        }
        writeln!(out, "</tbody></table>")?;
        if *more_elements > 0 {
            writeln!(out, "<p>and {more_elements} more elements</p>")?;
        }
    }
    writeln!(out, "</div></div>\n<p>Ways out</p><ol class=\"ways\">")?;
    for way in ways_out {
        writeln!(out, "<li>{}</li>", sentence(way))?;
    }
    writeln!(out, "</ol></section>")
}

pub(super) fn legend(out: &mut dyn Write) -> io::Result<()> {
    let meanings = [
        (Mark::Held, "held"),
        (Mark::Failed, "failed"),
        (Mark::Apart, "holds, but not in the same element"),
        (Mark::NotReached, "not reached"),
    ];
    let meanings = meanings.map(|(mark, meaning)| {
        format!(
            "<span class=\"{}\">{}</span> {meaning}",
            mark.name(),
            sign(mark)
        )
    });
    writeln!(
        out,
        "<p class=\"legend\">{} · point at a condition or a value, or use Tab and the arrow \
         keys</p>",
        meanings.join(" &nbsp; ")
    )
}

pub(super) fn conditions(conditions: &[ConditionReport], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<ul class=\"conditions\">")?;
    for (id, condition) in conditions.iter().enumerate() {
        card(id, condition, out)?;
    }
    writeln!(out, "</ul>")
}

fn card(id: usize, condition: &ConditionReport, out: &mut dyn Write) -> io::Result<()> {
    let ConditionReport {
        path,
        key_span: _,
        span: _,
        position,
        matchers: _,
        asks,
        holds: _,
        by_absence: _,
        marks,
        found: _,
        witnesses: _,
        more_witnesses: _,
        failures: _,
        more_failures: _,
        replaced_by: _,
        replaced: _,
        hints,
    } = condition;
    writeln!(
        out,
        "<li data-c=\"{id}\" data-flattened=\"{}\" data-strict=\"{}\" tabindex=\"0\">",
        marks.flattened.name(),
        marks.strict.name()
    )?;
    for mode in MODES {
        let mark = *marks.get(mode);
        writeln!(
            out,
            "<b class=\"only-{} {}\">{} {}</b>",
            mode.name(),
            mark.name(),
            sign(mark),
            html(path)
        )?;
    }
    writeln!(
        out,
        "<span class=\"where\">line {}</span><p>asks for {}</p>",
        position.line,
        html(&brief(asks, 3 * VALUE))
    )?;
    for mode in MODES {
        for line in told(condition, mode) {
            writeln!(out, "<p class=\"only-{}\">{line}</p>", mode.name())?;
        }
    }
    for Hint {
        code,
        message,
        instead,
        place: _,
        span: _,
        position: _,
    } in hints
    {
        let instead = instead
            .as_ref()
            .map(|instead| format!(" Instead: {}.", sentence(instead)));
        writeln!(
            out,
            "<p class=\"hint\">{}.{} <span class=\"where\">{code}</span></p>",
            sentence(&capital(message)),
            instead.unwrap_or_default()
        )?;
    }
    writeln!(out, "</li>")
}

/// What decided a condition, as HTML.
fn told(condition: &ConditionReport, mode: Mode) -> Vec<String> {
    let witness = |witness: &WitnessReport| found(&witness.value, &witness.place);
    let (mut lines, total): (Vec<_>, usize) = match condition.marks.get(mode) {
        Mark::NotReached if condition.replaced => {
            return vec!["not reached: a later condition replaces it".to_owned()];
        }
        Mark::NotReached => return vec!["not reached: an earlier branch decided".to_owned()],
        Mark::Held => {
            let chosen = condition.witnesses.iter().find(|w| *w.chosen.get(mode));
            return vec![chosen.map_or("nothing there, as asked".to_owned(), |one| {
                format!("found {}", witness(one))
            })];
        }
        Mark::Apart => (
            condition
                .witnesses
                .iter()
                .take(SHOWN)
                .map(|one| format!("holds only for {}", witness(one)))
                .collect(),
            condition.witnesses.len() + condition.more_witnesses,
        ),
        Mark::Failed => (
            condition.failures.iter().take(SHOWN).map(failed).collect(),
            condition.failures.len() + condition.more_failures,
        ),
    };
    if total > lines.len() {
        lines.push(format!("and {} more", total - lines.len()));
    }
    lines
}

fn failed(failure: &Failure) -> String {
    let Failure {
        place,
        value: _,
        why,
    } = failure;
    let text = html(&brief(&why.text, 3 * VALUE));
    match place {
        Some(place) => format!("{text}{}", at(place)),
        None => text,
    }
}

fn found(value: &Value, place: &Place) -> String {
    format!("<code>{}</code>{}", shown(value), at(place))
}

fn at(place: &Place) -> String {
    let within = place
        .elements
        .last()
        .map(|element| format!(" in {}{}", html(&element.array), label(element)));
    format!(
        "{} <span class=\"where\">{} {}</span>",
        within.unwrap_or_default(),
        place.position,
        html(&brief(&place.pointer, VALUE))
    )
}

fn shown(value: &Value) -> String {
    html(&brief(&value.json, VALUE))
}

fn label(element: &ElementReport) -> String {
    let ElementReport {
        array: _,
        index,
        pointer: _,
        label,
    } = element;
    let label = label
        .as_ref()
        .map(|label| format!(" ({})", html(&brief(label, 40))));
    format!("[{index}]{}", label.unwrap_or_default())
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
