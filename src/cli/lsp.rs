//! `lsp`: the language server.

use super::exit::Exit;
use super::terminal::Terminal;
use crate::lsp;
use crate::report::diagnostic::Diagnostic;

/// Run the language server, for editors
///
/// Speaks the Language Server Protocol on standard input and output, and is started by an editor:
/// diagnostics, completion, hover, code actions and more for event patterns, also in templates, and for
/// suites. How to set up an editor is in docs/editors.md.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  Neovim: vim.lsp.config('pattern-test', {cmd = {'pattern-test', 'lsp'}})
  Helix: language-server.pattern-test = {command = 'pattern-test', args = ['lsp']}

Ends with exit code 0 when the editor ends it, 1 when the editor went away without a word,
2 when what comes in is not the protocol.")]
pub(super) struct Args {
    /// Speak on standard input and output, as it always does: some editors say so
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> Exit {
    let Args { stdio: _ } = args;
    if lsp::is_in_a_terminal() {
        let note = Diagnostic::note("waiting for an editor on standard input");
        terminal.tell(&note.help("editors start this themselves; Ctrl-C ends it"));
    }
    match lsp::run() {
        Ok(true) => Exit::Yes,
        Ok(false) => Exit::No,
        Err(error) => {
            terminal.tell(&Diagnostic::error(error.to_string()));
            Exit::Trouble
        }
    }
}
