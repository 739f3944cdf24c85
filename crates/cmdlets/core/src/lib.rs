//! The cmdlets of Microsoft.PowerShell.Core that need no other computer.

mod comparison;
mod help;
pub mod history;
mod parallel;
mod show;
mod spelling;
mod syntax;

// Cmdlets: written by `cargo xtask codegen`, from here
use remora_engine::command::CmdletDefinition as _;

mod add_history;
mod clear_history;
mod disable_experimental_feature;
mod enable_experimental_feature;
mod enter_ps_host_process;
mod exit_ps_host_process;
mod export_module_member;
mod for_each_object;
mod get_command;
mod get_experimental_feature;
mod get_help;
mod get_history;
mod get_module;
mod get_ps_host_process_info;
mod get_ps_subsystem;
mod import_module;
mod invoke_history;
mod new_module;
mod new_module_manifest;
mod out_default;
mod out_host;
mod out_null;
mod register_argument_completer;
mod remove_module;
mod save_help;
mod set_ps_debug;
mod set_strict_mode;
mod start_transcript;
mod stop_transcript;
mod switch_process;
mod test_module_manifest;
mod update_help;
mod where_object;

/// The cmdlets of this module, by file name.
#[rustfmt::skip]
pub const CMDLETS: &[&remora_engine::command::CmdletSpec] = &[
    add_history::AddHistory::SPEC,
    clear_history::ClearHistory::SPEC,
    disable_experimental_feature::DisableExperimentalFeature::SPEC,
    enable_experimental_feature::EnableExperimentalFeature::SPEC,
    enter_ps_host_process::EnterPSHostProcess::SPEC,
    exit_ps_host_process::ExitPSHostProcess::SPEC,
    export_module_member::ExportModuleMember::SPEC,
    for_each_object::ForEachObject::SPEC,
    get_command::GetCommand::SPEC,
    get_experimental_feature::GetExperimentalFeature::SPEC,
    get_help::GetHelp::SPEC,
    get_history::GetHistory::SPEC,
    get_module::GetModule::SPEC,
    get_ps_host_process_info::GetPSHostProcessInfo::SPEC,
    get_ps_subsystem::GetPSSubsystem::SPEC,
    import_module::ImportModule::SPEC,
    invoke_history::InvokeHistory::SPEC,
    new_module::NewModule::SPEC,
    new_module_manifest::NewModuleManifest::SPEC,
    out_default::OutDefault::SPEC,
    out_host::OutHost::SPEC,
    out_null::OutNull::SPEC,
    register_argument_completer::RegisterArgumentCompleter::SPEC,
    remove_module::RemoveModule::SPEC,
    save_help::SaveHelp::SPEC,
    set_ps_debug::SetPSDebug::SPEC,
    set_strict_mode::SetStrictMode::SPEC,
    start_transcript::StartTranscript::SPEC,
    stop_transcript::StopTranscript::SPEC,
    switch_process::SwitchProcess::SPEC,
    test_module_manifest::TestModuleManifest::SPEC,
    update_help::UpdateHelp::SPEC,
    where_object::WhereObject::SPEC,
];
// Cmdlets: to here
