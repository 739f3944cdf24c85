//! `System.IO`

pub mod directory;
pub mod failure;
pub mod file;
pub mod file_system_info;
pub mod path;
pub mod readers;
pub mod stream;
pub mod writers;
