//! Which of many strings a text starts or ends with.

use std::cmp::Ordering;

/// No other.
const NONE: u32 = u32::MAX;

/// Strings in order, each knowing the longest other that it starts with. All that a text starts with
/// are then one chain, which begins at the text's own place in the order.
///
/// For the ends of texts everything is read backwards.
#[derive(Debug)]
pub(in crate::engine) struct Affixes<T> {
    backwards: bool,
    strings: Box<[Affix<T>]>,
    /// The first bytes of the strings.
    first: [u64; 4],
}

#[derive(Debug)]
struct Affix<T> {
    /// Its bytes; reversed, where everything is read backwards.
    bytes: Box<[u8]>,
    shorter: u32,
    targets: Box<[T]>,
}

impl<T: Copy> Affixes<T> {
    /// No string may be empty: every text starts with it, for which nobody need look.
    pub(in crate::engine) fn new(backwards: bool, strings: Vec<(Box<[u8]>, T)>) -> Self {
        let mut strings = strings;
        if backwards {
            strings.iter_mut().for_each(|(bytes, _)| bytes.reverse());
        }
        strings.sort_by(|a, b| a.0.cmp(&b.0));
        let mut first = [0_u64; 4];
        let mut affixes: Vec<Affix<T>> = Vec::new();
        for group in strings.chunk_by(|a, b| a.0 == b.0) {
            let Some((bytes, _)) = group.first() else {
                continue;
            };
            if let Some(byte) = bytes.first()
                && let Some(bits) = first.get_mut(usize::from(byte >> 6))
            {
                *bits |= 1 << (byte & 63);
            }
            // The one in front is the longest shorter one, or starts with it.
            let mut shorter = u32::try_from(affixes.len()).unwrap_or(NONE).wrapping_sub(1);
            while let Some(affix) = affixes.get(shorter as usize) {
                if bytes.starts_with(&affix.bytes) {
                    break;
                }
                shorter = affix.shorter;
            }
            affixes.push(Affix {
                bytes: bytes.clone(),
                shorter,
                targets: group.iter().map(|(_, target)| *target).collect(),
            });
        }
        Self {
            backwards,
            strings: affixes.into(),
            first,
        }
    }

    /// Calls `found` for each string that the text starts (or ends) with.
    #[inline]
    pub(in crate::engine) fn find(&self, text: &[u8], found: &mut impl FnMut(T)) {
        let outer = if self.backwards {
            text.last()
        } else {
            text.first()
        };
        let Some(outer) = outer else { return };
        let begins = self.first.get(usize::from(outer >> 6));
        if begins.is_some_and(|bits| bits >> (outer & 63) & 1 == 1) {
            self.find_chain(text, found);
        }
    }

    fn find_chain(&self, text: &[u8], found: &mut impl FnMut(T)) {
        let behind = self
            .strings
            .partition_point(|affix| self.compare(&affix.bytes, text) != Ordering::Greater);
        let mut at = u32::try_from(behind).unwrap_or(NONE).wrapping_sub(1);
        while let Some(affix) = self.strings.get(at as usize) {
            if self.is_affix(&affix.bytes, text) {
                affix.targets.iter().for_each(|target| found(*target));
            }
            at = affix.shorter;
        }
    }

    fn compare(&self, affix: &[u8], text: &[u8]) -> Ordering {
        if self.backwards {
            affix.iter().cmp(text.iter().rev())
        } else {
            affix.cmp(text)
        }
    }

    fn is_affix(&self, affix: &[u8], text: &[u8]) -> bool {
        if self.backwards {
            affix.len() <= text.len() && affix.iter().eq(text.iter().rev().take(affix.len()))
        } else {
            text.starts_with(affix)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_trying_each(
            strings in proptest::collection::vec("[ab]{1,5}", 0..20),
            texts in proptest::collection::vec("[abc]{0,7}", 1..20),
        ) {
            for backwards in [false, true] {
                let numbered = strings.iter().zip(0_u32..);
                let affixes = Affixes::new(
                    backwards,
                    numbered.clone().map(|(s, n)| (s.as_bytes().into(), n)).collect(),
                );
                for text in &texts {
                    let mut found = Vec::new();
                    affixes.find(text.as_bytes(), &mut |target| found.push(target));
                    found.sort_unstable();
                    let fits = |s: &str| if backwards { text.ends_with(s) } else { text.starts_with(s) };
                    let expected: Vec<_> = numbered
                        .clone()
                        .filter(|(s, _)| fits(s))
                        .map(|(_, n)| n)
                        .collect();
                    prop_assert_eq!(found, expected);
                }
            }
        }
    }
}
