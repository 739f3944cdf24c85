//! Enumerations: names, numbers, and the text of a value.

/// An enumeration and its members.
#[derive(Debug, PartialEq, Eq)]
pub struct EnumDefinition {
    /// Full name of the type.
    pub name: &'static str,
    /// Full name of the underlying integer type.
    pub underlying: &'static str,
    /// Whether values combine as bits (`[Flags]`).
    pub flags: bool,
    /// Names and values in the order of declaration.
    pub members: &'static [(&'static str, i64)],
}

impl EnumDefinition {
    /// The value of a member, found without regard to case.
    pub fn value_of(&self, name: &str) -> Option<i64> {
        let exact = self.members.iter().find(|(member, _)| *member == name);
        exact
            .or_else(|| self.members.iter().find(|(member, _)| member.eq_ignore_ascii_case(name)))
            .map(|(_, value)| *value)
    }

    /// The name of exactly this value.
    pub fn name_of(&self, value: i64) -> Option<&'static str> {
        self.members.iter().find(|(_, number)| *number == value).map(|(name, _)| *name)
    }

    /// The text that `ToString()` gives: a name, names joined with `, ` for flags, or the number.
    pub fn text_of(&self, value: i64) -> String {
        if let Some(name) = self.name_of(value) {
            return name.to_owned();
        }
        if self.flags && value != 0 {
            let mut rest = value;
            let mut names = Vec::new();
            let mut members: Vec<_> = self.members.iter().filter(|(_, bits)| *bits != 0).collect();
            // .NET takes away the largest members first and writes the names from the smallest.
            members.sort_by_key(|(_, bits)| std::cmp::Reverse(bits.cast_unsigned()));
            for (name, bits) in members {
                if rest & bits == *bits {
                    rest &= !bits;
                    names.push(*name);
                }
            }
            if rest == 0 {
                names.reverse();
                return names.join(", ");
            }
        }
        if self.underlying == "System.UInt64" {
            return value.cast_unsigned().to_string();
        }
        value.to_string()
    }
}

