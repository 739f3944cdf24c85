//! The table in which views are looked up.

use std::collections::HashMap;
use std::sync::Arc;

use remora_psobject::{PsString, Value};

use super::{Condition, View};
use crate::context::FormatContext;
use crate::shape::ShapeKind;

/// All views of a session, in the order in which they are tried.
#[derive(Clone, Debug, Default)]
pub struct ViewTable {
    views: Vec<Arc<View>>,
    /// Folded type name to the places of the views that are for it.
    by_type: HashMap<String, Vec<usize>>,
}

fn folded(name: &str) -> String {
    name.chars().map(remora_psobject::string::fold_char).collect()
}

impl ViewTable {
    /// A table of these views.
    pub fn new(views: Vec<Arc<View>>) -> Self {
        let mut table = Self { views, by_type: HashMap::new() };
        table.index();
        table
    }

    /// The views that PowerShell brings.
    pub fn built_in() -> Arc<Self> {
        crate::views::built_in()
    }

    fn index(&mut self) {
        self.by_type.clear();
        for (at, view) in self.views.iter().enumerate() {
            for name in &view.types {
                self.by_type.entry(folded(name)).or_default().push(at);
            }
        }
    }

    /// Puts views before all others (`Update-FormatData -PrependPath`).
    pub fn prepend(&mut self, views: Vec<Arc<View>>) {
        self.views.splice(0..0, views);
        self.index();
    }

    /// Puts views after all others (`Update-FormatData -AppendPath`).
    pub fn append(&mut self, views: Vec<Arc<View>>) {
        self.views.extend(views);
        self.index();
    }

    /// All views in order.
    pub fn views(&self) -> &[Arc<View>] {
        &self.views
    }

    /// The view for objects with these type names: the first view for the first type that has any.
    /// Type names of deserialized objects are tried as they are, and then as those of the originals.
    pub fn find(
        &self,
        type_names: &[PsString],
        kind: Option<ShapeKind>,
        name: Option<&str>,
    ) -> Option<Arc<View>> {
        self.lookup(type_names, &|view| {
            !view.out_of_band
                && kind.is_none_or(|kind| view.kind() == kind)
                && name.is_none_or(|name| view.name.eq_ignore_case(name))
        })
    }

    /// The view for objects that print where they come.
    pub fn find_out_of_band(&self, type_names: &[PsString]) -> Option<Arc<View>> {
        self.lookup(type_names, &|view| view.out_of_band)
    }

    fn lookup(&self, type_names: &[PsString], wanted: &dyn Fn(&View) -> bool) -> Option<Arc<View>> {
        let best = |name: &str| {
            let places = self.by_type.get(&folded(name))?;
            places.iter().filter_map(|at| self.views.get(*at)).find(|view| wanted(view)).cloned()
        };
        type_names
            .iter()
            .find_map(|name| best(name))
            .or_else(|| type_names.iter().find_map(|name| best(original_name(name)?)))
    }
}

/// The type name of the original of a deserialized object; `None` where it is no such name.
pub fn original_name(name: &str) -> Option<&str> {
    const PREFIX: &str = "Deserialized.";
    name.get(..PREFIX.len())
        .filter(|start| start.eq_ignore_ascii_case(PREFIX))
        .and_then(|_| name.get(PREFIX.len()..))
}

/// Whether a type of the object is among `types`: as the types are, or as those of the original.
pub fn applies(types: &[PsString], type_names: &[PsString]) -> bool {
    let known = |name: &str| types.iter().any(|listed| listed.eq_ignore_case(name));
    type_names.iter().any(|name| known(name) || original_name(name).is_some_and(known))
}

/// Something that is for some objects only.
pub trait Applicability {
    /// The conditions; none for all objects.
    fn conditions(&self) -> &[Condition];
}

macro_rules! applicable {
    ($($type:ty),*) => {
        $(impl Applicability for $type {
            fn conditions(&self) -> &[Condition] {
                &self.conditions
            }
        })*
    };
}
applicable!(super::TableRow, super::ListEntry, super::WideEntry, super::CustomEntry);

/// The entry for an object: the one whose condition names the nearest type, or else the first that is
/// for all objects.
pub fn choose<'a, T: Applicability>(
    entries: &'a [T],
    value: &Value,
    type_names: &[PsString],
    context: &dyn FormatContext,
) -> Option<&'a T> {
    let mut best: Option<(usize, &T)> = None;
    for entry in entries {
        let rank = entry
            .conditions()
            .iter()
            .filter_map(|condition| rank(condition, value, type_names, context))
            .min();
        if let Some(rank) = rank
            && best.is_none_or(|(known, _)| rank < known)
        {
            best = Some((rank, entry));
        }
    }
    best.map(|(_, entry)| entry)
        .or_else(|| entries.iter().find(|entry| entry.conditions().is_empty()))
}

fn rank(
    condition: &Condition,
    value: &Value,
    type_names: &[PsString],
    context: &dyn FormatContext,
) -> Option<usize> {
    let at = match &condition.type_name {
        Some(wanted) => type_names.iter().position(|name| {
            name.eq_ignore_case(wanted)
                || original_name(name).is_some_and(|original| wanted.eq_ignore_case(original))
        })?,
        None => 0,
    };
    let holds =
        condition.expression.as_ref().is_none_or(|expression| expression.holds(value, context));
    holds.then_some(at)
}
