//! Which module is meant: a name with versions and an identifier (`ModuleSpecification`).

use std::sync::LazyLock;

use remora_psobject::{ErrorCategory, Guid, PsString, TypeId, Value, Version};

use crate::context::ExecutionContext;
use crate::errors::{self, Flow};

/// A module by name, with what is demanded of its version.
#[derive(Clone, Debug, Default)]
pub struct ModuleSpecification {
    /// Name or path.
    pub name: PsString,
    /// The lowest version.
    pub minimum: Option<Version>,
    /// The highest version; its last number may be `*`.
    pub maximum: Option<PsString>,
    /// The only version.
    pub required: Option<Version>,
    /// The module's identifier.
    pub guid: Option<Guid>,
}

/// A version as numbers that compare; missing ones count as 0.
pub(crate) fn version_key(version: &Version) -> [i32; 4] {
    [version.major, version.minor, version.build.max(0), version.revision.max(0)]
}

/// The version that stands for `1.*`.
fn maximum_key(text: &str) -> Option<[i32; 4]> {
    const ANY: &str = "999999999";
    let numbers = text.replace('*', ANY);
    let version = match numbers.contains('.') {
        true => Version::parse(&numbers)?,
        false => Version::new(numbers.parse().ok()?, 0),
    };
    Some(version_key(&version))
}

impl ModuleSpecification {
    /// Any version of a module.
    pub fn named(name: impl Into<PsString>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Whether a version or an identifier is demanded.
    pub fn is_restricted(&self) -> bool {
        self.minimum.is_some()
            || self.maximum.is_some()
            || self.required.is_some()
            || self.guid.is_some()
    }

    /// Whether a module of this version and identifier will do.
    pub fn accepts(&self, version: &Version, guid: Guid) -> bool {
        let key = version_key(version);
        self.required.is_none_or(|wanted| version_key(&wanted) == key)
            && self.minimum.is_none_or(|lowest| key >= version_key(&lowest))
            && self
                .maximum
                .as_ref()
                .is_none_or(|highest| maximum_key(highest).is_none_or(|highest| key <= highest))
            && self.guid.is_none_or(|wanted| wanted == guid)
    }

    /// The error for a module that is nowhere.
    pub fn not_found(&self) -> errors::ErrorRecord {
        let name = &self.name;
        let (with, id) = match (&self.minimum, &self.maximum, &self.required) {
            (_, _, Some(version)) => (format!(" with version '{version}'"), true),
            (Some(low), Some(high), None) => {
                (format!(" with MinimumVersion '{low}' and MaximumVersion '{high}'"), true)
            }
            (None, Some(high), None) => (format!(" with MaximumVersion '{high}'"), true),
            (Some(low), None, None) => (format!(" with version '{low}'"), true),
            (None, None, None) => (String::new(), false),
        };
        errors::error(
            TypeId::FILE_NOT_FOUND_EXCEPTION,
            format!(
                "The specified module '{name}'{with} was not loaded because no valid module file was found in any module directory."
            ),
            if id { "Modules_ModuleWithVersionNotFound" } else { "Modules_ModuleNotFound" },
            ErrorCategory::ResourceUnavailable,
            name.clone(),
        )
    }

    /// Reads a name or a table with `ModuleName`, `ModuleVersion`, `MaximumVersion`, `RequiredVersion`
    /// and `GUID`.
    ///
    /// # Errors
    /// A table without a name, with other keys, or with versions that are none.
    pub fn read(context: &mut ExecutionContext, value: &Value) -> Result<Self, Flow> {
        if let Some(known) = value.downcast::<Self>() {
            return Ok(known.clone());
        }
        let Value::Dictionary(table) = value.base() else {
            return Ok(Self::named(context.text(value)));
        };
        let mut found = Self::default();
        for (key, value) in table.entries() {
            let key = context.text(&key).to_lowercase();
            match key.as_str() {
                "modulename" => found.name = context.text(&value),
                "moduleversion" => found.minimum = version(context, &value)?,
                "requiredversion" => found.required = version(context, &value)?,
                "maximumversion" => found.maximum = Some(context.text(&value)),
                "guid" => {
                    let text = context.text(&value);
                    found.guid = Guid::parse(&text);
                }
                other => {
                    return Err(errors::invalid_argument(
                        format!("The hashtable describing a module contains one or more members that are not valid. The valid members are ('ModuleName', 'ModuleVersion', 'MaximumVersion', 'RequiredVersion', 'GUID'). Remove the members that are not valid ('{other}'), then try again."),
                        "Argument",
                        Value::Null,
                    )
                    .into());
                }
            }
        }
        if found.name.is_empty() {
            return Err(errors::invalid_argument(
                "The 'ModuleName' member does not exist in the hashtable that describes this module.",
                "Argument",
                Value::Null,
            )
            .into());
        }
        Ok(found)
    }
}

/// A conversion to specifications of modules; `None` where another type is the target.
pub(crate) fn convert(
    context: &mut ExecutionContext,
    value: &Value,
    target: TypeId,
) -> Option<Result<Value, Flow>> {
    static SPECIFICATION: LazyLock<TypeId> = LazyLock::new(|| {
        TypeId::register("Microsoft.PowerShell.Commands.ModuleSpecification", Some(TypeId::OBJECT))
    });
    if target == *SPECIFICATION {
        return Some(ModuleSpecification::read(context, value).map(Value::live));
    }
    if target.element_type() != Some(*SPECIFICATION) {
        return None;
    }
    let items = context.enumerate(value).unwrap_or_else(|| vec![value.clone()]);
    let read = items.iter().map(|item| ModuleSpecification::read(context, item).map(Value::live));
    let items: Result<Vec<Value>, Flow> = read.collect();
    Some(items.map(|items| Value::array_of(*SPECIFICATION, items)))
}

fn version(context: &mut ExecutionContext, value: &Value) -> Result<Option<Version>, Flow> {
    let target = context.resolve_type("version")?;
    let version = context.convert(value, target)?;
    let text = context.text(&version);
    Ok(Version::parse(&text))
}

impl remora_psobject::LiveObject for ModuleSpecification {
    fn object_type(&self) -> TypeId {
        TypeId::register("Microsoft.PowerShell.Commands.ModuleSpecification", Some(TypeId::OBJECT))
    }

