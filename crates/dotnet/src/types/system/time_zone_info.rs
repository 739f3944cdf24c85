//! `System.TimeZoneInfo`

use jiff::tz::TimeZone;
use remora_psobject::TimeSpan;
use remora_psobject::time::{
    DateTime, DateTimeKind, DateTimeOffset, MAX_TICKS, TICKS_PER_DAY, TICKS_PER_MINUTE,
};

use crate::system::clock_math::{offset_at_local, offset_at_utc};
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.TimeZoneInfo",
    methods: &[
        ("Equals", |call| {
            let same =
                zone(call.this).map(|zone| &zone.id) == zone(call.argument(0)).map(|zone| &zone.id);
            Ok(same.into())
        }),
        ("GetUtcOffset", get_utc_offset),
        ("HasSameRules", |call| {
            let same = zone(call.this).map(|zone| &zone.zone)
                == zone(call.argument(0)).map(|zone| &zone.zone);
            Ok(same.into())
        }),
        ("IsDaylightSavingTime", is_daylight_saving_time),
    ],
    static_methods: &[
        ("ClearCachedData", |_| Ok(Value::AutomationNull)),
        ("ConvertTime", convert_time),
        ("ConvertTimeBySystemTimeZoneId", convert_by_id),
        ("ConvertTimeFromUtc", |call| {
            let to = zone(call.argument(1))
                .ok_or_else(|| errors::argument_null("destinationTimeZone"))?;
            let date = super::date_time::date_of(call.argument(0));
            Ok(to.local_time(date.ticks(), call).into())
        }),
        ("ConvertTimeToUtc", |call| {
            let date = super::date_time::date_of(call.argument(0));
            let utc = match zone(call.argument(1)) {
                Some(from) => utc_date(date.ticks() - offset_at_local(&from.zone, date.ticks())),
                None => super::date_time::to_universal(call, date),
            };
            Ok(utc.into())
        }),
        ("FindSystemTimeZoneById", |call| {
            find(call, call.required_string(0, "id")?).map(Value::live)
        }),
        ("GetSystemTimeZones", |call| {
            let zones = call
                .system()
                .time_zone_ids()
                .iter()
                .filter_map(|id| find(call, id).ok())
                .map(Value::live)
                .collect();
            let id = TypeId::READ_ONLY_COLLECTION.generic_of(&[type_named("System.TimeZoneInfo")]);
            Ok(ListObject::read_only(id, zones).into())
        }),
        ("TryConvertIanaIdToWindowsId", |call| {
            let id = call.string(0).map_or("", PsString::as_str);
            let found = WINDOWS.iter().find(|(_, iana)| iana.eq_ignore_ascii_case(id));
            call.try_result(found.map(|(windows, _)| Value::from(*windows)), Value::Null)
        }),
        ("TryConvertWindowsIdToIanaId", |call| {
            let id = call.string(0).map_or("", PsString::as_str);
            let found = WINDOWS.iter().find(|(windows, _)| windows.eq_ignore_ascii_case(id));
            call.try_result(found.map(|(_, iana)| Value::from(*iana)), Value::Null)
        }),
        ("TryFindSystemTimeZoneById", |call| {
            let found = call.string(0).and_then(|id| find(call, id).ok()).map(Value::live);
            call.try_result(found, Value::Null)
        }),
    ],
    static_properties: &[
        ("Local", |call| Ok(Value::live(local(call)))),
        ("Utc", |_| Ok(Value::live(ZoneObject::utc()))),
    ],
    ..Implementation::EMPTY
};

/// A time zone.
pub struct ZoneObject {
    id: String,
    zone: TimeZone,
    standard: i64,
    has_daylight: bool,
    names: [String; 2],
}

/// The offset without daylight saving: the lesser of winter and summer.
pub(super) fn standard_offset(zone: &TimeZone, ticks: i64) -> i64 {
    let half = 182 * TICKS_PER_DAY;
    let other = if ticks > half { ticks - half } else { ticks + half };
    offset_at_utc(zone, ticks).min(offset_at_utc(zone, other))
}

impl ZoneObject {
    fn new(id: &str, zone: TimeZone, now: i64) -> Self {
        if matches!(id, "UTC" | "Etc/UTC") {
            return Self::utc();
        }
        let standard = standard_offset(&zone, now);
        let half = 182 * TICKS_PER_DAY;
        let daylight = offset_at_utc(&zone, now).max(offset_at_utc(&zone, now - half));
        let names = names_of(id);
        Self { id: id.to_owned(), has_daylight: daylight != standard, standard, zone, names }
    }

