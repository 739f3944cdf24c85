//! A method number and values → a call of the traits (MS-PSRP sections 2.2.3.15 to 2.2.3.17).

#![allow(clippy::unit_arg, reason = "calls without an answer answer with unit, in the same table")]

use std::sync::Arc;

use remora_psobject::host::{
    BufferCell, ChoiceDescription, Coordinates, FieldDescription, Rectangle, Size,
};
use remora_psobject::{
    DictionaryObject, ErrorCategory, ErrorRecord, Exception, LiveObject, ProgressRecord, PsString,
    TypeId, Value,
};

use crate::host::{Host, HostError, HostResult, HostUi, RawUi};
use crate::method::HostMethod;

/// Calls a method of `host` with parameters as a host call carries them. Gives the answer for
/// methods that have one.
///
/// # Errors
/// [`HostError::NotImplemented`] where the host lacks the part that the method belongs to;
/// [`HostError::Failed`] where a parameter is missing or of another type; else what the method gives.
pub fn call(
    host: &dyn Host,
    method: HostMethod,
    parameters: &[Value],
) -> HostResult<Option<Value>> {
    use HostMethod as M;
    let arguments = Arguments { method, values: parameters };
    match method {
        M::GetName => answer(host.name()),
        M::GetVersion => answer(host.version()),
        M::GetInstanceId => answer(host.instance_id()),
        M::GetCurrentCulture => answer(host.current_culture()),
        M::GetCurrentUICulture => answer(host.current_ui_culture()),
        M::SetShouldExit => done(host.set_should_exit(arguments.number(0)?)),
        M::EnterNestedPrompt => done(host.enter_nested_prompt()),
        M::ExitNestedPrompt => done(host.exit_nested_prompt()),
        M::NotifyBeginApplication => {
            host.notify_begin_application();
            Ok(None)
        }
        M::NotifyEndApplication => {
            host.notify_end_application();
            Ok(None)
        }
        M::PopRunspace => done(host.pop_runspace()),
        M::GetIsRunspacePushed => answer(host.is_runspace_pushed()),
        // A runspace cannot cross the wire.
        M::PushRunspace | M::GetRunspace => Err(HostError::NotImplemented(method)),
        _ => {
            let ui = host.ui().ok_or(HostError::NotImplemented(method))?;
            call_ui(ui, method, &arguments)
        }
    }
}

fn call_ui(
    ui: &dyn HostUi,
    method: HostMethod,
    arguments: &Arguments<'_>,
) -> HostResult<Option<Value>> {
    use HostMethod as M;
    match method {
        M::ReadLine => answer(ui.read_line()?),
        M::ReadLineAsSecureString => Ok(Some(Value::live(ui.read_line_as_secure_string()?))),
        M::Write1 => shown(ui.write(arguments.text(0)?, None, None)),
        M::Write2 => {
            let (foreground, background) = (arguments.number(0)?, arguments.number(1)?);
            shown(ui.write(arguments.text(2)?, Some(foreground), Some(background)))
        }
        M::WriteLine1 => shown(ui.write_line("", None, None)),
        M::WriteLine2 => shown(ui.write_line(arguments.text(0)?, None, None)),
        M::WriteLine3 => {
            let (foreground, background) = (arguments.number(0)?, arguments.number(1)?);
            shown(ui.write_line(arguments.text(2)?, Some(foreground), Some(background)))
        }
        M::WriteErrorLine => shown(ui.write_error_line(arguments.text(0)?)),
        M::WriteDebugLine => shown(ui.write_debug_line(arguments.text(0)?)),
        M::WriteVerboseLine => shown(ui.write_verbose_line(arguments.text(0)?)),
        M::WriteWarningLine => shown(ui.write_warning_line(arguments.text(0)?)),
        M::WriteProgress => {
            let source = arguments.value(0)?.as_i64().unwrap_or_default();
            shown(ui.write_progress(source, arguments.object::<ProgressRecord>(1)?))
        }
        M::Prompt => {
            let fields: Vec<FieldDescription> = arguments.objects(2)?;
            let answers = ui.prompt(arguments.text(0)?, arguments.text(1)?, &fields)?;
            let table: DictionaryObject =
                answers.into_iter().map(|(name, value)| (Value::Str(name), value)).collect();
            answer(table)
        }
        M::PromptForCredential1 | M::PromptForCredential2 => {
            let credential = ui.prompt_for_credential(
                arguments.text(0)?,
                arguments.text(1)?,
                arguments.text(2)?,
                arguments.text(3)?,
            )?;
            Ok(Some(credential.map_or(Value::Null, Value::live)))
        }
        M::PromptForChoice => {
            let choices: Vec<ChoiceDescription> = arguments.objects(2)?;
            answer(ui.prompt_for_choice(
                arguments.text(0)?,
                arguments.text(1)?,
                &choices,
                arguments.number(3)?,
            )?)
        }
        M::PromptForChoiceMultipleSelection => {
            let choices: Vec<ChoiceDescription> = arguments.objects(2)?;
            let defaults: Vec<i32> = arguments.items(3)?.iter().filter_map(Value::as_i32).collect();
            let chosen =
                ui.prompt_for_choices(arguments.text(0)?, arguments.text(1)?, &choices, &defaults)?;
            answer(Value::array_of(TypeId::INT32, chosen.into_iter().map(Value::I32).collect()))
        }
        _ => {
            let raw = ui.raw().ok_or(HostError::NotImplemented(method))?;
            call_raw(raw, method, arguments)
        }
    }
}

