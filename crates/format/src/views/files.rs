//! Files, folders, their security and streams.

use super::computed;
use crate::view::{Entry, View, by_control, by_property, col, native, path};

pub(super) fn views() -> Vec<View> {
    vec![
        View::table(
            "System.Security.AccessControl.ObjectSecurity",
            &["System.Security.AccessControl.ObjectSecurity"],
            [col("Path"), col("Owner"), col("AccessToString").label("Access")],
        ),
        View::list(
            "System.Security.AccessControl.ObjectSecurity",
            &["System.Security.AccessControl.ObjectSecurity"],
            [Entry::of([
                col("Path"),
                col("Owner"),
                col("Group"),
                col("AccessToString").label("Access"),
                col("AuditToString").label("Audit"),
                col("Sddl"),
            ])],
        ),
        View::table(
            "childrenWithUnixStat",
            &["System.IO.DirectoryInfo", "System.IO.FileInfo"],
            [
                col("UnixMode").label("UnixMode").width(10).left(),
                col("User").label("User").width(10).right(),
                col("Group").label("Group").width(10).left(),
                native("LastWriteTime", computed::last_write_time).width(16).right(),
                col("Size").label("Size").width(12).right(),
                col("NameString").label("Name").left(),
            ],
        )
        .wrapped()
        .grouped(by_control(
            col("PSParentPath"),
            "Directory: ",
            native("", computed::parent_path),
        )),
        View::table(
            "children",
            &["System.IO.DirectoryInfo", "System.IO.FileInfo"],
            [
                col("ModeWithoutHardLink").label("Mode").width(7).left(),
                col("LastWriteTimeString").label("LastWriteTime").width(26).right(),
                col("LengthString").label("Length").width(14).right(),
                col("NameString").label("Name").left(),
            ],
        )
        .wrapped()
        .grouped(by_control(
            col("PSParentPath"),
            "Directory: ",
            native("", computed::parent_path),
        )),
        View::table(
            "childrenWithHardlink",
            &["System.IO.DirectoryInfo", "System.IO.FileInfo"],
            [
                col("Mode").label("Mode").width(7).left(),
                col("LastWriteTimeString").label("LastWriteTime").width(26).right(),
                col("LengthString").label("Length").width(14).right(),
                col("NameString").label("Name").left(),
            ],
        )
        .wrapped()
        .grouped(by_control(
            col("PSParentPath"),
            "Directory: ",
            native("", computed::parent_path),
        )),
        View::list(
            "children",
            &["System.IO.DirectoryInfo", "System.IO.FileInfo"],
            [
                Entry::names(&[
                    "Name",
                    "CreationTime",
                    "LastWriteTime",
                    "LastAccessTime",
                    "Mode",
                    "LinkType",
                    "Target",
                ]),
                Entry::of([
                    col("Name"),
                    col("LengthString").label("Length"),
                    col("CreationTime"),
                    col("LastWriteTime"),
                    col("LastAccessTime"),
                    col("Mode"),
                    col("LinkType"),
                    col("Target"),
                    col("VersionInfo"),
                ])
                .only_for("System.IO.FileInfo"),
            ],
        )
        .grouped(by_control(
            col("PSParentPath"),
            "Directory: ",
            native("", computed::parent_path),
        )),
        View::wide("children", &["System.IO.DirectoryInfo", "System.IO.FileInfo"], col("Name"))
            .with_wide_entry("System.IO.DirectoryInfo", col("Name"))
            .grouped(by_control(
                col("PSParentPath"),
                "Directory: ",
                native("", computed::parent_path),
            )),
        View::table(
            "FileSecurityTable",
            &["System.Security.AccessControl.FileSystemSecurity"],
            [
                native("Path", computed::file_of_path),
                col("Owner"),
                path(&["AccessToString"]).label("Access"),
            ],
        )
        .grouped(by_control(
            col("PSParentPath"),
            "Directory: ",
            native("", computed::parent_path),
        )),
        View::table(
            "FileSystemStream",
            &["Microsoft.PowerShell.Commands.AlternateStreamData"],
            [col("Stream").width(20).left(), col("Length").width(10).right()],
        )
        .grouped(by_property(col("Filename"))),
    ]
}
