//! From named patterns to a [`RuleSet`].

use super::condition::Condition;
use super::index::{FieldIndexBuilder, can_be_indexed, likeliness};
use super::paths::{NodeId, Paths};
use super::{Alternative, Field, Lists, Rule, RuleId, RuleSet};
use crate::pattern::value::MatcherKind;
use crate::pattern::{self, Pattern};
use fearless_simd::Level;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::atomic::{AtomicU64, Ordering};

/// A condition with more matchers than these is looked up also where nothing starts from it.
const MANY_MATCHERS: usize = 8;

/// Conditions on numbers are looked up too, if there are no more than these on a path: to compare every
/// number of an array with a condition takes longer than to find out that none is near it.
const FEW_NUMERIC: usize = 16;

/// How many places of events are looked at for being passed by.
const MOST_GATES: usize = 64;

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

/// Collects rules.
///
/// The same condition in many patterns is kept once, where it is spelled the same.
#[derive(Debug, Default)]
pub struct RuleSetBuilder {
    rules: Vec<Rule>,
    paths: Paths,
    /// The node of each field.
    fields: Vec<NodeId>,
    conditions: Vec<Draft>,
    known: FxHashMap<(u32, Box<str>), u32>,
    /// How many alternatives ask for a matcher, by field and spelling.
    usage: FxHashMap<(u32, Box<str>), u32>,
    alternatives: Vec<Alternative>,
    alternative_conditions: Vec<Box<[u32]>>,
}

/// A condition that is not compiled yet: where it stands in a pattern.
#[derive(Debug)]
struct Draft {
    pattern: Pattern,
    condition: pattern::ConditionId,
    field: u32,
    node: NodeId,
    can_be_indexed: bool,
    /// How many alternatives have it.
    used: u64,
}

impl Draft {
    fn condition(&self) -> &pattern::Condition {
        self.pattern.condition(self.condition)
    }
}

impl RuleSetBuilder {
    /// Adds a rule. Names need not differ.
    pub fn add(&mut self, name: impl Into<Box<str>>, pattern: &Pattern) -> RuleId {
        let rule = to_u32(self.rules.len());
        self.rules.push(Rule {
            name: name.into(),
            pattern: Some(pattern.clone()),
        });
        let mut ids = vec![None; pattern.conditions().len()];
        for alternative in pattern.alternatives() {
            let mut conditions = Vec::with_capacity(alternative.conditions.len());
            for id in &alternative.conditions {
                let known = ids.get(id.index()).copied().flatten();
                let condition = known.unwrap_or_else(|| self.condition(pattern, *id));
                if let Some(slot) = ids.get_mut(id.index()) {
                    *slot = Some(condition);
                }
                if let Some(draft) = self.conditions.get_mut(condition as usize) {
                    draft.used += 1;
                }
                conditions.push(condition);
            }
            self.alternatives.push(Alternative { rule });
            self.alternative_conditions.push(conditions.into());
        }
        RuleId(rule)
    }

    /// Adds a rule that no event matches here: something else decides what it matches, and it has its
    /// name and its place among the others.
    pub fn reserve(&mut self, name: impl Into<Box<str>>) -> RuleId {
        let rule = to_u32(self.rules.len());
        self.rules.push(Rule {
            name: name.into(),
            pattern: None,
        });
        RuleId(rule)
    }

    fn condition(&mut self, pattern: &Pattern, id: pattern::ConditionId) -> u32 {
        let condition = pattern.condition(id);
        let node = self.paths.insert(&condition.path);
        let fields = &mut self.fields;
        let field = match self.paths.node_mut(node) {
            Some(node_mut) => *node_mut.field.get_or_insert_with(|| {
                fields.push(node);
                to_u32(fields.len() - 1)
            }),
            None => 0,
        };
        let key = (field, condition.span.of(pattern.text()).into());
        let new = to_u32(self.conditions.len());
        let id_here = *self.known.entry(key).or_insert(new);
        if id_here == new {
            let matchers = &condition.matchers;
            self.conditions.push(Draft {
                pattern: pattern.clone(),
                condition: id,
                field,
                node,
                can_be_indexed: matchers.iter().all(|m| can_be_indexed(&m.kind)),
                used: 0,
            });
        }
        id_here
    }

