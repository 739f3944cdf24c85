//! Host calls, their answers, and what a client says of its host (MS-PSRP sections 2.2.2.15,
//! 2.2.2.16, 2.2.3.14 and 2.2.6).

mod decode;
mod encode;
mod info;
mod method;

use std::sync::Arc;

use remora_clixml::record::error_from_value;
use remora_psobject::{ErrorRecord, ListObject, Value};

pub use info::HostInfo;

use super::fields::{Bag, Fields};
use super::{Body, error_record};
use crate::error::{Error, Malformation};

/// The call id of methods that have no answer.
pub const NO_ANSWER: i64 = -100;

/// A call of a host's method.
#[derive(Clone, Debug)]
pub struct HostCall {
    /// Under which the answer comes; [`NO_ANSWER`] where none is wanted.
    pub call_id: i64,
    /// Number of the method (section 2.2.3.17, Host Method Identifier).
    pub method: i32,
    /// The parameters. Structures and records are the live objects of `remora-psobject`.
    pub parameters: Vec<Value>,
}

impl HostCall {
    /// Whether the caller waits for an answer.
    pub fn wants_answer(&self) -> bool {
        self.call_id != NO_ANSWER
    }
}

/// The answer to a [`HostCall`].
#[derive(Clone, Debug)]
pub struct HostResponse {
    /// The id of the call.
    pub call_id: i64,
    /// The method that was called.
    pub method: i32,
    /// What the method gave, null for nothing; or what it threw.
    pub result: Result<Value, Arc<ErrorRecord>>,
}

impl Body for HostCall {
    fn to_value(&self) -> Value {
        let parameters = self.parameters.iter().map(encode::encode).collect();
        Bag::new()
            .with("ci", self.call_id)
            .with("mi", method::identifier(self.method))
            .with("mp", ListObject::array_list(parameters))
            .build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let fields = Fields(value);
        let method = fields.i32("mi")?;
        let shapes = method::parameters(method);
        let shapes = shapes.iter().copied().chain(std::iter::repeat(method::Shape::Plain));
        let parameters = fields.items("mp")?;
        let parameters =
            parameters.iter().zip(shapes).map(|(one, shape)| decode::decode(one, shape));
        let parameters =
            parameters.collect::<Option<_>>().ok_or(Malformation::BadProperty("mp"))?;
        Ok(Self { call_id: fields.i64("ci")?, method, parameters })
    }
}

impl Body for HostResponse {
    fn to_value(&self) -> Value {
        let bag = match &self.result {
            Ok(value) if value.is_null() => Bag::new(),
            Ok(value) => Bag::new().with("mr", encode::encode(value)),
            Err(error) => Bag::new().with("me", error_record::to_bare_value(error)),
        };
        bag.with("ci", self.call_id).with("mi", method::identifier(self.method)).build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let fields = Fields(value);
        let method = fields.i32("mi")?;
        let error = fields.get("me").filter(|error| !error.is_null());
        let result = match error {
            Some(error) => {
                let record = error_from_value(&error).ok_or(Malformation::BadProperty("me"))?;
                Err(Arc::new(record))
            }
            // A value of another type than the method has is for the caller to judge.
            None => {
                let value = fields.get("mr").unwrap_or_default();
                Ok(decode::decode(&value, method::answer(method)).unwrap_or(value))
            }
        };
        Ok(Self { call_id: fields.i64("ci")?, method, result })
    }
}

#[cfg(test)]
mod tests {
    use remora_psobject::host::{
        BufferCell, ChoiceDescription, Coordinates, FieldDescription, KeyInfo, Rectangle, Size,
    };
    use remora_psobject::{
        ArrayObject, ErrorCategory, Exception, ProgressRecord, PsCredential, SecureString, TypeId,
    };

    use super::super::tests::{crossed, sent};
    use super::super::{Message, MessageType};
    use super::*;

    fn call(method: i32, parameters: Vec<Value>) -> Vec<Value> {
        let call = HostCall { call_id: 1, method, parameters };
        let message = Message::RunspacePoolHostCall(Box::new(call));
        assert_eq!(message.message_type(), MessageType::RunspacePoolHostCall);
        let Message::RunspacePoolHostCall(back) = crossed(&message) else { panic!() };
        assert!(back.wants_answer());
        back.parameters
    }

    fn answer(method: i32, value: Value) -> Value {
        let response = HostResponse { call_id: 1, method, result: Ok(value) };
        let message = Message::RunspacePoolHostResponse(Box::new(response));
        let Message::RunspacePoolHostResponse(back) = crossed(&message) else { panic!() };
        back.result.unwrap()
    }

    fn cell(character: char) -> BufferCell {
        BufferCell { character: character as u16, foreground_color: 7, ..BufferCell::default() }
    }

