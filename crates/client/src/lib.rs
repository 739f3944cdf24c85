//! Sessions with other computers: remote runspaces that look like local ones.
//!
//! [`RemoteRunspaceFactory`] makes runspaces behind WS-Management, ssh or a child process. Each has a link
//! of its own, which is a few tasks and no thread; the machine of its runspace pool stands between the
//! link and the traits of `remora-hosting`.
//!
//! | module | what it is |
//! |---|---|
//! | `factory` | from what the user says about a computer to a link |
//! | [`inventory`] | names and how the hosts behind them are reached |
//! | `runspace` | the hosting traits over the machine of a pool |
//! | `link` | tasks that carry fragments: SOAP over HTTP, lines of a process |

mod convert;
mod entropy;
mod errors;
mod factory;
pub mod inventory;
mod link;
mod runspace;

pub use factory::RemoteRunspaceFactory;
pub use inventory::{Inventory, InventoryError, InventoryHost};
