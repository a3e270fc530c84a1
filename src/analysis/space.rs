//! Patterns taken apart for comparing: paths and sets of values by number.
//!
//! Patterns that are compared with each other share one [`Space`], so that a condition that stands
//! in several alternatives, or several patterns, is one set, and is asked about once.

use super::set::{self, Spend, TooManyStates, Value, ValueSet};
use crate::json::Number;
use crate::pattern::value::MatcherKind;
use crate::pattern::{Condition, Pattern};
use std::collections::HashMap;

/// A path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct PathId(pub(super) u32);

/// What a condition accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct SetId(pub(super) u32);

/// An alternative: a set of values for each path, in the order of the paths' numbers.
pub(super) type Cube = Vec<(PathId, SetId)>;

/// A pattern taken apart.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) pattern: Pattern,
    /// Its alternatives.
    pub(super) cubes: Vec<Cube>,
}

/// What to ask of a value: the sets it must be in, and those it must not be in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Question {
    wanted: Vec<SetId>,
    refused: Vec<SetId>,
}

#[derive(Debug, Clone)]
struct Answer {
    found: Result<Option<Value>, TooManyStates>,
    /// The steps that it took.
    price: usize,
    /// Who paid for it last: everybody does once, so that nobody's answers depend on what others
    /// asked before.
    paid_by: u64,
}

/// Paths, sets of values, and what was found out about them.
#[derive(Debug, Default)]
pub(super) struct Space {
    paths: Vec<Box<str>>,
    path_ids: HashMap<Box<str>, PathId>,
    sets: Vec<ValueSet>,
    set_ids: HashMap<String, SetId>,
    answers: HashMap<Question, Answer>,
    /// Which of those who ask it is now.
    asker: u64,
    everything: Option<SetId>,
}

impl Space {
    /// Takes a pattern apart.
    pub(super) fn subject(&mut self, pattern: &Pattern) -> Subject {
        let conditions: Vec<_> = pattern
            .conditions()
            .iter()
            .map(|condition| (self.path_id(&condition.path), self.set_id(condition)))
            .collect();
        let cubes = pattern
            .alternatives()
            .iter()
            .map(|alternative| {
                let ids = alternative.conditions.iter();
                let mut cube: Cube = ids
                    .filter_map(|id| conditions.get(id.index()).copied())
                    .collect();
                cube.sort_unstable();
                cube
            })
            .collect();
        Subject {
            pattern: pattern.clone(),
            cubes,
        }
    }

    pub(super) fn path_id(&mut self, path: &str) -> PathId {
        if let Some(id) = self.path_ids.get(path) {
            return *id;
        }
        let id = PathId(u32::try_from(self.paths.len()).unwrap_or(u32::MAX));
        self.paths.push(path.into());
        self.path_ids.insert(path.into(), id);
        id
    }

    fn set_id(&mut self, condition: &Condition) -> SetId {
        let mut matchers: Vec<_> = condition
            .matchers
            .iter()
            .map(|matcher| format!("{:?}", matcher.kind))
            .collect();
        matchers.sort_unstable();
        matchers.dedup();
        self.named_set(matchers.join("\n"), || ValueSet::of(condition))
    }

    fn named_set(&mut self, name: String, make: impl FnOnce() -> ValueSet) -> SetId {
        if let Some(id) = self.set_ids.get(&name) {
            return *id;
        }
        let id = SetId(u32::try_from(self.sets.len()).unwrap_or(u32::MAX));
        self.sets.push(make());
        self.set_ids.insert(name, id);
        id
    }

    /// Every value.
    pub(super) fn everything(&mut self) -> SetId {
        if let Some(id) = self.everything {
            return id;
        }
        // No matcher's description looks like this.
        let id = self.named_set("everything".to_owned(), ValueSet::everything);
        self.everything = Some(id);
        id
    }

    /// What one matcher accepts.
    pub(super) fn matcher_set(&mut self, kind: &MatcherKind) -> SetId {
        self.named_set(format!("{kind:?}"), || {
            ValueSet::of_matchers(std::iter::once(kind))
        })
    }

    /// One value, as it is spelled.
    pub(super) fn value_set(&mut self, value: &Value) -> SetId {
        let kind = match value {
            Value::String(text) => MatcherKind::Exactly(text.as_str().into()),
            Value::Number(text) => MatcherKind::Number(Number::parse(text)),
            Value::Bool(value) => MatcherKind::Bool(*value),
            Value::Null => MatcherKind::Null,
        };
        self.matcher_set(&kind)
    }

    /// The absence of any value.
    pub(super) fn absence(&mut self) -> SetId {
        self.matcher_set(&MatcherKind::Exists(false))
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made only for sets that exist"
    )]
    pub(super) fn set(&self, id: SetId) -> &ValueSet {
        &self.sets[id.0 as usize]
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made only for paths that exist"
    )]
    pub(super) fn path(&self, id: PathId) -> &str {
        &self.paths[id.0 as usize]
    }

    /// A value that is in a set, and in none that these accept.
    pub(super) fn find_beside<'m>(
        &mut self,
        wanted: SetId,
        refused: impl Iterator<Item = &'m MatcherKind>,
        spend: &mut Spend,
    ) -> Result<Option<Value>, TooManyStates> {
        let refused = ValueSet::of_matchers(refused);
        set::find(&[(self.set(wanted), true), (&refused, false)], spend)
    }

    /// Somebody else begins to ask.
    pub(super) fn ask_anew(&mut self) {
        self.asker += 1;
    }

    /// A value that is in all of `wanted` (every value, where that is empty) and in none of
    /// `refused`.
    pub(super) fn find(
        &mut self,
        wanted: &[SetId],
        refused: &[SetId],
        spend: &mut Spend,
    ) -> Result<Option<Value>, TooManyStates> {
        if wanted.iter().any(|id| refused.contains(id)) {
            return Ok(None);
        }
        let wanted = if wanted.is_empty() {
            vec![self.everything()]
        } else {
            wanted.to_vec()
        };
        let mut question = Question {
            wanted,
            refused: refused.to_vec(),
        };
        for side in [&mut question.wanted, &mut question.refused] {
            side.sort_unstable();
            side.dedup();
        }
        if let Some(answer) = self.answers.get_mut(&question) {
            let price = if answer.paid_by == self.asker {
                1
            } else {
                answer.price
            };
            spend.take(price)?;
            answer.paid_by = self.asker;
            return answer.found.clone();
        }
        let asked: Vec<_> = (question.wanted.iter().map(|id| (self.set(*id), true)))
            .chain(question.refused.iter().map(|id| (self.set(*id), false)))
            .collect();
        let before = spend.steps;
        let found = set::find(&asked, spend);
        // With more to spend the answer may be another one.
        if spend.steps > 0 {
            let answer = Answer {
                found: found.clone(),
                price: before - spend.steps,
                paid_by: self.asker,
            };
            self.answers.insert(question, answer);
        }
        found
    }
}
