//! Client and server joined in memory, a virtual clock, corpus runners.

pub mod pair;
pub mod wire;

#[cfg(test)]
mod line_tests;
#[cfg(test)]
mod pair_tests;
#[cfg(test)]
mod server_tests;
