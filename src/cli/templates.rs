//! Patterns that stand in templates, for every command that takes patterns.

use super::terminal::Terminal;
use crate::advice;
use crate::config::{Config, Paths};
use crate::dialect::Dialect;
use crate::discover::{self, Left, Listing, Reason, Trouble};
use crate::filter::Filter;
use crate::pattern::{Language, Pattern, PatternError};
use crate::report::diagnostic::Diagnostic;
use crate::template::{
    self, AsDeployed, Extraction, Found, Open, Outcome, Place, Problem, Settled, Text, Unknown,
    Use, Vars,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What templates leave open.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct TemplateArgs {
    /// The value of a name that a template does not set, such as AWS::Region=eu-west-1
    ///
    /// Parameters and pseudo parameters of CloudFormation, `var.x` and `data.x.y.z` of Terraform,
    /// variables of Serverless. May be given several times.
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = parse_var)]
    vars: Vec<(String, String)>,

    /// Let templates take in files below this directory too
    ///
    /// Without it, only files below the repository of what was given, or below the given directory.
    #[arg(long = "include-root", value_name = "DIR", hide_short_help = true)]
    include_roots: Vec<PathBuf>,

    /// Also look at what .gitignore leaves out
    #[arg(long, hide_short_help = true)]
    no_ignore: bool,
}

fn parse_var(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write a name, `=`, and its value".to_owned()),
    }
}

impl TemplateArgs {
    pub(super) fn vars(&self) -> Vars {
        self.vars.iter().cloned().collect()
    }

    /// Gives these values instead.
    pub(super) fn set_vars(&mut self, vars: &Vars) {
        let vars = vars.iter();
        self.vars = vars
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
    }

    /// Where to look for patterns: at these paths.
    pub(super) fn look_at(&self, paths: Vec<PathBuf>, config: &Config) -> discover::Options {
        let Paths {
            patterns,
            patterns_named,
            fixtures,
            suites: _,
        } = &config.paths;
        discover::Options {
            paths,
            patterns: match patterns_named {
                true => patterns.clone(),
                false => Vec::new(),
            },
            events: fixtures.clone(),
            of_patterns: false,
            no_ignore: self.no_ignore,
            include_roots: self.include_roots.clone(),
        }
    }
}

/// Tells what could not be listed; whether there was any such thing.
pub(super) fn tell_troubles(listing: &Listing, terminal: &mut Terminal) -> bool {
    for trouble in &listing.troubles {
        terminal.tell(&of_trouble(trouble));
    }
    !listing.troubles.is_empty()
}

/// What to say about something that could not be listed or read.
pub(super) fn of_trouble(trouble: &Trouble) -> Diagnostic {
    let Trouble { path, message } = trouble;
    Diagnostic::error(message.clone()).in_file(path.display().to_string())
}

/// What to say where there is nothing to work with: where it was looked, what was seen there, and
/// what would do. Other files are counted, the kinds that matter are named.
pub(super) fn nothing_found(title: String, paths: &[PathBuf], left: &Left) -> Diagnostic {
    let places: Vec<_> = paths
        .iter()
        .map(|path| match path.as_os_str() == "." {
            true => "this directory".to_owned(),
            false => format!("`{}`", path.display()),
        })
        .collect();
    let mut diagnostic = Diagnostic::error(title).remark(format!(
        "looked for patterns and templates in {}",
        places.join(", ")
    ));
    let mut commands = Vec::new();
    for (reason, count, first) in left.kinds() {
        diagnostic = diagnostic.remark(Left::line(reason, count, first));
        if let (Some(command), Some(path)) = (reason.command(), first.first()) {
            let path = path.display().to_string();
            commands.push(format!("`pattern-test {}`", command.replace("FILE", &path)));
        }
    }
    match commands.is_empty() {
        true => diagnostic,
        false => diagnostic.help(format!("try {}", commands.join(", or "))),
    }
}

/// Notes what was passed over and may have been meant: one line for each kind.
pub(super) fn tell_left(left: &Left, terminal: &mut Terminal) {
    for (reason, count, first) in left.kinds() {
        // What is an event, a suite, or of some other tool is in its place.
        let is_notable = matches!(
            reason,
            Reason::Near
                | Reason::Reply
                | Reason::Unknown
                | Reason::LinkOutside
                | Reason::NotRegular
        );
        if is_notable {
            terminal.tell(&Diagnostic::note(Left::line(reason, count, first)));
        }
    }
}

