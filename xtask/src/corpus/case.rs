//! The recorded cases: what runs, and what PowerShell answered.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A set of recorded cases, each a folder of `tests/corpora`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Set {
    /// Snippets by area of the language and its cmdlets.
    Corpus,
    /// More snippets: .NET types, conversion, providers, formatting.
    Corpus2,
    /// Whole scripts.
    Programs,
    /// Commands that run on other computers.
    Remoting,
    /// Switches, exit codes, streams and signals of the program.
    Cli,
}

impl Set {
    pub(crate) const ALL: [Self; 5] =
        [Self::Corpus, Self::Corpus2, Self::Programs, Self::Remoting, Self::Cli];

    /// The name of the set, which is its folder's.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Corpus => "corpus",
            Self::Corpus2 => "corpus2",
            Self::Programs => "programs",
            Self::Remoting => "remoting",
            Self::Cli => "cli",
        }
    }

    /// Reads the cases that have an answer on record.
    pub(crate) fn load(self, corpora: &Path) -> Result<Vec<Case>> {
        let folder = corpora.join(self.name());
        let bodies: Vec<(String, String, Body)> = match self {
            Self::Corpus | Self::Corpus2 => {
                read_lines::<SnippetLine>(&folder.join("corpus.jsonl"))?
                    .into_iter()
                    .map(|line| (line.id, line.area, Body::Snippet { script: line.script }))
                    .collect()
            }
            Self::Remoting => read_lines::<SnippetLine>(&folder.join("corpus.jsonl"))?
                .into_iter()
                .map(|line| (line.id, line.area, Body::Remoting { script: line.script }))
                .collect(),
            Self::Programs => read_lines::<ProgramLine>(&folder.join("programs.jsonl"))?
                .into_iter()
                .map(|line| {
                    let body = Body::Program { script: line.script, arguments: line.args };
                    (line.id, "programs".to_owned(), body)
                })
                .collect(),
            Self::Cli => read_lines::<CommandLine>(&folder.join("cases.jsonl"))?
                .into_iter()
                .map(|line| {
                    let area = line.id.split('.').next().unwrap_or_default();
                    (line.id.clone(), format!("cli.{area}"), Body::CommandLine(Box::new(line)))
                })
                .collect(),
        };
        let mut answers: HashMap<String, Answer> =
            read_lines::<GoldenLine>(&folder.join("golden.jsonl"))?
                .into_iter()
                .map(|line| (line.id, line.answer))
                .collect();
        Ok(bodies
            .into_iter()
            .filter(|(_, area, _)| self.is_held_to(area))
            .filter_map(|(id, area, body)| {
                let expected = answers.remove(&id)?;
                Some(Case { set: self, id, area, body, expected })
            })
            .collect())
    }

    /// Areas ending in `.ssh` record what belongs to that one transport of the reference.
    fn is_held_to(self, area: &str) -> bool {
        self != Self::Remoting || !area.ends_with(".ssh")
    }
}

/// One recorded case.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) set: Set,
    pub(crate) id: String,
    pub(crate) area: String,
    pub(crate) body: Body,
    pub(crate) expected: Answer,
}

/// What a case runs.
#[derive(Debug)]
pub(crate) enum Body {
    /// A script given as an encoded command.
    Snippet { script: String },
    /// A script file and its arguments.
    Program { script: String, arguments: Vec<String> },
    /// A script that reaches other computers through the tables of the prelude.
    Remoting { script: String },
    /// One start of the program, or one line of `/bin/sh`.
    CommandLine(Box<CommandLine>),
}

impl Body {
    /// The text that a reader of a failure wants to see.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Snippet { script } | Self::Remoting { script } => script.clone(),
            Self::Program { script, .. } => {
                script.lines().next().unwrap_or_default().to_owned() + " …"
            }
            Self::CommandLine(line) => match &line.sh {
                Some(text) => format!("sh: {text}"),
                None => format!("argv: {:?}", line.argv),
            },
        }
    }
}

/// What a process printed, normalised, and how it ended (negative: by that signal).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answer {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: i32,
}

#[derive(Deserialize)]
struct GoldenLine {
    id: String,
    #[serde(flatten)]
    answer: Answer,
}

#[derive(Deserialize)]
struct SnippetLine {
    id: String,
    area: String,
    script: String,
}

#[derive(Deserialize)]
struct ProgramLine {
    id: String,
    script: String,
    #[serde(default)]
    args: Vec<String>,
}

/// A case of the `cli` set.
#[derive(Debug, Deserialize)]
pub(crate) struct CommandLine {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) argv: Vec<String>,
    pub(crate) sh: Option<String>,
    pub(crate) stdin: Option<Content>,
    /// Variables added to the common environment; null removes one.
    #[serde(default)]
    pub(crate) env: Option<Map<String, Value>>,
    /// Path (`~/x` in the home folder, `PSHOME/x` beside the shell) and content.
    #[serde(default)]
    pub(crate) files: Option<Map<String, Value>>,
    pub(crate) cwd: Option<String>,
}

/// Bytes in a case: as text, or encoded where they are no text.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Content {
    Text(String),
    Encoded { b64: String },
}

/// Reads a file of one JSON object a line.
pub(crate) fn read_lines<T: DeserializeOwned>(file: &Path) -> Result<Vec<T>> {
    let text = fs::read_to_string(file).with_context(|| {
        format!("cannot read {}: run `cargo xtask corpus import`", file.display())
    })?;
    text.lines()
        .enumerate()
        .map(|(number, line)| {
            serde_json::from_str(line).with_context(|| format!("{}:{}", file.display(), number + 1))
        })
        .collect()
}
