//! `pattern-test verify`: what is expected of patterns, case by case.

mod bus_log;
mod outputs;
mod progress;
mod watch;

use super::actions::Actions;
use super::exit::Exit;
use super::output::Output;
use super::terminal::Terminal;
use crate::config::{self, Config};
use crate::report::diagnostic::Diagnostic;
use crate::report::style::Look;
use crate::report::verify::{self, Measured, Status, VerifyFormat, VerifyReport};
use crate::suite::load::{self, LoadError, Loaded};
use crate::suite::{self, Jobs, Modes, coverage, mutants};
use anyhow::Context as _;
use outputs::Target;
use regex::Regex;
use std::ffi::OsString;
use std::io::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use watch::Watch;

/// Run test suites of patterns
///
/// Events below fixtures/NAME/match must match patterns/NAME.json, those below
/// fixtures/NAME/no-match must not; and what *.suite.yaml, *.suite.json and *.jsonl files expect
/// must be so. Without arguments: all that is below `patterns` and `fixtures`, or what
/// pattern-test.toml names.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test verify
  pattern-test verify patterns/ecs-run-test-failed.suite.yaml --watch
  pattern-test verify --bus-log bus.log -p rules.json
  pattern-test verify --report junit=verify.xml --filter 'run-test'

In GitHub Actions, annotations are on by default, and the job gets a summary.

Exit codes: 0 all passed, 1 a case failed or too little is covered, 2 error: a suite that cannot \
be used, or no case at all.")]
pub(super) struct Args {
    /// Suites, patterns, or directories of them
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Only cases whose name, suite or pattern matches
    #[arg(long, value_name = "REGEX")]
    filter: Option<Regex>,

    /// The mode of the cases that state none, in the case or its suite
    ///
    /// Without it, and without `mode` in pattern-test.toml, such a case must hold in both modes.
    #[arg(long, value_enum)]
    mode: Option<Modes>,

    /// The same as `--mode strict`
    #[arg(long, conflicts_with_all = ["mode", "flattened"])]
    strict: bool,

    /// The same as `--mode flattened`
    #[arg(long, conflicts_with = "mode")]
    flattened: bool,

    /// Write no results: only the exit code, and what is wrong with the suites
    #[arg(short, long, conflicts_with_all = ["output", "list"])]
    quiet: bool,

    /// How to write the results
    #[arg(long, value_enum, default_value = "human")]
    format: VerifyFormat,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write to this file as well, in this format; may be given several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = Target::parse)]
    report: Vec<Target>,

    /// Measure which conditions and matchers the cases cover
    #[arg(long)]
    coverage: bool,

    /// The least coverage in percent; implies --coverage
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    min_coverage: Option<f64>,

    /// Make small wrong versions of the patterns, and show those that no case catches
    #[arg(long)]
    mutants: bool,

    /// The least share of them that is caught, in percent; implies --mutants
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    min_score: Option<f64>,

    /// Number of threads; without it, as many as there are cores
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// Stop after the first case that fails
    #[arg(long)]
    fail_fast: bool,

    /// Print the cases and look at none
    #[arg(long, conflicts_with_all = ["report", "watch", "fail_fast", "coverage", "mutants"])]
    list: bool,

    /// Run again whenever a file changes
    #[arg(long)]
    watch: bool,

    /// Compare with the verdicts in the log of an event bus: a file, a directory, or `-`
    ///
    /// Takes no suites: the log says which rules matched each event. A pattern is that of the rule
    /// with its name.
    #[arg(long, value_name = "FILE",
        conflicts_with_all = ["paths", "filter", "output", "report", "coverage", "mutants", "list", "watch"])]
    bus_log: Option<PathBuf>,

    /// The patterns to compare with the log: files, directories, templates, replies of the AWS CLI
    #[arg(short, long = "pattern", value_name = "PATTERN", requires = "bus_log")]
    patterns: Vec<OsString>,

    /// Let suites name files below this directory too
    ///
    /// Without it, only files of the project: below the repository, or the working directory.
    #[arg(long = "include-root", value_name = "DIR", hide_short_help = true)]
    include_roots: Vec<PathBuf>,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let directory = std::env::current_dir().context("cannot find the working directory")?;
    let mut args = args.clone();
    args.mode = match (args.strict, args.flattened) {
        (true, _) => Some(Modes::Strict),
        (_, true) => Some(Modes::Flattened),
        _ => args.mode,
    };
    let args = &args;
    if args.quiet {
        terminal.write_nothing();
    }
    if args.watch {
        return forever(args, &directory, terminal);
    }
    once(args, &directory, terminal).map(|done| done.exit)
}

/// What a run came to, and what it read.
struct Done {
    exit: Exit,
    read: Vec<PathBuf>,
}