    /// Compiles the rules.
    pub fn build(mut self) -> RuleSet {
        let costs = self.costs();
        let cost = |id: &u32| costs.get(*id as usize).copied().unwrap_or(u64::MAX);
        let mut starts: Vec<Vec<u32>> = vec![Vec::new(); self.conditions.len()];
        let mut fields: Vec<Field> = self.fields.iter().map(|_| Field::default()).collect();
        let mut always = Vec::new();
        let mut indexed: Vec<bool> = self
            .conditions
            .iter()
            .map(|draft| draft.can_be_indexed && draft.condition().matchers.len() > MANY_MATCHERS)
            .collect();
        for (alternative, conditions) in (0_u32..).zip(&self.alternative_conditions) {
            let draft = |id: &u32| self.conditions.get(*id as usize);
            let best = conditions
                .iter()
                .filter(|id| draft(id).is_some_and(|draft| draft.can_be_indexed))
                .min_by_key(|id| cost(id));
            if let Some(best) = best {
                set(&mut indexed, *best, true);
                if let Some(starts) = starts.get_mut(*best as usize) {
                    starts.push(alternative);
                }
                continue;
            }
            let needs_leaf = conditions
                .iter()
                .filter_map(draft)
                .find(|draft| !draft.condition().accepts_absence());
            match needs_leaf.and_then(|draft| fields.get_mut(draft.field as usize)) {
                Some(field) => field.starts.push(alternative),
                None => always.push(alternative),
            }
        }
        self.index_few_numeric(&mut indexed);
        let (opens, gates) = self.gates(&mut indexed, cost);
        let mut indexes: Vec<Option<FieldIndexBuilder>> = Vec::new();
        indexes.resize_with(fields.len(), || None);
        let mut conditions = Vec::with_capacity(self.conditions.len());
        for ((id, draft), is_indexed) in (0_u32..).zip(&self.conditions).zip(&indexed) {
            conditions.push(Condition::new(draft.condition(), draft.field, *is_indexed));
            if !*is_indexed {
                if let Some(field) = fields.get_mut(draft.field as usize) {
                    field.recorded = true;
                }
                continue;
            }
            if let Some(index) = indexes.get_mut(draft.field as usize) {
                let index = index.get_or_insert_default();
                for matcher in &draft.condition().matchers {
                    index.add(&matcher.kind, id);
                }
            }
        }
        for (field, index) in fields.iter_mut().zip(indexes) {
            field.index = index.map(FieldIndexBuilder::build);
        }
        let mut alternative_conditions = Lists::default();
        for ids in &mut self.alternative_conditions {
            // What is known already comes first.
            ids.sort_by_key(|id| !indexed.get(*id as usize).copied().unwrap_or(false));
            alternative_conditions.push(ids);
        }
        RuleSet {
            id: NEXT_ID.fetch_add(1, Ordering::Relaxed),
            level: Level::new(),
            rules: self.rules,
            paths: self.paths,
            fields,
            conditions,
            starts: lists(&starts),
            opens: lists(&opens),
            gates,
            alternatives: self.alternatives,
            alternative_conditions,
            always,
        }
    }

    /// Has conditions on numbers looked up where they are few.
    fn index_few_numeric(&self, indexed: &mut [bool]) {
        let is_numeric = |draft: &&Draft| {
            let kinds = draft.condition().matchers.iter().map(|m| &m.kind);
            draft.can_be_indexed
                && kinds
                    .into_iter()
                    .any(|kind| matches!(kind, MatcherKind::Number(_) | MatcherKind::Numeric(_)))
        };
        let mut count = vec![0_usize; self.fields.len()];
        for draft in self.conditions.iter().filter(is_numeric) {
            if let Some(count) = count.get_mut(draft.field as usize) {
                *count += 1;
            }
        }
        for (draft, indexed) in self.conditions.iter().zip(indexed) {
            let count = count.get(draft.field as usize).copied().unwrap_or(0);
            *indexed |= is_numeric(&draft) && count <= FEW_NUMERIC;
        }
    }

