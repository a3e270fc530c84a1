//! Comparing without regard to case, without a heap.

use crate::pattern::value::IgnoreCase;

/// The form that all spellings share which an operand of `equals-ignore-case` accepts: of each
/// character the upper case of its lower case. The converse is not true (`ς` has the form of `σ`,
/// which does not accept it), so what shares a form still has to be compared.
pub(in crate::engine) fn common_form(text: &str, form: &mut String) {
    form.clear();
    if text.is_ascii() {
        form.push_str(text);
        form.make_ascii_uppercase();
        return;
    }
    form.extend(
        text.chars()
            .flat_map(char::to_lowercase)
            .flat_map(char::to_uppercase),
    );
}

/// As [`IgnoreCase::equals`].
pub(in crate::engine) fn equals(operand: &IgnoreCase, text: &str) -> bool {
    behind(operand, text) == Some("")
}

/// As [`IgnoreCase::is_prefix_of`].
pub(in crate::engine) fn is_prefix(operand: &IgnoreCase, text: &str) -> bool {
    behind(operand, text).is_some()
}

/// As [`IgnoreCase::is_suffix_of`].
pub(in crate::engine) fn is_suffix(operand: &IgnoreCase, text: &str) -> bool {
    operand
        .forms()
        .iter()
        .rev()
        .try_fold(text, |rest, [lower, upper]| {
            rest.strip_suffix(&**lower)
                .or_else(|| rest.strip_suffix(&**upper))
        })
        .is_some()
}

/// What is left behind the operand. No character's one form begins or ends with its other (a test
/// goes through them all), so there is nothing to choose.
fn behind<'t>(operand: &IgnoreCase, text: &'t str) -> Option<&'t str> {
    operand
        .forms()
        .iter()
        .try_fold(text, |rest, [lower, upper]| {
            rest.strip_prefix(&**lower)
                .or_else(|| rest.strip_prefix(&**upper))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character() {
        let mut forms = [String::new(), String::new(), String::new()];
        for c in '\0'..=char::MAX {
            let lower: String = c.to_lowercase().collect();
            let upper: String = c.to_uppercase().collect();
            if lower != upper {
                assert!(
                    !lower.starts_with(&upper) && !upper.starts_with(&lower),
                    "{c}"
                );
                assert!(!lower.ends_with(&upper) && !upper.ends_with(&lower), "{c}");
            }
            let [of_c, of_lower, of_upper] = &mut forms;
            common_form(c.encode_utf8(&mut [0; 4]), of_c);
            common_form(&lower, of_lower);
            common_form(&upper, of_upper);
            assert!(of_c == of_lower && of_c == of_upper, "{c}");
        }
    }

    #[test]
    fn as_the_evaluator_has_it() {
        let texts = [
            "", "a", "A", "ab", "Ab", "ß", "SS", "ss", "sS", "straße", "STRASSE", "σ", "ς", "Σ",
            "ǆ", "ǅ", "Ǆ", "İ", "i\u{307}", "I", "ı", "ŉ", "ʼN", "k", "\u{212a}", "ΐ", "😀", "??",
        ];
        for operand in texts {
            let operand = IgnoreCase::new(operand);
            for text in texts {
                assert_eq!(equals(&operand, text), operand.equals(text));
                assert_eq!(is_prefix(&operand, text), operand.is_prefix_of(text));
                assert_eq!(is_suffix(&operand, text), operand.is_suffix_of(text));
            }
        }
    }
}
