//! Comparing without regard to case: rules, section 4, *Letter case*.

/// An operand of `equals-ignore-case`.
///
/// Each position accepts the lower-case or the upper-case form of its character, either of which
/// may be several characters long. This is not Unicode case folding: `σ` does not accept `ς`.
///
/// The service compares UTF-16 units, each as UTF-8. The halves of a character beyond the basic plane
/// have no such form but `?`: an operand that holds one never accepts it.
///
/// ```
/// use pattern_test::pattern::value::IgnoreCase;
///
/// let operand = IgnoreCase::new("straße");
/// assert!(operand.equals("STRASSE"));
/// assert!(operand.equals("STRAßE"));
/// assert!(!operand.equals("strasze"));
/// ```
#[derive(Debug, Clone)]
pub struct IgnoreCase {
    operand: Box<str>,
    forms: Vec<[Box<str>; 2]>,
}

impl IgnoreCase {
    /// Takes the operand as the pattern spells it.
    pub fn new(operand: &str) -> Self {
        let forms = operand
            .chars()
            .map(|c| {
                if c.len_utf16() > 1 {
                    return ["??".into(), "??".into()];
                }
                [c.to_lowercase().collect(), c.to_uppercase().collect()].map(String::into_boxed_str)
            })
            .collect();
        Self {
            operand: operand.into(),
            forms,
        }
    }

    /// The operand as the pattern spells it.
    pub fn operand(&self) -> &str {
        &self.operand
    }

    /// For each character of the operand the lower-case and the upper-case form it accepts.
    pub fn forms(&self) -> &[[Box<str>; 2]] {
        &self.forms
    }

    /// Whether the whole of `text` is accepted.
    pub fn equals(&self, text: &str) -> bool {
        self.remainders(text).contains(&"")
    }

    /// Whether `text` starts with something that is accepted.
    pub fn is_prefix_of(&self, text: &str) -> bool {
        !self.remainders(text).is_empty()
    }

    /// Whether `text` ends with something that is accepted.
    pub fn is_suffix_of(&self, text: &str) -> bool {
        let mut rests = vec![text];
        for forms in self.forms.iter().rev() {
            rests = step(&rests, forms, |rest, form| rest.strip_suffix(form));
        }
        !rests.is_empty()
    }

    /// What can be left of `text` behind the operand. More than one rest is possible only where
    /// one form of a character starts with the other.
    fn remainders<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let mut rests = vec![text];
        for forms in &self.forms {
            rests = step(&rests, forms, |rest, form| rest.strip_prefix(form));
        }
        rests
    }
}

fn step<'t>(
    rests: &[&'t str],
    [lower, upper]: &[Box<str>; 2],
    strip: impl Fn(&'t str, &str) -> Option<&'t str>,
) -> Vec<&'t str> {
    let mut next = Vec::with_capacity(1);
    for rest in rests {
        next.extend(strip(rest, lower));
        if lower != upper {
            next.extend(strip(rest, upper));
        }
    }
    next.sort_unstable_by_key(|rest| rest.len());
    next.dedup();
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_character_at_a_time() {
        let equal = |operand, text| IgnoreCase::new(operand).equals(text);
        assert!(equal("ABC", "aBc"));
        assert!(equal("", ""));
        assert!(!equal("", "a"));
        assert!(equal("ß", "SS"));
        assert!(!equal("ss", "ß"));
        assert!(!equal("ǆ", "ǅ"));
        assert!(equal("ǆ", "Ǆ"));
        assert!(!equal("σ", "ς"));
        assert!(equal("İ", "i\u{307}"));
    }

    #[test]
    fn nothing_beyond_the_basic_plane() {
        let operand = IgnoreCase::new("a😀");
        assert!(!operand.equals("a😀"));
        assert!(operand.equals("A??"));
        assert!(operand.is_prefix_of("a??b"));
        assert!(!operand.is_prefix_of("a😀"));
        assert!(operand.is_suffix_of("xA??"));
        assert!(!IgnoreCase::new("\u{10400}").equals("\u{10428}"));
    }

    #[test]
    fn at_the_start_and_at_the_end() {
        assert!(IgnoreCase::new("stra").is_prefix_of("STRASSE"));
        assert!(IgnoreCase::new("straß").is_prefix_of("STRASSE"));
        assert!(!IgnoreCase::new("straß").is_prefix_of("STRAS"));
        assert!(IgnoreCase::new("ße").is_suffix_of("STRASSE"));
        assert!(IgnoreCase::new("").is_suffix_of("x"));
        assert!(!IgnoreCase::new("xe").is_suffix_of("e"));
    }
}
