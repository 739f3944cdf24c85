//! Reading `#[cmdlet(…)]` and `#[parameter(…)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::parse::ParseStream;
use syn::{Attribute, Expr, Lit, LitInt, LitStr, Result, Token, UnOp, parenthesized};

/// What `#[cmdlet(…)]` says.
#[derive(Default)]
pub(crate) struct CmdletAttributes {
    pub(crate) verb: Option<LitStr>,
    pub(crate) noun: Option<LitStr>,
    pub(crate) class: Option<LitStr>,
    pub(crate) module: Option<LitStr>,
    pub(crate) default_set: Option<LitStr>,
    pub(crate) should_process: bool,
    pub(crate) paging: bool,
    pub(crate) no_positional: bool,
    pub(crate) confirm_impact: Option<LitStr>,
    pub(crate) remoting: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) outputs: Vec<Output>,
}

/// What one `output(…)` says.
#[derive(Default)]
pub(crate) struct Output {
    pub(crate) types: Vec<LitStr>,
    pub(crate) sets: Vec<LitStr>,
    pub(crate) provider: Option<LitStr>,
}

/// How a parameter takes part in some sets.
#[derive(Default)]
pub(crate) struct SetEntry {
    pub(crate) sets: Vec<LitStr>,
    pub(crate) position: Option<LitInt>,
    pub(crate) mandatory: bool,
    pub(crate) pipeline: bool,
    pub(crate) by_name: bool,
    pub(crate) remaining: bool,
    pub(crate) help_message: Option<LitStr>,
    /// Something above was said, so that the entry counts.
    pub(crate) said: bool,
}

/// What the `#[parameter(…)]` attributes of a field say together.
#[derive(Default)]
pub(crate) struct ParameterAttributes {
    pub(crate) name: Option<LitStr>,
    pub(crate) type_name: Option<LitStr>,
    pub(crate) default: Option<Expr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) dont_show: bool,
    pub(crate) transformation: Option<LitStr>,
    pub(crate) completer: Option<LitStr>,
    pub(crate) completions: Vec<LitStr>,
    pub(crate) obsolete: Option<LitStr>,
    pub(crate) ps_type_name: Option<LitStr>,
    pub(crate) sets: Vec<SetEntry>,
    /// Expressions of type `Validation`.
    pub(crate) validations: Vec<TokenStream>,
}

fn list(meta: &ParseNestedMeta<'_>) -> Result<Vec<LitStr>> {
    let content;
    parenthesized!(content in meta.input);
    let items = content.parse_terminated(<LitStr as syn::parse::Parse>::parse, Token![,])?;
    Ok(items.into_iter().collect())
}

fn text(meta: &ParseNestedMeta<'_>) -> Result<LitStr> {
    meta.value()?.parse()
}

/// The attributes of the struct.
pub(crate) fn cmdlet(attributes: &[Attribute]) -> Result<CmdletAttributes> {
    let mut found = CmdletAttributes::default();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("cmdlet")) {
        attribute.parse_nested_meta(|meta| {
            let name = meta.path.require_ident()?.to_string();
            match name.as_str() {
                "verb" => found.verb = Some(text(&meta)?),
                "noun" => found.noun = Some(text(&meta)?),
                "class" => found.class = Some(text(&meta)?),
                "module" => found.module = Some(text(&meta)?),
                "default_set" => found.default_set = Some(text(&meta)?),
                "confirm_impact" => found.confirm_impact = Some(text(&meta)?),
                "remoting" => found.remoting = Some(text(&meta)?),
                "should_process" => found.should_process = true,
                "paging" => found.paging = true,
                "no_positional" => found.no_positional = true,
                "aliases" => found.aliases.extend(list(&meta)?),
                "output" => found.outputs.push(output(&meta)?),
                _ => return Err(meta.error("unknown word in #[cmdlet]")),
            }
            Ok(())
        })?;
    }
    Ok(found)
}

