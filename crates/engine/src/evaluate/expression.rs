//! Expressions.

use std::sync::Arc;

use remora_psobject::{
    DictionaryObject, ErrorCategory, InstanceMember, MemberBag, PsObject, PsString, TypeId, Value,
};
use remora_syntax::TokenKind;

use super::{index, member, operators, plain, statement, variable};
use crate::compile::node::{Expr, MemberName, Numeric, Part, Statement, TypeRef};
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::script::ScriptBlock;

/// The value of an expression.
pub(crate) fn eval(context: &mut ExecutionContext, expression: &Expr) -> Result<Value, Flow> {
    match expression {
        Expr::Constant(value) => Ok(value.clone()),
        Expr::Variable(reference) => variable::read(context, reference),
        Expr::Binary { operator, numeric, operands } => {
            binary(context, *operator, *numeric, operands)
        }
        Expr::Paren(inner) => paren(context, inner),
        Expr::Assign(assign) => super::assign::assign(context, assign),
        Expr::Call(call) => member::call(context, call),
        _ => eval_other(context, expression),
    }
}

fn binary(
    context: &mut ExecutionContext,
    operator: TokenKind,
    numeric: Numeric,
    operands: &(Expr, Expr),
) -> Result<Value, Flow> {
    let slots = context.session.locals();
    let result = match numeric {
        Numeric::Reckon(operator) => plain::operation(slots, operator, operands).map(Value::from),
        Numeric::Compare(relation) => plain::comparison(slots, relation, operands).map(Value::Bool),
        Numeric::Never => None,
    };
    if let Some(result) = result {
        return Ok(result);
    }
    let left = eval(context, &operands.0)?;
    let right = eval(context, &operands.1)?;
    operators::binary(context, operator, &left, &right)
}

/// The truth of an expression as a condition.
#[inline]
pub(super) fn truth(context: &mut ExecutionContext, expression: &Expr) -> Result<bool, Flow> {
    match expression {
        Expr::Binary { numeric: Numeric::Compare(relation), operands, .. } => {
            if let Some(truth) = plain::comparison(context.session.locals(), *relation, operands) {
                return Ok(truth);
            }
        }
        Expr::And(operands) => {
            return Ok(truth(context, &operands.0)? && truth(context, &operands.1)?);
        }
        Expr::Or(operands) => {
            return Ok(truth(context, &operands.0)? || truth(context, &operands.1)?);
        }
        Expr::Unary { operator: TokenKind::Not | TokenKind::Exclaim, child } => {
            return Ok(!truth(context, child)?);
        }
        _ => {}
    }
    let value = eval(context, expression)?;
    Ok(context.is_true(&value))
}

