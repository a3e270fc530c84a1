//! `explain` for a pull-request comment or a chat message.

use crate::explain::{
    ConditionReport, Disagreement, EcsContainer, EcsTask, Explanation, Failure, Mark, Place,
    Subject, Summary, Taken, Value,
};
use crate::matching::Mode;
use crate::text::brief;
use crate::text::markdown::{cell_code, cell_sentence, code, plain, sentence};
use std::io::{self, Write};

/// How many characters of a value are shown.
const VALUE: usize = 80;
/// How many values of a condition are shown.
const SHOWN: usize = 2;

/// Writes one explanation.
///
pub(super) fn write(explanation: &Explanation<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Explanation {
        pattern,
        event,
        mode,
        verdicts,
        conditions,
        ors: _,
        alternatives: _,
        more_alternatives: _,
        disagreement,
        summary,
        task,
        notes,
    } = explanation;
    let verdict = match (verdicts.get(*mode).matched, disagreement) {
        (true, None) => "✅ match".to_owned(),
        (false, None) => "❌ no match".to_owned(),
        (_, Some(disagreement)) => format!("⚠️ {}", sentence(&disagreement.headline)),
    };
    writeln!(out, "### {verdict}")?;
    writeln!(out)?;
    if let Some(task) = task {
        header(task, out)?;
    }
    let name = |subject: &Subject<'_>| {
        let Subject {
            name,
            text: _,
            start: _,
        } = subject;
        code(name.unwrap_or("(unnamed)"))
    };
    writeln!(
        out,
        "Pattern {} against event {}.",
        name(pattern),
        name(event)
    )?;
    writeln!(out)?;
    let Summary {
        text,
        alternative: _,
        change: _,
    } = summary.get(*mode);
    writeln!(out, "**{}**", sentence(text))?;
    writeln!(out)?;
    for note in notes {
        writeln!(out, "{}\n", sentence(note))?;
    }
    writeln!(out, "| | condition | wants | found |")?;
    writeln!(out, "| --- | --- | --- | --- |")?;
    for condition in conditions {
        row(condition, *mode, out)?;
    }
    hints(conditions, out)?;
    if let Some(disagreement) = disagreement {
        modes(disagreement, conditions, out)?;
    }
    Ok(())
}

/// What an ECS task event is about, as somebody who is called at night wants to see it first.
fn header(task: &EcsTask, out: &mut dyn Write) -> io::Result<()> {
    let EcsTask {
        cluster,
        task_definition,
        task,
        containers,
        stopped_reason,
    } = task;
    let facts = [
        ("cluster", cluster),
        ("task definition", task_definition),
        ("task", task),
    ];
    for (what, value) in facts {
        if let Some(value) = value {
            writeln!(out, "- {what}: {}", code(value))?;
        }
    }
    for container in containers {
        let EcsContainer {
            name,
            exit_code,
            reason,
        } = container;
        let exit_code = match exit_code {
            Some(code) => format!("exit code {}", plain(code)),
            None => "no exit code".to_owned(),
        };
        let reason = reason
            .as_ref()
            .map(|reason| format!(": {}", plain(&brief(reason, VALUE))));
        writeln!(
            out,
            "- container: {}, {exit_code}{}",
            code(name),
            reason.unwrap_or_default()
        )?;
    }
    if let Some(reason) = stopped_reason {
        writeln!(out, "- stopped: {}", plain(&brief(reason, 2 * VALUE)))?;
    }
    writeln!(out)
}

fn row(condition: &ConditionReport, mode: Mode, out: &mut dyn Write) -> io::Result<()> {
    let mark = *condition.marks.get(mode);
    let sign = match mark {
        Mark::Held => "✅",
        Mark::Failed => "❌",
        Mark::Apart => "⚠️",
        Mark::NotReached => "➖",
    };
    writeln!(
        out,
        "| {sign} | {} | {} | {} |",
        cell_code(&condition.path),
        cell_sentence(&brief(&condition.asks, 2 * VALUE)),
        found(condition, mode, mark)
    )
}

