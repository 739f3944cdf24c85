//! Files that hold a table of literals (`.psd1`).

use remora_engine::prelude::*;
use remora_syntax::ast::{Expression, HashtableAst, NodeRef, Statement, Visit};
use remora_syntax::parse;

use crate::text_file::Encoding;

/// So many keys a table may have.
const KEY_LIMIT: usize = 500;

/// Why a file holds no table that can be read without running it.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// Its text is no script.
    Syntax,
    /// No table stands in it.
    NoTable,
    /// The table holds more than literals; what is told of it.
    Dynamic(String),
}

/// Reads the first table of a file.
///
/// # Errors
/// Where the file cannot be read.
pub(crate) fn read_table(
    runtime: &mut CommandRuntime<'_>,
    path: &str,
    any_size: bool,
) -> CommandResult<Result<Value, Refusal>> {
    let text = crate::text_file::read(runtime, path, Encoding::default())?;
    let parsed = parse(&text, Some(path));
    if !parsed.errors.is_empty() {
        return Ok(Err(Refusal::Syntax));
    }
    let mut table: Option<&HashtableAst> = None;
    NodeRef::ScriptBlock(&parsed.script).walk(|node, _| match node {
        NodeRef::Hashtable(found) if table.is_none() => {
            table = Some(found);
            Visit::Stop
        }
        NodeRef::ScriptBlockExpression(_) | NodeRef::FunctionDefinition(_) => Visit::SkipChildren,
        _ => Visit::Continue,
    });
    let Some(table) = table else {
        return Ok(Err(Refusal::NoTable));
    };
    let source = parsed.script.source.slice(table.extent);
    if !is_literal_table(table, any_size) {
        let message = format!(
            "Cannot generate a PowerShell object for a ScriptBlock evaluating dynamic expressions. Dynamic expression: {source}."
        );
        return Ok(Err(Refusal::Dynamic(message)));
    }
    let block = runtime.context().parse_script(source)?;
    let mut values = runtime.invoke(&block, Invocation::new())?;
    Ok(Ok(values.pop().unwrap_or_default()))
}

fn is_literal_table(table: &HashtableAst, any_size: bool) -> bool {
    (any_size || table.key_value_pairs.len() <= KEY_LIMIT)
        && table
            .key_value_pairs
            .iter()
            .all(|(key, value)| is_literal(key, any_size) && is_literal_statement(value, any_size))
}

fn is_literal_statement(statement: &Statement, any_size: bool) -> bool {
    match statement {
        Statement::Pipeline(pipeline) => {
            pipeline.pure_expression().is_some_and(|only| is_literal(only, any_size))
        }
        Statement::CommandExpression(only) => {
            only.redirections.is_empty() && is_literal(&only.expression, any_size)
        }
        _ => false,
    }
}

/// Whether an expression has its value without anything being run.
fn is_literal(expression: &Expression, any_size: bool) -> bool {
    let inner = |expression: &Expression| is_literal(expression, any_size);
    let block = |statements: &[Statement]| {
        statements.iter().all(|statement| is_literal_statement(statement, any_size))
    };
    match expression {
        Expression::Constant(_) | Expression::StringConstant(_) | Expression::ScriptBlock(_) => {
            true
        }
        Expression::ExpandableString(text) => text.nested_expressions().all(inner),
        Expression::Variable(variable) => variable.is_constant(),
        Expression::Convert(cast) => {
            remora_language::type_name::resolve(&cast.type_constraint.type_name.to_string())
                .is_some()
                && inner(&cast.child)
        }
        Expression::Unary(operation) => {
            use remora_syntax::TokenKind;
            !matches!(
                operation.operator,
                TokenKind::PlusPlus
                    | TokenKind::MinusMinus
                    | TokenKind::PostfixPlusPlus
                    | TokenKind::PostfixMinusMinus
            ) && inner(&operation.child)
        }
        Expression::Index(index) => inner(&index.target) && inner(&index.index),
        Expression::ArrayLiteral(array) => array.elements.iter().all(inner),
        Expression::Array(array) => block(&array.sub_expression.statements),
        Expression::Sub(sub) => block(&sub.sub_expression.statements),
        Expression::Hashtable(table) => is_literal_table(table, any_size),
        Expression::Paren(paren) => is_literal_statement(&paren.pipeline, any_size),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_literal_text(text: &str) -> bool {
        let parsed = parse(text, None);
        let mut answer = false;
        NodeRef::ScriptBlock(&parsed.script).walk(|node, _| match node {
            NodeRef::Hashtable(table) => {
                answer = is_literal_table(table, false);
                Visit::Stop
            }
            _ => Visit::Continue,
        });
        answer
    }

    #[test]
    fn literals_are_told_from_what_runs() {
        for text in ["@{ a = 1, 'b'; c = @(1); d = -5; e = [int]5; f = (1); g = { x } }", "@{}"] {
            assert!(is_literal_text(text), "{text}");
        }
        for text in ["@{ a = 1 + 2 }", "@{ a = Get-Date }", "@{ a = $x }", "@{ a = if (1) { 2 } }"]
        {
            assert!(!is_literal_text(text), "{text}");
        }
    }
}
