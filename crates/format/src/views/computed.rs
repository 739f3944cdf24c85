//! Values that are computed, one function a column.

use remora_psobject::time::{TICKS_PER_HOUR, TICKS_PER_MILLISECOND};
use remora_psobject::{PsString, Value};

use crate::cells::ELLIPSIS;
use crate::context::{FormatContext, FormatError};
use crate::shape::{ShapeCommand, ShapeKind, ShapeParameters};
use crate::view::{ViewTable, is_true, member};

type Result = std::result::Result<Value, FormatError>;

fn get(value: &Value, name: &str, context: &dyn FormatContext) -> Value {
    match member(value, name, context) {
        Some(Ok(found)) => found.or_null(),
        _ => Value::Null,
    }
}

fn follow(value: &Value, names: &[&str], context: &dyn FormatContext) -> Value {
    names.iter().fold(value.clone(), |value, name| get(&value, name, context))
}

fn text(value: &Value, name: &str, context: &dyn FormatContext) -> PsString {
    let found = get(value, name, context);
    if found.is_null() { PsString::empty() } else { context.to_text(&found) }
}

/// The text that an object gives itself.
pub(super) fn own_text(value: &Value, context: &dyn FormatContext) -> Result {
    Ok(Value::Str(context.to_text(value)))
}

fn number(value: &Value, name: &str, context: &dyn FormatContext) -> f64 {
    let found = get(value, name, context);
    match found.base() {
        Value::F64(number) => *number,
        Value::F32(number) => f64::from(*number),
        other => other.as_i64().map_or(0.0, to_f64),
    }
}

#[allow(clippy::cast_precision_loss, reason = "sizes and times need no more than 53 bits")]
fn to_f64(number: i64) -> f64 {
    number as f64
}

/// A number in single precision, with two decimals and thousands separators of the culture.
fn two_decimals(number: f64, context: &dyn FormatContext) -> Result {
    #[allow(clippy::cast_possible_truncation, reason = "the column shows single precision")]
    let single = number as f32;
    Ok(Value::Str(context.to_text_formatted(&Value::F32(single), "N2")?))
}

/// The part before the last separator.
fn folder(path: &str) -> &str {
    path.trim_end_matches(['/', '\\']).rfind(['/', '\\']).map_or("", |at| match at {
        0 => path.get(..1).unwrap_or_default(),
        _ => path.get(..at).unwrap_or_default(),
    })
}

/// The part after the last separator.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The object itself.
pub(super) fn itself(value: &Value, _context: &dyn FormatContext) -> Result {
    Ok(value.clone())
}

/// An empty text.
pub(super) fn nothing(_value: &Value, _context: &dyn FormatContext) -> Result {
    Ok(Value::string(""))
}

/// The folder of `Path`.
pub(super) fn folder_of_path(value: &Value, context: &dyn FormatContext) -> Result {
    Ok(Value::from(folder(&text(value, "Path", context))))
}

/// The file name of `Path`.
pub(super) fn file_of_path(value: &Value, context: &dyn FormatContext) -> Result {
    Ok(Value::from(file_name(&text(value, "Path", context))))
}

/// File name and status of a signature.
pub(super) fn file_and_status(value: &Value, context: &dyn FormatContext) -> Result {
    let path = text(value, "Path", context);
    Ok(format!("{}: {}", file_name(&path), text(value, "Status", context)).into())
}

/// `PSParentPath` without the provider's name.
pub(super) fn parent_path(value: &Value, context: &dyn FormatContext) -> Result {
    let path = text(value, "PSParentPath", context);
    Ok(path.split_once("::").map_or(&*path, |(_, rest)| rest).into())
}

/// `MaximumKilobytes` with thousands separators.
pub(super) fn maximum_kilobytes(value: &Value, context: &dyn FormatContext) -> Result {
    let size = get(value, "MaximumKilobytes", context);
    Ok(Value::Str(context.to_text_formatted(&size, "N0")?))
}

/// The number of `Entries` with thousands separators.
pub(super) fn entry_count(value: &Value, context: &dyn FormatContext) -> Result {
    let entries = context.enumerate(&get(value, "Entries", context), None).unwrap_or_default();
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    Ok(Value::Str(context.to_text_formatted(&Value::I64(count), "N0")?))
}

