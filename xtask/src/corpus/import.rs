//! `cargo xtask corpus import`: copies the recorded sets that tests need.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::workspace;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder with the recorded sets.
    #[arg(long, default_value = "../shared/oracle", value_name = "FOLDER")]
    from: PathBuf,
}

/// A folder of recorded data and which of its files are copied.
struct Source {
    folder: &'static str,
    /// File names, or `*.ext` for all of a kind.
    files: &'static [&'static str],
    /// Whether folders below are copied, too.
    recursive: bool,
    /// One row of the table in README.md.
    what: &'static str,
}

const SOURCES: [Source; 14] = [
    Source {
        folder: "corpus",
        files: &["corpus.jsonl", "golden.jsonl"],
        recursive: false,
        what: "snippets by area: `{id, area, script}`; golden.jsonl: `{id, out, err, code}`",
    },
    Source {
        folder: "corpus2",
        files: &["corpus.jsonl", "golden.jsonl"],
        recursive: false,
        what: "more snippets, in the same format: `x.*` .NET types, conversion, the language's \
               corners; `y.*` cmdlets, providers, modules, formatting",
    },
    Source {
        folder: "programs",
        files: &["programs.jsonl", "golden.jsonl"],
        recursive: false,
        what: "whole scripts: `{id, tags, script}`, run as files",
    },
    Source {
        folder: "remoting",
        files: &["corpus.jsonl", "golden.jsonl"],
        recursive: false,
        what: "snippets that reach other computers through the tables `$one`, `$two`, `$three`, \
               `$bad`, `$refused` and `$jNAME`; areas ending in `.ssh` belong to that transport",
    },
    Source {
        folder: "remoting/endpoints",
        files: &["*.pssc", "*.psrc", "*.ps1", "*.psm1", "*.psd1", "*.ps1xml", "*.txt", "*.dat"],
        recursive: true,
        what: "the session configurations that `$jNAME` reaches; `<JEA>` in them is this folder",
    },
    Source {
        folder: "remoting/preludes",
        files: &["ssh.ps1"],
        recursive: false,
        what: "one line that defines the tables for a transport: `ssh.ps1` as recorded, \
               `wsman.ps1` our own",
    },
    Source {
        folder: "wire/transcripts",
        files: &["*.jsonl"],
        recursive: false,
        what: "conversations of the remoting protocol out of process: a header line, then \
               `{dir, line}` and `{event}`",
    },
    Source {
        folder: "cli",
        files: &["cases.jsonl", "golden.jsonl"],
        recursive: false,
        what: "starts of the program: `{id, argv or sh, stdin, env, files, cwd}`; a negative \
               `code` is a signal",
    },
    Source {
        folder: "cli/completion",
        files: &["cases.jsonl", "golden.jsonl"],
        recursive: false,
        what: "completion: `{prelude, input, cursor}`; matches as `[text, list item, type, tool \
               tip]`, null where nothing was recorded",
    },
    Source {
        folder: "cli/pty/scenarios",
        files: &["*.json"],
        recursive: false,
        what: "terminal scenarios: NAME.json with keys and checkpoints, NAME.golden.json with \
               screens",
    },
    Source {
        folder: "reference",
        files: &["*.jsonl"],
        recursive: true,
        what: "tables of commands, parameters, aliases, variables, types, formats, errors, \
               cultures, constants, .NET types (bcl/): one object a line; a key that is absent is \
               false, null or empty",
    },
    Source {
        folder: "reference_windows",
        files: &["*.jsonl"],
        recursive: false,
        what: "the same for what exists on Windows alone, taken from documentation, not run",
    },
    Source {
        folder: "text",
        files: &["*.jsonl", "*.txt"],
        recursive: false,
        what: "cell_width.txt: `HHHH-HHHH width`; order_*.jsonl: strings in comparison order, \
               `eq`: equal to the line above",
    },
    Source {
        folder: "perf",
        files: &["*.ps1", "pwsh.md"],
        recursive: false,
        what: "scripts that measure, and PowerShell's own figures",
    },
];

/// Tools among the data that no test needs.
const LEFT_OUT: [&str; 1] = ["merge_roles.ps1"];

