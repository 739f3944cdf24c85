//! `Convert-Path`

use remora_engine::prelude::*;

use crate::paths::{self, Selection};

/// # Synopsis
/// Gives the path that the provider itself uses.
///
/// # Description
/// Drives of the session and wildcards are resolved. What is given must exist.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/convert-path
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Convert",
    noun = "Path",
    class = "Microsoft.PowerShell.Commands.ConvertPathCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    remoting = "None",
    aliases("cvpa"),
    output("System.String")
)]
pub(crate) struct ConvertPath {
    /// The paths. Wildcards are expanded.
    #[parameter(set = "Path", position = 0, mandatory, pipeline, by_name)]
    path: Vec<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "LiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
}

impl ConvertPath {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Gives the path of a folder",
        script: "Convert-Path /usr/../usr",
        output: "/usr",
    }];
}

impl Cmdlet for ConvertPath {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection =
            Selection::new(&self.path, &self.literal_path).with(*self.force, &Vec::new());
        for path in &selection.paths {
            match selection.expand(runtime, path) {
                Ok(items) => {
                    for item in items {
                        runtime.write_object(item.provider_path)?;
                    }
                }
                Err(flow) => paths::report(runtime, flow)?,
            }
        }
        Ok(())
    }
}
