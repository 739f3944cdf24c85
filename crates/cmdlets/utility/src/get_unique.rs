//! `Get-Unique`

use crate::ordering::Entry;
use remora_engine::prelude::*;

/// # Synopsis
/// Leaves out objects that equal the one before.
///
/// # Description
/// The input must be sorted to get each only once.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-unique
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Unique",
    class = "Microsoft.PowerShell.Commands.GetUniqueCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "AsString",
    remoting = "None",
    aliases("gu")
)]
pub(crate) struct GetUnique {
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// Compares and names by text.
    #[parameter(set = "AsString")]
    as_string: Switch,
    /// Compares types, not values.
    #[parameter(set = "UniqueByType")]
    on_type: Switch,
    /// Texts that differ in case only are equal.
    #[parameter]
    case_insensitive: Switch,
    last: Option<Value>,
}

impl GetUnique {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Leaves out repetitions",
        script: "1, 1, 2, 1 | Get-Unique",
        output: "1\n2\n1",
    }];
}

impl Cmdlet for GetUnique {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let input = std::mem::take(&mut self.input_object);
        let is_new = match self.last.clone().filter(|last| !last.is_null()) {
            None => !matches!(input, Value::AutomationNull),
            Some(last) if *self.on_type => input.type_name() != last.type_name(),
            Some(last) if *self.as_string => {
                let (left, right) = (runtime.text(&last), runtime.text(&input));
                !self.same(runtime, Value::Str(left), Value::Str(right))?
            }
            Some(last) => !self.same(runtime, last, input.clone())?,
        };
        if !is_new {
            return Ok(());
        }
        self.last = Some(input.clone());
        runtime.write_object(input)
    }
}

impl GetUnique {
    fn same(
        &self,
        runtime: &mut CommandRuntime<'_>,
        left: Value,
        right: Value,
    ) -> CommandResult<bool> {
        let entry = |value: Value| Entry { object: Value::Null, keys: vec![Some(value)] };
        let sensitive = !*self.case_insensitive;
        Ok(entry(left).compare(runtime, &entry(right), &[false], sensitive)?.is_eq())
    }
}
