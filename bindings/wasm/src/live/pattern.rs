//! The text on the left: what it was taken for, its pattern, and why there is none.

use super::{Fix, Remark};
use crate::check::extract;
use crate::utf16::{Range, Units};
use pattern_test::discover::Reason;
use pattern_test::json::Span;
use pattern_test::template::carriers::forms;
use pattern_test::template::{
    Extraction, FileId, Format, Found, Outcome, Settled, Text, Vars, laid_out,
};
use pattern_test::{Pattern, PatternError, advice};
use serde::Serialize;

/// What the text is called, where a name is needed: it has no ending, so that content decides.
pub(super) const NAME: &str = "pattern";

/// The most patterns to choose from.
const MOST: usize = 200;

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Side {
    /// What the text was taken for, where it is not simply a pattern.
    taken_for: Option<String>,
    /// What its patterns are called, where there are several.
    choices: Vec<String>,
    pick: usize,
    /// Whether this is an event.
    is_event: bool,
    /// The pattern as it is deployed, laid out.
    text: Option<String>,
    remarks: Vec<Remark>,
    warnings: Vec<String>,
}

/// A pattern that compiles, and where it stands in the editor.
pub(super) struct Ready {
    pub(super) pattern: Pattern,
    text: Text,
    units: Units,
}

impl Ready {
    /// The range of the editor's text that a range of the pattern stands for.
    pub(super) fn range(&self, span: Span) -> Option<Range> {
        range_of(&self.text, &self.units, span)
    }

    /// The same where the text there is spelled as in the pattern.
    pub(super) fn exact_range(&self, span: Span) -> Option<Range> {
        let place = self.text.exact_place(span)?;
        (place.file == FileId::TEMPLATE).then(|| self.units.range(place.span))
    }
}

fn range_of(text: &Text, units: &Units, span: Span) -> Option<Range> {
    let place = text.place(span);
    (place.file == FileId::TEMPLATE).then(|| units.range(place.span))
}

pub(super) fn read(text: &str, pick: usize) -> (Side, Option<Ready>) {
    let mut side = Side::default();
    if text.trim().is_empty() {
        return (side, None);
    }
    let units = Units::new(text);
    let whole = Range {
        from: 0,
        to: units.at(text.len()),
    };
    let mut extraction = match extract(NAME, text, &Vars::new()) {
        Ok(extraction) => extraction,
        Err(reason) => {
            side.is_event = reason == Reason::Event;
            let message = match side.is_event {
                true => "this is an event, not a pattern",
                false => "no event pattern in this text",
            };
            side.remarks.push(error(whole, message));
            return (side, None);
        }
    };
    for problem in extraction.problems.iter().chain(&extraction.warnings) {
        let place = problem.place.filter(|place| place.file == FileId::TEMPLATE);
        let range = place.map_or(whole, |place| units.range(place.span));
        let mut remark = error(range, problem.message.clone());
        remark.help.clone_from(&problem.help);
        side.remarks.push(remark);
    }
    side.taken_for = taken_for(&extraction);
    extraction.patterns.truncate(MOST);
    side.choices = match extraction.patterns.as_slice() {
        [_] => Vec::new(),
        several => several.iter().map(name).collect(),
    };
    let last = extraction.patterns.len().saturating_sub(1);
    side.pick = pick.min(last);
    let Some(found) = extraction.patterns.get(side.pick) else {
        if side.remarks.is_empty() {
            let message = "nothing is known of these patterns before deployment";
            side.remarks.push(error(whole, message));
        }
        return (side, None);
    };
    if !found.used_by.sees_envelopes() {
        let [one, _] = found.used_by.words();
        let message = format!(
            "this is a {one}: it follows other rules and sees records, not events of a bus; here it is \
             matched as an event pattern, against the text on the right as it is"
        );
        let mut remark = error(units.range(found.start().span), message);
        remark.severity = "warning";
        side.remarks.push(remark);
    }
    let settled = Settled::new(&found.text, found.language());
    match settled.outcome {
        Outcome::Pattern(pattern) if settled.by_name => {
            let unknowns: Vec<_> = found.text.unknowns().collect();
            for unknown in &unknowns {
                let range = units.range(unknown.place.span);
                let name = unknown.name;
                let message =
                    format!("`{name}` is not known here: it is matched as the text `${{{name}}}`");
                let mut remark = error(range, message);
                remark.severity = "warning";
                side.remarks.push(remark);
            }
            let warnings = pattern.warnings();
            side.warnings = warnings.iter().map(ToString::to_string).collect();
            side.text = Some(match extraction.is_pattern() {
                true => pattern.text().to_owned(),
                false => laid_out(pattern.text()).unwrap_or_else(|| pattern.text().to_owned()),
            });
            let ready = Ready {
                pattern,
                text: settled.text,
                units,
            };
            (side, Some(ready))
        }
        Outcome::Pattern(_) | Outcome::Unclear => {
            let names: Vec<_> = found
                .text
                .unknowns()
                .map(|unknown| format!("`{}`", unknown.name))
                .collect();
            let message = format!(
                "this pattern cannot be compiled without the value of {}",
                names.join(", ")
            );
            let place = found.start();
            side.remarks.push(error(units.range(place.span), message));
            (side, None)
        }
        Outcome::Refused(refused) => {
            let remark = refusal(&refused, &settled.text, &units, whole);
            side.remarks.push(remark);
            (side, None)
        }
    }
}

