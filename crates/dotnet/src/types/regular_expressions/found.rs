//! `Match`, `Group`, `Capture` and their collections

use remora_regex::{Match, Replacement};

use super::regex::{RegexObject, subject_of};
use crate::call::Body;
use crate::types::prelude::*;

pub(crate) static MATCH: Implementation = Implementation {
    name: "System.Text.RegularExpressions.Match",
    methods: &[("NextMatch", next_match), ("Result", result)],
    static_properties: &[("Empty", |_| Ok(Value::live(Part::failed("Match", "0"))))],
    ..Implementation::EMPTY
};

const COLLECTION: &[(&str, Body)] = &[
    ("ContainsKey", |call| {
        let name = call.required_string(0, "key")?;
        Ok(this(call)?.names.iter().any(|known| known == name.as_str()).into())
    }),
    ("CopyTo", |call| {
        sequence::copy_to(&this(call)?.items, call.argument(0), call.int(1))?;
        Ok(Value::AutomationNull)
    }),
    ("Contains", |call| {
        Ok(this(call)?.items.iter().any(|item| item.same_reference(call.argument(0))).into())
    }),
    ("GetEnumerator", |call| {
        let items = this(call)?.items.clone();
        Ok(crate::types::system_collections::enumerator::over(
            "System.Array+ArrayEnumerator",
            items,
        ))
    }),
];

const ITEM: &[(&str, Body)] = &[
    ("Count", |call| Ok(sequence::count(this(call)?.items.len()))),
    ("IsReadOnly", |_| Ok(true.into())),
    ("IsSynchronized", |_| Ok(false.into())),
    ("Item", item),
    ("Keys", |call| Ok(Value::strings(this(call)?.names.clone()))),
    ("SyncRoot", |call| Ok(call.this.clone())),
    ("Values", |call| Ok(Value::array(this(call)?.items.clone()))),
];

const fn collection_type(name: &'static str) -> Implementation {
    Implementation { name, methods: COLLECTION, properties: ITEM, ..Implementation::EMPTY }
}

pub(crate) static MATCHES: Implementation =
    collection_type("System.Text.RegularExpressions.MatchCollection");
pub(crate) static GROUPS: Implementation =
    collection_type("System.Text.RegularExpressions.GroupCollection");
pub(crate) static CAPTURES: Implementation =
    collection_type("System.Text.RegularExpressions.CaptureCollection");

/// What was searched, and with what.
#[derive(Clone)]
pub struct Source {
    object: Arc<RegexObject>,
    text: PsString,
}

impl Source {
    pub(super) fn new(object: &Arc<RegexObject>, text: PsString) -> Self {
        Self { object: Arc::clone(object), text }
    }

    fn slice(&self, index: usize, length: usize) -> PsString {
        self.text.substring(index, length).unwrap_or_default()
    }
}

/// A match, a group or a capture.
#[derive(Clone)]
pub struct Part {
    /// `Match`, `Group` or `Capture`.
    kind: &'static str,
    name: String,
    index: usize,
    length: usize,
    value: PsString,
    success: bool,
    captures: Vec<(usize, usize)>,
    whole: Option<(Source, Match)>,
    source: Option<Source>,
}

impl Part {
    fn failed(kind: &'static str, name: &str) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            index: 0,
            length: 0,
            value: PsString::empty(),
            success: false,
            captures: Vec::new(),
            whole: None,
            source: None,
        }
    }

    fn capture(source: &Source, index: usize, length: usize) -> Self {
        Self {
            index,
            length,
            value: source.slice(index, length),
            success: true,
            ..Self::failed("Capture", "")
        }
    }

    fn groups(&self) -> Value {
        let Some((source, found)) = &self.whole else {
            let itself = Value::live(self.clone());
            return collection("GroupCollection", vec![itself], vec!["0".to_owned()]);
        };
        let names = found.table().names().to_vec();
        let items = found
            .groups()
            .iter()
            .zip(&names)
            .enumerate()
            .map(|(slot, (group, name))| {
                if slot == 0 {
                    return match_value(source, Some(found.clone()));
                }
                Value::live(Self {
                    kind: "Group",
                    name: name.clone(),
                    index: group.index(),
                    length: group.length(),
                    value: source.slice(group.index(), group.length()),
                    success: group.success(),
                    captures: group
                        .captures()
                        .iter()
                        .map(|capture| (capture.index, capture.length))
                        .collect(),
                    whole: None,
                    source: Some(source.clone()),
                })
            })
            .collect();
        let numbers: Vec<String> = found.table().numbers().iter().map(u32::to_string).collect();
        let keys = names
            .iter()
            .zip(numbers)
            .map(|(name, number)| if name.is_empty() { number } else { name.clone() })
            .collect();
        collection("GroupCollection", items, keys)
    }

    fn capture_collection(&self) -> Value {
        // A group is its own last capture.
        let mut items: Vec<Value> = match (&self.source, self.captures.split_last()) {
            (Some(source), Some((_, earlier))) => earlier
                .iter()
                .map(|(index, length)| Value::live(Self::capture(source, *index, *length)))
                .collect(),
            _ => Vec::new(),
        };
        if self.success {
            items.push(Value::live(self.clone()));
        }
        collection("CaptureCollection", items, Vec::new())
    }
}