/// Copies the sets and writes the page that describes them.
pub(crate) fn main(arguments: &Arguments) -> Result<()> {
    let corpora = workspace::corpora();
    ensure!(arguments.from.is_dir(), "no folder {}", arguments.from.display());
    let (mut files, mut bytes) = (0_usize, 0_u64);
    for source in &SOURCES {
        let from = arguments.from.join(source.folder);
        let names = source.list(&from)?;
        ensure!(!names.is_empty(), "nothing to copy in {}", from.display());
        for name in names {
            let target = corpora.join(source.folder).join(&name);
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder)?;
            }
            // Read and written rather than copied: the source's permissions do not matter here.
            let content = fs::read(from.join(&name))?;
            bytes += content.len() as u64;
            files += 1;
            fs::write(&target, content).with_context(|| target.display().to_string())?;
        }
    }
    fs::write(corpora.join("README.md"), readme())?;
    println!("{files} files, {:.1} MB in {}", bytes as f64 / 1e6, corpora.display());
    Ok(())
}

impl Source {
    fn list(&self, from: &Path) -> Result<Vec<PathBuf>> {
        let mut names = Vec::new();
        for file in workspace::files_below(from)? {
            let name = file.strip_prefix(from)?.to_path_buf();
            let is_direct = name.components().count() == 1;
            if (is_direct || self.recursive) && self.wants(&name) {
                names.push(name);
            }
        }
        Ok(names)
    }

    fn wants(&self, name: &Path) -> bool {
        let name = name.file_name().unwrap_or_default().to_string_lossy();
        !LEFT_OUT.contains(&name.as_ref())
            && self.files.iter().any(|wanted| match wanted.strip_prefix('*') {
                Some(ending) => name.ends_with(ending),
                None => name == *wanted,
            })
    }
}

/// The page beside the data.
fn readme() -> String {
    let mut text = README_HEAD.to_owned();
    for source in &SOURCES {
        text += "| ";
        text += source.folder;
        text += "/ | ";
        text += source.what;
        text += " |\n";
    }
    text + README_TAIL
}

const README_HEAD: &str = "\
# Recorded cases

What PowerShell 7.6.5 answered on Linux (Debian 12, .NET 10, ICU 72, as root, UTC, en_US.UTF-8,
NO_COLOR=1; without PSReadLine, PSResourceGet, the Markdown cmdlets and Test-Json). The scripts were
written for this project; the answers are facts. `cargo xtask corpus import` wrote this page and
copied the data; nothing here is edited by hand but `passing/`, `known_failures.toml`, `left_to_chance.toml`
and `remoting/preludes/wsman.ps1`.

| folder | what |
|---|---|
";

const README_TAIL: &str = "
## How a case runs

`cargo xtask corpus` runs the sets corpus, corpus2, programs, remoting and cli: one fresh process a
case, in emptied folders, with an environment of its own, standard input closed, and a limit of
20 seconds. A case passes when standard output, standard error and exit code are exactly those on
record, after normalisation.

| set | the shell is called with |
|---|---|
| corpus, corpus2 | `-NoLogo -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand …` |
| programs | `-NoLogo -NoProfile -NonInteractive -File <PROG>/ID.ps1` |
| remoting | `-NoLogo -NoProfile -NonInteractive -Command TEXT`: the prelude is line 1, the snippet starts on line 2 |
| cli | as the case says |

Normalisation: `<HOME>`, `<TMP>`, `<CWD>`, `<PROG>`, `<BIN>`, `<PSHOME>` (the folder of the shell), and in
remoting `<RHOME>`, `<RTMP>` (the far side) and `<JEA>` stand for folders. But for cli, colours and blanks at
line ends are left out and CRLF is LF. In remoting every random GUID is `xxxxxxxx-xxxx-4xxx-xxxx-xxxxxxxxxxxx`
and a temporary module is `tmp_xxxxxxxx.xxx`. In cli the help text is `Usage: <HELP TEXT>`, and text is cut after
6,000 characters.

## The ratchet

`passing/SET.txt` lists the cases that pass; a listed case that fails makes the run fail. `cargo xtask corpus
--update` adds what passes now, and `--allow-removal` with it takes out what does not.
`known_failures.toml` has a table for each set with `\"id\" = \"reason\"` for each case that will not be met; a
listed case that passes makes the run fail, too. `left_to_chance.toml` names, in the same form, cases whose
answer on record is one of several right ones: they run, but nothing is held to them.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_names_are_wanted_tools_are_not() {
        let endpoints =
            SOURCES.iter().find(|source| source.folder == "remoting/endpoints").unwrap();
        assert!(endpoints.wants(Path::new("roles/jRole.pssc")));
        assert!(!endpoints.wants(Path::new("merge_roles.ps1")));
        let corpus = &SOURCES[0];
        assert!(corpus.wants(Path::new("golden.jsonl")));
        assert!(!corpus.wants(Path::new("README.md")));
    }

    #[test]
    fn the_page_is_the_one_committed() {
        let committed = fs::read_to_string(workspace::corpora().join("README.md")).unwrap();
        assert_eq!(committed, readme());
    }
}
