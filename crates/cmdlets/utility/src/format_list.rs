//! `Format-List`

use crate::formatting::{CommonArguments, Shaping, parameters};
use remora_engine::prelude::*;
use remora_format::{ShapeKind, ShapeParameters};

/// # Synopsis
/// Shows objects as lists of properties.
///
/// # Description
/// Each property has a line of its own.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/format-list
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Format",
    noun = "List",
    class = "Microsoft.PowerShell.Commands.FormatListCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    aliases("fl"),
    output(
        "Microsoft.PowerShell.Commands.Internal.Format.FormatStartData",
        "Microsoft.PowerShell.Commands.Internal.Format.FormatEntryData",
        "Microsoft.PowerShell.Commands.Internal.Format.FormatEndData",
        "Microsoft.PowerShell.Commands.Internal.Format.GroupStartData",
        "Microsoft.PowerShell.Commands.Internal.Format.GroupEndData"
    )
)]
pub(crate) struct FormatList {
    /// Properties, names or script blocks or tables.
    #[parameter(position = 0)]
    property: Vec<Value>,
    /// What starts a new group when it changes.
    #[parameter]
    group_by: Value,
    /// Name of the view.
    #[parameter]
    view: Option<PsString>,
    /// Shows errors of the formatting.
    #[parameter]
    show_error: Switch,
    /// Shows errors of the formatting as rows.
    #[parameter]
    display_error: Switch,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
    /// Whether collections are shown as objects, as items, or both.
    #[parameter(validate_set("CoreOnly", "EnumOnly", "Both"))]
    expand: Option<PsString>,
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    shaping: Shaping,
}

impl Cmdlet for FormatList {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let arguments = CommonArguments {
            properties: &self.property,
            group_by: &self.group_by,
            view: self.view.as_ref(),
            expand: self.expand.as_ref(),
            force: *self.force,
            show_error: *self.show_error,
            display_error: *self.display_error,
        };
        let common = parameters(runtime, ShapeKind::List, &arguments)?;
        self.shaping = Shaping::start(runtime, ShapeParameters { ..common });
        Ok(())
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let input = std::mem::take(&mut self.input_object);
        self.shaping.object(runtime, &input)
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.shaping.finish(runtime)
    }
}
