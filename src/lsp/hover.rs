//! What a place of a pattern is about: the field, the operator, what the condition asks and how often it
//! decides.

use super::analysis::View;
use super::cursor::Spot;
use super::judge::Target;
use super::knowledge::{self, Asked};
use super::state::{Open, Shared};
use super::workspace::Workspace;
use crate::explain;
use crate::matching::Evaluation;
use crate::pattern::{ConditionId, Pattern};
use crate::text::markdown::{code, plain};
use lsp_types::{Hover, HoverContents, HoverParams};
use std::collections::BTreeSet;

/// How many values are listed.
const MOST_VALUES: usize = 12;

/// What there is to say about a place.
pub(super) fn at(shared: &Shared, open: &Open, params: &HoverParams) -> Option<Hover> {
    let offset = open
        .lines
        .offset(params.text_document_position_params.position);
    let analysis = open.analysis();
    let view = analysis.view()?;
    let spot = Spot::at(view, offset)?;
    let mut paragraphs = Vec::new();
    let (path, operators) = spot.path();
    if let Some(operator) = operators.first() {
        paragraphs.extend(of_operator(operator, &spot));
        paragraphs.extend(operators.get(1).and_then(|inner| of_operator(inner, &spot)));
    }
    let asked = Asked::by(spot.settled.pattern());
    let workspace = &open.workspace;
    let sees_events = spot.found.used_by.sees_envelopes();
    if sees_events && (operators.is_empty() || !spot.is_key()) {
        paragraphs.extend(of_field(&path, &asked, workspace));
        paragraphs.extend(
            spot.value()
                .and_then(|v| of_value(&path, v, &asked, workspace)),
        );
    }
    if let Some((pattern, index, condition)) = spot.condition() {
        let asks = explain::asks(condition, pattern.text());
        paragraphs.push(format!(
            "{} must be {}.",
            code(&condition.path),
            plain(&asks)
        ));
        paragraphs.extend(decides(view, &spot, index, workspace));
    } else if path.is_empty() {
        paragraphs.extend(of_pattern(&spot));
    }
    if paragraphs.is_empty() {
        return None;
    }
    Some(Hover {
        contents: HoverContents::Markup(shared.client.markup(paragraphs.join("\n\n"))),
        range: Some(open.lines.range(spot.span)),
    })
}

fn of_operator(name: &str, spot: &Spot<'_>) -> Option<String> {
    let about = knowledge::of_operator(name)?;
    let mut text = format!("{}: {about}", code(name));
    if let Some(limits) = knowledge::limits(name) {
        text += &format!(" {limits}");
    }
    if let (Some(matcher), Some(dialect)) = (spot.matcher(), spot.found.dialect())
        && let Some(table) = dialect.table()
    {
        let operator = crate::dialect::Operator::of(&matcher.kind);
        let ruling = table.ruling(operator);
        if ruling != crate::dialect::Ruling::Works {
            text += &format!(" In {}: {}.", dialect.title(), ruling.name());
        }
    }
    Some(text)
}

/// What a field holds, by all that is known.
fn of_field(path: &str, asked: &Asked, workspace: &Workspace) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let all = knowledge::all(asked, workspace);
    let known = all.get(path);
    let mut title = format!("**{}**", plain(path));
    let documented = known.map(|known| &known.documented);
    let kinds: BTreeSet<_> = documented
        .into_iter()
        .flatten()
        .map(|(_, k)| *k)
        .map(knowledge::words)
        .collect();
    if !kinds.is_empty() {
        let kinds: Vec<_> = kinds.into_iter().collect();
        title += &format!(": {}, as AWS documents it", kinds.join(" or "));
    }
    let about = knowledge::of_envelope(path);
    if let Some(about) = about {
        title += &format!("\n\n{about}");
    }
    if path.is_empty() || known.is_none() && about.is_none() {
        return paragraphs;
    }
    paragraphs.push(title);
    for values in asked.values(path) {
        let shown = listed(values.values.iter().map(|value| code(value)));
        let extent = knowledge::extent(values);
        paragraphs.push(format!("Documented values ({extent}): {shown}"));
    }
    let seen = known.map(|known| known.seen.as_slice()).unwrap_or_default();
    if !seen.is_empty() {
        let events: usize = seen.iter().map(|field| field.events).sum();
        let values: BTreeSet<&str> = seen
            .iter()
            .flat_map(|f| &f.values)
            .map(String::as_str)
            .collect();
        let kinds: BTreeSet<_> = seen
            .iter()
            .flat_map(|field| &field.kinds)
            .copied()
            .collect();
        let kinds: Vec<_> = kinds.into_iter().collect();
        let mut text = format!("In {events} fixtures: {}", kinds.join(", "));
        if events == 1 {
            text = format!("In 1 fixture: {}", kinds.join(", "));
        }
        if !values.is_empty() {
            let more = seen.iter().any(|field| field.more);
            let shown = listed(values.into_iter().map(code));
            text += &format!("; {shown}{}", if more { ", …" } else { "" });
        }
        paragraphs.push(text);
    }
    paragraphs
}

