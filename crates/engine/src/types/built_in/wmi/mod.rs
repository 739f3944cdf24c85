//! Classes of WMI, as CIM instances and as management objects.

mod hardware;
mod network;
mod storage;
mod system;

use remora_psobject::{TypeId, Value};

use super::{alias, property_set, script, with_depth, with_display, with_members};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::types::{TypeData, TypeMember};

/// Begins the type names of instances of CIM.
const CIM: &str = "Microsoft.Management.Infrastructure.CimInstance#root/cimv2/";
/// Begins the type names of management objects.
const MANAGEMENT: &str = "System.Management.ManagementObject#root\\cimv2\\";

/// What is shown of a class.
struct Class {
    name: &'static str,
    /// `DefaultDisplayPropertySet`
    display: &'static str,
    /// Property sets: their names and properties.
    sets: &'static [(&'static str, &'static str)],
}

/// Classes whose `PSStatus` only management objects have.
const WITH_PATH: [&str; 3] = ["Win32_DiskQuota", "Win32_LogonSession", "Win32_QuickFixEngineering"];

/// What is shown of an alias of the command line of WMI.
const COMMAND_LINE_ALIAS: &str = "FriendlyName PWhere Target";

pub(super) fn types() -> Vec<TypeData> {
    let mut all = vec![
        with_display(&format!("{CIM}Msft_CliAlias"), COMMAND_LINE_ALIAS),
        with_display(
            "System.Management.ManagementObject#root\\cli\\Msft_CliAlias",
            COMMAND_LINE_ALIAS,
        ),
        with_members(
            "Microsoft.Management.Infrastructure.CimClass",
            vec![script(
                "CimClassName",
                "System.Object CimClassName {get=$this.PSBase.CimSystemProperties.ClassName;}",
                |context, value| {
                    let own = context.own_property(value, "CimSystemProperties")?;
                    context.get_member(&own.unwrap_or_default(), "ClassName")
                },
            )],
        ),
        with_depth(
            "Microsoft.Management.Infrastructure.CimCmdlets.CimIndicationEventInstanceEventArgs",
            1,
        ),
        with_depth("System.Management.ManagementEventArgs", 2),
        with_members(
            "System.Management.ManagementBaseObject",
            vec![alias("PSComputerName", "__SERVER")],
        ),
        with_members("System.Management.ManagementClass", vec![alias("Name", "__Class")]),
        TypeData {
            members: process(),
            ..with_display(
                &format!("{CIM}Win32_Process"),
                "ProcessId Name HandleCount WorkingSetSize VirtualSize",
            )
        },
        with_members(&format!("{MANAGEMENT}Win32_Process"), process()),
    ];
    for start in [CIM, MANAGEMENT] {
        all.push(with_members(&format!("{start}Win32_PingStatus"), ping_status()));
        let classes = [hardware::CLASSES, network::CLASSES, storage::CLASSES, system::CLASSES];
        all.extend(classes.into_iter().flatten().map(|class| shown(start, class)));
    }
    all
}

fn shown(start: &str, class: &Class) -> TypeData {
    let mut data = with_display(&format!("{start}{}", class.name), class.display);
    if class.name == "Win32_QuickFixEngineering" {
        data.members.push(script(
            "InstalledOn",
            "System.Object InstalledOn {get=[datetime]$this.PSBase.Properties[\"InstalledOn\"].Value;}",
            installed_on,
        ));
    }
    data.members.extend(class.sets.iter().map(|(name, properties)| property_set(name, properties)));
    if start == MANAGEMENT && WITH_PATH.contains(&class.name) {
        data.members.push(property_set("PSStatus", "__PATH Status"));
    }
    data
}

/// When a fix was installed: a date where the text is one, otherwise nothing.
fn installed_on(context: &mut ExecutionContext, value: &Value) -> Result<Value, Flow> {
    match context.own_property(value, "InstalledOn")? {
        Some(text) if !text.is_null() => context.convert(&text, TypeId::DATE_TIME),
        _ => Ok(Value::Null),
    }
}

fn process() -> Vec<TypeMember> {
    vec![
        alias("ProcessName", "Name"),
        alias("Handles", "Handlecount"),
        alias("VM", "VirtualSize"),
        alias("WS", "WorkingSetSize"),
        script("Path", "System.Object Path {get=$this.ExecutablePath;}", |context, value| {
            context.get_member(value, "ExecutablePath")
        }),
    ]
}

fn ping_status() -> Vec<TypeMember> {
    vec![
        script(
            "IPV4Address",
            "System.Object IPV4Address {get=[System.Net.Dns]::GetHostAddresses($this.Address).Where({ $_.AddressFamily -eq 'InterNetwork' }, 'First')[0];}",
            |context, value| resolved(context, value, "InterNetwork"),
        ),
        script(
            "IPV6Address",
            "System.Object IPV6Address {get=[System.Net.Dns]::GetHostAddresses($this.Address).Where({ $_.AddressFamily -eq 'InterNetworkV6' }, 'First')[0];}",
            |context, value| resolved(context, value, "InterNetworkV6"),
        ),
    ]
}

/// The first address of this family that the name in `Address` has.
fn resolved(context: &mut ExecutionContext, value: &Value, family: &str) -> Result<Value, Flow> {
    let name = context.get_member(value, "Address")?;
    let Some(dns) = TypeId::find("System.Net.Dns").filter(|_| !name.is_null()) else {
        return Ok(Value::Null);
    };
    let found = context.call_static_method(&Value::Type(dns), "GetHostAddresses", &[name])?;
    for address in crate::types::enumerate(&found).into_iter().flatten() {
        let known = context.get_member(&address, "AddressFamily")?;
        if context.text(&known).eq_ignore_ascii_case(family) {
            return Ok(address);
        }
    }
    Ok(Value::Null)
}
