//! Language modes: how much of the language code may use.
//!
//! The mode of a session is the mode of the code that runs in it. A script block remembers the mode in
//! which it was made and runs in that one, whoever calls it: the functions of a restricted session were
//! made by whoever trusts them. What a mode forbids is decided where the operation happens, by lists of
//! what is allowed.

mod core_types;
mod restricted;

use remora_psobject::{ErrorCategory, TypeId, Value};
use remora_syntax::ast::{NodeRef, TypeAttributes, Visit};

use crate::context::ExecutionContext;
use crate::errors::{self, ErrorRecord, Flow};
use crate::script::ScriptBlock;

pub use core_types::is_core_type;

/// How much of the language code may use (`System.Management.Automation.PSLanguageMode`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LanguageMode {
    /// Everything.
    #[default]
    FullLanguage = 0,
    /// Commands and simple expressions, checked before a text runs.
    RestrictedLanguage = 1,
    /// Commands only: no text runs.
    NoLanguage = 2,
    /// All statements, but only the types of everyday scripts.
    ConstrainedLanguage = 3,
}

impl LanguageMode {
    /// The mode of a name or of a value of the enumeration.
    pub fn of_value(value: &Value) -> Option<Self> {
        let number = match value.base() {
            Value::Enum(_, number) => Some(*number),
            Value::I32(number) => Some(i64::from(*number)),
            _ => None,
        };
        let modes = [
            (Self::FullLanguage, "FullLanguage"),
            (Self::RestrictedLanguage, "RestrictedLanguage"),
            (Self::NoLanguage, "NoLanguage"),
            (Self::ConstrainedLanguage, "ConstrainedLanguage"),
        ];
        modes.into_iter().find_map(|(mode, name)| {
            let fits = match (number, value.as_str()) {
                (Some(number), _) => number == mode as i64,
                (None, Some(text)) => text.trim().eq_ignore_ascii_case(name),
                _ => false,
            };
            fits.then_some(mode)
        })
    }

    /// The mode as a value of the enumeration.
    pub fn to_value(self) -> Value {
        mode_type().map_or(Value::I32(self as i32), |id| Value::Enum(id, self as i64))
    }
}

/// The enumeration of the modes.
fn mode_type() -> Option<TypeId> {
    remora_dotnet::registry::find_type("System.Management.Automation.PSLanguageMode")
}

fn invalid_operation(message: &str, id: &'static str) -> Flow {
    errors::make::runtime(message, id, ErrorCategory::InvalidOperation, Value::Null).into()
}

fn method_refused() -> Flow {
    invalid_operation(
        "Cannot invoke method. Method invocation is supported only on core types in this language mode.",
        "MethodInvocationNotSupportedInConstrainedLanguage",
    )
}

impl ExecutionContext {
    /// The mode of the code that runs.
    pub fn language_mode(&self) -> LanguageMode {
        self.language_mode
    }

    /// Sets the mode of the session, for the code that runs from here on.
    pub fn set_language_mode(&mut self, mode: LanguageMode) {
        self.language_mode = mode;
    }

    /// Whether only core types may be used.
    #[inline]
    pub fn is_constrained(&self) -> bool {
        self.language_mode == LanguageMode::ConstrainedLanguage
    }

    /// Whether code may make an object of a type.
    ///
    /// # Errors
    /// `CannotCreateTypeConstrainedLanguage`
    pub fn check_creation(&self, id: TypeId) -> Result<(), ErrorRecord> {
        if !self.is_constrained() || is_core_type(id) {
            return Ok(());
        }
        Err(errors::error(
            TypeId::PS_NOT_SUPPORTED_EXCEPTION,
            "Cannot create type. Only core types are supported in this language mode.",
            "CannotCreateTypeConstrainedLanguage",
            ErrorCategory::PermissionDenied,
            Value::Null,
        ))
    }

    /// Whether code may call a method of a value. Script methods are code with a mode of its own.
    ///
    /// # Errors
    /// `MethodInvocationNotSupportedInConstrainedLanguage`
    pub fn check_method(&self, target: &Value, name: &str) -> Result<(), Flow> {
        if !self.is_constrained() || target.is_null() || self.has_script_method(target, name) {
            return Ok(());
        }
        // A type as an object is reflection, which reaches everything.
        let allowed = match target.base() {
            Value::Type(_) => false,
            // Bags of values that own no code.
            Value::Object(_) => ["ToString", "Equals", "GetHashCode"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(name)),
            base => base.type_id().is_some_and(is_core_type),
        };
        if allowed { Ok(()) } else { Err(method_refused()) }
    }

    /// Whether code may call a static method of a type.
    ///
    /// # Errors
    /// `CannotCreateTypeConstrainedLanguage`, `MethodInvocationNotSupportedInConstrainedLanguage`
    pub(crate) fn check_static_method(&self, target: &Value, name: &str) -> Result<(), Flow> {
        if !self.is_constrained() {
            return Ok(());
        }
        match target.base() {
            Value::Type(id) if is_core_type(*id) => Ok(()),
            Value::Type(id) if name.eq_ignore_ascii_case("new") => Ok(self.check_creation(*id)?),
            _ => Err(method_refused()),
        }
    }

    /// Whether code may set a property of a value, or a static one of a type.
    ///
    /// # Errors
    /// `PropertySetterNotSupportedInConstrainedLanguage`
    pub(crate) fn check_setter(&self, target: &Value, is_static: bool) -> Result<(), Flow> {
        if !self.is_constrained() || target.is_null() {
            return Ok(());
        }
        let allowed = match target.base() {
            Value::Type(id) => is_static && is_core_type(*id),
            Value::Object(_) => true,
            base => base.type_id().is_some_and(is_core_type),
        };
        if allowed {
            return Ok(());
        }
        Err(invalid_operation(
            "Cannot set property. Property setting is supported only on core types in this language mode.",
            "PropertySetterNotSupportedInConstrainedLanguage",
        ))
    }

