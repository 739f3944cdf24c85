//! `System.Reflection`: members of types as objects.

mod query;

pub(super) use query::{Sort, all, by_name, invoke_member, one};

use crate::call::Body;
use crate::registry::{Overload, Property};
use crate::types::prelude::*;

/// What a member is.
#[derive(Clone)]
enum Kind {
    Method {
        overload: &'static Overload,
        is_static: bool,
        types: Vec<TypeId>,
    },
    Constructor(&'static Overload),
    Property {
        property: &'static Property,
        is_static: bool,
    },
    /// A property of a class that a script defines.
    ScriptProperty {
        name: String,
        type_id: TypeId,
    },
    Event(&'static str),
}

/// A member of a type.
struct Member {
    owner: TypeId,
    kind: Kind,
}

const METHODS: &[(&str, Body)] = &[
    ("Equals", |call| {
        let (own, other) = (this(call)?, call.argument(0).downcast::<Member>());
        Ok(other
            .is_some_and(|other| own.owner == other.owner && own.describe() == other.describe())
            .into())
    }),
    ("GetAccessors", |call| {
        let Kind::Property { property, .. } = &this(call)?.kind else {
            return Ok(Value::array(Vec::new()));
        };
        let count = usize::from(property.can_read) + usize::from(property.can_write);
        Ok(Value::array(vec![call.this.clone(); count]))
    }),
    ("GetBaseDefinition", |call| Ok(call.this.clone())),
    ("GetCustomAttributes", |_| Ok(Value::array(Vec::new()))),
    ("GetCustomAttributesData", |_| Ok(Value::array(Vec::new()))),
    ("GetGenericArguments", |call| match &this(call)?.kind {
        Kind::Method { types, .. } => Ok(type_array(types.iter().copied())),
        _ => Ok(type_array([])),
    }),
    ("GetIndexParameters", |call| match &this(call)?.kind {
        Kind::Property { property, .. } => Ok(parameters(this(call)?.owner, property.parameters())),
        _ => Ok(parameters(TypeId::OBJECT, &[])),
    }),
    ("GetParameters", |call| {
        let member = this(call)?;
        Ok(match &member.kind {
            Kind::Method { overload, .. } | Kind::Constructor(overload) => {
                parameters(member.owner, overload.parameters())
            }
            _ => parameters(member.owner, &[]),
        })
    }),
    ("GetRawConstantValue", |call| value_of(call, &Value::Null, &[])),
    ("GetValue", |call| {
        let index = if call.count() > 1 { call.items(call.count() - 1) } else { Vec::new() };
        value_of(call, call.argument(0), &index)
    }),
    ("HasSameMetadataDefinitionAs", |call| {
        let (own, other) = (this(call)?, call.argument(0).downcast::<Member>());
        Ok(other.is_some_and(|other| own.describe() == other.describe()).into())
    }),
    ("Invoke", invoke),
    ("IsDefined", |_| Ok(false.into())),
    ("MakeGenericMethod", |call| {
        let member = this(call)?;
        let Kind::Method { overload, is_static, .. } = &member.kind else {
            return Err(errors::null_reference());
        };
        let types = types_of(&sequence::items_of(call.argument(0)));
        Ok(Value::live(Member {
            owner: member.owner,
            kind: Kind::Method { overload, is_static: *is_static, types },
        }))
    }),
    ("SetValue", set_value),
    ("ToString", |call| Ok(this(call)?.describe().into())),
];

const fn member_type(name: &'static str) -> Implementation {
    Implementation { name, methods: METHODS, ..Implementation::EMPTY }
}

pub(crate) static MEMBER: Implementation = member_type("System.Reflection.MemberInfo");
pub(crate) static PARAMETER: Implementation = Implementation {
    name: "System.Reflection.ParameterInfo",
    methods: &[
        ("GetCustomAttributes", |_| Ok(Value::array(Vec::new()))),
        ("IsDefined", |_| Ok(false.into())),
    ],
    ..Implementation::EMPTY
};

impl Member {
    fn name(&self) -> String {
        match &self.kind {
            Kind::Method { overload, .. } => overload.name().to_owned(),
            Kind::Constructor(_) => ".ctor".to_owned(),
            Kind::Property { property, .. } => property.name.to_owned(),
            Kind::ScriptProperty { name, .. } => name.clone(),
            Kind::Event(name) => (*name).to_owned(),
        }
    }

    /// The type of its value, or what it returns.
    fn value_type(&self) -> TypeId {
        let found = match &self.kind {
            Kind::Method { overload, .. } => overload.return_type().resolve(self.owner),
            Kind::Constructor(_) => Some(TypeId::VOID),
            Kind::Property { property, .. } => property.type_ref.resolve(self.owner),
            Kind::ScriptProperty { type_id, .. } => Some(*type_id),
            Kind::Event(_) => registry::find_exact("System.EventHandler"),
        };
        found.unwrap_or(TypeId::OBJECT)
    }

    fn is_static(&self) -> bool {
        matches!(
            &self.kind,
            Kind::Method { is_static: true, .. } | Kind::Property { is_static: true, .. }
        )
    }

    fn is_field(&self) -> bool {
        matches!(&self.kind, Kind::Property { property, .. } if property.is_field())
    }

    /// As `ToString()` shows it: `Int32 Parse(System.String)`.
    fn describe(&self) -> String {
        let listed = |overload: &Overload| -> String {
            let list: Vec<String> = overload
                .parameters()
                .iter()
                .map(|parameter| {
                    let id = parameter.type_ref.resolve(self.owner);
                    let name = id.map_or_else(|| parameter.type_name.to_owned(), shown_type);
                    if parameter.is_ref { format!("{name} ByRef") } else { name }
                })
                .collect();
            list.join(", ")
        };
        match &self.kind {
            Kind::Method { overload, .. } => {
                format!("{} {}({})", shown_type(self.value_type()), self.name(), listed(overload))
            }
            Kind::Constructor(overload) => format!("Void .ctor({})", listed(overload)),
            _ => format!("{} {}", shown_type(self.value_type()), self.name()),
        }
    }
}

/// Primitive types without their name space.
fn shown_type(id: TypeId) -> String {
    let primitive = id == TypeId::VOID
        || matches!(id, TypeId::BOOLEAN | TypeId::CHAR | TypeId::DOUBLE | TypeId::SINGLE)
        || crate::types::system::convertible::is_integer_type(id);
    match id.element_type() {
        Some(element) => format!("{}[]", shown_type(element)),
        None if primitive => id.short_name().to_owned(),
        None => crate::text::type_text(id),
    }
}

impl LiveObject for Member {
    fn object_type(&self) -> TypeId {
        let (name, base) = match &self.kind {
            Kind::Method { .. } => {
                ("System.Reflection.RuntimeMethodInfo", "System.Reflection.MethodInfo")
            }
            Kind::Constructor(_) => {
                ("System.Reflection.RuntimeConstructorInfo", "System.Reflection.ConstructorInfo")
            }
            _ if self.is_field() => {
                ("System.Reflection.MdFieldInfo", "System.Reflection.FieldInfo")
            }
            Kind::Event(_) => ("System.Reflection.RuntimeEventInfo", "System.Reflection.EventInfo"),
            _ => ("System.Reflection.RuntimePropertyInfo", "System.Reflection.PropertyInfo"),
        };
        TypeId::register(name, Some(type_named(base)))
    }

    fn text(&self) -> PsString {
        self.describe().into()
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&match &self.kind {
            Kind::Method { .. } => vec![
                "Name",
                "DeclaringType",
                "ReflectedType",
                "MemberType",
                "IsStatic",
                "IsPublic",
                "ReturnType",
            ],
            Kind::Constructor(_) => {
                vec!["Name", "DeclaringType", "ReflectedType", "MemberType", "IsStatic", "IsPublic"]
            }
            Kind::Event(_) => {
                vec!["Name", "DeclaringType", "ReflectedType", "MemberType", "EventHandlerType"]
            }
            _ if self.is_field() => vec![
                "Name",
                "DeclaringType",
                "ReflectedType",
                "MemberType",
                "FieldType",
                "IsStatic",
                "IsLiteral",
            ],
            _ => vec![
                "Name",
                "DeclaringType",
                "ReflectedType",
                "MemberType",
                "PropertyType",
                "CanRead",
                "CanWrite",
            ],
        })
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let access = |read: bool| match &self.kind {
            Kind::Property { property, .. } => {
                if read {
                    property.can_read
                } else {
                    property.can_write
                }
            }
            _ => true,
        };
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "name" => self.name().into(),
            "declaringtype" | "reflectedtype" => Value::Type(self.owner),
            "membertype" => enum_named(
                "System.Reflection.MemberTypes",
                match &self.kind {
                    Kind::Method { .. } => "Method",
                    Kind::Constructor(_) => "Constructor",
                    Kind::Event(_) => "Event",
                    _ if self.is_field() => "Field",
                    _ => "Property",
                },
            ),
            "returntype" | "propertytype" | "fieldtype" | "eventhandlertype" => {
                Value::Type(self.value_type())
            }
            "canread" => access(true).into(),
            "canwrite" => access(false).into(),
            "isstatic" => self.is_static().into(),
            "isliteral" => self.is_field().into(),
            "isinitonly" | "isabstract" | "isprivate" | "isassembly" | "isfamily" => false.into(),
            "ispublic" => true.into(),
            "isspecialname" => self.name().starts_with("op_").into(),
            "isconstructor" => matches!(self.kind, Kind::Constructor(_)).into(),
            "isgenericmethod" | "isgenericmethoddefinition" | "containsgenericparameters" => {
                match &self.kind {
                    Kind::Method { overload, types, .. } => {
                        let open = types.is_empty() || name.eq_ignore_ascii_case("IsGenericMethod");
                        (open && !overload.generic_parameters().is_empty()).into()
                    }
                    _ => false.into(),
                }
            }
            "customattributes" => Value::array(Vec::new()),
            "module" => Value::Null,
            _ => return None,
        }))
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        other
            .downcast::<Self>()
            .map(|other| self.owner == other.owner && self.describe() == other.describe())
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Member, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

