//! Which of many ranges hold a point.

/// Closed ranges, sorted by their lower ends. Read as a balanced tree (the middle of a slice is its
/// root), each root knows the highest upper end in its slice.
#[derive(Debug)]
pub(in crate::engine) struct Intervals<K, T> {
    ranges: Box<[Range<K, T>]>,
}

#[derive(Debug)]
struct Range<K, T> {
    low: K,
    high: K,
    /// The highest upper end in the slice of which this is the middle.
    highest: K,
    target: T,
}

impl<K: Ord + Copy, T: Copy> Intervals<K, T> {
    pub(in crate::engine) fn new(ranges: Vec<(K, K, T)>) -> Self {
        let mut ranges: Box<[_]> = ranges
            .into_iter()
            .filter(|(low, high, _)| low <= high)
            .map(|(low, high, target)| Range {
                low,
                high,
                highest: high,
                target,
            })
            .collect();
        ranges.sort_by_key(|range| range.low);
        raise(&mut ranges);
        Self { ranges }
    }

    /// Calls `found` for each range that holds the point.
    pub(in crate::engine) fn find(&self, point: K, found: &mut impl FnMut(T)) {
        self.find_any(point, point, found);
    }

    /// Calls `found` for each range that holds some point of another, both ends of which count.
    pub(in crate::engine) fn find_any(&self, low: K, high: K, found: &mut impl FnMut(T)) {
        find(&self.ranges, low, high, found);
    }
}

fn raise<K: Ord + Copy, T>(ranges: &mut [Range<K, T>]) -> Option<K> {
    let middle = ranges.len() / 2;
    let (left, rest) = ranges.split_at_mut_checked(middle)?;
    let (range, right) = rest.split_first_mut()?;
    range.highest = Some(range.high).max(raise(left)).max(raise(right))?;
    Some(range.highest)
}

/// For one point it goes as deep as the logarithm of the number of ranges.
fn find<K: Ord + Copy, T: Copy>(
    ranges: &[Range<K, T>],
    low: K,
    high: K,
    found: &mut impl FnMut(T),
) {
    let Some((left, [range, right @ ..])) = ranges.split_at_checked(ranges.len() / 2) else {
        return;
    };
    if range.highest < low {
        return;
    }
    find(left, low, high, found);
    if range.low <= high {
        if low <= range.high {
            found(range.target);
        }
        find(right, low, high, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_looking_at_each(ranges in proptest::collection::vec((0_u8..60, 0_u8..60), 0..40)) {
            let numbered: Vec<_> = ranges.iter().zip(0_u32..).map(|(r, n)| (r.0, r.1, n)).collect();
            let intervals = Intervals::new(numbered.clone());
            for point in 0..60 {
                let mut found = Vec::new();
                intervals.find(point, &mut |target| found.push(target));
                found.sort_unstable();
                let expected: Vec<_> = numbered
                    .iter()
                    .filter(|(low, high, _)| (*low..=*high).contains(&point))
                    .map(|(_, _, n)| *n)
                    .collect();
                prop_assert_eq!(found, expected);
                for end in point..60 {
                    let mut found = Vec::new();
                    intervals.find_any(point, end, &mut |target| found.push(target));
                    found.sort_unstable();
                    let meets = |low: u8, high: u8| (low..=high).any(|at| (point..=end).contains(&at));
                    let expected: Vec<_> = numbered
                        .iter()
                        .filter(|(low, high, _)| meets(*low, *high))
                        .map(|(_, _, n)| *n)
                        .collect();
                    prop_assert_eq!(found, expected);
                }
            }
        }
    }
}
