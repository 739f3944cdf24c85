//! The PowerShell language: tokens, abstract syntax tree, parser.