/// A `Type[]`.
fn type_array(ids: impl IntoIterator<Item = TypeId>) -> Value {
    Value::array_of(TypeId::TYPE, ids.into_iter().map(Value::Type).collect())
}

/// The types among values.
fn types_of(values: &[Value]) -> Vec<TypeId> {
    values
        .iter()
        .filter_map(|value| match value.base() {
            Value::Type(id) => Some(*id),
            _ => None,
        })
        .collect()
}

fn parameters(owner: TypeId, list: &[registry::Parameter]) -> Value {
    let made = list.iter().enumerate().map(|(place, parameter)| {
        let id = parameter.type_ref.resolve(owner).unwrap_or(TypeId::OBJECT);
        let fields = vec![
            ("ParameterType", Value::Type(id)),
            ("Name", parameter.name.into()),
            ("HasDefaultValue", parameter.default.is_some().into()),
            ("DefaultValue", parameter.default.map_or(Value::Null, Value::from)),
            ("Position", sequence::count(place)),
            ("IsOptional", parameter.default.is_some().into()),
            ("IsOut", parameter.is_ref.into()),
        ];
        let id = type_named("System.Reflection.ParameterInfo");
        Value::live(crate::types::record::Record::new(id, fields).shown_as(|record| {
            let shown = match record.get("ParameterType") {
                Value::Type(id) => shown_type(id),
                _ => String::new(),
            };
            format!("{shown} {}", record.get_text("Name")).into()
        }))
    });
    Value::array_of(type_named("System.Reflection.ParameterInfo"), made.collect())
}

