//! Expressions.

use super::{
    AttributeBase, ConstantValue, ScriptBlockAst, Statement, StatementBlockAst, TypeConstraintAst,
    TypeName, VariablePath,
};
use crate::{Extent, TokenKind};
use std::sync::Arc;

/// Any expression.
#[derive(Debug, Clone)]
pub enum Expression {
    /// A number.
    Constant(ConstantExpressionAst),
    /// A string without expansion, or a bare word.
    StringConstant(StringConstantExpressionAst),
    /// `"a $b"`
    ExpandableString(Box<ExpandableStringExpressionAst>),
    /// `$a`, `@a`
    Variable(VariableExpressionAst),
    /// `$using:a`
    Using(Box<UsingExpressionAst>),
    /// `[int]` as a value.
    Type(Box<TypeExpressionAst>),
    /// `[int]$a`
    Convert(Box<ConvertExpressionAst>),
    /// `[ValidateNotNull()]$a`
    Attributed(Box<AttributedExpressionAst>),
    /// `-$a`, `!$a`, `$a++`
    Unary(Box<UnaryExpressionAst>),
    /// `$a + $b`
    Binary(Box<BinaryExpressionAst>),
    /// `$a ? $b : $c`
    Ternary(Box<TernaryExpressionAst>),
    /// `$a.b`, `[a]::b`
    Member(Box<MemberExpressionAst>),
    /// `$a.b(1)`
    InvokeMember(Box<InvokeMemberExpressionAst>),
    /// `base(…)` in front of a constructor's body.
    BaseCtorInvokeMember(Box<InvokeMemberExpressionAst>),
    /// `$a[1]`
    Index(Box<IndexExpressionAst>),
    /// `@(…)`
    Array(Box<ArrayExpressionAst>),
    /// `1, 2`
    ArrayLiteral(Box<ArrayLiteralAst>),
    /// `@{…}`
    Hashtable(Box<HashtableAst>),
    /// `{…}`
    ScriptBlock(Box<ScriptBlockExpressionAst>),
    /// `(…)`
    Paren(Box<ParenExpressionAst>),
    /// `$(…)`
    Sub(Box<SubExpressionAst>),
    /// What could be saved of an expression that is wrong.
    Error(Box<ErrorExpressionAst>),
}

impl Expression {
    /// The expression's extent.
    pub fn extent(&self) -> Extent {
        match self {
            Self::Constant(node) => node.extent,
            Self::StringConstant(node) => node.extent,
            Self::ExpandableString(node) => node.extent,
            Self::Variable(node) => node.extent,
            Self::Using(node) => node.extent,
            Self::Type(node) => node.extent,
            Self::Convert(node) => node.extent,
            Self::Attributed(node) => node.extent,
            Self::Unary(node) => node.extent,
            Self::Binary(node) => node.extent,
            Self::Ternary(node) => node.extent,
            Self::Member(node) => node.extent,
            Self::InvokeMember(node) | Self::BaseCtorInvokeMember(node) => node.extent,
            Self::Index(node) => node.extent,
            Self::Array(node) => node.extent,
            Self::ArrayLiteral(node) => node.extent,
            Self::Hashtable(node) => node.extent,
            Self::ScriptBlock(node) => node.extent,
            Self::Paren(node) => node.extent,
            Self::Sub(node) => node.extent,
            Self::Error(node) => node.extent,
        }
    }

    /// The variable when the expression is one.
    pub fn as_variable(&self) -> Option<&VariableExpressionAst> {
        match self {
            Self::Variable(variable) => Some(variable),
            _ => None,
        }
    }

    /// The text when the expression is a constant string or bare word.
    pub fn as_string(&self) -> Option<&str> {
        match self {
            Self::StringConstant(text) => Some(&text.value),
            _ => None,
        }
    }
}

