//! `compare` for a pull request.

use super::compare_report::{Answer, CompareReport, Compared, Outcome, RuleComparison, Shown};
use crate::text::json;
use crate::text::markdown::{block, cell_code, cell_sentence, code, html_code, sentence};
use std::io::{self, Write};

pub(super) fn write(report: &CompareReport, out: &mut dyn Write) -> io::Result<()> {
    let CompareReport {
        mode,
        scalar,
        revision,
        rules,
        checkout,
    } = report;
    let scope = if *scalar { ", single values only" } else { "" };
    let changed: Vec<_> = rules
        .iter()
        .filter(|rule| !matches!(rule.outcome, Outcome::SameText))
        .collect();
    let since = revision.as_deref().map_or(String::new(), |revision| {
        format!(" since {}", code(revision))
    });
    writeln!(
        out,
        "**{} of {} event patterns changed{since}** ({}{scope})",
        changed.len(),
        rules.len(),
        mode.name()
    )?;
    if changed.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n| rule | change | now also matches | no longer matches |"
    )?;
    writeln!(out, "| --- | --- | --- | --- |")?;
    for rule in &changed {
        let RuleComparison { old, new, outcome } = rule;
        let name = match old == new {
            true => cell_code(&checkout.path(new)),
            false => format!(
                "{} → {}",
                cell_code(&checkout.path(old)),
                cell_code(&checkout.path(new))
            ),
        };
        let (gained, lost) = match outcome {
            Outcome::Compared(compared) => (cell(&compared.only_new), cell(&compared.only_old)),
            _ => (String::new(), String::new()),
        };
        writeln!(out, "| {name} | {} | {gained} | {lost} |", outcome.name())?;
    }
    for rule in &changed {
        let Outcome::Compared(compared) = &rule.outcome else {
            continue;
        };
        let Compared {
            relation: _,
            relation_of_single_values: _,
            only_old,
            only_new,
            both: _,
        } = &**compared;
        let name = html_code(&checkout.path(&rule.new));
        event(&format!("{name} now also matches"), only_new, out)?;
        event(&format!("{name} no longer matches"), only_old, out)?;
    }
    Ok(())
}

fn cell(answer: &Answer) -> String {
    match answer {
        Answer::Nothing => String::new(),
        Answer::Event(shown) => cell_sentence(&shown.words),
        Answer::Unknown(why) => format!("not known: {}", cell_sentence(why)),
    }
}

fn event(title: &str, answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let Answer::Event(shown) = answer else {
        return Ok(());
    };
    let Shown {
        event,
        base: _,
        words: _,
        old,
        new,
    } = &**shown;
    writeln!(out, "\n<details><summary>{title}</summary>\n")?;
    writeln!(out, "{}", block("json", &json(event)))?;
    writeln!(out, "- before: {}", sentence(&old.text))?;
    writeln!(out, "- now: {}\n", sentence(&new.text))?;
    writeln!(out, "</details>")
}