/// `NPM` in KiB.
pub(super) fn npm_kib(value: &Value, context: &dyn FormatContext) -> Result {
    let rounded = (number(value, "NPM", context) / 1024.0).round_ties_even();
    #[allow(clippy::cast_possible_truncation, reason = "the number is whole")]
    let whole = rounded as i64;
    Ok(Value::I64(whole))
}

const MIB: f64 = 1024.0 * 1024.0;
const GIB: f64 = MIB * 1024.0;

/// `PM` in MiB.
pub(super) fn pm_mib(value: &Value, context: &dyn FormatContext) -> Result {
    two_decimals(number(value, "PM", context) / MIB, context)
}

/// `WS` in MiB.
pub(super) fn ws_mib(value: &Value, context: &dyn FormatContext) -> Result {
    two_decimals(number(value, "WS", context) / MIB, context)
}

/// `CPU` in seconds.
pub(super) fn cpu_seconds(value: &Value, context: &dyn FormatContext) -> Result {
    two_decimals(number(value, "CPU", context), context)
}

/// The short date of `StartTime`.
pub(super) fn start_date(value: &Value, context: &dyn FormatContext) -> Result {
    let time = get(value, "StartTime", context);
    Ok(Value::Str(context.to_text_formatted(&time, "d")?))
}

/// `PSComputerName`; this computer's name where it is a dot.
pub(super) fn computer_name(value: &Value, context: &dyn FormatContext) -> Result {
    let name = text(value, "PSComputerName", context);
    if name == "." {
        return Ok(context.environment_variable("COMPUTERNAME").into());
    }
    Ok(Value::Str(name))
}

/// `CreationTime`, which is a time in DMTF form: `yyyymmddHHMMSS.ffffff+zzz`.
pub(super) fn creation_time(value: &Value, context: &dyn FormatContext) -> Result {
    use remora_psobject::{DateTime, DateTimeKind};
    let text = text(value, "CreationTime", context);
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let parsed = (|| {
        let year = i32::try_from(part(0, 4)?).ok()?;
        let time = (part(8, 10)?, part(10, 12)?, part(12, 14)?);
        let date = (year, part(4, 6)?, part(6, 8)?);
        let ticks = i64::from(part(15, 21).unwrap_or(0)) * 10;
        DateTime::from_parts(date, time, ticks, DateTimeKind::Local)
    })();
    Ok(parsed.map_or(Value::Str(text.clone()), Value::DateTime))
}

fn named(value: &Value, name: &str, names: &[(i64, &str)], context: &dyn FormatContext) -> Value {
    let found = get(value, name, context);
    let known = names.iter().find(|(number, _)| found.as_i64() == Some(*number));
    known.map_or(found, |(_, name)| Value::from(*name))
}

/// `EventType` of a restore point by name.
pub(super) fn restore_event(value: &Value, context: &dyn FormatContext) -> Result {
    const NAMES: [(i64, &str); 4] = [
        (100, "BEGIN_SYSTEM_CHANGE"),
        (101, "END_SYSTEM_CHANGE"),
        (102, "BEGIN_NESTED_SYSTEM_CHANGE"),
        (103, "END_NESTED_SYSTEM_CHANGE"),
    ];
    Ok(named(value, "EventType", &NAMES, context))
}

/// `RestorePointType` by name.
pub(super) fn restore_point(value: &Value, context: &dyn FormatContext) -> Result {
    const NAMES: [(i64, &str); 5] = [
        (0, "APPLICATION_INSTALL"),
        (1, "APPLICATION_UNINSTALL"),
        (10, "DEVICE_DRIVER_INSTALL"),
        (12, "MODIFY_SETTINGS"),
        (13, "CANCELLED_OPERATION"),
    ];
    Ok(named(value, "RestorePointType", &NAMES, context))
}

/// The overloads of a method, one a line.
pub(super) fn overloads(value: &Value, context: &dyn FormatContext) -> Result {
    let items =
        context.enumerate(&get(value, "OverloadDefinitions", context), None).unwrap_or_default();
    let lines: String = items.iter().map(|item| format!("{}\n", context.to_text(item))).collect();
    Ok(lines.into())
}

