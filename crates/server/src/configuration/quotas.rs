//! How much anybody may use (MS-WSMV 2.2.4.10 ConfigType, the limits of Service and Winrs).

use std::time::Duration;

use remora_wsman::fault::Known;

/// The value of `MaxMemoryPerShellMB` that means no limit, and the default of Windows.
pub const UNLIMITED_MEMORY: u64 = 2_147_483_647;

/// The limits of an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotas {
    /// Shells of one user at the same time (`MaxShellsPerUser`).
    pub max_shells_per_user: u32,
    /// Users that have shells at the same time (`MaxConcurrentUsers`).
    pub max_concurrent_users: u32,
    /// Requests of one user at the same time (`MaxConcurrentOperationsPerUser`).
    pub max_operations_per_user: u32,
    /// Commands in one shell that have not ended (`MaxProcessesPerShell`).
    pub max_commands_per_shell: u32,
    /// Megabytes of memory that the processes of one shell may use (`MaxMemoryPerShellMB`);
    /// [`UNLIMITED_MEMORY`] for any.
    pub max_memory_per_shell_mb: u64,
    /// Connections at the same time (`MaxConnections`).
    pub max_connections: usize,
    /// Largest envelope in bytes, either way (`MaxEnvelopeSizekb`).
    pub max_envelope_size: u32,
    /// Longest time a request may wait (`MaxTimeoutms`).
    pub max_operation_timeout: Duration,
    /// After which time without a request a shell ends, where the client does not say
    /// (`IdleTimeout`).
    pub idle_timeout: Duration,
    /// The longest idle time-out that a client may ask for (`MaxIdleTimeoutms`).
    pub max_idle_timeout: Duration,
    /// Bytes of output that one shell holds before its host has to wait.
    pub output_buffer: usize,
    /// Bytes of input that one shell holds before its client has to wait.
    pub input_buffer: usize,
    /// Longest line of a session host, in bytes.
    pub max_line: usize,
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            max_shells_per_user: 30,
            max_concurrent_users: 10,
            max_operations_per_user: 1500,
            max_commands_per_shell: 25,
            max_memory_per_shell_mb: UNLIMITED_MEMORY,
            max_connections: 300,
            max_envelope_size: 512_000,
            max_operation_timeout: Duration::from_secs(60),
            idle_timeout: Duration::from_secs(7200),
            max_idle_timeout: Duration::from_millis(2_147_483_647),
            output_buffer: 8 * 1024 * 1024,
            input_buffer: 1024 * 1024,
            max_line: 4 * 1024 * 1024,
        }
    }
}

impl Quotas {
    /// An idle time-out that a client asks for, unless it is too long.
    ///
    /// # Errors
    /// [`Known::IdleTimeoutTooLong`].
    pub(crate) fn check_idle(&self, asked: Duration) -> Result<Duration, Known> {
        if asked > self.max_idle_timeout {
            let milliseconds = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
            let (asked, allowed) = (milliseconds(asked), milliseconds(self.max_idle_timeout));
            return Err(Known::IdleTimeoutTooLong(asked, allowed));
        }
        Ok(asked)
    }
}
