//! `System.Threading.Thread`

use std::time::Duration;

use crate::types::prelude::*;
use crate::types::system_globalization::culture_info;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Threading.Thread",
    static_methods: &[
        ("Sleep", |call| {
            let milliseconds = super::signals::milliseconds(call.argument(0)).unwrap_or(0);
            let duration = Duration::from_millis(u64::try_from(milliseconds).unwrap_or(0));
            call.system().sleep(duration);
            Ok(Value::AutomationNull)
        }),
        ("SpinWait", |_| Ok(Value::AutomationNull)),
        ("Yield", |_| Ok(true.into())),
    ],
    methods: &[
        ("GetApartmentState", |_| Ok(enum_named("System.Threading.ApartmentState", "Unknown"))),
        ("Join", |_| Ok(true.into())),
    ],
    properties: &[
        ("CurrentCulture", |call| Ok(culture_info::value(call.context.culture()))),
        ("CurrentUICulture", |call| Ok(culture_info::value(call.context.ui_culture()))),
    ],
    setters: &[
        ("CurrentCulture", |call| set_culture(call, false)),
        ("CurrentUICulture", |call| set_culture(call, true)),
    ],
    static_properties: &[("CurrentThread", |_| Ok(Value::live(CurrentThread)))],
    ..Implementation::EMPTY
};

struct CurrentThread;

impl LiveObject for CurrentThread {
    fn object_type(&self) -> TypeId {
        type_named("System.Threading.Thread")
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&[
            "CurrentCulture",
            "CurrentUICulture",
            "ExecutionContext",
            "IsAlive",
            "IsBackground",
            "IsThreadPoolThread",
            "ManagedThreadId",
            "Name",
            "Priority",
            "ThreadState",
            "ApartmentState",
        ])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "isalive" => true.into(),
            "isbackground" | "isthreadpoolthread" => false.into(),
            "managedthreadid" => Value::I32(1),
            "name" => Value::string("Pipeline Execution Thread"),
            "priority" => enum_named("System.Threading.ThreadPriority", "Normal"),
            "threadstate" => enum_named("System.Threading.ThreadState", "Running"),
            "apartmentstate" => enum_named("System.Threading.ApartmentState", "Unknown"),
            "executioncontext" => Value::Null,
            _ => return None,
        }))
    }
}

fn set_culture(call: &mut Call<'_>, ui: bool) -> Outcome {
    let given = call.argument(0);
    let culture = match given.as_string() {
        Some(name) => culture_info::find(name)?,
        None => culture_info::culture_of(given).ok_or_else(|| errors::argument_null("value"))?,
    };
    call.context.set_culture(culture, ui);
    Ok(Value::AutomationNull)
}
