//! Script blocks, their parts and their parameters.

use super::{AttributeBase, Expression, Statement, UsingStatementAst, VariableExpressionAst};
use crate::{Extent, ScriptRequirements, ScriptSource};
use std::sync::Arc;

/// A whole script, the body of a function or the inside of `{ … }`.
///
/// Always behind an [`Arc`]: script blocks are shared between the tree that holds them and the
/// values, functions and jobs that run them.
#[derive(Debug)]
pub struct ScriptBlockAst {
    /// From `{` to `}` for a block, the whole text for a script.
    pub extent: Extent,
    /// The text that all extents below point into.
    pub source: Arc<ScriptSource>,
    /// Attributes in front of a block without `param` (`[CmdletBinding()]` alone is an error).
    pub attributes: Vec<AttributeBase>,
    /// `using` statements at the start of a script.
    pub using_statements: Vec<UsingStatementAst>,
    /// `param (…)`.
    pub param_block: Option<ParamBlockAst>,
    /// `dynamicparam { … }`.
    pub dynamic_param_block: Option<NamedBlockAst>,
    /// `begin { … }`.
    pub begin_block: Option<NamedBlockAst>,
    /// `process { … }`; holds everything when the block belongs to a `filter`.
    pub process_block: Option<NamedBlockAst>,
    /// `end { … }`, or the unnamed statements.
    pub end_block: Option<NamedBlockAst>,
    /// `clean { … }`.
    pub clean_block: Option<NamedBlockAst>,
    /// What the `#requires` lines of a script ask for.
    pub requirements: Option<Box<ScriptRequirements>>,
    /// True for `configuration` bodies.
    pub is_configuration: bool,
}

impl ScriptBlockAst {
    /// The named blocks that are there, in the order in which they run.
    pub fn named_blocks(&self) -> impl Iterator<Item = &NamedBlockAst> {
        [
            &self.dynamic_param_block,
            &self.begin_block,
            &self.process_block,
            &self.end_block,
            &self.clean_block,
        ]
        .into_iter()
        .flatten()
    }

    /// The text of the block with its braces.
    pub fn text(&self) -> &str {
        self.source.slice(self.extent)
    }

    /// The text between the braces, as `ScriptBlock.ToString()` gives it; the whole text for a
    /// script.
    pub fn inner_text(&self) -> &str {
        let text = self.text();
        text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text)
    }
}

/// `param (…)` with the attributes in front of it.
#[derive(Debug, Clone)]
pub struct ParamBlockAst {
    /// From `param` to `)`; the attributes stand in front.
    pub extent: Extent,
    /// `[CmdletBinding()]` and its kin.
    pub attributes: Vec<AttributeBase>,
    /// The parameters in order.
    pub parameters: Vec<ParameterAst>,
}

/// One parameter of a script block, function or method.
#[derive(Debug, Clone)]
pub struct ParameterAst {
    /// From the first attribute to the default value.
    pub extent: Extent,
    /// Attributes and type constraints, outermost first.
    pub attributes: Vec<AttributeBase>,
    /// The variable that holds the argument.
    pub name: VariableExpressionAst,
    /// The default value.
    pub default_value: Option<Box<Expression>>,
}

impl ParameterAst {
    /// The type constraint nearest to the name, which gives the parameter its static type.
    pub fn static_type(&self) -> Option<&super::TypeName> {
        self.attributes.iter().rev().find_map(|attribute| match attribute {
            AttributeBase::TypeConstraint(constraint) => Some(&constraint.type_name),
            AttributeBase::Attribute(_) => None,
        })
    }
}

/// Which of the blocks of a script block this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NamedBlockKind {
    /// `dynamicparam`
    DynamicParam,
    /// `begin`
    Begin,
    /// `process`
    Process,
    /// `end`
    End,
    /// `clean`
    Clean,
}

/// `begin { … }` and its kin, or the statements of a block that has none.
#[derive(Debug, Clone)]
pub struct NamedBlockAst {
    /// From the keyword to `}`; from the first to the last statement when unnamed.
    pub extent: Extent,
    /// True when the script has no keyword for it.
    pub unnamed: bool,
    /// Which block.
    pub kind: NamedBlockKind,
    /// `trap` statements, which act on the whole block wherever they stand.
    pub traps: Vec<TrapStatementAst>,
    /// The other statements in order.
    pub statements: Vec<Statement>,
}

/// `{ … }` as the body of a statement.
#[derive(Debug, Clone, Default)]
pub struct StatementBlockAst {
    /// From `{` to `}`, or the statements inside `$(…)` and `@(…)`.
    pub extent: Extent,
    /// `trap` statements, which act on the whole block wherever they stand.
    pub traps: Vec<TrapStatementAst>,
    /// The other statements in order.
    pub statements: Vec<Statement>,
}

/// `trap [Type] { … }`.
#[derive(Debug, Clone)]
pub struct TrapStatementAst {
    /// From `trap` to `}`.
    pub extent: Extent,
    /// The exception type; every exception without one.
    pub trap_type: Option<super::TypeConstraintAst>,
    /// What runs.
    pub body: StatementBlockAst,
}
