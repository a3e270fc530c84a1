//! The table format.
//!
//! A table is a list of sections, one for each container, nested by a bar at either side. All
//! sections are as wide as the widest, so columns are stretched; how the rounding goes is told at
//! [`Section::column_widths`].

use super::Style;
use super::ambiguous::is_ambiguous;
use crate::aws_cli::value::{Dict, Value};
use std::collections::BTreeSet;
use std::rc::Rc;
use unicode_width::UnicodeWidthChar;

/// What a cell has around its text.
const PADDING: usize = 4;

const RESET: &str = "\u{1b}[0m";

/// # Errors
/// Rows of different lengths in one section.
pub(super) fn write(
    title: &str,
    value: &Value,
    style: Style,
    out: &mut String,
) -> Result<(), String> {
    let mut table = Table::default();
    table.build(Some(title), value, 0)?;
    table.render(style, out);
    Ok(())
}

/// Widths as the AWS CLI counts them: two for what is wide, full-width, or ambiguous, and one for
/// all else, also for what takes no room.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if c.width() == Some(2) || is_ambiguous(c) {
                2
            } else {
                1
            }
        })
        .sum()
}

#[derive(Default)]
struct Table {
    sections: Vec<Section>,
}

#[derive(Default)]
struct Section {
    title: String,
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
    indent: usize,
    columns: Option<usize>,
    widths: Vec<usize>,
}

impl Table {
    /// Adds a section for a container, and those for what it contains.
    fn build(&mut self, title: Option<&str>, value: &Value, indent: usize) -> Result<(), String> {
        if value.is_falsy() {
            return Ok(());
        }
        if let Some(title) = title {
            self.new_section(title, indent);
        }
        match value {
            Value::List(items) if matches!(items.first(), Some(Value::Dict(_))) => {
                self.build_rows(items, title, indent)
            }
            Value::List(items) => {
                for item in items.iter() {
                    match item {
                        Value::List(cells) if cells.iter().all(Value::is_scalar) => {
                            self.section().add_row(cells.iter())?;
                        }
                        // The AWS CLI takes a dict here for a list of its keys.
                        Value::Dict(dict) => {
                            let keys: Vec<_> = dict
                                .iter()
                                .map(|(key, _)| Value::Str(Rc::clone(key)))
                                .collect();
                            self.section().add_row(keys.iter())?;
                        }
                        Value::List(_) => self.build(None, item, 0)?,
                        scalar => self.section().add_row([scalar].into_iter())?,
                    }
                }
                Ok(())
            }
            Value::Dict(dict) => self.build_columns(dict, indent),
            _ => Ok(()),
        }
    }

    /// A dict: its scalars as a row below their keys, or beside it if there is one alone.
    fn build_columns(&mut self, dict: &Dict, indent: usize) -> Result<(), String> {
        let mut sorted: Vec<_> = dict.iter().collect();
        sorted.sort_by(|(a, _), (b, _)| a.cmp(b));
        let (scalars, others): (Vec<_>, Vec<_>) =
            sorted.into_iter().partition(|(_, value)| value.is_scalar());
        if let [(key, value)] = scalars[..] {
            let key = Value::Str(Rc::clone(key));
            self.section().add_row([&key, value].into_iter())?;
        } else if !scalars.is_empty() {
            let keys = scalars.iter().map(|(key, _)| key.to_string()).collect();
            self.section().add_header(keys);
            self.section()
                .add_row(scalars.iter().map(|(_, value)| value))?;
        }
        for (key, value) in others {
            self.build(Some(key), value, indent + 1)?;
        }
        Ok(())
    }

