//! Patterns and events as plain trees, and how they are written.

/// A JSON value that keeps duplicate keys and the text of numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(String),
    String(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// How a value is written, where JSON leaves the choice.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Style {
    /// White space between all tokens.
    pub(crate) spaces: bool,
    /// `\uXXXX` for every second character.
    pub(crate) escapes: bool,
}

impl Json {
    pub(crate) fn string(text: &str) -> Self {
        Self::String(text.to_owned())
    }

    pub(crate) fn object(key: &str, value: Json) -> Self {
        Self::Object(vec![(key.to_owned(), value)])
    }

    pub(crate) fn print(&self, style: Style) -> String {
        let mut out = String::new();
        self.write(style, &mut out);
        out
    }

    fn write(&self, style: Style, out: &mut String) {
        let space = if style.spaces { "\t\r\n " } else { "" };
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Number(text) => out.push_str(text),
            Self::String(text) => write_string(text, style, out),
            Self::Array(elements) => {
                out.push('[');
                for (index, element) in elements.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    out.push_str(space);
                    element.write(style, out);
                    out.push_str(space);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    out.push_str(space);
                    write_string(key, style, out);
                    out.push_str(space);
                    out.push(':');
                    out.push_str(space);
                    value.write(style, out);
                    out.push_str(space);
                }
                out.push('}');
            }
        }
    }
}

fn write_string(text: &str, style: Style, out: &mut String) {
    out.push('"');
    for (index, c) in text.chars().enumerate() {
        if (style.escapes && index % 2 == 0) || c < ' ' {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            if matches!(c, '"' | '\\') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out.push('"');
}

/// A member of a pattern's object.
#[derive(Debug, Clone)]
pub(crate) enum Field {
    Object(String, Vec<Field>),
    Condition(String, Vec<Matcher>),
    Or(Vec<Vec<Field>>),
}

/// A piece of a wildcard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    Star,
    Character(char),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Matcher {
    /// A plain string, number, true, false or null.
    Value(Json),
    Exactly(String),
    Prefix(String),
    Suffix(String),
    EqualsIgnoreCase(String),
    PrefixIgnoreCase(String),
    SuffixIgnoreCase(String),
    Wildcard(Vec<Piece>),
    /// Strings only or numbers only; one value may stand without a list.
    AnythingBut(Vec<Json>, bool),
    AnythingButPrefix(Vec<String>, bool),
    AnythingButSuffix(Vec<String>, bool),
    AnythingButIgnoreCase(Vec<String>, bool),
    AnythingButWildcard(Vec<Vec<Piece>>, bool),
    /// Operators with their numbers.
    Numeric(Vec<(&'static str, String)>),
    Cidr(String),
    Exists(bool),
}

pub(crate) fn pattern_json(fields: &[Field]) -> Json {
    Json::Object(
        fields
            .iter()
            .map(|field| match field {
                Field::Object(key, inner) => (key.clone(), pattern_json(inner)),
                Field::Condition(key, matchers) => (
                    key.clone(),
                    Json::Array(matchers.iter().map(matcher_json).collect()),
                ),
                Field::Or(branches) => (
                    "$or".to_owned(),
                    Json::Array(branches.iter().map(|b| pattern_json(b)).collect()),
                ),
            })
            .collect(),
    )
}

fn matcher_json(matcher: &Matcher) -> Json {
    let operator = |name: &str, operand: Json| Json::object(name, operand);
    let ignore_case = |text: &str| operator("equals-ignore-case", Json::string(text));
    let but = |name: &str, operand: Json| operator("anything-but", operator(name, operand));
    let strings = |list: &[String]| list.iter().map(|s| Json::string(s)).collect::<Vec<_>>();
    match matcher {
        Matcher::Value(value) => value.clone(),
        Matcher::Exactly(text) => operator("exactly", Json::string(text)),
        Matcher::Prefix(text) => operator("prefix", Json::string(text)),
        Matcher::Suffix(text) => operator("suffix", Json::string(text)),
        Matcher::EqualsIgnoreCase(text) => ignore_case(text),
        Matcher::PrefixIgnoreCase(text) => operator("prefix", ignore_case(text)),
        Matcher::SuffixIgnoreCase(text) => operator("suffix", ignore_case(text)),
        Matcher::Wildcard(pieces) => operator("wildcard", Json::String(wildcard_text(pieces))),
        Matcher::AnythingBut(list, single) => operator("anything-but", listed(list, *single)),
        Matcher::AnythingButPrefix(list, single) => but("prefix", listed(&strings(list), *single)),
        Matcher::AnythingButSuffix(list, single) => but("suffix", listed(&strings(list), *single)),
        Matcher::AnythingButIgnoreCase(list, single) => {
            but("equals-ignore-case", listed(&strings(list), *single))
        }
        Matcher::AnythingButWildcard(list, single) => {
            let list: Vec<_> = list
                .iter()
                .map(|w| Json::String(wildcard_text(w)))
                .collect();
            but("wildcard", listed(&list, *single))
        }
        Matcher::Numeric(terms) => {
            let terms = terms
                .iter()
                .flat_map(|(op, number)| [Json::string(op), Json::Number(number.clone())]);
            operator("numeric", Json::Array(terms.collect()))
        }
        Matcher::Cidr(block) => operator("cidr", Json::string(block)),
        Matcher::Exists(wanted) => operator("exists", Json::Bool(*wanted)),
    }
}

fn listed(list: &[Json], single: bool) -> Json {
    match list {
        [one] if single => one.clone(),
        _ => Json::Array(list.to_vec()),
    }
}

fn wildcard_text(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Star => text.push('*'),
            Piece::Character(c) => {
                if matches!(c, '*' | '\\') {
                    text.push('\\');
                }
                text.push(*c);
            }
        }
    }
    text
}
