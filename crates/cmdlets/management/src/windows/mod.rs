//! Cmdlets of Windows: event logs, services, WMI, the domain, the control panel.
//!
//! What they work on is not on this platform. Their tables are whole, so that help, syntax and
//! completion know them, and each says at once that it cannot work here. Those that Windows PowerShell
//! 5.1 had and later versions lost are in the shape that they had there.

#![allow(dead_code, reason = "no body reads the parameters yet")]

use remora_engine::TypeId;
use remora_engine::command::{CmdletDefinition as _, CmdletSpec};
use remora_engine::errors::{ErrorCategory, ErrorRecord, error};

mod add_computer;
mod checkpoint_computer;
mod clear_event_log;
mod clear_recycle_bin;
mod complete_transaction;
mod disable_computer_restore;
mod enable_computer_restore;
mod get_computer_info;
mod get_computer_restore_point;
mod get_control_panel_item;
mod get_event_log;
mod get_hot_fix;
mod get_service;
mod get_transaction;
mod get_wmi_object;
mod invoke_wmi_method;
mod limit_event_log;
mod new_event_log;
mod new_service;
mod new_web_service_proxy;
mod register_wmi_event;
mod remove_computer;
mod remove_event_log;
mod remove_service;
mod remove_wmi_object;
mod rename_computer;
mod reset_computer_machine_password;
mod restart_service;
mod restore_computer;
mod resume_service;
mod set_service;
mod set_time_zone;
mod set_wmi_instance;
mod show_control_panel_item;
mod show_event_log;
mod start_service;
mod start_transaction;
mod stop_service;
mod suspend_service;
mod test_computer_secure_channel;
mod undo_transaction;
mod use_transaction;
mod write_event_log;

/// The cmdlets, by file name.
#[rustfmt::skip]
pub const CMDLETS: &[&CmdletSpec] = &[
    add_computer::AddComputer::SPEC,
    checkpoint_computer::CheckpointComputer::SPEC,
    clear_event_log::ClearEventLog::SPEC,
    clear_recycle_bin::ClearRecycleBin::SPEC,
    complete_transaction::CompleteTransaction::SPEC,
    disable_computer_restore::DisableComputerRestore::SPEC,
    enable_computer_restore::EnableComputerRestore::SPEC,
    get_computer_info::GetComputerInfo::SPEC,
    get_computer_restore_point::GetComputerRestorePoint::SPEC,
    get_control_panel_item::GetControlPanelItem::SPEC,
    get_event_log::GetEventLog::SPEC,
    get_hot_fix::GetHotFix::SPEC,
    get_service::GetService::SPEC,
    get_transaction::GetTransaction::SPEC,
    get_wmi_object::GetWmiObject::SPEC,
    invoke_wmi_method::InvokeWmiMethod::SPEC,
    limit_event_log::LimitEventLog::SPEC,
    new_event_log::NewEventLog::SPEC,
    new_service::NewService::SPEC,
    new_web_service_proxy::NewWebServiceProxy::SPEC,
    register_wmi_event::RegisterWmiEvent::SPEC,
    remove_computer::RemoveComputer::SPEC,
    remove_event_log::RemoveEventLog::SPEC,
    remove_service::RemoveService::SPEC,
    remove_wmi_object::RemoveWmiObject::SPEC,
    rename_computer::RenameComputer::SPEC,
    reset_computer_machine_password::ResetComputerMachinePassword::SPEC,
    restart_service::RestartService::SPEC,
    restore_computer::RestoreComputer::SPEC,
    resume_service::ResumeService::SPEC,
    set_service::SetService::SPEC,
    set_time_zone::SetTimeZone::SPEC,
    set_wmi_instance::SetWmiInstance::SPEC,
    show_control_panel_item::ShowControlPanelItem::SPEC,
    show_event_log::ShowEventLog::SPEC,
    start_service::StartService::SPEC,
    start_transaction::StartTransaction::SPEC,
    stop_service::StopService::SPEC,
    suspend_service::SuspendService::SPEC,
    test_computer_secure_channel::TestComputerSecureChannel::SPEC,
    undo_transaction::UndoTransaction::SPEC,
    use_transaction::UseTransaction::SPEC,
    write_event_log::WriteEventLog::SPEC,
];

/// What every one of them says.
fn not_on_this_platform(name: &str) -> ErrorRecord {
    error(
        TypeId::PS_NOT_SUPPORTED_EXCEPTION,
        format!("{name} works on what only Windows has. This computer does not run Windows."),
        "PlatformNotSupported",
        ErrorCategory::NotImplemented,
        name,
    )
}
