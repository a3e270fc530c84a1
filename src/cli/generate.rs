//! `pattern-test generate`: events for a pattern, and suites of them.

use super::events::Bases;
use super::exit::Exit;
use super::mode::ModeArgs;
use super::patterns::{NamedPattern, PatternArgs, ReadingArgs};
use super::results::ResultArgs;
use super::suites::{self, Filled, Written, as_records, for_place};
use super::terminal::Terminal;
use crate::analysis::{self, EventKind, Options};
use crate::config::Config;
use crate::matching::Mode;
use crate::report::diagnostic::Diagnostic;
use crate::report::generate_report::{self, GenerateFormat, GenerateReport};
use anyhow::Context as _;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Make events that match a pattern, or just fail to
///
/// Events that match, that lie at the edge of a matcher, or that fail in one condition only.
/// An event has the envelope's fields around it and what the pattern asks for; with --base it is a
/// real event with the fewest values changed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test generate rule.json
  pattern-test generate rule.json --kind near-miss --count 5 --base fixtures/ecs
  pattern-test generate patterns --suite fixtures

Exit codes: 0 made, 1 there is no such event, 2 error.")]
pub(super) struct Args {
    /// A file, `-`, or JSON text that starts with `{`; with --suite also several, and directories
    #[arg(value_name = "PATTERN", required_unless_present = "more")]
    patterns: Vec<OsString>,

    /// The same as PATTERN
    #[arg(short = 'p', long = "pattern", value_name = "PATTERN")]
    more: Vec<OsString>,

    /// How many events to make at most
    #[arg(long, value_name = "N", default_value_t = 1)]
    count: usize,

    /// What events to make
    #[arg(long, value_enum, default_value = "match")]
    kind: KindName,

    /// Make the events from these: files or directories
    ///
    /// For each event the one is taken that needs the fewest of its values changed.
    #[arg(long, value_name = "EVENT")]
    base: Vec<PathBuf>,

    /// Make other events, in another order; the same seed makes the same events
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,

    #[command(flatten)]
    mode: ModeArgs,

    /// Leave out the envelope's fields that the pattern does not ask for
    #[arg(long)]
    minimal: bool,

    /// Write a suite for each pattern, in a folder of DIR: events that match, and events that do not
    #[arg(long, value_name = "DIR", conflicts_with_all = ["count", "kind", "seed", "format"])]
    suite: Option<PathBuf>,

    /// How to write the events
    #[arg(long, value_enum, default_value = "events")]
    format: GenerateFormat,

    #[command(flatten)]
    results: ResultArgs,

    #[command(flatten)]
    reading: ReadingArgs,
}

/// [`EventKind`] on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum KindName {
    /// Events that match
    Match,
    /// Events at the edge of a matcher, on either side
    Boundary,
    /// Events that fail in one condition only
    NearMiss,
}

impl From<KindName> for EventKind {
    fn from(kind: KindName) -> Self {
        match kind {
            KindName::Match => Self::Match,
            KindName::Boundary => Self::Boundary,
            KindName::NearMiss => Self::NearMiss,
        }
    }
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let directory = std::env::current_dir().context("cannot find the working directory")?;
    match Config::find(&directory) {
        Ok(config) => generated(args, &config, terminal),
        Err(error) => {
            terminal.tell(&super::config_trouble(error));
            nothing(args, args.mode.of_flags(), None, terminal)?;
            Ok(Exit::Trouble)
        }
    }
}

fn generated(args: &Args, config: &Config, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    // What matches in one element mostly does in both modes, as a suite must.
    let default = match args.suite {
        Some(_) => Mode::Strict,
        None => Mode::default(),
    };
    let mode = args.mode.named(config)?.unwrap_or(default);
    let named = PatternArgs {
        patterns: args.patterns.iter().chain(&args.more).cloned().collect(),
        reading: args.reading.clone(),
    };
    if let Err(diagnostic) = args
        .results
        .open(named.files().chain(args.base.clone()), terminal)
    {
        terminal.tell(&diagnostic);
        return Ok(Exit::Trouble);
    }
    let loaded = match args.suite {
        Some(_) => suites::load_filled(&named, None, config, terminal),
        None => Filled::of(named.load(config, terminal)),
    };
    let patterns = &loaded.patterns.patterns;
    let bases = Bases::load(&args.base, config, terminal);
    let Some(bases) = bases.filter(|_| !patterns.is_empty()) else {
        nothing(args, mode, None, terminal)?;
        return Ok(Exit::Trouble);
    };
    let events = bases.events();
    let options = Options {
        mode,
        bases: &events,
        envelope: !args.minimal,
        ..Options::default()
    };
    let exit = match &args.suite {
        Some(directory) => suites(directory, &loaded, &options, config, terminal)?,
        None => one(args, patterns, &options, &bases, terminal)?,
    };
    Ok(if loaded.patterns.trouble {
        Exit::Trouble
    } else {
        exit
    })
}

