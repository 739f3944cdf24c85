//! The users file: the accounts of an endpoint as text.
//!
//! ```text
//! # Accounts of this endpoint. Make a line with the command that sets a password.
//! alice:a4f49c406510bdcab6824ee7c30fd852
//! CORP\bob:8846f7eaee8fb117ad06bdd830b7586c:account=bob:groups=helpdesk,printers
//! ```
//!
//! One account a line: the name, the NT hash as 32 hexadecimal digits, then any of
//! `account=NAME` (the local account as which commands run) and `groups=NAME,NAME`, separated by
//! colons. A name without a domain matches whatever domain the client names; a name with one
//! matches only that domain. Names compare without regard to case. Empty lines and lines whose
//! first character is `#` are comments and survive a rewrite.

use std::fmt;

use crate::{Account, AccountStore, NtHash, credential::split_name};

const FORM: &str = "NAME:HASH[:account=NAME][:groups=NAME,NAME]";

/// A line of a users file that cannot be used. The text never repeats the line: it may hold a hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("users file, line {line}: {problem}; expected {expected}")]
pub struct UsersFileError {
    /// The number of the line, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
    /// What should stand there.
    pub expected: &'static str,
}

/// One account of a users file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// `user`, `DOMAIN\user` or `user@domain`, as written.
    pub name: String,
    /// The NT hash of the password.
    pub nt_hash: NtHash,
    /// The local account as which commands run.
    pub local_account: Option<String>,
    /// The groups of the user.
    pub groups: Vec<String>,
}

impl User {
    /// A user with nothing but a name and a hash.
    #[must_use]
    pub fn new(name: impl Into<String>, nt_hash: NtHash) -> Self {
        Self { name: name.into(), nt_hash, local_account: None, groups: Vec::new() }
    }

    fn parse(text: &str) -> Result<Self, (String, &'static str)> {
        let mut fields = text.split(':').map(str::trim);
        let name = fields.next().unwrap_or_default();
        if !is_usable_name(name) {
            return Err((
                "the user name is empty or has a character that no name may have".into(),
                FORM,
            ));
        }
        let Some(hash) = fields.next() else {
            return Err(("there is no colon after the user name".into(), FORM));
        };
        let nt_hash = hash.parse::<NtHash>().map_err(|_| {
            (
                "the NT hash is not usable".into(),
                "exactly 32 hexadecimal digits after the user name",
            )
        })?;
        let mut user = Self::new(name, nt_hash);
        let mut has_groups = false;
        for field in fields {
            const FIELD: &str = "account=NAME or groups=NAME,NAME";
            match field.split_once('=') {
                Some(("account", _)) if user.local_account.is_some() => {
                    return Err(("account= stands twice".into(), "it once at the most"));
                }
                Some(("account", account)) if is_usable_word(account) => {
                    user.local_account = Some(account.to_owned());
                }
                Some(("groups", _)) if has_groups => {
                    return Err(("groups= stands twice".into(), "it once at the most"));
                }
                Some(("groups", groups))
                    if groups.split(',').all(|group| is_usable_word(group.trim())) =>
                {
                    has_groups = true;
                    user.groups = groups.split(',').map(|group| group.trim().to_owned()).collect();
                }
                Some(("account" | "groups", _)) => {
                    return Err(("a name after account= or groups= is not usable".into(), FIELD));
                }
                _ => return Err(("a field after the NT hash is not known".into(), FIELD)),
            }
        }
        Ok(user)
    }

    fn is_called(&self, name: &str) -> bool {
        fold(&self.name) == fold(name)
    }
}

impl fmt::Display for User {
    /// The line of the file, with the hash: for the file only.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.name, self.nt_hash.to_hex().as_str())?;
        if let Some(account) = &self.local_account {
            write!(formatter, ":account={account}")?;
        }
        if !self.groups.is_empty() {
            write!(formatter, ":groups={}", self.groups.join(","))?;
        }
        Ok(())
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    Comment(String),
    User(User),
}

/// The content of a users file. Reading and writing the file itself is the caller's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UsersFile {
    lines: Vec<Line>,
}

