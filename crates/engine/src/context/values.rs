//! PowerShell's rules on values, with the session's culture, types and scripts.

use std::cmp::Ordering;

use remora_language::compare::{Case, SortOptions};
use remora_psobject::{ErrorCategory, PsString, TypeId, Value};

use super::ExecutionContext;
use crate::errors::{self, Flow};
use crate::session::Symbol;

fn case(sensitive: bool) -> Case {
    if sensitive { Case::Sensitive } else { Case::Ignore }
}

impl ExecutionContext {
    /// Converts a value to a type, as a cast does.
    ///
    /// # Errors
    /// `InvalidCastException` and its kin.
    pub fn convert(&mut self, value: &Value, target: TypeId) -> Result<Value, Flow> {
        match (value, target) {
            (Value::I32(_), TypeId::INT32)
            | (Value::Str(_), TypeId::STRING)
            | (Value::Bool(_), TypeId::BOOLEAN)
            | (Value::F64(_), TypeId::DOUBLE) => return Ok(value.clone()),
            (_, TypeId::OBJECT) => return Ok(value.clone().or_null()),
            (Value::Array(_) | Value::List(_), TypeId::STRING) => {
                return Ok(Value::Str(self.text(value)));
            }
            (Value::Live(_) | Value::Object(_) | Value::Dictionary(_), TypeId::STRING)
                if crate::types::may_have_script_text(self, value) =>
            {
                return Ok(Value::Str(self.text(value)));
            }
            _ => {}
        }
        if let Some(done) = crate::types::class::convert(self, value, target) {
            return done;
        }
        if let Some(done) = crate::modules::convert(self, value, target) {
            return done;
        }
        self.bridged(|runtime| remora_language::convert::to_type(value, target, runtime))
    }

    /// Makes an object: of a class of a script, or of a type of .NET.
    ///
    /// # Errors
    /// Where no constructor takes the arguments, or it threw.
    pub fn construct(&mut self, id: TypeId, arguments: &[Value]) -> Result<Value, Flow> {
        crate::types::class::construct(self, id, arguments)
    }

    /// Whether a value has a method of this name.
    pub fn has_method(&mut self, value: &Value, name: &str) -> bool {
        self.bridged(|runtime| Ok(remora_language::invoke::has_method(value, name, runtime)))
            .unwrap_or(false)
    }

    /// The type of a name as scripts write it.
    ///
    /// # Errors
    /// `TypeNotFound`.
    pub fn resolve_type(&mut self, name: &str) -> Result<TypeId, Flow> {
        let name = name.trim();
        let inner = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
        self.find_type(inner).ok_or_else(|| {
            errors::make::runtime(
                format!("Unable to find type [{inner}]."),
                "TypeNotFound",
                ErrorCategory::InvalidOperation,
                inner,
            )
            .into()
        })
    }

    /// The type of a name as scripts write it, where there is one.
    pub fn find_type(&self, name: &str) -> Option<TypeId> {
        remora_language::type_name::resolve_with(name, &|name: &str| self.find_session_type(name))
    }

    /// A type that only this session knows: a script's class, or one behind `using namespace`.
    pub(crate) fn find_session_type(&self, name: &str) -> Option<TypeId> {
        let key = name.to_ascii_lowercase();
        for id in self.session.chain() {
            let scope = self.session.scope(id);
            if let Some(found) = scope.types.as_ref().and_then(|types| types.get(&key)) {
                return Some(*found);
            }
            for namespace in scope.namespaces.iter().flat_map(|namespaces| namespaces.iter()) {
                let full = format!("{namespace}.{name}");
                if let Some(found) = remora_dotnet::registry::find_type(&full) {
                    return Some(found);
                }
            }
        }
        None
    }

    /// `$OFS`
    pub(crate) fn separator(&mut self) -> PsString {
        match self.session.find_slot(Symbol::OFS).and_then(|slot| slot.value()) {
            None => PsString::from(" "),
            Some(Value::Null) => PsString::empty(),
            Some(value) => remora_language::string_conversion::to_string(&value),
        }
    }

    /// The text of a value as string expansion writes it: invariant culture, items joined with `$OFS`.
    pub fn text(&mut self, value: &Value) -> PsString {
        match value {
            Value::Str(text) => return text.clone(),
            Value::I32(number) => return number.to_string().into(),
            Value::Null | Value::AutomationNull => return PsString::empty(),
            _ => {}
        }
        if let Some(text) = self.scripted_text(value) {
            return text;
        }
        let separator = self.separator();
        self.lent(|| remora_language::string_conversion::to_string_with(value, &separator))
    }

    /// The text that a `ToString` script method gives, if the value has one.
    fn scripted_text(&mut self, value: &Value) -> Option<PsString> {
        if !crate::types::may_have_script_text(self, value) {
            return None;
        }
        let result = self.invoke_method(value, "ToString", &[]).ok()?;
        result.as_string().cloned()
    }

    /// The text of a value as `ToString()` gives it in the current culture.
    pub fn display_text(&mut self, value: &Value) -> PsString {
        match value.base() {
            Value::Null | Value::AutomationNull => PsString::empty(),
            Value::Str(text) => text.clone(),
            Value::Object(_) => self.text(value),
            _ => {
                if let Some(text) = self.scripted_text(value) {
                    return text;
                }
                remora_dotnet::text::to_text(value, &self.culture)
            }
        }
    }

    /// The truth of a value.
    #[inline]
    pub fn is_true(&self, value: &Value) -> bool {
        match value {
            Value::Bool(truth) => *truth,
            other => remora_language::truth::is_true(other),
        }
    }

    /// Whether two values are equal under `-eq` (or `-ceq`).
    pub fn equals(&mut self, left: &Value, right: &Value, case_sensitive: bool) -> bool {
        let case = case(case_sensitive);
        self.bridged(|runtime| Ok(remora_language::compare::equals(left, right, case, runtime)))
            .unwrap_or(false)
    }

    /// The order of two values as `Sort-Object` has it.
    ///
    /// # Errors
    /// A stop while a script compared.
    pub fn compare(
        &mut self,
        left: &Value,
        right: &Value,
        case_sensitive: bool,
    ) -> Result<Ordering, Flow> {
        if let (Value::I32(a), Value::I32(b)) = (left, right) {
            return Ok(a.cmp(b));
        }
        let options = SortOptions { case: case(case_sensitive), descending: false };
        self.bridged(|runtime| {
            Ok(remora_language::compare::compare_for_sort(left, right, options, runtime))
        })
    }

    /// The items that a pipeline would get of a value; `None` where it is one object.
    pub fn enumerate(&mut self, value: &Value) -> Option<Vec<Value>> {
        crate::types::enumerate(value).map(Iterator::collect)
    }
}
