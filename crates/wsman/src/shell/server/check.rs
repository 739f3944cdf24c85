//! What every request has to satisfy before it means anything
//! (MS-WSMV 3.1.4.1 Common Message Processing Events and Sequencing Rules).

use super::types::ServerConfig;
use crate::fault::Known;
use crate::names::{ANONYMOUS, action};
use crate::soap::{Header, HeaderProblem};

/// Smallest answer that a client may allow.
const SMALLEST_ENVELOPE: u32 = 8192;

/// Options that a request may insist on.
const KNOWN_OPTIONS: &[&str] = &[
    "protocolversion",
    "WINRS_NOPROFILE",
    "WINRS_CODEPAGE",
    "WINRS_CONSOLEMODE_STDIN",
    "WINRS_SKIP_CMD_SHELL",
    "WSMAN_CMDSHELL_OPTION_KEEPALIVE",
];

/// Finds the first reason to refuse a request by its headers alone.
pub(super) fn header(header: &Header) -> Result<(), Known> {
    if header.message_id.is_none() {
        return Err(Known::InvalidHeader);
    }
    if header.action.is_none() || header.reply_to.is_none() {
        return Err(Known::HeaderRequired);
    }
    let anonymous = |address: &Option<String>| {
        address.as_ref().is_none_or(|address| address.trim_end_matches('/') == ANONYMOUS)
    };
    if !anonymous(&header.reply_to) || !anonymous(&header.fault_to) {
        return Err(Known::AddressingMode);
    }
    if let Some(problem) = header.problems.first() {
        return Err(match problem {
            HeaderProblem::InvalidTimeout(text) => Known::InvalidTimeout(text.clone()),
            HeaderProblem::InvalidMaxEnvelopeSize(_) => Known::InvalidHeader,
            HeaderProblem::NotUnderstood { namespace, name } => {
                Known::MustUnderstand(["{", namespace, "}", name].concat())
            }
            HeaderProblem::LocaleDemanded => Known::LocaleDemanded,
            HeaderProblem::DataLocaleDemanded => Known::DataLocaleDemanded,
        });
    }
    if header.max_envelope_size.is_some_and(|size| size < SMALLEST_ENVELOPE) {
        return Err(Known::EnvelopeLimitTooSmall);
    }
    compression(header)?;
    options(header)
}

/// The one place that decides about compression. No algorithm is available, so a request that
/// insists on one is refused and any other gets an uncompressed shell.
fn compression(header: &Header) -> Result<(), Known> {
    match &header.compression {
        Some(request) if request.must_understand => {
            Err(Known::CompressionNotSupported(request.algorithm.clone()))
        }
        _ => Ok(()),
    }
}

/// Resources that are not ours judge their options themselves.
fn options(header: &Header) -> Result<(), Known> {
    let about_shells = header.action.as_deref().is_some_and(|action| {
        action == action::CREATE || action.starts_with(crate::names::resource::SHELL)
    });
    let unknown = header.options.iter().find(|option| {
        option.must_comply
            && !KNOWN_OPTIONS.iter().any(|known| known.eq_ignore_ascii_case(&option.name))
    });
    match unknown {
        Some(option) if about_shells => Err(Known::OptionNotSupported(option.name.clone())),
        _ => Ok(()),
    }
}

/// How large the answer may be.
pub(super) fn answer_size(header: &Header, config: &ServerConfig) -> u32 {
    header.max_envelope_size.unwrap_or(u32::MAX).min(config.max_envelope_size)
}
