//! Nodes of a syntax tree as objects.

use remora_dotnet::registry;
use remora_psobject::{DictionaryObject, Exception, LiveObject, PsString, TypeId, Value};
use remora_syntax::ast::{NodeHandle, NodeRef, Statement};

use super::properties;
use crate::context::{ExecutionContext, NativeMethod};
use crate::errors::{self, ErrorCategory, Flow};
use crate::script::{Invocation, ScriptBlock};

/// A node of a tree.
pub(super) struct AstNode(pub(super) NodeHandle);

/// The node as a value.
pub(super) fn value(handle: NodeHandle) -> Value {
    Value::live(AstNode(handle))
}

impl LiveObject for AstNode {
    fn object_type(&self) -> TypeId {
        super::language_type(self.0.node().kind_name())
    }

    fn text(&self) -> PsString {
        self.0.script_block().source.slice(self.0.node().extent()).into()
    }

    fn property_names(&self) -> Vec<PsString> {
        let properties = self.object_type().chain().filter_map(registry::definition);
        let mut names: Vec<PsString> = Vec::new();
        for property in properties.flat_map(|definition| &definition.properties) {
            let name = PsString::from(property.name);
            if !property.is_indexer() && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        properties::property(&self.0, name).map(Ok)
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        Some(other.downcast::<Self>().is_some_and(|other| self.0 == other.0))
    }
}

/// The methods of nodes, by type.
pub(super) const METHODS: &[(&str, &[(&str, NativeMethod)])] = &[
    (
        "System.Management.Automation.Language.Ast",
        &[
            ("Find", find),
            ("FindAll", find_all),
            ("SafeGetValue", safe_value),
            ("Copy", |_, this, _| Ok(this.clone())),
        ],
    ),
    ("System.Management.Automation.Language.CommandAst", &[("GetCommandName", command_name)]),
    (
        "System.Management.Automation.Language.ScriptBlockAst",
        &[("GetScriptBlock", script_block_of)],
    ),
    (
        "System.Management.Automation.Language.AssignmentStatementAst",
        &[("GetAssignmentTargets", targets)],
    ),
];

fn handle(this: &Value) -> Option<&NodeHandle> {
    this.downcast::<AstNode>().map(|node| &node.0)
}

/// The nodes that a predicate of the script accepts, parents first.
fn search(
    context: &mut ExecutionContext,
    this: &Value,
    arguments: &[Value],
    only_first: bool,
) -> Result<Vec<Value>, Flow> {
    let Some(start) = handle(this) else { return Ok(Vec::new()) };
    let nested = arguments.get(1).is_some_and(|nested| context.is_true(nested));
    let block = arguments.first().and_then(|predicate| {
        let inner = predicate.downcast::<remora_language::invoke::Delegate>().map_or_else(
            || predicate.clone(),
            |delegate| delegate.callees.first().cloned().unwrap_or_default(),
        );
        inner.downcast::<ScriptBlock>().cloned()
    });
    let Some(block) = block else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for handle in start.find_all(nested, |_| true) {
        let node = value(handle);
        let mut output = Vec::new();
        let invocation = Invocation::new().arguments([node.clone()]);
        context.invoke_block(&block, invocation, &mut output)?;
        let answer = crate::context::collapse(output);
        if context.is_true(&answer) {
            found.push(node);
            if only_first {
                break;
            }
        }
    }
    Ok(found)
}

fn find(context: &mut ExecutionContext, this: &Value, arguments: &[Value]) -> Result<Value, Flow> {
    Ok(search(context, this, arguments, true)?.pop().unwrap_or_default())
}

fn find_all(
    context: &mut ExecutionContext,
    this: &Value,
    arguments: &[Value],
) -> Result<Value, Flow> {
    search(context, this, arguments, false).map(Value::array)
}

fn command_name(_: &mut ExecutionContext, this: &Value, _: &[Value]) -> Result<Value, Flow> {
    Ok(match handle(this).map(NodeHandle::node) {
        Some(NodeRef::Command(command)) => command.command_name().map_or(Value::Null, Value::from),
        _ => Value::Null,
    })
}

fn script_block_of(_: &mut ExecutionContext, this: &Value, _: &[Value]) -> Result<Value, Flow> {
    Ok(handle(this).map_or(Value::Null, |handle| {
        Value::live(ScriptBlock::new(std::sync::Arc::clone(handle.script_block())))
    }))
}

fn targets(_: &mut ExecutionContext, this: &Value, _: &[Value]) -> Result<Value, Flow> {
    let Some(handle) = handle(this) else { return Ok(Value::Null) };
    let NodeRef::Assignment(assignment) = handle.node() else { return Ok(Value::Null) };
    let left = NodeRef::from(&assignment.left);
    let parts = match left {
        NodeRef::ArrayLiteral(list) => list.elements.iter().map(NodeRef::from).collect(),
        other => vec![other],
    };
    Ok(Value::array(parts.into_iter().filter_map(|part| handle.below(part)).map(value).collect()))
}

/// The value of a literal: constants, and lists and tables of them.
fn safe_value(_: &mut ExecutionContext, this: &Value, _: &[Value]) -> Result<Value, Flow> {
    handle(this).and_then(|handle| literal(handle.node())).ok_or_else(|| {
        errors::error(
            TypeId::INVALID_OPERATION_EXCEPTION,
            "Cannot generate a PowerShell object for a ScriptBlock evaluating dynamic expressions. Dynamic expression: ",
            "InvalidOperationException",
            ErrorCategory::NotSpecified,
            Value::Null,
        )
        .into()
    })
}

fn literal(node: NodeRef<'_>) -> Option<Value> {
    Some(match node {
        NodeRef::Constant(node) => crate::compile::constant(&node.value),
        NodeRef::StringConstant(node) => Value::from(&*node.value),
        NodeRef::Variable(node) if node.path.is_named("true") => Value::Bool(true),
        NodeRef::Variable(node) if node.path.is_named("false") => Value::Bool(false),
        NodeRef::Variable(node) if node.path.is_named("null") => Value::Null,
        NodeRef::ArrayLiteral(node) => {
            let items: Option<Vec<Value>> =
                node.elements.iter().map(|item| literal(item.into())).collect();
            Value::array(items?)
        }
        NodeRef::ArrayExpression(node) => {
            let mut items = Vec::new();
            for statement in &node.sub_expression.statements {
                let item = of_statement(statement)?;
                match remora_language::enumerate::enumerate(&item) {
                    Some(inner) => items.extend(inner),
                    None => items.push(item),
                }
            }
            Value::array(items)
        }
        NodeRef::Hashtable(node) => {
            let table = DictionaryObject::hashtable();
            for (key, item) in &node.key_value_pairs {
                table.insert(literal(key.into())?, of_statement(item)?);
            }
            table.into()
        }
        NodeRef::Paren(node) => of_statement(&node.pipeline)?,
        _ => return None,
    })
}

fn of_statement(statement: &Statement) -> Option<Value> {
    literal(statement.pure_expression()?.into())
}
