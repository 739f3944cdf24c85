//! `System.IO.Path`

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.IO.Path",
    static_methods: &[
        ("ChangeExtension", |call| {
            let Some(path) = call.string(0) else {
                return Ok(Value::Null);
            };
            let stem = without_extension(path);
            Ok(match call.string(1) {
                None => stem.into(),
                Some(new) if new.starts_with('.') => format!("{stem}{new}").into(),
                Some(new) => format!("{stem}.{new}").into(),
            })
        }),
        ("Combine", |call| {
            let parts = texts(call)?;
            let mut out = String::new();
            for part in parts {
                if part.starts_with('/') {
                    out.clear();
                }
                join(&mut out, &part);
            }
            Ok(out.into())
        }),
        ("EndsInDirectorySeparator", |call| {
            Ok(call.string(0).is_some_and(|path| path.ends_with('/')).into())
        }),
        ("Exists", |call| {
            let path = call.string(0).map_or("", PsString::as_str);
            Ok((!path.is_empty() && call.system().metadata(&full(call, path), true).is_ok()).into())
        }),
        ("GetDirectoryName", |call| {
            let path = call.string(0).map_or("", PsString::as_str);
            if path.is_empty() {
                return Ok(Value::Null);
            }
            Ok(directory_name(path).map_or(Value::Null, Value::from))
        }),
        ("GetExtension", |call| part(call, extension)),
        ("GetFileName", |call| part(call, file_name)),
        ("GetFileNameWithoutExtension", |call| {
            part(call, |path| without_extension(file_name(path)))
        }),
        ("GetFullPath", |call| {
            let path = call.required_string(0, "path")?;
            if path.is_empty() {
                return Err(errors::argument_for("path", "The value cannot be an empty string."));
            }
            let base = call.string(1).map(|base| base.to_string());
            Ok(match base {
                Some(base) => absolute(path, &base),
                None => full(call, path),
            }
            .into())
        }),
        ("GetInvalidFileNameChars", |_| {
            Ok(Value::array_of(TypeId::CHAR, vec![Value::Char(0), Value::Char(u16::from(b'/'))]))
        }),
        ("GetInvalidPathChars", |_| Ok(Value::array_of(TypeId::CHAR, vec![Value::Char(0)]))),
        ("GetPathRoot", |call| {
            let Some(path) = call.string(0) else {
                return Ok(Value::Null);
            };
            Ok(Value::string(if path.starts_with('/') { "/" } else { "" }))
        }),
        ("GetRandomFileName", |call| {
            let name = random_name(call, 11);
            let (stem, rest) = name.split_at(8);
            Ok(format!("{stem}.{rest}").into())
        }),
        ("GetRelativePath", |call| {
            if call.string(0).is_some_and(|path| path.is_empty()) {
                return Err(errors::argument_for("relativeTo", "The path is empty."));
            }
            let from = full(call, call.required_string(0, "relativeTo")?);
            let to = full(call, call.required_string(1, "path")?);
            Ok(relative(&from, &to).into())
        }),
        ("GetTempFileName", |call| {
            let path = format!("{}tmp{}.tmp", call.system().temp_directory(), random_name(call, 6));
            call.system()
                .write(&path, &[])
                .map_err(|error| super::failure::at_file(call, &error, &path))?;
            Ok(path.into())
        }),
        ("GetTempPath", |call| Ok(call.system().temp_directory().into())),
        ("HasExtension", |call| {
            Ok(call.string(0).is_some_and(|path| !extension(path).is_empty()).into())
        }),
        ("IsPathFullyQualified", |call| {
            Ok(call.string(0).is_some_and(|path| path.starts_with('/')).into())
        }),
        ("IsPathRooted", |call| {
            Ok(call.string(0).is_some_and(|path| path.starts_with('/')).into())
        }),
        ("Join", |call| {
            let mut out = String::new();
            for part in texts(call)? {
                let separated = out.is_empty() || out.ends_with('/') || part.starts_with('/');
                if !separated && !part.is_empty() {
                    out.push('/');
                }
                out.push_str(&part);
            }
            Ok(out.into())
        }),
        ("TrimEndingDirectorySeparator", |call| {
            let path = call.required_string(0, "path")?;
            let trimmed = path.strip_suffix('/').filter(|rest| !rest.is_empty());
            Ok(trimmed.unwrap_or(path).into())
        }),
    ],
    static_properties: &[("InvalidPathChars", |_| {
        Ok(Value::array_of(TypeId::CHAR, vec![Value::Char(0)]))
    })],
    ..Implementation::EMPTY
};

