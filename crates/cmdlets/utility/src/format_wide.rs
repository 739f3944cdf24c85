//! `Format-Wide`

use crate::formatting::{CommonArguments, Shaping, exclusive, parameters};
use remora_engine::prelude::*;
use remora_format::{ShapeKind, ShapeParameters};

/// # Synopsis
/// Shows one property of each object, in columns.
///
/// # Description
/// Good for long lists of names.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/format-wide
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Format",
    noun = "Wide",
    class = "Microsoft.PowerShell.Commands.FormatWideCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    aliases("fw"),
    output(
        "Microsoft.PowerShell.Commands.Internal.Format.FormatStartData",
        "Microsoft.PowerShell.Commands.Internal.Format.FormatEntryData",
        "Microsoft.PowerShell.Commands.Internal.Format.FormatEndData",
        "Microsoft.PowerShell.Commands.Internal.Format.GroupStartData",
        "Microsoft.PowerShell.Commands.Internal.Format.GroupEndData"
    )
)]
pub(crate) struct FormatWide {
    /// Properties, names or script blocks or tables.
    #[parameter(position = 0)]
    property: Value,
    /// Columns as wide as their contents.
    #[parameter]
    auto_size: Switch,
    /// Column of the line.
    #[parameter(validate_range(1, 2147483647))]
    column: Option<i32>,
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

impl Cmdlet for FormatWide {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if *self.auto_size && self.column.is_some() {
            return Err(exclusive("FormatCannotSpecifyAutosizeAndColumns", "AutoSize", "Column"));
        }
        let properties: Vec<Value> =
            Some(self.property.clone()).filter(|given| !given.is_null()).into_iter().collect();
        let arguments = CommonArguments {
            properties: &properties,
            group_by: &self.group_by,
            view: self.view.as_ref(),
            expand: self.expand.as_ref(),
            force: *self.force,
            show_error: *self.show_error,
            display_error: *self.display_error,
        };
        let common = parameters(runtime, ShapeKind::Wide, &arguments)?;
        self.shaping = Shaping::start(
            runtime,
            ShapeParameters {
                auto_size: runtime.is_bound("AutoSize").then_some(*self.auto_size),
                columns: self.column.and_then(|columns| usize::try_from(columns).ok()).unwrap_or(0),
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
