//! The PowerShell value: primitives, collections, objects and records.