fn refusal(refused: &PatternError, text: &Text, units: &Units, whole: Range) -> Remark {
    let range = range_of(text, units, refused.span()).unwrap_or(whole);
    let mut remark = error(range, refused.reason());
    let Some(advice) = advice::advise(refused) else {
        return remark;
    };
    remark.fix = advice.instead.and_then(|instead| {
        // Offered only where that mistake is then gone.
        let place = text.exact_place(advice.covers)?;
        let source = refused.text();
        let (before, behind) = (
            source.get(..advice.covers.start)?,
            source.get(advice.covers.end..)?,
        );
        let changed = format!("{before}{instead}{behind}");
        let better = match Pattern::parse(&changed) {
            Ok(_) => true,
            Err(next) => next.span().start >= advice.covers.start + instead.len(),
        };
        (better && place.file == FileId::TEMPLATE).then(|| Fix {
            range: units.range(place.span),
            insert: instead,
            safe: false,
        })
    });
    remark.help = Some(advice.help);
    remark
}

fn error(range: Range, message: impl Into<String>) -> Remark {
    Remark {
        range,
        severity: "error",
        message: message.into(),
        help: None,
        code: None,
        fix: None,
    }
}

/// What to call a pattern among others.
fn name(found: &Found) -> String {
    let [one, _] = found.used_by.words();
    match found.id.is_empty() {
        true => one.to_owned(),
        false => format!("{} ({one})", found.id),
    }
}

/// What a text is that holds patterns, in a few words.
fn taken_for(extraction: &Extraction) -> Option<String> {
    let format = extraction.patterns.first()?.format;
    let what = match format {
        Format::Pattern => return None,
        Format::CloudFormation => "a CloudFormation template",
        Format::Sam => "a SAM template",
        Format::Terraform => "Terraform",
        Format::TerraformState => "a plan or state of Terraform",
        Format::Serverless => "a Serverless service",
        Format::Pulumi => "Pulumi",
        Format::Kubernetes => "objects of Kubernetes",
        Format::Ansible => "tasks of Ansible",
        Format::Carrier("pattern") => return None,
        Format::Carrier(name) => forms()
            .into_iter()
            .find(|form| form.name == name)
            .map_or(name, |form| form.about),
    };
    let count = extraction.patterns.len();
    Some(match count {
        1 => what.to_owned(),
        _ => format!("{what}, with {count} patterns"),
    })
}