const fn int(name: &'static str, members: &'static [(&'static str, i64)]) -> EnumDefinition {
    EnumDefinition { name, underlying: "System.Int32", flags: false, members }
}

const fn flags(name: &'static str, members: &'static [(&'static str, i64)]) -> EnumDefinition {
    EnumDefinition { name, underlying: "System.Int32", flags: true, members }
}

/// The enumerations that protocol messages and records carry. The others belong to the crate of
/// .NET types.
pub(super) const BUILT_IN: &[EnumDefinition] = &[
    int(
        "System.Management.Automation.ErrorCategory",
        &[
            ("NotSpecified", 0),
            ("OpenError", 1),
            ("CloseError", 2),
            ("DeviceError", 3),
            ("DeadlockDetected", 4),
            ("InvalidArgument", 5),
            ("InvalidData", 6),
            ("InvalidOperation", 7),
            ("InvalidResult", 8),
            ("InvalidType", 9),
            ("MetadataError", 10),
            ("NotImplemented", 11),
            ("NotInstalled", 12),
            ("ObjectNotFound", 13),
            ("OperationStopped", 14),
            ("OperationTimeout", 15),
            ("SyntaxError", 16),
            ("ParserError", 17),
            ("PermissionDenied", 18),
            ("ResourceBusy", 19),
            ("ResourceExists", 20),
            ("ResourceUnavailable", 21),
            ("ReadError", 22),
            ("WriteError", 23),
            ("FromStdErr", 24),
            ("SecurityError", 25),
            ("ProtocolError", 26),
            ("ConnectionError", 27),
            ("AuthenticationError", 28),
            ("LimitsExceeded", 29),
            ("QuotaExceeded", 30),
            ("NotEnabled", 31),
        ],
    ),
    int(
        "System.ConsoleColor",
        &[
            ("Black", 0),
            ("DarkBlue", 1),
            ("DarkGreen", 2),
            ("DarkCyan", 3),
            ("DarkRed", 4),
            ("DarkMagenta", 5),
            ("DarkYellow", 6),
            ("Gray", 7),
            ("DarkGray", 8),
            ("Blue", 9),
            ("Green", 10),
            ("Cyan", 11),
            ("Red", 12),
            ("Magenta", 13),
            ("Yellow", 14),
            ("White", 15),
        ],
    ),
    int("System.Management.Automation.ProgressRecordType", &[("Processing", 0), ("Completed", 1)]),
    int(
        "System.Management.Automation.PSInvocationState",
        &[
            ("NotStarted", 0),
            ("Running", 1),
            ("Stopping", 2),
            ("Stopped", 3),
            ("Completed", 4),
            ("Failed", 5),
            ("Disconnected", 6),
        ],
    ),
    int(
        "System.Management.Automation.Runspaces.RunspacePoolState",
        &[
            ("BeforeOpen", 0),
            ("Opening", 1),
            ("Opened", 2),
            ("Closed", 3),
            ("Closing", 4),
            ("Broken", 5),
            ("Disconnecting", 6),
            ("Disconnected", 7),
            ("Connecting", 8),
        ],
    ),
    int(
        "System.Management.Automation.Runspaces.RunspaceState",
        &[
            ("BeforeOpen", 0),
            ("Opening", 1),
            ("Opened", 2),
            ("Closed", 3),
            ("Closing", 4),
            ("Broken", 5),
            ("Disconnecting", 6),
            ("Disconnected", 7),
            ("Connecting", 8),
        ],
    ),
    int(
        "System.Management.Automation.Runspaces.RunspaceAvailability",
        &[
            ("None", 0),
            ("Available", 1),
            ("AvailableForNestedCommand", 2),
            ("Busy", 3),
            ("RemoteDebug", 4),
        ],
    ),
    int(
        "System.Management.Automation.Runspaces.PSThreadOptions",
        &[("Default", 0), ("UseNewThread", 1), ("ReuseThread", 2), ("UseCurrentThread", 3)],
    ),
    int("System.Threading.ApartmentState", &[("STA", 0), ("MTA", 1), ("Unknown", 2)]),
    flags(
        "System.Management.Automation.RemoteStreamOptions",
        &[
            ("AddInvocationInfoToErrorRecord", 1),
            ("AddInvocationInfoToWarningRecord", 2),
            ("AddInvocationInfoToDebugRecord", 4),
            ("AddInvocationInfoToVerboseRecord", 8),
            ("AddInvocationInfo", 15),
        ],
    ),
    flags(
        "System.Management.Automation.Runspaces.PipelineResultTypes",
        &[
            ("None", 0),
            ("Output", 1),
            ("Error", 2),
            ("Warning", 3),
            ("Verbose", 4),
            ("Debug", 5),
            ("Information", 6),
            ("All", 7),
            ("Null", 8),
        ],
    ),
    flags(
        "System.Management.Automation.CommandTypes",
        &[
            ("Alias", 1),
            ("Function", 2),
            ("Filter", 4),
            ("Cmdlet", 8),
            ("ExternalScript", 16),
            ("Application", 32),
            ("Script", 64),
            ("Configuration", 256),
            ("All", 383),
        ],
    ),
    int(
        "System.Management.Automation.ActionPreference",
        &[
            ("SilentlyContinue", 0),
            ("Stop", 1),
            ("Continue", 2),
            ("Inquire", 3),
            ("Ignore", 4),
            ("Suspend", 5),
            ("Break", 6),
        ],
    ),
    int("System.Management.Automation.CommandOrigin", &[("Runspace", 0), ("Internal", 1)]),
    flags(
        "System.Management.Automation.Host.ControlKeyStates",
        &[
            ("RightAltPressed", 1),
            ("LeftAltPressed", 2),
            ("RightCtrlPressed", 4),
            ("LeftCtrlPressed", 8),
            ("ShiftPressed", 16),
            ("NumLockOn", 32),
            ("ScrollLockOn", 64),
            ("CapsLockOn", 128),
            ("EnhancedKey", 256),
        ],
    ),
    int(
        "System.Management.Automation.Host.BufferCellType",
        &[("Complete", 0), ("Leading", 1), ("Trailing", 2)],
    ),
    flags(
        "System.Management.Automation.Host.ReadKeyOptions",
        &[("AllowCtrlC", 1), ("NoEcho", 2), ("IncludeKeyDown", 4), ("IncludeKeyUp", 8)],
    ),
    flags(
        "System.Management.Automation.PSCredentialTypes",
        &[("Generic", 1), ("Domain", 2), ("Default", 3)],
    ),
    flags(
        "System.Management.Automation.PSCredentialUIOptions",
        &[
            ("None", 0),
            ("ValidateUserNameSyntax", 1),
            ("Default", 1),
            ("AlwaysPrompt", 2),
            ("ReadOnlyUserName", 3),
        ],
    ),
    int(
        "System.DayOfWeek",
        &[
            ("Sunday", 0),
            ("Monday", 1),
            ("Tuesday", 2),
            ("Wednesday", 3),
            ("Thursday", 4),
            ("Friday", 5),
            ("Saturday", 6),
        ],
    ),
    int("System.DateTimeKind", &[("Unspecified", 0), ("Utc", 1), ("Local", 2)]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_values() {
        let definition =
            flags("Test.Bits", &[("None", 0), ("A", 1), ("B", 2), ("AB", 3), ("C", 4)]);
        assert_eq!(definition.text_of(0), "None");
        assert_eq!(definition.text_of(5), "A, C");
        assert_eq!(definition.text_of(7), "AB, C");
        assert_eq!(definition.text_of(9), "9");
        assert_eq!(int("Test.Plain", &[("A", 1)]).text_of(3), "3");
        assert_eq!(definition.value_of("ab"), Some(3));
    }
}
