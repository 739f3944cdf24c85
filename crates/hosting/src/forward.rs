//! A call of the traits → a method number and values: the host that a runspace sees when the person
//! sits at the other end of a connection.

use std::sync::Arc;

use parking_lot::Mutex;
use remora_psobject::host::{
    BufferCell, ChoiceDescription, Coordinates, FieldDescription, KeyInfo, PromptAnswers,
    Rectangle, Size,
};
use remora_psobject::{
    DictionaryObject, ErrorCategory, ErrorRecord, Exception, Guid, ListObject, LiveObject,
    ProgressRecord, PsCredential, PsString, SecureString, TypeId, Value, Version,
};

use crate::call::{cells_to_value, text_of};
use crate::host::{Host, HostDefaults, HostError, HostResult, HostUi, RawUi};
use crate::method::HostMethod;

/// Carries a host call to where the person sits.
pub trait HostCallChannel: Send + Sync {
    /// Sends a call that has no answer.
    fn send(&self, method: HostMethod, parameters: Vec<Value>);

    /// Sends a call and waits for its answer; null where the answer is empty.
    ///
    /// # Errors
    /// What the far host threw, or [`HostError::Interrupted`] where the pipeline was stopped or the
    /// connection went.
    fn call(&self, method: HostMethod, parameters: Vec<Value>) -> HostResult<Value>;
}

/// A host that sends everything through a [`HostCallChannel`].
///
/// Sizes, colours, positions and the title are answered from what the far host said of itself when the
/// session was opened; setting them sends a call and changes the copy (MS-PSRP section 2.2.3.14).
pub struct ForwardingHost {
    instance_id: Guid,
    version: Version,
    culture: PsString,
    ui_culture: PsString,
    channel: Arc<dyn HostCallChannel>,
    ui: Option<ForwardingUi>,
}

struct ForwardingUi {
    channel: Arc<dyn HostCallChannel>,
    raw: Option<ForwardingRawUi>,
}

struct ForwardingRawUi {
    channel: Arc<dyn HostCallChannel>,
    defaults: Mutex<HostDefaults>,
}

impl ForwardingHost {
    /// A host of this identity. `ui` is false where the far host has no user interface; `defaults` is
    /// `None` where it has no screen.
    pub fn new(
        instance_id: Guid,
        version: Version,
        cultures: (PsString, PsString),
        channel: Arc<dyn HostCallChannel>,
        ui: bool,
        defaults: Option<HostDefaults>,
    ) -> Self {
        let ui = ui.then(|| ForwardingUi {
            channel: Arc::clone(&channel),
            raw: defaults.map(|defaults| ForwardingRawUi {
                channel: Arc::clone(&channel),
                defaults: Mutex::new(defaults),
            }),
        });
        let (culture, ui_culture) = cultures;
        Self { instance_id, version, culture, ui_culture, channel, ui }
    }
}

impl Host for ForwardingHost {
    fn name(&self) -> PsString {
        "ServerRemoteHost".into()
    }

    fn version(&self) -> Version {
        self.version
    }

    fn instance_id(&self) -> Guid {
        self.instance_id
    }

    fn current_culture(&self) -> PsString {
        self.culture.clone()
    }

    fn current_ui_culture(&self) -> PsString {
        self.ui_culture.clone()
    }

    fn ui(&self) -> Option<&dyn HostUi> {
        self.ui.as_ref().map(|ui| ui as &dyn HostUi)
    }

    fn set_should_exit(&self, code: i32) -> HostResult<()> {
        self.channel.send(HostMethod::SetShouldExit, vec![Value::I32(code)]);
        Ok(())
    }

    fn notify_begin_application(&self) {
        self.channel.send(HostMethod::NotifyBeginApplication, Vec::new());
    }

    fn notify_end_application(&self) {
        self.channel.send(HostMethod::NotifyEndApplication, Vec::new());
    }

    fn pop_runspace(&self) -> HostResult<()> {
        self.channel.send(HostMethod::PopRunspace, Vec::new());
        Ok(())
    }

    fn is_runspace_pushed(&self) -> bool {
        let answer = self.channel.call(HostMethod::GetIsRunspacePushed, Vec::new());
        answer.ok().and_then(|value| value.as_bool()).unwrap_or(false)
    }
}

impl ForwardingUi {
    fn say(&self, method: HostMethod, text: &str) {
        self.channel.send(method, vec![text.into()]);
    }
}

impl HostUi for ForwardingUi {
    fn raw(&self) -> Option<&dyn RawUi> {
        self.raw.as_ref().map(|raw| raw as &dyn RawUi)
    }

