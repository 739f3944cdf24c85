//! `System.Net.IPAddress`, `IPEndPoint`, `Dns`

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::types::prelude::*;

pub(crate) static ADDRESS: Implementation = Implementation {
    name: "System.Net.IPAddress",
    constructor: Some(construct),
    methods: &[
        ("Equals", |call| Ok((address(call.this) == address(call.argument(0))).into())),
        ("GetAddressBytes", |call| Ok(Value::bytes(octets(this(call)?.address)))),
        ("MapToIPv4", |call| {
            let mapped = match this(call)?.address {
                IpAddr::V6(v6) => {
                    let [.., a, b] = v6.segments();
                    let ([w, x], [y, z]) = (a.to_be_bytes(), b.to_be_bytes());
                    IpAddr::V4(Ipv4Addr::new(w, x, y, z))
                }
                v4 => v4,
            };
            Ok(value(mapped))
        }),
        ("MapToIPv6", |call| {
            Ok(value(match this(call)?.address {
                IpAddr::V4(v4) => IpAddr::V6(v4.to_ipv6_mapped()),
                v6 => v6,
            }))
        }),
    ],
    static_methods: &[
        ("HostToNetworkOrder", swap),
        ("IsLoopback", |call| {
            Ok(address(call.argument(0)).is_some_and(|address| address.is_loopback()).into())
        }),
        ("NetworkToHostOrder", swap),
        ("Parse", |call| {
            parse(call.required_string(0, "ipString")?)
                .ok_or_else(|| errors::format("An invalid IP address was specified."))
        }),
        ("TryParse", |call| {
            let found = call.string(0).and_then(|text| parse(text));
            call.try_result(found, Value::Null)
        }),
    ],
    static_properties: &[
        ("Any", |_| Ok(value(Ipv4Addr::UNSPECIFIED.into()))),
        ("Broadcast", |_| Ok(value(Ipv4Addr::BROADCAST.into()))),
        ("IPv6Any", |_| Ok(value(Ipv6Addr::UNSPECIFIED.into()))),
        ("IPv6Loopback", |_| Ok(value(Ipv6Addr::LOCALHOST.into()))),
        ("IPv6None", |_| Ok(value(Ipv6Addr::UNSPECIFIED.into()))),
        ("Loopback", |_| Ok(value(Ipv4Addr::LOCALHOST.into()))),
        ("None", |_| Ok(value(Ipv4Addr::BROADCAST.into()))),
    ],
    ..Implementation::EMPTY
};

pub(crate) static END_POINT: Implementation = Implementation {
    name: "System.Net.IPEndPoint",
    constructor: Some(|call| {
        let address = match call.argument(0).base() {
            Value::I64(bits) => {
                let [a, b, c, d, ..] = bits.to_le_bytes();
                Ipv4Addr::new(a, b, c, d).into()
            }
            other => address(other).ok_or_else(|| errors::argument_null("address"))?,
        };
        end_point(address, call.int(1))
    }),
    static_methods: &[
        ("Parse", |call| {
            parse_end_point(call.required_string(0, "s")?)
                .ok_or_else(|| errors::format("An invalid IPEndPoint was specified."))
        }),
        ("TryParse", |call| {
            let found = call.string(0).and_then(|text| parse_end_point(text));
            call.try_result(found, Value::Null)
        }),
    ],
    ..Implementation::EMPTY
};

pub(crate) static DNS: Implementation = Implementation {
    name: "System.Net.Dns",
    static_methods: &[
        ("GetHostAddresses", |call| {
            let found = resolve(call, call.required_string(0, "hostNameOrAddress")?)?;
            let items = found.into_iter().map(value).collect();
            Ok(Value::array_of(type_named("System.Net.IPAddress"), items))
        }),
        ("GetHostEntry", |call| {
            let name = match address(call.argument(0)) {
                Some(address) => address.to_string(),
                None => call.required_string(0, "hostNameOrAddress")?.to_string(),
            };
            let addresses = resolve(call, &name)?;
            Ok(Value::live(HostEntry { name, addresses }))
        }),
        ("GetHostName", |call| Ok(call.system().host_name().into())),
    ],
    ..Implementation::EMPTY
};

