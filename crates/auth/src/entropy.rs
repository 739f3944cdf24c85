//! The outside world that the machines may look at: random bytes and the time.

use std::time::Duration;

/// Randomness and time, supplied by the caller so that the machines stay reproducible in tests.
pub trait Entropy {
    /// Fills the whole buffer with bytes from a cryptographically secure generator. Challenges
    /// and session keys are made from them: a predictable source breaks every guarantee.
    fn fill(&mut self, buffer: &mut [u8]);

    /// The current time.
    fn now(&self) -> FileTime;
}

impl dyn Entropy + '_ {
    pub(crate) fn array<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }
}

/// A point in time as Windows counts it (MS-DTYP 2.3.3 FILETIME): ticks of 100 nanoseconds since
/// 1601-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileTime(u64);

impl FileTime {
    /// Ticks between the epochs of Windows (1601) and Unix (1970).
    const UNIX_EPOCH_TICKS: u64 = 116_444_736_000_000_000;

    /// The point in time with this number of ticks.
    #[must_use]
    pub const fn from_ticks(ticks: u64) -> Self {
        Self(ticks)
    }

    /// The point in time this long after the Unix epoch; times beyond the range become its end.
    #[must_use]
    pub fn from_unix(since_epoch: Duration) -> Self {
        let ticks = u64::try_from(since_epoch.as_nanos() / 100).unwrap_or(u64::MAX);
        Self(Self::UNIX_EPOCH_TICKS.saturating_add(ticks))
    }

    /// The number of ticks since 1601.
    #[must_use]
    pub const fn ticks(self) -> u64 {
        self.0
    }

    /// The distance between two points in time, whichever is the earlier.
    #[must_use]
    pub fn distance(self, other: Self) -> Duration {
        let ticks = self.0.abs_diff(other.0);
        let nanoseconds = u32::try_from(ticks % 10_000_000).unwrap_or(0).saturating_mul(100);
        Duration::new(ticks / 10_000_000, nanoseconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unix_epoch_lies_369_years_after_the_windows_epoch() {
        assert_eq!(FileTime::from_unix(Duration::ZERO).ticks(), 116_444_736_000_000_000);
        assert_eq!(FileTime::from_unix(Duration::from_micros(1)).ticks(), 116_444_736_000_000_010);
    }

    #[test]
    fn distance_ignores_direction() {
        let earlier = FileTime::from_ticks(1);
        let later = FileTime::from_ticks(10_000_001 + 5);
        assert_eq!(earlier.distance(later), Duration::new(1, 500));
        assert_eq!(later.distance(earlier), Duration::new(1, 500));
        assert_eq!(
            FileTime::default().distance(FileTime::from_ticks(u64::MAX)).as_secs(),
            u64::MAX / 10_000_000
        );
    }
}
