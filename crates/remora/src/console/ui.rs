//! Lines, questions and records on the console.

use std::sync::Arc;

use parking_lot::Mutex;
use remora_hosting::{HostError, HostMethod, HostUi, RawUi};
use remora_psobject::host::{ChoiceDescription, FieldDescription, PromptAnswers};
use remora_psobject::{
    ErrorCategory, ErrorRecord, Exception, ProgressRecord, PsCredential, PsString, SecureString,
    TypeId, Value,
};

use super::choice;
use super::input::{Input, Line};
use super::interrupts::Interrupts;
use super::output::{Output, color_sequence};
use super::progress::Progress;
use super::raw::ConsoleRawUi;
use crate::xml_output::XmlOutput;

const RESET: &str = "\x1b[0m";
const CAPTION: &str = "\x1b[97m";
const DEFAULT_CHOICE: &str = "\x1b[93m";
const WARNING: &str = "\x1b[33;1m";
const ERROR: &str = "\x1b[31;1m";

/// The user interface of the console.
pub(crate) struct ConsoleUi {
    pub(crate) output: Arc<Output>,
    pub(crate) input: Input,
    raw: ConsoleRawUi,
    progress: Mutex<Progress>,
    /// Ctrl-C at a question stops what asks, wherever that runs.
    interrupts: Arc<Interrupts>,
    manner: Manner,
}

/// How the console behaves, from the command line.
#[derive(Clone, Default)]
pub(crate) struct Manner {
    /// Nobody may be asked (`-NonInteractive`).
    pub(crate) non_interactive: bool,
    /// Answers that come through a pipe are not shown.
    pub(crate) no_echo: bool,
    /// Texts for standard output go there as objects.
    pub(crate) xml_output: Option<Arc<XmlOutput>>,
    /// The other streams go to standard error as objects.
    pub(crate) xml_errors: Option<Arc<XmlOutput>>,
}

impl ConsoleUi {
    pub(crate) fn new(output: Arc<Output>, interrupts: Arc<Interrupts>, manner: Manner) -> Self {
        Self {
            raw: ConsoleRawUi::new(Arc::clone(&output)),
            output,
            input: Input::new(),
            progress: Mutex::default(),
            interrupts,
            manner,
        }
    }

    /// Writes while progress is shown: it is taken away and drawn again below.
    fn out(&self, text: &str) {
        if let Some(xml) = &self.manner.xml_output {
            let (line, end) =
                text.strip_suffix('\n').map_or((text, None), |line| (line, Some("\n")));
            for part in [Some(line), end].into_iter().flatten().filter(|part| !part.is_empty()) {
                xml.write(part.into());
            }
            return;
        }
        let mut progress = self.progress.lock();
        let erase = progress.erase();
        if erase.is_empty() {
            self.output.write(text);
        } else {
            let draw = progress.draw(self.raw.width());
            self.output.write(&format!("{erase}{text}{draw}"));
        }
    }

    fn painted(&self, paint: &str, text: &str) -> String {
        if self.output.colors_out() { format!("{paint}{text}{RESET}") } else { text.to_owned() }
    }

    /// Where objects go, where they do not go to the streams as text.
    pub(crate) fn xml_output(&self) -> Option<&Arc<XmlOutput>> {
        self.manner.xml_output.as_ref()
    }

    /// Takes the progress of a command that has ended away.
    pub(crate) fn end_progress(&self) {
        let mut progress = self.progress.lock();
        let erase = progress.erase();
        progress.clear();
        if !erase.is_empty() {
            self.output.write(&erase);
        }
    }

    /// Asks for a line after a text that stands before it.
    fn ask(&self, prompt: &str) -> Result<String, HostError> {
        self.must_be_interactive("Read and Prompt functionality")?;
        self.output.flush();
        if !self.input.is_terminal {
            self.out(prompt);
        }
        match self.input.read_answer(prompt) {
            Ok(Line::Text(text)) => {
                if !self.input.is_terminal && !self.manner.no_echo {
                    // What comes through a pipe is not seen: it is shown as if it was typed.
                    self.out(&format!("{text}\n"));
                }
                Ok(text)
            }
            Ok(Line::End) if !self.input.is_terminal => Ok(String::new()),
            Ok(Line::Cancelled | Line::End) | Err(_) => Err(self.interrupted()),
        }
    }

    fn interrupted(&self) -> HostError {
        let interrupts = Arc::clone(&self.interrupts);
        // What stops may wait for this answer.
        std::thread::spawn(move || interrupts.interrupt());
        HostError::Interrupted
    }

