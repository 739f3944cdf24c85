//! CLIXML to and from PowerShell values (MS-PSRP section 2.2.5, Serialization).
//!
//! ```
//! use remora_clixml::{ReadOptions, WriteOptions, read, write};
//! use remora_psobject::Value;
//!
//! let text = write(&Value::from("a<b"), &WriteOptions::default())?;
//! assert_eq!(text, "<S>a&lt;b</S>");
//! assert_eq!(read(&text, &ReadOptions::default())?.as_str(), Some("a<b"));
//! # Ok::<(), remora_clixml::Error>(())
//! ```
//!
//! Reading gives inert data. Names of types that arrive are labels with `Deserialized.` before them and
//! never construct anything, but for a closed list that the caller supplies (see [`Rehydrator`]).
//! Everything read is bounded by [`Limits`].

mod duration;
mod error;
mod escape;
mod number;
mod reader;
pub mod record;
mod scanner;
mod time;
mod writer;

pub use error::{Error, ErrorKind};
pub use reader::{Limits, ReadOptions, Rehydrator, read, read_all};
pub use writer::{Layout, WriteOptions, write, write_all, write_onto, write_streams};

/// The name space of CLIXML documents.
pub const NAMESPACE: &str = "http://schemas.microsoft.com/powershell/2004/04";

/// The version that documents carry.
pub const VERSION: &str = "1.1.0.1";

/// What every enumeration that arrived is called.
const DESERIALIZED_ENUM: &str = "Deserialized.System.Enum";

/// The property in which an enumeration that arrived keeps its name.
const ENUM_TEXT: &str = "Value";

/// Encrypts and decrypts secure strings with the key that both ends agreed on.
pub trait SecretCodec {
    /// The text that stands for these code units.
    ///
    /// # Errors
    /// [`ErrorKind::Secret`] where there is no key.
    fn encrypt(&self, units: &[u16]) -> Result<String, Error>;

    /// The code units that this text stands for.
    ///
    /// # Errors
    /// [`ErrorKind::Secret`] where there is no key, or the text was not made with it.
    fn decrypt(&self, text: &str) -> Result<Vec<u16>, Error>;
}
