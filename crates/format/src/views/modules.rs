//! Modules, experimental features, subsystems, type data.

use super::computed;
use crate::view::{Entry, View, by_control, col, native, path};

pub(super) fn views() -> Vec<View> {
    vec![
        View::list(
            "PSSnapInInfo",
            &["System.Management.Automation.PSSnapInInfo"],
            [Entry::of([
                col("Name").label("Name"),
                col("PSVersion").label("PSVersion"),
                col("Description").label("Description"),
            ])],
        ),
        View::table(
            "PSSnapInInfo",
            &["System.Management.Automation.PSSnapInInfo"],
            [
                col("Name").label("Name").width(30).left(),
                col("PSVersion").label("PSVersion").width(20).left(),
                col("Description").label("Description").width(30).left(),
            ],
        ),
        View::table(
            "TypeData",
            &["System.Management.Automation.Runspaces.TypeData"],
            [col("TypeName").label("TypeName"), col("Members").label("Members")],
        ),
        View::table(
            "System.Management.Automation.Subsystem.SubsystemInfo",
            &["System.Management.Automation.Subsystem.SubsystemInfo"],
            [
                col("Kind").label("Kind").width(17).left(),
                path(&["SubsystemType", "Name"]).label("SubsystemType").width(18).left(),
                col("IsRegistered").label("IsRegistered").width(12).right(),
                col("Implementations").label("Implementations").left(),
            ],
        ),
        View::list(
            "System.Management.Automation.Subsystem.SubsystemInfo+ImplementationInfo",
            &["System.Management.Automation.Subsystem.SubsystemInfo+ImplementationInfo"],
            [Entry::names(&["Id", "Kind", "Name", "Description", "ImplementationType"])],
        ),
        View::table(
            "Module",
            &["ModuleInfoGrouping"],
            [
                col("ModuleType").width(10).left(),
                col("Version").width(10).left(),
                native("PreRelease", computed::pre_release).width(10).left(),
                col("Name").width(35).left(),
                native("PSEdition", computed::editions).width(9).left(),
                path(&["ExportedCommands", "Keys"]).label("ExportedCommands").left(),
            ],
        )
        .grouped(by_control(
            native("", computed::module_root),
            "Directory: ",
            native("", computed::module_root),
        )),
        View::table(
            "Module",
            &["System.Management.Automation.PSModuleInfo"],
            [
                col("ModuleType").width(10).left(),
                col("Version").width(10).left(),
                native("PreRelease", computed::pre_release).width(10).left(),
                col("Name").width(35).left(),
                path(&["ExportedCommands", "Keys"]).label("ExportedCommands").left(),
            ],
        ),
        View::wide("Module", &["System.Management.Automation.PSModuleInfo"], col("Name")),
        View::list(
            "Module",
            &["System.Management.Automation.PSModuleInfo"],
            [Entry::of([
                col("Name"),
                col("Path"),
                col("Description"),
                col("ModuleType"),
                col("Version"),
                native("PreRelease", computed::pre_release),
                col("NestedModules"),
                path(&["ExportedFunctions", "Keys"]).label("ExportedFunctions"),
                path(&["ExportedCmdlets", "Keys"]).label("ExportedCmdlets"),
                path(&["ExportedVariables", "Keys"]).label("ExportedVariables"),
                path(&["ExportedAliases", "Keys"]).label("ExportedAliases"),
            ])],
        ),
        View::table(
            "ExperimentalFeature",
            &["System.Management.Automation.ExperimentalFeature"],
            [
                col("Name").width(35).left(),
                col("Enabled").width(7).right(),
                col("Source").width(35).left(),
                col("Description").left(),
            ],
        ),
        View::list(
            "ExperimentalFeature",
            &["System.Management.Automation.ExperimentalFeature"],
            [Entry::names(&["Name", "Enabled", "Source", "Description"])],
        ),
    ]
}
