//! Pipelines, commands and what stands in them.

use super::{Expression, Statement};
use crate::{Extent, TokenKind};

/// Commands joined by `|`.
#[derive(Debug, Clone)]
pub struct PipelineAst {
    /// From the first to the last element (and `&`).
    pub extent: Extent,
    /// At least one, unless the text was wrong.
    pub elements: Vec<CommandBase>,
    /// True when it ends with `&`.
    pub background: bool,
}

impl PipelineAst {
    /// The expression of a pipeline that is nothing but an expression without redirections.
    pub fn pure_expression(&self) -> Option<&Expression> {
        match self.elements.as_slice() {
            [CommandBase::CommandExpression(only)]
                if !self.background && only.redirections.is_empty() =>
            {
                Some(&only.expression)
            }
            _ => None,
        }
    }
}

/// `left && right` and `left || right`.
#[derive(Debug, Clone)]
pub struct PipelineChainAst {
    /// From the first pipeline to the last.
    pub extent: Extent,
    /// A pipeline or another chain.
    pub left: Box<Statement>,
    /// [`TokenKind::AndAnd`] or [`TokenKind::OrOr`].
    pub operator: TokenKind,
    /// A pipeline.
    pub right: PipelineAst,
    /// True when the chain ends with `&`.
    pub background: bool,
}

/// One element of a pipeline.
#[derive(Debug, Clone)]
pub enum CommandBase {
    /// `Get-Item x`
    Command(CommandAst),
    /// `1 + 2`, only at the start of a pipeline.
    CommandExpression(CommandExpressionAst),
}

impl CommandBase {
    /// The element's extent.
    pub fn extent(&self) -> Extent {
        match self {
            Self::Command(command) => command.extent,
            Self::CommandExpression(expression) => expression.extent,
        }
    }

    /// The element's redirections.
    pub fn redirections(&self) -> &[Redirection] {
        match self {
            Self::Command(command) => &command.redirections,
            Self::CommandExpression(expression) => &expression.redirections,
        }
    }
}

/// How a command is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InvocationOperator {
    /// By its name.
    None,
    /// `& command`
    Ampersand,
    /// `. command`: in the caller's scope.
    Dot,
}

/// A command with its arguments.
#[derive(Debug, Clone)]
pub struct CommandAst {
    /// From the operator or name to the last element or redirection.
    pub extent: Extent,
    /// `&`, `.` or nothing.
    pub invocation_operator: InvocationOperator,
    /// The name first, then parameters and arguments.
    pub elements: Vec<CommandElement>,
    /// Redirections in order.
    pub redirections: Vec<Redirection>,
}

impl CommandAst {
    /// The name when it is a constant string, as `CommandAst.GetCommandName()` gives it.
    pub fn command_name(&self) -> Option<&str> {
        match self.elements.first()? {
            CommandElement::Argument(Expression::StringConstant(name)) => Some(&name.value),
            _ => None,
        }
    }
}

/// The name, a parameter or an argument of a command.
#[derive(Debug, Clone)]
pub enum CommandElement {
    /// `-Name`, `-Name:value`
    Parameter(CommandParameterAst),
    /// Everything else.
    Argument(Expression),
}

impl CommandElement {
    /// The element's extent.
    pub fn extent(&self) -> Extent {
        match self {
            Self::Parameter(parameter) => parameter.extent,
            Self::Argument(expression) => expression.extent(),
        }
    }
}

/// `-Name` or `-Name:argument`.
#[derive(Debug, Clone)]
pub struct CommandParameterAst {
    /// With the argument when there is one.
    pub extent: Extent,
    /// The name without dash and colon.
    pub parameter_name: Box<str>,
    /// The value after the colon.
    pub argument: Option<Box<Expression>>,
    /// Dash, name and colon.
    pub error_position: Extent,
}

/// An expression as a pipeline element.
#[derive(Debug, Clone)]
pub struct CommandExpressionAst {
    /// With the redirections.
    pub extent: Extent,
    /// The expression.
    pub expression: Expression,
    /// Redirections in order.
    pub redirections: Vec<Redirection>,
}

/// The streams that redirections name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum RedirectionStream {
    /// `*`
    All = 0,
    /// `1`
    Output = 1,
    /// `2`
    Error = 2,
    /// `3`
    Warning = 3,
    /// `4`
    Verbose = 4,
    /// `5`
    Debug = 5,
    /// `6`
    Information = 6,
}

/// A redirection of a pipeline element.
#[derive(Debug, Clone)]
pub enum Redirection {
    /// `2> file`
    File(FileRedirectionAst),
    /// `2>&1`
    Merging(MergingRedirectionAst),
}

impl Redirection {
    /// The redirection's extent.
    pub fn extent(&self) -> Extent {
        match self {
            Self::File(file) => file.extent,
            Self::Merging(merging) => merging.extent,
        }
    }

    /// The stream that is redirected.
    pub fn from_stream(&self) -> RedirectionStream {
        match self {
            Self::File(file) => file.from_stream,
            Self::Merging(merging) => merging.from_stream,
        }
    }
}

/// `> file`, `2>> file`.
#[derive(Debug, Clone)]
pub struct FileRedirectionAst {
    /// With the file.
    pub extent: Extent,
    /// Which stream.
    pub from_stream: RedirectionStream,
    /// True for `>>`.
    pub append: bool,
    /// The file's name.
    pub location: Box<Expression>,
}

/// `2>&1`, `*>&1`.
#[derive(Debug, Clone)]
pub struct MergingRedirectionAst {
    /// The whole operator.
    pub extent: Extent,
    /// Which stream.
    pub from_stream: RedirectionStream,
    /// Where it goes; always [`RedirectionStream::Output`] in a script without errors.
    pub to_stream: RedirectionStream,
}
