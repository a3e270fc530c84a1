//! What is said about pairs of patterns, put to the test with events.

mod aimed;
mod equivalences;
mod mutants;
mod pairs;
mod simplified;
mod soundness;
mod suites;

/// One in how many cases is looked at. All of them take several minutes of processor time, which is
/// for `.ci/run`: it sets this variable. Which ones are left out does not change from run to run.
pub(crate) fn stride() -> usize {
    match std::env::var_os("PATTERN_TEST_WHOLE") {
        Some(_) => 1,
        None => 48,
    }
}

/// Numbers without end, always the same for one seed.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Self(seed);
        // Seeds next to each other begin alike.
        for _ in 0..4 {
            dice.below(2);
        }
        dice
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }

    pub(crate) fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    pub(crate) fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}
