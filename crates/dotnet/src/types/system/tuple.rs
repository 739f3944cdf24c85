//! `System.Tuple` and `System.ValueTuple`

use crate::types::prelude::*;

pub(crate) static TUPLE: Implementation = Implementation {
    name: "System.Tuple",
    static_methods: &[("Create", |call| Ok(make("System.Tuple", call.arguments.to_vec())))],
    ..Implementation::EMPTY
};

pub(crate) static VALUE_TUPLE: Implementation = Implementation {
    name: "System.ValueTuple",
    static_methods: &[("Create", |call| Ok(make("System.ValueTuple", call.arguments.to_vec())))],
    ..Implementation::EMPTY
};

const MEMBERS: &str = "p System.Object Item1 {get;}\np System.Object Item2 {get;}\np System.Object Item3 {get;}\n\
    p System.Object Item4 {get;}\np System.Object Item5 {get;}\np System.Object Item6 {get;}\np System.Object Item7 {get;}\n\
    p int Length {get;}\n";

macro_rules! tuple_types {
    ($($name:ident = $text:literal),* $(,)?) => {
        $(pub(crate) static $name: Implementation = Implementation {
            name: $text,
            surface: MEMBERS,
            constructor: Some(construct),
            ..Implementation::EMPTY
        };)*
    };
}

tuple_types! {
    TUPLE_1 = "System.Tuple`1", TUPLE_2 = "System.Tuple`2", TUPLE_3 = "System.Tuple`3", TUPLE_4 = "System.Tuple`4",
    VALUE_TUPLE_1 = "System.ValueTuple`1", VALUE_TUPLE_2 = "System.ValueTuple`2",
    VALUE_TUPLE_3 = "System.ValueTuple`3", VALUE_TUPLE_4 = "System.ValueTuple`4",
}

/// Some values in one object.
struct Tuple {
    type_id: TypeId,
    items: parking_lot::RwLock<Vec<Value>>,
}

fn make(family: &'static str, items: Vec<Value>) -> Value {
    let name = format!("{family}`{}", items.len());
    let base = if family == "System.ValueTuple" { TypeId::VALUE_TYPE } else { TypeId::OBJECT };
    let open = registry::find_exact(&name).unwrap_or_else(|| {
        // There are eight lengths of two families.
        TypeId::register(String::leak(name), Some(base))
    });
    let arguments: Vec<TypeId> =
        items.iter().map(|item| item.type_id().unwrap_or(TypeId::OBJECT)).collect();
    Value::live(Tuple {
        type_id: open.generic_of(&arguments),
        items: parking_lot::RwLock::new(items),
    })
}

/// A `ValueTuple` of these values.
pub(crate) fn value_tuple(items: Vec<Value>) -> Value {
    make("System.ValueTuple", items)
}

fn construct(call: &mut Call<'_>) -> Outcome {
    Ok(Value::live(Tuple {
        type_id: call.type_id,
        items: parking_lot::RwLock::new(call.arguments.to_vec()),
    }))
}

impl LiveObject for Tuple {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn text(&self) -> PsString {
        let culture = Culture::invariant();
        let items: Vec<PsString> =
            self.items.read().iter().map(|item| crate::text::to_text(item, &culture)).collect();
        let items: Vec<&str> = items.iter().map(PsString::as_str).collect();
        format!("({})", items.join(", ")).into()
    }

    fn property_names(&self) -> Vec<PsString> {
        let mut names: Vec<PsString> =
            (1..=self.items.read().len()).map(|number| format!("Item{number}").into()).collect();
        // The items of a value tuple are fields, which come behind its property.
        let at = if self.object_type().full_name().starts_with("System.ValueTuple") {
            0
        } else {
            names.len()
        };
        names.insert(at, "Length".into());
        names
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        if name.eq_ignore_ascii_case("Length") {
            return Some(Ok(sequence::count(self.items.read().len())));
        }
        Some(Ok(self.items.read().get(place(name)?)?.clone()))
    }

    /// The fields of a `ValueTuple` can be set, the properties of a `Tuple` cannot.
    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        if !self.type_id.is_value_type() {
            return None;
        }
        *self.items.write().get_mut(place(name)?)? = value;
        Some(Ok(()))
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        let other = other.downcast::<Self>()?;
        Some(
            self.type_id == other.type_id
                && self
                    .items
                    .read()
                    .iter()
                    .zip(other.items.read().iter())
                    .all(|(a, b)| remora_psobject::equality::equals(a, b)),
        )
    }

    fn hash_code(&self) -> Option<u64> {
        Some(self.items.read().iter().fold(17, |hash: u64, item| {
            hash.wrapping_mul(31).wrapping_add(remora_psobject::equality::hash_code(item))
        }))
    }
}

/// The place that `Item1`, `Item2`, … name.
fn place(name: &str) -> Option<usize> {
    let head = name.get(..4)?;
    let number: usize = name.get(4..)?.parse().ok()?;
    number.checked_sub(1).filter(|_| head.eq_ignore_ascii_case("Item"))
}
