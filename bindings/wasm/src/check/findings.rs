//! What is wrong with the patterns of a text: the document of `check --format json`.

use super::{Places, Told, taken, told, vars_of};
use crate::{json, problem};
use pattern_test::lint::evidence::Evidence;
use pattern_test::lint::fix::Mender;
use pattern_test::lint::{self, Finding, Safety, suppress};
use pattern_test::template::{Extraction, Vars};
use pattern_test::{Event, template};
use serde::Serialize;
use std::collections::HashSet;
use wasm_bindgen::prelude::wasm_bindgen;

#[derive(Serialize)]
struct Document<'f> {
    schema: u32,
    findings: Vec<Row<'f>>,
    errors: Vec<Told<'f>>,
    patterns: usize,
    files: usize,
    open: usize,
}

#[derive(Serialize)]
struct Row<'f> {
    code: &'static str,
    severity: &'static str,
    message: &'f str,
    help: Option<&'f str>,
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    path: &'f str,
    id: &'f str,
    note: Option<&'f str>,
    fixable: bool,
    fixable_unsafely: bool,
}

/// Gives a table of what is known of AWS, a file of `data/`, before anything is checked.
#[wasm_bindgen]
pub fn give(name: &str, packed: Vec<u8>) -> bool {
    pattern_test::aws::give(name, packed)
}

/// What is wrong with the patterns of a text. `vars` is a JSON object of what the template leaves
/// open; `events` are texts of events that show what fields there are.
///
/// # Errors
/// There is no pattern in the text, or an event cannot be read.
#[wasm_bindgen]
pub fn check(text: &str, name: &str, vars: &str, events: Vec<String>) -> Result<String, String> {
    let vars = vars_of(vars)?;
    let mut evidence = Evidence::default();
    for (index, event) in events.into_iter().enumerate() {
        let event = Event::parse(event).map_err(|error| problem::of_event(&error))?;
        evidence.add(&format!("events[{index}]"), event);
    }
    let extraction = taken(name, text, &vars)?;
    let findings = findings(&extraction, name, &vars, &evidence);
    let mut places = Places::new(&extraction);
    let errors = told(&extraction.problems, &mut places);
    let mut seen = HashSet::new();
    let rows = findings.iter().filter_map(|finding| {
        let at = places.at(finding.place)?;
        let key = (finding.place, finding.code, &finding.path, &finding.message);
        let row = Row {
            code: finding.code,
            severity: finding.severity.name(),
            message: &finding.message,
            help: finding.help.as_deref(),
            file: at.file,
            line: at.line,
            column: at.column,
            end_line: at.end_line,
            end_column: at.end_column,
            path: &finding.path,
            id: &finding.id,
            note: finding.note.as_deref(),
            fixable: finding
                .fix
                .as_ref()
                .is_some_and(|fix| fix.safety == Safety::Safe),
            fixable_unsafely: finding.fix.is_some(),
        };
        seen.insert(key).then_some(row)
    });
    let findings: Vec<_> = rows.collect();
    let judged = |found: &&template::Found| found.is_judged();
    json(&Document {
        schema: 1,
        findings,
        errors,
        patterns: extraction.patterns.iter().filter(judged).count(),
        files: 1,
        open: extraction.open.len(),
    })
}

/// The findings with the fixes that hold, and without those that the text itself silences.
pub(crate) fn findings(
    extraction: &Extraction,
    name: &str,
    vars: &Vars,
    evidence: &Evidence,
) -> Vec<Finding> {
    let all = lint::check_all(extraction, evidence);
    let mut findings = suppress::apply(all, extraction);
    let mender = Mender {
        read: &|text| super::extract(name, text, vars).ok(),
        evidence,
    };
    mender.offer(extraction, &mut findings);
    findings
}
