//! The `remora` binary.
mod console;
mod version;
fn main() {}
