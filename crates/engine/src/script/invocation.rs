//! How a script block is called.

use remora_psobject::{PsString, Value};

/// Arguments, input and scope of a call of a script block.
///
/// `Invocation::new()` is `& { … }`: a scope of its own, no arguments.
#[derive(Clone, Debug, Default)]
pub struct Invocation {
    /// Positional arguments; those that no parameter takes become `$args`.
    pub arguments: Vec<Value>,
    /// Named arguments.
    pub named: Vec<(PsString, Value)>,
    /// Objects of the pipeline; they become `$input`, and `$_` of a `process` block.
    pub input: Vec<Value>,
    /// `$_`; not set where it is `None`.
    pub dollar_under: Option<Value>,
    /// `$this`; not set where it is `None`.
    pub this: Option<Value>,
    /// Variables of the block's scope.
    pub variables: Vec<(PsString, Value)>,
    /// Whether the block runs in the current scope, as with `.`.
    pub in_current_scope: bool,
}

impl Invocation {
    /// In a scope of its own, without arguments.
    pub fn new() -> Self {
        Self::default()
    }

    /// In the caller's scope, as `.` does and as ForEach-Object does.
    pub fn in_current_scope() -> Self {
        Self { in_current_scope: true, ..Self::default() }
    }

    /// With a positional argument more.
    #[must_use]
    pub fn argument(mut self, value: impl Into<Value>) -> Self {
        self.arguments.push(value.into());
        self
    }

    /// With positional arguments.
    #[must_use]
    pub fn arguments(mut self, values: impl IntoIterator<Item = Value>) -> Self {
        self.arguments.extend(values);
        self
    }

    /// With a named argument more.
    #[must_use]
    pub fn named(mut self, name: impl Into<PsString>, value: impl Into<Value>) -> Self {
        self.named.push((name.into(), value.into()));
        self
    }

    /// With `$_`.
    #[must_use]
    pub fn dollar_under(mut self, value: impl Into<Value>) -> Self {
        self.dollar_under = Some(value.into());
        self
    }

    /// With `$this`.
    #[must_use]
    pub fn this(mut self, value: impl Into<Value>) -> Self {
        self.this = Some(value.into());
        self
    }

    /// With objects of the pipeline.
    #[must_use]
    pub fn input(mut self, values: impl IntoIterator<Item = Value>) -> Self {
        self.input.extend(values);
        self
    }

    /// With a variable in the block's scope.
    #[must_use]
    pub fn variable(mut self, name: impl Into<PsString>, value: impl Into<Value>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }
}
