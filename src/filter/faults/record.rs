//! Filters of pipes and event source mappings: what a record has, and what of it the filter sees.

use super::{Fault, FaultKind, aws, dynamodb, key_span, nearest};
use crate::dialect::source::ADDED_BY_POLLING;
use crate::dialect::{Dialect, Source};
use crate::json::{Document, NodeId, NodeKind, Number};
use crate::pattern::value::MatcherKind;
use crate::pattern::{Condition, Pattern};

/// What the filters of pipes take instead of what they refuse.
pub(crate) const TAKES: &str = "use `prefix`, `suffix` or plain values, or filter in the target";

pub(super) fn look(
    dialect: Dialect,
    document: &Document<'_>,
    pattern: &Pattern,
    faults: &mut Vec<Fault>,
) {
    let mut objects = vec![0];
    while let Some(object) = objects.pop() {
        for member in document.children(object) {
            let key = document.key(member).unwrap_or_default();
            match (&*key, document.node(member).kind) {
                ("$or", NodeKind::Array) => objects.extend(document.children(member)),
                _ => faults.extend(top(dialect, document, member)),
            }
        }
    }
    let Some(source) = dialect.source() else {
        return;
    };
    for condition in pattern.conditions() {
        strings(source, condition, faults);
        if let Dialect::EventSourceMapping(_) = dialect {
            numbers(source, condition, faults);
        }
        match source {
            Source::Sqs => body(condition, faults),
            Source::DynamoDb => dynamodb::look(condition, faults),
            _ => {}
        }
    }
}

/// A member at the top of the pattern.
fn top(dialect: Dialect, document: &Document<'_>, member: NodeId) -> Option<Fault> {
    let key = document.key(member)?;
    let first = key.split('.').next().unwrap_or(&key);
    let span = key_span(document, member);
    let source = dialect.source();
    let is_a_field = source.is_some_and(|source| {
        source.data_keys().contains(&first) || aws::fields(source).contains(&first)
    });
    let fault = |kind, message: String| Fault {
        path: first.to_owned(),
        ..Fault::new(kind, span, message)
    };
    let unseen = |message: String| fault(FaultKind::Unseen, message);
    if !is_a_field && aws::BATCHES.contains(&first) {
        let message = format!("the filter sees one record, which has no `{first}`");
        return Some(unseen(message).help(format!(
            "begin at the record: leave out `{first}`{}",
            match source.and_then(|source| source.data_keys().last().copied()) {
                Some(data) => format!(", as in {{\"{data}\": …}}"),
                None => String::new(),
            }
        )));
    }
    if source == Some(Source::Kinesis) && first == "kinesis" {
        let message = "the filter sees the record of Kinesis without the level `kinesis`";
        return Some(unseen(message.to_owned()).help("write `data` at the top of the pattern"));
    }
    if ADDED_BY_POLLING.contains(&first) && !is_a_field {
        // Without its source it may be a record of DynamoDB, which has some of these itself.
        let of_the_stream = matches!(first, "eventName" | "eventID" | "eventVersion");
        if source.is_none() && of_the_stream {
            return None;
        }
        let message = format!("`{first}` is added to the record after it was filtered");
        return Some(unseen(message).help("leave it out: all records come from one source"));
    }
    let Some(source) = source else {
        let meant = of_any_record(first)?;
        let message = format!("no record has a field `{first}`");
        return Some(Fault {
            instead: (first.len() == key.len()).then(|| (span, format!("\"{meant}\""))),
            ..unseen(message).help(format!("the field is called `{meant}`"))
        });
    };
    if source.data_keys().contains(&first) {
        return None;
    }
    let data: Vec<_> = source
        .data_keys()
        .iter()
        .map(|key| format!("`{key}`"))
        .collect();
    let data = data.join(" and ");
    if is_a_field {
        let documented = match dialect {
            Dialect::EventSourceMapping(_) => source == Source::DynamoDb && first == "eventName",
            _ => true,
        };
        if documented {
            return None;
        }
        let message = format!(
            "Lambda documents filters on {} for {}, not on `{first}`",
            match source {
                Source::DynamoDb => "`dynamodb` and `eventName`".to_owned(),
                Source::Kafka => "`value`".to_owned(),
                _ => data,
            },
            source.title()
        );
        return Some(
            fault(FaultKind::Undocumented, message)
                .help("whether it filters is not documented; try it before you rely on it"),
        );
    }
    let message = format!("records of {} have no `{first}`", source.title());
    let all = || {
        source
            .data_keys()
            .iter()
            .chain(aws::fields(source))
            .copied()
    };
    let same = all().find(|name| name.eq_ignore_ascii_case(first));
    let meant = same.or_else(|| nearest(first, all()));
    let fault = unseen(message);
    Some(match (meant, source.data_keys().last()) {
        (Some(meant), _) => Fault {
            instead: (first.len() == key.len()).then(|| (span, format!("\"{meant}\""))),
            ..fault.help(format!("the field is called `{meant}`"))
        },
        (None, Some(data)) => fault.help(format!(
            "what the record carries is below `{data}`: {{\"{data}\": {{\"{first}\": …}}}}"
        )),
        (None, None) => fault,
    })
}

/// The field that a name nearly is, where it is none of the fields that the records of any source have.
fn of_any_record(name: &str) -> Option<&'static str> {
    let all = || {
        Source::ALL.iter().flat_map(|source| {
            let data = source.data_keys().iter().copied();
            data.chain(aws::fields(*source).iter().copied())
        })
    };
    if all().any(|field| field == name) {
        return None;
    }
    let same = all().find(|field| field.eq_ignore_ascii_case(name));
    same.or_else(|| nearest(name, all()))
}