    fn read_line(&self) -> HostResult<PsString> {
        let answer = self.channel.call(HostMethod::ReadLine, Vec::new())?;
        text_of(&answer).ok_or_else(|| unusable(HostMethod::ReadLine, &answer))
    }

    fn read_line_as_secure_string(&self) -> HostResult<SecureString> {
        let method = HostMethod::ReadLineAsSecureString;
        let answer = self.channel.call(method, Vec::new())?;
        let secret = answer.downcast::<SecureString>().ok_or_else(|| unusable(method, &answer))?;
        Ok(secret.reveal(|units| SecureString::from_units(units.to_vec())))
    }

    fn write(&self, text: &str, foreground: Option<i32>, background: Option<i32>) {
        match (foreground, background) {
            (Some(foreground), Some(background)) => {
                let parameters = vec![color(foreground), color(background), text.into()];
                self.channel.send(HostMethod::Write2, parameters);
            }
            _ => self.say(HostMethod::Write1, text),
        }
    }

    fn write_line(&self, text: &str, foreground: Option<i32>, background: Option<i32>) {
        match (foreground, background) {
            (Some(foreground), Some(background)) => {
                let parameters = vec![color(foreground), color(background), text.into()];
                self.channel.send(HostMethod::WriteLine3, parameters);
            }
            _ => self.say(HostMethod::WriteLine2, text),
        }
    }

    fn write_error_line(&self, text: &str) {
        self.say(HostMethod::WriteErrorLine, text);
    }

    fn write_debug_line(&self, text: &str) {
        self.say(HostMethod::WriteDebugLine, text);
    }

    fn write_verbose_line(&self, text: &str) {
        self.say(HostMethod::WriteVerboseLine, text);
    }

    fn write_warning_line(&self, text: &str) {
        self.say(HostMethod::WriteWarningLine, text);
    }

    fn write_progress(&self, source: i64, record: &ProgressRecord) {
        let parameters = vec![Value::I64(source), Value::live(record.clone())];
        self.channel.send(HostMethod::WriteProgress, parameters);
    }

    fn prompt(
        &self,
        caption: &str,
        message: &str,
        fields: &[FieldDescription],
    ) -> HostResult<PromptAnswers> {
        let parameters = vec![caption.into(), message.into(), list(fields)];
        let answer = self.channel.call(HostMethod::Prompt, parameters)?;
        let table = match answer.base() {
            Value::Dictionary(table) => table,
            _ => return Err(unusable(HostMethod::Prompt, &answer)),
        };
        Ok(table
            .entries()
            .into_iter()
            .filter_map(|(name, value)| Some((name.as_string()?.clone(), value)))
            .collect())
    }

    fn prompt_for_credential(
        &self,
        caption: &str,
        message: &str,
        user_name: &str,
        target_name: &str,
    ) -> HostResult<Option<PsCredential>> {
        let method = HostMethod::PromptForCredential2;
        let flag = |type_name: &str, number: i64| {
            TypeId::find(type_name).map_or(Value::Null, |id| Value::Enum(id, number))
        };
        let parameters = vec![
            caption.into(),
            message.into(),
            user_name.into(),
            target_name.into(),
            flag("System.Management.Automation.PSCredentialTypes", 3),
            flag("System.Management.Automation.PSCredentialUIOptions", 1),
        ];
        let answer = self.channel.call(method, parameters)?;
        if answer.is_null() {
            return Ok(None);
        }
        let credential =
            answer.downcast::<PsCredential>().ok_or_else(|| unusable(method, &answer))?;
        Ok(Some(PsCredential {
            user_name: credential.user_name.clone(),
            password: credential.password.clone(),
        }))
    }

    fn prompt_for_choice(
        &self,
        caption: &str,
        message: &str,
        choices: &[ChoiceDescription],
        default: i32,
    ) -> HostResult<i32> {
        let method = HostMethod::PromptForChoice;
        let parameters = vec![caption.into(), message.into(), list(choices), Value::I32(default)];
        let answer = self.channel.call(method, parameters)?;
        answer.as_i32().ok_or_else(|| unusable(method, &answer))
    }

    fn prompt_for_choices(
        &self,
        caption: &str,
        message: &str,
        choices: &[ChoiceDescription],
        defaults: &[i32],
    ) -> HostResult<Vec<i32>> {
        let method = HostMethod::PromptForChoiceMultipleSelection;
        let defaults = defaults.iter().copied().map(Value::I32).collect();
        let defaults = ListObject::new(TypeId::COLLECTION.generic_of(&[TypeId::INT32]), defaults);
        let parameters = vec![caption.into(), message.into(), list(choices), defaults.into()];
        let answer = self.channel.call(method, parameters)?;
        let items = match answer.base() {
            Value::Array(array) => array.to_vec(),
            Value::List(list) => list.to_vec(),
            _ => return Err(unusable(method, &answer)),
        };
        Ok(items.iter().filter_map(Value::as_i32).collect())
    }

