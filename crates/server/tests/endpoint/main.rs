//! The endpoint over real sockets, with session hosts in memory.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test itself"
)]

mod authentication;
mod common;
mod quotas;
mod receiving;
mod relay;
mod stopping;
mod taking_up;
mod text_shell;