/// The expressions that are less frequent, or cost much more than their choice.
#[inline(never)]
fn eval_other(context: &mut ExecutionContext, expression: &Expr) -> Result<Value, Flow> {
    match expression {
        Expr::Interpolate(parts) if context.session.strict_scopes > 0 => {
            context.session.expanding += 1;
            let text = interpolate(context, parts);
            context.session.expanding -= 1;
            text.map(Value::Str)
        }
        Expr::Interpolate(parts) => interpolate(context, parts).map(Value::Str),
        Expr::Member { object, name, is_static, null_conditional } => {
            if *is_static {
                return member::get_static(context, object, name);
            }
            let target = eval(context, object)?;
            if *null_conditional && target.is_null() {
                return Ok(Value::Null);
            }
            if let MemberName::Constant(name) = name {
                return member::get(context, &target, name);
            }
            let name = member::name(context, name)?;
            member::get(context, &target, &name)
        }
        Expr::Index { object, index: at, null_conditional } => {
            let target = eval(context, object)?;
            if *null_conditional && target.is_null() {
                return Ok(Value::Null);
            }
            let at = eval(context, at)?;
            index::get(context, &target, &at)
        }
        Expr::Increment { target, read, down, prefix } => {
            super::assign::increment(context, target, read, *down, *prefix)
        }
        Expr::And(_) | Expr::Or(_) => truth(context, expression).map(Value::Bool),
        Expr::Coalesce(operands) => {
            let left = eval(context, &operands.0)?;
            if left.is_null() { eval(context, &operands.1) } else { Ok(left) }
        }
        Expr::Ternary(parts) => {
            let condition = eval(context, &parts.0)?;
            let chosen = if context.is_true(&condition) { &parts.1 } else { &parts.2 };
            eval(context, chosen)
        }
        Expr::Unary { operator, child } => {
            let value = eval(context, child)?;
            operators::unary(context, *operator, &value)
        }
        Expr::List(items) => {
            let mut values = Vec::with_capacity(items.len());
            for item in items {
                values.push(eval(context, item)?.or_null());
            }
            Ok(Value::array(values))
        }
        Expr::Array(block) => {
            let mut output = Vec::new();
            statement::nested_block(context, block, &mut output)?;
            Ok(Value::array(output))
        }
        Expr::Sub(block) => {
            let mut output = Vec::new();
            statement::nested_block(context, block, &mut output)?;
            Ok(statement::collapse(output))
        }
        Expr::Hashtable(pairs) => {
            let table = DictionaryObject::hashtable();
            fill(context, &table, pairs)?;
            Ok(table.into())
        }
        Expr::Ordered(pairs) => {
            let table = DictionaryObject::ordered();
            fill(context, &table, pairs)?;
            Ok(table.into())
        }
        Expr::CustomObject(pairs) => custom_object(context, pairs),
        Expr::Type(reference) => resolve(context, reference).map(Value::Type),
        Expr::Convert { target, child } => {
            let id = resolve(context, target)?;
            let value = eval(context, child)?;
            context.cast(&value, id)
        }
        Expr::Reference(target, read) => super::assign::reference(context, target, read),
        Expr::ScriptBlock(body) => {
            let module = context.current_module();
            let block = ScriptBlock::of_body(Arc::clone(body), module);
            Ok(Value::live(block.in_mode(context.language_mode())))
        }
        Expr::Using { variable, text } => using(context, variable, text),
        Expr::BaseConstructor(arguments) => {
            crate::types::class::base_constructor(context, arguments)
        }
        Expr::Unsupported(what) => Err(errors::not_implemented(what).into()),
        // Those of `eval`.
        Expr::Constant(_)
        | Expr::Variable(_)
        | Expr::Binary { .. }
        | Expr::Paren(_)
        | Expr::Assign(_)
        | Expr::Call(_) => eval(context, expression),
    }
}

/// `(…)`
fn paren(context: &mut ExecutionContext, inner: &Statement) -> Result<Value, Flow> {
    statement::value_of(context, inner)
}

/// The type of a name in the script.
pub(crate) fn resolve(context: &mut ExecutionContext, reference: &TypeRef) -> Result<TypeId, Flow> {
    if let Some(known) = reference.known.get() {
        return Ok(*known);
    }
    // Classes may be defined anew under the same name, so only types of everybody are remembered.
    match remora_language::type_name::resolve(&reference.name) {
        Some(id)
            if context.find_session_type(&reference.name).is_none()
                && context.find_type(&reference.name) == Some(id) =>
        {
            Ok(*reference.known.get_or_init(|| id))
        }
        _ => context.resolve_type(&reference.name),
    }
}

