//! What the processes of shells use, as the operating system's `/proc` tells it.

use std::collections::HashMap;

use nix::unistd::{SysconfVar, sysconf};

/// What a group of processes uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// Memory in bytes that is in use.
    pub(crate) memory: u64,
    /// Processes.
    pub(crate) processes: u32,
}

/// What all processes of the computer use, by process group. Every session host and every command
/// of a text shell leads a group.
#[derive(Debug, Default)]
pub(crate) struct UsageByGroup(HashMap<u32, Usage>);

impl UsageByGroup {
    /// Looks; where there is no `/proc` nothing is found.
    pub(crate) fn look() -> Self {
        let mut groups: HashMap<u32, Usage> = HashMap::new();
        let page = sysconf(SysconfVar::PAGE_SIZE).ok().flatten();
        let page = page.and_then(|size| u64::try_from(size).ok()).unwrap_or(4096);
        for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
            let is_process = entry
                .file_name()
                .to_str()
                .is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_digit()));
            if !is_process {
                continue;
            }
            // It may have ended meanwhile.
            let Ok(text) = std::fs::read_to_string(entry.path().join("stat")) else { continue };
            if let Some((group, pages)) = parse(&text) {
                let usage = groups.entry(group).or_default();
                usage.memory = usage.memory.saturating_add(pages.saturating_mul(page));
                usage.processes += 1;
            }
        }
        Self(groups)
    }

    /// The sum of some groups, without this process's own; `None` where none of them exists.
    pub(crate) fn of(&self, groups: &[u32]) -> Option<Usage> {
        let own = std::process::id();
        let found = groups.iter().filter(|group| **group != own).filter_map(|id| self.0.get(id));
        found.copied().reduce(|one, other| Usage {
            memory: one.memory.saturating_add(other.memory),
            processes: one.processes.saturating_add(other.processes),
        })
    }
}

/// Group and resident pages of a process (proc(5), `/proc/pid/stat`). The name may hold anything,
/// so what counts begins behind its last parenthesis.
fn parse(stat: &str) -> Option<(u32, u64)> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_ascii_whitespace();
    let group = fields.nth(2)?.parse().ok()?;
    let pages = fields.nth(18)?.parse().ok()?;
    Some((group, pages))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_confuse() {
        let stat =
            "4242 (a) b (c) S 1 77 78 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 100 9999 321 1844";
        assert_eq!(parse(stat), Some((77, 321)));
        assert_eq!(parse("4242 (x) S 1"), None);
    }

    #[test]
    fn a_child_is_found_by_its_group() {
        use std::os::unix::process::CommandExt;
        let mut child =
            std::process::Command::new("sleep").arg("30").process_group(0).spawn().unwrap();
        let found = UsageByGroup::look().of(&[child.id()]);
        child.kill().unwrap();
        child.wait().unwrap();
        let found = found.unwrap();
        assert!(found.processes == 1 && found.memory > 0, "{found:?}");
        assert_eq!(UsageByGroup::look().of(&[std::process::id()]), None);
    }
}
