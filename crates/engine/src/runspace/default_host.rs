//! The host of sessions without one.

use remora_hosting::host::{Host, HostResult, HostUi};
use remora_psobject::{Guid, PsString, Version};

/// A host without a screen: whoever asks gets an error.
#[derive(Clone, Debug)]
pub struct DefaultHost {
    id: Guid,
}

impl Default for DefaultHost {
    fn default() -> Self {
        Self { id: Guid::EMPTY }
    }
}

impl Host for DefaultHost {
    fn name(&self) -> PsString {
        "Default Host".into()
    }

    fn version(&self) -> Version {
        Version::with_build(7, 6, 5)
    }

    fn instance_id(&self) -> Guid {
        self.id
    }

    fn current_culture(&self) -> PsString {
        "en-US".into()
    }

    fn current_ui_culture(&self) -> PsString {
        "en-US".into()
    }

    fn ui(&self) -> Option<&dyn HostUi> {
        None
    }

    fn set_should_exit(&self, _code: i32) -> HostResult<()> {
        Ok(())
    }
}