fn output(meta: &ParseNestedMeta<'_>) -> Result<Output> {
    let content;
    parenthesized!(content in meta.input);
    let mut found = Output::default();
    while !content.is_empty() {
        if content.peek(LitStr) {
            found.types.push(content.parse()?);
        } else {
            let word: syn::Ident = content.parse()?;
            content.parse::<Token![=]>()?;
            let value: LitStr = content.parse()?;
            match word.to_string().as_str() {
                "set" => found.sets.push(value),
                "provider" => found.provider = Some(value),
                _ => return Err(syn::Error::new(word.span(), "expected `set` or `provider`")),
            }
        }
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(found)
}

/// The attributes of a field; `None` where it is no parameter.
pub(crate) fn parameter(attributes: &[Attribute]) -> Result<Option<ParameterAttributes>> {
    let mut found = ParameterAttributes::default();
    let mut is_parameter = false;
    for attribute in attributes.iter().filter(|a| a.path().is_ident("parameter")) {
        is_parameter = true;
        let mut entry = SetEntry::default();
        if !matches!(attribute.meta, syn::Meta::Path(_)) {
            attribute.parse_nested_meta(|meta| {
                if !set_word(&meta, &mut entry)? {
                    parameter_word(&meta, &mut found)?;
                }
                Ok(())
            })?;
        }
        if entry.said {
            found.sets.push(entry);
        }
    }
    if found.sets.is_empty() {
        found.sets.push(SetEntry::default());
    }
    Ok(is_parameter.then_some(found))
}

fn set_word(meta: &ParseNestedMeta<'_>, entry: &mut SetEntry) -> Result<bool> {
    let name = word(meta)?;
    match name.as_str() {
        "set" => entry.sets.push(text(meta)?),
        "sets" => entry.sets.extend(list(meta)?),
        "position" => entry.position = Some(meta.value()?.parse()?),
        "mandatory" => entry.mandatory = true,
        "pipeline" => entry.pipeline = true,
        "by_name" => entry.by_name = true,
        "remaining" => entry.remaining = true,
        "help_message" => entry.help_message = Some(text(meta)?),
        _ => return Ok(false),
    }
    entry.said = true;
    Ok(true)
}

fn word(meta: &ParseNestedMeta<'_>) -> Result<String> {
    match meta.path.get_ident() {
        Some(ident) => Ok(ident.to_string()),
        None => Err(meta.error("expected a word")),
    }
}

fn parameter_word(meta: &ParseNestedMeta<'_>, found: &mut ParameterAttributes) -> Result<()> {
    let validation = quote!(::remora_engine::command::Validation);
    let name = word(meta)?;
    match name.as_str() {
        "name" => found.name = Some(text(meta)?),
        "type" | "type_name" => found.type_name = Some(text(meta)?),
        "default" => found.default = Some(meta.value()?.parse()?),
        "aliases" => found.aliases.extend(list(meta)?),
        "dont_show" => found.dont_show = true,
        "credential" => {
            found.transformation = Some(LitStr::new(
                "System.Management.Automation.CredentialAttribute",
                proc_macro2::Span::call_site(),
            ));
        }
        "transformation" => found.transformation = Some(text(meta)?),
        "completer" => found.completer = Some(text(meta)?),
        "completions" => found.completions.extend(list(meta)?),
        "obsolete" => found.obsolete = Some(text(meta)?),
        "ps_type_name" => found.ps_type_name = Some(text(meta)?),
        "attribute" => {
            let attribute = text(meta)?;
            found.validations.push(quote!(#validation::Named(#attribute)));
        }
        "validate_set" => {
            let values = list(meta)?;
            found.validations.push(quote!(#validation::Set(&[#(#values),*])));
        }
        "validate_range" => found.validations.push(range(meta, &validation)?),
        "validate_length" => {
            let (min, max) = pair(meta)?;
            found.validations.push(quote!(#validation::Length { min: #min, max: #max }));
        }
        "validate_count" => {
            let (min, max) = pair(meta)?;
            found.validations.push(quote!(#validation::Count { min: #min, max: #max }));
        }
        "validate_pattern" => {
            let content;
            parenthesized!(content in meta.input);
            let pattern: LitStr = content.parse()?;
            found.validations.push(quote!(#validation::Pattern(#pattern)));
        }
        "validate_not_null" => found.validations.push(quote!(#validation::NotNull)),
        "validate_not_null_or_empty" => found.validations.push(quote!(#validation::NotNullOrEmpty)),
        "validate_not_null_or_white_space" => {
            found.validations.push(quote!(#validation::NotNullOrWhiteSpace));
        }
        "validate_trusted_data" => found.validations.push(quote!(#validation::TrustedData)),
        "allow_null" => found.validations.push(quote!(#validation::AllowNull)),
        "allow_empty_string" => found.validations.push(quote!(#validation::AllowEmptyString)),
        "allow_empty_collection" => {
            found.validations.push(quote!(#validation::AllowEmptyCollection))
        }
        _ => return Err(meta.error("unknown word in #[parameter]")),
    }
    Ok(())
}

fn pair(meta: &ParseNestedMeta<'_>) -> Result<(Expr, Expr)> {
    let content;
    parenthesized!(content in meta.input);
    let min = content.parse()?;
    content.parse::<Token![,]>()?;
    Ok((min, content.parse()?))
}

fn range(meta: &ParseNestedMeta<'_>, validation: &TokenStream) -> Result<TokenStream> {
    let content;
    parenthesized!(content in meta.input);
    let input: ParseStream<'_> = &content;
    if input.peek(LitStr) {
        let kind: LitStr = input.parse()?;
        let kind = syn::Ident::new(&kind.value(), kind.span());
        return Ok(quote!(#validation::RangeKind(::remora_engine::command::RangeKind::#kind)));
    }
    let min: Expr = input.parse()?;
    input.parse::<Token![,]>()?;
    let max: Expr = input.parse()?;
    let (min, max) = (bound(&min), bound(&max));
    Ok(quote!(#validation::Range { min: #min, max: #max }))
}

/// An integer or a real number, possibly negative, as a `RangeBound`; names are taken as integers.
fn bound(expression: &Expr) -> TokenStream {
    let is_real = match expression {
        Expr::Lit(literal) => matches!(literal.lit, Lit::Float(_)),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => {
            matches!(&*unary.expr, Expr::Lit(literal) if matches!(literal.lit, Lit::Float(_)))
        }
        _ => false,
    };
    if is_real {
        quote!(::remora_engine::command::RangeBound::Real(#expression))
    } else {
        quote!(::remora_engine::command::RangeBound::Integer((#expression) as i128))
    }
}
