//! The far side of the remoting cases: one endpoint per worker, which the shell under test
//! serves itself.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::process::{kill_session, session_leader};
use super::sandbox::{SNIPPET_ROOT, Sandbox};
use super::worker::far_side_environment;
use crate::workspace;

/// How the endpoint is started when `--lab-command` says nothing else.
///
/// `{shell}` is the shell under test, `{servers}` the names to answer to, joined by commas,
/// `{endpoints}` the folder of session configurations, `{inventory}` the file that the endpoint
/// must write once it listens: it tells a client how the servers are reached.
pub(crate) const DEFAULT_COMMAND: &str =
    "{shell} serve --lab {servers} --configurations {endpoints} --inventory {inventory}";

/// The computers of the remoting cases.
pub(crate) const SERVERS: [&str; 4] = ["server01", "server02", "server03", "jea01"];

/// How long the endpoint may take until its inventory is there.
const START_LIMIT: Duration = Duration::from_secs(10);

/// The one line that gives the cases their tables of parameters.
const PRELUDE: &str = "remoting/preludes/wsman.ps1";

/// What it takes to start an endpoint.
#[derive(Clone, Debug)]
pub(crate) struct LabPlan {
    /// The real path of the shell that serves.
    pub(crate) shell: PathBuf,
    /// The folder of the sets.
    pub(crate) corpora: PathBuf,
    /// The command line, see [`DEFAULT_COMMAND`].
    pub(crate) command: Vec<String>,
    /// The names that the endpoint answers to.
    pub(crate) servers: Vec<String>,
}

impl LabPlan {
    fn fill_in(&self, endpoints: &Path, inventory: &Path) -> Vec<OsString> {
        self.command
            .iter()
            .map(|word| match word.as_str() {
                "{shell}" => self.shell.clone().into(),
                "{servers}" => self.servers.join(",").into(),
                "{endpoints}" => endpoints.into(),
                "{inventory}" => inventory.into(),
                other => other.into(),
            })
            .collect()
    }
}

/// A running endpoint. It ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Lab {
    server: Child,
    inventory: PathBuf,
    endpoints: PathBuf,
    prelude: String,
}

impl Lab {
    /// Starts the endpoint with the environment of the far side, and waits until it listens.
    pub(crate) fn start(
        plan: &LabPlan,
        sandbox: &Sandbox,
        far_side: BTreeMap<String, String>,
    ) -> Result<Self> {
        let prelude = fs::read_to_string(plan.corpora.join(PRELUDE))
            .with_context(|| format!("cannot read {PRELUDE}"))?;
        ensure!(
            prelude.ends_with('\n') && prelude.lines().count() == 1,
            "{PRELUDE} must be exactly one line: positions in messages count from it"
        );
        let endpoints = sandbox.folder("jea");
        let recorded = format!("{}/jea", sandbox.root().display());
        copy_endpoints(&plan.corpora.join("remoting/endpoints"), &endpoints, &recorded)?;
        sandbox.empty(&["lab"])?;
        let inventory = sandbox.folder("lab").join("inventory");
        let words = plan.fill_in(&endpoints, &inventory);
        let (program, arguments) = words.split_first().context("an empty lab command")?;
        let mut server = session_leader(program)
            .args(arguments)
            .env_clear()
            .envs(far_side)
            .env("REM_ENDPOINTS", &endpoints)
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", program.to_string_lossy()))?;
        let lines = words.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
        if let Err(error) = wait_for(&inventory, &mut server) {
            kill_session(&mut server);
            return Err(error.context(lines));
        }
        Ok(Self { server, inventory, endpoints, prelude })
    }

    /// The text of a case with the prelude as its first line.
    pub(crate) fn script(&self, script: &str) -> String {
        format!("{}{script}", self.prelude)
    }

    /// What a client's environment holds beyond the common variables.
    pub(crate) fn variables(&self) -> [(&'static str, OsString); 2] {
        [
            ("REMORA_INVENTORY", self.inventory.clone().into()),
            ("REM_ENDPOINTS", self.endpoints.clone().into()),
        ]
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        kill_session(&mut self.server);
    }
}

/// An endpoint with a sandbox of its own, for tasks that run no cases.
pub(crate) struct LabHouse {
    /// Before the sandbox, so that it ends before its folders go.
    lab: Lab,
    sandbox: Sandbox,
}

impl LabHouse {
    /// Starts an endpoint that answers to `servers`.
    pub(crate) fn open(
        shell: &Path,
        corpora: &Path,
        command: &str,
        servers: &[String],
    ) -> Result<Self> {
        let plan = LabPlan {
            shell: shell.to_path_buf(),
            corpora: corpora.to_path_buf(),
            command: split(command),
            servers: servers.to_vec(),
        };
        let sandbox = Sandbox::claim(SNIPPET_ROOT)?;
        sandbox.empty(&["rhome", "rt", "w"])?;
        let lab = Lab::start(&plan, &sandbox, far_side_environment(&sandbox))?;
        Ok(Self { lab, sandbox })
    }

    /// Puts a script where a client can run it.
    pub(crate) fn write_script(&self, name: &str, text: &str) -> Result<PathBuf> {
        let file = self.sandbox.folder("w").join(name);
        fs::write(&file, text)?;
        Ok(file)
    }

    /// The file that says how the servers are reached.
    pub(crate) fn inventory(&self) -> &Path {
        &self.lab.inventory
    }

    /// What a client's environment holds to reach the servers.
    pub(crate) fn variables(&self) -> [(&'static str, OsString); 2] {
        self.lab.variables()
    }
}

/// Splits a command line at blanks; placeholders are filled in afterwards.
pub(crate) fn split(command: &str) -> Vec<String> {
    command.split_whitespace().map(str::to_owned).collect()
}

fn wait_for(inventory: &Path, server: &mut Child) -> Result<()> {
    let deadline = Instant::now() + START_LIMIT;
    while Instant::now() < deadline {
        if fs::metadata(inventory).is_ok_and(|file| file.size() > 0) {
            return Ok(());
        }
        if let Some(status) = server.try_wait()? {
            bail!("the endpoint ended at once ({status})");
        }
        thread::sleep(Duration::from_millis(5));
    }
    bail!("the endpoint wrote no inventory within {} s", START_LIMIT.as_secs());
}

/// Copies the session configurations; `<JEA>` in them stands for their own folder.
fn copy_endpoints(from: &Path, to: &Path, recorded: &str) -> Result<()> {
    for file in workspace::files_below(from)? {
        let target = to.join(file.strip_prefix(from)?);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        let text =
            fs::read_to_string(&file).with_context(|| format!("{} is no text", file.display()))?;
        fs::write(target, text.replace("<JEA>", recorded))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_stay_one_word() {
        let plan = LabPlan {
            shell: "/a b/remora".into(),
            corpora: PathBuf::new(),
            command: split("{shell} serve --inventory {inventory} {servers} {endpoints}"),
            servers: vec!["a".into(), "b".into()],
        };
        let filled = plan.fill_in(Path::new("/jea"), Path::new("/i n"));
        assert_eq!(filled, ["/a b/remora", "serve", "--inventory", "/i n", "a,b", "/jea"]);
    }

    #[test]
    fn the_prelude_is_one_line() {
        let text = fs::read_to_string(workspace::corpora().join(PRELUDE)).unwrap();
        assert_eq!(text.matches('\n').count(), 1);
        assert!(text.ends_with('\n'));
    }
}
