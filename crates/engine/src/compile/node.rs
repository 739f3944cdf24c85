//! The nodes of compiled code.

use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use remora_psobject::{PsString, TypeId, Value};
use remora_syntax::ast::{
    AttributeBase, FunctionDefinitionAst, InvocationOperator, RedirectionStream, SwitchFlags,
};
use remora_syntax::{Extent, TokenKind};

use crate::command::CommandInfo;
use crate::script::Body;
use crate::session::{ScopeSelector, Symbol};

/// Where a variable is.
#[derive(Clone, Debug)]
pub(crate) enum VariableRef {
    /// In a slot of the current scope, or else further up.
    Slot { slot: usize, symbol: Symbol, name: PsString },
    /// Looked up by name.
    Named { symbol: Symbol, name: PsString },
    /// `$_`
    Underscore,
    /// Made when it is asked for.
    Automatic(Symbol),
    /// In a scope that the script names.
    Scoped { selector: ScopeSelector, symbol: Symbol, name: PsString },
    /// An item of a drive.
    Drive { drive: PsString, name: PsString },
}

/// A type by name.
#[derive(Debug)]
pub(crate) struct TypeRef {
    pub(crate) name: String,
    #[expect(dead_code, reason = "where it stands, for messages that name a part of a statement")]
    pub(crate) extent: Extent,
    pub(crate) known: OnceLock<TypeId>,
}

impl TypeRef {
    pub(crate) fn new(name: String, extent: Extent) -> Self {
        Self { name, extent, known: OnceLock::new() }
    }
}

#[derive(Debug)]
pub(crate) struct ParameterCode {
    pub(crate) symbol: Symbol,
    pub(crate) name: PsString,
    pub(crate) slot: usize,
    pub(crate) default: Option<Expr>,
}

#[derive(Debug)]
pub(crate) struct Trap {
    pub(crate) trap_type: Option<TypeRef>,
    pub(crate) body: Block,
}

/// Statements that run one after the other.
#[derive(Debug, Default)]
pub(crate) struct Block {
    pub(crate) extent: Extent,
    pub(crate) statements: Vec<Statement>,
    pub(crate) traps: Vec<Trap>,
}

#[derive(Debug)]
pub(crate) struct Statement {
    pub(crate) extent: Extent,
    pub(crate) kind: StatementKind,
}

#[derive(Debug)]
pub(crate) enum StatementKind {
    /// An expression whose value is written.
    Expression(Expr),
    /// `++`, `--` and assignments: nothing is written.
    Silent(Expr),
    /// `$local++`, `$local--`
    Step {
        slot: usize,
        by: i32,
        /// What runs where the variable holds no plain integer.
        general: Expr,
    },
    /// `$local += number` and the like.
    Update {
        slot: usize,
        operator: Arithmetic,
        value: Expr,
        /// What runs where the operands are no plain numbers.
        general: Expr,
    },
    Pipeline(Box<Pipeline>),
    Chain(Box<Chain>),
    If(Box<If>),
    While(Box<Loop>),
    DoWhile(Box<Loop>),
    DoUntil(Box<Loop>),
    For(Box<For>),
    ForEach(Box<ForEach>),
    Switch(Box<Switch>),
    Try(Box<Try>),
    Data(Box<Data>),
    Function(Arc<FunctionDefinitionAst>, Arc<Body>),
    /// A class: it was made before the block began.
    Nothing,
    Break(Option<Expr>),
    Continue(Option<Expr>),
    Return(Option<Box<Statement>>),
    Exit(Option<Box<Statement>>),
    Throw(Option<Box<Statement>>),
    Unsupported(&'static str),
}

#[derive(Debug)]
pub(crate) struct Chain {
    pub(crate) left: Statement,
    pub(crate) and: bool,
    pub(crate) right: Statement,
    pub(crate) background: bool,
}

#[derive(Debug)]
pub(crate) struct If {
    pub(crate) clauses: Vec<(Statement, Block)>,
    pub(crate) otherwise: Option<Block>,
}

#[derive(Debug)]
pub(crate) struct Loop {
    pub(crate) label: Option<PsString>,
    pub(crate) condition: Statement,
    pub(crate) body: Block,
}

#[derive(Debug)]
pub(crate) struct For {
    pub(crate) label: Option<PsString>,
    pub(crate) initializer: Option<Statement>,
    pub(crate) condition: Option<Statement>,
    pub(crate) iterator: Option<Statement>,
    pub(crate) body: Block,
}

#[derive(Debug)]
pub(crate) struct ForEach {
    pub(crate) label: Option<PsString>,
    pub(crate) variable: VariableRef,
    pub(crate) condition: Statement,
    pub(crate) body: Block,
    /// Whether the body asks for `$foreach`.
    pub(crate) needs_enumerator: bool,
}

#[derive(Debug)]
pub(crate) struct Switch {
    pub(crate) label: Option<PsString>,
    pub(crate) flags: SwitchFlags,
    pub(crate) condition: Statement,
    pub(crate) clauses: Vec<(Expr, Block)>,
    pub(crate) default: Option<Block>,
    /// Whether a clause asks for `$switch`.
    pub(crate) needs_enumerator: bool,
}

#[derive(Debug)]
pub(crate) struct Try {
    pub(crate) body: Block,
    pub(crate) catches: Vec<(Vec<TypeRef>, Block)>,
    pub(crate) finally: Option<Block>,
}

#[derive(Debug)]
pub(crate) struct Data {
    pub(crate) variable: Option<VariableRef>,
    pub(crate) body: Block,
}

/// Commands joined by `|`.
#[derive(Debug)]
pub(crate) struct Pipeline {
    #[expect(dead_code, reason = "where it stands, for messages that name a part of a statement")]
    pub(crate) extent: Extent,
    pub(crate) elements: Vec<Element>,
    pub(crate) background: bool,
    /// The text without `&`, for background jobs.
    pub(crate) text: PsString,
}

#[derive(Debug)]
pub(crate) enum Element {
    Expression { expression: Expr, redirections: Vec<Redirection> },
    Command(Command),
}

#[derive(Debug)]
pub(crate) struct Command {
    pub(crate) extent: Extent,
    pub(crate) operator: InvocationOperator,
    pub(crate) name: Name,
    pub(crate) arguments: Vec<Argument>,
    /// `name(1, 2)`: called as if it were a method.
    pub(crate) as_method: bool,
    pub(crate) redirections: Vec<Redirection>,
}

/// What names a command.
#[derive(Debug)]
pub(crate) enum Name {
    /// A word, with what it meant the last time.
    Word {
        text: PsString,
        extent: Extent,
        cache: Mutex<Option<(u64, Arc<CommandInfo>)>>,
    },
    Expression(Box<Expr>),
}

#[derive(Debug)]
pub(crate) enum Argument {
    Positional {
        value: Expr,
        extent: Extent,
        /// Whether it stands in quotes, so that programs get it as it is.
        quoted: bool,
    },
    /// A word whose text matters to programs: `007`, `1.50`, `-5`.
    Word {
        value: Value,
        text: PsString,
        extent: Extent,
    },
    /// `-name`, `-name:value`
    Named {
        name: PsString,
        /// As it was written, for commands without such a parameter.
        text: PsString,
        extent: Extent,
        value: Option<(Expr, Extent)>,
    },
    Splat {
        variable: Expr,
        extent: Extent,
    },
    /// `--`: what follows is no parameter.
    EndOfParameters,
    /// `--%` and what follows it.
    Verbatim(PsString),
}

#[derive(Debug)]
pub(crate) enum Redirection {
    File {
        stream: RedirectionStream,
        append: bool,
        target: Expr,
    },
    Merge {
        from: RedirectionStream,
        #[expect(dead_code, reason = "the grammar knows no target but the output")]
        to: RedirectionStream,
    },
}

/// A member's name.
#[derive(Debug)]
pub(crate) enum MemberName {
    Constant(PsString),
    Dynamic(Box<Expr>),
}

#[derive(Debug)]
pub(crate) enum Part {
    Text(PsString),
    Expression(Expr),
}

/// What is assigned to.
#[derive(Debug)]
pub(crate) enum Target {
    Variable(VariableRef),
    /// With a type or other attributes in front.
    Constrained {
        variable: VariableRef,
        attributes: Vec<AttributeBase>,
    },
    Member {
        object: Box<Expr>,
        name: MemberName,
        is_static: bool,
    },
    Index {
        object: Box<Expr>,
        index: Box<Expr>,
    },
    List(Vec<Target>),
    /// What cannot be assigned to.
    Invalid,
}

/// The operators whose result is a number, for plain numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// The operators that compare, for plain numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What an operation is where both of its operands turn out to be plain numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numeric {
    /// They never are, or finding out would cost more than it gains.
    Never,
    Reckon(Arithmetic),
    Compare(Relation),
}

