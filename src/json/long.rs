//! Lists that may become very long.

/// How many entries are kept together.
const PIECE: usize = 4_096;

/// A list in pieces: it grows without being moved, and with less than a piece of room that is not used.
#[derive(Debug, Clone)]
pub(crate) struct Long<T> {
    /// All but the last are full.
    pieces: Vec<Vec<T>>,
}

impl<T> Default for Long<T> {
    fn default() -> Self {
        Self { pieces: Vec::new() }
    }
}

impl<T> Long<T> {
    pub(crate) fn len(&self) -> usize {
        match self.pieces.split_last() {
            Some((last, full)) => full.len() * PIECE + last.len(),
            None => 0,
        }
    }

    pub(crate) fn push(&mut self, value: T) {
        match self.pieces.last_mut() {
            Some(last) if last.len() < PIECE => last.push(value),
            Some(_) => {
                let mut piece = Vec::with_capacity(PIECE);
                piece.push(value);
                self.pieces.push(piece);
            }
            None => {
                // Most lists stay short.
                let mut piece = Vec::with_capacity(8);
                piece.push(value);
                self.pieces.push(piece);
            }
        }
    }

    pub(crate) fn get(&self, at: usize) -> Option<&T> {
        self.pieces.get(at / PIECE)?.get(at % PIECE)
    }

    pub(crate) fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        self.pieces.get_mut(at / PIECE)?.get_mut(at % PIECE)
    }

    /// The first entry for which this is false, where none behind it is true.
    pub(crate) fn partition_point(&self, is_before: impl Fn(&T) -> bool) -> usize {
        let is_full = |piece: &Vec<T>| piece.last().is_some_and(&is_before);
        let full = self.pieces.partition_point(is_full);
        match self.pieces.get(full) {
            Some(piece) => full * PIECE + piece.partition_point(&is_before),
            None => self.len(),
        }
    }

    /// Forgets all entries from `count` on.
    #[cfg(feature = "engine")]
    pub(crate) fn truncate(&mut self, count: usize) {
        self.pieces.truncate(count.div_ceil(PIECE).max(1));
        let full = self.pieces.len().saturating_sub(1) * PIECE;
        if let Some(last) = self.pieces.last_mut() {
            last.truncate(count.saturating_sub(full));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_stays_where_it_was_put() {
        let mut long = Long::default();
        for at in 0..10_000_usize {
            assert_eq!(long.len(), at);
            long.push(at);
        }
        assert!((0..10_000).all(|at| long.get(at) == Some(&at)));
        for at in [0, 1, 4_095, 4_096, 4_097, 9_999, 10_000, 12_000] {
            assert_eq!(long.partition_point(|value| *value < at), at.min(10_000));
        }
        assert_eq!(long.get(10_000), None);
        for count in [9_999, 8_193, 8_192, 4_097, 4_096, 4_095, 1, 0] {
            long.truncate(count);
            assert_eq!(long.len(), count);
            assert_eq!(long.get(count), None);
            assert!((0..count).all(|at| long.get(at) == Some(&at)));
        }
        long.push(7);
        assert_eq!((long.len(), long.get(0)), (1, Some(&7)));
    }
}
