//! What stands at a cursor in a pattern that is being written, and may not be one yet.
//!
//! A reader of JSON, YAML or HCL stops at the first thing that is wrong, which is at the cursor most of the
//! time. This one goes on: it follows brackets, and where there are none indentation, and notes which keys
//! lead to the cursor and what the rest of the pattern lists. It decides nothing that is told as a fact.

use super::knowledge::Asked;
use crate::json::Span;
use std::collections::BTreeSet;

/// A step on the way to the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// Into the value of a key.
    Key(String),
    /// Into a list.
    List,
}

/// What a cursor stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Where a key belongs.
    Key,
    /// Where the value of a key belongs.
    Value,
    /// Where an element of a list belongs.
    Element,
}

/// How a pattern is spelled where the cursor stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Json,
    /// JSON inside of a JSON string.
    Escaped,
    /// YAML with brackets.
    YamlFlow,
    /// YAML by indentation.
    YamlBlock,
    Hcl,
}

/// What stands at a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sketch {
    pub(super) part: Part,
    /// The path in an event, its keys joined with `.`.
    pub(super) path: String,
    /// The operators that the cursor stands below.
    pub(super) operators: Vec<String>,
    /// Whether the cursor stands in a list of matchers.
    pub(super) in_matchers: bool,
    /// The word at the cursor, without its quotes.
    pub(super) word: Span,
    /// The quote in front of it.
    pub(super) quote: Option<char>,
    /// What the whole pattern lists.
    pub(super) asked: Asked,
    /// The paths of all keys but the one at the cursor.
    pub(super) keys: BTreeSet<String>,
    pub(super) style: Style,
}

impl Sketch {
    /// Looks at the part of a text that is a pattern, or is to become one.
    pub(super) fn new(text: &str, region: Span, cursor: usize, style: Style) -> Option<Self> {
        let mut scan = Scan {
            text,
            end: region.end.min(text.len()),
            at: region.start,
            cursor,
            style,
            found: None,
            asked: Asked::default(),
            keys: BTreeSet::new(),
            steps: Vec::new(),
        };
        match style {
            Style::YamlBlock => scan.block(),
            _ => {
                let body = text.get(region.start..scan.end)?;
                scan.at = region.start + body.find('{')?;
                scan.flow();
            }
        }
        let (part, steps, word, quote, style) = scan.found?;
        let (path, operators, in_matchers) = interpreted(&steps);
        Some(Self {
            part,
            path,
            operators,
            in_matchers,
            word,
            quote,
            asked: scan.asked,
            keys: scan.keys,
            style,
        })
    }
}

/// The path in an event, the operators behind it, and whether a list of matchers is open.
fn interpreted(steps: &[Step]) -> (String, Vec<String>, bool) {
    let (mut path, mut operators) = (String::new(), Vec::new());
    let (mut in_matchers, mut in_or) = (false, false);
    for step in steps {
        match step {
            Step::Key(key) if in_matchers => operators.push(key.clone()),
            Step::Key(key) => {
                in_or = key == "$or";
                if !in_or {
                    path.push_str(if path.is_empty() { "" } else { "." });
                    path.push_str(key);
                }
            }
            Step::List if in_or => in_or = false,
            Step::List => in_matchers = true,
        }
    }
    (path, operators, in_matchers)
}

type Found = (Part, Vec<Step>, Span, Option<char>, Style);

struct Scan<'t> {
    text: &'t str,
    end: usize,
    at: usize,
    cursor: usize,
    style: Style,
    found: Option<Found>,
    asked: Asked,
    keys: BTreeSet<String>,
    steps: Vec<Step>,
}

/// An open bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Open {
    is_list: bool,
    /// How many steps there were when it opened.
    steps: usize,
    /// Whether a key stands in front of what comes next.
    has_key: bool,
}