    fn supports_virtual_terminal(&self) -> bool {
        true
    }
}

impl ForwardingRawUi {
    /// Sends a setter's call and changes the copy that getters answer from.
    fn set(
        &self,
        method: HostMethod,
        parameter: Value,
        change: impl FnOnce(&mut HostDefaults),
    ) -> HostResult<()> {
        self.channel.send(method, vec![parameter]);
        change(&mut self.defaults.lock());
        Ok(())
    }
}

impl RawUi for ForwardingRawUi {
    fn defaults(&self) -> HostDefaults {
        self.defaults.lock().clone()
    }

    fn set_foreground_color(&self, number: i32) -> HostResult<()> {
        self.set(HostMethod::SetForegroundColor, color(number), |d| d.foreground_color = number)
    }

    fn set_background_color(&self, number: i32) -> HostResult<()> {
        self.set(HostMethod::SetBackgroundColor, color(number), |d| d.background_color = number)
    }

    fn set_cursor_position(&self, position: Coordinates) -> HostResult<()> {
        let method = HostMethod::SetCursorPosition;
        self.set(method, Value::live(position), |d| d.cursor_position = position)
    }

    fn set_window_position(&self, position: Coordinates) -> HostResult<()> {
        let method = HostMethod::SetWindowPosition;
        self.set(method, Value::live(position), |d| d.window_position = position)
    }

    fn set_cursor_size(&self, size: i32) -> HostResult<()> {
        self.set(HostMethod::SetCursorSize, Value::I32(size), |d| d.cursor_size = size)
    }

    fn set_buffer_size(&self, size: Size) -> HostResult<()> {
        self.set(HostMethod::SetBufferSize, Value::live(size), |d| d.buffer_size = size)
    }

    fn set_window_size(&self, size: Size) -> HostResult<()> {
        self.set(HostMethod::SetWindowSize, Value::live(size), |d| d.window_size = size)
    }

    fn set_window_title(&self, title: &str) -> HostResult<()> {
        self.set(HostMethod::SetWindowTitle, title.into(), |d| d.window_title = title.into())
    }

    fn key_available(&self) -> HostResult<bool> {
        let answer = self.channel.call(HostMethod::GetKeyAvailable, Vec::new())?;
        answer.as_bool().ok_or_else(|| unusable(HostMethod::GetKeyAvailable, &answer))
    }

    fn read_key(&self, options: i32) -> HostResult<KeyInfo> {
        let method = HostMethod::ReadKey;
        let id = TypeId::find("System.Management.Automation.Host.ReadKeyOptions");
        let options = id.map_or(Value::I32(options), |id| Value::Enum(id, i64::from(options)));
        let answer = self.channel.call(method, vec![options])?;
        answer.downcast::<KeyInfo>().copied().ok_or_else(|| unusable(method, &answer))
    }

    fn flush_input_buffer(&self) -> HostResult<()> {
        self.channel.send(HostMethod::FlushInputBuffer, Vec::new());
        Ok(())
    }

    fn fill(&self, rectangle: Rectangle, cell: BufferCell) -> HostResult<()> {
        let parameters = vec![Value::live(rectangle), Value::live(cell)];
        self.channel.send(HostMethod::SetBufferContents1, parameters);
        Ok(())
    }

    fn set_buffer_contents(&self, origin: Coordinates, rows: &[Vec<BufferCell>]) -> HostResult<()> {
        let parameters = vec![Value::live(origin), cells_to_value(rows)];
        self.channel.send(HostMethod::SetBufferContents2, parameters);
        Ok(())
    }

    /// Refused here: what stands on the user's screen is none of the far computer's business.
    fn buffer_contents(&self, _rectangle: Rectangle) -> HostResult<Vec<Vec<BufferCell>>> {
        let message = "Remote commands may not read what stands on the screen of the client.";
        Err(HostError::Failed(Arc::new(ErrorRecord::new(
            Exception::new(TypeId::PS_REMOTING_DATA_STRUCTURE_EXCEPTION, message),
            "RemoteHostGetBufferContents",
            ErrorCategory::PermissionDenied,
            Value::Null,
        ))))
    }

