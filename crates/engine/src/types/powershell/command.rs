//! `PSCommand` and `Command`: what is to run.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;
use remora_hosting::{CommandParameter, PipelineCommand, Statement};
use remora_psobject::{Exception, ListObject, LiveObject, PsString, TypeId, Value};

use super::{Facts, Method, invalid_operation, no_overload, text, this};
use crate::context::ExecutionContext;
use crate::errors::Flow;

/// A command with its parameters (`System.Management.Automation.Runspaces.Command`).
pub(super) struct Command {
    text: PsString,
    is_script: bool,
    use_local_scope: Option<bool>,
    parameters: Value,
    ends_statement: AtomicBool,
}

/// The parameters of a command.
#[derive(Default)]
struct Parameters(Mutex<Vec<(Option<PsString>, Value)>>);

/// The commands of a pipeline, or of several (`PSCommand`).
#[derive(Default)]
pub(super) struct PsCommand(Mutex<Vec<Arc<Command>>>);

const COMMAND: &str = "System.Management.Automation.Runspaces.Command";
const PS_COMMAND: &str = "System.Management.Automation.PSCommand";
const PARAMETERS: &str = "System.Management.Automation.Runspaces.CommandParameterCollection";

impl Command {
    fn new(text: PsString, is_script: bool, use_local_scope: Option<bool>) -> Self {
        Self {
            text,
            is_script,
            use_local_scope,
            parameters: Value::live(Parameters::default()),
            ends_statement: AtomicBool::new(false),
        }
    }

    fn add(&self, name: Option<PsString>, value: Value) {
        if let Some(parameters) = self.parameters.downcast::<Parameters>() {
            parameters.0.lock().push((name, value));
        }
    }

    /// As a runspace takes it.
    fn hosted(&self) -> remora_hosting::Command {
        let parameters = self.parameters.downcast::<Parameters>();
        let parameters = parameters.map(|parameters| parameters.0.lock().clone());
        remora_hosting::Command {
            text: self.text.clone(),
            is_script: self.is_script,
            use_local_scope: self.use_local_scope,
            parameters: parameters
                .unwrap_or_default()
                .into_iter()
                .map(|(name, value)| CommandParameter { name, value })
                .collect(),
            ..remora_hosting::Command::default()
        }
    }
}

impl LiveObject for Command {
    fn object_type(&self) -> TypeId {
        TypeId::register(COMMAND, Some(TypeId::OBJECT))
    }

    fn text(&self) -> PsString {
        self.text.clone()
    }

    fn property_names(&self) -> Vec<PsString> {
        ["Parameters", "CommandText", "IsScript", "UseLocalScope", "IsEndOfStatement"]
            .map(PsString::from)
            .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "parameters" => self.parameters.clone(),
            "commandtext" => Value::Str(self.text.clone()),
            "isscript" => Value::Bool(self.is_script),
            "uselocalscope" => Value::Bool(self.use_local_scope.unwrap_or(false)),
            "isendofstatement" => Value::Bool(self.ends_statement.load(Ordering::Relaxed)),
            _ => return None,
        }))
    }
}

impl LiveObject for Parameters {
    fn object_type(&self) -> TypeId {
        TypeId::register(PARAMETERS, Some(TypeId::OBJECT))
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let count = || Value::I32(i32::try_from(self.0.lock().len()).unwrap_or(i32::MAX));
        name.eq_ignore_ascii_case("Count").then(|| Ok(count()))
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        let items = self.0.lock().clone().into_iter().map(|(name, value)| {
            let name = name.map_or(Value::Null, Value::Str);
            Value::live(Facts {
                type_name: "System.Management.Automation.Runspaces.CommandParameter",
                properties: vec![("Name", name), ("Value", value)],
            })
        });
        Some(Box::new(items))
    }
}

impl PsCommand {
    /// A copy that later changes leave alone.
    fn duplicate(&self) -> Self {
        Self(Mutex::new(self.0.lock().clone()))
    }

    /// As a runspace takes it; `None` where there is nothing.
    pub(super) fn hosted(&self) -> Option<PipelineCommand> {
        let mut statements = vec![Statement { commands: Vec::new() }];
        for command in self.0.lock().iter() {
            if let Some(statement) = statements.last_mut() {
                statement.commands.push(command.hosted());
            }
            if command.ends_statement.load(Ordering::Relaxed) {
                statements.push(Statement { commands: Vec::new() });
            }
        }
        statements.retain(|statement| !statement.commands.is_empty());
        let has_any = !statements.is_empty();
        has_any.then(|| PipelineCommand {
            statements,
            no_input: true,
            ..PipelineCommand::default()
        })
    }

