//! Where a person is asked and told: the traits of `System.Management.Automation.Host`.

use std::fmt;
use std::sync::Arc;

pub use remora_psobject::host::HostDefaults;
use remora_psobject::host::{
    BufferCell, ChoiceDescription, Coordinates, FieldDescription, KeyInfo, PromptAnswers,
    Rectangle, Size,
};
use remora_psobject::{
    ErrorRecord, Guid, InformationRecord, ProgressRecord, PsCredential, PsString, SecureString,
    Version,
};

use crate::method::HostMethod;
use crate::runspace::Runspace;

/// Why a host did not do what it was asked.
#[derive(Clone, Debug)]
pub enum HostError {
    /// This host does not have the method: there is nobody to ask, or no screen.
    NotImplemented(HostMethod),
    /// The user broke it off (Ctrl-C), or the pipeline was stopped meanwhile.
    Interrupted,
    /// The far end, or the user's own host, answered with an error.
    Failed(Arc<ErrorRecord>),
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotImplemented(method) => {
                write!(f, "the host does not support the method {}", method.name())
            }
            Self::Interrupted => f.write_str("the question was broken off"),
            Self::Failed(record) => f.write_str(&record.message()),
        }
    }
}

impl std::error::Error for HostError {}

/// What a host method gives.
pub type HostResult<T> = Result<T, HostError>;

/// `PSHost`: the program around a runspace.
///
/// Methods are called from the runspace's thread and may block while a person thinks.
pub trait Host: Send + Sync {
    /// Its name, such as `ConsoleHost`.
    fn name(&self) -> PsString;

    /// Its version.
    fn version(&self) -> Version;

    /// Tells this host object apart from others.
    fn instance_id(&self) -> Guid;

    /// Name of the culture for numbers and dates, such as `en-US`.
    fn current_culture(&self) -> PsString;

    /// Name of the culture for texts.
    fn current_ui_culture(&self) -> PsString;

    /// The user interface, if there is one.
    fn ui(&self) -> Option<&dyn HostUi>;

    /// A script called `exit`: the program should end with this code when it can.
    ///
    /// # Errors
    /// Where the program cannot end.
    fn set_should_exit(&self, code: i32) -> HostResult<()>;

    /// Starts a prompt inside the running command.
    ///
    /// # Errors
    /// Where the host has no prompt.
    fn enter_nested_prompt(&self) -> HostResult<()> {
        Err(HostError::NotImplemented(HostMethod::EnterNestedPrompt))
    }

    /// Ends the innermost prompt.
    ///
    /// # Errors
    /// Where the host has no prompt.
    fn exit_nested_prompt(&self) -> HostResult<()> {
        Err(HostError::NotImplemented(HostMethod::ExitNestedPrompt))
    }

    /// A program that uses the terminal is about to start.
    fn notify_begin_application(&self) {}

    /// The program that used the terminal ended.
    fn notify_end_application(&self) {}

    /// Lets the prompt talk to another runspace from now on (`Enter-PSSession`).
    ///
    /// # Errors
    /// Where the host is not interactive.
    fn push_runspace(&self, _runspace: Arc<dyn Runspace>) -> HostResult<()> {
        Err(HostError::NotImplemented(HostMethod::PushRunspace))
    }

    /// Lets the prompt talk to its own runspace again (`Exit-PSSession`).
    ///
    /// # Errors
    /// Where the host is not interactive.
    fn pop_runspace(&self) -> HostResult<()> {
        Err(HostError::NotImplemented(HostMethod::PopRunspace))
    }

    /// Whether the prompt talks to another runspace.
    fn is_runspace_pushed(&self) -> bool {
        false
    }
}

/// `PSHostUserInterface`: lines, questions, records.
pub trait HostUi: Send + Sync {
    /// The screen and the keyboard themselves, if there are any.
    fn raw(&self) -> Option<&dyn RawUi>;

    /// Whether this process's own standard streams are the screen, so that programs may be given them.
    /// Asked before a program starts: what was written so far is out then.
    fn lends_screen(&self) -> bool {
        false
    }

    /// Reads a line.
    ///
    /// # Errors
    /// Where nobody can type, or the user breaks off.
    fn read_line(&self) -> HostResult<PsString>;

    /// Reads a line that is not shown.
    ///
    /// # Errors
    /// Where nobody can type, or the user breaks off.
    fn read_line_as_secure_string(&self) -> HostResult<SecureString>;

    /// Writes text. The colours are numbers of `ConsoleColor`.
    fn write(&self, text: &str, foreground: Option<i32>, background: Option<i32>);

    /// Writes a line. The colours are numbers of `ConsoleColor`.
    fn write_line(&self, text: &str, foreground: Option<i32>, background: Option<i32>);

    /// Writes a line of an error.
    fn write_error_line(&self, text: &str);

    /// Writes a debug text.
    fn write_debug_line(&self, text: &str);

    /// Writes a verbose text.
    fn write_verbose_line(&self, text: &str);

    /// Writes a warning.
    fn write_warning_line(&self, text: &str);

