//! `-p PATTERN`: files, directories, standard input, or JSON text.

use super::files::{Source, expand};
use super::pattern_lines;
use super::templates::{self, TemplateArgs};
use super::terminal::Terminal;
use crate::advice;
use crate::config::Config;
use crate::pattern::{Pattern, PatternError, PatternErrorKind};
use crate::report::diagnostic::Diagnostic;
use crate::template::{self, AsDeployed, Extraction, Found};
use std::ffi::OsString;
use std::path::Path;

/// The patterns to work with, for every command that takes them.
#[derive(Debug, clap::Args)]
pub(super) struct PatternArgs {
    /// A file, a directory (every *.json below it), `-`, or JSON text that starts with `{`
    ///
    /// A file *.jsonl has one `{"name": …, "pattern": …}` on each line. Also a template
    /// (CloudFormation, SAM, CDK output, Terraform, Serverless): `template.yaml` means all patterns
    /// in it, `template.yaml#LogicalId` one. May be given several times. Without it: the directory
    /// `patterns`, or what pattern-test.toml names.
    #[arg(short, long = "pattern", value_name = "PATTERN")]
    pub(super) patterns: Vec<OsString>,

    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

/// How patterns in templates are read.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ReadingArgs {
    #[command(flatten)]
    templates: TemplateArgs,

    /// How the numbers and booleans of a template's pattern object arrive
    #[arg(long, value_enum, value_name = "READING", default_value = "typed")]
    pub(super) as_deployed: AsDeployed,
}

impl ReadingArgs {
    /// What is given for names that templates leave open.
    pub(super) fn vars(&self) -> template::Vars {
        self.templates.vars()
    }
}

/// A pattern that compiles, with its name.
#[derive(Debug)]
pub(super) struct NamedPattern {
    pub(super) name: String,
    pub(super) pattern: Pattern,
}

/// The patterns that could be read.
#[derive(Debug)]
pub(super) struct Patterns {
    pub(super) patterns: Vec<NamedPattern>,
    /// Whether some could not; they were told about.
    pub(super) trouble: bool,
    /// Whether standard input was read.
    pub(super) took_stdin: bool,
}

impl PatternArgs {
    /// Reads and compiles all that is named, and tells about each that cannot be.
    pub(super) fn load(&self, config: &Config, terminal: &mut Terminal) -> Patterns {
        let mut loaded = Patterns {
            patterns: Vec::new(),
            trouble: false,
            took_stdin: false,
        };
        let named: Vec<OsString> = if self.patterns.is_empty() {
            config
                .paths
                .patterns
                .iter()
                .map(|path| path.clone().into_os_string())
                .collect()
        } else {
            self.patterns.clone()
        };
        for name in &named {
            let result = match name
                .to_str()
                .filter(|text| text.trim_start().starts_with('{'))
            {
                Some(text) => loaded.add("<inline>", text, terminal),
                None => self.add_path(&mut loaded, Path::new(name), terminal),
            };
            if let Err(diagnostic) = result {
                terminal.tell(&diagnostic);
                loaded.trouble = true;
            }
        }
        loaded
    }

    fn add_path(
        &self,
        loaded: &mut Patterns,
        path: &Path,
        terminal: &mut Terminal,
    ) -> Result<(), Diagnostic> {
        if self.patterns.is_empty() && !path.exists() {
            return Err(Diagnostic::error(format!(
                "no pattern given, and there is no `{}` here",
                path.display()
            ))
            .help(
                "name one with -p: a file, a directory, `-`, or JSON text that starts with `{`",
            ));
        }
        if let Some((file, id)) = templates::split(path) {
            return self.add_from_template(loaded, file, id, terminal);
        }
        for source in expand(path, &["json"])? {
            loaded.took_stdin |= source == Source::Stdin;
            let added = source.read().and_then(|bytes| {
                let name = source.name();
                let text = String::from_utf8(bytes)
                    .map_err(|error| not_utf8(error.as_bytes()).in_file(&name))?;
                let extraction = match &source {
                    Source::File(path) => template::extract(path, &text, &self.reading.vars()),
                    Source::Stdin => None,
                };
                match extraction {
                    Some(extraction) => self.add_all(loaded, &extraction, terminal),
                    None if pattern_lines::is_lines(&name) => {
                        loaded.add_lines(&name, &text, terminal);
                        Ok(())
                    }
                    None if templates::is_only_a_template(path) => {
                        Err(templates::no_pattern().in_file(name))
                    }
                    None => loaded.add(&name, &text, terminal),
                }
            });
            // One bad file does not hide the others.
            if let Err(diagnostic) = added {
                terminal.tell(&diagnostic);
                loaded.trouble = true;
            }
        }
        Ok(())
    }