/// `MethodInfo.Invoke(object, arguments)`, `ConstructorInfo.Invoke(arguments)`
fn invoke(call: &mut Call<'_>) -> Outcome {
    let member = this(call)?;
    let given = match &member.kind {
        Kind::Constructor(_) if call.count() == 1 => call.items(0),
        _ => call.items(call.count().saturating_sub(1).max(1)),
    };
    let (overload, types) = match &member.kind {
        Kind::Method { overload, types, .. } => (*overload, types.as_slice()),
        Kind::Constructor(overload) => (*overload, &[][..]),
        _ => return Err(errors::null_reference()),
    };
    run(call, overload, call.argument(0), member.owner, &given, types)
}

/// Runs an overload with converted arguments; what it throws comes wrapped.
fn run(
    call: &Call<'_>,
    overload: &'static Overload,
    target: &Value,
    owner: TypeId,
    given: &[Value],
    types: &[TypeId],
) -> Outcome {
    let wanted = overload.parameters();
    if wanted.len() != given.len() {
        return Err(errors::of(
            "System.Reflection.TargetParameterCountException",
            "Parameter count mismatch.",
        ));
    }
    let mut arguments = Vec::with_capacity(given.len());
    for (parameter, value) in wanted.iter().zip(given) {
        arguments.push(match parameter.type_ref.resolve(owner) {
            Some(id) if id != TypeId::OBJECT => call.context.convert(value, id)?,
            _ => value.clone(),
        });
    }
    let mut inner = Call::new(target, &arguments, owner, Some(overload), call.context)
        .with_type_arguments(types);
    (overload.body)(&mut inner).map_err(|cause| {
        errors::of(
            "System.Reflection.TargetInvocationException",
            "Exception has been thrown by the target of an invocation.",
        )
        .with_inner(cause)
    })
}

fn value_of(call: &Call<'_>, target: &Value, index: &[Value]) -> Outcome {
    let member = this(call)?;
    match &member.kind {
        Kind::Property { property, .. } => property.get(target, index, member.owner, call.context),
        Kind::ScriptProperty { name, .. } => match target.base() {
            Value::Live(live) => live.property(name).unwrap_or(Ok(Value::Null)),
            _ => Ok(Value::Null),
        },
        _ => Err(errors::null_reference()),
    }
}

fn set_value(call: &mut Call<'_>) -> Outcome {
    let member = this(call)?;
    let value = call.argument(1);
    match &member.kind {
        Kind::Property { property, .. } if property.can_write => {
            let value = call.context.convert(value, member.value_type())?;
            property.set(call.argument(0), &[], value, member.owner, call.context)?;
        }
        Kind::ScriptProperty { name, .. } => {
            if let Value::Live(live) = call.argument(0).base() {
                let value = call.context.convert(value, member.value_type())?;
                live.set_property(name, value).unwrap_or(Ok(()))?;
            }
        }
        _ => return Err(errors::argument("Property set method not found.")),
    }
    Ok(Value::AutomationNull)
}
