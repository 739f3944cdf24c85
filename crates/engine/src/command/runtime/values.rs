//! PowerShell's rules on values: conversion, members, comparison.

use std::cmp::Ordering;

use remora_psobject::{PsString, TypeId, Value};

use super::CommandRuntime;
use crate::command::CommandResult;
use crate::types::{MemberInfo, PropertyValue};

impl CommandRuntime<'_> {
    /// Converts a value to a type, as a cast does.
    ///
    /// # Errors
    /// `InvalidCastException` and its kin.
    pub fn convert(&mut self, value: &Value, target: TypeId) -> CommandResult<Value> {
        self.context.convert(value, target)
    }

    /// Converts a value to the type of this name (`int`, `System.String[]`).
    ///
    /// # Errors
    /// An unknown type, or a failed conversion.
    pub fn convert_to(&mut self, value: &Value, type_name: &str) -> CommandResult<Value> {
        let target = self.context.resolve_type(type_name)?;
        self.context.convert(value, target)
    }

    /// The text of a value as string expansion writes it: invariant culture, items joined with `$OFS`.
    pub fn text(&mut self, value: &Value) -> PsString {
        self.context.text(value)
    }

    /// The text of a value as `ToString()` gives it in the current culture.
    pub fn display_text(&mut self, value: &Value) -> PsString {
        self.context.display_text(value)
    }

    /// The truth of a value.
    pub fn is_true(&self, value: &Value) -> bool {
        self.context.is_true(value)
    }

    /// The value of a property: instance members, extended members, the object's own; null where there
    /// is none. Collections are not looked into.
    ///
    /// # Errors
    /// What the getter threw.
    pub fn get_property(&mut self, value: &Value, name: &str) -> CommandResult<Option<Value>> {
        self.context.get_property(value, name)
    }

    /// Sets a property.
    ///
    /// # Errors
    /// Where there is no such property, it cannot be set, or the setter threw.
    pub fn set_property(&mut self, target: &Value, name: &str, value: Value) -> CommandResult {
        self.context.set_property(target, name, value)
    }

    /// The names of an object's properties in the order in which they are shown.
    pub fn property_names(&mut self, value: &Value) -> Vec<PsString> {
        self.context.property_names(value)
    }

    /// All properties with their values. A getter that throws gives null.
    ///
    /// # Errors
    /// Only a stop or a control flow that a getter's script started.
    pub fn properties(&mut self, value: &Value) -> CommandResult<Vec<PropertyValue>> {
        self.context.properties(value)
    }

    /// All members as `Get-Member` lists them.
    pub fn members(&mut self, value: &Value) -> Vec<MemberInfo> {
        self.context.members(value)
    }

    /// Calls a method.
    ///
    /// # Errors
    /// Where there is no such method or overload, or it threw.
    pub fn invoke_method(
        &mut self,
        target: &Value,
        name: &str,
        arguments: &[Value],
    ) -> CommandResult<Value> {
        self.context.invoke_method(target, name, arguments)
    }

    /// Whether two values are equal under `-eq` (or `-ceq`).
    pub fn equals(&mut self, left: &Value, right: &Value, case_sensitive: bool) -> bool {
        self.context.equals(left, right, case_sensitive)
    }

    /// The order of two values as `Sort-Object` has it.
    ///
    /// # Errors
    /// Where they cannot be compared.
    pub fn compare(
        &mut self,
        left: &Value,
        right: &Value,
        case_sensitive: bool,
    ) -> CommandResult<Ordering> {
        self.context.compare(left, right, case_sensitive)
    }

    /// The items that a pipeline would get of a value; `None` where it is one object.
    pub fn enumerate(&mut self, value: &Value) -> Option<Vec<Value>> {
        self.context.enumerate(value)
    }
}
