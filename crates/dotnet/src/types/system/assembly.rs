//! `System.Reflection.Assembly`: the name of where a type lives.

use crate::types::prelude::*;

struct Assembly {
    name: String,
    full_name: String,
}

/// The assembly of a type.
pub(super) fn of_type(id: TypeId) -> Value {
    let qualified = id.assembly_qualified_name();
    let full_name = qualified
        .get(id.full_name().len()..)
        .unwrap_or_default()
        .trim_start_matches([',', ' '])
        .to_owned();
    let name = registry::assembly_name(id)
        .map_or_else(|| full_name.split(',').next().unwrap_or_default().to_owned(), str::to_owned);
    let full_name = match full_name.split_once(',') {
        Some((_, rest)) => format!("{name},{rest}"),
        None => full_name,
    };
    Value::live(Assembly { name, full_name })
}

impl LiveObject for Assembly {
    fn object_type(&self) -> TypeId {
        TypeId::register(
            "System.Reflection.RuntimeAssembly",
            Some(type_named("System.Reflection.Assembly")),
        )
    }

    fn text(&self) -> PsString {
        self.full_name.as_str().into()
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["FullName", "Location", "IsDynamic"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "fullname" => self.full_name.as_str().into(),
            "location" => format!("{}.dll", self.name).into(),
            "isdynamic" => false.into(),
            _ => return None,
        }))
    }
}
