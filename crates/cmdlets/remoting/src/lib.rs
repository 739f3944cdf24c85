//! Cmdlets for commands on other computers: sessions, Invoke-Command, jobs.
//!
//! They know runspaces through the traits of `remora-hosting` alone. Whoever puts a session together
//! gives it a factory for runspaces through [`RemotingServices`].

mod command;
mod connect;
mod errors;
mod fan_out;
mod job;
mod opening;
mod origin;
mod quiet_host;
mod records;
mod script_file;
mod services;
mod session;
mod session_option;
mod using;

pub use services::RemotingServices;

// Cmdlets: written by `cargo xtask codegen`, from here
use remora_engine::command::CmdletDefinition as _;

mod enter_ps_session;
mod exit_ps_session;
mod get_job;
mod get_ps_session;
mod invoke_command;
mod new_ps_session;
mod receive_job;
mod remove_job;
mod remove_ps_session;
mod start_job;
mod stop_job;
mod wait_job;

/// The cmdlets of this module, by file name.
#[rustfmt::skip]
pub const CMDLETS: &[&remora_engine::command::CmdletSpec] = &[
    enter_ps_session::EnterPSSession::SPEC,
    exit_ps_session::ExitPSSession::SPEC,
    get_job::GetJob::SPEC,
    get_ps_session::GetPSSession::SPEC,
    invoke_command::InvokeCommand::SPEC,
    new_ps_session::NewPSSession::SPEC,
    receive_job::ReceiveJob::SPEC,
    remove_job::RemoveJob::SPEC,
    remove_ps_session::RemovePSSession::SPEC,
    start_job::StartJob::SPEC,
    stop_job::StopJob::SPEC,
    wait_job::WaitJob::SPEC,
];
// Cmdlets: to here
