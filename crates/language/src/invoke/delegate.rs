//! Calls of delegates.

use remora_dotnet::registry;
pub use remora_dotnet::types::system::delegate::Delegate;
use remora_psobject::{Exception, TypeId, Value};

use super::call::prepare;
use super::errors::wrap_failure;
use super::overload::{Candidate, choose};
use crate::Runtime;
use crate::convert;
use crate::error::{LanguageError, Result};

/// `Invoke(arguments)`: converts them to the delegate's parameters and the result to its type.
///
/// # Errors
/// `MethodCountCouldNotFindBest`; what the script block throws, as a failed call.
pub(super) fn call(
    delegate: &Delegate,
    id: TypeId,
    name: &str,
    arguments: &[Value],
    runtime: &dyn Runtime,
) -> Result {
    let signature = registry::definition(id).and_then(|known| known.invoke.as_ref());
    let Some(signature) = signature else {
        return run(delegate, name, arguments.len(), arguments, runtime);
    };
    let candidate = Candidate::of_overload(signature, id);
    let candidates = [candidate];
    let choice = choose(name, &candidates, arguments)?;
    let [candidate] = candidates;
    let prepared = prepare(name, &candidate, &choice, arguments, runtime)?;
    let result = run(delegate, name, arguments.len(), prepared.arguments(), runtime)?;
    let returned = signature.return_type();
    let wanted = match (returned.name(), id.generic()) {
        ("TResult", Some((_, arguments))) => arguments.last().copied(),
        _ => returned.resolve(id),
    };
    match wanted {
        Some(TypeId::VOID) => Ok(Value::AutomationNull),
        Some(wanted) => convert::to_type(&result.or_null(), wanted, runtime).map_err(|error| {
            let kind = error.exception.exception_type();
            wrap_failure(name, arguments.len(), Exception::new(kind, error.message().clone()))
        }),
        None => Ok(result),
    }
}

/// Calls each callee in turn.
fn run(
    delegate: &Delegate,
    name: &str,
    count: usize,
    arguments: &[Value],
    runtime: &dyn Runtime,
) -> Result {
    let mut result = Value::AutomationNull;
    for callee in &delegate.callees {
        result = runtime.invoke(callee, arguments).map_err(|cause| failed(name, count, cause))?;
    }
    Ok(result)
}

/// What a script raises comes out of a delegate as a `RuntimeException`.
fn failed(name: &str, count: usize, cause: Exception) -> Box<LanguageError> {
    let raised = cause.error_record().is_some();
    let mut error = wrap_failure(name, count, cause);
    if raised {
        error.error_id = "RuntimeException".into();
    }
    error
}

/// A script block or a method as a delegate of this type.
pub fn delegate(callee: &Value, target: TypeId) -> Value {
    Value::live(Delegate::new(target, callee.base().clone()))
}
