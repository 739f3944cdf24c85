//! What the Format- cmdlets share: arguments to a shape, objects to format objects.

use remora_engine::prelude::*;
use remora_engine::views::{SessionFormatContext, SessionViews};
use remora_format::shape::{ParameterError, ParameterUse};
use remora_format::{
    Expansion, FormatObject, PropertyParameter, ShapeCommand, ShapeKind, ShapeParameters,
};

/// The arguments that all of them have.
pub(crate) struct CommonArguments<'a> {
    pub(crate) properties: &'a [Value],
    pub(crate) group_by: &'a Value,
    pub(crate) view: Option<&'a PsString>,
    pub(crate) expand: Option<&'a PsString>,
    pub(crate) force: bool,
    pub(crate) show_error: bool,
    pub(crate) display_error: bool,
}

/// Objects on their way to format objects.
#[derive(Default)]
pub(crate) struct Shaping(Option<ShapeCommand>);

/// The parameters of a shape.
///
/// # Errors
/// A property that is neither name, script block nor table; a view together with properties.
pub(crate) fn parameters(
    runtime: &mut CommandRuntime<'_>,
    kind: ShapeKind,
    arguments: &CommonArguments<'_>,
) -> CommandResult<ShapeParameters> {
    if arguments.view.is_some() && !arguments.properties.is_empty() {
        return Err(exclusive("FormatCannotSpecifyViewAndProperty", "View", "Property"));
    }
    let context = SessionFormatContext::new(runtime.context());
    let use_of = match kind {
        ShapeKind::Table => ParameterUse::Table,
        ShapeKind::List => ParameterUse::List,
        ShapeKind::Wide => ParameterUse::Wide,
        ShapeKind::Custom => ParameterUse::Custom,
    };
    let mut properties = Vec::with_capacity(arguments.properties.len());
    for property in arguments.properties {
        properties.push(PropertyParameter::parse(property, use_of, &context).map_err(refused)?);
    }
    let group_by = match arguments.group_by {
        Value::Null => None,
        given => Some(
            PropertyParameter::parse(given, ParameterUse::GroupBy, &context).map_err(refused)?,
        ),
    };
    let expand = arguments.expand.map(|word| match word.to_ascii_lowercase().as_str() {
        "coreonly" => Expansion::CoreOnly,
        "both" => Expansion::Both,
        _ => Expansion::EnumOnly,
    });
    Ok(ShapeParameters {
        kind: Some(kind),
        properties,
        view: arguments.view.cloned(),
        group_by,
        force: arguments.force,
        show_error: arguments.show_error,
        display_error: arguments.display_error,
        expand,
        ..ShapeParameters::default()
    })
}

/// Two parameters that exclude each other. The exception says nothing; the details do.
pub(crate) fn exclusive(error_id: &str, first: &str, second: &str) -> Flow {
    let exception = Exception::new(
        crate::record_object::type_named("System.IO.InvalidDataException"),
        "Found invalid data while decoding.",
    );
    ErrorRecord::new(exception, error_id, ErrorCategory::InvalidArgument, Value::Null)
        .with_details(format!("Cmdlet parameters {first} and {second} are mutually exclusive."))
        .into()
}

/// The exception says nothing; the details do.
fn refused(wrong: ParameterError) -> Flow {
    error(
        TypeId::NOT_SUPPORTED_EXCEPTION,
        "Specified method is not supported.",
        wrong.error_id,
        ErrorCategory::InvalidArgument,
        Value::Null,
    )
    .with_details(wrong.message)
    .into()
}

impl Shaping {
    /// Starts with these parameters and the session's views.
    pub(crate) fn start(runtime: &mut CommandRuntime<'_>, parameters: ShapeParameters) -> Self {
        let views = std::sync::Arc::clone(&runtime.context().extension::<SessionViews>().0);
        Self(Some(ShapeCommand::new(parameters, views)))
    }

    /// Writes what becomes of an object.
    ///
    /// # Errors
    /// There is no such view.
    pub(crate) fn object(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        value: &Value,
    ) -> CommandResult {
        let Some(command) = &mut self.0 else {
            return Ok(());
        };
        let mut made: Vec<FormatObject> = Vec::new();
        let result = {
            let context = SessionFormatContext::new(runtime.context());
            command.process(value, &context, &mut |object| made.push(object))
        };
        for object in made {
            runtime.write_object(object.into_value())?;
        }
        result.map_err(|wrong| {
            // The exception says nothing; the details do.
            error(
                TypeId::PIPELINE_STOPPED_EXCEPTION,
                "The pipeline has been stopped.",
                wrong.error_id,
                ErrorCategory::ObjectNotFound,
                Value::Null,
            )
            .with_details(wrong.message)
            .into()
        })
    }

    /// Writes what ends the shape.
    ///
    /// # Errors
    /// What a command further down the pipeline throws.
    pub(crate) fn finish(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let mut made: Vec<FormatObject> = Vec::new();
        if let Some(command) = &mut self.0 {
            command.end(&mut |object| made.push(object));
        }
        for object in made {
            runtime.write_object(object.into_value())?;
        }
        Ok(())
    }
}
