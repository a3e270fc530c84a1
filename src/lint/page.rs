//! The documentation of a rule, made from the rule itself.

use super::{Example, RULES, Rule};
use std::fmt::Write as _;

/// The page of a rule, in Markdown.
pub fn markdown(rule: &Rule) -> String {
    let mut page = format!(
        "# {}\n\n**{}**: {}.\n\n{}\n",
        rule.code,
        rule.severity.name(),
        rule.about,
        rule.why
    );
    section(&mut page, "Fires", rule.fires);
    section(&mut page, "Stays silent", rule.silent);
    page
}

/// The list of all rules, in Markdown.
pub fn index() -> String {
    let mut page = "# Rules of `pattern-test check`\n\nAn *error* is refused by the service, a *warning* is almost certainly not what was meant, a\n*notice* is worth knowing about a pattern that may be right as it is. The same pages are shown by\n`pattern-test check --explain CODE`.\n\n| rule | severity | what it looks for |\n| --- | --- | --- |\n".to_owned();
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
        match example {
            Example::Pattern(text) => block(page, "json", text),
            Example::Template(ending, text) => block(page, language(ending), text),
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
