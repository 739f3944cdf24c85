//! `Order`, `OrderBy`, `ThenBy` and their descending kin.

use std::cmp::Ordering;

use super::query::{apply, delegate, element, items};
use crate::types::prelude::*;
use crate::types::system_collections::sorting::{order_by, sort_with};

const NAME: &str = "System.Linq.Enumerable+OrderedIterator`1";

pub(super) static DEFINITION: Implementation = Implementation {
    name: NAME,
    surface: "m System.Collections.IEnumerator GetEnumerator()\n",
    interfaces: "System.Linq.IOrderedEnumerable[T];System.Collections.Generic.IEnumerable[T];System.Collections.IEnumerable",
    ..Implementation::EMPTY
};

/// A sequence that was sorted, and the keys by which further sorting leaves it in place.
struct Ordered {
    element: TypeId,
    /// Items, with the number of the group of equals that each belongs to.
    items: Vec<(Value, usize)>,
}

impl LiveObject for Ordered {
    fn object_type(&self) -> TypeId {
        TypeId::register(NAME, Some(TypeId::OBJECT)).generic_of(&[self.element])
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        let items: Vec<Value> = self.items.iter().map(|(item, _)| item.clone()).collect();
        Some(Box::new(items.into_iter()))
    }
}

/// Sorts; `then` keeps the order of an earlier sort where it says something.
pub(super) fn sort(call: &Call<'_>, descending: bool, then: bool) -> Outcome {
    let earlier = call.argument(0).downcast::<Ordered>();
    let given: Vec<(Value, usize)> = match earlier {
        Some(ordered) if then => ordered.items.clone(),
        _ => items(call, 0)?.into_iter().map(|item| (item, 0)).collect(),
    };
    let selector = delegate(call, 1);
    let comparer = call.argument(if selector.is_some() { 2 } else { 1 });
    let mut keyed = Vec::with_capacity(given.len());
    for (item, group) in given {
        let key = match selector {
            Some(selector) => apply(call, selector, std::slice::from_ref(&item))?,
            None => item.clone(),
        };
        keyed.push((key, item, group));
    }
    let compare = |a: &Value, b: &Value| -> Result<Ordering, Exception> {
        let order = order_by(call, comparer, a, b)?;
        Ok(if descending { order.reverse() } else { order })
    };
    sort_with(&mut keyed, |(a, _, left), (b, _, right)| match left.cmp(right) {
        Ordering::Equal => compare(a, b),
        decided => Ok(decided),
    })?;
    let mut sorted: Vec<(Value, usize)> = Vec::with_capacity(keyed.len());
    let mut last: Option<(Value, usize)> = None;
    let mut group = 0;
    for (key, item, old) in keyed {
        if let Some((known, known_group)) = &last
            && (*known_group != old || compare(known, &key)?.is_ne())
        {
            group += 1;
        }
        last = Some((key, old));
        sorted.push((item, group));
    }
    Ok(Value::live(Ordered { element: element(call.argument(0)), items: sorted }))
}
