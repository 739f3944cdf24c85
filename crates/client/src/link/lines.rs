//! The link through the lines of a child process: `ssh` with a subsystem, or a shell in server mode.

use remora_outofproc::client::{LineOutput, Lines};
use remora_psrp::client::Verb;
use remora_transport::process::ChildProcess;
use tokio::sync::mpsc;

use super::failure::{FailureKind, LinkFailure};
use super::{Link, LinkEvent};

/// Bytes of a line: a fragment in base64 with its frame, and room for servers that send more.
pub(crate) const MAX_LINE: usize = 1024 * 1024;

/// How the program is called in messages, and what its end means.
pub(crate) struct Program {
    /// `ssh`, or the name of the shell.
    pub(crate) name: String,
    /// Whether its end before the session opened most likely means that the far end refused.
    pub(crate) is_ssh: bool,
}

/// Starts a link over the lines of a process.
pub(crate) fn start(process: ChildProcess, program: Program) -> Link {
    let (verbs, verb_receiver) = mpsc::unbounded_channel();
    let (events_sender, events) = mpsc::unbounded_channel();
    let driver = Driver {
        lines: Lines::default(),
        events: events_sender,
        program,
        last_words: String::new(),
        is_over: false,
    };
    tokio::spawn(driver.run(process, verb_receiver));
    Link { verbs, events }
}

struct Driver {
    lines: Lines,
    events: mpsc::UnboundedSender<LinkEvent>,
    program: Program,
    /// What the program wrote to standard error last: usually why it ended.
    last_words: String,
    is_over: bool,
}

impl Driver {
    async fn run(mut self, process: ChildProcess, mut verbs: mpsc::UnboundedReceiver<Verb>) {
        let (mut child, mut input, mut output, mut errors) = process.into_parts();
        let mut has_errors = true;
        while !self.is_over {
            let mut to_write = String::new();
            while let Some(output) = self.lines.poll_output() {
                self.output(output, &mut to_write);
            }
            if !to_write.is_empty() && input.write(to_write.as_bytes()).await.is_err() {
                // Why it does not read any more shows in what it wrote.
                self.lines.handle_end();
                continue;
            }
            if self.is_over {
                break;
            }
            tokio::select! {
                verb = verbs.recv() => match verb {
                    Some(verb) => {
                        if self.lines.handle_verb(verb).is_err() {
                            let message = "A session through ssh or a process cannot be left and taken up again; only \
                                           sessions through WS-Management can.";
                            let failure = LinkFailure::new(FailureKind::Configuration, message);
                            self.tell(LinkEvent::NotMoved(failure));
                        }
                    }
                    None => break,
                },
                line = output.next_line() => match line {
                    Ok(Some(bytes)) => self.lines.handle_bytes(&bytes),
                    Ok(None) => {
                        // What it said to people comes last and explains its end.
                        while let Ok(Some(line)) = errors.next_line().await {
                            self.standard_error(&line);
                        }
                        self.lines.handle_end();
                    }
                    Err(error) => self.fail(error.into()),
                },
                line = errors.next_line(), if has_errors => match line {
                    Ok(Some(bytes)) => self.standard_error(&bytes),
                    Ok(None) | Err(_) => has_errors = false,
                },
            }
        }
        // Nobody needs it any more; ssh is not asked to say goodbye.
        let _ = child.start_kill();
        let _ = child.wait().await;
    }

    fn standard_error(&mut self, line: &[u8]) {
        let text = String::from_utf8_lossy(line).trim_end().to_owned();
        if !text.is_empty() {
            self.last_words.clone_from(&text);
            self.tell(LinkEvent::StandardError(text));
        }
    }

    fn tell(&mut self, event: LinkEvent) {
        // The session may have gone; then nobody needs to be told.
        let _ = self.events.send(event);
    }

    fn fail(&mut self, failure: LinkFailure) {
        self.is_over = true;
        self.tell(LinkEvent::Failed(failure));
    }

    fn output(&mut self, output: LineOutput, to_write: &mut String) {
        match output {
            LineOutput::Write(text) => to_write.push_str(&text),
            LineOutput::Received { target, bytes } => self.tell(LinkEvent::Data(target, bytes)),
            LineOutput::PipelineClosed(id) => self.tell(LinkEvent::PipelineClosed(id)),
            LineOutput::PoolClosed => {
                self.is_over = true;
                self.tell(LinkEvent::PoolClosed);
            }
            LineOutput::ServerError(text) => {
                self.fail(LinkFailure::new(FailureKind::Refused, text));
            }
            LineOutput::Lost(text) => {
                let name = &self.program.name;
                let said = [text.trim(), self.last_words.trim()]
                    .into_iter()
                    .find(|text| !text.is_empty())
                    .map(|text| format!(" It said: {}", printable(text)))
                    .unwrap_or_default();
                let hint = if self.program.is_ssh {
                    " Check that the host can be reached with ssh without a password prompt, and that its sshd has the \
                     subsystem."
                } else {
                    ""
                };
                let message =
                    format!("The program {name} that carries the session ended.{said}{hint}");
                self.fail(LinkFailure::new(FailureKind::Broken, message));
            }
        }
    }
}

/// Text of another computer without what a terminal would act on.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(500).collect()
}
