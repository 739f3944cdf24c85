//! Script blocks, errors, warnings and information records; they print where they come.

use super::computed;
use crate::view::{View, by_property, col, native};

pub(super) fn views() -> Vec<View> {
    vec![
        View::custom(
            "ScriptBlock",
            &["System.Management.Automation.ScriptBlock"],
            vec![native("", computed::itself).into()],
        )
        .printed_at_once(),
        View::custom(
            "GetErrorInstance",
            &[
                "System.Management.Automation.ErrorRecord#PSExtendedError",
                "System.Exception#PSExtendedError",
            ],
            vec![native("", computed::error_tree).into()],
        )
        .grouped(by_property(col("PSErrorIndex").label("ErrorIndex"))),
        View::custom(
            "ErrorInstance",
            &["System.Management.Automation.ErrorRecord"],
            vec![native("", computed::nothing).into(), native("", computed::error_text).into()],
        )
        .printed_at_once(),
        View::custom(
            "WarningRecord",
            &["System.Management.Automation.WarningRecord"],
            vec![col("Message").into()],
        )
        .printed_at_once(),
        View::custom(
            "DeserializedWarningRecord",
            &["Deserialized.System.Management.Automation.WarningRecord"],
            vec![col("InformationalRecord_Message").into()],
        )
        .printed_at_once(),
        View::custom(
            "InformationRecord",
            &["System.Management.Automation.InformationRecord"],
            vec![native("", computed::record_text).into()],
        )
        .printed_at_once(),
    ]
}