    fn utc() -> Self {
        let name = "Coordinated Universal Time".to_owned();
        Self {
            id: "UTC".to_owned(),
            zone: TimeZone::UTC,
            standard: 0,
            has_daylight: false,
            names: [name.clone(), name],
        }
    }

    fn display_name(&self) -> String {
        if self.id == "UTC" {
            return "(UTC) Coordinated Universal Time".to_owned();
        }
        let minutes = self.standard / TICKS_PER_MINUTE;
        let sign = if minutes < 0 { '-' } else { '+' };
        let city = self.id.rsplit('/').next().unwrap_or(&self.id).replace('_', " ");
        format!(
            "(UTC{sign}{:02}:{:02}) {} ({city})",
            minutes.abs() / 60,
            minutes.abs() % 60,
            self.names[0]
        )
    }

    fn local_time(&self, ticks: i64, call: &Call<'_>) -> DateTime {
        let local = ticks + offset_at_utc(&self.zone, ticks);
        let kind = if self.id == "UTC" {
            DateTimeKind::Utc
        } else if self.zone == call.system().local_time_zone() {
            DateTimeKind::Local
        } else {
            DateTimeKind::Unspecified
        };
        DateTime::new(local.clamp(0, MAX_TICKS), kind).unwrap_or(DateTime::MIN)
    }
}

/// English names of zones that scripts commonly ask for.
fn names_of(id: &str) -> [String; 2] {
    let family = match id {
        "Europe/Berlin" | "Europe/Paris" | "Europe/Rome" | "Europe/Madrid" | "Europe/Vienna"
        | "Europe/Zurich" | "Europe/Amsterdam" | "Europe/Brussels" | "Europe/Prague"
        | "Europe/Stockholm" | "Europe/Oslo" | "Europe/Copenhagen" | "Europe/Warsaw"
        | "Europe/Budapest" => ["Central European Standard Time", "Central European Summer Time"],
        "Europe/London" => ["Greenwich Mean Time", "British Summer Time"],
        "America/New_York" => ["Eastern Standard Time", "Eastern Daylight Time"],
        "America/Chicago" => ["Central Standard Time", "Central Daylight Time"],
        "America/Denver" => ["Mountain Standard Time", "Mountain Daylight Time"],
        "America/Los_Angeles" => ["Pacific Standard Time", "Pacific Daylight Time"],
        "Asia/Tokyo" => ["Japan Standard Time", "Japan Daylight Time"],
        "Asia/Kolkata" | "Asia/Calcutta" => ["India Standard Time", "India Standard Time"],
        "Asia/Shanghai" => ["China Standard Time", "China Daylight Time"],
        "Australia/Sydney" => {
            ["Australian Eastern Standard Time", "Australian Eastern Daylight Time"]
        }
        _ => [id, id],
    };
    family.map(str::to_owned)
}

impl LiveObject for ZoneObject {
    fn object_type(&self) -> TypeId {
        type_named("System.TimeZoneInfo")
    }

    fn text(&self) -> PsString {
        self.display_name().into()
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&[
            "Id",
            "HasIanaId",
            "DisplayName",
            "StandardName",
            "DaylightName",
            "BaseUtcOffset",
            "SupportsDaylightSavingTime",
        ])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "id" => self.id.as_str().into(),
            "hasianaid" => true.into(),
            "displayname" => self.display_name().into(),
            "standardname" => self.names[0].as_str().into(),
            "daylightname" => self.names[1].as_str().into(),
            "baseutcoffset" => TimeSpan(self.standard).into(),
            "supportsdaylightsavingtime" => self.has_daylight.into(),
            _ => return None,
        }))
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        Some(zone(other).is_some_and(|other| other.id == self.id))
    }
}

fn zone(value: &Value) -> Option<&ZoneObject> {
    value.downcast()
}

/// The zone of local times.
pub fn local(call: &Call<'_>) -> ZoneObject {
    let zone = call.system().local_time_zone();
    let id = zone.iana_name().unwrap_or("UTC").to_owned();
    ZoneObject::new(&id, zone, call.system().now_utc_ticks())
}

