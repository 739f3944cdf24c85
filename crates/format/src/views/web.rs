//! Web responses and connection tests.

use super::computed;
use crate::view::{Entry, View, by_property, col, native};

pub(super) fn views() -> Vec<View> {
    vec![
        View::list(
            "Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject",
            &["Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject"],
            [Entry::of([
                col("StatusCode"),
                col("StatusDescription"),
                native("Content", computed::content_start),
                native("RawContent", computed::raw_content_start),
                col("Headers"),
                col("Images"),
                col("InputFields"),
                col("Links"),
                col("RawContentLength"),
                col("RelationLink"),
            ])],
        ),
        View::list(
            "Microsoft.PowerShell.Commands.WebResponseObject",
            &["Microsoft.PowerShell.Commands.WebResponseObject"],
            [Entry::of([
                col("StatusCode"),
                col("StatusDescription"),
                col("Content"),
                native("RawContent", computed::raw_content_start),
                col("Headers"),
                col("RawContentLength"),
                col("RelationLink"),
            ])],
        ),
        View::table(
            "Microsoft.PowerShell.Commands.TestConnectionCommand+TcpPortStatus",
            &["Microsoft.PowerShell.Commands.TestConnectionCommand+TcpPortStatus"],
            [
                col("Id").label("Id").width(4).right(),
                col("Source").label("Source").width(16).left(),
                col("TargetAddress").label("Address").width(25).left(),
                col("Port").label("Port").width(7).right(),
                col("Latency").label("Latency(ms)").width(7).right(),
                col("Connected").label("Connected").width(10).left(),
                col("Status").label("Status").width(24).left(),
            ],
        )
        .grouped(by_property(col("Target"))),
        View::table(
            "Microsoft.PowerShell.Commands.TestConnectionCommand+PingStatus",
            &["Microsoft.PowerShell.Commands.TestConnectionCommand+PingStatus"],
            [
                col("Ping").label("Ping").width(4).right(),
                col("Source").label("Source").width(16).left(),
                col("DisplayAddress").label("Address").width(25).left(),
                native("Latency(ms)", computed::latency).width(7).right(),
                native("BufferSize(B)", computed::buffer_size).width(10).right(),
                col("Status").label("Status").width(16).left(),
            ],
        )
        .grouped(by_property(col("Destination"))),
        View::table(
            "Microsoft.PowerShell.Commands.TestConnectionCommand+PingMtuStatus",
            &["Microsoft.PowerShell.Commands.TestConnectionCommand+PingMtuStatus"],
            [
                col("Source").label("Source").width(16).left(),
                col("DisplayAddress").label("Address").width(25).left(),
                native("Latency(ms)", computed::latency).width(7).right(),
                col("Status").label("Status").width(16).left(),
                col("MtuSize").label("MtuSize(B)").width(7).right(),
            ],
        )
        .grouped(by_property(col("Destination"))),
        View::table(
            "Microsoft.PowerShell.Commands.TestConnectionCommand+TraceStatus",
            &["Microsoft.PowerShell.Commands.TestConnectionCommand+TraceStatus"],
            [
                col("Hop").label("Hop").width(3).right(),
                native("Hostname", computed::host_name).width(25).left(),
                col("Ping").label("Ping").width(4).right(),
                native("Latency(ms)", computed::latency).width(7).right(),
                col("Status").label("Status").width(16).left(),
                col("Source").label("Source").width(12).left(),
                col("TargetAddress").label("TargetAddress").width(15).left(),
            ],
        )
        .grouped(by_property(col("Target"))),
    ]
}