fn found(condition: &ConditionReport, mode: Mode, mark: Mark) -> String {
    let witnesses = |only_chosen: bool| {
        let witnesses = condition.witnesses.iter();
        let shown = witnesses.filter(|w| !only_chosen || *w.chosen.get(mode));
        let shown: Vec<_> = shown
            .take(SHOWN)
            .map(|witness| at(&witness.value, &witness.place, cell_code))
            .collect();
        shown
    };
    let (shown, total) = match mark {
        Mark::NotReached if condition.replaced => {
            return "replaced by a later condition".to_owned();
        }
        Mark::NotReached => return "not reached".to_owned(),
        Mark::Held => match witnesses(true) {
            none if none.is_empty() => return "no value, as asked".to_owned(),
            shown => {
                let total = shown.len();
                (shown, total)
            }
        },
        Mark::Apart => (
            witnesses(false),
            condition.witnesses.len() + condition.more_witnesses,
        ),
        Mark::Failed => {
            let shown = condition.failures.iter().take(SHOWN).map(failure).collect();
            (shown, condition.failures.len() + condition.more_failures)
        }
    };
    let more = total.saturating_sub(shown.len());
    let more = if more > 0 {
        format!("<br>and {more} more")
    } else {
        String::new()
    };
    format!("{}{more}", shown.join("<br>"))
}

fn failure(failure: &Failure) -> String {
    let Failure { place, value, why } = failure;
    match (place, value) {
        (Some(place), Some(value)) => at(value, place, cell_code),
        _ => cell_sentence(&why.text),
    }
}

/// A value and its place: `143` in detail.containers[1] (hub), 60:21.
fn at(value: &Value, place: &Place, code: impl Fn(&str) -> String) -> String {
    let within = place.elements.last().map(|element| {
        let label = element.label.as_ref().map(|label| format!(" ({label})"));
        let label = label.unwrap_or_default();
        format!(" in {}[{}]{label}", element.array, element.index)
    });
    format!(
        "{}{} at {}",
        code(&brief(&value.json, VALUE)),
        plain(&within.unwrap_or_default()),
        place.position
    )
}

fn hints(conditions: &[ConditionReport], out: &mut dyn Write) -> io::Result<()> {
    let mut first = true;
    for hint in conditions.iter().flat_map(|condition| &condition.hints) {
        if first {
            writeln!(out)?;
            first = false;
        }
        let instead = hint
            .instead
            .as_ref()
            .map(|instead| format!(" Instead: {}.", sentence(instead)));
        writeln!(
            out,
            "- 💡 line {}: {}.{} ({})",
            hint.position.line,
            sentence(&hint.message),
            instead.unwrap_or_default(),
            hint.code
        )?;
    }
    Ok(())
}

fn modes(
    disagreement: &Disagreement,
    conditions: &[ConditionReport],
    out: &mut dyn Write,
) -> io::Result<()> {
    let Disagreement {
        direction,
        headline: _,
        alternative: _,
        array: _,
        taken,
        elements: _,
        more_elements: _,
        why,
        ways_out,
    } = disagreement;
    let title = match direction {
        crate::explain::Direction::FlattenedOnly => {
            "Flattened matches; strict, as EventBridge today, does not"
        }
        crate::explain::Direction::StrictOnly => {
            "Strict, as EventBridge today, matches; flattened does not"
        }
    };
    writeln!(out, "\n**{title}**: {}.\n", sentence(why))?;
    for Taken { condition, from } in taken {
        let path = conditions.get(*condition).map_or("", |c| c.path.as_str());
        let from = from.as_ref().map_or_else(
            || "no value, as asked".to_owned(),
            |(place, value)| at(value, place, code),
        );
        writeln!(out, "- {} took {from}", code(path))?;
    }
    writeln!(out, "\nWhat you can do:\n")?;
    for (number, way) in ways_out.iter().enumerate() {
        writeln!(out, "{}. {}", number + 1, sentence(way))?;
    }
    Ok(())
}
