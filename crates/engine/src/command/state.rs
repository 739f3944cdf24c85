//! The state of one running command.

use std::sync::{Arc, OnceLock};

use remora_psobject::{
    DictionaryObject, ErrorRecord, InstanceMember, InvocationInfo, PsString, Value,
};
use remora_syntax::{Extent, ScriptSource};

use super::{CommandInfo, CommonParameters, Confirmation};
use crate::context::ExecutionContext;

/// Where a command stands in a script.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) source: Arc<ScriptSource>,
    pub(crate) extent: Extent,
}

/// The state of one invocation of a command. Clones share what was bound.
#[derive(Clone, Debug)]
pub struct CommandState {
    pub(crate) info: Arc<CommandInfo>,
    pub(crate) site: Option<Site>,
    /// The name under which it was called.
    pub(crate) invocation_name: PsString,
    pub(crate) parameter_set: PsString,
    pub(crate) bound: Arc<DictionaryObject>,
    pub(crate) by_position: BoundPositionally,
    pub(crate) unbound: Vec<Value>,
    pub(crate) common: CommonParameters,
    pub(crate) confirmation: Confirmation,
    pub(crate) expecting_input: bool,
    /// Errors of the command before this one come as its input.
    pub(crate) takes_errors: bool,
    pub(crate) pipeline_object: Value,
    pub(crate) pipeline_position: usize,
    pub(crate) pipeline_length: usize,
    pub(crate) stage_id: u64,
    pub(crate) invocation: OnceLock<Arc<InvocationInfo>>,
}

impl CommandState {
    /// The state of a command that is about to be bound.
    pub(crate) fn new(info: Arc<CommandInfo>, invocation_name: PsString) -> Self {
        Self {
            info,
            site: None,
            invocation_name,
            parameter_set: super::ALL_PARAMETER_SETS.into(),
            bound: Arc::new(bound_dictionary()),
            by_position: BoundPositionally::None,
            unbound: Vec::new(),
            common: CommonParameters::default(),
            confirmation: Confirmation::default(),
            expecting_input: false,
            takes_errors: false,
            pipeline_object: Value::AutomationNull,
            pipeline_position: 1,
            pipeline_length: 1,
            stage_id: 0,
            invocation: OnceLock::new(),
        }
    }

    /// `$MyInvocation`, made when it is first asked for.
    pub(crate) fn invocation(&self, context: &ExecutionContext) -> Arc<InvocationInfo> {
        Arc::clone(
            self.invocation
                .get_or_init(|| Arc::new(crate::errors::position::invocation_info(context, self))),
        )
    }

    /// Gives a record of this command its place, and the command's class at the end of its id.
    pub(crate) fn complete(
        &self,
        context: &ExecutionContext,
        record: Arc<ErrorRecord>,
    ) -> Arc<ErrorRecord> {
        crate::errors::position::complete(context, self, record)
    }
}

/// Which parameters were bound by their position: `$PSBoundParameters.BoundPositionally`.
#[derive(Clone, Debug)]
pub(crate) enum BoundPositionally {
    None,
    /// All that were bound.
    All,
    /// These, in the order of their arguments.
    These(Vec<PsString>),
}

impl CommandState {
    /// `$PSBoundParameters`. The names of what was bound by position are a hidden member of it, made
    /// when a script first asks for the dictionary.
    pub(crate) fn bound_parameters(&self) -> Value {
        let value = Value::Dictionary(Arc::clone(&self.bound));
        let names = match &self.by_position {
            BoundPositionally::None => return value,
            BoundPositionally::All => {
                self.bound.entries().into_iter().map(|(name, _)| name).collect()
            }
            BoundPositionally::These(names) => names.iter().cloned().map(Value::Str).collect(),
        };
        let name = "BoundPositionally";
        if let Some(header) = value.header()
            && header.member(name).is_none()
        {
            let mut member = InstanceMember::note(name, Value::array(names));
            member.hidden = true;
            header.set_member(member);
        }
        value
    }
}

/// An empty `$PSBoundParameters`.
pub(crate) fn bound_dictionary() -> DictionaryObject {
    use remora_psobject::{DictionaryKind, KeyComparer, TypeId};
    use std::sync::LazyLock;
    static TYPE: LazyLock<TypeId> = LazyLock::new(|| {
        TypeId::register(
            "System.Management.Automation.PSBoundParametersDictionary",
            Some(TypeId::GENERIC_DICTIONARY.generic_of(&[TypeId::STRING, TypeId::OBJECT])),
        )
    });
    DictionaryObject::new(*TYPE, DictionaryKind::Generic, KeyComparer::IgnoreCase)
}
