//! `LinkedList[T]`

use parking_lot::Mutex;
use remora_psobject::equality;

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Collections.Generic.LinkedList`1",
    constructor: Some(|call| Ok(Value::live(Linked(Mutex::new(call.items(0)), call.type_id)))),
    methods: &[
        ("AddAfter", |call| insert(call, 1)),
        ("AddBefore", |call| insert(call, 0)),
        ("AddFirst", |call| {
            this(call)?.0.lock().insert(0, call.argument(0).clone());
            Ok(node(call, 0))
        }),
        ("AddLast", |call| {
            let list = this(call)?;
            list.0.lock().push(call.argument(0).clone());
            let at = list.0.lock().len() - 1;
            Ok(node(call, at))
        }),
        ("Clear", |call| {
            this(call)?.0.lock().clear();
            Ok(Value::AutomationNull)
        }),
        ("Contains", |call| Ok(find(call)?.is_some().into())),
        ("Find", |call| Ok(find(call)?.map_or(Value::Null, |at| node(call, at)))),
        ("Remove", |call| {
            let at = match call.argument(0).downcast::<Node>() {
                Some(node) => Some(node.at),
                None => find(call)?,
            };
            if let Some(at) = at {
                this(call)?.0.lock().remove(at);
            }
            Ok(at.is_some().into())
        }),
        ("RemoveFirst", |call| {
            let mut items = this(call)?.0.lock();
            if items.is_empty() {
                return Err(errors::invalid_operation("The LinkedList is empty."));
            }
            items.remove(0);
            Ok(Value::AutomationNull)
        }),
        ("RemoveLast", |call| match this(call)?.0.lock().pop() {
            Some(_) => Ok(Value::AutomationNull),
            None => Err(errors::invalid_operation("The LinkedList is empty.")),
        }),
    ],
    properties: &[
        ("Count", |call| Ok(sequence::count(this(call)?.0.lock().len()))),
        ("First", |call| {
            let empty = this(call)?.0.lock().is_empty();
            Ok(if empty { Value::Null } else { node(call, 0) })
        }),
        ("Last", |call| {
            let last = this(call)?.0.lock().len().checked_sub(1);
            Ok(last.map_or(Value::Null, |at| node(call, at)))
        }),
    ],
    ..Implementation::EMPTY
};

struct Linked(Mutex<Vec<Value>>, TypeId);

impl LiveObject for Linked {
    fn object_type(&self) -> TypeId {
        self.1
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["Count", "First", "Last"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        name.eq_ignore_ascii_case("Count").then(|| Ok(sequence::count(self.0.lock().len())))
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        Some(Box::new(self.0.lock().clone().into_iter()))
    }
}

/// A place in a list.
struct Node {
    list: Value,
    at: usize,
}

impl Node {
    fn value(&self, at: usize) -> Option<Value> {
        self.list.downcast::<Linked>()?.0.lock().get(at).cloned()
    }

    fn neighbour(&self, at: Option<usize>) -> Value {
        match at.filter(|at| self.value(*at).is_some()) {
            Some(at) => Value::live(Self { list: self.list.clone(), at }),
            None => Value::Null,
        }
    }
}

impl LiveObject for Node {
    fn object_type(&self) -> TypeId {
        type_named("System.Collections.Generic.LinkedListNode`1")
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["List", "Next", "Previous", "Value"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "list" => self.list.clone(),
            "next" => self.neighbour(Some(self.at + 1)),
            "previous" => self.neighbour(self.at.checked_sub(1)),
            "value" => self.value(self.at).unwrap_or_default(),
            _ => return None,
        }))
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Linked, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn node(call: &Call<'_>, at: usize) -> Value {
    Value::live(Node { list: call.this.base().clone(), at })
}

fn find(call: &Call<'_>) -> Result<Option<usize>, Exception> {
    let wanted = call.argument(0);
    let items = this(call)?.0.lock().clone();
    Ok(items.iter().position(|item| equality::equals(item, wanted)))
}

fn insert(call: &Call<'_>, distance: usize) -> Outcome {
    let at = call
        .argument(0)
        .downcast::<Node>()
        .map(|node| node.at + distance)
        .ok_or_else(|| errors::argument_null("node"))?;
    this(call)?.0.lock().insert(at, call.argument(1).clone());
    Ok(node(call, at))
}
