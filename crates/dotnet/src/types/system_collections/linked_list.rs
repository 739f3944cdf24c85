//! `LinkedList[T]` and `LinkedListNode[T]`

use std::sync::Weak;

use parking_lot::{Mutex, RwLock};
use remora_psobject::{LiveRef, equality};

use super::enumerator;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Collections.Generic.LinkedList`1",
    constructor: Some(construct),
    methods: &[
        ("AddAfter", |call| insert_next_to(call, 1)),
        ("AddBefore", |call| insert_next_to(call, 0)),
        ("AddFirst", |call| insert(call, 0, 0)),
        ("AddLast", |call| {
            let end = this(call)?.nodes.lock().len();
            insert(call, end, 0)
        }),
        ("Clear", |call| {
            for node in this(call)?.nodes.lock().drain(..) {
                node.leave();
            }
            Ok(Value::AutomationNull)
        }),
        ("Contains", |call| {
            let list = this(call)?;
            Ok(list.find(call.argument(0)).is_some().into())
        }),
        ("CopyTo", |call| {
            sequence::copy_to(&this(call)?.values(), call.argument(0), call.int(1))?;
            Ok(Value::AutomationNull)
        }),
        ("Find", |call| {
            let list = this(call)?;
            Ok(list.node_at(list.find(call.argument(0))))
        }),
        ("FindLast", |call| {
            let list = this(call)?;
            let at =
                list.values().iter().rposition(|value| equality::equals(value, call.argument(0)));
            Ok(list.node_at(at))
        }),
        ("GetEnumerator", |call| {
            Ok(enumerator::over("System.Array+ArrayEnumerator", this(call)?.values()))
        }),
        ("Remove", remove),
        ("RemoveFirst", |call| {
            let list = this(call)?;
            if list.remove_at(0) { Ok(Value::AutomationNull) } else { Err(is_empty()) }
        }),
        ("RemoveLast", |call| {
            let list = this(call)?;
            let last = list.nodes.lock().len().checked_sub(1).ok_or_else(is_empty)?;
            list.remove_at(last);
            Ok(Value::AutomationNull)
        }),
    ],
    properties: &[
        ("Count", |call| Ok(sequence::count(this(call)?.nodes.lock().len()))),
        ("First", |call| Ok(this(call)?.node_at(Some(0)))),
        ("Last", |call| {
            let list = this(call)?;
            let last = list.nodes.lock().len().checked_sub(1);
            Ok(list.node_at(last))
        }),
    ],
    ..Implementation::EMPTY
};

pub(crate) static NODE: Implementation = Implementation {
    name: "System.Collections.Generic.LinkedListNode`1",
    constructor: Some(|call| {
        let node = Node::new(call.type_id, call.argument(0).clone(), Weak::new());
        Ok(Value::Live(LiveRef::from_arc(node)))
    }),
    ..Implementation::EMPTY
};

/// A list whose nodes keep their identity.
struct Linked {
    type_id: TypeId,
    nodes: Mutex<Vec<Arc<Node>>>,
}

/// A node, in a list or not.
struct Node {
    type_id: TypeId,
    value: RwLock<Value>,
    list: RwLock<Weak<Linked>>,
}

impl Node {
    fn new(type_id: TypeId, value: Value, list: Weak<Linked>) -> Arc<Self> {
        Arc::new(Self { type_id, value: RwLock::new(value), list: RwLock::new(list) })
    }

    fn leave(&self) {
        *self.list.write() = Weak::new();
    }

    fn neighbour(&self, distance: isize) -> Value {
        let Some(list) = self.list.read().upgrade() else {
            return Value::Null;
        };
        let at = list.place_of(self).and_then(|at| at.checked_add_signed(distance));
        list.node_at(at)
    }
}

impl Linked {
    fn values(&self) -> Vec<Value> {
        self.nodes.lock().iter().map(|node| node.value.read().clone()).collect()
    }

    fn find(&self, wanted: &Value) -> Option<usize> {
        self.values().iter().position(|value| equality::equals(value, wanted))
    }