fn once(args: &Args, directory: &Path, terminal: &mut Terminal) -> anyhow::Result<Done> {
    let trouble = |read| {
        let exit = Exit::Trouble;
        Ok(Done { exit, read })
    };
    let config = match Config::find(directory) {
        Ok(config) => config,
        Err(error) => {
            terminal.tell(&super::config_trouble(error));
            write_nothing(args, terminal)?;
            return trouble(Vec::new());
        }
    };
    if let Some(log) = &args.bus_log {
        let exit = bus_log::run(args, log, &config, terminal)?;
        let read = Vec::new();
        return Ok(Done { exit, read });
    }
    let Some(files) = open(args, terminal) else {
        return trouble(Vec::new());
    };
    let started = Instant::now();
    let mode = match args.mode {
        Some(modes) => Some(modes),
        None => super::mode::chosen(&config)?.map(Modes::from),
    };
    let mut loaded = load::load(&args.paths, &config.paths, mode, &args.include_roots);
    let read = std::mem::take(&mut loaded.files);
    for error in &loaded.errors {
        terminal.tell(&unusable(error));
    }
    if let Some(nothing) = select(args, &mut loaded) {
        terminal.tell(&nothing);
        write_nothing(args, terminal)?;
        return trouble(read);
    }
    for (_, output) in &files {
        if let Err(diagnostic) = output.is_none_of(&read) {
            terminal.tell(&diagnostic);
            return trouble(read);
        }
    }
    if args.list {
        let as_json = args.format == VerifyFormat::Json;
        let errors = terminal.take_errors();
        let (look, out) = (terminal.look, &mut terminal.out);
        verify::write_list(&loaded.suites, &errors, as_json, look, out)?;
        let exit = if loaded.errors.is_empty() {
            Exit::Yes
        } else {
            Exit::Trouble
        };
        return Ok(Done { exit, read });
    }
    let actions = terminal.actions(directory);
    let threads = super::jobs::threads(args.jobs, terminal).get();
    let mut report = look_at(args, &config.verify, loaded, threads);
    report.elapsed = started.elapsed();
    report.checkout.clone_from(&actions.checkout);
    tell_undecided(&report, terminal);
    let written = write(args, &report, files, &actions, terminal)?;
    let exit = match (report.trouble() || !written, report.passed()) {
        (true, _) => Exit::Trouble,
        (false, true) => Exit::Yes,
        (false, false) => Exit::No,
    };
    Ok(Done { exit, read })
}

/// Tells that some cases have no outcome: people are told why by the report, programs by an error for
/// each.
fn tell_undecided(report: &VerifyReport, terminal: &mut Terminal) {
    let cases = report.suites.iter().flat_map(|suite| &suite.cases);
    let mut count = 0;
    for case in cases {
        let Status::Broken(problem) = &case.status else {
            continue;
        };
        count += 1;
        let mut error = Diagnostic::error(problem).in_file(&case.file);
        if let Some(position) = case.position {
            error = error.at_position(position);
        }
        terminal.note_error(&error);
    }
    if count > 0 {
        let cases = if count == 1 { "case" } else { "cases" };
        terminal.tell_people(&Diagnostic::error(format!("{count} {cases} undecided")));
    }
}

/// The files to write to, or nothing where one cannot be written; that was told.
fn open(args: &Args, terminal: &mut Terminal) -> Option<Vec<(Target, Output)>> {
    let output = args.output.iter().map(|file| Target {
        format: args.format,
        file: file.clone(),
    });
    let mut files = Vec::new();
    for target in output.chain(args.report.iter().cloned()) {
        let named = args.paths.iter();
        let output = Output::new(&target.file);
        match output.and_then(|output| output.is_none_of(named).map(|()| output)) {
            Ok(output) => files.push((target, output)),
            Err(diagnostic) => {
                terminal.tell(&diagnostic);
                return None;
            }
        }
    }
    Some(files)
}

/// Leaves only the cases that are asked for; what to say where there are none.
fn select(args: &Args, loaded: &mut Loaded) -> Option<Diagnostic> {
    if loaded.suites.is_empty() && loaded.errors.is_empty() {
        return Some(Diagnostic::error("no case found").help(
            "put events below fixtures/NAME/match and fixtures/NAME/no-match for a pattern \
             patterns/NAME.json, or write a suite, patterns/NAME.suite.yaml",
        ));
    }
    let filter = args.filter.as_ref()?;
    for suite in &mut loaded.suites {
        if !filter.is_match(&suite.name) {
            suite
                .cases
                .retain(|case| filter.is_match(&case.name) || filter.is_match(&case.pattern.name));
        }
    }
    loaded.suites.retain(|suite| !suite.cases.is_empty());
    let none = loaded.suites.is_empty() && loaded.errors.is_empty();
    none.then(|| {
        Diagnostic::error(format!("no case fits `{filter}`")).help("`--list` prints their names")
    })
}

