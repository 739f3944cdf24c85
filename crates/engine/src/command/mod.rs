//! What a cmdlet is: its table, its methods, and what the engine lends it while it runs.
//!
//! See the crate's front page for a whole cmdlet.

mod argument;
mod cmdlet;
pub(crate) mod common;
pub mod info;
mod registry;
mod runtime;
mod spec;
pub(crate) mod state;

pub use argument::{EnumValue, FromParameter, Live, ParameterMismatch, Switch};
pub use cmdlet::{
    BoundParameter, Cmdlet, CmdletDefinition, CmdletParameters, CommandResult, WithoutExamples,
};
pub use common::{ActionPreference, CommonParameters};
pub use info::{CommandInfo, CommandKind};
pub use registry::spec;
pub use runtime::{CommandRuntime, Confirmation};
pub use spec::{
    ALL_PARAMETER_SETS, CmdletSpec, ConfirmImpact, Example, HelpText, OutputSpec, ParameterSetSpec,
    ParameterSpec, RangeBound, RangeKind, RemotingCapability, Validation,
};
pub use state::CommandState;