/// A word with its place, quotes left out.
#[derive(Debug, Clone)]
struct Word {
    text: String,
    span: Span,
    quote: Option<char>,
    /// Where what follows begins.
    behind: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..self.end)?.chars().next()
    }

    fn found(&mut self, part: Part, word: Span, quote: Option<char>) {
        if self.found.is_none() {
            let style = match self.style {
                Style::YamlBlock if !self.is_block() => Style::YamlFlow,
                style => style,
            };
            self.found = Some((part, self.steps.clone(), word, quote, style));
        }
    }

    /// Whether the cursor is in no bracket of its line.
    fn is_block(&self) -> bool {
        let start = self
            .text
            .get(..self.cursor)
            .and_then(|t| t.rfind('\n'))
            .map_or(0, |at| at + 1);
        let before = self.text.get(start..self.cursor).unwrap_or("");
        before.matches(['{', '[']).count() <= before.matches(['}', ']']).count()
    }

    /// Notes a string or word that is listed, or a key.
    fn note(&mut self, word: &Word) {
        let (path, operators, in_matchers) = interpreted(&self.steps);
        if in_matchers && operators.is_empty() {
            self.asked.add(&path, &word.text);
        }
    }

    fn note_key(&mut self, word: &Word) {
        let is_at_cursor = word.span.start <= self.cursor && self.cursor <= word.span.end;
        let (path, _, in_matchers) = interpreted(&self.steps);
        if !in_matchers && !is_at_cursor {
            let dot = if path.is_empty() { "" } else { "." };
            self.keys.insert(format!("{path}{dot}{}", word.text));
        }
    }

    /// Follows brackets until the one that opens here is closed, or the text ends.
    fn flow(&mut self) {
        let mut open: Vec<Open> = Vec::new();
        let base = self.steps.len();
        loop {
            let before = self.at;
            self.skip_blank(open.last().copied());
            let part = part_of(open.last().copied());
            if before <= self.cursor && self.cursor <= self.at {
                // Between two things. At the end of a word that word counts, which was looked at already.
                if self
                    .peek()
                    .is_none_or(|c| !is_word(c) && !is_quote(c) || self.at > self.cursor)
                {
                    self.found(part, Span::new(self.cursor, self.cursor), None);
                }
            }
            let Some(c) = self.peek() else { break };
            match c {
                '{' | '[' => {
                    let is_list = c == '[';
                    open.push(Open {
                        is_list,
                        steps: self.steps.len(),
                        has_key: false,
                    });
                    if is_list {
                        self.steps.push(Step::List);
                    }
                    self.at += 1;
                }
                '}' | ']' => {
                    self.at += 1;
                    if let Some(closed) = open.pop() {
                        self.steps.truncate(closed.steps);
                    }
                    self.end_of_value(open.last_mut());
                    if open.is_empty() {
                        self.steps.truncate(base);
                        return;
                    }
                }
                ',' => {
                    self.at += 1;
                    if let Some(top) = open.last_mut() {
                        let keep = top.steps + usize::from(top.is_list);
                        self.steps.truncate(keep);
                        top.has_key = false;
                    }
                }
                ':' | '=' => self.at += 1,
                _ => self.word_in_flow(&mut open),
            }
        }
    }

    fn word_in_flow(&mut self, open: &mut Vec<Open>) {
        let part = part_of(open.last().copied());
        let Some(word) = self.word() else {
            self.at += self.peek().map_or(1, char::len_utf8);
            return;
        };
        self.at = word.behind;
        let is_touched = word.span.start <= self.cursor && self.cursor <= word.span.end;
        if is_touched {
            self.found(part, word.span, word.quote);
        }
        let rest = self.text.get(self.at..self.end).unwrap_or("");
        let next = rest.trim_start_matches([' ', '\t']).chars().next();
        // A key cannot stand in a list: its bracket was forgotten.
        let is_key = matches!(next, Some(':' | '='));
        while is_key && open.last().is_some_and(|top| top.is_list) && open.len() > 1 {
            open.pop();
            let outer = open.last().map_or(0, |top| top.steps);
            self.steps.truncate(outer);
        }
        let was_in_list = is_key && part == Part::Element;
        match open.last_mut() {
            Some(top) if part == Part::Key || was_in_list => {
                // A word that is no key yet leads nowhere.
                if is_key {
                    self.note_key(&word);
                    self.steps.push(Step::Key(word.text));
                    top.has_key = true;
                }
            }
            top => {
                if !is_touched {
                    self.note(&word);
                }
                self.end_of_value(top);
            }
        }
    }

    /// Behind a value: in HCL the next key needs no comma.
    fn end_of_value(&mut self, top: Option<&mut Open>) {
        if let Some(top) = top.filter(|top| !top.is_list && top.has_key)
            && self.style == Style::Hcl
        {
            self.steps.truncate(top.steps);
            top.has_key = false;
        }
    }

    fn skip_blank(&mut self, open: Option<Open>) {
        let has_comments = !matches!(self.style, Style::Json | Style::Escaped);
        while let Some(c) = self.peek() {
            let rest = self.text.get(self.at..self.end).unwrap_or("");
            match c {
                '#' if has_comments => self.at += rest.find('\n').unwrap_or(rest.len()),
                c if c.is_whitespace() => self.at += c.len_utf8(),
                // What stands for a line end inside of a JSON string.
                '\\' if self.style == Style::Escaped && rest.get(1..2) != Some("\"") => {
                    self.at += rest.chars().take(2).map(char::len_utf8).sum::<usize>();
                }
                _ => return,
            }
            // Where there is nothing to separate keys but the end of a line.
            if self.at > self.end || open.is_none() && self.at >= self.end {
                return;
            }
        }
    }

    /// The word, string or number here.
    fn word(&self) -> Option<Word> {
        let rest = self.text.get(self.at..self.end)?;
        let (opening, close): (usize, &str) = match self.style {
            Style::Escaped if rest.starts_with("\\\"") => (2, "\\\""),
            _ if rest.starts_with('"') => (1, "\""),
            _ if rest.starts_with('\'') && !matches!(self.style, Style::Json) => (1, "'"),
            _ => {
                let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
                // A colon inside of a word is part of it: `aws:s3`.
                let word = rest.get(..end)?;
                return (end > 0).then(|| Word {
                    text: word.to_owned(),
                    span: Span::new(self.at, self.at + end),
                    quote: None,
                    behind: self.at + end,
                });
            }
        };
        let inner = rest.get(opening..)?;
        // A string ends with its line, whatever was forgotten.
        let line = inner.find(['\n', '\r']).unwrap_or(inner.len());
        let mut end = None;
        let mut from = 0;
        while let Some(at) = inner.get(from..line).and_then(|text| text.find(close)) {
            let at = from + at;
            let escapes = inner
                .get(..at)?
                .bytes()
                .rev()
                .take_while(|b| *b == b'\\')
                .count();
            if self.style == Style::Escaped || escapes % 2 == 0 || close == "'" {
                end = Some(at);
                break;
            }
            from = at + close.len();
        }
        let length = end.unwrap_or(line);
        let mut text = inner.get(..length)?.to_owned();
        // What is not closed ends where it can be told, so that the rest is not swallowed.
        let mut behind = self.at + opening + length + end.map_or(0, |_| close.len());
        if end.is_none() {
            let stop = text.find([',', ']', '}', ':']).unwrap_or(text.len());
            text.truncate(stop);
            behind = self.at + opening + stop;
        }
        let start = self.at + opening;
        Some(Word {
            span: Span::new(start, start + text.len()),
            text,
            quote: rest.chars().find(|c| is_quote(*c)),
            behind,
        })
    }

    /// Follows the lines of a YAML mapping by their indentation.
    fn block(&mut self) {
        // For each key that is open its column, and how many steps there were in front of it.
        let mut open: Vec<(usize, usize)> = Vec::new();
        let first = self
            .text
            .get(..self.at)
            .and_then(|t| t.rfind('\n'))
            .map_or(0, |at| at + 1);
        let mut line_start = first;
        while line_start <= self.end {
            let rest = self.text.get(line_start..).unwrap_or("");
            let length = rest.find('\n').unwrap_or(rest.len());
            let line = rest.get(..length).unwrap_or("").trim_end_matches('\r');
            let line_end = line_start + line.len();
            let from = line_start.max(self.at);
            let next = line_start + length + 1;
            let has_cursor = line_start <= self.cursor && self.cursor <= line_end;
            self.block_line(line_start, from, line_end, has_cursor, &mut open);
            if rest.len() == length {
                break;
            }
            // A list or object in brackets may have gone over several lines.
            line_start = match self.at > next {
                true => {
                    let rest = self.text.get(self.at..).unwrap_or("");
                    self.at + rest.find('\n').map_or(rest.len(), |at| at + 1)
                }
                false => next,
            };
            self.at = self.at.max(line_start.min(self.end));
        }
    }

    fn block_line(
        &mut self,
        line_start: usize,
        from: usize,
        line_end: usize,
        has_cursor: bool,
        open: &mut Vec<(usize, usize)>,
    ) {
        let line = self.text.get(from..line_end).unwrap_or("");
        let blank = line.len() - line.trim_start().len();
        let mut at = from + blank;
        let body = line.trim_start();
        if body.is_empty() || body.starts_with('#') {
            if has_cursor && body.is_empty() {
                // An empty line belongs to what its indentation says.
                let column = self.cursor - line_start;
                self.leave(column, false, open);
                let part = self.part_of_line();
                self.found(part, Span::new(self.cursor, self.cursor), None);
            }
            return;
        }
        let mut column = at - line_start;
        let mut is_item = false;
        let mut rest = body;
        self.leave(column, rest.starts_with("- ") || rest == "-", open);
        while rest.starts_with("- ") || rest == "-" {
            is_item = true;
            open.push((column, self.steps.len()));
            self.steps.push(Step::List);
            let skip = rest.len() - rest.get(1..).unwrap_or("").trim_start().len();
            at += skip;
            column += skip;
            rest = rest.get(skip..).unwrap_or("");
        }
        if has_cursor && self.cursor < at && !rest.is_empty() {
            return;
        }
        self.at = at;
        if let Some((key, behind)) = self.key_at(at, line_end) {
            let is_touched = key.span.start <= self.cursor && self.cursor <= key.span.end;
            if is_touched {
                self.found(Part::Key, key.span, key.quote);
            }
            self.note_key(&key);
            open.push((column, self.steps.len()));
            self.steps.push(Step::Key(key.text));
            self.at = behind;
            self.value_in_block(line_end, Part::Value);
            return;
        }
        if rest.starts_with(['{', '[']) || is_item || rest.is_empty() {
            self.value_in_block(line_end, if is_item { Part::Element } else { Part::Value });
            return;
        }
        // A word that is to become a key, or an element.
        if has_cursor && let Some(word) = self.word() {
            let part = self.part_of_line();
            let word = Span::new(
                word.span.start,
                word.span.end.max(self.cursor.min(line_end)),
            );
            self.found(part, word, None);
        }
    }

    /// What belongs on a line of its own here.
    fn part_of_line(&self) -> Part {
        let (_, _, in_matchers) = interpreted(&self.steps);
        match in_matchers && self.steps.last() == Some(&Step::List) {
            true => Part::Element,
            false => Part::Key,
        }
    }

    /// Leaves what a line with this indentation is not part of.
    fn leave(&mut self, column: usize, is_item: bool, open: &mut Vec<(usize, usize)>) {
        while let Some((at, steps)) = open.last().copied() {
            let is_list = self.steps.get(steps) == Some(&Step::List);
            // A list may stand in the same column as its key.
            let stays = at < column || at == column && is_item && !is_list;
            if stays {
                return;
            }
            self.steps.truncate(steps);
            open.pop();
        }
    }

    /// A key of a YAML mapping, and what is behind its colon.
    fn key_at(&self, at: usize, line_end: usize) -> Option<(Word, usize)> {
        let rest = self.text.get(at..line_end)?;
        let (text, quote, opening, length) = match rest.chars().next()? {
            quote @ ('"' | '\'') => {
                let inner = rest.get(1..)?;
                let end = inner.find(quote)?;
                (inner.get(..end)?, Some(quote), 1, end + 2)
            }
            '{' | '[' => return None,
            _ => {
                let end = rest.match_indices(':').map(|(end, _)| end).find(|end| {
                    rest.get(end + 1..)
                        .is_none_or(|r| r.is_empty() || r.starts_with([' ', '\t']))
                })?;
                (rest.get(..end)?, None, 0, end)
            }
        };
        let behind = rest.get(length..)?;
        let blank = behind.len() - behind.trim_start().len();
        behind.trim_start().starts_with(':').then(|| {
            let start = at + opening;
            let word = Word {
                text: text.to_owned(),
                span: Span::new(start, start + text.len()),
                quote,
                behind: at + length,
            };
            (word, at + length + blank + 1)
        })
    }

    /// The value behind a key or a dash on the same line.
    fn value_in_block(&mut self, line_end: usize, part: Part) {
        let rest = self.text.get(self.at..line_end).unwrap_or("");
        let blank = rest.len() - rest.trim_start().len();
        let before = self.at;
        self.at += blank;
        let body = rest.trim_start();
        if before <= self.cursor
            && self.cursor <= self.at
            && (body.is_empty() || self.cursor < self.at)
        {
            self.found(part, Span::new(self.cursor, self.cursor), None);
        }
        match body.chars().next() {
            None | Some('#') => {}
            Some('{' | '[') => {
                self.flow();
                return;
            }
            Some(_) => {
                let plain = match body.starts_with(['"', '\'']) {
                    true => self.word(),
                    false => {
                        let end = body.find(" #").unwrap_or(body.len());
                        let text = body.get(..end).unwrap_or("").trim_end();
                        Some(Word {
                            text: text.to_owned(),
                            span: Span::new(self.at, self.at + text.len()),
                            quote: None,
                            behind: line_end,
                        })
                    }
                };
                if let Some(word) = plain {
                    match word.span.start <= self.cursor && self.cursor <= word.span.end {
                        true => self.found(part, word.span, word.quote),
                        false => self.note(&word),
                    }
                }
            }
        }
        self.at = line_end;
    }
}

