//! YAML as libyaml writes it in block style, for the AWS CLI: keys sorted, lines folded at 80
//! columns, an anchor for a container that comes twice.

use crate::aws_cli::value::{Dict, Value, float_text};
use crate::aws_cli::yaml_schema::{Kind, resolve};
use std::collections::HashMap;
use std::rc::Rc;

/// Where text is folded.
const BEST_WIDTH: usize = 80;
/// How deep each level stands.
const INDENT: usize = 2;
/// The longest key, in bytes, that is written before its colon without a question mark.
const SIMPLE_KEY: usize = 128;

/// Writes a value that holds no expression.
pub(super) fn write(value: &Value, out: &mut String) {
    let mut counts = HashMap::new();
    count(value, &mut counts);
    let mut emitter = Emitter {
        out,
        counts,
        anchors: HashMap::new(),
        column: 0,
        indent: None,
        whitespace: true,
        indention: true,
    };
    emitter.node(value, Place::Root);
    emitter.new_line();
}

/// Which container it is.
fn identity(value: &Value) -> Option<usize> {
    match value {
        Value::List(items) => Some(Rc::as_ptr(items).addr()),
        Value::Dict(dict) => Some(Rc::as_ptr(dict).addr()),
        _ => None,
    }
}

/// How often each container is reached; what is below it is counted once.
fn count(value: &Value, counts: &mut HashMap<usize, usize>) {
    let Some(id) = identity(value) else {
        return;
    };
    let times = counts.entry(id).or_default();
    *times += 1;
    if *times > 1 {
        return;
    }
    match value {
        Value::List(items) => items.iter().for_each(|item| count(item, counts)),
        Value::Dict(dict) => sorted(dict).for_each(|(_, item)| count(item, counts)),
        _ => {}
    }
}

fn sorted(dict: &Dict) -> impl Iterator<Item = &(Rc<str>, Value)> {
    let mut pairs: Vec<_> = dict.iter().collect();
    pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
    pairs.into_iter()
}

/// What a node is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    Item,
    Key,
    Value,
}

struct Emitter<'a> {
    out: &'a mut String,
    counts: HashMap<usize, usize>,
    anchors: HashMap<usize, usize>,
    column: usize,
    /// `None` outside all containers.
    indent: Option<usize>,
    /// Whether white space was written last.
    whitespace: bool,
    /// Whether nothing but indentation stands on the line.
    indention: bool,
}

