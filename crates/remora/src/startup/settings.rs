//! `powershell.config.json`: settings of all users and of one.

use std::path::Path;

use serde_json::Value;

use super::Places;

/// What the settings say that this program follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    /// `PSModulePath` of the user's file: instead of the user's folder of modules.
    pub(crate) user_modules: Option<String>,
    /// `PSModulePath` of everybody's file: instead of the folders that all share.
    pub(crate) shared_modules: Option<String>,
}

/// Why the settings cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SettingsError {
    /// The file that `-SettingsFile` names is not there.
    Missing(String),
    /// A file is not understood. It may hold restrictions, so that nothing runs without it.
    Unreadable(String),
}

impl Settings {
    /// Reads the files that are there; `other` is the one that counts instead of everybody's.
    pub(crate) fn load(places: &Places, other: Option<&str>) -> Result<Self, SettingsError> {
        let [shared, user] = places.settings_files();
        let shared = match other {
            Some(file) => {
                let full = std::path::absolute(file).unwrap_or_else(|_| file.into());
                if !full.is_file() {
                    return Err(SettingsError::Missing(full.display().to_string()));
                }
                full.display().to_string()
            }
            None => shared,
        };
        Ok(Self { user_modules: module_path(&user)?, shared_modules: module_path(&shared)? })
    }
}

fn module_path(file: &str) -> Result<Option<String>, SettingsError> {
    let Ok(text) = std::fs::read_to_string(Path::new(file)) else { return Ok(None) };
    let text = plain_json(&text);
    if text.trim().is_empty() {
        return Ok(None);
    }
    let settings: Value =
        serde_json::from_str(&text).map_err(|_| SettingsError::Unreadable(file.to_owned()))?;
    Ok(settings.get("PSModulePath").and_then(Value::as_str).map(str::to_owned))
}

/// JSON without the comments and the commas before an end that people write into it.
fn plain_json(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.trim_start_matches('\u{FEFF}').chars().peekable();
    let mut in_string = false;
    while let Some(character) = rest.next() {
        match character {
            '"' => {
                in_string = !in_string;
                plain.push('"');
            }
            '\\' if in_string => {
                plain.push('\\');
                plain.extend(rest.next());
            }
            '/' if !in_string && rest.peek() == Some(&'/') => {
                while rest.next_if(|next| *next != '\n').is_some() {}
            }
            '/' if !in_string && rest.peek() == Some(&'*') => {
                let mut before = ' ';
                rest.next();
                for next in rest.by_ref() {
                    if before == '*' && next == '/' {
                        break;
                    }
                    before = next;
                }
            }
            '}' | ']' if !in_string => {
                let end = plain.trim_end().len();
                if plain.get(..end).is_some_and(|text| text.ends_with(',')) {
                    plain.truncate(end.saturating_sub(1));
                }
                plain.push(character);
            }
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain_json;

    #[test]
    fn comments_and_last_commas_go() {
        let text = "// c\n{ /* d, } */ \"a\": \"x // y\", \"b\": [1, 2,],\n}";
        let value: serde_json::Value = serde_json::from_str(&plain_json(text)).unwrap();
        assert_eq!(value, serde_json::json!({ "a": "x // y", "b": [1, 2] }));
    }
}
