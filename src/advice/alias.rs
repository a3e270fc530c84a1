//! Names that people know from elsewhere, and what they are called here.

use super::case::Case;
use super::{Advice, numeric, quoted};
use crate::json::{NodeId, NodeKind};
use crate::spelling::plain;

/// The operators that exist.
pub(crate) const OPERATORS: [&str; 8] = [
    "prefix",
    "suffix",
    "equals-ignore-case",
    "wildcard",
    "anything-but",
    "numeric",
    "cidr",
    "exists",
];

/// What a name from elsewhere asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The operator with this name.
    Operator(&'static str),
    /// Text that holds another.
    Contains,
    /// A regular expression.
    Regex,
    /// The value itself.
    Equals,
    /// One of several values.
    OneOf,
    /// A comparison with a number.
    Compare(&'static str),
    /// Between two numbers.
    Between,
    /// No value at all, or one.
    Exists(bool),
    /// The value null.
    Null,
    /// All of several conditions.
    And,
    /// Any of several conditions.
    Or,
    /// A comparison of times.
    Time,
}

/// What a name means that is no operator.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    use Meaning::{
        And, Between, Compare, Contains, Equals, Exists, Null, OneOf, Operator, Or, Regex, Time,
    };
    let bare = name.trim_start_matches('$');
    if let Some(operator) = OPERATORS.iter().find(|operator| **operator == bare) {
        return Some(match *operator {
            "exists" => Exists(true),
            operator => Operator(operator),
        });
    }
    Some(match &*plain(bare) {
        "contains" | "contain" | "includes" | "include" | "substring" | "containsstring"
        | "has" => Contains,
        "regex" | "regexp" | "re" | "matches" | "match" | "pattern" | "matchesregex" | "~"
        | "=~" => Regex,
        "like" | "stringlike" | "glob" => Operator("wildcard"),
        "startswith" | "beginswith" | "start" | "begins" | "starts" | "hasprefix" => {
            Operator("prefix")
        }
        "endswith" | "ends" | "hassuffix" => Operator("suffix"),
        "not" | "!=" | "!" | "<>" | "ne" | "neq" | "notequals" | "notequal" | "isnot" | "nin"
        | "notin" | "noneof" | "exclude" | "except" | "anythingexcept" | "stringnotequals" => {
            Operator("anything-but")
        }
        "ignorecase"
        | "caseinsensitive"
        | "equalsic"
        | "iequals"
        | "insensitive"
        | "stringequalsignorecase" => Operator("equals-ignore-case"),
        "eq" | "==" | "===" | "equals" | "equal" | "is" | "exact" | "value" | "stringequals"
        | "numericequals" => Equals,
        "in" | "oneof" | "anyof" | "values" => OneOf,
        ">" | "gt" | "greaterthan" | "numericgreaterthan" => Compare(">"),
        ">=" | "=>" | "gte" | "ge" | "min" | "greaterthanorequal" | "greaterthanequals" => {
            Compare(">=")
        }
        "<" | "lt" | "lessthan" | "numericlessthan" => Compare("<"),
        "<=" | "=<" | "lte" | "le" | "max" | "lessthanorequal" | "lessthanequals" => Compare("<="),
        "=" => Compare("="),
        "between" | "range" => Between,
        "exist" | "present" | "ispresent" | "isset" | "defined" | "notempty" => Exists(true),
        "notexists" | "notexist" | "missing" | "absent" | "doesnotexist" | "notpresent"
        | "unset" => Exists(false),
        "null" | "isnull" => Null,
        "ip" | "ipaddress" | "subnet" | "iprange" | "cidrmatch" | "ipaddressinrange" => {
            Operator("cidr")
        }
        "and" | "all" | "allof" | "must" => And,
        "or" | "any" | "should" => Or,
        "dateafter" | "datebefore" | "dateonorafter" | "dateonorbefore" | "indaterange"
        | "before" | "after" | "since" | "until" => Time,
        _ => return None,
    })
}

/// Whether a name can hardly be a field's, but means an operator.
pub(super) fn is_alias(name: &str) -> bool {
    matches!(
        meaning(name),
        Some(
            Meaning::Contains
                | Meaning::Regex
                | Meaning::Operator(_)
                | Meaning::Compare(_)
                | Meaning::Exists(_)
        )
    ) && !name.starts_with('$')
        && !matches!(
            name,
            "has"
                | "re"
                | "match"
                | "pattern"
                | "start"
                | "begins"
                | "starts"
                | "ends"
                | "include"
                | "ip"
                | "except"
                | "exclude"
                | "min"
                | "max"
                | "missing"
                | "subnet"
                | "present"
                | "absent"
                | "not"
        )
}

/// The operator whose name is nearest: in other letter case or with other dashes, and, where words
/// can be compared, by a letter or two.
#[cfg(not(feature = "rules"))]
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let name = plain(name);
    OPERATORS.into_iter().find(|known| plain(known) == name)
}

/// The operator whose name is nearest: in other letter case or with other dashes, and, where words
/// can be compared, by a letter or two.
#[cfg(feature = "rules")]
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    crate::spelling::nearest(name, OPERATORS, plain, |known| match known.len() {
        0..=4 => 1,
        _ => 2,
    })
}

