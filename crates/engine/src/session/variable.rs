//! Variables with more than a value: options, a description, constraints.

use std::sync::Arc;

use parking_lot::RwLock;
use remora_psobject::{Exception, LiveObject, PsString, TypeId, Value};

use crate::binder::Constraint;

/// `ScopedItemOptions`: what may be done with a variable, alias or function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItemOptions(pub u8);

impl ItemOptions {
    /// Nothing special.
    pub const NONE: Self = Self(0);
    /// It changes only by force.
    pub const READ_ONLY: Self = Self(1);
    /// It never changes.
    pub const CONSTANT: Self = Self(2);
    /// Only the scope that it lives in sees it.
    pub const PRIVATE: Self = Self(4);
    /// New scopes start with it.
    pub const ALL_SCOPE: Self = Self(8);

    /// Whether all of `other` is set.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The options as a value of `ScopedItemOptions`.
    pub fn to_value(self) -> Value {
        TypeId::find("System.Management.Automation.ScopedItemOptions")
            .map_or(Value::I32(i32::from(self.0)), |id| Value::Enum(id, i64::from(self.0)))
    }
}

/// A variable as an object (`PSVariable`). Plain variables live as values in their scope and become
/// one when a script asks for the variable itself or gives it options or constraints.
pub struct Variable {
    /// Its name as it was first written.
    pub name: PsString,
    state: RwLock<State>,
}

#[derive(Clone, Default)]
struct State {
    value: Value,
    description: PsString,
    options: ItemOptions,
    /// Type constraint and validations, in the order in which they were written.
    constraints: Arc<[Constraint]>,
    public: bool,
    module_name: PsString,
}

impl Variable {
    /// A variable with a value.
    pub fn new(name: impl Into<PsString>, value: Value, options: ItemOptions) -> Self {
        Self {
            name: name.into(),
            state: RwLock::new(State {
                value: value.or_null(),
                options,
                public: true,
                ..State::default()
            }),
        }
    }

    /// With a description.
    #[must_use]
    pub fn with_description(self, description: impl Into<PsString>) -> Self {
        self.state.write().description = description.into();
        self
    }

    /// With a type constraint and validations.
    #[must_use]
    pub fn with_constraints(self, constraints: Arc<[Constraint]>) -> Self {
        self.state.write().constraints = constraints;
        self
    }

    /// Its value.
    pub fn value(&self) -> Value {
        self.state.read().value.clone()
    }

    /// Stores a value. Options and constraints are the business of the caller.
    pub fn store(&self, value: Value) {
        self.state.write().value = value.or_null();
    }

    /// Its options.
    pub fn options(&self) -> ItemOptions {
        self.state.read().options
    }

    /// Replaces its options.
    pub fn set_options(&self, options: ItemOptions) {
        self.state.write().options = options;
    }

    /// Its description.
    pub fn description(&self) -> PsString {
        self.state.read().description.clone()
    }

    /// Replaces its description.
    pub fn set_description(&self, description: impl Into<PsString>) {
        self.state.write().description = description.into();
    }

    /// Type constraint and validations.
    pub fn constraints(&self) -> Arc<[Constraint]> {
        Arc::clone(&self.state.read().constraints)
    }

    /// Replaces type constraint and validations.
    pub fn set_constraints(&self, constraints: Arc<[Constraint]>) {
        self.state.write().constraints = constraints;
    }

    /// `Visibility`: whether a restricted session shows it.
    pub fn is_public(&self) -> bool {
        self.state.read().public
    }

    /// Sets `Visibility`.
    pub fn set_public(&self, public: bool) {
        self.state.write().public = public;
    }
}

impl LiveObject for Variable {
    fn object_type(&self) -> TypeId {
        TypeId::register("System.Management.Automation.PSVariable", Some(TypeId::OBJECT))
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            "Name",
            "Description",
            "Value",
            "Visibility",
            "Module",
            "ModuleName",
            "Options",
            "Attributes",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let state = self.state.read();
        let visibility = TypeId::find("System.Management.Automation.SessionStateEntryVisibility");
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(self.name.clone()),
            "description" => Value::Str(state.description.clone()),
            "value" => state.value.clone(),
            "visibility" => visibility.map_or(Value::I32(i32::from(!state.public)), |id| {
                Value::Enum(id, i64::from(!state.public))
            }),
            "module" => Value::Null,
            "modulename" => Value::Str(state.module_name.clone()),
            "options" => state.options.to_value(),
            "attributes" => {
                Value::array(state.constraints.iter().map(Constraint::to_value).collect())
            }
            _ => return None,
        }))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        match name.to_ascii_lowercase().as_str() {
            "value" => self.store(value),
            "description" => self.set_description(value.as_string().cloned().unwrap_or_default()),
            "options" => {
                let number = value.as_i64().and_then(|number| u8::try_from(number).ok());
                self.set_options(ItemOptions(number.unwrap_or(0)));
            }
            _ => return None,
        }
        Some(Ok(()))
    }
}

impl std::fmt::Debug for Variable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "${} = {:?}", self.name, self.value())
    }
}
