//! Whether what no case put to use can be put to use at all.
//!
//! A condition that accepts everything refuses nothing, and neither does a value that `anything-but`
//! lists where another matcher beside it accepts that value. Whether that is so is a question about
//! all events: the pattern is compared with one in which the condition asks for nothing, or accepts
//! that value. Where both match the same events, no case can show a difference.

use super::coverage::{ConditionCoverage, PatternCoverage};
use super::group::Group;
use super::operands;
use crate::analysis::{Distinction, Options, distinguish};
use crate::json::edit::{Edit, apply};
use crate::json::{Document, Span};
use crate::matching::Mode;
use crate::pattern::Pattern;

/// What accepts every value, and the absence of any.
const ANYTHING: &str = r#"[{"exists": true}, {"exists": false}]"#;

/// Takes out of the account what cannot be seen to refuse, in the modes in which cases are looked
/// at.
pub(super) fn leave_out(coverage: &mut PatternCoverage, pattern: &Pattern, group: &Group<'_>) {
    let Ok(document) = Document::parse(pattern.text()) else {
        return;
    };
    let question = Question {
        pattern,
        document: &document,
        modes: modes(group),
    };
    for condition in &mut coverage.conditions {
        if condition.reachable {
            question.of_condition(condition);
        }
    }
}

/// The modes that cases ask about; the default one, where there are no cases.
fn modes(group: &Group<'_>) -> Vec<Mode> {
    let cases = group.cases.iter();
    let asked: Vec<_> = cases.flat_map(|case| case.expect.verdicts()).collect();
    let is_asked = |mode: &Mode| asked.iter().any(|(of, _)| of == mode);
    let modes = [Mode::Flattened, Mode::Strict].into_iter();
    let modes: Vec<_> = modes.filter(is_asked).collect();
    match modes.is_empty() {
        true => vec![Mode::default()],
        false => modes,
    }
}

struct Question<'q> {
    pattern: &'q Pattern,
    document: &'q Document<'q>,
    modes: Vec<Mode>,
}

impl Question<'_> {
    fn of_condition(&self, condition: &mut ConditionCoverage) {
        if condition.refused == Some(false) && self.is_the_same(condition.span, ANYTHING) {
            condition.refused = None;
        }
        let refuses = condition.refused.is_some();
        for matcher in &mut condition.matchers {
            for listed in &mut matcher.listed {
                if listed.refused != Some(false) {
                    continue;
                }
                let accepted = operands::accepting(self.document, matcher.span, listed.span);
                let is_the_same = |accepted: String| {
                    let beside = Span::new(matcher.span.end, matcher.span.end);
                    self.is_the_same(beside, &format!(", {accepted}"))
                };
                if !refuses || accepted.is_some_and(is_the_same) {
                    listed.refused = None;
                }
            }
        }
    }

    /// Whether the pattern matches the same events with this text there instead, as far as that can
    /// be told.
    fn is_the_same(&self, span: Span, text: &str) -> bool {
        let text = apply(self.pattern.text(), &[Edit::replace(span, text)]);
        // It may have become longer or more costly than is allowed; then there is no telling.
        let Ok(other) = Pattern::parse(&text) else {
            return false;
        };
        self.modes.iter().all(|mode| {
            let options = Options {
                mode: *mode,
                ..Options::default()
            };
            distinguish(self.pattern, &other, &options) == Distinction::Equivalent
        })
    }
}
