//! Sessions with other computers: remote runspaces that look like local ones.
//!
//! [`RemoteRunspaceFactory`] makes runspaces behind WS-Management, ssh or a child process. Each has one
//! link (`link`), which is a few tasks and no thread of its own.

mod entropy;
pub mod inventory;
mod link;
