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
            Ok(Value::live(Comparer(Some(i64::from(ignore_case)))))
        }),
        ("FromComparison", |call| Ok(Value::live(Comparer(call.argument(0).as_i64())))),
    ],
    static_properties: &[
        ("CurrentCulture", |_| Ok(Value::live(Comparer(Some(0))))),
        ("CurrentCultureIgnoreCase", |_| Ok(Value::live(Comparer(Some(1))))),
        ("InvariantCulture", |_| Ok(Value::live(Comparer(Some(2))))),
        ("InvariantCultureIgnoreCase", |_| Ok(Value::live(Comparer(Some(3))))),
        ("Ordinal", |_| Ok(Value::live(Comparer(Some(4))))),
        ("OrdinalIgnoreCase", |_| Ok(Value::live(Comparer(Some(5))))),
    ],
    ..Implementation::EMPTY
};

pub(crate) static DEFAULT: Implementation = Implementation {
    name: "System.Collections.Comparer",
    constructor: Some(|_| Ok(Value::live(Comparer(None)))),
    methods: METHODS,
    static_properties: &[
        ("Default", |_| Ok(Value::live(Comparer(None)))),
        ("DefaultInvariant", |_| Ok(Value::live(Comparer(None)))),
    ],
    ..Implementation::EMPTY
};

pub(crate) static CASE_INSENSITIVE: Implementation = Implementation {
    name: "System.Collections.CaseInsensitiveComparer",
    constructor: Some(|_| Ok(Value::live(Comparer(Some(1))))),
    methods: METHODS,
    static_properties: &[
        ("Default", |_| Ok(Value::live(Comparer(Some(1))))),
        ("DefaultInvariant", |_| Ok(Value::live(Comparer(Some(3))))),
    ],
    ..Implementation::EMPTY
};

pub(crate) static GENERIC: Implementation = Implementation {
    name: "System.Collections.Generic.Comparer`1",
    methods: METHODS,
    static_properties: &[("Default", |_| Ok(Value::live(Comparer(None))))],
    ..Implementation::EMPTY
};

pub(crate) static EQUALITY: Implementation = Implementation {
    name: "System.Collections.Generic.EqualityComparer`1",
    methods: METHODS,
    static_properties: &[("Default", |_| Ok(Value::live(Comparer(None))))],
    ..Implementation::EMPTY
};

const METHODS: &[(&str, crate::call::Body)] = &[
    ("Compare", |call| {
        let comparer = this(call)?;
        let order = comparer.compare(call, call.argument(0), call.argument(1))?;
        Ok(Value::I32(order as i32))
    }),
    ("Equals", |call| {
        let comparer = this(call)?;
        let same = match (call.argument(0), call.argument(1)) {
            (left, right) if call.count() >= 2 => {
                match (comparer.0, left.as_string(), right.as_string()) {
                    (Some(kind), Some(left), Some(right)) => {
                        Comparison::of(&Value::Enum(TypeId::OBJECT, kind)).equals(call, left, right)
                    }
                    _ => equality::equals(left, right),
                }
            }
            (other, _) => call.this.same_reference(other),
        };
        Ok(same.into())
    }),
    ("GetHashCode", |call| {
        let folded = call.argument(0).as_str().map(str::to_lowercase);
        let value = match (this(call)?.0, folded) {
            (Some(1 | 3 | 5), Some(text)) => Value::from(text),
            _ => call.argument(0).clone(),
        };
        Ok(Value::I32(crate::types::system::object::hash_code(&value)))
    }),
];

/// A comparer: of strings by a `StringComparison`, or of anything by its own order.
pub(crate) struct Comparer(Option<i64>);

impl Comparer {
    /// Whether strings are compared without regard to case.
    pub(crate) fn ignores_case(&self) -> bool {
        matches!(self.0, Some(1 | 3 | 5))
    }

    /// The order of two values.
    pub(crate) fn compare(
        &self,
        call: &Call<'_>,
        left: &Value,
        right: &Value,
    ) -> Result<Ordering, Exception> {
        if let (Some(kind), Some(left), Some(right)) = (self.0, left.as_string(), right.as_string())
        {
            let comparison = Comparison::of(&Value::Enum(TypeId::OBJECT, kind));
            return Ok(comparison.compare(call, left, right));
        }
        call.context.compare(left, right)
    }
}

/// The comparer of a dictionary as a value.
pub(crate) fn of_keys(comparer: KeyComparer) -> Value {
    Value::live(Comparer(match comparer {
        KeyComparer::IgnoreCase => Some(5),
        KeyComparer::Ordinal => None,
    }))
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
        match self.0 {
            None => type_named("System.Collections.Comparer"),
            Some(4 | 5) => TypeId::register(
                if self.0 == Some(4) {
                    "System.OrdinalCaseSensitiveComparer"
                } else {
                    "System.OrdinalIgnoreCaseComparer"
                },
                Some(type_named("System.StringComparer")),
            ),
            Some(_) => TypeId::register(
                "System.CultureAwareComparer",
                Some(type_named("System.StringComparer")),
            ),
        }
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
