//! A session with the few cmdlets that tests of the language need.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed step of a test ends it"
)]
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::Arc;

use remora_dotnet::system::FixedSystem;
use remora_engine::prelude::*;
use remora_engine::{Engine, SessionBuilder};
use remora_hosting::Record;
use remora_psobject::record::HostInformationMessage;

/// # Synopsis
/// Writes objects.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Output",
    class = "Microsoft.PowerShell.Commands.WriteOutputCommand",
    module = "Test",
    aliases("echo", "write")
)]
pub(crate) struct WriteOutput {
    /// The objects.
    #[parameter(position = 0, mandatory, pipeline, remaining, allow_null, allow_empty_collection)]
    input_object: Value,
    /// Whether collections stay whole.
    #[parameter]
    no_enumerate: Switch,
}

impl Cmdlet for WriteOutput {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if *self.no_enumerate {
            runtime.write_object(self.input_object.clone())
        } else {
            runtime.write_enumerated(self.input_object.clone())
        }
    }
}

/// # Synopsis
/// Runs a block for each object.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ForEach",
    noun = "Object",
    class = "Microsoft.PowerShell.Commands.ForEachObjectCommand",
    module = "Test",
    aliases("%", "foreach")
)]
pub(crate) struct ForEachObject {
    /// The object.
    #[parameter(pipeline)]
    input_object: Value,
    /// The blocks.
    #[parameter(position = 0, mandatory, remaining)]
    process: Vec<ScriptBlock>,
    /// Runs first.
    #[parameter]
    begin: Option<ScriptBlock>,
    /// Runs last.
    #[parameter]
    end: Option<ScriptBlock>,
}

impl Cmdlet for ForEachObject {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        match self.begin.clone() {
            Some(block) => runtime.invoke_into_output(&block, Invocation::in_current_scope()),
            None => Ok(()),
        }
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for index in 0..self.process.len() {
            let block = self.process[index].clone();
            let invocation = Invocation::in_current_scope().dollar_under(self.input_object.clone());
            runtime.invoke_into_output(&block, invocation)?;
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        match self.end.clone() {
            Some(block) => runtime.invoke_into_output(&block, Invocation::in_current_scope()),
            None => Ok(()),
        }
    }
}

/// # Synopsis
/// Chooses objects.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Where",
    noun = "Object",
    class = "Microsoft.PowerShell.Commands.WhereObjectCommand",
    module = "Test",
    aliases("?", "where")
)]
pub(crate) struct WhereObject {
    /// The object.
    #[parameter(pipeline)]
    input_object: Value,
    /// The test.
    #[parameter(position = 0, mandatory)]
    filter_script: Option<ScriptBlock>,
}

impl Cmdlet for WhereObject {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let Some(block) = self.filter_script.clone() else {
            return Ok(());
        };
        let answer = runtime.evaluate(&block, self.input_object.clone())?;
        if runtime.is_true(&answer) {
            runtime.write_object(self.input_object.clone())?;
        }
        Ok(())
    }
}

/// # Synopsis
/// Takes the first objects.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Select",
    noun = "Object",
    class = "Microsoft.PowerShell.Commands.SelectObjectCommand",
    module = "Test",
    aliases("select")
)]
pub(crate) struct SelectObject {
    /// The object.
    #[parameter(pipeline)]
    input_object: Value,
    /// How many.
    #[parameter]
    first: i32,
    seen: i32,
}

impl Cmdlet for SelectObject {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.seen += 1;
        runtime.write_object(self.input_object.clone())?;
        if self.seen >= self.first {
            return Err(runtime.stop_upstream());
        }
        Ok(())
    }
}

/// # Synopsis
/// Drops objects.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Out",
    noun = "Null",
    class = "Microsoft.PowerShell.Commands.OutNullCommand",
    module = "Test"
)]
pub(crate) struct OutNull {
    /// The object.
    #[parameter(pipeline)]
    input_object: Value,
}

impl Cmdlet for OutNull {}

/// # Synopsis
/// Writes an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Error",
    class = "Microsoft.PowerShell.Commands.WriteErrorCommand",
    module = "Test"
)]
pub(crate) struct WriteError {
    /// The text.
    #[parameter(position = 0, mandatory, pipeline)]
    message: PsString,
    /// The id.
    #[parameter(default = "Microsoft.PowerShell.Commands.WriteErrorException")]
    error_id: PsString,
}

