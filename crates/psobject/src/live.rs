//! Objects that another crate owns, and what every reference object carries.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, OnceLock};

use parking_lot::RwLock;

use crate::object::{InstanceMember, MemberBag};
use crate::record::Exception;
use crate::string::PsString;
use crate::types::TypeId;
use crate::value::Value;

/// An object whose behaviour lives in another crate: a script block, a type, a process, a file, an
/// instance of a script's class, a record.
///
/// Formatting and serialization ask it for its type, its properties and its text, and know nothing
/// of engines. Methods are looked up by type in the table of .NET types.
pub trait LiveObject: Any + Send + Sync {
    /// Its .NET type.
    fn object_type(&self) -> TypeId;

    /// What `ToString()` gives. The type's name, unless said otherwise.
    fn text(&self) -> PsString {
        self.object_type().full_name().into()
    }

    /// The names of its properties in the order of declaration.
    fn property_names(&self) -> Vec<PsString> {
        Vec::new()
    }

    /// The value of a property, found without regard to case; `None` where there is none.
    ///
    /// # Errors
    /// The exception that the property's getter throws.
    fn property(&self, _name: &str) -> Option<Result<Value, Exception>> {
        None
    }

    /// Sets a property; `None` where there is none that can be set.
    ///
    /// # Errors
    /// The exception that the property's setter throws.
    fn set_property(&self, _name: &str, _value: Value) -> Option<Result<(), Exception>> {
        None
    }

    /// The items, if a pipeline or `foreach` enumerates the object.
    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        None
    }

    /// `Equals`; `None` leaves the answer to identity.
    fn equals(&self, _other: &Value) -> Option<bool> {
        None
    }

    /// A number that equal objects share; `None` leaves it to identity.
    fn hash_code(&self) -> Option<u64> {
        None
    }

    /// Where it keeps instance members, if it has a place of its own that outlives this reference.
    fn own_header(&self) -> Option<&Header> {
        None
    }
}

/// A shared [`LiveObject`].
#[derive(Clone)]
pub struct LiveRef(Arc<Cell>);

struct Cell {
    header: Header,
    object: Arc<dyn LiveObject>,
}

impl LiveRef {
    /// Shares an object.
    pub fn new(object: impl LiveObject) -> Self {
        Self::from_arc(Arc::new(object))
    }

    /// Shares an object that is shared already.
    pub fn from_arc<T: LiveObject>(object: Arc<T>) -> Self {
        Self(Arc::new(Cell { header: Header::default(), object }))
    }

    /// The object as `T`, if it is one.
    pub fn downcast<T: LiveObject>(&self) -> Option<&T> {
        let object: &dyn Any = &*self.0.object;
        object.downcast_ref()
    }

    /// The object as a shared `T`, if it is one.
    pub fn downcast_arc<T: LiveObject>(&self) -> Option<Arc<T>> {
        let object: Arc<dyn Any + Send + Sync> = self.0.object.clone();
        object.downcast().ok()
    }

    /// Where its instance members are kept.
    pub fn header(&self) -> &Header {
        self.0.object.own_header().unwrap_or(&self.0.header)
    }

    /// Whether both are the same object.
    pub fn ptr_eq(&self, other: &Self) -> bool {
        std::ptr::addr_eq(Arc::as_ptr(&self.0.object), Arc::as_ptr(&other.0.object))
    }

    /// A number that differs between objects that live at the same time.
    pub fn identity(&self) -> usize {
        Arc::as_ptr(&self.0.object).addr()
    }
}

impl std::ops::Deref for LiveRef {
    type Target = dyn LiveObject;
    fn deref(&self) -> &Self::Target {
        &*self.0.object
    }
}

/// The type alone: the text of some objects is a secret, or long.
impl fmt::Debug for LiveRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Live({})", self.object_type().full_name())
    }
}

/// Instance members and changed type names of a reference object. Most objects have neither, and
/// then it costs one word.
#[derive(Default)]
pub struct Header(OnceLock<Box<RwLock<Extension>>>);

#[derive(Default)]
struct Extension {
    members: MemberBag,
    type_names: Option<Vec<PsString>>,
}

impl Header {
    fn extension(&self) -> &RwLock<Extension> {
        self.0.get_or_init(Box::default)
    }

    /// Whether the object has instance members.
    pub fn has_members(&self) -> bool {
        self.0.get().is_some_and(|extension| !extension.read().members.is_empty())
    }

    /// The instance member of this name.
    pub fn member(&self, name: &str) -> Option<InstanceMember> {
        self.0.get()?.read().members.get(name).cloned()
    }

    /// All instance members, in the order in which they were added.
    pub fn members(&self) -> Vec<InstanceMember> {
        self.0
            .get()
            .map(|extension| extension.read().members.iter().cloned().collect())
            .unwrap_or_default()
    }

    /// Adds an instance member, or replaces the one of that name.
    pub fn set_member(&self, member: InstanceMember) {
        self.extension().write().members.set(member);
    }

    /// Takes the instance member of this name away.
    pub fn remove_member(&self, name: &str) -> Option<InstanceMember> {
        self.0.get()?.write().members.remove(name)
    }

    /// The type names, if they were changed.
    pub fn type_names(&self) -> Option<Vec<PsString>> {
        self.0.get()?.read().type_names.clone()
    }

    /// Replaces the type names.
    pub fn set_type_names(&self, names: Vec<PsString>) {
        self.extension().write().type_names = Some(names);
    }

    /// A copy with the same members and type names.
    pub fn duplicate(&self) -> Self {
        let copy = Self::default();
        if let Some(extension) = self.0.get() {
            let source = extension.read();
            let mut target = copy.extension().write();
            target.members = source.members.clone();
            target.type_names.clone_from(&source.type_names);
        }
        copy
    }
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Header").field("members", &self.members().len()).finish()
    }
}
