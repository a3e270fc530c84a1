//! `pattern-test match`: patterns against events.

use super::events::{EventArgs, Given, NamedEvent, NamedRecord, Wanted};
use super::exit::Exit;
use super::judged;
use super::mixed_up::{self, MixedUp};
use super::mode::ModeArgs;
use super::patterns::{NamedPattern, PatternArgs};
use super::results::ResultArgs;
use super::terminal::Terminal;
use crate::config::Config;
use crate::explain::Explainer;
use crate::matching::Mode;
use crate::report::diagnostic::Diagnostic;
use crate::report::explain_brief;
use crate::report::match_report::{
    self, MatchFormat, MatchReport, PairResult, PatternResults, Rows,
};
use anyhow::Context as _;

/// Match patterns against events
///
/// Every pattern is matched against every event. Of more than 20 pairs, only the matches and the near
/// misses are listed; of one event and several patterns, which of them match. Without arguments: the
/// patterns below `patterns/` against the events below `fixtures/`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test match
  pattern-test match -p patterns/ecs-run-test-failed.json fixtures/ecs/*.json
  aws ecs describe-tasks --cluster c --tasks t | pattern-test match -p rule.json --strict -
  pattern-test match rule.json event.json
  aws events list-rules | pattern-test match -p - event.json
  pattern-test match -q -p '{\"source\": [\"aws.ecs\"]}' event.json && echo yes

Exit codes: 0 at least one match (with --all: only matches), 1 none, 2 error.")]
pub(super) struct Args {
    #[command(flatten)]
    patterns: PatternArgs,

    #[command(flatten)]
    events: EventArgs,

    #[command(flatten)]
    mode: ModeArgs,

    /// Exit with 0 only if every event matches, not just one
    #[arg(long)]
    all: bool,

    /// Exit with 1 where the two modes differ
    #[arg(long)]
    fail_on_disagreement: bool,

    /// List every pair, however many there are
    ///
    /// Of more than 20 pairs, only the matches and the near misses are listed, and the rest are
    /// counted by the condition that failed. JSON and TSV always have all pairs.
    #[arg(long)]
    all_rows: bool,

    /// How to write the results
    #[arg(long, value_enum, default_value = "human")]
    format: MatchFormat,

    #[command(flatten)]
    results: ResultArgs,

    /// Say what each input was recognised as, and explain each verdict in short
    #[arg(short, long, conflicts_with = "quiet")]
    verbose: bool,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let directory = std::env::current_dir().context("cannot find the working directory")?;
    let config = match Config::find(&directory) {
        Ok(config) => config,
        Err(error) => {
            terminal.tell(&super::config_trouble(error));
            let none = Results::new(Vec::new(), args.mode.of_flags(), args);
            write(args, &none.report, terminal)?;
            return Ok(Exit::Trouble);
        }
    };
    let (mut given, mut events) = (args.patterns.clone(), args.events.clone());
    mixed_up::sort_out(&mut given, &mut events, terminal);
    if let Err(diagnostic) = args
        .results
        .open(given.files().chain(events.files()), terminal)
    {
        terminal.tell(&diagnostic);
        return Ok(Exit::Trouble);
    }
    let patterns = given.load(&config, terminal);
    let mode = args.mode.mode(&config)?;
    let wanted = Wanted::by(&patterns.patterns);
    let mut mixed_up = MixedUp::new(&patterns.patterns);
    let mut results = Results::new(patterns.groups(), mode, args);
    // Each is matched as it comes: there may be more of them than should be held.
    let trouble = events.each(
        &wanted,
        &config,
        patterns.took_stdin,
        args.verbose,
        terminal,
        &mut |given| match given {
            Given::Event(event) => {
                mixed_up.see(&event);
                results.add_event(&event);
            }
            Given::Record(record) => results.add_record(&record),
        },
    );
    let warnings = mixed_up.warnings();
    for warning in &warnings {
        terminal.tell(warning);
    }
    let unread = patterns.trouble || trouble;
    let Results {
        mut report, counts, ..
    } = results;
    report.warnings = warnings.iter().map(Diagnostic::line).collect();
    if counts.unknown > 0 {
        let what = match counts.unknown {
            1 => "1 verdict is".to_owned(),
            count => format!("{count} verdicts are"),
        };
        terminal.tell(&Diagnostic::error(format!(
            "{what} not known: AWS does not document what happens there"
        )));
    }
    // Where strict does not decide, the reason on the pair's line is enough.
    let strict_matters = mode == Mode::Strict || args.fail_on_disagreement;
    let undecided = if strict_matters { counts.undecided } else { 0 };
    if undecided > 0 {
        let verdicts = if undecided == 1 {
            "verdict"
        } else {
            "verdicts"
        };
        terminal.tell(
            &Diagnostic::error(format!(
                "the search for {undecided} strict {verdicts} was given up: such events reach the \
                 same paths through too many arrays"
            ))
            .help("duplicate keys, keys with dots, or arrays directly in arrays make it so"),
        );
    }
    let trouble = unread || undecided > 0 || counts.unknown > 0;
    write(args, &report, terminal)?;
    if unread && !args.results.quiet && counts.pairs > 0 {
        terminal.tell(&Diagnostic::warning(
            "the verdicts leave out what could not be read",
        ));
    }
    Ok(counts.exit(args, trouble))
}

/// Writes the report. People are not shown an empty one; programs are, since it tells the errors.
fn write(args: &Args, report: &MatchReport, terminal: &mut Terminal) -> anyhow::Result<()> {
    let for_people = matches!(args.format, MatchFormat::Human | MatchFormat::Tsv);
    let empty = report.count() == 0;
    if args.results.quiet || for_people && empty {
        return Ok(());
    }
    let errors = terminal.take_errors();
    let (look, out) = (terminal.look, &mut terminal.out);
    Ok(match_report::write(
        report,
        &errors,
        args.format,
        if args.all_rows {
            Rows::All
        } else {
            Rows::ThatMatter(Some("--all-rows lists"))
        },
        look,
        out,
    )?)
}

/// What was found of all pairs so far.
struct Results<'p> {
    groups: Vec<Vec<&'p NamedPattern>>,
    verbose: bool,
    quiet: bool,
    /// Whether pairs that would not be listed are only counted.
    thin: bool,
    report: MatchReport,
    counts: Counts,
}

/// What the exit code is made of.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    pairs: usize,
    matched: usize,
    undecided: usize,
    unknown: usize,
    disagree: usize,
}

impl<'p> Results<'p> {
    fn new(groups: Vec<Vec<&'p NamedPattern>>, mode: Mode, args: &Args) -> Self {
        let results = groups
            .iter()
            .map(|group| PatternResults::of(judged::name_of(group).to_owned()));
        Self {
            report: MatchReport {
                mode,
                patterns: results.collect(),
                warnings: Vec::new(),
            },
            groups,
            verbose: args.verbose,
            quiet: args.results.quiet,
            thin: args.format == MatchFormat::Human && !args.all_rows,
            counts: Counts::default(),
        }
    }

    /// Matches an event against the patterns that see events of a bus.
    fn add_event(&mut self, event: &NamedEvent) {
        let mode = self.report.mode;
        for (group, results) in self.groups.iter().zip(&mut self.report.patterns) {
            let [pattern] = group.as_slice() else {
                continue;
            };
            if pattern.filter.is_some() {
                continue;
            }
            // Where no results are written none are kept.
            if self.quiet {
                let evaluation = pattern.pattern.evaluate(&event.event);
                self.counts.add(&judged::verdicts(&evaluation), mode);
                continue;
            }
            let mut pair = judged::of_event(&pattern.pattern, event, mode);
            self.counts.add(&pair, mode);
            if self.verbose {
                pair.details = details(pattern, event, mode);
            }
            results.results.push(pair);
            if self.thin {
                results.thin_out(mode);
            }
        }
    }

    /// Judges a record by the filters that see it.
    fn add_record(&mut self, record: &NamedRecord) {
        let mode = self.report.mode;
        for (group, results) in self.groups.iter().zip(&mut self.report.patterns) {
            let Some(pair) = judged::pair(group, record) else {
                continue;
            };
            let pair = pair.result(mode, self.verbose);
            self.counts.add(&pair, mode);
            if !self.quiet {
                results.results.push(pair);
            }
            if self.thin {
                results.thin_out(mode);
            }
        }
    }
}

impl Counts {
    fn add(&mut self, pair: &PairResult, mode: Mode) {
        self.pairs += 1;
        self.matched += usize::from(pair.verdict(mode));
        self.undecided += usize::from(pair.undecided && !pair.unknown);
        self.unknown += usize::from(pair.unknown);
        self.disagree += usize::from(pair.disagree());
    }

    fn exit(self, args: &Args, trouble: bool) -> Exit {
        let yes = match args.all {
            true => self.matched == self.pairs,
            false => self.matched > 0,
        };
        let disagree = args.fail_on_disagreement && self.disagree > 0;
        match (trouble || self.pairs == 0, yes && !disagree) {
            (true, _) => Exit::Trouble,
            (false, true) => Exit::Yes,
            (false, false) => Exit::No,
        }
    }
}

/// The explanation in its short form: the closing paragraph, and the hints on what failed.
fn details(pattern: &NamedPattern, event: &NamedEvent, mode: Mode) -> Vec<String> {
    let explainer = Explainer {
        mode,
        start: event.start,
        ..Explainer::default()
    };
    explain_brief::paragraphs(&explainer.explain(&pattern.pattern, &event.event))
}
