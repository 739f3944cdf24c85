//! The session host's own side, with an engine of a few words behind it and the out-of-process
//! client in front of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test itself"
)]

mod client;
mod conversation;
mod engine;
mod interoperability;
mod process;
mod relayed;
