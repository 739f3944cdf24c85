//! `System.Globalization`

pub mod culture_info;
pub mod date_time_format_info;
pub(crate) mod idn_mapping;
pub mod iso_week;
pub mod number_format_info;
pub mod text_info;