    /// A list of dicts: a row for each below the keys of all.
    fn build_rows(
        &mut self,
        items: &[Value],
        title: Option<&str>,
        indent: usize,
    ) -> Result<(), String> {
        let mut headers = BTreeSet::new();
        let mut more = BTreeSet::new();
        for item in items {
            let Value::Dict(dict) = item else {
                return Err(not_a_dict(item));
            };
            for (key, value) in dict.iter() {
                let keys = if value.is_scalar() {
                    &mut headers
                } else {
                    &mut more
                };
                keys.insert(Rc::clone(key));
            }
        }
        let header: Vec<_> = headers.iter().map(ToString::to_string).collect();
        self.section().add_header(header.clone());
        let empty = Value::str("");
        for (index, item) in items.iter().enumerate() {
            let Value::Dict(dict) = item else {
                continue;
            };
            if index > 0 && !more.is_empty() {
                self.new_section(title.unwrap_or(""), indent);
                self.section().add_header(header.clone());
            }
            let find = |key: &Rc<str>| {
                let found = dict.iter().find(|(other, _)| other == key);
                found.map(|(_, value)| value)
            };
            let row: Vec<_> = headers
                .iter()
                .map(|key| find(key).unwrap_or(&empty))
                .collect();
            self.section().add_row(row.into_iter())?;
            for key in &more {
                if let Some(value) = find(key) {
                    self.build(Some(key), value, indent + 1)?;
                }
            }
        }
        Ok(())
    }

    fn new_section(&mut self, title: &str, indent: usize) {
        self.sections.push(Section {
            title: title.to_owned(),
            indent,
            ..Section::default()
        });
    }

    fn section(&mut self) -> &mut Section {
        if self.sections.is_empty() {
            self.sections.push(Section::default());
        }
        let last = self.sections.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "there is one at least")]
        &mut self.sections[last]
    }

    fn width(&self) -> usize {
        self.sections.iter().map(Section::width).max().unwrap_or(0)
    }

    fn render(mut self, style: Style, out: &mut String) {
        if self.sections.is_empty() {
            return;
        }
        let mut width = self.width();
        if width > style.terminal_width {
            for section in &mut self.sections {
                section.turn();
            }
            width = self.width();
        }
        let mut page = Page {
            out,
            color: style.color,
            indent: 0,
        };
        page.top(width);
        for section in &self.sections {
            page.indent = section.indent;
            section.render(width.saturating_sub(2 * section.indent), &mut page);
        }
    }
}

/// What comes of treating something else as a dict.
fn not_a_dict(value: &Value) -> String {
    match value {
        Value::Str(_) => "string indices must be integers, not 'str'".to_owned(),
        Value::List(_) => "'list' object has no attribute 'get'".to_owned(),
        other => format!("'{}' object is not iterable", other.class()),
    }
}

impl Section {
    fn add_header(&mut self, headers: Vec<String>) {
        self.widen(&headers);
        self.columns.get_or_insert(headers.len());
        self.headers = headers;
    }

