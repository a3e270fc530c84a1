//! Operators of query languages, which begin with a dollar sign: here they are fields like any other.

use super::alias::{Meaning, meaning};

/// What to write instead of an operator of a query language, such as `$in`. `None` where the name is
/// none; `$or` exists.
pub(crate) fn instead(name: &str) -> Option<String> {
    if !name.starts_with('$') || name.eq_ignore_ascii_case("$or") {
        return None;
    }
    Some(match meaning(name)? {
        Meaning::Operator("anything-but") => {
            "rule values out in the list of their field: [{\"anything-but\": [\"…\"]}]".to_owned()
        }
        Meaning::Operator("cidr") => {
            "it is an operator in the list of a field: [{\"cidr\": \"10.0.0.0/24\"}]".to_owned()
        }
        Meaning::Operator(operator) => {
            format!("it is an operator in the list of a field: [{{\"{operator}\": \"…\"}}]")
        }
        Meaning::Contains | Meaning::Regex => {
            "there is a wildcard, in the list of a field: [{\"wildcard\": \"*…*\"}]".to_owned()
        }
        Meaning::Equals | Meaning::OneOf => {
            "write the values as the list of the field: any of them will do".to_owned()
        }
        Meaning::Compare(sign) => {
            format!("comparisons stand in the list of a field: [{{\"numeric\": [\"{sign}\", 0]}}]")
        }
        Meaning::Between => {
            "a range stands in the list of a field: [{\"numeric\": [\">=\", 0, \"<\", 1]}]"
                .to_owned()
        }
        Meaning::Exists(there) => {
            format!("it is an operator in the list of a field: [{{\"exists\": {there}}}]")
        }
        Meaning::And => {
            "all fields of an object have to match anyway: write them side by side, each field once"
                .to_owned()
        }
        Meaning::Or | Meaning::Null | Meaning::Time => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_with_a_dollar_sign_may_be_a_field() {
        for name in [
            "$in", "$nin", "$not", "$gte", "$regex", "$and", "$exists", "$prefix", "$eq",
        ] {
            assert!(instead(name).is_some(), "{name}");
        }
        for name in [
            "$or", "$OR", "$schema", "$ref", "$id", "$type", "in", "not", "prefix",
        ] {
            assert_eq!(instead(name), None, "{name}");
        }
    }
}
