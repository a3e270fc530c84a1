//! Which of the words that are known was meant.

/// How many letters two words are apart: changed, left out, added, or swapped with a neighbour.
#[cfg(feature = "explain")]
pub(crate) fn distance(a: &str, b: &str) -> usize {
    strsim::osa_distance(a, b)
}

/// A word without what people mix up first: case, dashes, underscores and spaces.
pub(crate) fn plain(word: &str) -> String {
    word.chars()
        .filter(|c| !matches!(c, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The known word that is nearest to `word`, both as `form` has them, if it is not farther away than
/// `most` allows for it.
#[cfg(feature = "rules")]
pub(crate) fn nearest<'k>(
    word: &str,
    known: impl IntoIterator<Item = &'k str>,
    form: impl Fn(&str) -> String,
    most: impl Fn(&str) -> usize,
) -> Option<&'k str> {
    let word = form(word);
    let (distance, near) = known
        .into_iter()
        .map(|known| (distance(&form(known), &word), known))
        .min()?;
    (distance <= most(near)).then_some(near)
}

#[cfg(all(test, feature = "rules"))]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_within_the_limit() {
        let known = ["detail-type", "source", "resources"];
        let near = |word, most| nearest(word, known, plain, |_| most);
        assert_eq!(near("Detail_Type", 0), Some("detail-type"));
        assert_eq!(near("suorce", 1), Some("source"), "swapped is one letter");
        assert_eq!(near("suorce", 0), None);
        assert_eq!(nearest("source", [], plain, |_| 9), None);
        // As near to both: the first of them by the alphabet, whatever their order.
        for known in [["ab", "ac"], ["ac", "ab"]] {
            assert_eq!(nearest("ad", known, str::to_owned, |_| 1), Some("ab"));
        }
    }
}
