//! [`ScriptBlock`].

use std::sync::{Arc, OnceLock};

use remora_psobject::{Exception, LiveObject, PsString, TypeId, Value};
use remora_syntax::ast::{FunctionDefinitionAst, ParameterAst, ScriptBlockAst};

use crate::binder::CommandMetadata;
use crate::command::{CommandInfo, CommandState};
use crate::compile::Code;
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::language_mode::LanguageMode;
use crate::modules::ModuleInfo;

/// A piece of script with the session state that it belongs to. A clone is the same block.
#[derive(Clone)]
pub struct ScriptBlock {
    body: Arc<Body>,
    /// The module whose session state it runs in; `None` for the caller's top session state.
    module: Option<Arc<ModuleInfo>>,
    /// The language mode of the code that made it; `None` for the mode of its caller.
    mode: Option<LanguageMode>,
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.ast.text())
    }
}

/// What all values of one script block share: the tree, and what was made of it.
pub(crate) struct Body {
    pub(crate) ast: Arc<ScriptBlockAst>,
    /// The function that it is the body of, which may hold the parameters.
    pub(crate) function: Option<Arc<FunctionDefinitionAst>>,
    pub(crate) is_filter: bool,
    /// Compiled for a scope of its own.
    code: OnceLock<Arc<Code>>,
    /// Compiled to run in a scope that is not its own.
    dotted: OnceLock<Arc<Code>>,
    metadata: OnceLock<Arc<CommandMetadata>>,
    info: OnceLock<Arc<CommandInfo>>,
    state: OnceLock<Arc<CommandState>>,
}

impl Body {
    /// The block as a command, made once.
    pub(crate) fn info(&self, make: impl FnOnce() -> CommandInfo) -> Arc<CommandInfo> {
        Arc::clone(self.info.get_or_init(|| Arc::new(make())))
    }

    /// The state of calls that bind nothing, made once.
    pub(crate) fn state(&self, make: impl FnOnce() -> CommandState) -> Arc<CommandState> {
        Arc::clone(self.state.get_or_init(|| Arc::new(make())))
    }

    /// The body of a block.
    pub(crate) fn new(ast: Arc<ScriptBlockAst>) -> Self {
        Self {
            ast,
            function: None,
            is_filter: false,
            code: OnceLock::new(),
            dotted: OnceLock::new(),
            metadata: OnceLock::new(),
            info: OnceLock::new(),
            state: OnceLock::new(),
        }
    }

    /// The body of a function.
    pub(crate) fn of_function(function: Arc<FunctionDefinitionAst>) -> Self {
        Self { is_filter: function.is_filter, ..Self::new(Arc::clone(&function.body)) }
            .with_function(function)
    }

    fn with_function(self, function: Arc<FunctionDefinitionAst>) -> Self {
        Self { function: Some(function), ..self }
    }

    /// The parameters, wherever they are declared.
    pub(crate) fn parameters(&self) -> &[ParameterAst] {
        match &self.function {
            Some(function) => function.all_parameters(),
            None => self.ast.param_block.as_ref().map_or(&[], |block| &block.parameters),
        }
    }

    /// The code that runs in a scope of its own.
    pub(crate) fn code(&self) -> &Arc<Code> {
        self.code.get_or_init(|| Arc::new(Code::compile(self, true)))
    }

    /// The code that runs in a scope that is not its own.
    pub(crate) fn dotted_code(&self) -> &Arc<Code> {
        self.dotted.get_or_init(|| Arc::new(Code::compile(self, false)))
    }
}

impl ScriptBlock {
    /// A block of this body.
    pub(crate) fn of_body(body: Arc<Body>, module: Option<Arc<ModuleInfo>>) -> Self {
        Self { body, module, mode: None }
    }

    /// A block of a tree.
    pub fn new(ast: Arc<ScriptBlockAst>) -> Self {
        Self::of_body(Arc::new(Body::new(ast)), None)
    }

    /// The block of a function definition.
    pub fn of_function(
        function: Arc<FunctionDefinitionAst>,
        module: Option<Arc<ModuleInfo>>,
    ) -> Self {
        Self::of_body(Arc::new(Body::of_function(function)), module)
    }