/// All properties as Format-List prints them.
pub(super) fn property_list(value: &Value, context: &dyn FormatContext) -> Result {
    let parameters = ShapeParameters {
        kind: Some(ShapeKind::List),
        properties: vec![crate::shape::PropertyParameter::named("*")],
        ..ShapeParameters::default()
    };
    let mut command = ShapeCommand::new(parameters, ViewTable::built_in());
    let layout = crate::output::Layout { width: 120, rows: None, styles: None };
    let mut writer = crate::output::LineWriter::new(layout);
    let mut lines = String::new();
    let mut sink = |line: &str| {
        lines.push_str(line);
        lines.push('\n');
    };
    let processed = command.process(value, context, &mut |object| writer.write(object, &mut sink));
    processed.map_err(|error| FormatError::new(error.message))?;
    command.end(&mut |object| writer.write(object, &mut sink));
    Ok(lines.into())
}

/// The values of a registry key, as Format-List prints them.
pub(super) fn registry_values(value: &Value, context: &dyn FormatContext) -> Result {
    const HIDDEN: [&str; 5] = ["PSPath", "PSParentPath", "PSChildName", "PSDrive", "PSProvider"];
    const LIMIT: usize = 5000;
    let key = get(value, "Property", context);
    let names = context.enumerate(&key, None).unwrap_or_default();
    let mut shown: Vec<(PsString, Value)> = Vec::new();
    for name in names.iter().map(|name| context.to_text(name)) {
        if !HIDDEN.contains(&name.as_str()) {
            let found = context.invoke(value, "GetValue", &[Value::Str(name.clone())]);
            shown.push((name, found.and_then(std::result::Result::ok).unwrap_or_default()));
        }
    }
    let list = property_list(&Value::custom_object(shown), context)?;
    let list = list.as_str().unwrap_or_default().trim().to_owned();
    if list.chars().count() <= LIMIT {
        return Ok(list.into());
    }
    let start: String = list.chars().take(LIMIT).collect();
    Ok(format!("{start}{ELLIPSIS}").into())
}

/// `Result` of a task that is done.
pub(super) fn task_result(value: &Value, context: &dyn FormatContext) -> Result {
    let done = is_true(&get(value, "IsCompleted", context));
    Ok(if done { get(value, "Result", context) } else { Value::Null })
}

/// `LastWriteTime`: date, hours and minutes.
pub(super) fn last_write_time(value: &Value, context: &dyn FormatContext) -> Result {
    let time = get(value, "LastWriteTime", context);
    let date = context.to_text_formatted(&time, "d")?;
    let clock = context.to_text_formatted(&time, "HH:mm")?;
    Ok(format!("{date} {clock}").into())
}

/// `Duration` of a command.
pub(super) fn history_duration(value: &Value, context: &dyn FormatContext) -> Result {
    let duration = get(value, "Duration", context);
    let Value::TimeSpan(span) = duration.base() else {
        return Ok(duration);
    };
    let milliseconds = span.0 / TICKS_PER_MILLISECOND;
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
    let (minutes, second) = (seconds / 60, seconds % 60);
    let (hours, minute) = (minutes / 60, minutes % 60);
    let shown = if minutes == 0 {
        format!("{second}.{rest:03}")
    } else if hours == 0 {
        format!("{minute}:{second:02}.{rest:03}")
    } else if hours < 10 {
        format!("{hours}:{minute:02}:{second:02}.{rest:03}")
    } else {
        let rounded = (to_f64(span.0) / to_f64(TICKS_PER_HOUR)).round_ties_even();
        format!("{rounded}:{minute:02}:{second:02}.{rest:03}")
    };
    Ok(shown.into())
}