/// What is known of one of the values that are listed.
fn of_value(path: &str, value: &str, asked: &Asked, workspace: &Workspace) -> Option<String> {
    let text = serde_json::from_str::<String>(value).ok()?;
    match path {
        "detail-type" => {
            let types = knowledge::detail_types(&asked.sources, workspace);
            let is_documented = *types.get(&text)?;
            Some(match is_documented {
                true => format!("{} is documented by AWS.", code(&text)),
                false => format!("{} is sent in the project's fixtures.", code(&text)),
            })
        }
        "source" => {
            let one = BTreeSet::from([text.clone()]);
            let types = knowledge::detail_types(&one, workspace);
            let own = types.keys().map(|name| code(name));
            (!types.is_empty()).then(|| format!("Detail-types of {}: {}", code(&text), listed(own)))
        }
        _ => None,
    }
}

fn listed(items: impl ExactSizeIterator<Item = String>) -> String {
    let more = items.len().saturating_sub(MOST_VALUES);
    let mut shown: Vec<_> = items.take(MOST_VALUES).collect();
    if more > 0 {
        shown.push(format!("{more} more"));
    }
    shown.join(", ")
}

/// How often a condition holds in the fixtures, and how often it decides: where all others of an
/// alternative hold.
fn decides(view: View<'_>, spot: &Spot<'_>, index: usize, workspace: &Workspace) -> Option<String> {
    let at = view
        .all()
        .find(|(_, found)| std::ptr::eq(*found, spot.found))?
        .0;
    let target = Target::new(view, at)?;
    if !target.sees_events() || workspace.fixtures.is_empty() {
        return None;
    }
    let pattern = target.filter.pattern();
    let (mut holds, mut alone) = (0, 0);
    for (_, event) in workspace.events() {
        let evaluation = target.evaluation(event);
        let own = evaluation.conditions.get(index)?.holds();
        holds += usize::from(own);
        alone += usize::from(!own && is_only_reason(pattern, &evaluation, index));
    }
    let all = workspace.fixtures.len();
    let mut text = format!("Holds in {holds} of {}.", counted(all, "fixture"));
    if alone > 0 {
        text += &format!(" In {alone}, it is the only condition that fails.");
    }
    Some(text)
}

fn is_only_reason(pattern: &Pattern, evaluation: &Evaluation, index: usize) -> bool {
    let fails = |id: &ConditionId| !evaluation.trace(*id).holds();
    pattern.alternatives().iter().any(|alternative| {
        let mut failing = alternative.conditions.iter().filter(|id| fails(id));
        failing.next().is_some_and(|id| id.index() == index) && failing.next().is_none()
    })
}

/// What a pattern as a whole is.
fn of_pattern(spot: &Spot<'_>) -> Vec<String> {
    let found = spot.found;
    let [one, _] = found.used_by.words();
    let mut paragraphs = Vec::new();
    if !found.id.is_empty() {
        paragraphs.push(format!("**{}**: {one}", plain(&found.id)));
    }
    if let Some(dialect) = found.dialect() {
        paragraphs.push(format!("Matched against {}.", dialect.sees()));
    }
    if let Some(pattern) = spot.settled.pattern() {
        let conditions = pattern.conditions().len();
        let alternatives = pattern.alternatives().len();
        paragraphs.push(format!(
            "{} in {}, {} characters, complexity {}",
            counted(conditions, "condition"),
            counted(alternatives, "alternative"),
            pattern.length(),
            pattern.complexity(),
        ));
    }
    paragraphs
}

/// `1 condition`, `2 conditions`.
pub(super) fn counted(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}
