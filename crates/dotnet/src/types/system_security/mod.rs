//! `System.Security`

pub(crate) mod aes;
pub mod hashes;
pub mod hmac;
pub(crate) mod key_derivation;
pub mod random_numbers;
pub mod secure_string;
