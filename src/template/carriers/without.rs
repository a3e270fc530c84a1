//! Replies of the AWS CLI in which there is no pattern, though somebody looked for one there.

use crate::json::{Document, NodeId, NodeKind};

/// A reply without a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Without {
    /// What it is.
    pub about: &'static str,
    /// Why there is none, or which command tells the pattern.
    pub help: &'static str,
}

/// How to tell one. None of these can be a pattern: what they have to have is no list of values, or lists
/// objects that name no operator.
enum Sign {
    /// This member lists objects with that member, if any at all.
    List(&'static str, &'static str),
    /// This member, and hardly another, lists names.
    Names(&'static str),
    /// These members are strings.
    Strings(&'static [&'static str]),
    /// That member of this one is a string.
    Within(&'static str, &'static str),
}

/// Every kind, the more particular ones first.
const REPLIES: &[(Sign, Without)] = &[
    (
        Sign::List("Rules", "Name"),
        Without {
            about: "the output of `aws events list-rules`",
            help: "none of its rules has an event pattern",
        },
    ),
    (
        Sign::Names("RuleNames"),
        Without {
            about: "the output of `aws events list-rule-names-by-target`",
            help: "`aws events describe-rule --name NAME` shows a rule's pattern",
        },
    ),
    (
        Sign::List("Targets", "Id"),
        Without {
            about: "the output of `aws events list-targets-by-rule`",
            help: "`aws events describe-rule --name NAME` shows the rule's pattern",
        },
    ),
    (
        Sign::List("EventBuses", "Name"),
        Without {
            about: "the output of `aws events list-event-buses`",
            help: "`aws events list-rules --event-bus-name NAME` shows the patterns of a bus",
        },
    ),
    (
        Sign::List("Archives", "ArchiveName"),
        Without {
            about: "the output of `aws events list-archives`",
            help: "`aws events describe-archive --archive-name NAME` shows an archive's pattern",
        },
    ),
    (
        Sign::Strings(&["ArchiveName", "EventSourceArn"]),
        Without {
            about: "the output of `aws events describe-archive`",
            help: "an archive without a pattern keeps every event",
        },
    ),
    (
        Sign::Strings(&["Name", "ScheduleExpression"]),
        Without {
            about: "the output of `aws events describe-rule`",
            help: "the rule runs on a schedule",
        },
    ),
    (
        Sign::List("Pipes", "Name"),
        Without {
            about: "the output of `aws pipes list-pipes`",
            help: "`aws pipes describe-pipe --name NAME` shows a pipe's filters",
        },
    ),
    (
        Sign::Strings(&["Name", "Source", "Target"]),
        Without {
            about: "the output of `aws pipes describe-pipe`",
            help: "a pipe without filters takes every record",
        },
    ),
    (
        Sign::List("EventSourceMappings", "UUID"),
        Without {
            about: "the output of `aws lambda list-event-source-mappings`",
            help: "none of the mappings has a filter: each takes every record",
        },
    ),
    (
        Sign::Strings(&["UUID", "FunctionArn"]),
        Without {
            about: "the output of `aws lambda get-event-source-mapping`",
            help: "a mapping without filters takes every record",
        },
    ),
    (
        Sign::List("Subscriptions", "SubscriptionArn"),
        Without {
            about: "the output of `aws sns list-subscriptions`",
            help: "`aws sns get-subscription-attributes --subscription-arn ARN` shows a subscription's filter policy",
        },
    ),
    (
        Sign::Within("Attributes", "SubscriptionArn"),
        Without {
            about: "the output of `aws sns get-subscription-attributes`",
            help: "a subscription without a filter policy gets every message",
        },
    ),
    (
        Sign::Strings(&["arn", "notificationConfigurationArn", "eventType"]),
        Without {
            about: "the output of `aws notifications get-event-rule`",
            help: "the rule has no pattern: it takes every event of its source and type",
        },
    ),
    (
        Sign::List("eventRules", "arn"),
        Without {
            about: "the output of `aws notifications list-event-rules`",
            help: "none of its rules has a pattern",
        },
    ),
];

/// What a text is of which [`read`](super::read) says that it holds no pattern, where it is a reply.
/// Linear in its length.
///
/// ```
/// use pattern_test::template::carriers::without_pattern;
///
/// let reply = r#"{"Name": "nightly", "ScheduleExpression": "rate(1 day)", "State": "ENABLED"}"#;
/// assert_eq!(without_pattern(reply).unwrap().help, "the rule runs on a schedule");
/// assert_eq!(without_pattern(r#"{"source": ["shop"]}"#), None);
/// ```
pub fn without_pattern(text: &str) -> Option<Without> {
    let converted = match text.trim_start().starts_with('{') {
        true => None,
        // `--output yaml`.
        false => Some(super::yaml_to_json(text).ok()?),
    };
    let text = converted.as_ref().map_or(text, |json| json.as_str());
    let document = Document::parse(text.trim_start_matches('\u{feff}')).ok()?;
    let found = REPLIES.iter().find(|(sign, _)| sign.is_on(&document));
    found.map(|(_, without)| *without)
}

impl Sign {
    fn is_on(&self, document: &Document<'_>) -> bool {
        let kind = |id: NodeId| document.node(id).kind;
        let is_string = |id: NodeId, name: &str| {
            let value = document.member(id, name);
            value.is_some_and(|value| kind(value) == NodeKind::String)
        };
        let list = |name: &str| {
            let list = document.member(0, name)?;
            (kind(list) == NodeKind::Array).then(|| document.children(list))
        };
        match self {
            Self::List(name, member) => {
                list(name).is_some_and(|mut items| items.all(|item| is_string(item, member)))
            }
            Self::Names(name) => {
                let mut others = document.children(0).filter_map(|child| document.key(child));
                others.all(|key| key == *name || key == "NextToken")
                    && list(name)
                        .is_some_and(|mut items| items.all(|item| kind(item) == NodeKind::String))
            }
            Self::Strings(names) => names.iter().all(|name| is_string(0, name)),
            Self::Within(name, member) => {
                let holder = document.member(0, name);
                holder.is_some_and(|holder| is_string(holder, member))
            }
        }
    }
}
