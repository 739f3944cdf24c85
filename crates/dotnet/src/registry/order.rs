//! The order in which .NET declares the properties of a type, where it is known.
//!
//! The data is sorted by name; scripts that list all properties of an object see them as the type
//! declares them, those of the most derived type first.

use remora_psobject::TypeId;

use super::Property;

/// Types and the names of their properties as they are declared.
const DECLARED: &[(&str, &str)] = &[
    ("System.Version", "Major Minor Build Revision MajorRevision MinorRevision"),
    (
        "System.Management.Automation.SemanticVersion",
        "Major Minor Patch PreReleaseLabel BuildLabel",
    ),
    (
        "System.Uri",
        "AbsolutePath AbsoluteUri LocalPath Authority HostNameType IsDefaultPort IsFile IsLoopback \
         PathAndQuery Segments IsUnc Host Port Query Fragment Scheme OriginalString DnsSafeHost IdnHost \
         IsAbsoluteUri UserEscaped UserInfo",
    ),
    ("System.Array", "Length LongLength Rank SyncRoot IsReadOnly IsFixedSize IsSynchronized"),
    ("System.ArgumentException", "Message ParamName"),
    ("System.ArgumentOutOfRangeException", "Message ActualValue ParamName"),
    ("System.IO.FileNotFoundException", "Message FileName FusionLog"),
    (
        "System.Exception",
        "TargetSite Message Data InnerException HelpLink Source HResult StackTrace",
    ),
    (
        "System.DateTimeOffset",
        "DateTime UtcDateTime LocalDateTime Date Day DayOfWeek DayOfYear Hour Millisecond Microsecond \
         Nanosecond Minute Month Offset TotalOffsetMinutes Second Ticks UtcTicks TimeOfDay Year",
    ),
    (
        "System.DateTime",
        "Date Day DayOfWeek DayOfYear Hour Kind Millisecond Microsecond Nanosecond Minute Month Second \
         Ticks TimeOfDay Year",
    ),
    (
        "System.Collections.ArrayList",
        "Capacity Count IsFixedSize IsReadOnly IsSynchronized SyncRoot",
    ),
    (
        "System.TimeSpan",
        "Ticks Days Hours Milliseconds Microseconds Nanoseconds Minutes Seconds TotalDays TotalHours \
         TotalMilliseconds TotalMicroseconds TotalNanoseconds TotalMinutes TotalSeconds",
    ),
    ("System.Numerics.BigInteger", "IsPowerOfTwo IsZero IsOne IsEven Sign"),
    ("System.Numerics.Complex", "Real Imaginary Magnitude Phase"),
    ("System.Net.IPEndPoint", "AddressFamily Address Port"),
    ("System.Net.DnsEndPoint", "Host AddressFamily Port"),
];

fn names_of<'a>(bases: impl Iterator<Item = &'a str>) -> Vec<&'static str> {
    let of = |base: &str| DECLARED.iter().find(|(name, _)| *name == base);
    bases.filter_map(of).flat_map(|(_, declared)| declared.split_whitespace()).collect()
}

/// Names of a type's properties, those of its bases behind its own, in the order in which they are
/// declared; empty where that is not known.
pub fn declared_order(id: TypeId) -> Vec<&'static str> {
    names_of(super::definition::bases_by_name(id))
}

/// Puts properties into the order in which the type and its bases declare them, as far as it is known
/// here; the others stay where they are, behind those.
pub(super) fn arrange<'a>(bases: impl Iterator<Item = &'a str>, properties: &mut [Property]) {
    let names = names_of(bases);
    if names.is_empty() {
        return;
    }
    let place = |property: &Property| {
        names.iter().position(|name| *name == property.name).unwrap_or(names.len())
    };
    properties.sort_by_key(place);
}

#[cfg(test)]
mod tests {
    use crate::registry::{definition, find_exact};

    fn names(type_name: &str) -> Vec<&'static str> {
        let found = find_exact(type_name).and_then(definition).unwrap();
        found.properties.iter().map(|property| property.name).collect()
    }

    #[test]
    fn properties_come_as_they_are_declared() {
        assert_eq!(names("System.Version").first(), Some(&"Major"));
        assert_eq!(names("System.Exception").get(..2), Some(&["TargetSite", "Message"][..]));
        assert_eq!(
            names("System.ArgumentException").get(..3),
            Some(&["Message", "ParamName", "TargetSite"][..])
        );
    }
}
