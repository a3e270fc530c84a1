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
            "exclude values in the field's list: [{\"anything-but\": [\"…\"]}]".to_owned()
        }
        Meaning::Operator("cidr") => {
            "this operator goes in the field's list: [{\"cidr\": \"10.0.0.0/24\"}]".to_owned()
        }
        Meaning::Operator(operator) => {
            format!("this operator goes in the field's list: [{{\"{operator}\": \"…\"}}]")
        }
        Meaning::Contains | Meaning::Regex => {
            "use a wildcard in the field's list: [{\"wildcard\": \"*…*\"}]".to_owned()
        }
        Meaning::Equals | Meaning::OneOf => {
            "write the values as the field's list: any of them matches".to_owned()
        }
        Meaning::Compare(sign) => {
            format!("comparisons go in the field's list: [{{\"numeric\": [\"{sign}\", 0]}}]")
        }
        Meaning::Between => {
            "a range goes in the field's list: [{\"numeric\": [\">=\", 0, \"<\", 1]}]".to_owned()
        }
        Meaning::Exists(there) => {
            format!("this operator goes in the field's list: [{{\"exists\": {there}}}]")
        }
        Meaning::And => {
            "all fields of an object must match anyway: write them side by side, each field once"
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
