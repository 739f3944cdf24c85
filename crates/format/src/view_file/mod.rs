//! Views from `.format.ps1xml` files, and such files from views.
//!
//! A file has sets of types, controls that views share, and views. What is wrong is told with the place
//! in the file; a view with an error is left out, the others count.

mod controls;
mod custom;
mod reader;
mod selection;
mod write;

use std::collections::HashMap;
use std::sync::Arc;

use remora_psobject::{PsString, Value};
use roxmltree::Node;

pub use write::{ScriptText, write};

use crate::view::{Control, GroupBy, View};
use reader::{Reader, elements, is_named, name_of};

/// Makes a script block of its text; `None` where the text is no script.
pub type Compile<'a> = dyn FnMut(&str) -> Option<Value> + 'a;

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub struct ViewFile {
    /// The views without errors, in order.
    pub views: Vec<Arc<View>>,
    /// What is wrong, a line each; the last that was found comes first.
    pub errors: Vec<String>,
}

/// Reads a file's text. `file` is what messages call it.
pub fn read(text: &str, file: &str, compile: &mut Compile<'_>) -> ViewFile {
    let document = match roxmltree::Document::parse(text.trim_start_matches('\u{feff}')) {
        Ok(document) => document,
        Err(error) => {
            let errors = vec![format!("Error in file {file}: {error}")];
            return ViewFile { views: Vec::new(), errors };
        }
    };
    let mut reader = Reader::new(file, compile);
    let root = document.root_element();
    let views = if is_named(&root, "Configuration") {
        reader.inside(&root, |reader| configuration(reader, &root))
    } else {
        reader.unknown(&root);
        Vec::new()
    };
    let mut errors = reader.into_errors();
    errors.reverse();
    ViewFile { views, errors }
}

fn configuration(reader: &mut Reader<'_, '_>, root: &Node<'_, '_>) -> Vec<Arc<View>> {
    let mut views = Vec::new();
    let mut definitions = Vec::new();
    for child in elements(root) {
        match name_of(&child).as_str() {
            "defaultsettings" => {}
            "selectionsets" => reader.inside(&child, |reader| selection::sets(reader, &child)),
            "controls" => custom::remember_controls(reader, &child),
            "viewdefinitions" => definitions.push(child),
            _ => reader.unknown(&child),
        }
    }
    for list in definitions {
        reader.inside(&list, |reader| {
            let mut index = 0;
            for child in elements(&list) {
                if !is_named(&child, "View") {
                    reader.unknown(&child);
                    continue;
                }
                index += 1;
                if let Some(view) = reader.inside_numbered(&child, index, |r| view(r, &child)) {
                    views.push(Arc::new(view));
                }
            }
        });
    }
    views
}

fn view(reader: &mut Reader<'_, '_>, node: &Node<'_, '_>) -> Option<View> {
    let before = reader.error_count();
    let (mut name, mut types, mut body, mut group, mut out_of_band) =
        (None, None, None, None, false);
    let shared = reader.controls.clone();
    for child in elements(node).filter(|child| is_named(child, "Controls")) {
        custom::remember_controls(reader, &child);
    }
    let mut seen: HashMap<String, ()> = HashMap::new();
    for child in elements(node) {
        let kind = name_of(&child);
        if seen.insert(kind.clone(), ()).is_some() {
            reader.inside(&child, |reader| reader.error("A duplicate node exists."));
            continue;
        }
        match kind.as_str() {
            "name" => name = reader.required_text(&child),
            "viewselectedby" => {
                types = reader.inside(&child, |reader| selection::applies_to(reader, &child));
            }
            "outofband" => out_of_band = reader.flag(&child).unwrap_or_default(),
            "controls" => {}
            "groupby" => group = reader.inside(&child, |reader| group_by(reader, &child)),
            "tablecontrol" => {
                body = reader
                    .inside(&child, |reader| controls::table(reader, &child))
                    .map(Control::Table);
            }
            "listcontrol" => {
                body = reader
                    .inside(&child, |reader| controls::list(reader, &child))
                    .map(Control::List);
            }
            "widecontrol" => {
                body = reader
                    .inside(&child, |reader| controls::wide(reader, &child))
                    .map(Control::Wide);
            }
            "customcontrol" => {
                body = reader
                    .inside(&child, |reader| custom::control(reader, &child, 0))
                    .map(|control| Control::Custom(Arc::new(control)));
            }
            _ => reader.unknown(&child),
        }
    }
    reader.controls = shared;
    let missing: Option<&str> = match (&name, &types, &body) {
        (None, ..) => Some("Name"),
        (_, None, _) => Some("ViewSelectedBy"),
        _ => None,
    };
    if let Some(missing) = missing {
        reader.error(format!("Node {missing} is missing."));
    } else if body.is_none() {
        reader
            .error("A node is missing from TableControl, ListControl, WideControl, CustomControl.");
    } else if out_of_band && !matches!(body, Some(Control::Custom(_) | Control::List(_))) {
        reader.error("Out Of Band views can only have CustomControl or ListControl.");
    } else if out_of_band && group.is_some() {
        reader.error("An Out Of Band view cannot have GroupBy.");
    }
    if reader.error_count() > before {
        return None;
    }
    Some(View { name: name?, types: types?, control: body?, group_by: group, out_of_band })
}

fn group_by(reader: &mut Reader<'_, '_>, node: &Node<'_, '_>) -> Option<GroupBy> {
    let (mut label, mut control) = (None::<PsString>, None);
    for child in elements(node) {
        match name_of(&child).as_str() {
            "propertyname" | "scriptblock" => {}
            "label" => label = reader.text(&child),
            "customcontrol" => {
                control = reader
                    .inside(&child, |reader| custom::control(reader, &child, 0))
                    .map(Arc::new);
            }
            "customcontrolname" => control = custom::named(reader, &child, 0),
            _ => reader.unknown(&child),
        }
    }
    let Some(key) = reader.expression(node) else {
        reader.error("An expression is expected.");
        return None;
    };
    if label.is_some() && control.is_some() {
        reader.error("Cannot have control and Label at the same time.");
    }
    Some(GroupBy { key, label, control })
}
