//! CSV of log messages, as the console of CloudWatch Logs exports it: a header, then a row for each.

use super::Form;
use super::trail::Trail;
use super::walk::Walk;
use crate::json::Span;

/// The columns that hold what was logged.
const COLUMNS: [&str; 3] = ["@message", "message", "event"];

/// The column with the messages, where the text begins with a header that has one.
pub(super) fn column(text: &str) -> Option<usize> {
    let line = text.trim_start().lines().next()?;
    if line.len() > 4_096 || !line.contains(',') && !line.contains(MESSAGE_ALONE) {
        return None;
    }
    let mut names = line
        .split(',')
        .map(|name| name.trim().trim_matches('"').to_lowercase());
    let at = names.position(|name| COLUMNS.contains(&name.as_str()))?;
    // Every name is a word: prose with commas is no header.
    let is_header = line.split(',').all(|name| {
        let name = name.trim().trim_matches('"');
        let part = |c: char| c.is_alphanumeric() || matches!(c, '@' | '_' | '.' | '-');
        !name.is_empty() && name.chars().all(part)
    });
    is_header.then_some(at)
}

const MESSAGE_ALONE: &str = "@message";

/// One field: where it stands, quotes included, and what it says.
struct Field {
    span: Span,
    text: String,
    /// The line it begins in.
    line: usize,
}

pub(super) fn read(walk: &mut Walk<'_>, text: &str, column: usize, trail: &Trail<'_>) {
    let trail = trail.form(Form::Csv);
    let mut rows = Rows {
        text,
        at: 0,
        line: 1,
    };
    let mut is_header = true;
    while let Some(row) = rows.next_row() {
        let is_blank = matches!(row.as_slice(), [only] if only.text.trim().is_empty());
        if is_blank || std::mem::take(&mut is_header) {
            continue;
        }
        let Some(field) = row.into_iter().nth(column) else {
            walk.pass_over(Form::Csv, 1);
            continue;
        };
        let step = trail.step(&format!("line {}", field.line));
        walk.logged_text(&field.text, field.span, Form::Csv, &step);
    }
}

struct Rows<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Rows<'_> {
    fn next_row(&mut self) -> Option<Vec<Field>> {
        if self.at >= self.text.len() {
            return None;
        }
        let mut fields = Vec::new();
        loop {
            fields.push(self.field());
            match self.text.as_bytes().get(self.at) {
                Some(b',') => self.at += 1,
                Some(b'\r') if self.text.as_bytes().get(self.at + 1) == Some(&b'\n') => {
                    self.at += 2;
                    self.line += 1;
                    return Some(fields);
                }
                Some(_) => {
                    self.at += 1;
                    self.line += 1;
                    return Some(fields);
                }
                None => return Some(fields),
            }
        }
    }

    fn field(&mut self) -> Field {
        let start = self.at;
        let line = self.line;
        let rest = self.text.get(start..).unwrap_or("");
        let mut text = String::new();
        if rest.starts_with('"') {
            self.at += 1;
            loop {
                let rest = self.text.get(self.at..).unwrap_or("");
                let length = rest.find('"').unwrap_or(rest.len());
                let part = rest.get(..length).unwrap_or("");
                self.line += memchr::memchr_iter(b'\n', part.as_bytes()).count();
                text.push_str(part);
                self.at += length;
                match self.text.as_bytes().get(self.at + 1) {
                    Some(b'"') => {
                        text.push('"');
                        self.at += 2;
                    }
                    _ => {
                        self.at = (self.at + 1).min(self.text.len());
                        break;
                    }
                }
            }
        }
        // What stands behind the quotes, or a field without any.
        let rest = self.text.get(self.at..).unwrap_or("");
        let length = rest.find([',', '\n', '\r']).unwrap_or(rest.len());
        text.push_str(rest.get(..length).unwrap_or(""));
        self.at += length;
        Field {
            span: Span::new(start, self.at),
            text,
            line,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers() {
        assert_eq!(column("@timestamp,@message\n"), Some(1));
        assert_eq!(column("\"@message\"\n"), Some(0));
        assert_eq!(column("timestamp,message\r\n1,x"), Some(1));
        assert_eq!(column("this is a message, or not"), None);
        assert_eq!(column("message"), None);
    }

    #[test]
    fn rows() {
        let mut rows = Rows {
            text: "a,\"b\"\"c\nd\"\r\n\n\"x",
            at: 0,
            line: 1,
        };
        let mut all = Vec::new();
        while let Some(row) = rows.next_row() {
            let row: Vec<_> = row.into_iter().map(|f| (f.line, f.text)).collect();
            all.push(row);
        }
        let field = |line, text: &str| (line, text.to_owned());
        assert_eq!(
            all,
            [
                vec![field(1, "a"), field(1, "b\"c\nd")],
                vec![field(3, "")],
                vec![field(4, "x")]
            ]
        );
    }
}
