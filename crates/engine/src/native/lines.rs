//! What a program writes, in pieces: lines for objects, bytes for other programs and files.

use std::io::{BufReader, Read};
use std::sync::mpsc::SyncSender;

use remora_psobject::PsString;

/// A piece of what a program wrote.
pub(crate) enum Piece {
    /// A line of its output, without the end.
    Line(PsString),
    /// Bytes of its output.
    Bytes(Vec<u8>),
    /// A line of its errors.
    Error(PsString),
}

/// Reads lines until the end. A line ends with a line feed, a carriage return, or both.
pub(crate) fn read_lines(source: Box<dyn Read + Send>, sender: &SyncSender<Piece>, is_error: bool) {
    let mut line = Vec::new();
    let mut after_return = false;
    let send = |line: &mut Vec<u8>| {
        let text = PsString::from(String::from_utf8_lossy(&std::mem::take(line)).as_ref());
        sender.send(if is_error { Piece::Error(text) } else { Piece::Line(text) }).is_ok()
    };
    for byte in BufReader::new(source).bytes() {
        let Ok(byte) = byte else { break };
        let is_second = std::mem::replace(&mut after_return, byte == b'\r') && byte == b'\n';
        let goes_on = match byte {
            _ if is_second => true,
            b'\n' | b'\r' => send(&mut line),
            byte => {
                line.push(byte);
                true
            }
        };
        if !goes_on {
            return;
        }
    }
    if !line.is_empty() {
        send(&mut line);
    }
}

/// Reads bytes until the end.
pub(crate) fn read_bytes(mut source: Box<dyn Read + Send>, sender: &SyncSender<Piece>) {
    let mut buffer = vec![0; 65_536];
    loop {
        match source.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(count) => {
                let chunk = buffer.get(..count).unwrap_or_default().to_vec();
                if sender.send(Piece::Bytes(chunk)).is_err() {
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_of(text: &'static [u8]) -> Vec<String> {
        let (sender, receiver) = std::sync::mpsc::sync_channel(100);
        read_lines(Box::new(text), &sender, false);
        drop(sender);
        let lines = receiver.iter().map(|piece| match piece {
            Piece::Line(line) => line.to_string(),
            Piece::Bytes(_) | Piece::Error(_) => panic!("a line was expected"),
        });
        lines.collect()
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        assert_eq!(lines_of(b"a\r\nb\rc"), ["a", "b", "c"]);
        assert_eq!(lines_of(b"a\n\n\r\r\nb\n"), ["a", "", "", "", "b"]);
        assert_eq!(lines_of(b""), [""; 0]);
    }

    #[test]
    fn bytes_that_are_no_text_are_marked() {
        assert_eq!(lines_of(b"\xffx"), ["\u{fffd}x"]);
    }
}
