//! What is wrong with the patterns on the left, with the changes that mend it.

use super::pattern::NAME;
use super::{Fix, Remark};
use crate::check::extract;
use crate::check::findings::findings;
use crate::json;
use crate::utf16::Units;
use pattern_test::lint::Safety;
use pattern_test::lint::evidence::Evidence;
use pattern_test::template::{FileId, Vars};
use wasm_bindgen::prelude::wasm_bindgen;

/// The findings on the text on the left: remarks. What [`live`](super::live) says itself, that the
/// service refuses the pattern, is left out.
///
/// # Errors
/// A mistake of ours.
#[wasm_bindgen]
pub fn live_findings(text: &str) -> Result<String, String> {
    let vars = Vars::new();
    let Ok(extraction) = extract(NAME, text, &vars) else {
        return json::<[Remark]>(&[]);
    };
    let units = Units::new(text);
    let found = findings(&extraction, NAME, &vars, &Evidence::default());
    let found = found.into_iter().filter(|finding| {
        finding.place.file == FileId::TEMPLATE && finding.code != "invalid-pattern"
    });
    let remarks: Vec<_> = found
        .map(|finding| Remark {
            range: units.range(finding.place.span),
            severity: finding.severity.name(),
            code: Some(finding.code),
            fix: finding.fix.as_ref().map(|fix| Fix {
                range: units.range(fix.place.span),
                insert: fix.text.clone(),
                safe: fix.safety == Safety::Safe,
            }),
            help: finding.help,
            message: finding.message,
        })
        .collect();
    json(&remarks)
}
