//! `pattern-test scan`: gigabytes of events against any number of patterns.

use super::exit::Exit;
use super::files::{Source, expanded};
use super::judged;
use super::mode::ModeArgs;
use super::output::{Draft, Output};
use super::patterns::{NamedPattern, PatternArgs, Patterns};
use super::results::ResultArgs;
use super::scan_sink::{BadLines, ScanSink, progress_bar};
use super::shard::Shard;
use super::terminal::Terminal;
use crate::config::Config;
use crate::engine::RuleSet;
use crate::input::walk;
use crate::intake::Time;
use crate::matching::Mode;
use crate::report::diagnostic::Diagnostic;
use crate::report::machine;
use crate::report::scan_report::{self, ScanReport};
use crate::scan::{self, Choose, Control, Filters, Input, Options, Order, Produce, Totals};
use anyhow::Context as _;
use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, SystemTime};

/// How long a signal waits for a write that is under way.
const PATIENCE: Duration = Duration::from_secs(1);

/// Find the events that patterns match, in any amount of data
///
/// Prints the matching events as they are in the input. Reads events one after the other (a line
/// each or not), or a JSON array of them; plain, gzip or zstd, recognised by their content.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test scan -p rule.json archive/
  pattern-test scan -p patterns --count-by-pattern events.jsonl.gz
  pattern-test scan -p rule.json --each /Records 'CloudTrail/2026/11/'
  zcat *.gz | pattern-test scan -p rule.json --disagree --explain-first 1 -

Exit codes: 0 at least one match, 1 none, 2 error (also where some lines are no events);
130 and 143 after an interrupt or a request to end.")]
pub(super) struct Args {
    #[command(flatten)]
    patterns: PatternArgs,

    /// Files, directories (every file below them), or `-`; without it, what is piped in
    #[arg(value_name = "FILE")]
    inputs: Vec<PathBuf>,

    #[command(flatten)]
    mode: ModeArgs,

    /// Only events on which flattened and strict differ for some pattern
    #[arg(long, conflicts_with_all = ["strict", "flattened", "invert"])]
    disagree: bool,

    /// The events that no pattern matches
    #[arg(long)]
    invert: bool,

    /// Print only how many events there are
    #[arg(long, conflicts_with_all = ["count_by_pattern", "format"])]
    count: bool,

    /// Print only how many events each pattern matches: the number, a tab, the name
    #[arg(long, conflicts_with_all = ["format", "invert"])]
    count_by_pattern: bool,

    /// How to write the matching events
    #[arg(long, value_enum, default_value = "events")]
    format: ScanFormat,

    /// Explain the first N matching events on standard error
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    explain_first: u64,

    /// Say at the end how much was read and found, and how fast
    #[arg(long)]
    stats: bool,

    /// Stop after N matching events
    #[arg(long, value_name = "N")]
    limit: Option<u64>,

    /// Only events whose `time` is not before this: 2026-11-01, or 2h for the last two hours
    ///
    /// Also 2026-11-01T08:00:00Z. The units are s, m, h, d and w.
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    since: Option<Time>,

    /// Only events whose `time` is before this
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    until: Option<Time>,

    /// Where the array of events is in each value of the input, as a JSON Pointer: /Records
    #[arg(long, value_name = "POINTER", value_parser = parse_pointer)]
    each: Option<Pointer>,

    /// Scan only this part of the files: 3/16 is the third of sixteen
    ///
    /// For work that is spread over machines: a file is in the same part on each of them, by its path
    /// below the directory that is named. Every file is in one part.
    #[arg(long, value_name = "N/COUNT", value_parser = Shard::parse, hide_short_help = true)]
    shard: Option<Shard>,

    /// What to do with text that is not an event: fail, skip and count it, or a file to keep it in
    #[arg(long, value_name = "fail|skip|FILE", default_value = "skip")]
    bad_lines: OsString,

    /// Take events for well-formed, and read no more of a line than the patterns ask for
    ///
    /// For input of one event a line, every key once in its object. Errors after the last field
    /// that a pattern needs are not found. See docs/scan.md.
    #[arg(long, hide_short_help = true)]
    trust_input: bool,

