//! `System.Console`: the standard streams of the process

use std::sync::OnceLock;

use parking_lot::RwLock;

use crate::system::{OpenMode, StandardStream, System};
use crate::types::prelude::*;
use crate::types::system_io::readers::Reader;
use crate::types::system_io::stream::{Flow, Stream};
use crate::types::system_io::writers::{Writer, written};
use crate::types::system_text::codec::Codec;
use crate::types::system_text::encoding::{codec_of, value as encoding_value};

/// Columns and rows where there is no terminal.
const NO_TERMINAL: (u16, u16) = (80, 24);
/// The number of `ConsoleColor` for a colour that nobody has set.
const UNKNOWN_COLOR: i64 = -1;

/// What scripts have set. The console belongs to the process, and so does this.
struct Settings {
    output: Option<Value>,
    error: Option<Value>,
    input: Option<Value>,
    output_codec: Codec,
    input_codec: Codec,
    foreground: i64,
    background: i64,
    control_c_is_input: bool,
}

static SETTINGS: RwLock<Settings> = RwLock::new(Settings {
    output: None,
    error: None,
    input: None,
    output_codec: Codec::Utf8(false),
    input_codec: Codec::Utf8(false),
    foreground: UNKNOWN_COLOR,
    background: UNKNOWN_COLOR,
    control_c_is_input: false,
});

/// A standard stream as a stream of bytes.
struct Standard {
    system: Arc<dyn System>,
    stream: StandardStream,
}

impl Flow for Standard {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.system.read_standard(buffer)
    }

    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.system.write_standard(self.stream, bytes)
    }
}

fn open(call: &Call<'_>, stream: StandardStream) -> Stream {
    let reads = stream == StandardStream::Input;
    let mode = OpenMode { read: reads, write: !reads, ..OpenMode::default() };
    let flow = Standard { system: Arc::clone(call.system()), stream };
    Stream::flowing("System.IO.Stream", mode, Box::new(flow))
}

/// The reader of the input. There is one, since it reads ahead.
fn input(call: &Call<'_>) -> Value {
    static STANDARD: OnceLock<Value> = OnceLock::new();
    if let Some(set) = SETTINGS.read().input.clone() {
        return set;
    }
    let reader = STANDARD.get_or_init(|| {
        let stream = Value::live(open(call, StandardStream::Input));
        Reader::over_stream(stream, Codec::Utf8(false)).map_or(Value::Null, Value::live)
    });
    reader.clone()
}

fn reader(value: &Value) -> Result<&Reader, Exception> {
    value.downcast().ok_or_else(errors::null_reference)
}

fn writer(call: &Call<'_>, stream: StandardStream) -> Value {
    let settings = SETTINGS.read();
    let set = match stream {
        StandardStream::Error => settings.error.clone(),
        _ => settings.output.clone(),
    };
    drop(settings);
    set.unwrap_or_else(|| Value::live(Writer::direct(open(call, stream))))
}

fn put(call: &Call<'_>, end: &str) -> Outcome {
    let mut text = if call.count() == 0 { Vec::new() } else { written(call)? };
    text.extend(end.encode_utf16());
    let set = SETTINGS.read().output.clone();
    if let Some(writer) = set.as_ref().and_then(|set| set.downcast::<Writer>()) {
        writer.put(&text)?;
        return Ok(Value::AutomationNull);
    }
    send(call, &SETTINGS.read().output_codec.encode(&text))
}

/// Sends bytes to standard output, where there is a screen.
fn send(call: &Call<'_>, bytes: &[u8]) -> Outcome {
    if call.context.lend_screen() {
        call.system()
            .write_standard(StandardStream::Output, bytes)
            .map_err(|error| Exception::new(TypeId::IO_EXCEPTION, error.to_string()))?;
    }
    Ok(Value::AutomationNull)
}

/// Sends an escape sequence, if a terminal is there to understand it.
fn control(call: &Call<'_>, sequence: &str) -> Outcome {
    if call.system().is_terminal(StandardStream::Output) {
        return send(call, sequence.as_bytes());
    }
    Ok(Value::AutomationNull)
}

fn size(call: &Call<'_>) -> (u16, u16) {
    call.system().terminal_size().unwrap_or(NO_TERMINAL)
}

fn columns(call: &mut Call<'_>) -> Outcome {
    Ok(Value::I32(i32::from(size(call).0)))
}

fn rows(call: &mut Call<'_>) -> Outcome {
    Ok(Value::I32(i32::from(size(call).1)))
}

fn zero(_call: &mut Call<'_>) -> Outcome {
    Ok(Value::I32(0))
}

fn elsewhere(_call: &mut Call<'_>) -> Outcome {
    Err(errors::of(
        "System.PlatformNotSupportedException",
        "Operation is not supported on this platform.",
    ))
}

/// The number that a terminal has for a `ConsoleColor`.
fn color_number(color: i64) -> i64 {
    // ConsoleColor counts blue first, terminals red.
    let base = ((color & 1) << 2) | (color & 2) | ((color & 4) >> 2);
    if color & 8 == 0 { base } else { base + 60 }
}

