//! `remora serve`: the endpoint alone.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use remora_server::configuration::{SessionConfigurations, Users, load_identity};
use remora_server::lab::{Lab, LabServer};
use remora_server::{Endpoint, EndpointOptions};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::lab::launcher;
use crate::remote::runtime;

/// Serves PowerShell remoting over WS-Management.
///
/// Without options the endpoint listens for HTTP on 127.0.0.1:5985 and lets in the users of the users file.
/// SIGTERM and SIGINT let running commands end and stop the endpoint.
#[derive(Args, Debug)]
pub(crate) struct ServeArguments {
    /// Address and port for HTTP, whose messages are encrypted by NTLM; may be repeated
    #[arg(long, value_name = "ADDRESS:PORT")]
    http: Vec<SocketAddr>,
    /// Address and port for HTTPS; may be repeated; needs --certificate and --key
    #[arg(long, value_name = "ADDRESS:PORT")]
    https: Vec<SocketAddr>,
    /// File with the certificate chain (PEM)
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// File with the private key (PEM), mode 0600
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Lets users in with Basic authentication too, over HTTPS only
    #[arg(long)]
    basic: bool,
    /// File with the users, mode 0600, as `remora user add` makes it
    #[arg(long, value_name = "FILE", default_value = crate::user::DEFAULT_FILE)]
    users: PathBuf,
    /// Folder with session configurations
    #[arg(long, value_name = "FOLDER")]
    configurations: Option<PathBuf>,
    /// Serve made-up computers of these names instead, each on a free port of loopback
    #[arg(long, value_name = "NAMES", value_delimiter = ',', requires = "inventory")]
    lab: Vec<String>,
    /// With --lab: file to write the inventory of the made-up computers to
    #[arg(long, value_name = "FILE", requires = "lab")]
    inventory: Option<PathBuf>,
}

/// Serves until a signal comes. The code for the program.
pub(crate) fn run(arguments: ServeArguments) -> anyhow::Result<i32> {
    crate::log::start();
    let sessions = Arc::new(match &arguments.configurations {
        Some(folder) if !folder.is_dir() => bail!(
            "{} is no folder. Name the folder with the session configurations, or make it.",
            folder.display()
        ),
        Some(folder) => SessionConfigurations::in_folder(folder),
        None => SessionConfigurations::default(),
    });
    runtime()?.block_on(async {
        if arguments.lab.is_empty() {
            serve(arguments, sessions).await
        } else {
            serve_lab(&arguments, sessions).await
        }
    })
}

async fn serve(
    arguments: ServeArguments,
    sessions: Arc<SessionConfigurations>,
) -> anyhow::Result<i32> {
    if !arguments.users.exists() {
        let file = arguments.users.display();
        bail!(
            "there are no users yet: {file} is missing. Run: remora user add NAME --users {file}"
        );
    }
    let users = Arc::new(Users::from_file(&arguments.users)?);
    let machine = hostname();
    let mut options = EndpointOptions::new(&machine, users, sessions);
    if !arguments.http.is_empty() || !arguments.https.is_empty() {
        options.http = arguments.http;
    }
    options.https = arguments.https;
    options.authentication.basic = arguments.basic;
    options.identity = match (&arguments.certificate, &arguments.key) {
        (Some(certificate), Some(key)) => Some(load_identity(certificate, key)?),
        (None, None) if options.https.is_empty() => None,
        _ => bail!("HTTPS needs both --certificate and --key, files in PEM form"),
    };
    let endpoint = Endpoint::bind(options, launcher()?).await?;
    for address in endpoint.http_addresses() {
        tracing::info!("Listening for HTTP on {address}");
    }
    for address in endpoint.https_addresses() {
        tracing::info!("Listening for HTTPS on {address}");
    }
    let (sender, shutdown) = watch::channel(false);
    tokio::spawn(async move {
        if wait_for_signal().await.is_ok() {
            sender.send_replace(true);
        }
    });
    endpoint.run(shutdown).await;
    Ok(0)
}

async fn serve_lab(
    arguments: &ServeArguments,
    sessions: Arc<SessionConfigurations>,
) -> anyhow::Result<i32> {
    let launcher = launcher()?;
    let lab = Lab::start(&arguments.lab, sessions, |_| Arc::clone(&launcher)).await?;
    if let Some(file) = &arguments.inventory {
        write_inventory(file, lab.servers())?;
    }
    wait_for_signal().await?;
    lab.stop().await;
    Ok(0)
}

async fn wait_for_signal() -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

fn hostname() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .map(|name| name.trim().to_owned())
        .ok()
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "localhost".into())
}

/// Writes how the made-up computers are reached. The password and the certificates stand in files beside
/// it that nobody else reads; the inventory itself appears whole or not at all.
fn write_inventory(file: &Path, servers: &[LabServer]) -> anyhow::Result<()> {
    let stem = file.file_name().and_then(|name| name.to_str()).unwrap_or("inventory");
    let mut text = String::new();
    for server in servers {
        let password = format!("{stem}.{}.password", server.name);
        let certificate = format!("{stem}.{}.pem", server.name);
        write_secret(&file.with_file_name(&password), server.password.expose())?;
        write_secret(&file.with_file_name(&certificate), &server.certificate)?;
        text += &format!(
            "[hosts.{:?}]\nhost = \"{}\"\nport = {}\nuser = {:?}\npassword_file = {password:?}\ntrusted_certificates = \
             {certificate:?}\n\n",
            server.name,
            server.http.ip(),
            server.http.port(),
            server.user,
        );
    }
    let partial = file.with_file_name(format!("{stem}.partial"));
    write_secret(&partial, &text)?;
    std::fs::rename(&partial, file).with_context(|| format!("{} cannot be written", file.display()))
}

fn write_secret(file: &Path, text: &str) -> anyhow::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    let mut stream =
        options.open(file).with_context(|| format!("{} cannot be written", file.display()))?;
    stream
        .write_all(text.as_bytes())
        .with_context(|| format!("{} cannot be written", file.display()))
}
