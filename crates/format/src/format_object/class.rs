//! The classes of format objects: names, identifiers, bases.

use remora_psobject::TypeId;

/// The property that holds the class identifier.
pub(super) const CLASS_ID_PROPERTY: &str = "ClassId2e4f51ef21dd47e99d3c952918aff9cd";

/// A class of format objects and their parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of PowerShell's classes")]
pub enum Class {
    FormatStartData,
    FormatEndData,
    GroupStartData,
    GroupEndData,
    FormatEntryData,
    WideViewHeaderInfo,
    TableHeaderInfo,
    TableColumnInfo,
    ListViewHeaderInfo,
    ListViewEntry,
    ListViewField,
    TableRowEntry,
    WideViewEntry,
    ComplexViewHeaderInfo,
    ComplexViewEntry,
    GroupingEntry,
    AutosizeInfo,
    FormatNewLine,
    FrameInfo,
    FormatTextField,
    FormatPropertyField,
    FormatEntry,
    RawTextFormatEntry,
}

use Class as C;

/// Class, base, identifier.
const CLASSES: [(Class, &str, &str); 23] = [
    (C::FormatStartData, "StartData", "033ecb2bc07a4d43b5ef94ed5a35d280"),
    (C::FormatEndData, "ControlInfoData", "cf522b78d86c486691226b40aa69e95c"),
    (C::GroupStartData, "StartData", "9e210fe47d09416682b841769c78b8a3"),
    (C::GroupEndData, "ControlInfoData", "4ec4f0187cb04f4cb6973460dfe252df"),
    (C::FormatEntryData, "PacketInfoData", "27c87ef9bbda4f709f6b4002fa4af63c"),
    (C::WideViewHeaderInfo, "ShapeInfo", "b2e2775d33d544c794d0081f27021b5c"),
    (C::TableHeaderInfo, "ShapeInfo", "e3b7a39c089845d388b2e84c5d38f5dd"),
    (C::TableColumnInfo, "FormatInfoData", "7572aa4155ec4558817a615acf7dd92e"),
    (C::ListViewHeaderInfo, "ShapeInfo", "830bdcb24c1642258724e441512233a4"),
    (C::ListViewEntry, "FormatEntryInfo", "cf58f450baa848ef8eb3504008be6978"),
    (C::ListViewField, "FormatInfoData", "b761477330ce4fb2a665999879324d73"),
    (C::TableRowEntry, "FormatEntryInfo", "0e59526e2dd441aa91e7fc952caf4a36"),
    (C::WideViewEntry, "FormatEntryInfo", "59bf79de63354a7b9e4d1697940ff188"),
    (C::ComplexViewHeaderInfo, "ShapeInfo", "5197dd85ca6f4cce9ae9e6fd6ded9d76"),
    (C::ComplexViewEntry, "FormatEntryInfo", "22e7ef3c896449d4a6f2dedea05dd737"),
    (C::GroupingEntry, "FormatInfoData", "919820b7eadb48be8e202c5afa5c2716"),
    (C::AutosizeInfo, "FormatInfoData", "a27f094f0eec4d64845801a4c06a32ae"),
    (C::FormatNewLine, "FormatValue", "de7e8b96fbd84db5a43aa82eb34580ec"),
    (C::FrameInfo, "FormatInfoData", "091C9E762E33499eBE318901B6EFB733"),
    (C::FormatTextField, "FormatValue", "b8d9e369024a43a580b9e0c9279e3354"),
    (C::FormatPropertyField, "FormatValue", "78b102e894f742aca8c1d6737b6ff86a"),
    (C::FormatEntry, "FormatValue", "fba029a113a5458d932a2ed4871fadf2"),
    (C::RawTextFormatEntry, "FormatEntryInfo", "29ED81BA914544d4BC430F027EE053E9"),
];

/// Where the classes live.
pub(super) const NAME_SPACE: &str = "Microsoft.PowerShell.Commands.Internal.Format.";

/// The classes above a class's own base, by base.
fn ancestors(base: &str) -> &'static [&'static str] {
    match base {
        "StartData" => &["StartData", "ControlInfoData", "PacketInfoData", "FormatInfoData"],
        "ControlInfoData" => &["ControlInfoData", "PacketInfoData", "FormatInfoData"],
        "PacketInfoData" => &["PacketInfoData", "FormatInfoData"],
        "ShapeInfo" => &["ShapeInfo", "FormatInfoData"],
        "FormatEntryInfo" => &["FormatEntryInfo", "FormatInfoData"],
        "FormatValue" => &["FormatValue", "FormatInfoData"],
        _ => &["FormatInfoData"],
    }
}

impl Class {
    fn row(self) -> (&'static str, &'static str) {
        CLASSES
            .iter()
            .find(|(class, _, _)| *class == self)
            .map_or(("FormatInfoData", ""), |(_, base, id)| (*base, *id))
    }

    /// What the class identifier property holds.
    pub fn id(self) -> &'static str {
        self.row().1
    }

    /// The class with this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        CLASSES.iter().find(|(_, _, known)| *known == id).map(|(class, _, _)| *class)
    }

    /// Its type.
    pub fn type_id(self) -> TypeId {
        static TYPES: std::sync::OnceLock<Vec<(Class, TypeId)>> = std::sync::OnceLock::new();
        let types = TYPES.get_or_init(|| {
            CLASSES.iter().map(|(class, base, _)| (*class, register(*class, base))).collect()
        });
        types.iter().find(|(class, _)| *class == self).map_or(TypeId::OBJECT, |(_, id)| *id)
    }
}

fn register(class: Class, base: &str) -> TypeId {
    let parent = ancestors(base)
        .iter()
        .rev()
        .fold(TypeId::OBJECT, |parent, name| known_or_new(format!("{NAME_SPACE}{name}"), parent));
    known_or_new(format!("{NAME_SPACE}{class:?}"), parent)
}

fn known_or_new(name: String, base: TypeId) -> TypeId {
    TypeId::find(&name).unwrap_or_else(|| TypeId::register(String::leak(name), Some(base)))
}
