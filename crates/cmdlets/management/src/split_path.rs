//! `Split-Path`

use remora_engine::prelude::*;

use crate::paths::{self, Selection};

/// # Synopsis
/// Gives a part of paths.
///
/// # Description
/// The folder, unless another part is asked for. Nothing needs to exist.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/split-path
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Split",
    noun = "Path",
    class = "Microsoft.PowerShell.Commands.SplitPathCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "ParentSet",
    output("System.Boolean", set = "IsAbsoluteSet"),
    output(
        "System.String",
        set = "LeafSet",
        set = "LeafBaseSet",
        set = "ExtensionSet",
        set = "NoQualifierSet",
        set = "ParentSet",
        set = "QualifierSet",
        set = "LiteralPathSet"
    )
)]
pub(crate) struct SplitPath {
    /// The paths. Wildcards are expanded.
    #[parameter(
        sets(
            "ExtensionSet",
            "IsAbsoluteSet",
            "LeafBaseSet",
            "LeafSet",
            "NoQualifierSet",
            "ParentSet",
            "QualifierSet"
        ),
        position = 0,
        mandatory,
        pipeline,
        by_name
    )]
    path: Vec<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "LiteralPathSet", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// Gives the drive or provider.
    #[parameter(set = "QualifierSet", mandatory, by_name)]
    qualifier: Switch,
    /// Gives the path without drive or provider.
    #[parameter(set = "NoQualifierSet", mandatory, by_name)]
    no_qualifier: Switch,
    /// Gives the path of the folder.
    #[parameter(set = "ParentSet", by_name)]
    parent: Switch,
    /// Gives the last part.
    #[parameter(set = "LeafSet", mandatory, by_name)]
    leaf: Switch,
    /// Gives the last part without its extension.
    #[parameter(set = "LeafBaseSet", mandatory, by_name)]
    leaf_base: Switch,
    /// Gives the extension of the last part.
    #[parameter(set = "ExtensionSet", mandatory, by_name)]
    extension: Switch,
    /// Gives the items that the path leads to; they must exist.
    #[parameter]
    resolve: Switch,
    /// Tells whether the path is absolute.
    #[parameter(set = "IsAbsoluteSet", mandatory)]
    is_absolute: Switch,
    /// The account to act as. No provider of the session supports one.
    #[parameter(by_name, type = "pscredential", credential)]
    credential: Value,
}

impl SplitPath {
    pub(crate) const EXAMPLES: &[Example] = &[
        Example {
            title: "Gives the folder of a file",
            script: "Split-Path /etc/ssh/sshd_config",
            output: "/etc/ssh",
        },
        Example {
            title: "Gives the name of a file without its extension",
            script: "Split-Path /srv/report.2024.csv -LeafBase",
            output: "report.2024",
        },
    ];

    fn split(&self, path: &str) -> Result<Value, ErrorRecord> {
        let (qualifier, rest) = qualifier(path);
        if *self.qualifier {
            return match qualifier {
                "" => {
                    let message = format!(
                        "Cannot parse path because path '{path}' does not have a qualifier specified."
                    );
                    Err(error(
                        TypeId::FORMAT_EXCEPTION,
                        message,
                        "ParsePathFormatError",
                        ErrorCategory::InvalidArgument,
                        path,
                    ))
                }
                qualifier => Ok(qualifier.into()),
            };
        }
        if *self.no_qualifier {
            return Ok(rest.into());
        }
        if *self.is_absolute {
            let absolute = path.starts_with(['/', '\\']) || !qualifier.is_empty();
            return Ok(Value::Bool(absolute));
        }
        let plain = path.replace('\\', "/");
        let leaf = paths::leaf(&plain);
        let leaf =
            if qualifier.is_empty() { leaf } else { leaf.rsplit(':').next().unwrap_or(leaf) };
        let dot = leaf.rfind('.');
        if *self.leaf {
            return Ok(if leaf.is_empty() { plain.into() } else { leaf.into() });
        }
        if *self.leaf_base {
            return Ok(dot.and_then(|dot| leaf.get(..dot)).unwrap_or(leaf).into());
        }
        if *self.extension {
            let extension = dot.and_then(|dot| leaf.get(dot..)).unwrap_or("");
            return Ok(if extension == "." { "".into() } else { extension.into() });
        }
        if plain == "/" {
            return Err(invalid_argument(
                "Cannot process argument because the value of argument \"path\" is not valid. Change the value of the \"path\" argument and run the operation again.",
                "Argument",
                Value::Null,
            ));
        }
        Ok(folder_of(&plain).into())
    }
}

/// The drive or provider in front of a path, and the rest.
fn qualifier(path: &str) -> (&str, &str) {
    if let Some(at) = path.find("::") {
        return path.split_at(at + 2);
    }
    match path.find(':') {
        Some(at) if at > 0 && !path.get(..at).unwrap_or("").contains(['/', '\\']) => {
            path.split_at(at + 1)
        }
        _ => ("", path),
    }
}

/// The path without its last part; nothing for what stands in a root or alone.
fn folder_of(path: &str) -> String {
    let (qualifier, rest) = qualifier(path);
    let trimmed = rest.trim_end_matches('/');
    match trimmed.rfind('/') {
        Some(0) if qualifier.is_empty() => String::new(),
        Some(0) => format!("{qualifier}/"),
        Some(at) => format!("{qualifier}{}", trimmed.get(..at).unwrap_or("")),
        None => qualifier.to_owned(),
    }
}

impl Cmdlet for SplitPath {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection = Selection::new(&self.path, &self.literal_path);
        for path in &selection.paths {
            let mut found = vec![path.clone()];
            if *self.resolve {
                found = match selection.expand(runtime, path) {
                    Ok(items) => items.into_iter().map(|item| item.path).collect(),
                    Err(flow) => {
                        paths::report(runtime, flow)?;
                        continue;
                    }
                };
            }
            for path in found {
                match self.split(&path) {
                    Ok(part) => runtime.write_object(part)?,
                    Err(record) => runtime.write_error(record)?,
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_folders_and_qualifiers() {
        assert_eq!((folder_of("/a/b/c.txt").as_str(), folder_of("/a").as_str()), ("/a/b", ""));
        assert_eq!((folder_of("a").as_str(), folder_of("~/h").as_str()), ("", "~"));
        assert_eq!(qualifier("env:foo"), ("env:", "foo"));
        assert_eq!(qualifier("/a:b"), ("", "/a:b"));
    }
}
