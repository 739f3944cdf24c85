//! `ForEach-Object`

use remora_engine::prelude::*;

use crate::parallel;

/// # Synopsis
/// Does something for each object.
///
/// # Description
/// The blocks run in the scope of the caller with the object in $_. With a name instead of a block, a property is read or a method called.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ForEach",
    noun = "Object",
    class = "Microsoft.PowerShell.Commands.ForEachObjectCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "ScriptBlockSet",
    should_process,
    confirm_impact = "Low",
    remoting = "None",
    aliases("%", "foreach")
)]
pub(crate) struct ForEachObject {
    /// Objects for the input of the command.
    #[parameter(
        sets("ParallelParameterSet", "PropertyAndMethodSet", "ScriptBlockSet"),
        pipeline,
        type = "psobject"
    )]
    input_object: Value,
    /// Runs before the first object.
    #[parameter(set = "ScriptBlockSet")]
    begin: Option<ScriptBlock>,
    /// Runs for each object.
    #[parameter(
        set = "ScriptBlockSet",
        position = 0,
        mandatory,
        type = "scriptblock[]",
        allow_null,
        allow_empty_collection
    )]
    process: Vec<Value>,
    /// Runs after the last object.
    #[parameter(set = "ScriptBlockSet")]
    end: Option<ScriptBlock>,
    /// Further blocks, taken as process blocks but for the first and the last.
    #[parameter(
        set = "ScriptBlockSet",
        remaining,
        type = "scriptblock[]",
        allow_null,
        allow_empty_collection
    )]
    remaining_scripts: Vec<Value>,
    /// Property that is read or method that is called.
    #[parameter(
        set = "PropertyAndMethodSet",
        position = 0,
        mandatory,
        attribute = "ValidateTrustedData",
        validate_not_null_or_empty
    )]
    member_name: Option<PsString>,
    /// Arguments.
    #[parameter(
        set = "PropertyAndMethodSet",
        remaining,
        aliases("Args"),
        attribute = "ValidateTrustedData"
    )]
    argument_list: Vec<Value>,
    /// Runs for each object, on several at the same time.
    #[parameter(set = "ParallelParameterSet", mandatory)]
    parallel: Option<ScriptBlock>,
    /// How many computers are worked on at the same time; 0 for the default.
    #[parameter(set = "ParallelParameterSet", validate_range(1, 2147483647))]
    throttle_limit: Option<i32>,
    /// Seconds after which parallel blocks are stopped; 0 for none.
    #[parameter(set = "ParallelParameterSet", validate_range(0, 2147483))]
    timeout_seconds: Option<i32>,
    /// Runs in the background and gives a job.
    #[parameter(set = "ParallelParameterSet")]
    as_job: Switch,
    /// Gives each parallel block a runspace of its own.
    #[parameter(set = "ParallelParameterSet")]
    use_new_runspace: Switch,
    /// The blocks that run for each object.
    blocks: Vec<ScriptBlock>,
    /// The block that runs at the end.
    last: Option<ScriptBlock>,
    /// Objects for parallel blocks.
    waiting: Vec<Value>,
}

impl ForEachObject {
    pub(crate) const EXAMPLES: &[Example] = &[
        Example {
            title: "Multiplies numbers",
            script: "1..3 | ForEach-Object { $_ * 2 }",
            output: "2\n4\n6",
        },
        Example {
            title: "Reads a property",
            script: "'a', 'bcd' | ForEach-Object Length",
            output: "1\n3",
        },
    ];
}

impl Cmdlet for ForEachObject {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if runtime.parameter_set() != "ScriptBlockSet" {
            return Ok(());
        }
        let block = |value: &Value| value.downcast::<ScriptBlock>().cloned();
        let mut blocks: Vec<ScriptBlock> =
            self.process.iter().chain(&self.remaining_scripts).filter_map(block).collect();
        // Of several blocks without names the first is for the begin, the last for the end.
        if self.begin.is_none() && blocks.len() > 1 {
            self.begin = Some(blocks.remove(0));
        }
        self.last = self.end.take();
        if self.last.is_none() && self.begin.is_some() && blocks.len() > 1 {
            self.last = blocks.pop();
        }
        self.blocks = blocks;
        match self.begin.clone() {
            Some(block) => runtime.invoke_into_output(&block, Invocation::in_current_scope()),
            None => Ok(()),
        }
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if let Some(name) = self.member_name.clone() {
            return self.member(runtime, &name);
        }
        if self.parallel.is_some() {
            self.waiting.push(self.input_object.clone());
            return Ok(());
        }
        for block in &self.blocks {
            let invocation = Invocation::in_current_scope().dollar_under(self.input_object.clone());
            runtime.invoke_into_output(block, invocation)?;
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if let Some(block) = self.parallel.clone() {
            return parallel::run(runtime, &block, std::mem::take(&mut self.waiting));
        }
        match self.last.clone() {
            Some(block) => runtime.invoke_into_output(&block, Invocation::in_current_scope()),
            None => Ok(()),
        }
    }
}

impl ForEachObject {
    /// Reads a property, or calls a method with the arguments.
    fn member(&self, runtime: &mut CommandRuntime<'_>, name: &str) -> CommandResult {
        let target = self.input_object.clone();
        if target.is_null() {
            return runtime.write_error(error(
                TypeId::PS_ARGUMENT_NULL_EXCEPTION,
                "Input object is null.",
                "InputObjectIsNull",
                ErrorCategory::InvalidArgument,
                Value::Null,
            ));
        }
        if self.argument_list.is_empty()
            && let Some(value) = runtime.get_property(&target, name)?
        {
            return runtime.write_enumerated(value);
        }
        match runtime.invoke_method(&target, name, &self.argument_list) {
            Ok(value) => runtime.write_enumerated(value),
            Err(flow) => match flow.error() {
                Some(record) if record.fully_qualified_error_id == "MethodNotFound" => {
                    runtime.write_object(Value::Null)
                }
                Some(record) => runtime.write_error(std::sync::Arc::clone(record)),
                None => Err(flow),
            },
        }
    }
}
