//! The parameters of a command as the binder needs them: of a cmdlet's table or a script's `param`.

use std::sync::Arc;

use remora_psobject::{PsString, TypeId};

use super::Constraint;
use crate::command::common::{COMMON, PAGING, SHOULD_PROCESS};
use crate::command::{
    ALL_PARAMETER_SETS, CmdletSpec, ConfirmImpact, ParameterSpec, RemotingCapability,
};
use crate::context::ExecutionContext;

/// A command's parameters and what goes with them.
#[derive(Clone, Debug, Default)]
pub struct CommandMetadata {
    /// Whether it binds as a cmdlet does: a cmdlet, or a function with `[CmdletBinding()]` or
    /// `[Parameter()]`.
    pub cmdlet_binding: bool,
    /// The set that is taken where several are left.
    pub default_set: Option<PsString>,
    /// Whether parameters without positions get some.
    pub positional_binding: bool,
    /// Whether it has `-WhatIf` and `-Confirm`.
    pub should_process: bool,
    /// From which `$ConfirmPreference` on it asks.
    pub confirm_impact: ConfirmImpact,
    /// Whether it supports paging.
    pub paging: bool,
    /// How it reaches other computers.
    pub remoting: RemotingCapability,
    /// Where to read on.
    pub help_uri: PsString,
    /// `[OutputType()]`: type names and sets.
    pub outputs: Vec<(Vec<PsString>, Vec<PsString>)>,
    /// The named sets, in the order in which they are first mentioned.
    pub sets: Vec<PsString>,
    /// The parameters, the common ones last.
    pub parameters: Vec<ParameterMetadata>,
}

/// Where the value of a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterSource {
    /// The field of this number of a cmdlet.
    Field(usize),
    /// The parameter of this number of a script block.
    Script(usize),
    /// A common parameter.
    Common,
    /// A dynamic parameter.
    Dynamic,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct ParameterMetadata {
    /// Its name.
    pub name: PsString,
    /// The type that arguments are converted to; `object` where the script names none.
    pub type_id: TypeId,
    /// Where its value goes.
    pub source: ParameterSource,
    /// Other names.
    pub aliases: Vec<PsString>,
    /// How it takes part in its sets.
    pub sets: Vec<ParameterSetMetadata>,
    /// Attributes that change or check the argument, in order.
    pub constraints: Arc<[Constraint]>,
    /// Whether completion leaves it out.
    pub dont_show: bool,
    /// Why it should not be used.
    pub obsolete: Option<PsString>,
    /// What `Get-Help` shows.
    pub help: PsString,
    /// Whether the script gives it a default value.
    pub has_default: bool,
}

/// How a parameter takes part in a set.
#[derive(Clone, Debug)]
pub struct ParameterSetMetadata {
    /// The set's place in [`CommandMetadata::sets`]; `None` for all sets.
    pub set: Option<usize>,
    /// Place among the positional arguments.
    pub position: Option<i32>,
    /// Whether it must be given.
    pub mandatory: bool,
    /// Whether it takes objects of the pipeline.
    pub pipeline: bool,
    /// Whether it takes properties of objects of the pipeline.
    pub by_name: bool,
    /// Whether it takes all arguments that are left.
    pub remaining: bool,
    /// What is shown where the user is asked.
    pub help_message: PsString,
}

impl ParameterMetadata {
    /// The sets that it belongs to, as bits.
    pub fn set_mask(&self) -> u64 {
        self.sets.iter().fold(0, |mask, entry| mask | entry.set.map_or(u64::MAX, bit))
    }

    /// Whether it is a switch.
    pub fn is_switch(&self) -> bool {
        self.type_id == TypeId::SWITCH_PARAMETER
    }

    /// Its part in the sets of a mask: of the first set that fits.
    pub fn in_sets(&self, mask: u64) -> impl Iterator<Item = &ParameterSetMetadata> {
        self.sets.iter().filter(move |entry| entry.set.is_none_or(|set| bit(set) & mask != 0))
    }

    /// Whether it takes pipeline input in one of these sets.
    pub fn takes_pipeline(&self, mask: u64) -> bool {
        self.in_sets(mask).any(|entry| entry.pipeline || entry.by_name)
    }

    /// Whether the name is its name or one of its aliases.
    pub fn is_named(&self, name: &str) -> bool {
        self.name.eq_ignore_case(name)
            || self.aliases.iter().any(|alias| alias.eq_ignore_case(name))
    }

