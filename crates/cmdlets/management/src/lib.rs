//! The cmdlets of `Microsoft.PowerShell.Management`: items, content, paths, drives, processes.
//!
//! [`CMDLETS`] are those of every platform, [`windows::CMDLETS`] those that only Windows has. The builder
//! of a session also takes [`types`].

mod clipboard;
mod connections;
mod content_writers;
mod locations;
mod paths;
mod processes;
mod property_target;
pub mod windows;

pub use processes::types;

// Cmdlets: written by `cargo xtask codegen`, from here
use remora_engine::command::CmdletDefinition as _;

mod add_content;
mod clear_content;
mod clear_item;
mod clear_item_property;
mod convert_path;
mod copy_item;
mod copy_item_property;
mod debug_process;
mod get_child_item;
mod get_clipboard;
mod get_content;
mod get_item;
mod get_item_property;
mod get_item_property_value;
mod get_location;
mod get_process;
mod get_ps_drive;
mod get_ps_provider;
mod get_time_zone;
mod invoke_item;
mod join_path;
mod move_item;
mod move_item_property;
mod new_item;
mod new_item_property;
mod new_ps_drive;
mod pop_location;
mod push_location;
mod remove_item;
mod remove_item_property;
mod remove_ps_drive;
mod rename_item;
mod rename_item_property;
mod resolve_path;
mod restart_computer;
mod set_clipboard;
mod set_content;
mod set_item;
mod set_item_property;
mod set_location;
mod split_path;
mod start_process;
mod stop_computer;
mod stop_process;
mod test_connection;
mod test_path;
mod wait_process;

/// The cmdlets of this module, by file name.
#[rustfmt::skip]
pub const CMDLETS: &[&remora_engine::command::CmdletSpec] = &[
    add_content::AddContent::SPEC,
    clear_content::ClearContent::SPEC,
    clear_item::ClearItem::SPEC,
    clear_item_property::ClearItemProperty::SPEC,
    convert_path::ConvertPath::SPEC,
    copy_item::CopyItem::SPEC,
    copy_item_property::CopyItemProperty::SPEC,
    debug_process::DebugProcess::SPEC,
    get_child_item::GetChildItem::SPEC,
    get_clipboard::GetClipboard::SPEC,
    get_content::GetContent::SPEC,
    get_item::GetItem::SPEC,
    get_item_property::GetItemProperty::SPEC,
    get_item_property_value::GetItemPropertyValue::SPEC,
    get_location::GetLocation::SPEC,
    get_process::GetProcess::SPEC,
    get_ps_drive::GetPSDrive::SPEC,
    get_ps_provider::GetPSProvider::SPEC,
    get_time_zone::GetTimeZone::SPEC,
    invoke_item::InvokeItem::SPEC,
    join_path::JoinPath::SPEC,
    move_item::MoveItem::SPEC,
    move_item_property::MoveItemProperty::SPEC,
    new_item::NewItem::SPEC,
    new_item_property::NewItemProperty::SPEC,
    new_ps_drive::NewPSDrive::SPEC,
    pop_location::PopLocation::SPEC,
    push_location::PushLocation::SPEC,
    remove_item::RemoveItem::SPEC,
    remove_item_property::RemoveItemProperty::SPEC,
    remove_ps_drive::RemovePSDrive::SPEC,
    rename_item::RenameItem::SPEC,
    rename_item_property::RenameItemProperty::SPEC,
    resolve_path::ResolvePath::SPEC,
    restart_computer::RestartComputer::SPEC,
    set_clipboard::SetClipboard::SPEC,
    set_content::SetContent::SPEC,
    set_item::SetItem::SPEC,
    set_item_property::SetItemProperty::SPEC,
    set_location::SetLocation::SPEC,
    split_path::SplitPath::SPEC,
    start_process::StartProcess::SPEC,
    stop_computer::StopComputer::SPEC,
    stop_process::StopProcess::SPEC,
    test_connection::TestConnection::SPEC,
    test_path::TestPath::SPEC,
    wait_process::WaitProcess::SPEC,
];
// Cmdlets: to here

#[cfg(test)]
mod metadata_tests;
#[cfg(test)]
mod script_tests;
