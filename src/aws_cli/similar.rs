//! Words like another, as the AWS CLI suggests them: Ratcliff and Obershelp's measure.

/// Up to three of the words that are at least 80 % alike, the likest first.
pub(super) fn close_matches<'a>(word: &str, words: &[&'a str]) -> Vec<&'a str> {
    let letters: Vec<char> = word.chars().collect();
    let mut scored: Vec<(f64, &str)> = words
        .iter()
        .map(|&candidate| {
            let other: Vec<char> = candidate.chars().collect();
            let total = (letters.len() + other.len()).max(1);
            #[expect(clippy::cast_precision_loss, reason = "words are short")]
            let ratio = 2.0 * common(&other, &letters) as f64 / total as f64;
            (ratio, candidate)
        })
        .filter(|(ratio, _)| *ratio >= 0.8)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| b.1.cmp(a.1)));
    scored.truncate(3);
    scored.into_iter().map(|(_, word)| word).collect()
}

/// Letters in the longest common stretch, and in those left and right of it.
fn common(a: &[char], b: &[char]) -> usize {
    let mut best = (0, 0, 0);
    for start_a in 0..a.len() {
        for start_b in 0..b.len() {
            let length = a
                .iter()
                .skip(start_a)
                .zip(b.iter().skip(start_b))
                .take_while(|(a, b)| a == b)
                .count();
            if length > best.0 {
                best = (length, start_a, start_b);
            }
        }
    }
    let (length, start_a, start_b) = best;
    if length == 0 {
        return 0;
    }
    let part = |letters: &[char], from: usize, to: usize| {
        letters
            .get(from..to)
            .map(<[char]>::to_vec)
            .unwrap_or_default()
    };
    let left = common(&part(a, 0, start_a), &part(b, 0, start_b));
    let right = common(
        &part(a, start_a + length, a.len()),
        &part(b, start_b + length, b.len()),
    );
    left + length + right
}

#[cfg(test)]
mod tests {
    use super::close_matches;

    #[test]
    fn likeness() {
        let words = ["json", "text", "table", "yaml", "yaml-stream"];
        assert_eq!(close_matches("jsn", &words), ["json"]);
        assert_eq!(close_matches("jsno", &words), [""; 0]);
        assert_eq!(close_matches("yamls", &words), ["yaml"]);
        assert_eq!(close_matches("xml", &words), [""; 0]);
        assert_eq!(close_matches("", &words), [""; 0]);
    }
}
