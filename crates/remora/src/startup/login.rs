//! `-Login`: the profile of the system's shell comes first.

use std::os::unix::process::CommandExt;
use std::process::Command;

/// The shell that reads `/etc/profile` and `~/.profile`.
const SHELL: &str = "/bin/sh";

/// Where the program was started as a login shell, becomes the system's shell, which reads its profile
/// and starts this program again. Comes back where it was not, or where that fails.
pub(crate) fn become_login_shell(words: &[String]) {
    let called_so = std::env::args_os()
        .next()
        .is_some_and(|name| name.as_encoded_bytes().first() == Some(&b'-'));
    let asked = words.first().is_some_and(|word| crate::arguments::is_login(word));
    if !called_so && !asked {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    // The word itself stays away, so that the second start is an ordinary one.
    let rest = words.iter().skip(usize::from(asked));
    let error =
        Command::new(SHELL).args(["-l", "-c", "exec \"$@\"", "-"]).arg(program).args(rest).exec();
    tracing::warn!(%error, "{SHELL} does not start: its profile is not read");
}
