//! Attributes of parameters and variables: what is demanded of a value, and what changes it.

use std::sync::Arc;

use remora_psobject::{Decimal, PsString, TypeId, Value};

use crate::command::{RangeBound, RangeKind, Validation};
use crate::script::ScriptBlock;

/// One attribute, in the order in which it was written.
#[derive(Clone, Debug)]
pub enum Constraint {
    /// A type constraint: the value is converted.
    Type(TypeId),
    /// `[ValidateSet()]`
    Set {
        /// The words.
        values: Arc<[PsString]>,
        /// Whether case does not matter.
        ignore_case: bool,
        /// A message of one's own; `{0}` is the value, `{1}` the words.
        error_message: Option<PsString>,
    },
    /// `[ValidateSet([Class])]`: a class with `GetValidValues()` gives the words.
    SetOfClass(TypeId),
    /// `[ValidateRange(min, max)]`
    Range {
        /// The smallest value.
        min: Value,
        /// The largest value.
        max: Value,
    },
    /// `[ValidateRange(kind)]`
    RangeKind(RangeKind),
    /// `[ValidateLength()]`
    Length(Bound),
    /// `[ValidateCount()]`
    Count(Bound),
    /// `[ValidatePattern()]`
    Pattern {
        /// The regular expression.
        pattern: PsString,
        /// `RegexOptions`; `IgnoreCase` where nothing was said.
        options: i64,
        /// A message of one's own; `{0}` is the value, `{1}` the pattern.
        error_message: Option<PsString>,
    },
    /// `[ValidateScript()]`
    Script {
        /// Gives true for a valid value.
        block: ScriptBlock,
        /// A message of one's own; `{0}` is the value, `{1}` the script.
        error_message: Option<PsString>,
    },
    /// `[ValidateDrive()]`, `[ValidateUserDrive()]`
    Drive(Arc<[PsString]>),
    /// `[ValidateNotNull()]`
    NotNull,
    /// `[ValidateNotNullOrEmpty()]`
    NotNullOrEmpty,
    /// `[ValidateNotNullOrWhiteSpace()]`
    NotNullOrWhiteSpace,
    /// `[ValidateTrustedData()]`
    TrustedData,
    /// `[AllowNull()]`
    AllowNull,
    /// `[AllowEmptyString()]`
    AllowEmptyString,
    /// `[AllowEmptyCollection()]`
    AllowEmptyCollection,
    /// `[PSTypeName()]`
    TypeName(PsString),
    /// An attribute that changes the value, by the full name of its class.
    Transformation(PsString),
    /// An instance of a class that a script defined, deriving from a validation or transformation
    /// attribute.
    Object(Value),
    /// Any other attribute, by name: it only shows in the metadata.
    Named(PsString),
}

/// Two ends of a range of lengths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The least.
    pub min: i32,
    /// The most.
    pub max: i32,
}

impl Constraint {
    /// The constraint that a cmdlet's table declares.
    pub fn from_validation(validation: &Validation) -> Self {
        match *validation {
            Validation::Set(values) => Self::Set {
                values: values.iter().map(|value| PsString::from(*value)).collect(),
                ignore_case: true,
                error_message: None,
            },
            Validation::Range { min, max } => {
                Self::Range { min: bound_value(min), max: bound_value(max) }
            }
            Validation::RangeKind(kind) => Self::RangeKind(kind),
            Validation::Length { min, max } => Self::Length(Bound { min, max }),
            Validation::Count { min, max } => Self::Count(Bound { min, max }),
            Validation::Pattern(pattern) => {
                Self::Pattern { pattern: pattern.into(), options: 1, error_message: None }
            }
            Validation::NotNull => Self::NotNull,
            Validation::NotNullOrEmpty => Self::NotNullOrEmpty,
            Validation::NotNullOrWhiteSpace => Self::NotNullOrWhiteSpace,
            Validation::TrustedData => Self::TrustedData,
            Validation::AllowNull => Self::AllowNull,
            Validation::AllowEmptyString => Self::AllowEmptyString,
            Validation::AllowEmptyCollection => Self::AllowEmptyCollection,
            Validation::Named(name) => Self::Named(name.into()),
        }
    }

