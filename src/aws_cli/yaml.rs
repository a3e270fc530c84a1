//! YAML as libyaml writes it in block style, for the AWS CLI: keys sorted, lines folded at 80
//! columns, an anchor for a container that comes twice.

use super::output::number;
use jmespath::{Rcvar, Variable};
use regex::Regex;
use std::collections::HashMap;
use std::rc::Rc;

/// Where text is folded.
const BEST_WIDTH: usize = 80;
/// The longest key, in bytes, that is written before its colon without a question mark.
const SIMPLE_KEY: usize = 128;
/// Plain scalars that YAML reads as something other than a string.
const NO_STRING: &str = r"(?x) ^(?: |~|null|Null|NULL|true|True|TRUE|false|False|FALSE|=|<<
    |\.nan|\.NaN|\.NAN |[-+]?\.(?:inf|Inf|INF) |[-+]?(?:0x[0-9a-fA-F_]+|0b[01_]+|0o[0-7_]+)
    |[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9_]+)(?:[eE][-+]?[0-9]+)? |[0-9]{4}-[0-9]{2}-[0-9]{2}
    |[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[\ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?[\ \t]*
     (?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?)? )$";

/// Writes a list or an object that holds no expression.
pub(super) fn write(value: &Rcvar, out: &mut String) {
    let mut emitter = Emitter {
        out,
        no_string: Regex::new(NO_STRING).ok(),
        counts: HashMap::new(),
        anchors: HashMap::new(),
    };
    emitter.count(value);
    emitter.node(value, 0, true);
    out.push('\n');
}

struct Emitter<'a> {
    out: &'a mut String,
    no_string: Option<Regex>,
    counts: HashMap<*const Variable, usize>,
    anchors: HashMap<*const Variable, usize>,
}