    fn scroll_buffer_contents(
        &self,
        source: Rectangle,
        destination: Coordinates,
        clip: Rectangle,
        fill: BufferCell,
    ) -> HostResult<()> {
        let parameters = vec![
            Value::live(source),
            Value::live(destination),
            Value::live(clip),
            Value::live(fill),
        ];
        self.channel.send(HostMethod::ScrollBufferContents, parameters);
        Ok(())
    }
}

fn color(number: i32) -> Value {
    let id = TypeId::find("System.ConsoleColor");
    id.map_or(Value::I32(number), |id| Value::Enum(id, i64::from(number)))
}

fn list<T: LiveObject + Clone>(items: &[T]) -> Value {
    Value::from(ListObject::array_list(items.iter().cloned().map(Value::live).collect()))
}

/// The far host answered with something else than the method promises.
fn unusable(method: HostMethod, answer: &Value) -> HostError {
    let message = format!(
        "The answer to the host call {} is of the type \"{}\", which is not what the call gives.",
        method.name(),
        answer.type_name()
    );
    HostError::Failed(Arc::new(ErrorRecord::new(
        Exception::new(TypeId::INVALID_CAST_EXCEPTION, message),
        "InvalidCastException",
        ErrorCategory::InvalidData,
        Value::Null,
    )))
}

/// Answers of a prompt as the table that a host response carries.
pub fn answers_to_value(answers: PromptAnswers) -> Value {
    let table: DictionaryObject =
        answers.into_iter().map(|(name, value)| (Value::Str(name), value)).collect();
    table.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::call;

    /// Sends calls straight to another host.
    struct Loop(Box<dyn Host>);

    impl HostCallChannel for Loop {
        fn send(&self, method: HostMethod, parameters: Vec<Value>) {
            call(&*self.0, method, &parameters).unwrap();
        }

        fn call(&self, method: HostMethod, parameters: Vec<Value>) -> HostResult<Value> {
            call(&*self.0, method, &parameters).map(Option::unwrap_or_default)
        }
    }

    /// Remembers what reaches the end of the chain.
    #[derive(Default)]
    struct Recorder(Arc<Mutex<Vec<(HostMethod, usize)>>>);

    impl HostCallChannel for Recorder {
        fn send(&self, method: HostMethod, parameters: Vec<Value>) {
            self.0.lock().push((method, parameters.len()));
        }

        fn call(&self, method: HostMethod, parameters: Vec<Value>) -> HostResult<Value> {
            self.send(method, parameters);
            Ok(match method {
                HostMethod::ReadLine => "typed".into(),
                HostMethod::PromptForChoice => Value::I32(1),
                HostMethod::ReadKey => Value::live(KeyInfo { character: 65, ..KeyInfo::default() }),
                _ => Value::Null,
            })
        }
    }

    fn host(channel: Arc<dyn HostCallChannel>) -> ForwardingHost {
        let cultures = ("en-US".into(), "en-US".into());
        let defaults = Some(HostDefaults::default());
        ForwardingHost::new(Guid::EMPTY, Version::new(1, 0), cultures, channel, true, defaults)
    }

    #[test]
    fn calls_survive_two_hops() {
        let calls = Arc::new(Mutex::new(Vec::new()));
        let far = host(Arc::new(Recorder(Arc::clone(&calls))));
        let near = host(Arc::new(Loop(Box::new(far))));
        let ui = near.ui().unwrap();
        assert_eq!(ui.read_line().unwrap(), "typed");
        ui.write_line("red", Some(12), Some(0));
        let choices = [ChoiceDescription::default(), ChoiceDescription::default()];
        assert_eq!(ui.prompt_for_choice("c", "m", &choices, 0).unwrap(), 1);
        let raw = ui.raw().unwrap();
        raw.set_window_title("title").unwrap();
        assert_eq!(raw.defaults().window_title, "title");
        assert_eq!(raw.read_key(4).unwrap().character, 65);
        assert!(matches!(raw.buffer_contents(Rectangle::default()), Err(HostError::Failed(_))));
        assert_eq!(
            *calls.lock(),
            [
                (HostMethod::ReadLine, 0),
                (HostMethod::WriteLine3, 3),
                (HostMethod::PromptForChoice, 4),
                (HostMethod::SetWindowTitle, 1),
                (HostMethod::ReadKey, 1),
            ]
        );
    }

    #[test]
    fn wrong_parameters_are_errors() {
        let end = host(Arc::new(Recorder::default()));
        for parameters in [vec![], vec![Value::I32(1)]] {
            let result = call(&end, HostMethod::WriteErrorLine, &parameters);
            assert!(matches!(result, Err(HostError::Failed(_))));
        }
    }
}
