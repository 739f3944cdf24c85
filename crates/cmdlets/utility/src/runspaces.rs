//! The runspaces of this process that scripts see: the one they run in.

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_psobject::Guid;

use crate::record_object::{RecordObject, enum_value};

/// What is known of the runspace of a session.
pub(crate) struct OwnRunspace {
    instance_id: Guid,
    object: Option<Arc<RecordObject>>,
    debug: Option<Arc<RecordObject>>,
}

impl Default for OwnRunspace {
    fn default() -> Self {
        Self { instance_id: Guid::EMPTY, object: None, debug: None }
    }
}

/// The number of the runspace.
pub(crate) const ID: i32 = 1;
/// The name of the runspace.
pub(crate) const NAME: &str = "Runspace1";

/// The runspace that the command runs in.
pub(crate) fn own(runtime: &mut CommandRuntime<'_>) -> Arc<RecordObject> {
    if let Some(known) = &runtime.context().extension::<OwnRunspace>().object {
        return Arc::clone(known);
    }
    let mut bytes = [0; 16];
    runtime.system().random_bytes(&mut bytes);
    let instance_id = Guid::from_random(bytes);
    let state = enum_value("System.Management.Automation.Runspaces.RunspaceState", "Opened");
    let info = RecordObject::new(
        "System.Management.Automation.RunspaceStateInfo",
        [("State", state), ("Reason", Value::Null)],
    )
    .with_text("Opened");
    let available =
        enum_value("System.Management.Automation.Runspaces.RunspaceAvailability", "Available");
    let base = "System.Management.Automation.Runspaces.Runspace";
    let object = Arc::new(RecordObject::derived(
        "System.Management.Automation.Runspaces.LocalRunspace",
        base,
        [
            ("Id", Value::I32(ID)),
            ("Name", Value::from(NAME)),
            ("ConnectionInfo", Value::Null),
            ("OriginalConnectionInfo", Value::Null),
            ("InstanceId", Value::from(instance_id)),
            ("RunspaceStateInfo", Value::live(info)),
            ("RunspaceAvailability", available),
            ("RunspaceIsRemote", Value::Bool(false)),
        ],
    ));
    let kept = runtime.context().extension::<OwnRunspace>();
    kept.instance_id = instance_id;
    kept.object = Some(Arc::clone(&object));
    object
}

/// Which runspaces are asked for; nothing means all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted<'a> {
    pub(crate) names: &'a [PsString],
    pub(crate) ids: &'a [i32],
    pub(crate) instance_ids: &'a [Guid],
}

impl Wanted<'_> {
    /// The runspace of this session, if it is meant.
    ///
    /// # Errors
    /// A pattern that is not well formed.
    pub(crate) fn find(
        &self,
        runtime: &mut CommandRuntime<'_>,
    ) -> CommandResult<Option<Arc<RecordObject>>> {
        let own = own(runtime);
        let id = runtime.context().extension::<OwnRunspace>().instance_id;
        let is_meant = crate::scope::NameFilter::new(self.names, &[])?.takes(NAME)
            && (self.ids.is_empty() || self.ids.contains(&ID))
            && (self.instance_ids.is_empty() || self.instance_ids.contains(&id));
        Ok(is_meant.then_some(own))
    }
}

/// What is set for debugging the runspace (`PSRunspaceDebug`).
pub(crate) fn debug_options(runtime: &mut CommandRuntime<'_>) -> Arc<RecordObject> {
    let kept = runtime.context().extension::<OwnRunspace>();
    let options = kept.debug.get_or_insert_with(|| {
        Arc::new(RecordObject::new(
            "Microsoft.PowerShell.Commands.PSRunspaceDebug",
            [
                ("Enabled", Value::Bool(false)),
                ("BreakAll", Value::Bool(false)),
                ("RunspaceName", Value::from(NAME)),
                ("RunspaceId", Value::I32(ID)),
            ],
        ))
    });
    Arc::clone(options)
}
