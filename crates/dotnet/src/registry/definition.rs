//! A type with its members: signatures from the data, bodies from the code.

use std::sync::{LazyLock, OnceLock};

use parking_lot::RwLock;
use remora_psobject::{Exception, TypeId, Value};

use super::TypeRef;
use super::constant::constant;
use super::id_map::IdMap;
use super::implementation::{self, Implementation};
use super::index::{self, Entry};
use super::signature::{self, Parameter};
use crate::call::{Body, Call, Context};
use crate::errors;

/// What a type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeKind {
    /// A class.
    Class,
    /// A structure.
    Struct,
    /// An enumeration.
    Enum,
    /// An interface.
    Interface,
    /// A class of static members alone.
    Static,
    /// A delegate.
    Delegate,
}

/// A type and its members.
pub struct TypeDefinition {
    /// The type; the open one where it is generic.
    pub id: TypeId,
    /// Full name.
    pub name: &'static str,
    /// Base type.
    pub base: Option<TypeId>,
    /// Class, structure, interface, …
    pub kind: TypeKind,
    /// Cannot be made, only derived from.
    pub is_abstract: bool,
    /// Cannot be derived from.
    pub is_sealed: bool,
    /// Constructors in the order in which PowerShell shows them.
    pub constructors: Vec<Overload>,
    /// Instance methods.
    pub methods: Vec<Method>,
    /// Static methods, operators included.
    pub static_methods: Vec<Method>,
    /// Instance properties; those with parameters are indexers.
    pub properties: Vec<Property>,
    /// Static properties, fields and constants.
    pub static_properties: Vec<Property>,
    /// Names of events.
    pub events: Vec<&'static str>,
    /// The signature of `Invoke`, where the type is a delegate.
    pub invoke: Option<Overload>,
}

/// A method with all its overloads.
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// Its overloads in the order in which PowerShell shows them.
    pub overloads: Vec<Overload>,
}

/// One signature and the code behind it.
pub struct Overload {
    /// As PowerShell shows it: `string Substring(int startIndex, int length)`.
    pub signature: &'static str,
    /// The code.
    pub body: Body,
    /// The interface that the method belongs to, where it is not a method of the type itself.
    pub interface: Option<&'static str>,
    /// Whether there is code: a call of any other overload throws `NotImplementedException`.
    pub is_implemented: bool,
    parameters: OnceLock<Vec<Parameter>>,
}

impl Overload {
    fn new(signature: &'static str, body: Option<Body>) -> Self {
        Self {
            signature,
            body: body.unwrap_or(missing),
            interface: signature::name_of(signature).1,
            is_implemented: body.is_some(),
            parameters: OnceLock::new(),
        }
    }

    /// Its parameters.
    pub fn parameters(&self) -> &[Parameter] {
        self.parameters.get_or_init(|| signature::parameters(self.signature))
    }

    /// The signature as a value of this type shows it: type parameters as what they stand for.
    pub fn shown(&self, owner: TypeId) -> String {
        signature::closed(self.signature, owner)
    }

    /// The name of the method.
    pub fn name(&self) -> &'static str {
        signature::name_of(self.signature).0
    }

    /// The names of its type parameters, where it is a generic method.
    pub fn generic_parameters(&self) -> Vec<&'static str> {
        signature::generic_parameters(self.signature)
    }

    /// The type that it gives.
    pub fn return_type(&self) -> TypeRef {
        TypeRef::parse(signature::return_type(self.signature))
    }
}

/// Stands behind signatures without a body.
fn missing(call: &mut Call<'_>) -> Result<Value, Exception> {
    let member = call.overload.map_or("", |overload| signature::name_of(overload.signature).0);
    Err(errors::not_implemented(call.type_id.full_name(), member))
}

/// A property, a field or a constant.
pub struct Property {
    /// Its name.
    pub name: &'static str,
    /// As PowerShell shows it: `int Length {get;}`.
    pub signature: &'static str,
    /// Its type.
    pub type_ref: TypeRef,
    /// Whether it can be read.
    pub can_read: bool,
    /// Whether it can be set.
    pub can_write: bool,
    getter: Option<Body>,
    setter: Option<Body>,
    constant: Option<&'static str>,
    /// The value of a member of an enumeration.
    member: Option<Value>,
    parameters: Vec<Parameter>,
}