fn call_raw(
    raw: &dyn RawUi,
    method: HostMethod,
    arguments: &Arguments<'_>,
) -> HostResult<Option<Value>> {
    use HostMethod as M;
    let color = |number: i32| {
        let id = TypeId::find("System.ConsoleColor");
        Ok(Some(id.map_or(Value::I32(number), |id| Value::Enum(id, i64::from(number)))))
    };
    let live = |object: Value| Ok(Some(object));
    match method {
        M::GetForegroundColor => color(raw.defaults().foreground_color),
        M::GetBackgroundColor => color(raw.defaults().background_color),
        M::GetCursorPosition => live(Value::live(raw.defaults().cursor_position)),
        M::GetWindowPosition => live(Value::live(raw.defaults().window_position)),
        M::GetCursorSize => answer(raw.defaults().cursor_size),
        M::GetBufferSize => live(Value::live(raw.defaults().buffer_size)),
        M::GetWindowSize => live(Value::live(raw.defaults().window_size)),
        M::GetWindowTitle => answer(raw.defaults().window_title),
        M::GetMaxWindowSize => live(Value::live(raw.defaults().max_window_size)),
        M::GetMaxPhysicalWindowSize => live(Value::live(raw.defaults().max_physical_window_size)),
        M::SetForegroundColor => done(raw.set_foreground_color(arguments.number(0)?)),
        M::SetBackgroundColor => done(raw.set_background_color(arguments.number(0)?)),
        M::SetCursorPosition => done(raw.set_cursor_position(*arguments.object::<Coordinates>(0)?)),
        M::SetWindowPosition => done(raw.set_window_position(*arguments.object::<Coordinates>(0)?)),
        M::SetCursorSize => done(raw.set_cursor_size(arguments.number(0)?)),
        M::SetBufferSize => done(raw.set_buffer_size(*arguments.object::<Size>(0)?)),
        M::SetWindowSize => done(raw.set_window_size(*arguments.object::<Size>(0)?)),
        M::SetWindowTitle => done(raw.set_window_title(arguments.text(0)?)),
        M::GetKeyAvailable => answer(raw.key_available()?),
        M::ReadKey => {
            // No argument means that the key is shown and its release is not waited for.
            let options = arguments.values.first().and_then(Value::as_i32).unwrap_or(4);
            live(Value::live(raw.read_key(options)?))
        }
        M::FlushInputBuffer => done(raw.flush_input_buffer()),
        M::SetBufferContents1 => {
            done(raw.fill(*arguments.object::<Rectangle>(0)?, *arguments.object::<BufferCell>(1)?))
        }
        M::SetBufferContents2 => {
            let origin = *arguments.object::<Coordinates>(0)?;
            let cells = arguments.value(1)?;
            done(raw.set_buffer_contents(origin, &rows_of(cells).ok_or_else(|| arguments.bad(1))?))
        }
        M::GetBufferContents => {
            let rows = raw.buffer_contents(*arguments.object::<Rectangle>(0)?)?;
            live(cells_to_value(&rows))
        }
        M::ScrollBufferContents => done(raw.scroll_buffer_contents(
            *arguments.object::<Rectangle>(0)?,
            *arguments.object::<Coordinates>(1)?,
            *arguments.object::<Rectangle>(2)?,
            *arguments.object::<BufferCell>(3)?,
        )),
        _ => Err(HostError::NotImplemented(method)),
    }
}

