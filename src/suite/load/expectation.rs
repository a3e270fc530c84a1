//! What a case expects, from the words it has for it.

use super::error::Problem;
use crate::json::Span;
use crate::suite::{Expect, Modes};

/// What is expected: the word in `expect`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Verdict(bool),
    Invalid,
}

pub(super) const VERDICTS: [(&str, bool); 2] = [("match", true), ("no-match", false)];
pub(super) const WORDS: [(&str, Word); 3] = [
    ("match", Word::Verdict(true)),
    ("no-match", Word::Verdict(false)),
    ("invalid", Word::Invalid),
];
pub(super) const MODES: [(&str, Modes); 3] = [
    ("flattened", Modes::Flattened),
    ("strict", Modes::Strict),
    ("both", Modes::Both),
];

/// What the case says, key by key.
#[derive(Debug)]
pub(super) struct Given<'c> {
    pub(super) expect: Option<Word>,
    pub(super) mode: Option<Modes>,
    pub(super) flattened: Option<bool>,
    pub(super) strict: Option<bool>,
    pub(super) error: Option<&'c str>,
}

impl Given<'_> {
    /// What is meant. `place` is where the value of a key stands, or the case where there is none.
    pub(super) fn meaning(
        self,
        default: Option<Modes>,
        place: impl Fn(&str) -> Span,
    ) -> Result<Expect, Problem> {
        let Given {
            expect,
            mode,
            flattened,
            strict,
            error,
        } = self;
        let problem = |key: &str, message: &str| Err(Problem::new(place(key), message));
        if error.is_some() && expect != Some(Word::Invalid) {
            return problem("error", "`error` goes with `expect: invalid`");
        }
        let of_each_mode = flattened.is_some() || strict.is_some();
        match expect {
            None if of_each_mode && mode.is_some() => problem(
                "mode",
                "`mode` goes with `expect`: `flattened` and `strict` name the modes themselves",
            ),
            None if of_each_mode => Ok(Expect::Verdicts { flattened, strict }),
            None => Err(Problem::new(place(""), "the case expects nothing").help(
                "write `expect: match`, `no-match` or `invalid`, or `flattened` and `strict`",
            )),
            Some(_) if of_each_mode => problem(
                "expect",
                "a case has `expect`, or `flattened` and `strict`, not both",
            ),
            Some(Word::Verdict(matched)) => Ok(Expect::same(matched, mode.or(default))),
            Some(Word::Invalid) if mode.is_some() => {
                problem("mode", "a pattern is refused in every mode")
            }
            Some(Word::Invalid) => Ok(Expect::Invalid {
                error: error.map(str::to_owned),
            }),
        }
    }
}
