//! Both ends against other implementations. It needs Python with pyspnego, pypsrp and pywinrm:
//! `REMORA_PYTHON=…/bin/python cargo test -p remora-auth --test interoperability -- --ignored`.

use std::{env, path::Path, process::Command};

#[test]
#[ignore = "needs Python with pyspnego, pypsrp and pywinrm, named by REMORA_PYTHON"]
fn python_clients_and_servers() {
    let python = env::var("REMORA_PYTHON").unwrap_or_else(|_| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop/check.py");
    // Examples are built next to the folder of this test, by `cargo xtask interop` or a whole `cargo test`.
    let test = env::current_exe().unwrap();
    let example = test.ancestors().nth(2).unwrap().join("examples/authenticate");
    assert!(example.exists(), "cargo build -p remora-auth --example authenticate");
    let output = Command::new(python).arg(script).arg(example).output().unwrap();
    let report = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{report}\n{errors}");
    assert!(report.lines().count() >= 30, "{report}\n{errors}");
}
