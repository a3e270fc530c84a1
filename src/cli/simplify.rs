//! `pattern-test simplify`: a pattern that means the same and says less.

use super::exit::Exit;
use super::mode::ModeArgs;
use super::patterns::{PatternArgs, ReadingArgs};
use super::results::ResultArgs;
use super::terminal::Terminal;
use crate::analysis::{self, Change, Options};
use crate::config::Config;
use crate::matching::Mode;
use crate::report::diagnostic::Diagnostic;
use crate::text::{brief, json};
use anyhow::Context as _;
use std::ffi::OsString;
use std::io::Write as _;

/// Print an equivalent pattern without redundant conditions
///
/// Pointless matchers, conditions and `$or` branches are left out, and branches merged into lists,
/// each only where the pattern is proven to match the same events still. What cannot be proven stays.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test simplify rule.json > simpler.json
  pattern-test simplify rule.json --check

Exit codes: 0 printed (with --check: nothing to simplify), 1 with --check: it can be simplified,
2 error.")]
pub(super) struct Args {
    /// A file, `-`, or JSON text that starts with `{`
    #[arg(value_name = "PATTERN", required_unless_present = "patterns")]
    pattern: Option<OsString>,

    /// The same as PATTERN
    #[arg(
        short,
        long = "pattern",
        value_name = "PATTERN",
        conflicts_with = "pattern"
    )]
    patterns: Option<OsString>,

    #[command(flatten)]
    results: ResultArgs,

    #[command(flatten)]
    mode: ModeArgs,

    /// Print no pattern: exit with 1 where it can be simplified
    #[arg(long)]
    check: bool,

    #[command(flatten)]
    reading: ReadingArgs,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let directory = std::env::current_dir().context("cannot find the working directory")?;
    let config = match Config::find(&directory) {
        Ok(config) => config,
        Err(error) => {
            terminal.tell(&super::config_trouble(error));
            return Ok(Exit::Trouble);
        }
    };
    let named = PatternArgs {
        patterns: args.pattern.iter().chain(&args.patterns).cloned().collect(),
        reading: args.reading.clone(),
    };
    if let Err(diagnostic) = args.results.open(named.files(), terminal) {
        terminal.tell(&diagnostic);
        return Ok(Exit::Trouble);
    }
    let loaded = named.load(&config, terminal);
    let [named] = &*loaded.patterns else {
        if !loaded.trouble {
            let message = format!(
                "one pattern is simplified at a time, {} named",
                loaded.patterns.len()
            );
            terminal.tell(&Diagnostic::error(message));
        }
        return Ok(Exit::Trouble);
    };
    let options = Options {
        // Strict keeps the meaning in both modes.
        mode: args.mode.named(&config)?.unwrap_or(Mode::Strict),
        ..Options::default()
    };
    let simplified = analysis::simplify(&named.pattern, &options);
    for change in &simplified.changes {
        terminal.tell(&Diagnostic::note(words(change)).in_file(&named.name));
    }
    if args.check {
        return Ok(if simplified.changes.is_empty() {
            Exit::Yes
        } else {
            Exit::No
        });
    }
    let text = simplified.pattern.text();
    terminal.out.write_all(json(text).as_bytes())?;
    if !text.ends_with('\n') {
        terminal.out.write_all(b"\n")?;
    }
    Ok(Exit::Yes)
}

fn words(change: &Change) -> String {
    match change {
        Change::Matchers { path, matchers } => {
            let matchers = brief(&matchers.join(", "), 60);
            format!("`{path}`: {matchers} left out, other matchers accept it all")
        }
        Change::Condition { path } => format!("`{path}` left out, it changes nothing"),
        Change::Branch { branch } => format!(
            "branch of `$or` left out, the rest matches it all: {}",
            brief(branch, 60)
        ),
        Change::Merged { path } => {
            format!("branches of `$or` merged that differ in `{path}` only")
        }
        Change::Unwrapped => "`$or` with one branch left unwrapped".to_owned(),
    }
}
