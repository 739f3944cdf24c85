//! Each packet, fragment and message decodes, and encodes to the same again.

use remora_clixml::{ReadOptions, SecretCodec, WriteOptions};
use remora_outofproc::Packet;
use remora_psobject::Guid;
use remora_psrp::crypto::{KeyPair, Secrets, SessionKey};
use remora_psrp::message::{Codec, Destination, Message, RawMessage};
use rsa::pkcs1::DecodeRsaPrivateKey;

use super::conversation::{Assembler, Opaque, Whole};
use super::document::{Leniency, normal_form};
use super::transcript::{Row, Side, Transcript};

pub(super) fn check(transcript: &Transcript) -> Vec<String> {
    let mut differences = Vec::new();
    let (mut client, mut server) = (Assembler::default(), Assembler::default());
    let leniency = Leniency::default();
    for (row, number) in transcript.rows.iter().zip(2..) {
        let Row::Line { from, text, malformed: false } = row else { continue };
        let (packets, error) = Packet::parse_line(text);
        let [packet] = packets.as_slice() else {
            differences.push(format!("row {number}: {} packets, {error:?}", packets.len()));
            continue;
        };
        // A stream of another name is read as the default stream.
        let is_known = ["'Default'", "'PromptResponse'"].iter().any(|name| text.contains(name));
        let has_one_form = is_known || !matches!(packet, Packet::Data { .. });
        if has_one_form && packet.to_line().trim_end() != text {
            differences.push(format!("row {number}: the packet encodes to another line"));
        }
        let assembler = if *from == Side::Client { &mut client } else { &mut server };
        for message in assembler.messages(packet) {
            let is_by_hand = *from == Side::Client && !transcript.is_real_client;
            let wrong = if is_by_hand && transcript.not_xml.contains(&number) {
                Vec::new()
            } else {
                check_message(&message, is_by_hand, leniency)
            };
            differences.extend(wrong.into_iter().map(|what| {
                let name = message.message_type().map_or("unknown", |own| own.name());
                format!("row {number} {name}: {what}")
            }));
            if let Some(what) = check_session_key(transcript, &message) {
                differences.push(format!("row {number}: {what}"));
            }
        }
    }
    differences
}

fn check_message(raw: &RawMessage, is_by_hand: bool, leniency: Leniency) -> Vec<String> {
    let mut wrong = Vec::new();
    match RawMessage::parse(raw.to_bytes()) {
        Ok(again) if again == *raw => {}
        _ => wrong.push("the header does not come back".to_owned()),
    }
    let Ok(text) = raw.text() else { return vec!["not UTF-8".to_owned()] };
    let want = normal_form(text, leniency);
    // What was written by hand has forms that a serializer does not write.
    let first = if is_by_hand { clixml_again(text).unwrap_or_default() } else { text.to_owned() };
    if !first.is_empty() {
        match clixml_again(&first) {
            Ok(again) => {
                let want = normal_form(&first, leniency);
                compare("CLIXML", &want, &normal_form(&again, leniency), &mut wrong);
            }
            Err(error) => wrong.push(format!("CLIXML: {error}")),
        }
    }
    check_body(raw, &want, is_by_hand, leniency, &mut wrong);
    wrong
}

/// The body decodes, and encodes to the same. What a client written by hand sends may have another form
/// than ours, or none that is accepted; it must come to rest after once.
fn check_body(
    raw: &RawMessage,
    want: &str,
    is_by_hand: bool,
    leniency: Leniency,
    wrong: &mut Vec<String>,
) {
    let codec = Codec { secrets: Some(&Opaque), view: &Whole, ..Codec::default() };
    let encode = |message: &Message| {
        let raw = message.encode(Destination::Client, Guid::EMPTY, Guid::EMPTY, &codec)?;
        let form = normal_form(raw.text()?, leniency);
        Ok::<_, remora_psrp::Error>((raw, form))
    };
    let message = match raw.decode(&codec) {
        // What these carry is not looked at.
        Ok(
            None
            | Some(Message::EndOfPipelineInput | Message::StopPipeline | Message::CloseSession),
        ) => return,
        Ok(Some(message)) => message,
        Err(_) if is_by_hand => return,
        Err(error) => return wrong.push(format!("message: {error}")),
    };
    let again = encode(&message).and_then(|(raw, form)| {
        if !is_by_hand {
            return Ok((want.to_owned(), form));
        }
        let decoded = raw.decode(&codec)?.unwrap_or(message);
        Ok((form, encode(&decoded)?.1))
    });
    match again {
        Ok((want, got)) => compare("message", &want, &got, wrong),
        Err(error) => wrong.push(format!("message: does not encode: {error}")),
    }
}

fn clixml_again(text: &str) -> Result<String, remora_clixml::Error> {
    let options = ReadOptions { secrets: Some(&Opaque), ..ReadOptions::default() };
    let value = remora_clixml::read(text, &options)?;
    let options = WriteOptions { secrets: Some(&Opaque), view: &Whole, ..WriteOptions::default() };
    remora_clixml::write(&value, &options)
}

fn compare(what: &str, want: &str, got: &str, wrong: &mut Vec<String>) {
    if want == got {
        return;
    }
    let at = want.bytes().zip(got.bytes()).take_while(|(a, b)| a == b).count();
    let near = |text: &str| {
        let bytes = text.as_bytes();
        let part = bytes.get(at.saturating_sub(60)..(at + 60).min(bytes.len()));
        String::from_utf8_lossy(part.unwrap_or_default()).into_owned()
    };
    wrong.push(format!("{what}: want …{}…, got …{}…", near(want), near(got)));
}

/// The session key on record opens with the client's key on record.
fn check_session_key(transcript: &Transcript, raw: &RawMessage) -> Option<String> {
    let (pem, want) = (transcript.test_key.as_ref()?, transcript.session_key?);
    let decoded = raw.decode(&Codec { secrets: Some(&Secrets::Clear), ..Codec::default() });
    let Ok(Some(Message::EncryptedSessionKey(sealed))) = decoded else { return None };
    let key = rsa::RsaPrivateKey::from_pkcs1_pem(pem).ok()?;
    let pair = KeyPair::from_private_key(key);
    // The second key of a conversation may be sealed for another key than the one on record.
    match pair.open_session_key(&sealed.encrypted_session_key) {
        Ok(key) => (!is_same_key(key, SessionKey::from_bytes(want)))
            .then(|| "the session key is another one".to_owned()),
        Err(_) if transcript.name.contains("twice") => None,
        Err(error) => Some(error.to_string()),
    }
}

/// Keys do not show themselves, but what they do.
fn is_same_key(left: SessionKey, right: SessionKey) -> bool {
    let sealed = |key: SessionKey| Secrets::Key(key.into()).encrypt(&[1, 2, 3]).ok();
    sealed(left) == sealed(right)
}
