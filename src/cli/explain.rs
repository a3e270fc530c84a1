//! `pattern-test explain`: why a pattern matches an event, or why not.

use super::events::{EventArgs, Events, NamedEvent, Wanted};
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
use crate::pattern::Pattern;
use crate::report::diagnostic::Diagnostic;
use crate::report::explain_report::{self, ExplainFormat};
use crate::report::explain_text::Detail;
use crate::report::machine::Problem;
use crate::report::match_report::{self, MatchFormat, MatchReport, PatternResults, Rows};
use crate::report::style::Look;
use crate::template;
use anyhow::Context as _;
use std::borrow::Cow;
use std::io::{self, Write};
use std::path::PathBuf;

/// Explain why a pattern matches an event, or why not
///
/// The verdict with its reason first, and the fewest conditions to change; then the conditions that
/// failed, with the value and its place in the event, and the mistakes they look like. Several pairs
/// of a pattern and an event are listed first; more than 3 are explained only with `--full`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test explain -p patterns/ecs-run-test-failed.json fixtures/ecs/run-test-hub-fails.json
  pattern-test explain rule.json event.json --strict
  pattern-test explain -p rule.json event.json --format html -o why.html
  aws ecs describe-tasks --cluster c --tasks t | pattern-test explain -p rule.json -

Exit codes: 0 at least one match, 1 none, 2 error.")]
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

    /// Show all conditions, not only those that failed, and explain all pairs, however many
    #[arg(long)]
    full: bool,

    /// Say what each input was recognised as
    #[arg(short, long)]
    verbose: bool,
}

/// How many pairs are explained unasked.
const FEW: usize = 3;

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let directory = std::env::current_dir().context("cannot find the working directory")?;
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
            write(args, None, &[], output, terminal)?;
            return Ok(Exit::Trouble);
        }
    };
    let (mut given, mut events) = (args.patterns.clone(), args.events.clone());
    mixed_up::sort_out(&mut given, &mut events, terminal);
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
    let for_people = args.format == ExplainFormat::Human;
    let shown: Vec<_> = patterns
        .patterns
        .iter()
        .filter(|p| p.filter.is_none())
        .map(|named| match args.format {
            ExplainFormat::Human | ExplainFormat::Html => Shown::laid_out(named),
            _ => Shown::as_it_is(named),
        })
        .collect();
    let pairs = shown.len() * events.events.len() + of_filters.len();
    let table = (for_people && pairs > 1).then(|| table(&groups, &events, mode, args.full));
    if let Some(table) = table.as_ref().filter(|_| pairs > FEW && !args.full) {
        return only_a_table(args, table, trouble, output, terminal);
    }
    let mut explained = explanations(&shown, &events.events, &at_hand, mode);
    // What tells events apart is asked only where a way out is looked for.
    let mut fixtures = Vec::new();
    if explained.iter().any(|one| one.disagreement.is_some()) {
        fixtures = super::events::fixtures(&config.paths.fixtures);
    }
    if !fixtures.is_empty() {
        others.extend(&fixtures);
        explained = explanations(&shown, &events.events, &others, mode);
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
    let written = write(args, table.as_ref(), &explanations, output, terminal)?;
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

/// A pattern as it is explained.
struct Shown<'a> {
    name: Cow<'a, str>,
    pattern: Cow<'a, Pattern>,
}

impl<'a> Shown<'a> {
    fn as_it_is(named: &'a NamedPattern) -> Self {
        Self {
            name: Cow::Borrowed(&named.name),
            pattern: Cow::Borrowed(&named.pattern),
        }
    }

    /// On several lines, if it is written on one.
    fn laid_out(named: &'a NamedPattern) -> Self {
        match template::on_several_lines(&named.pattern) {
            Some(pattern) => Self {
                name: Cow::Owned(format!("{} (laid out)", named.name)),
                pattern: Cow::Owned(pattern),
            },
            None => Self::as_it_is(named),
        }
    }
}

/// The verdicts on all pairs, as `match` has them.
fn table(groups: &[Vec<&NamedPattern>], events: &Events, mode: Mode, all: bool) -> MatchReport {
    let patterns = groups.iter().map(|group| {
        let of_a_bus = match group.as_slice() {
            [one] if one.filter.is_none() => Some(*one),
            _ => None,
        };
        let of_events = of_a_bus.into_iter().flat_map(|one| {
            let events = events.events.iter();
            events.map(|event| judged::of_event(&one.pattern, event, mode))
        });
        let records = events.records.iter();
        let records =
            records.filter_map(|record| Some(judged::pair(group, record)?.result(mode, false)));
        let mut results = PatternResults::of(judged::name_of(group).to_owned());
        for pair in of_events.chain(records) {
            results.results.push(pair);
            if !all {
                results.thin_out(mode);
            }
        }
        results
    });
    MatchReport {
        mode,
        patterns: patterns.collect(),
        warnings: Vec::new(),
    }
}

/// Writes only the verdicts on many pairs, and how to have them explained.
fn only_a_table(
    args: &Args,
    table: &MatchReport,
    trouble: bool,
    output: Option<&Output>,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let (mode, count) = (table.mode, table.count());
    let unknown = table
        .pairs()
        .any(|pair| pair.unknown || pair.undecided && mode == Mode::Strict);
    let matched = table.pairs().any(|pair| pair.verdict(mode));
    let written = write_with(args, output, terminal, |_, look, out| {
        write_table(args, table, look, out)?;
        writeln!(
            out,
            "\nname one pattern and one event to have the verdict explained; --full explains all {count}"
        )
    })?;
    Ok(match (trouble || unknown || !written, matched) {
        (true, _) => Exit::Trouble,
        (false, true) => Exit::Yes,
        (false, false) => Exit::No,
    })
}

fn write_table(
    args: &Args,
    table: &MatchReport,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rows = match args.full {
        true => Rows::All,
        false => Rows::ThatMatter(None),
    };
    match_report::write(table, &[], MatchFormat::Human, rows, look, out)
}

/// Writes the explanations, after a table where there is one, and whether that could be done;
/// programs get the errors even where there are no explanations.
fn write(
    args: &Args,
    table: Option<&MatchReport>,
    explanations: &[Explanation<'_>],
    output: Option<&Output>,
    terminal: &mut Terminal,
) -> anyhow::Result<bool> {
    let format = args.format;
    if explanations.is_empty() && format != ExplainFormat::Json {
        return Ok(true);
    }
    let detail = match args.full {
        true => Detail::Full,
        false => Detail::Brief,
    };
    write_with(args, output, terminal, |errors, look, out| {
        if let Some(table) = table {
            write_table(args, table, look, out)?;
            write!(out, "\n\n")?;
        }
        explain_report::write(explanations, errors, format, detail, look, out)
    })
}

/// Writes to the file that is named, else to standard output; whether that could be done.
fn write_with(
    args: &Args,
    output: Option<&Output>,
    terminal: &mut Terminal,
    write: impl Fn(&[Problem], Look, &mut dyn Write) -> io::Result<()>,
) -> anyhow::Result<bool> {
    let errors = match args.format {
        ExplainFormat::Json => terminal.take_errors(),
        _ => Vec::new(),
    };
    let Some(output) = output else {
        let (look, out) = (terminal.look, &mut terminal.out);
        write(&errors, look, out)?;
        return Ok(true);
    };
    let written = output.write(|out| write(&errors, Look::PLAIN, out));
    Ok(terminal.tell_written(written))
}

/// One explanation for each pair of a pattern and an event.
fn explanations<'a>(
    patterns: &'a [Shown<'a>],
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
