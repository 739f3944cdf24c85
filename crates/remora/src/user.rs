//! `remora user`: the accounts that the endpoint lets in.

use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Subcommand;
use remora_auth::Secret;
use remora_server::configuration::users;

/// Where the users stand if nobody says otherwise.
pub(crate) const DEFAULT_FILE: &str = "/etc/remora/users";

/// Manages the accounts that the endpoint lets in.
#[derive(Subcommand, Debug)]
pub(crate) enum UserCommand {
    /// Adds a user, or changes the password of one; the password is asked for, or read from standard input
    Add {
        /// Name of the user
        name: String,
        /// Account of this computer as which the user's commands run
        #[arg(long)]
        account: Option<String>,
        /// The users file
        #[arg(long, value_name = "FILE", default_value = DEFAULT_FILE)]
        users: PathBuf,
    },
    /// Takes a user away
    Remove {
        /// Name of the user
        name: String,
        /// The users file
        #[arg(long, value_name = "FILE", default_value = DEFAULT_FILE)]
        users: PathBuf,
    },
    /// Lists the users
    List {
        /// The users file
        #[arg(long, value_name = "FILE", default_value = DEFAULT_FILE)]
        users: PathBuf,
    },
}

/// Does what was asked. The code for the program.
pub(crate) fn run(command: UserCommand) -> anyhow::Result<i32> {
    let mut stdout = std::io::stdout();
    match command {
        UserCommand::Add { name, account, users: file } => {
            let password = read_password(&name)?;
            users::add(&file, &name, &password, account.as_deref(), &[])?;
            writeln!(stdout, "The user {name} is in {}.", file.display())?;
        }
        UserCommand::Remove { name, users: file } => {
            if !users::remove(&file, &name)? {
                bail!("there is no user {name} in {}", file.display());
            }
            writeln!(stdout, "The user {name} is no longer in {}.", file.display())?;
        }
        UserCommand::List { users: file } => {
            for user in users::list(&file)? {
                let account = user.local_account.unwrap_or_default();
                writeln!(stdout, "{}\t{account}", user.name)?;
            }
        }
    }
    Ok(0)
}

/// A password never comes as an argument: everybody on the machine reads those.
fn read_password(name: &str) -> anyhow::Result<Secret> {
    if !std::io::stdin().is_terminal() {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).context("the password cannot be read")?;
        let text = line.trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            bail!("no password came on standard input");
        }
        return Ok(Secret::new(text));
    }
    let ask = |prompt: &str| -> anyhow::Result<String> {
        let mut stdout = std::io::stdout();
        write!(stdout, "{prompt}")?;
        stdout.flush()?;
        let input = crate::console::Input::new();
        let secret = input.read_secret().map_err(|error| anyhow::anyhow!("{error}"))?;
        Ok(secret.reveal_string())
    };
    let first = ask(&format!("Password for {name}: "))?;
    if first.is_empty() {
        bail!("a password must not be empty");
    }
    if ask("The same again: ")? != first {
        bail!("the two passwords differ");
    }
    Ok(Secret::new(first))
}