    fn must_be_interactive(&self, what: &str) -> Result<(), HostError> {
        if !self.manner.non_interactive {
            return Ok(());
        }
        let message = format!("PowerShell is in NonInteractive mode. {what} is not available.");
        Err(HostError::Failed(Arc::new(ErrorRecord::new(
            Exception::new(TypeId::PS_INVALID_OPERATION_EXCEPTION, message),
            "InvalidOperation",
            ErrorCategory::InvalidOperation,
            Value::Null,
        ))))
    }

    fn caption(&self, caption: &str, message: &str) {
        if !caption.is_empty() {
            self.out(&format!("\n{}\n", self.painted(CAPTION, caption)));
        }
        if !message.is_empty() {
            self.out(&format!("{message}\n"));
        }
    }

    fn question(&self, choices: &[ChoiceDescription], defaults: &[i32]) -> String {
        let lines = choice::question(choices, defaults, self.raw.width());
        let lines: Vec<String> = lines
            .iter()
            .map(|line| {
                line.iter()
                    .map(|piece| {
                        let paint = if piece.is_default { DEFAULT_CHOICE } else { CAPTION };
                        self.painted(paint, &piece.text)
                    })
                    .collect()
            })
            .collect();
        let mut lines = lines;
        let last = lines.pop().unwrap_or_default();
        for line in lines {
            self.out(&format!("{line}\n"));
        }
        format!("{last} ")
    }

    /// Asks until the answer is a choice or empty.
    fn choose(
        &self,
        choices: &[ChoiceDescription],
        defaults: &[i32],
        prompt: Option<&str>,
    ) -> Result<Option<usize>, HostError> {
        loop {
            let question = match prompt {
                Some(prompt) => prompt.to_owned(),
                None => self.question(choices, defaults),
            };
            let answer = self.ask(&question)?;
            match answer.trim() {
                "" if prompt.is_some() || !defaults.is_empty() => return Ok(None),
                "?" => {
                    for line in choice::help(choices) {
                        self.out(&format!("{line}\n"));
                    }
                }
                answer => {
                    if let Some(found) = choice::find(choices, answer) {
                        return Ok(Some(found));
                    }
                }
            }
        }
    }

    fn field(&self, field: &FieldDescription) -> Result<Value, HostError> {
        let label = if field.label.is_empty() { &field.name } else { &field.label };
        let type_name = field.parameter_type_full_name.as_str();
        if type_name == "System.Security.SecureString" {
            self.out(&format!("{label}: "));
            return self.input.read_secret().map(Value::live);
        }
        if type_name == "System.Management.Automation.PSCredential" {
            let credential = self.prompt_for_credential("", "", "", "")?;
            return Ok(credential.map_or(Value::Null, Value::live));
        }
        if let Some(element) = type_name.strip_suffix("[]") {
            let mut items = Vec::new();
            loop {
                let text = self.ask(&format!("{label}[{}]: ", items.len()))?;
                if text.is_empty() {
                    let element = TypeId::find(element).unwrap_or(TypeId::OBJECT);
                    return Ok(Value::array_of(element, items));
                }
                items.push(Value::from(text));
            }
        }
        loop {
            let text = self.ask(&format!("{label}: "))?;
            if text == "!?" {
                let help = if field.help_message.is_empty() {
                    "No help is available for this parameter."
                } else {
                    &field.help_message
                };
                self.out(&format!("{help}\n"));
                continue;
            }
            return Ok(text.into());
        }
    }
}

impl HostUi for ConsoleUi {
    fn raw(&self) -> Option<&dyn RawUi> {
        Some(&self.raw)
    }

    fn read_line(&self) -> Result<PsString, HostError> {
        // The editor draws its line from the first column: what stands before the answer becomes its prompt.
        let prompt = self.output.take_line();
        if self.input.is_terminal && !prompt.is_empty() {
            let rows = prompt.chars().count().saturating_sub(1) / self.raw.width().max(1);
            let up = if rows == 0 { String::new() } else { format!("\x1b[{rows}A") };
            self.output.write(&format!("\r{up}\x1b[J"));
            self.output.take_line();
        }
        let prompt = if self.input.is_terminal { prompt } else { String::new() };
        self.ask(&prompt).map(PsString::from)
    }

    fn lends_screen(&self) -> bool {
        self.output.flush();
        true
    }

    fn read_line_as_secure_string(&self) -> Result<SecureString, HostError> {
        self.must_be_interactive("Read and Prompt functionality")?;
        self.output.flush();
        self.input.read_secret().map_err(|_| self.interrupted())
    }

    fn write(&self, text: &str, foreground: Option<i32>, background: Option<i32>) {
        let paint = color_sequence(foreground, background);
        if paint.is_empty() || !self.output.colors_out() {
            self.out(text);
        } else {
            self.out(&format!("{paint}{text}{RESET}"));
        }
    }

    fn write_line(&self, text: &str, foreground: Option<i32>, background: Option<i32>) {
        let paint = color_sequence(foreground, background);
        if paint.is_empty() || !self.output.colors_out() {
            self.out(&format!("{text}\n"));
        } else {
            self.out(&format!("{paint}{text}{RESET}\n"));
        }
    }

