//! `System.Environment`

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Environment",
    static_methods: &[
        ("Exit", |call| {
            call.system().exit(call.int(0));
            Ok(Value::AutomationNull)
        }),
        ("ExpandEnvironmentVariables", expand),
        ("GetCommandLineArgs", |call| Ok(Value::strings(call.system().command_line()))),
        ("GetEnvironmentVariable", get_variable),
        ("GetEnvironmentVariables", get_variables),
        ("GetFolderPath", get_folder_path),
        ("GetLogicalDrives", |call| Ok(Value::strings(call.system().drives()))),
        ("SetEnvironmentVariable", set_variable),
    ],
    static_properties: &[
        ("CommandLine", |call| Ok(call.system().command_line().join(" ").into())),
        ("CpuUsage", |_| Ok(Value::Null)),
        ("CurrentDirectory", |call| Ok(call.system().current_directory().into())),
        ("CurrentManagedThreadId", |_| Ok(Value::I32(1))),
        ("ExitCode", |_| Ok(Value::I32(0))),
        ("HasShutdownStarted", |_| Ok(false.into())),
        ("Is64BitOperatingSystem", |_| Ok(true.into())),
        ("Is64BitProcess", |_| Ok(cfg!(target_pointer_width = "64").into())),
        ("IsPrivilegedProcess", |call| Ok((call.system().user_name() == "root").into())),
        ("MachineName", |call| Ok(call.system().machine_name().into())),
        ("NewLine", |_| Ok(Value::string("\n"))),
        ("OSVersion", |call| Ok(super::operating_system::value(call))),
        ("ProcessId", |call| {
            Ok(Value::I32(i32::try_from(call.system().process_id()).unwrap_or(0)))
        }),
        ("ProcessPath", |call| Ok(call.system().executable_path().into())),
        ("ProcessorCount", |call| Ok(sequence::count(call.system().processor_count()))),
        ("StackTrace", |_| Ok(Value::string(""))),
        ("SystemDirectory", |_| Ok(Value::string(""))),
        ("SystemPageSize", |_| Ok(Value::I32(4096))),
        ("TickCount", |call| {
            let milliseconds = call.system().monotonic_ticks() / 10_000;
            Ok(Value::I32(i32::try_from(milliseconds & 0x7FFF_FFFF).unwrap_or(0)))
        }),
        ("TickCount64", |call| Ok(Value::I64(call.system().monotonic_ticks() / 10_000))),
        ("UserDomainName", |call| Ok(call.system().machine_name().into())),
        ("UserInteractive", |_| Ok(true.into())),
        ("UserName", |call| Ok(call.system().user_name().into())),
        ("Version", |_| Ok(remora_psobject::Version::with_build(10, 0, 0).into())),
        ("WorkingSet", |call| Ok(Value::I64(call.system().working_set()))),
    ],
    static_setters: &[
        ("CurrentDirectory", |call| {
            let path = call.required_string(0, "value")?;
            call.system().set_current_directory(path).map_err(|_| {
                Exception::new(
                    TypeId::DIRECTORY_NOT_FOUND_EXCEPTION,
                    format!("Could not find a part of the path '{path}'."),
                )
            })?;
            Ok(Value::AutomationNull)
        }),
        ("ExitCode", |_| Ok(Value::AutomationNull)),
    ],
    ..Implementation::EMPTY
};

fn is_process_target(value: &Value) -> bool {
    // EnvironmentVariableTarget: 0 the process, 1 the user, 2 the machine; only the first exists here.
    value.as_i64().unwrap_or(0) == 0
}

fn get_variable(call: &mut Call<'_>) -> Outcome {
    let name = call.required_string(0, "variable")?;
    if !is_process_target(call.argument(1)) {
        return Ok(Value::Null);
    }
    Ok(call.system().variable(name).into())
}

fn get_variables(call: &mut Call<'_>) -> Outcome {
    let table =
        DictionaryObject::new(TypeId::HASHTABLE, DictionaryKind::Hashtable, KeyComparer::Ordinal);
    if is_process_target(call.argument(0)) {
        for (name, value) in call.system().variables() {
            table.insert(name.into(), value.into());
        }
    }
    Ok(table.into())
}

fn set_variable(call: &mut Call<'_>) -> Outcome {
    let name = call.required_string(0, "variable")?;
    if name.is_empty() {
        return Err(errors::argument_for("variable", "String cannot be of zero length."));
    }
    if name.contains('=') {
        return Err(errors::argument_for(
            "variable",
            "Environment variable name cannot contain equal character.",
        ));
    }
    if is_process_target(call.argument(2)) {
        call.system().set_variable(name, call.string(1).map(PsString::as_str));
    }
    Ok(Value::AutomationNull)
}

/// Replaces `%NAME%`.
fn expand(call: &mut Call<'_>) -> Outcome {
    let text = call.required_string(0, "name")?;
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let variable = after
            .split_once('%')
            .and_then(|(name, tail)| Some((call.system().variable(name)?, tail)));
        match variable {
            Some((value, tail)) => {
                out.push_str(&value);
                rest = tail;
            }
            None => {
                out.push('%');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Ok(out.into())
}

fn get_folder_path(call: &mut Call<'_>) -> Outcome {
    let system = call.system();
    let home = system.home_directory();
    let from_variable = |name: &str, otherwise: &str| {
        system
            .variable(name)
            .filter(|value| value.starts_with('/'))
            .unwrap_or_else(|| format!("{home}/{otherwise}"))
    };
    let text = match call.argument(0).as_i64().unwrap_or(-1) {
        // SpecialFolder: UserProfile and MyDocuments.
        40 => home.clone(),
        5 => from_variable("XDG_DOCUMENTS_DIR", "Documents"),
        0 | 16 => format!("{home}/Desktop"),
        26 => from_variable("XDG_CONFIG_HOME", ".config"),
        28 => from_variable("XDG_DATA_HOME", ".local/share"),
        35 => "/usr/share".to_owned(),
        13 => format!("{home}/Music"),
        14 => format!("{home}/Videos"),
        39 => format!("{home}/Pictures"),
        21 => format!("{home}/Templates"),
        20 => format!("{home}/.fonts"),
        _ => String::new(),
    };
    Ok(text.into())
}
