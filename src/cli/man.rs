//! `man`: the manual pages.

use super::exit::Exit;
use super::help;
use super::terminal::Terminal;
use crate::report::diagnostic::Diagnostic;
use clap::Command;
use clap_mangen::Man;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Write the manual pages to a directory
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test man ~/.local/share/man/man1
  man pattern-test-match")]
pub(super) struct Args {
    /// The directory; it is made where it does not exist
    #[arg(value_name = "DIR")]
    directory: PathBuf,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let directory = &args.directory;
    let mut command = help::command().disable_help_subcommand(true);
    command.build();
    let written = std::fs::create_dir_all(directory).and_then(|()| pages(&command, directory));
    if let Err(error) = written {
        terminal.tell(&Diagnostic::error(format!(
            "cannot write the manual pages to `{}`: {error}",
            directory.display()
        )));
        return Ok(Exit::Trouble);
    }
    Ok(Exit::Yes)
}

fn pages(command: &Command, directory: &Path) -> io::Result<()> {
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        pages(sub, directory)?;
    }
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    let after = command.get_after_help().map(ToString::to_string);
    page.write_all(sections(&after.unwrap_or_default()).as_bytes())?;
    if command.get_version().is_some() {
        man.render_version_section(&mut page)?;
    }
    std::fs::write(directory.join(man.get_filename()), page)
}

/// What comes after the options, as sections: the examples as they are, so that they can be copied.
fn sections(after: &str) -> String {
    let mut out = String::new();
    let mut examples = false;
    for line in after.lines() {
        if line == "Examples:" {
            out.push_str(".SH EXAMPLES\n.nf\n");
            examples = true;
            continue;
        }
        if examples && !line.starts_with("  ") {
            out.push_str(".fi\n");
            examples = false;
        }
        let text = match line.strip_prefix("Exit codes: ") {
            Some(codes) => {
                out.push_str(".SH \"EXIT STATUS\"\n");
                codes
            }
            None if examples => line.strip_prefix("  ").unwrap_or(line),
            None if line.is_empty() => ".PP",
            None => line,
        };
        match text {
            ".PP" => out.push_str(text),
            text => out.push_str(&escaped(text)),
        }
        out.push('\n');
    }
    if examples {
        out.push_str(".fi\n");
    }
    out
}

/// Text in which nothing is markup, and a hyphen is the one of the keyboard.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    let text = text
        .replace('\'', "\\(aq")
        .replace('`', "\\(ga")
        .replace('^', "\\(ha")
        .replace('~', "\\(ti");
    match text.starts_with('.') {
        true => format!("\\&{text}"),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_can_be_copied() {
        let after = "Examples:\n  pattern-test match -p 'a' fixtures/*.json\n  man x\n\nExit codes: 0 yes, 1 no.";
        assert_eq!(
            sections(after),
            ".SH EXAMPLES\n.nf\npattern\\-test match \\-p \\(aqa\\(aq fixtures/*.json\nman x\n.fi\n.PP\n.SH \"EXIT STATUS\"\n0 yes, 1 no.\n"
        );
    }
}
