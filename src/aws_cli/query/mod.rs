//! `--query`: JMESPath.
//!
//! The engine is the crate `jmespath`. It differs from the one in the AWS CLI in a few places, and
//! those are levelled here, around it:
//!
//! - its objects sort their keys, ours keep their order: `names.rs`;
//! - it must not read literals: the AWS CLI accepts more of them, and JSON with numbers that the
//!   crate would lose: `lexer.rs`;
//! - the words of its errors: `syntax.rs` for the syntax, `functions.rs` at run time.

mod ast;
mod convert;
mod functions;
mod lexer;
mod names;
mod syntax;

use super::errors::Failure;
use super::value::Value;
use jmespath::ast::Ast;
use jmespath::{ErrorReason, Expression, JmespathError, Rcvar, RuntimeError};
use names::Names;

/// The most tokens that an expression may have, because the engine recurses. This many need less
/// than 512 KiB of stack; without optimisation, some megabytes.
const MAX_TOKENS: usize = 500;

/// An expression that was read.
#[derive(Debug)]
pub(super) struct Query {
    text: String,
    ast: Ast,
    names: Names,
}

impl Query {
    /// Reads an expression.
    ///
    /// # Errors
    /// The AWS CLI's text on the first mistake.
    pub(super) fn compile(text: &str) -> Result<Self, Failure> {
        Self::read(text)
            .map_err(|detail| Failure::Parameter(format!("Bad value for --query {text}: {detail}")))
    }

    fn read(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("Invalid JMESPath expression: cannot be empty.".to_owned());
        }
        let tokens = lexer::tokenize(text)?;
        if tokens.len() > MAX_TOKENS {
            return Err("maximum recursion depth exceeded".to_owned());
        }
        let plain = lexer::without_literals(text, &tokens);
        let mut ast = syntax::parse(&plain, &tokens, text)?;
        let mut literals = lexer::literals(tokens);
        let names = Names::collect(&mut ast, &literals);
        names::replace(
            &mut ast,
            &mut |offset| {
                let value = literals.remove(&offset)?;
                convert::to_variable(&value, &names)
            },
            &names,
        )
        .ok_or_else(|| "Out of range float values are not supported".to_owned())?;
        functions::replace_operators(&mut ast);
        Ok(Self {
            text: text.to_owned(),
            ast,
            names,
        })
    }

    /// What the expression selects.
    ///
    /// # Errors
    /// A function that does not exist or cannot work on what it is given.
    pub(super) fn search(&self, data: &Value) -> Result<Value, Failure> {
        let data = convert::to_variable(data, &self.names).unwrap_or_else(null);
        let runtime = functions::runtime();
        let expression = Expression::new(&*self.text, self.ast.clone(), &runtime);
        match interpret(&expression, &runtime, &data) {
            Ok(result) => Ok(convert::to_value(&result)),
            Err(error) => Err(Failure::Other(explain(error))),
        }
    }
}

fn interpret(
    expression: &Expression<'_>,
    runtime: &jmespath::Runtime,
    data: &Rcvar,
) -> Result<Rcvar, JmespathError> {
    let mut context = jmespath::Context::new(expression.as_str(), runtime);
    jmespath::interpret(data, expression.as_ast(), &mut context)
}

fn null() -> Rcvar {
    Rcvar::new(jmespath::Variable::Null)
}

fn explain(error: JmespathError) -> String {
    match error.reason {
        // So our own functions hand over what they have to say.
        ErrorReason::Parse(text) => text,
        ErrorReason::Runtime(RuntimeError::UnknownFunction(name)) => {
            format!("Unknown function: {name}()")
        }
        ErrorReason::Runtime(other) => other.to_string(),
    }
}
