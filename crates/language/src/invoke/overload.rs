//! Which of several overloads a call means: the costs of conversion, argument by argument.

use remora_dotnet::registry::{self, Overload, TypeKind, TypeRef};
use remora_psobject::{TypeId, Value};

use super::errors::{ambiguous_overloads, no_overload};
use crate::ScriptOverload;
use crate::convert::rank::{Fit, Rank, rank};
use crate::error::Result;

/// A parameter, as the choice sees it.
#[derive(Clone, Debug)]
pub struct ParameterInfo {
    /// Its name.
    pub name: String,
    /// Its type; a parameter of a generic method takes anything and is `System.Object`.
    pub type_id: TypeId,
    /// Takes any number of arguments.
    pub is_params: bool,
    /// Is passed by reference.
    pub is_ref: bool,
    /// May be left out.
    pub is_optional: bool,
    /// The type is a parameter of the method, or holds one.
    pub is_open: bool,
    /// The type is none that is known here: no value is of it.
    pub is_unknown: bool,
    /// Where the type is open and generic: which generic type it is.
    pub definition: Option<TypeId>,
    /// The arguments of that generic type which are no parameters of the method.
    pub closed: Vec<Option<TypeId>>,
}

/// A callable of a known shape.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The parameters.
    pub parameters: Vec<ParameterInfo>,
}

/// The chosen candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its place in the list.
    pub index: usize,
    /// Whether the last arguments become one array.
    pub expanded: bool,
}

/// Whether scripts call an overload by choice: those with spans count where there is nothing else.
pub(super) fn is_reachable(overload: &Overload) -> bool {
    !overload.signature.contains("Span[") && !overload.signature.contains('*')
}

impl Candidate {
    /// A candidate for an overload of a type of .NET.
    pub fn of_overload(overload: &Overload, owner: TypeId) -> Self {
        let generics = overload.generic_parameters();
        let parameters = overload
            .parameters()
            .iter()
            .map(|parameter| {
                let is_open = mentions(&parameter.type_ref, &generics);
                let resolved = if let Some(element) = span_of(&parameter.type_ref) {
                    element.resolve(owner).map(TypeId::array_of)
                } else if is_open {
                    open_type(&parameter.type_ref)
                } else {
                    parameter.type_ref.resolve(owner)
                };
                ParameterInfo {
                    name: parameter.name.to_owned(),
                    type_id: resolved.unwrap_or(TypeId::OBJECT),
                    is_params: parameter.is_params,
                    is_ref: parameter.is_ref,
                    is_optional: parameter.default.is_some(),
                    is_open: is_open || resolved.is_none(),
                    is_unknown: resolved.is_none(),
                    definition: is_open.then(|| generic_definition(&parameter.type_ref)).flatten(),
                    closed: if is_open {
                        closed_arguments(&parameter.type_ref, &generics)
                    } else {
                        Vec::new()
                    },
                }
            })
            .collect();
        Self { parameters }
    }

    /// A candidate for a generic method whose types the call names.
    pub fn of_generic(overload: &Overload, owner: TypeId, types: &[TypeId]) -> Self {
        let generics = overload.generic_parameters();
        let mut candidate = Self::of_overload(overload, owner);
        for (known, parameter) in overload.parameters().iter().zip(&mut candidate.parameters) {
            if parameter.is_open
                && let Some(id) = substituted(&known.type_ref, &generics, types, owner)
            {
                parameter.type_id = id;
                parameter.is_open = false;
                parameter.is_unknown = false;
                parameter.definition = None;
            }
        }
        candidate
    }

    /// A candidate for a method of a script's class.
    pub fn of_script(overload: &ScriptOverload) -> Self {
        let parameters = overload
            .parameters
            .iter()
            .map(|(name, type_id)| ParameterInfo {
                name: name.clone(),
                type_id: *type_id,
                is_params: false,
                is_ref: *type_id == TypeId::PS_REFERENCE,
                is_optional: false,
                is_open: false,
                is_unknown: false,
                definition: None,
                closed: Vec::new(),
            })
            .collect();
        Self { parameters }
    }

    /// Whether all parameters are of types that values can have.
    pub(super) fn is_callable(&self) -> bool {
        !self.parameters.iter().any(|parameter| parameter.is_unknown)
    }

