//! `Start-Job`

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_hosting::{ConnectionInfo, ProcessConnection, RunspaceRequest};
use remora_psobject::{DictionaryObject, PsCredential, Version};

use crate::fan_out::{FanOut, Target};
use crate::services::RemotingServices;
use crate::{command, errors, job, script_file};

/// # Synopsis
/// Runs commands in a process of their own while this session goes on.
///
/// # Description
/// The process is another instance of this shell. Its output waits until Receive-Job asks for it.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Start",
    noun = "Job",
    class = "Microsoft.PowerShell.Commands.StartJobCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "ComputerName",
    remoting = "PowerShell",
    aliases("sajb"),
    output("System.Management.Automation.PSRemotingJob")
)]
pub(crate) struct StartJob {
    /// Name of a job definition.
    #[parameter(
        set = "DefinitionName",
        position = 0,
        mandatory,
        attribute = "ValidateTrustedData",
        validate_not_null_or_empty
    )]
    definition_name: Option<PsString>,
    /// Folder of a job definition.
    #[parameter(set = "DefinitionName", position = 1, validate_not_null_or_empty)]
    definition_path: Option<PsString>,
    /// Kind of the job.
    #[parameter(set = "DefinitionName", position = 2, name = "Type", validate_not_null_or_empty)]
    kind: Option<PsString>,
    /// Friendly names.
    #[parameter(
        sets("ComputerName", "FilePathComputerName", "LiteralFilePathComputerName"),
        by_name
    )]
    name: Option<PsString>,
    /// The commands.
    #[parameter(
        set = "ComputerName",
        position = 0,
        mandatory,
        aliases("Command"),
        attribute = "ValidateTrustedData"
    )]
    script_block: Option<ScriptBlock>,
    /// The user that connects; without one the inventory or the current user decides.
    #[parameter(
        sets("ComputerName", "FilePathComputerName", "LiteralFilePathComputerName"),
        credential
    )]
    credential: Option<Arc<PsCredential>>,
    /// A script file on this computer, whose text is sent.
    #[parameter(
        set = "FilePathComputerName",
        position = 0,
        mandatory,
        attribute = "ValidateTrustedData"
    )]
    file_path: Option<PsString>,
    /// A script file, taken as it is written.
    #[parameter(
        set = "LiteralFilePathComputerName",
        mandatory,
        aliases("PSPath", "LP"),
        attribute = "ValidateTrustedData"
    )]
    literal_path: Option<PsString>,
    /// How the user is proved.
    #[parameter(
        sets("ComputerName", "FilePathComputerName", "LiteralFilePathComputerName"),
        type = "System.Management.Automation.Runspaces.AuthenticationMechanism"
    )]
    authentication: Option<EnumValue>,
    /// Commands that run before the job.
    #[parameter(
        sets("ComputerName", "FilePathComputerName", "LiteralFilePathComputerName"),
        position = 1,
        attribute = "ValidateTrustedData"
    )]
    initialization_script: Option<ScriptBlock>,
    /// Folder in which the job starts.
    #[parameter(attribute = "ValidateNotNullOrWhiteSpace")]
    working_directory: Option<PsString>,
    /// Runs in a 32-bit process.
    #[parameter(sets("ComputerName", "FilePathComputerName", "LiteralFilePathComputerName"))]
    run_as32: Switch,
    /// Version of the shell that runs the job.
    #[parameter(
        sets("ComputerName", "FilePathComputerName", "LiteralFilePathComputerName"),
        name = "PSVersion",
        validate_not_null_or_empty
    )]
    ps_version: Option<Version>,
    /// Objects for the input of the command.
    #[parameter(
        sets("ComputerName", "FilePathComputerName", "LiteralFilePathComputerName"),
        pipeline,
        type = "psobject",
        attribute = "ValidateTrustedData"
    )]
    input_object: Value,
    /// Arguments of the command.
    #[parameter(
        sets("ComputerName", "FilePathComputerName", "LiteralFilePathComputerName"),
        aliases("Args"),
        attribute = "ValidateTrustedData"
    )]
    argument_list: Vec<Value>,
    /// Milliseconds that connecting may take.
    #[parameter(set = "SSHHost")]
    connecting_timeout: Option<i32>,
    /// Options for ssh.
    #[parameter(set = "SSHHost", validate_not_null_or_empty)]
    options: Option<Arc<DictionaryObject>>,
    /// Input for the job.
    input: Vec<Value>,
}

impl StartJob {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for StartJob {
    fn process(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if !self.input_object.is_null() {
            self.input.push(self.input_object.clone());
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if runtime.context().is_constrained() {
            // The process that runs a job has no such border.
            return Err(error(
                TypeId::PS_NOT_SUPPORTED_EXCEPTION,
                "Cannot start job. The language mode for this session is incompatible with the system-wide language mode.",
                "CannotStartJobInconsistentLanguageMode",
                ErrorCategory::PermissionDenied,
                Value::Null,
            )
            .into());
        }
        if self.definition_name.is_some() {
            return Err(runtime.throw(errors::not_yet("A job definition")));
        }
        let text =
            match (&self.script_block, self.file_path.as_ref().or(self.literal_path.as_ref())) {
                (Some(block), _) => block.text_inside(),
                (None, Some(path)) => script_file::read(runtime, path)?,
                (None, None) => return Ok(()),
            };
        let mut command = match &self.script_block {
            Some(block) => command::of_block(runtime, block, &self.argument_list)?,
            None => command::of_text(text.clone(), &self.argument_list),
        };
        if let Some(block) = &self.initialization_script {
            let before = command::of_text(block.text_inside(), &[]);
            let mut statements = before.statements;
            statements.append(&mut command.statements);
            command.statements = statements;
        }
        command.no_input = self.input.is_empty();
        let location = match &self.working_directory {
            Some(directory) => directory.clone(),
            None => runtime.location(),
        };
        let process = ProcessConnection {
            working_directory: Some(location.to_string()),
            ..ProcessConnection::default()
        };
        let connection = ConnectionInfo::Process(Box::new(process));
        let host = Arc::clone(runtime.host());
        let services = runtime.context().extension::<RemotingServices>().clone();
        let request = RunspaceRequest::new(connection, Some(host));
        let runspace = services.create(request).map_err(|reason| runtime.throw(reason))?;
        let target = Target::new(runspace, true);
        let mut fan_out = FanOut::new(vec![target], command, None, 1);
        for value in std::mem::take(&mut self.input) {
            fan_out.write_input(&value);
        }
        fan_out.end_input();
        let job = job::start(runtime, fan_out, 1, self.name.clone(), text, "BackgroundJob", true);
        runtime.write_object(job)
    }
}
