//! A recorded conversation.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

/// Who wrote a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The client.
    Client,
    /// The server.
    Server,
}

/// One row of a recording.
#[derive(Clone, Debug)]
pub enum Row {
    /// A line, without its end.
    Line {
        /// Who wrote it.
        from: Side,
        /// The line.
        text: String,
        /// Whether it carries something broken on purpose, or is no packet.
        malformed: bool,
    },
    /// Something that happened beside the lines.
    Event(String),
}

/// A recorded conversation.
#[derive(Clone, Debug)]
pub struct Transcript {
    /// Its name.
    pub name: String,
    /// Whether the client is PowerShell's, not one written by hand.
    pub is_real_client: bool,
    /// What the server was started with.
    pub server: String,
    /// The client's private key in PEM form.
    pub test_key: Option<String>,
    /// The session key.
    pub session_key: Option<[u8; 32]>,
    /// Rows whose CLIXML is no XML.
    pub not_xml: Vec<usize>,
    /// The rows.
    pub rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Header {
    name: String,
    kind: String,
    server: String,
    #[serde(default)]
    malformed: Vec<usize>,
    #[serde(default)]
    not_xml: Vec<usize>,
    test_key: Option<String>,
    session_key: Option<String>,
}

impl Transcript {
    /// All conversations of a folder, by name.
    ///
    /// # Errors
    /// Where the folder cannot be read, or a file is no recording.
    pub fn load_all(folder: &Path) -> Result<Vec<Self>, Box<dyn std::error::Error>> {
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            paths.push(entry?.path());
        }
        paths.sort();
        paths.iter().map(|path| Self::load(&std::fs::read_to_string(path)?)).collect()
    }

    /// Reads a recording.
    ///
    /// # Errors
    /// Where it is none.
    pub fn load(text: &str) -> Result<Self, Box<dyn std::error::Error>> {
        let mut lines = text.lines();
        let header: Header = serde_json::from_str(lines.next().unwrap_or_default())?;
        let mut rows = Vec::new();
        // Rows are counted from 1, with the header.
        for (number, line) in (2..).zip(lines) {
            let row: Value = serde_json::from_str(line)?;
            let text = row.get("line").and_then(Value::as_str).unwrap_or_default().to_owned();
            let malformed = header.malformed.contains(&number);
            rows.push(match row.get("dir").and_then(Value::as_str) {
                Some("c>s") => Row::Line { from: Side::Client, text, malformed },
                Some("s>c") => Row::Line { from: Side::Server, text, malformed },
                _ => Row::Event(
                    row.get("event").and_then(Value::as_str).unwrap_or_default().to_owned(),
                ),
            });
        }
        Ok(Self {
            name: header.name,
            is_real_client: header.kind == "client",
            server: header.server,
            test_key: header.test_key,
            session_key: header.session_key.as_deref().and_then(key_of),
            not_xml: header.not_xml,
            rows,
        })
    }
}

fn key_of(text: &str) -> Option<[u8; 32]> {
    let bytes: Option<Vec<u8>> = (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect();
    bytes?.try_into().ok()
}
