//! What an explanation says is what the matcher did.

use crate::conformance::{text, verdict_cases};
use pattern_test::explain::{Explanation, Mark, explain};
use pattern_test::{Event, Mode, Pattern};

fn check(
    explanation: &Explanation<'_>,
    pattern: &Pattern,
    event: &Event<'_>,
) -> Result<(), String> {
    let complain = |what: &str, path: &str| Err(format!("{what} at {path}"));
    for (report, condition) in explanation.conditions.iter().zip(pattern.conditions()) {
        let accepting = event.leaves_at(&condition.path).filter(|leaf| {
            let value = event.value(*leaf);
            condition.matchers.iter().any(|m| m.kind.accepts(&value))
        });
        let accepting: Vec<_> = accepting.map(|leaf| event.pointer(leaf)).collect();
        if report.witnesses.len() + report.more_witnesses != accepting.len() {
            return complain("another number of witnesses", &report.path);
        }
        for witness in &report.witnesses {
            let spans: Vec<_> = event.leaves_at(&condition.path).collect();
            let leaf = spans
                .into_iter()
                .find(|leaf| {
                    event.document().node(event.leaf(*leaf).node).span == witness.place.span
                })
                .ok_or("a witness that is no leaf of its path")?;
            let pointer = event.pointer(leaf);
            if pointer != witness.place.pointer || !accepting.contains(&pointer) {
                return complain("a witness that is not accepted", &report.path);
            }
            if !condition.matchers[witness.matcher]
                .kind
                .accepts(&event.value(leaf))
            {
                return complain("a witness that its matcher does not accept", &report.path);
            }
            if event.position(leaf) != witness.place.position {
                return complain("another position", &report.path);
            }
        }
        if report.holds != (!accepting.is_empty() || report.by_absence) {
            return complain("a condition holds without a witness", &report.path);
        }
        if report.by_absence
            && (event.leaves_at(&condition.path).next().is_some() || !condition.accepts_absence())
        {
            return complain("absence where there is something", &report.path);
        }
        if !report.holds && (!accepting.is_empty() || report.failures.is_empty()) {
            return complain("a failure without a reason", &report.path);
        }
        for mode in [Mode::Flattened, Mode::Strict] {
            let mark = *report.marks.get(mode);
            if mark == Mark::Apart && (!report.holds || mode == Mode::Flattened) {
                return complain("apart", &report.path);
            }
            if mark == Mark::Failed && !accepting.is_empty() {
                return complain("a failed condition with an accepting leaf", &report.path);
            }
        }
    }
    for alternative in &explanation.alternatives {
        for mode in [Mode::Flattened, Mode::Strict] {
            let outcome = explanation.verdicts.get(mode);
            if *alternative.holds.get(mode) && !outcome.matched {
                return Err("an alternative holds, and the verdict is no match".to_owned());
            }
            if outcome.alternative == Some(alternative.index) && !alternative.holds.get(mode) {
                return Err("the alternative that decided does not hold".to_owned());
            }
        }
    }
    let modes = (explanation.verdicts.flattened, explanation.verdicts.strict);
    if explanation.disagreement.is_some() != (modes.0.matched != modes.1.matched) {
        return Err("disagreement".to_owned());
    }
    Ok(())
}

#[test]
fn every_conformance_case_is_explained_truly() {
    let mut differences = Vec::new();
    for (line, case) in &verdict_cases() {
        let pattern = Pattern::parse(text(case, "pattern")).unwrap();
        let event = Event::parse(text(case, "event")).unwrap();
        let explanation = explain(&pattern, &event);
        for mode in [Mode::Flattened, Mode::Strict] {
            let ours = if explanation.verdicts.get(mode).matched {
                "match"
            } else {
                "no-match"
            };
            if ours != text(case, mode.name()) {
                differences.push(format!("line {line}: {}", mode.name()));
            }
            let summary = explanation.summary.get(mode);
            let starts = if ours == "match" { "Match" } else { "No match" };
            if !summary.text.starts_with(starts) || summary.change.is_empty() != (ours == "match") {
                differences.push(format!("line {line}: {}", summary.text));
            }
        }
        if let Err(difference) = check(&explanation, &pattern, &event) {
            differences.push(format!("line {line}: {difference}\n{case}"));
        }
    }
    assert!(
        differences.is_empty(),
        "{} differ:\n{}",
        differences.len(),
        differences[..differences.len().min(10)].join("\n")
    );
}
