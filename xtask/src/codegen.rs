//! `cargo xtask codegen`: the list of cmdlets in each `crates/cmdlets/*/src/lib.rs`.
//!
//! A cmdlet is one file `verb_noun.rs` beside `lib.rs` (or a folder `verb_noun/mod.rs`) with one
//! struct `VerbNoun` or `VerbNounCommand` that derives `Cmdlet`. Everything between the two marker
//! lines of `lib.rs` is written here; what stands outside (docs, helper modules) is the author's.
//! Adding a cmdlet is one new file and `cargo xtask codegen`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use regex::Regex;

use crate::tidy::SourceFile;
use crate::workspace;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Only says what is out of date, and fails if anything is.
    #[arg(long)]
    check: bool,
}

const START: &str = "// Cmdlets: written by `cargo xtask codegen`, from here";
const END: &str = "// Cmdlets: to here";

/// The generated section: the one place that knows how a struct becomes a list entry.
fn section(cmdlets: &[Cmdlet]) -> String {
    let mut text = format!("{START}\n");
    if !cmdlets.is_empty() {
        text += "use remora_engine::command::CmdletDefinition as _;\n\n";
    }
    for Cmdlet { module, .. } in cmdlets {
        let _ = writeln!(text, "mod {module};");
    }
    text += "\n/// The cmdlets of this module, by file name.\n#[rustfmt::skip]\n";
    text += "pub const CMDLETS: &[&remora_engine::command::CmdletSpec] = &[\n";
    for Cmdlet { module, name } in cmdlets {
        let _ = writeln!(text, "    {module}::{name}::SPEC,");
    }
    text + "];\n" + END + "\n"
}

/// A cmdlet's file and struct.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cmdlet {
    module: String,
    name: String,
}

/// Runs the task; false where `--check` found something out of date.
pub(crate) fn main(arguments: &Arguments) -> Result<bool> {
    let root = workspace::root();
    let mut is_fresh = true;
    for list in lists(&root)? {
        let path = workspace::relative(&root, &list.file);
        if list.is_fresh() {
            continue;
        }
        if arguments.check {
            is_fresh = false;
            println!("{path} is out of date; run `cargo xtask codegen`");
        } else {
            fs::write(&list.file, &list.wanted)?;
            println!("{path} written");
        }
    }
    Ok(is_fresh)
}

/// Files whose generated section is out of date.
pub(crate) fn stale(root: &Path) -> Result<Vec<String>> {
    let lists = lists(root)?;
    let stale = lists.iter().filter(|list| !list.is_fresh());
    Ok(stale.map(|list| workspace::relative(root, &list.file)).collect())
}

struct List {
    file: PathBuf,
    present: String,
    wanted: String,
}

impl List {
    fn is_fresh(&self) -> bool {
        self.present == self.wanted
    }
}

fn lists(root: &Path) -> Result<Vec<List>> {
    let parent = root.join("crates/cmdlets");
    let mut folders: Vec<PathBuf> = fs::read_dir(&parent)
        .with_context(|| parent.display().to_string())?
        .map(|entry| Ok(entry?.path().join("src")))
        .collect::<Result<_>>()?;
    folders.sort();
    let mut lists = Vec::new();
    for folder in folders.iter().filter(|folder| folder.join("lib.rs").is_file()) {
        let file = folder.join("lib.rs");
        let present = fs::read_to_string(&file)?;
        let cmdlets = cmdlets_in(folder)?;
        let wanted = if cmdlets.is_empty() && !present.contains(START) {
            present.clone()
        } else {
            insert(&present, &section(&cmdlets))
                .with_context(|| workspace::relative(root, &file))?
        };
        lists.push(List { file, present, wanted });
    }
    Ok(lists)
}

/// The cmdlets whose files lie in a crate's source folder.
fn cmdlets_in(folder: &Path) -> Result<Vec<Cmdlet>> {
    let mut cmdlets = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let file = if path.is_dir() { path.join("mod.rs") } else { path.clone() };
        let module = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !file.is_file() || file.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        if let Some(name) = cmdlet_struct(&module, &fs::read_to_string(&file)?)
            .with_context(|| file.display().to_string())?
        {
            cmdlets.push(Cmdlet { module, name });
        }
    }
    cmdlets.sort();
    Ok(cmdlets)
}

#[expect(clippy::expect_used, reason = "the pattern is a constant")]
static CMDLET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"#\[derive\([^)]*\bCmdlet\b[^)]*\)\][^;]*?\bstruct\s+(\w+)")
        .expect("a valid pattern")
});

/// The struct in a text that derives `Cmdlet`; its name must be that of the file.
fn cmdlet_struct(module: &str, text: &str) -> Result<Option<String>> {
    let code = SourceFile::new("", "", false, text).code.join("\n");
    let names: Vec<&str> = CMDLET
        .captures_iter(&code)
        .filter_map(|captures| captures.get(1).map(|name| name.as_str()))
        .collect();
    match names.as_slice() {
        [] => Ok(None),
        [name] => {
            let wanted = module.replace('_', "");
            let plain = name.strip_suffix("Command").unwrap_or(name);
            ensure!(
                name.to_lowercase() == wanted || plain.to_lowercase() == wanted,
                "a file {module}.rs holds `{wanted}` or `{wanted}Command`, not `{name}`",
                wanted = camel_case(module)
            );
            Ok(Some((*name).to_owned()))
        }
        _ => bail!("a cmdlet is one file: {}", names.join(", ")),
    }
}

/// `get_date` → `GetDate`.
fn camel_case(module: &str) -> String {
    let mut name = String::new();
    for word in module.split('_') {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.extend(letters);
    }
    name
}

/// Puts the section in the place of the old one, or at the end.
fn insert(text: &str, section: &str) -> Result<String> {
    let Some((before, rest)) = text.split_once(START) else {
        return Ok(format!("{}\n\n{section}", text.trim_end()));
    };
    let (_, after) = rest.split_once(END).context("the marker of the section's end is missing")?;
    Ok(format!("{before}{section}{}", after.strip_prefix('\n').unwrap_or(after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_struct_has_the_name_of_its_file() {
        let text = "/// Help.\n#[derive(Debug, Cmdlet)]\n#[cmdlet(verb = \"Get\", output = [\"A\"])]\n\
                    pub struct GetPSSessionCommand {\n}\n";
        assert_eq!(
            cmdlet_struct("get_pssession", text).unwrap().as_deref(),
            Some("GetPSSessionCommand")
        );
        let error = cmdlet_struct("get_date", text).unwrap_err().to_string();
        assert!(error.contains("GetDateCommand"), "{error}");
        assert_eq!(cmdlet_struct("helper", "// #[derive(Cmdlet)]\nstruct A;").unwrap(), None);
    }

    #[test]
    fn the_section_is_replaced_or_added() {
        let cmdlets = [Cmdlet { module: "get_date".into(), name: "GetDateCommand".into() }];
        let first = insert("//! Docs.\n", &section(&[])).unwrap();
        let second = insert(&first, &section(&cmdlets)).unwrap();
        assert!(first.starts_with("//! Docs.\n\n// Cmdlets:"));
        assert!(second.contains("\nmod get_date;\n"));
        assert!(second.contains("\n    get_date::GetDateCommand::SPEC,\n"));
        assert_eq!(second, insert(&second, &section(&cmdlets)).unwrap());
        assert_eq!(insert(&second, &section(&[])).unwrap(), first);
    }

    #[test]
    fn the_lists_are_fresh() {
        assert_eq!(stale(&workspace::root()).unwrap(), Vec::<String>::new());
    }
}
