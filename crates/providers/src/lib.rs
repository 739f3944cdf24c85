//! The providers behind drives: FileSystem, Environment, Variable, Function, Alias.