/// A match as a value; without one the failed match.
pub(super) fn match_value(source: &Source, found: Option<Match>) -> Value {
    Value::live(match found {
        None => Part::failed("Match", "0"),
        Some(found) => Part {
            kind: "Match",
            name: "0".to_owned(),
            index: found.index(),
            length: found.length(),
            value: source.slice(found.index(), found.length()),
            success: true,
            captures: Vec::new(),
            whole: Some((source.clone(), found)),
            source: None,
        },
    })
}

impl LiveObject for Part {
    fn object_type(&self) -> TypeId {
        match self.kind {
            "Match" => type_named("System.Text.RegularExpressions.Match"),
            "Group" => type_named("System.Text.RegularExpressions.Group"),
            _ => type_named("System.Text.RegularExpressions.Capture"),
        }
    }

    fn text(&self) -> PsString {
        self.value.clone()
    }

    fn property_names(&self) -> Vec<PsString> {
        match self.kind {
            "Match" => names(&[
                "Groups",
                "Success",
                "Name",
                "Captures",
                "Index",
                "Length",
                "Value",
                "ValueSpan",
            ]),
            "Group" => {
                names(&["Success", "Name", "Captures", "Index", "Length", "Value", "ValueSpan"])
            }
            _ => names(&["Index", "Length", "Value", "ValueSpan"]),
        }
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let is_group = self.kind != "Capture";
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "index" => sequence::count(self.index),
            "length" => sequence::count(self.length),
            "value" => self.value.clone().into(),
            "valuespan" => Value::Null,
            "success" if is_group => self.success.into(),
            "name" if is_group => self.name.as_str().into(),
            "captures" if is_group => self.capture_collection(),
            "groups" if self.kind == "Match" => self.groups(),
            _ => return None,
        }))
    }
}

fn part<'a>(call: &Call<'a>) -> Result<&'a Part, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn next_match(call: &mut Call<'_>) -> Outcome {
    let Some((source, found)) = &part(call)?.whole else {
        return Ok(call.this.clone());
    };
    let units = source.text.units();
    let subject = subject_of(&source.text, &units);
    let regex = &source.object.regex;
    let backwards = regex.right_to_left();
    let (edge, step) = if backwards {
        (found.index(), found.index().checked_sub(1))
    } else {
        (found.end(), Some(found.end() + 1).filter(|at| *at <= subject.len()))
    };
    let start = if found.length() == 0 { step } else { Some(edge) };
    let next = match start {
        None => None,
        Some(start) => regex.find_at(&subject, start, &mut remora_regex::Unlimited).ok().flatten(),
    };
    Ok(match_value(source, next))
}

fn result(call: &mut Call<'_>) -> Outcome {
    let pattern = call.required_string(0, "replacement")?;
    let Some((source, found)) = &part(call)?.whole else {
        return Err(errors::not_supported("Result cannot be called on a failed Match."));
    };
    let replacement = Replacement::new(pattern, &source.object.regex)
        .map_err(|error| super::regex::parse_exception(&remora_regex::RegexError::Parse(error)))?;
    let units = source.text.units();
    Ok(replacement.expand(&subject_of(&source.text, &units), found).into())
}

/// A collection of matches, groups or captures.
struct Collection {
    kind: &'static str,
    items: Vec<Value>,
    names: Vec<String>,
}

/// A collection of this kind.
pub(super) fn collection(kind: &'static str, items: Vec<Value>, names: Vec<String>) -> Value {
    Value::live(Collection { kind, items, names })
}

impl LiveObject for Collection {
    fn object_type(&self) -> TypeId {
        type_named(match self.kind {
            "MatchCollection" => "System.Text.RegularExpressions.MatchCollection",
            "GroupCollection" => "System.Text.RegularExpressions.GroupCollection",
            _ => "System.Text.RegularExpressions.CaptureCollection",
        })
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["Count", "IsReadOnly", "IsSynchronized", "SyncRoot"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        match name.to_ascii_lowercase().as_str() {
            "count" => Some(Ok(sequence::count(self.items.len()))),
            "isreadonly" => Some(Ok(true.into())),
            "issynchronized" => Some(Ok(false.into())),
            _ => None,
        }
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        Some(Box::new(self.items.clone().into_iter()))
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Collection, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

/// By place, or for groups by number or name; a group that is not there is one that failed.
fn item(call: &mut Call<'_>) -> Outcome {
    let collection = this(call)?;
    let by_name = |name: &str| {
        let at = collection.names.iter().position(|known| known == name);
        at.and_then(|at| collection.items.get(at).cloned())
    };
    let is_groups = collection.kind == "GroupCollection";
    if let Some(name) = call.argument(0).as_str() {
        return Ok(by_name(name).unwrap_or_else(|| Value::live(Part::failed("Group", name))));
    }
    let index = call.int(0);
    let found = usize::try_from(index).ok().and_then(|index| collection.items.get(index).cloned());
    match found {
        Some(item) => Ok(item),
        None if is_groups => Ok(Value::live(Part::failed("Group", &index.to_string()))),
        None => Err(errors::out_of_range(
            "i",
            "Specified argument was out of the range of valid values.",
        )),
    }
}
