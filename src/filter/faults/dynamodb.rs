//! Values of DynamoDB: each is below the key of its type, and numbers are strings.

use super::{Fault, FaultKind, nearest};
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;

const NAMES: [&str; 3] = ["INSERT", "MODIFY", "REMOVE"];
const IMAGES: [&str; 3] = ["Keys", "NewImage", "OldImage"];
const OTHERS: [&str; 4] = [
    "SequenceNumber",
    "SizeBytes",
    "StreamViewType",
    "ApproximateCreationDateTime",
];

pub(super) fn look(condition: &Condition, faults: &mut Vec<Fault>) {
    let keys: Vec<&str> = condition.path.split('.').collect();
    match keys.as_slice() {
        ["eventName"] => event_name(condition, faults),
        ["dynamodb", image, value @ ..] if IMAGES.contains(image) => {
            attribute(condition, value, faults);
        }
        ["dynamodb", other, ..] if !OTHERS.contains(other) => {
            let known = || IMAGES.into_iter().chain(OTHERS);
            let message = format!("records of DynamoDB have no `dynamodb.{other}`");
            let fault = Fault::on(condition, FaultKind::Unseen, condition.key_span, message);
            let same = known().find(|name| name.eq_ignore_ascii_case(other));
            faults.push(match same.or_else(|| nearest(other, known())) {
                Some(meant) => fault.help(format!("it is called `{meant}`")),
                None => fault.help("attributes are below `Keys`, `NewImage` and `OldImage`"),
            });
        }
        _ => {}
    }
}

fn event_name(condition: &Condition, faults: &mut Vec<Fault>) {
    for matcher in &condition.matchers {
        let is_possible = NAMES.iter().any(|name| {
            matcher
                .kind
                .accepts(&crate::pattern::value::Scalar::String((*name).into()))
        });
        if is_possible {
            continue;
        }
        let message = "`eventName` is \"INSERT\", \"MODIFY\" or \"REMOVE\": this never matches";
        let fault = Fault::on(condition, FaultKind::DynamoDb, matcher.span, message);
        let meant = match &matcher.kind {
            MatcherKind::Exact(text) => {
                let upper = text.to_ascii_uppercase();
                match &*upper {
                    "UPDATE" => Some("MODIFY"),
                    "DELETE" => Some("REMOVE"),
                    "CREATE" => Some("INSERT"),
                    _ => NAMES
                        .into_iter()
                        .find(|name| *name == upper)
                        .or_else(|| nearest(&upper, NAMES)),
                }
            }
            _ => None,
        };
        faults.push(match meant {
            Some(meant) => Fault {
                instead: Some((matcher.span, format!("\"{meant}\""))),
                ..fault.help(format!("write \"{meant}\""))
            },
            None => fault,
        });
    }
}

/// What a path leads to behind the name of an attribute.
#[derive(Clone, Copy)]
enum At<'k> {
    /// The attribute itself: an object with the key of its type.
    Attribute,
    /// The value below the key of its type.
    Value(&'k str),
    /// Something that is not there.
    Nothing(&'k str),
}

fn attribute(condition: &Condition, keys: &[&str], faults: &mut Vec<Fault>) {
    if keys.is_empty() {
        return;
    }
    let fault = |message: String, span| Fault::on(condition, FaultKind::DynamoDb, span, message);
    let name = keys.first().copied().unwrap_or_default();
    match walk(keys) {
        At::Nothing(key) => {
            let message = format!("no value is called `{key}`: each is below the key of its type");
            faults.push(
                fault(message, condition.key_span)
                    .help("the keys of types are S, N, B, BOOL, NULL, M, L, SS, NS and BS"),
            );
        }
        At::Attribute => {
            let exists = condition.matchers.iter().find_map(|m| match m.kind {
                MatcherKind::Exists(wanted) => Some((wanted, m.span)),
                _ => None,
            });
            if let Some((wanted, span)) = exists {
                let always = match wanted {
                    true => "never holds",
                    false => "always holds",
                };
                let message = format!(
                    "this {always}: `exists` looks at values, and `{name}` is an object with the key of a type"
                );
                let help = format!(
                    "write {{\"S\": [{{\"exists\": {wanted}}}]}}, with the type of the attribute"
                );
                faults.push(fault(message, span).help(help));
                return;
            }
            let message =
                format!("this never matches: `{name}` is an object with the key of a type");
            let number = condition
                .matchers
                .iter()
                .any(|m| matches!(m.kind, MatcherKind::Number(_) | MatcherKind::Numeric(_)));
            let key = match number {
                true => "N",
                false => "S",
            };
            faults.push(fault(message, condition.key_span).help(format!(
                "name the type: {{\"{key}\": […]}}, numbers as strings"
            )));
        }
        At::Value(kind) => value(condition, kind, faults),
    }
}

fn walk<'k>(keys: &[&'k str]) -> At<'k> {
    let mut rest = keys.iter().copied().peekable();
    // The name of the attribute.
    rest.next();
    loop {
        match rest.next() {
            None => return At::Attribute,
            Some("M") => {
                if rest.next().is_none() {
                    return At::Value("M");
                }
            }
            // The elements have no keys of their own: the next key is that of a type.
            Some("L") => {
                if rest.peek().is_none() {
                    return At::Value("L");
                }
            }
            Some(kind @ ("S" | "N" | "B" | "BOOL" | "NULL" | "SS" | "NS" | "BS")) => {
                return match rest.next() {
                    None => At::Value(kind),
                    Some(more) => At::Nothing(more),
                };
            }
            Some(other) => return At::Nothing(other),
        }
    }
}

fn value(condition: &Condition, kind: &str, faults: &mut Vec<Fault>) {
    for matcher in &condition.matchers {
        let (is, help) = match (kind, &matcher.kind) {
            ("N" | "NS", MatcherKind::Number(_)) => {
                ("a string", Some("write the number in quotes".to_owned()))
            }
            ("N" | "NS", MatcherKind::Numeric(_)) => (
                "a string",
                Some("compare with plain strings, or filter in the function".to_owned()),
            ),
            ("S" | "SS" | "B" | "BS", MatcherKind::Number(_) | MatcherKind::Numeric(_)) => {
                ("a string", None)
            }
            ("S" | "SS" | "N" | "NS" | "B" | "BS", MatcherKind::Bool(_) | MatcherKind::Null) => {
                ("a string", None)
            }
            ("BOOL" | "NULL", MatcherKind::Exact(text)) => (
                "true or false",
                matches!(&**text, "true" | "false").then(|| format!("write {text} without quotes")),
            ),
            ("BOOL" | "NULL", MatcherKind::Number(_) | MatcherKind::Numeric(_)) => {
                ("true or false", None)
            }
            _ => continue,
        };
        let message = format!("this never matches: DynamoDB writes the value of `{kind}` as {is}");
        let instead = match (kind, &matcher.kind, &help) {
            ("N" | "NS", MatcherKind::Number(number), _) => {
                Some((matcher.span, format!("\"{}\"", number.text())))
            }
            ("BOOL", MatcherKind::Exact(text), Some(_)) => Some((matcher.span, text.to_string())),
            _ => None,
        };
        let fault = Fault::on(condition, FaultKind::DynamoDb, matcher.span, message);
        faults.push(Fault {
            help,
            instead,
            ..fault
        });
    }
}
