//! Why a module was not loaded.

use std::sync::Arc;

use remora_psobject::{ErrorCategory, ErrorRecord, TypeId, Value};

use crate::errors::{self, Flow};

/// Why a module was not loaded.
#[derive(Debug)]
pub enum LoadFailure {
    /// Errors that the loading command writes; it goes on with the next module.
    Records(Vec<Arc<ErrorRecord>>),
    /// What ends the loading command.
    Flow(Flow),
}

impl From<Flow> for LoadFailure {
    fn from(flow: Flow) -> Self {
        Self::Flow(flow)
    }
}

impl From<ErrorRecord> for LoadFailure {
    fn from(record: ErrorRecord) -> Self {
        Self::Records(vec![Arc::new(record)])
    }
}

impl LoadFailure {
    /// The failure as an error that ends what runs: for callers that cannot go on without the module.
    pub fn into_flow(self) -> Flow {
        match self {
            Self::Flow(flow) => flow,
            Self::Records(records) => match records.into_iter().next_back() {
                Some(record) => Flow::statement_error(record),
                None => errors::not_supported("The module was not loaded.", Value::Null).into(),
            },
        }
    }
}

/// A manifest that lacks something, or has something that it must not have.
pub(crate) fn invalid_manifest(path: &str, message: String) -> ErrorRecord {
    errors::error(
        TypeId::register("System.MissingMemberException", Some(TypeId::EXCEPTION)),
        message,
        "Modules_InvalidManifest",
        ErrorCategory::ResourceUnavailable,
        path,
    )
}

/// Modules that load each other without end.
pub(crate) fn too_deeply_nested(path: &str) -> ErrorRecord {
    errors::error(
        TypeId::INVALID_OPERATION_EXCEPTION,
        format!(
            "Cannot load the module '{path}' because the module nesting limit has been exceeded. Modules can only be nested to {LIMIT} levels. Evaluate and change the order in which you are loading modules to prevent exceeding the nesting limit, and then try running your script again."
        ),
        "Modules_ModuleTooDeeplyNested",
        ErrorCategory::InvalidOperation,
        path,
    )
}

/// How deep modules may be nested.
pub(crate) const LIMIT: usize = 10;
