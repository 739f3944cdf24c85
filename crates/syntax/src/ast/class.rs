//! Types defined by scripts.

use super::{AttributeBase, Expression, FunctionDefinitionAst, TypeConstraintAst};
use crate::Extent;
use std::sync::Arc;

/// What kind of type a definition makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TypeAttributes {
    /// `class`
    Class,
    /// `interface`
    Interface,
    /// `enum`
    Enum,
}

/// `class Name : Base {…}`, `enum Name : int {…}`.
#[derive(Debug)]
pub struct TypeDefinitionAst {
    /// With the attributes.
    pub extent: Extent,
    /// Attributes in front.
    pub attributes: Vec<AttributeBase>,
    /// The name.
    pub name: Box<str>,
    /// Where the name stands.
    pub name_extent: Extent,
    /// Class or enum.
    pub kind: TypeAttributes,
    /// Base class and interfaces, or the underlying type of an enum.
    pub base_types: Vec<TypeConstraintAst>,
    /// Members in order.
    pub members: Vec<MemberAst>,
}

/// A member of a class or enum.
#[derive(Debug, Clone)]
pub enum MemberAst {
    /// A property, or a name of an enum.
    Property(PropertyMemberAst),
    /// A method or constructor.
    Function(FunctionMemberAst),
}

impl MemberAst {
    /// The member's extent.
    pub fn extent(&self) -> Extent {
        match self {
            Self::Property(property) => property.extent,
            Self::Function(function) => function.extent,
        }
    }

    /// The member's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Property(property) => &property.name,
            Self::Function(function) => &function.name,
        }
    }
}

/// `hidden static [int]$Name = 1`, or a name of an enum.
#[derive(Debug, Clone)]
pub struct PropertyMemberAst {
    /// The whole member.
    pub extent: Extent,
    /// The name without `$`.
    pub name: Box<str>,
    /// Where the name stands.
    pub name_extent: Extent,
    /// The property's type.
    pub property_type: Option<TypeConstraintAst>,
    /// Attributes in front.
    pub attributes: Vec<AttributeBase>,
    /// The first value, or the number of an enum's name.
    pub initial_value: Option<Expression>,
    /// `static`; always for a name of an enum.
    pub is_static: bool,
    /// `hidden`
    pub is_hidden: bool,
    /// True for a name of an enum.
    pub is_literal: bool,
}

/// A method or constructor.
#[derive(Debug, Clone)]
pub struct FunctionMemberAst {
    /// The whole member.
    pub extent: Extent,
    /// The name; that of the class for a constructor.
    pub name: Box<str>,
    /// Where the name stands.
    pub name_extent: Extent,
    /// The type in front; void without one.
    pub return_type: Option<TypeConstraintAst>,
    /// Attributes in front.
    pub attributes: Vec<AttributeBase>,
    /// `static`
    pub is_static: bool,
    /// `hidden`
    pub is_hidden: bool,
    /// True when the name is that of the class.
    pub is_constructor: bool,
    /// Arguments of `: base(…)`, for constructors that have it.
    pub base_call: Option<Vec<Expression>>,
    /// Parameters and body.
    pub function: Arc<FunctionDefinitionAst>,
}