/// A number.
#[derive(Debug, Clone)]
pub struct ConstantExpressionAst {
    /// The literal as written.
    pub extent: Extent,
    /// Its value.
    pub value: ConstantValue,
}

/// How a string was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StringConstantType {
    /// `'a'`
    SingleQuoted,
    /// `@'…'@`
    SingleQuotedHereString,
    /// `"a"`
    DoubleQuoted,
    /// `@"…"@`
    DoubleQuotedHereString,
    /// `a`
    BareWord,
}

/// A string in which nothing is expanded.
#[derive(Debug, Clone)]
pub struct StringConstantExpressionAst {
    /// With the quotes.
    pub extent: Extent,
    /// The text it stands for.
    pub value: Arc<str>,
    /// How it was written.
    pub kind: StringConstantType,
}

/// A piece of an expandable string.
#[derive(Debug, Clone)]
pub enum ExpandablePart {
    /// Literal text, escapes resolved.
    Text(Arc<str>),
    /// A variable, `$using:` expression or subexpression.
    Expression(Expression),
}

/// A string with variables or subexpressions in it.
#[derive(Debug, Clone)]
pub struct ExpandableStringExpressionAst {
    /// With the quotes.
    pub extent: Extent,
    /// The text with escapes resolved and nothing expanded (PowerShell's `Value`).
    pub value: Arc<str>,
    /// [`StringConstantType::DoubleQuoted`], `DoubleQuotedHereString` or `BareWord`.
    pub kind: StringConstantType,
    /// Text and expressions in order; joining their strings gives the value.
    pub parts: Vec<ExpandablePart>,
}

impl ExpandableStringExpressionAst {
    /// The expressions inside, in order (PowerShell's `NestedExpressions`).
    pub fn nested_expressions(&self) -> impl Iterator<Item = &Expression> {
        self.parts.iter().filter_map(|part| match part {
            ExpandablePart::Expression(expression) => Some(expression),
            ExpandablePart::Text(_) => None,
        })
    }
}

/// `$name` or `@name`.
#[derive(Debug, Clone)]
pub struct VariableExpressionAst {
    /// With the `$`.
    pub extent: Extent,
    /// The name, taken apart.
    pub path: VariablePath,
    /// True for `@name`.
    pub splatted: bool,
}

impl VariableExpressionAst {
    /// True for `$true`, `$false` and `$null`.
    pub fn is_constant(&self) -> bool {
        ["true", "false", "null"]
            .iter()
            .any(|constant| self.path.user_path.eq_ignore_ascii_case(constant))
    }
}

/// `$using:name`, possibly with members and indexes.
#[derive(Debug, Clone)]
pub struct UsingExpressionAst {
    /// With the `$`.
    pub extent: Extent,
    /// What is evaluated on the caller's side. Inside, the variable's path has no `using:`.
    pub sub_expression: Expression,
}

/// `[int]` as a value.
#[derive(Debug, Clone)]
pub struct TypeExpressionAst {
    /// With the brackets.
    pub extent: Extent,
    /// The type.
    pub type_name: TypeName,
}

/// `[int]$a`.
#[derive(Debug, Clone)]
pub struct ConvertExpressionAst {
    /// Type and operand.
    pub extent: Extent,
    /// The type.
    pub type_constraint: TypeConstraintAst,
    /// What is converted.
    pub child: Expression,
}

/// `[Attribute()]$a`.
#[derive(Debug, Clone)]
pub struct AttributedExpressionAst {
    /// Attribute and operand.
    pub extent: Extent,
    /// The attribute.
    pub attribute: AttributeBase,
    /// What it stands on.
    pub child: Expression,
}

/// An operator with one operand.
#[derive(Debug, Clone)]
pub struct UnaryExpressionAst {
    /// Operator and operand.
    pub extent: Extent,
    /// The operator; [`TokenKind::PostfixPlusPlus`] and `PostfixMinusMinus` stand behind.
    pub operator: TokenKind,
    /// The operand.
    pub child: Expression,
}