/// The first few of some names, and how many more there are.
fn brief_list(names: impl Iterator<Item = String>) -> String {
    const SHOWN: usize = 5;
    let names: Vec<_> = names.collect();
    let mut shown: Vec<_> = names.iter().take(SHOWN).cloned().collect();
    if names.len() > SHOWN {
        shown.push(format!("{} more", names.len() - SHOWN));
    }
    shown.join(", ")
}

/// What was found in templates and is told once for all of them.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Filters of kinds whose meaning is not known, counted, with the first of each.
    not_judged: BTreeMap<&'static str, (Use, usize, String)>,
    /// The defaults that were used, with their values.
    assumed: BTreeSet<(String, String)>,
    /// Names that are not known, and stand in patterns as text.
    unknown: BTreeSet<String>,
    /// Patterns of which nothing is known, or too little to compile them.
    open: Vec<String>,
}

impl Told {
    /// Notes what is to be told of a template.
    pub(super) fn add(&mut self, extraction: &Extraction) {
        for found in &extraction.patterns {
            if !found.is_judged() {
                let name = name(extraction, found);
                let entry = self.not_judged.entry(found.used_by.name());
                entry.or_insert((found.used_by, 0, name)).1 += 1;
            }
        }
        self.add_assumed(extraction);
    }

    /// Notes the patterns of which nothing is known.
    pub(super) fn add_open(&mut self, extraction: &Extraction) {
        let path = extraction.file(template::FileId::TEMPLATE);
        let path = path.map(|file| file.path.display().to_string());
        let path = path.unwrap_or_default();
        for open in &extraction.open {
            self.open.push(format!("{path}#{}", open.id));
        }
    }

