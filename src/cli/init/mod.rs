//! `pattern-test init`: a repository with patterns gets suites, a configuration and CI.

mod files;

use super::exit::Exit;
use super::output;
use super::patterns::{PatternArgs, ReadingArgs};
use super::suites::{self, Filled, Planned, Written};
use super::templates::TemplateArgs;
use super::terminal::Terminal;
use crate::analysis::Options;
use crate::config::{Config, FILE_NAME};
use crate::input::root::{self, Refusal, Roots};
use crate::matching::Mode;
use crate::report::diagnostic::Diagnostic;
use crate::suite::load;
use crate::template::is_in_cdk_output;
use anyhow::Context as _;
use std::collections::HashSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Set up a repository: suites, configuration, CI
///
/// Finds the event patterns of the repository, and writes a suite of generated events for each pattern
/// that has none, pattern-test.toml, a workflow for GitHub Actions and an entry for pre-commit. Asks
/// nothing. A file that exists is never changed; what could be added to it is printed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test init --dry-run
  pattern-test init
  pattern-test init --var Stage=prod

Exit codes: 0 set up, 2 no pattern found, or something could not be read or written.")]
pub(super) struct Args {
    /// List what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    templates: TemplateArgs,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let directory = std::env::current_dir().context("cannot find the working directory")?;
    if let Some(diagnostic) = below_the_root(&directory) {
        terminal.tell(&diagnostic);
        return Ok(Exit::Trouble);
    }
    let config = match Config::find(&directory) {
        Ok(config) => config,
        Err(error) => {
            terminal.tell(&super::config_trouble(error));
            return Ok(Exit::Trouble);
        }
    };
    let mut setup = Setup {
        dry_run: args.dry_run,
        roots: Roots::of(Path::new(".")),
        terminal,
        failed: false,
    };
    setup.all(args, &config, &directory)
}

/// What to say where this is a directory inside of a repository: the workflow and the hooks belong at
/// its root, and see paths from there.
fn below_the_root(directory: &Path) -> Option<Diagnostic> {
    let here = fs::canonicalize(directory).ok()?;
    let root = root::repository(&here)?;
    let up = here.strip_prefix(&root).ok()?.components().count();
    (up > 0).then(|| {
        Diagnostic::error("this is not the root of the repository")
            .help(format!("run `cd {}` first", vec![".."; up].join("/")))
    })
}

/// What to say where there is no pattern.
const NONE: [&str; 2] = [
    "no event pattern found, so nothing is set up",
    "write a pattern, for example patterns/NAME.json, or name the places in pattern-test.toml",
];

/// A run of the command.
struct Setup<'t> {
    dry_run: bool,
    /// Nothing is written outside of these, wherever links lead.
    roots: Roots,
    terminal: &'t mut Terminal,
    failed: bool,
}

