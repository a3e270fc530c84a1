//! A list of numbers that go up in equal steps.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;

pub(super) static RULE: Rule = Rule {
    code: "numbers-in-steps",
    severity: Severity::Note,
    about: "a list of numbers that go up in equal steps",
    why: "A list matches only the numbers in it, not those between them or after the last. A range \
          says what is usually meant: `{\"numeric\": [\">=\", 4, \"<\", 9]}`.",
    fires: &[Example::Pattern(
        r##"{"source": ["aws.guardduty"], "detail": {"severity": [7, 7.1, 7.2, 7.3, 7.4, 7.5, 7.6, 7.7, 7.8, 7.9, 8, 8.1]}}"##,
    )],
    silent: &[
        Example::Pattern(
            r##"{"source": ["aws.guardduty"], "detail": {"severity": [{"numeric": [">=", 7]}]}}"##,
        ),
        Example::Pattern(r##"{"source": ["my.app"], "detail": {"code": [1, 2, 3, 4]}}"##),
        Example::Pattern(
            r##"{"source": ["my.app"], "detail": {"code": [400, 401, 403, 404, 409, 410, 422, 429, 451, 500]}}"##,
        ),
    ],
    look: Check::Condition(look),
};

/// How many numbers there are at least.
const LEAST: usize = 8;

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    if condition.matchers.len() < LEAST || !subject.known(condition.span) {
        return;
    }
    let numbers: Option<Vec<(f64, &str)>> = condition
        .matchers
        .iter()
        .map(|matcher| match &matcher.kind {
            MatcherKind::Number(number) => Some((number.text().parse().ok()?, number.text())),
            _ => None,
        })
        .collect();
    let Some(mut numbers) = numbers else { return };
    numbers.sort_by(|a, b| a.0.total_cmp(&b.0));
    numbers.dedup_by(|a, b| (a.0 - b.0).abs() < f64::EPSILON);
    // 4 and 4.0 are one number.
    let (Some(first), Some(second), Some(last)) = (numbers.first(), numbers.get(1), numbers.last())
    else {
        return;
    };
    let step = second.0 - first.0;
    let equal = numbers.windows(2).all(|pair| match pair {
        [a, b] => ((b.0 - a.0) - step).abs() < step / 1_000.0,
        _ => false,
    });
    if !equal || numbers.len() < LEAST {
        return;
    }
    let step = (step * 1_000.0).round() / 1_000.0;
    let next = ((last.0 + step) * 1_000.0).round() / 1_000.0;
    let message = format!(
        "{} numbers in steps of {step}: nothing between them matches, nor anything after {}, such as {next}",
        numbers.len(),
        last.1
    );
    let draft = Draft::at(condition.span, message).path(&*condition.path);
    out.add(draft.help(format!(
        "write a range: [{{\"numeric\": [\">=\", {}]}}], or with its end, [{{\"numeric\": [\">=\", {}, \"<=\", {}]}}]",
        first.1, first.1, last.1
    )));
}
