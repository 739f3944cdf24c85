//! Running bodies: constructors, methods, operators.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use parking_lot::RwLock;
use remora_dotnet::Call;
use remora_dotnet::registry::{self, Overload, TypeKind};
use remora_psobject::{Exception, TypeId, Value};

use super::errors::{
    argument_error, method_not_found, no_generic, no_overload, not_a_reference, wrap_failure,
};
use super::overload::{Candidate, Choice, choose, is_reachable};
use super::reference::Reference;
use crate::convert;
use crate::error::{LanguageError, Result};
use crate::{Runtime, ScriptType};

type Thrown = std::result::Result<Value, Exception>;

/// Runs the body of an overload with arguments that have the types of its parameters.
///
/// # Errors
/// What the body throws, and what a variable behind a `[ref]` argument refuses.
pub fn run_body(
    overload: &Overload,
    this: &Value,
    arguments: &[Value],
    type_id: TypeId,
    runtime: &dyn Runtime,
) -> Thrown {
    let call = Call::new(this, arguments, type_id, Some(overload), runtime);
    run_call(overload, call, &[])
}

fn run_call(overload: &Overload, mut call: Call<'_>, references: &[(usize, Value)]) -> Thrown {
    let result = (overload.body)(&mut call);
    let outputs = call.take_outputs();
    let result = result?;
    for (place, value) in outputs {
        let target = references
            .iter()
            .find(|(known, _)| *known == place)
            .and_then(|(_, reference)| reference.downcast::<Reference>());
        if let Some(target) = target {
            target.set(value)?;
        }
    }
    Ok(result)
}

/// Converts arguments to the types of the chosen parameters, and keeps the `[ref]` ones apart.
pub(super) struct Prepared {
    arguments: Vec<Value>,
    references: Vec<(usize, Value)>,
}

impl Prepared {
    /// The arguments in their new types.
    pub(super) fn arguments(&self) -> &[Value] {
        &self.arguments
    }
}

pub(super) fn prepare(
    name: &str,
    candidate: &Candidate,
    choice: &Choice,
    arguments: &[Value],
    runtime: &dyn Runtime,
) -> Result<Prepared> {
    let mut converted = Vec::with_capacity(arguments.len());
    let mut references = Vec::new();
    let params_at = choice.expanded.then(|| candidate.parameters.len().saturating_sub(1));
    let mut rest: Vec<Value> = Vec::new();
    for (place, argument) in arguments.iter().enumerate() {
        let last = candidate.parameters.len().saturating_sub(1);
        let parameter = candidate.parameters.get(place.min(last));
        let wanted = candidate.type_at(place, choice.expanded);
        if parameter.is_some_and(|parameter| parameter.is_ref) && wanted != TypeId::PS_REFERENCE {
            let Some(reference) = argument.downcast::<Reference>() else {
                return Err(not_a_reference(place + 1));
            };
            references.push((place, argument.base().clone()));
            let value = reference.get();
            // What the variable holds has to fit, also where the method only writes to it.
            converted.push(match parameter {
                Some(parameter) if parameter.is_open => value,
                _ => convert::to_type(&value, wanted, runtime).map_err(|cause| {
                    let reason =
                        Exception::new(TypeId::PS_INVALID_CAST_EXCEPTION, cause.message().clone());
                    wrap_failure(name, arguments.len(), reason)
                })?,
            });
            continue;
        }
        let is_open = parameter.is_some_and(|parameter| parameter.is_open);
        // An array for an open type stays the array it is: the method may write to it.
        let fits = wanted == TypeId::OBJECT || matches!(argument.base(), Value::Array(_));
        let value = if is_open && fits {
            argument.clone().or_null()
        } else {
            let parameter_name = parameter.map_or("", |parameter| parameter.name.as_str());
            convert::to_type(argument, wanted, runtime)
                .map_err(|cause| argument_error(parameter_name, argument, name, wanted, &cause))?
        };
        match params_at {
            Some(from) if place >= from => rest.push(value),
            _ => converted.push(value),
        }
    }
    if let Some(from) = params_at {
        let element = candidate.type_at(from, true);
        converted.push(Value::array_of(element, rest));
    }
    Ok(Prepared { arguments: converted, references })
}

/// The overloads of a member that scripts can call, ready for the choice.
struct Visible {
    overloads: Vec<&'static Overload>,
    candidates: Vec<Candidate>,
}

