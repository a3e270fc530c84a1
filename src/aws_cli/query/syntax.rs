//! Mistakes in the syntax, in the AWS CLI's words.

use super::lexer::Token;
use jmespath::ast::Ast;
use jmespath::{ErrorReason, JmespathError};

const AFTER_DOT: &str =
    "Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace']";
const KEY: &str = "Expecting: ['quoted_identifier', 'unquoted_identifier']";

/// Has the engine parse an expression, and reports the first mistake.
pub(super) fn parse(plain: &str, tokens: &[Token], text: &str) -> Result<Ast, String> {
    let slip = slip(tokens);
    let parsed = jmespath::parse(plain);
    match (parsed, slip) {
        (Ok(ast), None) => Ok(ast),
        (Err(error), slip)
            if slip
                .as_ref()
                .is_none_or(|(token, _)| error.offset < token.bytes.start) =>
        {
            Err(explain(&error, tokens, text))
        }
        (_, Some((token, message))) => Err(at(token, &message, text)),
        (Err(error), None) => Err(explain(&error, tokens, text)),
    }
}

/// Finds what the engine lets pass: an expression reference behind a dot, and in lists nothing but
/// white space between the brackets, or values without a comma between them.
fn slip(tokens: &[Token]) -> Option<(&Token, String)> {
    let mut open = Vec::new();
    for pair in tokens.windows(2) {
        let [token, next] = pair else {
            continue;
        };
        match token.kind {
            "lbracket" | "filter" | "lparen" | "lbrace" => open.push(token.kind),
            "rbracket" | "rparen" | "rbrace" => {
                open.pop();
            }
            _ => {}
        }
        if token.kind == "dot" && next.kind == "expref" {
            return Some((next, format!("{AFTER_DOT}, got: expref")));
        }
        if open.last() != Some(&"lbracket") {
            continue;
        }
        if token.kind == "lbracket" && next.kind == "rbracket" {
            return Some((next, "invalid token".to_owned()));
        }
        let begins = matches!(
            next.kind,
            "unquoted_identifier" | "quoted_identifier" | "literal" | "current" | "expref"
        );
        if ends(token) && begins {
            return Some((next, format!("Expecting: comma, got: {}", next.kind)));
        }
    }
    None
}

/// Whether an expression may end with this token.
fn ends(token: &Token) -> bool {
    matches!(
        token.kind,
        "unquoted_identifier"
            | "quoted_identifier"
            | "literal"
            | "rbracket"
            | "rparen"
            | "rbrace"
            | "current"
    )
}

/// Whether the token follows a value in a list, where a comma should stand.
fn lacks_comma(place: usize, tokens: &[Token]) -> bool {
    let Some((before, _)) = tokens.split_at_checked(place) else {
        return false;
    };
    let mut open = Vec::new();
    for token in before {
        match token.kind {
            "lbracket" | "filter" | "lparen" | "lbrace" => open.push(token.kind),
            "rbracket" | "rparen" | "rbrace" => {
                open.pop();
            }
            _ => {}
        }
    }
    let value_before = before
        .last()
        .is_some_and(|token| ends(token) || matches!(token.kind, "star" | "flatten"));
    open.last() == Some(&"lbracket") && value_before
}

/// The message for what the engine found.
fn explain(error: &JmespathError, tokens: &[Token], text: &str) -> String {
    let ErrorReason::Parse(reason) = &error.reason else {
        return error.reason.to_string();
    };
    let place = tokens
        .iter()
        .position(|token| token.bytes.start >= error.offset)
        .unwrap_or(tokens.len().saturating_sub(1));
    let Some(token) = tokens.get(place) else {
        return reason.clone();
    };
    let got = |expecting: &str| format!("{expecting}, got: {}", token.kind);
    let says = |start: &str| reason.starts_with(start);
    // The engine's messages are told apart by how they begin; there is nothing else to go by.
    let (message, even_at_end) = if says("Did not parse the complete expression") {
        (format!("Unexpected token: {}", token.value.to_text()), true)
    } else if says("Expected identifier, '*', '{', '['") {
        (got(AFTER_DOT), true)
    } else if says("Expected '.', '[', or '[?'") {
        ("syntax error".to_owned(), true)
    } else if says("Quoted strings can't be a function name") {
        let message = "Quoted identifier not allowed for function names.";
        return parse_error(0, token, message, text);
    } else if says("Invalid function name") {
        let name = place.checked_sub(2).and_then(|place| tokens.get(place));
        let name = name.unwrap_or(token);
        let message = format!("Invalid function name '{}'", name.value.to_text());
        return at(name, &message, text);
    } else if says("Expected ':' to follow key") {
        (got("Expecting: colon"), false)
    } else if says("Expected Field to start") || says("Expected '}' or ','") {
        (got(KEY), false)
    } else if says("Expected ')'") {
        (got("Expecting: rparen"), false)
    } else if says("Expected number, ':', or '*'") {
        (got("Expecting: star"), false)
    } else if says("Expected ':', or ']'") && follows_colon(place, tokens) {
        ("syntax error".to_owned(), true)
    } else if says("Expected ']'") || says("Expected ':', or ']'") {
        (got("Expecting: rbracket"), false)
    } else if says("Expected number, ':', or ']'") || says("Too many colons") {
        ("syntax error".to_owned(), true)
    } else if says("Unexpected nud token") && lacks_comma(place, tokens) {
        (got("Expecting: comma"), false)
    } else {
        ("invalid token".to_owned(), false)
    };
    if token.kind == "eof" && !even_at_end {
        let space = " ".repeat(token.start + 1);
        return format!(
            "Invalid jmespath expression: Incomplete expression:\n\"{text}\"\n{space}^"
        );
    }
    at(token, &message, text)
}

/// Whether the number before this place follows a colon, and so is part of a slice.
fn follows_colon(place: usize, tokens: &[Token]) -> bool {
    let before = place.checked_sub(2).and_then(|place| tokens.get(place));
    before.is_some_and(|token| token.kind == "colon")
}

fn at(token: &Token, message: &str, text: &str) -> String {
    parse_error(token.start, token, message, text)
}

fn parse_error(column: usize, token: &Token, message: &str, text: &str) -> String {
    let value = token.value.to_text();
    let kind = token.kind.to_uppercase();
    let space = " ".repeat(column + 1);
    format!(
        "{message}: Parse error at column {column}, token \"{value}\" ({kind}), for expression:\n\
         \"{text}\"\n{space}^"
    )
}
