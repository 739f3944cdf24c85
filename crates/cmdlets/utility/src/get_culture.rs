//! `Get-Culture`

use remora_dotnet::Culture;
use remora_engine::prelude::*;
use remora_psobject::ErrorCategory as Category;

/// # Synopsis
/// Gets the culture that numbers and dates are shown in.
///
/// # Description
/// Or a culture by name, or all that are known.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-culture
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Culture",
    class = "Microsoft.PowerShell.Commands.GetCultureCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "CurrentCulture",
    remoting = "PowerShell",
    output("System.Globalization.CultureInfo")
)]
pub(crate) struct GetCulture {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(
        set = "Name",
        position = 0,
        pipeline,
        validate_set("<every culture name>"),
        validate_not_null
    )]
    name: Vec<PsString>,
    /// Without settings of the user.
    #[parameter(sets("CurrentCulture", "Name"))]
    no_user_overrides: Switch,
    /// All cultures that are known.
    #[parameter(set = "ListAvailable")]
    list_available: Switch,
}

impl GetCulture {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Gets a culture by name",
        script: "(Get-Culture -Name de-DE).Name",
        output: "*",
    }];
}

impl Cmdlet for GetCulture {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if *self.list_available {
            for name in Culture::names() {
                let culture = culture_value(runtime, name)?;
                runtime.write_object(culture)?;
            }
            return Ok(());
        }
        if self.name.is_empty() {
            let name = runtime.culture().name.clone();
            let culture = culture_value(runtime, &name)?;
            return runtime.write_object(culture);
        }
        for name in self.name.clone() {
            if name.is_empty() || Culture::find(&name).is_some() {
                let culture = culture_value(runtime, &name)?;
                runtime.write_object(culture)?;
                continue;
            }
            let exception = Exception::new(
                crate::record_object::type_named("System.Globalization.CultureNotFoundException"),
                format!(
                    "Culture is not supported. (Parameter 'name')\n{name} is an invalid culture identifier."
                ),
            );
            runtime.write_error(ErrorRecord::new(
                exception,
                "ItemNotFoundException",
                Category::ObjectNotFound,
                Value::Str(name),
            ))?;
        }
        Ok(())
    }
}

/// The culture of this name as scripts see it.
pub(crate) fn culture_value(runtime: &mut CommandRuntime<'_>, name: &str) -> CommandResult<Value> {
    runtime.convert_to(&Value::from(name), "System.Globalization.CultureInfo")
}
