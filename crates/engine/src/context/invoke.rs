//! Running script blocks and texts.

use remora_dotnet::types::system_text::codec::Codec;
use remora_psobject::{ErrorCategory, TypeId, Value};

use super::ExecutionContext;
use crate::errors::{self, Flow};
use crate::pipeline::Sink;
use crate::script::{Invocation, ScriptBlock};

/// What an expression makes of the output of a pipeline: nothing, the one object, or an array.
pub(crate) fn collapse(mut output: Vec<Value>) -> Value {
    match output.len() {
        0 => Value::AutomationNull,
        1 => output.pop().unwrap_or(Value::AutomationNull),
        _ => Value::array(output),
    }
}

impl ExecutionContext {
    /// Runs code whose errors come back instead of being written.
    pub(crate) fn guarded<T>(
        &mut self,
        body: impl FnOnce(&mut Self) -> Result<T, Flow>,
    ) -> Result<T, Flow> {
        self.handlers += 1;
        let result = body(self);
        self.handlers -= 1;
        result
    }

    /// Marks the call of the running function as one that failed, for `$?` of its caller.
    pub(crate) fn caller_failed(&mut self) {
        self.pipeline_failed = true;
    }

    /// `GetNewClosure`: the block in a module of its own that starts with the variables of this scope.
    pub(crate) fn new_closure(&mut self, block: &ScriptBlock) -> ScriptBlock {
        use crate::modules::{ModuleInfo, ModuleType};
        use crate::session::{ScopeKind, Slot};
        let parent = block
            .module()
            .and_then(|module| module.scope)
            .unwrap_or(crate::session::ScopeId::GLOBAL);
        let layout = crate::evaluate::call::empty_layout();
        let captured = self.session.current().variables();
        let scope = self.session.new_script_scope(&layout, parent, ScopeKind::Module);
        for (symbol, name, slot) in captured {
            if let Some(value) = slot.value() {
                *self.session.scope_mut(scope).slot_for(symbol, &name) = Slot::Value(value);
            }
        }
        let name = format!("__DynamicModule_{}", self.stage_id());
        let module = std::sync::Arc::new(ModuleInfo::new(name, ModuleType::Script, Some(scope)));
        self.session.scope_mut(scope).module = Some(std::sync::Arc::clone(&module));
        block.bound_to(Some(module))
    }

    /// The module whose code runs.
    pub(crate) fn current_module(&self) -> Option<std::sync::Arc<crate::modules::ModuleInfo>> {
        self.session.current().module.clone()
    }

    /// What a transformation attribute does, by the short name of its class.
    pub(crate) fn transformation(&self, attribute: &str) -> Option<super::Transformation> {
        self.transformations.get(attribute).copied()
    }

    /// The value of `$using:…`, where the block got its values beforehand.
    pub(crate) fn using_value(&mut self, text: &str) -> Option<Value> {
        let key = text.trim_start_matches(['$', '@']).to_ascii_lowercase();
        self.extension::<UsingValues>().0.get(&key).cloned()
    }

    /// Gives `$using:` expressions their values; the keys are their texts without `$`, in small letters.
    pub fn set_using_values(&mut self, values: std::collections::HashMap<String, Value>) {
        self.extension::<UsingValues>().0 = values;
    }

    /// Sets `$LASTEXITCODE`.
    pub fn set_exit_code(&mut self, code: i32) {
        use crate::session::{ScopeId, Slot, Symbol};
        let global = self.session.scope_mut(ScopeId::GLOBAL);
        *global.slot_for(Symbol::LAST_EXIT_CODE, "LASTEXITCODE") = Slot::Value(Value::I32(code));
    }

    /// The folder in which programs start: the location on the file system.
    pub(crate) fn working_directory(&self) -> String {
        let drive = self.session.current_drive();
        if &*drive.root == "/" {
            return self.session.current_provider_path().to_string();
        }
        self.system.current_directory()
    }

    /// The name of the command that asks the user for parameters.
    pub(crate) fn prompting_command(&self) -> String {
        self.frames.last().map_or_else(String::new, |frame| frame.command.info.name.to_string())
    }

