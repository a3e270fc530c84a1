//! `match` for people.

use super::escape::visible;
use super::match_report::{MatchReport, PairResult, PatternResults};
use super::style::{BAD, FAINT, GOOD, LOOK_HERE, Look, STRONG};
use crate::matching::Mode;
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Columns that a verdict takes.
const VERDICT: usize = "no match".len();

pub(super) fn write(report: &MatchReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let MatchReport {
        mode,
        patterns,
        // They were told before.
        warnings: _,
    } = report;
    for (index, PatternResults { pattern, results }) in patterns.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", look.paint(&visible(pattern), STRONG))?;
        let [first, second] = columns(*mode).map(Mode::name);
        let header = format!("  {first:<9}  {second:<9}  event");
        writeln!(out, "{}", look.paint(&header, FAINT))?;
        let name_width = results
            .iter()
            .map(|r| visible(&r.event).width())
            .max()
            .unwrap_or(0);
        for result in results {
            pair(result, *mode, name_width, look, out)?;
        }
    }
    summary(report, look, out)
}

/// The mode that decides comes first.
fn columns(mode: Mode) -> [Mode; 2] {
    match mode {
        Mode::Flattened => [Mode::Flattened, Mode::Strict],
        Mode::Strict => [Mode::Strict, Mode::Flattened],
    }
}

fn pair(
    result: &PairResult,
    mode: Mode,
    name_width: usize,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let PairResult {
        event,
        flattened: _,
        strict: _,
        undecided,
        reason,
        details,
    } = result;
    let [first, second] = columns(mode).map(|mode| {
        let matched = result.verdict(mode);
        let word = match (mode, matched) {
            (Mode::Strict, _) if *undecided => "?",
            (_, true) => "match",
            (_, false) => "no match",
        };
        let style = match (result.disagree(), matched) {
            (true, _) => LOOK_HERE,
            (false, true) => GOOD,
            (false, false) => FAINT,
        };
        look.paint(&format!("{word:<VERDICT$} "), style)
    });
    let name = visible(event);
    write!(out, "  {first}  {second}  {name}")?;
    if let Some(reason) = reason {
        let style = if result.disagree() { LOOK_HERE } else { FAINT };
        let indent = 2 + 2 * (VERDICT + 3);
        let padding = name_width - name.width();
        let fits = |width| indent + name_width + 2 + reason.width() <= width;
        if look.width.is_none_or(fits) {
            write!(out, "{:padding$}  {}", "", look.paint(reason, style))?;
        } else {
            for line in wrapped(reason, look.width.unwrap_or(80).saturating_sub(6).max(20)) {
                write!(out, "\n      {}", look.paint(&line, style))?;
            }
        }
    }
    writeln!(out)?;
    for paragraph in details {
        let width = look.width.map_or(100, |width| width.min(100));
        for line in wrapped(paragraph, width.saturating_sub(6).max(20)) {
            writeln!(out, "      {line}")?;
        }
    }
    Ok(())
}

/// Breaks text into lines of at most `width` columns: at spaces, and inside a word only where it is
/// wider than a line.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        let space = usize::from(!line.is_empty());
        if line.width() + space + word.width() <= width {
            line.push_str(if space > 0 { " " } else { "" });
            line.push_str(word);
            continue;
        }
        if space > 0 {
            lines.push(String::new());
        }
        for c in word.chars() {
            let full = |line: &String| line.width() + c.width().unwrap_or(0) > width;
            if lines.last().is_some_and(full) {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
        }
    }
    lines
}

fn summary(report: &MatchReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let pairs = report.pairs().count();
    if pairs < 2 {
        return Ok(());
    }
    let matched = report
        .pairs()
        .filter(|pair| pair.verdict(report.mode))
        .count();
    let disagree = report.pairs().filter(|pair| pair.disagree()).count();
    let counts = format!("{matched} of {pairs} match");
    let counts = look.paint(&counts, if matched > 0 { GOOD } else { BAD });
    write!(out, "\n{counts} ({})", report.mode.name())?;
    if disagree > 0 {
        let text = format!("the modes disagree on {disagree}");
        write!(out, "; {}", look.paint(&text, LOOK_HERE))?;
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_long_words_where_they_must() {
        assert_eq!(wrapped("ab cd efg", 5), ["ab cd", "efg"]);
        assert_eq!(wrapped("a bcdefghij k", 4), ["a", "bcde", "fghi", "j k"]);
        assert_eq!(wrapped("漢字 漢字", 4), ["漢字", "漢字"]);
        assert_eq!(wrapped("", 4), [""]);
    }
}
