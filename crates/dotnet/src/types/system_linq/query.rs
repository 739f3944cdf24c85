//! What the methods of `Enumerable` give, and how they call delegates.

use crate::types::prelude::*;
use crate::types::system_collections::enumerator;

const NAME: &str = "System.Linq.Enumerable+Iterator`1";

pub(crate) static DEFINITION: Implementation = Implementation {
    name: NAME,
    surface: "m System.Collections.IEnumerator GetEnumerator()\n",
    interfaces: "System.Collections.Generic.IEnumerable[T];System.Collections.IEnumerable",
    methods: &[("GetEnumerator", |call| {
        Ok(enumerator::over("System.Array+ArrayEnumerator", sequence::items_of(call.this)))
    })],
    ..Implementation::EMPTY
};

/// A sequence of values of one type. It is worked out when it is made, not when it is read.
pub(super) struct Query {
    element: TypeId,
    items: Vec<Value>,
}

/// A sequence.
pub(super) fn query(element: TypeId, items: Vec<Value>) -> Outcome {
    Ok(Value::live(Query { element, items }))
}

impl LiveObject for Query {
    fn object_type(&self) -> TypeId {
        TypeId::register(NAME, Some(TypeId::OBJECT)).generic_of(&[self.element])
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        Some(Box::new(self.items.clone().into_iter()))
    }
}

/// The items of an argument that is a sequence.
///
/// # Errors
/// `ArgumentNullException`
pub(super) fn items(call: &Call<'_>, index: usize) -> Result<Vec<Value>, Exception> {
    if !call.has(index) {
        let name = call.overload.and_then(|overload| overload.parameters().get(index));
        return Err(errors::argument_null(name.map_or("source", |parameter| parameter.name)));
    }
    Ok(call.items(index))
}

/// What a sequence holds.
pub(super) fn element(value: &Value) -> TypeId {
    match value.base() {
        Value::Array(array) => array.element_type(),
        Value::Str(_) => TypeId::CHAR,
        other => element_of_type(other.type_id()).unwrap_or(TypeId::OBJECT),
    }
}

fn element_of_type(id: Option<TypeId>) -> Option<TypeId> {
    let open = registry::find_exact("System.Collections.Generic.IEnumerable`1")?;
    registry::interfaces(id?).into_iter().find_map(|interface| {
        let (generic, arguments) = interface.generic()?;
        (generic == open).then(|| arguments.first().copied()).flatten()
    })
}

/// What a delegate gives, by its type.
pub(super) fn result_type(delegate: &Value) -> TypeId {
    let arguments = delegate.type_id().and_then(TypeId::generic);
    arguments.and_then(|(_, arguments)| arguments.last().copied()).unwrap_or(TypeId::OBJECT)
}

/// Calls a delegate; the answer has the type that the delegate promises.
///
/// # Errors
/// What it throws, and failed conversions.
pub(super) fn apply(call: &Call<'_>, delegate: &Value, arguments: &[Value]) -> Outcome {
    let answer = call.context.invoke(delegate, arguments)?.or_null();
    match result_type(delegate) {
        TypeId::OBJECT => Ok(answer),
        wanted => call.context.convert(&answer, wanted),
    }
}

/// Asks a predicate; one that takes two arguments is told the place too.
///
/// # Errors
/// What it throws.
pub(super) fn asks(
    call: &Call<'_>,
    predicate: &Value,
    item: &Value,
    place: usize,
) -> Result<bool, Exception> {
    let answer = with_place(call, predicate, item, place)?;
    Ok(answer.as_bool().unwrap_or(false))
}

/// Calls a delegate with an item, and with its place where it takes two arguments.
///
/// # Errors
/// What it throws.
pub(super) fn with_place(call: &Call<'_>, delegate: &Value, item: &Value, place: usize) -> Outcome {
    let takes_place = delegate
        .type_id()
        .and_then(TypeId::generic)
        .is_some_and(|(_, arguments)| arguments.len() == 3);
    if takes_place {
        apply(call, delegate, &[item.clone(), sequence::count(place)])
    } else {
        apply(call, delegate, std::slice::from_ref(item))
    }
}

/// The delegate at a place, if the argument there is one.
pub(super) fn delegate<'a>(call: &Call<'a>, index: usize) -> Option<&'a Value> {
    let given = call.argument(index);
    sequence::is_callable(given).then_some(given)
}

/// The zero of a type: what `…OrDefault` gives.
pub(super) fn zero(element: TypeId) -> Value {
    crate::types::system::array::default_of(element)
}

/// The type that a call names between brackets, or the one that its arguments say.
pub(super) fn wanted_type(call: &Call<'_>, otherwise: TypeId) -> TypeId {
    call.type_arguments.first().copied().unwrap_or(otherwise)
}
