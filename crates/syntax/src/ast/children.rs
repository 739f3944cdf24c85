//! The children of each kind of node, in the order of PowerShell's visitors.

use super::*;

type Children<'a> = Vec<NodeRef<'a>>;

impl<'a> From<&'a Statement> for NodeRef<'a> {
    fn from(statement: &'a Statement) -> Self {
        match statement {
            Statement::Pipeline(node) => Self::Pipeline(node),
            Statement::PipelineChain(node) => Self::PipelineChain(node),
            Statement::Assignment(node) => Self::Assignment(node),
            Statement::CommandExpression(node) => Self::CommandExpression(node),
            Statement::If(node) => Self::If(node),
            Statement::While(node) => Self::While(node),
            Statement::DoWhile(node) => Self::DoWhile(node),
            Statement::DoUntil(node) => Self::DoUntil(node),
            Statement::For(node) => Self::For(node),
            Statement::ForEach(node) => Self::ForEach(node),
            Statement::Switch(node) => Self::Switch(node),
            Statement::Try(node) => Self::Try(node),
            Statement::Trap(node) => Self::Trap(node),
            Statement::Data(node) => Self::Data(node),
            Statement::FunctionDefinition(node) => Self::FunctionDefinition(node),
            Statement::TypeDefinition(node) => Self::TypeDefinition(node),
            Statement::Using(node) => Self::Using(node),
            Statement::Configuration(node) => Self::Configuration(node),
            Statement::DynamicKeyword(node) => Self::DynamicKeyword(node),
            Statement::Block(node) => Self::Block(node),
            Statement::Break(node) => Self::Break(node),
            Statement::Continue(node) => Self::Continue(node),
            Statement::Return(node) => Self::Return(node),
            Statement::Exit(node) => Self::Exit(node),
            Statement::Throw(node) => Self::Throw(node),
            Statement::Error(node) => Self::ErrorStatement(node),
        }
    }
}

impl<'a> From<&'a Expression> for NodeRef<'a> {
    fn from(expression: &'a Expression) -> Self {
        match expression {
            Expression::Constant(node) => Self::Constant(node),
            Expression::StringConstant(node) => Self::StringConstant(node),
            Expression::ExpandableString(node) => Self::ExpandableString(node),
            Expression::Variable(node) => Self::Variable(node),
            Expression::Using(node) => Self::UsingExpression(node),
            Expression::Type(node) => Self::Type(node),
            Expression::Convert(node) => Self::Convert(node),
            Expression::Attributed(node) => Self::Attributed(node),
            Expression::Unary(node) => Self::Unary(node),
            Expression::Binary(node) => Self::Binary(node),
            Expression::Ternary(node) => Self::Ternary(node),
            Expression::Member(node) => Self::Member(node),
            Expression::InvokeMember(node) => Self::InvokeMember(node),
            Expression::BaseCtorInvokeMember(node) => Self::BaseCtorInvokeMember(node),
            Expression::Index(node) => Self::Index(node),
            Expression::Array(node) => Self::ArrayExpression(node),
            Expression::ArrayLiteral(node) => Self::ArrayLiteral(node),
            Expression::Hashtable(node) => Self::Hashtable(node),
            Expression::ScriptBlock(node) => Self::ScriptBlockExpression(node),
            Expression::Paren(node) => Self::Paren(node),
            Expression::Sub(node) => Self::SubExpression(node),
            Expression::Error(node) => Self::ErrorExpression(node),
        }
    }
}

impl<'a> From<&'a AttributeBase> for NodeRef<'a> {
    fn from(attribute: &'a AttributeBase) -> Self {
        match attribute {
            AttributeBase::Attribute(node) => Self::Attribute(node),
            AttributeBase::TypeConstraint(node) => Self::TypeConstraint(node),
        }
    }
}

impl<'a> From<&'a CommandBase> for NodeRef<'a> {
    fn from(element: &'a CommandBase) -> Self {
        match element {
            CommandBase::Command(node) => Self::Command(node),
            CommandBase::CommandExpression(node) => Self::CommandExpression(node),
        }
    }
}

impl<'a> From<&'a CommandElement> for NodeRef<'a> {
    fn from(element: &'a CommandElement) -> Self {
        match element {
            CommandElement::Parameter(node) => Self::CommandParameter(node),
            CommandElement::Argument(expression) => expression.into(),
        }
    }
}

