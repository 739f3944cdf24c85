//! `System.Globalization.CultureInfo`

use super::date_time_format_info::DateTimeFormatInfo;
use super::number_format_info::NumberFormatInfo;
use super::text_info;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Globalization.CultureInfo",
    constructor: Some(|call| {
        let shared = construct(call)?;
        let culture = culture_of(&shared).unwrap_or_else(Culture::invariant);
        Ok(Value::live(CultureObject::writable(culture)))
    }),
    methods: &[
        ("ClearCachedData", |_| Ok(Value::AutomationNull)),
        ("Clone", |call| {
            let culture = this(call)?;
            Ok(Value::live(CultureObject::writable(culture.current())))
        }),
        ("Equals", |call| {
            let other = call.argument(0).downcast::<CultureObject>();
            let own = this(call)?.culture.name.clone();
            Ok(other.is_some_and(|other| other.culture.name == own).into())
        }),
        ("GetConsoleFallbackUICulture", |call| Ok(call.this.clone())),
        ("GetFormat", |call| {
            let culture = this(call)?;
            Ok(match call.argument(0) {
                Value::Type(id) if id.short_name() == "NumberFormatInfo" => culture.number(),
                Value::Type(id) if id.short_name() == "DateTimeFormatInfo" => culture.date_time(),
                _ => Value::Null,
            })
        }),
    ],
    static_methods: &[
        ("CreateSpecificCulture", |call| {
            let found = find(call.required_string(0, "name")?)?;
            let specific = if found.is_neutral { specific_of(&found) } else { found };
            Ok(value(specific))
        }),
        ("GetCultureInfo", construct),
        ("GetCultureInfoByIetfLanguageTag", construct),
        ("GetCultures", |call| {
            let wanted = call.argument(0).as_i64().unwrap_or(7);
            let items = Culture::names()
                .filter_map(Culture::find)
                .filter(|culture| wanted & if culture.is_neutral { 1 } else { 2 } != 0)
                .map(value)
                .collect();
            Ok(Value::array_of(type_named("System.Globalization.CultureInfo"), items))
        }),
        ("ReadOnly", |call| Ok(call.argument(0).clone())),
    ],
    static_properties: &[
        ("CurrentCulture", |call| Ok(value(call.context.culture()))),
        ("CurrentUICulture", |call| Ok(value(call.context.ui_culture()))),
        ("DefaultThreadCurrentCulture", |_| Ok(Value::Null)),
        ("DefaultThreadCurrentUICulture", |_| Ok(Value::Null)),
        ("InstalledUICulture", |call| Ok(value(call.context.ui_culture()))),
        ("InvariantCulture", |_| Ok(value(Culture::invariant()))),
    ],
    static_setters: &[
        ("CurrentCulture", |call| set_current(call, false)),
        ("CurrentUICulture", |call| set_current(call, true)),
        ("DefaultThreadCurrentCulture", |_| Ok(Value::AutomationNull)),
        ("DefaultThreadCurrentUICulture", |_| Ok(Value::AutomationNull)),
    ],
    ..Implementation::EMPTY
};

/// A culture as scripts hold it, with its format objects, which a writable copy may change.
pub struct CultureObject {
    culture: Culture,
    number: Value,
    date_time: Value,
    read_only: bool,
}

impl CultureObject {
    fn new(culture: Culture, read_only: bool) -> Self {
        Self {
            number: Value::live(NumberFormatInfo::new((*culture.number).clone(), read_only)),
            date_time: Value::live(DateTimeFormatInfo::new(
                (*culture.date_time).clone(),
                read_only,
            )),
            culture,
            read_only,
        }
    }

    fn writable(culture: Culture) -> Self {
        Self::new(culture, false)
    }

    fn number(&self) -> Value {
        self.number.clone()
    }

    fn date_time(&self) -> Value {
        self.date_time.clone()
    }

    /// The culture, with what a script changed in its formats.
    pub fn current(&self) -> Culture {
        if self.read_only {
            return self.culture.clone();
        }
        let mut culture = self.culture.clone();
        if let Some(number) = self.number.downcast::<NumberFormatInfo>() {
            culture = culture.with_number(Arc::new(number.format()));
        }
        if let Some(date_time) = self.date_time.downcast::<DateTimeFormatInfo>() {
            culture = culture.with_date_time(Arc::new(date_time.format()));
        }
        culture
    }
}

/// A culture as a value.
pub fn value(culture: Culture) -> Value {
    Value::live(CultureObject::new(culture, true))
}

/// The culture that an `IFormatProvider` stands for.
pub fn culture_of(value: &Value) -> Option<Culture> {
    if let Some(object) = value.downcast::<CultureObject>() {
        return Some(object.current());
    }
    if let Some(number) = value.downcast::<NumberFormatInfo>() {
        return Some(Culture::invariant().with_number(Arc::new(number.format())));
    }
    value
        .downcast::<DateTimeFormatInfo>()
        .map(|dates| Culture::invariant().with_date_time(Arc::new(dates.format())))
}

