//! Makes what a shell printed comparable with what was recorded.

use std::sync::LazyLock;

use regex::Regex;

/// The characters after which a long text of the `cli` set is cut.
const LONGEST_TEXT: usize = 6000;

/// Where the reference itself is installed; its name in a message is PSHOME.
const REFERENCE_HOME: &str = "/opt/microsoft/powershell/7";

fn pattern(text: &str) -> Regex {
    #[expect(clippy::expect_used, reason = "the patterns are constants of this file")]
    Regex::new(text).expect("a valid pattern")
}

static COLOUR: LazyLock<Regex> = LazyLock::new(|| pattern(r"\x1b\[[0-9;]*m|\x1b\[\?1[hl]"));
static RANDOM_GUID: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b")
});
static TEMPORARY_MODULE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\btmp_[a-z0-9]{8}\.[a-z0-9]{3}\b"));
static SSH_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?m)^(?:ssh: |kex_exchange_identification: |Connection (?:closed|reset) by ",
        r"|subsystem request failed|Warning: Permanently|Warning: Identity file ).*\n?"
    ))
});
static HELP_TEXT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?s)^\nUsage: (?:pwsh|\S+).*"));

/// The names that stand for folders in recorded text.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    /// The root of the sandbox as it was when the answers were recorded.
    pub(crate) recorded_root: &'static str,
    /// The root of the sandbox now. Of the same length, since tables are laid out by it.
    pub(crate) root: String,
    /// The folder of the shell under test.
    pub(crate) shell_home: String,
}

const SNIPPET_FOLDERS: [(&str, &str); 3] = [("home", "<HOME>"), ("t", "<TMP>"), ("w", "<CWD>")];
const PROGRAM_FOLDERS: [(&str, &str); 4] =
    [("home", "<HOME>"), ("t", "<TMP>"), ("w", "<CWD>"), ("p", "<PROG>")];
const CLI_FOLDERS: [(&str, &str); 4] =
    [("home", "<HOME>"), ("t", "<TMP>"), ("w", "<CWD>"), ("bin", "<BIN>")];
const REMOTING_FOLDERS: [(&str, &str); 6] = [
    ("rhome", "<RHOME>"),
    ("home", "<HOME>"),
    ("jea", "<JEA>"),
    ("rt", "<RTMP>"),
    ("t", "<TMP>"),
    ("w", "<CWD>"),
];

impl Places {
    /// Decodes, and puts the recorded root in the place of this one.
    fn decode(&self, bytes: &[u8]) -> String {
        String::from_utf8_lossy(bytes).replace(&self.root, self.recorded_root)
    }

    fn name_folders(&self, mut text: String, folders: &[(&str, &str)]) -> String {
        for (folder, name) in folders {
            text = text.replace(&format!("{}/{folder}", self.recorded_root), name);
        }
        text
    }

    fn name_shell_home(&self, text: &str) -> String {
        let home = self.shell_home.replace(&self.root, self.recorded_root);
        if home.is_empty() { text.to_owned() } else { text.replace(&home, "<PSHOME>") }
    }

    /// Output of a snippet.
    pub(crate) fn snippet(&self, bytes: &[u8]) -> String {
        self.plain(bytes, &SNIPPET_FOLDERS)
    }

    /// Output of a whole script.
    pub(crate) fn program(&self, bytes: &[u8]) -> String {
        self.plain(bytes, &PROGRAM_FOLDERS)
    }

    fn plain(&self, bytes: &[u8], folders: &[(&str, &str)]) -> String {
        let text = self.decode(bytes).replace("\r\n", "\n");
        let text = COLOUR.replace_all(&text, "").into_owned();
        trim_line_ends(&self.name_shell_home(&self.name_folders(text, folders)))
    }

    /// Output of a remoting case: random ids and what `ssh` itself says are left out, too.
    pub(crate) fn remoting(&self, bytes: &[u8]) -> String {
        let text = self.decode(bytes).replace("\r\n", "\n");
        let mut text = COLOUR.replace_all(&text, "").into_owned();
        for (folder, name) in REMOTING_FOLDERS {
            text = replace_whole(&text, &format!("{}/{folder}", self.recorded_root), name);
        }
        let text = RANDOM_GUID.replace_all(&text, "xxxxxxxx-xxxx-4xxx-xxxx-xxxxxxxxxxxx");
        let text = self.name_shell_home(&text).replace(REFERENCE_HOME, "<PSHOME>");
        let text = trim_line_ends(&text);
        let text = SSH_TEXT.replace_all(&text, "");
        TEMPORARY_MODULE.replace_all(&text, "tmp_xxxxxxxx.xxx").into_owned()
    }

