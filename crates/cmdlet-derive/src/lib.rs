//! Derives a cmdlet's parameter metadata and help from its struct.