impl Setup<'_> {
    fn all(&mut self, args: &Args, config: &Config, directory: &Path) -> anyhow::Result<Exit> {
        let found = PatternArgs {
            patterns: Vec::new(),
            reading: ReadingArgs {
                templates: args.templates.clone(),
                ..ReadingArgs::default()
            },
        };
        let filled = suites::load_filled(&found, Some(NONE), config, self.terminal);
        self.failed |= filled.patterns.trouble;
        let patterns = &filled.patterns.patterns;
        if patterns.is_empty() {
            return Ok(Exit::Trouble);
        }
        let folder = config.paths.fixtures.first();
        let folder = folder.map_or(Path::new("fixtures"), PathBuf::as_path);
        let tested = tested(config);
        let planned = suites::plan(folder, patterns, config);
        // What the CDK has written its next run writes again.
        let (outputs, planned): (Vec<_>, Vec<_>) = planned
            .into_iter()
            .filter(|planned| !tested.contains(&planned.named.name))
            .partition(|planned| is_in_cdk_output(Path::new(&planned.named.name)));
        let outputs = outputs.len();
        let tested = patterns.len() - planned.len() - outputs;
        filled.tell_examples(&planned, self.terminal);

        writeln!(
            self.terminal.out,
            "{} found\n",
            counted(patterns.len(), "pattern", "patterns")
        )?;
        match Config::file(directory) {
            Some(file) => self.kept(&file_name(&file, directory), None)?,
            None => self.create(FILE_NAME, &files::configuration(folder))?,
        }
        for planned in &planned {
            self.suite(planned, &filled)?;
        }
        self.workflow(outputs > 0)?;
        self.hooks()?;
        self.left_out(tested, outputs)?;
        self.next(&planned)?;
        Ok(match self.failed {
            true => Exit::Trouble,
            false => Exit::Yes,
        })
    }

    /// One line of what is done.
    fn line(&mut self, what: &str, path: &str, more: &str) -> std::io::Result<()> {
        let path = crate::text::visible(path);
        let line = format!("{what:<9} {path}  {more}");
        writeln!(self.terminal.out, "{}", line.trim_end())
    }

    /// Says that a file stays as it is, and what could be added to it.
    fn kept(&mut self, path: &str, add: Option<&str>) -> std::io::Result<()> {
        self.line("exists", path, "left as it is")?;
        for line in add.into_iter().flat_map(str::lines) {
            let line = format!("            {line}");
            writeln!(self.terminal.out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn create(&mut self, path: &str, text: &str) -> anyhow::Result<()> {
        let place = Path::new(path);
        if fs::symlink_metadata(place).is_ok() {
            return Ok(self.kept(path, None)?);
        }
        if !self.may_write(place) {
            return Ok(());
        }
        if self.dry_run {
            return Ok(self.line("would add", path, "")?);
        }
        match output::create(place, text) {
            Ok(true) => Ok(self.line("added", path, "")?),
            Ok(false) => Ok(self.kept(path, None)?),
            Err(diagnostic) => {
                self.terminal.tell(&diagnostic);
                self.failed = true;
                Ok(())
            }
        }
    }

    fn suite(&mut self, planned: &Planned<'_>, filled: &Filled) -> anyhow::Result<()> {
        let folder = format!("{}/", planned.folder.display());
        if planned.exists() {
            return Ok(self.kept(&folder, None)?);
        }
        if !self.may_write(&planned.folder) {
            return Ok(());
        }
        if self.dry_run {
            let pattern = planned.named.name.clone();
            return Ok(self.line("would add", &folder, &format!("suite of {pattern}"))?);
        }
        let options = Options {
            // What matches in one element mostly does in both modes, as a suite must.
            mode: Mode::Strict,
            envelope: true,
            ..Options::default()
        };
        match planned.write(&options, filled, self.terminal) {
            Ok(Written::Events([matches, others])) => {
                let more = format!("{matches} match, {others} no-match");
                Ok(self.line("added", &folder, &more)?)
            }
            Ok(Written::Exists) => Ok(self.kept(&folder, None)?),
            Err(diagnostic) => {
                self.terminal.tell(&diagnostic);
                self.failed = true;
                Ok(())
            }
        }
    }

    fn workflow(&mut self, has_outputs: bool) -> anyhow::Result<()> {
        let workflows = Path::new(files::WORKFLOWS);
        if let Some(own) = files::mentioned_in(workflows) {
            return Ok(self.kept(&own, None)?);
        }
        if !workflows.is_dir()
            && let Some(other) = files::other_ci()
        {
            let add = "pip install pattern-test\npattern-test check\npattern-test verify";
            return Ok(self.kept(other, Some(add))?);
        }
        self.create(files::WORKFLOW, &files::workflow(has_outputs))
    }

    fn hooks(&mut self) -> anyhow::Result<()> {
        let file = Path::new(files::HOOKS);
        if fs::symlink_metadata(file).is_err() {
            return self.create(files::HOOKS, &files::hooks());
        }
        let add = match files::mentions(file) {
            true => None,
            false => Some(files::hook_entry()),
        };
        Ok(self.kept(files::HOOKS, add.as_deref())?)
    }

    /// Whether a path is inside of the repository; that it is not is told.
    fn may_write(&mut self, path: &Path) -> bool {
        match self.roots.admit(path) {
            Ok(_) | Err(Refusal::NotFound) => true,
            Err(Refusal::Outside) => {
                let diagnostic = Diagnostic::error("this leads out of the repository");
                let name = path.display().to_string();
                self.terminal.tell(&diagnostic.in_file(name));
                self.failed = true;
                false
            }
        }
    }

    /// The patterns that got no suite, and why.
    fn left_out(&mut self, tested: usize, outputs: usize) -> std::io::Result<()> {
        let out = &mut self.terminal.out;
        if tested + outputs > 0 {
            writeln!(out)?;
        }
        if tested > 0 {
            let patterns = counted(tested, "pattern has", "patterns have");
            writeln!(out, "{patterns} cases already: no suite added")?;
        }
        if outputs > 0 {
            let patterns = counted(outputs, "pattern", "patterns");
            writeln!(
                out,
                "{patterns} in cdk.out: no suite added, because `cdk synth` writes that directory.\n\
                 To test them: pattern-test generate cdk.out --suite fixtures"
            )?;
        }
        Ok(())
    }

    fn next(&mut self, planned: &[Planned<'_>]) -> std::io::Result<()> {
        let out = &mut self.terminal.out;
        if self.dry_run {
            return writeln!(out, "\nNothing was written. To write it: pattern-test init");
        }
        if !planned.is_empty() {
            writeln!(
                out,
                "\nThe suites say what the patterns match today, not what they should match: look through\n\
                 them, and add events that you have."
            )?;
        }
        writeln!(
            out,
            "\nNext:\n  pattern-test check               # is anything wrong with the patterns?\n  \
             pattern-test verify --coverage   # do they do what the suites say?"
        )
    }
}

/// The patterns of which a suite of the project expects something, by name.
fn tested(config: &Config) -> HashSet<String> {
    let loaded = load::load(&[], &config.paths, None, &[]);
    let cases = loaded.suites.iter().flat_map(|suite| &suite.cases);
    let files = cases.filter_map(|case| case.pattern.file.as_deref());
    files.map(str::to_owned).collect()
}

/// A file's path as seen from here, if it is not above.
fn file_name(file: &Path, directory: &Path) -> String {
    let name = file.strip_prefix(directory).unwrap_or(file);
    name.display().to_string()
}

fn counted(count: usize, one: &str, several: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {several}"),
    }
}
