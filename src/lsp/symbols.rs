//! The outline of a document, and what can be folded in it: its patterns.

use super::analysis::{Kind, View};
use super::state::{Open, Shared};
use crate::json::{Document, NodeKind, Span};
use crate::suite::Suite;
use crate::template::{Found, Settled};
use lsp_types::{
    DocumentSymbol, DocumentSymbolResponse, FoldingRange, Location, SymbolInformation, SymbolKind,
};
use std::collections::BTreeSet;

/// The most symbols of one document.
const MOST: usize = 5_000;

/// The patterns of a document, each with its conditions; the cases of a suite.
pub(super) fn all(shared: &Shared, open: &Open) -> DocumentSymbolResponse {
    let analysis = open.analysis();
    let symbols = match (&analysis.kind, analysis.view()) {
        (_, Some(view)) => view
            .all()
            .filter_map(|(index, _)| of_pattern(open, view, index))
            .take(MOST)
            .collect(),
        (Kind::Suite(Ok(suite)), _) => of_suite(open, suite),
        _ => Vec::new(),
    };
    match shared.client.nested_symbols {
        true => DocumentSymbolResponse::Nested(symbols),
        false => DocumentSymbolResponse::Flat(
            symbols
                .into_iter()
                .map(|symbol| flat(open, symbol))
                .collect(),
        ),
    }
}

#[expect(deprecated, reason = "the type has a field that is")]
fn flat(open: &Open, symbol: DocumentSymbol) -> SymbolInformation {
    SymbolInformation {
        name: symbol.name,
        kind: symbol.kind,
        tags: None,
        deprecated: None,
        location: Location::new(open.uri.clone(), symbol.range),
        container_name: symbol.detail,
    }
}

#[expect(deprecated, reason = "the type has a field that is")]
fn symbol(
    open: &Open,
    name: String,
    detail: Option<String>,
    kind: SymbolKind,
    [whole, name_span]: [Span; 2],
    children: Vec<DocumentSymbol>,
) -> DocumentSymbol {
    // The name has to lie inside of what it names.
    let start = whole.start.min(name_span.start);
    let end = whole.end.max(name_span.end);
    DocumentSymbol {
        name,
        detail,
        kind,
        tags: None,
        deprecated: None,
        range: open.lines.range(Span::new(start, end)),
        selection_range: open.lines.range(name_span),
        children: (!children.is_empty()).then_some(children),
    }
}

fn of_pattern(open: &Open, view: View<'_>, index: usize) -> Option<DocumentSymbol> {
    let (found, settled) = view.patterns.settled(index)?;
    let whole = view.whole(found)?;
    let name_span = view.span(found.start()).unwrap_or(whole);
    let name = match found.id.is_empty() {
        true => open.name(),
        false => found.id.clone(),
    };
    let [one, _] = found.used_by.words();
    let children = conditions(open, view, settled);
    let kind = SymbolKind::EVENT;
    Some(symbol(
        open,
        name,
        Some(one.to_owned()),
        kind,
        [whole, name_span],
        children,
    ))
}

fn conditions(open: &Open, view: View<'_>, settled: &Settled) -> Vec<DocumentSymbol> {
    let Some(pattern) = settled.pattern() else {
        return Vec::new();
    };
    let conditions = pattern.conditions().iter().take(MOST);
    conditions
        .filter_map(|condition| {
            let key = view.span(settled.text.place(condition.key_span))?;
            let value = view.span(settled.text.place(condition.span))?;
            let asks = crate::explain::asks(condition, pattern.text());
            Some(symbol(
                open,
                condition.path.to_string(),
                Some(asks),
                SymbolKind::FIELD,
                [Span::new(key.start.min(value.start), value.end), key],
                Vec::new(),
            ))
        })
        .collect()
}

fn of_suite(open: &Open, suite: &Suite) -> Vec<DocumentSymbol> {
    let mut lines = BTreeSet::new();
    let cases = suite.cases.iter().filter_map(|case| {
        let line = case.position?.line.checked_sub(1)?;
        // Several events of one case stand at one place.
        lines.insert(line).then_some(())?;
        let start = open.lines.start_of(line);
        let span = Span::new(start, start + open.lines.line(line).len());
        let name = case.name.clone();
        Some(symbol(
            open,
            name,
            None,
            SymbolKind::EVENT,
            [span, span],
            Vec::new(),
        ))
    });
    cases.take(MOST).collect()
}

/// The patterns, and the objects and lists in them, that go over several lines.
pub(super) fn folds(shared: &Shared, open: &Open) -> Vec<FoldingRange> {
    let analysis = open.analysis();
    let Some(view) = analysis.view() else {
        return Vec::new();
    };
    let mut spans = BTreeSet::new();
    for (index, found) in view.all() {
        spans.extend(view.whole(found).map(|span| (span.start, span.end)));
        let Some((_, settled)) = view.patterns.settled(index) else {
            continue;
        };
        spans.extend(containers(view, found, settled));
    }
    let folds = spans.into_iter().filter_map(|(start, end)| {
        let range = open.lines.range(Span::new(start, end));
        let (first, mut last) = (range.start.line, range.end.line);
        // The text of a block ends where the next line begins; a closing bracket stays in sight.
        let last_line = open.lines.line(last as usize);
        let is_closed = last_line.trim_start().starts_with(['}', ']']);
        if shared.client.whole_lines_fold && is_closed || range.end.character == 0 {
            last = last.saturating_sub(1);
        }
        (last > first).then(|| FoldingRange {
            start_line: first,
            end_line: last,
            ..FoldingRange::default()
        })
    });
    folds.take(MOST).collect()
}

fn containers(view: View<'_>, found: &Found, settled: &Settled) -> Vec<(usize, usize)> {
    let Ok(document) = Document::parse(settled.text.as_str()) else {
        return Vec::new();
    };
    let own = view.span(found.place);
    let nodes = document.nodes().skip(1);
    nodes
        .filter(|node| matches!(node.kind, NodeKind::Object | NodeKind::Array))
        .filter_map(|node| {
            let key = view.span(settled.text.place(node.key));
            let value = view.span(settled.text.place(node.span))?;
            let start = key.filter(|key| !key.is_empty()).unwrap_or(value).start;
            let is_inside = own.is_some_and(|own| own.start <= start && value.end <= own.end);
            is_inside.then_some((start, value.end))
        })
        .collect()
}
