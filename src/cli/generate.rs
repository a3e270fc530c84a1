//! `pattern-test generate`: events for a pattern, and suites of them.

use super::events::Bases;
use super::exit::Exit;
use super::mode::ModeArgs;
use super::patterns::{NamedPattern, PatternArgs, ReadingArgs};
use super::terminal::Terminal;
use crate::analysis::{self, EventKind, Generated, Options, Suite};
use crate::config::Config;
use crate::discover;
use crate::event::Event;
use crate::filter::wrapped;
use crate::json::Document;
use crate::matching::Mode;
use crate::report::diagnostic::Diagnostic;
use crate::report::generate_report::{self, GenerateFormat, GenerateReport};
use crate::suite::mutants::wrong_versions;
use anyhow::Context as _;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Make events that match a pattern, that lie at the edge of it, or that just fail
///
/// An event has the envelope's fields around it and what the pattern asks for; with --base it is a
/// real event with the fewest values changed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test generate rule.json
  pattern-test generate rule.json --kind near-miss --count 5 --base fixtures/ecs
  pattern-test generate patterns --suite fixtures

Exit codes: 0 made, 1 there is no such event, 2 trouble.")]
pub(super) struct Args {
    /// A file, `-`, or JSON text that starts with `{`; with --suite also several, and directories
    #[arg(value_name = "PATTERN", required = true)]
    patterns: Vec<OsString>,

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

    /// Write a suite for each pattern: DIR/NAME/match/*.json and DIR/NAME/no-match/*.json
    #[arg(long, value_name = "DIR", conflicts_with_all = ["count", "kind", "seed", "format"])]
    suite: Option<PathBuf>,

    /// How to write the events
    #[arg(long, value_enum, default_value = "events")]
    format: GenerateFormat,

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
    let directory = std::env::current_dir().context("there is no working directory")?;
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
        patterns: args.patterns.clone(),
        reading: args.reading.clone(),
    };
    let loaded = named.load(config, terminal);
    let bases = Bases::load(&args.base, config, terminal);
    let Some(bases) = bases.filter(|_| !loaded.patterns.is_empty()) else {
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
        Some(directory) => suites(directory, &loaded.patterns, &options, terminal)?,
        None => one(args, &loaded.patterns, &options, &bases, terminal)?,
    };
    Ok(if loaded.trouble { Exit::Trouble } else { exit })
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
    let made = analysis::generate(&named.pattern, kind, args.count, args.seed, options);
    let made = as_records(named, made, options.mode);
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
        let message = format!("found only {} such events", made.len());
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
    patterns: &[NamedPattern],
    options: &Options<'_>,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let mut exit = Exit::Yes;
    let of_templates: Vec<_> = patterns
        .iter()
        .filter_map(|named| named.name.split_once('#'))
        .map(|(path, id)| (Path::new(path), id))
        .collect();
    let mut stems = discover::stems(&of_templates).into_iter();
    for named in patterns {
        // Where `verify` looks for them: at the name of the file, or at the id in a template.
        let stem = match named.name.contains('#') {
            true => stems.next().map(|stem| stem.short.unwrap_or(stem.long)),
            false => {
                let stem = Path::new(&named.name).file_stem();
                let stem = stem.filter(|_| !named.name.starts_with('<'));
                stem.map(|stem| stem.to_string_lossy().into_owned())
            }
        };
        let folder = directory.join(stem.as_deref().unwrap_or("pattern"));
        let options = &for_place(options, named);
        let Suite {
            mut events,
            left_out,
            mutants_left_out,
        } = analysis::suite(&named.pattern, wrong_versions(&named.pattern), options);
        if left_out + mutants_left_out > 0 {
            let message = format!(
                "the pattern is too large to show all of it: {left_out} events and {mutants_left_out} \
                 wrong versions were left out"
            );
            terminal.tell(&Diagnostic::warning(message).in_file(&named.name));
        }
        let all = events.len();
        // A folder cannot state a mode, so that its events must mean the same in both.
        events.retain(|made| {
            let event = Event::parse(made.event.as_str());
            event.is_ok_and(|event| !named.pattern.evaluate(&event).disagree())
        });
        let events = as_records(named, events, options.mode);
        if events.len() < all {
            let count = all - events.len();
            let message = format!("left out {count} of {all} events, on which the modes differ");
            let note = Diagnostic::note(message).in_file(&named.name);
            terminal.tell(&note.help("a suite file can state `mode` for such an event"));
        }
        match write_suite(&folder, &events) {
            Ok([matches, others]) => writeln!(
                terminal.out,
                "{}: {matches} match, {others} no-match",
                folder.display()
            )?,
            Err(error) => {
                let diagnostic = Diagnostic::error(format!("cannot write the suite: {error}"))
                    .in_file(folder.display().to_string());
                terminal.tell(&match error.kind() {
                    io::ErrorKind::AlreadyExists => {
                        diagnostic.help("name another directory, or move this one away")
                    }
                    _ => diagnostic,
                });
                exit = Exit::Trouble;
            }
        }
    }
    Ok(exit)
}

