//! Walking over the engine's expressions.

use jmespath::ast::Ast;

/// Calls `f` for each node, a node before what is below it, left before right.
pub(super) fn visit(ast: &mut Ast, f: &mut dyn FnMut(&mut Ast)) {
    f(ast);
    match ast {
        Ast::Comparison { lhs, rhs, .. }
        | Ast::Projection { lhs, rhs, .. }
        | Ast::And { lhs, rhs, .. }
        | Ast::Or { lhs, rhs, .. }
        | Ast::Subexpr { lhs, rhs, .. }
        | Ast::Condition {
            predicate: lhs,
            then: rhs,
            ..
        } => {
            visit(lhs, f);
            visit(rhs, f);
        }
        Ast::Expref { ast: node, .. }
        | Ast::Flatten { node, .. }
        | Ast::Not { node, .. }
        | Ast::ObjectValues { node, .. } => visit(node, f),
        Ast::Function { args: nodes, .. }
        | Ast::MultiList {
            elements: nodes, ..
        } => nodes.iter_mut().for_each(|node| visit(node, f)),
        Ast::MultiHash { elements, .. } => {
            elements
                .iter_mut()
                .for_each(|pair| visit(&mut pair.value, f));
        }
        Ast::Identity { .. }
        | Ast::Field { .. }
        | Ast::Index { .. }
        | Ast::Literal { .. }
        | Ast::Slice { .. } => {}
    }
}
