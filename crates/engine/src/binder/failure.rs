//! Why an argument cannot be bound.

use std::sync::Arc;

use remora_psobject::{ErrorCategory, ErrorRecord, Exception, PsString, TypeId, Value};
use remora_syntax::Extent;

use crate::command::CommandState;
use crate::context::ExecutionContext;
use crate::errors::{Flow, position};

/// Why an argument cannot be bound.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An error of the binder.
    Error(Box<BindingError>),
    /// A script block that took part did something else.
    Flow(Flow),
}

/// An error of the binder, and the argument that it is about.
#[derive(Debug)]
pub(crate) struct BindingError {
    pub(crate) record: ErrorRecord,
    /// Where the argument stands in the script of the command; `None` for the command as a whole.
    extent: Option<Extent>,
}

impl From<Flow> for Failure {
    fn from(flow: Flow) -> Self {
        Self::Flow(flow)
    }
}

impl From<Failure> for Flow {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Error(error) => Self::statement_error(error.record),
            Failure::Flow(flow) => flow,
        }
    }
}

fn validation_exception() -> TypeId {
    TypeId::register(
        "System.Management.Automation.ParameterBindingValidationException",
        Some(TypeId::PARAMETER_BINDING_EXCEPTION),
    )
}

fn transformation_exception() -> TypeId {
    TypeId::register(
        "System.Management.Automation.ParameterBindingArgumentTransformationException",
        Some(TypeId::PARAMETER_BINDING_EXCEPTION),
    )
}

impl Failure {
    fn new(
        exception_type: TypeId,
        message: impl Into<PsString>,
        id: &str,
        category: ErrorCategory,
        inner: Option<Arc<Exception>>,
    ) -> Self {
        let exception = Exception::new(exception_type, message);
        let exception = match inner {
            Some(inner) => exception.with_inner(inner),
            None => exception,
        };
        let exception = exception.with_property("ErrorId", id);
        let record = ErrorRecord::new(exception, id, category, Value::Null);
        Self::Error(Box::new(BindingError { record, extent: None }))
    }

    /// With a property of the exception.
    fn with(self, name: &str, value: impl Into<Value>) -> Self {
        if let Self::Error(error) = &self {
            error.record.exception.set_extra(name, value.into());
        }
        self
    }

    /// With the name of the parameter that could not be bound.
    fn of_parameter(self, name: &str) -> Self {
        self.with("ParameterName", name)
    }

    /// With the types of the parameter and of the value that it was to be bound to.
    pub(crate) fn with_types(self, parameter: TypeId, given: Option<TypeId>) -> Self {
        let given = given.map_or(Value::Null, Value::Type);
        self.with("ParameterType", Value::Type(parameter)).with("TypeSpecified", given)
    }

    /// With the place of the argument that it is about.
    pub(crate) fn at(mut self, extent: Option<Extent>) -> Self {
        if let Self::Error(error) = &mut self {
            error.extent = error.extent.or(extent);
        }
        self
    }

    /// The error of the command: with its class in the id, placed at the argument.
    pub(crate) fn into_flow(self, context: &ExecutionContext, state: &CommandState) -> Flow {
        let error = match self {
            Self::Error(error) => *error,
            Self::Flow(flow) => return flow,
        };
        let mut record = position::complete(context, state, Arc::new(error.record));
        if let Some(extent) = error.extent {
            record = position::moved(state, record, extent);
        }
        let exception = &record.exception;
        exception.set_extra("CommandInvocation", Value::live_arc(state.invocation(context)));
        if let Some(place) = &record.invocation_info {
            exception.set_extra("Line", Value::I64(i64::from(place.script_line_number)));
            exception.set_extra("Offset", Value::I64(i64::from(place.offset_in_line)));
        }
        Flow::statement_error(record)
    }

    /// An error of category `InvalidArgument`.
    pub(crate) fn argument(id: &str, message: impl Into<PsString>) -> Self {
        Self::new(
            TypeId::PARAMETER_BINDING_EXCEPTION,
            message,
            id,
            ErrorCategory::InvalidArgument,
            None,
        )
    }

    /// An argument that cannot be converted to the type of a cmdlet's parameter.
    pub(crate) fn conversion(parameter: &str, cause: Arc<Exception>) -> Self {
        Self::new(
            TypeId::PARAMETER_BINDING_EXCEPTION,
            format!("Cannot bind parameter '{parameter}'. {}", cause.message()),
            "CannotConvertArgumentNoMessage",
            ErrorCategory::InvalidArgument,
            Some(cause),
        )
        .of_parameter(parameter)
    }

    /// An argument of a kind that is not converted at all.
    pub(crate) fn wrong_type(parameter: &str, from: &str, to: &str, why: &str) -> Self {
        Self::argument(
            "CannotConvertArgument",
            format!(
                "Cannot convert '{from}' to the type '{to}' required by parameter '{parameter}'. {why}"
            ),
        )
    }

    /// A transformation that failed.
    pub(crate) fn transformation(parameter: &str, cause: Arc<Exception>) -> Self {
        let message = cause.message().clone();
        let wrapped =
            Exception::new(TypeId::ARGUMENT_TRANSFORMATION_METADATA_EXCEPTION, message.clone())
                .with_inner(cause);
        Self::new(
            transformation_exception(),
            format!("Cannot process argument transformation on parameter '{parameter}'. {message}"),
            "ParameterArgumentTransformationError",
            ErrorCategory::InvalidData,
            Some(Arc::new(wrapped)),
        )
        .of_parameter(parameter)
    }

    /// A validation that failed.
    pub(crate) fn validation(parameter: &str, message: &str) -> Self {
        let inner = Exception::new(TypeId::VALIDATION_METADATA_EXCEPTION, message);
        Self::new(
            validation_exception(),
            format!("Cannot validate argument on parameter '{parameter}'. {message}"),
            "ParameterArgumentValidationError",
            ErrorCategory::InvalidData,
            Some(Arc::new(inner)),
        )
        .of_parameter(parameter)
    }

    /// Null, an empty text or collection where it is not allowed.
    pub(crate) fn not_allowed(parameter: &str, what: &str, id: &str) -> Self {
        Self::new(
            validation_exception(),
            format!("Cannot bind argument to parameter '{parameter}' because it is {what}."),
            &format!("ParameterArgumentValidationError{id}"),
            ErrorCategory::InvalidData,
            None,
        )
        .of_parameter(parameter)
    }

    /// Arguments that leave no set, or several.
    pub(crate) fn ambiguous_set() -> Self {
        Self::argument(
            "AmbiguousParameterSet",
            "Parameter set cannot be resolved using the specified named parameters. One or more parameters issued cannot be used together or an insufficient number of parameters were provided.",
        )
    }
}