/// An address.
pub struct Address {
    /// The address itself.
    pub address: IpAddr,
    scope: u32,
}

/// An address as a value.
pub fn value(address: IpAddr) -> Value {
    Value::live(Address { address, scope: 0 })
}

/// The address behind a value.
pub fn address(value: &Value) -> Option<IpAddr> {
    value.downcast::<Address>().map(|known| known.address)
}

fn octets(address: IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(v4) => v4.octets().to_vec(),
        IpAddr::V6(v6) => v6.octets().to_vec(),
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Address, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

/// One to four numbers, decimal, octal or hexadecimal, or an address of version 6 with an optional scope.
fn parse(text: &str) -> Option<Value> {
    let (body, scope) = text.split_once('%').unwrap_or((text, "0"));
    let bare = body.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(body);
    if let Ok(address) = bare.parse::<Ipv6Addr>() {
        return Some(Value::live(Address {
            address: address.into(),
            scope: scope.parse().unwrap_or(0),
        }));
    }
    let numbers: Option<Vec<u32>> = body.split('.').map(number).collect();
    let numbers = numbers?;
    let (last, head) = numbers.split_last()?;
    if head.len() > 3 || head.iter().any(|part| *part > 255) {
        return None;
    }
    let room = 8 * (4 - u32::try_from(head.len()).ok()?);
    if room < 32 && *last >= 1 << room {
        return None;
    }
    let mut bits = *last;
    for (at, part) in head.iter().enumerate() {
        bits |= part << (24 - 8 * at);
    }
    Some(value(Ipv4Addr::from(bits).into()))
}

fn number(text: &str) -> Option<u32> {
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return u32::from_str_radix(digits, 16).ok();
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match text.strip_prefix('0') {
        Some(digits) if !digits.is_empty() => u32::from_str_radix(digits, 8).ok(),
        _ => text.parse().ok(),
    }
}

impl LiveObject for Address {
    fn object_type(&self) -> TypeId {
        type_named("System.Net.IPAddress")
    }

    fn text(&self) -> PsString {
        let mut text = self.address.to_string();
        if self.scope != 0 {
            text.push_str(&format!("%{}", self.scope));
        }
        text.into()
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&[
            "AddressFamily",
            "ScopeId",
            "IsIPv6Multicast",
            "IsIPv6LinkLocal",
            "IsIPv6SiteLocal",
            "IsIPv6Teredo",
            "IsIPv6UniqueLocal",
            "IsIPv4MappedToIPv6",
            "Address",
        ])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let v6 = match self.address {
            IpAddr::V6(v6) => Some(v6),
            IpAddr::V4(_) => None,
        };
        let first = v6.map_or(0, |v6| v6.segments()[0]);
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "addressfamily" => enum_named(
                "System.Net.Sockets.AddressFamily",
                if v6.is_some() { "InterNetworkV6" } else { "InterNetwork" },
            ),
            "scopeid" if v6.is_some() => Value::I64(i64::from(self.scope)),
            "scopeid" => Value::Null,
            "isipv6multicast" => (first & 0xFF00 == 0xFF00).into(),
            "isipv6linklocal" => (first & 0xFFC0 == 0xFE80).into(),
            "isipv6sitelocal" => (first & 0xFFC0 == 0xFEC0).into(),
            "isipv6teredo" => v6.is_some_and(|v6| v6.segments()[..2] == [0x2001, 0]).into(),
            "isipv6uniquelocal" => (first & 0xFE00 == 0xFC00).into(),
            "isipv4mappedtoipv6" => v6.is_some_and(|v6| v6.to_ipv4_mapped().is_some()).into(),
            "address" => match self.address {
                IpAddr::V4(v4) => Value::I64(i64::from(u32::from_le_bytes(v4.octets()))),
                IpAddr::V6(_) => Value::Null,
            },
            _ => return None,
        }))
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        Some(address(other) == Some(self.address))
    }

    fn hash_code(&self) -> Option<u64> {
        Some(
            octets(self.address)
                .iter()
                .fold(7, |hash: u64, byte| hash.wrapping_mul(31).wrapping_add(u64::from(*byte))),
        )
    }
}

