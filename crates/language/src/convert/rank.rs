//! How well a value fits a type: what the choice of overloads goes by.

use remora_dotnet::registry::{self, TypeKind};
use remora_psobject::{TypeId, Value};

use super::{is_assignable, is_bag, numeric};
use crate::enumerate;

/// The kinds of conversion, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// There is no way.
    None,
    /// The items of one array into another array.
    UnrelatedArrays,
    /// Anything to text.
    ToText,
    /// A converter of the type, enumerations from numbers among them.
    Custom,
    /// `op_Implicit`, `op_Explicit`
    Cast,
    /// A constructor with one parameter.
    Constructor,
    /// A constructor without parameters, and then the properties.
    Create,
    /// A static `Parse`.
    Parse,
    /// Into `PSObject`.
    PsObject,
    /// What the language itself knows: truth, arrays, dates, types.
    Language,
    /// Null to a structure.
    NullToValue,
    /// Null to a reference.
    NullToReference,
    /// A number to one that may not hold it.
    NumericExplicit,
    /// Between numbers and texts, and numbers and characters.
    NumericText,
    /// A number to one that holds it.
    NumericImplicit,
    /// The type is a base or an interface.
    Assignable,
    /// A text to an array of characters.
    TextToCharacters,
    /// The same type.
    Identity,
}

/// A rank, and whether the value first becomes an array of one item, which is worse than the same
/// conversion without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    /// The kind of conversion.
    pub rank: Rank,
    /// False where a scalar becomes an array.
    pub direct: bool,
}

impl Fit {
    /// No conversion.
    pub const NONE: Self = Self::of(Rank::None);

    const fn of(rank: Rank) -> Self {
        Self { rank, direct: true }
    }

    /// Whether there is a conversion.
    pub fn exists(self) -> bool {
        self.rank != Rank::None
    }
}

/// How well a value fits a type. Values are not looked into, but for the items of arrays: that a
/// text is no number shows only when it is converted.
pub fn rank(value: &Value, target: TypeId) -> Fit {
    match value.type_id() {
        Some(from) => rank_of(from, value, target),
        None if target.generic().is_some_and(|(open, _)| open == TypeId::NULLABLE) => {
            Fit::of(Rank::NullToReference)
        }
        None if target.is_value_type() => match target {
            TypeId::DATE_TIME | TypeId::TIME_SPAN | TypeId::GUID => Fit::NONE,
            _ => Fit::of(Rank::NullToValue),
        },
        None => Fit::of(Rank::NullToReference),
    }
}

fn rank_of(from: TypeId, value: &Value, target: TypeId) -> Fit {
    if let Some((TypeId::NULLABLE, arguments)) = target.generic() {
        return arguments.first().map_or(Fit::NONE, |inner| rank_of(from, value, *inner));
    }
    if from == target {
        return Fit::of(Rank::Identity);
    }
    if target == TypeId::PS_OBJECT {
        return Fit::of(if is_bag(value) || value.as_object().is_some() {
            Rank::Identity
        } else {
            Rank::PsObject
        });
    }
    if is_assignable(from, target) {
        return Fit::of(Rank::Assignable);
    }
    if let Some(rank) = type_rank(from, target) {
        return Fit::of(rank);
    }
    if let Some(element) = target.element_type() {
        return array_rank(from, value, element);
    }
    object_rank(from, value, target)
}

/// Conversions that the two types alone decide.
pub(crate) fn type_rank(from: TypeId, target: TypeId) -> Option<Rank> {
    let numeric = numeric::is_numeric_type;
    Some(match (from, target) {
        (_, TypeId::BOOLEAN) => Rank::Language,
        (TypeId::BOOLEAN, to) if numeric(to) => Rank::Language,
        (TypeId::BOOLEAN, TypeId::SWITCH_PARAMETER) => Rank::Language,
        (TypeId::SWITCH_PARAMETER, to) if numeric(to) => return None,
        (TypeId::STRING, TypeId::CHAR) => Rank::Language,
        (TypeId::STRING, to) if numeric(to) || to == TypeId::BIG_INTEGER => Rank::NumericText,
        (TypeId::STRING, TypeId::TYPE) => Rank::Language,
        (TypeId::STRING, to) if to.enum_definition().is_some() => Rank::Custom,
        (TypeId::CHAR, TypeId::STRING) => Rank::NumericText,
        (TypeId::CHAR, to) if numeric(to) => Rank::NumericText,
        (a, TypeId::CHAR) if numeric::is_integer_type(a) => Rank::NumericText,
        (a, TypeId::STRING) if numeric(a) => Rank::NumericText,
        (_, TypeId::STRING) => Rank::ToText,
        (a, b) if numeric(a) && numeric(b) => {
            if widens(a, b) {
                Rank::NumericImplicit
            } else {
                Rank::NumericExplicit
            }
        }
        (a, TypeId::BIG_INTEGER) if numeric(a) => Rank::Cast,
        (TypeId::BIG_INTEGER, b) if numeric(b) => Rank::Cast,
        (a, b) if b.enum_definition().is_some() && numeric(a) => Rank::Language,
        (a, b) if a.enum_definition().is_some() && numeric(b) => Rank::NumericExplicit,
        _ => return None,
    })
}

