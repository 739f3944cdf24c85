//! What a session host needs from whoever joins the columns.

use std::sync::Arc;

use remora_clixml::Rehydrator;
use remora_hosting::RunspaceFactory;
use remora_psobject::{ObjectView, PsString, Value, Version};

use super::SessionControl;

/// The engine, and how its objects look from outside. The binary implements it.
pub trait SessionHostServices: Send + Sync {
    /// Makes runspaces.
    fn factory(&self) -> Arc<dyn RunspaceFactory>;

    /// Answers for objects that are sent. It is asked on the thread that wrote the object.
    fn object_view(&self) -> Arc<dyn ObjectView + Send + Sync>;

    /// Makes objects out of what arrives.
    fn rehydrator(&self) -> Option<Arc<dyn Rehydrator + Send + Sync>> {
        None
    }

    /// `$PSVersionTable`, as clients are told it; the version of the protocol is added.
    fn version_table(&self) -> Vec<(PsString, Value)>;

    /// The version of the host that commands see.
    fn host_version(&self) -> Version;

    /// Culture of numbers and dates, and culture of texts.
    fn cultures(&self) -> (PsString, PsString) {
        ("en-US".into(), "en-US".into())
    }

    /// Whether the engine has the commands of the remote debugger, `__Set-PSDebugMode` and its kin.
    /// Clients use them only where it is said that they are there.
    fn has_debugger(&self) -> bool {
        false
    }

    /// Gives the engine the way to the client, for events and for the debugger.
    fn attached(&self, _control: SessionControl) {}
}
