//! Names for people.

use remora_dotnet::registry;
use remora_psobject::TypeId;

/// The name as PowerShell shows it: `int`, `string[]`, `System.Collections.Generic.List[int]`.
pub fn display(id: TypeId) -> String {
    registry::shown_name(id)
}

/// The name as .NET prints a type: ``System.Collections.Generic.List`1[System.Int32]``.
pub fn net_text(id: TypeId) -> String {
    if let Some((open, arguments)) = id.generic() {
        let arguments: Vec<String> = arguments.iter().map(|id| net_text(*id)).collect();
        return format!("{}[{}]", open.full_name(), arguments.join(","));
    }
    if let Some(element) = id.element_type() {
        let full = id.full_name();
        let marks = full.rfind('[').and_then(|at| full.get(at..)).unwrap_or("[]");
        return format!("{}{marks}", net_text(element));
    }
    id.full_name().to_owned()
}