    /// `template.yaml#LogicalId`
    fn add_from_template(
        &self,
        loaded: &mut Patterns,
        file: &Path,
        id: &str,
        terminal: &mut Terminal,
    ) -> Result<(), Diagnostic> {
        let name = file.display().to_string();
        let bytes = Source::File(file.to_owned()).read()?;
        let text =
            String::from_utf8(bytes).map_err(|error| not_utf8(error.as_bytes()).in_file(&name))?;
        let extraction = template::extract(file, &text, &self.reading.vars())
            .ok_or_else(|| templates::no_pattern().in_file(&name))?;
        match extraction.find(id).as_slice() {
            [] => {
                templates::tell_problems(&extraction, terminal);
                Err(templates::no_such_id(&extraction, id).in_file(name))
            }
            [found] => self.add_found(loaded, &extraction, found, terminal),
            several => {
                let ids: Vec<_> = several
                    .iter()
                    .map(|found| format!("`{}`", found.id))
                    .collect();
                Err(
                    Diagnostic::error(format!("`{id}` has {} patterns", ids.len()))
                        .in_file(name)
                        .help(format!("name one: {}", ids.join(", "))),
                )
            }
        }
    }

    fn add_all(
        &self,
        loaded: &mut Patterns,
        extraction: &Extraction,
        terminal: &mut Terminal,
    ) -> Result<(), Diagnostic> {
        loaded.trouble |= templates::tell_problems(extraction, terminal);
        for found in &extraction.patterns {
            if let Err(diagnostic) = self.add_found(loaded, extraction, found, terminal) {
                terminal.tell(&diagnostic);
                loaded.trouble = true;
            }
        }
        Ok(())
    }

    fn add_found(
        &self,
        loaded: &mut Patterns,
        extraction: &Extraction,
        found: &Found,
        terminal: &mut Terminal,
    ) -> Result<(), Diagnostic> {
        let pattern = templates::compile(extraction, found, self.reading.as_deployed, terminal)?;
        let name = templates::name(extraction, found);
        loaded.push(name, pattern, terminal);
        Ok(())
    }
}

impl Patterns {
    fn add_lines(&mut self, file: &str, text: &str, terminal: &mut Terminal) {
        for line in pattern_lines::read(file, text) {
            let added = line.and_then(|(name, text)| self.add(&name, &text, terminal));
            if let Err(diagnostic) = added {
                terminal.tell(&diagnostic);
                self.trouble = true;
            }
        }
    }

    fn add(&mut self, name: &str, text: &str, terminal: &mut Terminal) -> Result<(), Diagnostic> {
        let pattern = Pattern::parse(text).map_err(|error| refused(&error).in_file(name))?;
        self.push(name.to_owned(), pattern, terminal);
        Ok(())
    }

    fn push(&mut self, name: String, pattern: Pattern, terminal: &mut Terminal) {
        for warning in pattern.warnings() {
            terminal.tell(&Diagnostic::warning(warning.to_string()).in_file(&name));
        }
        self.patterns.push(NamedPattern { name, pattern });
    }
}

/// The diagnostic for a text that is not UTF-8.
pub(super) fn not_utf8(bytes: &[u8]) -> Diagnostic {
    match crate::intake::decode(bytes) {
        Err(error) => Diagnostic::error(error.to_string()),
        Ok(_) => Diagnostic::error("the text is not UTF-8"),
    }
}

/// The diagnostic for a pattern that the service refuses.
pub(super) fn refused(error: &PatternError) -> Diagnostic {
    let text = error.text().into();
    let diagnostic = match error.kind() {
        PatternErrorKind::TooLong
        | PatternErrorKind::TooComplex
        | PatternErrorKind::TooManyAlternatives => Diagnostic::error(error.reason()),
        _ => Diagnostic::error(error.reason()).at(text, error.span()),
    };
    match advice::of_pattern(error) {
        Some(advice) => diagnostic.help(advice),
        None => diagnostic,
    }
}
