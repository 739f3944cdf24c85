//! `Start-Process`

use std::io::{Read, Write};
use std::sync::Arc;
use std::thread::JoinHandle;

use remora_dotnet::System;
use remora_dotnet::system::OpenMode;
use remora_engine::native::{ProcessLauncher, ProcessRequest, StreamMode};
use remora_engine::prelude::*;
use remora_hosting::StopToken;
use remora_psobject::DictionaryObject;

use crate::processes::{ExitState, ProcessObject, split_arguments};

/// # Synopsis
/// Starts programs.
///
/// # Description
/// The program runs on its own, unless -Wait is given. Its streams can be joined to files.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/start-process
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Start",
    noun = "Process",
    class = "Microsoft.PowerShell.Commands.StartProcessCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Default",
    should_process,
    aliases("saps"),
    output("System.Diagnostics.Process")
)]
pub(crate) struct StartProcess {
    /// The program, or a document.
    #[parameter(position = 0, mandatory, aliases("PSPath", "Path"), validate_not_null_or_empty)]
    file_path: PsString,
    /// The arguments.
    #[parameter(position = 1, aliases("Args"))]
    argument_list: Vec<PsString>,
    /// The account to act as. No provider of the session supports one.
    #[parameter(
        set = "Default",
        type = "pscredential",
        aliases("RunAs"),
        validate_not_null_or_empty,
        credential
    )]
    credential: Value,
    /// The folder in which it starts.
    #[parameter(validate_not_null_or_empty)]
    working_directory: Option<PsString>,
    /// Loads the profile of the account; Windows only.
    #[parameter(set = "Default", aliases("Lup"))]
    load_user_profile: Switch,
    /// Starts in the same window.
    #[parameter(set = "Default", aliases("nnw"))]
    no_new_window: Switch,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
    /// The file that its errors go to.
    #[parameter(set = "Default", aliases("RSE"), validate_not_null_or_empty)]
    redirect_standard_error: Option<PsString>,
    /// The file that its input comes from.
    #[parameter(set = "Default", aliases("RSI"), validate_not_null_or_empty)]
    redirect_standard_input: Option<PsString>,
    /// The file that its output goes to.
    #[parameter(set = "Default", aliases("RSO"), validate_not_null_or_empty)]
    redirect_standard_output: Option<PsString>,
    /// What to do with a document; Windows only.
    #[parameter(
        set = "UseShellExecute",
        validate_not_null_or_empty,
        completer = "Microsoft.PowerShell.Commands.VerbArgumentCompleter"
    )]
    verb: Option<PsString>,
    /// How its window looks; Windows only.
    #[parameter(type = "System.Diagnostics.ProcessWindowStyle", validate_not_null_or_empty)]
    window_style: Option<EnumValue>,
    /// Waits until it ends.
    #[parameter]
    wait: Switch,
    /// Starts with the variables that a new session of the user has.
    #[parameter(set = "Default")]
    use_new_environment: Switch,
    /// Environment variables that differ; null takes one away.
    #[parameter]
    environment: Option<Arc<DictionaryObject>>,
}

impl StartProcess {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Starts a program and waits for it",
        script: "(Start-Process /bin/sh '-c \"exit 3\"' -Wait -PassThru).ExitCode",
        output: "3",
    }];

    /// Parameters that only Windows has.
    fn check_platform(&self) -> Result<(), ErrorRecord> {
        let refused = match (&self.verb, &self.window_style) {
            (Some(_), _) => "-Verb",
            (None, Some(_)) => "-WindowStyle",
            _ => return Ok(()),
        };
        let message = format!(
            "The parameter '{refused}' is not supported for the cmdlet 'Start-Process' on this edition of PowerShell."
        );
        Err(error(
            TypeId::NOT_SUPPORTED_EXCEPTION,
            message,
            "NotSupportedException",
            ErrorCategory::NotImplemented,
            Value::Null,
        ))
    }

    /// The program as a path, looked for as the shell does.
    fn program(&self, system: &dyn System, launcher: &dyn ProcessLauncher, folder: &str) -> String {
        let name = self.file_path.as_str();
        if name.starts_with('/') {
            return name.to_owned();
        }
        let beside = format!("{}/{name}", folder.trim_end_matches('/'));
        if name.contains('/') || launcher.is_executable(&beside) {
            return beside;
        }
        let path = system.variable("PATH").unwrap_or_default();
        path.split(':')
            .map(|folder| format!("{folder}/{name}"))
            .find(|candidate| launcher.is_executable(candidate))
            .unwrap_or_else(|| name.to_owned())
    }

    /// The file that a stream is joined to.
    fn file(
        runtime: &mut CommandRuntime<'_>,
        path: &Option<PsString>,
    ) -> CommandResult<Option<String>> {
        match path {
            Some(path) => Ok(Some(crate::paths::resolve(runtime, path)?.provider_path.to_string())),
            None => Ok(None),
        }
    }

    fn differences(&self, runtime: &mut CommandRuntime<'_>) -> Vec<(String, Option<String>)> {
        let entries = self.environment.as_ref().map(|table| table.entries()).unwrap_or_default();
        entries
            .into_iter()
            .map(|(name, value)| {
                let name = runtime.text(&name).to_string();
                let value = (!value.is_null()).then(|| runtime.text(&value).to_string());
                (name, value)
            })
            .collect()
    }
}

