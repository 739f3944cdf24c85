//! `Format-Table`

use crate::formatting::{CommonArguments, Shaping, parameters};
use remora_engine::prelude::*;
use remora_format::{ShapeKind, ShapeParameters};

/// # Synopsis
/// Shows objects as a table.
///
/// # Description
/// Each object is a row, each property a column.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/format-table
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Format",
    noun = "Table",
    class = "Microsoft.PowerShell.Commands.FormatTableCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    aliases("ft"),
    output(
        "Microsoft.PowerShell.Commands.Internal.Format.FormatStartData",
        "Microsoft.PowerShell.Commands.Internal.Format.FormatEntryData",
        "Microsoft.PowerShell.Commands.Internal.Format.FormatEndData",
        "Microsoft.PowerShell.Commands.Internal.Format.GroupStartData",
        "Microsoft.PowerShell.Commands.Internal.Format.GroupEndData"
    )
)]
pub(crate) struct FormatTable {
    /// Columns as wide as their contents.
    #[parameter]
    auto_size: Switch,
    /// Repeats the header line on each screen.
    #[parameter]
    repeat_header: Switch,
    /// No header line.
    #[parameter]
    hide_table_headers: Switch,
    /// Long texts go on in the next line.
    #[parameter]
    wrap: Switch,
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

impl Cmdlet for FormatTable {
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
        let common = parameters(runtime, ShapeKind::Table, &arguments)?;
        self.shaping = Shaping::start(
            runtime,
            ShapeParameters {
                auto_size: runtime.is_bound("AutoSize").then_some(*self.auto_size),
                wrap: *self.wrap,
                hide_headers: *self.hide_table_headers,
                repeat_header: *self.repeat_header,
                ..common
            },
        );
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