/// Cells by row, of an array of two dimensions.
fn rows_of(value: &Value) -> Option<Vec<Vec<BufferCell>>> {
    let Value::Array(array) = value.base() else {
        return None;
    };
    let &[height, width] = array.dimensions().as_slice() else {
        return None;
    };
    let cells: Option<Vec<BufferCell>> =
        array.to_vec().iter().map(|cell| cell.downcast::<BufferCell>().copied()).collect();
    let cells = cells?;
    if width == 0 {
        return Some(vec![Vec::new(); height]);
    }
    Some(cells.chunks(width).map(<[BufferCell]>::to_vec).collect())
}

/// An array of two dimensions, of cells by row. Short rows are filled with empty cells.
pub(crate) fn cells_to_value(rows: &[Vec<BufferCell>]) -> Value {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cells = rows
        .iter()
        .flat_map(|row| {
            let fill = std::iter::repeat_n(BufferCell::default(), width - row.len());
            row.iter().copied().chain(fill)
        })
        .map(Value::live)
        .collect();
    Value::from(remora_psobject::ArrayObject::with_dimensions(
        TypeId::BUFFER_CELL,
        &[rows.len(), width],
        cells,
    ))
}

fn answer(value: impl Into<Value>) -> HostResult<Option<Value>> {
    Ok(Some(value.into()))
}

fn done(result: HostResult<()>) -> HostResult<Option<Value>> {
    result.map(|()| None)
}

fn shown((): ()) -> HostResult<Option<Value>> {
    Ok(None)
}

/// The parameters of a call, taken by position and type.
struct Arguments<'a> {
    method: HostMethod,
    values: &'a [Value],
}

impl<'a> Arguments<'a> {
    fn bad(&self, index: usize) -> HostError {
        let message = format!(
            "The host call {} does not carry what its parameter {} needs.",
            self.method.name(),
            index + 1
        );
        HostError::Failed(Arc::new(ErrorRecord::new(
            Exception::new(TypeId::PS_REMOTING_DATA_STRUCTURE_EXCEPTION, message),
            "HostCallParameter",
            ErrorCategory::InvalidData,
            Value::Null,
        )))
    }

    fn value(&self, index: usize) -> HostResult<&'a Value> {
        self.values.get(index).ok_or_else(|| self.bad(index))
    }

    /// Null counts as empty text, as it does in .NET's hosts.
    fn text(&self, index: usize) -> HostResult<&'a str> {
        let value = self.value(index)?;
        if value.is_null() {
            return Ok("");
        }
        value.as_str().ok_or_else(|| self.bad(index))
    }

    fn number(&self, index: usize) -> HostResult<i32> {
        self.value(index)?.as_i32().ok_or_else(|| self.bad(index))
    }

    fn object<T: LiveObject>(&self, index: usize) -> HostResult<&'a T> {
        self.value(index)?.downcast().ok_or_else(|| self.bad(index))
    }

    fn items(&self, index: usize) -> HostResult<Vec<Value>> {
        match self.value(index)?.base() {
            Value::Array(array) => Ok(array.to_vec()),
            Value::List(list) => Ok(list.to_vec()),
            Value::Null => Ok(Vec::new()),
            _ => Err(self.bad(index)),
        }
    }

    fn objects<T: LiveObject + Clone>(&self, index: usize) -> HostResult<Vec<T>> {
        self.items(index)?
            .iter()
            .map(|item| item.downcast::<T>().cloned().ok_or_else(|| self.bad(index)))
            .collect()
    }
}

/// The text of an answer, for hosts whose answers come as values.
pub(crate) fn text_of(value: &Value) -> Option<PsString> {
    value.as_string().cloned()
}
