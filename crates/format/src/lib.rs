//! Views, format objects and their layout as lines.
//!
//! Objects and views give *format objects*; format objects and a width give lines. Format objects are
//! ordinary objects: they go through pipelines, cross a wire and print at the far end. The crate asks
//! everything else of a [`FormatContext`], which the engine implements.
//!
//! | module | what it is |
//! |---|---|
//! | [`context`] | [`FormatContext`]: what the crate asks of the engine; preferences and styles |
//! | [`cells`] | how many cells a text takes, cutting and wrapping it |
//! | [`view`] | the model of views, and the table in which they are looked up |
//! | [`view_file`] | views from `.format.ps1xml` files and back |
//! | [`views`] | the views that PowerShell brings |
//! | [`value_text`] | how a value looks in a cell |
//! | [`select`] | which view an object gets; which properties it shows without one |
//! | [`shape`] | objects to format objects: table, list, wide, custom |
//! | [`format_object`] | the format objects, to and from ordinary objects |
//! | [`output`] | format objects to lines |
//! | [`formatter`] | [`Formatter`]: what Out-Default, Out-String and Out-File do |
//! | [`error_view`] | the text of an error record |

pub mod cells;
pub mod context;
pub mod error_view;
pub mod format_object;
pub mod formatter;
pub mod output;
pub mod select;
pub mod shape;
pub mod value_text;
pub mod view;
pub mod view_file;
pub mod views;

pub use context::{
    Alignment, ErrorView, Expansion, FormatContext, FormatError, OutputRendering, Preferences,
    Styles,
};
pub use format_object::FormatObject;
pub use formatter::{Formatter, FormatterOptions};
pub use shape::{ParameterUse, PropertyParameter, ShapeCommand, ShapeKind, ShapeParameters};
pub use view::{View, ViewTable};