impl Cmdlet for WriteError {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        runtime.write_error(error(
            TypeId::register(
                "Microsoft.PowerShell.Commands.WriteErrorException",
                Some(TypeId::SYSTEM_EXCEPTION),
            ),
            self.message.clone(),
            self.error_id.clone(),
            ErrorCategory::NotSpecified,
            Value::Null,
        ))
    }
}

/// # Synopsis
/// Writes a warning.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Warning",
    class = "Microsoft.PowerShell.Commands.WriteWarningCommand",
    module = "Test"
)]
pub(crate) struct WriteWarning {
    /// The text.
    #[parameter(position = 0, mandatory, pipeline)]
    message: PsString,
}

impl Cmdlet for WriteWarning {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        runtime.write_warning(self.message.clone())
    }
}

/// # Synopsis
/// Writes to the host.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Host",
    class = "Microsoft.PowerShell.Commands.WriteHostCommand",
    module = "Test"
)]
pub(crate) struct WriteHost {
    /// The object.
    #[parameter(position = 0, pipeline, remaining)]
    object: Value,
}

impl Cmdlet for WriteHost {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let message = runtime.text(&self.object);
        runtime.write_host(HostInformationMessage { message, ..HostInformationMessage::default() })
    }
}

/// # Synopsis
/// Makes strict.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "StrictMode",
    class = "Microsoft.PowerShell.Commands.SetStrictModeCommand",
    module = "Test"
)]
pub(crate) struct SetStrictMode {
    /// The version.
    #[parameter(mandatory)]
    version: PsString,
}

impl Cmdlet for SetStrictMode {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let version =
            self.version.split('.').next().and_then(|part| part.parse().ok()).unwrap_or(3);
        runtime.session().set_strict_mode(remora_engine::session::StrictMode(version));
        Ok(())
    }
}

pub(crate) const CMDLETS: &[&CmdletSpec] = &[
    spec::<WriteOutput>(),
    spec::<ForEachObject>(),
    spec::<WhereObject>(),
    spec::<SelectObject>(),
    spec::<OutNull>(),
    spec::<WriteError>(),
    spec::<WriteWarning>(),
    spec::<WriteHost>(),
    spec::<SetStrictMode>(),
];

/// A session.
pub(crate) fn engine() -> Engine {
    Engine::new(&builder())
}

/// What sessions of the tests are made from.
pub(crate) fn builder() -> SessionBuilder {
    SessionBuilder::new(Arc::new(FixedSystem::default())).cmdlets(CMDLETS).non_interactive(true)
}

/// What a script writes, a line each: objects as texts, errors as `ERROR id | message`, other records
/// with the name of their stream.
pub(crate) fn transcript(engine: &mut Engine, script: &str) -> Vec<String> {
    use remora_engine::pipeline::Sink;
    use remora_engine::{ExecutionContext, StopToken};
    use std::sync::Mutex;

    struct Lines(Arc<Mutex<Vec<String>>>);
    impl Sink for Lines {
        fn write(&mut self, context: &mut ExecutionContext, value: Value) -> Result<(), Flow> {
            let text = context.display_text(&value);
            self.0.lock().unwrap().push(text.to_string());
            Ok(())
        }
    }
    let lines = Arc::new(Mutex::new(Vec::new()));
    let records = Arc::clone(&lines);
    let end = engine.run_into(
        script,
        Arc::new(move |record: Record| {
            let line = match record {
                Record::Error(record) => show(&record),
                Record::Warning(record) => format!("WARNING {}", record.message),
                Record::Verbose(record) => format!("VERBOSE {}", record.message),
                Record::Debug(record) => format!("DEBUG {}", record.message),
                Record::Information(record) => {
                    format!("HOST {}", remora_psobject::LiveObject::text(&*record))
                }
                _ => return,
            };
            records.lock().unwrap().push(line);
        }),
        StopToken::new(),
        &mut Lines(Arc::clone(&lines)),
    );
    let mut lines = lines.lock().unwrap().clone();
    if let Some(record) = end.error {
        lines.push(format!("THROWN {}", show(&record)));
    }
    if let Some(code) = end.exit_code {
        lines.push(format!("EXIT {code}"));
    }
    lines
}

fn show(record: &ErrorRecord) -> String {
    format!("ERROR {} | {}", record.fully_qualified_error_id, record.message())
}
