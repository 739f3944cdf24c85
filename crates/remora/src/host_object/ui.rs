//! `$Host.UI`: lines and questions.

use std::sync::Arc;

use remora_engine::ExecutionContext;
use remora_engine::context::NativeMethod;
use remora_engine::errors::Flow;
use remora_hosting::{Host, HostUi};
use remora_psobject::host::{ChoiceDescription, FieldDescription};
use remora_psobject::{
    DictionaryObject, Exception, LiveObject, PsCredential, PsString, SecureString, TypeId, Value,
};

use super::raw::RawInterface;
use super::{
    enumeration_number, integer, is_console, no_overload, not_here, number_of, refused, text,
};
use crate::session;

pub(super) const TYPE_NAME: &str =
    "System.Management.Automation.Internal.Host.InternalHostUserInterface";
const COLOR: &str = "System.ConsoleColor";

/// `$Host.UI`
pub(super) struct UserInterface {
    host: Arc<dyn Host>,
    raw: Value,
}

impl UserInterface {
    pub(super) fn new(host: Arc<dyn Host>) -> Self {
        let has_screen = host.ui().is_some_and(|ui| ui.raw().is_some());
        let raw = if has_screen {
            Value::live(RawInterface::new(Arc::clone(&host)))
        } else {
            Value::Null
        };
        Self { host, raw }
    }

    /// What the terminal can do, whether or not the output goes to it.
    fn supports_virtual_terminal(&self) -> bool {
        use remora_dotnet::system::Environment;
        if is_console(&*self.host) {
            return session::system().variable("TERM").as_deref() != Some("dumb");
        }
        self.host.ui().is_some_and(HostUi::supports_virtual_terminal)
    }
}

impl LiveObject for UserInterface {
    fn object_type(&self) -> TypeId {
        let base = TypeId::register(
            "System.Management.Automation.Host.PSHostUserInterface",
            Some(TypeId::OBJECT),
        );
        TypeId::register(TYPE_NAME, Some(base))
    }

    fn property_names(&self) -> Vec<PsString> {
        ["RawUI", "SupportsVirtualTerminal"].map(PsString::from).to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "rawui" => self.raw.clone(),
            "supportsvirtualterminal" => self.supports_virtual_terminal().into(),
            _ => return None,
        }))
    }
}

pub(super) const METHODS: &[(&str, NativeMethod)] = &[
    ("Write", |context, this, arguments| {
        let (foreground, background, text) = painted(context, "Write", arguments)?;
        with(this, |ui| ui.write(&text, foreground, background))
    }),
    ("WriteLine", |context, this, arguments| {
        if arguments.is_empty() {
            return with(this, |ui| ui.write_line("", None, None));
        }
        let (foreground, background, text) = painted(context, "WriteLine", arguments)?;
        with(this, |ui| ui.write_line(&text, foreground, background))
    }),
    ("WriteErrorLine", |context, this, arguments| {
        let line = text(context, arguments, 0);
        with(this, |ui| ui.write_error_line(&line))
    }),
    ("WriteDebugLine", |context, this, arguments| {
        let line = text(context, arguments, 0);
        with(this, |ui| ui.write_debug_line(&line))
    }),
    ("WriteVerboseLine", |context, this, arguments| {
        let line = text(context, arguments, 0);
        with(this, |ui| ui.write_verbose_line(&line))
    }),
    ("WriteWarningLine", |context, this, arguments| {
        let line = text(context, arguments, 0);
        with(this, |ui| ui.write_warning_line(&line))
    }),
    ("ReadLine", |context, this, _| {
        let object = ui_of(this)?;
        let line = ui(&object)?.read_line();
        line.map(Value::from).map_err(|error| context.host_failure(error))
    }),
    ("ReadLineAsSecureString", |context, this, _| {
        let object = ui_of(this)?;
        let secret: Result<SecureString, _> = ui(&object)?.read_line_as_secure_string();
        secret.map(Value::live).map_err(|error| context.host_failure(error))
    }),
    ("Prompt", prompt),
    ("PromptForChoice", prompt_for_choice),
    ("PromptForCredential", prompt_for_credential),
];

fn ui_of(this: &Value) -> Result<Arc<UserInterface>, Flow> {
    this.downcast_arc().ok_or_else(not_here)
}

fn ui(object: &UserInterface) -> Result<&dyn HostUi, Flow> {
    object.host.ui().ok_or_else(not_here)
}

/// Does what gives nothing.
fn with(this: &Value, act: impl FnOnce(&dyn HostUi)) -> Result<Value, Flow> {
    act(ui(&*ui_of(this)?)?);
    Ok(Value::AutomationNull)
}

type Painted = (Option<i32>, Option<i32>, PsString);

