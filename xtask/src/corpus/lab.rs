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
use super::sandbox::Sandbox;
use super::worker::Settings;
use crate::workspace;

/// How the endpoint is started when `--lab-command` says nothing else.
///
/// `{shell}` is the shell under test, `{endpoints}` the folder of session configurations,
/// `{inventory}` the file that the endpoint must write once it listens: it tells a client how
/// `server01` to `server03` and `jea01` are reached.
pub(crate) const DEFAULT_COMMAND: &str = "{shell} serve --lab server01,server02,server03,jea01 \
     --configurations {endpoints} --inventory {inventory}";

/// How long the endpoint may take until its inventory is there.
const START_LIMIT: Duration = Duration::from_secs(10);

/// The one line that gives the cases their tables of parameters.
const PRELUDE: &str = "remoting/preludes/wsman.ps1";

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
        settings: &Settings,
        sandbox: &Sandbox,
        far_side: BTreeMap<String, String>,
    ) -> Result<Self> {
        let prelude = fs::read_to_string(settings.corpora.join(PRELUDE))
            .with_context(|| format!("cannot read {PRELUDE}"))?;
        ensure!(
            prelude.ends_with('\n') && prelude.lines().count() == 1,
            "{PRELUDE} must be exactly one line: positions in messages count from it"
        );
        let endpoints = sandbox.folder("jea");
        let recorded = format!("{}/jea", sandbox.root().display());
        copy_endpoints(&settings.corpora.join("remoting/endpoints"), &endpoints, &recorded)?;
        sandbox.empty(&["lab"])?;
        let inventory = sandbox.folder("lab").join("inventory");
        let words = fill_in(&settings.lab_command, &settings.shell, &endpoints, &inventory);
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

/// Splits a command line at blanks; placeholders are filled in afterwards.
pub(crate) fn split(command: &str) -> Vec<String> {
    command.split_whitespace().map(str::to_owned).collect()
}

fn fill_in(words: &[String], shell: &Path, endpoints: &Path, inventory: &Path) -> Vec<OsString> {
    words
        .iter()
        .map(|word| match word.as_str() {
            "{shell}" => shell.into(),
            "{endpoints}" => endpoints.into(),
            "{inventory}" => inventory.into(),
            other => other.into(),
        })
        .collect()
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
        let text = fs::read_to_string(&file)
            .with_context(|| format!("{} is no text", file.display()))?;
        fs::write(target, text.replace("<JEA>", recorded))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_stay_one_word() {
        let words = split("{shell} serve --inventory {inventory} -c {endpoints}");
        let filled =
            fill_in(&words, Path::new("/a b/remora"), Path::new("/jea"), Path::new("/i n"));
        assert_eq!(filled, ["/a b/remora", "serve", "--inventory", "/i n", "-c", "/jea"]);
    }

    #[test]
    fn the_prelude_is_one_line() {
        let text = fs::read_to_string(workspace::corpora().join(PRELUDE)).unwrap();
        assert_eq!(text.matches('\n').count(), 1);
        assert!(text.ends_with('\n'));
    }
}
