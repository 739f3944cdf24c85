//! Statements.

use super::{
    AttributeBase, CommandExpressionAst, Expression, ParameterAst, PipelineAst, PipelineChainAst,
    ScriptBlockAst, StatementBlockAst, StringConstantExpressionAst, TrapStatementAst,
    TypeConstraintAst, TypeDefinitionAst, VariableExpressionAst,
};
use crate::{Extent, TokenKind};
use std::sync::Arc;

/// Any statement.
#[derive(Debug, Clone)]
pub enum Statement {
    /// `a | b`, `1 + 2`
    Pipeline(PipelineAst),
    /// `a && b`
    PipelineChain(Box<PipelineChainAst>),
    /// `$a = 1`
    Assignment(Box<AssignmentStatementAst>),
    /// An expression in a place where PowerShell keeps no pipeline around it: the right side of
    /// an assignment.
    CommandExpression(Box<CommandExpressionAst>),
    /// `if`
    If(Box<IfStatementAst>),
    /// `while`
    While(Box<WhileStatementAst>),
    /// `do … while`
    DoWhile(Box<DoStatementAst>),
    /// `do … until`
    DoUntil(Box<DoStatementAst>),
    /// `for`
    For(Box<ForStatementAst>),
    /// `foreach`
    ForEach(Box<ForEachStatementAst>),
    /// `switch`
    Switch(Box<SwitchStatementAst>),
    /// `try`
    Try(Box<TryStatementAst>),
    /// `trap`; blocks keep theirs apart, so this stands only where a trap is misplaced.
    Trap(Box<TrapStatementAst>),
    /// `data`
    Data(Box<DataStatementAst>),
    /// `function`, `filter`
    FunctionDefinition(Arc<FunctionDefinitionAst>),
    /// `class`, `enum`, `interface`
    TypeDefinition(Arc<TypeDefinitionAst>),
    /// `using` where it stands too late; those at the start are in the script block.
    Using(Box<UsingStatementAst>),
    /// `configuration`
    Configuration(Box<ConfigurationDefinitionAst>),
    /// A statement of a dynamic keyword.
    DynamicKeyword(Box<DynamicKeywordStatementAst>),
    /// `parallel { }`, `sequence { }`
    Block(Box<BlockStatementAst>),
    /// `break`
    Break(BreakStatementAst),
    /// `continue`
    Continue(ContinueStatementAst),
    /// `return`
    Return(ReturnStatementAst),
    /// `exit`
    Exit(ExitStatementAst),
    /// `throw`
    Throw(ThrowStatementAst),
    /// What could be saved of a statement that is wrong.
    Error(Box<ErrorStatementAst>),
}

impl Statement {
    /// The statement's extent.
    pub fn extent(&self) -> Extent {
        match self {
            Self::Pipeline(node) => node.extent,
            Self::PipelineChain(node) => node.extent,
            Self::Assignment(node) => node.extent,
            Self::CommandExpression(node) => node.extent,
            Self::If(node) => node.extent,
            Self::While(node) => node.extent,
            Self::DoWhile(node) | Self::DoUntil(node) => node.extent,
            Self::For(node) => node.extent,
            Self::ForEach(node) => node.extent,
            Self::Switch(node) => node.extent,
            Self::Try(node) => node.extent,
            Self::Trap(node) => node.extent,
            Self::Data(node) => node.extent,
            Self::FunctionDefinition(node) => node.extent,
            Self::TypeDefinition(node) => node.extent,
            Self::Using(node) => node.extent,
            Self::Configuration(node) => node.extent,
            Self::DynamicKeyword(node) => node.extent,
            Self::Block(node) => node.extent,
            Self::Break(node) => node.extent,
            Self::Continue(node) => node.extent,
            Self::Return(node) => node.extent,
            Self::Exit(node) => node.extent,
            Self::Throw(node) => node.extent,
            Self::Error(node) => node.extent,
        }
    }

    /// The expression of a statement that is nothing but an expression.
    pub fn pure_expression(&self) -> Option<&Expression> {
        match self {
            Self::Pipeline(pipeline) => pipeline.pure_expression(),
            Self::CommandExpression(only) if only.redirections.is_empty() => Some(&only.expression),
            _ => None,
        }
    }
}

/// `left = right` and the compound forms.
#[derive(Debug, Clone)]
pub struct AssignmentStatementAst {
    /// From the target to the value.
    pub extent: Extent,
    /// The target: variable, member, index, array literal, with attributes or in parentheses.
    pub left: Expression,
    /// `=`, `+=`, `-=`, `*=`, `/=`, `%=` or `??=`.
    pub operator: TokenKind,
    /// The value: any statement.
    pub right: Statement,
    /// The operator.
    pub error_position: Extent,
}