    fn place_of(&self, node: &Node) -> Option<usize> {
        self.nodes.lock().iter().position(|known| std::ptr::eq(&**known, node))
    }

    fn node_at(&self, at: Option<usize>) -> Value {
        let node = at.and_then(|at| self.nodes.lock().get(at).cloned());
        node.map_or(Value::Null, |node| Value::Live(LiveRef::from_arc(node)))
    }

    fn remove_at(&self, at: usize) -> bool {
        let mut nodes = self.nodes.lock();
        if at >= nodes.len() {
            return false;
        }
        nodes.remove(at).leave();
        true
    }
}

impl LiveObject for Linked {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["Count", "First", "Last"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        name.eq_ignore_ascii_case("Count").then(|| Ok(sequence::count(self.nodes.lock().len())))
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        Some(Box::new(self.values().into_iter()))
    }
}

impl LiveObject for Node {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["List", "Next", "Previous", "Value"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "list" => {
                let list = self.list.read().upgrade();
                list.map_or(Value::Null, |list| Value::Live(LiveRef::from_arc(list)))
            }
            "next" => self.neighbour(1),
            "previous" => self.neighbour(-1),
            "value" => self.value.read().clone(),
            _ => return None,
        }))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        name.eq_ignore_ascii_case("Value").then(|| {
            *self.value.write() = value;
            Ok(())
        })
    }
}

fn construct(call: &mut Call<'_>) -> Outcome {
    let list = Arc::new(Linked { type_id: call.type_id, nodes: Mutex::default() });
    let node_type = node_type(call.type_id);
    let nodes = call
        .items(0)
        .into_iter()
        .map(|item| Node::new(node_type, item, Arc::downgrade(&list)))
        .collect();
    *list.nodes.lock() = nodes;
    Ok(Value::Live(LiveRef::from_arc(list)))
}

fn node_type(list: TypeId) -> TypeId {
    let open = type_named("System.Collections.Generic.LinkedListNode`1");
    list.generic().map_or(open, |(_, arguments)| open.generic_of(arguments))
}

fn this(call: &Call<'_>) -> Result<Arc<Linked>, Exception> {
    call.this.downcast_arc().ok_or_else(errors::null_reference)
}

fn is_empty() -> Exception {
    errors::invalid_operation("The LinkedList is empty.")
}

/// Puts the argument at a place: a node as it is, a value in a new node, which is the answer.
fn insert(call: &Call<'_>, at: usize, argument: usize) -> Outcome {
    let list = this(call)?;
    let given = call.argument(argument);
    if let Some(node) = given.downcast_arc::<Node>() {
        if node.list.read().upgrade().is_some() {
            return Err(errors::invalid_operation(
                "The LinkedList node already belongs to a LinkedList.",
            ));
        }
        *node.list.write() = Arc::downgrade(&list);
        list.nodes.lock().insert(at, node);
        return Ok(Value::AutomationNull);
    }
    let node = Node::new(node_type(list.type_id), given.clone(), Arc::downgrade(&list));
    list.nodes.lock().insert(at, Arc::clone(&node));
    Ok(Value::Live(LiveRef::from_arc(node)))
}

fn insert_next_to(call: &Call<'_>, distance: usize) -> Outcome {
    let node: Arc<Node> =
        call.argument(0).downcast_arc().ok_or_else(|| errors::argument_null("node"))?;
    let at = this(call)?.place_of(&node).ok_or_else(not_ours)?;
    insert(call, at + distance, 1)
}

fn not_ours() -> Exception {
    errors::invalid_operation("The LinkedList node does not belong to current LinkedList.")
}

fn remove(call: &mut Call<'_>) -> Outcome {
    let list = this(call)?;
    if let Some(node) = call.argument(0).downcast_arc::<Node>() {
        let at = list.place_of(&node).ok_or_else(not_ours)?;
        list.remove_at(at);
        return Ok(Value::AutomationNull);
    }
    let found = list.find(call.argument(0));
    Ok(found.is_some_and(|at| list.remove_at(at)).into())
}
