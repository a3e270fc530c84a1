//! The layout of pattern files.

use super::analysis::Kind;
use super::edit;
use super::state::Open;
use crate::json::{Document, NodeId, NodeKind};
use crate::pattern::Pattern;
use lsp_types::TextEdit;

/// The columns that an object or list on one line may take.
const WIDTH: usize = 100;

/// The edit that lays out a pattern file; nothing for all other documents, and for those that cannot be
/// read.
pub(super) fn all(open: &Open) -> Vec<TextEdit> {
    let analysis = open.analysis();
    let Kind::Patterns(patterns) = &analysis.kind else {
        return Vec::new();
    };
    if !patterns.extraction.is_pattern() {
        return Vec::new();
    }
    let new = formatted(open.lines.text());
    let edit = new.and_then(|new| edit::between(&open.lines, &new));
    edit.into_iter().collect()
}

/// A pattern with its objects and lists laid out: two columns for each level, one blank behind `:` and
/// `,`. What its author wrote over several lines stays on several, what stands on one line stays there
/// if it fits. Values and keys are left as they are spelled. Nothing where the text is not JSON, or would
/// become too long for a pattern.
pub(super) fn formatted(text: &str) -> Option<String> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = Document::parse(body).ok()?;
    let mut writer = Writer {
        document: &document,
        out: String::with_capacity(text.len()),
    };
    writer.value(0, 0, 0);
    let mut new = writer.out;
    new.push('\n');
    if Pattern::parse(body).is_ok() && Pattern::parse(new.as_str()).is_err() {
        return None;
    }
    if text.contains("\r\n") {
        new = new.replace('\n', "\r\n");
    }
    match body.len() == text.len() {
        true => Some(new),
        false => Some(format!("\u{feff}{new}")),
    }
}

struct Writer<'d> {
    document: &'d Document<'d>,
    out: String,
}

impl Writer<'_> {
    /// Writes a value `depth` levels deep, behind `before` columns of its line.
    fn value(&mut self, id: NodeId, depth: usize, before: usize) {
        let node = self.document.node(id);
        let brackets = match node.kind {
            NodeKind::Object => ('{', '}'),
            NodeKind::Array => ('[', ']'),
            _ => {
                self.out.push_str(self.document.raw(id));
                return;
            }
        };
        let inside: Vec<NodeId> = self.document.children(id).collect();
        let source = self.document.raw(id);
        let one_line = self.on_one_line(id);
        let fits = before + one_line.chars().count() <= WIDTH;
        if inside.is_empty() || !source.contains(['\n', '\r']) && fits {
            self.out.push_str(&one_line);
            return;
        }
        // Plain values that are written side by side stay so, even over several lines.
        self.out.push(brackets.0);
        let last = inside.len() - 1;
        for (index, child) in inside.into_iter().enumerate() {
            self.line(depth + 1);
            let mut before = 2 * (depth + 1);
            let key = self.document.node(child).key;
            if !key.is_empty() {
                let key = key.of(self.document.text());
                self.out.push_str(key);
                self.out.push_str(": ");
                before += key.chars().count() + 2;
            }
            self.value(child, depth + 1, before);
            if index < last {
                self.out.push(',');
            }
        }
        self.line(depth);
        self.out.push(brackets.1);
    }

    fn line(&mut self, depth: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", depth));
    }

    fn on_one_line(&self, id: NodeId) -> String {
        let mut out = String::new();
        let mut stack: Vec<Step<'_>> = vec![Step::Value(id)];
        while let Some(step) = stack.pop() {
            let id = match step {
                Step::Text(text) => {
                    out.push_str(text);
                    continue;
                }
                Step::Value(id) => id,
            };
            let node = self.document.node(id);
            let brackets = match node.kind {
                NodeKind::Object => ["{", "}"],
                NodeKind::Array => ["[", "]"],
                _ => {
                    out.push_str(self.document.raw(id));
                    continue;
                }
            };
            out.push_str(brackets[0]);
            let mut steps = Vec::new();
            for (index, child) in self.document.children(id).enumerate() {
                if index > 0 {
                    steps.push(Step::Text(", "));
                }
                let key = self.document.node(child).key;
                if !key.is_empty() {
                    steps.push(Step::Text(key.of(self.document.text())));
                    steps.push(Step::Text(": "));
                }
                steps.push(Step::Value(child));
            }
            steps.push(Step::Text(brackets[1]));
            stack.extend(steps.into_iter().rev());
        }
        out
    }
}

/// What is still to be written.
enum Step<'d> {
    Text(&'d str),
    Value(NodeId),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_stay_where_they_were() {
        let text = "{\"source\":[\"aws.ecs\"],\n\"detail\":{\"a\":[1,{\"numeric\":[\">\",0]}],\"b\":[\n\"x\",\"y\"]}}";
        let new = formatted(text).unwrap();
        let expected = "\
{
  \"source\": [\"aws.ecs\"],
  \"detail\": {
    \"a\": [1, {\"numeric\": [\">\", 0]}],
    \"b\": [
      \"x\",
      \"y\"
    ]
  }
}
";
        assert_eq!(new, expected);
        assert_eq!(formatted(&new).unwrap(), new, "stable");
    }

    #[test]
    fn spelling_and_line_ends_are_kept() {
        assert_eq!(
            formatted("\u{feff}{ \"a\" : [ 1.0e0 , \"\\u00e9\" ] }\r\n").unwrap(),
            "\u{feff}{\"a\": [1.0e0, \"\\u00e9\"]}\r\n"
        );
        assert_eq!(formatted("{\"a\": [}"), None);
        assert_eq!(formatted("{}").unwrap(), "{}\n");
    }

    #[test]
    fn what_is_too_long_for_a_line_is_broken() {
        let values: Vec<_> = (0..40).map(|n| format!("\"value{n}\"")).collect();
        let text = format!("{{\"a\": [{}]}}", values.join(", "));
        let new = formatted(&text).unwrap();
        assert!(new.lines().all(|line| line.chars().count() <= WIDTH));
        assert_eq!(formatted(&new).unwrap(), new);
    }
}
