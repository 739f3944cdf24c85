//! The user's host as a job lends it to other computers.
//!
//! A far end sends what people shall see twice: as records, and as calls of the host. A job keeps the
//! records until they are received and drops the calls; questions are asked at once.

use std::sync::Arc;

use remora_hosting::host::HostResult;
use remora_hosting::{Host, HostUi, RawUi};
use remora_psobject::host::{ChoiceDescription, FieldDescription, PromptAnswers};
use remora_psobject::{Guid, ProgressRecord, PsCredential, PsString, SecureString, Version};

/// A host that drops what comes as a record too.
pub(crate) struct QuietHost {
    host: Arc<dyn Host>,
    ui: Option<QuietUi>,
}

struct QuietUi(Arc<dyn Host>);

impl QuietHost {
    pub(crate) fn new(host: Arc<dyn Host>) -> Self {
        let ui = host.ui().is_some().then(|| QuietUi(Arc::clone(&host)));
        Self { host, ui }
    }
}

impl Host for QuietHost {
    fn name(&self) -> PsString {
        self.host.name()
    }

    fn version(&self) -> Version {
        self.host.version()
    }

    fn instance_id(&self) -> Guid {
        self.host.instance_id()
    }

    fn current_culture(&self) -> PsString {
        self.host.current_culture()
    }

    fn current_ui_culture(&self) -> PsString {
        self.host.current_ui_culture()
    }

    fn ui(&self) -> Option<&dyn HostUi> {
        self.ui.as_ref().map(|ui| ui as &dyn HostUi)
    }

    /// `exit` on another computer ends nothing here.
    fn set_should_exit(&self, _code: i32) -> HostResult<()> {
        Ok(())
    }
}

impl QuietUi {
    fn with<R>(&self, act: impl FnOnce(&dyn HostUi) -> R, otherwise: impl FnOnce() -> R) -> R {
        match self.0.ui() {
            Some(ui) => act(ui),
            None => otherwise(),
        }
    }

    fn ask<R>(&self, act: impl FnOnce(&dyn HostUi) -> HostResult<R>) -> HostResult<R> {
        self.with(act, || Err(remora_hosting::HostError::Interrupted))
    }
}

impl HostUi for QuietUi {
    fn raw(&self) -> Option<&dyn RawUi> {
        self.0.ui()?.raw()
    }

    fn read_line(&self) -> HostResult<PsString> {
        self.ask(|ui| ui.read_line())
    }

    fn read_line_as_secure_string(&self) -> HostResult<SecureString> {
        self.ask(|ui| ui.read_line_as_secure_string())
    }

    fn write(&self, _text: &str, _foreground: Option<i32>, _background: Option<i32>) {}

    fn write_line(&self, _text: &str, _foreground: Option<i32>, _background: Option<i32>) {}

    fn write_error_line(&self, _text: &str) {}

    fn write_debug_line(&self, _text: &str) {}

    fn write_verbose_line(&self, _text: &str) {}

    fn write_warning_line(&self, _text: &str) {}

    fn write_progress(&self, _source: i64, _record: &ProgressRecord) {}

    fn prompt(
        &self,
        caption: &str,
        message: &str,
        fields: &[FieldDescription],
    ) -> HostResult<PromptAnswers> {
        self.ask(|ui| ui.prompt(caption, message, fields))
    }

    fn prompt_for_credential(
        &self,
        caption: &str,
        message: &str,
        user_name: &str,
        target_name: &str,
    ) -> HostResult<Option<PsCredential>> {
        self.ask(|ui| ui.prompt_for_credential(caption, message, user_name, target_name))
    }

    fn prompt_for_choice(
        &self,
        caption: &str,
        message: &str,
        choices: &[ChoiceDescription],
        default: i32,
    ) -> HostResult<i32> {
        self.ask(|ui| ui.prompt_for_choice(caption, message, choices, default))
    }

    fn prompt_for_choices(
        &self,
        caption: &str,
        message: &str,
        choices: &[ChoiceDescription],
        defaults: &[i32],
    ) -> HostResult<Vec<i32>> {
        self.ask(|ui| ui.prompt_for_choices(caption, message, choices, defaults))
    }
}
