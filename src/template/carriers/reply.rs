//! Replies of the AWS CLI, requests to it, and documents with the same members.
//!
//! In a reply a pattern is JSON text inside of JSON; in what people write by hand it is often an
//! object. Both are read. One table says where each reply has its patterns.

use super::super::around::{Bus, bus_of};
use super::super::tree::{Id, Kind, Tree};
use super::super::used::Use;
use crate::dialect::{Source, bus_v2, event_source_v2, sns};

/// A kind of document with patterns in it.
pub(super) struct Reply {
    /// The stable name.
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    /// A small one, for the tests and the documentation.
    pub(super) example: &'static str,
    /// The member that lists them; without it the document is about one.
    list: Option<&'static str>,
    /// The way to the pattern, or to the list of filters.
    path: &'static [&'static str],
    /// Whether filters stand there, each with a `Pattern`.
    filters: bool,
    used_by: Use,
    /// Members of which one must be there, besides the pattern; none means that nothing else need be.
    beside: &'static [&'static str],
    /// Members that give the name, the first that is there.
    names: &'static [&'static str],
}

/// Until its scope is read.
const POLICY: Use = Use::Subscription(Some(sns::Scope::MessageAttributes));
const FILTER: Use = Use::Subscriber(None);

/// Every kind, the more particular ones first.
pub(super) const REPLIES: &[Reply] = &[
    Reply {
        name: "list-rules",
        about: "the output of `aws events list-rules`",
        example: r#"{"Rules": [{"Name": "paid", "Arn": "arn:aws:events:eu-west-1:111122223333:rule/paid", "EventPattern": "{\"source\":[\"shop\"]}", "State": "ENABLED"}]}"#,
        list: Some("Rules"),
        path: &["EventPattern"],
        filters: false,
        used_by: Use::Rule,
        beside: &[],
        names: &["Name"],
    },
    Reply {
        name: "describe-archive",
        about: "the output of `aws events describe-archive`, or the input of `create-archive`",
        example: r#"{"ArchiveName": "all", "EventSourceArn": "arn:aws:events:eu-west-1:111122223333:event-bus/shop", "EventPattern": "{\"source\":[\"shop\"]}", "State": "ENABLED"}"#,
        list: None,
        path: &["EventPattern"],
        filters: false,
        used_by: Use::Archive,
        beside: &["ArchiveName"],
        names: &["ArchiveName"],
    },
    Reply {
        name: "describe-rule",
        about: "the output of `aws events describe-rule`, or the input of `put-rule`",
        example: r#"{"Name": "paid", "EventPattern": "{\"source\":[\"shop\"]}", "State": "ENABLED", "EventBusName": "shop"}"#,
        list: None,
        path: &["EventPattern"],
        filters: false,
        used_by: Use::Rule,
        beside: &["Name", "Arn", "EventBusName", "Event"],
        names: &["Name"],
    },
    Reply {
        name: "list-event-source-mappings",
        about: "the output of `aws lambda list-event-source-mappings`",
        example: r#"{"EventSourceMappings": [{"UUID": "00000000-0000-0000-0000-000000000001", "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:pay", "FilterCriteria": {"Filters": [{"Pattern": "{\"body\":{\"kind\":[\"order\"]}}"}]}}]}"#,
        list: Some("EventSourceMappings"),
        path: &["FilterCriteria", "Filters"],
        filters: true,
        used_by: Use::EventSourceMapping,
        beside: &[],
        names: &["FunctionArn", "FunctionName", "UUID"],
    },
    Reply {
        name: "describe-pipe",
        about: "the output of `aws pipes describe-pipe`, or the input of `create-pipe`",
        example: r#"{"Name": "orders", "Source": "arn:aws:sqs:eu-west-1:111122223333:q", "SourceParameters": {"FilterCriteria": {"Filters": [{"Pattern": "{\"body\":{\"kind\":[\"order\"]}}"}]}}}"#,
        list: None,
        path: &["SourceParameters", "FilterCriteria", "Filters"],
        filters: true,
        used_by: Use::Pipe,
        beside: &[],
        names: &["Name"],
    },
    Reply {
        name: "get-event-source-mapping",
        about: "the output of `aws lambda get-event-source-mapping`, or any `FilterCriteria`",
        example: r#"{"UUID": "00000000-0000-0000-0000-000000000001", "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:pay", "FilterCriteria": {"Filters": [{"Pattern": "{\"body\":{\"kind\":[\"order\"]}}"}]}}"#,
        list: None,
        path: &["FilterCriteria", "Filters"],
        filters: true,
        used_by: Use::EventSourceMapping,
        beside: &[],
        names: &["FunctionArn", "FunctionName", "UUID"],
    },
    Reply {
        name: "filters",
        about: "a document with `Filters`, as `--filter-criteria` takes it",
        example: r#"{"Filters": [{"Pattern": "{\"body\":{\"kind\":[\"order\"]}}"}]}"#,
        list: None,
        path: &["Filters"],
        filters: true,
        used_by: Use::EventSourceMapping,
        beside: &[],
        names: &[],
    },
    Reply {
        name: "describe-subscriber",
        about: "the output of `aws eventsv2 describe-subscriber`, or any `FilterConfiguration`",
        example: r#"{"Name": "pay", "FilterConfiguration": {"Language": "EVENT_BRIDGE_PATTERN", "Filters": [{"Scope": "DATA", "Pattern": "{\"detail\":{\"total\":[{\"numeric\":[\">\",500]}]}}"}]}}"#,
        list: None,
        path: &["FilterConfiguration", "Filters"],
        filters: true,
        used_by: FILTER,
        beside: &[],
        names: &["Name", "SubscriberArn"],
    },
    Reply {
        name: "describe-event-source",
        about: "the output of `aws eventsv2 describe-event-source`",
        example: r#"{"Name": "s3", "Configuration": {"AwsServiceEventsConfiguration": {"AwsService": "aws.s3", "Pattern": "{\"detail-type\":[\"Object Created\"]}"}}}"#,
        list: None,
        path: &["Configuration", "AwsServiceEventsConfiguration", "Pattern"],
        filters: false,
        used_by: Use::EventSource(event_source_v2::Kind::AwsService),
        beside: &[],
        names: &["Name", "EventSourceArn"],
    },
    Reply {
        name: "describe-event-source",
        about: "the output of `aws eventsv2 describe-event-source`",
        example: r#"{"Name": "partner", "Configuration": {"PartnerEventsConfiguration": {"Pattern": "{\"detail-type\":[\"Paid\"]}"}}}"#,
        list: None,
        path: &["Configuration", "PartnerEventsConfiguration", "Pattern"],
        filters: false,
        used_by: Use::EventSource(event_source_v2::Kind::Partner),
        beside: &[],
        names: &["Name", "EventSourceArn"],
    },
    Reply {
        name: "get-subscription-attributes",
        about: "the output of `aws sns get-subscription-attributes`, or the input of `subscribe`",
        example: r#"{"Attributes": {"SubscriptionArn": "arn:aws:sns:eu-west-1:111122223333:orders:1", "FilterPolicyScope": "MessageBody", "FilterPolicy": "{\"kind\":[\"order\"]}"}}"#,
        list: None,
        path: &["Attributes", "FilterPolicy"],
        filters: false,
        used_by: POLICY,
        beside: &[],
        names: &["SubscriptionArn", "TopicArn"],
    },
    Reply {
        name: "get-subscription-attributes",
        about: "the output of `aws sns get-subscription-attributes`, or the input of `subscribe`",
        example: r#"{"AttributeName": "FilterPolicy", "AttributeValue": "{\"kind\":[\"order\"]}", "SubscriptionArn": "arn:aws:sns:eu-west-1:111122223333:orders:1"}"#,
        list: None,
        path: &["AttributeValue"],
        filters: false,
        used_by: POLICY,
        beside: &["AttributeName"],
        names: &["SubscriptionArn"],
    },
    Reply {
        name: "filter-policy",
        about: "an object with `FilterPolicy`",
        example: r#"{"FilterPolicy": "{\"kind\":[\"order\"]}", "FilterPolicyScope": "MessageBody"}"#,
        list: None,
        path: &["FilterPolicy"],
        filters: false,
        used_by: POLICY,
        beside: &[],
        names: &["SubscriptionArn", "Endpoint"],
    },
    Reply {
        name: "list-event-rules",
        about: "the output of `aws notifications list-event-rules`",
        example: r#"{"eventRules": [{"arn": "arn:aws:notifications::111122223333:configuration/a/rule/b", "source": "aws.ec2", "eventType": "EC2 Instance State-change Notification", "eventPattern": "{\"detail\":{\"state\":[\"stopped\"]}}"}]}"#,
        list: Some("eventRules"),
        path: &["eventPattern"],
        filters: false,
        used_by: Use::Notification,
        beside: &[],
        names: &["arn"],
    },
    Reply {
        name: "get-event-rule",
        about: "the output of `aws notifications get-event-rule`",
        example: r#"{"arn": "arn:aws:notifications::111122223333:configuration/a/rule/b", "source": "aws.ec2", "eventType": "EC2 Instance State-change Notification", "eventPattern": "{\"detail\":{\"state\":[\"stopped\"]}}"}"#,
        list: None,
        path: &["eventPattern"],
        filters: false,
        used_by: Use::Notification,
        beside: &["eventType", "notificationConfigurationArn"],
        names: &["arn"],
    },
    Reply {
        name: "rum-metric-definitions",
        about: "the output of `aws rum batch-get-rum-metric-definitions`",
        example: r#"{"MetricDefinitions": [{"MetricDefinitionId": "1", "Name": "slow", "EventPattern": "{\"event_type\":[\"com.amazon.rum.page_view_event\"]}"}]}"#,
        list: Some("MetricDefinitions"),
        path: &["EventPattern"],
        filters: false,
        used_by: Use::RumMetric,
        beside: &[],
        names: &["Name", "MetricDefinitionId"],
    },
    Reply {
        name: "put-rule-record",
        about: "CloudTrail's record of `PutRule`",
        example: r#"{"eventSource": "events.amazonaws.com", "eventName": "PutRule", "requestParameters": {"name": "paid", "eventPattern": "{\"source\":[\"shop\"]}"}}"#,
        list: None,
        path: &["requestParameters", "eventPattern"],
        filters: false,
        used_by: Use::Rule,
        beside: &["eventName"],
        names: &["name"],
    },
    Reply {
        name: "put-rule-record",
        about: "CloudTrail's record of `PutRule`",
        example: r#"{"Records": [{"eventSource": "events.amazonaws.com", "eventName": "PutRule", "requestParameters": {"name": "paid", "eventPattern": "{\"source\":[\"shop\"]}"}}]}"#,
        list: Some("Records"),
        path: &["requestParameters", "eventPattern"],
        filters: false,
        used_by: Use::Rule,
        beside: &[],
        names: &["name"],
    },
    Reply {
        name: "event-pattern",
        about: "an object with `EventPattern`",
        example: r#"{"EventPattern": {"source": ["shop"]}}"#,
        list: None,
        path: &["EventPattern"],
        filters: false,
        used_by: Use::Rule,
        beside: &[],
        names: &[],
    },
    Reply {
        name: "event-pattern",
        about: "an object with `EventPattern`",
        example: r#"{"eventPattern": {"source": ["shop"]}}"#,
        list: None,
        path: &["eventPattern"],
        filters: false,
        used_by: Use::Rule,
        beside: &[],
        names: &["name", "ruleName"],
    },
    Reply {
        name: "event-pattern",
        about: "an object with `EventPattern`",
        example: r#"{"event_pattern": "{\"source\":[\"shop\"]}"}"#,
        list: None,
        path: &["event_pattern"],
        filters: false,
        used_by: Use::Rule,
        beside: &[],
        names: &["name"],
    },
    Reply {
        name: "named-pattern",
        about: "an object with a `name` and a `pattern`, as on each line of a file of patterns",
        example: r#"{"name": "paid", "pattern": {"source": ["shop"]}}"#,
        list: None,
        path: &["pattern"],
        filters: false,
        used_by: Use::PatternFile,
        beside: &[],
        names: &["name"],
    },
];

