//! `pattern-test check`: what is wrong with patterns, also with those in templates.

mod examine;

use super::exit::Exit;
use super::files::{Source, expand};
use super::output::{self, Output};
use super::templates::{self, TemplateArgs, Told};
use super::terminal::Terminal;
use crate::config::{CheckSection, Config, FILE_NAME};
use crate::dialect::Dialect;
use crate::discover::{self, Candidate, Listing};
use crate::event::Event;
use crate::intake::{self, Choice};
use crate::json::LineIndex;
use crate::lint::baseline::{Baseline, Known};
use crate::lint::evidence::Evidence;
use crate::lint::policy::{Globs, Level, Policy};
use crate::lint::{RULES, Safety, Severity, fix, page, rule};
use crate::report::check_report::{self, CheckFormat, CheckReport, Located};
use crate::report::diagnostic::Diagnostic;
use crate::report::style::Look;
use crate::spelling;
use crate::text::{left, visible};
use anyhow::Context as _;
use examine::{Examined, Examiner};
use std::collections::{HashMap, HashSet};
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Find mistakes in patterns, also in templates
///
/// Finds what the service will refuse, and what it will accept and then never match, or match the
/// wrong thing. Directories are searched for files that are patterns by their content and for
/// templates with patterns: CloudFormation, SAM, CDK output, Terraform, Serverless and others. What
/// .gitignore leaves out is left out, but for `cdk.out`.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test check
  pattern-test check template.yaml --var AWS::Region=eu-west-1
  pattern-test check --explain mixed-elements
  pattern-test check --select invalid-pattern,wrong-type
  pattern-test check --diff | git apply
  pattern-test check --format sarif -o check.sarif

Exit codes: 0 nothing but notes, 1 warnings or errors, 2 error, or nothing to check.")]
pub(super) struct Args {
    /// Files, directories to search, `-`, or JSON text that starts with `{`; without it: this directory
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The same as PATH
    #[arg(short = 'p', long = "pattern", value_name = "PATTERN")]
    patterns: Vec<PathBuf>,

    /// Events that show what fields there are, and of what type [default: fixtures]
    #[arg(long, value_name = "DIR")]
    fixtures: Vec<PathBuf>,

    /// How to write the findings
    #[arg(long, value_enum, default_value = "human")]
    format: CheckFormat,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write no findings: only the exit code, and what is wrong with the input
    #[arg(short, long, conflicts_with_all = ["output", "diff"])]
    quiet: bool,

    /// Apply only these rules
    #[arg(long, value_name = "CODE,…", value_delimiter = ',')]
    select: Vec<String>,

