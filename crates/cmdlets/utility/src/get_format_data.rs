//! `Get-FormatData`

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_engine::views::SessionViews;
use remora_format::View;
use remora_psobject::Version;

use crate::scope::NameFilter;
use crate::view_definition::TypeDefinition;

/// # Synopsis
/// Gets views.
///
/// # Description
/// By the names of the types that they show.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-formatdata
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "FormatData",
    class = "Microsoft.PowerShell.Commands.GetFormatDataCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.Management.Automation.ExtendedTypeDefinition")
)]
pub(crate) struct GetFormatData {
    /// Names of types.
    #[parameter(position = 0, validate_not_null_or_empty)]
    type_name: Vec<PsString>,
    /// Version that the views are for.
    #[parameter]
    power_shell_version: Option<Version>,
}

impl GetFormatData {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Names the views for files",
        script: "(Get-FormatData System.IO.FileInfo).FormatViewDefinition.Name -contains 'children'",
        output: "True",
    }];
}

impl Cmdlet for GetFormatData {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let filter = NameFilter::new(&self.type_name, &[])?;
        let table = Arc::clone(&runtime.context().extension::<SessionViews>().0);
        let mut groups: Vec<Vec<Arc<View>>> = Vec::new();
        for view in table.views() {
            if !view.types.iter().any(|name| filter.takes(name)) {
                continue;
            }
            let same = |group: &&mut Vec<Arc<View>>| {
                group.first().is_some_and(|first| first.types == view.types)
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.push(Arc::clone(view)),
                None => groups.push(vec![Arc::clone(view)]),
            }
        }
        for group in groups {
            runtime.write_object(Value::live(TypeDefinition::new(group)))?;
        }
        Ok(())
    }
}
