//! Cmdlets: utility.
