//! `System.Diagnostics.ProcessStartInfo`, and processes that are started with it

use parking_lot::Mutex;

use super::object::{ExitState, ProcessObject, Started};
use super::{no_process, split_arguments};
use crate::system::{ChildProcess, OpenMode, ProcessStart};
use crate::types::prelude::*;
use crate::types::record::Record;
use crate::types::system_io::readers::Reader;
use crate::types::system_io::stream::{Flow, Stream};
use crate::types::system_io::writers::Writer;
use crate::types::system_text::codec::Codec;
use crate::types::system_text::encoding::codec_of;

const NAME: &str = "System.Diagnostics.ProcessStartInfo";

pub(crate) static START_INFO: Implementation = Implementation {
    name: NAME,
    constructor: Some(|call| {
        let file = call.string(0).cloned().unwrap_or_default();
        let (line, list) = match call.argument(1).base() {
            Value::Str(line) => (line.clone(), Vec::new()),
            Value::Null => (PsString::default(), Vec::new()),
            _ => (PsString::default(), call.items(1)),
        };
        Ok(info(call, file, line, list))
    }),
    ..Implementation::EMPTY
};

fn info(call: &Call<'_>, file: PsString, line: PsString, list: Vec<Value>) -> Value {
    let arguments = ListObject::new(
        type_named("System.Collections.ObjectModel.Collection`1").generic_of(&[TypeId::STRING]),
        list,
    );
    let variables = DictionaryObject::new(
        type_named("System.Collections.Generic.Dictionary`2")
            .generic_of(&[TypeId::STRING, TypeId::STRING]),
        DictionaryKind::Generic,
        KeyComparer::Ordinal,
    );
    for (name, value) in call.system().variables() {
        variables.insert(name.into(), value.into());
    }
    let variables = Value::from(variables);
    let fields = vec![
        ("Arguments", line.into()),
        ("ArgumentList", arguments.into()),
        ("CreateNewProcessGroup", false.into()),
        ("CreateNoWindow", false.into()),
        ("Domain", "".into()),
        ("EnvironmentVariables", variables.clone()),
        ("Environment", variables),
        ("RedirectStandardInput", false.into()),
        ("RedirectStandardOutput", false.into()),
        ("RedirectStandardError", false.into()),
        ("StandardInputEncoding", Value::Null),
        ("StandardErrorEncoding", Value::Null),
        ("StandardOutputEncoding", Value::Null),
        ("UserName", "".into()),
        ("Password", Value::Null),
        ("PasswordInClearText", Value::Null),
        ("LoadUserProfile", false.into()),
        ("FileName", file.into()),
        ("WorkingDirectory", "".into()),
        ("ErrorDialog", false.into()),
        ("UseShellExecute", false.into()),
        ("UseCredentialsForNetworkingOnly", false.into()),
        ("Verb", "".into()),
        ("Verbs", Value::array_of(TypeId::STRING, Vec::new())),
        ("WindowStyle", enum_value("System.Diagnostics.ProcessWindowStyle", 0)),
    ];
    Value::live(Record::new(type_named(NAME), fields))
}

/// `[Process]::Start(…)`: an information, or a program and its arguments.
pub(super) fn start(call: &mut Call<'_>) -> Outcome {
    if call.argument(0).downcast::<Record>().is_some() {
        return launch(call, call.argument(0)).map(Value::live_arc);
    }
    let file = call.required_string(0, "fileName")?.clone();
    let (line, list) = match call.argument(1).base() {
        Value::Str(line) => (line.clone(), Vec::new()),
        Value::Null => (PsString::default(), Vec::new()),
        _ => (PsString::default(), call.items(1)),
    };
    let info = info(call, file, line, list);
    launch(call, &info).map(Value::live_arc)
}

/// A process object before its process is there.
#[derive(Default)]
pub(super) struct Unstarted {
    info: Mutex<Value>,
    process: Mutex<Option<Arc<ProcessObject>>>,
}

impl Unstarted {
    pub(super) fn process(&self) -> Option<Arc<ProcessObject>> {
        self.process.lock().clone()
    }

    pub(super) fn start(&self, call: &Call<'_>) -> Result<(), Exception> {
        let info = self.info.lock().clone();
        *self.process.lock() = Some(launch(call, &info)?);
        Ok(())
    }
}

impl LiveObject for Unstarted {
    fn object_type(&self) -> TypeId {
        type_named("System.Diagnostics.Process")
    }

    fn text(&self) -> PsString {
        self.process().map_or_else(|| self.object_type().full_name().into(), |found| found.text())
    }

    fn property_names(&self) -> Vec<PsString> {
        match self.process() {
            Some(process) => process.property_names(),
            None => names(&["StartInfo"]),
        }
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        if let Some(process) = self.process() {
            return process.property(name);
        }
        if name.eq_ignore_ascii_case("StartInfo") {
            return Some(Ok(self.info.lock().clone()));
        }
        Some(Err(no_process()))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        if name.eq_ignore_ascii_case("StartInfo") {
            *self.info.lock() = value;
            return Some(Ok(()));
        }
        name.eq_ignore_ascii_case("EnableRaisingEvents").then_some(Ok(()))
    }
}

