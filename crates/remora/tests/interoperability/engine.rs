//! A session configuration that names its engine, as one would name a real `pwsh -s`.

use std::process::Command;

use super::endpoint::{Endpoint, PASSWORD, USER};
use super::{REMORA, run, write_private};

/// Runs a line of our own client; `$own` reaches the configuration with an engine of its own.
fn client(endpoint: &Endpoint, line: &str) -> super::Answer {
    let inventory = endpoint.folder().join("inventory.toml");
    let text = format!(
        "[hosts.there]\nhost = \"127.0.0.1\"\nport = {}\nuser = {USER:?}\npassword_file = \"password\"\n",
        endpoint.http
    );
    write_private(&endpoint.folder().join("password"), PASSWORD);
    write_private(&inventory, &text);
    let text = format!("$own = @{{ ComputerName = 'there'; ConfigurationName = 'Own' }}; {line}");
    run(
        Command::new(REMORA)
            .args(["-NoProfile", "-NonInteractive", "-c", &text])
            .env("REMORA_INVENTORY", inventory),
        "",
    )
}

#[test]
fn the_engine_of_a_configuration_runs_its_sessions() {
    let endpoint = Endpoint::start();
    client(
        &endpoint,
        "$s = New-PSSession @own; $s.ConfigurationName; Invoke-Command $s { $n = 1 }; Invoke-Command $s { ++$n; $n }; \
         Invoke-Command $s { $env:REMORA_SESSION_USER }; \
         1..3 | Invoke-Command @own { process { $_ * 2 } }; \
         Invoke-Command @own { Write-Warning careful; 'out' }; \
         Invoke-Command -ComputerName there { 'default' }; Remove-PSSession $s",
    )
    .gives(&format!("Own\n2\n{USER}\n2\n4\n6\nWARNING: careful\nout\ndefault"));
}

#[test]
fn a_configuration_that_is_not_there_is_refused() {
    let endpoint = Endpoint::start();
    let answer = client(
        &endpoint,
        "Invoke-Command -ComputerName there -ConfigurationName Other { 'never' }",
    );
    assert_eq!((answer.stdout.as_str(), answer.code), ("", Some(1)));
    assert!(
        answer.stderr.starts_with("OpenError: [there] Connecting to remote server there failed")
    );
}