/// A pattern in a document.
pub(super) struct Met {
    pub(super) reply: &'static str,
    pub(super) id: String,
    pub(super) used_by: Use,
    pub(super) source: Option<Source>,
    pub(super) bus: Bus,
    pub(super) key: Id,
    pub(super) value: Id,
    /// Whether its members may have the names that code gives them.
    pub(super) of_code: bool,
}

/// The patterns of a document. `None` where it is none of these; an empty list where it is one
/// without patterns, such as a rule with a schedule.
pub(super) fn read(tree: &Tree, id: Id) -> Option<(&'static str, Vec<Met>)> {
    REPLIES
        .iter()
        .find_map(|reply| Some((reply.name, reply.read(tree, id)?)))
}

impl Reply {
    fn read(&self, tree: &Tree, id: Id) -> Option<Vec<Met>> {
        let Some(list) = self.list else {
            let has_beside = self.beside.is_empty()
                || self.beside.iter().any(|name| tree.get(id, name).is_some());
            let mut met = Vec::new();
            return (has_beside && self.one(tree, id, None, &mut met)).then_some(met);
        };
        let list = tree.get(id, list)?;
        let Kind::List(items) = &tree.node(list).kind else {
            return None;
        };
        let mut met = Vec::new();
        let mut any = items.is_empty();
        for (index, item) in items.iter().enumerate() {
            any |= self.one(tree, *item, Some(index), &mut met)
                || self
                    .names
                    .iter()
                    .any(|name| tree.get(*item, name).is_some());
        }
        any.then_some(met)
    }

