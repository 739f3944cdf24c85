//! The properties of each kind of node.

use remora_psobject::{InstanceMember, PsObject, PsString, TypeId, Value};
use remora_syntax::TokenKind;
use remora_syntax::ast::{
    AttributeBase, CommandElement, Expression, InvocationOperator, NodeHandle, NodeRef,
    Redirection, Statement, StringConstantType, TypeName, VariablePath, VariableScope,
};

use super::{enumeration, member, node};

/// The value of a property of a node; `None` where there is none of that name.
pub(super) fn property(handle: &NodeHandle, name: &str) -> Option<Value> {
    let at = At { handle, node: handle.node() };
    let lower = name.to_ascii_lowercase();
    match lower.as_str() {
        "extent" => Some(super::extent(&handle.script_block().source, at.node.extent())),
        "parent" => Some(handle.parent().map_or(Value::Null, node::value)),
        name => at
            .of_block(name)
            .or_else(|| at.of_statement(name))
            .or_else(|| at.of_command(name))
            .or_else(|| at.of_expression(name)),
    }
}

/// A node whose property is asked for.
struct At<'a> {
    handle: &'a NodeHandle,
    node: NodeRef<'a>,
}

impl<'a> At<'a> {
    /// A node below this one.
    fn one<'n>(&self, child: impl Into<NodeRef<'n>>) -> Value {
        self.handle.below(child.into()).map_or(Value::Null, node::value)
    }

    fn maybe<'n>(&self, child: Option<impl Into<NodeRef<'n>>>) -> Value {
        child.map_or(Value::Null, |child| self.one(child))
    }

    fn many<'n, T: Into<NodeRef<'n>>>(&self, children: impl IntoIterator<Item = T>) -> Value {
        Value::array(children.into_iter().map(|child| self.one(child)).collect())
    }

    fn statements(&self, statements: &'a [Statement]) -> Value {
        self.many(statements)
    }

    fn attributes(&self, attributes: &'a [AttributeBase]) -> Value {
        self.many(attributes)
    }

    fn redirections(&self, redirections: &'a [Redirection]) -> Value {
        self.many(redirections.iter().map(|redirection| match redirection {
            Redirection::File(node) => NodeRef::FileRedirection(node),
            Redirection::Merging(node) => NodeRef::MergingRedirection(node),
        }))
    }

    fn of_block(&self, name: &str) -> Option<Value> {
        Some(match (self.node, name) {
            (NodeRef::ScriptBlock(block), _) => match name {
                "attributes" => self.attributes(&block.attributes),
                "usingstatements" => self.many(block.using_statements.iter().map(NodeRef::Using)),
                "paramblock" => self.maybe(block.param_block.as_ref().map(NodeRef::ParamBlock)),
                "dynamicparamblock" => {
                    self.maybe(block.dynamic_param_block.as_ref().map(NodeRef::NamedBlock))
                }
                "beginblock" => self.maybe(block.begin_block.as_ref().map(NodeRef::NamedBlock)),
                "processblock" => self.maybe(block.process_block.as_ref().map(NodeRef::NamedBlock)),
                "endblock" => self.maybe(block.end_block.as_ref().map(NodeRef::NamedBlock)),
                "cleanblock" => self.maybe(block.clean_block.as_ref().map(NodeRef::NamedBlock)),
                "isconfiguration" => Value::Bool(block.is_configuration),
                "scriptrequirements" => Value::Null,
                _ => return None,
            },
            (NodeRef::ParamBlock(block), "parameters") => {
                self.many(block.parameters.iter().map(NodeRef::Parameter))
            }
            (NodeRef::ParamBlock(block), "attributes") => self.attributes(&block.attributes),
            (NodeRef::NamedBlock(block), _) => match name {
                "statements" => self.statements(&block.statements),
                "traps" => self.many(block.traps.iter().map(NodeRef::Trap)),
                "unnamed" => Value::Bool(block.unnamed),
                "blockkind" => member("TokenKind", &format!("{:?}", block.kind)),
                _ => return None,
            },
            (NodeRef::StatementBlock(block), "statements") => self.statements(&block.statements),
            (NodeRef::StatementBlock(block), "traps") => {
                self.many(block.traps.iter().map(NodeRef::Trap))
            }
            (NodeRef::Parameter(parameter), _) => match name {
                "attributes" => self.attributes(&parameter.attributes),
                "name" => self.one(NodeRef::Variable(&parameter.name)),
                "defaultvalue" => self.maybe(parameter.default_value.as_deref()),
                "statictype" => {
                    let given = parameter.static_type().and_then(resolved);
                    Value::Type(given.unwrap_or(TypeId::OBJECT))
                }
                _ => return None,
            },
            (NodeRef::Attribute(attribute), _) => match name {
                "typename" => type_name(self, &attribute.type_name),
                "positionalarguments" => self.many(&attribute.positional_arguments),
                "namedarguments" => {
                    self.many(attribute.named_arguments.iter().map(NodeRef::NamedAttributeArgument))
                }
                _ => return None,
            },
            (NodeRef::TypeConstraint(constraint), "typename") => {
                type_name(self, &constraint.type_name)
            }
            (NodeRef::NamedAttributeArgument(argument), _) => match name {
                "argumentname" => argument.argument_name.as_ref().into(),
                "argument" => self.one(&argument.argument),
                "expressionomitted" => Value::Bool(argument.expression_omitted),
                _ => return None,
            },
            (NodeRef::Trap(trap), "traptype") => {
                self.maybe(trap.trap_type.as_ref().map(NodeRef::TypeConstraint))
            }
            (NodeRef::Trap(trap), "body") => self.one(NodeRef::StatementBlock(&trap.body)),
            (NodeRef::FunctionDefinition(function), _) => match name {
                "name" => function.name.as_ref().into(),
                "isfilter" => Value::Bool(function.is_filter),
                "isworkflow" => Value::Bool(function.is_workflow),
                "parameters" => match &function.parameters {
                    Some(parameters) => self.many(parameters.iter().map(NodeRef::Parameter)),
                    None => Value::Null,
                },
                "body" => self.one(NodeRef::ScriptBlock(&function.body)),
                _ => return None,
            },
            (NodeRef::TypeDefinition(definition), _) => match name {
                "name" => definition.name.as_ref().into(),
                "attributes" => self.attributes(&definition.attributes),
                "basetypes" => self.many(definition.base_types.iter().map(NodeRef::TypeConstraint)),
                "members" => {
                    let members: Vec<NodeRef<'_>> = self
                        .node
                        .children()
                        .into_iter()
                        .filter(|child| {
                            matches!(child, NodeRef::PropertyMember(_) | NodeRef::FunctionMember(_))
                        })
                        .collect();
                    self.many(members)
                }
                "isclass" => Value::Bool(format!("{:?}", definition.kind) == "Class"),
                "isenum" => Value::Bool(format!("{:?}", definition.kind) == "Enum"),
                "isinterface" => Value::Bool(false),
                _ => return None,
            },
            (NodeRef::PropertyMember(property), _) => match name {
                "name" => property.name.as_ref().into(),
                "propertytype" => {
                    self.maybe(property.property_type.as_ref().map(NodeRef::TypeConstraint))
                }
                "attributes" => self.attributes(&property.attributes),
                "initialvalue" => self.maybe(property.initial_value.as_ref()),
                "isstatic" => Value::Bool(property.is_static),
                "ishidden" => Value::Bool(property.is_hidden),
                "ispublic" => Value::Bool(!property.is_hidden),
                _ => return None,
            },
            (NodeRef::FunctionMember(method), _) => match name {
                "name" => method.name.as_ref().into(),
                "returntype" => {
                    self.maybe(method.return_type.as_ref().map(NodeRef::TypeConstraint))
                }
                "parameters" => {
                    self.many(method.function.all_parameters().iter().map(NodeRef::Parameter))
                }
                "body" => self.one(NodeRef::ScriptBlock(&method.function.body)),
                "isstatic" => Value::Bool(method.is_static),
                "ishidden" => Value::Bool(method.is_hidden),
                "isconstructor" => Value::Bool(method.is_constructor),
                _ => return None,
            },
            _ => return None,
        })
    }

    fn of_statement(&self, name: &str) -> Option<Value> {
        let label = |label: &Option<Box<str>>| label.as_deref().map_or(Value::Null, Value::from);
        Some(match (self.node, name) {
            (NodeRef::If(node), "clauses") => self.pairs(
                node.clauses
                    .iter()
                    .map(|(test, body)| (test.into(), NodeRef::StatementBlock(body))),
            ),
            (NodeRef::If(node), "elseclause") => {
                self.maybe(node.else_clause.as_ref().map(NodeRef::StatementBlock))
            }
            (NodeRef::While(node), "condition") => self.one(&node.condition),
            (NodeRef::While(node), "body") => self.one(NodeRef::StatementBlock(&node.body)),
            (NodeRef::While(node), "label") => label(&node.label),
            (NodeRef::DoWhile(node) | NodeRef::DoUntil(node), "condition") => {
                self.one(&node.condition)
            }
            (NodeRef::DoWhile(node) | NodeRef::DoUntil(node), "body") => {
                self.one(NodeRef::StatementBlock(&node.body))
            }
            (NodeRef::For(node), _) => match name {
                "initializer" => self.maybe(node.initializer.as_ref()),
                "condition" => self.maybe(node.condition.as_ref()),
                "iterator" => self.maybe(node.iterator.as_ref()),
                "body" => self.one(NodeRef::StatementBlock(&node.body)),
                "label" => label(&node.label),
                _ => return None,
            },
            (NodeRef::ForEach(node), _) => match name {
                "variable" => self.one(NodeRef::Variable(&node.variable)),
                "condition" => self.one(&node.condition),
                "body" => self.one(NodeRef::StatementBlock(&node.body)),
                "label" => label(&node.label),
                _ => return None,
            },
            (NodeRef::Switch(node), _) => match name {
                "condition" => self.one(&node.condition),
                "clauses" => self.pairs(
                    node.clauses
                        .iter()
                        .map(|(test, body)| (test.into(), NodeRef::StatementBlock(body))),
                ),
                "default" => self.maybe(node.default.as_ref().map(NodeRef::StatementBlock)),
                "label" => label(&node.label),
                _ => return None,
            },
            (NodeRef::Try(node), _) => match name {
                "body" => self.one(NodeRef::StatementBlock(&node.body)),
                "catchclauses" => self.many(node.catch_clauses.iter().map(NodeRef::CatchClause)),
                "finally" => self.maybe(node.finally.as_ref().map(NodeRef::StatementBlock)),
                _ => return None,
            },
            (NodeRef::CatchClause(node), "catchtypes") => {
                self.many(node.catch_types.iter().map(NodeRef::TypeConstraint))
            }
            (NodeRef::CatchClause(node), "iscatchall") => Value::Bool(node.catch_types.is_empty()),
            (NodeRef::CatchClause(node), "body") => self.one(NodeRef::StatementBlock(&node.body)),
            (NodeRef::Data(node), "body") => self.one(NodeRef::StatementBlock(&node.body)),
            (NodeRef::Data(node), "variable") => label(&node.variable),
            (NodeRef::Return(node), "pipeline") => self.maybe(node.pipeline.as_deref()),
            (NodeRef::Exit(node), "pipeline") => self.maybe(node.pipeline.as_deref()),
            (NodeRef::Throw(node), "pipeline") => self.maybe(node.pipeline.as_deref()),
            (NodeRef::Throw(node), "isrethrow") => Value::Bool(node.pipeline.is_none()),
            (NodeRef::Break(node), "label") => self.maybe(node.label.as_deref()),
            (NodeRef::Continue(node), "label") => self.maybe(node.label.as_deref()),
            (NodeRef::Using(node), "name") => {
                self.maybe(node.name.as_ref().map(NodeRef::StringConstant))
            }
            (NodeRef::Using(node), "usingstatementkind") => {
                member("UsingStatementKind", &format!("{:?}", node.kind))
            }
            (NodeRef::Assignment(node), _) => match name {
                "left" => self.one(&node.left),
                "right" => self.one(&node.right),
                "operator" => token_kind(node.operator),
                "errorposition" => {
                    super::extent(&self.handle.script_block().source, node.error_position)
                }
                _ => return None,
            },
            _ => return None,
        })
    }

    fn of_command(&self, name: &str) -> Option<Value> {
        let stream = |stream| enumeration("RedirectionStream", stream as i64);
        Some(match (self.node, name) {
            (NodeRef::Pipeline(node), "pipelineelements") => self.many(&node.elements),
            (NodeRef::Pipeline(node), "background") => Value::Bool(node.background),
            (NodeRef::PipelineChain(node), _) => match name {
                "lhspipelinechain" => self.one(&*node.left),
                "rhspipeline" => self.one(NodeRef::Pipeline(&node.right)),
                "operator" => token_kind(node.operator),
                "background" => Value::Bool(node.background),
                _ => return None,
            },
            (NodeRef::Command(node), _) => match name {
                "commandelements" => self.many(node.elements.iter().map(|element| match element {
                    CommandElement::Parameter(parameter) => NodeRef::CommandParameter(parameter),
                    CommandElement::Argument(expression) => expression.into(),
                })),
                "invocationoperator" => member(
                    "TokenKind",
                    match node.invocation_operator {
                        InvocationOperator::None => "Unknown",
                        InvocationOperator::Ampersand => "Ampersand",
                        InvocationOperator::Dot => "Dot",
                    },
                ),
                "redirections" => self.redirections(&node.redirections),
                "definingkeyword" => Value::Null,
                _ => return None,
            },
            (NodeRef::CommandParameter(node), "parametername") => {
                node.parameter_name.as_ref().into()
            }
            (NodeRef::CommandParameter(node), "argument") => self.maybe(node.argument.as_deref()),
            (NodeRef::CommandExpression(node), "expression") => self.one(&node.expression),
            (NodeRef::CommandExpression(node), "redirections") => {
                self.redirections(&node.redirections)
            }
            (NodeRef::FileRedirection(node), "fromstream") => stream(node.from_stream),
            (NodeRef::FileRedirection(node), "append") => Value::Bool(node.append),
            (NodeRef::FileRedirection(node), "location") => self.one(&*node.location),
            (NodeRef::MergingRedirection(node), "fromstream") => stream(node.from_stream),
            (NodeRef::MergingRedirection(node), "tostream") => stream(node.to_stream),
            _ => return None,
        })
    }

    fn of_expression(&self, name: &str) -> Option<Value> {
        if name == "statictype" {
            return self.static_type().map(Value::Type);
        }
        Some(match (self.node, name) {
            (NodeRef::Constant(node), "value") => crate::compile::constant(&node.value),
            (NodeRef::StringConstant(node), "value") => Value::from(&*node.value),
            (NodeRef::StringConstant(node), "stringconstanttype") => string_type(node.kind),
            (NodeRef::ExpandableString(node), "value") => Value::from(&*node.value),
            (NodeRef::ExpandableString(node), "stringconstanttype") => string_type(node.kind),
            (NodeRef::ExpandableString(node), "nestedexpressions") => {
                self.many(node.nested_expressions())
            }
            (NodeRef::Variable(node), "variablepath") => variable_path(&node.path),
            (NodeRef::Variable(node), "splatted") => Value::Bool(node.splatted),
            (NodeRef::UsingExpression(node), "subexpression") => self.one(&node.sub_expression),
            (NodeRef::Type(node), "typename") => type_name(self, &node.type_name),
            (NodeRef::Convert(node), "type" | "attribute") => {
                self.one(NodeRef::TypeConstraint(&node.type_constraint))
            }
            (NodeRef::Convert(node), "child") => self.one(&node.child),
            (NodeRef::Attributed(node), "attribute") => self.one(&node.attribute),
            (NodeRef::Attributed(node), "child") => self.one(&node.child),
            (NodeRef::Unary(node), "tokenkind") => token_kind(node.operator),
            (NodeRef::Unary(node), "child") => self.one(&node.child),
            (NodeRef::Binary(node), "operator") => token_kind(node.operator),
            (NodeRef::Binary(node), "left") => self.one(&node.left),
            (NodeRef::Binary(node), "right") => self.one(&node.right),
            (NodeRef::Ternary(node), "condition") => self.one(&node.condition),
            (NodeRef::Ternary(node), "iftrue") => self.one(&node.if_true),
            (NodeRef::Ternary(node), "iffalse") => self.one(&node.if_false),
            (NodeRef::Member(node), _) => match name {
                "expression" => self.one(&node.expression),
                "member" => self.one(&node.member),
                "static" => Value::Bool(node.is_static),
                "nullconditional" => Value::Bool(node.null_conditional),
                _ => return None,
            },
            (NodeRef::InvokeMember(node) | NodeRef::BaseCtorInvokeMember(node), _) => match name {
                "expression" => self.one(&node.expression),
                "member" => self.one(&node.member),
                "arguments" if node.arguments.is_empty() => Value::Null,
                "arguments" => self.many(&node.arguments),
                "static" => Value::Bool(node.is_static),
                "nullconditional" => Value::Bool(node.null_conditional),
                _ => return None,
            },
            (NodeRef::Index(node), "target") => self.one(&node.target),
            (NodeRef::Index(node), "index") => self.one(&node.index),
            (NodeRef::Index(node), "nullconditional") => Value::Bool(node.null_conditional),
            (NodeRef::ArrayExpression(node), "subexpression") => {
                self.one(NodeRef::StatementBlock(&node.sub_expression))
            }
            (NodeRef::SubExpression(node), "subexpression") => {
                self.one(NodeRef::StatementBlock(&node.sub_expression))
            }
            (NodeRef::ArrayLiteral(node), "elements") => self.many(&node.elements),
            (NodeRef::Hashtable(node), "keyvaluepairs") => self
                .pairs(node.key_value_pairs.iter().map(|(key, value)| (key.into(), value.into()))),
            (NodeRef::ScriptBlockExpression(node), "scriptblock") => {
                self.one(NodeRef::ScriptBlock(&node.script_block))
            }
            (NodeRef::Paren(node), "pipeline") => self.one(&node.pipeline),
            _ => return None,
        })
    }

    /// What is known of the type of an expression before it runs.
    fn static_type(&self) -> Option<TypeId> {
        Some(match self.node {
            NodeRef::Constant(node) => crate::compile::constant(&node.value).type_id()?,
            NodeRef::StringConstant(_) | NodeRef::ExpandableString(_) => TypeId::STRING,
            NodeRef::Convert(node) => resolved(&node.type_constraint.type_name)?,
            NodeRef::Type(_) => TypeId::find("System.Type")?,
            NodeRef::Hashtable(_) => TypeId::HASHTABLE,
            NodeRef::ArrayLiteral(_) | NodeRef::ArrayExpression(_) => TypeId::OBJECT.array_of(),
            NodeRef::ScriptBlockExpression(_) => TypeId::SCRIPT_BLOCK,
            node if node.kind_name().ends_with("ExpressionAst") => TypeId::OBJECT,
            _ => return None,
        })
    }

    /// Two nodes that belong together, as `Item1` and `Item2`.
    fn pairs<'n>(&self, pairs: impl Iterator<Item = (NodeRef<'n>, NodeRef<'n>)>) -> Value {
        let made = pairs.map(|(first, second)| {
            facts("System.Tuple", vec![("Item1", self.one(first)), ("Item2", self.one(second))])
        });
        Value::array(made.collect())
    }
}

