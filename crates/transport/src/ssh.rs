//! How the system's `ssh` is called.

/// What a connection through ssh needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SshTarget {
    /// Host name, or a name of ssh's own configuration.
    pub host: String,
    /// User; empty leaves it to ssh.
    pub user: String,
    /// TCP port; 0 leaves it to ssh.
    pub port: u16,
    /// File with the private key; empty leaves it to ssh.
    pub key_file: String,
    /// Subsystem that is started at the far end.
    pub subsystem: String,
    /// Options (`-o`), in order.
    pub options: Vec<(String, String)>,
}

/// Why a target cannot be handed to ssh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsafeArgument(pub String);

impl std::fmt::Display for UnsafeArgument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} cannot be given to ssh: it would be read as an option", self.0)
    }
}

impl std::error::Error for UnsafeArgument {}

impl SshTarget {
    /// The arguments for `ssh`: the subsystem is asked for, nothing is run.
    ///
    /// # Errors
    /// Where a host, user or subsystem begins with a dash or holds control characters, so that ssh
    /// would take it for something else.
    pub fn arguments(&self) -> Result<Vec<String>, UnsafeArgument> {
        for text in [&self.host, &self.user, &self.subsystem] {
            if text.starts_with('-') || text.chars().any(char::is_control) {
                return Err(UnsafeArgument(text.clone()));
            }
        }
        if self.host.is_empty() || self.options.iter().any(|(name, _)| name.contains(['=', ' '])) {
            return Err(UnsafeArgument(self.host.clone()));
        }
        let mut arguments = Vec::new();
        if !self.key_file.is_empty() {
            arguments.extend(["-i".to_owned(), self.key_file.clone()]);
        }
        if self.port != 0 {
            arguments.extend(["-p".to_owned(), self.port.to_string()]);
        }
        if !self.user.is_empty() {
            arguments.extend(["-l".to_owned(), self.user.clone()]);
        }
        for (name, value) in &self.options {
            arguments.extend(["-o".to_owned(), format!("{name}={value}")]);
        }
        arguments.extend([
            "-s".to_owned(),
            "--".to_owned(),
            self.host.clone(),
            self.subsystem.clone(),
        ]);
        Ok(arguments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_in_the_order_that_ssh_takes() {
        let target = SshTarget {
            host: "server01".into(),
            user: "user".into(),
            port: 2222,
            subsystem: "powershell".into(),
            options: vec![("StrictHostKeyChecking".into(), "yes".into())],
            ..SshTarget::default()
        };
        let arguments = target.arguments().unwrap().join(" ");
        assert_eq!(
            arguments,
            "-p 2222 -l user -o StrictHostKeyChecking=yes -s -- server01 powershell"
        );
    }

    #[test]
    fn options_in_disguise_are_refused() {
        let target = SshTarget { host: "-oProxyCommand=x".into(), ..SshTarget::default() };
        assert!(target.arguments().is_err());
        assert!(SshTarget::default().arguments().is_err());
    }
}
