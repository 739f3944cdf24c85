//! `System.IO`

pub mod binary;
pub(crate) mod buffered;
pub mod compression;
pub mod directory;
pub mod failure;
pub mod file;
pub mod file_system_info;
mod open_mode;
pub mod path;
pub mod readers;
pub mod stream;
mod stream_members;
pub mod writers;