    #[test]
    fn structures_cross() {
        let origin = Coordinates { x: 3, y: 4 };
        let size = Size { width: 80, height: 24 };
        let area = Rectangle { left: 0, top: 1, right: 2, bottom: 3 };
        assert_eq!(call(32, vec![Value::live(origin)])[0].downcast(), Some(&origin));
        assert_eq!(call(40, vec![Value::live(size)])[0].downcast(), Some(&size));
        let all =
            vec![Value::live(area), Value::live(origin), Value::live(area), Value::live(cell('x'))];
        let back = call(51, all);
        assert_eq!(back[0].downcast(), Some(&area));
        assert_eq!(back[3].downcast(), Some(&cell('x')));
        let key =
            KeyInfo { virtual_key_code: 65, character: 97, control_key_state: 0, key_down: true };
        assert_eq!(answer(46, Value::live(key)).downcast(), Some(&key));
    }

    #[test]
    fn cells_of_two_dimensions_cross() {
        let cells = ['a', 'b', 'c', 'd', 'e', 'f'].map(|c| Value::live(cell(c))).to_vec();
        let array = ArrayObject::with_dimensions(TypeId::BUFFER_CELL, &[2, 3], cells);
        let back = answer(50, Value::from(array));
        let Value::Array(back) = &back else { panic!() };
        assert_eq!(back.dimensions(), [2, 3]);
        assert_eq!(back.to_vec()[5].downcast(), Some(&cell('f')));
    }

    #[test]
    fn questions_cross() {
        let field = FieldDescription {
            name: "Num".into(),
            parameter_type_full_name: "System.Int32".into(),
            is_mandatory: true,
            ..FieldDescription::default()
        };
        let fields = ListObject::array_list(vec![Value::live(field)]);
        let back = call(23, vec!["c".into(), "m".into(), fields.into()]);
        let Value::List(fields) = &back[2] else { panic!() };
        let field = fields.get(0).unwrap();
        let field = field.downcast::<FieldDescription>().unwrap();
        assert_eq!((field.name.as_str(), field.is_mandatory), ("Num", true));

        let choice = ChoiceDescription { label: "&Yes".into(), help_message: "do it".into() };
        let choices = ListObject::array_list(vec![Value::live(choice.clone())]);
        let defaults = Value::array_of(TypeId::INT32, vec![Value::I32(0)]);
        let back = call(56, vec!["c".into(), "m".into(), choices.into(), defaults]);
        let Value::List(choices) = &back[2] else { panic!() };
        assert_eq!(choices.get(0).unwrap().downcast(), Some(&choice));
        let Value::Array(defaults) = &back[3] else { panic!() };
        assert_eq!(defaults.get(0).and_then(|n| n.as_i32()), Some(0));
    }

    #[test]
    fn secrets_and_records_cross() {
        let credential = PsCredential::new("bob", SecureString::new("pw"));
        let back = answer(25, Value::live(credential));
        let back = back.downcast::<PsCredential>().unwrap();
        assert_eq!(back.password().unwrap().reveal_string(), "pw");
        let secret = answer(12, Value::live(SecureString::new("x")));
        assert_eq!(secret.downcast::<SecureString>().unwrap().reveal_string(), "x");
        let record = ProgressRecord::new(1, "A", "S");
        let back = call(20, vec![Value::I64(0), Value::live(record.clone())]);
        assert_eq!(back[1].downcast(), Some(&record));
    }

    #[test]
    fn enumerations_are_numbers() {
        let color = TypeId::find("System.ConsoleColor").unwrap();
        let call =
            HostCall { call_id: NO_ANSWER, method: 28, parameters: vec![Value::Enum(color, 12)] };
        let (_, text) = sent(&Message::RunspacePoolHostCall(Box::new(call)));
        assert!(text.contains("<LST><I32>12</I32></LST>"), "{text}");
    }

    #[test]
    fn errors_cross_without_type_names() {
        let error = ErrorRecord::new(
            Exception::new(TypeId::INVALID_OPERATION_EXCEPTION, "no"),
            "HostFails",
            ErrorCategory::InvalidOperation,
            Value::Null,
        );
        let response = HostResponse { call_id: 1, method: 11, result: Err(Arc::new(error)) };
        let message = Message::RunspacePoolHostResponse(Box::new(response));
        assert!(
            sent(&message).1.starts_with("<Obj RefId=\"0\"><MS><Obj N=\"me\" RefId=\"1\"><MS>")
        );
        let Message::RunspacePoolHostResponse(back) = crossed(&message) else { panic!() };
        let error = back.result.unwrap_err();
        assert_eq!(
            (error.message().as_str(), error.fully_qualified_error_id.as_str()),
            ("no", "HostFails")
        );
    }
}