    /// The short name of the attribute's class.
    pub fn attribute_name(&self) -> PsString {
        match self {
            Self::Type(_) => "ArgumentTypeConverterAttribute",
            Self::Set { .. } | Self::SetOfClass(_) => "ValidateSetAttribute",
            Self::Range { .. } | Self::RangeKind(_) => "ValidateRangeAttribute",
            Self::Length(_) => "ValidateLengthAttribute",
            Self::Count(_) => "ValidateCountAttribute",
            Self::Pattern { .. } => "ValidatePatternAttribute",
            Self::Script { .. } => "ValidateScriptAttribute",
            Self::Drive(_) => "ValidateDriveAttribute",
            Self::NotNull => "ValidateNotNullAttribute",
            Self::NotNullOrEmpty => "ValidateNotNullOrEmptyAttribute",
            Self::NotNullOrWhiteSpace => "ValidateNotNullOrWhiteSpaceAttribute",
            Self::TrustedData => "ValidateTrustedDataAttribute",
            Self::AllowNull => "AllowNullAttribute",
            Self::AllowEmptyString => "AllowEmptyStringAttribute",
            Self::AllowEmptyCollection => "AllowEmptyCollectionAttribute",
            Self::TypeName(_) => "PSTypeNameAttribute",
            Self::Transformation(name) => return short(name).into(),
            Self::Object(value) => return short(&value.type_name()).into(),
            Self::Named(name) if name.ends_with("Attribute") => return name.clone(),
            Self::Named(name) => return format!("{name}Attribute").into(),
        }
        .into()
    }

    /// The attribute as an object.
    pub fn to_value(&self) -> Value {
        if let Self::Object(value) = self {
            return value.clone();
        }
        let name = self.attribute_name();
        let full_name = match self {
            Self::Transformation(name) => name.to_string(),
            _ => format!("System.Management.Automation.{name}"),
        };
        let text = |text: &Option<PsString>| Value::from(text.clone());
        let properties: Vec<(&'static str, Value)> = match self {
            Self::Set { values, ignore_case, error_message } => vec![
                ("ErrorMessage", text(error_message)),
                ("IgnoreCase", Value::Bool(*ignore_case)),
                ("ValidValues", Value::strings(values.iter().cloned())),
            ],
            Self::SetOfClass(id) => {
                let values = crate::object_view::with_session(|context| {
                    super::validate::generated_values(context, *id)
                });
                let values = values.and_then(Result::ok).unwrap_or_default();
                vec![("ValidValues", Value::strings(values))]
            }
            Self::Range { min, max } => vec![("MinRange", min.clone()), ("MaxRange", max.clone())],
            Self::Length(bound) | Self::Count(bound) => {
                vec![("MinLength", Value::I32(bound.min)), ("MaxLength", Value::I32(bound.max))]
            }
            Self::Pattern { pattern, error_message, .. } => vec![
                ("RegexPattern", Value::Str(pattern.clone())),
                ("ErrorMessage", text(error_message)),
            ],
            Self::Script { block, error_message } => vec![
                ("ErrorMessage", text(error_message)),
                ("ScriptBlock", Value::live(block.clone())),
            ],
            _ => Vec::new(),
        };
        remora_dotnet::types::automation::attributes::make(&full_name, properties)
    }
}

fn short(full_name: &str) -> &str {
    full_name.rsplit('.').next().unwrap_or(full_name)
}

fn bound_value(bound: RangeBound) -> Value {
    match bound {
        RangeBound::Integer(number) => i32::try_from(number)
            .map(Value::I32)
            .or_else(|_| i64::try_from(number).map(Value::I64))
            .or_else(|_| u64::try_from(number).map(Value::U64))
            .unwrap_or_else(|_| Value::from(Decimal::from_i128_with_scale(number, 0))),
        RangeBound::Real(number) => Value::F64(number),
    }
}
