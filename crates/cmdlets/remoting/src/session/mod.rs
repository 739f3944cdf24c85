//! Sessions: the objects that New-PSSession gives, and the list that Get-PSSession shows.

mod object;
mod repository;
mod runspace_view;
mod select;

pub(crate) use object::{Absence, PsSession, enumeration};
pub(crate) use repository::Sessions;
pub(crate) use runspace_view::METHODS as RUNSPACE_METHODS;
pub(crate) use select::{SessionSelector, select};
