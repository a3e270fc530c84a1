//! Command lines of the AWS CLI, in scripts, in a terminal's history, as an argument.
//!
//! From each `aws` on, words are read as shells read them: quotes of all kinds, escapes, heredocs,
//! continued lines. What a variable stands for is not known.

use super::super::text::{FileId, Place, Text};
use super::super::used::Use;
use crate::json::Span;
use std::cell::Cell;

/// An option that takes a pattern, or a document with patterns in it.
struct Flag {
    name: &'static str,
    used_by: Use,
    /// Whether the value is the pattern itself.
    is_pattern: bool,
}

const FLAGS: [Flag; 9] = [
    Flag {
        name: "--event-pattern",
        used_by: Use::Rule,
        is_pattern: true,
    },
    Flag {
        name: "--filter-criteria",
        used_by: Use::EventSourceMapping,
        is_pattern: false,
    },
    Flag {
        name: "--source-parameters",
        used_by: Use::Pipe,
        is_pattern: false,
    },
    Flag {
        name: "--filter-configuration",
        used_by: Use::Subscriber(None),
        is_pattern: false,
    },
    Flag {
        name: "--configuration",
        used_by: Use::EventSource(crate::dialect::event_source_v2::Kind::AwsService),
        is_pattern: false,
    },
    Flag {
        name: "--attributes",
        used_by: Use::Subscription(None),
        is_pattern: false,
    },
    Flag {
        name: "--attribute-value",
        used_by: Use::Subscription(None),
        is_pattern: true,
    },
    Flag {
        name: "--cli-input-json",
        used_by: Use::Rule,
        is_pattern: false,
    },
    Flag {
        name: "--cli-input-yaml",
        used_by: Use::Rule,
        is_pattern: false,
    },
];

/// The options whose value names what a command makes.
const NAMES: [&str; 6] = [
    "--name",
    "--archive-name",
    "--rule",
    "--function-name",
    "--subscription-arn",
    "--topic-arn",
];

/// A value on a command line.
pub(super) struct Met {
    pub(super) value: Text,
    pub(super) id: String,
    pub(super) used_by: Use,
    pub(super) is_pattern: bool,
    pub(super) key: Place,
}

/// Whether the text may have such commands in it.
pub(super) fn fits(text: &str) -> bool {
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    has("aws") && FLAGS.iter().any(|flag| has(flag.name))
}

/// The values in the commands of a text.
pub(super) fn read(text: &str) -> Vec<Met> {
    let mut found = Vec::new();
    let mut at = 0;
    let bytes = text.as_bytes();
    let futile = Cell::new(FUTILE.saturating_mul(text.len()).max(FUTILE_AT_LEAST));
    let mut line_start = 0;
    while let Some(offset) = memchr::memmem::find(bytes.get(at..).unwrap_or_default(), b"aws") {
        let start = at + offset;
        let passed = bytes.get(line_start..start).unwrap_or_default();
        line_start += memchr::memrchr(b'\n', passed).map_or(0, |end| end + 1);
        at = start + 3;
        let before = text.get(..start).unwrap_or("");
        let line = text.get(line_start..start).unwrap_or("");
        let is_word = before
            .chars()
            .next_back()
            .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '`' | ';' | '&' | '|' | '/'));
        if !is_word || line.trim_start().starts_with('#') {
            continue;
        }
        let mut words = Words {
            text,
            at: start,
            futile: &futile,
        };
        let Some(first) = words.next() else { continue };
        if !matches!(first.text.as_str(), "aws" | "awslocal" | "aws.exe") {
            continue;
        }
        let all: Vec<Word> = words.by_ref().collect();
        at = words.at.max(at);
        command(&all, &mut found);
    }
    found
}

