//! The documentation of a rule, made from the rule itself.

use super::evidence::Evidence;
use super::{Example, Finding, RULES, Rule, Severity, check_all, suppress};
use crate::dialect::{Dialect, bus_v2};
use crate::event::Event;
use crate::template::{Extraction, Files, NotRead, Vars, extract_with};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The page of a rule, in Markdown.
pub fn markdown(rule: &Rule) -> String {
    let mut page = format!(
        "# {}\n\n**{}**: {}.\n\n{}\n",
        rule.code,
        rule.severity.name(),
        rule.about,
        rule.why
    );
    reported(&mut page, rule);
    section(&mut page, "Not reported", rule.silent);
    configure(&mut page, rule);
    page
}

/// The examples on which a rule fires, each with what it says and what to use instead.
fn reported(page: &mut String, rule: &Rule) {
    page.push_str("\n## Reported\n");
    for example in rule.fires {
        show(page, example);
        let found = findings(example);
        let Some(finding) = found.iter().find(|finding| finding.code == rule.code) else {
            continue;
        };
        // Writing to a String cannot fail.
        let _ = write!(page, "\n> {}", plain(&finding.message));
        if let Some(help) = &finding.help {
            let _ = write!(page, "\n>\n> Use instead: {}", plain(help));
        }
        page.push('\n');
    }
}

/// A message as Markdown takes it, in one line.
fn plain(text: &str) -> String {
    crate::text::markdown::sentence(&crate::text::brief(text, 400))
}

/// Where the project is kept, as `Cargo.toml` says; empty as long as it does not.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// Where a rule's page is: its address, or its path in the project where there is no address.
pub fn place(code: &str) -> String {
    url(code).unwrap_or_else(|| path(code))
}

/// The address of a rule's page.
pub fn url(code: &str) -> Option<String> {
    let repository = REPOSITORY.trim_end_matches('/');
    (!repository.is_empty()).then(|| format!("{repository}/blob/main/{}", path(code)))
}

fn path(code: &str) -> String {
    format!("docs/rules/{code}.md")
}

/// How to make a rule's findings more or less important, and how to leave them out.
fn configure(page: &mut String, rule: &Rule) {
    let code = rule.code;
    let other = match rule.severity {
        Severity::Note => "warning",
        Severity::Warning | Severity::Error => "note",
    };
    // Writing to a String cannot fail.
    let _ = write!(
        page,
        "\n## Configure\n\nIn `pattern-test.toml`:\n\n```toml\n[check]\nignore = [\"{code}\"]       # leave it out\n\n\
         [check.severity]\n{code} = \"{other}\"       # or change what it counts as: allow, note, warning, error\n```\n\n\
         On the command line `--ignore {code}`, `--warn {code}` or `--deny {code}`. At one place, in a comment\n\
         above it: `# pattern-test: ignore {code}: the reason`.\n"
    );
}

/// Examples take in no files.
struct NoFiles;

impl Files for NoFiles {
    fn text(&self, _: &Path) -> Result<String, NotRead> {
        Err(NotRead::NotThere)
    }

    fn beside(&self, _: &Path) -> Vec<PathBuf> {
        Vec::new()
    }
}

/// What all rules find in an example.
pub(super) fn findings(example: &Example) -> Vec<Finding> {
    let mut evidence = Evidence::default();
    let (name, text, event) = match example {
        Example::Pattern(text) => ("", *text, None),
        Example::Template(ending, text) => (*ending, *text, None),
        Example::MovedToV2(text) => (".yaml", *text, None),
        Example::WithEvent(text, event) => ("", *text, Some(event)),
        Example::TemplateWithEvent(ending, text, event) => (*ending, *text, Some(event)),
    };
    if let Some(Ok(event)) = event.map(|event| Event::parse((*event).to_owned())) {
        evidence.add("event.json", event);
    }
    let path = format!("example{name}");
    let extraction = match name {
        "" => Some(Extraction::of_pattern(Path::new(&path), text)),
        _ => extract_with(Path::new(&path), text, &Vars::new(), &NoFiles),
    };
    extraction.map_or_else(Vec::new, |mut extraction| {
        if let Example::MovedToV2(_) = example {
            extraction.taken_for(Dialect::BusV2(bus_v2::Scope::Data));
        }
        suppress::apply(check_all(&extraction, &evidence), &extraction)
    })
}

/// The list of all rules, in Markdown.
pub fn index() -> String {
    let mut page = "# Rules of `pattern-test check`\n\nAn *error* is refused by the service, a *warning* is almost certainly not what was meant, a\n*note* is worth knowing about a pattern that may be right as it is. The same pages are shown by\n`pattern-test check --explain CODE`.\n\n| rule | severity | what it looks for |\n| --- | --- | --- |\n".to_owned();
    for rule in RULES {
        // Writing to a String cannot fail.
        let _ = writeln!(
            page,
            "| [{0}]({0}.md) | {1} | {2} |",
            rule.code,
            rule.severity.name(),
            rule.about.replace('|', "\\|")
        );
    }
    page
}

fn section(page: &mut String, title: &str, examples: &[Example]) {
    let _ = write!(page, "\n## {title}\n");
    for example in examples {
        show(page, example);
    }
}

fn show(page: &mut String, example: &Example) {
    match example {
        Example::Pattern(text) => block(page, "json", text),
        Example::Template(ending, text) => block(page, language(ending), text),
        Example::MovedToV2(text) => {
            page.push_str("\nwith `--for v2`:\n");
            block(page, "yaml", text);
        }
        Example::WithEvent(text, event) => {
            block(page, "json", text);
            page.push_str("\nwith this event among the fixtures:\n");
            block(page, "json", event);
        }
        Example::TemplateWithEvent(ending, text, event) => {
            block(page, language(ending), text);
            page.push_str("\nwith this event among the fixtures:\n");
            block(page, "json", event);
        }
    }
}

fn language(ending: &str) -> &str {
    match ending {
        ".tf" => "hcl",
        _ => ending.trim_start_matches('.'),
    }
}

fn block(page: &mut String, language: &str, text: &str) {
    let text = crate::text::json(text.trim_end());
    let shown: String = text
        .lines()
        .map(|line| match line.chars().count() > 300 {
            true => crate::text::brief(line, 80) + "\n",
            false => format!("{line}\n"),
        })
        .collect();
    let _ = write!(page, "\n{}", crate::text::markdown::block(language, &shown));
}
