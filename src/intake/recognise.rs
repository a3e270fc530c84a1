//! Which form a text is of: by its content, or by the name that was given.

use super::concatenated::Survey;
use super::error::Kind;
use super::trail::{Trail, first_line, trimmed};
use super::walk::Walk;
use super::{Form, MAX_WRAPPERS};
use super::{array, concatenated, csv, event, lines, literal, numbered, python, string};
use super::{
    bus_log, cloudtrail, describe_tasks, destination, dynamodb, firehose, insights, kafka,
};
use super::{kinesis, lambda_log, log_events, lookup_events, mq, put_events, sns, sqs};
use super::{step_functions, subscription, v2};
use crate::json::{Document, NodeId, NodeKind, Span, SyntaxError, SyntaxErrorKind};

type ReadForm = fn(&mut Walk<'_>, &Document<'_>, NodeId, &Trail<'_>);
type Fits = fn(&Document<'_>, NodeId) -> bool;

/// What wraps events, the more particular first.
const WRAPPERS: [(Form, Fits, ReadForm); 19] = [
    (Form::V2, v2::fits, v2::read),
    (Form::BusLog, bus_log::fits, bus_log::read),
    (Form::Kinesis, kinesis::fits, kinesis::read),
    (Form::DynamoDb, dynamodb::fits, dynamodb::read),
    (Form::Sqs, sqs::fits, sqs::read),
    (Form::Sns, sns::fits, sns::read),
    (Form::CloudTrail, cloudtrail::fits, cloudtrail::read),
    (Form::LookupEvents, lookup_events::fits, lookup_events::read),
    (Form::Firehose, firehose::fits, firehose::read),
    (Form::Kafka, kafka::fits, kafka::read),
    (Form::Mq, mq::fits, mq::read),
    (Form::Subscription, subscription::fits, subscription::read),
    (Form::Destination, destination::fits, destination::read),
    (Form::PutEvents, put_events::fits, put_events::read),
    (
        Form::DescribeTasks,
        describe_tasks::fits,
        describe_tasks::read,
    ),
    (
        Form::StepFunctions,
        step_functions::fits,
        step_functions::read,
    ),
    (Form::LogEvents, log_events::fits, log_events::read),
    (Form::Insights, insights::fits, insights::read),
    (Form::LambdaLog, lambda_log::fits, lambda_log::read),
];

/// The wrapper that a value is, if it is one.
pub(super) fn wrapper(document: &Document<'_>, id: NodeId) -> Option<(Form, ReadForm)> {
    WRAPPERS
        .iter()
        .find(|(_, fits, _)| fits(document, id))
        .map(|(form, _, read)| (*form, *read))
}

impl Walk<'_> {
    /// Reads a text by what its content shows.
    pub(super) fn text(&mut self, text: &str, trail: &Trail<'_>) {
        if trail.forms.len() > MAX_WRAPPERS {
            return self.problem(Kind::TooManyWrappers, trimmed(text), trail);
        }
        let span = trimmed(text);
        match span.of(text).chars().next() {
            None => self.problem(Kind::Empty, Span::default(), trail),
            Some('{' | '[' | '"') => self.json(text, trail),
            Some(_) => {
                if let Some(column) = csv::column(text) {
                    return csv::read(self, text, column, trail);
                }
                if let Some(plain) = numbered::without_numbers(text) {
                    return numbered::read(self, text, &plain, trail);
                }
                if let Some(json) = super::yaml::to_json(text) {
                    return super::yaml::read(self, text, &json, trail);
                }
                let log = python::scan(text);
                if log.is_empty() {
                    let kind = match Document::parse(text) {
                        Ok(document) => Kind::NotAnObject {
                            found: document.node(0).kind.name(),
                        },
                        Err(_) => Kind::NoEvent,
                    };
                    return self.problem(kind, first_line(text), trail);
                }
                python::read(self, text, log, trail);
            }
        }
    }

    /// Reads a text that begins as JSON does.
    fn json(&mut self, text: &str, trail: &Trail<'_>) {
        let Survey {
            count,
            first,
            stand_alone,
            error,
        } = concatenated::survey(text);
        let Some(error) = error else {
            match count {
                1 => self.json_value(text, first, trail),
                _ if stand_alone => lines::read(self, text, trail),
                _ => concatenated::read(self, text, trail),
            }
            return;
        };
        if count == 0 {
            if let Some(unescaped) = string::left_by_shell(text) {
                return string::read_unescaped(self, &unescaped, trimmed(text), trail);
            }
            if literal::read(self, text, trail) {
                return;
            }
            let prefix = is_log_prefix(text, &error);
            let log = python::scan(text);
            if prefix && log.is_empty() {
                return self.problem(Kind::NoEvent, first_line(text), trail);
            }
            if prefix || log.needs_python() {
                return python::read(self, text, log, trail);
            }
        }
        if lines::prevail(text) {
            lines::read(self, text, trail);
        } else if count > 0 || concatenated::goes_on(text, &error) {
            concatenated::read(self, text, trail);
        } else {
            self.syntax(nearest(text), error, text, trail);
        }
    }

    /// Reads a text that is a sequence of JSON values, and calls `after` behind each of them. Whether it
    /// is one.
    pub(super) fn sequence(
        &mut self,
        text: &str,
        trail: &Trail<'_>,
        after: &mut dyn FnMut(&mut Self),
    ) -> bool {
        if !text.trim_start().starts_with(['{', '[', '"']) {
            return false;
        }
        let Survey {
            count,
            stand_alone,
            error,
            ..
        } = concatenated::survey(text);
        let are_lines = match &error {
            None => stand_alone,
            Some(_) => count > 0 && lines::prevail(text),
        };
        match (count, are_lines) {
            (0 | 1, _) => return false,
            (_, true) => lines::read_each(self, text, trail, after),
            (_, false) => concatenated::read_each(self, text, trail, after),
        }
        true
    }

    /// Reads the text as the one form that was asked for.
    pub(super) fn named(&mut self, form: Form, text: &str, trail: &Trail<'_>) {
        let span = trimmed(text);
        if span.is_empty() {
            return self.problem(Kind::Empty, Span::default(), trail);
        }
        match form {
            Form::Lines => lines::read(self, text, trail),
            Form::Concatenated => concatenated::read(self, text, trail),
            Form::Python => python::read(self, text, python::scan(text), trail),
            Form::String => string::read(self, text, trail),
            Form::Csv | Form::Yaml | Form::Numbered | Form::Literal => {
                let read = match form {
                    Form::Csv => {
                        csv::column(text).map(|column| csv::read(self, text, column, trail))
                    }
                    Form::Numbered => numbered::without_numbers(text)
                        .map(|plain| numbered::read(self, text, &plain, trail)),
                    Form::Yaml => super::yaml::to_json(text)
                        .map(|json| super::yaml::read(self, text, &json, trail)),
                    _ => literal::read(self, text, trail).then_some(()),
                };
                if read.is_none() {
                    let kind = Kind::Needs { form, fits: None };
                    self.problem(kind, first_line(text), trail);
                }
            }
            _ => {
                let document = match Document::parse(text) {
                    Ok(document) => document,
                    Err(error) => return self.syntax(form, error, text, trail),
                };
                let reader = match (form, document.node(0).kind) {
                    (Form::Event, NodeKind::Object) => Some(event::read as ReadForm),
                    (Form::Array, NodeKind::Array) => Some(array::read as ReadForm),
                    (Form::Event | Form::Array, _) => None,
                    _ => WRAPPERS
                        .iter()
                        .find(|(name, fits, _)| *name == form && fits(&document, 0))
                        .map(|(_, _, read)| *read),
                };
                match reader {
                    Some(read) => read(self, &document, 0, trail),
                    None => {
                        let kind = Kind::Needs { form, fits: None };
                        self.problem(kind, document.node(0).span, trail);
                    }
                }
            }
        }
    }

    /// Reads the one JSON value that stands at `span`, which has been checked.
    pub(super) fn json_value(&mut self, text: &str, span: Span, trail: &Trail<'_>) {
        let trail = trail.at(span.start);
        match Document::parse(span.of(text)) {
            Ok(document) => self.value(&document, 0, &trail),
            Err(error) => self.syntax(Form::Event, error, text, &trail),
        }
    }

    /// Reads a value of a document by what it is.
    pub(super) fn value(&mut self, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
        let node = document.node(id);
        if trail.forms.len() > MAX_WRAPPERS {
            return self.problem(Kind::TooManyWrappers, node.span, trail);
        }
        match node.kind {
            // An entry of a log may have a `source` of its own.
            NodeKind::Object if event::has_envelope(document, id) => {
                match !event::is_surely_one(document, id) && lambda_log::fits(document, id) {
                    true => lambda_log::read(self, document, id, trail),
                    false => event::read(self, document, id, trail),
                }
            }
            NodeKind::Object => match wrapper(document, id) {
                Some((_, read)) => read(self, document, id, trail),
                None => event::read(self, document, id, trail),
            },
            NodeKind::String => string::read_node(self, document, id, trail),
            NodeKind::Array if trail.forms.last() != Some(&Form::Array) => {
                match wrapper(document, id) {
                    Some((_, read)) => read(self, document, id, trail),
                    None => array::read(self, document, id, trail),
                }
            }
            kind => {
                // A row of a table is a list of its fields.
                if kind == NodeKind::Array
                    && let Some((_, read)) = wrapper(document, id)
                {
                    return read(self, document, id, trail);
                }
                let found = kind.name();
                self.problem(Kind::NotAnObject { found }, node.span, trail);
            }
        }
    }
}

/// What a broken JSON text was going to be.
fn nearest(text: &str) -> Form {
    match text.trim_start().chars().next() {
        Some('[') => Form::Array,
        Some('"') => Form::String,
        _ => Form::Event,
    }
}

/// Whether a text that is not JSON begins like a line of a log: `[INFO] …`, `[2026-03-02T…] …`.
fn is_log_prefix(text: &str, error: &SyntaxError) -> bool {
    let before = text.get(..error.span().start).unwrap_or("").trim();
    before == "["
        && matches!(
            error.kind(),
            SyntaxErrorKind::Word(_) | SyntaxErrorKind::Number
        )
}
