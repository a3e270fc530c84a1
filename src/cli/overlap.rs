//! `pattern-test overlap`: which patterns can match the same event.

use super::exit::Exit;
use super::mode::ModeArgs;
use super::patterns::{PatternArgs, ReadingArgs};
use super::results::ResultArgs;
use super::terminal::Terminal;
use crate::analysis::{self, Finding, Options, Pair};
use crate::config::Config;
use crate::dialect::Dialect;
use crate::matching::Mode;
use crate::report::diagnostic::Diagnostic;
use crate::report::overlap_report::{self, OverlapFormat, OverlapReport, PairOverlap};
use anyhow::Context as _;
use std::ffi::OsString;
use std::num::NonZeroUsize;

/// Find patterns that match the same events
///
/// Which can match the same event, which are duplicates, and which match only what another matches.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test overlap patterns
  pattern-test overlap a.json b.json --format json

Exit codes: 0 answered, 2 error: input that cannot be read, or a comparison that was given up.")]
pub(super) struct Args {
    /// Files, directories (every *.json below them), or JSON text that starts with `{`
    ///
    /// Without it: the directory `patterns`, or what pattern-test.toml names.
    #[arg(value_name = "PATTERN")]
    patterns: Vec<OsString>,

    /// The same as PATTERN
    #[arg(short = 'p', long = "pattern", value_name = "PATTERN")]
    more: Vec<OsString>,

    #[command(flatten)]
    mode: ModeArgs,

    /// Answer for events in which no path that a pattern asks about has more than one value
    #[arg(long)]
    scalar: bool,

    /// Number of threads; without it, as many as there are cores
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// How to write the answer
    #[arg(long, value_enum, default_value = "human")]
    format: OverlapFormat,

    #[command(flatten)]
    results: ResultArgs,

    #[command(flatten)]
    reading: ReadingArgs,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let directory = std::env::current_dir().context("cannot find the working directory")?;
    let config = match Config::find(&directory) {
        Ok(config) => config,
        Err(error) => {
            terminal.tell(&super::config_trouble(error));
            return nothing(args, args.mode.of_flags(), terminal);
        }
    };
    let mode = args.mode.mode(&config)?;
    let named = PatternArgs {
        patterns: args.patterns.iter().chain(&args.more).cloned().collect(),
        reading: args.reading.clone(),
    };
    if let Err(diagnostic) = args.results.open(named.files(), terminal) {
        terminal.tell(&diagnostic);
        return Ok(Exit::Trouble);
    }
    let mut loaded = named.load(&config, terminal);
    let place = loaded.place();
    if place.is_none() {
        let help = "`--for PLACE` compares pattern files as filters of one place";
        loaded.leave_filters_out(
            "overlaps are looked for among patterns of a bus",
            help,
            terminal,
        );
    }
    if loaded.patterns.len() < 2 {
        if !loaded.trouble {
            terminal.tell(&Diagnostic::error("one pattern alone overlaps with none"));
        }
        return nothing(args, mode, terminal);
    }
    let options = Options {
        mode,
        scalar: args.scalar,
        envelope: place.is_none_or(Dialect::sees_envelopes),
        ..Options::default()
    };
    let threads = super::jobs::threads(args.jobs, terminal);
    let patterns: Vec<_> = loaded.patterns.iter().map(|named| &named.pattern).collect();
    let pairs = analysis::overlap(&patterns, &options, threads);
    let report = OverlapReport {
        mode,
        scalar: args.scalar,
        patterns: loaded.patterns.iter().map(|p| p.name.clone()).collect(),
        pairs: pairs.into_iter().map(pair).collect(),
    };
    write(args, &report, terminal)?;
    let unknown = report.pairs.iter().any(|pair| pair.unknown.is_some());
    Ok(if loaded.trouble || unknown {
        Exit::Trouble
    } else {
        Exit::Yes
    })
}

/// Where there is nothing to compare, which was told: programs still get a document.
fn nothing(args: &Args, mode: Mode, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    if args.format == OverlapFormat::Json {
        let report = OverlapReport {
            mode,
            scalar: args.scalar,
            patterns: Vec::new(),
            pairs: Vec::new(),
        };
        write(args, &report, terminal)?;
    }
    Ok(Exit::Trouble)
}

fn write(args: &Args, report: &OverlapReport, terminal: &mut Terminal) -> anyhow::Result<()> {
    let errors = terminal.take_errors();
    let (look, out) = (terminal.look, &mut terminal.out);
    Ok(overlap_report::write(
        report,
        &errors,
        args.format,
        look,
        out,
    )?)
}

fn pair(pair: Pair) -> PairOverlap {
    let Pair {
        first,
        second,
        relation,
        relation_of_single_values,
        both,
        beyond,
    } = pair;
    let unknown = match &both {
        Finding::Unknown(why) => Some(why.to_string()),
        _ if relation == analysis::Relation::Unknown => Some("the search was given up".to_owned()),
        _ => None,
    };
    let event = |finding: Finding| finding.witness().map(|witness| witness.event.clone());
    PairOverlap {
        first,
        second,
        relation,
        relation_of_single_values,
        both: event(both),
        beyond: beyond.and_then(event),
        unknown,
    }
}
