//! `$Host.UI.RawUI`: sizes, colours, keys.

use std::sync::Arc;

use remora_engine::ExecutionContext;
use remora_engine::context::NativeMethod;
use remora_engine::errors::Flow;
use remora_hosting::host::HostResult;
use remora_hosting::{Host, RawUi};
use remora_psobject::host::{BufferCell, Coordinates, Rectangle, Size};
use remora_psobject::{Exception, LiveObject, PsString, TypeId, Value};

use super::{enumeration, no_overload, not_here, number_of, refused, setter_failed, text};

pub(super) const TYPE_NAME: &str =
    "System.Management.Automation.Internal.Host.InternalHostRawUserInterface";
const COLOR: &str = "System.ConsoleColor";
const READ_KEY_OPTIONS: &str = "System.Management.Automation.Host.ReadKeyOptions";
/// `IncludeKeyDown`
const KEY_DOWN: i32 = 4;

const PROPERTIES: &[&str] = &[
    "ForegroundColor",
    "BackgroundColor",
    "CursorPosition",
    "WindowPosition",
    "CursorSize",
    "BufferSize",
    "WindowSize",
    "MaxWindowSize",
    "MaxPhysicalWindowSize",
    "KeyAvailable",
    "WindowTitle",
];

/// `$Host.UI.RawUI`
pub(super) struct RawInterface {
    host: Arc<dyn Host>,
}

impl RawInterface {
    pub(super) fn new(host: Arc<dyn Host>) -> Self {
        Self { host }
    }

    fn raw(&self) -> Option<&dyn RawUi> {
        self.host.ui()?.raw()
    }
}

impl LiveObject for RawInterface {
    fn object_type(&self) -> TypeId {
        let base = TypeId::register(
            "System.Management.Automation.Host.PSHostRawUserInterface",
            Some(TypeId::OBJECT),
        );
        TypeId::register(TYPE_NAME, Some(base))
    }

    fn property_names(&self) -> Vec<PsString> {
        PROPERTIES.iter().copied().map(PsString::from).collect()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let name = PROPERTIES.iter().find(|known| known.eq_ignore_ascii_case(name))?;
        let raw = self.raw()?;
        let screen = raw.defaults();
        Some(Ok(match *name {
            "ForegroundColor" => enumeration(COLOR, screen.foreground_color),
            "BackgroundColor" => enumeration(COLOR, screen.background_color),
            "CursorPosition" => Value::live(screen.cursor_position),
            "WindowPosition" => Value::live(screen.window_position),
            "CursorSize" => screen.cursor_size.into(),
            "BufferSize" => Value::live(screen.buffer_size),
            "WindowSize" => Value::live(screen.window_size),
            "MaxWindowSize" => Value::live(screen.max_window_size),
            "MaxPhysicalWindowSize" => Value::live(screen.max_physical_window_size),
            // Without a keyboard there is no answer, which is not an error.
            "KeyAvailable" => raw.key_available().map_or(Value::Null, Value::from),
            _ => screen.window_title.into(),
        }))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        let name = PROPERTIES.iter().find(|known| known.eq_ignore_ascii_case(name))?;
        let raw = self.raw()?;
        Some(match *name {
            "ForegroundColor" => set(color(&value), |color| raw.set_foreground_color(color)),
            "BackgroundColor" => set(color(&value), |color| raw.set_background_color(color)),
            "CursorPosition" => {
                set(structure(&value), |place: Coordinates| raw.set_cursor_position(place))
            }
            "WindowPosition" => {
                set(structure(&value), |place: Coordinates| raw.set_window_position(place))
            }
            "CursorSize" => set(number(&value), |size| raw.set_cursor_size(size)),
            "BufferSize" => set(structure(&value), |size: Size| raw.set_buffer_size(size)),
            "WindowSize" => set(structure(&value), |size: Size| raw.set_window_size(size)),
            "WindowTitle" => {
                let title = remora_language::string_conversion::to_string(&value);
                set(Ok(title), |title| raw.set_window_title(&title))
            }
            _ => return None,
        })
    }
}

fn set<T>(
    value: Result<T, Exception>,
    setter: impl FnOnce(T) -> HostResult<()>,
) -> Result<(), Exception> {
    setter(value?).map_err(|error| setter_failed(&error))
}

fn unfit(value: &Value, wanted: &str) -> Exception {
    let text = remora_language::string_conversion::to_string(value);
    Exception::new(
        TypeId::INVALID_CAST_EXCEPTION,
        format!("Cannot convert value \"{text}\" to type \"{wanted}\"."),
    )
}

fn number(value: &Value) -> Result<i32, Exception> {
    number_of(value).ok_or_else(|| unfit(value, "System.Int32"))
}

fn color(value: &Value) -> Result<i32, Exception> {
    if let Some(number) = number_of(value) {
        return Ok(number);
    }
    let (Some(text), Some(id)) = (value.as_str(), TypeId::find(COLOR)) else {
        return Err(unfit(value, COLOR));
    };
    let number = remora_dotnet::enums::parse(id, text, true)?;
    i32::try_from(number).map_err(|_| unfit(value, COLOR))
}

fn structure<T: LiveObject + Copy>(value: &Value) -> Result<T, Exception> {
    value.downcast::<T>().copied().ok_or_else(|| unfit(value, std::any::type_name::<T>()))
}

pub(super) const METHODS: &[(&str, NativeMethod)] = &[
    ("ReadKey", read_key),
    ("FlushInputBuffer", |context, this, _| {
        let object = object(this)?;
        let done = object.raw().ok_or_else(not_here)?.flush_input_buffer();
        done.map(|()| Value::AutomationNull).map_err(|error| context.host_failure(error))
    }),
    ("LengthInBufferCells", |context, _, arguments| {
        let text = text(context, arguments, 0);
        Ok(i32::try_from(text.unit_len()).unwrap_or(i32::MAX).into())
    }),
    ("SetBufferContents", fill),
];

fn object(this: &Value) -> Result<Arc<RawInterface>, Flow> {
    this.downcast_arc().ok_or_else(not_here)
}

fn read_key(
    context: &mut ExecutionContext,
    this: &Value,
    arguments: &[Value],
) -> Result<Value, Flow> {
    let options = match arguments.len() {
        0 => KEY_DOWN,
        1 => super::enumeration_number(context, arguments, 0, READ_KEY_OPTIONS)?,
        count => return Err(no_overload("ReadKey", count)),
    };
    let object = object(this)?;
    let key = object.raw().ok_or_else(not_here)?.read_key(options);
    key.map(Value::live).map_err(|error| context.host_failure(error))
}

/// Fills a rectangle with one cell, as `Clear-Host` does with the whole screen.
fn fill(context: &mut ExecutionContext, this: &Value, arguments: &[Value]) -> Result<Value, Flow> {
    let object = object(this)?;
    let rectangle = arguments.first().and_then(|value| value.downcast::<Rectangle>());
    let cell = arguments.get(1).and_then(|value| value.downcast::<BufferCell>());
    let (Some(rectangle), Some(cell)) = (rectangle, cell) else {
        let message = "Only a rectangle can be filled, with one cell.".to_owned();
        return Err(refused(TypeId::PS_INVALID_OPERATION_EXCEPTION, message));
    };
    let done = object.raw().ok_or_else(not_here)?.fill(*rectangle, *cell);
    done.map(|()| Value::AutomationNull).map_err(|error| context.host_failure(error))
}
