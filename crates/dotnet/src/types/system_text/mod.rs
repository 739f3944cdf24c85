//! `System.Text`

pub mod codec;
pub(crate) mod coders;
pub mod encoding;
pub(crate) mod fallback;
pub(crate) mod rune;
pub mod string_builder;
