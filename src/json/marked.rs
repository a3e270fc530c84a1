//! Values for some of many numbers.

use super::long::Long;

/// A value for each of some numbers: takes the values, and a fifth of a byte for every number that there
/// could be.
#[derive(Debug, Clone)]
pub(crate) struct Marked<T> {
    /// For each 64 numbers, which of them have a value.
    marks: Long<u64>,
    /// How many values there are before each of those.
    before: Long<u32>,
    values: Long<T>,
}

impl<T> Default for Marked<T> {
    fn default() -> Self {
        Self {
            marks: Long::default(),
            before: Long::default(),
            values: Long::default(),
        }
    }
}

impl<T: Copy> Marked<T> {
    /// Gives a number its value. Numbers come in rising order.
    pub(crate) fn push(&mut self, id: u32, value: T) {
        let word = id as usize / 64;
        while self.marks.len() <= word {
            let values = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
            self.marks.push(0);
            self.before.push(values);
        }
        if let Some(marks) = self.marks.get_mut(word) {
            *marks |= 1 << (id % 64);
        }
        self.values.push(value);
    }

    pub(crate) fn get(&self, id: u32) -> Option<T> {
        let word = id as usize / 64;
        let marks = *self.marks.get(word)?;
        let mark = 1_u64 << (id % 64);
        if marks & mark == 0 {
            return None;
        }
        let inside = (marks & (mark - 1)).count_ones();
        let before = *self.before.get(word)? + inside;
        self.values.get(before as usize).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_given_is_there() {
        let ids = [0, 1, 63, 64, 130, 131, 700];
        let mut marked = Marked::default();
        for id in ids {
            marked.push(id, id * 2);
        }
        for id in 0..1_000 {
            assert_eq!(marked.get(id), ids.contains(&id).then_some(id * 2), "{id}");
        }
    }
}
