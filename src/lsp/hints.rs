//! Behind each condition whether the pinned event meets it.

use super::commands;
use super::judge::{Target, mode};
use super::state::{Open, Shared};
use crate::explain::{ConditionReport, Mark};
use crate::json::Span;
use crate::text::brief;
use lsp_types::{InlayHint, InlayHintKind, InlayHintLabel, InlayHintParams, InlayHintTooltip};

/// The marks in a range of a document.
pub(super) fn all(shared: &Shared, open: &Open, params: &InlayHintParams) -> Vec<InlayHint> {
    let wanted = open.lines.span(params.range);
    let analysis = open.analysis();
    let Some(view) = analysis.view() else {
        return Vec::new();
    };
    let mut hints = Vec::new();
    for (index, found) in view.all() {
        let Some(pin) = shared.pin_of(&open.uri, &found.id) else {
            continue;
        };
        let Some(target) = Target::new(view, index) else {
            continue;
        };
        let Some(given) = commands::given(shared, open, &target, &pin.event) else {
            continue;
        };
        let Some((_, settled)) = view.patterns.settled(index) else {
            continue;
        };
        let mode = mode(&open.workspace);
        let name = commands::label(open, &found.id);
        let told = target.explained(&given, &name, mode, |explanation| {
            let reports = explanation.conditions.iter();
            let marked = reports.filter_map(|report| {
                let value = settled.text.place(report.span);
                let span = view.span(value)?;
                let is_wanted = span.start <= wanted.end && wanted.start <= span.end;
                is_wanted.then(|| hint(open, span, report, *report.marks.get(mode), &given.name))
            });
            marked.collect::<Vec<_>>()
        });
        hints.extend(told.unwrap_or_default());
    }
    hints
}

fn hint(open: &Open, span: Span, report: &ConditionReport, mark: Mark, event: &str) -> InlayHint {
    let sign = match mark {
        Mark::Held => "✓",
        Mark::Failed => "✗",
        Mark::Apart => "✗ in another element",
        Mark::NotReached => "–",
    };
    let mut tooltip = format!("{event}: asks for {}", report.asks);
    for failure in report.failures.iter().take(3) {
        tooltip += &format!("\n{}", brief(&failure.why.text, 200));
    }
    for hint in &report.hints {
        tooltip += &format!("\n{}", brief(&hint.message, 200));
    }
    // Behind the last character that is not white space: a block ends where the next line begins.
    let text = span.of(open.lines.text());
    let end = span.start + text.trim_end().len();
    InlayHint {
        position: open.lines.position(end),
        label: InlayHintLabel::String(sign.to_owned()),
        kind: Some(InlayHintKind::PARAMETER),
        text_edits: None,
        tooltip: Some(InlayHintTooltip::String(tooltip)),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    }
}