    /// Leave these rules out
    #[arg(
        long,
        visible_alias = "allow",
        value_name = "CODE,…",
        value_delimiter = ','
    )]
    ignore: Vec<String>,

    /// Make the findings of these rules errors
    #[arg(long, value_name = "CODE,…", value_delimiter = ',')]
    deny: Vec<String>,

    /// Make the findings of these rules warnings
    #[arg(long, value_name = "CODE,…", value_delimiter = ',')]
    warn: Vec<String>,

    /// Fix what can be fixed for certain, without changing anything else
    #[arg(long)]
    fix: bool,

    /// With --fix or --diff: also fix where the meaning is a good guess
    #[arg(long)]
    unsafe_fixes: bool,

    /// Print what --fix would change as a patch; nothing is written
    ///
    /// The patch goes to standard output, in the form that `git apply` takes, and the findings to
    /// standard error.
    #[arg(long)]
    diff: bool,

    /// Silence the findings listed in this file
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Write all findings into this file, as known ones
    #[arg(long, value_name = "FILE", conflicts_with_all = ["fix", "diff"])]
    write_baseline: Option<PathBuf>,

    /// What to call standard input (`-`): the ending says what it is written in
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<PathBuf>,

    /// Exit with 0 where there is nothing to check
    #[arg(long)]
    allow_empty: bool,

    /// Show the documentation of a rule
    #[arg(long, value_name = "CODE")]
    explain: Option<String>,

    /// List all rules
    #[arg(long)]
    list_rules: bool,

    #[command(flatten)]
    templates: TemplateArgs,

    /// Where a pattern in a file filters: sqs, pipe:sqs, v2:data, …
    ///
    /// With `v2`, the rules and archives of templates are checked as filters of the new bus, too: it
    /// says what keeps them from moving there. The places are listed in docs/dialects.md.
    #[arg(long = "for", value_name = "PLACE", value_parser = super::patterns::parse_place)]
    place: Option<Dialect>,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut args = args.clone();
    args.paths.append(&mut args.patterns);
    let args = &args;
    if args.quiet {
        terminal.write_nothing();
    }
    if args.list_rules {
        let width = RULES.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
        for rule in RULES {
            let severity = rule.severity.name();
            writeln!(
                terminal.out,
                "{}  {severity:<7}  {}",
                left(rule.code, width),
                rule.about
            )?;
        }
        return Ok(Exit::Yes);
    }
    if let Some(code) = &args.explain {
        return explain(code, terminal);
    }
    match checked(args, terminal)? {
        Ok(exit) => Ok(exit),
        Err(diagnostic) => {
            terminal.tell(&diagnostic);
            // Programs get a document all the same, unless it was to go where it cannot.
            if is_told(args) {
                write(args, &CheckReport::default(), None, terminal)?;
            }
            Ok(Exit::Trouble)
        }
    }
}

fn explain(code: &str, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    match rule(code) {
        Some(rule) => {
            write!(terminal.out, "{}", page::markdown(rule))?;
            Ok(Exit::Yes)
        }
        None => {
            terminal.tell(&no_such_rule(code));
            Ok(Exit::Trouble)
        }
    }
}

fn no_such_rule(code: &str) -> Diagnostic {
    let codes = RULES.iter().map(|rule| rule.code);
    let near = spelling::nearest(code, codes, str::to_owned, |_| 3);
    let diagnostic = Diagnostic::error(format!("unknown rule `{code}`"));
    match near {
        Some(near) => diagnostic.help(format!("there is `{near}`")),
        None => diagnostic.help("--list-rules lists them"),
    }
}

