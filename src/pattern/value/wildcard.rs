//! Wildcards: rules, section 4.

/// An operand of `wildcard`: literal text with `*` for any run of characters.
///
/// ```
/// use pattern_test::pattern::value::Wildcard;
///
/// let logs = Wildcard::parse(r"logs/*.gz").unwrap();
/// assert!(logs.accepts("logs/2026/11/a.gz"));
/// assert!(!logs.accepts("logs/a.gz.tmp"));
/// assert!(Wildcard::parse("a**b").is_err());
/// ```
#[derive(Debug, Clone)]
pub struct Wildcard {
    /// The literal texts before, between and behind the stars: one more than there are stars.
    literals: Vec<Box<str>>,
}

/// A piece of a wildcard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WildcardToken {
    /// This character.
    Character(char),
    /// Any run of characters, none included.
    Star,
}

impl Wildcard {
    /// Reads an operand: `*` is a star, `\*` and `\\` the characters themselves.
    ///
    /// # Errors
    /// Two stars in a row, or another escape: the service's reason, which gives the place in bytes
    /// of the operand between its quotes, the opening one being 0.
    pub fn parse(operand: &str) -> Result<Self, String> {
        let mut literals = Vec::new();
        let mut literal = String::new();
        let mut characters = operand.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            let following = characters.peek().map(|(_, c)| *c);
            match (character, following) {
                ('*', Some('*')) => {
                    return Err(format!("Consecutive wildcard characters at pos {}", at + 1));
                }
                ('*', _) => literals.push(std::mem::take(&mut literal).into_boxed_str()),
                ('\\', Some(escaped @ ('*' | '\\'))) => {
                    literal.push(escaped);
                    characters.next();
                }
                ('\\', _) => return Err(format!("Invalid escape character at pos {}", at + 1)),
                _ => literal.push(character),
            }
        }
        literals.push(literal.into_boxed_str());
        Ok(Self { literals })
    }

    /// The literal texts before, between and behind the stars: one more than there are stars.
    pub fn literals(&self) -> &[Box<str>] {
        &self.literals
    }

    /// The operand as a pattern spells it.
    pub(crate) fn spelled(&self) -> String {
        let literals = self.literals.iter();
        let spelled: Vec<_> = literals
            .map(|literal| literal.replace('\\', r"\\").replace('*', r"\*"))
            .collect();
        spelled.join("*")
    }

    /// Number of stars.
    pub fn stars(&self) -> usize {
        self.literals.len() - 1
    }

    /// Characters and stars in order, escapes resolved.
    pub fn tokens(&self) -> impl Iterator<Item = WildcardToken> {
        self.literals
            .iter()
            .enumerate()
            .flat_map(|(index, literal)| {
                let star = (index > 0).then_some(WildcardToken::Star);
                star.into_iter()
                    .chain(literal.chars().map(WildcardToken::Character))
            })
    }

    /// Whether the whole of `text` fits.
    pub fn accepts(&self, text: &str) -> bool {
        let Some((first, rest)) = self.literals.split_first() else {
            return false;
        };
        let Some((last, middle)) = rest.split_last() else {
            return text == &**first;
        };
        // The outer literals are fixed to the ends; each one between them is best taken as early
        // as it comes, since that leaves the most to those behind it.
        let Some(mut text) = text
            .strip_prefix(&**first)
            .and_then(|t| t.strip_suffix(&**last))
        else {
            return false;
        };
        for literal in middle {
            let Some((_, behind)) = text.split_once(&**literal) else {
                return false;
            };
            text = behind;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fits() {
        let fits = |wildcard: &str, text: &str| Wildcard::parse(wildcard).unwrap().accepts(text);
        assert!(fits("", ""));
        assert!(!fits("", "a"));
        assert!(fits("*", ""));
        assert!(fits("*", "abc"));
        assert!(fits("a*a", "aa"));
        assert!(!fits("a*a", "a"));
        assert!(fits("*ab*ab*", "abxab"));
        assert!(!fits("*ab*ab*", "aba"));
        assert!(fits(r"a\*b", "a*b"));
        assert!(!fits(r"a\*b", "axb"));
        assert!(fits(r"a\\*", r"a\xyz"));
        assert!(fits("größe*", "größer"));
    }

    #[test]
    fn refusals() {
        let refusal = |wildcard: &str| Wildcard::parse(wildcard).unwrap_err();
        assert_eq!(refusal("**"), "Consecutive wildcard characters at pos 1");
        assert_eq!(refusal("é**"), "Consecutive wildcard characters at pos 3");
        assert_eq!(refusal(r"\x"), "Invalid escape character at pos 1");
        assert_eq!(refusal(r"a\"), "Invalid escape character at pos 2");
        assert_eq!(refusal(r"\\\"), "Invalid escape character at pos 3");
    }
}
