//! Patterns in the resources of Terraform configurations.

use super::cloudformation::{MOST_CHOICES, Met, add};
use super::error::Problem;
use super::hcl::{Evaluator, place};
use super::intrinsics::{Dialect, Resolver, too_long};
use super::text::{FileId, Place, Text};
use super::tree::{Id, Tree};
use super::value::{LONGEST, Value};
use super::{Extraction, Files, Form, Format, Found, Open, Use, Vars};
use crate::json::{Document, NodeKind, Span};
use hcl_edit::Span as _;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Attribute, Block, Body};
use std::path::Path;

/// Reads a configuration in HCL.
pub(super) fn extract(
    path: &Path,
    source: &str,
    vars: &Vars,
    files: &Files<'_>,
    out: &mut Extraction,
) {
    let body = match hcl_edit::parser::parse_body(source) {
        Ok(body) => body,
        Err(error) => {
            // The reader counts bytes, and may stop inside of a character.
            let told = error.location().offset().min(source.len());
            let at = (0..=told).rfind(|at| source.is_char_boundary(*at));
            let at = at.unwrap_or(0);
            let what = error.message().trim();
            let message = format!("this is not HCL: {what}");
            out.problems
                .push(Problem::new(message).at(FileId::TEMPLATE, Span::new(at, at)));
            return;
        }
    };
    let mut evaluator = Evaluator::new(source, vars, path, files);
    for locals in body.get_blocks("locals") {
        for local in locals.body.attributes() {
            evaluator.locals.insert(local.key.as_str(), &local.value);
        }
    }
    for resource in body.get_blocks("resource") {
        let [kind, name] = resource.labels.as_slice() else {
            continue;
        };
        let (kind, name) = (kind.as_str(), name.as_str());
        let used_by = match kind {
            "aws_cloudwatch_event_rule" => Use::Rule,
            "aws_cloudwatch_event_archive" => Use::Archive,
            "aws_pipes_pipe" => Use::Pipe,
            "aws_lambda_event_source_mapping" => Use::EventSourceMapping,
            _ => continue,
        };
        let id = format!("{kind}.{name}");
        let mut attributes: Vec<(String, &Attribute)> = Vec::new();
        match used_by {
            Use::Rule | Use::Archive => {
                attributes.extend(
                    resource
                        .body
                        .get_attribute("event_pattern")
                        .map(|a| (id, a)),
                );
            }
            Use::Pipe => {
                for parameters in resource.body.get_blocks("source_parameters") {
                    filters(&parameters.body, &id, &mut attributes);
                }
            }
            _ => {
                filters(&resource.body, &id, &mut attributes);
            }
        }
        for (id, attribute) in attributes {
            let met = Met {
                id,
                aliases: vec![name.to_owned()],
                used_by,
                emits: Vec::new(),
                ignored: Vec::new(),
            };
            let key = place(attribute.key.span());
            pattern(&mut evaluator, key, &attribute.value, met, 0, out);
        }
    }
    out.files.append(&mut evaluator.files);
}

/// `filter_criteria { filter { pattern = … } }`
fn filters<'b>(holder: &'b Body, id: &str, found: &mut Vec<(String, &'b Attribute)>) {
    let criteria = holder.get_blocks("filter_criteria");
    let filters = criteria.flat_map(|criteria: &Block| criteria.body.get_blocks("filter"));
    for (index, filter) in filters.enumerate() {
        let pattern = filter.body.get_attribute("pattern");
        found.extend(pattern.map(|pattern| (format!("{id}.filter[{index}]"), pattern)));
    }
}

