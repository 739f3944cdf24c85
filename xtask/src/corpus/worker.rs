//! Runs cases one after the other, each in a fresh process, as the answers were recorded.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;

use super::case::{Answer, Body, Case, CommandLine, Content};
use super::lab::{Lab, LabPlan};
use super::normalise::Places;
use super::process::{Finished, run, session_leader};
use super::sandbox::{COMMAND_LINE_ROOT, SNIPPET_ROOT, Sandbox};

/// The code of a case that did not end in time.
const LATE: i32 = 124;

/// What every worker needs to know.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The real path of the shell under test.
    pub(crate) shell: PathBuf,
    /// How long one case may take.
    pub(crate) limit: Duration,
    /// How the far side of the remoting cases is started.
    pub(crate) lab: LabPlan,
}

/// One worker: its sandboxes, and its lab once a remoting case asked for it.
pub(crate) struct Worker<'a> {
    settings: &'a Settings,
    /// Before the sandbox, so that it ends before its folders go.
    lab: Option<Result<Lab, String>>,
    sandbox: Option<Sandbox>,
    command_line_sandbox: Option<Sandbox>,
}

/// The environment of a process under test: nothing is inherited.
fn environment(
    path: &str,
    sandbox: &Sandbox,
    home: &str,
    temporary: &str,
) -> BTreeMap<String, String> {
    let folder = |name: &str| sandbox.folder(name).to_string_lossy().into_owned();
    [
        ("PATH", path.to_owned()),
        ("HOME", folder(home)),
        ("TMPDIR", folder(temporary)),
        ("TZ", "UTC".to_owned()),
        ("LC_ALL", "en_US.UTF-8".to_owned()),
        ("LANG", "en_US.UTF-8".to_owned()),
        ("TERM", "dumb".to_owned()),
        ("NO_COLOR", "1".to_owned()),
        ("USER", "root".to_owned()),
        ("LOGNAME", "root".to_owned()),
        ("POWERSHELL_TELEMETRY_OPTOUT", "1".to_owned()),
        ("DOTNET_EnableDiagnostics", "0".to_owned()),
        ("POWERSHELL_UPDATECHECK", "Off".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// The environment in which the far side of the remoting cases runs: it has no terminal.
pub(crate) fn far_side_environment(sandbox: &Sandbox) -> BTreeMap<String, String> {
    let mut variables = environment(SYSTEM_PATH, sandbox, "rhome", "rt");
    variables.remove("TERM");
    variables.remove(NOT_IN_REMOTING);
    variables
}

/// Set when snippets, programs and command lines were recorded, but not for remoting.
const NOT_IN_REMOTING: &str = "DOTNET_EnableDiagnostics";
/// Where a client finds programs.
const USER_PATH: &str = "/usr/local/bin:/usr/bin:/bin";
/// Where servers and their clients find programs.
const SYSTEM_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

impl<'a> Worker<'a> {
    pub(crate) fn new(settings: &'a Settings) -> Self {
        Self { settings, sandbox: None, command_line_sandbox: None, lab: None }
    }

    /// Runs one case.
    pub(crate) fn answer(&mut self, case: &Case) -> Result<Answer> {
        match &case.body {
            Body::Snippet { script } => self.snippet(script),
            Body::Program { script, arguments } => self.program(&case.id, script, arguments),
            Body::Remoting { script } => self.remoting(script),
            Body::CommandLine(line) => self.command_line(line),
        }
        .with_context(|| format!("case {}", case.id))
    }

    fn places(&self, sandbox: &Sandbox, shell_home: &Path) -> Places {
        Places {
            recorded_root: sandbox.recorded_root(),
            root: sandbox.root().to_string_lossy().into_owned(),
            shell_home: shell_home.to_string_lossy().into_owned(),
        }
    }

    fn shell_home(&self) -> &Path {
        self.settings.shell.parent().unwrap_or(Path::new("/"))
    }

    fn shell_command(&self, sandbox: &Sandbox) -> Command {
        let mut command = session_leader(&self.settings.shell);
        command
            .args(["-NoLogo", "-NoProfile", "-NonInteractive"])
            .env_clear()
            .envs(environment(USER_PATH, sandbox, "home", "t"))
            .current_dir(sandbox.folder("w"));
        command
    }

    fn snippet(&mut self, script: &str) -> Result<Answer> {
        let sandbox = claim(&mut self.sandbox, SNIPPET_ROOT)?;
        sandbox.empty(&["home", "t", "w"])?;
        let utf16: Vec<u8> = script.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let sandbox = held(&self.sandbox)?;
        let mut command = self.shell_command(sandbox);
        command.args(["-OutputFormat", "Text", "-EncodedCommand", &BASE64.encode(utf16)]);
        let done = run(command, None, self.settings.limit)?;
        let places = self.places(sandbox, self.shell_home());
        Ok(answer(&done, |bytes| places.snippet(bytes), |_| "TIMEOUT".to_owned()))
    }

    fn program(&mut self, id: &str, script: &str, arguments: &[String]) -> Result<Answer> {
        let sandbox = claim(&mut self.sandbox, SNIPPET_ROOT)?;
        sandbox.empty(&["home", "t", "w", "p"])?;
        let sandbox = held(&self.sandbox)?;
        let file = sandbox.folder("p").join(format!("{id}.ps1"));
        fs::write(&file, script)?;
        let mut command = self.shell_command(sandbox);
        command.arg("-File").arg(&file).args(arguments);
        let done = run(command, None, self.settings.limit)?;
        let places = self.places(sandbox, self.shell_home());
        Ok(answer(&done, |bytes| places.program(bytes), |_| "TIMEOUT".to_owned()))
    }

    fn remoting(&mut self, script: &str) -> Result<Answer> {
        let sandbox = claim(&mut self.sandbox, SNIPPET_ROOT)?;
        sandbox.empty(&["home", "t", "w", "rhome", "rt"])?;
        let sandbox = held(&self.sandbox)?;
        let lab = self.lab.get_or_insert_with(|| {
            Lab::start(&self.settings.lab, sandbox, far_side_environment(sandbox))
                .map_err(|error| format!("{error:#}"))
        });
        let lab = match lab {
            Ok(lab) => lab,
            Err(reason) => {
                let err = format!("NO LAB: {reason}");
                return Ok(Answer { out: String::new(), err, code: -1 });
            }
        };
        let (text, variables) = (lab.script(script), lab.variables());
        let mut command = self.shell_command(sandbox);
        command.env("PATH", SYSTEM_PATH).envs(variables).args(["-Command", &text]);
        let done = run(command, None, self.settings.limit)?;
        let places = self.places(sandbox, self.shell_home());
        Ok(answer(&done, |bytes| places.remoting(bytes), |err| err + "TIMEOUT"))
    }

    fn command_line(&mut self, line: &CommandLine) -> Result<Answer> {
        let sandbox = claim(&mut self.command_line_sandbox, COMMAND_LINE_ROOT)?;
        // The shell stands in a folder of its own, so that a case can put files beside it.
        sandbox.empty(&["home", "t", "w", "bin", "shell"])?;
        let sandbox = held(&self.command_line_sandbox)?;
        let shell_home = sandbox.folder("shell");
        let name = self.settings.shell.file_name().context("the shell has no name")?;
        let shell = shell_home.join(name);
        if fs::hard_link(&self.settings.shell, &shell).is_err() {
            fs::copy(&self.settings.shell, &shell)?;
        }
        let link = sandbox.folder("bin").join("pwsh");
        symlink(&shell, &link)?;
        for (path, content) in line.files.iter().flatten() {
            place(&file_of(sandbox, path), content)?;
        }
        let path = format!("{}:{USER_PATH}", sandbox.folder("bin").display());
        let mut variables = environment(&path, sandbox, "home", "t");
        // What names the recorded folder means the one of this worker.
        let here = |text: &str| text.replace(COMMAND_LINE_ROOT, &sandbox.root().to_string_lossy());
        for (name, value) in line.env.iter().flatten() {
            match value.as_str() {
                Some(text) => variables.insert(name.clone(), here(text)),
                None => variables.remove(name),
            };
        }
        // Signals that whoever started this runner ignores must not be ignored by the shell.
        let mut command = session_leader("/usr/bin/env");
        command.arg("--default-signal=HUP,INT,QUIT,PIPE");
        match &line.sh {
            Some(text) => command.args(["/bin/sh", "-c", &here(text)]),
            None => command.arg(&link).args(line.argv.iter().map(|word| here(word))),
        };
        let folder = sandbox.folder("w").join(line.cwd.as_deref().unwrap_or_default());
        command.env_clear().envs(variables).current_dir(folder);
        let input = line.stdin.as_ref().map(bytes_of).transpose()?;
        let done = run(command, input, self.settings.limit)?;
        let places = self.places(sandbox, &shell_home);
        Ok(answer(&done, |bytes| places.command_line(bytes), |err| err + "<TIMEOUT>"))
    }
}

fn claim<'s>(slot: &'s mut Option<Sandbox>, root: &'static str) -> Result<&'s Sandbox> {
    if slot.is_none() {
        *slot = Some(Sandbox::claim(root)?);
    }
    held(slot)
}

fn held(slot: &Option<Sandbox>) -> Result<&Sandbox> {
    slot.as_ref().ok_or_else(|| anyhow!("no sandbox"))
}

fn answer(
    done: &Finished,
    normalise: impl Fn(&[u8]) -> String,
    late: impl Fn(String) -> String,
) -> Answer {
    let (out, err) = (normalise(&done.out), normalise(&done.err));
    match done.code {
        Some(code) => Answer { out, err, code },
        None => Answer { out, err: late(err), code: LATE },
    }
}

fn bytes_of(content: &Content) -> Result<Vec<u8>> {
    Ok(match content {
        Content::Text(text) => text.clone().into_bytes(),
        Content::Encoded { b64 } => BASE64.decode(b64)?,
    })
}

/// Where a file of a command-line case lies.
fn file_of(sandbox: &Sandbox, path: &str) -> PathBuf {
    if let Some(rest) = path.strip_prefix("PSHOME/") {
        sandbox.folder("shell").join(rest)
    } else if let Some(rest) = path.strip_prefix("~/") {
        sandbox.folder("home").join(rest)
    } else {
        sandbox.folder("w").join(path)
    }
}

/// Writes a file of a command-line case: text, bytes, a folder or a link, with a mode.
fn place(path: &Path, content: &Value) -> Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let field = |name: &str| content.get(name).and_then(Value::as_str);
    if content.get("dir").and_then(Value::as_bool).unwrap_or(false) {
        fs::create_dir_all(path)?;
    } else if let Some(target) = field("link") {
        symlink(target, path)?;
    } else if let Some(encoded) = field("b64") {
        fs::write(path, BASE64.decode(encoded)?)?;
    } else {
        let text = content.as_str().or_else(|| field("text"));
        fs::write(path, text.with_context(|| format!("no content for {}", path.display()))?)?;
    }
    if let Some(mode) = field("mode") {
        fs::set_permissions(path, fs::Permissions::from_mode(u32::from_str_radix(mode, 8)?))?;
    }
    Ok(())
}
