//! Processes and their modules.

use super::computed;
use crate::view::{View, by_property, col, native, path};

pub(super) fn views() -> Vec<View> {
    vec![
        View::table(
            "ProcessModule",
            &["System.Diagnostics.ProcessModule"],
            [
                path(&["Size"]).label("Size(K)").width(10).right(),
                col("ModuleName").width(50),
                col("FileName"),
            ],
        ),
        View::table(
            "process",
            &["System.Diagnostics.Process"],
            [
                native("NPM(K)", computed::npm_kib).width(7).right(),
                native("PM(M)", computed::pm_mib).width(8).right(),
                native("WS(M)", computed::ws_mib).width(10).right(),
                native("CPU(s)", computed::cpu_seconds).width(10).right(),
                col("Id").width(7).right(),
                col("SI").width(3).right(),
                col("ProcessName"),
            ],
        ),
        View::table(
            "Priority",
            &["System.Diagnostics.Process"],
            [
                col("ProcessName").width(20),
                col("Id").width(10).right(),
                col("WorkingSet64").width(12).right(),
            ],
        )
        .grouped(by_property(col("PriorityClass").label("PriorityClass"))),
        View::table(
            "StartTime",
            &["System.Diagnostics.Process"],
            [
                col("ProcessName").width(20),
                col("Id").width(10).right(),
                col("WorkingSet64").width(12).right(),
            ],
        )
        .grouped(by_property(native("StartTime.ToShortDateString()", computed::start_date))),
        View::wide("process", &["System.Diagnostics.Process"], col("ProcessName")),
        View::table(
            "ProcessWithUserName",
            &["System.Diagnostics.Process#IncludeUserName"],
            [
                native("WS(M)", computed::ws_mib).width(10).right(),
                native("CPU(s)", computed::cpu_seconds).width(8).right(),
                col("Id").width(7).right(),
                col("UserName").width(30),
                col("ProcessName"),
            ],
        ),
    ]
}
