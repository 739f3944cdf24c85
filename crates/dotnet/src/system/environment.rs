//! Environment variables and the names of the machine, the process and the user.

use std::io;

/// Reads and changes the environment of the process.
pub trait Environment {
    /// The value of an environment variable.
    fn variable(&self, name: &str) -> Option<String>;

    /// Sets an environment variable; `None` removes it.
    fn set_variable(&self, name: &str, value: Option<&str>);

    /// All environment variables.
    fn variables(&self) -> Vec<(String, String)>;

    /// The id of the process.
    fn process_id(&self) -> u32;

    /// The path of the running program.
    fn executable_path(&self) -> String;

    /// The arguments of the process, its own name first.
    fn command_line(&self) -> Vec<String>;

    /// Ends the process.
    fn exit(&self, code: i32);

    /// The name of the user.
    fn user_name(&self) -> String;

    /// The home folder of the user.
    fn home_directory(&self) -> String;

    /// The name of the machine.
    fn machine_name(&self) -> String;

    /// The kernel's name and version, such as `Unix 6.1.0.0`.
    fn os_version(&self) -> (String, remora_psobject::Version);

    /// The text that names the operating system to a reader.
    fn os_description(&self) -> String;

    /// Number of processors that the process may use.
    fn processor_count(&self) -> usize;

    /// Bytes of memory that the process holds.
    fn working_set(&self) -> i64 {
        0
    }

    /// The current folder of the process.
    fn current_directory(&self) -> String;

    /// Changes the current folder of the process.
    ///
    /// # Errors
    /// Where there is no such folder or no right to enter it.
    fn set_current_directory(&self, path: &str) -> io::Result<()>;

    /// The folder for temporary files, with a slash at its end.
    fn temp_directory(&self) -> String {
        let mut folder = self
            .variable("TMPDIR")
            .filter(|folder| !folder.is_empty())
            .unwrap_or_else(|| "/tmp/".to_owned());
        if !folder.ends_with('/') {
            folder.push('/');
        }
        folder
    }
}