/// Whether every number of one type is near enough a number of the other.
pub(crate) fn widens(from: TypeId, to: TypeId) -> bool {
    const ORDER: &[(TypeId, &[TypeId])] = &[
        (
            TypeId::SBYTE,
            &[
                TypeId::INT16,
                TypeId::INT32,
                TypeId::INT64,
                TypeId::SINGLE,
                TypeId::DOUBLE,
                TypeId::DECIMAL,
            ],
        ),
        (
            TypeId::BYTE,
            &[
                TypeId::INT16,
                TypeId::UINT16,
                TypeId::INT32,
                TypeId::UINT32,
                TypeId::INT64,
                TypeId::UINT64,
                TypeId::SINGLE,
                TypeId::DOUBLE,
                TypeId::DECIMAL,
            ],
        ),
        (
            TypeId::INT16,
            &[TypeId::INT32, TypeId::INT64, TypeId::SINGLE, TypeId::DOUBLE, TypeId::DECIMAL],
        ),
        (
            TypeId::UINT16,
            &[
                TypeId::INT32,
                TypeId::UINT32,
                TypeId::INT64,
                TypeId::UINT64,
                TypeId::SINGLE,
                TypeId::DOUBLE,
                TypeId::DECIMAL,
            ],
        ),
        (TypeId::INT32, &[TypeId::INT64, TypeId::DOUBLE, TypeId::DECIMAL]),
        (TypeId::UINT32, &[TypeId::INT64, TypeId::UINT64, TypeId::DOUBLE, TypeId::DECIMAL]),
        (TypeId::INT64, &[TypeId::DOUBLE, TypeId::DECIMAL]),
        (TypeId::UINT64, &[TypeId::DOUBLE, TypeId::DECIMAL]),
        (TypeId::SINGLE, &[TypeId::DOUBLE]),
    ];
    ORDER.iter().any(|(narrow, wide)| *narrow == from && wide.contains(&to))
}

/// To an array: the items one by one, or a scalar as the only item.
fn array_rank(from: TypeId, value: &Value, element: TypeId) -> Fit {
    if from == TypeId::STRING && element == TypeId::CHAR {
        return Fit::of(Rank::TextToCharacters);
    }
    if let Some(items) = enumerate::items(value) {
        if element == TypeId::OBJECT {
            return Fit::of(Rank::Language);
        }
        let possible = items.iter().all(|item| item.is_null() || rank(item, element).exists());
        return Fit::of(if possible { Rank::UnrelatedArrays } else { Rank::None });
    }
    Fit { direct: false, ..rank_of(from, value, element) }
}

fn object_rank(from: TypeId, value: &Value, target: TypeId) -> Fit {
    let base = value.base();
    if target == TypeId::HASHTABLE && matches!(base, Value::Dictionary(_)) {
        return Fit::of(Rank::Language);
    }
    if from == TypeId::STRING && has_parse(target) {
        return Fit::of(Rank::Parse);
    }
    if target == TypeId::DATE_TIME || target == TypeId::TIME_SPAN {
        return Fit::of(match from {
            TypeId::INT32 | TypeId::INT64 => Rank::Constructor,
            _ => Rank::None,
        });
    }
    let Some(definition) = registry::definition(target) else {
        return Fit::NONE;
    };
    if definition.kind == TypeKind::Delegate {
        return Fit::of(if from == TypeId::SCRIPT_BLOCK { Rank::Language } else { Rank::None });
    }
    if matches!(definition.kind, TypeKind::Interface) {
        return Fit::NONE;
    }
    if super::objects::constructor_for(definition, target, value).is_some() {
        return Fit::of(Rank::Constructor);
    }
    if is_collection_type(target) && enumerate::is_enumerable(base) {
        return Fit::of(Rank::Constructor);
    }
    let creates = matches!(base, Value::Dictionary(_)) || is_bag(base);
    if creates && super::objects::has_default_constructor(definition) {
        return Fit::of(Rank::Create);
    }
    Fit::NONE
}

/// Whether a collection of this type is made of the items of any other.
fn is_collection_type(target: TypeId) -> bool {
    registry::find_type("System.Collections.ICollection")
        .is_some_and(|id| registry::implements(target, id))
        || registry::find_type("System.Collections.IEnumerable")
            .is_some_and(|id| target.generic().is_some() && registry::implements(target, id))
}

/// Whether texts become values of this type by parsing.
fn has_parse(target: TypeId) -> bool {
    matches!(
        target,
        TypeId::DATE_TIME
            | TypeId::DATE_TIME_OFFSET
            | TypeId::TIME_SPAN
            | TypeId::GUID
            | TypeId::VERSION
            | TypeId::SEMANTIC_VERSION
            | TypeId::URI
            | TypeId::XML_DOCUMENT
    ) || registry::definition(target)
        .and_then(|definition| definition.static_method("Parse"))
        .is_some()
}