impl LiveObject for CultureObject {
    fn object_type(&self) -> TypeId {
        type_named("System.Globalization.CultureInfo")
    }

    fn text(&self) -> PsString {
        self.culture.name.as_str().into()
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&[
            "Parent",
            "LCID",
            "KeyboardLayoutId",
            "Name",
            "IetfLanguageTag",
            "DisplayName",
            "NativeName",
            "EnglishName",
            "TwoLetterISOLanguageName",
            "ThreeLetterISOLanguageName",
            "ThreeLetterWindowsLanguageName",
            "CompareInfo",
            "TextInfo",
            "IsNeutralCulture",
            "CultureTypes",
            "NumberFormat",
            "DateTimeFormat",
            "Calendar",
            "OptionalCalendars",
            "UseUserOverride",
            "IsReadOnly",
        ])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let culture = &self.culture;
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "parent" => value(culture.parent()),
            "lcid" => Value::I32(culture.lcid),
            "keyboardlayoutid" => Value::I32(culture.keyboard),
            "name" => culture.name.as_str().into(),
            "ietflanguagetag" => culture.ietf_tag.as_str().into(),
            "displayname" => culture.display_name.as_str().into(),
            "nativename" => culture.native_name.as_str().into(),
            "englishname" => culture.english_name.as_str().into(),
            "twoletterisolanguagename" => culture.two_letter_iso.as_str().into(),
            "threeletterisolanguagename" => culture.three_letter_iso.as_str().into(),
            "threeletterwindowslanguagename" => culture.three_letter_windows.as_str().into(),
            "compareinfo" => text_info::compare_info(culture),
            "textinfo" => text_info::text_info(culture),
            "isneutralculture" => culture.is_neutral.into(),
            "culturetypes" => {
                let id = type_named("System.Globalization.CultureTypes");
                Value::Enum(id, crate::enums::parse(id, &culture.types, true).unwrap_or(2))
            }
            "numberformat" => self.number(),
            "datetimeformat" => self.date_time(),
            "calendar" => text_info::calendar(&culture.calendar),
            "optionalcalendars" => Value::array_of(
                type_named("System.Globalization.Calendar"),
                vec![text_info::calendar(&culture.calendar)],
            ),
            "useuseroverride" => false.into(),
            "isreadonly" => self.read_only.into(),
            _ => return None,
        }))
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        let other = other.downcast::<Self>()?;
        Some(other.culture.name == self.culture.name)
    }

    fn hash_code(&self) -> Option<u64> {
        Some(remora_psobject::equality::hash_code(&Value::from(self.culture.name.as_str())))
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a CultureObject, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

/// A culture by name, or the exception that there is none.
///
/// # Errors
/// `CultureNotFoundException`
pub fn find(name: &str) -> Result<Culture, Exception> {
    Culture::find(name).ok_or_else(|| {
        errors::of(
            "System.Globalization.CultureNotFoundException",
            format!("Culture is not supported. (Parameter 'name')\n{name} is an invalid culture identifier."),
        )
        .with_property("ParamName", "name")
        .with_property("InvalidCultureName", name)
    })
}

/// The culture of a country for a language.
fn specific_of(neutral: &Culture) -> Culture {
    let country = match neutral.name.as_str() {
        "en" => "US",
        "ja" => "JP",
        "zh" => "CN",
        "ko" => "KR",
        "sv" => "SE",
        "da" => "DK",
        "cs" => "CZ",
        "el" => "GR",
        "pt" => "BR",
        other => &other.to_ascii_uppercase(),
    };
    Culture::find(&format!("{}-{country}", neutral.name)).unwrap_or_else(|| neutral.clone())
}

fn construct(call: &mut Call<'_>) -> Outcome {
    if let Some(name) = call.string(0) {
        return find(name).map(value);
    }
    let lcid = call.int(0);
    Culture::find_lcid(lcid).map(value).ok_or_else(|| {
        errors::of(
            "System.Globalization.CultureNotFoundException",
            format!("Culture is not supported. (Parameter 'culture')\n{lcid} (0x{lcid:04x}) is an invalid culture identifier."),
        )
        .with_property("ParamName", "culture")
    })
}

fn set_current(call: &mut Call<'_>, ui: bool) -> Outcome {
    let given = call.argument(0);
    let culture = match given.as_string() {
        Some(name) => find(name)?,
        None => culture_of(given).ok_or_else(|| errors::argument_null("value"))?,
    };
    call.context.set_culture(culture, ui);
    Ok(Value::AutomationNull)
}