impl Emitter<'_> {
    fn node(&mut self, value: &Value, place: Place) {
        if let Some(id) = identity(value)
            && self.counts.get(&id).is_some_and(|times| *times > 1)
        {
            if let Some(number) = self.anchors.get(&id) {
                let alias = format!("*id{number:03}");
                self.indicator(&alias, true);
                return;
            }
            let number = self.anchors.len() + 1;
            self.anchors.insert(id, number);
            self.indicator(&format!("&id{number:03}"), true);
        }
        match value {
            Value::List(items) if items.is_empty() => self.indicator("[]", true),
            Value::Dict(dict) if dict.is_empty() => self.indicator("{}", true),
            Value::List(items) => self.list(items, place),
            Value::Dict(dict) => self.dict(dict),
            scalar => self.scalar(scalar, place),
        }
    }

    fn list(&mut self, items: &[Value], place: Place) {
        let outer = self.indent;
        let indentless = place == Place::Value && !self.indention;
        self.indent = Some(match outer {
            None => 0,
            Some(indent) if indentless => indent,
            Some(indent) => indent + INDENT,
        });
        for item in items {
            self.new_line();
            self.block_indicator("-");
            self.node(item, Place::Item);
        }
        self.indent = outer;
    }

    fn dict(&mut self, dict: &Dict) {
        let outer = self.indent;
        self.indent = Some(outer.map_or(0, |indent| indent + INDENT));
        for (key, value) in sorted(dict) {
            self.new_line();
            let key = Value::Str(Rc::clone(key));
            if is_simple_key(&key) {
                self.node(&key, Place::Key);
                self.indicator(":", false);
            } else {
                self.block_indicator("?");
                self.node(&key, Place::Item);
                self.new_line();
                self.block_indicator(":");
            }
            self.node(value, Place::Value);
        }
        self.indent = outer;
    }

    /// A scalar; what does not fit its line goes on in the next, indented once more.
    fn scalar(&mut self, value: &Value, place: Place) {
        let outer = self.indent;
        self.indent = Some(outer.map_or(INDENT, |indent| indent + INDENT));
        self.scalar_text(value, place != Place::Key);
        self.indent = outer;
    }

    /// `breaks` says whether the text may go over several lines.
    fn scalar_text(&mut self, value: &Value, breaks: bool) {
        match value {
            Value::None => self.plain("null", breaks),
            Value::Bool(true) => self.plain("true", breaks),
            Value::Bool(false) => self.plain("false", breaks),
            Value::Int(digits) => self.plain(digits, breaks),
            Value::Float(number) => {
                let text = match *number {
                    number if number.is_nan() => ".nan".to_owned(),
                    f64::INFINITY => ".inf".to_owned(),
                    f64::NEG_INFINITY => "-.inf".to_owned(),
                    number => float_text(number),
                };
                self.plain(&text, breaks);
            }
            Value::Str(text) => {
                let shape = Shape::of(text);
                let is_string = resolve(text) == Kind::Str;
                if shape.plain && is_string && (breaks || !text.is_empty()) {
                    self.plain(text, breaks);
                } else if shape.single && (breaks || !shape.multiline) {
                    self.single_quoted(text, breaks);
                } else {
                    self.double_quoted(text, breaks);
                }
            }
            other => self.plain(&other.to_text(), breaks),
        }
    }

    fn put(&mut self, c: char) {
        self.out.push(c);
        if is_break(c) {
            self.column = 0;
        } else {
            self.column += 1;
        }
    }

    /// A mark with a space before it, if wanted and there is none.
    fn indicator(&mut self, mark: &str, spaced: bool) {
        if spaced && !self.whitespace {
            self.put(' ');
        }
        mark.chars().for_each(|c| self.put(c));
        self.whitespace = false;
        self.indention = false;
    }

    /// A mark that counts as indentation.
    fn block_indicator(&mut self, mark: &str) {
        if !self.whitespace {
            self.put(' ');
        }
        mark.chars().for_each(|c| self.put(c));
        self.whitespace = false;
    }

    /// Goes to a new line and indents it, unless already there.
    fn new_line(&mut self) {
        let indent = self.indent.unwrap_or(0);
        if !self.indention || self.column > indent || (self.column == indent && !self.whitespace) {
            self.put('\n');
        }
        while self.column < indent {
            self.put(' ');
        }
        self.whitespace = true;
        self.indention = true;
    }

    fn plain(&mut self, text: &str, breaks: bool) {
        if !self.whitespace && !text.is_empty() {
            self.put(' ');
        }
        let mut spaces = false;
        let mut letters = text.chars().peekable();
        while let Some(c) = letters.next() {
            let fold = c == ' '
                && breaks
                && !spaces
                && self.column > BEST_WIDTH
                && letters.peek() != Some(&' ');
            if fold {
                self.new_line();
            } else {
                self.put(c);
                self.indention &= c == ' ';
            }
            spaces = c == ' ';
        }
        self.whitespace = false;
        self.indention = false;
    }

    fn single_quoted(&mut self, text: &str, breaks: bool) {
        self.indicator("'", true);
        let mut spaces = false;
        let mut in_breaks = false;
        let mut first = true;
        let mut letters = text.chars().peekable();
        while let Some(c) = letters.next() {
            if c == ' ' {
                let next = letters.peek();
                let fold = breaks
                    && !spaces
                    && self.column > BEST_WIDTH
                    && !first
                    && next.is_some_and(|next| *next != ' ');
                if fold {
                    self.new_line();
                } else {
                    self.put(c);
                }
                spaces = true;
            } else if is_break(c) {
                if !in_breaks && c == '\n' {
                    self.put('\n');
                }
                self.put(c);
                self.indention = true;
                in_breaks = true;
            } else {
                if in_breaks {
                    self.new_line();
                }
                if c == '\'' {
                    self.put('\'');
                }
                self.put(c);
                self.indention = false;
                spaces = false;
                in_breaks = false;
            }
            first = false;
        }
        if in_breaks {
            self.new_line();
        }
        self.indicator("'", false);
    }

    fn double_quoted(&mut self, text: &str, breaks: bool) {
        self.indicator("\"", true);
        let mut spaces = false;
        let mut first = true;
        let mut letters = text.chars().peekable();
        while let Some(c) = letters.next() {
            if let Some(escape) = escape(c) {
                escape.chars().for_each(|c| self.put(c));
                spaces = false;
            } else if c == ' ' {
                let next = letters.peek().copied();
                if breaks
                    && !spaces
                    && self.column > BEST_WIDTH
                    && !first
                    && let Some(next) = next
                {
                    self.new_line();
                    if next == ' ' {
                        self.put('\\');
                    }
                } else {
                    self.put(c);
                }
                spaces = true;
            } else {
                self.put(c);
                spaces = false;
            }
            first = false;
        }
        self.indicator("\"", false);
    }
}