/// An operator with two operands.
#[derive(Debug, Clone)]
pub struct BinaryExpressionAst {
    /// From the left to the right operand.
    pub extent: Extent,
    /// The left operand.
    pub left: Expression,
    /// The operator; comparison operators without `c` or `i` are the `I…` kinds.
    pub operator: TokenKind,
    /// The right operand.
    pub right: Expression,
    /// The operator.
    pub error_position: Extent,
}

/// `condition ? if_true : if_false`.
#[derive(Debug, Clone)]
pub struct TernaryExpressionAst {
    /// From the condition to the last operand.
    pub extent: Extent,
    /// The condition.
    pub condition: Expression,
    /// Its value when true.
    pub if_true: Expression,
    /// Its value when false.
    pub if_false: Expression,
}

/// `target.member`, `[type]::member`.
#[derive(Debug, Clone)]
pub struct MemberExpressionAst {
    /// From the target to the member.
    pub extent: Extent,
    /// The object or type.
    pub expression: Expression,
    /// The member's name: usually a bare word.
    pub member: Expression,
    /// True for `::`.
    pub is_static: bool,
    /// True for `?.`.
    pub null_conditional: bool,
}

/// `target.member[generic](arguments)`.
#[derive(Debug, Clone)]
pub struct InvokeMemberExpressionAst {
    /// From the target to `)`.
    pub extent: Extent,
    /// The object or type.
    pub expression: Expression,
    /// The method's name: usually a bare word.
    pub member: Expression,
    /// Arguments in order. Also for `.Where{…}`.
    pub arguments: Vec<Expression>,
    /// Generic type arguments.
    pub generic_type_arguments: Vec<TypeName>,
    /// True for `::`.
    pub is_static: bool,
    /// True for `?.`.
    pub null_conditional: bool,
}

/// `target[index]`.
#[derive(Debug, Clone)]
pub struct IndexExpressionAst {
    /// From the target to `]`.
    pub extent: Extent,
    /// What is indexed.
    pub target: Expression,
    /// The index; an array literal for several.
    pub index: Expression,
    /// True for `?[`.
    pub null_conditional: bool,
}

/// `@(…)`.
#[derive(Debug, Clone)]
pub struct ArrayExpressionAst {
    /// With `@(` and `)`.
    pub extent: Extent,
    /// The statements inside.
    pub sub_expression: StatementBlockAst,
}

/// `a, b`.
#[derive(Debug, Clone)]
pub struct ArrayLiteralAst {
    /// From the first element to the last.
    pub extent: Extent,
    /// The elements.
    pub elements: Vec<Expression>,
}

/// `@{ key = value }`.
#[derive(Debug, Clone)]
pub struct HashtableAst {
    /// With `@{` and `}`.
    pub extent: Extent,
    /// Keys and values in order.
    pub key_value_pairs: Vec<(Expression, Statement)>,
}

/// `{…}` as a value.
#[derive(Debug, Clone)]
pub struct ScriptBlockExpressionAst {
    /// With the braces.
    pub extent: Extent,
    /// The block.
    pub script_block: Arc<ScriptBlockAst>,
}

/// `(…)`.
#[derive(Debug, Clone)]
pub struct ParenExpressionAst {
    /// With the parentheses.
    pub extent: Extent,
    /// A pipeline, chain or assignment.
    pub pipeline: Statement,
}

/// `$(…)`.
#[derive(Debug, Clone)]
pub struct SubExpressionAst {
    /// With `$(` and `)`.
    pub extent: Extent,
    /// The statements inside.
    pub sub_expression: StatementBlockAst,
}

/// The parts of an expression that could not be completed.
#[derive(Debug, Clone, Default)]
pub struct ErrorExpressionAst {
    /// What was read of it.
    pub extent: Extent,
    /// Expressions that were read.
    pub expressions: Vec<Expression>,
}
