//! The patterns of a text, wherever they are in it.

use super::{Places, Told, taken, told, vars_of};
use crate::json;
use pattern_test::template::Found;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

#[derive(Serialize)]
struct Document<'e> {
    patterns: Vec<Row<'e>>,
    open: Vec<&'e str>,
    errors: Vec<Told<'e>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'e> {
    /// The id in the template; empty for a text that is a pattern.
    id: &'e str,
    /// Other names that it is found by.
    aliases: &'e [String],
    /// What uses it.
    used_by: &'static str,
    /// What the text is written in.
    format: &'static str,
    /// The pattern as it is deployed.
    text: &'e str,
    /// The same with numbers and booleans as strings, where that may be what arrives.
    stringified: Option<&'e str>,
    /// What the template leaves open: each is in the text as `${name}`.
    unknowns: Vec<&'e str>,
    line: usize,
    column: usize,
}

/// The patterns of a text: JSON. `vars` is a JSON object of what the template leaves open.
///
/// # Errors
/// There is no pattern in the text.
#[wasm_bindgen]
pub fn patterns(text: &str, name: &str, vars: &str) -> Result<String, String> {
    let vars = vars_of(vars)?;
    let extraction = taken(name, text, &vars)?;
    let mut places = Places::new(&extraction);
    let mut row = |found: &'_ Found| -> (usize, usize) {
        let at = places.at(found.start());
        at.map_or((1, 1), |at| (at.line, at.column))
    };
    let starts: Vec<_> = extraction.patterns.iter().map(&mut row).collect();
    let rows = extraction.patterns.iter().zip(starts);
    let rows = rows.map(|(found, (line, column))| {
        let mut unknowns: Vec<_> = found.text.unknowns().map(|unknown| unknown.name).collect();
        unknowns.sort_unstable();
        unknowns.dedup();
        Row {
            id: &found.id,
            aliases: &found.aliases,
            used_by: found.used_by.name(),
            format: found.format.name(),
            text: found.text.as_str(),
            stringified: found.stringified.as_ref().map(|text| text.as_str()),
            unknowns,
            line,
            column,
        }
    });
    let rows: Vec<_> = rows.collect();
    let open = extraction.open.iter().map(|open| open.id.as_str());
    json(&Document {
        patterns: rows,
        open: open.collect(),
        errors: told(&extraction.problems, &mut places),
    })
}
