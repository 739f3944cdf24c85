//! The console host itself: exit, nested prompts, the runspace that the prompt talks to.

use std::sync::Arc;

use parking_lot::Mutex;
use remora_hosting::{Host, HostError, HostMethod, HostUi, Runspace};
use remora_psobject::{Guid, PsString, Version};

use super::input::Line;
use super::interrupt_echo::HiddenInterrupt;
use super::output::Output;
use super::ui::ConsoleUi;

type Interrupt = Arc<dyn Fn() + Send + Sync>;

/// `PSHost` of the console.
pub(crate) struct ConsoleHost {
    ui: ConsoleUi,
    instance_id: Guid,
    culture: PsString,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    exit_code: Option<i32>,
    pushed: Vec<Arc<dyn Runspace>>,
    /// What Ctrl-C does now.
    interrupt: Vec<Interrupt>,
    hidden_interrupt: Option<HiddenInterrupt>,
}

impl ConsoleHost {
    pub(crate) fn new(output: Arc<Output>, instance_id: Guid, culture: &str, non_interactive: bool) -> Self {
        Self {
            ui: ConsoleUi::new(output, non_interactive),
            instance_id,
            culture: culture.into(),
            state: Mutex::default(),
        }
    }

    /// The code that a script asked the program to end with.
    pub(crate) fn exit_code(&self) -> Option<i32> {
        self.state.lock().exit_code
    }

    /// The runspace that Enter-PSSession went to, if any.
    pub(crate) fn pushed(&self) -> Option<Arc<dyn Runspace>> {
        self.state.lock().pushed.last().cloned()
    }

    /// Runs `work`; Ctrl-C calls `interrupt` meanwhile.
    pub(crate) fn interruptible<R>(&self, interrupt: Interrupt, work: impl FnOnce() -> R) -> R {
        self.state.lock().interrupt.push(interrupt);
        self.hide_interrupts();
        let result = work();
        let mut state = self.state.lock();
        state.interrupt.pop();
        if state.interrupt.is_empty() {
            state.hidden_interrupt = None;
        }
        result
    }

    /// Keeps `^C` off the screen while something can be interrupted.
    fn hide_interrupts(&self) {
        let mut state = self.state.lock();
        let is_wanted = self.ui.input.is_terminal && !state.interrupt.is_empty();
        if is_wanted && state.hidden_interrupt.is_none() {
            state.hidden_interrupt = Some(HiddenInterrupt::enter());
        }
    }

    /// Ctrl-C was pressed: stops the innermost work. Whether there was any.
    pub(crate) fn interrupt(&self) -> bool {
        let action = self.state.lock().interrupt.last().cloned();
        action.is_some_and(|action| {
            action();
            true
        })
    }

    /// Reads a line at the prompt.
    pub(crate) fn read_command(&self, prompt: &str) -> std::io::Result<Line> {
        self.ui.output.flush();
        self.ui.input.read_command(prompt)
    }

    /// Whether commands are typed at a terminal.
    pub(crate) fn is_interactive(&self) -> bool {
        self.ui.input.is_terminal
    }

    /// The user interface of this host.
    pub(crate) fn console(&self) -> &ConsoleUi {
        &self.ui
    }
}

impl Host for ConsoleHost {
    fn name(&self) -> PsString {
        "ConsoleHost".into()
    }

    fn version(&self) -> Version {
        crate::version::POWERSHELL
    }

    fn instance_id(&self) -> Guid {
        self.instance_id
    }

    fn current_culture(&self) -> PsString {
        self.culture.clone()
    }

    fn current_ui_culture(&self) -> PsString {
        self.culture.clone()
    }

    fn ui(&self) -> Option<&dyn HostUi> {
        Some(&self.ui)
    }

    fn set_should_exit(&self, code: i32) -> Result<(), HostError> {
        let mut state = self.state.lock();
        // In a remote session, `exit` leaves the session, not the program.
        if state.pushed.pop().is_none() {
            state.exit_code = Some(code);
        }
        Ok(())
    }

    fn notify_begin_application(&self) {
        self.ui.output.flush();
        self.state.lock().hidden_interrupt = None;
    }

    fn notify_end_application(&self) {
        self.hide_interrupts();
    }

    fn push_runspace(&self, runspace: Arc<dyn Runspace>) -> Result<(), HostError> {
        self.state.lock().pushed.push(runspace);
        Ok(())
    }

    fn pop_runspace(&self) -> Result<(), HostError> {
        let popped = self.state.lock().pushed.pop();
        popped.map(|_| ()).ok_or(HostError::NotImplemented(HostMethod::PopRunspace))
    }

    fn is_runspace_pushed(&self) -> bool {
        !self.state.lock().pushed.is_empty()
    }
}
