//! Script blocks: what a `{ … }` is as a value, and how it is called.

mod block;
mod invocation;

pub(crate) use block::Body;
pub use block::ScriptBlock;
pub use invocation::Invocation;
