//! Remote shells: MS-WSMV 3.1.4.1.31 Remote Shell, from either end.
//!
//! A PowerShell session and a text shell differ only in their resource, their streams and in who
//! chooses the identifiers; both machines serve both.

pub mod client;
pub mod server;

/// One HTTP request and its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExchangeId(pub u64);
