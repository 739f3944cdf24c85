//! `PSDataCollection` and `PSDataStreams`: objects and records on their way between sessions.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};
use remora_hosting::Record;
use remora_psobject::{Exception, ListObject, LiveObject, PsString, TypeId, Value};

use super::{Method, this};

/// The open type.
pub(super) const OPEN: &str = "System.Management.Automation.PSDataCollection`1";

/// The type of a collection of such items.
pub(super) fn type_of(item: TypeId) -> TypeId {
    TypeId::register(OPEN, Some(TypeId::OBJECT)).generic_of(&[item])
}

/// A collection that one side fills while the other one reads.
pub(super) struct DataCollection {
    items: Mutex<(Vec<Value>, bool)>,
    changed: Condvar,
}

impl DataCollection {
    fn new(items: Vec<Value>) -> Self {
        Self { items: Mutex::new((items, true)), changed: Condvar::new() }
    }

    /// Adds an object.
    pub(super) fn push(&self, value: Value) {
        self.items.lock().0.push(value);
        self.changed.notify_all();
    }

    /// Says that no more comes.
    fn complete(&self) {
        self.items.lock().1 = false;
        self.changed.notify_all();
    }

    /// The object at an index, waiting for it; `None` where no more comes, or nobody wants it any more.
    pub(super) fn wait_for(&self, index: usize, is_wanted: impl Fn() -> bool) -> Option<Value> {
        let mut items = self.items.lock();
        loop {
            if let Some(value) = items.0.get(index) {
                return Some(value.clone());
            }
            if !items.1 || !is_wanted() {
                return None;
            }
            self.changed.wait_for(&mut items, Duration::from_millis(50));
        }
    }
}

impl LiveObject for DataCollection {
    fn object_type(&self) -> TypeId {
        type_of(TypeId::PS_OBJECT)
    }

    fn property_names(&self) -> Vec<PsString> {
        ["Count", "IsOpen"].map(PsString::from).to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let items = self.items.lock();
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "count" => Value::I32(i32::try_from(items.0.len()).unwrap_or(i32::MAX)),
            "isopen" => Value::Bool(items.1),
            _ => return None,
        }))
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        Some(Box::new(self.items.lock().0.clone().into_iter()))
    }
}

pub(super) const METHODS: (&str, &[Method]) = (
    OPEN,
    &[
        ("new", |context, _, arguments| {
            let given = arguments.first().and_then(|items| context.enumerate(items));
            Ok(Value::live(DataCollection::new(given.unwrap_or_default())))
        }),
        ("Add", |_, target, arguments| {
            this::<DataCollection>(target)?.push(arguments.first().cloned().unwrap_or_default());
            Ok(Value::AutomationNull)
        }),
        ("Complete", |_, target, _| {
            this::<DataCollection>(target)?.complete();
            Ok(Value::AutomationNull)
        }),
        ("Clear", |_, target, _| {
            this::<DataCollection>(target)?.items.lock().0.clear();
            Ok(Value::AutomationNull)
        }),
        ("ReadAll", |_, target, _| {
            let items = std::mem::take(&mut this::<DataCollection>(target)?.items.lock().0);
            let type_id = TypeId::COLLECTION.generic_of(&[TypeId::PS_OBJECT]);
            Ok(ListObject::new(type_id, items).into())
        }),
    ],
);

/// The records of a `PowerShell` object, by stream.
pub(super) struct Streams {
    error: Arc<ListObject>,
    warning: Arc<ListObject>,
    verbose: Arc<ListObject>,
    debug: Arc<ListObject>,
    information: Arc<ListObject>,
    progress: Arc<ListObject>,
}

const STREAMS: &str = "System.Management.Automation.PSDataStreams";

impl Default for Streams {
    fn default() -> Self {
        let list = |name: &'static str| {
            let item = TypeId::register(name, Some(TypeId::OBJECT));
            // The items stand in a list, so that indexes work on it.
            let type_id = TypeId::COLLECTION.generic_of(&[item]);
            Arc::new(ListObject::new(type_id, Vec::new()))
        };
        Self {
            error: list("System.Management.Automation.ErrorRecord"),
            warning: list("System.Management.Automation.WarningRecord"),
            verbose: list("System.Management.Automation.VerboseRecord"),
            debug: list("System.Management.Automation.DebugRecord"),
            information: list("System.Management.Automation.InformationRecord"),
            progress: list("System.Management.Automation.ProgressRecord"),
        }
    }
}

impl Streams {
    fn all(&self) -> [(&'static str, &Arc<ListObject>); 6] {
        [
            ("Error", &self.error),
            ("Progress", &self.progress),
            ("Verbose", &self.verbose),
            ("Debug", &self.debug),
            ("Warning", &self.warning),
            ("Information", &self.information),
        ]
    }

    /// Keeps a record; output and states are not of these streams.
    pub(super) fn keep(&self, record: &Record) {
        let (list, value) = match record {
            Record::Error(record) => (&self.error, Value::live_arc(Arc::clone(record))),
            Record::Warning(record) => (&self.warning, Value::live_arc(Arc::clone(record))),
            Record::Verbose(record) => (&self.verbose, Value::live_arc(Arc::clone(record))),
            Record::Debug(record) => (&self.debug, Value::live_arc(Arc::clone(record))),
            Record::Information(record) => (&self.information, Value::live_arc(Arc::clone(record))),
            Record::Progress(record) => (&self.progress, Value::live_arc(Arc::clone(record))),
            Record::Output(_) | Record::State(_) => return,
        };
        list.push(value);
    }
}

impl LiveObject for Streams {
    fn object_type(&self) -> TypeId {
        TypeId::register(STREAMS, Some(TypeId::OBJECT))
    }

    fn property_names(&self) -> Vec<PsString> {
        self.all().map(|(name, _)| PsString::from(name)).to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let all = self.all();
        let found = all.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, list)| Ok(Value::List(Arc::clone(list))))
    }
}

pub(super) const STREAMS_METHODS: (&str, &[Method]) = (
    STREAMS,
    &[("ClearStreams", |_, target, _| {
        for (_, list) in this::<Streams>(target)?.all() {
            list.modify(Vec::clear);
        }
        Ok(Value::AutomationNull)
    })],
);
