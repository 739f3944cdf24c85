//! Attributes, type constraints and type names.

use super::Expression;
use crate::Extent;

/// `[…]` in front of a parameter, expression, member or definition.
#[derive(Debug, Clone)]
pub enum AttributeBase {
    /// `[Parameter(Mandatory)]`
    Attribute(AttributeAst),
    /// `[int]`
    TypeConstraint(TypeConstraintAst),
}

impl AttributeBase {
    /// From `[` to `]`.
    pub fn extent(&self) -> Extent {
        match self {
            Self::Attribute(attribute) => attribute.extent,
            Self::TypeConstraint(constraint) => constraint.extent,
        }
    }

    /// The name between the brackets.
    pub fn type_name(&self) -> &TypeName {
        match self {
            Self::Attribute(attribute) => &attribute.type_name,
            Self::TypeConstraint(constraint) => &constraint.type_name,
        }
    }
}

/// `[Name(arguments)]`.
#[derive(Debug, Clone)]
pub struct AttributeAst {
    /// From `[` to `]`.
    pub extent: Extent,
    /// The attribute's type, with or without the suffix `Attribute`.
    pub type_name: TypeName,
    /// Arguments by position.
    pub positional_arguments: Vec<Expression>,
    /// `Name = value` and bare `Name`.
    pub named_arguments: Vec<NamedAttributeArgumentAst>,
}

/// `Name = value` inside an attribute.
#[derive(Debug, Clone)]
pub struct NamedAttributeArgumentAst {
    /// From the name to the value.
    pub extent: Extent,
    /// The property or field to set.
    pub argument_name: Box<str>,
    /// Where the name stands.
    pub argument_name_extent: Extent,
    /// The value; the constant true when [`Self::expression_omitted`].
    pub argument: Expression,
    /// True for a bare `Name`.
    pub expression_omitted: bool,
}

/// `[Type]` as a constraint.
#[derive(Debug, Clone)]
pub struct TypeConstraintAst {
    /// From `[` to `]`; the bare name in class bases and `catch`-less places.
    pub extent: Extent,
    /// The type.
    pub type_name: TypeName,
}

/// The name of a type as written: PowerShell's `ITypeName`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeName {
    /// Where the name stands, without brackets of a constraint.
    pub extent: Extent,
    /// What the name is made of.
    pub kind: TypeNameKind,
}

/// The three shapes of a type name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeNameKind {
    /// `System.Int32`, `int` or `Name, Assembly`.
    Simple {
        /// The name as written, without the assembly.
        name: Box<str>,
        /// What stands after the comma.
        assembly: Option<Box<str>>,
    },
    /// `List[int]`.
    Generic {
        /// The generic type.
        definition: Box<TypeName>,
        /// Its arguments in order.
        arguments: Vec<TypeName>,
        /// What stands after a comma behind the closing bracket.
        assembly: Option<Box<str>>,
    },
    /// `int[]`, `int[,]`.
    Array {
        /// The element type.
        element: Box<TypeName>,
        /// How many dimensions (1 for `[]`).
        rank: u32,
    },
}

impl TypeName {
    /// The full name as PowerShell's `ITypeName.FullName` writes it.
    pub fn full_name(&self) -> String {
        match &self.kind {
            TypeNameKind::Simple { name, assembly: None } => name.to_string(),
            TypeNameKind::Simple { name, assembly: Some(assembly) } => format!("{name},{assembly}"),
            TypeNameKind::Generic { definition, arguments, assembly } => {
                let arguments: Vec<String> = arguments.iter().map(Self::full_name).collect();
                let mut text = format!("{}[{}]", definition.full_name(), arguments.join(","));
                if let Some(assembly) = assembly {
                    text.push(',');
                    text.push_str(assembly);
                }
                text
            }
            TypeNameKind::Array { element, rank } => {
                let commas = ",".repeat(rank.saturating_sub(1) as usize);
                format!("{}[{commas}]", element.full_name())
            }
        }
    }

    /// The last part of a simple name (`Int32` of `System.Int32`); for the other shapes that of
    /// the definition or element.
    pub fn simple_name(&self) -> &str {
        match &self.kind {
            TypeNameKind::Simple { name, .. } => name.rsplit('.').next().unwrap_or(name),
            TypeNameKind::Generic { definition, .. } => definition.simple_name(),
            TypeNameKind::Array { element, .. } => element.simple_name(),
        }
    }

    /// True when the name is simple and equals `other` without regard to case.
    pub fn is_simple(&self, other: &str) -> bool {
        matches!(&self.kind, TypeNameKind::Simple { name, assembly: None }
            if name.eq_ignore_ascii_case(other))
    }
}

impl std::fmt::Display for TypeName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.full_name())
    }
}
