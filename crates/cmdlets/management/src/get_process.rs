//! `Get-Process`

use remora_engine::prelude::*;
use remora_psobject::InstanceMember;

use crate::processes::{self, ProcessSelection};

/// # Synopsis
/// Gets processes.
///
/// # Description
/// All processes of the computer, or those of some names or ids.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-process
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Process",
    class = "Microsoft.PowerShell.Commands.GetProcessCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Name",
    remoting = "SupportedByCommand",
    aliases("gps"),
    output(
        "System.Diagnostics.ProcessModule",
        "System.Diagnostics.FileVersionInfo",
        "System.Diagnostics.Process"
    )
)]
pub(crate) struct GetProcess {
    /// The names. Wildcards are allowed.
    #[parameter(
        sets("Name", "NameWithUserName"),
        position = 0,
        by_name,
        aliases("ProcessName"),
        validate_not_null_or_empty
    )]
    name: Vec<PsString>,
    /// The process ids.
    #[parameter(sets("Id", "IdWithUserName"), mandatory, by_name, aliases("PID"))]
    id: Vec<i32>,
    /// The objects to work on.
    #[parameter(
        sets("InputObject", "InputObjectWithUserName"),
        mandatory,
        pipeline,
        type = "System.Diagnostics.Process[]"
    )]
    input_object: Vec<Value>,
    /// Adds the name of the user that each process belongs to.
    #[parameter(sets("IdWithUserName", "InputObjectWithUserName", "NameWithUserName"), mandatory)]
    include_user_name: Switch,
    /// Gives the modules that each process has loaded.
    #[parameter(sets("Id", "InputObject", "Name"), validate_not_null)]
    module: Switch,
    /// Gives the version of the program of each process.
    #[parameter(sets("Id", "InputObject", "Name"), aliases("FV", "FVI"), validate_not_null)]
    file_version_info: Switch,
}

impl GetProcess {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Gets the process of the session",
        script: "(Get-Process -Id $PID).Id -eq $PID",
        output: "True",
    }];
}

impl Cmdlet for GetProcess {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let by_name = runtime.parameter_set().starts_with("Name");
        let found = if by_name && self.name.is_empty() {
            let system = std::sync::Arc::clone(runtime.system());
            processes::all(&system).into_iter().map(std::sync::Arc::new).collect()
        } else {
            let selection = ProcessSelection {
                names: if by_name { &self.name } else { &[] },
                ids: &self.id,
                objects: &self.input_object,
            };
            selection.find(runtime)?
        };
        for process in found {
            runtime.check_stop()?;
            if *self.file_version_info {
                let modules = process.modules();
                let wanted = if *self.module { modules.len() } else { 1 };
                for module in modules.into_iter().take(wanted) {
                    let name = runtime.get_property(&module, "FileName")?.unwrap_or_default();
                    runtime.write_object(Value::custom_object([
                        ("ProductVersion", Value::Null),
                        ("FileVersion", Value::Null),
                        ("FileName", name),
                    ]))?;
                }
                continue;
            }
            if *self.module {
                for module in process.modules() {
                    runtime.write_object(module)?;
                }
                continue;
            }
            let user = self.include_user_name.then(|| processes::user_name(&process));
            let value = Value::live_arc(process);
            if let (Some(user), Some(header)) = (user, value.header()) {
                let mut names = value.type_names();
                names.insert(0, "System.Diagnostics.Process#IncludeUserName".into());
                header.set_type_names(names);
                header.set_member(InstanceMember::note("UserName", user));
            }
            runtime.write_object(value)?;
        }
        Ok(())
    }
}