/// By the address of the list of overloads, which is static, and the closed type.
type VisibleByList = HashMap<(usize, TypeId), Arc<Visible>>;

impl Visible {
    fn new(name: &str, overloads: &'static [Overload], type_id: TypeId) -> Self {
        let reachable = || overloads.iter().filter(|overload| is_reachable(overload));
        // Members of interfaces that are not seen from outside count only where nothing else does.
        let mut visible: Vec<&'static Overload> =
            reachable().filter(|overload| overload.interface.is_none()).collect();
        if visible.is_empty() {
            visible = reachable().collect();
        }
        if visible.is_empty() {
            visible = overloads.iter().filter(|known| !known.signature.contains('*')).collect();
        }
        let mut pairs: Vec<(&'static Overload, Candidate)> = Vec::with_capacity(visible.len());
        for overload in &visible {
            let candidate = Candidate::of_overload(overload, type_id);
            // A base and a type that overrides it name the same method twice.
            let known = pairs.iter().any(|(_, known)| known.takes_the_same(&candidate));
            if !known && candidate.is_callable() {
                pairs.push((*overload, candidate));
            }
        }
        if pairs.is_empty() {
            let all = visible
                .into_iter()
                .map(|overload| (overload, Candidate::of_overload(overload, type_id)));
            pairs.extend(all);
        }
        let (visible, mut candidates): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        if name.starts_with("op_") {
            // Operands have no names, only places.
            for candidate in &mut candidates {
                for (place, parameter) in candidate.parameters.iter_mut().enumerate() {
                    parameter.name = place.to_string();
                }
            }
        }
        Self { overloads: visible, candidates }
    }

    /// Those that have as many type parameters as a call names types, with these types in their
    /// places.
    fn with_type_parameters(&self, types: &[TypeId], owner: TypeId) -> Option<Self> {
        let overloads: Vec<&'static Overload> = self
            .overloads
            .iter()
            .copied()
            .filter(|overload| overload.generic_parameters().len() == types.len())
            .collect();
        let candidates = overloads
            .iter()
            .map(|overload| Candidate::of_generic(overload, owner, types))
            .collect::<Vec<_>>();
        (!overloads.is_empty()).then_some(Self { overloads, candidates })
    }

    /// Worked out once for each list of overloads and closed type.
    fn cached(name: &str, overloads: &'static [Overload], type_id: TypeId) -> Arc<Self> {
        static KNOWN: LazyLock<RwLock<VisibleByList>> = LazyLock::new(RwLock::default);
        let key = (overloads.as_ptr().addr(), type_id);
        if let Some(known) = KNOWN.read().get(&key) {
            return Arc::clone(known);
        }
        let visible = Arc::new(Self::new(name, overloads, type_id));
        KNOWN.write().insert(key, Arc::clone(&visible));
        visible
    }
}

/// Chooses among overloads, converts the arguments, runs the body.
///
/// # Errors
/// `MethodCountCouldNotFindBest`, `MethodArgumentConversionInvalidCastArgument`; the body's exception
/// inside a `MethodInvocationException`.
pub(super) fn invoke_overloads(
    name: &str,
    overloads: &'static [Overload],
    this: &Value,
    arguments: &[Value],
    type_id: TypeId,
    runtime: &dyn Runtime,
) -> Result {
    invoke_generic(name, overloads, &[], this, arguments, type_id, runtime)
}

/// The same for a call that names the types of a generic method.
///
/// # Errors
/// `MethodCountCouldNotFindBestGeneric`; see [`invoke_overloads`].
pub(super) fn invoke_generic(
    name: &str,
    overloads: &'static [Overload],
    types: &[TypeId],
    this: &Value,
    arguments: &[Value],
    type_id: TypeId,
    runtime: &dyn Runtime,
) -> Result {
    let visible = Visible::cached(name, overloads, type_id);
    let visible = if types.is_empty() {
        visible
    } else {
        let fitting = visible.with_type_parameters(types, type_id);
        Arc::new(fitting.ok_or_else(|| no_generic(name, types.len(), arguments.len()))?)
    };
    let choice = choose(name, &visible.candidates, arguments)?;
    let (Some(overload), Some(candidate)) =
        (visible.overloads.get(choice.index), visible.candidates.get(choice.index))
    else {
        return Err(no_overload(name, arguments.len()));
    };
    // Messages about arguments of constructors name them as .NET does.
    let shown = if name == "new" { ".ctor" } else { name };
    let prepared = prepare(shown, candidate, &choice, arguments, runtime)?;
    let call = Call::new(this, &prepared.arguments, type_id, Some(overload), runtime)
        .with_type_arguments(types);
    run_call(overload, call, &prepared.references)
        .map_err(|cause| wrap_failure(shown, arguments.len(), cause))
}

/// The overload that a call means and the types of its parameters, where the arguments are taken one
/// by one.
pub(super) fn chosen(
    name: &str,
    overloads: &'static [Overload],
    arguments: &[Value],
    type_id: TypeId,
) -> Option<(&'static Overload, Vec<TypeId>)> {
    let visible = Visible::cached(name, overloads, type_id);
    let choice = choose(name, &visible.candidates, arguments).ok()?;
    let candidate = visible.candidates.get(choice.index)?;
    let plain = !choice.expanded
        && candidate.parameters.len() == arguments.len()
        && !candidate.parameters.iter().any(|parameter| parameter.is_ref || parameter.is_open);
    let types = candidate.parameters.iter().map(|parameter| parameter.type_id);
    plain.then(|| Some((*visible.overloads.get(choice.index)?, types.collect())))?
}

/// Calls an instance method that the class of an object defines, for rules of the language that ask for
/// one: `CompareTo`, `Equals`. `None` where there is no such class or method.
pub(crate) fn call_class_method(
    this: &Value,
    name: &str,
    arguments: &[Value],
    runtime: &dyn Runtime,
) -> Option<Result> {
    let Value::Live(live) = this else { return None };
    live.object_type().chain().find_map(|part| {
        let class = runtime.script_type(part)?;
        let overloads = class.methods(name);
        (!overloads.is_empty())
            .then(|| invoke_script(name, &overloads, class.as_ref(), this, arguments, runtime))
    })
}

/// The same for the members of a script's class, whose errors are the script's own.
pub(super) fn invoke_script(
    name: &str,
    overloads: &[crate::ScriptOverload],
    class: &dyn ScriptType,
    this: &Value,
    arguments: &[Value],
    runtime: &dyn Runtime,
) -> Result {
    let candidates: Vec<Candidate> = overloads.iter().map(Candidate::of_script).collect();
    let choice = choose(name, &candidates, arguments)?;
    let (Some(overload), Some(candidate)) =
        (overloads.get(choice.index), candidates.get(choice.index))
    else {
        return Err(no_overload(name, arguments.len()));
    };
    let prepared = prepare(name, candidate, &choice, arguments, runtime)?;
    runtime.run_member(class, overload, this, &prepared.arguments).map_err(LanguageError::thrown)
}

/// `[type]::new(arguments)`
///
/// # Errors
/// `MethodNotFound` for types without constructors; see [`invoke_overloads`].
pub fn construct(id: TypeId, arguments: &[Value], runtime: &dyn Runtime) -> Result {
    if let Some(class) = runtime.script_type(id) {
        let overloads = class.constructors();
        return invoke_script("new", &overloads, class.as_ref(), &Value::Null, arguments, runtime);
    }
    if let Some(element) = id.element_type() {
        return new_array(id, element, arguments, runtime);
    }
    let Some(definition) = registry::definition(id) else {
        return Err(method_not_found(id, "new"));
    };
    if definition.constructors.is_empty() && arguments.is_empty() && id.is_value_type() {
        return default_value(id, runtime);
    }
    if definition.constructors.is_empty()
        || matches!(definition.kind, TypeKind::Interface | TypeKind::Static)
        || definition.is_abstract
    {
        return Err(no_overload("new", arguments.len()));
    }
    if arguments.is_empty()
        && id.is_value_type()
        && !definition.constructors.iter().any(|overload| overload.parameters().is_empty())
    {
        return default_value(id, runtime);
    }
    invoke_overloads("new", &definition.constructors, &Value::Null, arguments, id, runtime)
}

/// What a structure is without a constructor.
fn default_value(id: TypeId, runtime: &dyn Runtime) -> Result {
    use remora_psobject::{DateTime, Guid, TimeSpan};
    Ok(match id {
        TypeId::DATE_TIME => Value::DateTime(DateTime::MIN),
        TypeId::TIME_SPAN => Value::TimeSpan(TimeSpan::ZERO),
        TypeId::GUID => Value::from(Guid::EMPTY),
        _ if id.enum_definition().is_some() => Value::Enum(id, 0),
        _ => match convert::to_type(&Value::Null, id, runtime) {
            Ok(value) => value,
            Err(_) => {
                construct_raw(id, &[], runtime).map_err(|cause| wrap_failure(".ctor", 0, cause))?
            }
        },
    })
}

/// `[int[]]::new(3)`: an array of zeros, of one or several dimensions.
fn new_array(id: TypeId, element: TypeId, arguments: &[Value], runtime: &dyn Runtime) -> Result {
    let rank =
        id.full_name().rsplit_once('[').map_or(1, |(_, marks)| marks.matches(',').count() + 1);
    if arguments.len() != rank {
        return Err(no_overload("new", arguments.len()));
    }
    let mut lengths = Vec::with_capacity(rank);
    for argument in arguments {
        let length = convert::to_i32(argument)?;
        let length = usize::try_from(length).map_err(|_| {
            wrap_failure(
                ".ctor",
                arguments.len(),
                Exception::new(
                    TypeId::OVERFLOW_EXCEPTION,
                    "Arithmetic operation resulted in an overflow.",
                ),
            )
        })?;
        lengths.push(length);
    }
    let total = lengths
        .iter()
        .try_fold(1_usize, |product, length| product.checked_mul(*length))
        .filter(|total| *total < 0x7FFF_FFC7)
        .ok_or_else(|| {
            LanguageError::thrown(Exception::new(
                TypeId::OUT_OF_MEMORY_EXCEPTION,
                "Array dimensions exceeded supported range.",
            ))
        })?;
    let zero = if element.is_value_type() {
        default_value(element, runtime).unwrap_or(Value::Null)
    } else {
        Value::Null
    };
    Ok(Value::from(remora_psobject::ArrayObject::with_dimensions(
        element,
        &lengths,
        vec![zero; total],
    )))
}

/// Runs the constructor that takes these arguments as they are.
///
/// # Errors
/// What the body throws; `MissingMethodException` where no constructor takes them.
pub fn construct_raw(id: TypeId, arguments: &[Value], runtime: &dyn Runtime) -> Thrown {
    let found = registry::definition(id).and_then(|definition| {
        definition
            .constructors
            .iter()
            .find(|overload| overload.parameters().len() == arguments.len())
    });
    match found {
        Some(overload) => run_body(overload, &Value::Null, arguments, id, runtime),
        None => Err(Exception::new(
            TypeId::find("System.MissingMethodException").unwrap_or(TypeId::SYSTEM_EXCEPTION),
            format!("Constructor on type '{}' not found.", crate::type_name::net_text(id)),
        )),
    }
}

/// Runs the instance method of this name that takes so many arguments.
///
/// # Errors
/// What the body throws.
pub fn call_raw(
    this: &Value,
    id: TypeId,
    name: &str,
    arguments: &[Value],
    runtime: &dyn Runtime,
) -> Thrown {
    let found = registry::definition(id).and_then(|definition| definition.method(name)).and_then(
        |method| {
            method.overloads.iter().find(|overload| overload.parameters().len() == arguments.len())
        },
    );
    match found {
        Some(overload) => run_body(overload, this, arguments, id, runtime),
        None => Err(Exception::new(
            TypeId::NOT_IMPLEMENTED_EXCEPTION,
            format!("The method '{name}' is not there."),
        )),
    }
}

/// Calls `op_…` of a type or of a script's class. `None`: it has no such operator.
pub fn call_operator(
    id: TypeId,
    name: &str,
    arguments: &[Value],
    runtime: &dyn Runtime,
) -> Option<Result> {
    if let Some(class) = runtime.script_type(id) {
        let overloads = class.static_methods(name);
        if !overloads.is_empty() {
            return Some(invoke_script(
                name,
                &overloads,
                class.as_ref(),
                &Value::Null,
                arguments,
                runtime,
            ));
        }
    }
    let method = registry::definition(id)?.static_method(name)?;
    if !method.overloads.iter().any(|overload| overload.is_implemented) {
        return None;
    }
    Some(invoke_overloads(name, &method.overloads, &Value::Null, arguments, id, runtime))
}
