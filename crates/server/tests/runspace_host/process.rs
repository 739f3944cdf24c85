//! Session hosts that are real processes: this very test program, which becomes one when a variable
//! says so.

use std::sync::Arc;
use std::time::Duration;

use remora_server::configuration::{
    Engine as Program, SessionConfiguration, SessionConfigurations,
};
use remora_server::lab::{Lab, LabError, server_names};
use remora_server::runspace_host::{ErrorChannel, run};
use remora_server::session_host::ProcessLauncher;
use remora_wsman::message::{Create, CreateResponse, Delete, DeleteResponse, Receive, Shell};
use remora_wsman::{Guid, ShellId};

use crate::engine::{Engine, Services};
use crate::relayed::Wire;

const VARIABLE: &str = "REMORA_TEST_SESSION_HOST";

/// Becomes a session host where the variable says so; otherwise there is nothing to test.
#[test]
fn host() {
    if std::env::var_os(VARIABLE).is_none() {
        return;
    }
    let services = Arc::new(Services(Arc::new(Engine::default())));
    let (input, output) = (std::io::stdin(), std::io::stdout());
    let code = run(services, ErrorChannel::Output, input.lock(), output, std::io::stderr());
    std::process::exit(code & 0xFF);
}

async fn lab(engine: Program) -> Result<Lab, LabError> {
    let mut configuration = SessionConfiguration::new("Microsoft.PowerShell").with_engine(engine);
    configuration.environment.insert("REMORA_TEST_OTHER".to_owned(), "x".to_owned());
    let sessions = Arc::new(SessionConfigurations::fixed(vec![configuration]));
    let arguments = ["process::host", "--exact", "--nocapture"].map(str::to_owned).to_vec();
    Lab::start(&server_names(1), sessions, |_| {
        let program = std::env::current_exe().unwrap();
        Arc::new(ProcessLauncher::new(program, arguments.clone()).with_variable(VARIABLE, "1"))
    })
    .await
}

async fn gone(process: u32) -> bool {
    for _ in 0..300 {
        let status = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        // A process that was not waited for yet is gone, too.
        if status.is_empty() || status.contains(") Z ") {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    false
}

fn shell(number: u8) -> (ShellId, Create) {
    let id = ShellId::from(Guid([number; 16]));
    let mut pool = remora_psrp::client::RunspacePool::new(remora_psrp::client::Options::new(
        remora_psobject::Guid([number; 16]),
    ));
    pool.open().unwrap();
    let Some(remora_psrp::client::Output::Channel(remora_psrp::client::Verb::OpenPool {
        fragments,
        ..
    })) = std::iter::from_fn(|| pool.poll_output())
        .find(|output| matches!(output, remora_psrp::client::Output::Channel(_)))
    else {
        panic!()
    };
    let creation_xml = Some(fragments.concat());
    (id.clone(), Create { shell: Shell { id: Some(id), creation_xml, ..Shell::default() } })
}

fn output() -> Receive {
    Receive { command: None, streams: vec!["stdout".to_owned()] }
}

#[tokio::test]
async fn a_process_is_started_and_ended() {
    let lab = lab(Program::Own).await.unwrap();
    let (id, create) = shell(1);
    let mut wire = Wire::connect(&lab.servers()[0], id).await;
    let created: CreateResponse = wire.ask(&create).await;
    let process = created.shell.unwrap().process_id.unwrap();
    let first: remora_wsman::message::ReceiveResponse = wire.ask(&output()).await;
    assert!(!first.streams.is_empty());
    assert!(!gone_now(process));
    let _: DeleteResponse = wire.ask(&Delete).await;
    assert!(gone(process).await);
    lab.stop().await;
}

fn gone_now(process: u32) -> bool {
    !std::path::Path::new(&format!("/proc/{process}")).exists()
}

#[tokio::test]
async fn stopping_ends_the_processes() {
    let lab = lab(Program::Own).await.unwrap();
    let (id, create) = shell(2);
    let mut wire = Wire::connect(&lab.servers()[0], id).await;
    let created: CreateResponse = wire.ask(&create).await;
    let process = created.shell.unwrap().process_id.unwrap();
    lab.stop().await;
    assert!(gone(process).await);
}

#[tokio::test]
async fn engines_that_cannot_run_are_told_clearly() {
    let program =
        |words: &[&str]| Program::Command(words.iter().map(ToString::to_string).collect());
    let broken = lab(program(&["/no/such/engine", "-s"])).await.unwrap();
    let (id, create) = shell(3);
    let mut wire = Wire::connect(&broken.servers()[0], id).await;
    let text = wire.refused(&create).await;
    assert!(text.starts_with("The session host /no/such/engine could not be started"), "{text}");

    let short = lab(program(&["/bin/sh", "-c", "echo oops >&2; exit 3"])).await.unwrap();
    let (id, create) = shell(4);
    let mut wire = Wire::connect(&short.servers()[0], id).await;
    let _: CreateResponse = wire.ask(&create).await;
    let text = wire.refused(&output()).await;
    assert_eq!(text, "The session's process has ended (exit code 3). Open a new session.");
    broken.stop().await;
    short.stop().await;
}
