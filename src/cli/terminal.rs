//! Standard output and standard error.

use crate::report::diagnostic::{Diagnostic, Severity};
use crate::report::machine::Problem;
use crate::report::style::Look;
use anstream::{AutoStream, ColorChoice};
use std::io::{self, IsTerminal, Write};

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(super) enum Colour {
    /// On a terminal that can, as NO_COLOR and CLICOLOR_FORCE allow
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How many errors are kept for machine formats.
const MOST_ERRORS: usize = 1_000;

/// The two streams and how they are to look. Results go to `out`, everything else to `err`.
#[derive(Debug)]
pub(super) struct Terminal {
    /// Standard output, buffered.
    pub(super) out: io::BufWriter<io::Stdout>,
    /// How standard output is to look.
    pub(super) look: Look,
    err_look: Look,
    errors: Vec<Problem>,
    more_errors: usize,
}

impl Terminal {
    /// The process's streams.
    pub(super) fn new(colour: Colour) -> Self {
        let (stdout, stderr) = (io::stdout(), io::stderr());
        let (out_paints, err_paints) = match colour {
            Colour::Always => (true, true),
            Colour::Never => (false, false),
            Colour::Auto => (
                AutoStream::choice(&stdout) != ColorChoice::Never,
                AutoStream::choice(&stderr) != ColorChoice::Never,
            ),
        };
        Self {
            look: Look {
                colour: out_paints,
                width: width(stdout.is_terminal()),
            },
            err_look: Look {
                colour: err_paints,
                width: width(stderr.is_terminal()),
            },
            errors: Vec::new(),
            more_errors: 0,
            out: io::BufWriter::with_capacity(1 << 16, stdout),
        }
    }

    /// How standard error is to look.
    pub(super) fn err_look(&self) -> Look {
        self.err_look
    }

    /// Tells people about something that is not the result.
    pub(super) fn tell(&mut self, diagnostic: &Diagnostic) {
        self.note_error(diagnostic);
        // What was found so far comes first. Where standard error is closed nobody can be told.
        let _ = self.out.flush();
        let _ = io::stderr().write_all(diagnostic.human(self.err_look).as_bytes());
    }
}

impl Terminal {
    /// Keeps an error for machine formats, without telling people.
    pub(super) fn note_error(&mut self, diagnostic: &Diagnostic) {
        if diagnostic.severity != Severity::Error {
            return;
        }
        match self.errors.len() {
            0..MOST_ERRORS => self.errors.push(diagnostic.into()),
            _ => self.more_errors += 1,
        }
    }

    /// The errors told since this was asked last, for machine formats.
    pub(super) fn take_errors(&mut self) -> Vec<Problem> {
        let mut errors = std::mem::take(&mut self.errors);
        let more = std::mem::take(&mut self.more_errors);
        if more > 0 {
            let message = format!("{more} more errors are not listed");
            errors.push((&Diagnostic::error(message)).into());
        }
        errors
    }
}

impl Terminal {
    /// Tells what there is to tell of a file; whether it was written.
    pub(super) fn tell_written(&mut self, written: Result<Option<Diagnostic>, Diagnostic>) -> bool {
        let is_written = written.is_ok();
        if let Some(diagnostic) = written.unwrap_or_else(Some) {
            self.tell(&diagnostic);
        }
        is_written
    }
}

/// Columns of the terminal.
fn width(is_terminal: bool) -> Option<usize> {
    if !is_terminal {
        return None;
    }
    let (width, _) = terminal_size::terminal_size()?;
    Some(usize::from(width.0).max(20))
}
