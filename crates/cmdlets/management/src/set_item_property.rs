//! `Set-ItemProperty`

use remora_engine::prelude::*;

use crate::paths::{self, Selection};
use crate::property_target::report_property;

/// # Synopsis
/// Sets properties of items.
///
/// # Description
/// The property is named with its value, or taken from the properties of an object.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/set-itemproperty
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "ItemProperty",
    class = "Microsoft.PowerShell.Commands.SetItemPropertyCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "propertyValuePathSet",
    should_process,
    aliases("sp")
)]
pub(crate) struct SetItemProperty {
    /// The paths. Wildcards are expanded.
    #[parameter(
        sets("propertyPSObjectPathSet", "propertyValuePathSet"),
        position = 0,
        mandatory,
        by_name
    )]
    path: Vec<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(
        sets("propertyPSObjectLiteralPathSet", "propertyValueLiteralPathSet"),
        mandatory,
        by_name,
        aliases("PSPath", "LP")
    )]
    literal_path: Vec<PsString>,
    /// The names. Wildcards are allowed.
    #[parameter(
        sets("propertyValueLiteralPathSet", "propertyValuePathSet"),
        position = 1,
        mandatory,
        by_name,
        aliases("PSProperty")
    )]
    name: Option<PsString>,
    /// The value.
    #[parameter(
        sets("propertyValueLiteralPathSet", "propertyValuePathSet"),
        position = 2,
        mandatory,
        by_name,
        allow_null
    )]
    value: Value,
    /// The objects to work on.
    #[parameter(
        sets("propertyPSObjectLiteralPathSet", "propertyPSObjectPathSet"),
        mandatory,
        pipeline,
        by_name,
        type = "psobject"
    )]
    input_object: Value,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
    /// A pattern in the language of the provider, which it applies itself.
    #[parameter]
    filter: Option<PsString>,
    /// Patterns of names: only items that match one are taken.
    #[parameter]
    include: Vec<PsString>,
    /// Patterns of names: items that match one are left out.
    #[parameter]
    exclude: Vec<PsString>,
    /// The account to act as. No provider of the session supports one.
    #[parameter(by_name, type = "pscredential", credential)]
    credential: Value,
}

impl SetItemProperty {
    /// The properties to set: the named one, or those of the object.
    fn properties(
        &self,
        runtime: &mut CommandRuntime<'_>,
    ) -> CommandResult<Vec<(PsString, Value)>> {
        if let Some(name) = &self.name {
            return Ok(vec![(name.clone(), self.value.clone())]);
        }
        let properties = runtime.properties(&self.input_object)?;
        Ok(properties.into_iter().map(|property| (property.name, property.value)).collect())
    }
}

impl Cmdlet for SetItemProperty {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection = Selection::new(&self.path, &self.literal_path)
            .filtered(self.filter.as_ref(), &self.include, &self.exclude)
            .with(*self.force, &Vec::new());
        let properties = self.properties(runtime)?;
        let names: Vec<PsString> = properties.iter().map(|(name, _)| name.clone()).collect();
        for path in &selection.paths {
            let items = match selection.expand(runtime, path) {
                Ok(items) => items,
                Err(flow) => {
                    paths::report(runtime, flow)?;
                    continue;
                }
            };
            for item in items {
                let set = paths::with_provider(runtime, &selection.options, &item, |lent| {
                    item.provider.set_property(lent, &item.provider_path, &properties)?;
                    if *self.pass_thru {
                        item.provider.get_property(lent, &item.provider_path, &names)
                    } else {
                        Ok(())
                    }
                });
                report_property(runtime, set, "IPropertyCmdletProvider")?;
            }
        }
        Ok(())
    }
}
