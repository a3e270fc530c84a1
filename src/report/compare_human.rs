//! `compare` for people.

use super::compare_report::{
    Answer, CompareReport, Compared, Explained, Outcome, RuleComparison, Shown, sentence,
};
use super::style::wrapped;
use super::style::{BAD, FAINT, GOOD, LOOK_HERE, Look, STRONG};
use crate::analysis::Relation;
use crate::text::{json, visible};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr as _;

pub(super) fn write(report: &CompareReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let CompareReport {
        mode,
        scalar,
        revision,
        rules,
        checkout: _,
    } = report;
    let scope = if *scalar {
        format!("{}, single values only", mode.name())
    } else {
        mode.name().to_owned()
    };
    if let (None, [rule]) = (revision, &**rules) {
        return pair(rule, &scope, look, out);
    }
    let changed: Vec<_> = rules.iter().filter(|rule| is_changed(rule)).collect();
    let count = format!("{} of {} patterns changed", changed.len(), rules.len());
    let since = revision.as_deref().map_or(String::new(), |revision| {
        format!(" since {}", visible(revision))
    });
    writeln!(out, "{}{since} ({scope})", look.paint(&count, STRONG))?;
    for rule in changed {
        writeln!(out)?;
        let name = format!("{:<11}", rule.outcome.name());
        let style = style(&rule.outcome);
        let title = match rule.old == rule.new {
            true => visible(&rule.new).into_owned(),
            false => format!("{} → {}", visible(&rule.old), visible(&rule.new)),
        };
        writeln!(out, "{} {title}", look.paint(&name, style))?;
        let Outcome::Compared(compared) = &rule.outcome else {
            continue;
        };
        line("now also matches", &compared.only_new, look, out)?;
        line("no longer matches", &compared.only_old, look, out)?;
        single(compared, look, out)?;
    }
    Ok(())
}

fn is_changed(rule: &RuleComparison) -> bool {
    !matches!(rule.outcome, Outcome::SameText)
}

fn style(outcome: &Outcome) -> owo_colors::Style {
    match outcome {
        Outcome::Compared(compared) => relation_style(compared.relation),
        Outcome::SameText => FAINT,
        Outcome::Added | Outcome::Removed | Outcome::WasInvalid | Outcome::Open => LOOK_HERE,
        Outcome::Invalid => BAD,
    }
}

fn relation_style(relation: Relation) -> owo_colors::Style {
    match relation {
        Relation::Equivalent => GOOD,
        Relation::Wider | Relation::Narrower | Relation::Overlapping => LOOK_HERE,
        Relation::Disjoint | Relation::Unknown => BAD,
    }
}

/// One direction of a change in one line, more where it does not fit.
fn line(what: &str, answer: &Answer, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let text = match answer {
        Answer::Nothing => return Ok(()),
        Answer::Event(shown) => format!("{what} {}", visible(&shown.words)),
        Answer::Unknown(why) => format!("{what} …? {}", visible(why)),
    };
    paragraph(&text, "  ", look, out)
}

fn single(compared: &Compared, look: Look, out: &mut dyn Write) -> io::Result<()> {
    if compared.relation_of_single_values == compared.relation {
        return Ok(());
    }
    let text = format!(
        "over events in which no path has several values: {}, {}",
        compared.relation_of_single_values.name(),
        sentence(compared.relation_of_single_values)
    );
    paragraph(&text, "  ", look, out)
}

fn pair(rule: &RuleComparison, scope: &str, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let RuleComparison { old, new, outcome } = rule;
    writeln!(out, "old  {}\nnew  {}", visible(old), visible(new))?;
    let Outcome::Compared(compared) = outcome else {
        return writeln!(out, "{}", outcome.name());
    };
    let Compared {
        relation,
        relation_of_single_values: _,
        only_old,
        only_new,
        both,
    } = &**compared;
    let name = look.paint(relation.name(), relation_style(*relation));
    writeln!(out, "\n{name} ({scope}): {}", sentence(*relation))?;
    single(compared, look, out)?;
    answer("only the old one matches", only_old, look, out)?;
    answer("only the new one matches", only_new, look, out)?;
    // What both match says something only where it may surprise.
    if compared.relation != compared.relation_of_single_values
        || *relation == Relation::Overlapping
        || matches!(both, Answer::Unknown(_))
    {
        answer("both match", both, look, out)?;
    }
    Ok(())
}

fn answer(what: &str, answer: &Answer, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let shown = match answer {
        Answer::Nothing => return Ok(()),
        Answer::Unknown(why) => {
            writeln!(
                out,
                "\n{}",
                look.paint(&format!("{what}: not known"), STRONG)
            )?;
            return paragraph(&visible(why), "  ", look, out);
        }
        Answer::Event(shown) => shown,
    };
    let Shown {
        event,
        base,
        words: _,
        old,
        new,
    } = &**shown;
    let from = base.as_deref().map_or(String::new(), |base| {
        format!(" (made from {})", visible(base))
    });
    writeln!(out, "\n{}{from}", look.paint(what, STRONG))?;
    for line in json(event).lines() {
        writeln!(out, "  {line}")?;
    }
    for (name, Explained { matches, text }) in [("old", old), ("new", new)] {
        let (word, style) = if *matches {
            ("match", GOOD)
        } else {
            ("no match", BAD)
        };
        let verdict = look.paint(&format!("{word:<8}"), style);
        let lines = wrapped(
            &visible(text),
            look.width.unwrap_or(100).clamp(40, 100) - 17,
        );
        for (index, line) in lines.iter().enumerate() {
            if index == 0 {
                writeln!(out, "  {name}  {verdict}  {line}")?;
            } else {
                writeln!(out, "{:17}{line}", "")?;
            }
        }
    }
    Ok(())
}

fn paragraph(text: &str, indent: &str, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let width = look.width.unwrap_or(100).min(100);
    for line in wrapped(text, width.saturating_sub(indent.width()).max(20)) {
        writeln!(out, "{indent}{line}")?;
    }
    Ok(())
}
