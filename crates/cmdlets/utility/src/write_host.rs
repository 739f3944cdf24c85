//! `Write-Host`

use remora_engine::prelude::*;
use remora_psobject::record::HostInformationMessage;

/// # Synopsis
/// Shows objects on the screen.
///
/// # Description
/// The text is information that the host shows at once; it is not output.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/write-host
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Host",
    class = "Microsoft.PowerShell.Commands.WriteHostCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None"
)]
pub(crate) struct WriteHost {
    /// What is shown.
    #[parameter(position = 0, pipeline, remaining, aliases("Msg", "Message"))]
    object: Value,
    /// Without line ends.
    #[parameter]
    no_newline: Switch,
    /// What stands between the texts.
    #[parameter]
    separator: Value,
    /// Colour of the text.
    #[parameter(type = "System.ConsoleColor")]
    foreground_color: Value,
    /// Colour behind the text.
    #[parameter(type = "System.ConsoleColor")]
    background_color: Value,
}

impl WriteHost {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Joins objects",
        script: "Write-Host 1, 2 -Separator '-' 6>&1 | ForEach-Object { \"$_\" }",
        output: "1-2",
    }];
}

impl Cmdlet for WriteHost {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let separator = match &self.separator {
            Value::Null => PsString::from(" "),
            other => runtime.text(other),
        };
        let object = self.object.clone();
        let text = self.joined(runtime, &object, &separator).unwrap_or_default();
        let color = |value: &Value| value.as_i32();
        let message = HostInformationMessage {
            message: text,
            no_new_line: Some(*self.no_newline),
            foreground_color: color(&self.foreground_color),
            background_color: color(&self.background_color),
        };
        runtime.write_host(message)
    }
}

impl WriteHost {
    /// The text of an object; that of a collection is made of the texts of its items, however deep.
    fn joined(
        &self,
        runtime: &mut CommandRuntime<'_>,
        object: &Value,
        separator: &str,
    ) -> Option<PsString> {
        match object.base() {
            Value::Null | Value::AutomationNull => return None,
            Value::Str(text) => return (!text.is_empty()).then(|| text.clone()),
            _ => {}
        }
        let items = match object.base() {
            Value::Dictionary(table) => Some(
                table
                    .entries()
                    .into_iter()
                    .map(|(key, value)| {
                        let text = format!("[{}, {}]", runtime.text(&key), runtime.text(&value));
                        Value::from(text)
                    })
                    .collect(),
            ),
            _ => runtime.enumerate(object),
        };
        let Some(items) = items else {
            let text = runtime.display_text(object);
            return (!text.is_empty()).then_some(text);
        };
        let texts: Vec<PsString> =
            items.iter().filter_map(|item| self.joined(runtime, item, separator)).collect();
        let joined = texts.iter().map(PsString::as_str).collect::<Vec<_>>().join(separator);
        Some(joined.into())
    }
}
