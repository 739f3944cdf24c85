//! `$using:`: values of this session that travel with a script block.
//!
//! Each expression is evaluated here, and its value is sent under the base64 form of the expression's
//! text, in a table that goes along as a parameter of the name `--%`.

use base64::Engine;
use remora_engine::prelude::*;
use remora_psobject::DictionaryObject;
use remora_syntax::Extent;
use remora_syntax::ast::{Expression, NodeRef, ScriptBlockAst, UsingExpressionAst};

/// Name of the parameter that carries the table.
pub(crate) const PARAMETER: &str = "--%";

/// The key under which the value of an expression travels. The case of a plain variable does not
/// count.
fn key(expression_text: &str, is_variable: bool) -> String {
    let folded = expression_text.to_lowercase();
    let text = if is_variable { &folded } else { expression_text };
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// The values of all `$using:` expressions of a block; `None` where it has none.
///
/// # Errors
/// What evaluating an expression gave: a variable that is not set, a property that throws.
pub(crate) fn values(
    runtime: &mut CommandRuntime<'_>,
    block: &ScriptBlock,
) -> CommandResult<Option<Value>> {
    let root = NodeRef::ScriptBlock(block.ast());
    let found = root.find_all(true, |node| matches!(node, NodeRef::UsingExpression(_)));
    let table = DictionaryObject::hashtable();
    for node in found {
        let NodeRef::UsingExpression(expression) = node else { continue };
        let text = block.ast().source.slice(expression.extent);
        let is_variable = matches!(expression.sub_expression, Expression::Variable(_));
        let key = Value::from(key(text, is_variable));
        if !table.contains(&key) {
            let value = evaluate(runtime, expression, text)?;
            table.insert(key, value);
        }
    }
    Ok((!table.is_empty()).then(|| table.into()))
}

/// The value of the expression behind `$using:` in the caller's scope.
fn evaluate(
    runtime: &mut CommandRuntime<'_>,
    expression: &UsingExpressionAst,
    text: &str,
) -> CommandResult<Value> {
    if let Expression::Variable(variable) = &expression.sub_expression
        && runtime.variable(&variable.path.user_path).is_none()
    {
        let name = text.to_owned();
        return Err(runtime.throw(error(
            TypeId::RUNTIME_EXCEPTION,
            format!(
                "The value of the using variable '{name}' cannot be retrieved because it has not been set in the \
                 local session."
            ),
            "UsingVariableIsUndefined",
            ErrorCategory::InvalidOperation,
            Value::Null,
        )));
    }
    // The comma keeps a list in one piece.
    let local = format!(", ({})", without_scope(text));
    let mut output = runtime.context().run_script(&local)?;
    Ok(output.pop().unwrap_or_default())
}

/// The text of an expression in which every `$using:x` is the variable of this side.
pub(crate) fn text_without_scopes(ast: &ScriptBlockAst, expression: &Expression) -> String {
    let extent = expression.extent();
    let mut text = String::new();
    let mut done = extent.start;
    for node in
        NodeRef::from(expression).find_all(true, |node| matches!(node, NodeRef::UsingExpression(_)))
    {
        let inner = node.extent();
        text.push_str(ast.source.slice(Extent { start: done, end: inner.start }));
        text.push_str(&without_scope(ast.source.slice(inner)));
        done = inner.end;
    }
    text.push_str(ast.source.slice(Extent { start: done, end: extent.end }));
    text
}

/// The expression without its `using:`. A splatted variable is its value.
fn without_scope(text: &str) -> String {
    let lower = text.to_lowercase();
    let without = match lower.find("using:") {
        Some(at) => {
            let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
            format!("{before}{}", rest.get("using:".len()..).unwrap_or_default())
        }
        None => text.to_owned(),
    };
    match without.strip_prefix('@') {
        Some(name) => format!("${name}"),
        None => without,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_as_recorded() {
        assert_eq!(key("$Using:V", true), "JAB1AHMAaQBuAGcAOgB2AA==");
        assert_eq!(key("$using:o.P", false), "JAB1AHMAaQBuAGcAOgBvAC4AUAA=");
        assert_eq!(key("${using:v}", true), "JAB7AHUAcwBpAG4AZwA6AHYAfQA=");
    }

    #[test]
    fn the_scope_is_taken_away() {
        assert_eq!(without_scope("$using:o.P"), "$o.P");
        assert_eq!(without_scope("${Using:a b}"), "${a b}");
        assert_eq!(without_scope("@using:s"), "$s");
    }
}
