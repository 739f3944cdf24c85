//! CREATE_PIPELINE (MS-PSRP sections 2.2.2.10, CREATE_PIPELINE Message, and 2.2.3.11, Pipeline).

use remora_psobject::{PsString, Value};

use super::command::{Command, Statement, list};
use super::fields::{Bag, Fields, enumeration};
use super::init_runspace_pool::APARTMENT_STATE;
use super::{Body, HostInfo};
use crate::error::{Error, Malformation};

const STREAM_OPTIONS: &str = "System.Management.Automation.RemoteStreamOptions";

/// Starts a pipeline. Every part must be there; a server refuses the message otherwise.
#[derive(Clone, Debug)]
pub struct CreatePipeline {
    /// What is run.
    pub power_shell: PowerShell,
    /// Whether no input will come.
    pub no_input: bool,
    /// `ApartmentState`: 0 `STA`, 1 `MTA`, 2 `Unknown`.
    pub apartment_state: i32,
    /// `RemoteStreamOptions`: 1 errors, 2 warnings, 4 debug texts and 8 verbose texts carry where they
    /// were written.
    pub remote_stream_options: i32,
    /// Whether it is remembered in the history.
    pub add_to_history: bool,
    /// Which host it talks to.
    pub host_info: HostInfo,
    /// Whether it runs inside the pipeline that is running now.
    pub is_nested: bool,
}

/// What a pipeline runs.
#[derive(Clone, Debug, Default)]
pub struct PowerShell {
    /// Statements, run one after the other; at least one with at least one command.
    pub statements: Vec<Statement>,
    /// Whether it is nested.
    pub is_nested: bool,
    /// What is remembered instead of the commands' own text.
    pub history: Option<PsString>,
    /// Whether errors of the shell go to the error pipe.
    pub redirect_shell_error_output_pipe: bool,
}

impl CreatePipeline {
    /// These commands, joined by `|`, without input, with the pool's host.
    pub fn new(commands: Vec<Command>) -> Self {
        Self {
            power_shell: PowerShell {
                statements: vec![Statement::new(commands)],
                redirect_shell_error_output_pipe: true,
                ..PowerShell::default()
            },
            no_input: true,
            apartment_state: 2,
            remote_stream_options: 0,
            add_to_history: false,
            host_info: HostInfo::of_pool(),
            is_nested: false,
        }
    }
}

impl PowerShell {
    fn to_value(&self) -> Value {
        // Several statements stand in a list of their own; the first one is repeated where clients of
        // all versions find it.
        let several = (self.statements.len() > 1).then(|| {
            let statements = self.statements.iter();
            list(statements.map(|one| Bag::new().with("Cmds", one.to_value()).build()).collect())
        });
        let first = self.statements.first().map_or_else(|| list(Vec::new()), Statement::to_value);
        Bag::new()
            .with_some("ExtraCmds", several)
            .with("Cmds", first)
            .with("IsNested", self.is_nested)
            .with("History", Value::from(self.history.clone()))
            .with("RedirectShellErrorOutputPipe", self.redirect_shell_error_output_pipe)
            .build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let fields = Fields(value);
        let first = fields.items("Cmds")?;
        let statements = match fields.optional_items("ExtraCmds")? {
            Some(several) if !several.is_empty() => several
                .iter()
                .map(|one| Statement::from_items(&Fields(one).items("Cmds")?))
                .collect::<Result<_, _>>()?,
            _ => vec![Statement::from_items(&first)?],
        };
        Ok(Self {
            statements,
            is_nested: fields.bool("IsNested")?,
            history: fields.optional_text("History")?,
            redirect_shell_error_output_pipe: fields.flag("RedirectShellErrorOutputPipe"),
        })
    }
}

