//! `System.Globalization`

pub mod culture_info;
