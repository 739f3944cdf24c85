//! CLIXML to and from PowerShell values.
