//! Filters of subscribers and event sources of a Custom Event Bus (V2).

use super::{Fault, FaultKind, key_span, nearest};
use crate::dialect::bus_v2::{SYSTEM_METADATA, Scope};
use crate::dialect::event_source_v2::{Kind, RESERVED};
use crate::json::{Document, NodeKind};
use crate::pattern::value::MatcherKind;
use crate::pattern::{Condition, Pattern};

pub(super) fn look(
    scope: Scope,
    document: &Document<'_>,
    pattern: &Pattern,
    faults: &mut Vec<Fault>,
) {
    match scope {
        Scope::Metadata => nested(document, faults),
        Scope::SystemMetadata => {
            for condition in pattern.conditions() {
                system_key(condition, faults);
                system_value(condition, faults);
            }
        }
        Scope::Data => {
            for condition in pattern.conditions() {
                forgeable(condition, faults);
                replay_name(condition, faults);
            }
        }
    }
}

/// Metadata is a map of strings.
fn nested(document: &Document<'_>, faults: &mut Vec<Fault>) {
    for member in document.children(0) {
        if document.node(member).kind == NodeKind::Object {
            let key = document.key(member).unwrap_or_default();
            let message =
                format!("`{key}` holds an object: a METADATA filter has one level of keys");
            let fault = Fault::new(FaultKind::Nested, key_span(document, member), message);
            faults.push(fault.help("metadata is a map of strings: list the strings to accept"));
        }
    }
}

fn system_key(condition: &Condition, faults: &mut Vec<Fault>) {
    let path = &*condition.path;
    if SYSTEM_METADATA.contains(&path) {
        return;
    }
    let message = format!("the service puts no `{path}` into SystemMetadata");
    let fault = Fault::on(condition, FaultKind::Unseen, condition.key_span, message);
    let colons = path.replace('.', ":");
    let bare = |name: &str| name.trim_start_matches("aws:").to_ascii_lowercase();
    let meant = SYSTEM_METADATA
        .into_iter()
        .find(|name| {
            *name == colons
                || bare(name) == path.to_ascii_lowercase().replace(['-', '_'], "")
                || name.eq_ignore_ascii_case(path)
        })
        .or_else(|| nearest(path, SYSTEM_METADATA));
    faults.push(match meant {
        Some(meant) => Fault {
            instead: (colons == path).then(|| (condition.key_span, format!("\"{meant}\""))),
            ..fault.help(format!("the key is called `{meant}`"))
        },
        None => fault.help(format!("its keys are {}", SYSTEM_METADATA.join(", "))),
    });
}

/// The keys of which all values are known.
fn system_value(condition: &Condition, faults: &mut Vec<Fault>) {
    let values: &[&str] = match &*condition.path {
        "aws:DeliveryType" => &["LIVE", "REPLAY"],
        "aws:RegistryType" => &["Glue", "Confluent"],
        _ => return,
    };
    for matcher in &condition.matchers {
        let MatcherKind::Exact(text) = &matcher.kind else {
            continue;
        };
        if !values.contains(&&**text) {
            let message = format!(
                "`{}` is {}, never \"{text}\"",
                condition.path,
                values
                    .iter()
                    .map(|value| format!("\"{value}\""))
                    .collect::<Vec<_>>()
                    .join(" or ")
            );
            let fault = Fault::on(condition, FaultKind::Never, matcher.span, message);
            let same = values.iter().find(|value| value.eq_ignore_ascii_case(text));
            faults.push(match same {
                Some(value) => Fault {
                    instead: Some((matcher.span, format!("\"{value}\""))),
                    ..fault.help(format!("write \"{value}\""))
                },
                None => fault,
            });
        }
    }
}

/// What a publisher writes into the data proves nothing.
fn forgeable(condition: &Condition, faults: &mut Vec<Fault>) {
    if &*condition.path != "source" {
        return;
    }
    for matcher in &condition.matchers {
        let text = match &matcher.kind {
            MatcherKind::Exact(text) => &**text,
            MatcherKind::Prefix(text) => &**text,
            _ => continue,
        };
        if text.starts_with("aws.") {
            let message =
                "anybody who may publish raw events can write this `source` into the data";
            let fault = Fault::on(condition, FaultKind::Forgeable, matcher.span, message);
            faults.push(
                fault.help("filter on `aws:Source` under SYSTEM_METADATA, which the service sets"),
            );
        }
    }
}

/// A replay is marked elsewhere than on a classic bus.
fn replay_name(condition: &Condition, faults: &mut Vec<Fault>) {
    if &*condition.path == "replay-name" {
        let message = "events of a V2 bus have no `replay-name`";
        let fault = Fault::on(condition, FaultKind::Unseen, condition.key_span, message);
        faults
            .push(fault.help(
                "filter on `aws:DeliveryType` under SYSTEM_METADATA: \"LIVE\" or \"REPLAY\"",
            ));
    }
}

/// Fields that the service adds to the pattern of an event source.
pub(super) fn event_source(kind: Kind, document: &Document<'_>, faults: &mut Vec<Fault>) {
    if kind == Kind::Partner {
        // The refusal is documented for services of AWS alone.
        return;
    }
    for member in document.children(0) {
        let key = document.key(member).unwrap_or_default();
        if RESERVED.contains(&&*key) {
            let message = format!("the service adds `{key}` itself, and refuses it in the pattern");
            let fault = Fault::new(FaultKind::Reserved, key_span(document, member), message);
            faults.push(fault.help("leave it out: `AwsService` says whose events come"));
        }
    }
}