fn set_color(call: &mut Call<'_>, foreground: bool) -> Outcome {
    let color = call.argument(0).as_i64().unwrap_or(UNKNOWN_COLOR);
    if foreground {
        SETTINGS.write().foreground = color;
    } else {
        SETTINGS.write().background = color;
    }
    let first = if foreground { 30 } else { 40 };
    control(call, &format!("\u{1b}[{}m", first + color_number(color)))
}

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Console",
    static_methods: &[
        ("Beep", |call| control(call, "\u{7}")),
        ("Clear", |call| control(call, "\u{1b}[H\u{1b}[2J\u{1b}[3J")),
        ("MoveBufferArea", elsewhere),
        ("OpenStandardError", |call| Ok(Value::live(open(call, StandardStream::Error)))),
        ("OpenStandardInput", |call| Ok(Value::live(open(call, StandardStream::Input)))),
        ("OpenStandardOutput", |call| {
            call.context.lend_screen();
            Ok(Value::live(open(call, StandardStream::Output)))
        }),
        ("Read", |call| {
            let unit = reader(&input(call))?.next()?;
            Ok(Value::I32(unit.map_or(-1, i32::from)))
        }),
        ("ReadKey", |_| {
            Err(errors::invalid_operation(
                "Cannot read keys when either application does not have a console or when console input has been redirected. Try Console.Read.",
            ))
        }),
        ("ReadLine", |call| {
            call.context.lend_screen();
            Ok(reader(&input(call))?.line()?.map_or(Value::Null, Value::from))
        }),
        ("ResetColor", |call| {
            let mut settings = SETTINGS.write();
            settings.foreground = UNKNOWN_COLOR;
            settings.background = UNKNOWN_COLOR;
            drop(settings);
            control(call, "\u{1b}[39;49m")
        }),
        ("SetBufferSize", elsewhere),
        ("SetCursorPosition", |call| {
            control(call, &format!("\u{1b}[{};{}H", call.int(1) + 1, call.int(0) + 1))
        }),
        ("SetError", |call| {
            SETTINGS.write().error = Some(call.argument(0).clone());
            Ok(Value::AutomationNull)
        }),
        ("SetIn", |call| {
            SETTINGS.write().input = Some(call.argument(0).clone());
            Ok(Value::AutomationNull)
        }),
        ("SetOut", |call| {
            SETTINGS.write().output = Some(call.argument(0).clone());
            Ok(Value::AutomationNull)
        }),
        ("SetWindowPosition", elsewhere),
        ("SetWindowSize", elsewhere),
        ("Write", |call| put(call, "")),
        ("WriteLine", |call| put(call, "\n")),
    ],
    static_properties: &[
        ("BackgroundColor", |_| Ok(enum_value("System.ConsoleColor", SETTINGS.read().background))),
        ("BufferHeight", rows),
        ("BufferWidth", columns),
        ("CapsLock", elsewhere),
        ("CursorLeft", zero),
        ("CursorSize", |_| Ok(Value::I32(100))),
        ("CursorTop", zero),
        ("CursorVisible", elsewhere),
        ("Error", |call| {
            call.context.lend_screen();
            Ok(writer(call, StandardStream::Error))
        }),
        ("ForegroundColor", |_| Ok(enum_value("System.ConsoleColor", SETTINGS.read().foreground))),
        ("In", |call| Ok(input(call))),
        ("InputEncoding", |_| Ok(encoding_value(SETTINGS.read().input_codec))),
        (
            "IsErrorRedirected",
            |call| Ok((!call.system().is_terminal(StandardStream::Error)).into()),
        ),
        (
            "IsInputRedirected",
            |call| Ok((!call.system().is_terminal(StandardStream::Input)).into()),
        ),
        ("IsOutputRedirected", |call| {
            Ok((!call.system().is_terminal(StandardStream::Output)).into())
        }),
        ("KeyAvailable", |call| {
            if call.system().is_terminal(StandardStream::Input) {
                return Ok(false.into());
            }
            Err(errors::invalid_operation(
                "Cannot see if a key has been pressed when either application does not have a console or when console input has been redirected from a file. Try Console.In.Peek.",
            ))
        }),
        ("LargestWindowHeight", rows),
        ("LargestWindowWidth", columns),
        ("NumberLock", elsewhere),
        ("Out", |call| {
            call.context.lend_screen();
            Ok(writer(call, StandardStream::Output))
        }),
        ("OutputEncoding", |_| Ok(encoding_value(SETTINGS.read().output_codec))),
        ("Title", elsewhere),
        ("TreatControlCAsInput", |_| Ok(SETTINGS.read().control_c_is_input.into())),
        ("WindowHeight", rows),
        ("WindowLeft", zero),
        ("WindowTop", zero),
        ("WindowWidth", columns),
    ],
    static_setters: &[
        ("BackgroundColor", |call| set_color(call, false)),
        ("BufferHeight", elsewhere),
        ("BufferWidth", elsewhere),
        ("CursorLeft", |call| control(call, &format!("\u{1b}[{}G", call.int(0) + 1))),
        ("CursorSize", elsewhere),
        ("CursorTop", |call| control(call, &format!("\u{1b}[{}d", call.int(0) + 1))),
        ("CursorVisible", |call| {
            control(call, if call.bool(0) { "\u{1b}[?25h" } else { "\u{1b}[?25l" })
        }),
        ("ForegroundColor", |call| set_color(call, true)),
        ("InputEncoding", |call| {
            let codec = codec_of(call.argument(0)).ok_or_else(|| errors::argument_null("value"))?;
            SETTINGS.write().input_codec = codec;
            Ok(Value::AutomationNull)
        }),
        ("OutputEncoding", |call| {
            let codec = codec_of(call.argument(0)).ok_or_else(|| errors::argument_null("value"))?;
            SETTINGS.write().output_codec = codec;
            Ok(Value::AutomationNull)
        }),
        ("Title", |call| {
            let title = call.string(0).cloned().unwrap_or_default();
            control(call, &format!("\u{1b}]0;{title}\u{7}"))
        }),
        ("TreatControlCAsInput", |call| {
            SETTINGS.write().control_c_is_input = call.bool(0);
            Ok(Value::AutomationNull)
        }),
        ("WindowHeight", elsewhere),
        ("WindowLeft", elsewhere),
        ("WindowTop", elsewhere),
        ("WindowWidth", elsewhere),
    ],
    ..Implementation::EMPTY
};
