//! Sessions through OpenSSH: its server with this program as a subsystem, its client started by us.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{Answer, REMORA, run, write_private};

/// An sshd on loopback with keys and a configuration of its own. It ends when this is dropped.
struct Sshd {
    folder: TempDir,
    port: u16,
    server: Child,
}

impl Sshd {
    fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let file = |name: &str| folder.path().join(name);
        for key in ["host_key", "user_key"] {
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(file(key))
                .stdin(Stdio::null())
                .status()
                .unwrap();
            assert!(made.success());
        }
        std::fs::copy(file("user_key.pub"), file("authorized_keys")).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let at = folder.path().display();
        let configuration = format!(
            "ListenAddress 127.0.0.1:{port}\nHostKey {at}/host_key\nPidFile none\nAuthorizedKeysFile {at}/authorized_keys\n\
             StrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\n\
             Subsystem powershell {REMORA} -sshs -NoLogo -NoProfile\n"
        );
        write_private(&file("sshd_config"), &configuration);
        // Only a server that root starts asks for it, and it is empty.
        let _ = std::fs::create_dir_all("/run/sshd");
        let program = ["/usr/sbin/sshd", "/usr/bin/sshd", "/usr/local/sbin/sshd"];
        let program = program.iter().find(|path| Path::new(path).exists()).expect("sshd");
        let server = Command::new(program)
            .args(["-D", "-e", "-f"])
            .arg(file("sshd_config"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(file("log")).unwrap())
            .spawn()
            .unwrap();
        let mut sshd = Self { folder, port, server };
        let deadline = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < deadline, "{}", sshd.log());
            assert!(sshd.server.try_wait().unwrap().is_none(), "{}", sshd.log());
            std::thread::sleep(Duration::from_millis(20));
        }
        sshd
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// `$ssh`: the parameters that reach this server.
    fn prelude(&self) -> String {
        let at = self.folder.path().display();
        format!(
            "$ssh = @{{ HostName = '127.0.0.1'; Port = {}; KeyFilePath = '{at}/user_key'; \
             Options = @{{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = '{at}/known_hosts'; LogLevel = 'ERROR' }} }}\n",
            self.port
        )
    }

    fn command(&self, line: &str) -> Answer {
        let text = self.prelude() + line;
        run(self.client().args(["-NoProfile", "-NonInteractive", "-c", &text]), "")
    }

    fn client(&self) -> Command {
        let mut client = Command::new(REMORA);
        client.current_dir(self.folder.path());
        client
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
#[ignore = "needs sshd; cargo xtask interop runs it"]
fn a_command_runs_through_ssh() {
    let sshd = Sshd::start();
    sshd.command(
        "Invoke-Command @ssh { $PID } | ForEach-Object { \"$($_ -ne $PID) $($_.PSComputerName)\" }; \
         1..3 | Invoke-Command @ssh { process { $_ * 2 } }; $x = 5; Invoke-Command @ssh { $using:x + 1 }; \
         Invoke-Command @ssh { param($a) \"argument $a\" } -ArgumentList 7; \
         Invoke-Command @ssh { Write-Warning careful; Write-Error boom } -ErrorAction SilentlyContinue -ErrorVariable e; \
         \"$e $($e[0].OriginInfo.PSComputerName)\"",
    )
    .gives(
        "True 127.0.0.1\n2\n4\n6\n6\nargument 7\nWARNING: careful\nboom 127.0.0.1",
    );
}

#[test]
#[ignore = "needs sshd; cargo xtask interop runs it"]
fn a_session_through_ssh_keeps_its_state() {
    let sshd = Sshd::start();
    sshd.command(
        "$s = New-PSSession @ssh; \"$($s.Transport) $($s.State) $($s.ComputerName)\"; Invoke-Command $s { $n = 41 }; \
         Invoke-Command $s { ++$n; $n }; \
         try { Invoke-Command $s { throw 'thrown' } } catch { \"caught $_\" }; \
         $j = Invoke-Command $s { 'from a job' } -AsJob; $j | Receive-Job -Wait -AutoRemoveJob; \
         Remove-PSSession $s; $s.State",
    )
    .gives("SSH Opened 127.0.0.1\n42\ncaught thrown\nfrom a job\nClosed");
}

#[test]
#[ignore = "needs sshd; cargo xtask interop runs it"]
fn a_prompt_goes_through_ssh_and_comes_back() {
    let sshd = Sshd::start();
    let input = sshd.prelude()
        + "Enter-PSSession @ssh\n$there = $PID; Set-Location /usr\n'in ' + (Get-Location)\nexit\n$null -eq $there\n";
    let answer = run(sshd.client().args(["-NoProfile", "-NoLogo"]), &input);
    let lines: Vec<&str> = answer.stdout.lines().collect();
    let at = lines.iter().position(|line| line.ends_with("Enter-PSSession @ssh")).unwrap();
    let shown = |line: &str| lines[at..].contains(&line);
    assert!(shown("[127.0.0.1]: PS /usr> 'in ' + (Get-Location)"), "{}", answer.stdout);
    assert!(shown("in /usr") && shown("True"), "{}", answer.stdout);
    assert_eq!((answer.stderr.as_str(), answer.code), ("", Some(0)));
}

#[test]
#[ignore = "needs sshd; cargo xtask interop runs it"]
fn a_key_that_is_not_known_is_one_error() {
    let sshd = Sshd::start();
    let other: PathBuf = sshd.folder.path().join("host_key");
    let answer = sshd.command(&format!(
        "$ssh.KeyFilePath = '{}'; $ssh.Options.BatchMode = 'yes'; Invoke-Command @ssh {{ 'never' }}",
        other.display()
    ));
    assert_eq!((answer.stdout.as_str(), answer.code), ("", Some(1)));
    assert!(answer.stderr.contains("Permission denied (publickey)"), "{}", answer.stderr);
}