/// `if (…) {…} elseif (…) {…} else {…}`.
#[derive(Debug, Clone)]
pub struct IfStatementAst {
    /// The whole statement.
    pub extent: Extent,
    /// Conditions with their blocks, in order.
    pub clauses: Vec<(Statement, StatementBlockAst)>,
    /// The `else` block.
    pub else_clause: Option<StatementBlockAst>,
}

/// `:label while (…) {…}`.
#[derive(Debug, Clone)]
pub struct WhileStatementAst {
    /// With the label.
    pub extent: Extent,
    /// Without colon.
    pub label: Option<Box<str>>,
    /// The condition.
    pub condition: Statement,
    /// The body.
    pub body: StatementBlockAst,
}

/// `:label do {…} while (…)` or `until (…)`.
#[derive(Debug, Clone)]
pub struct DoStatementAst {
    /// With the label.
    pub extent: Extent,
    /// Without colon.
    pub label: Option<Box<str>>,
    /// The condition.
    pub condition: Statement,
    /// The body.
    pub body: StatementBlockAst,
}

/// `:label for (…;…;…) {…}`.
#[derive(Debug, Clone)]
pub struct ForStatementAst {
    /// With the label.
    pub extent: Extent,
    /// Without colon.
    pub label: Option<Box<str>>,
    /// What runs first.
    pub initializer: Option<Statement>,
    /// Endless without one.
    pub condition: Option<Statement>,
    /// What runs after each round.
    pub iterator: Option<Statement>,
    /// The body.
    pub body: StatementBlockAst,
}

/// `:label foreach ($x in …) {…}`.
#[derive(Debug, Clone)]
pub struct ForEachStatementAst {
    /// With the label.
    pub extent: Extent,
    /// Without colon.
    pub label: Option<Box<str>>,
    /// True for `-parallel`, which is an error outside workflows.
    pub parallel: bool,
    /// The value of `-throttlelimit`.
    pub throttle_limit: Option<Box<Expression>>,
    /// The loop variable.
    pub variable: VariableExpressionAst,
    /// What is enumerated.
    pub condition: Statement,
    /// The body.
    pub body: StatementBlockAst,
}

/// The switches of a `switch` statement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SwitchFlags {
    /// `-file`
    pub file: bool,
    /// `-regex`
    pub regex: bool,
    /// `-wildcard`
    pub wildcard: bool,
    /// `-exact`
    pub exact: bool,
    /// `-casesensitive`
    pub case_sensitive: bool,
    /// `-parallel`
    pub parallel: bool,
}

/// `:label switch (…) {…}`.
#[derive(Debug, Clone)]
pub struct SwitchStatementAst {
    /// With the label.
    pub extent: Extent,
    /// Without colon.
    pub label: Option<Box<str>>,
    /// How clauses are compared.
    pub flags: SwitchFlags,
    /// The values, or the file's name with `-file`.
    pub condition: Statement,
    /// Clauses in order.
    pub clauses: Vec<(Expression, StatementBlockAst)>,
    /// The `default` clause.
    pub default: Option<StatementBlockAst>,
}

/// `try {…} catch [Type] {…} finally {…}`.
#[derive(Debug, Clone)]
pub struct TryStatementAst {
    /// The whole statement.
    pub extent: Extent,
    /// The `try` block.
    pub body: StatementBlockAst,
    /// Catch clauses in order.
    pub catch_clauses: Vec<CatchClauseAst>,
    /// The `finally` block.
    pub finally: Option<StatementBlockAst>,
}

/// `catch [Type], [Type] {…}`.
#[derive(Debug, Clone)]
pub struct CatchClauseAst {
    /// From `catch` to `}`.
    pub extent: Extent,
    /// The exception types; all exceptions when there are none.
    pub catch_types: Vec<TypeConstraintAst>,
    /// What runs.
    pub body: StatementBlockAst,
}

/// `data name -SupportedCommand … {…}`.
#[derive(Debug, Clone)]
pub struct DataStatementAst {
    /// The whole statement.
    pub extent: Extent,
    /// The variable that takes the value.
    pub variable: Option<Box<str>>,
    /// Commands allowed inside.
    pub commands_allowed: Vec<Expression>,
    /// The block.
    pub body: StatementBlockAst,
}

