//! How much a peer may make this end hold.

/// Bounds on what arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one message, put together from its fragments.
    pub message_size: usize,
    /// Bounds on the CLIXML in a message.
    pub clixml: remora_clixml::Limits,
    /// Pipelines that exist at the same time, closed ones not counted.
    pub pipelines: usize,
    /// Host calls, of one pipeline or of the pool, that wait for an answer at the same time.
    pub host_calls: usize,
    /// Bytes that wait because a secure string in them needs a session key.
    pub held: usize,
}

/// Messages of 200 MB, as a PowerShell client takes them; 1,000 pipelines.
impl Default for Limits {
    fn default() -> Self {
        Self {
            message_size: 200 * 1024 * 1024,
            clixml: remora_clixml::Limits::default(),
            pipelines: 1000,
            host_calls: 1000,
            held: 16 * 1024 * 1024,
        }
    }
}
