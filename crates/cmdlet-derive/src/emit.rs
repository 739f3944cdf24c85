//! Writing the implementations.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, Ident, LitStr, Result, Type};

use crate::attributes::{self, CmdletAttributes, ParameterAttributes, SetEntry};
use crate::help;

struct Parameter {
    field: Ident,
    field_type: Type,
    attributes: ParameterAttributes,
    help: String,
}

/// All that the derive writes.
pub(crate) fn cmdlet(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(input, "a cmdlet is a struct"));
    };
    let mut parameters = Vec::new();
    let mut state = Vec::new();
    match &data.fields {
        Fields::Named(fields) => {
            for field in &fields.named {
                let Some(ident) = field.ident.clone() else {
                    continue;
                };
                match attributes::parameter(&field.attrs)? {
                    Some(attributes) => parameters.push(Parameter {
                        field: ident,
                        field_type: field.ty.clone(),
                        attributes,
                        help: help::paragraphs(&help::doc_text(&field.attrs)),
                    }),
                    None => state.push(ident),
                }
            }
        }
        Fields::Unit => {}
        Fields::Unnamed(fields) => {
            return Err(Error::new_spanned(fields, "a cmdlet's fields have names"));
        }
    }
    let cmdlet = attributes::cmdlet(&input.attrs)?;
    let default = default_impl(input, &parameters, &state);
    let binding = binding_impl(input, &parameters);
    let definition = definition_impl(input, &cmdlet, &parameters)?;
    Ok(quote!(#default #binding #definition))
}

fn default_of(parameter: &Parameter) -> TokenStream {
    match &parameter.attributes.default {
        Some(expression) => quote!((#expression).into()),
        None => quote!(::core::default::Default::default()),
    }
}

fn default_impl(input: &DeriveInput, parameters: &[Parameter], state: &[Ident]) -> TokenStream {
    let name = &input.ident;
    let fields = parameters.iter().map(|parameter| {
        let field = &parameter.field;
        let value = default_of(parameter);
        quote!(#field: #value,)
    });
    quote! {
        #[automatically_derived]
        impl ::core::default::Default for #name {
            fn default() -> Self {
                Self { #(#fields)* #(#state: ::core::default::Default::default(),)* }
            }
        }
    }
}

fn binding_impl(input: &DeriveInput, parameters: &[Parameter]) -> TokenStream {
    let name = &input.ident;
    let bind = parameters.iter().enumerate().map(|(index, parameter)| {
        let (field, ty) = (&parameter.field, &parameter.field_type);
        quote!(#index => self.#field = <#ty as ::remora_engine::command::FromParameter>::from_parameter(value)?,)
    });
    let reset = parameters.iter().enumerate().map(|(index, parameter)| {
        let field = &parameter.field;
        let value = default_of(parameter);
        quote!(#index => self.#field = #value,)
    });
    quote! {
        #[automatically_derived]
        impl ::remora_engine::command::CmdletParameters for #name {
            fn spec(&self) -> &'static ::remora_engine::command::CmdletSpec {
                <Self as ::remora_engine::command::CmdletDefinition>::SPEC
            }

            fn bind(
                &mut self,
                index: usize,
                value: ::remora_engine::Value,
            ) -> ::core::result::Result<(), ::remora_engine::command::ParameterMismatch> {
                let _ = &value;
                match index {
                    #(#bind)*
                    _ => {}
                }
                ::core::result::Result::Ok(())
            }

            fn reset(&mut self, index: usize) {
                match index {
                    #(#reset)*
                    _ => {}
                }
            }
        }
    }
}

fn needed<'a>(input: &DeriveInput, value: &'a Option<LitStr>, word: &str) -> Result<&'a LitStr> {
    value.as_ref().ok_or_else(|| {
        Error::new_spanned(&input.ident, format!("#[cmdlet({word} = \"…\")] is missing"))
    })
}

fn definition_impl(
    input: &DeriveInput,
    cmdlet: &CmdletAttributes,
    parameters: &[Parameter],
) -> Result<TokenStream> {
    let name = &input.ident;
    let verb = needed(input, &cmdlet.verb, "verb")?;
    let noun = needed(input, &cmdlet.noun, "noun")?;
    let class = needed(input, &cmdlet.class, "class")?;
    let module = needed(input, &cmdlet.module, "module")?;
    let full_name = format!("{}-{}", verb.value(), noun.value());
    let default_set = text_or(&cmdlet.default_set, "__AllParameterSets");
    let impact_default = if cmdlet.should_process { "Medium" } else { "None" };
    let impact = variant(&cmdlet.confirm_impact, impact_default);
    let remoting = variant(&cmdlet.remoting, "PowerShell");
    let (should_process, paging) = (cmdlet.should_process, cmdlet.paging);
    let positional = !cmdlet.no_positional;
    let aliases = &cmdlet.aliases;
    let outputs = cmdlet.outputs.iter().map(|output| {
        let (types, sets) = (&output.types, &output.sets);
        let provider = text_or(&output.provider, "");
        quote!(::remora_engine::command::OutputSpec {
            types: &[#(#types),*], sets: &[#(#sets),*], provider: #provider,
        })
    });
    let parameters = parameters.iter().map(parameter_spec);
    let text = help::parse(&help::doc_text(&input.attrs));
    let (synopsis, description, notes, links) =
        (text.synopsis, text.description, text.notes, text.links);
    Ok(quote! {
        #[automatically_derived]
        impl ::remora_engine::command::CmdletDefinition for #name {
            const SPEC: &'static ::remora_engine::command::CmdletSpec = {
                #[allow(unused_imports, reason = "only cmdlets without examples need it")]
                use ::remora_engine::command::WithoutExamples as _;
                &::remora_engine::command::CmdletSpec {
                    name: #full_name,
                    verb: #verb,
                    noun: #noun,
                    class: #class,
                    module: #module,
                    default_set: #default_set,
                    should_process: #should_process,
                    confirm_impact: ::remora_engine::command::ConfirmImpact::#impact,
                    paging: #paging,
                    positional_binding: #positional,
                    remoting: ::remora_engine::command::RemotingCapability::#remoting,
                    aliases: &[#(#aliases),*],
                    outputs: &[#(#outputs),*],
                    parameters: &[#(#parameters),*],
                    help: ::remora_engine::command::HelpText {
                        synopsis: #synopsis,
                        description: #description,
                        notes: #notes,
                        links: &[#(#links),*],
                    },
                    examples: <#name>::EXAMPLES,
                    new: || ::std::boxed::Box::new(<#name as ::core::default::Default>::default()),
                }
            };
        }
    })
}

fn text_or(value: &Option<LitStr>, fallback: &str) -> String {
    value.as_ref().map_or_else(|| fallback.to_owned(), LitStr::value)
}

fn variant(value: &Option<LitStr>, fallback: &str) -> Ident {
    match value {
        Some(text) => Ident::new(&text.value(), text.span()),
        None => Ident::new(fallback, proc_macro2::Span::call_site()),
    }
}

fn optional(value: &Option<LitStr>) -> TokenStream {
    match value {
        Some(text) => quote!(::core::option::Option::Some(#text)),
        None => quote!(::core::option::Option::None),
    }
}

fn parameter_spec(parameter: &Parameter) -> TokenStream {
    let attributes = &parameter.attributes;
    let name = text_or(&attributes.name, &pascal_case(&parameter.field.to_string()));
    let type_name = match &attributes.type_name {
        Some(text) => quote!(#text),
        None => {
            let ty = &parameter.field_type;
            quote!(<#ty as ::remora_engine::command::FromParameter>::TYPE_NAME)
        }
    };
    let (aliases, validations) = (&attributes.aliases, &attributes.validations);
    let sets = attributes.sets.iter().flat_map(set_specs);
    let completions = &attributes.completions;
    let (transformation, completer, obsolete, ps_type_name) = (
        optional(&attributes.transformation),
        optional(&attributes.completer),
        optional(&attributes.obsolete),
        optional(&attributes.ps_type_name),
    );
    let (dont_show, help) = (attributes.dont_show, &parameter.help);
    quote!(::remora_engine::command::ParameterSpec {
        name: #name,
        type_name: #type_name,
        aliases: &[#(#aliases),*],
        sets: &[#(#sets),*],
        validations: &[#(#validations),*],
        transformation: #transformation,
        completer: #completer,
        completions: &[#(#completions),*],
        obsolete: #obsolete,
        ps_type_name: #ps_type_name,
        dont_show: #dont_show,
        help: #help,
    })
}

fn set_specs(entry: &SetEntry) -> Vec<TokenStream> {
    let names: Vec<String> = if entry.sets.is_empty() {
        vec!["__AllParameterSets".to_owned()]
    } else {
        entry.sets.iter().map(LitStr::value).collect()
    };
    let position = match &entry.position {
        Some(number) => quote!(::core::option::Option::Some(#number)),
        None => quote!(::core::option::Option::None),
    };
    let (mandatory, pipeline, by_name, remaining) =
        (entry.mandatory, entry.pipeline, entry.by_name, entry.remaining);
    let help_message = text_or(&entry.help_message, "");
    names
        .into_iter()
        .map(|name| {
            quote!(::remora_engine::command::ParameterSetSpec {
                set: #name,
                position: #position,
                mandatory: #mandatory,
                pipeline: #pipeline,
                by_name: #by_name,
                remaining: #remaining,
                help_message: #help_message,
            })
        })
        .collect()
}

/// `working_directory` → `WorkingDirectory`; a raw identifier loses its mark.
fn pascal_case(field: &str) -> String {
    field
        .trim_start_matches("r#")
        .split('_')
        .map(|part| {
            let mut characters = part.chars();
            match characters.next() {
                Some(first) => first.to_uppercase().chain(characters).collect::<String>(),
                None => String::new(),
            }
        })
        .collect()
}