    /// Whether another candidate takes just the same.
    pub(super) fn takes_the_same(&self, other: &Self) -> bool {
        let types = |candidate: &Self| -> Vec<(TypeId, bool, bool)> {
            let parameters = candidate.parameters.iter();
            parameters
                .map(|parameter| (parameter.type_id, parameter.is_ref, parameter.is_params))
                .collect()
        };
        let is_open = |candidate: &Self| candidate.parameters.iter().any(|p| p.is_open);
        !is_open(self) && !is_open(other) && types(self) == types(other)
    }

    /// The type that an argument at a place must have.
    pub(super) fn type_at(&self, place: usize, expanded: bool) -> TypeId {
        let last = self.parameters.len().saturating_sub(1);
        match self.parameters.get(place.min(last)) {
            Some(parameter) if expanded && parameter.is_params => {
                parameter.type_id.element_type().unwrap_or(TypeId::OBJECT)
            }
            Some(parameter) => parameter.type_id,
            None => TypeId::OBJECT,
        }
    }

    fn parameter_at(&self, place: usize) -> Option<&ParameterInfo> {
        let last = self.parameters.len().checked_sub(1)?;
        self.parameters.get(place.min(last))
    }
}

/// What a span is of; an array is as good as a span.
fn span_of(type_ref: &TypeRef) -> Option<&TypeRef> {
    match type_ref {
        TypeRef::Generic("System.Span" | "System.ReadOnlySpan", arguments) => arguments.first(),
        _ => None,
    }
}

fn mentions(type_ref: &TypeRef, generics: &[&str]) -> bool {
    match type_ref {
        TypeRef::Named(name) => generics.contains(name),
        TypeRef::Generic(_, arguments) => arguments.iter().any(|part| mentions(part, generics)),
        TypeRef::Array(element, _) => mentions(element, generics),
    }
}

/// A type with the parameters of a generic method replaced.
fn substituted(
    type_ref: &TypeRef,
    generics: &[&str],
    types: &[TypeId],
    owner: TypeId,
) -> Option<TypeId> {
    match type_ref {
        TypeRef::Named(name) => match generics.iter().position(|known| known == name) {
            Some(at) => types.get(at).copied(),
            None => type_ref.resolve(owner),
        },
        TypeRef::Array(element, rank) => {
            Some(substituted(element, generics, types, owner)?.array_of_rank(*rank))
        }
        TypeRef::Generic(_, arguments) => {
            let open = generic_definition(type_ref)?;
            let arguments: Option<Vec<TypeId>> =
                arguments.iter().map(|part| substituted(part, generics, types, owner)).collect();
            Some(open.generic_of(&arguments?))
        }
    }
}

fn generic_definition(type_ref: &TypeRef) -> Option<TypeId> {
    match type_ref {
        TypeRef::Generic(name, arguments) => {
            let name = name.split_once('`').map_or(*name, |(head, _)| head);
            registry::find_type(&format!("{name}`{}", arguments.len()))
        }
        _ => None,
    }
}

/// The arguments of a generic type, those that the method itself leaves open as `None`.
fn closed_arguments(type_ref: &TypeRef, generics: &[&str]) -> Vec<Option<TypeId>> {
    match type_ref {
        TypeRef::Generic(_, arguments) => arguments
            .iter()
            .map(|part| if mentions(part, generics) { None } else { part.open() })
            .collect(),
        _ => Vec::new(),
    }
}

/// Whether an argument is a delegate where another kind of delegate is asked for. A script block
/// becomes any delegate.
fn wrong_delegate(argument: &Value, parameter: &ParameterInfo) -> bool {
    let Some(wanted) = parameter.definition else { return false };
    let is_delegate = registry::definition(wanted)
        .is_some_and(|definition| definition.kind == TypeKind::Delegate);
    if !is_delegate {
        return false;
    }
    match argument.type_id() {
        Some(TypeId::SCRIPT_BLOCK) => false,
        Some(id) => id.generic().is_none_or(|(open, arguments)| {
            let differs = |(given, asked): (&TypeId, &Option<TypeId>)| {
                asked.is_some_and(|asked| asked != *given)
            };
            open != wanted || arguments.iter().zip(&parameter.closed).any(differs)
        }),
        None => false,
    }
}

/// What an open type asks for at least: an array, anything that enumerates, or any object.
fn open_type(type_ref: &TypeRef) -> Option<TypeId> {
    match type_ref {
        TypeRef::Array(..) => Some(TypeId::OBJECT.array_of()),
        TypeRef::Generic(name, _)
            if name.contains("IEnumerable") || name.contains("ICollection") =>
        {
            TypeId::find("System.Collections.IEnumerable")
                .or_else(|| registry::find_type("System.Collections.IEnumerable"))
        }
        _ => Some(TypeId::OBJECT),
    }
}

