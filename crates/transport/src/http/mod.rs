//! HTTP/1.1, one connection at a time: authentication belongs to the connection, so there is no pool.

mod client;
mod message;
mod server;

pub use client::{Endpoint, HttpConnection};
pub use message::{HttpLimits, Request, Response};
pub use server::{ConnectionHandler, Peer, serve_connection};
