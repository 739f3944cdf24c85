//! `remora -s` and `remora -sshs`: the engine behind the line protocol.

use std::sync::Arc;

use remora_clixml::Rehydrator;
use remora_hosting::RunspaceFactory;
use remora_psobject::{ObjectView, PsString, Value, Version};
use remora_server::runspace_host::{ErrorChannel, SessionHostServices};

use crate::remote::LazyFactory;
use crate::startup::{self, Places, Settings};
use crate::{session, version};

/// The engine as a session host needs it.
pub(crate) struct Services;

impl SessionHostServices for Services {
    fn factory(&self) -> Arc<dyn RunspaceFactory> {
        Arc::new(session::LocalFactory)
    }

    fn object_view(&self) -> Arc<dyn ObjectView + Send + Sync> {
        session::object_view()
    }

    fn rehydrator(&self) -> Option<Arc<dyn Rehydrator + Send + Sync>> {
        Some(session::rehydrator())
    }

    fn version_table(&self) -> Vec<(PsString, Value)> {
        session::version_table()
    }

    fn cultures(&self) -> (PsString, PsString) {
        let name =
            |culture: &remora_dotnet::culture::Culture| PsString::from(culture.name.as_ref());
        (name(session::culture()), name(session::ui_culture()))
    }

    fn has_debugger(&self) -> bool {
        true
    }

    fn host_version(&self) -> Version {
        version::POWERSHELL
    }
}

/// Serves until the client is gone; the session host's own errors go to `errors`. The code for the
/// program.
pub(crate) fn run(errors: ErrorChannel) -> i32 {
    session::set_factory(Arc::new(LazyFactory::default()));
    startup::prepare_environment(&Places::of_this_process(), &Settings::default());
    remora_server::runspace_host::run(
        Arc::new(Services),
        errors,
        std::io::stdin(),
        std::io::stdout(),
        std::io::stderr(),
    )
}
