//! The verbs that names of commands start with.

/// Verbs that PowerShell approves of, in the order of the alphabet.
const APPROVED: &[&str] = &[
    "Add",
    "Approve",
    "Assert",
    "Backup",
    "Block",
    "Build",
    "Checkpoint",
    "Clear",
    "Close",
    "Compare",
    "Complete",
    "Compress",
    "Confirm",
    "Connect",
    "Convert",
    "ConvertFrom",
    "ConvertTo",
    "Copy",
    "Debug",
    "Deny",
    "Deploy",
    "Disable",
    "Disconnect",
    "Dismount",
    "Edit",
    "Enable",
    "Enter",
    "Exit",
    "Expand",
    "Export",
    "Find",
    "ForEach",
    "Format",
    "Get",
    "Grant",
    "Group",
    "Hide",
    "Import",
    "Initialize",
    "Install",
    "Invoke",
    "Join",
    "Limit",
    "Lock",
    "Measure",
    "Merge",
    "Mount",
    "Move",
    "New",
    "Open",
    "Optimize",
    "Out",
    "Ping",
    "Pop",
    "Protect",
    "Publish",
    "Push",
    "Read",
    "Receive",
    "Redo",
    "Register",
    "Remove",
    "Rename",
    "Repair",
    "Request",
    "Reset",
    "Resize",
    "Resolve",
    "Restart",
    "Restore",
    "Resume",
    "Revoke",
    "Save",
    "Search",
    "Select",
    "Send",
    "Set",
    "Show",
    "Skip",
    "Sort",
    "Split",
    "Start",
    "Step",
    "Stop",
    "Submit",
    "Suspend",
    "Switch",
    "Sync",
    "Tee",
    "Test",
    "Trace",
    "Unblock",
    "Undo",
    "Uninstall",
    "Unlock",
    "Unprotect",
    "Unpublish",
    "Unregister",
    "Update",
    "Use",
    "Wait",
    "Watch",
    "Where",
    "Write",
];

/// Characters that make a name hard to call.
const RESTRICTED: &str = "#,(){}[]&-/\\$^;:\"'<>|?@`*%+=~";

/// Whether the verb of a command's name is none that PowerShell approves of. A name without a dash has
/// no verb.
pub fn has_unapproved_verb(name: &str) -> bool {
    name.split_once('-').is_some_and(|(verb, _)| {
        !APPROVED.iter().any(|approved| approved.eq_ignore_ascii_case(verb))
    })
}

/// Whether a command's name has a character in its noun that makes it hard to call.
pub fn has_restricted_character(name: &str) -> bool {
    name.split_once('-').is_some_and(|(_, noun)| noun.contains(|c| RESTRICTED.contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_judged_by_their_parts() {
        assert!(has_unapproved_verb("Go-Home"));
        assert!(!has_unapproved_verb("get-home"));
        assert!(!has_unapproved_verb("home"));
        assert!(has_restricted_character("Get-A$b"));
        assert!(!has_restricted_character("Get-Ab"));
    }
}
