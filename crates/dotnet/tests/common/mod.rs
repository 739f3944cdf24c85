//! A small engine: calls members by name with arguments that have their types already.

use std::cmp::Ordering;
use std::sync::Arc;

use remora_dotnet::registry::{self, Overload, definition};
use remora_dotnet::system::{FixedSystem, System};
use remora_dotnet::{Call, Context, Culture, text};
use remora_psobject::{Exception, TypeId, Value};

pub(crate) struct Engine {
    system: Arc<dyn System>,
    culture: Culture,
}

impl Default for Engine {
    fn default() -> Self {
        Self { system: Arc::new(FixedSystem::default()), culture: Culture::en_us() }
    }
}

impl Context for Engine {
    fn system(&self) -> &Arc<dyn System> {
        &self.system
    }

    fn culture(&self) -> Culture {
        self.culture.clone()
    }

    fn invoke(&self, _: &Value, arguments: &[Value]) -> Result<Value, Exception> {
        Ok(arguments.first().cloned().unwrap_or_default())
    }

    fn compare_text(&self, left: &str, right: &str, ignore_case: bool) -> Ordering {
        let key = |text: &str| text.to_lowercase();
        let order = key(left).cmp(&key(right));
        if ignore_case { order } else { order.then_with(|| right.cmp(left)) }
    }
}

/// How well an overload fits: the number of arguments of exactly the declared type.
fn fit(overload: &Overload, owner: TypeId, arguments: &[Value]) -> Option<usize> {
    let parameters = overload.parameters();
    let required = parameters
        .iter()
        .filter(|parameter| parameter.default.is_none() && !parameter.is_params)
        .count();
    let spreads = parameters.last().is_some_and(|last| last.is_params);
    if arguments.len() < required || (arguments.len() > parameters.len() && !spreads) {
        return None;
    }
    let mut score = 0;
    for (parameter, argument) in parameters.iter().zip(arguments) {
        let wanted = parameter.type_ref.resolve(owner);
        let given = argument.type_id();
        match (wanted, given) {
            (Some(wanted), Some(given)) if wanted == given => score += 3,
            (Some(TypeId::OBJECT), _) => score += 1,
            (Some(wanted), Some(given))
                if given.derives_from(wanted) || registry::implements(given, wanted) =>
            {
                score += 2;
            }
            (_, None) | (None, _) => {}
            _ if parameter.is_params || parameter.is_ref => {}
            _ => return None,
        }
    }
    Some(score + usize::from(overload.is_implemented) * 10)
}

impl Engine {
    fn choose<'o>(
        &self,
        overloads: &'o [Overload],
        owner: TypeId,
        arguments: &[Value],
    ) -> &'o Overload {
        overloads
            .iter()
            .filter_map(|overload| Some((fit(overload, owner, arguments)?, overload)))
            .max_by(|a, b| a.0.cmp(&b.0).then(Ordering::Greater))
            .map(|(_, overload)| overload)
            .unwrap_or_else(|| {
                panic!("no overload of {} for {arguments:?}", overloads[0].signature)
            })
    }

    fn run(
        &self,
        overload: &Overload,
        this: &Value,
        owner: TypeId,
        arguments: &[Value],
    ) -> (Result<Value, Exception>, Vec<(usize, Value)>) {
        let mut call = Call::new(this, arguments, owner, Some(overload), self);
        let result = (overload.body)(&mut call);
        let outputs = call.take_outputs();
        (result, outputs)
    }

    pub(crate) fn type_id(&self, name: &str) -> TypeId {
        registry::find_type(name).unwrap_or_else(|| panic!("no type {name}"))
    }

    pub(crate) fn new_object(
        &self,
        type_id: TypeId,
        arguments: &[Value],
    ) -> Result<Value, Exception> {
        let known = definition(type_id).unwrap();
        let overload = self.choose(&known.constructors, type_id, arguments);
        self.run(overload, &Value::Null, type_id, arguments).0
    }

    pub(crate) fn make(&self, name: &str, arguments: &[Value]) -> Value {
        self.new_object(self.type_id(name), arguments)
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn try_static(
        &self,
        name: &str,
        member: &str,
        arguments: &[Value],
    ) -> (Result<Value, Exception>, Vec<(usize, Value)>) {
        let id = self.type_id(name);
        let method = definition(id).unwrap().static_method(member);
        let method = method.unwrap_or_else(|| panic!("no {name}::{member}"));
        let overload = self.choose(&method.overloads, id, arguments);
        self.run(overload, &Value::Null, id, arguments)
    }

    pub(crate) fn call_static(&self, name: &str, member: &str, arguments: &[Value]) -> Value {
        self.try_static(name, member, arguments)
            .0
            .unwrap_or_else(|error| panic!("{name}::{member}: {error}"))
    }

    pub(crate) fn try_call(
        &self,
        this: &Value,
        member: &str,
        arguments: &[Value],
    ) -> Result<Value, Exception> {
        let id = this.type_id().unwrap();
        let known = id.chain().find_map(definition).unwrap();
        let method = known.method(member).unwrap_or_else(|| panic!("no {id:?}.{member}"));
        let overload = self.choose(&method.overloads, id, arguments);
        self.run(overload, this, id, arguments).0
    }

    pub(crate) fn call(&self, this: &Value, member: &str, arguments: &[Value]) -> Value {
        self.try_call(this, member, arguments).unwrap_or_else(|error| panic!("{member}: {error}"))
    }

    pub(crate) fn property(&self, this: &Value, name: &str) -> Value {
        if let Value::Live(live) = this.base()
            && let Some(result) = live.property(name)
        {
            return result.unwrap();
        }
        let id = this.type_id().unwrap();
        let known = id.chain().find_map(definition).unwrap();
        let property = known.property(name).unwrap_or_else(|| panic!("no {id:?}.{name}"));
        property.get(this, &[], id, self).unwrap()
    }

    pub(crate) fn static_property(&self, name: &str, member: &str) -> Value {
        let id = self.type_id(name);
        let property = definition(id).unwrap().static_property(member);
        property
            .unwrap_or_else(|| panic!("no {name}::{member}"))
            .get(&Value::Null, &[], id, self)
            .unwrap()
    }

    pub(crate) fn index(&self, this: &Value, index: impl Into<Value>) -> Result<Value, Exception> {
        let id = this.type_id().unwrap();
        let property = definition(id).unwrap().indexer().unwrap();
        property.get(this, &[index.into()], id, self)
    }

    pub(crate) fn text(&self, value: &Value) -> String {
        match value.base() {
            Value::Array(array) => {
                array.to_vec().iter().map(|item| self.text(item)).collect::<Vec<_>>().join("|")
            }
            Value::List(list) => {
                list.to_vec().iter().map(|item| self.text(item)).collect::<Vec<_>>().join("|")
            }
            Value::Null | Value::AutomationNull => "null".to_owned(),
            Value::Live(live) => match live.enumerate() {
                Some(items) => items.map(|item| self.text(&item)).collect::<Vec<_>>().join("|"),
                None => live.text().to_string(),
            },
            other => text::to_text(other, &self.culture).to_string(),
        }
    }
}