/// Windows names of zones, which .NET takes on every system.
const WINDOWS: &[(&str, &str)] = &[
    ("UTC", "UTC"),
    ("GMT Standard Time", "Europe/London"),
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("Central Europe Standard Time", "Europe/Budapest"),
    ("Central European Standard Time", "Europe/Warsaw"),
    ("Romance Standard Time", "Europe/Paris"),
    ("E. Europe Standard Time", "Europe/Chisinau"),
    ("FLE Standard Time", "Europe/Kiev"),
    ("Russian Standard Time", "Europe/Moscow"),
    ("Eastern Standard Time", "America/New_York"),
    ("Central Standard Time", "America/Chicago"),
    ("Mountain Standard Time", "America/Denver"),
    ("Pacific Standard Time", "America/Los_Angeles"),
    ("Tokyo Standard Time", "Asia/Tokyo"),
    ("China Standard Time", "Asia/Shanghai"),
    ("India Standard Time", "Asia/Kolkata"),
    ("AUS Eastern Standard Time", "Australia/Sydney"),
    ("E. South America Standard Time", "America/Sao_Paulo"),
];

fn find(call: &Call<'_>, id: &str) -> Result<ZoneObject, Exception> {
    let iana =
        WINDOWS.iter().find(|(name, _)| name.eq_ignore_ascii_case(id)).map_or(id, |(_, iana)| iana);
    let found = call.system().time_zone(iana).ok_or_else(|| {
        errors::of(
            "System.TimeZoneNotFoundException",
            format!("The time zone ID '{id}' was not found on the local computer."),
        )
    })?;
    Ok(ZoneObject::new(id, found, call.system().now_utc_ticks()))
}

fn utc_date(ticks: i64) -> DateTime {
    DateTime::new(ticks.clamp(0, MAX_TICKS), DateTimeKind::Utc).unwrap_or(DateTime::MIN)
}

/// The instant that an argument means, in ticks of UTC.
fn utc_ticks(call: &Call<'_>, value: &Value, source: Option<&ZoneObject>) -> i64 {
    match (value.base(), source) {
        (Value::DateTimeOffset(value), _) => value.utc_ticks(),
        (Value::DateTime(date), Some(source)) if date.kind() == DateTimeKind::Unspecified => {
            date.ticks() - offset_at_local(&source.zone, date.ticks())
        }
        (Value::DateTime(date), _) => super::date_time::to_universal(call, *date).ticks(),
        _ => 0,
    }
}

fn get_utc_offset(call: &mut Call<'_>) -> Outcome {
    let this = zone(call.this).ok_or_else(errors::null_reference)?;
    let offset = match call.argument(0).base() {
        Value::DateTime(date) if date.kind() == DateTimeKind::Unspecified => {
            offset_at_local(&this.zone, date.ticks())
        }
        other => offset_at_utc(&this.zone, utc_ticks(call, other, None)),
    };
    Ok(TimeSpan(offset).into())
}

fn is_daylight_saving_time(call: &mut Call<'_>) -> Outcome {
    let this = zone(call.this).ok_or_else(errors::null_reference)?;
    let ticks = utc_ticks(call, call.argument(0), Some(this));
    Ok((offset_at_utc(&this.zone, ticks) > standard_offset(&this.zone, ticks)).into())
}

fn converted(
    call: &Call<'_>,
    value: &Value,
    source: Option<&ZoneObject>,
    to: &ZoneObject,
) -> Outcome {
    let ticks = utc_ticks(call, value, source);
    if matches!(value.base(), Value::DateTimeOffset(_)) {
        let offset = offset_at_utc(&to.zone, ticks);
        let local = DateTime::new(ticks + offset, DateTimeKind::Unspecified);
        let minutes = i16::try_from(offset / TICKS_PER_MINUTE).unwrap_or(0);
        return local
            .and_then(|local| DateTimeOffset::new(local, minutes))
            .map(Value::from)
            .ok_or_else(|| errors::argument("The time cannot be represented."));
    }
    Ok(to.local_time(ticks, call).into())
}

fn convert_time(call: &mut Call<'_>) -> Outcome {
    let first =
        zone(call.argument(1)).ok_or_else(|| errors::argument_null("destinationTimeZone"))?;
    match zone(call.argument(2)) {
        Some(to) => converted(call, call.argument(0), Some(first), to),
        None => converted(call, call.argument(0), None, first),
    }
}

fn convert_by_id(call: &mut Call<'_>) -> Outcome {
    let first = find(call, call.required_string(1, "destinationTimeZoneId")?)?;
    match call.string(2) {
        Some(id) => {
            let to = find(call, id)?;
            converted(call, call.argument(0), Some(&first), &to)
        }
        None => converted(call, call.argument(0), None, &first),
    }
}
