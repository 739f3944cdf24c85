//! pypsrp and pywinrm against `remora serve`, over HTTP with encrypted messages and over HTTPS.

use std::path::Path;
use std::process::Command;

use super::endpoint::{Endpoint, PASSWORD, USER};
use super::run;

/// Runs a script of this folder with the endpoint's ports, certificate and user.
fn script(endpoint: &Endpoint, name: &str) -> super::Answer {
    let python = std::env::var("REMORA_PYTHON").unwrap_or_else(|_| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interoperability").join(name);
    let mut command = Command::new(python);
    command
        .arg(script)
        .args([endpoint.http.to_string(), endpoint.https.to_string(), USER.to_owned()])
        .arg(endpoint.folder().join("certificate.pem"));
    run(&mut command, &format!("{PASSWORD}\n"))
}

#[test]
#[ignore = "needs Python with pypsrp; cargo xtask interop runs it"]
fn sessions_of_pypsrp() {
    let answer = script(&Endpoint::start(), "pypsrp_client.py");
    let names: Vec<&str> = answer.stdout.lines().collect();
    assert_eq!((answer.stderr.as_str(), answer.code), ("", Some(0)), "{names:?}");
    for way in ["ntlm over HTTP", "negotiate over HTTP", "negotiate over HTTPS", "basic over HTTPS"]
    {
        let of_way = names.iter().filter(|name| name.starts_with(&format!("{way}:"))).count();
        assert_eq!(of_way, 10, "{way}: {names:?}");
    }
}

#[test]
#[ignore = "needs Python with pypsrp; cargo xtask interop runs it"]
fn sessions_that_pypsrp_leaves_and_takes_up() {
    let answer = script(&Endpoint::start(), "pypsrp_disconnected.py");
    let names: Vec<&str> = answer.stdout.lines().collect();
    assert_eq!((answer.stderr.as_str(), answer.code), ("", Some(0)), "{names:?}");
    assert_eq!(names.len(), 13, "{names:?}");
}

#[test]
#[ignore = "needs Python with pywinrm; cargo xtask interop runs it"]
fn commands_of_pywinrm() {
    let answer = script(&Endpoint::start(), "pywinrm_client.py");
    let names: Vec<&str> = answer.stdout.lines().collect();
    assert_eq!((answer.stderr.as_str(), answer.code), ("", Some(0)), "{names:?}");
    for way in ["ntlm over HTTP", "ntlm over HTTPS", "basic over HTTPS"] {
        let of_way = names.iter().filter(|name| name.starts_with(&format!("{way}:"))).count();
        assert_eq!(of_way, 6, "{way}: {names:?}");
    }
    assert_eq!(names.len(), 3 * 6 + 10, "{names:?}");
}
