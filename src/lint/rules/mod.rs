//! The rules, one file each.

/// A mapping of Lambda with these filters.
macro_rules! mapping {
    ($arn:literal, $($pattern:literal),+ $(,)?) => {
        crate::lint::Example::Template(
            ".yaml",
            concat!(
                "Resources:\n  Worker:\n    Type: AWS::Lambda::EventSourceMapping\n    Properties:\n",
                "      EventSourceArn: ",
                $arn,
                "\n      FilterCriteria:\n        Filters:\n",
                $("          - Pattern: '", $pattern, "'\n",)+
            ),
        )
    };
}

/// A pipe from a queue with these filters.
macro_rules! pipe {
    ($($pattern:literal),+ $(,)?) => {
        crate::lint::Example::Template(
            ".yaml",
            concat!(
                "Resources:\n  Pipe:\n    Type: AWS::Pipes::Pipe\n    Properties:\n",
                "      Source: arn:aws:sqs:eu-west-1:111122223333:orders\n",
                "      SourceParameters:\n        FilterCriteria:\n          Filters:\n",
                $("            - Pattern: '", $pattern, "'\n",)+
            ),
        )
    };
}

/// A subscriber of a Custom Event Bus (V2) with filters in these scopes.
macro_rules! subscriber {
    ($($scope:literal, $pattern:literal),+) => {
        crate::lint::Example::Template(
            ".yaml",
            concat!(
                "Resources:\n  Pay:\n    Type: AWS::EventsV2::Subscriber\n    Properties:\n",
                "      FilterConfiguration:\n        Filters:\n",
                $(
                    "          - Scope: ",
                    $scope,
                    "\n            Pattern: '",
                    $pattern,
                    "'\n",
                )+
            ),
        )
    };
}

/// A subscription of SNS with a policy of this scope.
macro_rules! topic {
    ($scope:literal, $policy:literal) => {
        crate::lint::Example::Template(
            ".yaml",
            concat!(
                "Resources:\n  Refunds:\n    Type: AWS::SNS::Subscription\n    Properties:\n",
                "      FilterPolicyScope: ",
                $scope,
                "\n      FilterPolicy: '",
                $policy,
                "'\n"
            ),
        )
    };
}

/// An event source of a Custom Event Bus (V2).
macro_rules! source {
    ($kind:literal, $pattern:literal) => {
        crate::lint::Example::Template(
            ".yaml",
            concat!(
                "Resources:\n  Source:\n    Type: AWS::EventsV2::EventSource\n    Properties:\n",
                "      Configuration:\n        ",
                $kind,
                ":\n          Pattern: '",
                $pattern,
                "'\n"
            ),
        )
    };
}

/// An event rule of User Notifications for alarms, with this pattern.
macro_rules! alarms {
    ($pattern:literal) => {
        crate::lint::Example::Template(
            ".yaml",
            concat!(
                "Resources:\n  Alarms:\n    Type: AWS::Notifications::EventRule\n    Properties:\n",
                "      Source: aws.cloudwatch\n      EventType: CloudWatch Alarm State Change\n",
                "      Regions: [eu-west-1]\n      EventPattern: '",
                $pattern,
                "'\n"
            ),
        )
    };
}

mod absence_over_array;
mod accepts_everything;
mod address_by_value;
mod anything_but_over_array;
mod api_name;
mod archive_as_text;
mod body_as_text;
mod body_policy_on_text;
mod bus_move;
pub(super) mod contradicting_scopes;
pub(super) mod contradicting_type;
mod data_as_text;
mod detail_type_name;
mod dotted_key;
mod duplicate_key;
pub(super) mod duplicate_scope;
mod dynamodb_value;
mod empty_affix;
mod entries_are_alternatives;
mod envelope_name;
mod envelope_type;
mod event_source_name;
mod exists_beside_values;
pub(super) mod filter_too_large;
pub(super) mod filters_over_quota;
mod forgeable_source;
mod impossible_value;
mod incomparable_number;
mod invalid_pattern;
mod malformed_arn;
mod matcher_as_text;
pub(super) mod misplaced_pattern;
mod misspelt_field;
mod mixed_elements;
mod near_complexity;
mod nested_filter;
mod never_in_filter;
mod never_matches;
mod no_filtering;
mod no_resources;
mod no_source;
mod null_in_object;
mod number_by_text;
mod numbers_in_object;
mod numbers_in_steps;
mod object_as_value;
mod operator_as_field;
mod or_as_field;
mod or_branch_lost;
mod or_misspelt;
mod over_quota;
mod overwritten_in_or;
mod own_target;
mod pointless_matcher;
mod policy_limits;
pub(super) mod raw_envelope;
mod read_only_call;
mod relies_on_mixing;
mod reserved_field;
mod several_anything_but;
mod source_name;
mod source_of_detail_type;
mod star_in_plain_value;
pub(super) mod suppression_without_reason;
mod too_complex;
mod too_long;
mod too_many_combinations;
pub(super) mod too_many_filters;
mod undocumented_field;
mod undocumented_filter_field;
mod undocumented_value;
mod unknown_field;
mod unlisted_operator;
mod unreachable_path;
mod unresolved_reference;
mod unseen_field;
mod unseen_path;
mod unsupported_operator;
pub(super) mod unused_suppression;
mod whole_source;
mod wildcard_beside_ignore_case;
pub(super) mod wildcard_rules;
mod wildcard_without_star;
mod wrong_type;

