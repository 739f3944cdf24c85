//! The errors of indexing.

use remora_psobject::{Exception, TypeId, Value};

use crate::error::LanguageError;
use crate::string_conversion::item_text;
use crate::type_name::net_text;

pub(super) fn null_target() -> Box<LanguageError> {
    LanguageError::runtime("NullArray", "Cannot index into a null array.")
}

pub(super) fn null_index() -> Box<LanguageError> {
    LanguageError::runtime(
        "NullArrayIndex",
        "Index operation failed; the array index evaluated to null.",
    )
}

pub(super) fn cannot_index(target: &Value) -> Box<LanguageError> {
    let id = target.type_id().unwrap_or(TypeId::OBJECT);
    LanguageError::runtime(
        "CannotIndex",
        format!("Unable to index into an object of type \"{}\".", net_text(id)),
    )
}

pub(super) fn out_of_bounds() -> Box<LanguageError> {
    LanguageError::thrown(Exception::new(
        TypeId::INDEX_OUT_OF_RANGE_EXCEPTION,
        "Index was outside the bounds of the array.",
    ))
}

pub(super) fn out_of_list() -> Box<LanguageError> {
    LanguageError::thrown(
        Exception::new(
            TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
            "Index was out of range. Must be non-negative and less than the size of the collection. \
             (Parameter 'index')",
        )
        .with_property("ParamName", "index"),
    )
}

pub(super) fn out_of_order() -> Box<LanguageError> {
    LanguageError::thrown(
        Exception::new(
            TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
            "Specified argument was out of the range of valid values. (Parameter 'index')",
        )
        .with_property("ParamName", "index"),
    )
}

fn listed(indexes: &[Value]) -> String {
    let texts: Vec<String> = indexes.iter().map(|index| item_text(index).to_string()).collect();
    texts.join(",")
}

pub(super) fn wrong_dimensions(rank: usize, indexes: &[Value]) -> Box<LanguageError> {
    LanguageError::runtime(
        "NeedMultidimensionalIndex",
        format!(
            "You cannot index into a {rank} dimensional array with index [{}].",
            listed(indexes)
        ),
    )
}

pub(super) fn no_slices(indexes: &[Value]) -> Box<LanguageError> {
    LanguageError::runtime(
        "ArraySliceAssignmentFailed",
        format!(
            "Array assignment to [{}] failed because assignment to slices is not supported.",
            listed(indexes)
        ),
    )
}
