//! Not to hear of a finding again, with a reason: a comment where the language has such, the
//! configuration elsewhere.

use super::actions::Actor;
use super::address;
use super::document::Lines;
use super::edit::{self, Change};
use crate::config::Config;
use crate::json::Span;
use crate::lint::Finding;
use crate::template::{FileId, Form, Found};
use lsp_types::{CodeAction, CodeActionKind};
use std::path::Path;

/// What is written where the reason belongs, for its author to write over.
const REASON: &str = "(say why)";

/// The way not to hear of a finding.
pub(super) fn of(actor: &Actor<'_>, finding: &Finding) -> Option<CodeAction> {
    match has_comments(actor) {
        true => in_a_comment(actor, finding),
        false => in_the_configuration(actor, finding),
    }
}

fn has_comments(actor: &Actor<'_>) -> bool {
    let extension = actor.open.path.extension().and_then(|e| e.to_str());
    let is_json = actor.open.lines.text().trim_start().starts_with('{');
    !matches!(extension, Some("json" | "tfstate")) && !is_json
}

/// A comment above the finding's own line where that is a line of the template's language, and else above
/// the pattern that it is in.
fn in_a_comment(actor: &Actor<'_>, finding: &Finding) -> Option<CodeAction> {
    let lines = &actor.open.lines;
    let found = actor.patterns.extraction.patterns.get(finding.pattern)?;
    let found = Some(found).filter(|found| found.id == finding.id);
    let mut places = Vec::new();
    if found.is_none_or(|found| found.form == Form::Object) {
        places.push(finding.place.span.start);
    }
    let is_here = |found: &&Found| found.start().file == FileId::TEMPLATE;
    places.extend(found.filter(is_here).map(|found| found.start().span.start));
    let edit = places.into_iter().find_map(|at| {
        let line = lines.line_of(at);
        let text = lines.line(line);
        let indent: String = text
            .chars()
            .take_while(|c| matches!(c, ' ' | '\t'))
            .collect();
        let end = match lines.text().contains("\r\n") {
            true => "\r\n",
            false => "\n",
        };
        let code = finding.code;
        let comment = format!("{indent}# pattern-test: ignore {code}: {REASON}{end}");
        let start = Span::new(lines.start_of(line), lines.start_of(line));
        // Where it does what it should, and nothing else.
        proven(actor, finding, start, &comment).then(|| edit::replace(lines, start, comment))
    })?;
    let title = format!("Suppress `{}` here, with a reason", finding.code);
    Some(actor.action(title, CodeActionKind::QUICKFIX, vec![edit]))
}

/// Whether a comment silences the finding, and leaves patterns and all other findings as they are, but for
/// others of its rule in the same pattern.
fn proven(actor: &Actor<'_>, finding: &Finding, at: Span, comment: &str) -> bool {
    let text = edit::applied(actor.open.lines.text(), at, comment);
    let Some(after) = actor.read(&text) else {
        return false;
    };
    let texts = |extraction: &crate::template::Extraction| -> Vec<String> {
        let patterns = extraction.patterns.iter();
        patterns.map(|f| f.text.as_str().to_owned()).collect()
    };
    if texts(&after) != texts(&actor.patterns.extraction) {
        return false;
    }
    let is_silenced = |other: &Finding| other.code == finding.code && other.id == finding.id;
    let key = |f: &Finding| (f.code, f.id.clone(), f.path.clone(), f.message.clone());
    let left = actor.judge(&after);
    let before = &actor.patterns.findings;
    let count = |all: &[Finding]| all.iter().filter(|f| is_silenced(f)).count();
    let others = |all: &[Finding]| -> Vec<_> {
        let mut all: Vec<_> = all.iter().filter(|f| !is_silenced(f)).map(key).collect();
        all.sort();
        all
    };
    count(&left) < count(before) && others(&left) == others(before)
}

/// A line in `pattern-test.toml` for the whole file.
fn in_the_configuration(actor: &Actor<'_>, finding: &Finding) -> Option<CodeAction> {
    let workspace = &actor.open.workspace;
    let file = workspace.config_file();
    if workspace.config_error.is_some() || file.parent() != Some(&workspace.root) {
        return None;
    }
    let open = actor.shared.open_at(&file);
    let there = actor.shared.text_at(&file).ok()?;
    let is_new = there.is_none();
    if is_new && !actor.shared.client.creates_files {
        return None;
    }
    let text = there.unwrap_or_default();
    let name = actor.open.name().replace('\\', "/");
    let new = ignoring(&text, &name, finding.code, &file)?;
    let lines = Lines::new(text, actor.shared.client.encoding);
    let change = Change {
        uri: address::uri(&file)?,
        version: open.map(|open| open.version),
        edits: edit::between(&lines, &new).into_iter().collect(),
        is_new,
    };
    Some(CodeAction {
        title: format!(
            "Ignore `{}` in this file, in pattern-test.toml",
            finding.code
        ),
        kind: Some(CodeActionKind::QUICKFIX),
        edit: Some(edit::of(&actor.shared.client, vec![change])),
        ..CodeAction::default()
    })
}

/// The configuration with a rule ignored in a file; nothing where the text does not say then what it
/// should.
fn ignoring(text: &str, name: &str, code: &str, file: &Path) -> Option<String> {
    const SECTION: &str = "[check.per-file-ignores]";
    let glob = serde_json::to_string(&format!("/{name}")).ok()?;
    let entry = format!("{glob} = [\"{code}\"] # {REASON}\n");
    let header = text.lines().position(|line| line.trim() == SECTION);
    let mut new = String::new();
    match header {
        Some(at) => {
            for (number, line) in text.split_inclusive('\n').enumerate() {
                new.push_str(line);
                if number == at {
                    if !line.ends_with('\n') {
                        new.push('\n');
                    }
                    new.push_str(&entry);
                }
            }
        }
        None => {
            new.push_str(text);
            if !text.is_empty() {
                new.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
            }
            new.push_str(&format!("{SECTION}\n{entry}"));
        }
    }
    let before = Config::of_text(file, text).ok()?;
    let after = Config::of_text(file, &new).ok()?;
    let mut wanted = before.check.per_file_ignores.clone();
    wanted.insert(format!("/{name}"), vec![code.to_owned()]);
    let is_right = after.check.per_file_ignores == wanted
        && before.check.per_file_ignores != wanted
        && after.paths == before.paths;
    is_right.then_some(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_says_what_it_said_and_one_thing_more() {
        let file = Path::new("pattern-test.toml");
        let add = |text: &str| ignoring(text, "a/b.json", "no-source", file);
        let line = "\"/a/b.json\" = [\"no-source\"] # (say why)\n";
        assert_eq!(
            add("").unwrap(),
            format!("[check.per-file-ignores]\n{line}")
        );
        assert_eq!(
            add("[paths]\npatterns = [\"p\"]").unwrap(),
            format!("[paths]\npatterns = [\"p\"]\n\n[check.per-file-ignores]\n{line}")
        );
        let with = "[check.per-file-ignores]\n\"x\" = [\"no-source\"]\n\n[verify]\n";
        let new = add(with).unwrap();
        assert!(new.starts_with(&format!("[check.per-file-ignores]\n{line}\"x\"")));
        // A key that is there already would stand twice; one that is spelled otherwise is not seen.
        assert_eq!(add(&new), None);
        assert_eq!(add("[check]\nper-file-ignores = {}\n"), None);
        assert_eq!(add("[check\n"), None);
    }
}
