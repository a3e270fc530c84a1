//! `explain` as one self-contained page: pattern left, event right.
//!
//! The page loads nothing. Its content security policy allows the one style sheet and the one
//! script by their hashes, so that whatever a pattern or an event holds cannot run even if it were
//! not escaped; a test computes the hashes. Without the script the page shows the mode that was
//! asked for, with everything but the highlighting.
//!
//! What comes from patterns and events goes through templates, which escape it; the tags that are
//! written as they are hold nothing of it. What acts on a terminal is spelled out on the way out.

mod event;
mod layout;
mod panes;
mod parts;

use super::escaping::Escaping;
use crate::explain::{Explanation, Outcome, Subject, Summary};
use crate::matching::Mode;
use crate::text;
use maud::{Markup, PreEscaped, html};
use std::io::{self, Write};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
const STYLE_HASH: &str = "sha256-iAd29D1KXhioXYe3k8tx3J9fqH067KP3g1rN/s3CaPo=";
const SCRIPT_HASH: &str = "sha256-A3/U/7txOELZ/S/6aa0/VopDvtRYWrYuoChzCyoH0QQ=";

const MODES: [Mode; 2] = [Mode::Flattened, Mode::Strict];

/// Writes all explanations as one page.
pub(super) fn write(explanations: &[Explanation<'_>], out: &mut dyn Write) -> io::Result<()> {
    let out = &mut Escaping::new(out, text::visible_lines);
    writeln!(out, "<!DOCTYPE html>\n<html lang=\"en\">")?;
    writeln!(out, "{}\n<body>", head(&title(explanations)).into_string())?;
    if explanations.len() > 1 {
        put(out, index(explanations))?;
    }
    for (number, explanation) in explanations.iter().enumerate() {
        article(number, explanation, out)?;
    }
    writeln!(out, "<script>{SCRIPT}</script>\n</body>\n</html>")
}

fn head(title: &str) -> Markup {
    let policy = format!(
        "default-src 'none'; style-src '{STYLE_HASH}'; script-src '{SCRIPT_HASH}'; \
         base-uri 'none'; form-action 'none'"
    );
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            title { (text::visible(title)) }
            style { (PreEscaped(STYLE)) }
        }
    }
}

fn title(explanations: &[Explanation<'_>]) -> String {
    match explanations {
        [one] => {
            let verdict = if one.matched() { "match" } else { "no match" };
            let event = one.event.name.unwrap_or("event");
            format!("{verdict}: {event}")
        }
        several => format!("{} explanations", several.len()),
    }
}

/// Links to all explanations, with the verdicts.
fn index(explanations: &[Explanation<'_>]) -> Markup {
    let name = |subject: &Subject<'_>| text::visible(subject.name.unwrap_or("")).into_owned();
    let matched = explanations.iter().filter(|one| one.matched()).count();
    html! {
        nav {
            p { (matched) " of " (explanations.len()) " match" }
            ol {
                @for (number, one) in explanations.iter().enumerate() {
                    li {
                        a href=(format!("#explanation-{number}")) {
                            @let (class, word) = match (&one.disagreement, one.matched()) {
                                (Some(_), true) => ("apart", "! match"),
                                (Some(_), false) => ("apart", "! no match"),
                                (None, true) => ("held", "✓ match"),
                                (None, false) => ("failed", "✗ no match"),
                            };
                            b class=(class) { (word) } " " (name(&one.pattern)) " · " (name(&one.event))
                        }
                    }
                }
            }
        }
    }
}

fn article(number: usize, explanation: &Explanation<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Explanation {
        pattern,
        event,
        mode,
        verdicts: _,
        conditions,
        ors,
        alternatives: _,
        more_alternatives: _,
        disagreement,
        summary,
        task: _,
        notes,
    } = explanation;
    writeln!(
        out,
        "<article id=\"explanation-{number}\" data-mode=\"{}\">",
        mode.name()
    )?;
    put(out, header(number, explanation))?;
    for note in notes {
        put(out, html! { p.summary { (sentence(note)) } })?;
    }
    for mode in MODES {
        let Summary {
            text,
            alternative: _,
            change: _,
        } = summary.get(mode);
        let class = format!("summary only-{}", mode.name());
        put(out, html! { p class=(class) { (sentence(text)) } })?;
    }
    if let Some(disagreement) = disagreement {
        put(out, parts::disagreement(disagreement, conditions))?;
    }
    // What failed, and what to write instead, is the answer.
    put(out, parts::conditions(conditions, parts::fails))?;
    writeln!(out, "<div class=\"panes\">\n<section class=\"pane\">")?;
    put(out, heading("Pattern", pattern))?;
    panes::pattern(pattern.text, conditions, ors, out)?;
    writeln!(out, "</section>\n<section class=\"pane\">")?;
    put(out, heading("Event", event))?;
    event::write(event.text, event.start.line, conditions, out)?;
    writeln!(out, "</section>\n</div>")?;
    put(out, parts::legend())?;
    put(out, parts::conditions(conditions, |c| !parts::fails(c)))?;
    writeln!(out, "</article>")
}

/// Writes a piece of the page, with a line end.
fn put(out: &mut dyn Write, markup: Markup) -> io::Result<()> {
    out.write_all(markup.into_string().as_bytes())?;
    out.write_all(b"\n")
}

fn header(number: usize, explanation: &Explanation<'_>) -> Markup {
    let badge = |mode: Mode| {
        let Outcome {
            matched,
            alternative: _,
            gave_up: _,
        } = *explanation.verdicts.get(mode);
        match matched {
            true => ("badge hit", "match"),
            false => ("badge miss", "no match"),
        }
    };
    let radios = format!("mode-{number}");
    // The modes are named, and can be chosen, only where they differ.
    let differ = explanation.disagreement.is_some();
    html! {
        header {
            h1 {
                @for mode in MODES.into_iter().filter(|mode| differ || *mode == explanation.mode) {
                    @let (class, word) = badge(mode);
                    span class=(class) { (word) @if differ { " " small { (mode.name()) } } }
                }
            }
            @if differ {
                fieldset {
                    legend { "Mode" }
                    @for of in MODES {
                        label {
                            input type="radio" name=(radios) value=(of.name())
                                checked[of == explanation.mode];
                            (of.name())
                        }
                    }
                }
            }
        }
    }
}

fn heading(what: &str, subject: &Subject<'_>) -> Markup {
    let Subject {
        name,
        text: _,
        start: _,
    } = subject;
    html! {
        h2 {
            (what)
            @if let Some(name) = name { " · " (text::visible(name)) }
        }
    }
}

/// Our own words with code between backticks.
fn sentence(text: &str) -> Markup {
    html! {
        @for (is_code, piece) in text::markdown::parts(text) {
            @if is_code { code { (piece) } } @else { (piece) }
        }
    }
}

#[cfg(test)]
mod tests;
