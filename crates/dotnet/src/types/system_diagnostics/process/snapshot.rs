//! What the kernel says of a process at one moment.

use remora_psobject::time::{TICKS_PER_SECOND, UNIX_EPOCH_TICKS};

use crate::system::System;

/// The kernel counts time in hundredths of a second for programs.
const CLOCK_TICK: i64 = TICKS_PER_SECOND / 100;

/// A process at one moment. Sizes are bytes, times ticks of 100 ns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Snapshot {
    pub(crate) name: String,
    /// Whether it has ended and waits for its parent to notice.
    pub(crate) is_zombie: bool,
    pub(crate) parent: i32,
    pub(crate) session: i32,
    pub(crate) user_time: i64,
    pub(crate) system_time: i64,
    pub(crate) priority: i64,
    pub(crate) nice: i64,
    pub(crate) threads: i64,
    /// Since the system started.
    pub(crate) started: i64,
    pub(crate) virtual_memory: i64,
    pub(crate) working_set: i64,
    pub(crate) peak_working_set: i64,
    pub(crate) peak_virtual_memory: i64,
    pub(crate) private_memory: i64,
    pub(crate) swapped: i64,
}

impl Snapshot {
    /// Asks the kernel; `None` where there is no such process.
    pub(crate) fn of(system: &dyn System, id: i32) -> Option<Self> {
        let stat = text(system, &format!("/proc/{id}/stat"))?;
        let status = text(system, &format!("/proc/{id}/status")).unwrap_or_default();
        let command_line = text(system, &format!("/proc/{id}/cmdline")).unwrap_or_default();
        let mut snapshot = Self::parse(&stat, &status)?;
        if let Some(name) = whole_name(&snapshot.name, &command_line) {
            snapshot.name = name;
        }
        Some(snapshot)
    }

    fn parse(stat: &str, status: &str) -> Option<Self> {
        // The name may hold blanks and parentheses.
        let open = stat.find('(')?;
        let close = stat.rfind(')')?;
        let name = stat.get(open + 1..close)?.to_owned();
        let fields: Vec<&str> = stat.get(close + 1..)?.split_whitespace().collect();
        let number =
            |at: usize| -> i64 { fields.get(at).and_then(|field| field.parse().ok()).unwrap_or(0) };
        let small = |at: usize| i32::try_from(number(at)).unwrap_or(0);
        let size = |key: &str| -> i64 {
            status
                .lines()
                .find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))
                .and_then(|rest| rest.split_whitespace().next()?.parse::<i64>().ok())
                .map_or(0, |kilobytes| kilobytes.saturating_mul(1024))
        };
        Some(Self {
            name,
            is_zombie: matches!(fields.first().copied(), Some("Z" | "X")),
            parent: small(1),
            session: small(3),
            user_time: number(11).saturating_mul(CLOCK_TICK),
            system_time: number(12).saturating_mul(CLOCK_TICK),
            priority: number(15),
            nice: number(16),
            threads: number(17),
            started: number(19).saturating_mul(CLOCK_TICK),
            virtual_memory: number(20),
            working_set: size("VmRSS"),
            peak_working_set: size("VmHWM"),
            peak_virtual_memory: size("VmPeak"),
            private_memory: size("VmData"),
            swapped: size("VmSwap"),
        })
    }
}

/// The kernel keeps 15 bytes of a name; the command line has all of it.
fn whole_name(short: &str, command_line: &str) -> Option<String> {
    const KEPT: usize = 15;
    if short.len() < KEPT {
        return None;
    }
    let mut parts = command_line.split('\0');
    let named = |part: &str| {
        let name = part.rsplit('/').next().unwrap_or(part);
        name.starts_with(short).then(|| name.to_owned())
    };
    let program = parts.next().and_then(named);
    program.or_else(|| parts.next().and_then(named))
}

/// When the system started, in ticks of UTC.
pub(crate) fn boot_time(system: &dyn System) -> i64 {
    let stat = text(system, "/proc/stat").unwrap_or_default();
    let seconds = stat
        .lines()
        .find_map(|line| line.strip_prefix("btime "))
        .and_then(|seconds| seconds.trim().parse::<i64>().ok());
    UNIX_EPOCH_TICKS.saturating_add(seconds.unwrap_or(0).saturating_mul(TICKS_PER_SECOND))
}

/// The text of a file of the kernel.
pub(crate) fn text(system: &dyn System, path: &str) -> Option<String> {
    let bytes = system.read(path).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_the_kernel_is_read() {
        let stat =
            "42 (a (b) c) S 1 42 7 0 -1 4194560 9 0 0 0 150 50 0 0 20 0 3 0 1234 4096000 500 0";
        let status = "Name:\ta\nVmRSS:\t   2048 kB\nVmData:\t 10 kB\n";
        let snapshot = Snapshot::parse(stat, status).unwrap();
        assert_eq!(snapshot.name, "a (b) c");
        assert_eq!((snapshot.session, snapshot.threads), (7, 3));
        assert_eq!((snapshot.user_time, snapshot.started), (15_000_000, 123_400_000));
        assert_eq!((snapshot.working_set, snapshot.virtual_memory), (2_097_152, 4_096_000));
        assert_eq!(
            whole_name("a-very-long-nam", "/usr/bin/a-very-long-name\0-x\0").as_deref(),
            Some("a-very-long-name")
        );
    }
}
