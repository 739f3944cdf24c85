//! The session host's own side, with an engine of a few words behind it and the out-of-process
//! client in front of it.

mod client;
mod conversation;
mod engine;
mod relayed;
