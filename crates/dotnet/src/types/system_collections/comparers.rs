//! `System.StringComparer`, `System.Collections.Comparer`, `EqualityComparer[T]`

use std::cmp::Ordering;

use remora_psobject::equality;

use crate::types::prelude::*;
use crate::types::system::string_search::Comparison;

pub(crate) static STRING: Implementation = Implementation {
    name: "System.StringComparer",
    methods: METHODS,
    static_methods: &[
        ("Create", |call| {
            let ignore_case =
                call.bool(1) || call.argument(1).as_i64().is_some_and(|options| options & 1 != 0);
            Ok(text(i64::from(ignore_case)))
        }),
        ("FromComparison", |call| Ok(text(call.argument(0).as_i64().unwrap_or(4)))),
    ],
    static_properties: &[
        ("CurrentCulture", |_| Ok(text(0))),
        ("CurrentCultureIgnoreCase", |_| Ok(text(1))),
        ("InvariantCulture", |_| Ok(text(2))),
        ("InvariantCultureIgnoreCase", |_| Ok(text(3))),
        ("Ordinal", |_| Ok(text(4))),
        ("OrdinalIgnoreCase", |_| Ok(text(5))),
    ],
    ..Implementation::EMPTY
};

pub(crate) static DEFAULT: Implementation = Implementation {
    name: "System.Collections.Comparer",
    constructor: Some(|_| Ok(default_comparer())),
    methods: METHODS,
    static_properties: &[
        ("Default", |_| Ok(default_comparer())),
        ("DefaultInvariant", |_| Ok(default_comparer())),
    ],
    ..Implementation::EMPTY
};

pub(crate) static CASE_INSENSITIVE: Implementation = Implementation {
    name: "System.Collections.CaseInsensitiveComparer",
    constructor: Some(|_| Ok(text(1))),
    methods: METHODS,
    static_properties: &[("Default", |_| Ok(text(1))), ("DefaultInvariant", |_| Ok(text(3)))],
    ..Implementation::EMPTY
};

pub(crate) static GENERIC: Implementation = Implementation {
    name: "System.Collections.Generic.Comparer`1",
    methods: METHODS,
    static_methods: &[("Create", |call| {
        Ok(of_rule(call.type_id, Rule::Order(call.argument(0).clone())))
    })],
    static_properties: &[("Default", |call| Ok(of_rule(call.type_id, Rule::Default)))],
    ..Implementation::EMPTY
};

pub(crate) static EQUALITY: Implementation = Implementation {
    name: "System.Collections.Generic.EqualityComparer`1",
    methods: METHODS,
    static_methods: &[("Create", |call| {
        let rule = Rule::Equality(call.argument(0).clone(), call.argument(1).clone());
        Ok(of_rule(call.type_id, rule))
    })],
    static_properties: &[("Default", |call| Ok(of_rule(call.type_id, Rule::Default)))],
    ..Implementation::EMPTY
};

const METHODS: &[(&str, crate::call::Body)] = &[
    ("Compare", |call| {
        let comparer = this(call)?;
        let order = comparer.compare(call, call.argument(0), call.argument(1))?;
        Ok(Value::I32(order as i32))
    }),
    ("Equals", |call| match call.count() {
        0 | 1 => Ok(call.this.same_reference(call.argument(0)).into()),
        _ => Ok(this(call)?.same(call, call.argument(0), call.argument(1))?.into()),
    }),
    ("GetHashCode", |call| {
        let given = call.argument(0);
        let folded = given.as_str().map(str::to_lowercase);
        let value = match (&this(call)?.rule, folded) {
            (Rule::Equality(_, hash), _) if !hash.is_null() => {
                return call.context.invoke(hash, std::slice::from_ref(given));
            }
            (Rule::Text(1 | 3 | 5), Some(text)) => Value::from(text),
            _ => given.clone(),
        };
        Ok(Value::I32(crate::types::system::object::hash_code(&value)))
    }),
];

/// How two values are compared.
enum Rule {
    /// By their own order.
    Default,
    /// Texts by a `StringComparison`, anything else by its own order.
    Text(i64),
    /// As a `Comparison[T]` says.
    Order(Value),
    /// As two delegates say: whether they are equal, and the hash.
    Equality(Value, Value),
}

