//! Drives, providers, paths, variables, registry keys.

use super::computed;
use crate::view::{Entry, View, by_control, col, native, path};

pub(super) fn views() -> Vec<View> {
    vec![
        View::table(
            "Variable",
            &["System.Management.Automation.PSVariable"],
            [col("Name").width(30), col("Value")],
        ),
        View::table("PathInfo", &["System.Management.Automation.PathInfo"], [col("Path")]),
        View::table(
            "drive",
            &[
                "Microsoft.PowerShell.Commands.ActiveDirectoryProvider+ADPSDriveInfo",
                "System.Management.Automation.PSDriveInfo",
            ],
            [
                col("Name").width(10),
                native("Used (GB)", computed::used_gib).width(13).values_right(),
                native("Free (GB)", computed::free_gib).width(13).values_right(),
                path(&["Provider", "Name"]).label("Provider").width(13),
                native("Root", computed::drive_root).width(35),
                col("CurrentLocation").values_right(),
            ],
        ),
        View::table(
            "provider",
            &["System.Management.Automation.ProviderInfo"],
            [col("Name").width(20), col("Capabilities"), col("Drives")],
        ),
        View::list(
            "provider",
            &["System.Management.Automation.ProviderInfo"],
            [Entry::names(&[
                "Name",
                "Drives",
                "Path",
                "Home",
                "Description",
                "Capabilities",
                "ImplementingType",
            ])],
        ),
        View::list(
            "System.Management.Automation.PSDriveInfo",
            &["System.Management.Automation.PSDriveInfo"],
            [Entry::names(&["Name", "Description", "Provider", "Root", "CurrentLocation"])],
        ),
        View::list(
            "ShellVariable",
            &["System.Management.Automation.ShellVariable"],
            [Entry::names(&["Name", "Value"])],
        ),
        View::table(
            "children",
            &[
                "Microsoft.PowerShell.Commands.Internal.TransactedRegistryKey",
                "Microsoft.Win32.RegistryKey",
                "System.Management.Automation.TreatAs.RegistryValue",
            ],
            [
                col("PSChildName").label("Name").width(30),
                native("Property", computed::registry_values),
            ],
        )
        .wrapped()
        .grouped(by_control(
            col("PSParentPath"),
            "Hive: ",
            native("", computed::parent_path),
        )),
    ]
}
