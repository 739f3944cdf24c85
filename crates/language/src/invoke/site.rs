//! Calls that a script makes again and again from one place.

use std::mem::Discriminant;
use std::sync::OnceLock;

use remora_dotnet::registry::{self, Overload};
use remora_psobject::{TypeId, Value};

use super::call::{chosen, run_body};
use super::errors::wrap_failure;
use super::{call_adapted, call_static};
use crate::Runtime;
use crate::error::Result;

/// With more arguments than this a call is always worked out anew.
const MOST: usize = 4;

/// What a place of a script learnt from its first call of a method of .NET: which overload these
/// kinds of arguments mean. Other calls from there take the long way.
#[derive(Default)]
pub struct CallSite(OnceLock<Option<Known>>);

struct Known {
    target: TypeId,
    kinds: Vec<Discriminant<Value>>,
    overload: &'static Overload,
    name: &'static str,
    parameters: Vec<TypeId>,
}

impl std::fmt::Debug for CallSite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0.get() {
            Some(Some(known)) => f.write_str(known.overload.signature),
            _ => f.write_str("CallSite"),
        }
    }
}

impl CallSite {
    /// As [`call_static`].
    ///
    /// # Errors
    /// See [`call_static`].
    pub fn call_static(
        &self,
        id: TypeId,
        name: &str,
        arguments: &[Value],
        runtime: &dyn Runtime,
    ) -> Result {
        if let Some(result) = self.repeat(id, &Value::Null, arguments, runtime) {
            return result;
        }
        let result = call_static(id, name, arguments, runtime)?;
        self.0.get_or_init(|| {
            let known = runtime.script_type(id).is_none();
            let method = registry::definition(id)?.static_method(name).filter(|_| known)?;
            learn(id, method.name, &method.overloads, arguments)
        });
        Ok(result)
    }

    /// As [`call_adapted`].
    ///
    /// # Errors
    /// See [`call_adapted`].
    pub fn call(
        &self,
        target: &Value,
        name: &str,
        arguments: &[Value],
        runtime: &dyn Runtime,
    ) -> Result {
        let base = target.base();
        let Some(id) = base.type_id() else {
            return call_adapted(target, name, arguments, runtime);
        };
        if let Some(result) = self.repeat(id, base, arguments, runtime) {
            return result;
        }
        let result = call_adapted(target, name, arguments, runtime)?;
        self.0.get_or_init(|| {
            let scripted = id.chain().any(|part| runtime.script_type(part).is_some());
            let method = registry::definition(id)?.method(name).filter(|_| !scripted)?;
            learn(id, method.name, &method.overloads, arguments)
        });
        Ok(result)
    }

    /// Whether calls of static methods of this type are known here.
    pub fn knows(&self, id: TypeId) -> bool {
        matches!(self.0.get(), Some(Some(known)) if known.target == id)
    }

    /// The call, where it is one like the first.
    fn repeat(
        &self,
        id: TypeId,
        this: &Value,
        arguments: &[Value],
        runtime: &dyn Runtime,
    ) -> Option<Result> {
        let Some(Some(known)) = self.0.get() else { return None };
        if known.target != id || known.kinds.len() != arguments.len() {
            return None;
        }
        let mut converted: [Value; MOST] = Default::default();
        let mut as_they_are = true;
        let pairs = arguments.iter().zip(&known.kinds).zip(&known.parameters);
        for (((argument, kind), parameter), place) in pairs.zip(&mut converted) {
            if std::mem::discriminant(argument) != *kind {
                return None;
            }
            if let Some(widened) = widened(argument, *parameter) {
                *place = widened;
                as_they_are = false;
            }
        }
        let values = if as_they_are {
            arguments
        } else {
            for (argument, place) in arguments.iter().zip(&mut converted) {
                if place.is_null() {
                    *place = argument.clone();
                }
            }
            converted.get(..arguments.len())?
        };
        let result = run_body(known.overload, this, values, id, runtime);
        Some(result.map_err(|cause| wrap_failure(known.name, arguments.len(), cause)))
    }
}

/// What the overload for these arguments is, if the kinds of the arguments alone decide that.
fn learn(
    id: TypeId,
    name: &'static str,
    overloads: &'static [Overload],
    arguments: &[Value],
) -> Option<Known> {
    if arguments.len() > MOST {
        return None;
    }
    let (overload, parameters) = chosen(name, overloads, arguments, id)?;
    let simple = arguments.iter().zip(&parameters).all(|(argument, parameter)| {
        let by_kind = matches!(
            argument,
            Value::I32(_) | Value::I64(_) | Value::F64(_) | Value::Bool(_) | Value::Char(_)
        );
        match argument {
            Value::Str(_) => *parameter == TypeId::STRING,
            _ if !by_kind => false,
            _ => {
                argument.type_id() == Some(*parameter)
                    || *parameter == TypeId::OBJECT
                    || widened(argument, *parameter).is_some()
            }
        }
    });
    simple.then(|| Known {
        target: id,
        kinds: arguments.iter().map(std::mem::discriminant).collect(),
        overload,
        name,
        parameters,
    })
}

/// A number as one of a wider type.
fn widened(value: &Value, target: TypeId) -> Option<Value> {
    match (value, target) {
        (Value::I32(number), TypeId::DOUBLE) => Some(Value::F64(f64::from(*number))),
        (Value::I32(number), TypeId::INT64) => Some(Value::I64(i64::from(*number))),
        _ => None,
    }
}