    fn last(&self, what: &str) -> Result<Arc<Command>, Flow> {
        self.0.lock().last().cloned().ok_or_else(|| {
            invalid_operation(&format!(
                "A command is required to add a parameter. A command must be added to the PowerShell instance before adding {what}."
            ))
        })
    }

    /// Does what a method of this name does with its arguments: `AddCommand` and the like are methods of
    /// `PSCommand` and of `PowerShell`.
    pub(super) fn change(
        &self,
        context: &mut ExecutionContext,
        name: &str,
        arguments: &[Value],
    ) -> Result<(), Flow> {
        let flag =
            |context: &mut ExecutionContext| arguments.get(1).map(|value| context.is_true(value));
        match name {
            "AddCommand" | "AddScript" => {
                let given = arguments.first().and_then(Value::downcast_arc::<Command>);
                let command = match given {
                    Some(command) => command,
                    None => {
                        let scope = flag(context);
                        let text = text(context, arguments, 0);
                        Arc::new(Command::new(text, name == "AddScript", scope))
                    }
                };
                self.0.lock().push(command);
            }
            "AddParameter" => {
                let command = self.last("a parameter")?;
                let name = text(context, arguments, 0);
                command.add(Some(name), arguments.get(1).cloned().unwrap_or_default());
            }
            "AddArgument" => {
                let command = self.last("a parameter")?;
                command.add(None, arguments.first().cloned().unwrap_or_default());
            }
            "AddParameters" => {
                let command = self.last("a parameter")?;
                match arguments.first().map(Value::base) {
                    Some(Value::Dictionary(table)) => {
                        for (key, value) in table.entries() {
                            command.add(Some(context.text(&key)), value);
                        }
                    }
                    Some(list) => {
                        let items = context.enumerate(list).unwrap_or_else(|| vec![list.clone()]);
                        items.into_iter().for_each(|item| command.add(None, item));
                    }
                    None => return Err(no_overload(name, 0)),
                }
            }
            "AddStatement" => {
                if let Some(last) = self.0.lock().last() {
                    last.ends_statement.store(true, Ordering::Relaxed);
                }
            }
            _ => return Err(no_overload(name, arguments.len())),
        }
        Ok(())
    }
}

impl LiveObject for PsCommand {
    fn object_type(&self) -> TypeId {
        TypeId::register(PS_COMMAND, Some(TypeId::OBJECT))
    }

    fn property_names(&self) -> Vec<PsString> {
        vec!["Commands".into()]
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let commands = || {
            let items =
                self.0.lock().iter().map(|known| Value::live_arc(Arc::clone(known))).collect();
            let type_id =
                TypeId::COLLECTION.generic_of(&[TypeId::register(COMMAND, Some(TypeId::OBJECT))]);
            Value::from(ListObject::new(type_id, items))
        };
        name.eq_ignore_ascii_case("Commands").then(|| Ok(commands()))
    }
}

macro_rules! changes {
    ($($name:literal),*) => {
        &[
            $(($name, |context, target, arguments| {
                this::<PsCommand>(target)?.change(context, $name, arguments)?;
                Ok(target.clone())
            }),)*
            ("new", |_, _, _| Ok(Value::live(PsCommand::default()))),
            ("Clone", |_, target, _| Ok(Value::live(this::<PsCommand>(target)?.duplicate()))),
            ("Clear", |_, target, _| {
                this::<PsCommand>(target)?.0.lock().clear();
                Ok(Value::AutomationNull)
            }),
        ]
    };
}

pub(super) const PS_COMMAND_METHODS: (&str, &[Method]) = (
    PS_COMMAND,
    changes!(
        "AddCommand",
        "AddScript",
        "AddParameter",
        "AddParameters",
        "AddArgument",
        "AddStatement"
    ),
);

pub(super) const COMMAND_METHODS: (&str, &[Method]) = (
    COMMAND,
    &[("new", |context, _, arguments| {
        let text = text(context, arguments, 0);
        let is_script = arguments.get(1).is_some_and(|value| context.is_true(value));
        let scope = arguments.get(2).map(|value| context.is_true(value));
        Ok(Value::live(Command::new(text, is_script, scope)))
    })],
);

pub(super) const PARAMETERS_METHODS: (&str, &[Method]) = (
    PARAMETERS,
    &[
        ("Add", |context, target, arguments| {
            let name = text(context, arguments, 0);
            let value = arguments.get(1).cloned().unwrap_or_default();
            this::<Parameters>(target)?.0.lock().push((Some(name), value));
            Ok(Value::AutomationNull)
        }),
        ("Clear", |_, target, _| {
            this::<Parameters>(target)?.0.lock().clear();
            Ok(Value::AutomationNull)
        }),
    ],
);