/// A candidate that takes the arguments, with what each costs.
struct Applicable {
    index: usize,
    expanded: bool,
    fits: Vec<Fit>,
    types: Vec<TypeId>,
    /// Number of parameters that get no argument.
    left_out: usize,
}

/// Chooses the overload that takes the arguments with the least conversion.
///
/// # Errors
/// `MethodCountCouldNotFindBest`: none takes so many arguments, or several fit equally well.
pub fn choose(name: &str, candidates: &[Candidate], arguments: &[Value]) -> Result<Choice> {
    if let [only] = candidates {
        // The most frequent case needs no lists.
        let mut forms = forms(only, arguments.len());
        if let (Some(expanded), None) = (forms.next(), forms.next()) {
            return Ok(Choice { index: 0, expanded });
        }
    }
    let counted: Vec<(usize, bool)> = candidates
        .iter()
        .enumerate()
        .flat_map(|(index, candidate)| {
            forms(candidate, arguments.len()).map(move |expanded| (index, expanded))
        })
        .collect();
    match counted.as_slice() {
        [] => return Err(no_overload(name, arguments.len())),
        // A call that can only mean one thing is not judged: its arguments are converted or refused.
        [(index, expanded)] => {
            return Ok(Choice { index: *index, expanded: *expanded });
        }
        _ => {}
    }
    let mut applicable = Vec::new();
    for (index, expanded) in &counted {
        if let Some(candidate) = candidates.get(*index)
            && let Some(found) = judge(*index, candidate, *expanded, arguments)
        {
            applicable.push(found);
        }
    }
    if applicable.is_empty() {
        // Where the normal and the expanded form of one overload are left, the arguments say which.
        if let [(index, _), rest @ ..] = counted.as_slice()
            && rest.iter().all(|(other, _)| other == index)
        {
            return Ok(Choice { index: *index, expanded: true });
        }
        return Err(no_overload(name, arguments.len()));
    }
    best(name, &applicable, arguments)
}

/// In which forms a candidate takes this number of arguments: as it is, with the last arguments as
/// an array.
fn forms(candidate: &Candidate, count: usize) -> impl Iterator<Item = bool> + use<> {
    let total = candidate.parameters.len();
    let required = candidate
        .parameters
        .iter()
        .filter(|parameter| !parameter.is_optional && !parameter.is_params)
        .count();
    let has_params = candidate.parameters.last().is_some_and(|parameter| parameter.is_params);
    let normal = count <= total && count >= required + usize::from(has_params);
    let expanded = has_params && count >= required;
    [(normal, false), (expanded, true)]
        .into_iter()
        .filter_map(|(possible, expanded)| possible.then_some(expanded))
}

fn judge(
    index: usize,
    candidate: &Candidate,
    expanded: bool,
    arguments: &[Value],
) -> Option<Applicable> {
    let mut fits = Vec::with_capacity(arguments.len());
    let mut types = Vec::with_capacity(arguments.len());
    for (place, argument) in arguments.iter().enumerate() {
        let parameter = candidate.parameter_at(place)?;
        let wanted = candidate.type_at(place, expanded);
        let is_reference =
            argument.type_id().is_some_and(|id| id.derives_from(TypeId::PS_REFERENCE));
        let fit = if parameter.is_ref {
            if is_reference {
                reference_fit(argument, wanted)
            } else {
                // Found out when the call is made, so that the message can name the place.
                Fit { rank: Rank::UnrelatedArrays, direct: false }
            }
        } else if is_reference && wanted != TypeId::PS_REFERENCE && wanted != TypeId::OBJECT {
            return None;
        } else if parameter.is_open {
            let fit = rank(argument, wanted);
            if !fit.exists() || wrong_delegate(argument, parameter) {
                return None;
            }
            // A method made for the very type is the better one.
            Fit { rank: Rank::Assignable, direct: false }
        } else {
            rank(argument, wanted)
        };
        if !fit.exists() {
            return None;
        }
        fits.push(fit);
        types.push(wanted);
    }
    Some(Applicable {
        index,
        expanded,
        fits,
        types,
        left_out: candidate.parameters.len().saturating_sub(arguments.len()),
    })
}

