//! The JSON reader against serde_json: on whole texts and on texts with something wrong.
//!
//! They are to accept the same texts and find the same values, but for nesting: serde_json stops at
//! 128 levels, ours at a thousand. Numbers beyond a double's range are compared by their text.

use crate::naive::ast::{Json, Style};
use crate::naive::{config, generate};
use pattern_test::json::{Document, NodeId, NodeKind};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value};

/// Characters and pieces that matter to a reader.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "/",
    "0",
    "1",
    "9",
    "-",
    "+",
    ".",
    "e",
    "E",
    "a",
    "u",
    "t",
    "n",
    " ",
    "\t",
    "\n",
    "\r",
    "\u{0}",
    "\u{1f}",
    "\u{7f}",
    "\u{a0}",
    "\u{feff}",
    "\u{2028}",
    "é",
    "😀",
    "\\u",
    "\\u00e9",
    "\\ud83d",
    "\\ude00",
    "\\ud83d\\ude00",
    "\\n",
    "\\x",
    "\\/",
    "true",
    "false",
    "null",
    "nul",
    "tru",
    "NaN",
    "Infinity",
    "-0",
    "00",
    "01",
    "1.",
    ".5",
    "1e",
    "1e+5",
    "1E400",
    "1e-400",
    "123456789012345678901234567890",
    "\"\"",
    "\"a\"",
    "{}",
    "[]",
    ",,",
    "//",
    "'",
];

/// A change at a place between 0 and 1 of the text: so many characters out, a piece in.
type Change = (f64, usize, Option<&'static str>);

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let piece = proptest::option::weighted(0.8, select(PIECES));
    vec((0.0..1.0, 0..3_usize, piece), 0..4)
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for (place, out, piece) in changes {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "any place will do"
        )]
        let at = (place * (characters.len() + 1) as f64) as usize;
        let end = (at + out).min(characters.len());
        characters.splice(at.min(end)..end, piece.unwrap_or("").chars());
    }
    characters.into_iter().collect()
}

fn value(document: &Document<'_>, id: NodeId) -> Value {
    match document.node(id).kind {
        NodeKind::Object => {
            let members = document.children(id).map(|child| {
                let key = document.key(child).unwrap().into_owned();
                (key, value(document, child))
            });
            Value::Object(members.collect::<Map<_, _>>())
        }
        NodeKind::Array => document
            .children(id)
            .map(|child| value(document, child))
            .collect(),
        NodeKind::String => Value::String(document.string(id).unwrap().into_owned()),
        NodeKind::Number => Value::Number(document.raw(id).parse().unwrap()),
        NodeKind::True => Value::Bool(true),
        NodeKind::False => Value::Bool(false),
        NodeKind::Null => Value::Null,
    }
}

fn compare(text: &str) -> Result<(), TestCaseError> {
    let ours = Document::parse(text);
    match (ours, serde_json::from_str::<Value>(text)) {
        (Ok(ours), Ok(theirs)) => prop_assert_eq!(value(&ours, 0), theirs, "{:?}", text),
        (Err(error), Err(_)) => {
            let span = error.span();
            prop_assert!(text.get(span.start..span.end).is_some(), "{text:?}");
        }
        (ours, theirs) => {
            let deep = theirs.is_err_and(|e| e.to_string().starts_with("recursion limit"));
            prop_assert!(deep, "{text:?}: {:?}", ours.err());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(4_000))]

    #[test]
    fn the_same_texts_and_values((_, event, style) in generate::cases(), changes in changes()) {
        compare(&changed(&event.print(style), &changes))?;
    }

    #[test]
    fn pieces_in_any_order(pieces in vec(select(PIECES), 0..8)) {
        compare(&pieces.concat())?;
        compare(&format!("[{}]", pieces.concat()))?;
        compare(&format!("\"{}\"", pieces.concat()))?;
    }

    #[test]
    fn any_string_comes_back(text in any::<String>(), spaces: bool, escapes: bool) {
        let style = Style { spaces, escapes };
        let text = Json::String(text);
        compare(&Json::Object(vec![("k".to_owned(), text)]).print(style))?;
    }
}

/// If nearly all changed texts were accepted, or refused, little would be compared.
#[test]
fn both_answers_are_frequent() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let strategy = (generate::cases(), changes());
    let mut accepted = 0;
    for _ in 0..1_000 {
        let ((_, event, style), changes) = strategy.new_tree(&mut runner).unwrap().current();
        let text = changed(&event.print(style), &changes);
        accepted += usize::from(Document::parse(&*text).is_ok());
    }
    assert!((200..800).contains(&accepted), "{accepted}");
}
