//! Conversion, comparison, arithmetic and truth as PowerShell defines them.
