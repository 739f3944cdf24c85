//! `System.Security`

pub mod hashes;
pub mod hmac;
pub mod random_numbers;
pub mod secure_string;
