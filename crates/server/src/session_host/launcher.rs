//! Starting session hosts.

use std::path::PathBuf;

use nix::unistd::{User, geteuid};
use remora_transport::process::ChildProcess;

use super::process::{BoxFuture, HostProcess};
use crate::Verified;
use crate::configuration::{Engine, SessionConfiguration};
use crate::text_shell::{CommandParts, CommandProgram, CommandRequest, start_child};

/// What runs the lines of text shells.
const SHELL: &str = "/bin/sh";

/// What a session host is started for.
#[derive(Clone, Debug)]
pub struct LaunchRequest {
    /// Who wants it. There is no request without somebody who has proved who they are.
    pub caller: Verified,
    /// The session configuration.
    pub configuration: SessionConfiguration,
    /// Longest line that is read from it, in bytes.
    pub max_line: usize,
}

/// Why a session host was not started. The text is for the client and for the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LaunchError {
    /// The program could not be started.
    #[error("The session host {program} could not be started: {reason}")]
    Program {
        /// The program.
        program: String,
        /// What the operating system says.
        reason: String,
    },
    /// Commands of this user run as another account than the endpoint's, which it cannot become.
    #[error(
        "Commands of this user run as {account}, but the endpoint runs as {own} and cannot \
         become another account"
    )]
    OtherAccount {
        /// The account that the users file names.
        account: String,
        /// The endpoint's own.
        own: String,
    },
    /// A command of a text shell names a program that is not there.
    #[error("The program {0} was not found")]
    NotFound(String),
    /// A text shell is to start in a folder that is not there.
    #[error("The folder {0} does not exist")]
    NoDirectory(String),
    /// There are no text shells.
    #[error("There are no text shells here. Use a PowerShell session")]
    NoTextShells,
}

/// Starts session hosts.
pub trait SessionLauncher: Send + Sync {
    /// Starts one.
    fn launch(
        &self,
        request: LaunchRequest,
    ) -> BoxFuture<'_, Result<Box<dyn HostProcess>, LaunchError>>;

    /// Starts a command of a text shell; without an implementation there are no text shells.
    fn start_command(
        &self,
        request: CommandRequest,
    ) -> BoxFuture<'_, Result<CommandParts, LaunchError>> {
        let _ = request;
        Box::pin(std::future::ready(Err(LaunchError::NoTextShells)))
    }
}

/// Starts session hosts as child processes of this one.
#[derive(Clone, Debug)]
pub struct ProcessLauncher {
    program: PathBuf,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
}

impl ProcessLauncher {
    /// A launcher whose own engine is `program` with `arguments`; usually the running program
    /// with `-s`.
    #[must_use]
    pub const fn new(program: PathBuf, arguments: Vec<String>) -> Self {
        Self { program, arguments, environment: Vec::new() }
    }

    /// With a variable that all session hosts find in their environment.
    #[must_use]
    pub fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The variables of a process: who it is for comes last, where no client can change it.
    fn environment(
        &self,
        caller: &Verified,
        configuration: &SessionConfiguration,
        wanted: &[(String, String)],
    ) -> Vec<(String, String)> {
        let configured = configuration.environment.iter();
        let configured = configured.map(|(name, value)| (name.clone(), value.clone()));
        let session = [
            ("REMORA_SESSION_USER", caller.name().to_owned()),
            ("REMORA_SESSION_CLIENT", caller.address().ip().to_string()),
            ("REMORA_SESSION_CONFIGURATION", configuration.name.clone()),
        ];
        let session = session.map(|(name, value)| (name.to_owned(), value));
        let own = self.environment.iter().cloned();
        own.chain(configured).chain(wanted.iter().cloned()).chain(session).collect()
    }

    fn start_program(&self, request: &CommandRequest) -> Result<CommandParts, LaunchError> {
        require_own_account(request.caller.principal().local_account())?;
        let configuration = &request.configuration;
        let own = self.program.display().to_string();
        let (program, arguments) = match &request.program {
            CommandProgram::Engine(arguments) => {
                let engine = match &configuration.engine {
                    Engine::Own => &own,
                    Engine::Command(command) => command.first().unwrap_or(&own),
                };
                (engine.as_str(), arguments.clone())
            }
            CommandProgram::Shell(line) => (SHELL, vec!["-c".to_owned(), line.clone()]),
            CommandProgram::Program(program, arguments) => (program.as_str(), arguments.clone()),
        };
        let environment = self.environment(&request.caller, configuration, &request.environment);
        let directory =
            request.working_directory.as_ref().or(configuration.working_directory.as_ref());
        start_child(program, &arguments, directory.map(PathBuf::as_path), &environment)
    }

    fn start(&self, request: &LaunchRequest) -> Result<ChildProcess, LaunchError> {
        require_own_account(request.caller.principal().local_account())?;
        let own = self.program.display().to_string();
        let (program, arguments): (&str, &[String]) = match &request.configuration.engine {
            Engine::Own => (&own, &self.arguments),
            Engine::Command(command) => match command.split_first() {
                Some((program, arguments)) => (program, arguments),
                None => ("", &[]),
            },
        };
        let environment = self.environment(&request.caller, &request.configuration, &[]);
        ChildProcess::start(
            program,
            arguments,
            request.configuration.working_directory.as_deref(),
            &environment,
            request.max_line,
        )
        .map_err(|error| LaunchError::Program { program: error.peer, reason: error.message })
    }
}

impl SessionLauncher for ProcessLauncher {
    fn launch(
        &self,
        request: LaunchRequest,
    ) -> BoxFuture<'_, Result<Box<dyn HostProcess>, LaunchError>> {
        let started = self.start(&request);
        Box::pin(async move { started.map(|child| Box::new(child) as Box<dyn HostProcess>) })
    }

    fn start_command(
        &self,
        request: CommandRequest,
    ) -> BoxFuture<'_, Result<CommandParts, LaunchError>> {
        Box::pin(std::future::ready(self.start_program(&request)))
    }
}

/// Refuses to run a user's commands as anybody but the account that the users file names.
fn require_own_account(account: Option<&str>) -> Result<(), LaunchError> {
    let Some(account) = account else { return Ok(()) };
    let own = geteuid();
    let wanted = User::from_name(account).ok().flatten();
    if wanted.is_some_and(|wanted| wanted.uid == own) {
        return Ok(());
    }
    let name = User::from_uid(own).ok().flatten().map(|user| user.name);
    let own = name.unwrap_or_else(|| own.to_string());
    Err(LaunchError::OtherAccount { account: account.to_owned(), own })
}

#[cfg(test)]
mod tests {
    use super::{LaunchError, require_own_account};
    use nix::unistd::{User, geteuid};

    #[test]
    fn nobody_gets_another_account_than_the_files() {
        let own = User::from_uid(geteuid()).unwrap().unwrap().name;
        assert_eq!(require_own_account(None), Ok(()));
        assert_eq!(require_own_account(Some(&own)), Ok(()));
        for other in ["no-such-account", if own == "daemon" { "bin" } else { "daemon" }] {
            let refused = LaunchError::OtherAccount { account: other.to_owned(), own: own.clone() };
            assert_eq!(require_own_account(Some(other)), Err(refused));
        }
    }
}