fn percent(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|percent| (0.0..=100.0).contains(percent))
        .ok_or_else(|| "a percentage is a number from 0 to 100".to_owned())
}

/// The time since it was first asked for.
fn clock() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

fn look_at(args: &Args, asked: &config::Verify, loaded: Loaded, threads: usize) -> VerifyReport {
    let Loaded {
        suites,
        errors,
        files: _,
        without,
    } = loaded;
    let jobs = Jobs {
        threads,
        fail_fast: args.fail_fast,
        clock,
    };
    let total = suites.iter().map(|suite| suite.cases.len()).sum();
    let result = progress::watched("cases", total, |done| suite::run(&suites, jobs, done));
    let mut report = VerifyReport::new(&suites, result, errors);
    let least_coverage = args.min_coverage.or(asked.min_coverage);
    let least_score = args.min_score.or(asked.min_score);
    let mut groups = suite::groups(&suites);
    // What nobody expects anything of counts in full, unless only some cases were asked for.
    if args.filter.is_none() {
        groups.extend(without.iter().filter_map(suite::Group::without_cases));
    }
    if args.coverage || least_coverage.is_some() {
        report.coverage = Some(Measured {
            value: coverage::measure(&groups),
            least: least_coverage,
        });
    }
    if args.mutants || least_score.is_some() {
        let mutation = progress::watched("patterns", groups.len(), |done| {
            mutants::measure(&groups, jobs.threads, done)
        });
        report.mutation = Some(Measured {
            value: mutation,
            least: least_score,
        });
    }
    report
}

fn write(
    args: &Args,
    report: &VerifyReport,
    files: Vec<(Target, Output)>,
    actions: &Actions,
    terminal: &mut Terminal,
) -> anyhow::Result<bool> {
    let errors = terminal.take_errors();
    let mut all_written = true;
    for (target, output) in files {
        all_written &= terminal.tell_written(target.write(report, &errors, &output));
    }
    if args.output.is_none() {
        let (look, out) = (terminal.look, &mut terminal.out);
        verify::write(report, &errors, args.format, look, out)?;
    }
    // A machine format on standard output is not to be disturbed.
    let undisturbed = args.output.is_some() || args.format == VerifyFormat::Human;
    if actions.annotate && undisturbed {
        verify::write(
            report,
            &[],
            VerifyFormat::Github,
            Look::PLAIN,
            &mut terminal.out,
        )?;
    }
    if let Err(warning) = actions.summarise(&|out| verify::write_summary(report, out)) {
        terminal.tell(&warning);
    }
    Ok(all_written)
}

/// Where no case can be looked at, which was told: programs still get a document.
fn write_nothing(args: &Args, terminal: &mut Terminal) -> anyhow::Result<()> {
    if args.format == VerifyFormat::Json && args.output.is_none() {
        let errors = terminal.take_errors();
        let report = VerifyReport::new(&[], suite::RunResult { suites: Vec::new() }, Vec::new());
        let (look, out) = (terminal.look, &mut terminal.out);
        verify::write(&report, &errors, args.format, look, out)?;
    }
    Ok(())
}

/// Runs again and again, until somebody ends it.
fn forever(args: &Args, directory: &Path, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let own = args.report.iter().map(|target| &target.file);
    let mut watch = Watch::new(own.chain(&args.output).cloned().collect())?;
    loop {
        // First, so that no change during the run is missed.
        watch.add(places(args, directory));
        let done = once(args, directory, terminal)?;
        watch.add(done.read);
        terminal.out.flush()?;
        terminal.tell(&Diagnostic::note("waiting for a change; Ctrl-C ends this"));
        let changed = watch.changed()?;
        let changed = changed.strip_prefix(directory).unwrap_or(&changed);
        let message = format!("`{}` has changed", changed.display());
        terminal.tell(&Diagnostic::note(message));
    }
}

/// Where a change may matter, whatever was read.
fn places(args: &Args, directory: &Path) -> Vec<PathBuf> {
    let config = Config::file(directory);
    let paths = match Config::find(directory) {
        Ok(config) => config.paths,
        Err(_) => return config.into_iter().collect(),
    };
    let suites = paths.suites.unwrap_or_default();
    let all = [paths.patterns, paths.fixtures, suites, args.paths.clone()];
    let there = all.into_iter().flatten().filter(|path| path.exists());
    there.chain(config).collect()
}

fn unusable(error: &LoadError) -> Diagnostic {
    let LoadError {
        file,
        text,
        span,
        message,
        help,
    } = error;
    let mut diagnostic = Diagnostic::error(message).in_file(file);
    if let Some(text) = text {
        diagnostic = diagnostic.at(text.clone(), *span);
    }
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}
