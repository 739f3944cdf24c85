//! Members that one object carries.

use remora_psobject::{InstanceMember, Value};

/// The member of this name that was added to the object itself; bags look into themselves, wrappers
/// into themselves and then into what they wrap.
pub fn instance_member(target: &Value, name: &str) -> Option<InstanceMember> {
    if let Value::Object(object) = target {
        if let Some(member) = object.member(name) {
            return Some(member);
        }
        return match target.base() {
            Value::Object(_) => None,
            base => instance_member(base, name),
        };
    }
    let header = target.header()?;
    if header.has_members() { header.member(name) } else { None }
}