#[derive(Debug)]
pub(crate) enum Expr {
    Constant(Value),
    Variable(VariableRef),
    Interpolate(Vec<Part>),
    /// `a, b`
    List(Vec<Expr>),
    /// `@(…)`
    Array(Box<Block>),
    /// `$(…)`
    Sub(Box<Block>),
    /// `(…)` around a command or assignment.
    Paren(Box<Statement>),
    Hashtable(Vec<(Expr, Statement)>),
    Ordered(Vec<(Expr, Statement)>),
    CustomObject(Vec<(Expr, Statement)>),
    Type(Box<TypeRef>),
    Convert {
        target: Box<TypeRef>,
        child: Box<Expr>,
    },
    /// `[ref]$a`
    Reference(Box<Target>, Box<Expr>),
    Unary {
        operator: TokenKind,
        child: Box<Expr>,
    },
    Binary {
        operator: TokenKind,
        numeric: Numeric,
        operands: Box<(Expr, Expr)>,
    },
    And(Box<(Expr, Expr)>),
    Or(Box<(Expr, Expr)>),
    Coalesce(Box<(Expr, Expr)>),
    Ternary(Box<(Expr, Expr, Expr)>),
    Increment {
        target: Box<Target>,
        read: Box<Expr>,
        down: bool,
        prefix: bool,
    },
    Assign(Box<Assign>),
    Member {
        object: Box<Expr>,
        name: MemberName,
        is_static: bool,
        null_conditional: bool,
    },
    Call(Box<MethodCall>),
    Index {
        object: Box<Expr>,
        index: Box<Expr>,
        null_conditional: bool,
    },
    ScriptBlock(Arc<Body>),
    Using {
        variable: Box<Expr>,
        text: PsString,
    },
    /// A base class's constructor, called by a constructor.
    BaseConstructor(Vec<Expr>),
    Unsupported(&'static str),
}

#[derive(Debug)]
pub(crate) struct Assign {
    pub(crate) target: Target,
    pub(crate) operator: TokenKind,
    /// The target as a value, for compound operators.
    pub(crate) read: Option<Expr>,
    pub(crate) value: Statement,
}

#[derive(Debug)]
pub(crate) struct MethodCall {
    pub(crate) object: Expr,
    pub(crate) name: MemberName,
    pub(crate) arguments: Vec<Expr>,
    pub(crate) type_arguments: Vec<TypeRef>,
    pub(crate) is_static: bool,
    pub(crate) null_conditional: bool,
    /// What its calls have in common.
    pub(crate) site: remora_language::invoke::CallSite,
}
