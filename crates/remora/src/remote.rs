//! The way to other computers: a factory whose machinery starts when it is first needed.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use remora_client::{Inventory, RemoteRunspaceFactory};
use remora_hosting::runspace::FoundDone;
use remora_hosting::{ConnectionInfo, FoundSession, Runspace, RunspaceFactory, RunspaceRequest};
use remora_psobject::{ErrorCategory, ErrorRecord, Exception, TypeId, Value};

/// The environment variable that names the inventory.
const INVENTORY_VARIABLE: &str = "REMORA_INVENTORY";

/// The asynchronous machinery of the program: one for all, made when it is first needed.
pub(crate) fn runtime() -> std::io::Result<&'static tokio::runtime::Runtime> {
    static RUNTIME: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let made = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("remora-io")
        .enable_all()
        .build()?;
    Ok(RUNTIME.get_or_init(|| made))
}

/// Makes remote runspaces; reads the inventory and starts the machinery with the first.
#[derive(Default)]
pub(crate) struct LazyFactory {
    /// An inventory that the program made itself.
    inventory: Option<Arc<Inventory>>,
    made: Mutex<Option<RemoteRunspaceFactory>>,
}

impl LazyFactory {
    /// A factory with this inventory, whatever the environment says.
    pub(crate) fn with_inventory(inventory: Inventory) -> Self {
        Self { inventory: Some(Arc::new(inventory)), ..Self::default() }
    }

    fn factory(&self) -> Result<RemoteRunspaceFactory, Arc<ErrorRecord>> {
        let mut made = self.made.lock();
        if let Some(factory) = &*made {
            return Ok(factory.clone());
        }
        let runtime = runtime().map_err(|error| failed(error.to_string()))?;
        let program = std::env::current_exe().map_err(|error| failed(error.to_string()))?;
        let command =
            vec![program.display().to_string(), "-s".into(), "-NoLogo".into(), "-NoProfile".into()];
        let mut factory = RemoteRunspaceFactory::new(runtime.handle().clone(), command);
        factory.inventory = match &self.inventory {
            Some(inventory) => Arc::clone(inventory),
            None => Arc::new(load_inventory().map_err(failed)?),
        };
        factory.version_table = crate::session::version_table();
        factory.view = crate::session::object_view();
        factory.rehydrator = Some(crate::session::rehydrator());
        *made = Some(factory.clone());
        Ok(factory)
    }
}

impl RunspaceFactory for LazyFactory {
    fn create(&self, request: RunspaceRequest) -> Result<Arc<dyn Runspace>, Arc<ErrorRecord>> {
        self.factory()?.create(request)
    }

    fn find(&self, connection: &ConnectionInfo, done: FoundDone) {
        match self.factory() {
            Ok(factory) => factory.find(connection, done),
            Err(reason) => done(Err(reason)),
        }
    }

    fn take_up(
        &self,
        request: RunspaceRequest,
        found: &FoundSession,
    ) -> Result<Arc<dyn Runspace>, Arc<ErrorRecord>> {
        self.factory()?.take_up(request, found)
    }
}

fn failed(message: String) -> Arc<ErrorRecord> {
    Arc::new(ErrorRecord::new(
        Exception::new(TypeId::INVALID_OPERATION_EXCEPTION, message),
        "RemotingNotAvailable",
        ErrorCategory::OpenError,
        Value::Null,
    ))
}

/// The file with the inventory, where there is one: the environment's, or the user's own.
fn inventory_file() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os(INVENTORY_VARIABLE).filter(|path| !path.is_empty()) {
        return Some(path.into());
    }
    let folder = std::env::var_os("XDG_CONFIG_HOME")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".config")))?;
    Some(folder.join("remora/inventory.toml")).filter(|path| path.exists())
}

fn load_inventory() -> Result<Inventory, String> {
    let Some(file) = inventory_file() else { return Ok(Inventory::default()) };
    let text = std::fs::read_to_string(&file)
        .map_err(|error| format!("The inventory {} cannot be read: {error}.", file.display()))?;
    Inventory::parse(&file, &text, |path| std::fs::read_to_string(path))
        .map_err(|error| format!("{error}."))
}
