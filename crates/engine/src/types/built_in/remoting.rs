//! Sessions, their options and who is at the other end.

use super::{own_or, script, with_depth, with_members};
use crate::types::{TypeData, TypeMember};

pub(super) fn types() -> Vec<TypeData> {
    vec![
        with_members("System.Management.Automation.Runspaces.PSSession", session()),
        with_members("System.Management.Automation.Remoting.PSSenderInfo", sender()),
        with_depth("System.Management.Automation.Remoting.PSSessionOption", 1),
        with_members(
            "Microsoft.PowerShell.Commands.PSSessionConfigurationCommands#PSSessionConfiguration",
            // Accounts behind a security descriptor are known to Windows alone.
            vec![script(
                "Permission",
                "System.Object Permission {get=$this.Permission;}",
                |context, value| Ok(context.own_property(value, "Permission")?.unwrap_or_default()),
            )],
        ),
    ]
}

fn session() -> Vec<TypeMember> {
    vec![
        script(
            "State",
            "System.Object State {get=$this.Runspace.RunspaceStateInfo.State;}",
            |context, value| {
                own_or(context, value, "State", &["Runspace", "RunspaceStateInfo", "State"])
            },
        ),
        script(
            "IdleTimeout",
            "System.Object IdleTimeout {get=$this.Runspace.ConnectionInfo.IdleTimeout;}",
            |context, value| {
                let path = ["Runspace", "ConnectionInfo", "IdleTimeout"];
                own_or(context, value, "IdleTimeout", &path)
            },
        ),
        script(
            "OutputBufferingMode",
            "System.Object OutputBufferingMode {get=$this.Runspace.ConnectionInfo.OutputBufferingMode;}",
            |context, value| {
                let path = ["Runspace", "ConnectionInfo", "OutputBufferingMode"];
                own_or(context, value, "OutputBufferingMode", &path)
            },
        ),
        script(
            "DisconnectedOn",
            "System.Object DisconnectedOn {get=$this.Runspace.DisconnectedOn;}",
            |context, value| {
                own_or(context, value, "DisconnectedOn", &["Runspace", "DisconnectedOn"])
            },
        ),
        script(
            "ExpiresOn",
            "System.Object ExpiresOn {get=$this.Runspace.ExpiresOn;}",
            |context, value| own_or(context, value, "ExpiresOn", &["Runspace", "ExpiresOn"]),
        ),
    ]
}

fn sender() -> Vec<TypeMember> {
    vec![
        script(
            "ConnectedUser",
            "System.Object ConnectedUser {get=$this.UserInfo.Identity.Name;}",
            |context, value| {
                own_or(context, value, "ConnectedUser", &["UserInfo", "Identity", "Name"])
            },
        ),
        script(
            "RunAsUser",
            "System.Object RunAsUser {get=$this.UserInfo.WindowsIdentity.Name;}",
            |context, value| {
                own_or(context, value, "RunAsUser", &["UserInfo", "WindowsIdentity", "Name"])
            },
        ),
    ]
}
