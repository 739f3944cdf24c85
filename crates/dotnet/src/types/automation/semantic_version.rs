//! `System.Management.Automation.SemanticVersion`

use remora_psobject::{SemanticVersion, Version};

use crate::types::comparison::compare_semantic;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Management.Automation.SemanticVersion",
    constructor: Some(construct),
    methods: &[
        ("CompareTo", compare_to),
        ("Equals", |call| {
            let same = version(call.argument(0))
                .is_some_and(|other| compare_semantic(&this(call), &other).is_eq());
            Ok(same.into())
        }),
    ],
    static_methods: &[
        ("Compare", |call| {
            let order = match (version(call.argument(0)), version(call.argument(1))) {
                (Some(a), Some(b)) => compare_semantic(&a, &b),
                (a, b) => a.is_some().cmp(&b.is_some()),
            };
            Ok(Value::I32(order as i32))
        }),
        ("Parse", |call| parse(call.required_string(0, "version")?).map(Value::from)),
        ("TryParse", |call| {
            let found = call.string(0).and_then(|text| parse(text).ok());
            call.try_result(found.map(Value::from), Value::Null)
        }),
        ("op_Implicit", to_version),
    ],
    properties: &[
        ("BuildLabel", |call| Ok(Value::from(this(call).build))),
        ("Major", |call| Ok(Value::I32(this(call).major))),
        ("Minor", |call| Ok(Value::I32(this(call).minor))),
        ("Patch", |call| Ok(Value::I32(this(call).patch))),
        ("PreReleaseLabel", |call| Ok(Value::from(this(call).pre_release))),
    ],
    ..Implementation::EMPTY
};

fn version(value: &Value) -> Option<SemanticVersion> {
    match value.base() {
        Value::SemanticVersion(version) => Some((**version).clone()),
        _ => None,
    }
}

fn this(call: &Call<'_>) -> SemanticVersion {
    version(call.this).unwrap_or(SemanticVersion {
        major: 0,
        minor: 0,
        patch: 0,
        pre_release: None,
        build: None,
    })
}

/// `SemanticVersion.Parse`
pub(crate) fn parse(text: &str) -> Result<SemanticVersion, Exception> {
    if text.is_empty() {
        return Err(Exception::new(TypeId::PS_ARGUMENT_EXCEPTION, "version"));
    }
    SemanticVersion::parse(text).ok_or_else(|| errors::not_a_number(""))
}

fn not_valid(name: &str) -> Exception {
    Exception::new(
        TypeId::PS_ARGUMENT_EXCEPTION,
        format!("Cannot process argument because the value of argument \"{name}\" is not valid. Change the value of the \"{name}\" argument and run the operation again."),
    )
    .with_property("ParamName", name)
}

fn construct(call: &mut Call<'_>) -> Outcome {
    if let (1, Some(text)) = (call.count(), call.string(0)) {
        return parse(text).map(Value::from);
    }
    if let Value::Version(version) = call.argument(0).base() {
        return from_version(version).map(Value::from);
    }
    let mut numbers = [0; 3];
    let mut labels = Vec::new();
    let mut count = 0;
    for argument in call.arguments {
        match argument.base() {
            Value::I32(number) => {
                if let Some(slot) = numbers.get_mut(count) {
                    *slot = *number;
                }
                count += 1;
            }
            Value::Str(text) => labels.push(Some(text.clone()).filter(|text| !text.is_empty())),
            _ => labels.push(None),
        }
    }
    for (number, name) in numbers.iter().zip(["major", "minor", "patch"]) {
        if *number < 0 {
            return Err(not_valid(name));
        }
    }
    let [major, minor, patch] = numbers;
    let mut labels = labels.into_iter();
    Ok(SemanticVersion {
        major,
        minor,
        patch,
        pre_release: labels.next().flatten(),
        build: labels.next().flatten(),
    }
    .into())
}

fn from_version(version: &Version) -> Result<SemanticVersion, Exception> {
    if version.revision > 0 {
        return Err(errors::argument_for(
            "version",
            "Cannot convert a version with a revision to a semantic version.",
        ));
    }
    Ok(SemanticVersion {
        major: version.major,
        minor: version.minor,
        patch: version.build.max(0),
        pre_release: None,
        build: None,
    })
}

fn to_version(call: &mut Call<'_>) -> Outcome {
    let from = version(call.argument(0)).unwrap_or_else(|| this(call));
    Ok(Version::with_build(from.major, from.minor, from.patch).into())
}

fn compare_to(call: &mut Call<'_>) -> Outcome {
    match version(call.argument(0)) {
        Some(other) => Ok(Value::I32(compare_semantic(&this(call), &other) as i32)),
        None if !call.has(0) => Ok(Value::I32(1)),
        None => Err(errors::argument("Object must be of type SemanticVersion.")),
    }
}
