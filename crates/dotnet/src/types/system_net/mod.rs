//! `System.Net`

pub mod ip_address;
pub mod mail_address;
pub mod web_utility;