impl UsersFile {
    /// Reads the text of a users file.
    ///
    /// # Errors
    /// The first line that is not usable, or that repeats the name of an earlier one.
    pub fn parse(text: &str) -> Result<Self, UsersFileError> {
        let mut file = Self::default();
        let mut seen = std::collections::HashMap::new();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (index, content) in text.lines().enumerate() {
            let line = index + 1;
            let trimmed = content.trim();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                file.lines.push(Line::Comment(content.trim_end().to_owned()));
                continue;
            }
            let user = User::parse(trimmed).map_err(|(problem, expected)| UsersFileError {
                line,
                problem,
                expected,
            })?;
            if let Some(earlier) = seen.insert(fold(&user.name), line) {
                let problem = format!("the user {} stands in line {earlier} already", user.name);
                return Err(UsersFileError { line, problem, expected: "each user once" });
            }
            file.lines.push(Line::User(user));
        }
        Ok(file)
    }

    /// The users, in the order of the file.
    pub fn users(&self) -> impl Iterator<Item = &User> {
        self.lines.iter().filter_map(|line| match line {
            Line::User(user) => Some(user),
            Line::Comment(_) => None,
        })
    }

    /// Adds a user at the end, or replaces the one of the same name in its place.
    ///
    /// # Errors
    /// A name that would not survive the file's form; the number of the line is that of the place.
    pub fn set(&mut self, user: User) -> Result<(), UsersFileError> {
        let place = self
            .lines
            .iter()
            .position(|line| matches!(line, Line::User(present) if present.is_called(&user.name)));
        let line = place.unwrap_or(self.lines.len()) + 1;
        let written = zeroize::Zeroizing::new(user.to_string());
        if User::parse(&written).ok().as_ref() != Some(&user) || user.name.starts_with('#') {
            let problem = "a name has a character that no name may have".to_owned();
            return Err(UsersFileError { line, problem, expected: FORM });
        }
        match place.and_then(|place| self.lines.get_mut(place)) {
            Some(present) => *present = Line::User(user),
            None => self.lines.push(Line::User(user)),
        }
        Ok(())
    }

    /// Removes a user; `false` when there is none of that name.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.lines.len();
        self.lines.retain(|line| !matches!(line, Line::User(user) if user.is_called(name)));
        self.lines.len() != before
    }

    fn lookup(&self, user: &str, domain: &str) -> Option<&User> {
        let (user, domain) = (fold(user), fold(domain));
        let mut general = None;
        let mut special = None;
        // No early end: the time must not depend on where, or whether, the user stands.
        for candidate in self.users() {
            let name = fold(&candidate.name);
            let (candidate_domain, candidate_user) = split_name(&name);
            if candidate_user == user && candidate_domain == domain && !domain.is_empty() {
                special = Some(candidate);
            } else if candidate_user == user && candidate_domain.is_empty() {
                general = Some(candidate);
            }
        }
        special.or(general)
    }
}

impl fmt::Display for UsersFile {
    /// The text of the file, hashes included: for the file only.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            match line {
                Line::Comment(text) => writeln!(formatter, "{text}")?,
                Line::User(user) => writeln!(formatter, "{user}")?,
            }
        }
        Ok(())
    }
}

impl AccountStore for UsersFile {
    fn find(&self, user: &str, domain: &str) -> Option<Account> {
        let whole = self.lookup(user, domain);
        // `user@domain` with no domain of its own is the other spelling of `domain\user`.
        let parts = match user.rsplit_once('@') {
            Some((name, suffix)) if domain.is_empty() => self.lookup(name, suffix),
            _ => None,
        };
        whole.or(parts).map(|user| Account {
            name: fold(&user.name),
            nt_hash: user.nt_hash.clone(),
            local_account: user.local_account.clone(),
            groups: user.groups.clone(),
        })
    }
}

fn fold(name: &str) -> String {
    name.to_lowercase()
}

fn is_usable_name(name: &str) -> bool {
    let (domain, user) = split_name(name);
    !user.is_empty()
        && !user.contains('\\')
        && (is_usable_word(domain) || !name.contains('\\'))
        && is_usable_word(user)
}

