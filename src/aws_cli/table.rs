//! The table format.
//!
//! A table is a list of sections, one for each container, nested by a bar at either side. All
//! sections are as wide as the widest, so columns are stretched; how the rounding goes is told at
//! [`Section::column_widths`].

use super::output::{is_scalar, plain};
use jmespath::{Rcvar, Variable};
use std::collections::{BTreeMap, BTreeSet};
use unicode_width::UnicodeWidthChar;

/// What a cell has around its text.
const PADDING: usize = 4;

type Object = BTreeMap<String, Rcvar>;

/// # Errors
/// Rows of different lengths in one section, or a list of objects and other values.
pub(super) fn write(
    title: &str,
    value: &Variable,
    terminal_width: usize,
    out: &mut String,
) -> Result<(), String> {
    let mut table = Table::default();
    table.build(Some(title), value, 0)?;
    let widest = |sections: &[Section]| sections.iter().map(Section::width).max();
    let Some(mut width) = widest(&table.0) else {
        return Ok(());
    };
    if width > terminal_width {
        table.0.iter_mut().for_each(Section::turn);
        width = widest(&table.0).unwrap_or(width);
    }
    out.push_str(&format!("{}\n", "-".repeat(width)));
    for section in &table.0 {
        section.render(width.saturating_sub(2 * section.indent), out);
    }
    Ok(())
}

/// Two for what is wide, full-width, or ambiguous, and one for all else, also for what takes no room.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| if c.width_cjk() == Some(2) { 2 } else { 1 })
        .sum()
}

/// What Python takes for false.
fn is_falsy(value: &Variable) -> bool {
    !value.is_truthy() || value.as_number() == Some(0.0)
}

#[derive(Default)]
struct Section {
    title: String,
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
    indent: usize,
}

#[derive(Default)]
struct Table(Vec<Section>);

impl Table {
    /// Adds a section for a container, and those for what it contains.
    fn build(
        &mut self,
        title: Option<&str>,
        value: &Variable,
        indent: usize,
    ) -> Result<(), String> {
        if is_falsy(value) {
            return Ok(());
        }
        if let Some(title) = title {
            self.begin(title, indent);
        }
        match value {
            Variable::Array(items) if items.first().is_some_and(|item| item.is_object()) => {
                self.build_rows(items, title, indent)
            }
            Variable::Array(items) => items.iter().try_for_each(|item| match &**item {
                Variable::Array(cells) if cells.iter().all(|cell| is_scalar(cell)) => {
                    self.row(cells.iter().map(|cell| plain(cell)).collect())
                }
                // The AWS CLI takes an object here for a list of its keys.
                Variable::Object(map) => self.row(map.keys().cloned().collect()),
                Variable::Array(_) => self.build(None, item, 0),
                scalar => self.row(vec![plain(scalar)]),
            }),
            Variable::Object(map) => self.build_columns(map, indent),
            _ => Ok(()),
        }
    }

    /// An object: its scalars as a row below their keys, or beside it if there is one alone.
    fn build_columns(&mut self, map: &Object, indent: usize) -> Result<(), String> {
        let (cells, others): (Vec<_>, Vec<_>) = map.iter().partition(|(_, value)| is_scalar(value));
        if let [(key, value)] = cells[..] {
            self.row(vec![key.clone(), plain(value)])?;
        } else if !cells.is_empty() {
            self.last().headers = cells.iter().map(|(key, _)| key.to_string()).collect();
            self.row(cells.iter().map(|(_, value)| plain(value)).collect())?;
        }
        let mut others = others.into_iter();
        others.try_for_each(|(key, value)| self.build(Some(key), value, indent + 1))
    }

    /// A list of objects: a row for each below the keys of all.
    fn build_rows(
        &mut self,
        items: &[Rcvar],
        title: Option<&str>,
        indent: usize,
    ) -> Result<(), String> {
        let maps: Option<Vec<_>> = items.iter().map(|item| item.as_object()).collect();
        let maps = maps.ok_or("a list of objects and other values cannot be printed as a table")?;
        let keys = |scalar: bool| {
            let pairs = maps.iter().copied().flatten();
            let keys = pairs.filter(move |(_, value)| is_scalar(value) == scalar);
            keys.map(|(key, _)| key.clone()).collect::<BTreeSet<_>>()
        };
        let (headers, more) = (keys(true), keys(false));
        for (index, map) in maps.iter().enumerate() {
            if index > 0 && !more.is_empty() {
                self.begin(title.unwrap_or(""), indent);
            }
            self.last().headers = headers.iter().cloned().collect();
            let cell = |key: &String| map.get(key).map_or(String::new(), |value| plain(value));
            self.row(headers.iter().map(cell).collect())?;
            for (key, value) in more.iter().filter_map(|key| map.get_key_value(key)) {
                self.build(Some(key), value, indent + 1)?;
            }
        }
        Ok(())
    }

