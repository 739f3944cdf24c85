//! Text shells: commands with standard streams.

use std::sync::Arc;
use std::time::Duration;

use remora_server::SessionConfiguration;
use remora_server::configuration::SessionConfigurations;
use remora_wsman::exchange::{Answer, Endpoint};
use remora_wsman::fault::{Fault, Known};
use remora_wsman::message::{
    Command, CommandResponse, CommandStateKind, Create, CreateResponse, Delete, DeleteResponse,
    Disconnect, DisconnectResponse, Message, Receive, ReceiveResponse, Send, SendResponse, Shell,
    Signal, SignalCode, SignalResponse, Stream,
};
use remora_wsman::names::resource;
use remora_wsman::soap::{Options, Selectors};
use remora_wsman::{CommandId, Guid, ShellId};

use crate::authentication::{assert_fault, envelope, read};
use crate::common::{Connection, World};

const STDOUT: &str = "stdout";
const STDERR: &str = "stderr";

/// What a command gave.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
}

fn outcome(stdout: &str, stderr: &str, code: i32) -> Outcome {
    Outcome { stdout: stdout.to_owned(), stderr: stderr.to_owned(), code: Some(code) }
}

/// A text shell and a connection to it.
pub(crate) struct Client {
    pub(crate) connection: Connection,
    pub(crate) shell: ShellId,
}

fn request<M: Message>(
    shell: Option<&ShellId>,
    options: Options,
    timeout: Duration,
    message: &M,
) -> String {
    let mut endpoint = Endpoint::new("http://windows-host:5985/wsman", Guid([9; 16]));
    endpoint.operation_timeout = timeout;
    let selectors = shell.map_or_else(Selectors::none, Selectors::shell);
    let id = Guid(*uuid::Uuid::new_v4().as_bytes());
    endpoint.request(id, resource::SHELL_CMD, selectors, options, message)
}

impl Client {
    pub(crate) async fn open(world: &World) -> Self {
        Self::open_with(world, Shell::default(), Options::none()).await.unwrap()
    }

    pub(crate) async fn open_with(
        world: &World,
        shell: Shell,
        options: Options,
    ) -> Result<Self, Box<Fault>> {
        let mut connection = world.alice().await;
        let text = request(None, options, Duration::from_secs(20), &Create { shell });
        match read::<CreateResponse>(connection.soap(&text).await) {
            Answer::Message(_, response) => {
                let shell = response.shell_id().unwrap();
                Ok(Self { connection, shell })
            }
            Answer::Fault(fault) => Err(fault),
            other => panic!("{other:?}"),
        }
    }

    async fn ask<M: Message>(&mut self, options: Options, message: &M) -> (u16, Vec<u8>) {
        let text = request(Some(&self.shell), options, Duration::from_secs(20), message);
        self.connection.soap(&text).await
    }

