//! Values that literals stand for, and the parts of variable names.

use std::sync::Arc;

/// The value of a number literal, typed as PowerShell types it.
#[derive(Debug, Clone, PartialEq)]
pub enum ConstantValue {
    /// Suffix `y`.
    SByte(i8),
    /// Suffix `uy`.
    Byte(u8),
    /// Suffix `s`.
    Int16(i16),
    /// Suffix `us`.
    UInt16(u16),
    /// Integers that fit, without suffix.
    Int32(i32),
    /// Suffix `u` that fits.
    UInt32(u32),
    /// Suffix `l`, or an integer too large for 32 bits.
    Int64(i64),
    /// Suffix `ul`, or `u` and too large for 32 bits.
    UInt64(u64),
    /// Suffix `d`, or an integer too large for 64 bits.
    Decimal(DecimalLiteral),
    /// Real numbers and integers too large for the rest.
    Double(f64),
    /// Suffix `n`: decimal digits with an optional sign.
    BigInteger(Box<str>),
    /// `true`: only as the value of an attribute's bare argument name.
    Boolean(bool),
}

/// A `System.Decimal` as sign, 96-bit mantissa and scale: `±mantissa / 10^scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecimalLiteral {
    /// True below zero.
    pub negative: bool,
    /// Less than 2^96.
    pub mantissa: u128,
    /// At most 28.
    pub scale: u8,
}

/// Where a variable's name says that it lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VariableScope {
    /// `$a`: looked up from the current scope upwards.
    Unqualified,
    /// `$global:a`
    Global,
    /// `$local:a`
    Local,
    /// `$script:a`
    Script,
    /// `$private:a`
    Private,
    /// `$variable:a`: the variable drive, looked up like an unqualified name.
    Variable,
    /// `$env:a`: some other drive.
    Drive,
}

/// The name of a variable: PowerShell's `VariablePath`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariablePath {
    /// The name as written, without `$`, braces and escapes (`UserPath`).
    pub user_path: Arc<str>,
    /// What stands before the colon.
    pub scope: VariableScope,
    name_start: u32,
}

impl VariablePath {
    /// Takes a name as written (without `$`) apart.
    pub fn new(user_path: &str) -> Self {
        let (scope, name_start) = match user_path.find(':') {
            Some(colon) if colon > 0 => {
                let prefix = user_path.get(..colon).unwrap_or("");
                let scope = [
                    ("global", VariableScope::Global),
                    ("local", VariableScope::Local),
                    ("script", VariableScope::Script),
                    ("private", VariableScope::Private),
                    ("variable", VariableScope::Variable),
                ]
                .into_iter()
                .find(|(name, _)| prefix.eq_ignore_ascii_case(name))
                .map_or(VariableScope::Drive, |(_, scope)| scope);
                (scope, colon as u32 + 1)
            }
            _ => (VariableScope::Unqualified, 0),
        };
        Self { user_path: Arc::from(user_path), scope, name_start }
    }

    /// The name without scope or drive.
    pub fn name(&self) -> &str {
        self.user_path.get(self.name_start as usize..).unwrap_or("")
    }

    /// The drive's name when the path names one (`env` of `env:PATH`).
    pub fn drive(&self) -> Option<&str> {
        match self.scope {
            VariableScope::Drive => {
                self.user_path.get(..(self.name_start as usize).saturating_sub(1))
            }
            _ => None,
        }
    }

    /// True when it is a variable and not an item of another drive.
    pub fn is_variable(&self) -> bool {
        self.scope != VariableScope::Drive
    }

    /// True when it has neither scope nor drive.
    pub fn is_unqualified(&self) -> bool {
        self.scope == VariableScope::Unqualified
    }

    /// True when it is the unqualified name `name`, without regard to case.
    pub fn is_named(&self, name: &str) -> bool {
        self.is_unqualified() && self.user_path.eq_ignore_ascii_case(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_names_apart() {
        let path = VariablePath::new("Env:Path");
        assert_eq!(
            (path.scope, path.name(), path.drive()),
            (VariableScope::Drive, "Path", Some("Env"))
        );
        let path = VariablePath::new("GLOBAL:x");
        assert_eq!((path.scope, path.name(), path.drive()), (VariableScope::Global, "x", None));
        let path = VariablePath::new("a");
        assert!(path.is_named("A"));
        assert_eq!(VariablePath::new(":a").name(), ":a");
    }
}
