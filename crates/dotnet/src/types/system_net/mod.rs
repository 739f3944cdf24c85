//! `System.Net`

pub(crate) mod end_points;
pub mod ip_address;
pub(crate) mod ip_network;
pub mod mail_address;
pub mod web_utility;
