//! `explain` as one self-contained page: pattern left, event right.
//!
//! The page loads nothing. Its content security policy allows the one style sheet and the one
//! script by their hashes, so that whatever a pattern or an event holds cannot run even if it were
//! not escaped; a test computes the hashes. Without the script the page shows the mode that was
//! asked for, with everything but the highlighting.

mod event;
mod panes;
mod parts;

use crate::explain::{Explanation, Outcome, Subject, Summary};
use crate::matching::Mode;
use crate::text;
use std::io::{self, Write};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
const STYLE_HASH: &str = "sha256-KSFrPygEdIoEJ2d67N2uWuqzBMQ/XwBjm1Fpu1jaDH4=";
const SCRIPT_HASH: &str = "sha256-A3/U/7txOELZ/S/6aa0/VopDvtRYWrYuoChzCyoH0QQ=";

const MODES: [Mode; 2] = [Mode::Flattened, Mode::Strict];

/// Writes all explanations as one page.
pub(super) fn write(explanations: &[Explanation<'_>], out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src '{STYLE_HASH}'; script-src '{SCRIPT_HASH}'; base-uri 'none'; \
         form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        html(&text::visible(&title(explanations))),
    )?;
    for (number, explanation) in explanations.iter().enumerate() {
        article(number, explanation, out)?;
    }
    write!(out, "<script>{SCRIPT}</script>\n</body>\n</html>\n")
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

fn article(number: usize, explanation: &Explanation<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Explanation {
        pattern,
        event,
        mode,
        verdicts,
        conditions,
        ors,
        alternatives: _,
        more_alternatives: _,
        disagreement,
        summary,
        task: _,
    } = explanation;
    writeln!(
        out,
        "<article data-mode=\"{}\">\n<header>\n<h1>",
        mode.name()
    )?;
    for mode in MODES {
        let Outcome {
            matched,
            alternative: _,
            gave_up: _,
        } = *verdicts.get(mode);
        let (class, word) = if matched {
            ("hit", "match")
        } else {
            ("miss", "no match")
        };
        writeln!(
            out,
            "<span class=\"badge {class}\">{word} <small>{}</small></span>",
            mode.name()
        )?;
    }
    writeln!(out, "</h1>\n<fieldset><legend>Mode</legend>")?;
    for of in MODES {
        let checked = if of == *mode { " checked" } else { "" };
        writeln!(
            out,
            "<label><input type=\"radio\" name=\"mode-{number}\" value=\"{0}\"{checked}>{0}</label>",
            of.name()
        )?;
    }
    writeln!(out, "</fieldset>\n</header>")?;
    for mode in MODES {
        let Summary {
            text,
            alternative: _,
            change: _,
        } = summary.get(mode);
        writeln!(
            out,
            "<p class=\"summary only-{}\">{}</p>",
            mode.name(),
            sentence(text)
        )?;
    }
    if let Some(disagreement) = disagreement {
        parts::disagreement(disagreement, conditions, out)?;
    }
    writeln!(out, "<div class=\"panes\">\n<section class=\"pane\">")?;
    heading("Pattern", pattern, out)?;
    panes::pattern(pattern.text, conditions, ors, out)?;
    writeln!(out, "</section>\n<section class=\"pane\">")?;
    heading("Event", event, out)?;
    event::write(event.text, event.start.line, conditions, out)?;
    writeln!(out, "</section>\n</div>")?;
    parts::legend(out)?;
    parts::conditions(conditions, out)?;
    writeln!(out, "</article>")
}

fn heading(what: &str, subject: &Subject<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Subject {
        name,
        text: _,
        start: _,
    } = subject;
    match name {
        Some(name) => writeln!(out, "<h2>{what} · {}</h2>", html(&text::visible(name))),
        None => writeln!(out, "<h2>{what}</h2>"),
    }
}

/// [`visible`](crate::text::visible) with what HTML takes for itself as entities. Line ends and tabs
/// stay.
fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if text::acts(c) => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}

/// Our own words with code between backticks.
fn sentence(text: &str) -> String {
    let mut out = String::new();
    for (part, piece) in text.split('`').enumerate() {
        if part % 2 == 1 {
            out.push_str(&format!("<code>{}</code>", html(piece)));
        } else {
            out.push_str(&html(piece));
        }
    }
    out
}

#[cfg(test)]
mod tests;
