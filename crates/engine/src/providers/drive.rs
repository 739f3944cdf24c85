//! `PSDriveInfo` and `PathInfo`.

use std::sync::Arc;

use parking_lot::RwLock;
use remora_psobject::{Exception, LiveObject, PsString, TypeId, Value};

use super::ProviderInfo;

/// A drive.
#[derive(Debug)]
pub struct Drive {
    /// Its name, without a colon.
    pub name: PsString,
    /// The provider.
    pub provider: Arc<ProviderInfo>,
    /// Where it starts in the provider's own paths.
    pub root: PsString,
    /// What it is.
    pub description: PsString,
    /// What is shown instead of the root.
    pub display_root: Option<PsString>,
    /// Under whose name it is used.
    pub credential: Value,
    current_location: RwLock<PsString>,
}

impl Drive {
    /// A drive whose location is its root.
    pub fn new(
        name: impl Into<PsString>,
        provider: Arc<ProviderInfo>,
        root: impl Into<PsString>,
        description: impl Into<PsString>,
    ) -> Self {
        Self {
            name: name.into(),
            provider,
            root: root.into(),
            description: description.into(),
            display_root: None,
            credential: Value::Null,
            current_location: RwLock::default(),
        }
    }

    /// The current location on it, relative to the root, without a separator in front.
    pub fn current_location(&self) -> PsString {
        self.current_location.read().clone()
    }

    /// Sets the current location on it.
    pub fn set_current_location(&self, path: impl Into<PsString>) {
        *self.current_location.write() = path.into();
    }
}

impl LiveObject for Drive {
    fn object_type(&self) -> TypeId {
        TypeId::register("System.Management.Automation.PSDriveInfo", Some(TypeId::OBJECT))
    }

    fn text(&self) -> PsString {
        self.name.clone()
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            "CurrentLocation",
            "Name",
            "Provider",
            "Root",
            "Description",
            "MaximumSize",
            "Credential",
            "VolumeSeparatedByColon",
            "DisplayRoot",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "currentlocation" => Value::Str(self.current_location()),
            "name" => Value::Str(self.name.clone()),
            "provider" => Value::live_arc(Arc::clone(&self.provider)),
            "root" => Value::Str(self.root.clone()),
            "description" => Value::Str(self.description.clone()),
            "maximumsize" => Value::Null,
            "credential" => self.credential.clone(),
            "volumeseparatedbycolon" => Value::Bool(true),
            "displayroot" => Value::from(self.display_root.clone()),
            _ => return None,
        }))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        if !name.eq_ignore_ascii_case("CurrentLocation") {
            return None;
        }
        self.set_current_location(value.as_string().cloned().unwrap_or_default());
        Some(Ok(()))
    }
}

/// `PathInfo`: a location.
#[derive(Clone, Debug)]
pub struct PathInfo {
    /// The drive; `None` for paths that name a provider.
    pub drive: Option<Arc<Drive>>,
    /// The provider.
    pub provider: Arc<ProviderInfo>,
    /// The path in the provider's own form.
    pub provider_path: PsString,
    /// The path as PowerShell shows it.
    pub path: PsString,
}

impl LiveObject for PathInfo {
    fn object_type(&self) -> TypeId {
        TypeId::register("System.Management.Automation.PathInfo", Some(TypeId::OBJECT))
    }

    fn text(&self) -> PsString {
        self.path.clone()
    }

    fn property_names(&self) -> Vec<PsString> {
        ["Drive", "Provider", "ProviderPath", "Path"].map(PsString::from).to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "drive" => self.drive.clone().map_or(Value::Null, Value::live_arc),
            "provider" => Value::live_arc(Arc::clone(&self.provider)),
            "providerpath" => Value::Str(self.provider_path.clone()),
            "path" => Value::Str(self.path.clone()),
            _ => return None,
        }))
    }
}
