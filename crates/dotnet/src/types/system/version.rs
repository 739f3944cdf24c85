//! `System.Version`

use remora_psobject::Version;

use super::numeric;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Version",
    constructor: Some(construct),
    methods: &[
        ("Clone", |call| Ok(call.this.base().clone())),
        ("CompareTo", compare_to),
        ("Equals", numeric::equals),
        ("ToString", to_string),
    ],
    static_methods: &[
        ("Parse", |call| parse(call.required_string(0, "input")?).map(Value::from)),
        ("TryParse", |call| {
            let found = call.string(0).and_then(|text| parse(text).ok());
            call.try_result(found.map(Value::from), Value::Null)
        }),
    ],
    properties: &[
        ("Build", |call| Ok(Value::I32(this(call).build))),
        ("Major", |call| Ok(Value::I32(this(call).major))),
        ("MajorRevision", |call| half(this(call).revision >> 16)),
        ("Minor", |call| Ok(Value::I32(this(call).minor))),
        ("MinorRevision", |call| half(this(call).revision & 0xFFFF)),
        ("Revision", |call| Ok(Value::I32(this(call).revision))),
    ],
    ..Implementation::EMPTY
};

fn this(call: &Call<'_>) -> Version {
    match call.this.base() {
        Value::Version(version) => **version,
        _ => Version::new(0, 0),
    }
}

fn half(bits: i32) -> Outcome {
    let low = u16::try_from(bits & 0xFFFF).unwrap_or(0);
    Ok(Value::I16(low.cast_signed()))
}

/// `Version.Parse`, with the exceptions that tell what is wrong.
pub(crate) fn parse(text: &str) -> Result<Version, Exception> {
    if let Some(version) = Version::parse(text) {
        return Ok(version);
    }
    let parts: Vec<&str> = text.split('.').collect();
    if !(2..=4).contains(&parts.len()) {
        return Err(errors::argument_for(
            "input",
            "Version string portion was too short or too long.",
        ));
    }
    for part in &parts {
        let part = part.trim();
        match part.parse::<i64>() {
            Ok(number) if number < 0 => {
                return Err(errors::out_of_range_value(
                    "input",
                    &format!("input ('{number}') must be a non-negative value."),
                    number,
                ));
            }
            Ok(number) if i32::try_from(number).is_err() => {
                return Err(errors::overflow_of(TypeId::INT32));
            }
            Ok(_) => {}
            Err(_) if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) => {
                return Err(errors::overflow_of(TypeId::INT32));
            }
            Err(_) => return Err(errors::not_a_number(part)),
        }
    }
    Err(errors::not_a_number(text))
}

fn construct(call: &mut Call<'_>) -> Outcome {
    if let Some(text) = call.string(0) {
        return parse(text).map(Value::from);
    }
    const NAMES: [&str; 4] = ["major", "minor", "build", "revision"];
    for (argument, name) in call.arguments.iter().zip(NAMES) {
        if argument.as_i32().unwrap_or(0) < 0 {
            return Err(errors::out_of_range(
                name,
                "Version's parameters must be greater than or equal to zero.",
            ));
        }
    }
    let part = |index| {
        if index < call.count() {
            call.int(index)
        } else if index < 2 {
            0
        } else {
            -1
        }
    };
    Ok(Version { major: part(0), minor: part(1), build: part(2), revision: part(3) }.into())
}

fn compare_to(call: &mut Call<'_>) -> Outcome {
    match call.argument(0).base() {
        Value::Version(other) => Ok(Value::I32(this(call).cmp(other) as i32)),
        other if other.is_null() => Ok(Value::I32(1)),
        _ => Err(errors::argument("Object must be of type Version.")),
    }
}

fn to_string(call: &mut Call<'_>) -> Outcome {
    let version = this(call);
    let Value::I32(count) = call.argument(0).base() else {
        return Ok(version.to_string().into());
    };
    let parts = [version.major, version.minor, version.build, version.revision];
    let known = parts.iter().take_while(|part| **part >= 0).count();
    let count = usize::try_from(*count).unwrap_or(usize::MAX);
    if count > known {
        return Err(errors::argument_for(
            "fieldCount",
            &format!("Argument must be between 0 and {known}."),
        ));
    }
    let parts: Vec<String> = parts.iter().take(count).map(i32::to_string).collect();
    Ok(parts.join(".").into())
}
