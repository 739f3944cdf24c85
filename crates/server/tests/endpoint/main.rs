//! The endpoint over real sockets, with session hosts in memory.

mod authentication;
mod common;
mod relay;
mod stopping;