    /// Shows an information record that is not one of Write-Host's.
    fn write_information(&self, _record: &InformationRecord) {}

    /// Shows how far a work has come. `source` tells works of different commands apart.
    fn write_progress(&self, source: i64, record: &ProgressRecord);

    /// Asks for several values.
    ///
    /// # Errors
    /// Where nobody can type, or the user breaks off.
    fn prompt(
        &self,
        caption: &str,
        message: &str,
        fields: &[FieldDescription],
    ) -> HostResult<PromptAnswers>;

    /// Asks for a user's name and password.
    ///
    /// # Errors
    /// Where nobody can type, or the user breaks off.
    fn prompt_for_credential(
        &self,
        caption: &str,
        message: &str,
        user_name: &str,
        target_name: &str,
    ) -> HostResult<Option<PsCredential>>;

    /// Lets the user choose; gives the index. `default` is -1 for none.
    ///
    /// # Errors
    /// Where nobody can type, or the user breaks off.
    fn prompt_for_choice(
        &self,
        caption: &str,
        message: &str,
        choices: &[ChoiceDescription],
        default: i32,
    ) -> HostResult<i32>;

    /// Lets the user choose any number; gives the indexes.
    ///
    /// # Errors
    /// Where nobody can type, or the user breaks off.
    fn prompt_for_choices(
        &self,
        _caption: &str,
        _message: &str,
        _choices: &[ChoiceDescription],
        _defaults: &[i32],
    ) -> HostResult<Vec<i32>> {
        Err(HostError::NotImplemented(HostMethod::PromptForChoiceMultipleSelection))
    }

    /// Whether escape sequences reach a terminal that understands them.
    fn supports_virtual_terminal(&self) -> bool {
        false
    }
}

/// `PSHostRawUserInterface`: cells, colours, keys.
pub trait RawUi: Send + Sync {
    /// What can be said without asking the screen: sizes, colours, positions, title.
    fn defaults(&self) -> HostDefaults;

    /// Sets the colour of text, a number of `ConsoleColor`.
    ///
    /// # Errors
    /// Where the screen cannot.
    fn set_foreground_color(&self, color: i32) -> HostResult<()>;

    /// Sets the colour behind text, a number of `ConsoleColor`.
    ///
    /// # Errors
    /// Where the screen cannot.
    fn set_background_color(&self, color: i32) -> HostResult<()>;

    /// Moves the cursor.
    ///
    /// # Errors
    /// Where the screen cannot.
    fn set_cursor_position(&self, position: Coordinates) -> HostResult<()>;

    /// Moves the window over the buffer.
    ///
    /// # Errors
    /// Where the screen cannot.
    fn set_window_position(&self, position: Coordinates) -> HostResult<()>;

    /// Sets the height of the cursor in percent of a cell.
    ///
    /// # Errors
    /// Where the screen cannot.
    fn set_cursor_size(&self, size: i32) -> HostResult<()>;

    /// Sets the size of the buffer.
    ///
    /// # Errors
    /// Where the screen cannot.
    fn set_buffer_size(&self, size: Size) -> HostResult<()>;

    /// Sets the size of the window.
    ///
    /// # Errors
    /// Where the screen cannot.
    fn set_window_size(&self, size: Size) -> HostResult<()>;

    /// Sets the title of the window.
    ///
    /// # Errors
    /// Where the screen cannot.
    fn set_window_title(&self, title: &str) -> HostResult<()>;

    /// Whether a key is waiting.
    ///
    /// # Errors
    /// Where there is no keyboard.
    fn key_available(&self) -> HostResult<bool>;

    /// Reads a key. `options` is a set of `ReadKeyOptions`.
    ///
    /// # Errors
    /// Where there is no keyboard, or the user breaks off.
    fn read_key(&self, options: i32) -> HostResult<KeyInfo>;

    /// Throws waiting keys away.
    ///
    /// # Errors
    /// Where there is no keyboard.
    fn flush_input_buffer(&self) -> HostResult<()>;

    /// Fills a rectangle with a cell. A rectangle of -1 edges is the whole screen (`Clear-Host`).
    ///
    /// # Errors
    /// Where the screen cannot.
    fn fill(&self, rectangle: Rectangle, cell: BufferCell) -> HostResult<()>;

    /// Writes cells, row by row, from a corner on.
    ///
    /// # Errors
    /// Where the screen cannot.
    fn set_buffer_contents(&self, origin: Coordinates, rows: &[Vec<BufferCell>]) -> HostResult<()>;

    /// Reads cells.
    ///
    /// # Errors
    /// Where the screen cannot.
    fn buffer_contents(&self, rectangle: Rectangle) -> HostResult<Vec<Vec<BufferCell>>>;

    /// Moves a rectangle of cells.
    ///
    /// # Errors
    /// Where the screen cannot.
    fn scroll_buffer_contents(
        &self,
        source: Rectangle,
        destination: Coordinates,
        clip: Rectangle,
        fill: BufferCell,
    ) -> HostResult<()>;
}