fn is_simple_key(key: &Value) -> bool {
    match key {
        Value::Str(text) => text.len() <= SIMPLE_KEY && !text.contains(is_break),
        _ => true,
    }
}

fn is_break(c: char) -> bool {
    matches!(c, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What libyaml takes for printable: nothing beyond the basic plane, no tab.
fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}'
        | '\u{ff00}'..='\u{fffd}')
}

fn escape(c: char) -> Option<String> {
    if is_printable(c) && !is_break(c) && c != '"' && c != '\\' {
        return None;
    }
    let short = match c {
        '\0' => '0',
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\u{b}' => 'v',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{1b}' => 'e',
        '"' => '"',
        '\\' => '\\',
        '\u{85}' => 'N',
        '\u{a0}' => '_',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        _ => {
            let number = u32::from(c);
            return Some(match number {
                0..=0xff => format!("\\x{number:02X}"),
                0x100..=0xffff => format!("\\u{number:04X}"),
                _ => format!("\\U{number:08X}"),
            });
        }
    };
    Some(format!("\\{short}"))
}

/// Which styles a string may be written in; double quotes always do.
struct Shape {
    multiline: bool,
    plain: bool,
    single: bool,
}

impl Shape {
    fn of(text: &str) -> Self {
        if text.is_empty() {
            return Self {
                multiline: false,
                plain: true,
                single: true,
            };
        }
        let mut indicator = text.starts_with("---") || text.starts_with("...");
        let mut multiline = false;
        let mut special = false;
        let mut edge = false;
        let (mut break_space, mut space_break) = (false, false);
        let (mut after_space, mut after_break) = (false, false);
        let mut after_blank = true;
        let mut letters = text.chars().peekable();
        let mut first = true;
        while let Some(c) = letters.next() {
            let next = letters.peek().copied();
            let blank_follows = next.is_none_or(|next| is_blank(next) || is_break(next));
            indicator |= match c {
                '#' if first || after_blank => true,
                ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%'
                | '@' | '`' => first,
                ':' => blank_follows,
                '?' | '-' => first && blank_follows,
                _ => false,
            };
            special |= !is_printable(c);
            let last = next.is_none();
            if c == ' ' {
                edge |= first || last;
                break_space |= after_break;
                (after_space, after_break) = (true, false);
            } else if is_break(c) {
                multiline = true;
                edge |= first || last;
                space_break |= after_space;
                (after_space, after_break) = (false, true);
            } else {
                (after_space, after_break) = (false, false);
            }
            after_blank = is_blank(c) || is_break(c);
            first = false;
        }
        Self {
            multiline,
            plain: !(edge || break_space || space_break || special || multiline || indicator),
            single: !(break_space || space_break || special),
        }
    }
}

fn is_blank(c: char) -> bool {
    c == ' ' || c == '\t'
}