    /// The longest event that is read: bytes, or with K, M or G
    #[arg(long, value_name = "SIZE", default_value = "16M", value_parser = parse_size, hide_short_help = true)]
    max_event_size: usize,

    #[command(flatten)]
    results: ResultArgs,

    /// Number of threads; without it, as many as there are cores
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

/// How matching events are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ScanFormat {
    /// As they are in the input
    Events,
    /// One object for each: file, line, offset, and the names of the patterns; errors after them
    Jsonl,
}

/// The tokens of a JSON Pointer.
#[derive(Debug, Clone)]
struct Pointer(Vec<String>);

fn parse_pointer(text: &str) -> Result<Pointer, String> {
    match text.strip_prefix('/') {
        Some(tokens) => Ok(Pointer(
            tokens
                .split('/')
                .map(|token| token.replace("~1", "/").replace("~0", "~"))
                .collect(),
        )),
        None if text.is_empty() => Ok(Pointer(Vec::new())),
        None => Err(format!("a JSON Pointer begins with a slash: /{text}")),
    }
}

fn parse_time(text: &str) -> Result<Time, String> {
    let whole = format!("{text}T00:00:00Z");
    Time::from_iso(text)
        .or_else(|| Time::from_iso(&whole))
        .or_else(|| ago(text))
        .ok_or_else(|| {
            "write 2026-11-01, 2026-11-01T08:00:00Z, 2026-11-01T08:00:00+09:00, or 2h for two hours ago"
                .to_owned()
        })
}

/// The time so long ago: `90s`, `30m`, `2h`, `1d`, `1w`.
fn ago(text: &str) -> Option<Time> {
    let unit = text.chars().next_back()?;
    let seconds: u64 = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        'w' => 604_800,
        _ => return None,
    };
    let count: u64 = text.strip_suffix(unit)?.parse().ok()?;
    let back = Duration::from_secs(count.checked_mul(seconds)?);
    let then = SystemTime::now().checked_sub(back)?;
    let since = then.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Time::after_1970(since)
}

fn parse_size(text: &str) -> Result<usize, String> {
    let (digits, shift) = match text.to_ascii_uppercase() {
        t if t.ends_with('K') => (t, 10),
        t if t.ends_with('M') => (t, 20),
        t if t.ends_with('G') => (t, 30),
        t => (t, 0),
    };
    let number: Option<usize> = digits.trim_end_matches(['K', 'M', 'G']).parse().ok();
    number
        .and_then(|number| number.checked_mul(1 << shift))
        .filter(|size| (1..=1 << 30).contains(size))
        .ok_or_else(|| "write a number from 1 to 1G, such as 64M".to_owned())
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let files = args.patterns.files().chain(args.inputs.clone());
    if let Err(diagnostic) = args.results.open(files, terminal) {
        terminal.tell(&diagnostic);
        return Ok(Exit::Trouble);
    }
    let Some(plan) = plan(args, terminal)? else {
        tell_errors(args, terminal)?;
        return Ok(Exit::Trouble);
    };
    let Plan {
        patterns,
        inputs,
        names,
        options,
        bad_lines,
        mode,
        trouble,
    } = plan;
    let groups = patterns.groups();
    let (rules, filters) = sought(&groups);
    let control = Control::default();
    let start = Instant::now();
    let shows_bar = io::stderr().is_terminal()
        && (options.produce == Produce::Nothing || !io::stdout().is_terminal());
    let mut sink = ScanSink::new(terminal, &names, &groups, &control, bad_lines, mode);
    sink.bad_lines_file = args.bad_lines.to_string_lossy().into_owned();
    sink.is_live = inputs.contains(&Input::Stdin);
    sink.bar = shows_bar.then(|| progress_bar(inputs.iter().map(Input::size).sum()));
    let order = Order::new(sink, rules.len(), &options);
    let write = |record: &scan::Record<'_>, out: &mut Vec<u8>| {
        let name = names.get(record.file).map_or("", |name| name);
        scan_report::write_record(record, &rules, name, out);
    };
    with_signals(&order, || {
        scan::run(
            &rules,
            filters.as_ref(),
            &inputs,
            &options,
            &control,
            &order,
            &write,
        );
    })?;
    order.finish(|sink, totals, error| {
        let written = match error {
            Some(error) => Err(error),
            None => results(args, sink, totals, &rules),
        };
        written.context("cannot write the results")?;
        tell_state(sink, totals);
        if args.stats {
            let report = ScanReport {
                totals,
                rules: &rules,
                time: start.elapsed(),
                read: control.read.load(Ordering::Relaxed),
                jobs: options.jobs.get(),
            };
            let text = scan_report::statistics(&report, sink.terminal.err_look());
            // Where standard error is closed nobody can be told.
            let _ = io::stderr().write_all(text.as_bytes());
        }
        let undecided = totals.undecided > 0 && (mode == Mode::Strict || args.disagree);
        let trouble =
            trouble || totals.bad > 0 || totals.unread > 0 || totals.unknown > 0 || undecided;
        Ok(match (trouble, totals.matched > 0) {
            (true, _) => Exit::Trouble,
            (false, true) => Exit::Yes,
            (false, false) => Exit::No,
        })
    })
}

