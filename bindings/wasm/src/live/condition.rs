//! Each condition in its place: its mark, its values in the event, and its hints with the changes that
//! make it hold.

use super::Fix;
use super::event;
use super::pattern;
use crate::utf16::Range;
use pattern_test::explain::{ConditionReport, Explainer, Explanation, Hint, Mark};
use pattern_test::json::Span;
use pattern_test::{Mode, Pattern};
use serde::Serialize;

/// The most hints whose change is tried.
const MOST_TRIED: usize = 16;

/// A condition.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct View {
    path: String,
    asks: String,
    mark: &'static str,
    /// Whether the condition came to the same in the other mode.
    same_in_other: bool,
    key: Option<Range>,
    matchers: Option<Range>,
    values: Vec<ValueView>,
    /// How many values are left out.
    more: usize,
    hints: Vec<HintView>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ValueView {
    /// Where it stands; nothing where the condition is about the lack of one, or the event does not
    /// stand in the text as it is.
    range: Option<Range>,
    accepted: bool,
    /// Whether the condition took its value from here.
    chosen: bool,
    /// The value as people read it, or why there is none.
    text: String,
    path: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct HintView {
    code: &'static str,
    message: String,
    instead: Option<String>,
    fix: Option<Fix>,
}

pub(super) fn views(
    explanation: &Explanation<'_>,
    pattern: &pattern::Ready,
    event: &event::Ready,
) -> Vec<View> {
    let mut tries = MOST_TRIED;
    let conditions = explanation.conditions.iter().enumerate();
    conditions
        .map(|(index, condition)| {
            let mode = explanation.mode;
            let mark = *condition.marks.get(mode);
            let hints = condition.hints.iter().map(|hint| HintView {
                code: hint.code,
                message: hint.message.clone(),
                instead: hint.instead.clone(),
                fix: fix(
                    hint,
                    condition,
                    index,
                    explanation,
                    pattern,
                    event,
                    &mut tries,
                ),
            });
            View {
                path: condition.path.clone(),
                asks: condition.asks.clone(),
                mark: mark.name(),
                same_in_other: mark == *condition.marks.get(mode.other()),
                key: pattern.range(condition.key_span),
                matchers: pattern.range(condition.span),
                values: values(condition, mode, event),
                more: condition.more_witnesses + condition.more_failures,
                hints: hints.collect(),
            }
        })
        .collect()
}

fn values(condition: &ConditionReport, mode: Mode, event: &event::Ready) -> Vec<ValueView> {
    let accepted = condition.witnesses.iter().map(|witness| ValueView {
        range: event.range(witness.place.span),
        accepted: true,
        chosen: *witness.chosen.get(mode),
        text: witness.value.json.clone(),
        path: Some(witness.place.path.clone()),
    });
    let failed = condition.failures.iter().map(|failure| ValueView {
        range: failure
            .place
            .as_ref()
            .and_then(|place| event.range(place.span)),
        accepted: false,
        chosen: false,
        text: failure.why.text.clone(),
        path: failure.place.as_ref().map(|place| place.path.clone()),
    });
    accepted.chain(failed).collect()
}

/// The change that a hint proposes, where it was tried: with it the condition holds, and no other
/// condition comes to anything worse.
fn fix(
    hint: &Hint,
    condition: &ConditionReport,
    index: usize,
    explanation: &Explanation<'_>,
    pattern: &pattern::Ready,
    event: &event::Ready,
    tries: &mut usize,
) -> Option<Fix> {
    let mode = explanation.mode;
    if *condition.marks.get(mode) == Mark::Held || *tries == 0 {
        return None;
    }
    *tries -= 1;
    let instead = hint.instead.as_deref()?;
    let text = explanation.pattern.text;
    let new = match instead
        .strip_prefix('`')
        .and_then(|new| new.strip_suffix('`'))
    {
        // The name of a key.
        Some(key) if hint.span == condition.key_span => serde_json::to_string(key).ok()?,
        Some(_) => return None,
        None => instead.to_owned(),
    };
    let around = condition.matchers.iter().map(|matcher| matcher.span);
    let around = around.filter(|span| span.start <= hint.span.start && hint.span.end <= span.end);
    let spans: Vec<Span> = std::iter::once(hint.span).chain(around).collect();
    spans.into_iter().find_map(|span| {
        let range = pattern.exact_range(span)?;
        let changed = format!("{}{new}{}", text.get(..span.start)?, text.get(span.end..)?);
        let changed = Pattern::parse(&changed).ok()?;
        let after = Explainer::default().explain(&changed, &event.event);
        let same = after.conditions.len() == explanation.conditions.len();
        let holds = *after.conditions.get(index)?.marks.get(mode) == Mark::Held;
        let pairs = explanation.conditions.iter().zip(&after.conditions);
        let none_worse = pairs
            .enumerate()
            .all(|(at, (before, now))| at == index || !before.holds || now.holds);
        (same && holds && none_worse).then(|| Fix {
            range,
            insert: new.clone(),
            safe: false,
        })
    })
}
