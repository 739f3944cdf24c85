//! `Set-StrictMode`

use remora_engine::prelude::*;
use remora_engine::session::StrictMode;
use remora_psobject::Version;

/// # Synopsis
/// Makes careless code an error.
///
/// # Description
/// Version 1.0 refuses variables that are not set, version 2.0 properties that are missing too, version 3.0 indexes that are out of range.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "StrictMode",
    class = "Microsoft.PowerShell.Commands.SetStrictModeCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "Version",
    remoting = "PowerShell"
)]
pub(crate) struct SetStrictMode {
    /// Switches the checks off.
    #[parameter(set = "Off", mandatory)]
    off: Switch,
    /// Version that is wanted.
    #[parameter(
        set = "Version",
        mandatory,
        aliases("v"),
        attribute = "ArgumentCompleter",
        transformation = "Microsoft.PowerShell.Commands.SetStrictModeCommand+ArgumentToPSVersionTransformationAttribute",
        attribute = "ValidateVersion"
    )]
    version: Option<Version>,
}

impl SetStrictMode {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for SetStrictMode {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let major = self.version.as_ref().map_or(0, |version| version.major);
        let mode = if *self.off || major == 0 {
            StrictMode::OFF
        } else {
            StrictMode(u16::try_from(major).unwrap_or(3))
        };
        runtime.session().set_strict_mode(mode);
        Ok(())
    }
}