/// One end of a pipe to or from a program.
struct Pipe {
    source: Option<Box<dyn std::io::Read + Send>>,
    target: Option<Box<dyn std::io::Write + Send>>,
}

impl Flow for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.source.as_mut().map_or(Ok(0), |source| source.read(buffer))
    }

    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.target.as_mut().map_or(Ok(()), |target| target.write_all(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.target.as_mut().map_or(Ok(()), |target| target.flush())
    }

    fn close(&mut self) -> std::io::Result<()> {
        self.source = None;
        self.target = None;
        Ok(())
    }
}

fn pipe(pipe: Pipe) -> Stream {
    let mode = OpenMode {
        read: pipe.source.is_some(),
        write: pipe.target.is_some(),
        ..OpenMode::default()
    };
    Stream::flowing("System.IO.FileStream", mode, Box::new(pipe))
}

fn reader(source: Option<Box<dyn std::io::Read + Send>>, codec: Codec) -> Value {
    let Some(source) = source else {
        return Value::Null;
    };
    let stream = Value::live(pipe(Pipe { source: Some(source), target: None }));
    Reader::over_stream(stream, codec).map_or(Value::Null, Value::live)
}

fn launch(call: &Call<'_>, info: &Value) -> Result<Arc<ProcessObject>, Exception> {
    let Some(start) = info.downcast::<Record>() else {
        return Err(errors::invalid_operation(
            "Cannot start process because a file name has not been provided.",
        ));
    };
    let file = start.get_text("FileName");
    if file.is_empty() {
        return Err(errors::invalid_operation(
            "Cannot start process because a file name has not been provided.",
        ));
    }
    let list = sequence::items_of(&start.get("ArgumentList"));
    let mut arguments: Vec<String> = list
        .iter()
        .map(|argument| crate::text::to_text(argument, &Culture::invariant()).to_string())
        .collect();
    if arguments.is_empty() {
        arguments = split_arguments(&start.get_text("Arguments"));
    }
    let folder = match start.get_text("WorkingDirectory") {
        empty if empty.is_empty() => call.system().current_directory(),
        given => crate::types::system_io::path::full(call, &given),
    };
    let request = ProcessStart {
        program: program(call, &file, &folder),
        arguments,
        working_directory: folder.clone(),
        environment: environment(&start.get("Environment")),
        piped_input: start.get_bool("RedirectStandardInput"),
        piped_output: start.get_bool("RedirectStandardOutput"),
        piped_error: start.get_bool("RedirectStandardError"),
    };
    call.context.lend_screen();
    let mut child = call.system().start_process(&request).map_err(|error| {
        let text = error.to_string();
        let text = text.split(" (os error").next().unwrap_or(&text);
        errors::of(
            "System.ComponentModel.Win32Exception",
            format!(
                "An error occurred trying to start process '{file}' with working directory '{folder}'. {text}"
            ),
        )
    })?;
    let codec = |name: &str| codec_of(&start.get(name)).unwrap_or(Codec::Utf8(false));
    let ends = Started {
        info: info.clone(),
        input: child.take_input().map_or(Value::Null, |target| {
            let stream = pipe(Pipe { source: None, target: Some(target) });
            Value::live(Writer::direct(stream))
        }),
        output: reader(child.take_output(), codec("StandardOutputEncoding")),
        error: reader(child.take_error(), codec("StandardErrorEncoding")),
    };
    let id = i32::try_from(child.id()).unwrap_or(0);
    let name = crate::types::system_io::path::file_name(&file).to_owned();
    let exit = ExitState::of_child(move || ended(child));
    let process = ProcessObject::of_child(call.system(), id, &name, exit).with_start(ends);
    Ok(Arc::new(process))
}

fn ended(mut child: Box<dyn ChildProcess>) -> i32 {
    child.wait().unwrap_or(-1)
}

/// The program as a path: beside this program, in the folder, or along PATH.
fn program(call: &Call<'_>, file: &str, folder: &str) -> String {
    if file.contains('/') {
        return crate::types::system_io::path::absolute(file, folder);
    }
    let system = call.system();
    let path = system.variable("PATH").unwrap_or_default();
    std::iter::once(folder)
        .chain(path.split(':'))
        .map(|folder| format!("{}/{file}", folder.trim_end_matches('/')))
        .find(|candidate| {
            system.metadata(candidate, true).is_ok_and(|found| {
                found.kind == crate::system::FileKind::File && found.mode & 0o111 != 0
            })
        })
        .unwrap_or_else(|| file.to_owned())
}

fn environment(variables: &Value) -> Vec<(String, String)> {
    let Value::Dictionary(variables) = variables.base() else {
        return Vec::new();
    };
    let entries = variables.entries().into_iter();
    entries
        .filter_map(|(name, value)| {
            Some((name.as_str()?.to_owned(), value.as_str().unwrap_or_default().to_owned()))
        })
        .collect()
}
