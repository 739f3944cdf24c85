//! `Resolve-Path`

use remora_engine::prelude::*;

use crate::paths::{self, Selection};

/// # Synopsis
/// Gives the paths that wildcards stand for.
///
/// # Description
/// Each item that is found is a PathInfo, or a text with -Relative.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/resolve-path
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Resolve",
    noun = "Path",
    class = "Microsoft.PowerShell.Commands.ResolvePathCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    aliases("rvpa")
)]
pub(crate) struct ResolvePath {
    /// The paths. Wildcards are expanded.
    #[parameter(set = "Path", position = 0, mandatory, pipeline, by_name)]
    path: Vec<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "LiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// Gives paths relative to the current location.
    #[parameter(sets("LiteralPath", "Path"))]
    relative: Switch,
    /// The folder that paths are relative to.
    #[parameter]
    relative_base_path: Option<PsString>,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
    /// The account to act as. No provider of the session supports one.
    #[parameter(by_name, type = "pscredential", credential)]
    credential: Value,
}

impl ResolvePath {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Gives the paths that wildcards stand for",
        script: "(Resolve-Path /us*/bin).Path",
        output: "/usr/bin",
    }];
}

/// A path as it is seen from a folder.
fn relative_to(base: &str, path: &str) -> String {
    let parts = |path: &str| -> Vec<String> {
        path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let (base, path) = (parts(base), parts(path));
    let mut common = base.iter().zip(&path).take_while(|(left, right)| left == right).count();
    if common == base.len() && path.len() > common {
        let inside = path.get(common..).unwrap_or(&[]);
        return format!("./{}", inside.join("/"));
    }
    // The folder itself and those above it are told by their names.
    if common == path.len() {
        common = common.saturating_sub(1);
    }
    let mut steps = vec!["..".to_owned(); base.len() - common];
    steps.extend(path.get(common..).unwrap_or(&[]).iter().cloned());
    steps.join("/")
}

impl Cmdlet for ResolvePath {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection =
            Selection::new(&self.path, &self.literal_path).with(*self.force, &Vec::new());
        let base = match &self.relative_base_path {
            Some(base) => paths::resolve(runtime, base)?.provider_path,
            None => runtime.session().current_provider_path(),
        };
        for path in &selection.paths {
            let seen_from_base = match (&self.relative_base_path, path.starts_with('/')) {
                (Some(_), false) if *self.relative => paths::join(&base, path),
                _ => path.to_string(),
            };
            let items = match selection.expand(runtime, &seen_from_base) {
                Ok(items) => items,
                Err(flow) => {
                    paths::report(runtime, flow)?;
                    continue;
                }
            };
            for item in items {
                if *self.relative {
                    runtime.write_object(relative_to(&base, &item.provider_path))?;
                } else {
                    runtime.write_object(Value::live(item.to_path_info()))?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::relative_to;

    #[test]
    fn paths_are_told_from_a_folder() {
        let seen = |base, path| relative_to(base, path);
        assert_eq!(seen("/t/w", "/t/w/f.txt"), "./f.txt");
        assert_eq!(seen("/t/w/d", "/t/w/f.txt"), "../f.txt");
        assert_eq!(seen("/t/w/d", "/t/w/d"), "../d");
        assert_eq!(seen("/t/w/d", "/t/w"), "../../w");
        assert_eq!(seen("/usr", "/usr"), "../usr");
    }
}
