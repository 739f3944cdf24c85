//! `remora serve` with an account, a certificate and a folder of session configurations.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::{REMORA, run, write_private};

pub(crate) const USER: &str = "alice";
pub(crate) const PASSWORD: &str = "Correct-Horse-7";

/// A running endpoint. It ends when this is dropped.
pub(crate) struct Endpoint {
    folder: TempDir,
    server: Child,
    pub(crate) http: u16,
    pub(crate) https: u16,
}

impl Endpoint {
    pub(crate) fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let file = |name: &str| folder.path().join(name);
        let made = rcgen::generate_simple_self_signed(
            ["localhost", "127.0.0.1"].map(String::from).to_vec(),
        )
        .unwrap();
        write_private(&file("certificate.pem"), &made.cert.pem());
        write_private(&file("key.pem"), &made.signing_key.serialize_pem());
        std::fs::create_dir(file("configurations")).unwrap();
        write_private(
            &file("configurations/Own.toml"),
            &format!("engine = [{REMORA:?}, \"-s\"]\n"),
        );
        let added = run(
            Command::new(REMORA).args(["user", "add", USER, "--users"]).arg(file("users")),
            PASSWORD,
        );
        assert_eq!(added.code, Some(0), "{}", added.stderr);
        let mut server = Command::new(REMORA)
            .args(["serve", "--http", "127.0.0.1:0", "--https", "127.0.0.1:0", "--basic"])
            .args(["--users", "users", "--certificate", "certificate.pem", "--key", "key.pem"])
            .args(["--configurations", "configurations"])
            .current_dir(folder.path())
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(server.stderr.take().unwrap()).lines();
        let (mut http, mut https) = (None, None);
        while http.is_none() || https.is_none() {
            let line = lines.next().expect("the endpoint ended").unwrap();
            let port = line.rsplit_once(':').and_then(|(_, port)| port.trim().parse().ok());
            if line.contains("Listening for HTTPS") {
                https = port;
            } else if line.contains("Listening for HTTP") {
                http = port;
            }
        }
        // What it tells later must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { folder, server, http: http.unwrap(), https: https.unwrap() }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