impl Emitter<'_> {
    /// How often each container is reached; what is below it is counted once.
    fn count(&mut self, value: &Rcvar) {
        let times = self.counts.entry(Rc::as_ptr(value)).or_default();
        *times += 1;
        match &**value {
            _ if *times > 1 => {}
            Variable::Array(items) => items.iter().for_each(|item| self.count(item)),
            Variable::Object(map) => map.values().for_each(|item| self.count(item)),
            _ => {}
        }
    }

    /// A value whose children stand at a column. Its first line goes on where `-` or `?` stands, or
    /// begins behind a key.
    fn node(&mut self, value: &Rcvar, column: usize, goes_on: bool) {
        let id = Rc::as_ptr(value);
        let space = if goes_on { "" } else { " " };
        let is_container = value.is_array() || value.is_object();
        let is_shared = is_container && self.counts.get(&id).is_some_and(|times| *times > 1);
        if is_shared {
            let known = self.anchors.len() + 1;
            let number = *self.anchors.entry(id).or_insert(known);
            let mark = if number == known { '&' } else { '*' };
            self.out.push_str(&format!("{space}{mark}id{number:03}"));
            if mark == '*' {
                return;
            }
        }
        let goes_on = goes_on && !is_shared;
        match &**value {
            Variable::Array(items) if items.is_empty() => self.mark("[]"),
            Variable::Object(map) if map.is_empty() => self.mark("{}"),
            Variable::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.begin(column, index == 0 && goes_on);
                    self.out.push_str("- ");
                    self.node(item, column + 2, true);
                }
            }
            Variable::Object(map) => {
                for (index, (key, value)) in map.iter().enumerate() {
                    self.begin(column, index == 0 && goes_on);
                    let is_simple = key.len() <= SIMPLE_KEY && !key.contains(is_break);
                    if is_simple {
                        self.string(key, column + 2, false);
                        self.out.push(':');
                    } else {
                        self.out.push_str("? ");
                        self.string(key, column + 2, true);
                        self.begin(column, false);
                        self.out.push_str(": ");
                    }
                    // A list behind a key is not indented.
                    let indent = if is_simple && value.is_array() { 0 } else { 2 };
                    self.node(value, column + indent, !is_simple);
                }
            }
            Variable::String(text) => {
                self.out.push_str(space);
                self.string(text, column, true);
            }
            Variable::Bool(value) => self.mark(&value.to_string()),
            Variable::Number(value) => self.mark(&number(value)),
            Variable::Null | Variable::Expref(_) => self.mark("null"),
        }
    }

    /// Something that has no space in it.
    fn mark(&mut self, text: &str) {
        if !self.out.is_empty() && !self.out.ends_with([' ', '\n']) {
            self.out.push(' ');
        }
        self.out.push_str(text);
    }

    fn begin(&mut self, column: usize, goes_on: bool) {
        if !goes_on {
            self.out.push('\n');
            self.out.push_str(&" ".repeat(column));
        }
    }

    /// `folds` says whether the text may go over several lines.
    fn string(&mut self, text: &str, column: usize, folds: bool) {
        let (plain, single) = styles(text);
        let other = self.no_string.as_ref();
        if plain && !other.is_some_and(|other| other.is_match(text)) {
            self.fold(text, "", column, folds);
        } else if single && (folds || !text.contains(is_break)) {
            self.fold(text, "'", column, folds);
        } else {
            self.fold(text, "\"", column, folds);
        }
    }

    fn fold(&mut self, text: &str, quote: &str, column: usize, folds: bool) {
        self.out.push_str(quote);
        let double = quote == "\"";
        let (mut spaces, mut breaks) = (false, false);
        let mut letters = text.chars().enumerate().peekable();
        while let Some((at, c)) = letters.next() {
            let next = letters.peek().map(|(_, next)| *next);
            if double && let Some(escape) = escape(c) {
                self.out.push_str(&escape);
                spaces = false;
            } else if c == ' ' {
                let inside = at > 0 && next.is_some_and(|next| double || next != ' ');
                let start = self.out.rfind(is_break).map_or(0, |at| at + 1);
                let width = self.out.get(start..).map_or(0, |line| line.chars().count());
                if folds && !spaces && width > BEST_WIDTH && inside {
                    self.begin(column, false);
                    self.out.push_str(if next == Some(' ') { "\\" } else { "" });
                } else {
                    self.out.push(c);
                }
                spaces = true;
            } else if is_break(c) {
                if !breaks && c == '\n' {
                    self.out.push(c);
                }
                self.out.push(c);
                breaks = true;
            } else {
                if breaks {
                    self.out.push_str(&" ".repeat(column));
                }
                self.out
                    .push_str(if c == '\'' && quote == "'" { "'" } else { "" });
                self.out.push(c);
                (spaces, breaks) = (false, false);
            }
        }
        if breaks {
            self.out.push_str(&" ".repeat(column));
        }
        self.out.push_str(quote);
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
    let short = "\0\u{7}\u{8}\t\n\u{b}\u{c}\r\u{1b}\"\\\u{85}\u{a0}\u{2028}\u{2029}".chars();
    let letter = short
        .zip("0abtnvfre\"\\N_LP".chars())
        .find(|(known, _)| *known == c);
    Some(match (letter, u32::from(c)) {
        (Some((_, letter)), _) => format!("\\{letter}"),
        (None, number @ 0..=0xff) => format!("\\x{number:02X}"),
        (None, number @ 0..=0xffff) => format!("\\u{number:04X}"),
        (None, number) => format!("\\U{number:08X}"),
    })
}

/// Whether a string may be written plain, and whether in single quotes; double quotes always do.
fn styles(text: &str) -> (bool, bool) {
    let blank = |c: Option<char>| c.is_none_or(|c| c == ' ' || c == '\t' || is_break(c));
    let mut plain = !text.starts_with("---") && !text.starts_with("...");
    plain &= !text.contains(is_break) && !text.starts_with(' ') && !text.ends_with(' ');
    let mut single = text.chars().all(is_printable);
    let mut before = None;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let next = letters.peek().copied();
        let first = before.is_none();
        plain &= !match c {
            '#' => blank(before),
            ':' => blank(next),
            '?' | '-' => first && blank(next),
            _ => first && ",[]{}&*!|>'\"%@`".contains(c),
        };
        // A break beside a space would be lost in folding.
        let meets_break = |other: Option<char>| other.is_some_and(is_break);
        single &= !(c == ' ' && (meets_break(before) || meets_break(next)));
        before = Some(c);
    }
    (plain && single, single)
}