    pub(crate) async fn start_with(
        &mut self,
        options: Options,
        command: &str,
        arguments: &[&str],
    ) -> Result<CommandId, Box<Fault>> {
        let arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        let message = Command { id: None, command: command.to_owned(), arguments };
        match read::<CommandResponse>(self.ask(options, &message).await) {
            Answer::Message(_, response) => Ok(response.id),
            Answer::Fault(fault) => Err(fault),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn start(&mut self, command: &str) -> CommandId {
        self.start_with(Options::none(), command, &[]).await.unwrap()
    }

    pub(crate) async fn receive(&mut self, command: &CommandId) -> Answer<ReceiveResponse> {
        let streams = vec![STDOUT.to_owned(), STDERR.to_owned()];
        let receive = Receive { command: Some(command.clone()), streams };
        read(self.ask(Options::none(), &receive).await)
    }

    /// Reads to the end.
    pub(crate) async fn outcome(&mut self, command: &CommandId) -> Outcome {
        let (mut streams, mut ends) = ([Vec::new(), Vec::new()], Vec::new());
        loop {
            let Answer::Message(_, response) = self.receive(command).await else {
                panic!("no output");
            };
            for stream in response.streams {
                assert_eq!(stream.command.as_ref(), Some(command));
                streams[usize::from(stream.name == STDERR)].extend(stream.data);
                if stream.end {
                    ends.push(stream.name);
                }
            }
            let state = response.state.expect("answers of text shells tell the state");
            if state.kind == CommandStateKind::Done {
                ends.sort();
                assert_eq!(ends, [STDERR, STDOUT]);
                let [stdout, stderr] = streams.map(|bytes| String::from_utf8(bytes).unwrap());
                return Outcome { stdout, stderr, code: state.exit_code };
            }
        }
    }

    pub(crate) async fn run(&mut self, command: &str) -> Outcome {
        let id = self.start(command).await;
        self.outcome(&id).await
    }

    async fn send(&mut self, command: &CommandId, text: &str, end: bool) -> (u16, Vec<u8>) {
        let (name, data) = ("stdin".to_owned(), text.as_bytes().to_vec());
        let stream = Stream { name, command: Some(command.clone()), end, data };
        self.ask(Options::none(), &Send { streams: vec![stream] }).await
    }

    pub(crate) async fn signal(
        &mut self,
        command: Option<&CommandId>,
        code: SignalCode,
    ) -> (u16, Vec<u8>) {
        self.ask(Options::none(), &Signal { command: command.cloned(), code }).await
    }

    async fn delete(&mut self) {
        let answer = self.ask(Options::none(), &Delete).await;
        assert!(matches!(read::<DeleteResponse>(answer), Answer::Message(..)));
    }
}

fn assert_done<M: Message + std::fmt::Debug>(answer: (u16, Vec<u8>)) {
    match read::<M>(answer) {
        Answer::Message(..) => {}
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn output_errors_and_exit_codes() {
    let world = World::new().await;
    let mut client = Client::open(&world).await;
    assert_eq!(client.run("echo out; echo err >&2; exit 3").await, outcome("out\n", "err\n", 3));
    assert_eq!(client.run("true").await, outcome("", "", 0));
    assert_eq!(client.run("kill -9 $$").await, outcome("", "", 137));
    let missing = client.run("no-such-program-here").await;
    assert_eq!((missing.stdout.as_str(), missing.code), ("", Some(127)));
    assert!(missing.stderr.contains("no-such-program-here"), "{missing:?}");
    // Variables and folders of one command are not the next one's.
    assert_eq!(client.run("cd /; V=1; export V").await.code, Some(0));
    assert_eq!(client.run("echo -$V-").await.stdout, "--\n");
    client.delete().await;
    assert_eq!(world.service.store().seats_taken(), 0);
}

#[tokio::test]
async fn arguments_and_the_engine() {
    let world = World::new().await;
    let mut client = Client::open(&world).await;
    for arguments in [&["-n", "a b"][..], &["-n a b"]] {
        let id = client.start_with(Options::none(), "printf '%s|'", arguments).await.unwrap();
        assert_eq!(client.outcome(&id).await.stdout, "-n|a|b|");
    }
    // The engine is `echo` here. The shell does not see its line.
    let line = "PowerShell -Command \"$env:HOME | x\" >y";
    assert_eq!(client.run(line).await.stdout, "-Command $env:HOME | x >y\n");
    let skip = Options::none().with("WINRS_SKIP_CMD_SHELL", "TRUE");
    let id = client.start_with(skip.clone(), "printf", &["%s,%s", "$HOME \"a  b\""]).await.unwrap();
    assert_eq!(client.outcome(&id).await.stdout, "$HOME,a  b");
    let fault = client.start_with(skip.clone(), "no-such-program-here", &[]).await.unwrap_err();
    assert!(fault.is(&Known::FileNotFound), "{fault:?}");
    let fault = client.start_with(Options::none(), " ", &[]).await.unwrap_err();
    assert!(fault.is(&Known::InvalidParameter), "{fault:?}");
    let odd = Options::none().with("WINRS_SKIP_CMD_SHELL", "perhaps");
    assert!(client.start_with(odd, "true", &[]).await.unwrap_err().is(&Known::InvalidParameter));
}

#[tokio::test]
async fn where_a_command_starts_and_what_it_finds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().canonicalize().unwrap().display().to_string();
    let world = World::new().await;
    let shell = Shell {
        working_directory: Some(path.clone()),
        environment: vec![
            ("GREETING".to_owned(), "good day".to_owned()),
            ("REMORA_SESSION_USER".to_owned(), "mallory".to_owned()),
        ],
        ..Shell::default()
    };
    let options = Options::none().with("WINRS_NOPROFILE", "TRUE").with("WINRS_CODEPAGE", "65001");
    let mut client = Client::open_with(&world, shell, options).await.unwrap();
    let found = client.run("pwd; echo $GREETING; echo $REMORA_SESSION_USER").await;
    assert_eq!(found.stdout, format!("{path}\ngood day\nalice\n"));

    let away = Shell { working_directory: Some("/no/such/folder".to_owned()), ..Shell::default() };
    let mut client = Client::open_with(&world, away, Options::none()).await.unwrap();
    let fault = client.start_with(Options::none(), "true", &[]).await.unwrap_err();
    assert!(fault.is(&Known::NoDirectory), "{fault:?}");
    let page = Options::none().with("WINRS_CODEPAGE", "none");
    let refused = Client::open_with(&world, Shell::default(), page).await.err().unwrap();
    assert!(refused.is(&Known::InvalidParameter), "{refused:?}");
}

#[tokio::test]
async fn input_and_its_end() {
    let world = World::new().await;
    let mut client = Client::open(&world).await;
    let id = client.start("cat; echo over").await;
    assert_done::<SendResponse>(client.send(&id, "one\n", false).await);
    let Answer::Message(_, first) = client.receive(&id).await else { panic!() };
    assert_eq!(first.streams[0].data, b"one\n");
    assert_eq!(first.state.unwrap().kind, CommandStateKind::Running);
    assert_done::<SendResponse>(client.send(&id, "two\n", true).await);
    assert_eq!(client.outcome(&id).await, outcome("two\nover\n", "", 0));
    // What comes after the end is nobody's; a command that reads nothing holds nothing up.
    assert_done::<SendResponse>(client.send(&id, "late", false).await);
    let deaf = client.start("exec <&-; exec sleep 0.3").await;
    for _ in 0..3 {
        assert_done::<SendResponse>(client.send(&deaf, &"x".repeat(100_000), false).await);
    }
    assert_eq!(client.outcome(&deaf).await.code, Some(0));
}

#[tokio::test]
async fn a_time_out_is_a_fault_that_clients_poll_on() {
    let world = World::new().await;
    let mut client = Client::open(&world).await;
    let id = client.start("sleep 1; echo late").await;
    let streams = vec![STDOUT.to_owned()];
    let receive = Receive { command: Some(id.clone()), streams };
    let patience = Duration::from_millis(500);
    let early = request(Some(&client.shell), Options::none(), patience, &receive);
    assert_fault::<ReceiveResponse>(client.connection.soap(&early).await, &Known::TimedOut);
    assert_eq!(client.outcome(&id).await, outcome("late\n", "", 0));
}

#[tokio::test]
async fn signals_reach_everything_that_a_command_started() {
    let world = World::new().await;
    let mut client = Client::open(&world).await;
    for (code, expected) in [(SignalCode::CtrlC, 130), (SignalCode::CtrlBreak, 143)] {
        let id = client.start("sleep 60 & sleep 60").await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_done::<SignalResponse>(client.signal(Some(&id), code).await);
        // The shell in the background ignores Ctrl-C; what it holds open is not waited for.
        assert_eq!(client.outcome(&id).await, outcome("", "", expected));
    }
    let id = client.start("trap 'echo caught; exit 7' INT; while :; do sleep 0.05; done").await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_done::<SignalResponse>(client.signal(Some(&id), SignalCode::CtrlC).await);
    assert_eq!(client.outcome(&id).await, outcome("caught\n", "", 7));

    let id = client.start("trap '' INT TERM; echo $$; while :; do sleep 0.05; done").await;
    let Answer::Message(_, first) = client.receive(&id).await else { panic!() };
    let process = String::from_utf8(first.streams[0].data.clone()).unwrap();
    let process = std::path::Path::new("/proc").join(process.trim());
    assert!(process.exists());
    for _ in 0..2 {
        assert_done::<SignalResponse>(client.signal(Some(&id), SignalCode::Terminate).await);
    }
    let Answer::Fault(fault) = client.receive(&id).await else { panic!() };
    assert!(fault.is(&Known::CommandNotFound), "{fault:?}");
    gone(&process).await;
    let answer = client.signal(Some(&id), SignalCode::CtrlC).await;
    assert_fault::<SignalResponse>(answer, &Known::CommandNotFound);
    let answer = client.signal(None, SignalCode::Terminate).await;
    assert_fault::<SignalResponse>(answer, &Known::InvalidParameter);
}

async fn gone(process: &std::path::Path) {
    for _ in 0..300 {
        if !process.exists() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{} runs on", process.display());
}

#[tokio::test]
async fn the_end_of_a_shell_is_the_end_of_its_commands() {
    let world = World::new().await;
    let mut client = Client::open(&world).await;
    let id = client.start("trap '' TERM; echo $$; while :; do sleep 0.05; done").await;
    let Answer::Message(_, first) = client.receive(&id).await else { panic!() };
    let process = String::from_utf8(first.streams[0].data.clone()).unwrap();
    client.delete().await;
    gone(&std::path::Path::new("/proc").join(process.trim())).await;
    assert_eq!(world.service.store().seats_taken(), 0);
    let Answer::Fault(fault) = client.receive(&id).await else { panic!() };
    assert!(fault.is(&Known::ShellNotFound(client.shell.clone())), "{fault:?}");
}

#[tokio::test]
async fn much_output_waits_for_its_client_and_is_whole() {
    let world = World::with(|options| options.quotas.output_buffer = 100_000).await;
    let mut client = Client::open(&world).await;
    let id = client
        .start("i=0; while [ $i -lt 20000 ]; do echo line $i of many; i=$((i+1)); done")
        .await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let found = client.outcome(&id).await;
    let expected: String = (0..20000).map(|number| format!("line {number} of many\n")).collect();
    assert_eq!(found.stdout.len(), expected.len());
    assert!(found.stdout == expected && found.code == Some(0));
}

#[tokio::test]
async fn what_a_command_leaves_running_holds_nobody_up() {
    let world = World::new().await;
    let mut client = Client::open(&world).await;
    let begin = std::time::Instant::now();
    let found = client.run("(sleep 20; echo never) & echo now").await;
    assert_eq!(found, outcome("now\n", "", 0));
    assert!(begin.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn requests_that_make_no_sense_for_text() {
    let world = World::new().await;
    let mut client = Client::open(&world).await;
    let id = client.start("cat").await;
    for (command, stream) in [(None, STDOUT), (Some(id.clone()), "pr")] {
        let receive = Receive { command, streams: vec![stream.to_owned()] };
        let answer = client.ask(Options::none(), &receive).await;
        assert_fault::<ReceiveResponse>(answer, &Known::InvalidParameter);
    }
    for (command, name) in [(None, "stdin"), (Some(id), "pr")] {
        let stream = Stream { name: name.to_owned(), command, ..Stream::default() };
        let answer = client.ask(Options::none(), &Send { streams: vec![stream] }).await;
        assert_fault::<SendResponse>(answer, &Known::InvalidParameter);
    }
    let leave = Disconnect { idle_timeout: None, buffer_mode: None };
    let answer = client.ask(Options::none(), &leave).await;
    assert_fault::<DisconnectResponse>(answer, &Known::DisconnectNotSupported);
    // A pipeline of PowerShell in a text shell.
    let pipeline = Command::pipeline(CommandId::from(Guid([5; 16])), b"x");
    let answer = client.connection.soap(&envelope(Some(&client.shell), &pipeline)).await;
    assert_fault::<CommandResponse>(answer, &Known::ShellNotFound(client.shell.clone()));
}

#[tokio::test]
async fn who_may_have_a_text_shell() {
    let closed = |name: &str, users: &[&str]| {
        let mut closed = SessionConfiguration::new(name);
        closed.allowed_users = users.iter().map(|&name| name.to_owned()).collect();
        closed
    };
    let powershell = "Microsoft.PowerShell";
    for (configurations, expected) in [
        (vec![closed(powershell, &["bob"])], Some(Known::AccessDenied)),
        (vec![closed(powershell, &["bob"]), closed("winrs", &["alice"])], None),
        (
            vec![closed(powershell, &["alice"]), closed("winrs", &["bob"])],
            Some(Known::AccessDenied),
        ),
        (vec![closed("Other", &[])], Some(Known::RemoteShellsNotAllowed)),
        (vec![closed(powershell, &[])], None),
    ] {
        let world = World::with(|options| {
            options.sessions = Arc::new(SessionConfigurations::fixed(configurations));
        });
        let world = world.await;
        let opened = Client::open_with(&world, Shell::default(), Options::none()).await;
        match (opened, expected) {
            (Ok(_), None) => {}
            (Err(fault), Some(known)) => assert!(fault.is(&known), "{fault:?}"),
            (opened, expected) => panic!("{:?} instead of {expected:?}", opened.err()),
        }
        assert_eq!(world.launcher.started(), 0);
    }
}

#[tokio::test]
async fn nobody_else_reaches_a_command() {
    let world = World::new().await;
    let mut client = Client::open(&world).await;
    let id = client.start("cat").await;
    let connection = world.logged_on("bob", "hunter2", false).await;
    let mut bob = Client { connection, shell: client.shell.clone() };
    let not_found = Known::ShellNotFound(client.shell.clone());
    assert_fault::<SendResponse>(bob.send(&id, "x", true).await, &not_found);
    let answer = bob.signal(Some(&id), SignalCode::Terminate).await;
    assert_fault::<SignalResponse>(answer, &not_found);
    let Answer::Fault(fault) = bob.receive(&id).await else { panic!() };
    assert!(fault.is(&not_found));
    assert!(bob.start_with(Options::none(), "true", &[]).await.unwrap_err().is(&not_found));
    assert_done::<SendResponse>(client.send(&id, "mine", true).await);
    assert_eq!(client.outcome(&id).await.stdout, "mine");
}
