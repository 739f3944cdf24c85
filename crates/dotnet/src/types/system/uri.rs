//! `System.Uri`

use remora_psobject::{PsString, Uri};

/// `ToString()`
pub fn display(uri: &Uri) -> PsString {
    uri.original.clone()
}
