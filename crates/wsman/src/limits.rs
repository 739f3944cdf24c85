//! Bounds on what a peer may make us read.

/// Bounds that are checked before a document is parsed or a payload is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest envelope in bytes, after decryption. `MaxEnvelopeSizekb` times 1024.
    pub envelope_size: usize,
    /// Deepest nesting of elements.
    pub depth: usize,
    /// Most elements in one document.
    pub elements: usize,
    /// Most attributes (namespace declarations included) on one element.
    pub attributes_per_element: usize,
    /// Most attributes in one document.
    pub attributes: usize,
    /// Longest identifier, header value or option in bytes.
    pub name_length: usize,
    /// Most bytes that one base64 text may decode to.
    pub payload_size: usize,
    /// Most streams, arguments, selectors, options or items in one message.
    pub items: usize,
}

impl Limits {
    /// The bounds for a peer whose envelopes may have `envelope_size` bytes.
    #[must_use]
    pub const fn for_envelope_size(envelope_size: usize) -> Self {
        Self {
            envelope_size,
            depth: 32,
            elements: 65_536,
            attributes_per_element: 48,
            attributes: 131_072,
            name_length: 4096,
            payload_size: envelope_size,
            items: 32_768,
        }
    }
}

impl Default for Limits {
    /// The bounds that follow from Windows' default `MaxEnvelopeSizekb` of 500.
    fn default() -> Self {
        Self::for_envelope_size(512_000)
    }
}
