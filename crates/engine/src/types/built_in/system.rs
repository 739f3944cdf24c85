//! Dates, identifiers, addresses, cultures and other plain types of .NET.

use remora_psobject::Value;

use super::{alias, follow, own_text, script, with_depth, with_members, with_serialized};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::types::TypeData;

pub(super) fn types() -> Vec<TypeData> {
    vec![
        with_members(
            "System.DateTime",
            vec![script(
                "DateTime",
                "System.Object DateTime {get=if ((& { Set-StrictMode -Version 1; $this.DisplayHint }) -ieq  \"Date\")\n          {\n          \"{0}\" -f $this.ToLongDateString()\n          }\n          elseif ((& { Set-StrictMode -Version 1; $this.DisplayHint }) -ieq \"Time\")\n          {\n          \"{0}\" -f  $this.ToLongTimeString()\n          }\n          else\n          {\n          \"{0} {1}\" -f $this.ToLongDateString(), $this.ToLongTimeString()\n          };}",
                date_time,
            )],
        ),
        with_members(
            "System.Guid",
            vec![script("Guid", "System.Object Guid {get=$this.ToString();}", own_text)],
        ),
        with_members("System.Collections.DictionaryEntry", vec![alias("Name", "Key")]),
        TypeData {
            default_display_property: Some("IPAddressToString".into()),
            serialization_depth: Some(1),
            ..with_members(
                "System.Net.IPAddress",
                vec![script(
                    "IPAddressToString",
                    "System.Object IPAddressToString {get=$this.Tostring();}",
                    own_text,
                )],
            )
        },
        with_depth("System.Net.Mail.MailAddress", 1),
        TypeData {
            serialization_depth: Some(1),
            ..with_serialized(
                "System.Globalization.CultureInfo",
                "LCID Name DisplayName IetfLanguageTag ThreeLetterISOLanguageName \
                 ThreeLetterWindowsLanguageName TwoLetterISOLanguageName",
            )
        },
        print_document(),
    ]
}

/// Long date and long time; one of them alone where `DisplayHint` asks for it.
fn date_time(context: &mut ExecutionContext, value: &Value) -> Result<Value, Flow> {
    let Value::DateTime(date) = value.base() else {
        return Ok(Value::Null);
    };
    let hint = context.get_property(value, "DisplayHint")?.unwrap_or_default();
    let hint = context.text(&hint);
    let (culture, zone) = (context.culture(), context.system().local_time_zone());
    let part = |format: &str| {
        remora_dotnet::datetime::format(*date, format, &culture, &zone).unwrap_or_default()
    };
    Ok(if hint.eq_ignore_ascii_case("Date") {
        part("D")
    } else if hint.eq_ignore_ascii_case("Time") {
        part("T")
    } else {
        format!("{} {}", part("D"), part("T"))
    }
    .into())
}

fn print_document() -> TypeData {
    with_members(
        "System.Drawing.Printing.PrintDocument",
        vec![
            script(
                "Name",
                "System.Object Name {get=$this.PrinterSettings.PrinterName;}",
                |context, value| follow(context, value, &["PrinterSettings", "PrinterName"]),
            ),
            script(
                "Color",
                "System.Object Color {get=$this.PrinterSettings.SupportsColor;}",
                |context, value| follow(context, value, &["PrinterSettings", "SupportsColor"]),
            ),
            script(
                "Duplex",
                "System.Object Duplex {get=$this.PrinterSettings.Duplex;}",
                |context, value| follow(context, value, &["PrinterSettings", "Duplex"]),
            ),
        ],
    )
}