fn construct(call: &mut Call<'_>) -> Outcome {
    if let Value::I64(bits) = call.argument(0).base() {
        let [a, b, c, d, ..] = bits.to_le_bytes();
        return Ok(value(Ipv4Addr::new(a, b, c, d).into()));
    }
    let bytes = call.bytes(0).ok_or_else(|| errors::argument_null("address"))?;
    if let Ok(four) = <[u8; 4]>::try_from(bytes.as_slice()) {
        return Ok(value(Ipv4Addr::from(four).into()));
    }
    let sixteen = <[u8; 16]>::try_from(bytes)
        .map_err(|_| errors::argument_for("address", "An invalid IP address was specified."))?;
    Ok(Value::live(Address {
        address: Ipv6Addr::from(sixteen).into(),
        scope: u32::try_from(call.long(1)).unwrap_or(0),
    }))
}

fn swap(call: &mut Call<'_>) -> Outcome {
    Ok(match call.argument(0).base() {
        Value::I16(number) => Value::I16(number.swap_bytes()),
        Value::I64(number) => Value::I64(number.swap_bytes()),
        other => Value::I32(other.as_i32().unwrap_or(0).swap_bytes()),
    })
}

struct EndPoint {
    address: IpAddr,
    port: i32,
}

fn end_point(address: IpAddr, port: i32) -> Outcome {
    if !(0..=65535).contains(&port) {
        return Err(errors::out_of_range(
            "port",
            "Specified argument was out of the range of valid values.",
        ));
    }
    Ok(Value::live(EndPoint { address, port }))
}

fn parse_end_point(text: &str) -> Option<Value> {
    if let Ok(known) = text.parse::<std::net::SocketAddr>() {
        return end_point(known.ip(), i32::from(known.port())).ok();
    }
    let bare = text.trim_matches(['[', ']']);
    end_point(bare.parse().ok()?, 0).ok()
}

impl LiveObject for EndPoint {
    fn object_type(&self) -> TypeId {
        type_named("System.Net.IPEndPoint")
    }

    fn text(&self) -> PsString {
        match self.address {
            IpAddr::V4(v4) => format!("{v4}:{}", self.port),
            IpAddr::V6(v6) => format!("[{v6}]:{}", self.port),
        }
        .into()
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["AddressFamily", "Address", "Port"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        match name.to_ascii_lowercase().as_str() {
            "addressfamily" => {
                Address { address: self.address, scope: 0 }.property("AddressFamily")
            }
            "address" => Some(Ok(value(self.address))),
            "port" => Some(Ok(Value::I32(self.port))),
            _ => None,
        }
    }
}

struct HostEntry {
    name: String,
    addresses: Vec<IpAddr>,
}

impl LiveObject for HostEntry {
    fn object_type(&self) -> TypeId {
        type_named("System.Net.IPHostEntry")
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["HostName", "Aliases", "AddressList"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "hostname" => self.name.as_str().into(),
            "aliases" => Value::strings(Vec::<String>::new()),
            "addresslist" => Value::array_of(
                type_named("System.Net.IPAddress"),
                self.addresses.iter().copied().map(value).collect(),
            ),
            _ => return None,
        }))
    }
}

fn resolve(call: &Call<'_>, name: &str) -> Result<Vec<IpAddr>, Exception> {
    if let Ok(address) = name.parse() {
        return Ok(vec![address]);
    }
    let name = if name.is_empty() { call.system().host_name() } else { name.to_owned() };
    call.system()
        .resolve(&name)
        .map_err(|_| errors::of("System.Net.Sockets.SocketException", "Name or service not known"))
}
