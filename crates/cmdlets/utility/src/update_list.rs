//! `Update-List`

use remora_engine::prelude::*;
use remora_psobject::DictionaryObject;
use std::sync::Arc;

/// # Synopsis
/// Adds and removes items of a property that is a list.
///
/// # Description
/// Or makes the description of such a change.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/update-list
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Update",
    noun = "List",
    class = "Microsoft.PowerShell.Commands.UpdateListCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "AddRemoveSet",
    remoting = "None"
)]
pub(crate) struct UpdateList {
    /// Items to add.
    #[parameter(set = "AddRemoveSet", validate_not_null_or_empty)]
    add: Vec<Value>,
    /// Items to remove.
    #[parameter(set = "AddRemoveSet", validate_not_null_or_empty)]
    remove: Vec<Value>,
    /// Items instead of all that are there.
    #[parameter(set = "ReplaceSet", mandatory, validate_not_null_or_empty)]
    replace: Vec<Value>,
    /// The objects.
    #[parameter(pipeline, type = "psobject", validate_not_null_or_empty)]
    input_object: Value,
    /// Properties, names or script blocks or tables.
    #[parameter(position = 0, validate_not_null_or_empty)]
    property: Option<PsString>,
}

impl UpdateList {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[
        Example {
            title: "Adds to a list in a property",
            script: "([pscustomobject]@{ l = [Collections.ArrayList](1, 2) } | Update-List l -Add 3).l -join ','",
            output: "1,2,3",
        },
        Example {
            title: "Describes a change for another command",
            script: "(Update-List -Add 1 -Remove 2).Keys.Count",
            output: "2",
        },
    ];

    /// The change as a table, for parameters that take one.
    fn table(&self) -> Value {
        let table = DictionaryObject::hashtable();
        for (name, items) in
            [("Add", &self.add), ("Remove", &self.remove), ("Replace", &self.replace)]
        {
            if !items.is_empty() {
                table.insert(Value::from(name), Value::array(items.clone()));
            }
        }
        Value::Dictionary(Arc::new(table))
    }

    fn apply(&self, runtime: &mut CommandRuntime<'_>, list: &Value) -> CommandResult<bool> {
        if !matches!(list.base(), Value::List(_) | Value::Array(_)) {
            return Ok(false);
        }
        if !self.replace.is_empty() {
            runtime.invoke_method(list, "Clear", &[])?;
        }
        for item in &self.remove {
            runtime.invoke_method(list, "Remove", std::slice::from_ref(item))?;
        }
        for item in self.replace.iter().chain(&self.add) {
            runtime.invoke_method(list, "Add", std::slice::from_ref(item))?;
        }
        Ok(true)
    }
}

/// The messages of these are empty in PowerShell, too.
fn refused(error_id: &str, message: &str) -> ErrorRecord {
    invalid_operation(message, error_id, Value::Null)
}

impl Cmdlet for UpdateList {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let Some(name) = self.property.clone() else {
            return Ok(());
        };
        let input = self.input_object.clone();
        if input.is_null() {
            return runtime.write_error(refused("MissingInputObjectParameter", ""));
        }
        let Some(list) = runtime.get_property(&input, &name)? else {
            return runtime.write_error(refused("MemberDoesntExist", ""));
        };
        if self.apply(runtime, &list)? {
            return runtime.write_object(input);
        }
        let message =
            "Cannot apply the update because the object is not a supported collection type.";
        runtime.write_error(refused("ApplyFailed", message))
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if self.property.is_some() {
            return Ok(());
        }
        if !self.input_object.is_null() {
            return Err(refused("MissingPropertyParameter", "").into());
        }
        let table = self.table();
        runtime.write_object(table)
    }
}
