//! The trace sources of a session: what each of them is asked to tell.

use std::collections::BTreeMap;
use std::sync::Arc;

use remora_engine::prelude::*;
use remora_psobject::ListObject;

use crate::record_object::{RecordObject, enum_value};

/// Names and what they stand for.
const SOURCES: &[(&str, &str)] = &[
    ("CmdletProviderClasses", "The namespace provider base classes tracer"),
    ("CommandDiscovery", "Traces the discovery of cmdlets, scripts, functions, applications, etc."),
    ("CommandSearch", "CommandSearch"),
    ("ConsoleHost", "ConsoleHost subclass of S.M.A.PSHost"),
    ("ConsoleHostRunspaceInit", "Initialization code for ConsoleHost's Runspace"),
    ("ConsoleHostUserInterface", "Console host's subclass of S.M.A.Host.Console"),
    ("ConsoleLineOutput", "ConsoleLineOutput"),
    ("DisplayFormat", "DisplayFormat"),
    ("DynamicBindOperations", "DynamicBindOperations"),
    ("ETS", "Extended Type System"),
    ("FileSystemProvider", "The namespace navigation provider for the file system"),
    ("FormatFileLoading", "Loading format files"),
    ("FormatViewBinding", "Format view binding"),
    (
        "LocationGlobber",
        "The location globber converts monad paths with glob characters to zero or more provider paths.",
    ),
    (
        "MemberResolution",
        "Traces the resolution from member name to the member. A member can be a property, method, etc.",
    ),
    ("Modules", "Module loading and analysis"),
    ("MshSnapinLoadUnload", "Loading and unloading mshsnapins"),
    (
        "ParameterBinderBase",
        "A abstract helper class for the CommandProcessor that binds parameters to the specified object.",
    ),
    (
        "ParameterBinderController",
        "Controls the interaction between the command processor and the parameter binder(s).",
    ),
    (
        "ParameterBinding",
        "Traces the process of binding the arguments to the parameters of cmdlets, functions, scripts, and applications.",
    ),
    ("PathResolution", "Traces the path resolution algorithm."),
    ("PSDriveInfo", "The namespace navigation tracer"),
    ("PSSnapInLoadUnload", "Loading and unloading mshsnapins"),
    ("RunspaceInit", "Initialization code for Runspace"),
    ("SessionState", "SessionState Class"),
    ("TypeConversion", "Traces the type conversion algorithm"),
    ("TypeMatch", "F&O TypeMatch"),
];

/// What a session keeps: the sources that were asked for, by their names in small letters.
#[derive(Default)]
pub(crate) struct TraceSources(BTreeMap<String, Arc<RecordObject>>);

fn source(known: &mut TraceSources, name: &str, description: &str) -> Arc<RecordObject> {
    let entry = known.0.entry(name.to_ascii_lowercase()).or_insert_with(|| {
        let listener = RecordObject::new(
            "System.Diagnostics.DefaultTraceListener",
            [("Name", Value::from("Default"))],
        );
        let listeners = ListObject::array_list(vec![Value::live(listener)]);
        Arc::new(
            RecordObject::new(
                "System.Management.Automation.PSTraceSource",
                [
                    (
                        "Options",
                        enum_value("System.Management.Automation.PSTraceSourceOptions", "None"),
                    ),
                    ("Listeners", Value::from(listeners)),
                    ("Name", Value::from(name)),
                    ("Description", Value::from(description)),
                    ("Attributes", Value::Null),
                    ("Switch", Value::Null),
                ],
            )
            .with_text(name),
        )
    });
    Arc::clone(entry)
}

/// The sources whose names match; with `tell` a name without wildcards that nothing has is an error.
///
/// # Errors
/// A pattern that is not well formed.
pub(crate) fn matching(
    runtime: &mut CommandRuntime<'_>,
    names: &[PsString],
    tell: bool,
) -> CommandResult<Vec<Arc<RecordObject>>> {
    let all = [PsString::from("*")];
    let names = if names.is_empty() { all.as_slice() } else { names };
    let mut found: Vec<Arc<RecordObject>> = Vec::new();
    for name in names {
        let filter = crate::scope::NameFilter::new(std::slice::from_ref(name), &[])?;
        let known = runtime.context().extension::<TraceSources>();
        let fitting: Vec<_> = SOURCES
            .iter()
            .filter(|(known, _)| filter.takes(known))
            .map(|(name, description)| source(known, name, description))
            .collect();
        if fitting.is_empty() && tell && !remora_language::wildcard::contains_wildcards(name) {
            let record = error(
                TypeId::PS_ARGUMENT_EXCEPTION,
                format!("Cannot find a trace source with the name '{name}'."),
                "TraceSourceNotFound",
                ErrorCategory::ObjectNotFound,
                name.clone(),
            );
            runtime.write_error(record)?;
        }
        for one in fitting {
            if !found.iter().any(|known| Arc::ptr_eq(known, &one)) {
                found.push(one);
            }
        }
    }
    Ok(found)
}
