//! What can go wrong on the way, and in which layer.

use std::fmt;

/// The layer in which a connection failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// The name was not resolved to an address.
    Resolve,
    /// No connection was made to the address.
    Connect,
    /// TLS was not agreed on, or the certificate was not accepted.
    Tls,
    /// The other end does not speak HTTP as it should, or broke the connection off.
    Http,
    /// A program was not started, or ended.
    Process,
    /// Something took longer than it may.
    TimeOut,
    /// Something is larger than it may be.
    Limit,
}

/// An error of the transport: the layer, who was talked to, and what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransportError {
    /// In which layer.
    pub layer: Layer,
    /// The host and port, or the program.
    pub peer: String,
    /// What happened, in the words of the layer.
    pub message: String,
}

impl TransportError {
    /// An error in a layer.
    pub fn new(layer: Layer, peer: impl Into<String>, message: impl fmt::Display) -> Self {
        Self { layer, peer: peer.into(), message: message.to_string() }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.layer {
            Layer::Resolve => "the name cannot be resolved",
            Layer::Connect => "no connection could be made",
            Layer::Tls => "TLS failed",
            Layer::Http => "the HTTP exchange failed",
            Layer::Process => "the program failed",
            Layer::TimeOut => "it took too long",
            Layer::Limit => "a message is too large",
        };
        write!(f, "{}: {what}: {}", self.peer, self.message)
    }
}

impl std::error::Error for TransportError {}