    /// Notes what is not known in a pattern.
    pub(super) fn add_unknown(&mut self, names: &[Unknown<'_>]) {
        let names = names.iter().map(|unknown| unknown.name.to_owned());
        self.unknown.extend(names);
    }

    /// Notes a pattern that cannot be compiled without what is not known.
    pub(super) fn add_unclear(&mut self, name: String) {
        self.open.push(name);
    }

    /// Notes the defaults that were used.
    pub(super) fn add_assumed(&mut self, extraction: &Extraction) {
        let assumed = extraction.assumed.iter();
        self.assumed
            .extend(assumed.map(|(name, value)| (name.clone(), value.clone())));
    }

    /// Whether filters were found that are not judged.
    pub(super) fn has_unjudged(&self) -> bool {
        !self.not_judged.is_empty()
    }

    /// One line for each kind of filter that is not judged.
    pub(super) fn unjudged(&self) -> impl Iterator<Item = String> {
        self.not_judged.values().map(|(used_by, count, first)| {
            let [one, several] = used_by.words();
            match count {
                1 => format!("1 {one} was found and not judged: {first}"),
                _ => format!("{count} {several} were found and not judged: {first}, …"),
            }
        })
    }

    /// Tells it.
    pub(super) fn tell(&self, terminal: &mut Terminal) {
        for line in self.unjudged() {
            terminal.tell(&Diagnostic::note(line));
        }
        if !self.open.is_empty() {
            let shown = brief_list(self.open.iter().cloned());
            let message = match self.open.len() {
                1 => format!("1 pattern is not known before deployment and was left out: {shown}"),
                count => format!(
                    "{count} patterns are not known before deployment and were left out: {shown}"
                ),
            };
            let warning = Diagnostic::warning(message);
            terminal.tell(&warning.help("give the missing values with `--var NAME=VALUE`"));
        }
        if !self.unknown.is_empty() {
            let shown = brief_list(self.unknown.iter().map(|name| format!("`{name}`")));
            let message = format!("not known here, and matched as the text `${{NAME}}`: {shown}");
            terminal.tell(&Diagnostic::warning(message).help("give them with --var NAME=VALUE"));
        }
        self.tell_assumed(terminal);
    }

    /// Tells which defaults were used.
    pub(super) fn tell_assumed(&self, terminal: &mut Terminal) {
        if self.assumed.is_empty() {
            return;
        }
        let values = self.assumed.iter();
        let names = brief_list(
            values.map(|(name, value)| format!("{name} = {}", crate::text::brief(value, 40))),
        );
        let message = format!("values that the templates themselves give: {names}");
        terminal.tell(&Diagnostic::note(message).help("--var NAME=VALUE gives another value"));
    }
}

pub(super) fn no_pattern() -> Diagnostic {
    Diagnostic::error("no event pattern in this file").help(
        "patterns are found in CloudFormation, SAM, CDK, Terraform and Serverless templates, \
         recognised by their content",
    )
}

/// What to say of a file that was named and left.
pub(super) fn left(reason: Reason) -> Diagnostic {
    match reason {
        Reason::Event => an_event(),
        Reason::Without(without) => {
            let about = without.about;
            let message = format!("this is {about} and contains no event pattern");
            Diagnostic::error(message).help(without.help)
        }
        _ => no_pattern(),
    }
}

/// What to say of an event where a pattern is asked for.
pub(super) fn an_event() -> Diagnostic {
    Diagnostic::error("this looks like an event, not an event pattern")
        .help("give the pattern with -p, and the event without")
}

/// What to say of a filter whose meaning is not known here.
pub(super) fn not_judged(extraction: &Extraction, found: &Found) -> Diagnostic {
    let [one, _] = found.used_by.words();
    let message = format!("`{}` is a {one}: its rules are not known here", found.id);
    placed(Diagnostic::error(message), extraction, Some(found.start()))
}

pub(super) fn no_pattern_in(paths: &[PathBuf]) -> Diagnostic {
    match paths {
        [path] if path.is_file() => no_pattern().in_file(path.display().to_string()),
        _ => Diagnostic::note("no template with an event pattern"),
    }
}

pub(super) fn no_such_id(extraction: &Extraction, id: &str) -> Diagnostic {
    let named = |open: &&Open| open.id == id || open.id.ends_with(&format!(".{id}"));
    if let Some(open) = extraction.open.iter().find(named) {
        return not_known(extraction, open);
    }
    let ids: Vec<_> = extraction
        .patterns
        .iter()
        .map(|found| format!("`{}`", found.id))
        .collect();
    let diagnostic = Diagnostic::error(format!("no pattern called `{id}` here"));
    if ids.is_empty() {
        return diagnostic;
    }
    let shown = ids.len().min(10);
    let mut list = ids.get(..shown).unwrap_or_default().join(", ");
    if ids.len() > shown {
        list = format!("{list} and {} more", ids.len() - shown);
    }
    diagnostic.help(format!("there is {list}"))
}

fn not_known(extraction: &Extraction, open: &Open) -> Diagnostic {
    let title = format!("nothing is known of `{}` before deployment", open.id);
    placed(Diagnostic::error(title), extraction, Some(open.place))
        .help("give the missing values with `--var NAME=VALUE`")
}

/// Notes patterns of which nothing is known.
pub(super) fn tell_open(extraction: &Extraction, terminal: &mut Terminal) {
    for open in &extraction.open {
        let title = format!("nothing is known of `{}` before deployment", open.id);
        let place = Some(open.place);
        terminal.tell(&placed(Diagnostic::note(title), extraction, place));
    }
}

/// What to call a pattern.
pub(super) fn name(extraction: &Extraction, found: &Found) -> String {
    let path = extraction
        .files
        .first()
        .map(|file| file.path.display().to_string());
    let path = path.unwrap_or_default();
    if found.id.is_empty() {
        path
    } else {
        format!("{path}#{}", found.id)
    }
}

/// Tells what could not be read; whether there was any such thing.
pub(super) fn tell_problems(extraction: &Extraction, terminal: &mut Terminal) -> bool {
    for problem in &extraction.problems {
        let diagnostic = Diagnostic::error(problem.message.clone());
        terminal.tell(&told(extraction, problem, diagnostic));
    }
    for warning in &extraction.warnings {
        let diagnostic = Diagnostic::warning(warning.message.clone());
        terminal.tell(&told(extraction, warning, diagnostic));
    }
    !extraction.problems.is_empty()
}

/// Tells of patterns that stand where the deployment does not read them.
pub(super) fn tell_misplaced(extraction: &Extraction, terminal: &mut Terminal) {
    for misplaced in &extraction.misplaced {
        let diagnostic = Diagnostic::warning(misplaced.message.clone());
        let diagnostic = placed(diagnostic, extraction, Some(misplaced.place));
        terminal.tell(&diagnostic.help(misplaced.help.clone()));
    }
}

fn told(extraction: &Extraction, problem: &Problem, diagnostic: Diagnostic) -> Diagnostic {
    let diagnostic = placed(diagnostic, extraction, problem.place);
    match &problem.help {
        Some(help) => diagnostic.help(help.clone()),
        None => diagnostic,
    }
}

/// The same, at a place of one of the files.
fn placed(diagnostic: Diagnostic, extraction: &Extraction, place: Option<Place>) -> Diagnostic {
    let file = extraction.file(place.map(|place| place.file).unwrap_or_default());
    match (file, place) {
        (Some(file), Some(place)) => diagnostic
            .in_file(file.path.display().to_string())
            .at(file.text.clone(), place.span),
        (Some(file), None) => diagnostic.in_file(file.path.display().to_string()),
        (None, _) => diagnostic,
    }
}

/// A pattern of a template.
pub(super) struct Compiled<'f> {
    pub(super) pattern: Pattern,
    /// What is not known in it, and stands in it as its name.
    pub(super) names: Vec<Unknown<'f>>,
}

