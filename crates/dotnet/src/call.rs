//! How a member of a .NET type is called.

use std::cmp::Ordering;
use std::sync::Arc;

use remora_psobject::{Exception, PsString, TypeId, Value};

use crate::culture::Culture;
use crate::errors;
use crate::registry::Overload;
use crate::system::System;

/// The code behind a member.
pub type Body = fn(&mut Call<'_>) -> Result<Value, Exception>;

/// What the engine lends to a member while it runs.
pub trait Context {
    /// Clock, environment, files, randomness.
    fn system(&self) -> &Arc<dyn System>;

    /// The culture of the running thread (`CurrentCulture`).
    fn culture(&self) -> Culture;

    /// The culture of texts (`CurrentUICulture`).
    fn ui_culture(&self) -> Culture {
        self.culture()
    }

    /// Replaces the culture of the running thread; `ui` says which of the two.
    fn set_culture(&self, _culture: Culture, _ui: bool) {}

    /// Calls a script block or another delegate and gives what it returned: a value, null, or an
    /// array where there were several.
    ///
    /// # Errors
    /// What the callee throws.
    fn invoke(&self, callable: &Value, arguments: &[Value]) -> Result<Value, Exception>;

    /// The order of two values as `Comparer.Default` has it.
    ///
    /// # Errors
    /// `InvalidOperationException` where neither can be compared with the other.
    fn compare(&self, left: &Value, right: &Value) -> Result<Ordering, Exception> {
        crate::types::comparison::compare_values(self, left, right)
    }

    /// The linguistic order of two texts in the current culture.
    fn compare_text(&self, left: &str, right: &str, ignore_case: bool) -> Ordering {
        crate::types::comparison::approximate_linguistic_order(left, right, ignore_case)
    }

    /// Makes ready for use of the process's own standard streams: what waits to be written is written.
    /// Whether there is a screen to use; a session that answers over them has none.
    fn lend_screen(&self) -> bool {
        true
    }

    /// Names and types of the properties of a class that a script defines.
    fn class_properties(&self, _id: TypeId) -> Vec<(String, TypeId)> {
        Vec::new()
    }

    /// A value as a type, under PowerShell's rules.
    ///
    /// # Errors
    /// `InvalidCastException` where there is no way from one to the other.
    fn convert(&self, value: &Value, target: TypeId) -> Result<Value, Exception> {
        match value.type_id() {
            Some(id) if id == target || id.derives_from(target) => Ok(value.clone()),
            _ => Err(errors::invalid_cast(value, target)),
        }
    }
}

/// One call of a member.
pub struct Call<'a> {
    /// The object; null for static members and constructors.
    pub this: &'a Value,
    /// The arguments, converted to the types of the parameters. Where the parameter is `[ref]` it is
    /// the value behind the reference.
    pub arguments: &'a [Value],
    /// The type that was asked: for generic types the closed one.
    pub type_id: TypeId,
    /// The overload that was chosen; `None` where a property is read or written.
    pub overload: Option<&'a Overload>,
    /// The types that a call of a generic method names: `[array]::Empty[int]()`.
    pub type_arguments: Vec<TypeId>,
    /// The engine.
    pub context: &'a dyn Context,
    outputs: Vec<(usize, Value)>,
}

impl<'a> Call<'a> {
    /// A call of an instance member.
    pub fn new(
        this: &'a Value,
        arguments: &'a [Value],
        type_id: TypeId,
        overload: Option<&'a Overload>,
        context: &'a dyn Context,
    ) -> Self {
        let type_arguments = Vec::new();
        Self { this, arguments, type_id, overload, type_arguments, context, outputs: Vec::new() }
    }

    /// The same call with the types that it names for a generic method.
    #[must_use]
    pub fn with_type_arguments(self, type_arguments: &[TypeId]) -> Self {
        Self { type_arguments: type_arguments.to_vec(), ..self }
    }

    /// Number of arguments.
    pub fn count(&self) -> usize {
        self.arguments.len()
    }

