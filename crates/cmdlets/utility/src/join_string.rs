//! `Join-String`

use crate::property_selector::{Expression, Selector};
use remora_engine::prelude::*;

/// # Synopsis
/// Joins the texts of objects.
///
/// # Description
/// With a separator, quotes or a format for each.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/join-string
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Join",
    noun = "String",
    class = "Microsoft.PowerShell.Commands.Utility.JoinStringCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "default",
    remoting = "None",
    output("System.String")
)]
pub(crate) struct JoinString {
    /// Properties, names or script blocks or tables.
    #[parameter(
        position = 0,
        type = "pspropertyexpression",
        completer = "System.Management.Automation.PropertyNameCompleter"
    )]
    property: Value,
    /// What stands between the texts.
    #[parameter(
        position = 1,
        completer = "Microsoft.PowerShell.Commands.Utility.SeparatorArgumentCompleter",
        allow_empty_string
    )]
    separator: Option<PsString>,
    /// Text before the result.
    #[parameter(aliases("op"))]
    output_prefix: Option<PsString>,
    /// Text behind the result.
    #[parameter(aliases("os"))]
    output_suffix: Option<PsString>,
    /// Puts single quotes around each text.
    #[parameter(set = "SingleQuote")]
    single_quote: Switch,
    /// Puts double quotes around each text.
    #[parameter(set = "DoubleQuote")]
    double_quote: Switch,
    /// Format of each text, as the format operator takes it.
    #[parameter(
        set = "Format",
        completer = "Microsoft.PowerShell.Commands.Utility.FormatStringArgumentCompleter"
    )]
    format_string: Option<PsString>,
    /// The list separator of the culture stands between values.
    #[parameter]
    use_culture: Switch,
    /// The objects.
    #[parameter(pipeline, type = "psobject[]")]
    input_object: Vec<Value>,
    texts: Vec<String>,
}

impl JoinString {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Joins numbers",
        script: "1..3 | Join-String -Separator '-' -OutputPrefix '<' -OutputSuffix '>'",
        output: "<1-2-3>",
    }];
}

impl Cmdlet for JoinString {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for input in std::mem::take(&mut self.input_object) {
            if input.is_null() {
                continue;
            }
            let value = match self.selector() {
                None => input,
                Some(selector) => match selector.value(runtime, &input)? {
                    Ok(value) => value.unwrap_or_default(),
                    Err(record) => return Err(record.into()),
                },
            };
            if value.is_null() {
                continue;
            }
            let text = self.one(runtime, &value)?;
            self.texts.push(text);
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let separator = match &self.separator {
            Some(separator) => separator.clone(),
            None => match runtime.variable("OFS") {
                Some(separator) => runtime.text(&separator),
                None => PsString::empty(),
            },
        };
        let joined = self.texts.join(&separator);
        let prefix = self.output_prefix.clone().unwrap_or_default();
        let suffix = self.output_suffix.clone().unwrap_or_default();
        runtime.write_object(format!("{prefix}{joined}{suffix}"))
    }
}

impl JoinString {
    fn selector(&self) -> Option<Selector> {
        if let Some(block) = self.property.downcast::<ScriptBlock>() {
            return Some(Selector::of(Expression::Block(block.clone())));
        }
        let name = self.property.as_string()?;
        Some(Selector::of(Expression::of_name(name)))
    }

    fn one(&self, runtime: &mut CommandRuntime<'_>, value: &Value) -> CommandResult<String> {
        if let Some(format) = &self.format_string {
            let culture = if *self.use_culture {
                runtime.culture()
            } else {
                remora_dotnet::Culture::invariant()
            };
            return crate::composite::format(
                runtime,
                format,
                std::slice::from_ref(value),
                &culture,
            );
        }
        let text =
            if *self.use_culture { runtime.display_text(value) } else { runtime.text(value) };
        Ok(if *self.single_quote {
            format!("'{}'", text.replace('\'', "''"))
        } else if *self.double_quote {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_string()
        })
    }
}