/// An error that does not end the script.
fn refused(message: String, kind: TypeId, error_id: &str) -> ErrorRecord {
    error(kind, message, error_id, ErrorCategory::InvalidOperation, Value::Null)
}

/// Copies one side of a pipe to the other until the end.
fn copy(
    mut from: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
) -> JoinHandle<()> {
    std::thread::spawn(move || {
        // A reader or writer that is gone ends the copy.
        let _ = std::io::copy(&mut from, &mut to);
    })
}

impl Cmdlet for StartProcess {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.check_platform()?;
        let line = self.argument_list.iter().map(PsString::as_str).collect::<Vec<_>>().join(" ");
        if !runtime.should_process(format!("{} {line}", self.file_path), "Start-Process")? {
            return Ok(());
        }
        let system = Arc::clone(runtime.system());
        let mut folder = runtime.session().current_provider_path().to_string();
        if &*runtime.session().current_drive().provider.name != "FileSystem" {
            folder = system.current_directory();
        }
        if let Some(given) = &self.working_directory {
            let resolved = crate::paths::resolve(runtime, given)?;
            folder = resolved.provider_path.to_string();
            let is_folder = system
                .metadata(&folder, true)
                .is_ok_and(|metadata| metadata.kind == remora_dotnet::system::FileKind::Directory);
            if !is_folder {
                return runtime.write_error(refused(
                    "This command cannot be run because either the parameter \"WorkingDirectory\" has a value that is not valid or cannot be used with this command. Give a valid input and Run your command again.".to_owned(),
                    TypeId::DIRECTORY_NOT_FOUND_EXCEPTION,
                    "DirectoryNotFoundException",
                ));
            }
        }
        let input = Self::file(runtime, &self.redirect_standard_input)?;
        let output = Self::file(runtime, &self.redirect_standard_output)?;
        let errors = Self::file(runtime, &self.redirect_standard_error)?;
        if let (Some(path), Some(given)) = (&input, &self.redirect_standard_input)
            && system.metadata(path, true).is_err()
        {
            let message = format!(
                "This command cannot be run because either the parameter \"RedirectStandardInput '{given}'\" has a value that is not valid or cannot be used with this command. Give a valid input and Run your command again."
            );
            return runtime.write_error(refused(
                message,
                TypeId::FILE_NOT_FOUND_EXCEPTION,
                "FileNotFoundException",
            ));
        }
        for (one, two, names) in [
            (&input, &output, ("RedirectStandardInput", "RedirectStandardOutput")),
            (&input, &errors, ("RedirectStandardInput", "RedirectStandardError")),
            (&output, &errors, ("RedirectStandardOutput", "RedirectStandardError")),
        ] {
            if one.is_some() && one == two {
                let message = format!(
                    "This command cannot be run because \"{}\" and \"{}\" are same. Give different inputs and Run your command again.",
                    names.0, names.1
                );
                return runtime.write_error(refused(
                    message,
                    TypeId::INVALID_OPERATION_EXCEPTION,
                    "InvalidOperationException",
                ));
            }
        }
        let Some(launcher) = runtime.context().launcher().cloned() else {
            return Err(not_supported("This session starts no programs.", Value::Null).into());
        };
        let mode = |file: &Option<String>| {
            if file.is_some() { StreamMode::Piped } else { StreamMode::Inherit }
        };
        let request = ProcessRequest {
            program: self.program(&*system, &*launcher, &folder),
            arguments: split_arguments(&line),
            working_directory: folder.clone(),
            environment: self.differences(runtime),
            input: mode(&input),
            output: mode(&output),
            error: mode(&errors),
        };
        let mut child = launcher.start(&request).map_err(|failure| {
            let text = failure.to_string();
            let text = text.split(" (os error").next().unwrap_or_default().to_owned();
            refused(
                format!(
                    "This command cannot be run due to the error: An error occurred trying to start process '{}' with working directory '{folder}'. {text}",
                    self.file_path
                ),
                TypeId::INVALID_OPERATION_EXCEPTION,
                "InvalidOperationException",
            )
        })?;
        let mut copies = Vec::new();
        let reading = OpenMode { read: true, ..OpenMode::default() };
        let writing = OpenMode { write: true, create: true, truncate: true, ..OpenMode::default() };
        if let (Some(path), Some(pipe)) = (&input, child.take_input())
            && let Ok(file) = system.open(path, reading)
        {
            copies.push(copy(file, pipe));
        }
        for (path, pipe) in [(&output, child.take_output()), (&errors, child.take_error())] {
            if let (Some(path), Some(pipe)) = (path, pipe)
                && let Ok(file) = system.open(path, writing)
            {
                copies.push(copy(pipe, file));
            }
        }
        let id = i32::try_from(child.id()).unwrap_or(0);
        let name = request.program.rsplit('/').next().unwrap_or_default().to_owned();
        let exit = ExitState::of_child(move || child.wait(&StopToken::new()).unwrap_or(-1));
        let process = ProcessObject::of_child(&system, id, &name, exit);
        if *self.wait {
            let stop = runtime.stop_token();
            process.wait(None, |pause| stop.wait(pause));
            runtime.check_stop()?;
            for copy in copies {
                // A copy that panicked has nothing more to write.
                let _ = copy.join();
            }
        }
        if *self.pass_thru {
            runtime.write_object(Value::live(process))?;
        }
        Ok(())
    }
}
