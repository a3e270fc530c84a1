//! `pattern-test explain`: why a pattern matches an event, or why not.

use super::events::{EventArgs, NamedEvent, Wanted};
use super::exit::Exit;
use super::judged;
use super::mixed_up::{self, MixedUp};
use super::mode::ModeArgs;
use super::output::Output;
use super::patterns::{NamedPattern, PatternArgs};
use super::terminal::Terminal;
use crate::config::Config;
use crate::event::Event;
use crate::explain::{Explainer, Explanation};
use crate::matching::Mode;
use crate::report::diagnostic::Diagnostic;
use crate::report::explain_report::{self, ExplainFormat};
use crate::report::style::Look;
use anyhow::Context as _;
use std::path::PathBuf;

/// Explain why patterns match events, why not, and where the two modes differ
///
/// Every condition of the pattern with the value that decided it and its place in the event; what
/// was wanted and what was there where it failed; the mistakes it looks like; and the fewest
/// conditions that would have to change.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test explain -p patterns/ecs-run-test-failed.json fixtures/ecs/run-test-hub-fails.json
  pattern-test explain rule.json event.json --strict
  pattern-test explain -p rule.json event.json --format html -o why.html
  aws ecs describe-tasks --cluster c --tasks t | pattern-test explain -p rule.json -

Exit codes: 0 at least one match, 1 none, 2 trouble.")]
pub(super) struct Args {
    #[command(flatten)]
    patterns: PatternArgs,

    #[command(flatten)]
    events: EventArgs,

    #[command(flatten)]
    mode: ModeArgs,

    /// How to write the explanations
    #[arg(long, value_enum, default_value = "human")]
    format: ExplainFormat,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Say what each input was taken for
    #[arg(short, long)]
    verbose: bool,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let directory = std::env::current_dir().context("there is no working directory")?;
    // A file that cannot be written is found before the work is done.
    let output = match output(args) {
        Ok(output) => output,
        Err(diagnostic) => {
            terminal.tell(&diagnostic);
            return Ok(Exit::Trouble);
        }
    };
    let output = output.as_ref();
    let config = match Config::find(&directory) {
        Ok(config) => config,
        Err(error) => {
            terminal.tell(&super::config_trouble(error));
            write(args, &[], output, terminal)?;
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
    if let Some(output) = output {
        let told = terminal.files_of_errors();
        let files = patterns.files().chain(told.iter().map(String::as_str));
        if let Err(diagnostic) = output.is_none_of(files) {
            terminal.tell(&diagnostic);
            return Ok(Exit::Trouble);
        }
    }
    let mut mixed_up = MixedUp::new(&patterns.patterns);
    events.events.iter().for_each(|event| mixed_up.see(event));
    let warnings = mixed_up.warnings();
    for warning in &warnings {
        terminal.tell(warning);
    }
    let trouble = patterns.trouble || events.trouble;
    let mode = args.mode.mode(&config)?;
    let mut others: Vec<_> = events.events.iter().map(|named| &named.event).collect();
    let at_hand = others.clone();
    let groups = patterns.groups();
    let of_filters: Vec<_> = groups
        .iter()
        .flat_map(|group| {
            let records = events.records.iter();
            records.filter_map(|record| judged::pair(group, record))
        })
        .collect();
    let places: Vec<_> = of_filters
        .iter()
        .flat_map(judged::Pair::explained)
        .collect();
    let of_a_bus: Vec<_> = patterns
        .patterns
        .iter()
        .filter(|p| p.filter.is_none())
        .collect();
    let mut explained = explanations(&of_a_bus, &events.events, &at_hand, mode);
    // What tells events apart is asked only where a way out is looked for.
    let mut fixtures = Vec::new();
    if explained.iter().any(|one| one.disagreement.is_some()) {
        fixtures = super::events::fixtures(&config.paths.fixtures);
    }
    if !fixtures.is_empty() {
        others.extend(&fixtures);
        explained = explanations(&of_a_bus, &events.events, &others, mode);
    }
    let undecided = explained
        .iter()
        .any(|explanation| explanation.verdicts.get(mode).gave_up);
    let of_a_bus_matched = explained.iter().any(Explanation::matched);
    explained.extend(places.iter().map(|place| place.explain(mode)));
    let explanations = explained;
    let unknown = of_filters.iter().any(|pair| pair.verdict(mode).is_none());
    if unknown {
        terminal.tell(&Diagnostic::error(
            "a verdict is not known: AWS does not document what happens there",
        ));
    }
    if undecided {
        terminal.tell(&Diagnostic::error(
            "the search for a strict verdict was given up: the event reaches the same paths \
             through too many arrays",
        ));
    }
    let trouble = trouble || undecided || unknown;
    let written = write(args, &explanations, output, terminal)?;
    let trouble = trouble || !written;
    let passes = of_filters
        .iter()
        .any(|pair| pair.verdict(mode) == Some(true));
    let matched = of_a_bus_matched || passes;
    Ok(match (trouble || explanations.is_empty(), matched) {
        (true, _) => Exit::Trouble,
        (false, true) => Exit::Yes,
        (false, false) => Exit::No,
    })
}

/// The file to write to, if one is named: none of those that are read.
fn output(args: &Args) -> Result<Option<Output>, Diagnostic> {
    let Some(path) = &args.output else {
        return Ok(None);
    };
    let output = Output::new(path)?;
    output.is_none_of(args.patterns.files().chain(args.events.files()))?;
    Ok(Some(output))
}

/// Writes the explanations, and whether that could be done; programs are told the errors even where
/// there are no explanations.
fn write(
    args: &Args,
    explanations: &[Explanation<'_>],
    output: Option<&Output>,
    terminal: &mut Terminal,
) -> anyhow::Result<bool> {
    let format = args.format;
    if explanations.is_empty() && format != ExplainFormat::Json {
        return Ok(true);
    }
    let errors = terminal.take_errors();
    let Some(output) = output else {
        let (look, out) = (terminal.look, &mut terminal.out);
        explain_report::write(explanations, &errors, format, look, out)?;
        return Ok(true);
    };
    let written =
        output.write(|out| explain_report::write(explanations, &errors, format, Look::PLAIN, out));
    Ok(terminal.tell_written(written))
}

/// One explanation for each pair of a pattern and an event.
fn explanations<'a>(
    patterns: &[&'a NamedPattern],
    events: &'a [NamedEvent],
    others: &'a [&'a Event<'static>],
    mode: Mode,
) -> Vec<Explanation<'a>> {
    let pairs = patterns
        .iter()
        .flat_map(|pattern| events.iter().map(move |event| (pattern, event)));
    pairs
        .map(|(pattern, event)| {
            let explainer = Explainer {
                pattern: Some(&pattern.name),
                event: Some(&event.name),
                mode,
                start: event.start,
                others,
                ..Explainer::default()
            };
            explainer.explain(&pattern.pattern, &event.event)
        })
        .collect()
}
