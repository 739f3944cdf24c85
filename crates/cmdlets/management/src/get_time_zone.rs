//! `Get-TimeZone`

use remora_engine::errors::Flow;
use remora_engine::prelude::*;

/// # Synopsis
/// Gets time zones.
///
/// # Description
/// The zone of the session, or zones by id or name.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-timezone
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "TimeZone",
    class = "Microsoft.PowerShell.Commands.GetTimeZoneCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Name",
    aliases("gtz"),
    output("System.TimeZoneInfo")
)]
pub(crate) struct GetTimeZone {
    /// The ids of time zones.
    #[parameter(set = "Id", mandatory, by_name)]
    id: Vec<PsString>,
    /// Gives all time zones.
    #[parameter(set = "ListAvailable", mandatory)]
    list_available: Switch,
    /// The names. Wildcards are allowed.
    #[parameter(set = "Name", position = 0, pipeline)]
    name: Vec<PsString>,
}

impl GetTimeZone {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Gets a zone by its id",
        script: "(Get-TimeZone -Id Europe/Paris).BaseUtcOffset.TotalHours",
        output: "1",
    }];

    /// Runs a script that asks the type of time zones.
    fn ask(
        runtime: &mut CommandRuntime<'_>,
        script: &str,
        argument: Option<&PsString>,
    ) -> CommandResult<Vec<Value>> {
        let block = runtime.context().parse_script(script)?;
        let arguments = argument.into_iter().cloned().map(Value::Str);
        runtime.invoke(&block, Invocation::new().arguments(arguments))
    }

    fn missing(parameter: &str, what: &str, name: &str) -> ErrorRecord {
        let kind = TypeId::register("System.TimeZoneNotFoundException", Some(TypeId::EXCEPTION));
        error(
            kind,
            format!("The time zone {what} '{name}' was not found on the local computer."),
            "TimeZoneNotFound",
            ErrorCategory::InvalidArgument,
            parameter,
        )
    }

    fn by_name(runtime: &mut CommandRuntime<'_>, name: &PsString) -> CommandResult<Vec<Value>> {
        let pattern = remora_language::wildcard::WildcardPattern::new(name, true);
        let mut found = Vec::new();
        for zone in Self::ask(runtime, "[TimeZoneInfo]::GetSystemTimeZones()", None)? {
            for property in ["StandardName", "DaylightName"] {
                let known = runtime.get_property(&zone, property)?.unwrap_or_default();
                let matches = known.as_str().is_some_and(|known| {
                    pattern.as_ref().is_ok_and(|pattern| pattern.is_match(known))
                });
                if matches {
                    found.push(zone);
                    break;
                }
            }
        }
        Ok(found)
    }
}

impl Cmdlet for GetTimeZone {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if *self.list_available {
            let zones = Self::ask(runtime, "[TimeZoneInfo]::GetSystemTimeZones()", None)?;
            return zones.into_iter().try_for_each(|zone| runtime.write_object(zone));
        }
        for id in self.id.clone() {
            let script = "[TimeZoneInfo]::FindSystemTimeZoneById($args[0])";
            match Self::ask(runtime, script, Some(&id)) {
                Ok(zones) => {
                    for zone in zones {
                        runtime.write_object(zone)?;
                    }
                }
                Err(Flow::Throw(_)) => runtime.write_error(Self::missing("Id", "ID", &id))?,
                Err(flow) => return Err(flow),
            }
        }
        for name in self.name.clone() {
            let found = Self::by_name(runtime, &name)?;
            if found.is_empty() && !remora_language::wildcard::contains_wildcards(&name) {
                runtime.write_error(Self::missing("Name", "name", &name))?;
            }
            for zone in found {
                runtime.write_object(zone)?;
            }
        }
        if self.id.is_empty() && self.name.is_empty() {
            for zone in Self::ask(runtime, "[TimeZoneInfo]::Local", None)? {
                runtime.write_object(zone)?;
            }
        }
        Ok(())
    }
}