/// How well the value behind a reference fits the parameter.
fn reference_fit(argument: &Value, wanted: TypeId) -> Fit {
    let fit = match argument.downcast::<super::Reference>() {
        Some(reference) => rank(&reference.get(), wanted),
        None => Fit { rank: Rank::Identity, direct: true },
    };
    if fit.exists() { fit } else { Fit { rank: Rank::UnrelatedArrays, direct: false } }
}

fn best(name: &str, applicable: &[Applicable], arguments: &[Value]) -> Result<Choice> {
    let better = |a: &Applicable, b: &Applicable| compare(a, b, arguments) > 0;
    let mut champion = applicable.first();
    for candidate in applicable {
        if let Some(current) = champion
            && better(candidate, current)
        {
            champion = Some(candidate);
        }
    }
    let Some(champion) = champion else {
        return Err(no_overload(name, arguments.len()));
    };
    // What says nothing leaves the choice to the order of declaration.
    let silent = !arguments.is_empty() && arguments.iter().all(Value::is_null);
    let tied = !silent
        && applicable
            .iter()
            .filter(|other| other.index != champion.index || other.expanded != champion.expanded)
            .any(|other| compare(champion, other, arguments) <= 0);
    if tied {
        return Err(ambiguous_overloads(name, arguments.len()));
    }
    Ok(Choice { index: champion.index, expanded: champion.expanded })
}

/// Positive where the first is the better one. Earlier arguments weigh more.
fn compare(left: &Applicable, right: &Applicable, arguments: &[Value]) -> i64 {
    let weights = || (1..=i64::try_from(left.fits.len()).unwrap_or(0)).rev();
    let mut score = 0;
    for ((a, b), weight) in left.fits.iter().zip(&right.fits).zip(weights()) {
        score += match a.cmp(b) {
            std::cmp::Ordering::Less => -weight,
            std::cmp::Ordering::Equal => 0,
            std::cmp::Ordering::Greater => weight,
        };
    }
    if score != 0 {
        return score;
    }
    let places = left.types.iter().zip(&right.types).zip(arguments);
    for (((a, b), argument), weight) in places.zip(weights()) {
        score += weight * preference(*a, *b, argument);
    }
    if score != 0 {
        return score;
    }
    match (left.expanded, right.expanded) {
        (false, true) => 1,
        (true, false) => -1,
        _ => match left.left_out.cmp(&right.left_out) {
            std::cmp::Ordering::Less => 1,
            std::cmp::Ordering::Equal => 0,
            std::cmp::Ordering::Greater => -1,
        },
    }
}

/// Which of two types that take an argument equally well is the more fitting one.
fn preference(a: TypeId, b: TypeId, argument: &Value) -> i64 {
    if a == b {
        return 0;
    }
    if argument.is_null() {
        // Null is an object before it is anything special.
        let objects = i64::from(a == TypeId::OBJECT) - i64::from(b == TypeId::OBJECT);
        if objects != 0 {
            return objects;
        }
    }
    if matches!(argument.base(), Value::Str(_) | Value::Char(_)) {
        let by_range = |id: TypeId| -> i64 {
            match id {
                TypeId::DOUBLE => 2,
                TypeId::SINGLE => 1,
                _ => 0,
            }
        };
        let difference = by_range(a) - by_range(b);
        if difference != 0 {
            return difference.signum();
        }
    }
    if matches!(argument.base(), Value::Bool(_)) {
        return 0;
    }
    let (forth, back) = (converts(a, b), converts(b, a));
    i64::from(forth > back) - i64::from(forth < back)
}

/// How easily one type becomes another; the narrower of two types goes more easily.
fn converts(from: TypeId, to: TypeId) -> Rank {
    use crate::convert::{is_assignable, rank::type_rank, rank::widens};
    if is_assignable(from, to) {
        return Rank::Assignable;
    }
    if widens(from, to) {
        return Rank::NumericImplicit;
    }
    match (from, to) {
        (TypeId::DECIMAL, TypeId::DOUBLE | TypeId::SINGLE) => Rank::NumericText,
        (TypeId::CHAR, TypeId::STRING) => Rank::NumericText,
        (TypeId::STRING, TypeId::CHAR) => Rank::Language,
        // Anything has a truth value, which says nothing about the type.
        (_, TypeId::BOOLEAN) => Rank::None,
        _ => {
            type_rank(from, to).unwrap_or_else(|| match (from.element_type(), to.element_type()) {
                (Some(a), Some(b)) => converts(a, b),
                _ => Rank::None,
            })
        }
    }
}