/// Everything that is decided before anything is read.
struct Plan {
    patterns: Patterns,
    inputs: Vec<Input>,
    names: Vec<String>,
    options: Options,
    bad_lines: BadLines,
    mode: Mode,
    /// Whether some pattern could not be read.
    trouble: bool,
}

impl Args {
    fn options(&self, mode: Mode, jobs: NonZeroUsize) -> Options {
        let choose = match (self.disagree, mode, self.invert) {
            (true, _, _) => Choose::Disagree,
            (false, Mode::Flattened, false) => Choose::Flattened,
            (false, Mode::Strict, false) => Choose::Strict,
            (false, Mode::Flattened, true) => Choose::NotFlattened,
            (false, Mode::Strict, true) => Choose::NotStrict,
        };
        let produce = match (self.count || self.count_by_pattern, self.format) {
            (true, _) => Produce::Nothing,
            (false, ScanFormat::Events) => Produce::Events,
            (false, ScanFormat::Jsonl) => Produce::Records,
        };
        Options {
            choose,
            produce,
            since: self.since,
            until: self.until,
            each: self.each.clone().map(|pointer| pointer.0),
            mixed: false,
            longest: self.max_event_size,
            jobs,
            limit: self.limit,
            texts: self.explain_first,
            ends_at_bad: self.bad_lines.to_str() == Some("fail"),
            trusts: self.trust_input,
            keep_bad: !matches!(self.bad_lines.to_str(), Some("fail" | "skip")),
        }
    }
}