impl Property {
    fn new(signature: &'static str, getter: Option<Body>, setter: Option<Body>) -> Self {
        let (declaration, access) = signature.split_once('{').unwrap_or((signature, "get;}"));
        let declaration = declaration.trim_end();
        Self {
            name: signature::name_of(declaration).0,
            signature,
            type_ref: TypeRef::parse(signature::return_type(declaration)),
            can_read: access.contains("get"),
            can_write: access.contains("set"),
            getter,
            setter,
            constant: None,
            member: None,
            parameters: signature::parameters(declaration),
        }
    }

    /// The parameters of an indexer.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// Whether it is a field: a constant or a member of an enumeration.
    pub fn is_field(&self) -> bool {
        self.constant.is_some() || self.member.is_some()
    }

    /// Whether it belongs to an interface and is not seen on the type itself.
    pub fn is_of_interface(&self) -> bool {
        let declaration = self.signature.split('{').next().unwrap_or(self.signature);
        signature::name_of(declaration.trim_end()).1.is_some()
    }

    /// Whether it needs arguments.
    pub fn is_indexer(&self) -> bool {
        !self.parameters.is_empty()
    }

    /// Whether there is code to read it.
    pub fn is_implemented(&self) -> bool {
        self.getter.is_some() || self.constant.is_some() || self.member.is_some()
    }

    /// The value. `arguments` are those of an indexer; `type_id` is the type that was asked.
    ///
    /// # Errors
    /// What the getter throws.
    pub fn get(
        &self,
        this: &Value,
        arguments: &[Value],
        type_id: TypeId,
        context: &dyn Context,
    ) -> Result<Value, Exception> {
        if let Some(member) = &self.member {
            return Ok(member.clone());
        }
        if let Some(text) = self.constant {
            return Ok(constant(self.type_ref.name(), text));
        }
        if let Some(getter) = self.getter {
            return getter(&mut Call::new(this, arguments, type_id, None, context));
        }
        if let Value::Live(live) = this.base()
            && let Some(result) = live.property(self.name)
        {
            return result;
        }
        Err(errors::not_implemented(type_id.full_name(), self.name))
    }

    /// Sets the value, which has the type of the property already.
    ///
    /// # Errors
    /// What the setter throws.
    pub fn set(
        &self,
        this: &Value,
        arguments: &[Value],
        value: Value,
        type_id: TypeId,
        context: &dyn Context,
    ) -> Result<(), Exception> {
        if let Some(setter) = self.setter {
            let mut all = arguments.to_vec();
            all.push(value);
            return setter(&mut Call::new(this, &all, type_id, None, context)).map(drop);
        }
        if let Value::Live(live) = this.base()
            && let Some(result) = live.set_property(self.name, value)
        {
            return result;
        }
        Err(errors::not_implemented(type_id.full_name(), self.name))
    }
}

