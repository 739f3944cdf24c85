//! The methods of a match: its text with the file, the line and the lines around it.

use remora_engine::ExecutionContext;
use remora_engine::errors::Flow;
use remora_psobject::{PsString, Value};

use crate::record_object::RecordObject;

type Body = fn(&mut ExecutionContext, &Value, &[Value]) -> Result<Value, Flow>;

/// `MatchInfo`'s methods.
pub(crate) const METHODS: &[(&str, Body)] = &[
    ("ToString", |context, this, arguments| {
        let folder = arguments.first().map(|folder| context.text(folder));
        Ok(text_of(this, folder.as_deref()))
    }),
    // Nothing is emphasized where the host has no colours.
    ("ToEmphasizedString", |context, this, arguments| {
        let folder = arguments.first().map(|folder| context.text(folder));
        Ok(text_of(this, folder.as_deref()))
    }),
    ("RelativePath", |context, this, arguments| {
        let folder = arguments.first().map(|folder| context.text(folder)).unwrap_or_default();
        let path = this.downcast::<RecordObject>().map(|found| found.get("Path"));
        let path = path.and_then(|path| path.as_string().cloned()).unwrap_or_default();
        Ok(Value::from(relative(&path, &folder)))
    }),
];

fn text_of(this: &Value, folder: Option<&str>) -> Value {
    this.downcast::<RecordObject>().map_or(Value::Null, |found| Value::from(shown(found, folder)))
}

/// A match as a text: with its file as it is seen from a folder, and with the lines around it.
pub(super) fn shown(found: &RecordObject, folder: Option<&str>) -> String {
    let text = |name: &str| found.get(name).as_string().cloned().unwrap_or_default();
    let path = match text("Path") {
        path if path == super::INPUT => None,
        path => Some(match folder {
            Some(folder) => relative(&path, folder),
            None => path.to_string(),
        }),
    };
    let number = found.get("LineNumber").as_i64().unwrap_or(0);
    let line_at = |mark: &str, number: i64, line: &str| match &path {
        Some(path) => format!("{mark}{path}:{number}:{line}"),
        None => format!("{mark}{line}"),
    };
    let context = found.get("Context");
    let Some(context) = context.downcast::<RecordObject>() else {
        return line_at("", number, &text("Line"));
    };
    let lines = |name: &str| -> Vec<PsString> {
        match context.get(name) {
            Value::Array(lines) => {
                lines.to_vec().iter().filter_map(|line| line.as_string().cloned()).collect()
            }
            _ => Vec::new(),
        }
    };
    let before = lines("DisplayPreContext");
    let mut at = number - i64::try_from(before.len()).unwrap_or(0);
    let mut out = Vec::new();
    for line in before {
        out.push(line_at("  ", at, &line));
        at += 1;
    }
    out.push(line_at("> ", number, &text("Line")));
    for line in lines("DisplayPostContext") {
        at += 1;
        out.push(line_at("  ", at, &line));
    }
    out.join("\n")
}

/// A path as it is seen from a folder: without the folder where it lies in it.
fn relative(path: &str, folder: &str) -> String {
    let folder = folder.trim_end_matches('/');
    match path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) {
        Some(rest) if !folder.is_empty() => rest.to_owned(),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_a_folder() {
        assert_eq!(relative("/a/b/c", "/a"), "b/c");
        assert_eq!(relative("/a/b", "/a/"), "b");
        assert_eq!(relative("/ab/c", "/a"), "/ab/c");
        assert_eq!(relative("/c", "/"), "/c");
    }
}
