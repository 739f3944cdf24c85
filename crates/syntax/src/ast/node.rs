//! Any node of the tree by reference, and walking over the tree.

use super::*;
use crate::Extent;

/// A node of any kind.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "each variant is the node type that it holds")]
pub enum NodeRef<'a> {
    ScriptBlock(&'a ScriptBlockAst),
    ParamBlock(&'a ParamBlockAst),
    NamedBlock(&'a NamedBlockAst),
    StatementBlock(&'a StatementBlockAst),
    Parameter(&'a ParameterAst),
    Attribute(&'a AttributeAst),
    TypeConstraint(&'a TypeConstraintAst),
    NamedAttributeArgument(&'a NamedAttributeArgumentAst),
    Trap(&'a TrapStatementAst),
    Pipeline(&'a PipelineAst),
    PipelineChain(&'a PipelineChainAst),
    Assignment(&'a AssignmentStatementAst),
    CommandExpression(&'a CommandExpressionAst),
    Command(&'a CommandAst),
    CommandParameter(&'a CommandParameterAst),
    FileRedirection(&'a FileRedirectionAst),
    MergingRedirection(&'a MergingRedirectionAst),
    If(&'a IfStatementAst),
    While(&'a WhileStatementAst),
    DoWhile(&'a DoStatementAst),
    DoUntil(&'a DoStatementAst),
    For(&'a ForStatementAst),
    ForEach(&'a ForEachStatementAst),
    Switch(&'a SwitchStatementAst),
    Try(&'a TryStatementAst),
    CatchClause(&'a CatchClauseAst),
    Data(&'a DataStatementAst),
    FunctionDefinition(&'a FunctionDefinitionAst),
    TypeDefinition(&'a TypeDefinitionAst),
    PropertyMember(&'a PropertyMemberAst),
    FunctionMember(&'a FunctionMemberAst),
    Using(&'a UsingStatementAst),
    Configuration(&'a ConfigurationDefinitionAst),
    DynamicKeyword(&'a DynamicKeywordStatementAst),
    Block(&'a BlockStatementAst),
    Break(&'a BreakStatementAst),
    Continue(&'a ContinueStatementAst),
    Return(&'a ReturnStatementAst),
    Exit(&'a ExitStatementAst),
    Throw(&'a ThrowStatementAst),
    ErrorStatement(&'a ErrorStatementAst),
    Constant(&'a ConstantExpressionAst),
    StringConstant(&'a StringConstantExpressionAst),
    ExpandableString(&'a ExpandableStringExpressionAst),
    Variable(&'a VariableExpressionAst),
    UsingExpression(&'a UsingExpressionAst),
    Type(&'a TypeExpressionAst),
    Convert(&'a ConvertExpressionAst),
    Attributed(&'a AttributedExpressionAst),
    Unary(&'a UnaryExpressionAst),
    Binary(&'a BinaryExpressionAst),
    Ternary(&'a TernaryExpressionAst),
    Member(&'a MemberExpressionAst),
    InvokeMember(&'a InvokeMemberExpressionAst),
    BaseCtorInvokeMember(&'a InvokeMemberExpressionAst),
    Index(&'a IndexExpressionAst),
    ArrayExpression(&'a ArrayExpressionAst),
    ArrayLiteral(&'a ArrayLiteralAst),
    Hashtable(&'a HashtableAst),
    ScriptBlockExpression(&'a ScriptBlockExpressionAst),
    Paren(&'a ParenExpressionAst),
    SubExpression(&'a SubExpressionAst),
    ErrorExpression(&'a ErrorExpressionAst),
}

/// What a walk does behind a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visit {
    /// Goes on with the node's children.
    Continue,
    /// Goes on behind the node.
    SkipChildren,
    /// Ends.
    Stop,
}

impl<'a> NodeRef<'a> {
    /// The name of the node's class in PowerShell.
    pub fn kind_name(self) -> &'static str {
        match self {
            Self::ScriptBlock(_) => "ScriptBlockAst",
            Self::ParamBlock(_) => "ParamBlockAst",
            Self::NamedBlock(_) => "NamedBlockAst",
            Self::StatementBlock(_) => "StatementBlockAst",
            Self::Parameter(_) => "ParameterAst",
            Self::Attribute(_) => "AttributeAst",
            Self::TypeConstraint(_) => "TypeConstraintAst",
            Self::NamedAttributeArgument(_) => "NamedAttributeArgumentAst",
            Self::Trap(_) => "TrapStatementAst",
            Self::Pipeline(_) => "PipelineAst",
            Self::PipelineChain(_) => "PipelineChainAst",
            Self::Assignment(_) => "AssignmentStatementAst",
            Self::CommandExpression(_) => "CommandExpressionAst",
            Self::Command(_) => "CommandAst",
            Self::CommandParameter(_) => "CommandParameterAst",
            Self::FileRedirection(_) => "FileRedirectionAst",
            Self::MergingRedirection(_) => "MergingRedirectionAst",
            Self::If(_) => "IfStatementAst",
            Self::While(_) => "WhileStatementAst",
            Self::DoWhile(_) => "DoWhileStatementAst",
            Self::DoUntil(_) => "DoUntilStatementAst",
            Self::For(_) => "ForStatementAst",
            Self::ForEach(_) => "ForEachStatementAst",
            Self::Switch(_) => "SwitchStatementAst",
            Self::Try(_) => "TryStatementAst",
            Self::CatchClause(_) => "CatchClauseAst",
            Self::Data(_) => "DataStatementAst",
            Self::FunctionDefinition(_) => "FunctionDefinitionAst",
            Self::TypeDefinition(_) => "TypeDefinitionAst",
            Self::PropertyMember(_) => "PropertyMemberAst",
            Self::FunctionMember(_) => "FunctionMemberAst",
            Self::Using(_) => "UsingStatementAst",
            Self::Configuration(_) => "ConfigurationDefinitionAst",
            Self::DynamicKeyword(_) => "DynamicKeywordStatementAst",
            Self::Block(_) => "BlockStatementAst",
            Self::Break(_) => "BreakStatementAst",
            Self::Continue(_) => "ContinueStatementAst",
            Self::Return(_) => "ReturnStatementAst",
            Self::Exit(_) => "ExitStatementAst",
            Self::Throw(_) => "ThrowStatementAst",
            Self::ErrorStatement(_) => "ErrorStatementAst",
            Self::Constant(_) => "ConstantExpressionAst",
            Self::StringConstant(_) => "StringConstantExpressionAst",
            Self::ExpandableString(_) => "ExpandableStringExpressionAst",
            Self::Variable(_) => "VariableExpressionAst",
            Self::UsingExpression(_) => "UsingExpressionAst",
            Self::Type(_) => "TypeExpressionAst",
            Self::Convert(_) => "ConvertExpressionAst",
            Self::Attributed(_) => "AttributedExpressionAst",
            Self::Unary(_) => "UnaryExpressionAst",
            Self::Binary(_) => "BinaryExpressionAst",
            Self::Ternary(_) => "TernaryExpressionAst",
            Self::Member(_) => "MemberExpressionAst",
            Self::InvokeMember(_) => "InvokeMemberExpressionAst",
            Self::BaseCtorInvokeMember(_) => "BaseCtorInvokeMemberExpressionAst",
            Self::Index(_) => "IndexExpressionAst",
            Self::ArrayExpression(_) => "ArrayExpressionAst",
            Self::ArrayLiteral(_) => "ArrayLiteralAst",
            Self::Hashtable(_) => "HashtableAst",
            Self::ScriptBlockExpression(_) => "ScriptBlockExpressionAst",
            Self::Paren(_) => "ParenExpressionAst",
            Self::SubExpression(_) => "SubExpressionAst",
            Self::ErrorExpression(_) => "ErrorExpressionAst",
        }
    }

    /// The node's extent.
    pub fn extent(self) -> Extent {
        match self {
            Self::ScriptBlock(node) => node.extent,
            Self::ParamBlock(node) => node.extent,
            Self::NamedBlock(node) => node.extent,
            Self::StatementBlock(node) => node.extent,
            Self::Parameter(node) => node.extent,
            Self::Attribute(node) => node.extent,
            Self::TypeConstraint(node) => node.extent,
            Self::NamedAttributeArgument(node) => node.extent,
            Self::Trap(node) => node.extent,
            Self::Pipeline(node) => node.extent,
            Self::PipelineChain(node) => node.extent,
            Self::Assignment(node) => node.extent,
            Self::CommandExpression(node) => node.extent,
            Self::Command(node) => node.extent,
            Self::CommandParameter(node) => node.extent,
            Self::FileRedirection(node) => node.extent,
            Self::MergingRedirection(node) => node.extent,
            Self::If(node) => node.extent,
            Self::While(node) => node.extent,
            Self::DoWhile(node) => node.extent,
            Self::DoUntil(node) => node.extent,
            Self::For(node) => node.extent,
            Self::ForEach(node) => node.extent,
            Self::Switch(node) => node.extent,
            Self::Try(node) => node.extent,
            Self::CatchClause(node) => node.extent,
            Self::Data(node) => node.extent,
            Self::FunctionDefinition(node) => node.extent,
            Self::TypeDefinition(node) => node.extent,
            Self::PropertyMember(node) => node.extent,
            Self::FunctionMember(node) => node.extent,
            Self::Using(node) => node.extent,
            Self::Configuration(node) => node.extent,
            Self::DynamicKeyword(node) => node.extent,
            Self::Block(node) => node.extent,
            Self::Break(node) => node.extent,
            Self::Continue(node) => node.extent,
            Self::Return(node) => node.extent,
            Self::Exit(node) => node.extent,
            Self::Throw(node) => node.extent,
            Self::ErrorStatement(node) => node.extent,
            Self::Constant(node) => node.extent,
            Self::StringConstant(node) => node.extent,
            Self::ExpandableString(node) => node.extent,
            Self::Variable(node) => node.extent,
            Self::UsingExpression(node) => node.extent,
            Self::Type(node) => node.extent,
            Self::Convert(node) => node.extent,
            Self::Attributed(node) => node.extent,
            Self::Unary(node) => node.extent,
            Self::Binary(node) => node.extent,
            Self::Ternary(node) => node.extent,
            Self::Member(node) => node.extent,
            Self::InvokeMember(node) => node.extent,
            Self::BaseCtorInvokeMember(node) => node.extent,
            Self::Index(node) => node.extent,
            Self::ArrayExpression(node) => node.extent,
            Self::ArrayLiteral(node) => node.extent,
            Self::Hashtable(node) => node.extent,
            Self::ScriptBlockExpression(node) => node.extent,
            Self::Paren(node) => node.extent,
            Self::SubExpression(node) => node.extent,
            Self::ErrorExpression(node) => node.extent,
        }
    }

    /// The address of the node, for telling nodes apart.
    pub fn address(self) -> usize {
        match self {
            Self::ScriptBlock(node) => std::ptr::from_ref(node).addr(),
            Self::ParamBlock(node) => std::ptr::from_ref(node).addr(),
            Self::NamedBlock(node) => std::ptr::from_ref(node).addr(),
            Self::StatementBlock(node) => std::ptr::from_ref(node).addr(),
            Self::Parameter(node) => std::ptr::from_ref(node).addr(),
            Self::Attribute(node) => std::ptr::from_ref(node).addr(),
            Self::TypeConstraint(node) => std::ptr::from_ref(node).addr(),
            Self::NamedAttributeArgument(node) => std::ptr::from_ref(node).addr(),
            Self::Trap(node) => std::ptr::from_ref(node).addr(),
            Self::Pipeline(node) => std::ptr::from_ref(node).addr(),
            Self::PipelineChain(node) => std::ptr::from_ref(node).addr(),
            Self::Assignment(node) => std::ptr::from_ref(node).addr(),
            Self::CommandExpression(node) => std::ptr::from_ref(node).addr(),
            Self::Command(node) => std::ptr::from_ref(node).addr(),
            Self::CommandParameter(node) => std::ptr::from_ref(node).addr(),
            Self::FileRedirection(node) => std::ptr::from_ref(node).addr(),
            Self::MergingRedirection(node) => std::ptr::from_ref(node).addr(),
            Self::If(node) => std::ptr::from_ref(node).addr(),
            Self::While(node) => std::ptr::from_ref(node).addr(),
            Self::DoWhile(node) => std::ptr::from_ref(node).addr(),
            Self::DoUntil(node) => std::ptr::from_ref(node).addr(),
            Self::For(node) => std::ptr::from_ref(node).addr(),
            Self::ForEach(node) => std::ptr::from_ref(node).addr(),
            Self::Switch(node) => std::ptr::from_ref(node).addr(),
            Self::Try(node) => std::ptr::from_ref(node).addr(),
            Self::CatchClause(node) => std::ptr::from_ref(node).addr(),
            Self::Data(node) => std::ptr::from_ref(node).addr(),
            Self::FunctionDefinition(node) => std::ptr::from_ref(node).addr(),
            Self::TypeDefinition(node) => std::ptr::from_ref(node).addr(),
            Self::PropertyMember(node) => std::ptr::from_ref(node).addr(),
            Self::FunctionMember(node) => std::ptr::from_ref(node).addr(),
            Self::Using(node) => std::ptr::from_ref(node).addr(),
            Self::Configuration(node) => std::ptr::from_ref(node).addr(),
            Self::DynamicKeyword(node) => std::ptr::from_ref(node).addr(),
            Self::Block(node) => std::ptr::from_ref(node).addr(),
            Self::Break(node) => std::ptr::from_ref(node).addr(),
            Self::Continue(node) => std::ptr::from_ref(node).addr(),
            Self::Return(node) => std::ptr::from_ref(node).addr(),
            Self::Exit(node) => std::ptr::from_ref(node).addr(),
            Self::Throw(node) => std::ptr::from_ref(node).addr(),
            Self::ErrorStatement(node) => std::ptr::from_ref(node).addr(),
            Self::Constant(node) => std::ptr::from_ref(node).addr(),
            Self::StringConstant(node) => std::ptr::from_ref(node).addr(),
            Self::ExpandableString(node) => std::ptr::from_ref(node).addr(),
            Self::Variable(node) => std::ptr::from_ref(node).addr(),
            Self::UsingExpression(node) => std::ptr::from_ref(node).addr(),
            Self::Type(node) => std::ptr::from_ref(node).addr(),
            Self::Convert(node) => std::ptr::from_ref(node).addr(),
            Self::Attributed(node) => std::ptr::from_ref(node).addr(),
            Self::Unary(node) => std::ptr::from_ref(node).addr(),
            Self::Binary(node) => std::ptr::from_ref(node).addr(),
            Self::Ternary(node) => std::ptr::from_ref(node).addr(),
            Self::Member(node) => std::ptr::from_ref(node).addr(),
            Self::InvokeMember(node) => std::ptr::from_ref(node).addr(),
            Self::BaseCtorInvokeMember(node) => std::ptr::from_ref(node).addr(),
            Self::Index(node) => std::ptr::from_ref(node).addr(),
            Self::ArrayExpression(node) => std::ptr::from_ref(node).addr(),
            Self::ArrayLiteral(node) => std::ptr::from_ref(node).addr(),
            Self::Hashtable(node) => std::ptr::from_ref(node).addr(),
            Self::ScriptBlockExpression(node) => std::ptr::from_ref(node).addr(),
            Self::Paren(node) => std::ptr::from_ref(node).addr(),
            Self::SubExpression(node) => std::ptr::from_ref(node).addr(),
            Self::ErrorExpression(node) => std::ptr::from_ref(node).addr(),
        }
    }

    /// True for expressions.
    pub fn is_expression(self) -> bool {
        matches!(
            self,
            Self::Constant(_)
                | Self::StringConstant(_)
                | Self::ExpandableString(_)
                | Self::Variable(_)
                | Self::UsingExpression(_)
                | Self::Type(_)
                | Self::Convert(_)
                | Self::Attributed(_)
                | Self::Unary(_)
                | Self::Binary(_)
                | Self::Ternary(_)
                | Self::Member(_)
                | Self::InvokeMember(_)
                | Self::BaseCtorInvokeMember(_)
                | Self::Index(_)
                | Self::ArrayExpression(_)
                | Self::ArrayLiteral(_)
                | Self::Hashtable(_)
                | Self::ScriptBlockExpression(_)
                | Self::Paren(_)
                | Self::SubExpression(_)
                | Self::ErrorExpression(_)
        )
    }

    /// Walks over the node and everything below, parents first, in the order of PowerShell's
    /// visitors. `visit` gets each node with its ancestors below the start, outermost first.
    ///
    /// Deep trees need no deep stack.
    pub fn walk(self, mut visit: impl FnMut(NodeRef<'a>, &[NodeRef<'a>]) -> Visit) {
        let mut pending = vec![(self, 0)];
        let mut ancestors: Vec<NodeRef<'a>> = Vec::new();
        let mut children = Vec::new();
        while let Some((node, depth)) = pending.pop() {
            ancestors.truncate(depth);
            match visit(node, &ancestors) {
                Visit::Stop => return,
                Visit::SkipChildren => {}
                Visit::Continue => {
                    node.push_children(&mut children);
                    pending.extend(children.drain(..).rev().map(|child| (child, depth + 1)));
                    ancestors.push(node);
                }
            }
        }
    }

    /// All nodes that `wanted` accepts; inside nested script blocks only when `nested`.
    pub fn find_all(
        self,
        nested: bool,
        mut wanted: impl FnMut(NodeRef<'a>) -> bool,
    ) -> Vec<NodeRef<'a>> {
        let mut found = Vec::new();
        self.walk(|node, ancestors| {
            if wanted(node) {
                found.push(node);
            }
            let is_nested =
                matches!(node, NodeRef::FunctionDefinition(_) | NodeRef::ScriptBlockExpression(_));
            if !nested && is_nested && !ancestors.is_empty() {
                Visit::SkipChildren
            } else {
                Visit::Continue
            }
        });
        found
    }
}
