//! Patterns that stand in templates, for every command that takes patterns.

use super::files::Source;
use super::patterns::not_utf8;
use super::terminal::Terminal;
use crate::advice;
use crate::pattern::{Pattern, PatternError};
use crate::report::diagnostic::Diagnostic;
use crate::template::{
    self, AsDeployed, EXTENSIONS, Extraction, Found, LARGEST, Open, Outcome, Place, Problem,
    Settled, Text, Unknown, Vars, extract,
};
use std::path::{Path, PathBuf};

/// What templates leave open.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct TemplateArgs {
    /// What a name stands for that a template leaves open, such as AWS::Region=eu-west-1
    ///
    /// Parameters and pseudo parameters of CloudFormation, `var.x` and `data.x.y.z` of Terraform,
    /// variables of Serverless. May be given several times.
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = parse_var)]
    vars: Vec<(String, String)>,
}

fn parse_var(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write a name, `=`, and what it stands for".to_owned()),
    }
}

impl TemplateArgs {
    pub(super) fn vars(&self) -> Vars {
        self.vars.iter().cloned().collect()
    }
}

/// A file and the id behind its `#`, where the path names no file as it is.
pub(super) fn split(path: &Path) -> Option<(&Path, &str)> {
    if path.exists() {
        return None;
    }
    let (file, id) = path.to_str()?.rsplit_once('#')?;
    let file = Path::new(file);
    (file.is_file() && !id.is_empty()).then_some((file, id))
}

/// Whether a file can be a template and nothing else.
pub(super) fn is_only_a_template(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    path.is_file() && extension.is_some_and(|e| e != "json" && EXTENSIONS.contains(&e))
}

pub(super) fn no_pattern() -> Diagnostic {
    Diagnostic::error("there is no event pattern in this file").help(
        "patterns are found in CloudFormation, SAM, CDK, Terraform and Serverless templates, \
         recognised by their content",
    )
}

pub(super) fn no_pattern_in(paths: &[PathBuf]) -> Diagnostic {
    match paths {
        [path] if path.is_file() => no_pattern().in_file(path.display().to_string()),
        _ => Diagnostic::note("there is no template with an event pattern in it"),
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
    let diagnostic = Diagnostic::error(format!("there is no pattern called `{id}` here"));
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
        .help("--var NAME=VALUE fills in what the template leaves open")
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
        terminal.tell(&told(extraction, problem));
    }
    !extraction.problems.is_empty()
}

fn told(extraction: &Extraction, problem: &Problem) -> Diagnostic {
    let diagnostic = placed(
        Diagnostic::error(problem.message.clone()),
        extraction,
        problem.place,
    );
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
    let settled = Settled::new(text);
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
        Outcome::Pattern(pattern) if settled.by_name => Ok(Compiled {
            pattern: laid_out(pattern),
            names,
        }),
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

/// Whether a file stands where patterns stand: below a directory `patterns`, or below one of these.
pub(super) fn stands_among_patterns(path: &Path, patterns: &[PathBuf]) -> bool {
    let below = path.parent().is_some_and(|parent| {
        let mut parts = parent.components();
        parts.any(|part| part.as_os_str() == "patterns")
    });
    below || patterns.iter().any(|named| path.starts_with(named))
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

/// A pattern that is written in one line, on several, so that it can be shown; the same pattern.
fn laid_out(pattern: &Pattern) -> Pattern {
    let laid_out = template::laid_out(pattern.text());
    // It may have become longer than is allowed.
    let parsed = laid_out.and_then(|text| Pattern::parse(&text).ok());
    parsed.unwrap_or_else(|| pattern.clone())
}

/// The templates at and below the given paths, in order. Below a directory what `.gitignore`
/// leaves out is left out, and so is what is hidden.
pub(super) fn walk(paths: &[PathBuf]) -> Result<Vec<Listed>, Diagnostic> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(Listed {
                path: path.clone(),
                named: true,
            });
            continue;
        }
        let walk = ignore::WalkBuilder::new(path)
            .require_git(false)
            .sort_by_file_name(Ord::cmp)
            .build();
        for entry in walk {
            let entry = entry.map_err(|error| {
                Diagnostic::error(format!("cannot list this: {error}"))
                    .in_file(path.display().to_string())
            })?;
            let extension = entry.path().extension().and_then(|e| e.to_str());
            let fits = extension.is_some_and(|extension| EXTENSIONS.contains(&extension));
            if fits && entry.file_type().is_some_and(|kind| kind.is_file()) {
                let path = entry.into_path();
                let path = path.strip_prefix("./").map(Path::to_owned).unwrap_or(path);
                files.push(Listed { path, named: false });
            }
        }
    }
    Ok(files)
}

/// A file to look at.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) path: PathBuf,
    /// Whether it was named, not met below a directory.
    pub(super) named: bool,
}

/// A file's text. `None` for a file that was not named and is no text at all.
pub(super) fn text_of(file: &Listed) -> Result<Option<String>, Diagnostic> {
    let name = file.path.display().to_string();
    let about = std::fs::metadata(&file.path);
    let is_large = about.is_ok_and(|about| about.len() > LARGEST as u64);
    if is_large {
        let message = format!(
            "larger than {} MiB, the most that is read of a template",
            LARGEST >> 20
        );
        // A large file that is no template is nobody's trouble.
        return match file.named || is_only_a_template(&file.path) {
            true => Err(Diagnostic::error(message).in_file(name)),
            false => Ok(None),
        };
    }
    let bytes = Source::File(file.path.clone()).read()?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(error) if file.named => Err(not_utf8(error.as_bytes()).in_file(name)),
        Err(_) => Ok(None),
    }
}

/// The patterns of a file. `None` where it has none.
pub(super) fn read(file: &Listed, vars: &Vars) -> Result<Option<Extraction>, Diagnostic> {
    let Some(text) = text_of(file)? else {
        return Ok(None);
    };
    Ok(extract(&file.path, &text, vars))
}
