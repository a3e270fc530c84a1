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
        PatternErrorKind::Syntax => return of_syntax(error.text(), error.span().start),
        PatternErrorKind::TooManyAlternatives => {
            "put alternatives of a single field into one list instead of an $or".to_owned()
        }
        _ => return None,
    })
}

/// What to write instead of what JSON does not have, where that is what stands at an error.
fn of_syntax(text: &str, at: usize) -> Option<String> {
    let (before, rest) = text.split_at_checked(at)?;
    let before = before.trim_end();
    let first = rest.chars().next()?;
    let advice = match first {
        '“' | '”' | '„' | '‟' | '‘' | '’' | '«' | '»' => {
            "these are typographic quotes: write straight ones, \""
        }
        '\'' => "JSON has double quotes only: write \"",
        '\u{feff}' => "a byte order mark stands here: save the file without it",
        c if c.is_whitespace() && !c.is_ascii() || c == '\u{200b}' => {
            "this looks like a blank and is another character: write a space"
        }
        '/' | '#' => "JSON has no comments: take it out",
        ',' if rest.get(1..)?.trim_start().starts_with(['}', ']']) => {
            "take out the comma in front of this"
        }
        '}' | ']' if before.ends_with(',') => "take out the comma in front of this",
        c if c.is_alphabetic() || c == '_' || c == '$' => match rest
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .next()?
        {
            "True" => "JSON writes true",
            "False" => "JSON writes false",
            "None" => "JSON writes null",
            _ if before.ends_with(['{', ',']) => "write the key in double quotes",
            _ => return None,
        },
        _ => return None,
    };
    Some(advice.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pattern;

    #[test]
    fn what_json_does_not_have_is_named() {
        for (text, advice) in [
            ("{“a”: [1]}", "typographic"),
            ("{'a': [1]}", "double quotes only"),
            ("{\"a\":\u{a0}[1]}", "another character"),
            ("{\"a\": [1], // x\n\"b\": [2]}", "no comments"),
            ("{\"a\": [1,]}", "comma in front"),
            ("{\"a\": [1],}", "comma in front"),
            ("{a: [1]}", "key in double quotes"),
            ("{\"a\": [True]}", "JSON writes true"),
        ] {
            let error = Pattern::parse(text).unwrap_err();
            let told = of_pattern(&error).unwrap_or_default();
            assert!(told.contains(advice), "{text}: {told}");
        }
    }
}