/// A match as Select-String shows it.
///
/// What the object's own method does where it has it.
pub(super) fn match_line(value: &Value, context: &dyn FormatContext) -> Result {
    let location = Value::Str(context.current_location());
    if let Some(Ok(shown)) = context.invoke(value, "ToEmphasizedString", &[location]) {
        return Ok(shown);
    }
    let here = context.current_location();
    let path = text(value, "Path", context);
    let from_file = !path.is_empty() && !path.eq_ignore_case("InputStream");
    let relative = path
        .strip_prefix(here.trim_end_matches('/'))
        .map_or(&*path, |rest| rest.trim_start_matches('/'));
    let line = |mark: &str, number: f64, text: &str| match from_file {
        true => format!("{mark}{relative}:{number}:{text}"),
        false => format!("{mark}{text}"),
    };
    let number = number(value, "LineNumber", context);
    let matched = text(value, "Line", context);
    let around = get(value, "Context", context);
    if around.is_null() {
        return Ok(line("", number, &matched).into());
    }
    let lines_of = |name: &str| -> Vec<PsString> {
        let found = context.enumerate(&get(&around, name, context), None).unwrap_or_default();
        found.iter().map(|item| context.to_text(item)).collect()
    };
    let before = lines_of("DisplayPreContext");
    let after = lines_of("DisplayPostContext");
    let first = (1..=before.len()).fold(number, |at, _| at - 1.0);
    let places = std::iter::successors(Some(first), |at| Some(at + 1.0));
    let marked = before
        .iter()
        .map(|text| ("  ", text))
        .chain([("> ", &matched)])
        .chain(after.iter().map(|text| ("  ", text)));
    let lines: Vec<String> =
        marked.zip(places).map(|((mark, text), number)| line(mark, number, text)).collect();
    Ok(lines.join("\n").into())
}

/// `DisplayName` of an alias, `Name` of other commands.
pub(super) fn command_display_name(value: &Value, context: &dyn FormatContext) -> Result {
    let is_alias = text(value, "CommandType", context) == "Alias";
    Ok(get(value, if is_alias { "DisplayName" } else { "Name" }, context))
}

fn gib(value: &Value, name: &str, context: &dyn FormatContext) -> Result {
    let known = is_true(&get(value, "Used", context)) || is_true(&get(value, "Free", context));
    if !known {
        return Ok(Value::string(""));
    }
    let size = Value::F64(number(value, name, context) / GIB);
    Ok(Value::Str(context.to_text_formatted(&size, "###0.00")?))
}

/// `Used` in GiB.
pub(super) fn used_gib(value: &Value, context: &dyn FormatContext) -> Result {
    gib(value, "Used", context)
}

/// `Free` in GiB.
pub(super) fn free_gib(value: &Value, context: &dyn FormatContext) -> Result {
    gib(value, "Free", context)
}

/// `DisplayRoot`, or `Root` without one.
pub(super) fn drive_root(value: &Value, context: &dyn FormatContext) -> Result {
    let shown = get(value, "DisplayRoot", context);
    Ok(if shown.is_null() { get(value, "Root", context) } else { shown })
}

/// An error as Get-Error shows it.
pub(super) fn error_tree(value: &Value, context: &dyn FormatContext) -> Result {
    Ok(crate::error_view::tree(value, context).into())
}

/// An error in the current view.
pub(super) fn error_text(value: &Value, context: &dyn FormatContext) -> Result {
    Ok(crate::error_view::text(value, context).into())
}

/// The text of a record.
pub(super) fn record_text(value: &Value, context: &dyn FormatContext) -> Result {
    Ok(Value::Str(context.to_text(value)))
}

/// The computer of a runspace.
pub(super) fn runspace_computer(value: &Value, context: &dyn FormatContext) -> Result {
    let connection = get(value, "ConnectionInfo", context);
    if connection.is_null() {
        return Ok("localhost".into());
    }
    Ok(get(&connection, "ComputerName", context))
}

/// Whether a runspace is remote.
pub(super) fn runspace_type(value: &Value, context: &dyn FormatContext) -> Result {
    let local = get(value, "ConnectionInfo", context).is_null();
    Ok(if local { "Local" } else { "Remote" }.into())
}

/// Whether a runspace can be used.
pub(super) fn runspace_availability(value: &Value, context: &dyn FormatContext) -> Result {
    if is_true(&follow(value, &["Debugger", "InBreakpoint"], context)) {
        return Ok("InBreakpoint".into());
    }
    Ok(get(value, "RunspaceAvailability", context))
}

/// The file name of `Script`.
pub(super) fn script_file(value: &Value, context: &dyn FormatContext) -> Result {
    Ok(file_name(&text(value, "Script", context)).into())
}

/// The folder that holds the module's folder.
pub(super) fn module_root(value: &Value, context: &dyn FormatContext) -> Result {
    let path = text(value, "Path", context);
    let mut own = folder(&path);
    if remora_psobject::Version::parse(file_name(own)).is_some() {
        own = folder(own);
    }
    Ok(folder(own).into())
}

