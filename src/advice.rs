//! What to do about a mistake.

use crate::pattern::{PatternError, PatternErrorKind};

/// What to write instead of a pattern that is refused.
pub fn of_pattern(error: &PatternError) -> Option<String> {
    let source = error.span().of(error.text());
    Some(match error.kind() {
        PatternErrorKind::FieldValue => format!("a value stands in an array: [{}]", source.trim()),
        PatternErrorKind::NotAnObject => {
            "a pattern is a JSON object, such as {\"source\": [\"aws.ec2\"]}".to_owned()
        }
        PatternErrorKind::EmptyArray => {
            "name the values that match, or leave the field out to accept any".to_owned()
        }
        PatternErrorKind::EmptyObject => "leave the field out to accept anything there".to_owned(),
        PatternErrorKind::MatcherValue => {
            "the array lists values and matchers; a value that is itself an array is matched by its elements".to_owned()
        }
        PatternErrorKind::UnknownOperator => {
            "the operators are prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, cidr, exists".to_owned()
        }
        PatternErrorKind::ManyOperators => "write one object for each operator; any of them may match".to_owned(),
        PatternErrorKind::Or => "write \"$or\": [{…}, {…}] with two or more objects".to_owned(),
        PatternErrorKind::IncomparableNumber => {
            "at most about 15 significant digits can be compared; match the text with a string where the event has one".to_owned()
        }
        PatternErrorKind::Cidr => "write an address, a slash and the bits: \"10.0.0.0/8\", \"2001:db8::/32\"".to_owned(),
        PatternErrorKind::Wildcard => r"write one `*` for any run of characters, `\*` for a star, `\\` for a backslash (in JSON `\\*` and `\\\\`)".to_owned(),
        PatternErrorKind::EmptyRange => "put the smaller number first: {\"numeric\": [\">=\", 1, \"<\", 5]}".to_owned(),
        PatternErrorKind::Numeric => "write {\"numeric\": [\">\", 0]} or {\"numeric\": [\">=\", 1, \"<\", 5]}".to_owned(),
        PatternErrorKind::TooLong => "split the rule: several rules may have the same target".to_owned(),
        PatternErrorKind::TooManyAlternatives => {
            "put alternatives of a single field into one list instead of an $or".to_owned()
        }
        _ => return None,
    })
}
