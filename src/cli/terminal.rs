//! Standard output and standard error.

use super::actions::Actions;
use super::output::Draft;
use crate::report::diagnostic::{Diagnostic, Severity};
use crate::report::machine::Problem;
use crate::report::style::Look;
use anstream::{AutoStream, ColorChoice};
use std::io::{self, IsTerminal, Write};
use std::path::Path;

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
    pub(super) out: io::BufWriter<Out>,
    /// What is kept of standard error, where it is not the process's.
    kept: Option<Vec<u8>>,
    /// How standard output is to look.
    pub(super) look: Look,
    err_look: Look,
    errors: Vec<Problem>,
    more_errors: usize,
}

/// Where results go.
#[derive(Debug)]
pub(super) enum Out {
    /// To the process's standard output.
    Process(io::Stdout),
    /// To a caller in the same process.
    Kept(Vec<u8>),
    /// To a file.
    File(Box<Draft>),
    /// Nowhere.
    Nothing,
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Process(stdout) => stdout.write(bytes),
            Self::Kept(kept) => kept.write(bytes),
            Self::File(file) => file.write(bytes),
            Self::Nothing => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Process(stdout) => stdout.flush(),
            Self::File(file) => file.flush(),
            Self::Kept(_) | Self::Nothing => Ok(()),
        }
    }
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
            out: io::BufWriter::with_capacity(1 << 16, Out::Process(stdout)),
            kept: None,
        }
    }

    /// Streams that keep what is written to them, for a caller in the same process.
    pub(super) fn kept() -> Self {
        Self {
            out: io::BufWriter::new(Out::Kept(Vec::new())),
            kept: Some(Vec::new()),
            look: Look::PLAIN,
            err_look: Look::PLAIN,
            errors: Vec::new(),
            more_errors: 0,
        }
    }

    /// What GitHub Actions says of itself; nothing where the streams are not the process's.
    pub(super) fn actions(&self, directory: &Path) -> Actions {
        match &self.kept {
            Some(_) => Actions::default(),
            None => Actions::of_process(directory),
        }
    }

    /// What was written to the two streams.
    pub(super) fn into_kept(self) -> (Vec<u8>, Vec<u8>) {
        let out = match self.out.into_inner() {
            Ok(Out::Kept(kept)) => kept,
            // Writing to memory does not fail.
            Ok(_) | Err(_) => Vec::new(),
        };
        (out, self.kept.unwrap_or_default())
    }

    /// Lets results go to a file.
    pub(super) fn write_to(&mut self, draft: Draft) {
        self.look = Look::PLAIN;
        self.out = io::BufWriter::new(Out::File(Box::new(draft)));
    }

    /// Lets results go nowhere.
    pub(super) fn write_nothing(&mut self) {
        self.out = io::BufWriter::new(Out::Nothing);
    }

    /// Puts the file in its place that results go to, if they go to one.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.out.flush()?;
        if !matches!(self.out.get_ref(), Out::File(_)) {
            return Ok(());
        }
        let out = std::mem::replace(&mut self.out, io::BufWriter::new(Out::Nothing));
        let out = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        if let Out::File(draft) = out
            && let Some(diagnostic) = draft.finish()?
        {
            self.tell(&diagnostic);
        }
        Ok(())
    }

    /// How standard error is to look.
    pub(super) fn err_look(&self) -> Look {
        self.err_look
    }

    /// Tells people about something that is not the result.
    pub(super) fn tell(&mut self, diagnostic: &Diagnostic) {
        self.note_error(diagnostic);
        self.tell_people(diagnostic);
    }

    /// Tells people alone: programs are told otherwise.
    pub(super) fn tell_people(&mut self, diagnostic: &Diagnostic) {
        // What was found so far comes first. Where standard error is closed nobody can be told.
        let _ = self.out.flush();
        let text = diagnostic.human(self.err_look);
        match &mut self.kept {
            Some(kept) => kept.extend_from_slice(text.as_bytes()),
            None => _ = io::stderr().write_all(text.as_bytes()),
        }
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

    /// The files that errors were told of.
    pub(super) fn files_of_errors(&self) -> Vec<String> {
        let files = self.errors.iter().filter_map(|error| error.file.clone());
        files.collect()
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