    /// The text of a script file.
    pub(crate) fn read_script(&self, path: &str) -> Result<String, Flow> {
        let bytes = self.system.read(path).map_err(|failure| {
            errors::error(
                TypeId::COMMAND_NOT_FOUND_EXCEPTION,
                format!("The script '{path}' cannot be read: {failure}"),
                "CommandNotFoundException",
                ErrorCategory::ObjectNotFound,
                path,
            )
        })?;
        Ok(match Codec::detect(&bytes) {
            Some((codec, mark)) => {
                let units = codec.decode(bytes.get(mark..).unwrap_or_default());
                String::from_utf16_lossy(&units)
            }
            None => String::from_utf8_lossy(&bytes).into_owned(),
        })
    }

    /// The content of a script file, read once for each command that was found.
    pub(crate) fn load_script(
        &mut self,
        path: &str,
        cell: &std::sync::OnceLock<ScriptBlock>,
    ) -> Result<ScriptBlock, Flow> {
        let text = self.read_script(path)?;
        let text = text.as_str();
        if let Some(known) = cell.get()
            && known.ast().source.text() == text
        {
            return Ok(known.bound_to(self.current_module()).in_mode(self.language_mode));
        }
        let block = self.parse_file(text, Some(path))?;
        self.check_requirements(path, &block)?;
        let _ = cell.set(block.clone());
        Ok(block)
    }

    /// `pipeline &`: starts a job through the command that does.
    pub(crate) fn start_background(
        &mut self,
        text: &str,
        output: &mut dyn Sink,
    ) -> Result<(), Flow> {
        let block = self.parse_script(text)?;
        crate::pipeline::PipelineBuilder::new()
            .command("Start-Job")
            .parameter("ScriptBlock", Value::live(block))
            .run(self, Vec::new(), output)
    }

    /// Runs a script block.
    ///
    /// # Errors
    /// What the block threw.
    pub fn invoke_block(
        &mut self,
        block: &ScriptBlock,
        invocation: Invocation,
        output: &mut dyn Sink,
    ) -> Result<(), Flow> {
        crate::evaluate::call::invoke(self, block, invocation, output)
    }

    /// Runs a script block in the current scope with `$_` set, and gives its value: null for no output,
    /// an array for several objects.
    ///
    /// # Errors
    /// What the block threw.
    pub fn evaluate_block(
        &mut self,
        block: &ScriptBlock,
        dollar_under: Value,
    ) -> Result<Value, Flow> {
        let mut output = Vec::new();
        let invocation = Invocation::in_current_scope().dollar_under(dollar_under);
        self.invoke_block(block, invocation, &mut output)?;
        Ok(collapse(output).or_null())
    }

    /// Parses a script text.
    ///
    /// # Errors
    /// All mistakes of the text, as one error.
    pub fn parse_script(&mut self, text: &str) -> Result<ScriptBlock, Flow> {
        self.parse_file(text, None)
    }

    /// Parses the text of a script file.
    ///
    /// # Errors
    /// As [`ExecutionContext::parse_script`].
    pub fn parse_file(&mut self, text: &str, file: Option<&str>) -> Result<ScriptBlock, Flow> {
        let parsed = remora_syntax::parse(text, file);
        if parsed.errors.is_empty() {
            self.check_classes(&parsed.script)?;
            let block = ScriptBlock::new(parsed.script).bound_to(self.current_module());
            return Ok(block.in_mode(self.language_mode));
        }
        Err(errors::parse_error(&parsed.errors))
    }

    /// Runs a script text in the current scope and gives what it wrote.
    ///
    /// # Errors
    /// A parse error, or what the script threw.
    pub fn run_script(&mut self, text: &str) -> Result<Vec<Value>, Flow> {
        let block = self.parse_script(text)?;
        let mut output = Vec::new();
        self.invoke_block(&block, Invocation::in_current_scope(), &mut output)?;
        Ok(output)
    }

    /// An error of a kind that only the engine throws.
    pub(crate) fn call_depth_overflow(&self) -> Flow {
        errors::error(
            TypeId::SCRIPT_CALL_DEPTH_EXCEPTION,
            "The script failed due to call depth overflow.",
            "CallDepthOverflow",
            ErrorCategory::InvalidOperation,
            Value::I32(i32::try_from(super::CALL_DEPTH_LIMIT).unwrap_or(0)),
        )
        .into()
    }
}

/// The values of `$using:` expressions.
#[derive(Default)]
struct UsingValues(std::collections::HashMap<String, Value>);