/// The matcher, or the plain value, that was meant by a name with an operand.
pub(super) fn matcher(case: &Case<'_>, name: &str, operand: NodeId) -> Option<String> {
    let raw = case.raw(operand);
    if OPERATORS.contains(&name) {
        return Some(format!("{{\"{name}\": {raw}}}"));
    }
    let is_list = case.is(operand, NodeKind::Array);
    let is_object = case.is(operand, NodeKind::Object);
    let texts = || {
        let texts = case.elements(operand).into_iter();
        texts.map(|id| case.text(id)).collect::<Option<Vec<_>>>()
    };
    let each = |write: &dyn Fn(&str) -> String| {
        let texts = texts().filter(|texts| !texts.is_empty())?;
        let entries: Vec<_> = texts.iter().map(|text| write(text)).collect();
        Some(entries.join(", "))
    };
    match meaning(name)? {
        Meaning::Operator("anything-but") if !is_object => {
            let elements = case.elements(operand);
            let fits =
                case.all(&elements, NodeKind::String) || case.all(&elements, NodeKind::Number);
            fits.then(|| format!("{{\"anything-but\": {raw}}}"))
        }
        Meaning::Operator("anything-but") => {
            let (inner, value) = case.operator(operand)?;
            let fits = matches!(
                &*inner,
                "prefix" | "suffix" | "wildcard" | "equals-ignore-case"
            );
            (fits && case.is(value, NodeKind::String) && case.children(operand).len() == 1)
                .then(|| format!("{{\"anything-but\": {raw}}}"))
        }
        Meaning::Operator(operator) => {
            each(&|text| format!("{{\"{operator}\": {}}}", quoted(text)))
        }
        Meaning::Contains => {
            let texts = texts()?;
            let plain = texts
                .iter()
                .all(|text| !text.is_empty() && !text.contains(['*', '\\']));
            plain.then_some(())?;
            each(&|text| format!("{{\"wildcard\": {}}}", quoted(&format!("*{text}*"))))
        }
        Meaning::Regex => regex(&case.text(operand)?),
        Meaning::Equals if !is_list && !is_object => Some(raw.to_owned()),
        Meaning::Equals | Meaning::OneOf if is_list => {
            let elements = case.children(operand);
            let plain = !elements.is_empty() && elements.iter().all(|id| case.is_plain(*id));
            let inner: Vec<_> = elements.iter().map(|id| case.raw(*id)).collect();
            plain.then(|| inner.join(", "))
        }
        Meaning::Compare(sign) => {
            let number = numeric::number(case, operand)?;
            Some(format!("{{\"numeric\": [\"{sign}\", {number}]}}"))
        }
        Meaning::Between => match case.children(operand).as_slice() {
            [low, high] if is_list => {
                let (low, high) = (numeric::number(case, *low)?, numeric::number(case, *high)?);
                Some(format!("{{\"numeric\": [\">=\", {low}, \"<=\", {high}]}}"))
            }
            _ => None,
        },
        Meaning::Exists(wanted) => {
            let wanted = match case.is(operand, NodeKind::False) {
                true => !wanted,
                false => wanted,
            };
            Some(format!("{{\"exists\": {wanted}}}"))
        }
        Meaning::Null => Some("null".to_owned()),
        _ => None,
    }
}

/// A simple regular expression as a matcher.
fn regex(text: &str) -> Option<String> {
    let (text, from_start) = match text.strip_prefix('^') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let (text, to_end) = match text.strip_suffix('$') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let spelled = text.replace(".*", "\u{0}").replace("\\.", ".");
    let simple = |c: char| {
        c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | ':' | ' ' | '\u{0}' | '@' | '#')
    };
    // A dot that is not escaped is any character; in names with dots it is nearly always a dot.
    if text.is_empty() || !spelled.chars().all(|c| simple(c) || c == '.') {
        return None;
    }
    let mut wildcard = String::new();
    if !from_start {
        wildcard.push('*');
    }
    wildcard.push_str(&spelled.replace('\u{0}', "*"));
    if !to_end {
        wildcard.push('*');
    }
    while wildcard.contains("**") {
        wildcard = wildcard.replace("**", "*");
    }
    let inner = wildcard.trim_matches('*');
    if inner.is_empty() {
        return Some("{\"exists\": true}".to_owned());
    }
    Some(match (wildcard.starts_with('*'), wildcard.ends_with('*')) {
        _ if inner.contains('*') => format!("{{\"wildcard\": {}}}", quoted(&wildcard)),
        (false, false) => quoted(inner),
        (false, true) => format!("{{\"prefix\": {}}}", quoted(inner)),
        (true, false) => format!("{{\"suffix\": {}}}", quoted(inner)),
        (true, true) => format!("{{\"wildcard\": {}}}", quoted(&wildcard)),
    })
}

/// The advice on a field whose name begins like an operator of another language.
pub(super) fn of_dollar(case: &Case<'_>, name: &str, value: NodeId) -> Option<Advice> {
    let covers = case.span(value);
    let meaning = meaning(name)?;
    if let Some(matcher) = matcher(case, name, value) {
        let help = match meaning {
            Meaning::Operator("anything-but") => format!(
                "no `{name}` operator; exclude values with `anything-but`, in the field's list: \"field\": [{matcher}]"
            ),
            _ => format!(
                "no `{name}` operator; write the condition in the field's list: \"field\": [{matcher}]"
            ),
        };
        return Some(Advice::new(covers, help));
    }
    let help = match meaning {
        Meaning::And => format!(
            "no `{name}` operator; all fields of an object must match anyway: write them side by side"
        ),
        Meaning::Or => "alternatives are called `$or`".to_owned(),
        _ => format!(
            "no `{name}` operator; conditions go in the field's list: \"field\": [{{\"prefix\": \"…\"}}]"
        ),
    };
    Some(Advice::new(covers, help))
}