fn command(words: &[Word], found: &mut Vec<Met>) {
    let value_of = |name: &str| {
        words.iter().enumerate().find_map(|(index, word)| {
            let text = word.text.as_str();
            if text == name {
                return words.get(index + 1).map(|word| word.text.clone());
            }
            let inline = text.strip_prefix(name)?.strip_prefix('=')?;
            let start = text.len() - inline.len();
            let mut value = Text::default();
            value.push_range(&word.text, Span::new(start, text.len()));
            Some(value)
        })
    };
    let id = NAMES.iter().find_map(|name| value_of(name));
    let id = id.map(|id| {
        let id = id.as_str();
        match id.starts_with("arn:") {
            true => id.rsplit([':', '/']).next().unwrap_or(id).to_owned(),
            false => id.to_owned(),
        }
    });
    let is = |name: &str| words.iter().any(|word| word.text.as_str() == name);
    // Only SNS has attributes that are patterns.
    let is_policy = value_of("--attribute-name").is_some_and(|n| n.as_str() == "FilterPolicy");
    for flag in &FLAGS {
        let skipped = match flag.name {
            "--attribute-value" => !is_policy,
            "--attributes" => !is("sns"),
            "--configuration" => !is("eventsv2") && !is("eventbridgev2"),
            _ => false,
        };
        let Some(value) = value_of(flag.name).filter(|_| !skipped) else {
            continue;
        };
        let is_json = |text: &str| text.trim_start().starts_with(['{', '[', '"', '\\']);
        if !is_json(value.as_str()) && flag.name != "--cli-input-yaml" {
            continue;
        }
        let used_by = match flag.name {
            "--event-pattern" if is("create-archive") || is("update-archive") => Use::Archive,
            _ => flag.used_by,
        };
        let key = words
            .iter()
            .find(|word| word.text.as_str().starts_with(flag.name))
            .map(|word| word.text.place(Span::new(0, flag.name.len())));
        found.push(Met {
            value,
            id: id.clone().unwrap_or_default(),
            used_by,
            is_pattern: flag.is_pattern,
            key: key.unwrap_or_default(),
        });
    }
}

struct Word {
    text: Text,
}

/// The words of one command, up to its end.
struct Words<'t> {
    text: &'t str,
    at: usize,
    /// How many bytes may still be looked through in vain.
    futile: &'t Cell<usize>,
}

/// How many bytes are looked through for an end that is not there, for each byte of the text, and how
/// many at least: every opening may look through all that follows.
const FUTILE: usize = 8;
const FUTILE_AT_LEAST: usize = 1 << 20;

