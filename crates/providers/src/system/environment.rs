//! Environment variables; names of the machine, the process and the user.

use std::io;

use nix::unistd::{Uid, User};
use remora_dotnet::system::Environment;
use remora_psobject::Version;

use super::NativeSystem;

fn user() -> Option<User> {
    User::from_uid(Uid::effective()).ok().flatten()
}

/// The first line of a file below `/proc`.
fn line_of(path: &str) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    Some(text.lines().next()?.trim().to_owned())
}

/// The numbers of a kernel release such as `6.1.0-13-amd64`, at most four.
fn numbers_of(release: &str) -> Vec<i32> {
    release
        .split(|character: char| !character.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map_while(|part| part.parse().ok())
        .take(4)
        .collect()
}

impl Environment for NativeSystem {
    fn variable(&self, name: &str) -> Option<String> {
        self.variables.lock().get(name).cloned()
    }

    fn set_variable(&self, name: &str, value: Option<&str>) {
        let mut variables = self.variables.lock();
        match value {
            Some(value) => variables.insert(name.to_owned(), value.to_owned()),
            None => variables.remove(name),
        };
    }

    fn variables(&self) -> Vec<(String, String)> {
        let variables = self.variables.lock();
        variables.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    fn process_id(&self) -> u32 {
        std::process::id()
    }

    fn executable_path(&self) -> String {
        std::env::current_exe().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default()
    }

    fn command_line(&self) -> Vec<String> {
        std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect()
    }

    fn exit(&self, code: i32) {
        std::process::exit(code);
    }

    fn user_name(&self) -> String {
        user().map_or_else(|| self.variable("USER").unwrap_or_default(), |user| user.name)
    }

    fn home_directory(&self) -> String {
        self.variable("HOME").filter(|home| !home.is_empty()).unwrap_or_else(|| {
            user().map_or_else(|| "/".to_owned(), |user| user.dir.to_string_lossy().into_owned())
        })
    }

    fn machine_name(&self) -> String {
        let name = nix::unistd::gethostname()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        name.split('.').next().unwrap_or_default().to_owned()
    }

    fn os_version(&self) -> (String, Version) {
        let release = line_of("/proc/sys/kernel/osrelease").unwrap_or_default();
        let mut numbers = numbers_of(&release);
        numbers.resize(4, 0);
        let text: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let version =
            Version::parse(&text.join(".")).unwrap_or_else(|| Version::with_build(0, 0, 0));
        ("Unix".to_owned(), version)
    }

    fn os_description(&self) -> String {
        let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
        let pretty = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
        pretty.map_or_else(|| "Linux".to_owned(), |name| name.trim_matches('"').to_owned())
    }

    fn processor_count(&self) -> usize {
        std::thread::available_parallelism().map_or(1, usize::from)
    }

    fn working_set(&self) -> i64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.split_whitespace().next())
            .and_then(|kilobytes| kilobytes.parse::<i64>().ok())
            .map_or(0, |kilobytes| kilobytes.saturating_mul(1024))
    }

    fn current_directory(&self) -> String {
        std::env::current_dir()
            .map_or_else(|_| "/".to_owned(), |path| path.to_string_lossy().into_owned())
    }

    fn set_current_directory(&self, path: &str) -> io::Result<()> {
        std::env::set_current_dir(path)
    }
}

#[cfg(test)]
mod tests {
    use super::numbers_of;

    #[test]
    fn releases_are_numbers() {
        assert_eq!(numbers_of("6.1.0-13-amd64"), [6, 1, 0, 13]);
        assert_eq!(numbers_of("5.15"), [5, 15]);
    }
}
