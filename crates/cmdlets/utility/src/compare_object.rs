//! `Compare-Object`

use crate::ordering::Entry;
use crate::property_selector::{KeyKind, Selector, parse};
use remora_engine::prelude::*;
use remora_psobject::InstanceMember;
use std::collections::VecDeque;

/// # Synopsis
/// Compares two sets of objects.
///
/// # Description
/// Writes what stands in one set only, with a mark for the side. Objects are compared as a whole
/// or by properties.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/compare-object
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Compare",
    noun = "Object",
    class = "Microsoft.PowerShell.Commands.CompareObjectCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None"
)]
pub(crate) struct CompareObject {
    /// The objects to compare with.
    #[parameter(position = 0, mandatory, type = "psobject[]", allow_empty_collection)]
    reference_object: Vec<Value>,
    /// The objects that are compared.
    #[parameter(position = 1, mandatory, pipeline, type = "psobject[]", allow_empty_collection)]
    difference_object: Vec<Value>,
    /// How far apart equal objects may stand.
    #[parameter(validate_range(0, 2147483647))]
    sync_window: Option<i32>,
    /// Properties, names or script blocks or tables.
    #[parameter]
    property: Vec<Value>,
    /// Leaves out what stands in one set only.
    #[parameter]
    exclude_different: Switch,
    /// Writes equal objects too.
    #[parameter]
    include_equal: Switch,
    /// Gives what was worked on.
    #[parameter]
    pass_thru: Switch,
    /// Culture of the comparison.
    #[parameter]
    culture: Option<PsString>,
    /// Texts that differ in case only are not equal.
    #[parameter]
    case_sensitive: Switch,
    selectors: Vec<Selector>,
    references: VecDeque<Entry>,
    reference_backlog: Vec<Entry>,
    difference_backlog: Vec<Entry>,
}

impl CompareObject {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Finds what is new and what is gone",
        script: "Compare-Object 1, 2 2, 3 | ForEach-Object { \"$($_.SideIndicator) $($_.InputObject)\" }",
        output: "=> 3\n<= 1",
    }];
}

const SAME: &str = "==";
const REFERENCE: &str = "<=";
const DIFFERENCE: &str = "=>";

impl Cmdlet for CompareObject {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if *self.exclude_different && !runtime.is_bound("IncludeEqual") {
            self.include_equal = Switch(true);
        }
        self.selectors = parse(&self.property, &[KeyKind::Expression])?;
        for reference in std::mem::take(&mut self.reference_object) {
            let entry = Entry::new(runtime, reference, &self.selectors)?;
            self.references.push_back(entry);
        }
        Ok(())
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for difference in std::mem::take(&mut self.difference_object) {
            let entry = Entry::new(runtime, difference, &self.selectors)?;
            self.step(runtime, Some(entry))?;
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        while !self.references.is_empty() {
            self.step(runtime, None)?;
        }
        for entry in std::mem::take(&mut self.difference_backlog) {
            self.emit(runtime, entry, DIFFERENCE)?;
        }
        for entry in std::mem::take(&mut self.reference_backlog) {
            self.emit(runtime, entry, REFERENCE)?;
        }
        Ok(())
    }
}

impl CompareObject {
    /// Compares the next reference object with an object, and both with what waits for a partner.
    fn step(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        difference: Option<Entry>,
    ) -> CommandResult {
        let sensitive = *self.case_sensitive;
        let mut reference = self.references.pop_front();
        let mut difference = difference;
        if let (Some(left), Some(right)) = (&reference, &difference)
            && left.compare(runtime, right, &[false], sensitive)?.is_eq()
        {
            let entry = left.clone();
            return self.emit(runtime, entry, SAME);
        }
        if let Some(entry) = &difference
            && let Some(found) = take_match(runtime, &mut self.reference_backlog, entry, sensitive)?
        {
            difference = None;
            self.emit(runtime, found, SAME)?;
        }
        if let Some(entry) = &reference
            && take_match(runtime, &mut self.difference_backlog, entry, sensitive)?.is_some()
        {
            let entry = entry.clone();
            reference = None;
            self.emit(runtime, entry, SAME)?;
        }
        let window = usize::try_from(self.sync_window.unwrap_or(i32::MAX)).unwrap_or(0);
        if let Some(entry) = difference {
            if window == 0 {
                self.emit(runtime, entry, DIFFERENCE)?;
            } else {
                while self.difference_backlog.len() >= window {
                    let oldest = self.difference_backlog.remove(0);
                    self.emit(runtime, oldest, DIFFERENCE)?;
                }
                self.difference_backlog.push(entry);
            }
        }
        if let Some(entry) = reference {
            if window == 0 {
                self.emit(runtime, entry, REFERENCE)?;
            } else {
                while self.reference_backlog.len() >= window {
                    let oldest = self.reference_backlog.remove(0);
                    self.emit(runtime, oldest, REFERENCE)?;
                }
                self.reference_backlog.push(entry);
            }
        }
        Ok(())
    }

    fn emit(&self, runtime: &mut CommandRuntime<'_>, entry: Entry, side: &str) -> CommandResult {
        let wanted = if side == SAME { *self.include_equal } else { !*self.exclude_different };
        if !wanted {
            return Ok(());
        }
        if *self.pass_thru {
            let object = crate::members::owner(entry.object);
            crate::members::set(&object, InstanceMember::note("SideIndicator", side));
            return runtime.write_object(object);
        }
        let mut properties: Vec<(PsString, Value)> = Vec::new();
        if self.selectors.is_empty() {
            properties.push(("InputObject".into(), entry.object));
        } else {
            for selector in &self.selectors {
                for selected in selector.resolve(runtime, &entry.object)? {
                    let name = selected.name.trim().into();
                    properties.push((name, selected.into_value()));
                }
            }
        }
        properties.push(("SideIndicator".into(), side.into()));
        runtime.write_object(Value::custom_object(properties))
    }
}

/// Takes the first entry that equals `wanted` out of a backlog.
fn take_match(
    runtime: &mut CommandRuntime<'_>,
    backlog: &mut Vec<Entry>,
    wanted: &Entry,
    sensitive: bool,
) -> CommandResult<Option<Entry>> {
    for at in 0..backlog.len() {
        let Some(entry) = backlog.get(at) else {
            break;
        };
        if entry.compare(runtime, wanted, &[false], sensitive)?.is_eq() {
            return Ok(Some(backlog.remove(at)));
        }
    }
    Ok(None)
}
