//! The arguments of a program, as it gets them.

use remora_psobject::Value;

use crate::binder::RawArgument;
use crate::command::CommandRuntime;
use crate::providers;

/// The words that a program is started with. Words without quotes stand for files where they hold
/// wildcards, and for the home folder where they begin with `~`.
pub(crate) fn words(runtime: &mut CommandRuntime<'_>, arguments: &[RawArgument]) -> Vec<String> {
    let mut found = Vec::new();
    let mut verbatim = false;
    for argument in arguments {
        match argument {
            RawArgument::EndOfParameters => found.push("--".to_owned()),
            RawArgument::Verbatim(text) => found.extend(verbatim_words(runtime, text)),
            RawArgument::Positional { word: Some(word), .. } => found.push(word.to_string()),
            RawArgument::Positional { value, quoted, .. } => {
                for text in texts(runtime, value) {
                    if std::mem::take(&mut verbatim) {
                        found.extend(verbatim_words(runtime, &text));
                    } else if text == "--%" && !quoted {
                        verbatim = true;
                    } else if *quoted {
                        found.push(text);
                    } else {
                        found.extend(expanded(runtime, text));
                    }
                }
            }
            RawArgument::Named { text, value: Some(value), .. } => {
                let value = runtime.context().text(value);
                found.push(format!("{text}{value}"));
            }
            // Of `-name:value` that comes out of `@args` only the value is left.
            RawArgument::Named { text, value: None, .. } if text.ends_with(':') => {}
            RawArgument::Named { text, value: None, .. } => found.push(text.to_string()),
        }
    }
    found
}

/// The texts of an argument: one for each item of a collection, none for null.
fn texts(runtime: &mut CommandRuntime<'_>, value: &Value) -> Vec<String> {
    let context = runtime.context();
    let items = match context.enumerate(value) {
        Some(items) => items,
        None if value.is_null() => return Vec::new(),
        None => return vec![context.text(value).to_string()],
    };
    items.iter().map(|item| context.text(item).to_string()).collect()
}

/// What stands behind `--%`: words between blanks, with `%NAME%` as variables of the environment.
fn verbatim_words(runtime: &CommandRuntime<'_>, text: &str) -> Vec<String> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('%') {
        filled.push_str(before);
        match behind.split_once('%') {
            Some((name, after)) if !name.is_empty() && !name.contains(' ') => {
                filled.push_str(&runtime.system().variable(name).unwrap_or_default());
                rest = after;
            }
            _ => {
                filled.push('%');
                rest = behind;
            }
        }
    }
    filled.push_str(rest);
    filled.split_whitespace().map(str::to_owned).collect()
}

/// The files that a word with wildcards stands for, or the word itself where there are none.
fn expanded(runtime: &mut CommandRuntime<'_>, text: String) -> Vec<String> {
    if text == "~" || text.starts_with("~/") {
        let home = providers::resolve_path(runtime.session(), "~");
        return match (home, text.get(1..)) {
            (Ok(home), Some(rest)) => vec![format!("{}{rest}", home.provider_path)],
            _ => vec![text],
        };
    }
    if !providers::has_wildcards(&text) {
        return vec![text];
    }
    let folder = runtime.context().working_directory();
    let found = providers::resolve_paths(runtime, &text, false).unwrap_or_default();
    let is_rooted = text.starts_with('/');
    let mut names: Vec<String> = found
        .iter()
        .filter(|path| path.provider.info().name == "FileSystem")
        .map(|path| {
            let inside = path.provider_path.strip_prefix(folder.trim_end_matches('/'));
            match inside.and_then(|rest| rest.strip_prefix('/')) {
                Some(inside) if !is_rooted => inside.to_owned(),
                _ => path.provider_path.to_string(),
            }
        })
        .filter(|name| {
            // Hidden files are meant only where the dot is written.
            let last = |path: &str| path.rsplit('/').next().unwrap_or_default().starts_with('.');
            !last(name) || last(&text)
        })
        .collect();
    if names.is_empty() {
        return vec![text];
    }
    names.sort();
    names
}
