//! `ForEach-Object`

use remora_engine::prelude::*;
use remora_engine::types::MemberType;
use remora_language::wildcard::{WildcardPattern, contains_wildcards};

use crate::parallel::Parallel;

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
    /// The parallel blocks.
    running: Option<Parallel>,
    /// Objects for a job.
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
        if let Some(block) = self.parallel.clone() {
            return self.begin_parallel(runtime, &block);
        }
        if runtime.parameter_set() != "ScriptBlockSet" {
            return Ok(());
        }
        if runtime.is_bound("WhatIf") || runtime.is_bound("Confirm") {
            return Err(error(
                TypeId::PS_INVALID_OPERATION_EXCEPTION,
                "The -WhatIf and -Confirm parameters are not supported for script blocks.",
                "NoShouldProcessForScriptBlockSet",
                ErrorCategory::InvalidOperation,
                Value::Null,
            )
            .into());
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
        if *self.as_job {
            self.waiting.push(self.input_object.clone());
            return Ok(());
        }
        if let Some(running) = &mut self.running {
            return running.add(runtime, self.input_object.clone());
        }
        for block in &self.blocks {
            let invocation = Invocation::in_current_scope().dollar_under(self.input_object.clone());
            runtime.invoke_into_output(block, invocation)?;
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if *self.as_job
            && let Some(running) = self.running.take()
        {
            let job = running.into_job(runtime, std::mem::take(&mut self.waiting))?;
            return runtime.write_object(job);
        }
        if let Some(running) = &mut self.running {
            return running.finish(runtime);
        }
        match self.last.clone() {
            Some(block) => runtime.invoke_into_output(&block, Invocation::in_current_scope()),
            None => Ok(()),
        }
    }
}

impl ForEachObject {
    fn begin_parallel(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        block: &ScriptBlock,
    ) -> CommandResult {
        const UNSUPPORTED: [&str; 5] = [
            "ErrorAction",
            "WarningAction",
            "InformationAction",
            "ProgressAction",
            "PipelineVariable",
        ];
        if UNSUPPORTED.iter().any(|name| runtime.is_bound(name)) {
            return Err(error(
                TypeId::PS_ARGUMENT_EXCEPTION,
                "The following common parameters are not currently supported in the Parallel parameter set:\nErrorAction, WarningAction, InformationAction, ProgressAction, PipelineVariable",
                "ParallelCommonParametersNotSupported",
                ErrorCategory::InvalidArgument,
                Value::Null,
            )
            .into());
        }
        if *self.as_job && runtime.is_bound("TimeoutSeconds") {
            return Err(error(
                TypeId::ARGUMENT_EXCEPTION,
                "The 'TimeoutSeconds' parameter cannot be used with the 'AsJob' parameter.",
                "ParallelCannotUseTimeoutWithJob",
                ErrorCategory::InvalidOperation,
                Value::Null,
            )
            .into());
        }
        let (limit, seconds) = (self.throttle_limit, self.timeout_seconds);
        self.running = Some(Parallel::new(runtime, block, limit, seconds)?);
        Ok(())
    }

    /// The members that a name with wildcards means: properties, then methods.
    fn matching(
        &self,
        runtime: &mut CommandRuntime<'_>,
        name: &str,
    ) -> (Vec<PsString>, Vec<PsString>) {
        let Ok(pattern) = WildcardPattern::new(name, true) else { return Default::default() };
        let (mut properties, mut methods) = (Vec::new(), Vec::new());
        for member in runtime.members(&self.input_object) {
            if !pattern.is_match(&member.name) {
                continue;
            }
            let is_method = matches!(
                member.member_type,
                MemberType::Method | MemberType::ScriptMethod | MemberType::CodeMethod
            );
            if is_method { methods.push(member.name) } else { properties.push(member.name) }
        }
        (properties, methods)
    }

    /// Reads a property, or calls a method with the arguments.
    fn member(&self, runtime: &mut CommandRuntime<'_>, name: &str) -> CommandResult {
        let target = self.input_object.clone();
        if target.is_null() {
            return Ok(());
        }
        if contains_wildcards(name) {
            let (properties, methods) = self.matching(runtime, name);
            let all: Vec<&PsString> = properties.iter().chain(&methods).collect();
            return match all.as_slice() {
                [] => Ok(()),
                [only] => self.one_member(runtime, &target, only),
                several => {
                    let several: Vec<&str> = several.iter().map(|name| name.as_str()).collect();
                    runtime.write_error(invalid_argument(
                        format!(
                            "Input name \"{name}\" is ambiguous. It can be resolved to multiple matched members. Possible matches include: {}.",
                            several.join(" ")
                        ),
                        "AmbiguousPropertyOrMethodName",
                        target,
                    ))
                }
            };
        }
        self.one_member(runtime, &target, name)
    }

    fn one_member(
        &self,
        runtime: &mut CommandRuntime<'_>,
        target: &Value,
        name: &str,
    ) -> CommandResult {
        let shown = format!("InputObject: {}", runtime.text(target));
        if self.argument_list.is_empty()
            && let Some(value) = runtime.get_property(target, name)?
        {
            let action = format!("Retrieve the value for property '{name}'");
            if runtime.should_process(shown, action)? {
                runtime.write_enumerated(value)?;
            }
            return Ok(());
        }
        let is_method = runtime.context().has_method(target, name)
            || self.matching(runtime, name).1.iter().any(|known| known.eq_ignore_case(name));
        if !is_method {
            if self.argument_list.is_empty() {
                return Ok(());
            }
            return runtime.write_error(invalid_argument(
                format!("Input name \"{name}\" cannot be resolved to a method."),
                "MethodNotFound",
                target.clone(),
            ));
        }
        if !runtime.should_process(shown, format!("Invoke method '{name}'"))? {
            return Ok(());
        }
        runtime.context().check_method(target, name)?;
        match runtime.invoke_method(target, name, &self.argument_list) {
            Ok(value) => runtime.write_enumerated(value),
            Err(flow) => match flow.error() {
                Some(record) => {
                    let record = ErrorRecord::new(
                        std::sync::Arc::clone(&record.exception),
                        "MethodInvocationError",
                        ErrorCategory::InvalidOperation,
                        target.clone(),
                    );
                    runtime.write_error(record)
                }
                None => Err(flow),
            },
        }
    }
}