/// What the members of one type are looked up in: its own bodies and those of its bases.
struct Bodies(Vec<&'static Implementation>);

impl Bodies {
    fn of(id: TypeId) -> Self {
        Self(bases_by_name(id).filter_map(implementation::implementation).collect())
    }

    fn find(
        &self,
        list: impl Fn(&'static Implementation) -> &'static [implementation::Entry],
        name: &str,
    ) -> Option<Body> {
        self.0.iter().find_map(|part| implementation::body(list(part), name))
    }
}

/// The names of a type and its bases as the data has them, which knows more bases than the ids of the
/// lowest floor.
pub(super) fn bases_by_name(id: TypeId) -> impl Iterator<Item = &'static str> {
    let open = |id: TypeId| id.generic().map_or(id, |(open, _)| open);
    std::iter::successors(Some(open(id)), move |id| {
        // The data has the underlying type of an enumeration in the place of its base.
        let listed = index::entry(id.full_name())
            .filter(|entry| !entry.base.is_empty() && !entry.kind.starts_with('e'))
            .and_then(|entry| TypeRef::parse(entry.base).open());
        listed.or_else(|| id.base()).map(open)
    })
    .map(TypeId::full_name)
}

impl TypeDefinition {
    fn build(id: TypeId, entry: Option<Entry>) -> Self {
        let kind = entry.map_or("c", |entry| entry.kind);
        let bodies = Bodies::of(id);
        let constructor = implementation::implementation(id.full_name())
            .and_then(|own| own.constructor)
            .or_else(|| {
                id.derives_from(TypeId::EXCEPTION)
                    .then_some(crate::types::system::exception::construct as Body)
            });
        let mut definition = Self {
            id,
            name: id.full_name(),
            base: id.base(),
            kind: match kind.as_bytes().first() {
                Some(b's') => TypeKind::Struct,
                Some(b'i') => TypeKind::Interface,
                Some(b'x') => TypeKind::Static,
                Some(b'd') => TypeKind::Delegate,
                Some(b'e') => TypeKind::Enum,
                _ => TypeKind::Class,
            },
            is_abstract: kind.contains('a'),
            is_sealed: kind.contains('z'),
            constructors: Vec::new(),
            methods: Vec::new(),
            static_methods: Vec::new(),
            properties: Vec::new(),
            static_properties: Vec::new(),
            events: Vec::new(),
            invoke: None,
        };
        definition.add_object_members(&bodies);
        definition.add_enum_members();
        let lines = match definition.kind {
            TypeKind::Enum => index::entry("System.Enum").map_or("", |entry| entry.members()),
            _ => entry.map_or_else(
                || implementation::implementation(id.full_name()).map_or("", |own| own.surface),
                |entry| entry.members(),
            ),
        };
        for line in lines.lines() {
            let Some((tag, text)) = line.split_once(' ') else {
                continue;
            };
            match tag {
                "n" => definition.constructors.push(Overload::new(text, constructor)),
                "m" => add_overload(&mut definition.methods, text, |name| {
                    bodies.find(|part| part.methods, name)
                }),
                "s" => add_overload(&mut definition.static_methods, text, |name| {
                    bodies.find(|part| part.static_methods, name)
                }),
                "p" => definition.properties.push(property(
                    text,
                    |name| bodies.find(|part| part.properties, name),
                    |name| bodies.find(|part| part.setters, name),
                )),
                "q" => definition.static_properties.push(property(
                    text,
                    |name| bodies.find(|part| part.static_properties, name),
                    |name| bodies.find(|part| part.static_setters, name),
                )),
                "k" => definition.add_constant(text, &bodies),
                "v" => definition.events.push(text),
                "d" => definition.invoke = Some(Overload::new(text, None)),
                _ => {}
            }
        }
        definition.static_properties.sort_by_key(|property| property.name.to_ascii_lowercase());
        super::order::arrange(bases_by_name(id), &mut definition.properties);
        definition
    }

    /// The members of an enumeration are its static properties.
    fn add_enum_members(&mut self) {
        let Some(enumeration) = self.id.enum_definition() else {
            return;
        };
        for (name, value) in enumeration.members {
            let signature = format!("static {} {name} {{get;}}", self.name);
            let mut property = Property::new(String::leak(signature), None, None);
            property.member = Some(Value::Enum(self.id, *value));
            self.static_properties.push(property);
        }
    }

    /// `ToString`, `Equals`, `GetHashCode` and `GetType`, which the data leaves out.
    fn add_object_members(&mut self, bodies: &Bodies) {
        const INSTANCE: &[&str] = &[
            "bool Equals(System.Object obj)",
            "int GetHashCode()",
            "type GetType()",
            "string ToString()",
        ];
        const STATIC: &[&str] = &[
            "static bool Equals(System.Object objA, System.Object objB)",
            "static bool ReferenceEquals(System.Object objA, System.Object objB)",
        ];
        if matches!(self.kind, TypeKind::Interface) {
            return;
        }
        for text in INSTANCE {
            add_overload(&mut self.methods, text, |name| bodies.find(|part| part.methods, name));
        }
        for text in STATIC {
            add_overload(&mut self.static_methods, text, |name| {
                let object = implementation::implementation("System.Object")?;
                implementation::body(object.static_methods, name)
            });
        }
    }

    fn add_constant(&mut self, text: &'static str, bodies: &Bodies) {
        let Some((signature, value)) = text.split_once("}=") else {
            return;
        };
        let signature = text.get(..=signature.len()).unwrap_or(text);
        let mut property =
            property(signature, |name| bodies.find(|part| part.static_properties, name), |_| None);
        if property.getter.is_none() {
            property.constant = Some(value);
        }
        self.static_properties.push(property);
    }

    /// The instance method of this name; case does not matter.
    pub fn method(&self, name: &str) -> Option<&Method> {
        find_named(&self.methods, name, |method| method.name)
    }

    /// The static method of this name; case does not matter.
    pub fn static_method(&self, name: &str) -> Option<&Method> {
        find_named(&self.static_methods, name, |method| method.name)
    }

    /// The instance property of this name; case does not matter.
    pub fn property(&self, name: &str) -> Option<&Property> {
        find_named(&self.properties, name, |property| property.name)
    }

    /// The static property, field or constant of this name; case does not matter.
    pub fn static_property(&self, name: &str) -> Option<&Property> {
        find_named(&self.static_properties, name, |property| property.name)
    }

    /// The indexer that `[…]` means: `Item`, or `Chars` of a string.
    pub fn indexer(&self) -> Option<&Property> {
        self.properties.iter().find(|property| property.is_indexer())
    }
}

fn property(
    signature: &'static str,
    getter: impl Fn(&str) -> Option<Body>,
    setter: impl Fn(&str) -> Option<Body>,
) -> Property {
    let mut property = Property::new(signature, None, None);
    property.getter = getter(property.name);
    property.setter = setter(property.name);
    property
}

fn find_named<'a, T>(
    list: &'a [T],
    name: &str,
    named: impl Fn(&T) -> &'static str,
) -> Option<&'a T> {
    list.iter()
        .find(|item| named(item) == name)
        .or_else(|| list.iter().find(|item| named(item).eq_ignore_ascii_case(name)))
}