fn facts(type_name: &str, members: Vec<(&str, Value)>) -> Value {
    super::object(type_name, type_name, members)
}

pub(super) fn token_kind(kind: TokenKind) -> Value {
    enumeration("TokenKind", kind as i64)
}

fn string_type(kind: StringConstantType) -> Value {
    member("StringConstantType", &format!("{kind:?}"))
}

fn resolved(name: &TypeName) -> Option<TypeId> {
    remora_language::type_name::resolve(&name.full_name())
}

/// `ITypeName`
fn type_name(at: &At<'_>, name: &TypeName) -> Value {
    let full = name.full_name();
    let members = [
        ("FullName", Value::from(full.as_str())),
        ("Name", Value::from(full.as_str())),
        ("AssemblyName", Value::Null),
        ("IsArray", Value::Bool(full.ends_with(']') && full.ends_with("[]"))),
        ("IsGeneric", Value::Bool(full.contains('[') && !full.ends_with("[]"))),
        ("Extent", super::extent(&at.handle.script_block().source, name.extent)),
    ];
    let made = PsObject::custom_of(
        members.into_iter().map(|(name, value)| InstanceMember::note(name, value)).collect(),
    );
    made.set_type_names(vec![
        "System.Management.Automation.Language.TypeName".into(),
        "System.Object".into(),
    ]);
    made.set_text(Some(PsString::from(full)));
    made.into()
}

/// `VariablePath`
fn variable_path(path: &VariablePath) -> Value {
    let is = |scope: VariableScope| Value::Bool(path.scope == scope);
    super::object(
        "System.Management.Automation.VariablePath",
        &path.user_path,
        vec![
            ("UserPath", Value::from(&*path.user_path)),
            ("IsGlobal", is(VariableScope::Global)),
            ("IsLocal", is(VariableScope::Local)),
            ("IsPrivate", is(VariableScope::Private)),
            ("IsScript", is(VariableScope::Script)),
            ("IsUnqualified", Value::Bool(path.is_unqualified())),
            ("IsUnscopedVariable", Value::Bool(path.is_unqualified())),
            ("IsVariable", Value::Bool(path.is_variable())),
            ("IsDriveQualified", Value::Bool(!path.is_variable())),
            ("DriveName", path.drive().map_or(Value::Null, Value::from)),
        ],
    )
}

/// The value of an expression that is a literal number, for tokens.
pub(super) fn number_of(expression: &Expression) -> Option<Value> {
    match expression {
        Expression::Constant(node) => Some(crate::compile::constant(&node.value)),
        _ => None,
    }
}
