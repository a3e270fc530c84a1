//! The order of keys.
//!
//! The engine's objects are sorted by key, and the AWS CLI's keep the order in which keys were put
//! in. All keys that can ever occur are known beforehand, from the expression and the answer. So
//! each gets a rank, such that the order of ranks is the order of keys in every object that the
//! expression writes down, and goes through the engine with the rank before it. Only where two
//! objects contradict each other is one of them printed in the other's order.

use super::ast::visit;
use super::lexer::Literals;
use crate::aws_cli::value::Value;
use jmespath::Rcvar;
use jmespath::ast::Ast;
use std::collections::{BTreeSet, HashMap};

/// The digits of a rank.
const DIGITS: usize = 7;
/// The rank of keys that no object has.
const NOWHERE: usize = 9_999_999;

/// A key without its rank.
pub(super) fn shown(ranked: &str) -> &str {
    ranked.get(DIGITS..).unwrap_or(ranked)
}

/// The rank of each key.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<String, usize>);

impl Names {
    /// All keys of an expression and of the answer.
    pub(super) fn collect(ast: &mut Ast, literals: &Literals) -> Self {
        let mut order = Order::default();
        visit(ast, &mut |node| match node {
            Ast::MultiHash { elements, .. } => {
                order.add(elements.iter().map(|pair| pair.key.as_str()));
            }
            Ast::Literal { offset, .. } => {
                if let Some(value) = literals.get(offset) {
                    order.add_value(value);
                }
            }
            _ => {}
        });
        order.add(["Result"].into_iter());
        Self(order.ranks())
    }

    /// A key as the engine gets to see it.
    pub(super) fn ranked(&self, key: &str) -> String {
        let rank = self.0.get(key).copied().unwrap_or(NOWHERE).min(NOWHERE);
        format!("{rank:0DIGITS$}{key}")
    }
}

/// Puts ranked keys and the literals of our own reading into an expression; `None` where a literal
/// is none for the engine.
pub(super) fn replace(
    ast: &mut Ast,
    literal: &mut dyn FnMut(usize) -> Option<Rcvar>,
    names: &Names,
) -> Option<()> {
    let mut complete = true;
    visit(ast, &mut |node| match node {
        Ast::Field { name, .. } => *name = names.ranked(name),
        Ast::MultiHash { elements, .. } => {
            for pair in elements {
                pair.key = names.ranked(&pair.key);
            }
        }
        Ast::Literal { offset, value } => match literal(*offset) {
            Some(ours) => *value = ours,
            None => complete = false,
        },
        _ => {}
    });
    complete.then_some(())
}

/// Keys, and which must come before which.
#[derive(Default)]
struct Order {
    keys: Vec<String>,
    index: HashMap<String, usize>,
    /// For each key those that follow it.
    behind: Vec<BTreeSet<usize>>,
}

impl Order {
    /// The keys of one object, in its order.
    fn add<'k>(&mut self, keys: impl Iterator<Item = &'k str>) {
        let mut before: Option<usize> = None;
        let mut seen = BTreeSet::new();
        for key in keys {
            let id = *self.index.entry(key.to_owned()).or_insert_with(|| {
                self.keys.push(key.to_owned());
                self.behind.push(BTreeSet::new());
                self.keys.len() - 1
            });
            if !seen.insert(id) {
                continue;
            }
            if let Some(behind) = before.and_then(|before| self.behind.get_mut(before)) {
                behind.insert(id);
            }
            before = Some(id);
        }
    }

    fn add_value(&mut self, value: &Value) {
        match value {
            Value::List(items) => items.iter().for_each(|item| self.add_value(item)),
            Value::Dict(dict) => {
                self.add(dict.iter().map(|(key, _)| &**key));
                dict.iter().for_each(|(_, item)| self.add_value(item));
            }
            _ => {}
        }
    }

    /// Ranks that keep to all orders, as far as these do not contradict each other; otherwise in
    /// the order of the first occurrence.
    fn ranks(mut self) -> HashMap<String, usize> {
        let mut waiting = vec![0_usize; self.keys.len()];
        for behind in &self.behind {
            for id in behind {
                if let Some(count) = waiting.get_mut(*id) {
                    *count += 1;
                }
            }
        }
        let mut left: BTreeSet<usize> = (0..self.keys.len()).collect();
        let mut free: BTreeSet<usize> = left
            .iter()
            .copied()
            .filter(|id| waiting.get(*id) == Some(&0))
            .collect();
        let mut ranks = HashMap::new();
        while let Some(id) = free.pop_first().or_else(|| left.first().copied()) {
            left.remove(&id);
            if let Some(key) = self.keys.get(id) {
                ranks.insert(key.clone(), ranks.len());
            }
            let behind = self.behind.get_mut(id).map(std::mem::take);
            for next in behind.unwrap_or_default() {
                if let Some(count) = waiting.get_mut(next) {
                    *count = count.saturating_sub(1);
                    if *count == 0 && left.contains(&next) {
                        free.insert(next);
                    }
                }
            }
        }
        ranks
    }
}
