//! `System.Type`

use remora_psobject::TypeId;

/// The names of the parameters of an open generic type.
pub fn parameter_names(id: TypeId) -> Vec<&'static str> {
    let full = id.full_name();
    let count = full
        .rsplit_once('`')
        .and_then(|(_, count)| count.parse::<usize>().ok())
        .unwrap_or(0);
    let names: &[&str] = match (full, count) {
        ("System.Func`1", _) => &["TResult"],
        ("System.Func`2", _) => &["T", "TResult"],
        ("System.Func`3", _) => &["T1", "T2", "TResult"],
        ("System.Converter`2", _) => &["TInput", "TOutput"],
        ("System.Collections.Generic.PriorityQueue`2", _) => &["TElement", "TPriority"],
        (_, 1) => &["T"],
        (name, 2) if name.contains("Dictionary") || name.contains("KeyValue") || name.contains("SortedList") => {
            &["TKey", "TValue"]
        }
        _ => &["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"],
    };
    names.iter().take(count).copied().collect()
}