    /// A parameter of a table.
    pub(crate) fn from_spec(
        spec: &ParameterSpec,
        source: ParameterSource,
        sets: &[PsString],
        context: &mut ExecutionContext,
    ) -> Self {
        let place = |name: &str| sets.iter().position(|set| set.eq_ignore_case(name));
        let mut constraints: Vec<Constraint> =
            spec.validations.iter().map(Constraint::from_validation).collect();
        if let Some(name) = spec.transformation {
            constraints.insert(0, Constraint::Transformation(name.into()));
        }
        if let Some(name) = spec.ps_type_name {
            constraints.push(Constraint::TypeName(name.into()));
        }
        Self {
            name: spec.name.into(),
            type_id: context.resolve_type(spec.type_name).unwrap_or(TypeId::OBJECT),
            source,
            aliases: spec.aliases.iter().map(|alias| PsString::from(*alias)).collect(),
            sets: spec
                .sets
                .iter()
                .map(|entry| ParameterSetMetadata {
                    set: place(entry.set),
                    position: entry.position,
                    mandatory: entry.mandatory,
                    pipeline: entry.pipeline,
                    by_name: entry.by_name,
                    remaining: entry.remaining,
                    help_message: entry.help_message.into(),
                })
                .collect(),
            constraints: constraints.into(),
            dont_show: spec.dont_show,
            obsolete: spec.obsolete.map(PsString::from),
            help: spec.help.into(),
            has_default: false,
        }
    }
}

impl CommandMetadata {
    /// The metadata of a cmdlet.
    pub(crate) fn from_spec(spec: &'static CmdletSpec, context: &mut ExecutionContext) -> Self {
        let mut sets: Vec<PsString> = Vec::new();
        for entry in spec.parameters.iter().flat_map(|parameter| parameter.sets) {
            add_set(&mut sets, entry.set);
        }
        let default_set: Option<PsString> =
            (spec.default_set != ALL_PARAMETER_SETS).then(|| spec.default_set.into());
        if let Some(name) = &default_set {
            add_set(&mut sets, name);
        }
        let mut parameters: Vec<ParameterMetadata> = spec
            .parameters
            .iter()
            .enumerate()
            .map(|(index, parameter)| {
                let source = ParameterSource::Field(index);
                ParameterMetadata::from_spec(parameter, source, &sets, context)
            })
            .collect();
        parameters.extend(common_parameters(spec.should_process, spec.paging, context));
        Self {
            cmdlet_binding: true,
            default_set,
            positional_binding: spec.positional_binding,
            should_process: spec.should_process,
            confirm_impact: spec.confirm_impact,
            paging: spec.paging,
            remoting: spec.remoting,
            help_uri: spec.help.links.first().copied().unwrap_or("").into(),
            outputs: spec
                .outputs
                .iter()
                .map(|output| {
                    let texts =
                        |texts: &[&str]| texts.iter().map(|text| PsString::from(*text)).collect();
                    (texts(output.types), texts(output.sets))
                })
                .collect(),
            sets,
            parameters,
        }
    }

    /// The place of the default set.
    pub fn default_set_index(&self) -> Option<usize> {
        let name = self.default_set.as_ref()?;
        self.sets.iter().position(|set| set.eq_ignore_case(name))
    }

    /// The bits of all sets; all bits where there are no named sets.
    pub fn all_sets(&self) -> u64 {
        match self.sets.len() {
            0 => u64::MAX,
            count => bit(count.min(63)).wrapping_sub(1),
        }
    }

    /// The name of a set of a mask with one bit; the name for all sets otherwise.
    pub fn set_name(&self, mask: u64) -> PsString {
        if mask.count_ones() == 1 {
            let index = usize::try_from(mask.trailing_zeros()).unwrap_or(usize::MAX);
            if let Some(name) = self.sets.get(index) {
                return name.clone();
            }
        }
        ALL_PARAMETER_SETS.into()
    }

    /// The parameter of this name or alias.
    pub fn find(&self, name: &str) -> Option<&ParameterMetadata> {
        self.parameters.iter().find(|parameter| parameter.is_named(name))
    }

    /// The parameters without the common ones.
    pub fn own_parameters(&self) -> impl Iterator<Item = &ParameterMetadata> {
        self.parameters.iter().filter(|parameter| parameter.source != ParameterSource::Common)
    }
}

/// The common parameters as metadata.
pub(crate) fn common_parameters(
    should_process: bool,
    paging: bool,
    context: &mut ExecutionContext,
) -> Vec<ParameterMetadata> {
    let mut specs: Vec<&ParameterSpec> = COMMON.iter().collect();
    if should_process {
        specs.extend(SHOULD_PROCESS);
    }
    if paging {
        specs.extend(PAGING);
    }
    specs
        .into_iter()
        .map(|spec| ParameterMetadata::from_spec(spec, ParameterSource::Common, &[], context))
        .collect()
}

pub(crate) fn add_set(sets: &mut Vec<PsString>, name: &str) {
    if name != ALL_PARAMETER_SETS && !sets.iter().any(|set| set.eq_ignore_case(name)) {
        sets.push(name.into());
    }
}

/// The bit of a set.
pub(crate) fn bit(set: usize) -> u64 {
    1_u64 << set.min(63)
}
