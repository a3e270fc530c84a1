//! All mistakes of a pattern, not only the first.
//!
//! The service stops at the first mistake. The compiler is the one place that knows what is refused,
//! so what comes behind is found with it: what the first mistake takes in is replaced by something
//! harmless, and the rest is compiled again.

use super::syntax::cleaned;
use super::{Advice, advise};
use crate::json::{Document, NodeKind, Span, edit};
use crate::pattern::{Language, Pattern, PatternError, PatternErrorKind as Kind};
use edit::Edit;

/// The most mistakes that are told of one pattern.
const MOST: usize = 50;

/// A mistake, with its place in the text that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What kind of mistake it is.
    pub kind: Kind,
    /// The reason in the service's words.
    pub reason: String,
    /// The bytes that are to blame.
    pub span: Span,
    /// What to do about it. Its places are those of the text that was given.
    pub advice: Option<Advice>,
}

/// All mistakes of a pattern whose first one this is, in the order in which they are met. Where
/// `is_open` says that a range is not known, nothing is said about it.
///
/// ```
/// use pattern_test::{Pattern, advice::refusals};
///
/// let text = r#"{"source": "a", "detail": {"n": [{"numeric": ">=7"}]}}"#;
/// let first = Pattern::parse(text).unwrap_err();
/// let all = refusals(&first, &|_, _| false);
/// assert_eq!(all.len(), 2);
/// assert_eq!(all[1].reason, "Value of numeric must be an array.");
/// ```
pub fn refusals(first: &PatternError, is_open: &dyn Fn(Kind, Span) -> bool) -> Vec<Refusal> {
    refusals_as(first, Language::Events, is_open)
}

/// As [`refusals`], of a pattern in one of the languages that differ in a few points.
pub fn refusals_as(
    first: &PatternError,
    language: Language,
    is_open: &dyn Fn(Kind, Span) -> bool,
) -> Vec<Refusal> {
    // Blanks move nothing: places in the cleaned text are places in the one that was given.
    let (given, slips) = cleaned(first.text());
    let mut found: Vec<Refusal> = slips
        .into_iter()
        .map(|(error, advice)| Refusal {
            kind: Kind::Syntax,
            reason: error.to_string(),
            span: error.span(),
            advice,
        })
        .collect();
    behind(&given, language, is_open, &mut found);
    let is_first = |refusal: &Refusal| refusal.kind == first.kind() && refusal.span == first.span();
    found.retain(|refusal| !is_open(refusal.kind, refusal.span) || is_first(refusal));
    found.sort_by_key(|refusal| (!is_first(refusal), refusal.span));
    if !found.first().is_some_and(is_first) && !is_open(first.kind(), first.span()) {
        let refusal = Refusal {
            kind: first.kind(),
            reason: first.reason().to_owned(),
            span: first.span(),
            advice: advise(first),
        };
        found.insert(0, refusal);
    }
    found
}

/// The mistakes of a text that is JSON.
fn behind(
    given: &str,
    language: Language,
    is_open: &dyn Fn(Kind, Span) -> bool,
    found: &mut Vec<Refusal>,
) {
    let mut edits: Vec<Edit> = Vec::new();
    let mut added_alternatives = false;
    for _ in 0..MOST {
        let Err(error) = Pattern::parse_as(&edit::apply(given, &edits), language) else {
            break;
        };
        let last = match error.kind() {
            // Told as a slip of the text already.
            Kind::Syntax => true,
            Kind::TooLong => !edits.is_empty(),
            Kind::TooManyAlternatives => added_alternatives,
            _ => false,
        };
        let Some(span) = original(&edits, error.span()).filter(|_| !last) else {
            break;
        };
        let advice = advise(&error);
        let unit = unit(&error, advice.as_ref());
        let covered = unit.as_ref().and_then(|unit| original(&edits, unit.span));
        let kind = error.kind();
        if !covered.is_some_and(|span| is_open(kind, span)) && !is_open(kind, span) {
            let advice = advice.and_then(|advice| {
                let covers = original(&edits, advice.covers)?;
                // What it would put there must not hold what another mistake was replaced by.
                let clean = edits.iter().all(|edit| !overlap(edit.span, covers));
                clean.then_some(Advice { covers, ..advice })
            });
            found.push(Refusal {
                kind: error.kind(),
                reason: error.reason().to_owned(),
                span,
                advice,
            });
        }
        let (Some(unit), Some(covered)) = (unit, covered) else {
            break;
        };
        added_alternatives |= unit.text.starts_with("[{");
        edits.retain(|edit| !overlap(edit.span, covered));
        edits.push(Edit::replace(covered, unit.text));
        edits.sort_by_key(|edit| edit.span);
    }
}

fn overlap(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end || a == b
}

/// Where a range of the edited text stands in the one that was given. `None` where it begins or ends
/// inside of an edit.
fn original(edits: &[Edit], span: Span) -> Option<Span> {
    let place = |offset: usize, is_end: bool| {
        // What the edits in front of the place put in, and took out.
        let (mut added, mut removed) = (0, 0);
        for edit in edits {
            let start = edit.span.start + added - removed;
            if offset < start || is_end && offset == start {
                break;
            }
            if offset < start + edit.text.len() {
                return None;
            }
            added += edit.text.len();
            removed += edit.span.len();
        }
        Some(offset + removed - added)
    };
    Some(Span::new(place(span.start, false)?, place(span.end, true)?))
}

/// What has to be replaced so that the rest can be looked at, and by what.
fn unit(error: &PatternError, advice: Option<&Advice>) -> Option<Edit> {
    let document = Document::parse(error.text()).ok()?;
    let covers = advice.map_or(error.span(), |advice| advice.covers);
    let at = error.span().start;
    let takes_in = |span: Span| span.start <= at && at < span.end;
    // What can be replaced on the way down to the place, each inside of the one before.
    let mut choices: Vec<Edit> = Vec::new();
    let mut object = 0;
    loop {
        let member = document.children(object).find(|id| {
            let node = document.node(*id);
            takes_in(Span::new(node.key.start, node.span.end))
        });
        let Some(member) = member else { break };
        let node = document.node(member);
        if error.kind() == Kind::ReservedName && takes_in(node.key) {
            return Some(Edit::replace(node.key, "\"~\""));
        }
        let is_or = document.key(member).as_deref() == Some("$or");
        let harmless = match is_or {
            true => "[{\"~\":[\"x\"]},{\"~\":[\"x\"]}]",
            false => "[\"x\"]",
        };
        choices.push(Edit::replace(node.span, harmless));
        match node.kind {
            NodeKind::Object if !is_or => object = member,
            NodeKind::Array => {
                let mut entries = document.children(member);
                let Some(entry) = entries.find(|id| takes_in(document.node(*id).span)) else {
                    break;
                };
                let harmless = if is_or { "{\"~\":[\"x\"]}" } else { "\"x\"" };
                choices.push(Edit::replace(document.node(entry).span, harmless));
                if !is_or || document.node(entry).kind != NodeKind::Object {
                    break;
                }
                object = entry;
            }
            _ => break,
        }
    }
    let holds = |edit: &Edit| edit.span.start <= covers.start && covers.end <= edit.span.end;
    choices.into_iter().rev().find(holds)
}
