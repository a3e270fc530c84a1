//! What is expected, and what is so instead.

use super::FailureReport;
use crate::dialect::Dialect;
use crate::dialect::view::Via;
use crate::explain::{Explainer, Written};
use crate::filter::{Filter, How, Judged, Judgement};
use crate::json::{Position, Span};
use crate::matching::Mode;
use crate::report::explain_brief;
use crate::suite::coverage::Share;
use crate::suite::{self, Because, Case, Expect, Failure, PatternInput, Satisfied};
use crate::text::visible;

/// What a case expects, in short.
pub(super) fn expected(expect: &Expect) -> String {
    match expect {
        Expect::Invalid { error: None } => "invalid".to_owned(),
        Expect::Invalid { error: Some(_) } => "invalid, with this error".to_owned(),
        Expect::Verdict(matched) => verdict(*matched).to_owned(),
        Expect::Verdicts {
            flattened: Some(flattened),
            strict: Some(strict),
        } if flattened == strict => format!("{} (both modes)", verdict(*flattened)),
        Expect::Verdicts { .. } => {
            let each: Vec<_> = expect
                .verdicts()
                .map(|(mode, matched)| format!("{} ({})", verdict(matched), mode.name()))
                .collect();
            each.join(", ")
        }
    }
}

fn verdict(matched: bool) -> &'static str {
    if matched { "match" } else { "no match" }
}

/// One thing that is not as expected, with the short explanation where there is one.
pub(super) fn failure(case: &Case, failure: &Failure) -> FailureReport {
    let (message, details) = match failure {
        Failure::Verdict { mode, expected } => {
            let found = verdict(!expected);
            let message = format!(
                "expected {}, found {found}{}",
                verdict(*expected),
                in_mode(*mode)
            );
            (message, explanation(case, mode.unwrap_or_default()))
        }
        Failure::Modes { expected, holds_in } => {
            let of = |mode: Mode| verdict((mode == *holds_in) == *expected);
            let message = format!(
                "the modes differ on this event: state `mode` (flattened: {}; strict, EventBridge \
                 today: {})",
                of(Mode::Flattened),
                of(Mode::Strict)
            );
            (message, explanation(case, Mode::SERVICE))
        }
        Failure::Refused { reason, position } => (
            format!(
                "the pattern is refused: {reason} ({}:{position})",
                case.pattern.name
            ),
            Vec::new(),
        ),
        Failure::Accepted => (
            "expected an invalid pattern, it is accepted".to_owned(),
            Vec::new(),
        ),
        Failure::ErrorText { expected, found } => (
            "the pattern is refused with another text".to_owned(),
            vec![format!("expected: {expected}"), format!("found: {found}")],
        ),
        Failure::Because {
            mode,
            expected,
            found,
        } => {
            let text = because(*mode, expected, found);
            (text, explanation(case, mode.unwrap_or_default()))
        }
    };
    FailureReport {
        message: visible(&message).into_owned(),
        details: details
            .into_iter()
            .map(|text| visible(&text).into_owned())
            .collect(),
    }
}

/// ` (strict)`, or nothing where it is so in both modes.
fn in_mode(mode: Option<Mode>) -> String {
    mode.map_or(String::new(), |mode| format!(" ({})", mode.name()))
}

fn because(mode: Option<Mode>, expected: &Because, found: &Satisfied) -> String {
    let Because { path, pointer } = expected;
    let wanted = match pointer {
        Some(pointer) => pointer.as_str(),
        None => "the absence of any value",
    };
    let found = match found {
        Satisfied::By(pointer) => format!("it is satisfied by {pointer}"),
        Satisfied::ByAbsence => "it is satisfied by the absence of any value".to_owned(),
        Satisfied::NoCondition => "no condition on this path is part of the match".to_owned(),
    };
    format!(
        "expected `{path}` to be satisfied by {wanted}, {found}{}",
        in_mode(mode)
    )
}

/// The explanation that `match -v` prints.
fn explanation(case: &Case, mode: Mode) -> Vec<String> {
    let (Ok(pattern), Some(input)) = (case.pattern.compiled(), &case.event) else {
        return Vec::new();
    };
    let Ok(event) = input.read() else {
        return Vec::new();
    };
    let explainer = Explainer {
        mode,
        start: input.start,
        ..Explainer::default()
    };
    if case.pattern.place.is_none() && case.pattern.filters.is_empty() {
        return explain_brief::paragraphs(&explainer.explain(pattern, &event));
    }
    let Ok(set) = suite::filters(case) else {
        return Vec::new();
    };
    let judged = set.judge(event.document());
    let input_text = &*input.text;
    let mut lines = Vec::new();
    let each = case.pattern.each().iter().zip(&set.filters);
    for ((input, filter), one) in each.zip(&judged.each) {
        if !judged.how.decides(judged.verdict(mode), one.verdict(mode)) {
            continue;
        }
        let told = match one {
            Judgement::Judged(judged) => {
                let record = InRecord {
                    judged,
                    record: input_text,
                };
                let explainer = Explainer {
                    written: Some(&record),
                    presence: judged.presence,
                    ..explainer
                };
                explain_brief::paragraphs(&explainer.explain(&judged.pattern, &judged.event))
            }
            Judgement::Dropped(why) => vec![format!("dropped: {}", why.reason())],
            Judgement::Unknown(_) => Vec::new(),
        };
        match set.filters.len() {
            1 => lines.extend(told),
            _ => lines.push(format!("{}: {}", member(input, filter), told.join(" "))),
        }
    }
    if set.filters.len() > 1 {
        let all = set.filters.len();
        lines.insert(
            0,
            match (judged.how, judged.verdict(mode)) {
                (How::Any, Some(true)) => format!("{all} filters, one of which is enough:"),
                (How::Any, _) => format!("{all} filters, none of which lets it pass:"),
                (How::All, Some(true)) => format!("{all} filters, all of which let it pass:"),
                (How::All, _) => format!("{all} filters, all of which have to let it pass:"),
            },
        );
    }
    lines
}

/// Where the parts of what a filter sees are written in the record.
#[derive(Debug)]
struct InRecord<'a> {
    judged: &'a Judged,
    record: &'a str,
}

impl Written for InRecord<'_> {
    fn position(&self, span: Span) -> Option<Position> {
        self.judged.position(span, self.record)
    }

    fn is_decoded(&self, span: Span) -> bool {
        let via = self.judged.view.origin(span, self.record).via;
        matches!(via, Via::JsonText | Via::Base64)
    }
}

/// What a filter of a set is called: its scope, or its id.
fn member(input: &PatternInput, filter: &Filter) -> String {
    match filter.dialect() {
        Dialect::BusV2(scope) => scope.name().to_owned(),
        _ => input
            .name
            .rsplit_once('#')
            .map_or(&*input.name, |(_, id)| id)
            .to_owned(),
    }
}

/// `1 case`, `2 cases`.
pub(super) fn plural(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// A time as people read it.
pub(super) fn seconds(elapsed: std::time::Duration) -> String {
    let seconds = elapsed.as_secs_f64();
    if seconds < 1.0 {
        format!("{:.0} ms", seconds * 1000.0)
    } else {
        format!("{seconds:.1} s")
    }
}

/// A share in percent, rounded down to a tenth: 100 % is said only of everything.
pub(super) fn percent(share: Share) -> String {
    let tenths = (share.percent() * 10.0).floor() / 10.0;
    format!("{tenths} %")
}
