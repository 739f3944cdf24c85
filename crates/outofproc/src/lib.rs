//! The line protocol of PowerShell's out-of-process server: `pwsh -s`, the SSH subsystem (`-sshs`) and
//! named pipes, sans-IO.
//!
//! Each line is a packet, an XML element with the id of a pipeline, or with zeros for the pool:
//!
//! | client | server | what |
//! |---|---|---|
//! | `<Data Stream='Default' PSGuid='…'>base64</Data>` | `<DataAck PSGuid='…' />` | bytes of fragments, both ways; only those of the client are acknowledged |
//! | `<Command PSGuid='…' />` | `<CommandAck …/>` | opens a pipeline |
//! | `<Signal PSGuid='…' />` | `<SignalAck …/>` | stops a pipeline |
//! | `<Close PSGuid='…' />` | `<CloseAck …/>` | closes a pipeline or the pool |
//!
//! The protocol has no specification; what stands here is what PowerShell 7.6 does.
//!
//! | module | what it is |
//! |---|---|
//! | [`packet`] | a packet ⇄ its text |
//! | [`line`](mod@line) | bytes → lines |
//! | [`client`] | [`client::Lines`]: channel verbs ⇄ lines; [`client::Session`]: a pool over lines |
//! | [`server`] | the same for the other end |
//!
//! `Lines` looks at no message, so that whoever only relays a session can use it.

pub mod client;
pub mod line;
pub mod packet;
pub mod server;

pub use line::LineReader;
pub use packet::{Packet, PacketError};

/// What the lines begin with in which a server on an SSH channel or a named pipe says what went wrong.
pub const ERROR_PREFIX: &str = "__NamedPipeError__:";

/// Bytes of fragments that a client puts into one packet.
pub const PACKET_SIZE: usize = 32 * 1024;

/// The exit code of a server that ends with an error, also at the end of its input.
pub const EXIT_CODE: i32 = 4000;
