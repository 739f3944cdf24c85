//! Cmdlets for commands on other computers: sessions, Invoke-Command, jobs.
//!
//! They know runspaces through the traits of `remora-hosting` alone. Whoever puts a session together
//! gives it a factory for runspaces through [`RemotingServices`].

mod call;
mod command;
mod connect;
mod errors;
mod failed_runspace;
mod fan_out;
mod find;
mod implicit;
mod job;
mod kept_pipeline;
mod leave;
mod opening;
mod origin;
mod quiet_host;
mod records;
mod script_file;
mod sender_info;
mod services;
mod session;
mod session_option;
mod simple_pipeline;
mod targets;
mod using;

use remora_engine::SessionBuilder;
use remora_engine::session::ItemOptions;

pub use sender_info::sender_info;
pub use services::RemotingServices;

/// A session of this builder has what the cmdlets of this module need beside them: the types that
/// parameters name, the methods of the objects, `$PSSessionOption`.
pub fn extend(builder: SessionBuilder) -> SessionBuilder {
    receive_ps_session::register_types();
    builder
        .prepare(|context| {
            let maker = context.extension::<remora_engine::runspace::JobMaker>();
            maker.0 = Some(job::start_on_threads);
        })
        .methods("System.Management.Automation.RemoteRunspace", session::RUNSPACE_METHODS)
        .variable(
            "PSSessionOption",
            session_option::default_session_option(),
            "",
            ItemOptions::NONE,
        )
}

// Cmdlets: written by `cargo xtask codegen`, from here
use remora_engine::command::CmdletDefinition as _;

mod connect_ps_session;
mod disconnect_ps_session;
mod enter_ps_session;
mod exit_ps_session;
mod export_ps_session;
mod get_job;
mod get_ps_session;
mod import_ps_session;
mod invoke_command;
mod new_ps_session;
mod new_ps_session_option;
mod receive_job;
mod receive_ps_session;
mod remove_job;
mod remove_ps_session;
mod start_job;
mod start_thread_job;
mod stop_job;
mod wait_job;

/// The cmdlets of this module, by file name.
#[rustfmt::skip]
pub const CMDLETS: &[&remora_engine::command::CmdletSpec] = &[
    connect_ps_session::ConnectPSSession::SPEC,
    disconnect_ps_session::DisconnectPSSession::SPEC,
    enter_ps_session::EnterPSSession::SPEC,
    exit_ps_session::ExitPSSession::SPEC,
    export_ps_session::ExportPSSession::SPEC,
    get_job::GetJob::SPEC,
    get_ps_session::GetPSSession::SPEC,
    import_ps_session::ImportPSSession::SPEC,
    invoke_command::InvokeCommand::SPEC,
    new_ps_session::NewPSSession::SPEC,
    new_ps_session_option::NewPSSessionOption::SPEC,
    receive_job::ReceiveJob::SPEC,
    receive_ps_session::ReceivePSSession::SPEC,
    remove_job::RemoveJob::SPEC,
    remove_ps_session::RemovePSSession::SPEC,
    start_job::StartJob::SPEC,
    start_thread_job::StartThreadJob::SPEC,
    stop_job::StopJob::SPEC,
    wait_job::WaitJob::SPEC,
];
// Cmdlets: to here