impl Words<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Where `end` is in what follows, if anybody may still look for it.
    fn seek(&self, rest: &str, end: char) -> Option<usize> {
        let left = self.futile.get();
        if left == 0 {
            return None;
        }
        let found = rest.find(end);
        if found.is_none() {
            self.futile.set(left.saturating_sub(rest.len()));
        }
        found
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes the next `length` bytes as they are.
    fn exact(&mut self, length: usize, out: &mut Text) {
        let end = self.at + length;
        out.push_exact(
            self.text.get(self.at..end).unwrap_or(""),
            Place::new(FileId::TEMPLATE, self.at, end),
        );
        self.at = end;
    }

    /// Takes the next `length` bytes for something else.
    fn loose(&mut self, length: usize, spelled: &str, out: &mut Text) {
        let end = self.at + length;
        out.push_loose(spelled, Place::new(FileId::TEMPLATE, self.at, end));
        self.at = end;
    }

    /// The length of an escaped line end here, after which the command goes on.
    fn continuation(&self) -> Option<usize> {
        let rest = self.rest().strip_prefix(['\\', '`', '^'])?;
        let end = ["\n", "\r\n"]
            .into_iter()
            .find(|end| rest.starts_with(end))?;
        Some(1 + end.len())
    }

    /// Passes blanks and the ends of lines that go on. Whether another word follows.
    fn gap(&mut self) -> bool {
        loop {
            if let Some(length) = self.continuation() {
                self.at += length;
                continue;
            }
            match self.peek() {
                Some(' ' | '\t') => self.at += 1,
                None | Some('\n' | '\r' | ';' | '|' | '&' | ')' | '#') => return false,
                Some(_) => return true,
            }
        }
    }

    /// `'…'`; PowerShell doubles a quote, which here is two strings with nothing between them.
    fn single(&mut self, out: &mut Text) {
        self.at += 1;
        loop {
            let rest = self.rest();
            let length = rest.find('\'').unwrap_or(rest.len());
            self.exact(length, out);
            if self.rest().starts_with("''") {
                // Either the end and a new beginning, or a quote: what is behind it tells.
                let behind = self.rest().get(2..).unwrap_or("");
                if behind.starts_with(|c: char| c.is_alphanumeric()) {
                    self.loose(2, "'", out);
                    continue;
                }
            }
            self.at = (self.at + 1).min(self.text.len());
            return;
        }
    }

    /// `"…"`, in which shells see escapes and variables.
    fn double(&mut self, out: &mut Text) {
        self.at += 1;
        while let Some(c) = self.peek() {
            match c {
                '"' => {
                    self.at += 1;
                    return;
                }
                '\\' | '`' => {
                    let next = self.rest().get(1..).and_then(|rest| rest.chars().next());
                    match next {
                        Some(next @ ('"' | '\\' | '$' | '`')) if c == '\\' || next != '\\' => {
                            self.loose(2, next.encode_utf8(&mut [0; 4]), out);
                        }
                        Some('\n') => self.at += 2,
                        _ => self.exact(1, out),
                    }
                }
                '$' if !self.variable(out) => self.exact(1, out),
                '$' => {}
                other => self.exact(other.len_utf8(), out),
            }
        }
    }

    /// `$name`, `${name}`, `$(command)`; whether there is one.
    fn variable(&mut self, out: &mut Text) -> bool {
        let rest = self.rest().get(1..).unwrap_or("");
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
        let (name, length) = if let Some(inner) = rest.strip_prefix('{') {
            let Some(end) = self.seek(inner, '}') else {
                return false;
            };
            (inner.get(..end).unwrap_or(""), end + 3)
        } else if rest.starts_with('(') {
            let Some(end) = self.seek(rest, ')') else {
                return false;
            };
            ("command", end + 2)
        } else {
            let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
            (rest.get(..end).unwrap_or(""), end + 1)
        };
        if name.is_empty() || length == 1 {
            return false;
        }
        let name = name.to_owned();
        out.push_unknown(
            &name,
            Place::new(FileId::TEMPLATE, self.at, self.at + length),
        );
        self.at += length;
        true
    }

    /// `$'…'`, with the escapes of C.
    fn ansi(&mut self, out: &mut Text) {
        self.at += 2;
        while let Some(c) = self.peek() {
            match c {
                '\'' => {
                    self.at += 1;
                    return;
                }
                '\\' => {
                    let next = self.rest().get(1..).and_then(|rest| rest.chars().next());
                    match next {
                        Some('n') => self.loose(2, "\n", out),
                        Some('t') => self.loose(2, "\t", out),
                        Some(next) => {
                            self.loose(1 + next.len_utf8(), next.encode_utf8(&mut [0; 4]), out);
                        }
                        None => self.at += 1,
                    }
                }
                other => self.exact(other.len_utf8(), out),
            }
        }
    }

    /// `$(cat <<'EOF' … EOF)`: what stands between; whether there is one.
    fn heredoc(&mut self, out: &mut Text) -> bool {
        let rest = self.rest();
        let Some(inner) = rest.strip_prefix("$(").map(str::trim_start) else {
            return false;
        };
        let Some(mark) = inner.strip_prefix("cat").and_then(|rest| {
            let rest = rest.trim_start().strip_prefix("<<")?;
            Some(rest.strip_prefix('-').unwrap_or(rest).trim_start())
        }) else {
            return false;
        };
        let line = mark.lines().next().unwrap_or("");
        let name = line.trim().trim_matches(['\'', '"', '\\']);
        if name.is_empty() {
            return false;
        }
        let body_at = self.text.len() - mark.len() + line.len();
        let Some(body) = self.text.get(body_at..) else {
            return false;
        };
        let left = self.futile.get();
        if left == 0 {
            return false;
        }
        let mut offset = 0;
        for line in body.split_inclusive('\n') {
            if line.trim() == name {
                let end = body_at + offset;
                let behind = end + line.len();
                let quoted = out;
                self.at = (body_at + 1).min(end);
                let length = end.saturating_sub(self.at);
                self.exact(length, quoted);
                let tail = self.text.get(behind..).unwrap_or("");
                let close = tail.find(')').map_or(0, |at| at + 1);
                self.at = behind + close;
                return true;
            }
            offset += line.len();
        }
        self.futile.set(left.saturating_sub(body.len()));
        false
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        if !self.gap() {
            return None;
        }
        let mut text = Text::default();
        while let Some(c) = self.peek() {
            match c {
                ' ' | '\t' | '\n' | '\r' | ';' | '|' | '&' | ')' => break,
                '\'' => self.single(&mut text),
                '"' if self.rest().starts_with("\"$(") => {
                    self.at += 1;
                    if self.heredoc(&mut text) {
                        if self.peek() == Some('"') {
                            self.at += 1;
                        }
                    } else {
                        self.at -= 1;
                        self.double(&mut text);
                    }
                }
                '"' => self.double(&mut text),
                '@' if self.rest().starts_with("@'\n") => {
                    // PowerShell's own kind.
                    self.at += 3;
                    let rest = self.rest();
                    let length = rest.find("\n'@").unwrap_or(rest.len());
                    self.exact(length, &mut text);
                    self.at = (self.at + 3).min(self.text.len());
                }
                '$' if self.rest().starts_with("$'") => self.ansi(&mut text),
                '$' if self.heredoc(&mut text) || self.variable(&mut text) => {}
                // Whatever ends a word here must be what `gap` passes, or no word is ever longer.
                '\\' | '`' | '^' if self.continuation().is_some() => break,
                '\\' | '`' | '^' => {
                    let next = self.rest().get(1..).and_then(|rest| rest.chars().next());
                    match next {
                        Some(next) => {
                            self.loose(
                                1 + next.len_utf8(),
                                next.encode_utf8(&mut [0; 4]),
                                &mut text,
                            );
                        }
                        None => self.exact(1, &mut text),
                    }
                }
                other => self.exact(other.len_utf8(), &mut text),
            }
        }
        Some(Word { text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn one(text: &str) -> (String, String) {
        let found = read(text);
        assert_eq!(found.len(), 1, "{text}");
        (found[0].id.clone(), found[0].value.as_str().to_owned())
    }

    #[test]
    fn quotes_of_every_kind() {
        let pattern = "{\"source\": [\"it's\"]}".to_owned();
        for value in [
            r#"'{"source": ["it'\''s"]}'"#,
            r#""{\"source\": [\"it's\"]}""#,
            r#"$'{"source": ["it\'s"]}'"#,
            "$(cat <<'EOF'\n{\"source\": [\"it's\"]}\nEOF\n)",
            "\"$(cat <<EOF\n{\"source\": [\"it's\"]}\nEOF\n)\"",
            r#"'{"source": ["it''s"]}'"#,
            "@'\n{\"source\": [\"it's\"]}\n'@",
        ] {
            let text = format!(
                "set -e\naws events put-rule \\\n  --name paid --event-pattern {value}\necho"
            );
            let (id, value) = one(&text);
            assert_eq!(
                (id.as_str(), value.trim_end()),
                ("paid", &*pattern),
                "{text}"
            );
        }
        let (_, value) = one("x | aws events put-rule --event-pattern={\\\"a\\\":[1]}");
        assert_eq!(value, "{\"a\":[1]}");
    }

    #[test]
    fn what_a_variable_stands_for_is_not_known() {
        let found =
            read("aws events put-rule --event-pattern \"{\\\"account\\\":[\\\"${ACCOUNT}\\\"]}\"");
        let value = &found[0].value;
        assert_eq!(value.as_str(), "{\"account\":[\"${ACCOUNT}\"]}");
        assert_eq!(value.unknowns().next().unwrap().name, "ACCOUNT");
    }

    #[test]
    fn what_is_no_such_command_is_left() {
        for text in [
            "# aws events put-rule --event-pattern '{}'",
            "paws --event-pattern '{}'",
            "aws events put-rule --event-pattern file://rule.json",
            "aws sqs set-queue-attributes --attributes '{}'",
            "aws events put-rule --name x; --event-pattern '{}'",
            "aws sns set-subscription-attributes --attribute-name RawMessageDelivery --attribute-value '{}'",
        ] {
            assert_eq!(read(text).len(), 0, "{text}");
        }
    }
}
