//! `--query`: JMESPath on the answer.

use super::Failure;
use jmespath::{Expression, Rcvar, Variable};
use regex::{Captures, Regex};

/// The most tokens of an expression. It is parsed and evaluated by recursion.
const MAX_TOKENS: usize = 500;

/// Strings, quoted names, literals, names and numbers, and every other character.
const TOKEN: &str = r#"(?s)'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|\w+|\S"#;
/// The names of keys, in multi-selections and in literals.
const KEY: &str = r#"(?s)("(?:[^"\\]|\\.)*")\s*:|([A-Za-z_]\w*)\s*:"#;

/// An expression that was read.
pub(super) struct Query {
    expression: Expression<'static>,
    /// The keys that it names, in its order, which is that of objects in the AWS CLI's JSON.
    keys: Vec<String>,
}

/// What is to be printed.
pub(super) struct Selected {
    pub(super) value: Rcvar,
    pub(super) keys: Vec<String>,
}

pub(super) fn compile(text: &str) -> Result<Query, Failure> {
    let fail = |reason: String| Failure::Usage(format!("Bad value for --query {text}: {reason}"));
    let regex = |text| Regex::new(text).map_err(|error| fail(error.to_string()));
    let (token, key) = (regex(TOKEN)?, regex(KEY)?);
    if token.find_iter(text).nth(MAX_TOKENS).is_some() {
        return Err(fail(format!("more than {MAX_TOKENS} tokens")));
    }
    // The crate adds steps of slices up in 32 bits.
    let is_large = |text: &str| text.len() > 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    if token.find_iter(text).any(|found| is_large(found.as_str())) {
        return Err(fail("a number of more than 9 digits".to_owned()));
    }
    // A literal that is not JSON is a string, as it once was in JMESPath.
    let settled = token.replace_all(text, |found: &Captures<'_>| {
        let literal = found[0].trim_matches('`').trim_start().replace("\\`", "`");
        let quoted = format!("\"{literal}\"");
        let is_literal = found[0].len() > 1 && found[0].starts_with('`');
        if is_literal && !is_json(&literal) && is_json(&quoted) {
            format!("`{}`", quoted.replace('`', "\\`"))
        } else {
            found[0].to_owned()
        }
    });
    let expression = jmespath::compile(&settled).map_err(|error| fail(error.to_string()))?;
    let name = |found: Captures<'_>| match (found.get(1), found.get(2)) {
        (Some(quoted), _) => serde_json::from_str(quoted.as_str()).ok(),
        (None, plain) => plain.map(|name| name.as_str().to_owned()),
    };
    Ok(Query {
        expression,
        keys: key.captures_iter(text).filter_map(name).collect(),
    })
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// What the expression selects of the answer.
pub(super) fn search(query: Option<&Query>, result: bool) -> Result<Selected, Failure> {
    let result = Rcvar::new(Variable::Bool(result));
    let answer = Variable::Object([("Result".to_owned(), result)].into());
    let value = match query {
        None => Ok(Rcvar::new(answer)),
        Some(query) => query.expression.search(answer),
    };
    let value = value.map_err(|error| Failure::Other(format!("--query: {}", error.reason)))?;
    let keys = query.map_or(Vec::new(), |query| query.keys.clone());
    Ok(Selected { value, keys })
}