    /// Reads one; whether it is what this is about.
    fn one(&self, tree: &Tree, id: Id, index: Option<usize>, met: &mut Vec<Met>) -> bool {
        let Some((last, way)) = self.path.split_last() else {
            return false;
        };
        let member = |holder: Id, name: &str| {
            // The guide spells some of these with small letters.
            let mut small = name.to_owned();
            if let Some(first) = small.get_mut(..1) {
                first.make_ascii_lowercase();
            }
            tree.entry(holder, name)
                .or_else(|| tree.entry(holder, &small).filter(|_| self.filters))
        };
        let holder = way
            .iter()
            .try_fold(id, |id, name| Some(member(id, name)?.value));
        let Some(entry) = holder.and_then(|holder| member(holder, last)) else {
            return false;
        };
        let name = self.name_of(tree, id).or_else(|| {
            // `Attributes` has the ARN itself.
            let inner = tree.get(id, self.path.first()?)?;
            self.name_of(tree, inner)
        });
        let name = match (name, index) {
            (Some(name), _) => name,
            (None, Some(index)) => format!("[{index}]"),
            (None, None) => String::new(),
        };
        let word = |holder: Id, name: &str| tree.get(holder, name).and_then(|id| tree.str(id));
        let source = ["EventSourceArn", "Source"]
            .iter()
            .find_map(|name| Source::of_arn(word(id, name)?));
        if !self.filters {
            let used_by = match self.used_by {
                Use::Subscription(_) => {
                    let scope = holder.and_then(|holder| word(holder, "FilterPolicyScope"));
                    Use::Subscription(sns::Scope::of_word(scope))
                }
                other => other,
            };
            if !holds_pattern(tree, entry.value) {
                return false;
            }
            met.push(Met {
                reply: self.name,
                id: name,
                used_by,
                source: None,
                bus: bus_of(tree, tree.get(id, "EventBusName")),
                key: entry.key,
                value: entry.value,
                of_code: matches!(*last, "eventPattern" | "event_pattern"),
            });
            return true;
        }
        let filters = tree.list(entry.value);
        let mut any = false;
        for (index, filter) in filters.iter().enumerate() {
            let Some(entry) = member(*filter, "Pattern") else {
                continue;
            };
            any = true;
            let of_several = match filters.len() {
                1 => String::new(),
                _ => format!("Filters[{index}]"),
            };
            let id = match (name.is_empty(), of_several.is_empty()) {
                (_, true) => name.clone(),
                (true, false) => of_several,
                (false, false) => format!("{name}.{of_several}"),
            };
            let used_by = match self.used_by {
                Use::Subscriber(_) => {
                    Use::Subscriber(word(*filter, "Scope").and_then(bus_v2::Scope::of))
                }
                other => other,
            };
            met.push(Met {
                reply: self.name,
                id,
                used_by,
                source,
                bus: Bus::Default,
                key: entry.key,
                value: entry.value,
                of_code: false,
            });
        }
        any
    }

    fn name_of(&self, tree: &Tree, id: Id) -> Option<String> {
        self.names.iter().find_map(|name| {
            let text = tree.str(tree.get(id, name)?)?;
            // Of an ARN the last part that says something.
            let last = match text.starts_with("arn:") {
                true => text.rsplit([':', '/']).find(|part| part.len() > 1),
                false => Some(text),
            };
            last.filter(|name| !name.is_empty()).map(str::to_owned)
        })
    }
}

/// Whether this can be a pattern at all: an object, or text that is not empty.
fn holds_pattern(tree: &Tree, id: Id) -> bool {
    match &tree.node(id).kind {
        Kind::Map(_) => true,
        Kind::Text { cooked, .. } => cooked.trim_start().starts_with(['{', '"', '\\']),
        _ => false,
    }
}