impl<'a> From<&'a Redirection> for NodeRef<'a> {
    fn from(redirection: &'a Redirection) -> Self {
        match redirection {
            Redirection::File(node) => Self::FileRedirection(node),
            Redirection::Merging(node) => Self::MergingRedirection(node),
        }
    }
}

impl<'a> From<&'a MemberAst> for NodeRef<'a> {
    fn from(member: &'a MemberAst) -> Self {
        match member {
            MemberAst::Property(node) => Self::PropertyMember(node),
            MemberAst::Function(node) => Self::FunctionMember(node),
        }
    }
}

/// Adds nodes that convert to references.
fn all<'a, T: 'a>(children: &mut Children<'a>, nodes: impl IntoIterator<Item = &'a T>)
where
    NodeRef<'a>: From<&'a T>,
{
    children.extend(nodes.into_iter().map(NodeRef::from));
}

fn push_two<'a>(children: &mut Children<'a>, first: NodeRef<'a>, second: NodeRef<'a>) {
    children.push(first);
    children.push(second);
}

fn boxed<T>(node: &Option<Box<T>>) -> Option<&T> {
    node.as_deref()
}

impl<'a> NodeRef<'a> {
    /// The node's children.
    pub fn children(self) -> Vec<NodeRef<'a>> {
        let mut children = Vec::new();
        self.push_children(&mut children);
        children
    }

    /// Adds the node's children to `to`.
    pub(super) fn push_children(self, to: &mut Children<'a>) {
        match self {
            Self::ScriptBlock(node) => {
                to.extend(node.using_statements.iter().map(Self::Using));
                all(to, &node.attributes);
                to.extend(node.param_block.iter().map(Self::ParamBlock));
                to.extend(node.named_blocks().map(Self::NamedBlock));
            }
            Self::ParamBlock(node) => {
                all(to, &node.attributes);
                to.extend(node.parameters.iter().map(Self::Parameter));
            }
            Self::NamedBlock(node) => {
                to.extend(node.traps.iter().map(Self::Trap));
                all(to, &node.statements);
            }
            Self::StatementBlock(node) => {
                to.extend(node.traps.iter().map(Self::Trap));
                all(to, &node.statements);
            }
            Self::Parameter(node) => {
                all(to, &node.attributes);
                to.push(Self::Variable(&node.name));
                all(to, boxed(&node.default_value));
            }
            Self::Attribute(node) => {
                all(to, &node.positional_arguments);
                to.extend(node.named_arguments.iter().map(Self::NamedAttributeArgument));
            }
            Self::NamedAttributeArgument(node) => to.push((&node.argument).into()),
            _ if self.is_expression() => self.push_expression_children(to),
            _ => self.push_statement_children(to),
        }
    }

    fn push_statement_children(self, to: &mut Children<'a>) {
        match self {
            Self::Trap(node) => {
                to.extend(node.trap_type.iter().map(Self::TypeConstraint));
                to.push(Self::StatementBlock(&node.body));
            }
            Self::Pipeline(node) => all(to, &node.elements),
            Self::PipelineChain(node) => {
                to.push((&*node.left).into());
                to.push(Self::Pipeline(&node.right));
            }
            Self::Assignment(node) => {
                to.push((&node.left).into());
                to.push((&node.right).into());
            }
            Self::CommandExpression(node) => {
                to.push((&node.expression).into());
                all(to, &node.redirections);
            }
            Self::Command(node) => {
                all(to, &node.elements);
                all(to, &node.redirections);
            }
            Self::CommandParameter(node) => all(to, boxed(&node.argument)),
            Self::FileRedirection(node) => to.push((&*node.location).into()),
            Self::If(node) => {
                for (condition, body) in &node.clauses {
                    to.extend([condition.into(), Self::StatementBlock(body)]);
                }
                to.extend(node.else_clause.iter().map(Self::StatementBlock));
            }
            Self::While(node) => {
                to.extend([(&node.condition).into(), Self::StatementBlock(&node.body)]);
            }
            Self::DoWhile(node) | Self::DoUntil(node) => {
                to.extend([(&node.condition).into(), Self::StatementBlock(&node.body)]);
            }
            Self::For(node) => {
                all(to, [&node.initializer, &node.condition, &node.iterator].into_iter().flatten());
                to.push(Self::StatementBlock(&node.body));
            }
            Self::ForEach(node) => {
                to.push(Self::Variable(&node.variable));
                to.push((&node.condition).into());
                all(to, boxed(&node.throttle_limit));
                to.push(Self::StatementBlock(&node.body));
            }
            Self::Switch(node) => {
                to.push((&node.condition).into());
                for (condition, body) in &node.clauses {
                    to.extend([condition.into(), Self::StatementBlock(body)]);
                }
                to.extend(node.default.iter().map(Self::StatementBlock));
            }
            Self::Try(node) => {
                to.push(Self::StatementBlock(&node.body));
                to.extend(node.catch_clauses.iter().map(Self::CatchClause));
                to.extend(node.finally.iter().map(Self::StatementBlock));
            }
            Self::CatchClause(node) => {
                to.extend(node.catch_types.iter().map(Self::TypeConstraint));
                to.push(Self::StatementBlock(&node.body));
            }
            Self::Data(node) => {
                all(to, &node.commands_allowed);
                to.push(Self::StatementBlock(&node.body));
            }
            Self::FunctionDefinition(node) => {
                to.extend(node.parameters.iter().flatten().map(Self::Parameter));
                to.push(Self::ScriptBlock(&node.body));
            }
            Self::TypeDefinition(node) => {
                all(to, &node.attributes);
                to.extend(node.base_types.iter().map(Self::TypeConstraint));
                all(to, &node.members);
            }
            Self::PropertyMember(node) => {
                to.extend(node.property_type.iter().map(Self::TypeConstraint));
                all(to, &node.attributes);
                all(to, &node.initial_value);
            }
            Self::FunctionMember(node) => {
                to.push(Self::FunctionDefinition(&node.function));
                to.extend(node.return_type.iter().map(Self::TypeConstraint));
                all(to, &node.attributes);
            }
            Self::Using(node) => {
                to.extend(node.name.iter().map(Self::StringConstant));
                to.extend(node.alias.iter().map(Self::StringConstant));
                all(to, boxed(&node.module_specification));
            }
            Self::Configuration(node) => {
                to.extend([(&node.instance_name).into(), Self::ScriptBlock(&node.body)]);
            }
            Self::DynamicKeyword(node) => all(to, &node.elements),
            Self::Block(node) => to.push(Self::StatementBlock(&node.body)),
            Self::Break(node) => all(to, boxed(&node.label)),
            Self::Continue(node) => all(to, boxed(&node.label)),
            Self::Return(node) => all(to, boxed(&node.pipeline)),
            Self::Exit(node) => all(to, boxed(&node.pipeline)),
            Self::Throw(node) => all(to, boxed(&node.pipeline)),
            Self::ErrorStatement(node) => {
                all(to, &node.attributes);
                all(to, &node.statements);
                all(to, &node.expressions);
                to.extend(node.parameters.iter().map(Self::Parameter));
                to.extend(node.bodies.iter().map(Self::StatementBlock));
            }
            _ => {}
        }
    }

    fn push_expression_children(self, to: &mut Children<'a>) {
        match self {
            Self::ExpandableString(node) => all(to, node.nested_expressions()),
            Self::UsingExpression(node) => to.push((&node.sub_expression).into()),
            Self::Convert(node) => {
                to.extend([Self::TypeConstraint(&node.type_constraint), (&node.child).into()]);
            }
            Self::Attributed(node) => {
                to.push((&node.attribute).into());
                to.push((&node.child).into());
            }
            Self::Unary(node) => to.push((&node.child).into()),
            Self::Binary(node) => push_two(to, (&node.left).into(), (&node.right).into()),
            Self::Ternary(node) => {
                let parts = [&node.condition, &node.if_true, &node.if_false];
                all(to, parts);
            }
            Self::Member(node) => push_two(to, (&node.expression).into(), (&node.member).into()),
            Self::InvokeMember(node) => {
                push_two(to, (&node.expression).into(), (&node.member).into());
                all(to, &node.arguments);
            }
            Self::BaseCtorInvokeMember(node) => all(to, &node.arguments),
            Self::Index(node) => push_two(to, (&node.target).into(), (&node.index).into()),
            Self::ArrayExpression(node) => to.push(Self::StatementBlock(&node.sub_expression)),
            Self::ArrayLiteral(node) => all(to, &node.elements),
            Self::Hashtable(node) => {
                for (key, value) in &node.key_value_pairs {
                    push_two(to, key.into(), value.into());
                }
            }
            Self::ScriptBlockExpression(node) => to.push(Self::ScriptBlock(&node.script_block)),
            Self::Paren(node) => to.push((&node.pipeline).into()),
            Self::SubExpression(node) => to.push(Self::StatementBlock(&node.sub_expression)),
            Self::ErrorExpression(node) => all(to, &node.expressions),
            _ => {}
        }
    }
}
