//! The engine as the rules of the language and the bodies of .NET types see it.

use std::cell::{OnceCell, RefCell};
use std::cmp::Ordering;
use std::sync::Arc;

use remora_dotnet::{Context, Culture, System};
use remora_language::{LanguageError, Runtime, ScriptOverload, ScriptType};
use remora_psobject::{Exception, TypeId, Value};

use super::ExecutionContext;
use crate::errors::Flow;
use crate::object_view::lent;
use crate::script::{Invocation, ScriptBlock};

/// Reaches the [`ExecutionContext`] that is lent to the thread for the time of one call, so that objects
/// of classes, too, can answer with their own methods. Control flow that is no exception (a stop,
/// `exit`) is kept here while the call unwinds.
#[derive(Default)]
pub(crate) struct Bridge {
    system: OnceCell<Arc<dyn System>>,
    flow: RefCell<Option<Flow>>,
}

impl ExecutionContext {
    /// Runs a rule of the language that may call back.
    pub(crate) fn bridged<T>(
        &mut self,
        call: impl FnOnce(&dyn Runtime) -> remora_language::Result<T>,
    ) -> Result<T, Flow> {
        let bridge = Bridge::default();
        let result = self.lent(|| call(&bridge));
        match bridge.flow.into_inner() {
            Some(flow) => Err(flow),
            None => result.map_err(Flow::from),
        }
    }
}

impl From<Box<LanguageError>> for Flow {
    #[cold]
    fn from(error: Box<LanguageError>) -> Self {
        if let Some(record) = error.exception.error_record()
            && record.fully_qualified_error_id == error.error_id
        {
            return Self::statement_error(record);
        }
        Self::statement_error(error.into_error_record())
    }
}

impl Bridge {
    fn keep(&self, flow: Flow) -> Exception {
        match flow {
            Flow::Throw(thrown) => {
                let record = thrown.record;
                let source = &record.exception;
                let copy = Exception::new(source.exception_type(), source.message().clone());
                let copy = match source.inner() {
                    Some(inner) => copy.with_inner(Arc::clone(inner)),
                    None => copy,
                };
                copy.with_error_record(record)
            }
            other => {
                *self.flow.borrow_mut() = Some(other);
                Exception::new(TypeId::PIPELINE_STOPPED_EXCEPTION, "The pipeline has been stopped.")
            }
        }
    }
}

impl Context for Bridge {
    fn system(&self) -> &Arc<dyn System> {
        self.system.get_or_init(|| lent(|context| Arc::clone(&context.system)))
    }

    fn culture(&self) -> Culture {
        lent(|context| context.culture.clone())
    }

    fn ui_culture(&self) -> Culture {
        lent(|context| context.ui_culture.clone())
    }

    fn set_culture(&self, culture: Culture, ui: bool) {
        lent(|context| if ui { context.ui_culture = culture } else { context.culture = culture });
    }

    fn invoke(&self, callable: &Value, arguments: &[Value]) -> Result<Value, Exception> {
        self.call(callable, None, arguments)
    }

    fn lend_screen(&self) -> bool {
        let host = lent(|context| Arc::clone(context.host()));
        host.ui().is_some_and(|ui| ui.lends_screen())
    }

    fn class_properties(&self, id: TypeId) -> Vec<(String, TypeId)> {
        self.script_type(id).map(|class| class.settable_properties()).unwrap_or_default()
    }

    fn compare_text(&self, left: &str, right: &str, ignore_case: bool) -> Ordering {
        use remora_language::compare::{Case, compare_text};
        compare_text(left, right, if ignore_case { Case::Ignore } else { Case::Sensitive })
    }

    fn convert(&self, value: &Value, target: TypeId) -> Result<Value, Exception> {
        remora_language::convert::to_type(value, target, self).map_err(|error| {
            Exception::new(error.exception.exception_type(), error.message().clone())
        })
    }
}

impl Bridge {
    fn call(
        &self,
        callable: &Value,
        item: Option<&Value>,
        arguments: &[Value],
    ) -> Result<Value, Exception> {
        if let Some(delegate) = callable.downcast::<remora_language::invoke::Delegate>() {
            let mut answer = Value::AutomationNull;
            for callee in &delegate.callees {
                answer = self.call(callee, item, arguments)?;
            }
            return Ok(answer);
        }
        if let Some(method) = callable.downcast::<crate::types::view::MethodView>() {
            return lent(|context| method.call(context, arguments)).map_err(|flow| self.keep(flow));
        }
        let Some(block) = callable.downcast::<ScriptBlock>() else {
            return Err(Exception::new(
                TypeId::PS_INVALID_CAST_EXCEPTION,
                "The value cannot be called.",
            ));
        };
        let mut invocation = Invocation::new().arguments(arguments.iter().cloned());
        if let Some(item) = item {
            invocation = invocation.dollar_under(item.clone());
        }
        let mut output = Vec::new();
        match lent(|context| context.invoke_block(block, invocation, &mut output)) {
            Ok(()) => Ok(super::invoke::collapse(output)),
            Err(flow) => Err(self.keep(flow)),
        }
    }
}

impl Runtime for Bridge {
    fn invoke_with_item(
        &self,
        block: &Value,
        item: &Value,
        arguments: &[Value],
    ) -> Result<Value, Exception> {
        self.call(block, Some(item), arguments)
    }

    fn script_type(&self, id: TypeId) -> Option<Arc<dyn ScriptType>> {
        lent(|context| context.types.script_type(id))
    }

    fn run_member(
        &self,
        class: &dyn ScriptType,
        overload: &ScriptOverload,
        this: &Value,
        arguments: &[Value],
    ) -> Result<Value, Exception> {
        let done = class.type_id().and_then(|id| {
            lent(|context| {
                crate::types::class::run_overload(context, id, overload, this, arguments)
            })
        });
        match done {
            Some(result) => result.map_err(|flow| self.keep(flow)),
            None => class.invoke(overload, this, arguments),
        }
    }

    fn resolve_type(&self, name: &str) -> Option<TypeId> {
        lent(|context| context.find_session_type(name))
    }
}