fn part_of(open: Option<Open>) -> Part {
    match open {
        Some(Open { is_list: true, .. }) => Part::Element,
        Some(Open { has_key: true, .. }) => Part::Value,
        _ => Part::Key,
    }
}

fn is_word(c: char) -> bool {
    !c.is_whitespace()
        && !matches!(
            c,
            '{' | '}' | '[' | ']' | ',' | ':' | '=' | '"' | '\'' | '(' | ')'
        )
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands at the mark `‸`: part, path, operators, word.
    fn at(text: &str, style: Style) -> String {
        let cursor = text.find('‸').unwrap();
        let text = text.replace('‸', "");
        let region = Span::new(0, text.len());
        let Some(sketch) = Sketch::new(&text, region, cursor, style) else {
            return "nothing".to_owned();
        };
        let word = sketch.word.of(&text);
        let quote = sketch.quote.map(String::from).unwrap_or_default();
        format!(
            "{:?} {} {:?} {quote}{word} {}",
            sketch.part,
            sketch.path,
            sketch.operators,
            sketch
                .asked
                .sources
                .iter()
                .cloned()
                .collect::<Vec<_>>()
                .join(","),
        )
    }

    #[test]
    fn in_json_that_is_not_finished() {
        let json = |text: &str| at(text, Style::Json);
        assert_eq!(
            json(r#"{"source": ["aws.ecs"], "de‸"#),
            "Key  [] \"de aws.ecs"
        );
        assert_eq!(json(r#"{"source": ["aws.ecs"], ‸}"#), "Key  []  aws.ecs");
        assert_eq!(
            json(r#"{"detail": {"a": [1], "‸"}, "source": ["s"]}"#),
            "Key detail [] \" s"
        );
        assert_eq!(
            json("{\n  \"detail-type\": [\"EC‸\n}"),
            "Element detail-type [] \"EC "
        );
        assert_eq!(
            json(r#"{"detail-type": [‸], "source": ["s"]}"#),
            "Element detail-type []  s"
        );
        assert_eq!(json(r#"{"detail-type": ‸}"#), "Value detail-type []  ");
        assert_eq!(json(r#"{"a": [{"‸"}]}"#), "Key a [] \" ");
        assert_eq!(
            json(r#"{"a": [{"anything-but": {"pre‸"}}]}"#),
            "Key a [\"anything-but\"] \"pre "
        );
        assert_eq!(json(r#"{"a": [{"exists": ‸}]}"#), "Value a [\"exists\"]  ");
        assert_eq!(json(r#"{"$or": [{"a": [1]}, {"b": [‸"#), "Element b []  ");
        assert_eq!(json(r#"{"$or": [{"‸"#), "Key  [] \" ");
        assert_eq!(json(r#"{"x": ["a\"‸b"]}"#), "Element x [] \"a\\\"b ");
    }

    #[test]
    fn in_json_inside_of_json() {
        let text = r#"{\"source\": [\"aws.ecs\"], \"detail\": {\"‸\"}}"#;
        assert_eq!(at(text, Style::Escaped), "Key detail [] \" aws.ecs");
        let text = r#"{\n  \"detail-type\": [\"x‸\"]\n}"#;
        assert_eq!(at(text, Style::Escaped), "Element detail-type [] \"x ");
    }

    #[test]
    fn in_hcl() {
        let hcl = |text: &str| at(text, Style::Hcl);
        assert_eq!(
            hcl("{\n  source = [\"aws.ecs\"] # {\n  deta‸\n}"),
            "Key  [] deta aws.ecs"
        );
        assert_eq!(
            hcl("{\n  source = [\"s\"]\n  detail = { a = [1], ‸ }\n}"),
            "Key detail []  s"
        );
        assert_eq!(
            hcl("{\n \"detail-type\" = [\"‸\"]\n}"),
            "Element detail-type [] \" "
        );
        assert_eq!(hcl("{ a = [{ prefix = ‸ }] }"), "Value a [\"prefix\"]  ");
        assert_eq!(
            hcl("{\n  detail = {\n    a = [1]\n  }\n  ‸\n}"),
            "Key  []  "
        );
    }

    #[test]
    fn in_yaml_by_indentation() {
        let yaml = |text: &str| at(text, Style::YamlBlock);
        let base = "  source:\n    - aws.ecs\n";
        assert_eq!(yaml(&format!("{base}  det‸")), "Key  [] det aws.ecs");
        assert_eq!(
            yaml(&format!("{base}  detail:\n    ‸")),
            "Key detail []  aws.ecs"
        );
        assert_eq!(
            yaml(&format!("{base}  detail:\n    a: [1]\n    ‸\n")),
            "Key detail []  aws.ecs"
        );
        assert_eq!(
            yaml(&format!("{base}  detail:\n    a: [1]\n  ‸\n")),
            "Key  []  aws.ecs"
        );
        assert_eq!(
            yaml(&format!("{base}  detail-type: ‸")),
            "Value detail-type []  aws.ecs"
        );
        assert_eq!(
            yaml(&format!("{base}  detail-type: [EC‸")),
            "Element detail-type [] EC aws.ecs"
        );
        assert_eq!(
            yaml(&format!("{base}  detail-type:\n    - EC‸")),
            "Element detail-type [] EC aws.ecs"
        );
        assert_eq!(
            yaml(&format!("{base}  detail-type:\n    - ‸")),
            "Element detail-type []  aws.ecs"
        );
        assert_eq!(
            yaml(&format!("{base}  detail-type:\n  - 'EC‸'")),
            "Element detail-type [] 'EC aws.ecs"
        );
        assert_eq!(
            yaml("  detail:\n    a:\n      - pre‸fix: x\n"),
            "Key detail.a [] prefix "
        );
        assert_eq!(
            yaml("  detail:\n    a:\n      - exists: ‸\n"),
            "Value detail.a [\"exists\"]  "
        );
        assert_eq!(
            yaml("  $or:\n    - source: [a]\n    - detail:\n        ‸\n"),
            "Key detail []  a"
        );
        assert_eq!(yaml("  a: [{ ‸ }]\n"), "Key a []  ");
    }
}
