//! Two conditions on one field that were meant to hold together.
//!
//! The entries of a list are alternatives, and a field has one list. So "both" can be asked for only
//! where one matcher says it.

use super::quoted;
use crate::json::{Document, NodeId, NodeKind, double};

/// What can be said of two matchers of one field that were meant to hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Both {
    /// The matcher that asks for both, if there is one.
    pub json: Option<String>,
}

/// Whether two matchers, given as JSON, look as if both were meant to hold, and what then to write.
/// `None` where alternatives make sense.
///
/// ```
/// use pattern_test::advice::both;
///
/// let found = both(r#"{"prefix": "in/"}"#, r#"{"suffix": ".csv"}"#).unwrap();
/// assert_eq!(found.json.as_deref(), Some(r#"{"wildcard": "in/*.csv"}"#));
/// assert_eq!(both(r#"{"prefix": "a"}"#, r#"{"prefix": "b"}"#), None);
/// ```
pub fn both(first: &str, second: &str) -> Option<Both> {
    let (first, second) = (Document::parse(first).ok()?, Document::parse(second).ok()?);
    let (a, b) = (Matcher::of(&first)?, Matcher::of(&second)?);
    join(&a, &b).or_else(|| join(&b, &a))
}

/// An operator with its operand.
struct Matcher<'d> {
    document: &'d Document<'d>,
    name: String,
    operand: NodeId,
}

impl<'d> Matcher<'d> {
    fn of(document: &'d Document<'d>) -> Option<Self> {
        let operand = document.children(0).next()?;
        Some(Self {
            name: document.key(operand)?.into_owned(),
            document,
            operand,
        })
    }

    fn text(&self) -> Option<String> {
        let text = self.document.string(self.operand)?.into_owned();
        (!text.contains(['*', '\\'])).then_some(text)
    }

    /// The single bound of a `numeric`.
    fn bound(&self) -> Option<(String, &str)> {
        let mut terms = self.document.children(self.operand);
        let (sign, number) = (terms.next()?, terms.next()?);
        let is_number = self.document.node(number).kind == NodeKind::Number;
        (terms.next().is_none() && is_number).then_some(())?;
        Some((
            self.document.string(sign)?.into_owned(),
            self.document.raw(number),
        ))
    }
}

fn join(a: &Matcher<'_>, b: &Matcher<'_>) -> Option<Both> {
    let of = |json: String| Some(Both { json: Some(json) });
    match (&*a.name, &*b.name) {
        ("prefix", "suffix") => {
            let (Some(prefix), Some(suffix)) = (a.text(), b.text()) else {
                return Some(Both { json: None });
            };
            if prefix.is_empty() || suffix.is_empty() {
                return None;
            }
            of(format!(
                "{{\"wildcard\": {}}}",
                quoted(&format!("{prefix}*{suffix}"))
            ))
        }
        ("numeric", "numeric") => {
            let ((low_sign, low), (high_sign, high)) = (a.bound()?, b.bound()?);
            let (bottom, top) = (double::nearest(low)?, double::nearest(high)?);
            let fits = low_sign.starts_with('>') && high_sign.starts_with('<') && bottom < top;
            fits.then_some(())?;
            of(format!(
                "{{\"numeric\": [\"{low_sign}\", {low}, \"{high_sign}\", {high}]}}"
            ))
        }
        // What is ruled out lies within what is asked for: the other entry lets it in again.
        ("prefix" | "suffix" | "wildcard" | "equals-ignore-case", "anything-but") => {
            Some(Both { json: None })
        }
        _ => None,
    }
}
