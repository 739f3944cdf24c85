//! Sessions: the objects that New-PSSession gives, and the list that Get-PSSession shows.

mod object;
mod repository;
mod select;

pub(crate) use object::PsSession;
pub(crate) use repository::Sessions;
pub(crate) use select::{SessionSelector, select};