/// `PrivateData.PSData.PreRelease` of a module.
pub(super) fn pre_release(value: &Value, context: &dyn FormatContext) -> Result {
    Ok(follow(value, &["PrivateData", "PSData", "PreRelease"], context))
}

/// `CompatiblePSEditions` of a module in short.
pub(super) fn editions(value: &Value, context: &dyn FormatContext) -> Result {
    let listed = get(value, "CompatiblePSEditions", context);
    let items = context.enumerate(&listed, None).unwrap_or_default();
    let mut names: Vec<String> =
        items.iter().map(|item| context.to_text(item).chars().take(4).collect()).collect();
    if names.is_empty() {
        names.push("Desk".to_owned());
    }
    names.sort();
    Ok(names.join(",").into())
}

fn start_of(value: &Value, name: &str, context: &dyn FormatContext) -> Result {
    const LIMIT: usize = 200;
    let whole = text(value, name, context);
    let start: String = whole.chars().take(LIMIT).collect();
    let cut = start.chars().count() == LIMIT;
    Ok(if cut { format!("{start}{ELLIPSIS}") } else { start }.into())
}

/// How `Content` begins.
pub(super) fn content_start(value: &Value, context: &dyn FormatContext) -> Result {
    start_of(value, "Content", context)
}

/// How `RawContent` begins.
pub(super) fn raw_content_start(value: &Value, context: &dyn FormatContext) -> Result {
    start_of(value, "RawContent", context)
}

fn unless_timed_out(value: &Value, name: &str, context: &dyn FormatContext) -> Result {
    let timed_out = text(value, "Status", context) == "TimedOut";
    Ok(if timed_out { "*".into() } else { get(value, name, context) })
}

/// `Latency`, unless no answer came.
pub(super) fn latency(value: &Value, context: &dyn FormatContext) -> Result {
    unless_timed_out(value, "Latency", context)
}

/// `BufferSize`, unless no answer came.
pub(super) fn buffer_size(value: &Value, context: &dyn FormatContext) -> Result {
    unless_timed_out(value, "BufferSize", context)
}

/// `HostName`, or a star.
pub(super) fn host_name(value: &Value, context: &dyn FormatContext) -> Result {
    let name = text(value, "HostName", context);
    Ok(if name.is_empty() { "*".into() } else { Value::Str(name) })
}

fn extensions(value: &Value, context: &dyn FormatContext) -> Vec<(PsString, PsString)> {
    let mut owner = get(value, "FileInfo", context);
    if owner.is_null() {
        owner = value.clone();
    }
    let table = get(&owner, "Extension", context);
    let keys = context.enumerate(&get(&table, "Keys", context), None).unwrap_or_default();
    keys.iter()
        .map(|key| {
            let name = context.to_text(key);
            let item = context.invoke(&table, "get_Item", std::slice::from_ref(key));
            let style = item.and_then(std::result::Result::ok);
            (name, style.map_or_else(PsString::empty, |style| context.to_text(&style)))
        })
        .collect()
}

/// The file extensions that have a style.
pub(super) fn extension_keys(value: &Value, context: &dyn FormatContext) -> Result {
    let names: Vec<String> =
        extensions(value, context).into_iter().map(|(name, _)| name.to_string()).collect();
    Ok(names.join(",").into())
}

/// The styles of file extensions, each shown in itself.
pub(super) fn extension_styles(value: &Value, context: &dyn FormatContext) -> Result {
    let found = extensions(value, context);
    let longest = found.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let reset = context.preferences().styles.reset;
    let lines: String = found
        .iter()
        .map(|(name, style)| format!("{name:longest$} = \"{style}{}{reset}\"\n", visible(style)))
        .collect();
    Ok(lines.into())
}

/// An escape sequence as it is written in a script.
fn visible(sequence: &str) -> String {
    sequence.replace('\u{1b}', "`e")
}

/// An escape sequence shown in itself.
pub(crate) fn sequence(value: &Value, path: &[&str], context: &dyn FormatContext) -> Value {
    let found = follow(value, path, context);
    let style = if found.is_null() { PsString::empty() } else { context.to_text(&found) };
    let reset = context.preferences().styles.reset;
    format!("{style}{}{reset}", visible(&style)).into()
}