fn pattern<'t>(
    evaluator: &mut Evaluator<'t>,
    key: Place,
    value: &'t Expression,
    met: Met,
    depth: usize,
    out: &mut Extraction,
) {
    match value {
        Expression::Parenthesis(inner) if depth < MOST_CHOICES => {
            return pattern(evaluator, key, inner.inner(), met, depth + 1, out);
        }
        Expression::Conditional(choice) if depth < MOST_CHOICES => {
            let branches = [&choice.true_expr, &choice.false_expr];
            let [then, otherwise] = branches.map(|branch| !matches!(branch, Expression::Null(_)));
            for (branch, met) in branches.into_iter().zip(met.branches(then, otherwise)) {
                if let Some(met) = met {
                    pattern(evaluator, key, branch, met, depth + 1, out);
                }
            }
            return;
        }
        _ => {}
    }
    let item = match evaluator.item(value) {
        Ok(item) => item,
        Err(problem) => return out.problems.push(problem),
    };
    let text = match item.value {
        Value::Text(text) => text,
        Value::Unknown(_) => {
            return out.open.push(Open {
                id: met.id,
                place: item.place,
            });
        }
        // An error of Terraform's own, or no pattern at all.
        _ => return,
    };
    if text.len() > LONGEST {
        return out.problems.push(too_long(item.place));
    }
    let (text, collapsed) = collapse(&text);
    out.patterns.push(Found {
        id: met.id,
        aliases: met.aliases,
        used_by: met.used_by,
        format: Format::Terraform,
        form: Form::Text,
        text,
        stringified: None,
        place: item.place,
        key,
        nulls: Vec::new(),
        collapsed,
        emits: met.emits,
        ignored: met.ignored,
    });
}

/// Whether this is a Terraform configuration in JSON.
pub(super) fn is_json(tree: &Tree<'_>) -> bool {
    let Some(resources) = tree.root.and_then(|root| tree.get(root, "resource")) else {
        return false;
    };
    tree.map(resources).iter().any(|member| {
        tree.str(member.key)
            .is_some_and(|key| key.starts_with("aws_"))
    })
}

/// Reads a configuration in JSON, where `${…}` may stand in every string.
pub(super) fn extract_json(tree: &Tree<'_>, root: Id, vars: &Vars, out: &mut Extraction) {
    let mut resolver = Resolver::new(tree, vars, Dialect::Serverless);
    for (kind, used_by) in [
        ("aws_cloudwatch_event_rule", Use::Rule),
        ("aws_cloudwatch_event_archive", Use::Archive),
    ] {
        let Some(resources) = tree.walk(root, &["resource", kind]) else {
            continue;
        };
        for resource in tree.members(resources) {
            let (Some(name), Some(member)) = (
                tree.str(resource.key),
                tree.entry(resource.value, "event_pattern"),
            ) else {
                continue;
            };
            let met = Met {
                id: format!("{kind}.{name}"),
                aliases: vec![name.to_owned()],
                used_by,
                emits: Vec::new(),
                ignored: Vec::new(),
            };
            let before = out.patterns.len();
            let key = tree.place(member.key);
            add(
                &mut resolver,
                Format::Terraform,
                key,
                member.value,
                met,
                out,
            );
            for found in out.patterns.iter_mut().skip(before) {
                let (text, collapsed) = collapse(&found.text);
                found.text = text;
                found.collapsed = collapsed;
            }
        }
    }
}

/// The text as Terraform's provider passes it on: it reads the JSON and writes it anew, and of
/// members with one name in one object only the last is left. Also the keys that are lost.
fn collapse(text: &Text) -> (Text, Vec<Place>) {
    let Ok(document) = Document::parse(text.as_str()) else {
        return (text.clone(), Vec::new());
    };
    let mut dropped = Vec::new();
    let mut lost = Vec::new();
    for (id, node) in (0_u32..).zip(document.nodes()) {
        if node.kind != NodeKind::Object {
            continue;
        }
        let members: Vec<_> = document.children(id).collect();
        let mut last = std::collections::HashMap::new();
        for child in &members {
            last.insert(document.key(*child), *child);
        }
        if last.len() == members.len() {
            continue;
        }
        for (child, next) in members.iter().zip(members.iter().skip(1)) {
            if last.get(&document.key(*child)) != Some(child) {
                let key = document.node(*child).key;
                lost.push(text.place(key));
                dropped.push(Span::new(key.start, document.node(*next).key.start));
            }
        }
    }
    if dropped.is_empty() {
        return (text.clone(), lost);
    }
    // What is dropped may lie inside of something that is dropped.
    dropped.sort_unstable();
    let mut ranges: Vec<Span> = Vec::new();
    for range in dropped {
        match ranges.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => ranges.push(range),
        }
    }
    (text.without(&ranges), lost)
}
