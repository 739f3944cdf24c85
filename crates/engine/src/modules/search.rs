//! Where modules are: the folders of `PSModulePath`, folders of versions, files.

use remora_dotnet::system::FileKind;
use remora_psobject::Version;

use super::specification::version_key;
use crate::context::ExecutionContext;

/// Endings of module files in the order in which they are looked for.
const EXTENSIONS: [&str; 4] = ["psd1", "psm1", "cdxml", "dll"];

/// A module's file, and the version of the folder that it stands in.
#[derive(Clone, Debug)]
pub(crate) struct ModuleFile {
    pub(crate) path: String,
    pub(crate) version: Option<Version>,
}

/// The part of a path behind the last slash.
pub(crate) fn leaf(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The folder of a path.
pub(crate) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A file's name without the ending of a module's file.
pub(crate) fn stem(path: &str) -> &str {
    let name = leaf(path);
    match name.rsplit_once('.') {
        Some((stem, "psd1" | "psm1" | "ps1" | "cdxml" | "dll")) => stem,
        _ => name,
    }
}

/// The ending of a path in small letters.
pub(crate) fn extension(path: &str) -> String {
    leaf(path).rsplit_once('.').map_or_else(String::new, |(_, end)| end.to_ascii_lowercase())
}

impl ExecutionContext {
    pub(crate) fn is_file(&self, path: &str) -> bool {
        self.system.metadata(path, true).is_ok_and(|found| found.kind == FileKind::File)
    }

    pub(crate) fn is_folder(&self, path: &str) -> bool {
        self.system.metadata(path, true).is_ok_and(|found| found.kind == FileKind::Directory)
    }

    /// The folders of `PSModulePath`.
    pub fn module_paths(&self) -> Vec<String> {
        let list = self.system.variable("PSModulePath").unwrap_or_default();
        let separator = if cfg!(windows) { ';' } else { ':' };
        let mut found: Vec<String> = Vec::new();
        for folder in list.split(separator) {
            let folder = folder.trim_end_matches('/').to_owned();
            if !folder.is_empty() && !found.contains(&folder) {
                found.push(folder);
            }
        }
        found
    }

    /// The module files of a folder that bears the module's name: those of its folders of versions,
    /// the newest first, then its own.
    pub(crate) fn files_of_folder(&self, folder: &str) -> Vec<ModuleFile> {
        let name = leaf(folder);
        let mut versions: Vec<(Version, String)> = self
            .system
            .list(folder)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|entry| Some((Version::parse(leaf(&entry))?, leaf(&entry).to_owned())))
            .collect();
        versions.sort_by_key(|(version, _)| std::cmp::Reverse(version_key(version)));
        let mut found = Vec::new();
        for (version, entry) in versions {
            let file = self.file_with_extension(&format!("{folder}/{entry}/{name}"));
            found.extend(file.map(|path| ModuleFile { path, version: Some(version) }));
        }
        let file = self.file_with_extension(&format!("{folder}/{name}"));
        found.extend(file.map(|path| ModuleFile { path, version: None }));
        found
    }

    /// The file of this path with the ending of a module.
    pub(crate) fn file_with_extension(&self, path: &str) -> Option<String> {
        EXTENSIONS
            .iter()
            .map(|extension| format!("{path}.{extension}"))
            .find(|path| self.is_file(path))
    }

    /// The files of a module of this name, in the order of the folders.
    pub(crate) fn module_files(&self, name: &str) -> Vec<ModuleFile> {
        let mut found = Vec::new();
        for folder in self.module_paths() {
            if extension(name).is_empty() || !EXTENSIONS.contains(&extension(name).as_str()) {
                let exact = format!("{folder}/{name}");
                let path = if self.is_folder(&exact) {
                    Some(exact)
                } else {
                    // Names of modules do not differ in case.
                    let entries = self.system.list(&folder).unwrap_or_default();
                    entries
                        .iter()
                        .map(|entry| leaf(entry))
                        .find(|entry| entry.eq_ignore_ascii_case(name))
                        .map(|entry| format!("{folder}/{entry}"))
                };
                if let Some(path) = path {
                    found.extend(self.files_of_folder(&path));
                }
            } else {
                let path = format!("{folder}/{name}");
                if self.is_file(&path) {
                    found.push(ModuleFile { path, version: None });
                }
            }
        }
        found
    }

    /// The files of all modules under the folders of `PSModulePath`.
    pub(crate) fn all_module_files(&self) -> Vec<ModuleFile> {
        let mut found = Vec::new();
        for folder in self.module_paths() {
            let mut entries = self.system.list(&folder).unwrap_or_default();
            entries.sort_by_key(|entry| leaf(entry).to_ascii_lowercase());
            for entry in entries {
                let path = format!("{folder}/{}", leaf(&entry));
                if self.is_folder(&path) {
                    found.extend(self.files_of_folder(&path));
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_no_extension() {
        assert_eq!(stem("/mods/a.b/a.b.psd1"), "a.b");
        assert_eq!(stem("/mods/a.b"), "a.b");
        assert_eq!(extension("/x.y/M.PSM1"), "psm1");
        assert_eq!(parent("/x/y"), "/x");
    }
}