/// What a filter sees of a record has no envelope.
fn for_place<'o>(options: &Options<'o>, named: &NamedPattern) -> Options<'o> {
    Options {
        envelope: options.envelope && named.filter.is_none(),
        ..*options
    }
}

/// For a filter, records of which it sees these documents; those that are none are left out.
fn as_records(named: &NamedPattern, made: Vec<Generated>, mode: Mode) -> Vec<Generated> {
    let Some(filter) = &named.filter else {
        return made;
    };
    let made = made.into_iter().filter_map(|made| {
        let event = wrapped(filter.dialect(), &made.event)?;
        let record = Document::parse(event.as_str()).ok()?;
        let same = filter.judge(&record).verdict(mode) == Some(made.matches);
        same.then(|| Generated {
            event: event.clone(),
            ..made
        })
    });
    made.collect()
}

/// Writes a suite next to its place, and moves it there whole. Never writes over another, and takes
/// nothing over from a run that was ended in the middle of it.
fn write_suite(folder: &Path, events: &[Generated]) -> io::Result<[usize; 2]> {
    if folder.join("match").exists() || folder.join("no-match").exists() {
        return Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            "there is a suite already",
        ));
    }
    let mut counts = [0; 2];
    let parent = folder.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    // A name that no run had before; hidden, so that nobody looks for cases in it.
    let mut builder = tempfile::Builder::new();
    builder.prefix(".pattern-test-").suffix(".unfinished");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    let unfinished = builder.tempdir_in(parent)?;
    for made in events {
        let [matches, others] = &mut counts;
        let (side, count) = if made.matches {
            ("match", matches)
        } else {
            ("no-match", others)
        };
        if *count == 0 {
            fs::create_dir_all(unfinished.path().join(side))?;
        }
        *count += 1;
        let name = format!("{count:03}-{}.json", slug(made));
        fs::write(
            unfinished.path().join(side).join(name),
            format!("{}\n", made.event),
        )?;
    }
    if !folder.exists() {
        fs::rename(unfinished.path(), folder)?;
        return Ok(counts);
    }
    // Something else stands there: a suite that was written by hand, for one. A pattern that matches
    // everything has nothing on the other side.
    let sides = ["match", "no-match"].into_iter().zip(counts);
    for (side, _) in sides.filter(|(_, count)| *count > 0) {
        fs::rename(unfinished.path().join(side), folder.join(side))?;
    }
    Ok(counts)
}

/// What an event is about, as part of a file name.
fn slug(made: &Generated) -> String {
    let value = match &made.value {
        Some(value) => value.clone(),
        None if made.path.is_empty() => "mutant".to_owned(),
        None => "absent".to_owned(),
    };
    let last = made.path.rsplit('.').next().unwrap_or_default();
    let text = format!("{last}-{value}");
    let mut slug = String::new();
    for c in text.chars().take(60) {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_matches(['-', '.']).to_owned()
}