fn add_overload(
    methods: &mut Vec<Method>,
    signature: &'static str,
    body: impl Fn(&str) -> Option<Body>,
) {
    let (name, _) = signature::name_of(signature);
    let at = methods.iter().position(|method| method.name == name);
    // Pointers do not reach scripts.
    let reachable = !signature.contains('*');
    let overload = Overload::new(signature, body(name).filter(|_| reachable));
    match at.and_then(|at| methods.get_mut(at)) {
        Some(method) => {
            // An own `Equals` of any object stands in the place of the inherited one.
            if signature.starts_with("bool Equals(System.Object ")
                && let Some(inherited) = method
                    .overloads
                    .iter_mut()
                    .find(|known| known.signature == "bool Equals(System.Object obj)")
            {
                *inherited = overload;
                return;
            }
            if !method.overloads.iter().any(|known| known.signature == signature) {
                method.overloads.push(overload);
            }
        }
        None => methods.push(Method { name, overloads: vec![overload] }),
    }
}

/// What was asked for so far. Types without a definition stand in it too: a script asks for those of
/// its classes at every call.
static DEFINITIONS: LazyLock<RwLock<IdMap<TypeId, Option<&'static TypeDefinition>>>> =
    LazyLock::new(RwLock::default);

/// The members of a type: for a closed generic type those of the open one, for an array those of
/// `System.Array`, for an enumeration those of `System.Enum`. Types that scripts define have none.
pub fn definition(id: TypeId) -> Option<&'static TypeDefinition> {
    if let Some(known) = DEFINITIONS.read().get(&id) {
        return *known;
    }
    let open = if id.element_type().is_some() {
        TypeId::ARRAY
    } else if id == TypeId::RUNTIME_TYPE {
        TypeId::TYPE
    } else {
        id.generic().map_or(id, |(open, _)| open)
    };
    let found = if open == id { of_open(id) } else { definition(open) };
    DEFINITIONS.write().insert(id, found);
    found
}

fn of_open(open: TypeId) -> Option<&'static TypeDefinition> {
    let entry = index::entry(open.full_name());
    let known = entry.is_some()
        || open.enum_definition().is_some()
        || implementation::implementation(open.full_name()).is_some();
    if !known || index::find_exact(open.full_name()) != Some(open) {
        return None;
    }
    Some(Box::leak(Box::new(TypeDefinition::build(open, entry))))
}