    /// What it costs to start from each condition: how many alternatives its values lead to, as far
    /// as that can be told from the rules alone.
    fn costs(&mut self) -> Vec<u64> {
        let spelled = |draft: &Draft, matcher: &pattern::Matcher| {
            let spelling: Box<str> = matcher.span.of(draft.pattern.text()).into();
            (draft.field, spelling)
        };
        for draft in &self.conditions {
            for matcher in &draft.condition().matchers {
                let used = u32::try_from(draft.used).unwrap_or(u32::MAX);
                let usage = self.usage.entry(spelled(draft, matcher)).or_default();
                *usage = usage.saturating_add(used);
            }
        }
        let cost = |draft: &Draft| {
            let matchers = &draft.condition().matchers;
            let cost_of = |matcher| {
                let used = self.usage.get(&spelled(draft, matcher)).copied();
                u64::from(used.unwrap_or(1)) * likeliness(&matcher.kind)
            };
            matchers.iter().map(cost_of).fold(0, u64::saturating_add)
        };
        self.conditions.iter().map(cost).collect()
    }

    /// Finds what can be passed by as a whole, and what each condition opens: for every alternative
    /// that looks inside, one of its conditions elsewhere, which is indexed for that.
    ///
    /// No two gates may wait for each other, or both would stay closed: so what holds the key to one
    /// gate is not given one later.
    fn gates(
        &mut self,
        indexed: &mut [bool],
        cost: impl Fn(&u32) -> u64,
    ) -> (Vec<Vec<u32>>, usize) {
        let places = self.paths.inner(MOST_GATES);
        let mut users: FxHashMap<NodeId, Vec<u32>> = FxHashMap::default();
        for (alternative, ids) in (0_u32..).zip(&self.alternative_conditions) {
            for draft in ids
                .iter()
                .filter_map(|id| self.conditions.get(*id as usize))
            {
                for place in self
                    .paths
                    .up(draft.node)
                    .filter(|node| places.contains(node))
                {
                    let users = users.entry(place).or_default();
                    if users.last() != Some(&alternative) {
                        users.push(alternative);
                    }
                }
            }
        }
        let mut opens: Vec<Vec<u32>> = vec![Vec::new(); self.conditions.len()];
        let mut gates = 0;
        let mut holds_key = FxHashSet::default();
        for place in places {
            let inside = |draft: &Draft| self.paths.up(draft.node).any(|node| node == place);
            let key = |alternative: &u32| {
                let ids = self.alternative_conditions.get(*alternative as usize)?;
                let can_open = ids.iter().filter(|id| {
                    let draft = self.conditions.get(**id as usize);
                    draft.is_some_and(|draft| draft.can_be_indexed && !inside(draft))
                });
                can_open.min_by_key(|id| cost(id)).copied()
            };
            let users = users.get(&place).map_or(&[][..], Vec::as_slice);
            let keys: Option<Vec<u32>> = users.iter().map(key).collect();
            let Some(mut keys) = keys.filter(|_| !holds_key.contains(&place)) else {
                continue;
            };
            keys.sort_unstable();
            keys.dedup();
            let gate = to_u32(gates);
            for key in keys {
                set(indexed, key, true);
                if let Some(draft) = self.conditions.get(key as usize) {
                    holds_key.extend(self.paths.up(draft.node));
                }
                if let Some(opens) = opens.get_mut(key as usize) {
                    opens.push(gate);
                }
            }
            if let Some(node) = self.paths.node_mut(place) {
                node.gate = Some(gate);
            }
            gates += 1;
        }
        (opens, gates)
    }
}

fn set(flags: &mut [bool], at: u32, to: bool) {
    if let Some(flag) = flags.get_mut(at as usize) {
        *flag = to;
    }
}

fn lists(of: &[Vec<u32>]) -> Lists {
    let mut lists = Lists::default();
    of.iter().for_each(|list| lists.push(list));
    lists
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
