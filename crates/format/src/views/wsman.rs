//! The WSMan: drive.

use crate::view::{Entry, View, by_property, col};

pub(super) fn views() -> Vec<View> {
    vec![
        View::list(
            "System.Xml.XmlElement#http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd#IdentifyResponse",
            &[
                "System.Xml.XmlElement#http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd#IdentifyResponse",
            ],
            [Entry::names(&["wsmid", "ProtocolVersion", "ProductVendor", "ProductVersion"])],
        ),
        View::table(
            "Microsoft.WSMan.Management.WSManConfigElement",
            &["Microsoft.WSMan.Management.WSManConfigElement"],
            [col("TypeNameOfElement").label("Type").width(15), col("Name").label("Name").width(30)],
        )
        .grouped(by_property(col("PSParentPath").label("WSManConfig"))),
        View::table(
            "Microsoft.WSMan.Management.WSManConfigContainerElement",
            &["Microsoft.WSMan.Management.WSManConfigContainerElement"],
            [
                col("TypeNameOfElement").label("Type").width(15),
                col("Keys").label("Keys").width(35),
                col("Name").label("Name"),
            ],
        )
        .grouped(by_property(col("PSParentPath").label("WSManConfig"))),
        View::table(
            "Microsoft.WSMan.Management.WSManConfigLeafElement",
            &["Microsoft.WSMan.Management.WSManConfigLeafElement"],
            [
                col("TypeNameOfElement").label("Type").width(15),
                col("Name").label("Name").width(30),
                col("SourceOfValue").label("SourceOfValue").width(15),
                col("Value").label("Value"),
            ],
        )
        .grouped(by_property(col("PSParentPath").label("WSManConfig"))),
        View::table(
            "Microsoft.WSMan.Management.WSManConfigLeafElement#InitParams",
            &["Microsoft.WSMan.Management.WSManConfigLeafElement#InitParams"],
            [col("Name").label("ParamName").width(30), col("Value").label("ParamValue").width(20)],
        )
        .grouped(by_property(col("PSParentPath").label("WSManConfig"))),
        View::table(
            "Microsoft.WSMan.Management.WSManConfigContainerElement#ComputerLevel",
            &["Microsoft.WSMan.Management.WSManConfigContainerElement#ComputerLevel"],
            [
                col("Name").label("ComputerName").width(45),
                col("TypeNameOfElement").label("Type").width(20),
            ],
        )
        .grouped(by_property(col("PSParentPath").label("WSManConfig"))),
    ]
}
