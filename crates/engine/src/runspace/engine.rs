//! [`Engine`]: a session on the caller's own thread.

use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::session::SessionBuilder;
use remora_psobject::Value;

/// A session that runs scripts on the caller's thread, for tests and for `-Command`.
pub struct Engine {
    context: ExecutionContext,
}

impl Engine {
    /// A session of this builder.
    pub fn new(builder: &SessionBuilder) -> Self {
        Self {
            context: builder.build(),
        }
    }

    /// The session.
    pub fn context(&mut self) -> &mut ExecutionContext {
        &mut self.context
    }

    /// Runs a script in the global scope and gives what it wrote.
    ///
    /// # Errors
    /// A parse error, or what ended the script.
    pub fn invoke(&mut self, script: &str) -> Result<Vec<Value>, Flow> {
        self.context.run_script(script)
    }
}
