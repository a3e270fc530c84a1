//! Suppressions that stand beside a pattern, and what became of them.

use super::rules::{suppression_without_reason, unused_suppression};
use super::{Finding, Rule, rule};
use crate::json::{LineIndex, Span};
use crate::template::{Extraction, FileId, Place};

/// What introduces a suppression in a comment.
const MARK: &str = "pattern-test: ignore";

/// A comment `# pattern-test: ignore CODE, CODE: REASON`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Comment {
    codes: Vec<String>,
    has_reason: bool,
    span: Span,
    /// The line that it is about: its own, or, where it stands alone, the next that is no comment.
    line: usize,
}

/// Leaves out what the templates say to leave out, and adds what is wrong with how they say it.
pub fn apply(findings: Vec<Finding>, extraction: &Extraction) -> Vec<Finding> {
    let Some(template) = extraction.file(FileId::TEMPLATE) else {
        return findings;
    };
    let text = &*template.text;
    let comments = comments(text);
    let mut used = vec![false; comments.len()];
    let ignored: Vec<_> = extraction
        .patterns
        .iter()
        .flat_map(|found| {
            found
                .ignored
                .iter()
                .map(move |ignored| (&found.id, ignored))
        })
        .collect();
    let mut metadata_used = vec![false; ignored.len()];
    if comments.is_empty() && ignored.is_empty() {
        return findings;
    }
    let index = LineIndex::new(text);
    let line = |at: usize| index.position(at).line;
    // The lines on which each pattern begins: what stands there is about all of it.
    let starts: Vec<_> = extraction
        .patterns
        .iter()
        .map(|found| {
            (
                &found.id,
                line(found.key.span.start),
                line(found.place.span.start),
            )
        })
        .collect();
    let mut kept: Vec<Finding> = findings
        .into_iter()
        .filter(|finding| {
            let own =
                (finding.place.file == FileId::TEMPLATE).then(|| line(finding.place.span.start));
            let starts = starts.iter().filter(|(id, ..)| **id == finding.id);
            let lines: Vec<usize> = starts
                .flat_map(|(_, key, value)| [*key, *value])
                .chain(own)
                .collect();
            let mut keep = true;
            for (comment, used) in comments.iter().zip(&mut used) {
                if lines.contains(&comment.line) && comment.codes.iter().any(|c| c == finding.code)
                {
                    *used = true;
                    keep = false;
                }
            }
            for ((id, ignored), used) in ignored.iter().zip(&mut metadata_used) {
                if **id == finding.id && ignored.code == finding.code {
                    *used = true;
                    keep = false;
                }
            }
            keep
        })
        .collect();
    for (comment, used) in comments.iter().zip(used) {
        let place = Place {
            file: FileId::TEMPLATE,
            span: comment.span,
        };
        kept.extend(complaint(
            &comment.codes,
            comment.has_reason,
            used,
            place,
            "",
        ));
    }
    let mut told = Vec::new();
    for ((id, ignored), used) in ignored.iter().zip(metadata_used) {
        // A resource with several patterns says it once for all of them.
        if told.contains(&ignored.place) {
            continue;
        }
        told.push(ignored.place);
        let codes = [ignored.code.clone()];
        let has_reason = ignored
            .reason
            .as_ref()
            .is_some_and(|reason| !reason.trim().is_empty());
        kept.extend(complaint(&codes, has_reason, used, ignored.place, id));
    }
    kept.sort_by_key(|finding| (finding.place.file != FileId::TEMPLATE, finding.place));
    kept
}

fn complaint(
    codes: &[String],
    has_reason: bool,
    used: bool,
    place: Place,
    id: &str,
) -> Option<Finding> {
    let new = |rule: &'static Rule, message: String, help: &str| Finding {
        code: rule.code,
        severity: rule.severity,
        message,
        help: Some(help.to_owned()),
        place,
        path: String::new(),
        id: id.to_owned(),
        note: None,
        pattern: 0,
        idea: None,
        fix: None,
    };
    if let Some(unknown) = codes.iter().find(|code| rule(code).is_none()) {
        let message = format!("unknown rule `{unknown}`");
        return Some(new(
            &unused_suppression::RULE,
            message,
            "pattern-test check --list-rules lists them",
        ));
    }
    if !used {
        let message = format!(
            "nothing is suppressed here: {} does not fire",
            codes.join(", ")
        );
        return Some(new(&unused_suppression::RULE, message, "take it out"));
    }
    (!has_reason).then(|| {
        new(
            &suppression_without_reason::RULE,
            "this suppression does not say why".to_owned(),
            "write `# pattern-test: ignore CODE: REASON`, or `reason` beside `code`",
        )
    })
}

fn comments(text: &str) -> Vec<Comment> {
    let mut found = Vec::new();
    if !text.contains(MARK) {
        return found;
    }
    let mut start = 0;
    let mut waiting: Vec<Comment> = Vec::new();
    for (index, whole) in text.split_inclusive('\n').enumerate() {
        let line = whole.trim_end();
        let trimmed = line.trim_start();
        let alone = trimmed.starts_with('#') || trimmed.starts_with("//");
        if !alone && !trimmed.is_empty() {
            for mut comment in waiting.drain(..) {
                comment.line = index + 1;
                found.push(comment);
            }
        }
        let begin = line.find(MARK).filter(|at| {
            let before = line.get(..*at).unwrap_or("").trim_end();
            before.ends_with('#') || before.ends_with("//")
        });
        if let Some(at) = begin {
            let rest = line.get(at + MARK.len()..).unwrap_or("");
            let (codes, reason) = rest.split_once(':').unwrap_or((rest, ""));
            let codes = codes.split([',', ' ']).filter(|code| !code.is_empty());
            let comment = Comment {
                codes: codes.map(str::to_owned).collect(),
                has_reason: !reason.trim().is_empty(),
                span: Span::new(start + at, start + line.len()),
                line: index + 1,
            };
            match alone {
                true => waiting.push(comment),
                false => found.push(comment),
            }
        }
        start += whole.len();
    }
    found.append(&mut waiting);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_about_its_line_or_the_next() {
        let text = "a: 1 # pattern-test: ignore no-source: ours\n# pattern-test: ignore a, b\n# more\n\nb: 2\n\"pattern-test: ignore x\"\n";
        let found = comments(text);
        let lines: Vec<_> = found
            .iter()
            .map(|c| (c.line, c.codes.join("+"), c.has_reason))
            .collect();
        assert_eq!(
            lines,
            [
                (1, "no-source".to_owned(), true),
                (5, "a+b".to_owned(), false)
            ]
        );
    }
}
