//! As much of Rust as it takes to see what a file imports.

use std::collections::BTreeSet;

/// A file of the library, as far as its imports go. What is compiled for tests only is left out.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// The modules it declares in files of their own.
    pub(super) modules: Vec<String>,
    /// What `use` brings in.
    pub(super) imports: Vec<Import>,
    /// The paths in the code.
    pub(super) paths: Vec<Path>,
    /// The names in the code that are not those of fields, nor in `use` and `mod`.
    pub(super) names: BTreeSet<String>,
}

#[derive(Debug)]
pub(super) struct Import {
    /// The name it has here; `None` for a glob.
    pub(super) name: Option<String>,
    pub(super) path: Path,
    /// Whether it is there for others.
    pub(super) public: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    pub(super) segments: Vec<String>,
    pub(super) line: usize,
}

impl Source {
    pub(super) fn read(text: &str) -> Self {
        let tokens = without_tests(&tokens(text));
        let mut source = Self::default();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match token.text.as_str() {
                "mod" if tokens.get(at + 2).is_some_and(|t| t.text == ";") => {
                    source.modules.push(tokens[at + 1].text.clone());
                    at += 3;
                }
                "use" => {
                    let before = at.checked_sub(1).map(|before| tokens[before].text.as_str());
                    let public = matches!(before, Some("pub" | ")"));
                    at += 1;
                    source.import(&tokens, &mut at, &[], public);
                }
                // `pub(in crate::folder)` says who may use, not who is used.
                "in" if at > 0 && tokens[at - 1].text == "(" => {
                    at += 1;
                    while tokens.get(at).is_some_and(|token| token.text != ")") {
                        at += 1;
                    }
                }
                _ if token.is_name() => {
                    let mut segments = vec![token.text.clone()];
                    let before = at.checked_sub(1).map(|before| tokens[before].text.as_str());
                    let behind = tokens.get(at + 1).map(|token| token.text.as_str());
                    if before != Some(".") && behind != Some(":") {
                        source.names.insert(token.text.clone());
                    }
                    at += 1;
                    while let [colons, name, ..] = &tokens[at..]
                        && colons.text == "::"
                        && name.is_name()
                    {
                        segments.push(name.text.clone());
                        at += 2;
                    }
                    if segments.len() > 1 {
                        let line = token.line;
                        source.paths.push(Path { segments, line });
                    }
                }
                _ => at += 1,
            }
        }
        source
    }

    /// One tree of a `use`; stops behind it.
    fn import(&mut self, tokens: &[Token], at: &mut usize, prefix: &[String], public: bool) {
        let mut segments = prefix.to_vec();
        let line = tokens.get(*at).map_or(0, |token| token.line);
        while let Some(token) = tokens.get(*at) {
            match token.text.as_str() {
                "{" => {
                    *at += 1;
                    while tokens.get(*at).is_some_and(|token| token.text != "}") {
                        self.import(tokens, at, &segments, public);
                        if tokens.get(*at).is_some_and(|token| token.text == ",") {
                            *at += 1;
                        }
                    }
                    *at += 1;
                    return;
                }
                "*" => {
                    *at += 1;
                    let path = Path { segments, line };
                    self.imports.push(Import {
                        name: None,
                        path,
                        public,
                    });
                    return;
                }
                "::" => *at += 1,
                _ if token.is_name() && token.text != "as" => {
                    segments.push(token.text.clone());
                    *at += 1;
                }
                _ => break,
            }
        }
        if segments.last().is_some_and(|last| last == "self") {
            segments.pop();
        }
        let mut name = segments.last().cloned();
        if tokens.get(*at).is_some_and(|token| token.text == "as") {
            name = tokens.get(*at + 1).map(|token| token.text.clone());
            *at += 2;
        }
        let path = Path { segments, line };
        self.imports.push(Import { name, path, public });
    }
}

#[derive(Debug, Clone)]
struct Token {
    text: String,
    line: usize,
}

impl Token {
    fn is_name(&self) -> bool {
        self.text
            .starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
    }
}

/// Names, `::`, and every other character by itself; neither comments nor literals.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let length = literal_or_comment(rest).unwrap_or_else(|| {
            let is_name = |c: char| c.is_alphanumeric() || c == '_';
            let length = match first {
                _ if is_name(first) => rest.find(|c| !is_name(c)).unwrap_or(rest.len()),
                ':' if rest.starts_with("::") => 2,
                _ => first.len_utf8(),
            };
            if !first.is_whitespace() {
                let text = rest[..length].to_owned();
                tokens.push(Token { text, line });
            }
            length
        });
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

