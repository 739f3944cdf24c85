//! The .NET types that scripts see, one file a type.
