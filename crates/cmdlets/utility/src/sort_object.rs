//! `Sort-Object`

use crate::ordering::{Entry, order};
use crate::property_selector::{KeyKind, Selector, parse};
use remora_engine::prelude::*;

/// # Synopsis
/// Sorts objects.
///
/// # Description
/// By value, by properties or by what script blocks give. Equal objects keep their order.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/sort-object
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Sort",
    noun = "Object",
    class = "Microsoft.PowerShell.Commands.SortObjectCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Default",
    remoting = "None"
)]
pub(crate) struct SortObject {
    /// Equal objects keep their order.
    #[parameter(set = "Default")]
    stable: Switch,
    /// From the largest to the smallest.
    #[parameter]
    descending: Switch,
    /// Equal ones only once.
    #[parameter]
    unique: Switch,
    /// Only so many of the first.
    #[parameter(set = "Top", mandatory, validate_range(1, 2147483647))]
    top: Option<i32>,
    /// Only so many of the last.
    #[parameter(set = "Bottom", mandatory, validate_range(1, 2147483647))]
    bottom: Option<i32>,
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// Properties, names or script blocks or tables.
    #[parameter(position = 0)]
    property: Vec<Value>,
    /// Culture of the comparison.
    #[parameter]
    culture: Option<PsString>,
    /// Texts that differ in case only are not equal.
    #[parameter]
    case_sensitive: Switch,
    entries: Vec<Value>,
}

impl SortObject {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Sorts by two keys",
        script: "'bb', 'a', 'cc' | Sort-Object Length, { $_ } -Descending",
        output: "cc\nbb\na",
    }];
}

impl Cmdlet for SortObject {
    fn process(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let input = std::mem::take(&mut self.input_object);
        if !input.is_null() {
            self.entries.push(input);
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let inputs = std::mem::take(&mut self.entries);
        let keys = [KeyKind::Expression, KeyKind::Flag("ascending"), KeyKind::Flag("descending")];
        let mut selectors = parse(&self.property, &keys)?;
        if selectors.is_empty() {
            selectors = crate::ordering::default_keys(runtime, inputs.first());
        }
        let descending: Vec<bool> = match selectors.as_slice() {
            [] => vec![*self.descending],
            many => many.iter().map(|selector| self.is_descending(selector)).collect(),
        };
        let mut entries = Vec::with_capacity(inputs.len());
        for input in inputs {
            entries.push(Entry::new(runtime, input, &selectors)?);
        }
        let sensitive = *self.case_sensitive;
        order(runtime, &mut entries, &descending, sensitive)?;
        if *self.unique {
            let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
            for entry in entries {
                let same = match kept.last() {
                    Some(last) => last.compare(runtime, &entry, &descending, sensitive)?.is_eq(),
                    None => false,
                };
                if !same {
                    kept.push(entry);
                }
            }
            entries = kept;
        }
        let count = |number: i32| usize::try_from(number).unwrap_or(0);
        if let Some(top) = self.top {
            entries.truncate(count(top));
        }
        if let Some(bottom) = self.bottom {
            let from = entries.len().saturating_sub(count(bottom));
            entries.drain(..from);
        }
        for entry in entries {
            runtime.write_object(entry.object)?;
        }
        Ok(())
    }
}

impl SortObject {
    fn is_descending(&self, selector: &Selector) -> bool {
        if let Some(descending) = selector.option("descending").and_then(Value::as_bool) {
            return descending;
        }
        match selector.option("ascending").and_then(Value::as_bool) {
            Some(ascending) => !ascending,
            None => *self.descending,
        }
    }
}