/// Why there is no pattern.
pub(super) enum Refusal {
    /// The service would refuse it.
    Refused(Diagnostic),
    /// That depends on what is not known.
    Open(Diagnostic),
}

/// Compiles a pattern of a template.
pub(super) fn compiled<'f>(
    extraction: &Extraction,
    found: &'f Found,
    reading: AsDeployed,
) -> Result<Compiled<'f>, Refusal> {
    let text = found.deployed(reading);
    let settled = Settled::new(text, found.language());
    let mut names: Vec<_> = text.unknowns().collect();
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|unknown| seen.insert(unknown.name.to_owned()));
    match &settled.outcome {
        Outcome::Refused(error) => Err(Refusal::Refused(refused(
            extraction,
            found,
            &settled.text,
            error,
            reading,
        ))),
        Outcome::Pattern(pattern) if settled.by_name => {
            let dialect = found.dialect().unwrap_or(Dialect::Rule);
            if let Err(error) = Filter::of(dialect, pattern.clone()) {
                let diagnostic = super::patterns::refused_there(&error);
                let place = settled.text.place(error.span());
                return Err(Refusal::Refused(diagnostic_at(
                    diagnostic, extraction, place,
                )));
            }
            Ok(Compiled {
                pattern: laid_out(pattern, found.language()),
                names,
            })
        }
        Outcome::Pattern(_) | Outcome::Unclear => {
            let names: Vec<_> = names
                .iter()
                .map(|unknown| format!("`{}`", unknown.name))
                .collect();
            let diagnostic = Diagnostic::error(format!(
                "this pattern cannot be compiled without the value of {}",
                names.join(", ")
            ));
            Err(Refusal::Open(
                placed(diagnostic, extraction, Some(found.place))
                    .help("give it with --var NAME=VALUE"),
            ))
        }
    }
}

/// Compiles a pattern of a template, and tells of what is not known in it.
pub(super) fn compile(
    extraction: &Extraction,
    found: &Found,
    reading: AsDeployed,
    terminal: &mut Terminal,
) -> Result<Pattern, Diagnostic> {
    let Compiled { pattern, names } = match compiled(extraction, found, reading) {
        Ok(compiled) => compiled,
        Err(Refusal::Refused(diagnostic) | Refusal::Open(diagnostic)) => return Err(diagnostic),
    };
    for unknown in names {
        let message = format!(
            "`{}` is not known here: it is matched as the text `${{{}}}`",
            unknown.name, unknown.name
        );
        let diagnostic = placed(
            Diagnostic::warning(message),
            extraction,
            Some(unknown.place),
        );
        terminal.tell(&diagnostic.help(format!("give it with --var {}=VALUE", unknown.name)));
    }
    Ok(pattern)
}

fn refused(
    extraction: &Extraction,
    found: &Found,
    text: &Text,
    error: &PatternError,
    reading: AsDeployed,
) -> Diagnostic {
    let place = text.place(error.span());
    let diagnostic = placed(Diagnostic::error(error.reason()), extraction, Some(place));
    let diagnostic = match advice::of_pattern(error) {
        Some(advice) => diagnostic.help(advice),
        None => diagnostic,
    };
    if reading == AsDeployed::Stringified && found.stringified.is_some() {
        return diagnostic
            .remark("this is what becomes of it where numbers and booleans arrive as strings");
    }
    diagnostic
}

/// The same at a place of a template, instead of the pattern's own text.
fn diagnostic_at(diagnostic: Diagnostic, extraction: &Extraction, place: Place) -> Diagnostic {
    let moved = Diagnostic {
        lines: diagnostic.lines,
        ..Diagnostic::error(diagnostic.message)
    };
    placed(moved, extraction, Some(place))
}

/// A pattern that is written in one line, on several, so that it can be shown; the same pattern.
fn laid_out(pattern: &Pattern, language: Language) -> Pattern {
    let laid_out = template::laid_out(pattern.text());
    // It may have become longer than is allowed.
    let parsed = laid_out.and_then(|text| Pattern::parse_as(&text, language).ok());
    parsed.unwrap_or_else(|| pattern.clone())
}