/// The arguments as texts, an array as its items.
fn texts(call: &Call<'_>) -> Result<Vec<PsString>, Exception> {
    let items: Vec<Value> = match call.arguments {
        [single] if sequence::is_collection(single) => sequence::items_of(single),
        several => several.to_vec(),
    };
    if matches!(call.arguments, [only] if only.is_null()) {
        return Err(errors::argument_null("paths"));
    }
    items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            item.as_string()
                .cloned()
                .ok_or_else(|| errors::argument_null(&format!("path{}", at + 1)))
        })
        .collect()
}

fn join(out: &mut String, part: &str) {
    if !out.is_empty() && !out.ends_with('/') && !part.is_empty() {
        out.push('/');
    }
    out.push_str(part);
}

fn part(call: &Call<'_>, take: impl Fn(&str) -> &str) -> Outcome {
    Ok(call.string(0).map_or(Value::Null, |path| take(path).into()))
}

/// What follows the last slash.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The last dot and what follows it; nothing where that is the end of the name.
pub fn extension(path: &str) -> &str {
    let name = file_name(path);
    match name.rfind('.').and_then(|at| name.get(at..)) {
        Some(extension) if extension.len() > 1 => extension,
        _ => "",
    }
}

fn without_extension(path: &str) -> &str {
    let start = path.rfind('/').map_or(0, |slash| slash + 1);
    match path.get(start..).and_then(|name| name.rfind('.')) {
        Some(dot) => path.get(..start + dot).unwrap_or(path),
        None => path,
    }
}

/// What stands before the last slash; `None` for a root.
pub fn directory_name(path: &str) -> Option<String> {
    if path == "/" {
        return None;
    }
    let slash = match path.rfind('/') {
        None => return Some(String::new()),
        Some(0) => return Some("/".to_owned()),
        Some(slash) => slash,
    };
    let head = path.get(..slash)?.trim_end_matches('/');
    Some(if head.is_empty() { "/".to_owned() } else { head.to_owned() })
}

/// The folder of a whole path.
pub fn parent(path: &str) -> Option<&str> {
    let path = path.trim_end_matches('/');
    match path.rfind('/')? {
        0 if path.len() > 1 => Some("/"),
        0 => None,
        slash => path.get(..slash),
    }
}

/// A whole path without `.` and `..` and double slashes.
pub fn absolute(path: &str, base: &str) -> String {
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{base}/{path}") };
    let mut out: Vec<&str> = Vec::new();
    for segment in whole.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    let closes = whole.ends_with('/') && !out.is_empty();
    format!("/{}{}", out.join("/"), if closes { "/" } else { "" })
}

/// The whole path, counted from the current folder of the process.
pub fn full(call: &Call<'_>, path: &str) -> String {
    absolute(path, &call.system().current_directory())
}

fn relative(from: &str, to: &str) -> String {
    let parts = |path: &str| -> Vec<String> {
        let segments = path.split('/').filter(|part| !part.is_empty());
        segments.map(str::to_owned).collect()
    };
    let (a, b) = (parts(from), parts(to));
    let shared = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let mut out: Vec<String> = vec!["..".to_owned(); a.len() - shared];
    out.extend(b.into_iter().skip(shared));
    if out.is_empty() {
        return ".".to_owned();
    }
    out.join("/")
}

fn random_name(call: &Call<'_>, length: usize) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz012345";
    let mut bytes = vec![0; length];
    call.system().random_bytes(&mut bytes);
    bytes
        .iter()
        .filter_map(|byte| LETTERS.get(usize::from(byte & 31)))
        .map(|letter| char::from(*letter))
        .collect()
}