/// Reads the patterns and finds the inputs; `None` where that makes no sense to go on with.
fn plan(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Option<Plan>> {
    let directory = std::env::current_dir().context("cannot find the working directory")?;
    let config = match Config::find(&directory) {
        Ok(config) => config,
        Err(error) => {
            terminal.tell(&super::config_trouble(error));
            return Ok(None);
        }
    };
    let mode = args.mode.mode(&config)?;
    let patterns = args.patterns.load(&config, terminal);
    if patterns.patterns.is_empty() {
        if !patterns.trouble {
            terminal.tell(&Diagnostic::error("no pattern to scan for"));
        }
        return Ok(None);
    }
    let mut trouble = patterns.trouble;
    let inputs = match inputs(args, patterns.took_stdin, &mut trouble, terminal) {
        Ok(inputs) => inputs,
        Err(diagnostic) => {
            terminal.tell(&diagnostic);
            return Ok(None);
        }
    };
    let bad_lines = match args.bad_lines.to_str() {
        Some("fail") => BadLines::Fail,
        Some("skip") => BadLines::Skip,
        _ => match draft(Path::new(&args.bad_lines), &inputs) {
            Ok(draft) => BadLines::Keep(Box::new(draft)),
            Err(diagnostic) => {
                terminal.tell(&diagnostic);
                return Ok(None);
            }
        },
    };
    let mut filters = patterns.patterns.iter();
    let options = Options {
        mixed: filters.any(|named| named.filter.is_some()),
        ..args.options(mode, super::jobs::threads(args.jobs, terminal))
    };
    Ok(Some(Plan {
        patterns,
        names: inputs.iter().map(Input::name).collect(),
        inputs,
        options,
        bad_lines,
        mode,
        trouble,
    }))
}

/// What rules match events of a bus, and what filters of one place let records pass: each group has
/// one name and one number, in the order in which they were given.
fn sought(groups: &[Vec<&NamedPattern>]) -> (RuleSet, Option<Filters>) {
    let mut rules = RuleSet::builder();
    let mut filters = Filters::default();
    let mut any = false;
    for group in groups {
        let own: Vec<_> = group.iter().filter_map(|one| one.filter.clone()).collect();
        if own.is_empty() {
            for named in group {
                rules.add(&*named.name, &named.pattern);
                filters.with_rules = true;
            }
        } else {
            filters.add(rules.reserve(judged::name_of(group)), own);
            any = true;
        }
    }
    (rules.build(), any.then_some(filters))
}

/// The file to keep bad lines in; none of those that are scanned.
fn draft(path: &Path, inputs: &[Input]) -> Result<Draft, Diagnostic> {
    let output = Output::new(path)?;
    output.is_none_of(inputs.iter().filter_map(|input| match input {
        Input::File(path) => Some(path),
        Input::Stdin => None,
    }))?;
    output.begin().map_err(|error| {
        let name = path.display().to_string();
        Diagnostic::error(format!("cannot write this: {error}")).in_file(name)
    })
}

/// The inputs that are named: files, and, sorted, all files below directories but hidden ones.
fn inputs(
    args: &Args,
    stdin_is_taken: bool,
    trouble: &mut bool,
    terminal: &mut Terminal,
) -> Result<Vec<Input>, Diagnostic> {
    let named = &args.inputs;
    let stdin = || {
        if let Some(shard) = args.shard {
            let message = format!("standard input cannot be split: --shard {shard} is about files");
            return Err(Diagnostic::error(message).help("name files or directories"));
        }
        if stdin_is_taken {
            return Err(
                Diagnostic::error("standard input was read as a pattern already")
                    .help("give the pattern or the events as a file"),
            );
        }
        Ok(Input::Stdin)
    };
    if named.is_empty() {
        if io::stdin().is_terminal() {
            return Err(Diagnostic::error("there is nothing to scan")
                .help("name files or directories, or pipe events in"));
        }
        return Ok(vec![stdin()?]);
    }
    let takes = |name: &Path| args.shard.is_none_or(|shard| shard.takes(name));
    let mut inputs = Vec::new();
    let mut found = 0;
    for path in named {
        if path == Path::new("-") {
            inputs.push(stdin()?);
        } else if path.is_dir() {
            let before = found;
            let walked = expanded(walk::files(path, |_| true));
            *trouble |= walked.trouble;
            for diagnostic in &walked.told {
                terminal.tell(diagnostic);
            }
            for source in walked.sources {
                if let Source::File(file) = source {
                    found += 1;
                    if takes(file.strip_prefix(path).unwrap_or(&file)) {
                        inputs.push(Input::File(file));
                    }
                }
            }
            if found == before && !walked.trouble {
                let message = "no file below this directory";
                return Err(Diagnostic::error(message).in_file(path.display().to_string()));
            }
        } else {
            found += 1;
            if takes(path) {
                inputs.push(Input::File(path.clone()));
            }
        }
    }
    if let Some(shard) = args.shard.filter(|_| inputs.is_empty()) {
        let message = format!("shard {shard} has none of the {found} files");
        terminal.tell(&Diagnostic::note(message));
    }
    Ok(inputs)
}

/// Writes what can only be written at the end.
fn results(
    args: &Args,
    sink: &mut ScanSink<'_>,
    totals: &Totals,
    rules: &RuleSet,
) -> io::Result<()> {
    if args.count {
        writeln!(sink.terminal.out, "{}", totals.matched)?;
    }
    if args.count_by_pattern {
        scan_report::write_counts(totals, rules, &mut sink.terminal.out)?;
    }
    if totals.bad > super::scan_sink::SHOWN {
        let more = totals.bad - super::scan_sink::SHOWN;
        let message = format!("{more} more pieces of the input are no events");
        sink.terminal.note_error(&Diagnostic::error(message));
    }
    tell_errors(args, sink.terminal)?;
    sink.flush()
}

/// Tells what reads the records which of the input is not behind them.
fn tell_errors(args: &Args, terminal: &mut Terminal) -> io::Result<()> {
    if args.format == ScanFormat::Jsonl && !args.count && !args.count_by_pattern {
        machine::error_lines(&terminal.take_errors(), &mut terminal.out)?;
    }
    Ok(())
}

/// Tells what the results leave out.
fn tell_state(sink: &mut ScanSink<'_>, totals: &Totals) {
    let plural = |count| if count == 1 { "" } else { "s" };
    if totals.bad > 0 {
        let (pieces, lines) = (totals.bad, totals.bad_lines);
        let mut message = format!(
            "{pieces} piece{} of the input ({lines} line{})",
            plural(pieces),
            plural(lines)
        );
        message.push_str(match (&sink.bad_lines, pieces) {
            (BadLines::Fail, _) => " is not an event, and the scan stopped there",
            (_, 1) => " is not an event and was skipped",
            _ => " are not events and were skipped",
        });
        let mut warning = Diagnostic::warning(message);
        if totals.bad > super::scan_sink::SHOWN {
            warning = warning.remark(format!(
                "only the first {} are shown",
                super::scan_sink::SHOWN
            ));
        }
        sink.tell(&warning);
    }
    if totals.timeless > 0 {
        let count = totals.timeless;
        let message = format!(
            "{count} event{} without a `time` that can be read left out",
            plural(count)
        );
        sink.tell(&Diagnostic::warning(message));
    }
    if totals.undecided > 0 {
        let count = totals.undecided;
        let message = format!(
            "the search for strict verdicts on {count} event{} was given up: such events reach the \
             same paths through too many arrays",
            plural(count)
        );
        sink.tell(&Diagnostic::warning(message));
    }
    let verb = |count| if count == 1 { "is" } else { "are" };
    if totals.dropped > 0 {
        let count = totals.dropped;
        let message = format!(
            "{count} record{} {} dropped without being matched: the data has another form than a \
             filter asks for",
            plural(count),
            verb(count)
        );
        sink.tell(&Diagnostic::note(message));
    }
    if totals.unknown > 0 {
        let count = totals.unknown;
        let message = format!(
            "{count} verdict{} {} not known: AWS does not document what happens there",
            plural(count),
            verb(count)
        );
        sink.tell(&Diagnostic::error(message));
    }
}

/// Does the work; a signal ends the program, with all that was found so far written whole.
#[cfg(unix)]
fn with_signals(order: &Order<ScanSink<'_>>, work: impl FnOnce()) -> anyhow::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])
        .context("cannot listen for signals")?;
    let handle = signals.handle();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let signal = signals.forever().next();
            // One that came just before the end of the work is not lost to the closing.
            if let Some(signal) = signal.or_else(|| signals.pending().next()) {
                stop(order, signal);
            }
        });
        work();
        handle.close();
    });
    Ok(())
}

/// Does the work.
#[cfg(not(unix))]
fn with_signals(_: &Order<ScanSink<'_>>, work: impl FnOnce()) -> anyhow::Result<()> {
    work();
    Ok(())
}

/// Ends the program. A write that is under way may take its time, but not forever: whoever reads our
/// output may have stopped reading.
#[cfg(unix)]
fn stop(order: &Order<ScanSink<'_>>, signal: i32) -> ! {
    let since = Instant::now();
    let say = |sink: &mut ScanSink<'_>, totals: &Totals| {
        let flushed = sink.flush();
        let mut warning = Diagnostic::warning(format!(
            "stopped by a signal: {} events were scanned, {} of them match",
            scan_report::grouped(totals.events),
            scan_report::grouped(totals.matched)
        ));
        if flushed.is_err() {
            warning = warning.remark("not all of them could be written");
        }
        sink.tell(&warning);
    };
    while order.interrupt(say).is_none() && since.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(5));
    }
    let number = u8::try_from(signal).unwrap_or(0);
    std::process::exit(Exit::Stopped(number).number().into())
}