    fn text(&self) -> PsString {
        if !self.is_restricted() {
            return self.name.clone();
        }
        let mut text = format!("@{{ ModuleName = '{}'", self.name);
        for (key, value) in [
            ("Guid", self.guid.map(|guid| format!("{{{guid}}}"))),
            ("RequiredVersion", self.required.map(|version| version.to_string())),
            ("ModuleVersion", self.minimum.map(|version| version.to_string())),
            ("MaximumVersion", self.maximum.as_ref().map(ToString::to_string)),
        ] {
            if let Some(value) = value {
                text.push_str(&format!("; {key} = '{value}'"));
            }
        }
        text.push_str(" }");
        text.into()
    }

    fn property_names(&self) -> Vec<PsString> {
        ["Name", "Guid", "Version", "MaximumVersion", "RequiredVersion"]
            .map(PsString::from)
            .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, remora_psobject::Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(self.name.clone()),
            "guid" => self.guid.map_or(Value::Null, Value::from),
            "version" => self.minimum.map_or(Value::Null, Value::from),
            "maximumversion" => self.maximum.clone().map_or(Value::Null, Value::Str),
            "requiredversion" => self.required.map_or(Value::Null, Value::from),
            _ => return None,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_bound_what_is_taken() {
        let version = |text: &str| Version::parse(text).unwrap();
        let mut wanted = ModuleSpecification::named("m");
        assert!(wanted.accepts(&version("0.0"), Guid::EMPTY));
        wanted.minimum = Some(version("1.5"));
        assert!(!wanted.accepts(&version("1.4.9"), Guid::EMPTY));
        wanted.maximum = Some("2.*".into());
        assert!(wanted.accepts(&version("2.7"), Guid::EMPTY));
        assert!(!wanted.accepts(&version("3.0"), Guid::EMPTY));
        wanted.required = Some(version("2.0.0"));
        assert!(wanted.accepts(&version("2.0"), Guid::EMPTY));
    }
}
