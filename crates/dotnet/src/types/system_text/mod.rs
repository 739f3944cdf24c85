//! `System.Text`

pub mod codec;
pub mod encoding;
pub mod string_builder;
