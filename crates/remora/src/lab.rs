//! `remora lab N`: endpoints on loopback to try things on, and a shell that knows their names.

use std::sync::Arc;

use anyhow::{Context, bail};
use remora_client::{Inventory, InventoryHost};
use remora_psobject::{PsCredential, SecureString};
use remora_server::configuration::SessionConfigurations;
use remora_server::lab::{Lab, LabServer, server_names};
use remora_server::session_host::{ProcessLauncher, SessionLauncher};

use crate::remote::{LazyFactory, runtime};
use crate::{arguments, shell};

/// So many endpoints fit into one process without its limit of open files.
const MOST_SERVERS: usize = 4000;

/// Starts the endpoints, runs the shell, stops the endpoints. The code for the program.
pub(crate) fn run(words: &[String]) -> anyhow::Result<i32> {
    let Some((count, rest)) = words.split_first() else {
        bail!("remora lab needs the number of servers, such as: remora lab 3");
    };
    let count: usize = count
        .parse()
        .ok()
        .filter(|count| (1..=MOST_SERVERS).contains(count))
        .with_context(|| {
            format!("remora lab: {count:?} is no number of servers between 1 and {MOST_SERVERS}")
        })?;
    let arguments = match arguments::parse(rest, shell::is_file) {
        Ok(arguments) => arguments,
        Err(error) => return Ok(shell::usage_error(&error)),
    };
    let runtime = runtime()?;
    let sessions = Arc::new(SessionConfigurations::default());
    let launcher = launcher()?;
    let names = server_names(count);
    let lab = runtime.block_on(Lab::start(&names, sessions, |_| Arc::clone(&launcher)))?;
    let inventory = inventory(lab.servers());
    let factory = Arc::new(LazyFactory::with_inventory(inventory));
    let code = shell::run(&arguments, factory);
    runtime.block_on(lab.stop());
    code
}

/// Session hosts are this program with `-s`.
pub(crate) fn launcher() -> anyhow::Result<Arc<dyn SessionLauncher>> {
    let program = std::env::current_exe().context("the path of this program is not known")?;
    let words = ["-s", "-NoLogo", "-NoProfile"].map(str::to_owned).to_vec();
    Ok(Arc::new(ProcessLauncher::new(program, words)))
}

fn inventory(servers: &[LabServer]) -> Inventory {
    let mut inventory = Inventory::default();
    for server in servers {
        let password = SecureString::new(server.password.expose());
        let credential = PsCredential::new(server.user.as_str(), password);
        let host = InventoryHost {
            host: Some(server.http.ip().to_string()),
            port: Some(server.http.port()),
            credential: Some(Arc::new(credential)),
            trusted_certificates: Some(server.certificate.clone()),
            ..InventoryHost::default()
        };
        inventory.insert(&server.name, host);
    }
    inventory
}
