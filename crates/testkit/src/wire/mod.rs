//! Recorded conversations (tests/corpora/wire) against our own codecs and machines.
//!
//! | check | what is compared |
//! |---|---|
//! | [`Check::Codec`] | each packet, fragment and message decodes, and encodes to an equal document |
//! | [`Check::Server`] | the recorded client talks to our server machine; engine's answers as recorded |
//! | [`Check::Client`] | our client machine talks to the recorded server; the user's wishes as recorded |
//!
//! What two runs of the same program do not have in common is not compared: object ids, the order
//! between streams and between acknowledgements and messages, the order of dictionary entries.

mod client;
mod codec;
mod conversation;
mod document;
mod server;
mod transcript;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use document::normal_form;
pub use transcript::{Row, Side, Transcript};

/// What a conversation is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Check {
    /// Packets, fragments, messages.
    Codec,
    /// Our server machine.
    Server,
    /// Our client machine.
    Client,
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Codec => "codec",
            Self::Server => "server",
            Self::Client => "client",
        })
    }
}

/// The result of one check of one conversation.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The conversation.
    pub name: String,
    /// What it was held against.
    pub check: Check,
    /// What differs; nothing where all is well.
    pub differences: Vec<String>,
    /// Why a difference is accepted.
    pub exception: Option<String>,
}

impl Outcome {
    /// Whether it is as it should be: the same, or different where that is known.
    pub fn is_good(&self) -> bool {
        self.differences.is_empty() != self.exception.is_some()
    }
}

/// A difference that is accepted.
#[derive(Clone, Debug, Deserialize)]
struct Exception {
    /// The conversation.
    name: String,
    /// What it is held against.
    check: Check,
    /// Why it differs.
    reason: String,
}

#[derive(Debug, Default, Deserialize)]
struct Exceptions {
    #[serde(default)]
    exception: Vec<Exception>,
}

/// Where the corpus lies.
pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpora/wire")
}

/// Runs all checks on all conversations of a corpus.
///
/// # Errors
/// Where the corpus cannot be read.
pub fn run(corpus: &Path) -> Result<Vec<Outcome>, Box<dyn std::error::Error>> {
    let listed = std::fs::read_to_string(corpus.join("exceptions.toml")).unwrap_or_default();
    let listed: Exceptions = toml::from_str(&listed)?;
    let mut exceptions: BTreeMap<(String, Check), String> = listed
        .exception
        .into_iter()
        .map(|exception| ((exception.name, exception.check), exception.reason))
        .collect();
    let mut outcomes = Vec::new();
    for transcript in Transcript::load_all(&corpus.join("transcripts"))? {
        let mut add = |check, differences| {
            let name = transcript.name.clone();
            let exception = exceptions.remove(&(name.clone(), check));
            outcomes.push(Outcome { name, check, differences, exception });
        };
        add(Check::Codec, codec::check(&transcript));
        add(Check::Server, server::check(&transcript));
        if transcript.is_real_client {
            add(Check::Client, client::check(&transcript));
        }
    }
    if let Some((name, check)) = exceptions.into_keys().next() {
        return Err(format!("exceptions.toml lists {name} ({check}), which was not run").into());
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recorded_conversations_hold() {
        let outcomes = run(&corpus()).unwrap();
        assert!(outcomes.len() > 400, "{} checks", outcomes.len());
        let bad: Vec<String> = outcomes
            .iter()
            .filter(|outcome| !outcome.is_good())
            .map(|outcome| {
                format!("{} ({}): {:?}", outcome.name, outcome.check, outcome.differences)
            })
            .collect();
        assert!(bad.is_empty(), "{} of {} differ:\n{}", bad.len(), outcomes.len(), bad.join("\n"));
        let excepted = outcomes.iter().filter(|outcome| outcome.exception.is_some()).count();
        assert!(excepted * 10 <= outcomes.len(), "{excepted} exceptions");
    }
}