/// The length of the literal or comment that the text begins with.
fn literal_or_comment(text: &str) -> Option<usize> {
    let end_of = |start: usize, end: &str| {
        let found = text[start..].find(end);
        found.map_or(text.len(), |at| start + at + end.len())
    };
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return Some(end_of(2, "*/"));
    }
    let prefix = ["br", "cr", "b", "c", "r"]
        .into_iter()
        .find(|prefix| {
            let body = text.strip_prefix(prefix);
            body.is_some_and(|body| body.starts_with(['"', '#', '\'']))
        })
        .unwrap_or("");
    let body = &text[prefix.len()..];
    if prefix.ends_with('r') {
        let hashes = body.len() - body.trim_start_matches('#').len();
        if body[hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            return Some(end_of(prefix.len() + hashes + 1, &end));
        }
        return None;
    }
    let quote = body.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    // A lifetime is no character.
    let mut inside = body[1..].chars();
    let (one, two) = (inside.next()?, inside.next());
    if quote == '\'' && one != '\\' && two != Some('\'') {
        return None;
    }
    let mut escaped = false;
    for (at, c) in body.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Some(prefix.len() + at + 1),
            _ => {}
        }
    }
    Some(text.len())
}

/// Drops attributes, and the items that are there for tests only.
fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mut kept = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if token.text != "#" {
            kept.push(token.clone());
            at += 1;
            continue;
        }
        let (end, for_tests) = attribute(tokens, at);
        at = end;
        if for_tests {
            while tokens.get(at).is_some_and(|token| token.text == "#") {
                at = attribute(tokens, at).0;
            }
            at = end_of_item(tokens, at);
        }
    }
    kept
}

/// The end of the attribute that starts at `at`, and whether it is a `cfg` that asks for tests.
fn attribute(tokens: &[Token], at: usize) -> (usize, bool) {
    let Some(open) = (at..at + 3).find(|at| tokens.get(*at).is_some_and(|t| t.text == "[")) else {
        return (at + 1, false);
    };
    let end = closing(tokens, open);
    let inside = &tokens[open..end];
    let has = |name: &str| inside.iter().any(|token| token.text == name);
    let is_cfg = inside.get(1).is_some_and(|token| token.text == "cfg");
    (end, is_cfg && has("test") && !has("not"))
}

fn end_of_item(tokens: &[Token], mut at: usize) -> usize {
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            ";" => return at + 1,
            "{" => {
                let end = closing(tokens, at);
                // `use x::{…};` ends behind the bracket.
                return end + usize::from(tokens.get(end).is_some_and(|t| t.text == ";"));
            }
            "(" | "[" => at = closing(tokens, at),
            _ => at += 1,
        }
    }
    at
}

/// The place behind the bracket that closes the one at `at`.
fn closing(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0_usize;
    for (place, token) in tokens.iter().enumerate().skip(at) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return place + 1;
        }
    }
    tokens.len()
}

#[test]
fn what_a_file_imports() {
    let source = Source::read(
        r##"
//! use crate::comment;
mod inner;
pub(crate) use inner::{Thing, deep::{self, Other as Renamed}};
use super::*;
#[cfg(test)]
use crate::{only, in_tests};
fn f<'a>(x: &'a str) -> char {
    let text = r#"crate::raw::string"#;
    let quote = ('"', b'\'', "\"crate::string::x");
    crate::report::write(self::g::<u8>(text), quote)
}
#[cfg(all(test, feature = "x"))]
#[allow(dead_code)]
mod tests { use crate::nothing; fn g() { crate::test::h(); } }
#[cfg(feature = "test")]
pub(in crate::scope) fn kept() { super::up::to(); }
"##,
    );
    let shown = |path: &Path| format!("{}:{}", path.line, path.segments.join("::"));
    let imports: Vec<_> = source
        .imports
        .iter()
        .map(|import| (shown(&import.path), import.name.as_deref(), import.public))
        .collect();
    assert_eq!(
        imports,
        [
            ("4:inner::Thing".to_owned(), Some("Thing"), true),
            ("4:inner::deep".to_owned(), Some("deep"), true),
            ("4:inner::deep::Other".to_owned(), Some("Renamed"), true),
            ("5:super".to_owned(), None, false),
        ]
    );
    assert_eq!(source.modules, ["inner"]);
    let paths: Vec<_> = source.paths.iter().map(shown).collect();
    assert_eq!(
        paths,
        ["11:crate::report::write", "11:self::g", "17:super::up::to"]
    );
}
