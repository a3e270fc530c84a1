//! `pattern-test match`: patterns against events.

use super::events::{EventArgs, Events, NamedEvent, Wanted};
use super::exit::Exit;
use super::judged;
use super::mixed_up;
use super::mode::ModeArgs;
use super::patterns::{NamedPattern, PatternArgs, Patterns};
use super::terminal::Terminal;
use crate::config::Config;
use crate::explain::Explainer;
use crate::matching::{Mode, Reason};
use crate::report::diagnostic::Diagnostic;
use crate::report::explain_brief;
use crate::report::match_report::{self, MatchFormat, MatchReport, PairResult, PatternResults};
use crate::report::reason;
use anyhow::Context as _;

/// Match patterns against events
///
/// Every pattern is matched against every event, in both modes. Without arguments: the patterns
/// below `patterns/` against the events below `fixtures/`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test match
  pattern-test match -p patterns/ecs-run-test-failed.json fixtures/ecs/*.json
  aws ecs describe-tasks --cluster c --tasks t | pattern-test match -p rule.json --strict -
  pattern-test match rule.json event.json
  aws events list-rules | pattern-test match -p - event.json
  pattern-test match -q -p '{\"source\": [\"aws.ecs\"]}' event.json && echo yes

Exit codes: 0 at least one match (with --all: only matches), 1 none, 2 trouble.")]
pub(super) struct Args {
    #[command(flatten)]
    patterns: PatternArgs,

    #[command(flatten)]
    events: EventArgs,

    #[command(flatten)]
    mode: ModeArgs,

    /// Demand that every event matches, not just one
    #[arg(long)]
    all: bool,

    /// Exit with 1 where the two modes differ
    #[arg(long)]
    fail_on_disagreement: bool,

    /// How to write the results
    #[arg(long, value_enum, default_value = "human")]
    format: MatchFormat,

    /// Write no results: only the exit code, and what is wrong with the input
    #[arg(short, long)]
    quiet: bool,

    /// Say what each input was taken for, and explain each verdict in short
    #[arg(short, long, conflicts_with = "quiet")]
    verbose: bool,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let directory = std::env::current_dir().context("there is no working directory")?;
    let config = match Config::find(&directory) {
        Ok(config) => config,
        Err(error) => {
            terminal.tell(&super::config_trouble(error));
            write(
                args,
                &report(
                    &Patterns::default(),
                    &Events::default(),
                    args.mode.of_flags(),
                    false,
                ),
                terminal,
            )?;
            return Ok(Exit::Trouble);
        }
    };
    let (mut given, mut events) = (args.patterns.clone(), args.events.clone());
    mixed_up::sort_out(&mut given, &mut events);
    let patterns = given.load(&config, terminal);
    let wanted = Wanted::by(&patterns.patterns);
    let events = events.load_wanted(
        &wanted,
        &config,
        patterns.took_stdin,
        args.verbose,
        terminal,
    );
    let warnings = mixed_up::warnings(&patterns.patterns, &events.events);
    for warning in &warnings {
        terminal.tell(warning);
    }
    let unread = patterns.trouble || events.trouble;
    let mode = args.mode.mode(&config)?;
    let mut report = report(&patterns, &events, mode, args.verbose);
    report.warnings = warnings.iter().map(Diagnostic::line).collect();
    // Where strict does not decide, the reason on the pair's line is enough.
    let strict_matters = mode == Mode::Strict || args.fail_on_disagreement;
    let unknown = report.pairs().filter(|pair| pair.unknown).count();
    if unknown > 0 {
        let what = match unknown {
            1 => "1 verdict is".to_owned(),
            count => format!("{count} verdicts are"),
        };
        terminal.tell(&Diagnostic::error(format!(
            "{what} not known: AWS does not document what happens there"
        )));
    }
    let undecided = report
        .pairs()
        .filter(|pair| pair.undecided && !pair.unknown && strict_matters)
        .count();
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
    let trouble = unread || undecided > 0 || unknown > 0;
    write(args, &report, terminal)?;
    if unread && !args.quiet && report.pairs().next().is_some() {
        terminal.tell(&Diagnostic::warning(
            "the verdicts leave out what could not be read",
        ));
    }
    Ok(exit(args, &report, trouble))
}

/// Writes the report. People are not shown an empty one; programs are, since it tells the errors.
fn write(args: &Args, report: &MatchReport, terminal: &mut Terminal) -> anyhow::Result<()> {
    let for_people = matches!(args.format, MatchFormat::Human | MatchFormat::Tsv);
    let empty = report.pairs().next().is_none();
    if args.quiet || for_people && empty {
        return Ok(());
    }
    let errors = terminal.take_errors();
    let (look, out) = (terminal.look, &mut terminal.out);
    Ok(match_report::write(
        report,
        &errors,
        args.format,
        look,
        out,
    )?)
}

/// The verdicts on all pairs.
fn report(patterns: &Patterns, events: &Events, mode: Mode, verbose: bool) -> MatchReport {
    let pair = |pattern: &NamedPattern, event: &NamedEvent| {
        let evaluation = pattern.pattern.evaluate(&event.event);
        let reason = Reason::new(&pattern.pattern, &event.event, &evaluation, mode);
        PairResult {
            event: event.name.clone(),
            flattened: evaluation.flattened.matched,
            strict: evaluation.strict.matched,
            undecided: evaluation.strict.gave_up,
            unknown: false,
            place: None,
            documented: true,
            details: if verbose {
                details(pattern, event, mode)
            } else {
                Vec::new()
            },
            reason: reason
                .map(|reason| reason::line(&pattern.pattern, &event.event, &reason, mode, true)),
        }
    };
    let groups = patterns.groups();
    let patterns = groups
        .iter()
        .map(|group| PatternResults {
            pattern: judged::name_of(group).to_owned(),
            results: match group.as_slice() {
                [pattern] if pattern.filter.is_none() => {
                    let events = events.events.iter();
                    events.map(|event| pair(pattern, event)).collect()
                }
                filters => judged::pairs(filters, events)
                    .iter()
                    .map(|pair| pair.result(mode, verbose))
                    .collect(),
            },
        })
        .collect();
    MatchReport {
        mode,
        patterns,
        warnings: Vec::new(),
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

fn exit(args: &Args, report: &MatchReport, trouble: bool) -> Exit {
    let mut verdicts = report.pairs().map(|pair| pair.verdict(report.mode));
    let yes = if args.all {
        verdicts.all(|yes| yes)
    } else {
        verdicts.any(|yes| yes)
    };
    let disagree = args.fail_on_disagreement && report.pairs().any(PairResult::disagree);
    match (trouble || report.pairs().next().is_none(), yes && !disagree) {
        (true, _) => Exit::Trouble,
        (false, true) => Exit::Yes,
        (false, false) => Exit::No,
    }
}