    fn begin(&mut self, title: &str, indent: usize) {
        let title = title.to_owned();
        self.0.push(Section {
            title,
            indent,
            ..Section::default()
        });
    }

    fn last(&mut self) -> &mut Section {
        if self.0.is_empty() {
            self.0.push(Section::default());
        }
        let last = self.0.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "there is one at least")]
        &mut self.0[last]
    }

    fn row(&mut self, row: Vec<String>) -> Result<(), String> {
        let section = self.last();
        let first = section.rows.first().unwrap_or(&row).len();
        let columns = if section.headers.is_empty() {
            first
        } else {
            section.headers.len()
        };
        if row.len() != columns {
            return Err(format!(
                "Row should have {columns} elements, instead it has {}",
                row.len()
            ));
        }
        section.rows.push(row);
        Ok(())
    }
}

impl Section {
    /// The columns' widths as wide as they must be.
    fn columns(&self) -> Vec<usize> {
        let mut widths = Vec::new();
        for line in std::iter::once(&self.headers).chain(&self.rows) {
            widths.resize(line.len().max(widths.len()), 0);
            for (widest, cell) in widths.iter_mut().zip(line) {
                *widest = (*widest).max(width(cell) + PADDING);
            }
        }
        widths
    }

    fn width(&self) -> usize {
        let cells: usize = self.columns().iter().sum();
        cells.max(width(&self.title)) + 2 + 2 * self.indent
    }

    /// Makes a row of each header and its value, if there is but one row of values.
    fn turn(&mut self) {
        if let ([row], [_, ..]) = (&self.rows[..], &self.headers[..]) {
            let pairs = std::mem::take(&mut self.headers)
                .into_iter()
                .zip(row.clone());
            self.rows = pairs.map(|(header, value)| vec![header, value]).collect();
        }
    }

    /// The columns stretched to the table's width: each by the same factor, rounded to the nearest,
    /// halves to the even; then one is taken off from the left, or put on from the right, until
    /// the sum is right.
    fn stretched(&self, target: usize) -> Vec<usize> {
        #![expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "widths are small"
        )]
        let columns = self.columns();
        let factor = target as f64 / columns.iter().sum::<usize>() as f64;
        let stretch = |width: &usize| (factor * *width as f64).round_ties_even() as usize;
        let mut widths: Vec<usize> = columns.iter().map(stretch).collect();
        let (sum, count) = (widths.iter().sum::<usize>(), widths.len().max(1));
        for step in 0..sum.saturating_sub(target) {
            let width = widths.get_mut(step % count);
            width
                .into_iter()
                .for_each(|width| *width = width.saturating_sub(1));
        }
        for step in 0..target.saturating_sub(sum) {
            let width = widths.iter_mut().rev().nth(step % count);
            width.into_iter().for_each(|width| *width += 1);
        }
        widths
    }

    fn render(&self, width: usize, out: &mut String) {
        let bars = "|".repeat(self.indent);
        let mut line = |line: &str| out.push_str(&format!("{bars}{line}{bars}\n"));
        if !self.title.is_empty() {
            line(&centred(&self.title, width, "|"));
            if self.headers.is_empty() && self.rows.is_empty() {
                line(&format!("+{}+", "-".repeat(width.saturating_sub(2))));
            }
        }
        let widths = self.stretched(width);
        // Only the first cell has a bar at its left.
        let edges = std::iter::once("|").chain(std::iter::repeat(""));
        let columns: Vec<_> = edges.zip(widths).collect();
        let mut rule = String::new();
        for (edge, width) in &columns {
            rule.push_str(if edge.is_empty() { "" } else { "+" });
            rule.push_str(&"-".repeat(width.saturating_sub(1 + edge.len())));
            rule.push('+');
        }
        let cells = |texts: &[String], cell: fn(&str, usize, &str) -> String| {
            let cells = columns.iter().zip(texts);
            cells
                .map(|((edge, width), text)| cell(text, *width, edge))
                .collect::<String>()
        };
        if !self.headers.is_empty() {
            line(&rule);
            line(&cells(&self.headers, centred));
        }
        if !self.rows.is_empty() && !columns.is_empty() {
            line(&rule);
            self.rows.iter().for_each(|row| line(&cells(row, cell)));
            line(&rule);
        }
    }
}

fn centred(text: &str, length: usize, edge: &str) -> String {
    let text_width = width(text);
    let left = (length / 2).saturating_sub(text_width / 2 + 1);
    let right = length.saturating_sub(1 + edge.len() + left + text_width);
    format!("{edge}{}{text}{}|", " ".repeat(left), " ".repeat(right))
}

fn cell(text: &str, length: usize, edge: &str) -> String {
    let taken = width(text) + edge.len() + 1;
    let padding = if taken + 2 > length { 0 } else { 2 };
    let fill = length.saturating_sub(taken + padding);
    format!("{edge}{}{text}{}|", " ".repeat(padding), " ".repeat(fill))
}
