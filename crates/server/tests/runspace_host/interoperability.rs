//! The endpoint with clients of other makers. It needs Python with pypsrp:
//! `REMORA_PYTHON=…/bin/python cargo test -p remora-server --test runspace_host -- --ignored`.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use remora_server::configuration::SessionConfigurations;
use remora_server::lab::{Lab, server_names};
use remora_server::runspace_host::{InProcessLauncher, SessionHostServices};
use remora_server::session_host::LaunchRequest;
use tokio::io::AsyncWriteExt;

use crate::engine::{Engine, Services};

#[tokio::test]
#[ignore = "needs Python with pypsrp, named by REMORA_PYTHON"]
async fn sessions_of_pypsrp() {
    let services = |_: &LaunchRequest| -> Arc<dyn SessionHostServices> {
        Arc::new(Services(Arc::new(Engine::default())))
    };
    let sessions = Arc::new(SessionConfigurations::default());
    let launcher = Arc::new(InProcessLauncher::new(services));
    let lab = Lab::start(&server_names(1), sessions, |_| launcher.clone()).await.unwrap();
    let server = &lab.servers()[0];
    let python = std::env::var("REMORA_PYTHON").unwrap_or_else(|_| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop/session.py");
    let mut child = tokio::process::Command::new(python)
        .arg(script)
        .args([server.http.port().to_string(), server.user.clone()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let password = format!("{}\n", server.password.expose());
    input.write_all(password.as_bytes()).await.unwrap();
    drop(input);
    let output = child.wait_with_output().await.unwrap();
    let report = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{report}\n{errors}");
    assert_eq!(report.lines().count(), 18, "{report}\n{errors}");
    lab.stop().await;
}
