//! The console host itself: exit, nested prompts, the runspace that the prompt talks to.

use std::sync::Arc;

use parking_lot::Mutex;
use remora_hosting::{Host, HostError, HostMethod, HostUi, Runspace};
use remora_psobject::{Guid, PsString, Version};

use super::input::Line;
use super::interrupts::{Interrupt, Interrupts};
use super::keyboard::HeldKeys;
use super::output::Output;
use super::ui::{ConsoleUi, Manner};

/// `PSHost` of the console.
pub(crate) struct ConsoleHost {
    ui: ConsoleUi,
    interrupts: Arc<Interrupts>,
    instance_id: Guid,
    culture: PsString,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    exit_code: Option<i32>,
    pushed: Vec<Arc<dyn Runspace>>,
    held_keys: Option<HeldKeys>,
}

impl ConsoleHost {
    pub(crate) fn new(
        output: Arc<Output>,
        instance_id: Guid,
        culture: PsString,
        manner: Manner,
    ) -> Self {
        let interrupts = Arc::new(Interrupts::default());
        Self {
            ui: ConsoleUi::new(output, Arc::clone(&interrupts), manner),
            interrupts,
            instance_id,
            culture,
            state: Mutex::default(),
        }
    }

    /// The code that a script asked the program to end with.
    pub(crate) fn exit_code(&self) -> Option<i32> {
        self.state.lock().exit_code
    }

    /// Forgets that a script asked for the end of the program.
    pub(crate) fn forget_exit(&self) {
        self.state.lock().exit_code = None;
    }

    /// The runspace that Enter-PSSession went to, if any.
    pub(crate) fn pushed(&self) -> Option<Arc<dyn Runspace>> {
        self.state.lock().pushed.last().cloned()
    }

    /// Runs `work`; Ctrl-C calls `interrupt` meanwhile.
    pub(crate) fn interruptible<R>(&self, interrupt: Interrupt, work: impl FnOnce() -> R) -> R {
        self.interrupts.push(interrupt);
        self.hold_keys();
        let result = work();
        self.interrupts.pop();
        if self.interrupts.is_empty() {
            self.state.lock().held_keys = None;
        }
        result
    }

    /// Keeps keys off the screen while something can be interrupted.
    fn hold_keys(&self) {
        let mut state = self.state.lock();
        let is_wanted = self.ui.input.is_terminal && !self.interrupts.is_empty();
        if is_wanted && state.held_keys.is_none() {
            state.held_keys = Some(HeldKeys::enter());
        }
    }

    /// Ctrl-C was pressed: stops the innermost work. Whether there was any.
    pub(crate) fn interrupt(&self) -> bool {
        self.interrupts.interrupt()
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
        self.state.lock().held_keys = None;
    }

    fn notify_end_application(&self) {
        self.hold_keys();
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
