//! Where the results of `scan` go.

use super::events::NamedRecord;
use super::judged;
use super::output::Draft;
use super::patterns::NamedPattern;
use super::terminal::Terminal;
use crate::Event;
use crate::explain::Explainer;
use crate::json::Document;
use crate::matching::Mode;
use crate::report::diagnostic::Diagnostic;
use crate::report::explain_report::{self, ExplainFormat};
use crate::report::explain_text::Detail;
use crate::scan::{Bad, Control, Sink, Text, Totals};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, Write};
use std::sync::atomic::Ordering;

/// How many bad pieces are shown.
pub(super) const SHOWN: u64 = 5;

/// What is done with text that is no event.
#[derive(Debug)]
pub(super) enum BadLines {
    /// The scan ends.
    Fail,
    /// It is counted.
    Skip,
    /// It is counted, and written there.
    Keep(Box<Draft>),
    /// It was counted and written.
    Kept,
}

/// Writes results to standard output, and everything else to standard error.
#[derive(Debug)]
pub(super) struct ScanSink<'s> {
    pub(super) terminal: &'s mut Terminal,
    pub(super) names: &'s [String],
    /// What each rule of the scan stands for.
    pub(super) groups: &'s [Vec<&'s NamedPattern>],
    pub(super) control: &'s Control,
    pub(super) bad_lines: BadLines,
    /// The name of the file they are kept in.
    pub(super) bad_lines_file: String,
    pub(super) mode: Mode,
    /// Whether results are to be seen as soon as they are there.
    pub(super) is_live: bool,
    pub(super) bar: Option<ProgressBar>,
    bad_shown: u64,
}

impl<'s> ScanSink<'s> {
    pub(super) fn new(
        terminal: &'s mut Terminal,
        names: &'s [String],
        groups: &'s [Vec<&'s NamedPattern>],
        control: &'s Control,
        bad_lines: BadLines,
        mode: Mode,
    ) -> Self {
        Self {
            terminal,
            names,
            groups,
            control,
            bad_lines,
            bad_lines_file: String::new(),
            mode,
            is_live: false,
            bar: None,
            bad_shown: 0,
        }
    }

    fn name(&self, file: usize) -> &str {
        self.names.get(file).map_or("", |name| name)
    }

    pub(super) fn tell(&mut self, diagnostic: &Diagnostic) {
        let terminal = &mut *self.terminal;
        match &self.bar {
            Some(bar) => bar.suspend(|| terminal.tell(diagnostic)),
            None => terminal.tell(diagnostic),
        }
    }

    /// Puts everything where it belongs.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        if let BadLines::Keep(_) = &self.bad_lines
            && let BadLines::Keep(file) = std::mem::replace(&mut self.bad_lines, BadLines::Kept)
        {
            let finished = file.finish();
            if let Some(warning) = finished.map_err(|error| self.bad_lines_error(&error))? {
                self.terminal.tell(&warning);
            }
        }
        self.terminal.finish()
    }

    /// An error on the way to the file of bad lines, with its name.
    fn bad_lines_error(&self, error: &io::Error) -> io::Error {
        io::Error::new(error.kind(), format!("{}: {error}", self.bad_lines_file))
    }

    /// An explanation for each of the rules, on standard error, so that the events stay a stream.
    fn explain(&mut self, file: usize, text: &Text) -> io::Result<()> {
        let name = format!("{}:{}", self.name(file), text.place.position.line);
        let start = Some(text.place.position);
        let groups = text.rules.iter();
        let groups: Vec<&[&NamedPattern]> = groups
            .filter_map(|rule| Some(&**self.groups.get(rule.index())?))
            .collect();
        let event = Event::parse(&*text.text).ok();
        // Each place makes something else of the same text.
        let records: Vec<_> = groups
            .iter()
            .filter_map(|group| {
                let record = NamedRecord {
                    name: name.clone(),
                    dialect: group.first()?.filter.as_ref()?.dialect(),
                    document: Document::parse(text.text.clone()).ok()?,
                    start,
                };
                Some((*group, record))
            })
            .collect();
        let pairs: Vec<_> = records
            .iter()
            .filter_map(|(group, record)| judged::pair(group, record))
            .collect();
        let explained: Vec<_> = pairs.iter().flat_map(judged::Pair::explained).collect();
        let rules = groups.iter().flat_map(|group| group.iter());
        let mut explanations = Vec::new();
        for named in rules.filter(|named| named.filter.is_none()) {
            let explainer = Explainer {
                pattern: Some(&named.name),
                event: Some(&name),
                mode: self.mode,
                start,
                ..Explainer::default()
            };
            let event = event.as_ref();
            explanations.extend(event.map(|event| explainer.explain(&named.pattern, event)));
        }
        explanations.extend(explained.iter().map(|one| one.explain(self.mode)));
        let mut out = Vec::new();
        let look = self.terminal.err_look();
        let format = ExplainFormat::Human;
        explain_report::write(&explanations, &[], format, Detail::Brief, look, &mut out)?;
        out.push(b'\n');
        self.terminal.out.flush()?;
        match &self.bar {
            Some(bar) => bar.suspend(|| io::stderr().write_all(&out)),
            None => io::stderr().write_all(&out),
        }
    }
}

impl Sink for ScanSink<'_> {
    fn matched(&mut self, out: &[u8]) -> io::Result<()> {
        self.terminal.out.write_all(out)
    }

    fn text(&mut self, file: usize, text: &Text) -> io::Result<()> {
        self.explain(file, text)
    }

    fn bad(&mut self, file: usize, bad: &Bad) -> io::Result<()> {
        if let (BadLines::Keep(out), Some(text)) = (&mut self.bad_lines, &bad.text) {
            let end: &[u8] = if text.ends_with(b"\n") { b"" } else { b"\n" };
            let written = out.write_all(text).and_then(|()| out.write_all(end));
            written.map_err(|error| self.bad_lines_error(&error))?;
        }
        self.bad_shown += 1;
        if self.bad_shown <= SHOWN {
            let mut diagnostic = Diagnostic::error(&*bad.message)
                .in_file(self.name(file))
                .at_position(bad.at);
            if matches!(self.bad_lines, BadLines::Keep(_)) && bad.text.is_none() {
                diagnostic = diagnostic.remark(format!("its {} bytes were not kept", bad.length));
            }
            self.tell(&diagnostic);
        }
        Ok(())
    }

    fn unread(&mut self, file: usize, message: &str) {
        let diagnostic = Diagnostic::error(message).in_file(self.name(file).to_owned());
        self.tell(&diagnostic.remark("what was read before that was scanned"));
    }

    fn block(&mut self, totals: &Totals) -> io::Result<()> {
        let _ = totals;
        if let Some(bar) = &self.bar {
            bar.set_position(self.control.read.load(Ordering::Relaxed));
        }
        if self.is_live {
            self.terminal.out.flush()?;
        }
        Ok(())
    }
}

/// A bar with the rate and the time left; of what is left only the rate, where nobody knows.
pub(super) fn progress_bar(size: Option<u64>) -> ProgressBar {
    let (bar, template) = match size {
        Some(size) => (
            ProgressBar::new(size),
            "{wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta} left",
        ),
        None => (
            ProgressBar::new_spinner(),
            "{spinner} {bytes} {bytes_per_sec}",
        ),
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
