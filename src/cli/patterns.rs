//! `-p PATTERN`: files, directories, standard input, or JSON text.

use super::files::{Source, expand};
use super::pattern_lines;
use super::terminal::Terminal;
use crate::config::Config;
use crate::pattern::{Pattern, PatternError, PatternErrorKind};
use crate::report::diagnostic::Diagnostic;
use std::ffi::OsString;
use std::path::Path;

/// The patterns to work with, for every command that takes them.
#[derive(Debug, clap::Args)]
pub(super) struct PatternArgs {
    /// A file, a directory (every *.json below it), `-`, or JSON text that starts with `{`
    ///
    /// A file *.jsonl has one `{"name": …, "pattern": …}` on each line. May be given several times. Without it: the directory `patterns`, or what
    /// pattern-test.toml names.
    #[arg(short, long = "pattern", value_name = "PATTERN")]
    pub(super) patterns: Vec<OsString>,
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
                None => loaded.add_path(Path::new(name), self.patterns.is_empty(), terminal),
            };
            if let Err(diagnostic) = result {
                terminal.tell(&diagnostic);
                loaded.trouble = true;
            }
        }
        loaded
    }
}

impl Patterns {
    fn add_path(
        &mut self,
        path: &Path,
        by_default: bool,
        terminal: &mut Terminal,
    ) -> Result<(), Diagnostic> {
        if by_default && !path.exists() {
            return Err(Diagnostic::error(format!(
                "no pattern given, and there is no `{}` here",
                path.display()
            ))
            .help(
                "name one with -p: a file, a directory, `-`, or JSON text that starts with `{`",
            ));
        }
        for source in expand(path, &["json"])? {
            self.took_stdin |= source == Source::Stdin;
            let name = source.name();
            let added = source
                .read()
                .and_then(|bytes| match String::from_utf8(bytes) {
                    Ok(text) if pattern_lines::is_lines(&name) => {
                        self.add_lines(&name, &text, terminal);
                        Ok(())
                    }
                    Ok(text) => self.add(&name, &text, terminal),
                    Err(error) => Err(not_utf8(error.as_bytes()).in_file(&name)),
                });
            // One bad file does not hide the others.
            if let Err(diagnostic) = added {
                terminal.tell(&diagnostic);
                self.trouble = true;
            }
        }
        Ok(())
    }

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
        for warning in pattern.warnings() {
            terminal.tell(&Diagnostic::warning(warning.to_string()).in_file(name));
        }
        self.patterns.push(NamedPattern {
            name: name.to_owned(),
            pattern,
        });
        Ok(())
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
    match advice(error) {
        Some(advice) => diagnostic.help(advice),
        None => diagnostic,
    }
}

/// What to write instead.
fn advice(error: &PatternError) -> Option<String> {
    let source = error.span().of(error.text());
    Some(match error.kind() {
        PatternErrorKind::FieldValue => format!("a value stands in an array: [{}]", source.trim()),
        PatternErrorKind::NotAnObject => {
            "a pattern is a JSON object, such as {\"source\": [\"aws.ec2\"]}".to_owned()
        }
        PatternErrorKind::EmptyArray => {
            "name the values that match, or leave the field out to accept any".to_owned()
        }
        PatternErrorKind::EmptyObject => "leave the field out to accept anything there".to_owned(),
        PatternErrorKind::MatcherValue => {
            "the array lists values and matchers; a value that is itself an array is matched by its elements".to_owned()
        }
        PatternErrorKind::UnknownOperator => {
            "the operators are prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, cidr, exists".to_owned()
        }
        PatternErrorKind::ManyOperators => "write one object for each operator; any of them may match".to_owned(),
        PatternErrorKind::Or => "write \"$or\": [{…}, {…}] with two or more objects".to_owned(),
        PatternErrorKind::IncomparableNumber => {
            "at most about 15 significant digits can be compared; match the text with a string where the event has one".to_owned()
        }
        PatternErrorKind::Cidr => "write an address, a slash and the bits: \"10.0.0.0/8\", \"2001:db8::/32\"".to_owned(),
        PatternErrorKind::Wildcard => r"write one `*` for any run of characters, `\*` for a star, `\\` for a backslash (in JSON `\\*` and `\\\\`)".to_owned(),
        PatternErrorKind::EmptyRange => "put the smaller number first: {\"numeric\": [\">=\", 1, \"<\", 5]}".to_owned(),
        PatternErrorKind::Numeric => "write {\"numeric\": [\">\", 0]} or {\"numeric\": [\">=\", 1, \"<\", 5]}".to_owned(),
        PatternErrorKind::TooLong => "split the rule: several rules may have the same target".to_owned(),
        PatternErrorKind::TooManyAlternatives => {
            "put alternatives of a single field into one list instead of an $or".to_owned()
        }
        _ => return None,
    })
}