fn checked(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Result<Exit, Diagnostic>> {
    let directory = std::env::current_dir().context("cannot find the working directory")?;
    let config = match Config::find(&directory) {
        Ok(config) => config,
        Err(error) => return Ok(Err(super::config_trouble(error))),
    };
    let policy = match policy_of(args, &config.check) {
        Ok(policy) => policy,
        Err(error) => return Ok(Err(Diagnostic::error(error).in_file(FILE_NAME))),
    };
    if let Some(code) = policy.unknown_code() {
        return Ok(Err(no_such_rule(code)));
    }
    let mut baseline = match args.baseline.as_ref().or(config.check.baseline.as_ref()) {
        Some(path) if args.write_baseline.is_none() => match read_baseline(path) {
            Ok(baseline) => baseline,
            Err(diagnostic) => return Ok(Err(diagnostic)),
        },
        _ => Baseline::default(),
    };
    // A file that cannot be written is found before the work is done.
    let outputs = match outputs(args) {
        Ok(outputs) => outputs,
        Err(diagnostic) => return Ok(Err(diagnostic)),
    };
    let evidence = evidence(args, &config);
    let options = args.templates.look_at(paths(args, &config), &config);
    let given = match given(args) {
        Ok(given) => given,
        Err(diagnostic) => return Ok(Err(diagnostic)),
    };
    let mut listing = match listed(&options, given, &config) {
        Ok(listing) => listing,
        Err(diagnostic) => return Ok(Err(diagnostic)),
    };
    let mut trouble = templates::tell_troubles(&listing, terminal);
    let files = std::mem::take(&mut listing.candidates);
    let examiner = Examiner {
        place: args.place,
        evidence: &evidence,
        policy: &policy,
        vars: args.templates.vars(),
        files: &discover::files_for(&options),
    };
    let most = match args.unsafe_fixes {
        true => Safety::Unsafe,
        false => Safety::Safe,
    };
    let wanted = (args.fix || args.diff).then_some(most);
    let results = examiner.examine_all(&files, wanted);
    let mut report = CheckReport {
        checkout: terminal.actions(&directory).checkout,
        ..CheckReport::default()
    };
    let mut all_known = Baseline::default();
    let mut told = Told::default();
    let mut all: Vec<(Examined, &Candidate)> = Vec::new();
    let mut rewritten = HashSet::new();
    for (file, result) in files.iter().zip(results) {
        let examined = match result {
            Ok(Ok(examined)) => examined,
            Ok(Err(reason)) => {
                listing.left.add(reason, &file.path);
                continue;
            }
            Err(diagnostic) => {
                terminal.tell(&diagnostic);
                trouble = true;
                continue;
            }
        };
        trouble |= templates::tell_problems(&examined.extraction, terminal);
        told.add(&examined.extraction);
        let examined = match mend(args, &file.path, examined, terminal)? {
            Ok((examined, fixed)) => {
                report.fixed += fixed;
                if fixed > 0 {
                    rewritten.insert(&file.path);
                }
                examined
            }
            Err(diagnostic) => {
                terminal.tell(&diagnostic);
                trouble = true;
                continue;
            }
        };
        all.push((examined, file));
    }
    // What takes in a file that was fixed has fewer findings than before.
    for (examined, file) in &mut all {
        let mut included = examined.extraction.files.iter().skip(1);
        if included.any(|included| rewritten.contains(&included.path))
            && let Ok(Ok(again)) = examiner.examine(file, None)
        {
            *examined = again;
        }
    }
    let (places, extractions): (Vec<_>, Vec<_>) = all
        .iter()
        .enumerate()
        .filter(|(_, (examined, _))| examined.extraction.part_of.is_none())
        .map(|(at, (examined, _))| (at, &examined.extraction))
        .unzip();
    let over = crate::lint::filters::wildcards_over(&extractions);
    for (at, finding) in over {
        if let Some((examined, file)) = places.get(at).and_then(|at| all.get_mut(*at)) {
            let findings = policy.apply(vec![finding], &file.path);
            examined.findings.extend(findings);
        }
    }
    for (examined, file) in all {
        add(examined, file, &mut baseline, &mut all_known, &mut report);
    }
    only_once(&mut report);
    if args.write_baseline.is_none() {
        // What was not looked for may be there all the same.
        report.gone = baseline.left(|known| {
            let looked_at = args.paths.is_empty() || report.files.contains(&known.file);
            policy.tells(&known.code) && (looked_at || !Path::new(&known.file).exists())
        });
    }
    let nothing = report.patterns + report.open + report.findings.len() + report.known == 0;
    let is_empty = nothing && !trouble && !args.allow_empty;
    // Only now is it known which of the files found are patterns: an earlier report that stands among
    // them is none, and is replaced.
    let in_errors = terminal.files_of_errors();
    for output in [&outputs.report, &outputs.baseline].into_iter().flatten() {
        if let Err(diagnostic) = output.is_none_of(report.files.iter().chain(&in_errors)) {
            return Ok(Err(diagnostic));
        }
    }
    if let Some(output) = &outputs.baseline {
        let text = all_known.text()?;
        let written = output.write(|out| out.write_all(text.as_bytes()));
        trouble |= !terminal.tell_written(written);
    }
    // What there is to say about nothing is said below, and for programs by who hears of it.
    if outputs.report.is_some() || !is_empty || !is_for_people(args.format) && !is_told(args) {
        trouble |= !write(args, &report, outputs.report.as_ref(), terminal)?;
        tell_actions(args, &report, &directory, terminal)?;
    }
    if is_empty {
        let mut diagnostic = templates::nothing_found(
            "found nothing to check".to_owned(),
            &options.paths,
            &listing.left,
        );
        for line in told.unjudged() {
            diagnostic = diagnostic.remark(line);
        }
        let diagnostic = diagnostic
            .help("name files, or set `patterns` in pattern-test.toml; --allow-empty accepts this");
        return Ok(Err(diagnostic));
    }
    templates::tell_left(&listing.left, terminal);
    told.tell(terminal);
    let bad = report.count(Severity::Error) + report.count(Severity::Warning) > 0;
    Ok(Ok(match (trouble, bad && args.write_baseline.is_none()) {
        (true, _) => Exit::Trouble,
        (false, true) => Exit::No,
        (false, false) => Exit::Yes,
    }))
}

/// The files to write to.
struct Outputs {
    report: Option<Output>,
    baseline: Option<Output>,
}

fn outputs(args: &Args) -> Result<Outputs, Diagnostic> {
    let output = |path: &Option<PathBuf>| {
        let output = path.as_deref().map(Output::new).transpose()?;
        if let Some(output) = &output {
            output.is_none_of(&args.paths)?;
        }
        Ok(output)
    };
    Ok(Outputs {
        report: output(&args.output)?,
        baseline: output(&args.write_baseline)?,
    })
}

/// Writes the report; whether that could be done.
fn write(
    args: &Args,
    report: &CheckReport,
    output: Option<&Output>,
    terminal: &mut Terminal,
) -> anyhow::Result<bool> {
    let format = args.format;
    let errors = terminal.take_errors();
    let Some(output) = output else {
        if args.diff {
            // Standard output has the patch.
            let mut findings = Vec::new();
            check_report::write(report, &errors, format, terminal.err_look(), &mut findings)?;
            terminal.out.flush()?;
            std::io::stderr().write_all(&findings)?;
            return Ok(true);
        }
        let (look, out) = (terminal.look, &mut terminal.out);
        check_report::write(report, &errors, format, look, out)?;
        return Ok(true);
    };
    let written =
        output.write(|out| check_report::write(report, &errors, format, Look::PLAIN, out));
    Ok(terminal.tell_written(written))
}

/// Tells GitHub Actions, where this runs there: annotations, and the summary of the job.
fn tell_actions(
    args: &Args,
    report: &CheckReport,
    directory: &Path,
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    let actions = terminal.actions(directory);
    // A machine format or a patch on standard output is not to be disturbed.
    let undisturbed = args.output.is_some() || is_for_people(args.format);
    if actions.annotate && !args.diff && undisturbed {
        let (look, out) = (Look::PLAIN, &mut terminal.out);
        check_report::write(report, &[], CheckFormat::Github, look, out)?;
    }
    if let Err(warning) = actions.summarise(&|out| check_report::write_summary(report, out)) {
        terminal.tell(&warning);
    }
    Ok(())
}

fn policy_of(args: &Args, section: &CheckSection) -> Result<Policy, String> {
    let mut policy = section.policy()?;
    // A rule that is asked for by name is not left out because the configuration ignores it.
    for code in &args.select {
        if !section.severity.contains_key(code) {
            policy.levels.remove(code);
        }
    }
    // What is said on the command line counts most.
    for (codes, level) in [
        (&args.ignore, Level::Allow),
        (&args.warn, Level::As(Severity::Warning)),
        (&args.deny, Level::As(Severity::Error)),
    ] {
        let codes = codes.iter().map(|code| (code.clone(), level));
        policy.levels.extend(codes);
    }
    if !args.select.is_empty() {
        policy.select.clone_from(&args.select);
    }
    Ok(policy)
}

fn read_baseline(path: &Path) -> Result<Baseline, Diagnostic> {
    let name = path.display().to_string();
    let bytes = Source::File(path.to_owned()).read()?;
    let text = String::from_utf8_lossy(&bytes);
    Baseline::parse(&text).map_err(|error| {
        Diagnostic::error(format!("this is not a baseline: {error}"))
            .in_file(name)
            .help("--write-baseline writes one")
    })
}

/// What the project's fixtures say. A fixture that cannot be read says nothing.
fn evidence(args: &Args, config: &Config) -> Evidence {
    let mut evidence = Evidence::default();
    let named = match args.fixtures.is_empty() {
        true => &config.paths.fixtures,
        false => &args.fixtures,
    };
    let files = named
        .iter()
        .filter(|path| path.exists())
        .filter_map(|path| expand(path, &super::events::EXTENSIONS).ok())
        .flat_map(|expanded| expanded.sources);
    for file in files {
        let Ok(bytes) = file.read() else { continue };
        let Ok(bytes) = intake::unpack(bytes) else {
            continue;
        };
        let Ok(text) = intake::decode(&bytes) else {
            continue;
        };
        for found in intake::read(text, Choice::Auto).found {
            if let Ok(event) = Event::parse(found.text.into_owned()) {
                evidence.add(&file.name(), event);
            }
        }
    }
    evidence
}

/// Where to look: at what is named, or in this directory and where the configuration says.
fn paths(args: &Args, config: &Config) -> Vec<PathBuf> {
    if !args.paths.is_empty() {
        let files = args.paths.iter().filter(|path| !is_text(path));
        return files.cloned().collect();
    }
    let mut paths = vec![PathBuf::from(".")];
    if config.paths.patterns_named {
        paths.extend(
            config
                .paths
                .patterns
                .iter()
                .filter(|path| path.exists())
                .cloned(),
        );
    }
    paths
}

/// What was given as text: on standard input, and as arguments.
fn given(args: &Args) -> Result<Vec<Candidate>, Diagnostic> {
    let mut given = Vec::new();
    for path in args.paths.iter().filter(|path| is_text(path)) {
        if args.fix {
            return Err(Diagnostic::error("--fix has no file to write to here")
                .help("--diff shows what it would change"));
        }
        given.push(match path.as_os_str() == "-" {
            true => {
                let name = args.stdin_filename.as_deref();
                let name = name.map_or_else(|| Source::Stdin.name(), |n| n.display().to_string());
                super::patterns::given_on_stdin(&name)?
            }
            false => Candidate::given("<inline>", path.to_string_lossy()),
        });
    }
    Ok(given)
}

/// Whether an argument is `-` or a pattern itself.
fn is_text(path: &Path) -> bool {
    let inline = path
        .to_str()
        .is_some_and(|text| text.trim_start().starts_with('{'));
    path.as_os_str() == "-" || inline
}

fn listed(
    options: &discover::Options,
    given: Vec<Candidate>,
    config: &Config,
) -> Result<Listing, Diagnostic> {
    let mut listing = match options.paths.is_empty() {
        true => Listing::default(),
        false => discover::list(options),
    };
    listing.candidates.extend(given);
    let excluded = Globs::new(&config.check.exclude)
        .map_err(|error| Diagnostic::error(error).in_file(FILE_NAME))?;
    let candidates = &mut listing.candidates;
    candidates.retain(|file| file.is_named() || !excluded.matches(&file.path));
    Ok(listing)
}

/// Leaves one of several findings that say the same of the same place: of a file that several
/// templates take in, of a value that several patterns use.
fn only_once(report: &mut CheckReport) {
    let mut seen = HashSet::new();
    report.findings.retain(|finding| {
        seen.insert((
            finding.file.clone(),
            finding.span,
            finding.code,
            finding.path.clone(),
            finding.message.clone(),
        ))
    });
}

/// Whether a program on standard output is told of trouble in its own format.
fn is_told(args: &Args) -> bool {
    matches!(args.format, CheckFormat::Json | CheckFormat::Jsonl) && args.output.is_none()
}

fn is_for_people(format: CheckFormat) -> bool {
    matches!(format, CheckFormat::Human | CheckFormat::Concise)
}

/// Shows or writes what can be mended. What is left is what the file then holds, and how much was
/// mended.
fn mend(
    args: &Args,
    path: &Path,
    examined: Examined,
    terminal: &mut Terminal,
) -> anyhow::Result<Result<(Examined, usize), Diagnostic>> {
    let Some(mended) = &examined.mended else {
        return Ok(Ok((examined, 0)));
    };
    if args.diff {
        let patch = fix::diff(&name_in_patch(path), examined.text(), &mended.text);
        show(&patch, terminal)?;
        return Ok(Ok((examined, 0)));
    }
    // Somebody may have written the file since it was read.
    let unchanged = std::fs::read(path).is_ok_and(|bytes| bytes == examined.text().as_bytes());
    if !unchanged {
        let diagnostic =
            Diagnostic::error("the file is not what was read, so nothing is fixed in it");
        return Ok(Err(diagnostic.in_file(path.display().to_string())));
    }
    match output::replace(path, &mended.text) {
        Ok(None) => {}
        Ok(Some(warning)) => terminal.tell(&warning),
        Err(diagnostic) => return Ok(Err(diagnostic)),
    }
    Ok(Ok(match examined.mended {
        Some(mended) => {
            let fixed = mended.fixed;
            let examined = Examined {
                extraction: mended.extraction,
                findings: mended.findings,
                mended: None,
            };
            (examined, fixed)
        }
        None => (examined, 0),
    }))
}

/// A file's name as a patch has it: below the working directory, with `/` between its parts.
fn name_in_patch(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let relative = path.strip_prefix(&here).unwrap_or(path);
    let parts = relative
        .components()
        .filter(|part| !matches!(part, std::path::Component::CurDir));
    let parts: PathBuf = parts.collect();
    parts.display().to_string().replace('\\', "/")
}

/// Writes a patch: to a file or a program byte for byte, to a terminal without what could act there.
fn show(patch: &str, terminal: &mut Terminal) -> std::io::Result<()> {
    if !std::io::stdout().is_terminal() {
        return terminal.out.write_all(patch.as_bytes());
    }
    for line in patch.lines() {
        // A tab is indentation like any other.
        let line: Vec<_> = line.split('\t').map(visible).collect();
        writeln!(terminal.out, "{}", line.join("\t"))?;
    }
    Ok(())
}

fn add(
    examined: Examined,
    file: &Candidate,
    baseline: &mut Baseline,
    all_known: &mut Baseline,
    report: &mut CheckReport,
) {
    report.files.push(file.path.display().to_string());
    if examined.extraction.part_of.is_none() {
        let patterns = examined.extraction.patterns.iter();
        report.patterns += patterns.filter(|found| found.is_judged()).count();
        report.open += examined.extraction.open.len();
    }
    let texts: Vec<(String, Arc<str>)> = examined
        .extraction
        .files
        .iter()
        .map(|file| (file.path.display().to_string(), file.text.clone()))
        .collect();
    let mut lines: HashMap<usize, LineIndex<'_>> = HashMap::new();
    for finding in examined.findings {
        let Some((name, text)) = texts.get(finding.place.file.index()) else {
            continue;
        };
        let known = Known {
            file: name.replace('\\', "/"),
            id: finding.id.clone(),
            code: finding.code.to_owned(),
            path: finding.path.clone(),
        };
        if baseline.take(&known) {
            report.known += 1;
            continue;
        }
        all_known.add(known);
        let index = lines
            .entry(finding.place.file.index())
            .or_insert_with(|| LineIndex::new(text));
        let start = index.position(finding.place.span.start);
        let end = index.position(finding.place.span.end);
        report.findings.push(Located {
            code: finding.code,
            severity: finding.severity,
            message: finding.message,
            help: finding.help,
            file: name.clone(),
            text: text.clone(),
            span: finding.place.span,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            path: finding.path,
            id: finding.id,
            note: finding.note,
            fixable: finding
                .fix
                .as_ref()
                .is_some_and(|fix| fix.safety == Safety::Safe),
            fixable_unsafely: finding.fix.is_some(),
        });
    }
}
