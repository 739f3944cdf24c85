//! [`SessionBuilder`]: what a session starts with.

use std::collections::HashMap;
use std::sync::Arc;

use remora_dotnet::{Culture, System};
use remora_hosting::{Host, Record, RecordSink, StopToken};
use remora_psobject::{ListObject, PsString, Value};

use super::state::SessionState;
use super::table::AliasEntry;
use super::variable::{ItemOptions, Variable};
use super::{FunctionEntry, ScopeId};
use crate::command::{CmdletSpec, CommandInfo};
use crate::context::{ExecutionContext, Extensions, NativeMethod, Transformation};
use crate::formatting::{Formatter, PlainText};
use crate::native::ProcessLauncher;
use crate::pipeline::Routes;
use crate::providers::Provider;
use crate::types::{TypeData, TypeTable};

/// What a session starts with; crates add their cmdlets, providers, types and variables to it. The same
/// builder can make any number of sessions.
#[derive(Clone)]
pub struct SessionBuilder {
    system: Arc<dyn System>,
    host: Option<Arc<dyn Host>>,
    cmdlets: Vec<&'static CmdletSpec>,
    providers: Vec<Arc<dyn Provider>>,
    types: Vec<TypeData>,
    variables: Vec<(PsString, Value, PsString, ItemOptions)>,
    aliases: Vec<(&'static str, &'static str, ItemOptions)>,
    functions: Vec<(&'static str, &'static str)>,
    formatter: Arc<dyn Formatter>,
    launcher: Option<Arc<dyn ProcessLauncher>>,
    culture: Culture,
    ui_culture: Culture,
    non_interactive: bool,
    language_mode: crate::language_mode::LanguageMode,
    prepare: Vec<fn(&mut ExecutionContext)>,
    transformations: Vec<(&'static str, Transformation)>,
    native_methods: HashMap<&'static str, Vec<(&'static str, NativeMethod)>>,
}

impl SessionBuilder {
    /// A session of the bare language on this machine.
    pub fn new(system: Arc<dyn System>) -> Self {
        Self {
            system,
            host: None,
            cmdlets: Vec::new(),
            providers: Vec::new(),
            types: Vec::new(),
            variables: Vec::new(),
            aliases: Vec::new(),
            functions: Vec::new(),
            formatter: Arc::new(PlainText),
            launcher: None,
            culture: Culture::en_us(),
            ui_culture: Culture::en_us(),
            non_interactive: false,
            language_mode: crate::language_mode::LanguageMode::FullLanguage,
            prepare: Vec::new(),
            transformations: Vec::new(),
            native_methods: HashMap::new(),
        }
    }