/// The text of an expandable string.
pub(super) fn interpolate(
    context: &mut ExecutionContext,
    parts: &[Part],
) -> Result<PsString, Flow> {
    // Room for what is known to come, and some for each value.
    let room = parts.iter().map(|part| match part {
        Part::Text(piece) => piece.len(),
        Part::Expression(_) => 12,
    });
    let mut text = String::with_capacity(room.sum());
    let mut wide: Option<PsString> = None;
    for part in parts {
        match part {
            Part::Text(piece) => text.push_str(piece),
            Part::Expression(expression) => {
                let value = eval(context, expression)?;
                match &value {
                    Value::I32(number) => {
                        use std::fmt::Write;
                        // Writing to a string does not fail.
                        let _ = write!(text, "{number}");
                    }
                    Value::Str(piece) if !piece.has_lone_surrogates() => text.push_str(piece),
                    Value::Null | Value::AutomationNull => {}
                    other => {
                        let piece = context.text(other);
                        if piece.has_lone_surrogates() {
                            let head = wide.take().unwrap_or_default();
                            let head = head.concat(&PsString::from(std::mem::take(&mut text)));
                            wide = Some(head.concat(&piece));
                        } else {
                            text.push_str(&piece);
                        }
                    }
                }
            }
        }
    }
    Ok(match wide {
        Some(head) => head.concat(&PsString::from(text)),
        None => PsString::from(text),
    })
}

fn fill(
    context: &mut ExecutionContext,
    table: &DictionaryObject,
    pairs: &[(Expr, Statement)],
) -> Result<(), Flow> {
    for (key, value) in pairs {
        let key = eval(context, key)?;
        if key.is_null() {
            return Err(errors::make::runtime(
                "A null key is not allowed in a hash literal.",
                "InvalidNullKey",
                ErrorCategory::InvalidOperation,
                Value::Null,
            )
            .into());
        }
        let value = statement::value_of(context, value)?.or_null();
        let key = key.base().clone();
        if table.contains(&key) {
            let text = context.text(&key);
            return Err(errors::make::runtime(
                format!("Item has already been added. Key in dictionary: '{text}'  Key being added: '{text}'"),
                "DuplicateKeyInHashLiteral",
                ErrorCategory::InvalidOperation,
                text,
            )
            .into());
        }
        table.insert(key, value);
    }
    Ok(())
}

fn custom_object(
    context: &mut ExecutionContext,
    pairs: &[(Expr, Statement)],
) -> Result<Value, Flow> {
    if context.is_constrained() {
        return Err(crate::language_mode::conversion_refused(
            "System.Management.Automation.LanguagePrimitives+InternalPSCustomObject",
        ));
    }
    let mut members = MemberBag::default();
    let mut type_names = None;
    for (key, value) in pairs {
        let name = match key {
            Expr::Constant(Value::Str(name)) => name.clone(),
            other => {
                let key = eval(context, other)?;
                context.text(&key)
            }
        };
        let value = statement::value_of(context, value)?.or_null();
        if name.eq_ignore_case("PSTypeName") {
            type_names = Some(context.text(&value));
            continue;
        }
        members.set(InstanceMember::note(name, value));
    }
    let object = PsObject::custom_of(members);
    if let Some(name) = type_names {
        object.set_type_names(vec![
            name,
            "System.Management.Automation.PSCustomObject".into(),
            "System.Object".into(),
        ]);
    }
    Ok(object.into())
}

/// `$using:name`, where the block runs outside a remote call.
fn using(context: &mut ExecutionContext, inner: &Expr, text: &PsString) -> Result<Value, Flow> {
    if let Some(value) = context.using_value(text) {
        return Ok(value);
    }
    let _ = inner;
    Err(errors::make::runtime(
        "A Using variable cannot be retrieved. A Using variable can be used only with Invoke-Command, Start-Job, or InlineScript in the script workflow. When it is used with Invoke-Command, the Using variable is valid only if the script block is invoked on a remote computer.",
        "UsingWithoutInvokeCommand",
        ErrorCategory::InvalidOperation,
        text.clone(),
    )
    .into())
}

/// Whether an operator is one of those that compare and may filter.
pub(super) fn is_comparison(operator: TokenKind) -> bool {
    (TokenKind::Ieq as u8..=TokenKind::Ile as u8).contains(&(operator as u8))
        || (TokenKind::Ceq as u8..=TokenKind::Cle as u8).contains(&(operator as u8))
}
