//! `Join-Path`

use remora_engine::prelude::*;

use crate::paths::{self, Selection};

/// # Synopsis
/// Puts paths together.
///
/// # Description
/// There is one separator between the parts. Nothing needs to exist.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/join-path
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Join",
    noun = "Path",
    class = "Microsoft.PowerShell.Commands.JoinPathCommand",
    module = "Microsoft.PowerShell.Management",
    output("System.String")
)]
pub(crate) struct JoinPath {
    /// The paths. Wildcards are expanded.
    #[parameter(position = 0, mandatory, pipeline, by_name, aliases("PSPath"))]
    path: Vec<PsString>,
    /// What is put behind the path.
    #[parameter(
        position = 1,
        mandatory,
        by_name,
        allow_null,
        allow_empty_string,
        allow_empty_collection
    )]
    child_path: Vec<PsString>,
    /// What is put behind that.
    #[parameter(
        position = 2,
        by_name,
        remaining,
        allow_null,
        allow_empty_string,
        allow_empty_collection
    )]
    additional_child_path: Vec<PsString>,
    /// Gives the items that the path leads to; they must exist.
    #[parameter]
    resolve: Switch,
    /// The account to act as. No provider of the session supports one.
    #[parameter(by_name, type = "pscredential", credential)]
    credential: Value,
}

impl JoinPath {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Puts the parts of a path together",
        script: "Join-Path /usr share doc",
        output: "/usr/share/doc",
    }];

    /// The path with its drive as the session writes it.
    fn of_drive(runtime: &mut CommandRuntime<'_>, path: &str) -> CommandResult<String> {
        let Some((name, rest)) = path.split_once(':') else {
            return Ok(path.to_owned());
        };
        if name.is_empty() || name.contains(['/', '\\']) || rest.starts_with(':') {
            return Ok(path.to_owned());
        }
        let drive = paths::resolve(runtime, &format!("{name}:/"))?.drive;
        let name = drive.map_or_else(|| name.into(), |drive| drive.name.clone());
        let rest = rest.trim_start_matches(['/', '\\']);
        Ok(format!("{name}:/{rest}"))
    }
}

/// Puts one separator between two parts.
fn join(path: &str, child: &str) -> String {
    let path = path.replace('\\', "/");
    let child = child.replace('\\', "/");
    if path.is_empty() {
        return child;
    }
    let child = child.trim_start_matches('/');
    let separator = if path.ends_with('/') { "" } else { "/" };
    format!("{path}{separator}{child}")
}

impl Cmdlet for JoinPath {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for path in self.path.clone() {
            let mut joined = match Self::of_drive(runtime, &path) {
                Ok(path) => path,
                Err(flow) => {
                    paths::report(runtime, flow)?;
                    continue;
                }
            };
            for child in self.child_path.iter().chain(&self.additional_child_path) {
                joined = join(&joined, child);
            }
            if !*self.resolve {
                runtime.write_object(joined)?;
                continue;
            }
            let selection = Selection::new(&[joined.as_str().into()], &[]);
            match selection.expand(runtime, &joined) {
                Ok(items) => {
                    for item in items {
                        runtime.write_object(item.path)?;
                    }
                }
                Err(flow) => paths::report(runtime, flow)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn parts_have_one_separator() {
        assert_eq!(join("a/", "/b/"), "a/b/");
        assert_eq!(join("a", ""), "a/");
        assert_eq!(join("/", "x"), "/x");
        assert_eq!(join("a\\b", "c"), "a/b/c");
    }
}