/// `function name {…}`, `filter name {…}` and the methods of classes.
#[derive(Debug)]
pub struct FunctionDefinitionAst {
    /// The whole definition.
    pub extent: Extent,
    /// True for `filter`.
    pub is_filter: bool,
    /// True for `workflow`.
    pub is_workflow: bool,
    /// The name as written, with its scope.
    pub name: Box<str>,
    /// Where the name stands.
    pub name_extent: Extent,
    /// Parameters between parentheses after the name; `None` when there are no parentheses.
    pub parameters: Option<Vec<ParameterAst>>,
    /// The body.
    pub body: Arc<ScriptBlockAst>,
    /// Extents of the comment block with help that belongs to the function, in order.
    pub help_comments: Vec<Extent>,
}

impl FunctionDefinitionAst {
    /// The parameters, wherever they are declared.
    pub fn all_parameters(&self) -> &[ParameterAst] {
        match (&self.parameters, &self.body.param_block) {
            (Some(parameters), _) => parameters,
            (None, Some(block)) => &block.parameters,
            (None, None) => &[],
        }
    }
}

/// What a `using` statement brings in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UsingStatementKind {
    /// `using assembly`
    Assembly,
    /// `using command`
    Command,
    /// `using module`
    Module,
    /// `using namespace`
    Namespace,
    /// `using type`
    Type,
}

/// `using namespace System.Text`.
#[derive(Debug, Clone)]
pub struct UsingStatementAst {
    /// The whole statement.
    pub extent: Extent,
    /// What it brings in.
    pub kind: UsingStatementKind,
    /// The name; `None` when the module is given by a hashtable.
    pub name: Option<StringConstantExpressionAst>,
    /// The alias after `=`.
    pub alias: Option<StringConstantExpressionAst>,
    /// `@{ModuleName = …}`.
    pub module_specification: Option<Box<Expression>>,
}

/// `configuration name {…}`: parsed, but this engine does not run it.
#[derive(Debug, Clone)]
pub struct ConfigurationDefinitionAst {
    /// The whole definition.
    pub extent: Extent,
    /// The name: a string or an expression.
    pub instance_name: Expression,
    /// The body.
    pub body: Arc<ScriptBlockAst>,
}

/// A statement that starts with a dynamic keyword (`Node`, `Import-DscResource`).
#[derive(Debug, Clone)]
pub struct DynamicKeywordStatementAst {
    /// The whole statement.
    pub extent: Extent,
    /// The command elements, keyword first.
    pub elements: Vec<super::CommandElement>,
}

/// `parallel {…}` and `sequence {…}` of workflows.
#[derive(Debug, Clone)]
pub struct BlockStatementAst {
    /// The whole statement.
    pub extent: Extent,
    /// The keyword.
    pub keyword: TokenKind,
    /// The block.
    pub body: StatementBlockAst,
}

/// `break label`.
#[derive(Debug, Clone)]
pub struct BreakStatementAst {
    /// With the label.
    pub extent: Extent,
    /// An expression: labels are strings at run time.
    pub label: Option<Box<Expression>>,
}

/// `continue label`.
#[derive(Debug, Clone)]
pub struct ContinueStatementAst {
    /// With the label.
    pub extent: Extent,
    /// An expression: labels are strings at run time.
    pub label: Option<Box<Expression>>,
}

/// `return …`.
#[derive(Debug, Clone)]
pub struct ReturnStatementAst {
    /// With the pipeline.
    pub extent: Extent,
    /// What is written before the return.
    pub pipeline: Option<Box<Statement>>,
}

/// `exit …`.
#[derive(Debug, Clone)]
pub struct ExitStatementAst {
    /// With the pipeline.
    pub extent: Extent,
    /// The exit code.
    pub pipeline: Option<Box<Statement>>,
}

/// `throw …`.
#[derive(Debug, Clone)]
pub struct ThrowStatementAst {
    /// With the pipeline.
    pub extent: Extent,
    /// What is thrown; a rethrow inside `catch` without one.
    pub pipeline: Option<Box<Statement>>,
}

/// The parts of a statement that could not be completed.
#[derive(Debug, Clone, Default)]
pub struct ErrorStatementAst {
    /// What was read of it.
    pub extent: Extent,
    /// The keyword, when it was one.
    pub kind: Option<TokenKind>,
    /// Conditions and other statements that were read.
    pub statements: Vec<Statement>,
    /// Expressions that were read.
    pub expressions: Vec<Expression>,
    /// Attributes that were read.
    pub attributes: Vec<AttributeBase>,
    /// Blocks that were read.
    pub bodies: Vec<StatementBlockAst>,
    /// Script blocks and parameters of definitions that were read.
    pub parameters: Vec<ParameterAst>,
}