    fn add_row<'v>(&mut self, values: impl Iterator<Item = &'v Value>) -> Result<(), String> {
        let row: Vec<_> = values.map(Value::to_text).collect();
        let columns = *self.columns.get_or_insert(row.len());
        if row.len() != columns {
            return Err(format!(
                "Row should have {columns} elements, instead it has {}",
                row.len()
            ));
        }
        self.widen(&row);
        self.rows.push(row);
        Ok(())
    }

    fn widen(&mut self, cells: &[String]) {
        self.widths.resize(cells.len().max(self.widths.len()), 0);
        for (widest, cell) in self.widths.iter_mut().zip(cells) {
            *widest = (*widest).max(width(cell));
        }
    }

    fn width(&self) -> usize {
        let cells: usize = self.widths.iter().map(|width| width + PADDING).sum();
        cells.max(width(&self.title)) + 2 + 2 * self.indent
    }

    /// Makes a row of each header and its value, if there is but one row of values.
    fn turn(&mut self) {
        let [row] = &self.rows[..] else {
            return;
        };
        if self.headers.is_empty() {
            return;
        }
        let mut turned = Self {
            title: std::mem::take(&mut self.title),
            indent: self.indent,
            ..Self::default()
        };
        for (header, value) in self.headers.iter().zip(row) {
            let cells = vec![header.clone(), value.clone()];
            turned.widen(&cells);
            turned.rows.push(cells);
        }
        *self = turned;
    }

    /// The columns stretched to the table's width: each by the same factor, rounded to the nearest,
    /// halves to the even; then one is taken off from the left, or put on from the right, until
    /// the sum is right.
    fn column_widths(&self, target: usize) -> Vec<usize> {
        #![expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "widths are small"
        )]
        let unscaled: Vec<usize> = self.widths.iter().map(|width| width + PADDING).collect();
        let factor = target as f64 / unscaled.iter().sum::<usize>() as f64;
        let mut widths: Vec<usize> = unscaled
            .iter()
            .map(|width| (factor * *width as f64).round_ties_even() as usize)
            .collect();
        if widths.is_empty() {
            return widths;
        }
        let mut sum: usize = widths.iter().sum();
        while sum != target {
            if sum > target {
                for width in &mut widths {
                    *width = width.saturating_sub(1);
                    sum -= 1;
                    if sum == target {
                        break;
                    }
                }
            } else {
                for width in widths.iter_mut().rev() {
                    *width += 1;
                    sum += 1;
                    if sum == target {
                        break;
                    }
                }
            }
        }
        widths
    }

    fn render(&self, width: usize, page: &mut Page<'_>) {
        if !self.title.is_empty() {
            page.line(&centred(&self.title, width, "|"));
            if self.headers.is_empty() && self.rows.is_empty() {
                page.line(&format!("+{}+", "-".repeat(width.saturating_sub(2))));
            }
        }
        let widths = self.column_widths(width);
        if !self.headers.is_empty() {
            page.line(&rule(&widths));
            let cells = edges().zip(&widths).zip(&self.headers);
            let line: String = cells
                .map(|((edge, width), text)| centred(text, *width, edge))
                .collect();
            page.line(&line);
        }
        if !self.rows.is_empty() && !widths.is_empty() {
            page.line(&rule(&widths));
            for row in &self.rows {
                let cells = edges().zip(&widths).zip(row);
                let line: String = cells
                    .map(|((edge, width), text)| page.cell(text, *width, edge))
                    .collect();
                page.line(&line);
            }
            page.line(&rule(&widths));
        }
    }
}

/// What stands left of each cell: only the first has a bar there.
fn edges() -> impl Iterator<Item = &'static str> {
    ["|"].into_iter().chain(std::iter::repeat(""))
}

fn rule(widths: &[usize]) -> String {
    let mut line = String::new();
    for (index, width) in widths.iter().enumerate() {
        if index == 0 {
            line.push('+');
        }
        let dashes = width.saturating_sub(if index == 0 { 2 } else { 1 });
        line.push_str(&"-".repeat(dashes));
        line.push('+');
    }
    line
}

fn centred(text: &str, length: usize, edge: &str) -> String {
    let text_width = width(text);
    let left = (length / 2).saturating_sub(text_width / 2 + 1);
    let right = length.saturating_sub(1 + edge.len() + left + text_width);
    format!("{edge}{}{text}{}|", " ".repeat(left), " ".repeat(right))
}

/// Where lines go, with bars at both sides.
struct Page<'a> {
    out: &'a mut String,
    color: bool,
    indent: usize,
}

impl Page<'_> {
    fn top(&mut self, width: usize) {
        self.out.push_str(&"-".repeat(width));
        self.out.push('\n');
        self.out.push_str(self.reset());
    }

    /// The AWS CLI resets the colour behind everything that it writes.
    fn reset(&self) -> &'static str {
        if self.color { RESET } else { "" }
    }

    fn line(&mut self, line: &str) {
        let bar = if self.color {
            "\u{1b}[2m\u{1b}[33m|\u{1b}[0m"
        } else {
            "|"
        };
        let bars = bar.repeat(self.indent);
        let reset = self.reset();
        self.out
            .push_str(&format!("{bars}{reset}{line}{reset}{bars}{reset}\n{reset}"));
    }

    fn cell(&self, text: &str, length: usize, edge: &str) -> String {
        let taken = width(text) + edge.len() + 1;
        let padding = if taken + 2 > length { 0 } else { 2 };
        let fill = length.saturating_sub(taken + padding);
        let text = if self.color {
            format!("\u{1b}[1m\u{1b}[34m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        };
        format!("{edge}{}{text}{}|", " ".repeat(padding), " ".repeat(fill))
    }
}