    /// Whether code may convert a value to a type.
    ///
    /// # Errors
    /// `ConversionSupportedOnlyToCoreTypes`
    pub(crate) fn check_conversion(&self, value: &Value, target: TypeId) -> Result<(), Flow> {
        if !self.is_constrained() || is_core_type(target) || target == TypeId::OBJECT {
            return Ok(());
        }
        // What is of the type already is not converted.
        if value.is_null() || value.type_id().is_some_and(|own| own.derives_from(target)) {
            return Ok(());
        }
        Err(conversion_refused(&remora_language::type_name::net_text(target)))
    }

    /// Converts as a cast of a script does: what its mode does not allow is refused.
    ///
    /// # Errors
    /// As [`ExecutionContext::check_conversion`] and [`ExecutionContext::convert`].
    pub(crate) fn cast(&mut self, value: &Value, target: TypeId) -> Result<Value, Flow> {
        if self.language_mode != LanguageMode::FullLanguage {
            self.check_conversion(value, target)?;
        }
        self.convert(value, target)
    }

    /// Whether a block may run in the caller's own scope. Code of a more permissive mode may not: it
    /// would leave its functions and variables to code that is not trusted.
    ///
    /// # Errors
    /// `DotSourceNotSupported`
    pub(crate) fn check_dot_source(&self, block: &ScriptBlock) -> Result<(), Flow> {
        let own = block.mode().unwrap_or(self.language_mode);
        let narrow = matches!(
            self.language_mode,
            LanguageMode::ConstrainedLanguage | LanguageMode::RestrictedLanguage
        );
        if !narrow || own == self.language_mode {
            return Ok(());
        }
        Err(errors::error(
            TypeId::PS_NOT_SUPPORTED_EXCEPTION,
            "Cannot dot-source this command because it was defined in a different language mode. To invoke this command without importing its contents, omit the '.' operator.",
            "DotSourceNotSupported",
            ErrorCategory::InvalidOperation,
            Value::Null,
        )
        .into())
    }

    /// Switches to the mode of code that is called; the mode to go back to, if that is another one.
    #[inline]
    pub(crate) fn enter_mode(&mut self, mode: Option<LanguageMode>) -> Option<LanguageMode> {
        let mode = mode.filter(|mode| *mode != self.language_mode)?;
        Some(std::mem::replace(&mut self.language_mode, mode))
    }

    /// Goes back to the mode of the caller. Where there was no switch, what the code set stays set.
    #[inline]
    pub(crate) fn leave_mode(&mut self, saved: Option<LanguageMode>) {
        if let Some(saved) = saved {
            self.language_mode = saved;
        }
    }

    /// Sets the mode of the session from a value of a script.
    ///
    /// # Errors
    /// A value that is no mode.
    pub(crate) fn assign_language_mode(&mut self, value: &Value) -> Result<(), Flow> {
        let mode = match LanguageMode::of_value(value) {
            Some(mode) => mode,
            None => {
                let made = self.convert(value, mode_type().unwrap_or(TypeId::INT32))?;
                LanguageMode::of_value(&made).unwrap_or(self.language_mode)
            }
        };
        self.language_mode = mode;
        Ok(())
    }

    /// Whether a text may define classes.
    ///
    /// # Errors
    /// A parse error at the first class of a constrained text.
    pub(crate) fn check_classes(
        &self,
        script: &remora_syntax::ast::ScriptBlockAst,
    ) -> Result<(), Flow> {
        if !self.is_constrained() {
            return Ok(());
        }
        let mut found = Vec::new();
        NodeRef::ScriptBlock(script).walk(|node, _| {
            if let NodeRef::TypeDefinition(definition) = node
                && definition.kind != TypeAttributes::Enum
            {
                found.push(remora_syntax::ParseError {
                    id: "ClassesNotAllowedInConstrainedLanguage",
                    message: "Class keyword is not allowed in ConstrainedLanguage mode.".into(),
                    extent: definition.extent,
                    incomplete: false,
                    source: std::sync::Arc::clone(&script.source),
                });
            }
            Visit::Continue
        });
        if found.is_empty() { Ok(()) } else { Err(errors::parse_error(&found)) }
    }

    /// Whether a command may make an object of its argument by setting properties: the code that wrote
    /// the table may not.
    ///
    /// # Errors
    /// As [`ExecutionContext::check_conversion`].
    pub(crate) fn check_table_argument(&self, value: &Value, target: TypeId) -> Result<(), Flow> {
        let is_table = matches!(value.base(), Value::Dictionary(_) | Value::Object(_));
        if !self.is_constrained() || !is_table || target.full_name().ends_with("IDictionary") {
            return Ok(());
        }
        self.check_conversion(value, target)
    }
}

/// The error of a conversion to a type that the mode does not allow.
pub(crate) fn conversion_refused(type_name: &str) -> Flow {
    let message = format!(
        "Cannot convert value to type \"{type_name}\". Only core types are supported in this language mode."
    );
    let cause = errors::Exception::new(TypeId::PS_INVALID_CAST_EXCEPTION, message.as_str());
    let exception = errors::Exception::new(TypeId::RUNTIME_EXCEPTION, message)
        .with_inner(std::sync::Arc::new(cause));
    ErrorRecord::new(
        exception,
        "ConversionSupportedOnlyToCoreTypes",
        ErrorCategory::InvalidArgument,
        Value::Null,
    )
    .into()
}