/// Fields whose values are strings, whatever they look like.
fn strings(source: Source, condition: &Condition, faults: &mut Vec<Fault>) {
    let path = &*condition.path;
    let is_text = match source {
        Source::Sqs => path.starts_with("attributes.") || path.ends_with(".stringValue"),
        Source::Kinesis => matches!(path, "partitionKey" | "sequenceNumber"),
        Source::DynamoDb => path == "dynamodb.SequenceNumber",
        Source::Kafka | Source::Mq | Source::DocumentDb => false,
    };
    // Below `body` anything may be called so.
    if !is_text || path.starts_with("body.") {
        return;
    }
    for matcher in &condition.matchers {
        let help = match &matcher.kind {
            MatcherKind::Number(_) => "write the number in quotes",
            MatcherKind::Numeric(_) => "compare as text: with plain strings, `prefix` or `suffix`",
            _ => continue,
        };
        let message = format!("`{path}` is a string in records of {}", source.title());
        faults.push(Fault::on(condition, FaultKind::Never, matcher.span, message).help(help));
    }
}

/// Numbers that are written in another way than most publishers write them. Lambda's page says that
/// numbers are compared by their text, that of EventBridge that they are compared by value.
fn numbers(source: Source, condition: &Condition, faults: &mut Vec<Fault>) {
    let first = condition.path.split('.').next().unwrap_or_default();
    // DynamoDB has numbers as strings.
    if source == Source::DynamoDb || !source.data_keys().contains(&first) {
        return;
    }
    let numbers = || {
        condition
            .matchers
            .iter()
            .filter_map(|matcher| match &matcher.kind {
                MatcherKind::Number(number) => Some((matcher.span, number)),
                _ => None,
            })
    };
    for (span, number) in numbers() {
        let text = number.text();
        let Some(plain) = plain_number(number) else {
            continue;
        };
        let listed = numbers().any(|(_, other)| other.text() == plain);
        if listed {
            continue;
        }
        let message = format!(
            "whether {text} accepts {plain} is documented in two ways: Lambda's page compares the text, \
             that of EventBridge the value"
        );
        let fault = Fault::on(condition, FaultKind::NumberText, span, message);
        faults.push(Fault {
            instead: Some((span, format!("{plain}, {text}"))),
            ..fault.help(format!("list both: {plain}, {text}"))
        });
    }
}

/// A number as most publishers write it, where this is another way: without exponent, and without
/// zeros after the fraction. `None` where it is written so, is too long to be, or has no double that is just
/// this number.
fn plain_number(number: &Number) -> Option<String> {
    let text = number.text();
    let is_plain = match text.split_once('.') {
        Some((_, fraction)) => !fraction.ends_with('0'),
        None => true,
    };
    if is_plain && !text.contains(['e', 'E']) {
        return None;
    }
    // There is one zero.
    let plain = format!("{}", number.value()? + 0.0);
    (plain.len() <= MOST_DIGITS && plain != text).then_some(plain)
}

/// More digits than these nobody writes out.
const MOST_DIGITS: usize = 17;

/// A body that is compared as text, with the text of some JSON object.
fn body(condition: &Condition, faults: &mut Vec<Fault>) {
    if &*condition.path != "body" {
        return;
    }
    for matcher in &condition.matchers {
        let MatcherKind::Exact(text) = &matcher.kind else {
            continue;
        };
        let Ok(document) = Document::parse(&**text) else {
            continue;
        };
        if document.node(0).kind != NodeKind::Object {
            continue;
        }
        let message = "`body` is written as text: every message whose body is JSON is dropped";
        let fault = Fault::on(condition, FaultKind::BodyAsText, matcher.span, message);
        let one = condition.matchers.len() == 1;
        faults.push(Fault {
            instead: one.then(|| (condition.span, as_pattern(&document))),
            ..fault.help(format!(
                "name the fields of the body: {{\"body\": {}}}",
                crate::text::brief(&as_pattern(&document), 60)
            ))
        });
    }
}

/// What asks for an object: itself, if it is a pattern; each of its values in a list, if it is an
/// example of what is to pass.
fn as_pattern(object: &Document<'_>) -> String {
    let is_pattern = Pattern::parse(object.text()).is_ok();
    if is_pattern {
        return object.text().to_owned();
    }
    let mut out = String::new();
    let mut steps = vec![(0, false)];
    while let Some((id, closes)) = steps.pop() {
        let node = object.node(id);
        if closes {
            out.push('}');
            continue;
        }
        if id != 0 && object.index(id) > 0 {
            out.push_str(", ");
        }
        if !node.key.is_empty() {
            out.push_str(node.key.of(object.text()));
            out.push_str(": ");
        }
        match node.kind {
            NodeKind::Object => {
                out.push('{');
                steps.push((id, true));
                let children: Vec<_> = object.children(id).collect();
                steps.extend(children.into_iter().rev().map(|child| (child, false)));
            }
            NodeKind::Array => out.push_str(object.raw(id)),
            _ => {
                out.push('[');
                out.push_str(object.raw(id));
                out.push(']');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_number_is_proposed() {
        let plain = |text| plain_number(&Number::parse(text));
        for (text, expected) in [
            ("300.0", "300"),
            ("3e2", "300"),
            ("1.50", "1.5"),
            ("-0.0", "0"),
            ("12E-1", "1.2"),
        ] {
            assert_eq!(plain(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["300", "1.5", "1e400", "12345678901234567.0", "1e30"] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
