//! What is wrong with the filters of one place together.

use super::rules::{
    contradicting_scopes, contradicting_type, duplicate_scope, filter_too_large,
    filters_over_quota, raw_envelope, too_many_filters, wildcard_rules,
};
use super::{Finding, Rule};
use crate::dialect::rule::WILDCARD_RULES;
use crate::dialect::{Dialect, Operator, Size, bus_v2::Scope};
use crate::filter::How;
use crate::json::write_string;
use crate::pattern::value::MatcherKind;
use crate::pattern::{Condition, Pattern};
use crate::template::{Bus, Extraction, FileId, Format, Found, Settled, Use};
use std::collections::BTreeMap;
use std::path::Path;

/// A filter with its place in the extraction.
struct Member<'e> {
    index: usize,
    found: &'e Found,
    dialect: Dialect,
}

/// Looks at all filters of an extraction that belong together.
pub fn of_places(extraction: &Extraction) -> Vec<Finding> {
    let mut findings = Vec::new();
    for members in places(extraction) {
        let Some(first) = members.first() else {
            continue;
        };
        count(&members, &mut findings);
        if matches!(first.dialect, Dialect::BusV2(_)) {
            scopes(&members, &mut findings);
        }
        size(&members, &mut findings);
    }
    count_wildcards(extraction, &mut findings);
    for (index, found) in extraction.patterns.iter().enumerate() {
        if let Some(dialect) = found.dialect() {
            let member = Member {
                index,
                found,
                dialect,
            };
            beside(&member, &mut findings);
        }
    }
    findings
}

/// The rules that have wildcards, of the buses that are known.
fn with_wildcards(extraction: &Extraction) -> impl Iterator<Item = Member<'_>> {
    let patterns = extraction.patterns.iter().enumerate();
    patterns.filter_map(|(index, found)| {
        if found.used_by != Use::Rule || found.bus == Bus::Unknown {
            return None;
        }
        // Most patterns do not have the word, spelled with escapes or without.
        let text = found.text.as_str();
        if !text.contains("wildcard") && !text.contains('\\') {
            return None;
        }
        let settled = Settled::new(&found.text, Dialect::Rule.language());
        let has_wildcard = settled.pattern()?.conditions().iter().any(|condition| {
            condition.matchers.iter().any(|matcher| {
                matches!(
                    Operator::of(&matcher.kind),
                    Operator::Wildcard | Operator::AnythingButWildcard
                )
            })
        });
        has_wildcard.then_some(Member {
            index,
            found,
            dialect: Dialect::Rule,
        })
    })
}

/// A bus, with the files in which what it is called by means the same: Terraform reads a directory
/// as one.
type BusKey<'e> = (&'e Bus, Option<&'e Path>);

fn bus<'e>(extraction: &'e Extraction, found: &'e Found) -> BusKey<'e> {
    let path = extraction
        .file(FileId::TEMPLATE)
        .map(|file| file.path.as_path());
    let scope = match (&found.bus, found.format) {
        (Bus::Own(_), Format::Terraform) => path.and_then(Path::parent),
        (Bus::Own(_), _) => path,
        _ => None,
    };
    (&found.bus, scope)
}

/// The rules with wildcards by their bus, each with the place of its template among these.
fn by_bus<'e>(extractions: &[&'e Extraction]) -> BTreeMap<BusKey<'e>, Vec<(usize, Member<'e>)>> {
    let mut buses: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (at, extraction) in extractions.iter().enumerate() {
        for member in with_wildcards(extraction) {
            let key = bus(extraction, member.found);
            buses.entry(key).or_default().push((at, member));
        }
    }
    buses
}

fn too_many_wildcards(bus: &Bus, count: usize, beyond: &Member<'_>) -> Finding {
    let bus = match bus {
        Bus::Default | Bus::Unknown => "the default bus".to_owned(),
        Bus::Named(name) | Bus::Own(name) => format!("the bus `{name}`"),
    };
    let message = format!("{count} rules of {bus} have wildcards: a bus may have {WILDCARD_RULES}");
    let help = "the quota is not raised; use `prefix` and `suffix`, or another bus";
    finding(&wildcard_rules::RULE, beyond, message, help)
}

/// The quota of rules with wildcards that a bus may have.
fn count_wildcards(extraction: &Extraction, findings: &mut Vec<Finding>) {
    for ((bus, _), rules) in by_bus(&[extraction]) {
        if let Some((_, beyond)) = rules.get(WILDCARD_RULES) {
            findings.push(too_many_wildcards(bus, rules.len(), beyond));
        }
    }
}

/// The findings on rules with wildcards over several templates, of which none has too many of the bus
/// by itself, each with the template that it is in, as its place among them.
pub fn wildcards_over(extractions: &[&Extraction]) -> Vec<(usize, Finding)> {
    let buses = by_bus(extractions).into_iter();
    buses
        .filter_map(|((bus, _), rules)| {
            let (at, beyond) = rules.get(WILDCARD_RULES)?;
            let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
            for (at, _) in &rules {
                *counts.entry(*at).or_default() += 1;
            }
            let is_told = counts.values().any(|count| *count > WILDCARD_RULES);
            (!is_told).then(|| (*at, too_many_wildcards(bus, rules.len(), beyond)))
        })
        .collect()
}