/// Where there are no events: programs still get a document.
fn nothing(
    args: &Args,
    mode: Mode,
    pattern: Option<&str>,
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    if args.suite.is_some() || args.format == GenerateFormat::Events {
        return Ok(());
    }
    let report = GenerateReport {
        pattern: pattern.map(str::to_owned),
        mode,
        events: Vec::new(),
        bases: Vec::new(),
    };
    let errors = terminal.take_errors();
    Ok(generate_report::write(
        &report,
        &errors,
        args.format,
        &mut terminal.out,
    )?)
}

fn one(
    args: &Args,
    patterns: &[NamedPattern],
    options: &Options<'_>,
    bases: &Bases,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let [named] = patterns else {
        let message = format!("events are made for one pattern, {} named", patterns.len());
        terminal
            .tell(&Diagnostic::error(message).help("name a file, or write suites: --suite DIR"));
        nothing(args, options.mode, None, terminal)?;
        return Ok(Exit::Trouble);
    };
    let kind = args.kind.into();
    let options = &for_place(options, named);
    let (made, gave_up) = analysis::look_for(&named.pattern, kind, args.count, args.seed, options);
    let made = as_records(named, made, options.mode);
    if made.is_empty() && gave_up {
        let diagnostic = Diagnostic::error("the search for an event was given up")
            .in_file(&named.name)
            .help("the pattern is too large: whether there is such an event is not known");
        terminal.tell(&diagnostic);
        nothing(args, options.mode, Some(&named.name), terminal)?;
        return Ok(Exit::Trouble);
    }
    if made.is_empty() {
        let what = match kind {
            EventKind::Match => "matches this pattern",
            EventKind::Boundary => "lies at the edge of this pattern",
            EventKind::NearMiss => "fails this pattern in one condition only",
        };
        terminal.tell(&Diagnostic::note(format!("no event {what}")).in_file(&named.name));
        nothing(args, options.mode, Some(&named.name), terminal)?;
        return Ok(Exit::No);
    }
    if made.len() < args.count {
        let mut message = match made.len() {
            1 => "found only one such event".to_owned(),
            count => format!("found only {count} such events"),
        };
        if gave_up {
            message.push_str(": the pattern is too large, and the search was given up");
        }
        terminal.tell(&Diagnostic::note(message).in_file(&named.name));
    }
    let report = GenerateReport {
        pattern: Some(named.name.clone()),
        mode: options.mode,
        bases: made
            .iter()
            .map(|made| made.base.and_then(|index| bases.name(index)))
            .collect(),
        events: made,
    };
    let errors = terminal.take_errors();
    generate_report::write(&report, &errors, args.format, &mut terminal.out)?;
    Ok(Exit::Yes)
}

fn suites(
    directory: &Path,
    loaded: &Filled,
    options: &Options<'_>,
    config: &Config,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let mut exit = Exit::Yes;
    let all = suites::plan(directory, &loaded.patterns.patterns, config);
    loaded.tell_examples(&all, terminal);
    for planned in all {
        match planned.write(options, loaded, terminal) {
            Ok(Written::Events([matches, others])) => writeln!(
                terminal.out,
                "{}: {matches} match, {others} no-match",
                planned.folder.display()
            )?,
            Ok(Written::Exists) => {
                let diagnostic =
                    Diagnostic::error("cannot write the suite: there is a suite already")
                        .in_file(planned.folder.display().to_string())
                        .help("name another directory, or move this one away");
                terminal.tell(&diagnostic);
                exit = Exit::Trouble;
            }
            Err(diagnostic) => {
                terminal.tell(&diagnostic);
                exit = Exit::Trouble;
            }
        }
    }
    Ok(exit)
}