/// A comparer: of strings by a `StringComparison`, or of anything by its own order.
pub(crate) struct Comparer {
    type_id: TypeId,
    rule: Rule,
}

fn of_rule(type_id: TypeId, rule: Rule) -> Value {
    Value::live(Comparer { type_id, rule })
}

fn text(kind: i64) -> Value {
    let name = match kind {
        4 => "System.OrdinalCaseSensitiveComparer",
        5 => "System.OrdinalIgnoreCaseComparer",
        _ => "System.CultureAwareComparer",
    };
    let type_id = TypeId::register(name, Some(type_named("System.StringComparer")));
    of_rule(type_id, Rule::Text(kind))
}

/// `Comparer.Default`
pub(crate) fn default_comparer() -> Value {
    of_rule(type_named("System.Collections.Comparer"), Rule::Default)
}

/// Whether a value is a comparer, or a delegate that serves as one.
pub(crate) fn is_comparer(value: &Value) -> bool {
    value.downcast::<Comparer>().is_some()
}

impl Comparer {
    /// Whether strings are compared without regard to case.
    pub(crate) fn ignores_case(&self) -> bool {
        matches!(self.rule, Rule::Text(1 | 3 | 5))
    }

    /// Whether scripts decide.
    pub(crate) fn is_delegate(&self) -> bool {
        matches!(self.rule, Rule::Order(_) | Rule::Equality(..))
    }

    /// The order of two values.
    pub(crate) fn compare(
        &self,
        call: &Call<'_>,
        left: &Value,
        right: &Value,
    ) -> Result<Ordering, Exception> {
        match (&self.rule, left.as_string(), right.as_string()) {
            (Rule::Order(rule), ..) => {
                let answer = call.context.invoke(rule, &[left.clone(), right.clone()])?;
                let number = crate::number::to_f64(&answer).unwrap_or(0.0);
                Ok(number.partial_cmp(&0.0).unwrap_or(Ordering::Equal))
            }
            (Rule::Text(kind), Some(left), Some(right)) => {
                let comparison = Comparison::of(&Value::Enum(TypeId::OBJECT, *kind));
                Ok(comparison.compare(call, left, right))
            }
            _ => call.context.compare(left, right),
        }
    }

    /// Whether two values count as equal.
    pub(crate) fn same(
        &self,
        call: &Call<'_>,
        left: &Value,
        right: &Value,
    ) -> Result<bool, Exception> {
        Ok(match (&self.rule, left.as_string(), right.as_string()) {
            (Rule::Equality(rule, _), ..) => {
                let answer = call.context.invoke(rule, &[left.clone(), right.clone()])?;
                answer.as_bool().unwrap_or(false)
            }
            (Rule::Order(_), ..) => self.compare(call, left, right)?.is_eq(),
            (Rule::Text(kind), Some(left), Some(right)) => {
                Comparison::of(&Value::Enum(TypeId::OBJECT, *kind)).equals(call, left, right)
            }
            _ => equality::equals(left, right),
        })
    }
}

/// The comparer of a dictionary as a value.
pub(crate) fn of_keys(comparer: KeyComparer) -> Value {
    match comparer {
        KeyComparer::IgnoreCase => text(5),
        KeyComparer::Ordinal => default_comparer(),
    }
}

/// How a dictionary or a set that was given this comparer treats strings.
pub(crate) fn key_comparer(value: &Value) -> KeyComparer {
    match value.downcast::<Comparer>() {
        Some(comparer) if comparer.ignores_case() => KeyComparer::IgnoreCase,
        _ => KeyComparer::Ordinal,
    }
}

impl LiveObject for Comparer {
    fn object_type(&self) -> TypeId {
        self.type_id
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Comparer, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

const fn derived(name: &'static str) -> Implementation {
    Implementation {
        name,
        surface: "m int Compare(System.Object x, System.Object y)\nm bool Equals(System.Object x, System.Object y)\nm int GetHashCode(System.Object obj)\n",
        methods: METHODS,
        ..Implementation::EMPTY
    }
}

pub(crate) static ORDINAL: Implementation = derived("System.OrdinalCaseSensitiveComparer");
pub(crate) static ORDINAL_IGNORE_CASE: Implementation = derived("System.OrdinalIgnoreCaseComparer");
pub(crate) static CULTURE: Implementation = derived("System.CultureAwareComparer");