/// The filters that belong together, in the order of the template.
fn places(extraction: &Extraction) -> Vec<Vec<Member<'_>>> {
    let mut places: Vec<(&str, Vec<Member<'_>>)> = Vec::new();
    for (index, found) in extraction.patterns.iter().enumerate() {
        let (Some(owner), Some(dialect)) = (found.owner(), found.dialect()) else {
            continue;
        };
        let member = Member {
            index,
            found,
            dialect,
        };
        match places.last_mut() {
            Some((last, members))
                if *last == owner && members.iter().all(|m| m.found.id != found.id) =>
            {
                members.push(member);
            }
            _ => places.push((owner, vec![member])),
        }
    }
    places.into_iter().map(|(_, members)| members).collect()
}

fn finding(rule: &'static Rule, member: &Member<'_>, message: String, help: &str) -> Finding {
    Finding {
        code: rule.code,
        severity: rule.severity,
        message,
        help: (!help.is_empty()).then(|| help.to_owned()),
        place: member.found.start(),
        path: String::new(),
        id: member.found.id.clone(),
        note: None,
        pattern: member.index,
        idea: None,
        fix: None,
    }
}

/// More filters than the place takes.
fn count(members: &[Member<'_>], findings: &mut Vec<Finding>) {
    let Some(first) = members.first() else { return };
    let (by_default, most) = match (first.dialect, first.dialect.table()) {
        (Dialect::BusV2(_), _) => (Scope::ALL.len(), Scope::ALL.len()),
        (_, Some(table)) => (table.filters.0, table.filters.1.unwrap_or(table.filters.0)),
        _ => return,
    };
    let place = first.dialect.title();
    let count = members.len();
    if let Some(beyond) = members.get(most) {
        let message = format!("{count} filters: {place} may have {most}");
        let help = match How::of(first.dialect) {
            How::Any => "put values that are alternatives into one filter, or use `$or`",
            How::All => "one filter for each scope is all there can be",
        };
        findings.push(finding(&too_many_filters::RULE, beyond, message, help));
    } else if let Some(beyond) = members.get(by_default) {
        let message = format!(
            "{count} filters: {place} may have {by_default} by default, and {most} on request"
        );
        let help = "ask for a raised quota, or put alternatives into one filter with `$or`";
        findings.push(finding(&filters_over_quota::RULE, beyond, message, help));
    }
}

fn size(members: &[Member<'_>], findings: &mut Vec<Finding>) {
    let Some(first) = members.first() else { return };
    let Some((Size::BytesTogether(most), _)) = first.dialect.table().map(|table| table.size) else {
        return;
    };
    if members.iter().any(|member| !member.found.text.is_known()) {
        return;
    }
    let lengths = members
        .iter()
        .map(|member| member.found.text.as_str().len());
    let bytes: usize = lengths.sum();
    let place = first.dialect.title();
    if bytes > most && members.len() > 1 {
        let message = format!(
            "{bytes} bytes in {} filters: {place} takes at most {most}",
            members.len()
        );
        findings.push(finding(&filter_too_large::RULE, first, message, ""));
    } else if bytes <= most && serialized(members) > most {
        let message = format!(
            "{} bytes as a `FilterConfiguration`: whether the limit of {most} counts the patterns \
             alone is documented in two ways",
            serialized(members)
        );
        findings.push(finding(&filters_over_quota::RULE, first, message, ""));
    }
}

/// How long the configuration is that the filters stand in.
fn serialized(members: &[Member<'_>]) -> usize {
    let mut text = String::from("{\"Language\":\"EVENT_BRIDGE_PATTERN\",\"Filters\":[");
    for member in members {
        let Dialect::BusV2(scope) = member.dialect else {
            continue;
        };
        text.push_str("{\"Scope\":\"");
        text.push_str(scope.name());
        text.push_str("\",\"Pattern\":");
        write_string(&mut text, member.found.text.as_str());
        text.push_str("},");
    }
    text.len() + 1
}

/// A filter of a subscriber, compiled.
struct Scoped<'m, 'e> {
    member: &'m Member<'e>,
    scope: Scope,
    pattern: Option<Pattern>,
}

impl Scoped<'_, '_> {
    /// The condition on a path that each alternative asks for.
    fn condition(&self, path: &str) -> Option<&Condition> {
        let pattern = self.pattern.as_ref()?;
        let found = pattern.conditions().iter().find(|c| &*c.path == path)?;
        let everywhere = pattern.alternatives().iter().all(|alternative| {
            let mut conditions = alternative.conditions.iter();
            conditions.any(|id| std::ptr::eq(pattern.condition(*id), found))
        });
        everywhere.then_some(found)
    }
}

fn scopes(members: &[Member<'_>], findings: &mut Vec<Finding>) {
    let scoped: Vec<Scoped<'_, '_>> = members
        .iter()
        .filter_map(|member| match member.dialect {
            Dialect::BusV2(scope) => {
                let settled = Settled::new(&member.found.text, member.dialect.language());
                Some(Scoped {
                    member,
                    scope,
                    pattern: settled
                        .pattern()
                        .filter(|_| settled.unknowns.is_empty())
                        .cloned(),
                })
            }
            _ => None,
        })
        .collect();
    for (index, later) in scoped.iter().enumerate() {
        let mut earlier = scoped.iter().take(index);
        if earlier.any(|earlier| earlier.scope == later.scope) {
            let message = format!("a second filter of the scope {}", later.scope.name());
            let help = "the service says: Duplicate filter scope; all conditions of a scope go in one pattern";
            findings.push(finding(&duplicate_scope::RULE, later.member, message, help));
        }
    }
    let of = |scope| scoped.iter().find(|scoped| scoped.scope == scope);
    let (data, metadata) = (of(Scope::Data), of(Scope::Metadata));
    let system = of(Scope::SystemMetadata);
    let content = |types: &[&str]| {
        let condition = system.and_then(|system| system.condition("ContentType"));
        condition.is_some_and(|condition| {
            types.iter().any(|t| condition.accepts_string(t))
                && ALL_TYPES
                    .iter()
                    .filter(|t| !types.contains(t))
                    .all(|t| !condition.accepts_string(t))
        })
    };
    let raw_only = content(&ALL_TYPES[1..]);
    let entries_only = content(&ALL_TYPES[..1]);
    let published = ["aws:Source", "aws:DetailType"].into_iter().find(|path| {
        let condition = system.and_then(|system| system.condition(path));
        condition.is_some_and(|condition| !condition.accepts_absence())
    });
    if let (Some(system), Some(path)) = (system, published) {
        if raw_only {
            let message = format!(
                "`ContentType` selects raw events, and those have no `{path}`: this never matches"
            );
            findings.push(finding(
                &contradicting_scopes::RULE,
                system.member,
                message,
                ONLY_RAW,
            ));
        }
        if let Some(metadata) = metadata {
            let message = format!(
                "events with `{path}` have no metadata, which this filter asks for: this never matches"
            );
            findings.push(finding(
                &contradicting_scopes::RULE,
                metadata.member,
                message,
                ONLY_RAW,
            ));
        }
    } else if let (Some(metadata), true) = (metadata, entries_only) {
        let message = "`ContentType` selects events without metadata, which this filter asks for: \
                       this never matches";
        findings.push(finding(
            &contradicting_scopes::RULE,
            metadata.member,
            message.to_owned(),
            ONLY_RAW,
        ));
    }
    if let Some(data) = data {
        if content(&["application/octet-stream"]) {
            let message =
                "the data of `application/octet-stream` cannot be read: this never matches";
            findings.push(finding(
                &contradicting_scopes::RULE,
                data.member,
                message.to_owned(),
                "filter on METADATA or SYSTEM_METADATA",
            ));
        }
        let envelope = data.pattern.as_ref().and_then(|pattern| {
            let mut paths = pattern.conditions().iter().map(|c| &*c.path);
            paths.find(|path| *path == "detail-type" || path.starts_with("detail."))
        });
        if let (Some(path), true) = (envelope, raw_only || metadata.is_some()) {
            let message = format!(
                "raw events have no envelope, and this asks for `{}`",
                path.split('.').next().unwrap_or(path)
            );
            let help = "the data of a raw event is what was published: write the pattern without \
                        `detail`, unless publishers imitate the envelope";
            findings.push(finding(&raw_envelope::RULE, data.member, message, help));
        }
    }
}

const ONLY_RAW: &str = "`PutEvents` sets `aws:Source` and `aws:DetailType`, and only `PutRawEvents` \
                        carries metadata and other content types: use two subscribers";

/// What `ContentType` can be, that of events with an envelope first.
const ALL_TYPES: [&str; 5] = [
    "application/eventbridge+json",
    "application/json",
    "application/avro",
    "application/protobuf",
    "application/octet-stream",
];

/// What the pattern says of what is asked for beside it.
fn beside(member: &Member<'_>, findings: &mut Vec<Finding>) {
    if member.found.beside.is_empty() {
        return;
    }
    let settled = Settled::new(&member.found.text, member.dialect.language());
    let Some(pattern) = settled.pattern() else {
        return;
    };
    for (path, value) in &member.found.beside {
        for condition in pattern.conditions() {
            let differs = &*condition.path == *path
                && !condition.accepts_string(value)
                && !settled.is_unknown(condition.span)
                && !condition
                    .matchers
                    .iter()
                    .any(|m| matches!(m.kind, MatcherKind::Exists(true)));
            if differs {
                let message = format!(
                    "the rule is for `{path}` \"{value}\", which the pattern does not accept"
                );
                let help = "both have to hold, so this never matches; leave the condition out of the pattern";
                findings.push(Finding {
                    place: settled.text.place(condition.span),
                    path: condition.path.to_string(),
                    ..finding(&contradicting_type::RULE, member, message, help)
                });
            }
        }
    }
}