    /// With cmdlets. Aliases that their tables name come too.
    #[must_use]
    pub fn cmdlets(mut self, cmdlets: &[&'static CmdletSpec]) -> Self {
        self.cmdlets.extend(cmdlets);
        self
    }

    /// With a provider. Its default drives are made when the session starts.
    #[must_use]
    pub fn provider(mut self, provider: Arc<dyn Provider>) -> Self {
        self.providers.push(provider);
        self
    }

    /// With members of types.
    #[must_use]
    pub fn types(mut self, types: impl IntoIterator<Item = TypeData>) -> Self {
        self.types.extend(types);
        self
    }

    /// With a global variable.
    #[must_use]
    pub fn variable(
        mut self,
        name: impl Into<PsString>,
        value: impl Into<Value>,
        description: impl Into<PsString>,
        options: ItemOptions,
    ) -> Self {
        self.variables.push((name.into(), value.into(), description.into(), options));
        self
    }

    /// With an alias.
    #[must_use]
    pub fn alias(
        mut self,
        name: &'static str,
        definition: &'static str,
        options: ItemOptions,
    ) -> Self {
        self.aliases.push((name, definition, options));
        self
    }

    /// With a function, by the text of its body.
    #[must_use]
    pub fn function(mut self, name: &'static str, body: &'static str) -> Self {
        self.functions.push((name, body));
        self
    }

    /// With what turns objects into text.
    #[must_use]
    pub fn formatter(mut self, formatter: Arc<dyn Formatter>) -> Self {
        self.formatter = formatter;
        self
    }

    /// With what starts programs.
    #[must_use]
    pub fn launcher(mut self, launcher: Arc<dyn ProcessLauncher>) -> Self {
        self.launcher = Some(launcher);
        self
    }

    /// With a host.
    #[must_use]
    pub fn host(mut self, host: Arc<dyn Host>) -> Self {
        self.host = Some(host);
        self
    }

    /// With cultures for numbers and dates, and for texts.
    #[must_use]
    pub fn cultures(mut self, culture: Culture, ui_culture: Culture) -> Self {
        self.culture = culture;
        self.ui_culture = ui_culture;
        self
    }

    /// Without anybody to ask.
    #[must_use]
    pub fn non_interactive(mut self, non_interactive: bool) -> Self {
        self.non_interactive = non_interactive;
        self
    }

    /// With the language mode of the code that runs in it. What the builder itself defines is trusted.
    #[must_use]
    pub fn language_mode(mut self, mode: crate::language_mode::LanguageMode) -> Self {
        self.language_mode = mode;
        self
    }

    /// With what a transformation attribute does, by the short name of its class.
    #[must_use]
    pub fn transformation(mut self, attribute: &'static str, body: Transformation) -> Self {
        self.transformations.push((attribute, body));
        self
    }

    /// With the bodies of methods of a type of PowerShell (`System.Management.…`, `Microsoft.…`) or of a
    /// timer, by its full name.
    #[must_use]
    pub fn methods(
        mut self,
        type_name: &'static str,
        bodies: &[(&'static str, NativeMethod)],
    ) -> Self {
        self.native_methods.entry(type_name).or_default().extend(bodies);
        self
    }

    /// With a step that runs when the session is made.
    #[must_use]
    pub fn prepare(mut self, step: fn(&mut ExecutionContext)) -> Self {
        self.prepare.push(step);
        self
    }

    /// The machine that sessions run on.
    pub(crate) fn system(&self) -> &Arc<dyn System> {
        &self.system
    }

    /// Makes a session.
    pub fn build(&self) -> ExecutionContext {
        let host =
            self.host.clone().unwrap_or_else(|| Arc::new(crate::runspace::DefaultHost::default()));
        let mut context = ExecutionContext {
            session: SessionState::default(),
            host,
            system: Arc::clone(&self.system),
            culture: self.culture.clone(),
            ui_culture: self.ui_culture.clone(),
            types: TypeTable::default(),
            formatter: Arc::clone(&self.formatter),
            launcher: self.launcher.clone(),
            stop: StopToken::new(),
            records: Arc::new(|_: Record| {}) as Arc<dyn RecordSink>,
            routes: Routes::default(),
            status: true,
            script_status: true,
            error_list: Arc::new(ListObject::array_list(Vec::new())),
            frames: Vec::new(),
            handlers: 0,
            handled: Vec::new(),
            pipeline_failed: false,
            method_result: None,
            transformations: self.transformations.iter().copied().collect(),
            native_methods: {
                let mut methods = self.native_methods.clone();
                crate::types::powershell::install(&mut methods);
                crate::types::ast::install(&mut methods);
                crate::types::install_intrinsics(&mut methods);
                methods
            },
            next_stage: 0,
            extensions: Extensions::default(),
            non_interactive: self.non_interactive,
            history: -1,
            asks_for_commands: false,
            language_mode: crate::language_mode::LanguageMode::FullLanguage,
        };
        context.extension::<crate::runspace::MadeWith>().0 = Some(self.clone());
        crate::types::built_in::install(&mut context.types);
        for data in &self.types {
            context.types.add(data.clone());
        }
        self.add_commands(&mut context);
        self.add_variables(&mut context);
        for provider in &self.providers {
            context.session.providers.push(Arc::clone(provider));
        }
        for provider in &self.providers {
            for drive in provider.default_drives(&mut context) {
                context.session.add_drive(drive);
            }
        }
        for step in &self.prepare {
            step(&mut context);
        }
        context.language_mode = self.language_mode;
        context
    }

    fn add_commands(&self, context: &mut ExecutionContext) {
        crate::modules::register(&self.cmdlets);
        for spec in &self.cmdlets {
            context.session.add_cmdlet(Arc::new(CommandInfo::of_cmdlet(spec)));
            for alias in spec.aliases {
                let entry = AliasEntry::new(*alias, spec.name);
                // A fresh session has no alias that could be in the way.
                let _ = context.session.set_alias_in(ScopeId::GLOBAL, entry, true);
            }
        }
        for (name, definition, options) in &self.aliases {
            let mut entry = AliasEntry::new(*name, *definition);
            entry.options = *options;
            let _ = context.session.set_alias_in(ScopeId::GLOBAL, entry, true);
        }
        for (name, body) in &self.functions {
            if let Ok(block) = context.parse_script(body) {
                let entry = FunctionEntry::new(*name, block, None);
                let _ = context.session.set_function_in(ScopeId::GLOBAL, entry, true);
            }
        }
    }

    fn add_variables(&self, context: &mut ExecutionContext) {
        let errors = Value::List(Arc::clone(&context.error_list));
        let constant = Variable::new("Error", errors, ItemOptions::CONSTANT);
        context.session.put_variable(ScopeId::GLOBAL, constant);
        for (name, value, description, options) in &self.variables {
            let variable = Variable::new(name.clone(), value.clone(), *options)
                .with_description(description.clone());
            context.session.put_variable(ScopeId::GLOBAL, variable);
        }
    }
}