    /// The same block in the session state of a module.
    #[must_use]
    pub fn bound_to(&self, module: Option<Arc<ModuleInfo>>) -> Self {
        Self { body: Arc::clone(&self.body), module, mode: self.mode }
    }

    /// The same block as code of a language mode.
    #[must_use]
    pub fn in_mode(mut self, mode: LanguageMode) -> Self {
        self.mode = Some(mode);
        self
    }

    /// The language mode that it runs in; `None` for the mode of its caller.
    pub fn mode(&self) -> Option<LanguageMode> {
        self.mode
    }

    /// The tree.
    pub fn ast(&self) -> &Arc<ScriptBlockAst> {
        &self.body.ast
    }

    /// The function that it is the body of.
    pub fn function(&self) -> Option<&Arc<FunctionDefinitionAst>> {
        self.body.function.as_ref()
    }

    pub(crate) fn body(&self) -> &Arc<Body> {
        &self.body
    }

    /// The module whose session state it runs in.
    pub fn module(&self) -> Option<&Arc<ModuleInfo>> {
        self.module.as_ref()
    }

    /// The parameters in order.
    pub fn parameters(&self) -> &[ParameterAst] {
        self.body.parameters()
    }

    /// Whether everything stands in `process`, as in a filter.
    pub fn is_filter(&self) -> bool {
        self.body.is_filter
    }

    /// The text between the braces.
    pub fn text_inside(&self) -> PsString {
        self.body.ast.inner_text().into()
    }

    /// The script file that it stands in.
    pub fn file(&self) -> Option<&str> {
        self.body.ast.source.file()
    }

    /// What a single variable, constant or member access block gives without running anything, is
    /// decided by the compiler; this tells whether the block is a single expression.
    pub fn is_empty(&self) -> bool {
        self.body
            .ast
            .named_blocks()
            .all(|block| block.statements.is_empty() && block.traps.is_empty())
    }

    /// The parameters as the binder needs them.
    ///
    /// # Errors
    /// An attribute of a parameter that cannot be made, an unknown type.
    pub fn metadata(&self, context: &mut ExecutionContext) -> Result<Arc<CommandMetadata>, Flow> {
        if let Some(known) = self.body.metadata.get() {
            return Ok(Arc::clone(known));
        }
        // Blocks in attributes are code of this block, whoever asks first.
        let saved = context.enter_mode(self.mode);
        let made = crate::binder::script_metadata(self, context);
        context.leave_mode(saved);
        let made = Arc::new(made?);
        Ok(Arc::clone(self.body.metadata.get_or_init(|| made)))
    }

    /// The parameters, where they were asked for before.
    pub(crate) fn known_metadata(&self) -> Option<Arc<CommandMetadata>> {
        self.body.metadata.get().cloned()
    }

    /// Whether both are the same block.
    pub fn same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.body, &other.body)
    }
}

impl LiveObject for ScriptBlock {
    fn object_type(&self) -> TypeId {
        TypeId::SCRIPT_BLOCK
    }

    fn text(&self) -> PsString {
        self.text_inside()
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            "Attributes",
            "File",
            "IsFilter",
            "IsConfiguration",
            "Module",
            "StartPosition",
            "DebuggerHidden",
            "Id",
            "Ast",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "attributes" => Value::array(Vec::new()),
            "file" => self.file().map_or(Value::Null, Value::from),
            "isfilter" => Value::Bool(self.is_filter()),
            "isconfiguration" => Value::Bool(self.body.ast.is_configuration),
            "module" => self.module.clone().map_or(Value::Null, Value::live_arc),
            "debuggerhidden" => Value::Bool(false),
            "ast" => crate::types::ast::script_block(&self.body.ast),
            "startposition" => {
                crate::types::ast::position(&self.body.ast.source, self.body.ast.extent)
            }
            _ => return None,
        }))
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        Some(other.downcast::<Self>().is_some_and(|other| self.same(other)))
    }
}

impl std::fmt::Debug for ScriptBlock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{{{}}}", self.body.ast.inner_text())
    }
}
