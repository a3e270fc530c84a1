//! Above each pattern: what becomes of the fixtures, and of the cases of suites.

use super::commands::{self, SHOW_FIXTURES};
use super::judge::{self, Target};
use super::state::{Open, Shared};
use crate::suite::Outcome;
use lsp_types::{CodeLens, Command};
use serde_json::json;

/// The most lenses of one document.
const MOST: usize = 1_000;

/// A lens for each pattern; what it says is found when it is looked at.
pub(super) fn all(open: &Open) -> Vec<CodeLens> {
    let workspace = &open.workspace;
    let is_bare = workspace.fixtures.is_empty() && workspace.suites.is_empty();
    let analysis = open.analysis();
    let Some(view) = analysis.view().filter(|_| !is_bare) else {
        return Vec::new();
    };
    let lenses = view.all().filter_map(|(index, found)| {
        let span = view.span(found.start())?;
        Target::new(view, index)?;
        Some(CodeLens {
            range: open.lines.range(span),
            command: None,
            data: Some(json!({"uri": open.uri, "pattern": found.id, "index": index})),
        })
    });
    lenses.take(MOST).collect()
}

/// A lens with what it says.
pub(super) fn resolved(_: &Shared, open: &Open, lens: CodeLens) -> CodeLens {
    let command = command(open, &lens);
    CodeLens {
        command: Some(command.unwrap_or_else(|| Command {
            // The document has changed since.
            title: "…".to_owned(),
            command: String::new(),
            arguments: None,
        })),
        ..lens
    }
}

fn command(open: &Open, lens: &CodeLens) -> Option<Command> {
    let data = lens.data.as_ref()?;
    let index = usize::try_from(data.get("index")?.as_u64()?).ok()?;
    let analysis = open.analysis();
    let view = analysis.view()?;
    let target = Target::new(view, index)?;
    if target.found.id != data.get("pattern")?.as_str()? {
        return None;
    }
    let workspace = &open.workspace;
    let mode = judge::mode(workspace);
    let seen = target.of_all(workspace);
    let matched = seen.iter().filter(|seen| seen.matches(mode)).count();
    let only_other = seen
        .iter()
        .filter(|seen| seen.matches(mode.other()) && !seen.matches(mode));
    let mut parts = Vec::new();
    parts.push(match seen.len() {
        0 => "no fixtures".to_owned(),
        1 if matched == 1 => "matches the only fixture".to_owned(),
        all => format!("matches {matched} of {all} fixtures"),
    });
    match only_other.count() {
        0 => {}
        count => parts.push(format!("{count} only {}", mode.other().name())),
    }
    let cases = target.cases(view, &open.path, &workspace.suites);
    if !cases.is_empty() {
        let passed = cases
            .iter()
            .filter(|(_, outcome)| *outcome == Outcome::Passed);
        parts.push(match (passed.count(), cases.len()) {
            (1, 1) => "1 case passes".to_owned(),
            (passed, all) if passed == all => format!("{all} cases pass"),
            (passed, all) => format!("{} of {all} cases fail", all - passed),
        });
    }
    if !target.unknown.is_empty() {
        parts.push(format!("`{}` not known", target.unknown.join("`, `")));
    }
    Some(Command {
        title: parts.join(" · "),
        command: SHOW_FIXTURES.to_owned(),
        arguments: Some(vec![json!({
            "uri": open.uri,
            "position": lens.range.start,
            "pattern": commands::label(open, &target.found.id),
            "fixtures": judge::listed(&seen, mode),
        })]),
    })
}