    fn write_error_line(&self, text: &str) {
        if let Some(xml) = &self.manner.xml_errors {
            xml.write_error_text(text);
            return;
        }
        let mut progress = self.progress.lock();
        let erase = progress.erase();
        if !erase.is_empty() {
            self.output.write(&erase);
        }
        // A text that brings its own colours keeps them.
        if self.output.colors_error() && !text.contains('\x1b') {
            self.output.write_error(&format!("{ERROR}{text}{RESET}\n"));
        } else {
            self.output.write_error(&format!("{text}\n"));
        }
    }

    fn write_debug_line(&self, text: &str) {
        if let Some(xml) = &self.manner.xml_errors {
            xml.write_record("debug", text.into());
            return;
        }
        self.out(&format!("{}\n", self.painted(WARNING, &format!("DEBUG: {text}"))));
    }

    fn write_verbose_line(&self, text: &str) {
        if let Some(xml) = &self.manner.xml_errors {
            xml.write_record("verbose", text.into());
            return;
        }
        self.out(&format!("{}\n", self.painted(WARNING, &format!("VERBOSE: {text}"))));
    }

    fn write_warning_line(&self, text: &str) {
        if let Some(xml) = &self.manner.xml_errors {
            xml.write_record("warning", text.into());
            return;
        }
        self.out(&format!("{}\n", self.painted(WARNING, &format!("WARNING: {text}"))));
    }

    fn write_progress(&self, source: i64, record: &ProgressRecord) {
        if let Some(xml) = &self.manner.xml_errors {
            let properties =
                [("SourceId", Value::I64(source)), ("Record", Value::live(record.clone()))];
            xml.write_record("progress", Value::custom_object(properties));
            return;
        }
        if !self.output.stdout_is_terminal {
            return;
        }
        let mut progress = self.progress.lock();
        let erase = progress.erase();
        progress.update(source, record);
        let draw = progress.draw(self.raw.width());
        self.output.write(&format!("{erase}{draw}"));
    }

    fn prompt(
        &self,
        caption: &str,
        message: &str,
        fields: &[FieldDescription],
    ) -> Result<PromptAnswers, HostError> {
        self.must_be_interactive("Read and Prompt functionality")?;
        self.caption(caption, message);
        if fields.iter().any(|field| !field.help_message.is_empty()) {
            self.out("(Type !? for Help.)\n");
        }
        let mut answers = PromptAnswers::new();
        for field in fields {
            answers.insert(field.name.clone(), self.field(field)?);
        }
        Ok(answers)
    }

    fn prompt_for_credential(
        &self,
        caption: &str,
        message: &str,
        user_name: &str,
        _target_name: &str,
    ) -> Result<Option<PsCredential>, HostError> {
        self.must_be_interactive("Read and Prompt functionality")?;
        self.caption(caption, message);
        let user = if user_name.is_empty() { self.ask("User: ")? } else { user_name.to_owned() };
        if user.is_empty() {
            return Ok(None);
        }
        self.out(&format!("Password for user {user}: "));
        let password = self.read_line_as_secure_string()?;
        self.out("\n");
        Ok(Some(PsCredential::new(user, password)))
    }

    fn prompt_for_choice(
        &self,
        caption: &str,
        message: &str,
        choices: &[ChoiceDescription],
        default: i32,
    ) -> Result<i32, HostError> {
        self.must_be_interactive("Read and Prompt functionality")?;
        self.caption(caption, message);
        let defaults: Vec<i32> = Some(default).filter(|index| *index >= 0).into_iter().collect();
        let chosen = self.choose(choices, &defaults, None)?;
        Ok(chosen.and_then(|index| i32::try_from(index).ok()).unwrap_or(default))
    }

    fn prompt_for_choices(
        &self,
        caption: &str,
        message: &str,
        choices: &[ChoiceDescription],
        defaults: &[i32],
    ) -> Result<Vec<i32>, HostError> {
        self.must_be_interactive("Read and Prompt functionality")?;
        if choices.is_empty() {
            return Err(HostError::NotImplemented(HostMethod::PromptForChoiceMultipleSelection));
        }
        self.caption(caption, message);
        let question = self.question(choices, defaults);
        self.out(&format!("{question}\n"));
        let mut chosen: Vec<i32> = Vec::new();
        while let Some(index) =
            self.choose(choices, defaults, Some(&format!("Choice[{}]: ", chosen.len())))?
        {
            chosen.extend(i32::try_from(index));
        }
        Ok(if chosen.is_empty() { defaults.to_vec() } else { chosen })
    }

    fn supports_virtual_terminal(&self) -> bool {
        self.output.stdout_is_terminal
    }
}
