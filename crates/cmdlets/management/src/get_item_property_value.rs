//! `Get-ItemPropertyValue`

use remora_engine::errors::Flow;
use remora_engine::prelude::*;
use remora_providers::filesystem::FileSystemItem;

use crate::paths::{self, Selection};

/// # Synopsis
/// Gets the values of properties of items.
///
/// # Description
/// The values alone are written, in the order of the names.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-itempropertyvalue
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "ItemPropertyValue",
    class = "Microsoft.PowerShell.Commands.GetItemPropertyValueCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    aliases("gpv")
)]
pub(crate) struct GetItemPropertyValue {
    /// The paths. Wildcards are expanded.
    #[parameter(set = "Path", position = 0, pipeline, by_name, validate_not_null_or_empty)]
    path: Vec<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "LiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// The names. Wildcards are allowed.
    #[parameter(position = 1, mandatory, aliases("PSProperty"))]
    name: Vec<PsString>,
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

impl GetItemPropertyValue {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Gets the name of a folder",
        script: "Get-ItemPropertyValue /usr -Name FullName",
        output: "/usr",
    }];
}

impl Cmdlet for GetItemPropertyValue {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let mut selection = Selection::new(&self.path, &self.literal_path).filtered(
            self.filter.as_ref(),
            &self.include,
            &self.exclude,
        );
        if selection.paths.is_empty() {
            selection.paths.push(".".into());
        }
        for path in &selection.paths {
            let items = match selection.expand(runtime, path) {
                Ok(items) => items,
                Err(flow) => {
                    paths::report(runtime, flow)?;
                    continue;
                }
            };
            for item in items {
                if item.info().name != "FileSystem" {
                    let message = "Cannot use interface. The IPropertyCmdletProvider interface is not implemented by this provider.";
                    runtime.write_error(not_supported(message, Value::Null))?;
                    continue;
                }
                let file = FileSystemItem::new(runtime.system(), &item.provider_path);
                let file = file.to_value();
                for name in self.name.clone() {
                    let Some(value) = runtime.get_property(&file, &name)? else {
                        let message =
                            format!("The property {name} does not exist or was not found.");
                        return Err(Flow::from(Exception::new(TypeId::IO_EXCEPTION, message)));
                    };
                    runtime.write_object(value)?;
                }
            }
        }
        Ok(())
    }
}
