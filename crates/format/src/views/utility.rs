//! What the utility cmdlets give: members, groups, matches, history, hashes.

use super::computed;
use crate::view::{Entry, View, by_property, col, native, path};

pub(super) fn views() -> Vec<View> {
    vec![
        View::table(
            "System.Management.Automation.PSMethod",
            &["System.Management.Automation.PSMethod"],
            [native("OverloadDefinitions", computed::overloads)],
        )
        .wrapped(),
        View::table(
            "Microsoft.PowerShell.Commands.MemberDefinition",
            &["Microsoft.PowerShell.Commands.MemberDefinition"],
            [
                col("Name").label("Name"),
                col("MemberType").label("MemberType"),
                col("Definition").label("Definition"),
            ],
        )
        .auto_sized()
        .grouped(by_property(col("TypeName"))),
        View::table(
            "Microsoft.PowerShell.Commands.GroupInfo",
            &["Microsoft.PowerShell.Commands.GroupInfo"],
            [col("Count").label("Count").width(5).right(), col("Name").width(25), col("Group")],
        ),
        View::list(
            "Microsoft.PowerShell.Commands.GroupInfo",
            &["Microsoft.PowerShell.Commands.GroupInfo"],
            [Entry::names(&["Name", "Count", "Group", "Values"])],
        ),
        View::table(
            "Microsoft.PowerShell.Commands.GroupInfoNoElement",
            &["Microsoft.PowerShell.Commands.GroupInfoNoElement"],
            [col("Count").label("Count").width(5).right(), col("Name").width(25)],
        ),
        View::list(
            "Microsoft.PowerShell.Commands.GroupInfoNoElement",
            &["Microsoft.PowerShell.Commands.GroupInfoNoElement"],
            [Entry::names(&["Name", "Count", "Values"])],
        ),
        View::table(
            "history",
            &["Microsoft.PowerShell.Commands.HistoryInfo"],
            [
                col("Id").width(4).right(),
                native("Duration", computed::history_duration).width(12).right(),
                col("CommandLine"),
            ],
        ),
        View::wide("history", &["Microsoft.PowerShell.Commands.HistoryInfo"], col("CommandLine")),
        View::custom(
            "MatchInfo",
            &["Microsoft.PowerShell.Commands.MatchInfo"],
            vec![native("", computed::match_line).into()],
        ),
        View::custom(
            "MatchInfo",
            &["Deserialized.Microsoft.PowerShell.Commands.MatchInfo"],
            vec![path(&["Line"]).into()],
        ),
        View::table(
            "ControlPanelItem",
            &["Microsoft.PowerShell.Commands.ControlPanelItem"],
            [
                col("Name").label("Name"),
                col("CanonicalName").label("CanonicalName"),
                col("Category").label("Category"),
                col("Description").label("Description"),
            ],
        ),
        View::table(
            "Microsoft.PowerShell.Commands.TextMeasureInfo",
            &["Deserialized.Microsoft.PowerShell.Commands.TextMeasureInfo"],
            [
                col("Lines").label("Lines"),
                col("Words").label("Words"),
                col("Characters").label("Characters"),
                col("Property").label("Property"),
            ],
        ),
        View::list(
            "Microsoft.PowerShell.Commands.GenericMeasureInfo",
            &["Deserialized.Microsoft.PowerShell.Commands.GenericMeasureInfo"],
            [Entry::names(&["Count", "Average", "Sum", "Maximum", "Minimum", "Property"])],
        ),
        View::table(
            "Microsoft.PowerShell.Commands.FileHashInfo",
            &["Microsoft.PowerShell.Commands.FileHashInfo"],
            [col("Algorithm").width(15).left(), col("Hash").width(70).left(), col("Path")],
        ),
        View::table(
            "Microsoft.PowerShell.Commands.ByteCollection",
            &["Microsoft.PowerShell.Commands.ByteCollection"],
            [
                col("HexOffset").label("Offset").width(16).right(),
                col("HexBytes")
                    .label("Bytes\n00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F")
                    .width(47)
                    .left(),
                col("Ascii").label("Ascii").width(16).left(),
            ],
        )
        .grouped(by_property(col("Label"))),
    ]
}
