//! What the rules of the language borrow from the engine.

use std::sync::Arc;

use remora_dotnet::Context;
use remora_psobject::{Exception, TypeId, Value};

/// The engine, as the language sees it: what .NET bodies need, and the types that scripts define.
pub trait Runtime: Context {
    /// The class of this type, if a script defined it.
    fn script_type(&self, _id: TypeId) -> Option<Arc<dyn ScriptType>> {
        None
    }

    /// Runs a script block with `$_` set to an item, as `-replace` and `-split` do.
    ///
    /// # Errors
    /// What the script block throws.
    fn invoke_with_item(
        &self,
        block: &Value,
        _item: &Value,
        arguments: &[Value],
    ) -> Result<Value, Exception> {
        self.invoke(block, arguments)
    }

    /// Runs a constructor or method of a script's class with arguments of the right types.
    ///
    /// # Errors
    /// What the script throws.
    fn run_member(
        &self,
        class: &dyn ScriptType,
        overload: &ScriptOverload,
        this: &Value,
        arguments: &[Value],
    ) -> Result<Value, Exception> {
        class.invoke(overload, this, arguments)
    }

    /// The type of a name that only the session knows: a class, or one behind `using namespace`.
    fn resolve_type(&self, _name: &str) -> Option<TypeId> {
        None
    }
}

/// A class that a script defines.
pub trait ScriptType: Send + Sync {
    /// The type that it defines, where the engine can run its members.
    fn type_id(&self) -> Option<TypeId> {
        None
    }

    /// Its constructors; one without parameters where the script wrote none.
    fn constructors(&self) -> Vec<ScriptOverload>;

    /// The instance methods of this name, those of base classes last.
    fn methods(&self, name: &str) -> Vec<ScriptOverload>;

    /// The static methods of this name, operators (`op_Addition`) among them.
    fn static_methods(&self, name: &str) -> Vec<ScriptOverload>;

    /// Names and types of the properties that can be set, in the order of declaration.
    fn settable_properties(&self) -> Vec<(String, TypeId)>;

    /// Runs a constructor or method with arguments that were converted to its parameters' types.
    ///
    /// # Errors
    /// What the script throws.
    fn invoke(
        &self,
        overload: &ScriptOverload,
        this: &Value,
        arguments: &[Value],
    ) -> Result<Value, Exception>;
}

/// A constructor or method of a script's class.
#[derive(Clone, Debug)]
pub struct ScriptOverload {
    /// Name of the method; `new` for constructors.
    pub name: String,
    /// Names and types of the parameters.
    pub parameters: Vec<(String, TypeId)>,
    /// A number by which the class finds it again.
    pub index: usize,
}
