//! Both ends of authentication against each other, in memory.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of a test fails like the test itself"
)]

mod attacks;
mod common;
mod hostile;
mod pair;