fn is_usable_word(word: &str) -> bool {
    !word.is_empty()
        && word.trim() == word
        && !word.chars().any(|character| character.is_control() || ":,=".contains(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "a4f49c406510bdcab6824ee7c30fd852";

    fn failure(text: &str) -> (usize, String) {
        let error = UsersFile::parse(text).unwrap_err();
        (error.line, error.to_string())
    }

    #[test]
    fn a_file_survives_being_rewritten() {
        let text = format!(
            "# head\n\nalice:{HASH}\nCORP\\bob:{HASH}:account=bob:groups=help desk,printers\n  # tail\n"
        );
        let file = UsersFile::parse(&text).unwrap();
        assert_eq!(file.to_string(), text);
        assert_eq!(file.users().count(), 2);
        let bob = file.find("BOB", "corp").unwrap();
        assert_eq!(bob.name, r"corp\bob");
        assert_eq!(bob.local_account.as_deref(), Some("bob"));
        assert_eq!(bob.groups, ["help desk", "printers"]);
    }

    #[test]
    fn a_name_with_a_domain_needs_that_domain_and_one_without_takes_any() {
        let file = UsersFile::parse(&format!("alice:{HASH}\nCORP\\bob:{HASH}\nLAB\\alice:{HASH}"))
            .unwrap();
        let name = |user: &str, domain: &str| file.find(user, domain).map(|account| account.name);
        assert_eq!(name("Alice", "").as_deref(), Some("alice"));
        assert_eq!(name("alice", "WORKGROUP").as_deref(), Some("alice"));
        assert_eq!(name("alice", "lab").as_deref(), Some(r"lab\alice"));
        assert_eq!(name("bob", "CORP").as_deref(), Some(r"corp\bob"));
        assert_eq!(name("bob@corp", "").as_deref(), Some(r"corp\bob"));
        assert_eq!(name("bob", ""), None);
        assert_eq!(name("bob", "LAB"), None);
        assert_eq!(name("", ""), None);
        assert_eq!(name(r"CORP\bob", ""), None);
    }

    #[test]
    fn errors_name_the_line_and_what_was_expected() {
        let (line, text) = failure(&format!("# fine\nalice:{HASH}\nbob"));
        assert_eq!(line, 3);
        assert!(text.contains("line 3") && text.contains("NAME:HASH"), "{text}");
        let (line, text) = failure("alice:1234");
        assert!(
            line == 1 && text.contains("32 hexadecimal digits") && !text.contains("1234"),
            "{text}"
        );
        let (line, text) = failure(&format!("alice:{HASH}\nALICE:{HASH}"));
        assert!(line == 2 && text.contains("line 1 already"), "{text}");
        for bad in [
            format!(":{HASH}"),
            format!("a\\b\\c:{HASH}"),
            format!("\\b:{HASH}"),
            format!("a\\:{HASH}"),
            format!("a:{HASH}:uid=1000"),
            format!("a:{HASH}:account="),
            format!("a:{HASH}:account=b:account=c"),
            format!("a:{HASH}:groups=b,,c"),
            format!("a:{HASH}:groups=b:groups=c"),
            format!("a:{HASH}:"),
        ] {
            assert_eq!(failure(&bad).0, 1, "{bad}");
        }
    }

    #[test]
    fn users_are_set_in_place_and_removed() {
        let mut file = UsersFile::parse(&format!("alice:{HASH}\n# between\nbob:{HASH}")).unwrap();
        file.set(User::new("Alice", NtHash::from_password("new"))).unwrap();
        file.set(User::new("carol", NtHash::from_password("x"))).unwrap();
        let names: Vec<_> = file.users().map(|user| user.name.as_str()).collect();
        assert_eq!(names, ["Alice", "bob", "carol"]);
        assert!(file.remove("BOB") && !file.remove("bob"));
        assert!(file.to_string().contains("# between\n"));
        for name in ["", "a:b", "a\nb", " a", "#a", "a,b", r"a\b\c"] {
            assert!(file.set(User::new(name, NtHash::from_password("x"))).is_err(), "{name:?}");
        }
        let mut user = User::new("dave", NtHash::from_password("x"));
        user.local_account = Some("a:b".into());
        assert!(file.set(user).is_err());
    }
}
