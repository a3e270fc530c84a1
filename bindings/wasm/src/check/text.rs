//! Explanations as text.

use crate::{Asked, problem, read};
use pattern_test::Pattern;
use pattern_test::explain::Explanation;
use pattern_test::report::explain_text::{self, Detail};
use pattern_test::report::style::Look;
use pattern_test::template::on_several_lines;
use wasm_bindgen::prelude::wasm_bindgen;

/// An explanation as the program prints it, in lines of at most so many columns; 0 for no limit. A
/// pattern that is written on one line is laid out.
///
/// # Errors
/// The pattern or the event cannot be read.
#[wasm_bindgen]
pub fn explain_text(
    pattern: &str,
    event: &str,
    asked: &Asked,
    width: usize,
    colour: bool,
) -> Result<String, String> {
    let look = Look {
        colour,
        width: (width > 0).then_some(width),
    };
    let pattern = Pattern::parse(pattern).map_err(|error| problem::of_pattern(&error))?;
    let event = read(event)?;
    let laid_out = on_several_lines(&pattern);
    let mut explainer = asked.explainer();
    let name = explainer.pattern.map(|name| format!("{name} (laid out)"));
    if laid_out.is_some() {
        explainer.pattern = name.as_deref();
    }
    let explanation = explainer.explain(laid_out.as_ref().unwrap_or(&pattern), &event);
    written(|out| explain_text::human(&explanation, Detail::Full, look, out))
}

/// The same as Markdown.
///
/// # Errors
/// The pattern or the event cannot be read.
#[wasm_bindgen]
pub fn explain_markdown(pattern: &str, event: &str, asked: &Asked) -> Result<String, String> {
    explained(pattern, event, asked, explain_text::markdown)
}

fn explained(
    pattern: &str,
    event: &str,
    asked: &Asked,
    write: impl FnOnce(&Explanation<'_>, &mut dyn std::io::Write) -> std::io::Result<()>,
) -> Result<String, String> {
    let pattern = Pattern::parse(pattern).map_err(|error| problem::of_pattern(&error))?;
    let event = read(event)?;
    written(|out| write(&asked.explainer().explain(&pattern, &event), out))
}

pub(crate) fn written(
    write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>,
) -> Result<String, String> {
    let mut out = Vec::new();
    write(&mut out).map_err(problem::internal)?;
    String::from_utf8(out).map_err(problem::internal)
}
