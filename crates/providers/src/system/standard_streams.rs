//! The standard streams of this process.

use std::io::{self, IsTerminal as _, Read as _, Write as _};

use remora_dotnet::system::{StandardStream, StandardStreams};

use super::NativeSystem;

impl StandardStreams for NativeSystem {
    fn write_standard(&self, stream: StandardStream, bytes: &[u8]) -> io::Result<()> {
        if stream == StandardStream::Error {
            return io::stderr().write_all(bytes);
        }
        let mut stdout = io::stdout();
        stdout.write_all(bytes)?;
        stdout.flush()
    }

    fn read_standard(&self, buffer: &mut [u8]) -> io::Result<usize> {
        io::stdin().read(buffer)
    }

    fn is_terminal(&self, stream: StandardStream) -> bool {
        match stream {
            StandardStream::Input => io::stdin().is_terminal(),
            StandardStream::Output => io::stdout().is_terminal(),
            StandardStream::Error => io::stderr().is_terminal(),
        }
    }
}