pub(super) use invalid_pattern::mended_whole;

use super::{Draft, Out, Rule, Safety, Subject};
use crate::filter::FaultKind;
pub(super) use envelope_name::meant;
pub(super) use or_misspelt::means_or;

/// Every rule, errors first.
pub static RULES: &[&Rule] = &[
    &invalid_pattern::RULE,
    &too_long::RULE,
    &too_complex::RULE,
    &too_many_combinations::RULE,
    &or_misspelt::RULE,
    &null_in_object::RULE,
    &unsupported_operator::RULE,
    &filter_too_large::RULE,
    &data_as_text::RULE,
    &nested_filter::RULE,
    &reserved_field::RULE,
    &policy_limits::RULE,
    &no_filtering::RULE,
    &too_many_filters::RULE,
    &duplicate_scope::RULE,
    &misplaced_pattern::RULE,
    &unlisted_operator::RULE,
    &never_in_filter::RULE,
    &unseen_field::RULE,
    &undocumented_filter_field::RULE,
    &dynamodb_value::RULE,
    &body_as_text::RULE,
    &body_policy_on_text::RULE,
    &archive_as_text::RULE,
    &number_by_text::RULE,
    &or_as_field::RULE,
    &contradicting_scopes::RULE,
    &contradicting_type::RULE,
    &envelope_name::RULE,
    &unknown_field::RULE,
    &envelope_type::RULE,
    &impossible_value::RULE,
    &detail_type_name::RULE,
    &source_of_detail_type::RULE,
    &source_name::RULE,
    &event_source_name::RULE,
    &api_name::RULE,
    &read_only_call::RULE,
    &undocumented_value::RULE,
    &misspelt_field::RULE,
    &object_as_value::RULE,
    &no_resources::RULE,
    &never_matches::RULE,
    &duplicate_key::RULE,
    &overwritten_in_or::RULE,
    &or_branch_lost::RULE,
    &operator_as_field::RULE,
    &matcher_as_text::RULE,
    &unresolved_reference::RULE,
    &malformed_arn::RULE,
    &accepts_everything::RULE,
    &pointless_matcher::RULE,
    &several_anything_but::RULE,
    &exists_beside_values::RULE,
    &wildcard_without_star::RULE,
    &star_in_plain_value::RULE,
    &empty_affix::RULE,
    &mixed_elements::RULE,
    &relies_on_mixing::RULE,
    &wrong_type::RULE,
    &anything_but_over_array::RULE,
    &absence_over_array::RULE,
    &dotted_key::RULE,
    &incomparable_number::RULE,
    &address_by_value::RULE,
    &wildcard_beside_ignore_case::RULE,
    &near_complexity::RULE,
    &over_quota::RULE,
    &filters_over_quota::RULE,
    &wildcard_rules::RULE,
    &forgeable_source::RULE,
    &raw_envelope::RULE,
    &bus_move::RULE,
    &no_source::RULE,
    &whole_source::RULE,
    &own_target::RULE,
    &unreachable_path::RULE,
    &undocumented_field::RULE,
    &unseen_path::RULE,
    &numbers_in_object::RULE,
    &entries_are_alternatives::RULE,
    &numbers_in_steps::RULE,
    &suppression_without_reason::RULE,
    &unused_suppression::RULE,
];

/// A pattern whose one value is `N` bytes long but for the frame around it, for the examples of
/// rules about length.
#[expect(
    clippy::indexing_slicing,
    reason = "worked out by the compiler, which would refuse an index that does not fit"
)]
const fn long<const N: usize>() -> [u8; N] {
    let mut text = [b'x'; N];
    let (head, tail) = (b"{\"a\": [\"", b"\"]}");
    let mut at = 0;
    while at < head.len() {
        text[at] = head[at];
        at += 1;
    }
    at = 0;
    while at < tail.len() {
        text[N - tail.len() + at] = tail[at];
        at += 1;
    }
    text
}

/// The same as a string.
const fn ascii(text: &[u8]) -> &str {
    match std::str::from_utf8(text) {
        Ok(text) => text,
        Err(_) => "",
    }
}

/// Tells what is wrong with a filter at its place, of one kind.
fn filter_rule(kind: FaultKind, subject: &Subject<'_>, out: &mut Out<'_>) {
    for fault in subject.faults.iter().filter(|fault| fault.kind == kind) {
        let mut draft = Draft::at(fault.span, fault.message.clone()).path(fault.path.clone());
        if let Some(help) = &fault.help {
            draft = draft.help(help.clone());
        }
        if let Some(text) = fault.service {
            draft = draft.note(format!("the service says: {text}"));
        }
        if let Some((span, new)) = &fault.instead {
            draft = draft.idea(*span, new.clone(), Safety::Unsafe);
        }
        out.add(draft);
    }
}
