//! Script blocks as delegates.

use remora_dotnet::registry;
use remora_psobject::{LiveObject, TypeId, Value};

use super::call::prepare;
use super::errors::wrap_failure;
use super::overload::{Candidate, choose};
use crate::Runtime;
use crate::convert;
use crate::error::Result;

/// A script block under the type of a delegate, such as `[Func[int,int]]{ … }`.
///
/// Whoever runs delegates takes the script block out of it.
pub struct Delegate {
    type_id: TypeId,
    /// The script block.
    pub block: Value,
}

impl Delegate {
    /// A delegate of this type over a script block.
    pub fn new(type_id: TypeId, block: Value) -> Self {
        Self { type_id, block }
    }

    /// `Invoke(arguments)`: converts them to the delegate's parameters and the result to its type.
    ///
    /// # Errors
    /// `MethodCountCouldNotFindBest`; what the script block throws, as a failed call.
    pub(super) fn call(&self, id: TypeId, arguments: &[Value], runtime: &dyn Runtime) -> Result {
        let signature = registry::definition(id).and_then(|known| known.invoke.as_ref());
        let failed = |cause| wrap_failure("Invoke", arguments.len(), cause);
        let Some(signature) = signature else {
            return runtime.invoke(&self.block, arguments).map_err(failed);
        };
        let candidate = Candidate::of_overload(signature, id);
        let candidates = [candidate];
        let choice = choose("Invoke", &candidates, arguments)?;
        let [candidate] = candidates;
        let prepared = prepare("Invoke", &candidate, &choice, arguments, runtime)?;
        let result = runtime.invoke(&self.block, prepared.arguments()).map_err(failed)?;
        let returned = signature.return_type();
        let wanted = match (returned.name(), id.generic()) {
            ("TResult", Some((_, arguments))) => arguments.last().copied(),
            _ => returned.resolve(id),
        };
        match wanted {
            Some(TypeId::VOID) => Ok(Value::AutomationNull),
            Some(wanted) => convert::to_type(&result.or_null(), wanted, runtime).map_err(|error| {
                failed(remora_psobject::Exception::new(
                    error.exception.exception_type(),
                    error.message().clone(),
                ))
            }),
            None => Ok(result),
        }
    }
}

impl LiveObject for Delegate {
    fn object_type(&self) -> TypeId {
        self.type_id
    }
}

/// A script block as a delegate of this type.
pub fn delegate(block: &Value, target: TypeId) -> Value {
    Value::live(Delegate::new(target, block.base().clone()))
}
