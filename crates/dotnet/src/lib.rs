//! The .NET types that scripts see.
//!
//! Data and bodies: what members a type has, what they do, how numbers and dates become text and
//! back. The conversion rules of PowerShell stand one floor higher.
//!
//! | module | what it is |
//! |---|---|
//! | [`registry`] | types by name, their members with signatures, bases and interfaces |
//! | [`call`] | how a member is called: [`Call`], [`Context`] |
//! | [`system`] | [`System`]: clock, environment, files, randomness, names of the machine |
//! | [`culture`] | [`Culture`]: names, number and date patterns |
//! | [`number`], [`datetime`], [`timespan`], [`guid`], [`enums`] | format strings and parsing |
//! | [`composite`] | `String.Format` |
//! | [`text`] | `ToString()` |
//! | [`types`] | the bodies, one file a type |

pub mod call;
pub mod composite;
pub mod culture;
pub mod datetime;
pub mod enums;
pub mod errors;
pub mod format;
pub mod guid;
pub mod number;
pub mod registry;
pub mod system;
pub mod text;
pub mod timespan;
pub mod types;

pub use call::{Body, Call, Context};
pub use culture::Culture;
pub use system::System;
