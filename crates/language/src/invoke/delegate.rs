//! Script blocks as delegates.

use remora_psobject::{LiveObject, TypeId, Value};

/// A script block under the type of a delegate, such as `[Func[int,int]]{ … }`.
///
/// Whoever runs delegates takes the script block out of it.
pub struct Delegate {
    type_id: TypeId,
    /// The script block.
    pub block: Value,
}

impl Delegate {
    /// A delegate of this type over a script block.
    pub fn new(type_id: TypeId, block: Value) -> Self {
        Self { type_id, block }
    }
}

impl LiveObject for Delegate {
    fn object_type(&self) -> TypeId {
        self.type_id
    }
}

/// A script block as a delegate of this type.
pub fn delegate(block: &Value, target: TypeId) -> Value {
    Value::live(Delegate::new(target, block.base().clone()))
}