/// A text alone, or two colours and a text.
fn painted(
    context: &mut ExecutionContext,
    name: &str,
    arguments: &[Value],
) -> Result<Painted, Flow> {
    match arguments.len() {
        1 => Ok((None, None, text(context, arguments, 0))),
        3 => {
            let foreground = enumeration_number(context, arguments, 0, COLOR)?;
            let background = enumeration_number(context, arguments, 1, COLOR)?;
            Ok((Some(foreground), Some(background), text(context, arguments, 2)))
        }
        count => Err(no_overload(name, count)),
    }
}

/// The items of an argument that is a collection, or the argument alone.
fn items(context: &mut ExecutionContext, arguments: &[Value], index: usize) -> Vec<Value> {
    let Some(value) = arguments.get(index).filter(|value| !value.is_null()) else {
        return Vec::new();
    };
    context.enumerate(value).unwrap_or_else(|| vec![value.clone()])
}

fn prompt(
    context: &mut ExecutionContext,
    this: &Value,
    arguments: &[Value],
) -> Result<Value, Flow> {
    let object = ui_of(this)?;
    if arguments.len() != 3 {
        return Err(no_overload("Prompt", arguments.len()));
    }
    let (caption, message) = (text(context, arguments, 0), text(context, arguments, 1));
    let fields: Vec<FieldDescription> = items(context, arguments, 2)
        .iter()
        .map(|item| match item.downcast::<FieldDescription>() {
            Some(field) => field.clone(),
            None => FieldDescription { name: context.text(item), ..FieldDescription::default() },
        })
        .collect();
    if fields.is_empty() {
        let message = "The \"descriptions\" argument cannot be an empty collection. (Parameter 'descriptions')";
        return Err(refused(TypeId::ARGUMENT_EXCEPTION, message.to_owned()));
    }
    let answers = ui(&object)?
        .prompt(&caption, &message, &fields)
        .map_err(|error| context.host_failure(error))?;
    let table = DictionaryObject::hashtable();
    for (name, answer) in answers {
        table.insert(Value::Str(name), answer);
    }
    Ok(Value::Dictionary(Arc::new(table)))
}

fn prompt_for_choice(
    context: &mut ExecutionContext,
    this: &Value,
    arguments: &[Value],
) -> Result<Value, Flow> {
    let object = ui_of(this)?;
    if arguments.len() != 4 {
        return Err(no_overload("PromptForChoice", arguments.len()));
    }
    let (caption, message) = (text(context, arguments, 0), text(context, arguments, 1));
    let choices: Vec<ChoiceDescription> = items(context, arguments, 2)
        .iter()
        .map(|item| match item.downcast::<ChoiceDescription>() {
            Some(choice) => choice.clone(),
            None => {
                ChoiceDescription { label: context.text(item), help_message: PsString::empty() }
            }
        })
        .collect();
    let default = arguments.get(3).cloned().unwrap_or_default();
    if let Some(defaults) = context.enumerate(&default) {
        let defaults: Vec<i32> = defaults.iter().filter_map(number_of).collect();
        let chosen = ui(&object)?
            .prompt_for_choices(&caption, &message, &choices, &defaults)
            .map_err(|error| context.host_failure(error))?;
        let chosen = chosen.into_iter().map(Value::I32).collect();
        return Ok(Value::array_of(TypeId::INT32, chosen));
    }
    let default = integer(context, arguments, 3)?;
    let is_known =
        default == -1 || usize::try_from(default).is_ok_and(|index| index < choices.len());
    if !is_known {
        let message = format!(
            "The value of the \"defaultChoice\" argument is out of range: -1 for no choice, or the number of one of {} choices. (Parameter 'defaultChoice')\nActual value was {default}.",
            choices.len()
        );
        return Err(refused(TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION, message));
    }
    let chosen = ui(&object)?.prompt_for_choice(&caption, &message, &choices, default);
    chosen.map(Value::I32).map_err(|error| context.host_failure(error))
}

fn prompt_for_credential(
    context: &mut ExecutionContext,
    this: &Value,
    arguments: &[Value],
) -> Result<Value, Flow> {
    let object = ui_of(this)?;
    if !matches!(arguments.len(), 4 | 6) {
        return Err(no_overload("PromptForCredential", arguments.len()));
    }
    let words: Vec<PsString> = (0..4).map(|index| text(context, arguments, index)).collect();
    let [caption, message, user, target] = words.as_slice() else {
        return Err(no_overload("PromptForCredential", arguments.len()));
    };
    let given: Option<PsCredential> = ui(&object)?
        .prompt_for_credential(caption, message, user, target)
        .map_err(|error| context.host_failure(error))?;
    Ok(given.map_or(Value::Null, Value::live))
}
