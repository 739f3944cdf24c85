//! `System.OperatingSystem`

use remora_psobject::Version;

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.OperatingSystem",
    static_methods: &[
        ("IsAndroid", |_| Ok(false.into())),
        ("IsBrowser", |_| Ok(false.into())),
        ("IsFreeBSD", |_| Ok(cfg!(target_os = "freebsd").into())),
        ("IsIOS", |_| Ok(false.into())),
        ("IsLinux", |_| Ok(cfg!(target_os = "linux").into())),
        ("IsMacOS", |_| Ok(cfg!(target_os = "macos").into())),
        ("IsWindows", |_| Ok(cfg!(windows).into())),
    ],
    ..Implementation::EMPTY
};

struct OperatingSystem {
    name: String,
    version: Version,
}

/// What `Environment.OSVersion` gives.
pub(super) fn value(call: &Call<'_>) -> Value {
    let (name, version) = call.system().os_version();
    Value::live(OperatingSystem { name, version })
}

impl LiveObject for OperatingSystem {
    fn object_type(&self) -> TypeId {
        type_named("System.OperatingSystem")
    }

    fn text(&self) -> PsString {
        format!("{} {}", self.name, self.version).into()
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["Platform", "ServicePack", "Version", "VersionString"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "platform" => enum_named(
                "System.PlatformID",
                if self.name == "Unix" { "Unix" } else { "Win32NT" },
            ),
            "servicepack" => Value::string(""),
            "version" => self.version.into(),
            "versionstring" => self.text().into(),
            _ => return None,
        }))
    }
}