    /// Output of a command-line case: nothing is trimmed, only named and cut.
    pub(crate) fn command_line(&self, bytes: &[u8]) -> String {
        let text = self.name_folders(self.decode(bytes), &CLI_FOLDERS);
        let text = self.name_shell_home(&text);
        let text = HELP_TEXT.replace(&text, "\nUsage: <HELP TEXT>").into_owned();
        let length = text.chars().count();
        if length <= LONGEST_TEXT {
            return text;
        }
        let kept: String = text.chars().take(LONGEST_TEXT).collect();
        format!("{kept}<CUT at {LONGEST_TEXT} of {length} characters>")
    }
}

/// Replaces `needle` where no letter or digit follows it.
fn replace_whole(text: &str, needle: &str, name: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(needle) {
        result += before;
        let goes_on = after.chars().next().is_some_and(|next| next.is_ascii_alphanumeric());
        result += if goes_on { needle } else { name };
        rest = after;
    }
    result + rest
}

fn trim_line_ends(text: &str) -> String {
    let is_blank = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_end_matches(is_blank)).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Places {
        Places {
            recorded_root: "/tmp/pscorp",
            root: "/tmp/pscor3".to_owned(),
            shell_home: "/opt/remora".to_owned(),
        }
    }

    #[test]
    fn snippet_output_loses_colours_blanks_and_places() {
        let bytes =
            b"\x1b[32mok\x1b[0m  \r\n/tmp/pscor3/w/a /tmp/pscor3/t\n\x1b[?1h\n/opt/remora/x\n";
        assert_eq!(places().snippet(bytes), "ok\n<CWD>/a <TMP>\n\n<PSHOME>/x\n");
    }

    #[test]
    fn a_cut_path_reads_as_it_was_recorded() {
        assert_eq!(places().snippet("/tmp/pscor…".as_bytes()), "/tmp/pscor…");
        assert_eq!(places().snippet("/tmp/pscor3…".as_bytes()), "/tmp/pscorp…");
    }

    #[test]
    fn blank_lines_and_broken_bytes_stay() {
        assert_eq!(places().snippet(b"\n a\t\n\n\xff\n"), "\n a\n\n\u{fffd}\n");
    }

    #[test]
    fn program_folder_has_its_name() {
        assert_eq!(places().program(b"/tmp/pscor3/p/044.ps1"), "<PROG>/044.ps1");
    }

    #[test]
    fn remoting_names_only_whole_folders() {
        let text = places().remoting(b"/tmp/pscor3/rt /tmp/pscor3/rhome/x /tmp/pscor3/tx");
        assert_eq!(text, "<RTMP> <RHOME>/x /tmp/pscorp/tx");
    }

    #[test]
    fn remoting_hides_random_ids_only() {
        let text = places().remoting(
            b"0F8FAD5B-D9CB-469F-A165-70867728950E 00000000-0000-0000-0000-000000000000\n\
              tmp_ab12cd34.xyz\nssh: connect refused\nend\n",
        );
        assert_eq!(
            text,
            "xxxxxxxx-xxxx-4xxx-xxxx-xxxxxxxxxxxx 00000000-0000-0000-0000-000000000000\n\
             tmp_xxxxxxxx.xxx\nend\n"
        );
    }

    #[test]
    fn command_line_output_is_not_trimmed() {
        assert_eq!(places().command_line(b"a  \r\n\x1b[1m"), "a  \r\n\x1b[1m");
        assert_eq!(
            places().command_line(b"\nUsage: remora [-Login]\nmore"),
            "\nUsage: <HELP TEXT>"
        );
    }

    #[test]
    fn long_command_line_output_is_cut() {
        let text = places().command_line("é".repeat(6001).as_bytes());
        assert!(text.ends_with("é<CUT at 6000 of 6001 characters>"));
    }
}
