//! Script blocks: what a `{ … }` is as a value, and how it is called.

mod block;
mod invocation;

pub use block::ScriptBlock;
pub(crate) use block::Body;
pub use invocation::Invocation;
