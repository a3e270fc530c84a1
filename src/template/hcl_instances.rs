//! How often Terraform makes a block: once for each value of its `for_each`.

use super::error::Problem;
use super::hcl::{Evaluator, entries};
use super::value::{Item, Value};
use hcl_edit::expr::{Expression, TraversalOperator};
use hcl_edit::structure::Block;

/// One time that a block is made: what its id has behind it, and what `each` stands for.
pub(super) type Instance = (String, Vec<(String, Item)>);

/// How many local values and choices a collection may go through.
const MOST_STEPS: usize = 16;

impl<'t> Evaluator<'t> {
    /// For each instance of a block what `each` stands for in it, and what its id has behind it.
    /// One, with nothing known of `each`, where that is not known.
    pub(super) fn instances(&mut self, block: &'t Block) -> Result<Vec<Instance>, Problem> {
        let one = || vec![(String::new(), Vec::new())];
        let Some(each) = block.body.get_attribute("for_each") else {
            return Ok(one());
        };
        let collection = self.of_all(|evaluator| evaluator.collection(&each.value, 0))?;
        let Some(entries) = entries(collection) else {
            return Ok(one());
        };
        let mut instances = Vec::new();
        for (key, value) in entries {
            let Value::Text(name) = &key.value else {
                return Ok(one());
            };
            let suffix = format!("[\"{}\"]", name.as_str());
            let bound = vec![
                ("each.key".to_owned(), key),
                ("each.value".to_owned(), value),
            ];
            instances.push((suffix, bound));
        }
        Ok(instances)
    }

    /// The members that a collection may have. What decides whether one is there does not change
    /// what it is: so conditions are passed over, of the collection alone and never of its values.
    fn collection(&mut self, value: &'t Expression, depth: usize) -> Result<Item, Problem> {
        self.pay(1);
        if depth > MOST_STEPS {
            return self.at_depth(value, depth);
        }
        match value {
            Expression::Parenthesis(inner) => self.collection(inner.inner(), depth + 1),
            Expression::Conditional(choice) => {
                let item = self.collection(&choice.true_expr, depth + 1)?;
                if !is_nothing(&item) {
                    let other = self.collection(&choice.false_expr, depth + 1)?;
                    let place = item.place;
                    return Ok(match is_nothing(&other) {
                        true => item,
                        false => unknown(place),
                    });
                }
                self.collection(&choice.false_expr, depth + 1)
            }
            Expression::ForExpr(each) if each.cond.is_some() && !each.grouping => {
                let collection = self.collection(&each.intro.collection_expr, depth + 1)?;
                let place = collection.place;
                let value = self.looped(each, collection, depth)?;
                Ok(Item { value, place })
            }
            Expression::FuncCall(call) if !call.args.expand_final() => {
                let arguments: Vec<&'t Expression> = call.args.iter().collect();
                match (call.name.name.as_str(), arguments.as_slice()) {
                    ("tomap" | "toset" | "tolist", [only]) => self.collection(only, depth + 1),
                    // The first that is something. A variable without a value is not, unless somebody
                    // gives it one.
                    ("coalesce", all) => {
                        for argument in all {
                            let item = self.collection(argument, depth + 1)?;
                            if !matches!(item.value, Value::Null | Value::Unknown(_)) {
                                return Ok(item);
                            }
                        }
                        self.at_depth(value, depth)
                    }
                    ("merge", maps) => {
                        let items: Result<Vec<_>, _> = maps
                            .iter()
                            .map(|map| self.collection(map, depth + 1))
                            .collect();
                        let place = self.place(hcl_edit::Span::span(value));
                        Ok(match super::hcl_functions::union(items?) {
                            Some(value) => Item { value, place },
                            None => unknown(place),
                        })
                    }
                    _ => self.at_depth(value, depth),
                }
            }
            Expression::Traversal(traversal) => {
                if let (Expression::Variable(root), [operator]) =
                    (&traversal.expr, traversal.operators.as_slice())
                    && root.as_str() == "local"
                    && let TraversalOperator::GetAttr(name) = operator.value()
                    && let Some((parsed, expression)) = self.local(name.as_str())
                {
                    let before = self.enter(parsed);
                    let item = self.collection(expression, depth + 1);
                    self.leave(before);
                    return item;
                }
                self.at_depth(value, depth)
            }
            _ => self.at_depth(value, depth),
        }
    }
}

fn unknown(place: super::text::Place) -> Item {
    Item {
        value: Value::Unknown("...".to_owned()),
        place,
    }
}

/// Whether there is nothing in a collection.
fn is_nothing(item: &Item) -> bool {
    match &item.value {
        Value::Null => true,
        Value::List(items) => items.is_empty(),
        Value::Map(members) => members.is_empty(),
        _ => false,
    }
}
