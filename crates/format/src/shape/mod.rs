//! Objects to format objects: what Format-Table, Format-List, Format-Wide, Format-Custom do, and what
//! Out-Default does with objects that nobody formatted.

mod custom;
mod generator;
mod group;
mod list;
mod out_of_band;
mod parameter;
mod property;
mod table;
mod tree;
mod wide;

use std::sync::Arc;

use remora_psobject::{PsString, TypeId, Value};

pub use out_of_band::{is_property_less, out_of_band};
pub use parameter::{ParameterError, ParameterUse, PropertyParameter};

use crate::context::{Expansion, FormatContext};
use crate::format_object::FormatObject;
use crate::select;
use crate::view::ViewTable;
use generator::Generator;

/// The shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeKind {
    /// Rows and columns.
    Table,
    /// A line for each property.
    List,
    /// One property, in columns.
    Wide,
    /// Anything else.
    Custom,
}

impl ShapeKind {
    /// The word that messages use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "Table",
            Self::List => "List",
            Self::Wide => "Wide",
            Self::Custom => "Custom",
        }
    }
}

/// The parameters of a Format command.
#[derive(Clone, Debug, Default)]
pub struct ShapeParameters {
    /// The shape; `None` where the objects decide.
    pub kind: Option<ShapeKind>,
    /// `-Property`
    pub properties: Vec<PropertyParameter>,
    /// `-ExcludeProperty`: names or patterns.
    pub exclude: Vec<PsString>,
    /// `-View`
    pub view: Option<PsString>,
    /// `-GroupBy`
    pub group_by: Option<PropertyParameter>,
    /// `-Force`: primitives are formatted too.
    pub force: bool,
    /// `-ShowError`: errors are printed after the object.
    pub show_error: bool,
    /// `-DisplayError`: errors are marked in the cell.
    pub display_error: bool,
    /// `-Expand`
    pub expand: Option<Expansion>,
    /// `-AutoSize`
    pub auto_size: Option<bool>,
    /// `-Wrap`
    pub wrap: bool,
    /// `-HideTableHeaders`
    pub hide_headers: bool,
    /// `-RepeatHeader`
    pub repeat_header: bool,
    /// `-Column` of Format-Wide; 0 for two columns.
    pub columns: usize,
    /// `-Depth` of Format-Custom; 0 for five.
    pub depth: usize,
}

/// A command cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShapeError {
    /// The error id, without the command.
    pub error_id: &'static str,
    /// What a person reads.
    pub message: String,
}

enum State {
    /// Nothing was begun.
    Outside,
    /// A group is open.
    InGroup(Box<Generator>),
}

/// Turns a stream of objects into format objects.
pub struct ShapeCommand {
    parameters: Arc<ShapeParameters>,
    views: Arc<ViewTable>,
    state: State,
    /// `$FormatEnumerationLimit` as it stood when the first object came.
    limit: Option<i64>,
    /// The type of the last object that was not out of band; others of it are not asked again.
    in_band: Option<TypeId>,
}

impl ShapeCommand {
    /// A command with these parameters.
    pub fn new(parameters: ShapeParameters, views: Arc<ViewTable>) -> Self {
        Self {
            parameters: Arc::new(parameters),
            views,
            state: State::Outside,
            limit: None,
            in_band: None,
        }
    }

    /// Takes an object and gives what it becomes to `emit`. Collections are opened as `-Expand` says.
    ///
    /// # Errors
    /// There is no such view.
    pub fn process(
        &mut self,
        value: &Value,
        context: &dyn FormatContext,
        emit: &mut dyn FnMut(FormatObject),
    ) -> Result<(), ShapeError> {
        if value.is_null() {
            return Ok(());
        }
        let expansion = self.parameters.expand.unwrap_or_default();
        let items = match expansion {
            _ if crate::value_text::is_single(value) => None,
            Expansion::CoreOnly => None,
            _ => context.enumerate(value, None),
        };
        let Some(items) = items else {
            return self.object(value, context, emit);
        };
        if expansion == Expansion::Both {
            self.describe_collection(value, items.len(), context, emit);
        }
        for item in &items {
            self.object(item, context, emit)?;
        }
        Ok(())
    }

    /// Ends what was begun.
    pub fn end(&mut self, emit: &mut dyn FnMut(FormatObject)) {
        if let State::InGroup(_) = std::mem::replace(&mut self.state, State::Outside) {
            emit(FormatObject::GroupEnd);
            emit(FormatObject::End);
        }
    }

    fn limit(&mut self, context: &dyn FormatContext) -> i64 {
        *self.limit.get_or_insert_with(|| context.preferences().enumeration_limit)
    }

    fn describe_collection(
        &mut self,
        value: &Value,
        count: usize,
        context: &dyn FormatContext,
        emit: &mut dyn FnMut(FormatObject),
    ) {
        let limit = self.limit(context);
        emit(FormatObject::raw_text("The following object supports IEnumerable:"));
        if let Some(entry) = out_of_band(value, true, limit, &self.views, context) {
            emit(FormatObject::Entry(entry));
        }
        emit(FormatObject::raw_text(match count {
            0 => "The IEnumerable contains no objects.".to_owned(),
            1 => "The IEnumerable contains the following object:".to_owned(),
            _ => format!("The IEnumerable contains the following {count} objects:"),
        }));
    }

    fn object(
        &mut self,
        value: &Value,
        context: &dyn FormatContext,
        emit: &mut dyn FnMut(FormatObject),
    ) -> Result<(), ShapeError> {
        if value.is_null() {
            // An empty item of a collection prints as an empty line.
            emit(FormatObject::raw_text(""));
            return Ok(());
        }
        let limit = self.limit(context);
        let forced = self.parameters.kind.is_some() && self.parameters.force;
        let live_type = live_type(value);
        let known = live_type.is_some() && live_type == self.in_band;
        if !forced && !known {
            if let Some(entry) = out_of_band(value, false, limit, &self.views, context) {
                emit(FormatObject::Entry(entry));
                return Ok(());
            }
            self.in_band = live_type;
        }
        if let State::Outside = self.state {
            let choice = select::choose_shape(value, &self.parameters, &self.views, context)?;
            let mut generator =
                Generator::new(choice, Arc::clone(&self.parameters), limit, value, context);
            emit(FormatObject::Start(generator.start(value, context)));
            generator.update_group(value, context);
            emit(FormatObject::GroupStart(generator.group_start(value, context)));
            self.state = State::InGroup(Box::new(generator));
        } else if let State::InGroup(generator) = &mut self.state {
            if !generator.applies_to(value, context) {
                if let Some(entry) = out_of_band(value, true, limit, &self.views, context) {
                    emit(FormatObject::Entry(entry));
                }
                return Ok(());
            }
            if generator.update_group(value, context) {
                emit(FormatObject::GroupEnd);
                emit(FormatObject::GroupStart(generator.group_start(value, context)));
            }
        }
        if let State::InGroup(generator) = &mut self.state {
            emit(FormatObject::Entry(generator.payload(value, context)));
            for error in generator.take_errors() {
                let entry = out_of_band(&error, true, limit, &self.views, context);
                entry.into_iter().for_each(|entry| emit(FormatObject::Entry(entry)));
            }
        }
        Ok(())
    }
}

/// The type of an object of another crate whose type names were not changed.
fn live_type(value: &Value) -> Option<TypeId> {
    match value {
        Value::Live(live) if live.header().type_names().is_none() => Some(live.object_type()),
        _ => None,
    }
}
