//! `System.Net.IPNetwork`

use std::net::IpAddr;

use super::ip_address::{address as ip_of, value as address_value};
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Net.IPNetwork",
    constructor: Some(|call| {
        let address =
            ip_of(call.argument(0)).ok_or_else(|| errors::argument_null("baseAddress"))?;
        make(address, call.int(1)).map(Value::live)
    }),
    methods: &[
        ("Contains", |call| {
            let address =
                ip_of(call.argument(0)).ok_or_else(|| errors::argument_null("address"))?;
            let network = this(call)?;
            let same_family = address.is_ipv4() == network.base.is_ipv4();
            Ok((same_family && masked(address, network.length) == network.base).into())
        }),
        ("Equals", |call| {
            let other = call.argument(0).downcast::<Network>();
            Ok(other.is_some_and(|other| this(call).is_ok_and(|own| own.is(other))).into())
        }),
    ],
    static_methods: &[
        ("Parse", |call| {
            let text = call.required_string(0, "s")?;
            parse(text)
                .map(Value::live)
                .ok_or_else(|| errors::format("An invalid IP network was specified."))
        }),
        ("TryParse", |call| {
            let found = call.string(0).and_then(|text| parse(text)).map(Value::live);
            call.try_result(found, Value::Null)
        }),
        ("op_Equality", |call| Ok(equal(call).into())),
        ("op_Inequality", |call| Ok((!equal(call)).into())),
    ],
    properties: &[
        ("BaseAddress", |call| Ok(address_value(this(call)?.base))),
        ("PrefixLength", |call| Ok(Value::I32(i32::from(this(call)?.length)))),
    ],
    ..Implementation::EMPTY
};

struct Network {
    base: IpAddr,
    length: u8,
}

impl Network {
    fn is(&self, other: &Self) -> bool {
        self.base == other.base && self.length == other.length
    }
}

impl LiveObject for Network {
    fn object_type(&self) -> TypeId {
        type_named("System.Net.IPNetwork")
    }

    fn text(&self) -> PsString {
        format!("{}/{}", self.base, self.length).into()
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["BaseAddress", "PrefixLength"])
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        other.downcast::<Self>().map(|other| self.is(other))
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Network, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn equal(call: &Call<'_>) -> bool {
    match (call.argument(0).downcast::<Network>(), call.argument(1).downcast::<Network>()) {
        (Some(a), Some(b)) => a.is(b),
        _ => false,
    }
}

/// The address with all bits behind the prefix cleared.
fn masked(address: IpAddr, length: u8) -> IpAddr {
    match address {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(length.min(32))).unwrap_or(0);
            IpAddr::V4((u32::from(v4) & mask).into())
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(length.min(128))).unwrap_or(0);
            IpAddr::V6((u128::from(v6) & mask).into())
        }
    }
}

fn make(address: IpAddr, length: i32) -> Result<Network, Exception> {
    let most = if address.is_ipv4() { 32 } else { 128 };
    let length = u8::try_from(length).ok().filter(|length| *length <= most).ok_or_else(|| {
        errors::out_of_range(
            "prefixLength",
            "Specified argument was out of the range of valid values.",
        )
    })?;
    Ok(Network { base: masked(address, length), length })
}

fn parse(text: &str) -> Option<Network> {
    let (address, length) = text.trim().split_once('/')?;
    make(address.parse().ok()?, length.parse().ok()?).ok()
}
