//! `New-Object`

use remora_engine::prelude::*;
use remora_psobject::PsObject;
use std::sync::Arc;

/// # Synopsis
/// Makes an object of a type.
///
/// # Description
/// By calling a constructor, and setting properties.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/new-object
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Object",
    class = "Microsoft.PowerShell.Commands.NewObjectCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Net",
    remoting = "PowerShell"
)]
pub(crate) struct NewObject {
    /// Names of types.
    #[parameter(set = "Net", position = 0, mandatory, validate_trusted_data)]
    type_name: Option<PsString>,
    /// Arguments.
    #[parameter(set = "Net", position = 1, aliases("Args"), validate_trusted_data)]
    argument_list: Vec<Value>,
    /// The page follows the strict rules.
    #[parameter(set = "Com")]
    strict: Switch,
    /// Properties to set and their values.
    #[parameter(type = "System.Collections.IDictionary", validate_trusted_data)]
    property: Value,
}

impl NewObject {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Makes an object with properties",
        script: "(New-Object psobject -Property @{ a = 1 }).a",
        output: "1",
    }];
}

impl Cmdlet for NewObject {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let name = self.type_name.clone().unwrap_or_default();
        let Some(id) = runtime.context().find_type(&name) else {
            let message = format!(
                "Cannot find type [{name}]: verify that the assembly containing this type is loaded."
            );
            return Err(error(
                TypeId::PS_ARGUMENT_EXCEPTION,
                message,
                "TypeNotFound",
                ErrorCategory::InvalidType,
                Value::Null,
            )
            .into());
        };
        runtime.context().check_creation(id)?;
        let object = if matches!(
            id.full_name(),
            "System.Management.Automation.PSObject"
                | "System.Management.Automation.PSCustomObject"
                | "System.Object"
        ) && self.argument_list.is_empty()
            && id != TypeId::OBJECT
        {
            PsObject::custom([]).into()
        } else {
            self.construct(runtime, id)?
        };
        if let Value::Dictionary(table) = self.property.base() {
            for (name, value) in table.entries() {
                let name = runtime.text(&name);
                self.set(runtime, &object, &name, value)?;
            }
        }
        runtime.write_object(object)
    }
}

impl NewObject {
    fn construct(&self, runtime: &mut CommandRuntime<'_>, id: TypeId) -> CommandResult<Value> {
        let names: Vec<String> =
            (0..self.argument_list.len()).map(|at| format!("$a{at}")).collect();
        let script = format!(
            "param({}) ,$t::new({})",
            [vec!["$t".to_owned()], names.clone()].concat().join(", "),
            names.join(", ")
        );
        let block = runtime.context().parse_script(&script)?;
        let invocation = Invocation::new()
            .argument(Value::Type(id))
            .arguments(self.argument_list.iter().cloned());
        match runtime.invoke(&block, invocation) {
            Ok(mut made) => Ok(made.pop().unwrap_or_default()),
            Err(Flow::Throw(thrown)) => {
                let record = &thrown.record;
                let invoked = record.fully_qualified_error_id.starts_with("ConstructorInvoked")
                    || record.exception.exception_type() == TypeId::METHOD_INVOCATION_EXCEPTION;
                if invoked {
                    return Err(ErrorRecord::new(
                        Arc::clone(&record.exception),
                        "ConstructorInvokedThrowException",
                        ErrorCategory::InvalidOperation,
                        Value::Null,
                    )
                    .into());
                }
                let message = format!(
                    "A constructor was not found. Cannot find an appropriate constructor for type {}.",
                    self.type_name.as_deref().unwrap_or_default()
                );
                Err(error(
                    TypeId::PS_ARGUMENT_EXCEPTION,
                    message,
                    "CannotFindAppropriateCtor",
                    ErrorCategory::ObjectNotFound,
                    Value::Null,
                )
                .into())
            }
            Err(flow) => Err(flow),
        }
    }

    fn set(
        &self,
        runtime: &mut CommandRuntime<'_>,
        object: &Value,
        name: &PsString,
        value: Value,
    ) -> CommandResult {
        if let Value::Object(bag) = object {
            bag.set(name, value);
            return Ok(());
        }
        if runtime.get_property(object, name)?.is_none()
            && !runtime.property_names(object).iter().any(|known| known.eq_ignore_case(name))
        {
            let message =
                format!("The member \"{name}\" was not found for the specified .NET object.");
            return runtime.write_error(error(
                TypeId::INVALID_OPERATION_EXCEPTION,
                message,
                "InvalidOperationException",
                ErrorCategory::InvalidOperation,
                Value::Null,
            ));
        }
        match runtime.set_property(object, name, value) {
            Err(Flow::Throw(_)) => {
                let message = "The value supplied is not valid, or the property is read-only. Change the value, and then try again.";
                runtime.write_error(error(
                    TypeId::SET_VALUE_EXCEPTION,
                    message,
                    "SetValueException",
                    ErrorCategory::InvalidData,
                    Value::Null,
                ))
            }
            other => other,
        }
    }
}
