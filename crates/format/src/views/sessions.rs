//! Runspaces, sessions, jobs, what happened to computers.

use super::computed;
use crate::view::{Entry, View, col, native, path};

pub(super) fn views() -> Vec<View> {
    vec![
        View::table(
            "Runspace",
            &["System.Management.Automation.Runspaces.Runspace"],
            [
                col("Id").label("Id").width(3).right(),
                col("Name").label("Name").width(15).left(),
                native("ComputerName", computed::runspace_computer).width(15).left(),
                native("Type", computed::runspace_type).width(13).left(),
                path(&["RunspaceStateInfo", "State"]).label("State").width(13).left(),
                native("Availability", computed::runspace_availability).width(15).left(),
            ],
        ),
        View::table(
            "PSSession",
            &["System.Management.Automation.Runspaces.PSSession"],
            [
                col("Id").label("Id").width(3).right(),
                col("Name").label("Name").width(15).left(),
                col("Transport").label("Transport").width(9).left(),
                col("ComputerName").label("ComputerName").width(15).left(),
                col("ComputerType").label("ComputerType").width(15).left(),
                col("State").label("State").width(13).left(),
                col("ConfigurationName").label("ConfigurationName").width(20).left(),
                col("Availability").label("Availability").width(13).right(),
            ],
        ),
        View::table(
            "Job",
            &["System.Management.Automation.Job"],
            [
                col("Id").label("Id").width(6).left(),
                col("Name").label("Name").width(15).left(),
                col("PSJobTypeName").label("PSJobTypeName").width(15).left(),
                col("State").label("State").width(13).left(),
                col("HasMoreData").label("HasMoreData").width(15).left(),
                col("Location").label("Location").width(20).left(),
                col("Command").label("Command").width(25).left(),
            ],
        ),
        View::list(
            "PSSessionConfiguration",
            &[
                "Microsoft.PowerShell.Commands.PSSessionConfigurationCommands#PSSessionConfiguration",
            ],
            [Entry::names(&["Name", "PSVersion", "StartupScript", "RunAsUser", "Permission"])],
        ),
        View::table(
            "Microsoft.PowerShell.Commands.ComputerChangeInfo",
            &["Microsoft.PowerShell.Commands.ComputerChangeInfo"],
            [
                col("HasSucceeded").label("HasSucceeded").width(12).left(),
                col("ComputerName").label("ComputerName").width(25),
            ],
        ),
        View::table(
            "Microsoft.PowerShell.Commands.RenameComputerChangeInfo",
            &["Microsoft.PowerShell.Commands.RenameComputerChangeInfo"],
            [
                col("HasSucceeded").label("HasSucceeded").width(12).left(),
                col("OldComputerName").label("OldComputerName").width(25),
                col("NewComputerName").label("NewComputerName").width(25),
            ],
        ),
    ]
}
