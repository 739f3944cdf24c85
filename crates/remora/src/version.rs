//! The version of PowerShell that the shell speaks.

use remora_psobject::Version;

/// `$PSVersionTable.PSVersion`
pub(crate) const POWERSHELL: Version = Version::with_build(7, 6, 5);

/// The text that `-Version` and the banner show.
pub(crate) const BANNER: &str = "PowerShell 7.6.5";
