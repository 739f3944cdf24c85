//! Objects that came over a wire or out of a file.

use super::{own_text, property_set, script, with_depth, with_display, with_members};
use crate::types::TypeData;

/// What makes an object of .NET again of what was deserialized.
const CONVERTER: &str = "Microsoft.PowerShell.DeserializingTypeConverter";

/// Types whose objects are made again when they arrive.
const REHYDRATED: [&str; 37] = [
    "Microsoft.PowerShell.Commands.ModuleSpecification",
    "System.Globalization.CultureInfo",
    "System.Management.Automation.Breakpoint",
    "System.Management.Automation.BreakpointUpdatedEventArgs",
    "System.Management.Automation.CommandCompletion",
    "System.Management.Automation.CompletionResult",
    "System.Management.Automation.CustomControlEntry",
    "System.Management.Automation.CustomItemBase",
    "System.Management.Automation.DebuggerCommand",
    "System.Management.Automation.DebuggerCommandResults",
    "System.Management.Automation.DebuggerStopEventArgs",
    "System.Management.Automation.DisplayEntry",
    "System.Management.Automation.EntrySelectedBy",
    "System.Management.Automation.ExtendedTypeDefinition",
    "System.Management.Automation.FormatViewDefinition",
    "System.Management.Automation.JobStateEventArgs",
    "System.Management.Automation.JobStateInfo",
    "System.Management.Automation.ListControlEntry",
    "System.Management.Automation.ListControlEntryItem",
    "System.Management.Automation.PSControl",
    "System.Management.Automation.PSControlGroupBy",
    "System.Management.Automation.PSCredential",
    "System.Management.Automation.PSListModifier",
    "System.Management.Automation.PSPrimitiveDictionary",
    "System.Management.Automation.ParameterSetMetadata",
    "System.Management.Automation.Remoting.PSSessionOption",
    "System.Management.Automation.SwitchParameter",
    "System.Management.Automation.TableControlColumn",
    "System.Management.Automation.TableControlColumnHeader",
    "System.Management.Automation.TableControlRow",
    "System.Management.Automation.WideControlEntryItem",
    "System.Net.IPAddress",
    "System.Net.Mail.MailAddress",
    "System.Security.AccessControl.FileSystemSecurity",
    "System.Security.AccessControl.RegistrySecurity",
    "System.Security.Cryptography.X509Certificates.X500DistinguishedName",
    "System.Security.Cryptography.X509Certificates.X509Certificate2",
];

pub(super) fn types() -> Vec<TypeData> {
    let mut all: Vec<TypeData> = REHYDRATED
        .iter()
        .map(|name| TypeData {
            target_type: Some(CONVERTER.into()),
            ..TypeData::new(format!("Deserialized.{name}"))
        })
        .collect();
    all.extend([
        TypeData { converter: Some(CONVERTER.into()), ..TypeData::new(CONVERTER) },
        with_members(
            "Deserialized.System.Enum",
            vec![script("Value", "System.Object Value {get=$this.ToString();}", own_text)],
        ),
        process(),
        with_display(
            "Deserialized.System.ServiceProcess.ServiceController",
            "Status Name DisplayName",
        ),
        with_depth("Deserialized.System.Management.ManagementEventArgs", 2),
        with_depth("Deserialized.Microsoft.PowerShell.Commands.Internal.Format.FormatInfoData", 1),
        with_depth("Microsoft.PowerShell.Commands.Internal.Format.FormatInfoData", 1),
    ]);
    all
}

fn process() -> TypeData {
    let mut data = with_display("Deserialized.System.Diagnostics.Process", "Id Handles CPU Name");
    data.members = vec![
        property_set("PSConfiguration", "Name Id PriorityClass FileVersion"),
        property_set(
            "PSResources",
            "Name Id Handlecount WorkingSet NonPagedMemorySize PagedMemorySize PrivateMemorySize \
             VirtualMemorySize Threads.Count TotalProcessorTime",
        ),
    ];
    data
}