    /// The argument at a place; null where there is none.
    pub fn argument(&self, index: usize) -> &'a Value {
        static NULL: Value = Value::Null;
        self.arguments.get(index).unwrap_or(&NULL)
    }

    /// Whether an argument was given and is not null.
    pub fn has(&self, index: usize) -> bool {
        !self.argument(index).is_null()
    }

    /// A text argument; null is `None`.
    pub fn string(&self, index: usize) -> Option<&'a PsString> {
        self.argument(index).as_string()
    }

    /// A text argument that must be there.
    ///
    /// # Errors
    /// `ArgumentNullException` of this parameter.
    pub fn required_string(
        &self,
        index: usize,
        parameter: &str,
    ) -> Result<&'a PsString, Exception> {
        self.string(index).ok_or_else(|| errors::argument_null(parameter))
    }

    /// A 32-bit argument; 0 where there is none.
    pub fn int(&self, index: usize) -> i32 {
        self.argument(index).as_i32().unwrap_or(0)
    }

    /// A 64-bit argument; 0 where there is none.
    pub fn long(&self, index: usize) -> i64 {
        self.argument(index).as_i64().unwrap_or(0)
    }

    /// A floating-point argument; 0 where there is none.
    pub fn double(&self, index: usize) -> f64 {
        crate::number::to_f64(self.argument(index)).unwrap_or(0.0)
    }

    /// A truth value; false where there is none.
    pub fn bool(&self, index: usize) -> bool {
        self.argument(index).as_bool().unwrap_or(false)
    }

    /// The items of an argument that is an array, a list or anything that enumerates; a single value
    /// is one item.
    pub fn items(&self, index: usize) -> Vec<Value> {
        crate::types::sequence::items_of(self.argument(index))
    }

    /// The bytes of an argument.
    pub fn bytes(&self, index: usize) -> Option<Vec<u8>> {
        crate::types::sequence::bytes_of(self.argument(index))
    }

    /// The culture that an `IFormatProvider` argument stands for; the current one for null.
    pub fn culture_at(&self, index: usize) -> Culture {
        crate::types::system_globalization::culture_info::culture_of(self.argument(index))
            .unwrap_or_else(|| self.context.culture())
    }

    /// Where in the arguments an `IFormatProvider` stands, if there is one.
    pub fn provider_index(&self) -> Option<usize> {
        self.overload?
            .parameters()
            .iter()
            .position(|parameter| parameter.type_name.ends_with("IFormatProvider"))
    }

    /// The culture of the `IFormatProvider` parameter, wherever it stands.
    pub fn culture(&self) -> Culture {
        let index = self.provider_index().or_else(|| {
            self.arguments.iter().position(|argument| {
                crate::types::system_globalization::culture_info::culture_of(argument).is_some()
            })
        });
        index.map_or_else(|| self.context.culture(), |index| self.culture_at(index))
    }

    /// Clock, environment, files, randomness.
    pub fn system(&self) -> &'a Arc<dyn System> {
        self.context.system()
    }

    /// Gives a `[ref]` parameter its new value.
    pub fn set_output(&mut self, index: usize, value: impl Into<Value>) {
        self.outputs.push((index, value.into()));
    }

    /// The new values of `[ref]` parameters, by place.
    pub fn take_outputs(&mut self) -> Vec<(usize, Value)> {
        std::mem::take(&mut self.outputs)
    }

    /// Whether the parameter at a place is declared with this type.
    pub fn parameter_is(&self, index: usize, type_name: &str) -> bool {
        self.overload
            .and_then(|overload| overload.parameters().get(index))
            .is_some_and(|parameter| parameter.type_name == type_name)
    }

    /// The last argument as the result of a `Try…` method: sets it and tells whether there is one.
    pub fn try_result(
        &mut self,
        result: Option<Value>,
        otherwise: Value,
    ) -> Result<Value, Exception> {
        let last = self.count().saturating_sub(1);
        let good = result.is_some();
        self.set_output(last, result.unwrap_or(otherwise));
        Ok(Value::Bool(good))
    }
}
