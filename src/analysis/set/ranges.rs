//! Sets of whole numbers as ranges: what numbers and addresses come down to.

/// A set of numbers: disjoint ranges in ascending order, both ends included, with a gap between any
/// two of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Ranges(Vec<(u128, u128)>);

impl Ranges {
    /// All numbers from `first` to `last`; none where `first` is the larger.
    pub(super) fn of(first: u128, last: u128) -> Self {
        Self(if first <= last {
            vec![(first, last)]
        } else {
            Vec::new()
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u128, u128)> {
        self.0.iter().copied()
    }

    pub(super) fn contains(&self, number: u128) -> bool {
        let at = self.0.partition_point(|(_, last)| *last < number);
        self.0.get(at).is_some_and(|(first, _)| *first <= number)
    }

    pub(super) fn union(&self, other: &Self) -> Self {
        Self::of_all(self.iter().chain(other.iter()))
    }

    /// The numbers in any of these ranges, whose ends are in order.
    pub(super) fn of_all(ranges: impl Iterator<Item = (u128, u128)>) -> Self {
        let mut all: Vec<_> = ranges.collect();
        all.sort_unstable();
        let mut merged: Vec<(u128, u128)> = Vec::with_capacity(all.len());
        for (first, last) in all {
            match merged.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => merged.push((first, last)),
            }
        }
        Self(merged)
    }

    /// What is in `self` and not in `other`.
    pub(super) fn without(&self, other: &Self) -> Self {
        let mut left = Vec::with_capacity(self.0.len());
        let mut holes = other.0.iter().peekable();
        for (first, last) in self.iter() {
            let mut from = Some(first);
            while let Some(start) = from {
                let Some((hole_first, hole_last)) = holes.peek().copied().copied() else {
                    left.push((start, last));
                    break;
                };
                if hole_last < start {
                    holes.next();
                    continue;
                }
                if hole_first > last {
                    left.push((start, last));
                    break;
                }
                if hole_first > start {
                    left.push((start, hole_first - 1));
                }
                // The hole may reach into the next range, so it stays.
                from = hole_last.checked_add(1).filter(|next| *next <= last);
            }
        }
        Self(left)
    }

    /// What is in both.
    pub(super) fn intersection(&self, other: &Self) -> Self {
        self.without(&self.without(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(bits: u32) -> Ranges {
        (0..12)
            .filter(|n| bits >> n & 1 == 1)
            .fold(Ranges::default(), |set, n| set.union(&Ranges::of(n, n)))
    }

    #[test]
    fn as_sets_of_bits() {
        for a in (0..4096).step_by(37) {
            for b in (0..4096).step_by(41) {
                assert_eq!(set(a).union(&set(b)), set(a | b));
                assert_eq!(set(a).without(&set(b)), set(a & !b));
                assert_eq!(set(a).intersection(&set(b)), set(a & b));
            }
            assert!((0..12).all(|n| set(a).contains(n) == (a >> n & 1 == 1)));
        }
    }

    #[test]
    fn up_to_the_end() {
        let all = Ranges::of(0, u128::MAX);
        assert!(all.without(&all).is_empty());
        assert_eq!(all.without(&Ranges::of(5, u128::MAX)), Ranges::of(0, 4));
        assert!(Ranges::of(3, 2).is_empty());
    }
}