impl Body for CreatePipeline {
    fn to_value(&self) -> Value {
        Bag::new()
            .with("PowerShell", self.power_shell.to_value())
            .with("NoInput", self.no_input)
            .with("ApartmentState", enumeration(APARTMENT_STATE, self.apartment_state))
            .with("RemoteStreamOptions", enumeration(STREAM_OPTIONS, self.remote_stream_options))
            .with("AddToHistory", self.add_to_history)
            .with("HostInfo", self.host_info.to_value())
            .with("IsNested", self.is_nested)
            .build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let fields = Fields(value);
        let power_shell = fields.value("PowerShell")?;
        if !matches!(power_shell, Value::Object(_)) {
            return Err(Malformation::BadProperty("PowerShell").into());
        }
        Ok(Self {
            power_shell: PowerShell::from_value(&power_shell)?,
            no_input: fields.bool("NoInput")?,
            apartment_state: fields.i32("ApartmentState")?,
            remote_stream_options: fields.i32("RemoteStreamOptions")?,
            add_to_history: fields.bool("AddToHistory")?,
            host_info: HostInfo::from_value(&fields.value("HostInfo")?)?,
            is_nested: fields.bool("IsNested")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{crossed, read, sent};
    use super::super::{Message, MessageType};
    use super::*;

    fn back(pipeline: CreatePipeline) -> CreatePipeline {
        let Message::CreatePipeline(back) = crossed(&Message::CreatePipeline(Box::new(pipeline)))
        else {
            panic!()
        };
        *back
    }

    #[test]
    fn it_crosses() {
        let command =
            Command::named("Get-Item").parameter("Path", "/").parameter("Force", Value::Null);
        let mut pipeline = CreatePipeline::new(vec![Command::script("1"), command]);
        pipeline.power_shell.history = Some("h".into());
        pipeline.remote_stream_options = 15;
        pipeline.is_nested = true;
        let back = back(pipeline);
        let [statement] = back.power_shell.statements.as_slice() else { panic!() };
        let [script, command] = statement.commands.as_slice() else { panic!() };
        assert!(script.is_script && !command.is_script);
        assert_eq!(command.parameters.first().and_then(|p| p.name.as_deref()), Some("Path"));
        assert_eq!(back.power_shell.history.as_deref(), Some("h"));
        assert_eq!((back.remote_stream_options, back.is_nested, back.no_input), (15, true, true));
        assert_eq!(back.host_info, HostInfo::of_pool());
    }

    #[test]
    fn statements_cross() {
        let mut pipeline = CreatePipeline::new(vec![Command::script("1")]);
        pipeline.power_shell.statements.push(Statement::new(vec![Command::script("2")]));
        let texts: Vec<String> = back(pipeline)
            .power_shell
            .statements
            .iter()
            .flat_map(|statement| &statement.commands)
            .map(|command| command.text.to_string())
            .collect();
        assert_eq!(texts, ["1", "2"]);
    }

    #[test]
    fn each_part_is_needed() {
        let pipeline =
            CreatePipeline::new(vec![Command::script("1").parameter("x", Value::I32(1))]);
        let (_, whole) = sent(&Message::CreatePipeline(Box::new(pipeline)));
        let names = [
            "PowerShell",
            "NoInput",
            "ApartmentState",
            "AddToHistory",
            "HostInfo",
            "IsNested",
            "V",
        ];
        for name in names {
            let last = whole.rfind(&format!("N=\"{name}\"")).unwrap();
            let mut broken = whole.clone();
            broken.replace_range(last + 3..last + 3 + name.len(), "other");
            let error = read(MessageType::CreatePipeline, &broken).unwrap_err();
            assert_eq!(error, Malformation::MissingProperty(name).into(), "{name}");
        }
    }

    #[test]
    fn a_pipeline_needs_a_command() {
        let pipeline = CreatePipeline::new(Vec::new());
        let (_, text) = sent(&Message::CreatePipeline(Box::new(pipeline)));
        let error = read(MessageType::CreatePipeline, &text).unwrap_err();
        assert_eq!(error, Malformation::NoCommands.into());
    }
}
