//! What is on its way to a session host, and what has to wait.
//!
//! A session host that handles each line on a thread of its own keeps an order only where each
//! acknowledgement is awaited. So there is at most one data packet under way for each target and
//! stream; answers to host calls have a stream of their own and do not stand behind input. A
//! signal, or the end of a command, waits until the packets that create the command were taken:
//! what comes too early is forgotten.

use std::collections::{HashMap, VecDeque};

use remora_outofproc::{PACKET_SIZE, Packet};
use remora_psobject::Guid;
use remora_psrp::Stream;
use tokio::sync::oneshot;

/// The pool's id in packets.
pub(super) const POOL: Guid = Guid::EMPTY;

/// Something that a session host acknowledges and that somebody may wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Arrival {
    /// A command was opened.
    Opened(Guid),
    /// A command, or the pool, was closed.
    Closed(Guid),
}

/// All that is under way to one session host.
#[derive(Debug)]
pub(super) struct Lanes {
    targets: HashMap<Guid, Lane>,
    waiters: HashMap<Arrival, Vec<oneshot::Sender<()>>>,
    /// Lines to write now.
    lines: Vec<String>,
    /// Bytes that were acknowledged or dropped since the last look.
    returned: usize,
}

#[derive(Debug, Default)]
struct Lane {
    phase: Phase,
    input: VecDeque<Vec<u8>>,
    answers: VecDeque<Vec<u8>>,
    under_way: VecDeque<(Stream, usize)>,
    /// Packets of the message that creates the command that were not acknowledged yet.
    creation: usize,
    /// Sent when the command is created.
    deferred: Vec<Packet>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    /// Its opening was not acknowledged yet.
    #[default]
    Opening,
    Open,
    /// Its end was not acknowledged yet.
    Closing,
}

impl Lane {
    fn queue(&mut self, stream: Stream) -> &mut VecDeque<Vec<u8>> {
        match stream {
            Stream::Default => &mut self.input,
            Stream::PromptResponse => &mut self.answers,
        }
    }

    fn queued_bytes(&self) -> usize {
        self.input.iter().chain(&self.answers).map(Vec::len).sum()
    }
}

impl Default for Lanes {
    fn default() -> Self {
        let pool = Lane { phase: Phase::Open, ..Lane::default() };
        Self {
            targets: HashMap::from([(POOL, pool)]),
            waiters: HashMap::new(),
            lines: Vec::new(),
            returned: 0,
        }
    }
}

impl Lanes {
    /// Lines to write now, in order.
    pub(super) fn take_lines(&mut self) -> Vec<String> {
        std::mem::take(&mut self.lines)
    }

    /// Bytes whose room is free again.
    pub(super) fn take_returned(&mut self) -> usize {
        std::mem::take(&mut self.returned)
    }

    /// Told when this is acknowledged.
    pub(super) fn on_arrival(&mut self, arrival: Arrival) -> oneshot::Receiver<()> {
        let (sender, receiver) = oneshot::channel();
        self.waiters.entry(arrival).or_default().push(sender);
        receiver
    }

    /// Whether the end of this command is under way.
    pub(super) fn is_closing(&self, command: Guid) -> bool {
        self.targets.get(&command).is_some_and(|lane| lane.phase == Phase::Closing)
    }

    /// Opens a command; its fragments follow as soon as the opening is acknowledged.
    pub(super) fn open(&mut self, command: Guid, fragments: &[u8]) {
        let input: VecDeque<_> = fragments.chunks(PACKET_SIZE).map(<[u8]>::to_vec).collect();
        let lane = Lane { creation: input.len(), input, ..Lane::default() };
        self.targets.insert(command, lane);
        self.write(&Packet::Command(command));
    }

    /// Brings input; what belongs to no open target is dropped.
    pub(super) fn send(&mut self, target: Guid, stream: Stream, bytes: &[u8]) {
        match self.targets.get_mut(&target) {
            Some(lane) if lane.phase != Phase::Closing => {
                lane.queue(stream).extend(bytes.chunks(PACKET_SIZE).map(<[u8]>::to_vec));
            }
            _ => self.returned += bytes.len(),
        }
        self.advance(target);
    }

    /// Stops a command.
    pub(super) fn signal(&mut self, command: Guid) {
        self.after_creation(command, Packet::Signal(command));
    }

    /// Ends a command, running or not.
    pub(super) fn close(&mut self, command: Guid) {
        if !self.is_closing(command) {
            self.after_creation(command, Packet::Close(command));
        }
    }

    /// Ends all commands and the pool.
    pub(super) fn close_all(&mut self) {
        let commands: Vec<Guid> =
            self.targets.keys().copied().filter(|target| *target != POOL).collect();
        for command in commands {
            if !self.is_closing(command) {
                self.write(&Packet::Close(command));
            }
        }
        self.write(&Packet::Close(POOL));
    }

    /// An acknowledgement arrived. What only a client may say is ignored.
    pub(super) fn acknowledged(&mut self, packet: &Packet) {
        match packet {
            Packet::CommandAck(id) => {
                if let Some(lane) = self.targets.get_mut(id)
                    && lane.phase == Phase::Opening
                {
                    lane.phase = Phase::Open;
                }
                self.wake(Arrival::Opened(*id));
            }
            Packet::DataAck(id) => {
                if let Some(lane) = self.targets.get_mut(id)
                    && let Some((stream, size)) = lane.under_way.pop_front()
                {
                    self.returned += size;
                    if stream == Stream::Default {
                        lane.creation = lane.creation.saturating_sub(1);
                    }
                }
            }
            Packet::CloseAck(id) => {
                if *id != POOL
                    && let Some(lane) = self.targets.remove(id)
                {
                    let under_way: usize = lane.under_way.iter().map(|(_, size)| size).sum();
                    self.returned += lane.queued_bytes() + under_way;
                }
                self.wake(Arrival::Closed(*id));
            }
            _ => return,
        }
        self.advance(packet.id());
    }

    fn wake(&mut self, arrival: Arrival) {
        for waiter in self.waiters.remove(&arrival).into_iter().flatten() {
            // Who waited may have gone.
            let _ = waiter.send(());
        }
    }

    fn write(&mut self, packet: &Packet) {
        self.lines.push(packet.to_line());
    }

    fn after_creation(&mut self, command: Guid, packet: Packet) {
        if let Some(lane) = self.targets.get_mut(&command) {
            lane.deferred.push(packet);
            self.advance(command);
        }
    }

    /// Sends what may be sent to a target now.
    fn advance(&mut self, target: Guid) {
        let Some(lane) = self.targets.get_mut(&target) else { return };
        if lane.phase != Phase::Open {
            return;
        }
        for stream in [Stream::PromptResponse, Stream::Default] {
            let is_busy = lane.under_way.iter().any(|(busy, _)| *busy == stream);
            if !is_busy && let Some(data) = lane.queue(stream).pop_front() {
                lane.under_way.push_back((stream, data.len()));
                self.lines.push(Packet::Data { stream, id: target, data }.to_line());
            }
        }
        if lane.creation > 0 {
            return;
        }
        for packet in std::mem::take(&mut lane.deferred) {
            if matches!(packet, Packet::Close(_)) {
                lane.phase = Phase::Closing;
                self.returned += lane.queued_bytes();
                lane.input.clear();
                lane.answers.clear();
            }
            self.lines.push(packet.to_line());
            if lane.phase == Phase::Closing {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMAND: Guid = Guid([7; 16]);

    fn packets(lanes: &mut Lanes) -> Vec<Packet> {
        let packets = |line: &String| Packet::parse_line(line.trim_end()).0;
        lanes.take_lines().iter().flat_map(packets).collect()
    }

    fn data(target: Guid, bytes: &[u8]) -> Packet {
        Packet::Data { stream: Stream::Default, id: target, data: bytes.to_vec() }
    }

    #[test]
    fn every_packet_waits_for_the_one_before_it() {
        let mut lanes = Lanes::default();
        lanes.open(COMMAND, b"create");
        lanes.send(COMMAND, Stream::Default, b"one");
        lanes.send(POOL, Stream::Default, b"pool");
        let open = Packet::Command(COMMAND);
        assert_eq!(packets(&mut lanes), [open, data(POOL, b"pool")]);
        lanes.acknowledged(&Packet::CommandAck(COMMAND));
        assert_eq!(packets(&mut lanes), [data(COMMAND, b"create")]);
        lanes.send(COMMAND, Stream::PromptResponse, b"answer");
        let stream = Stream::PromptResponse;
        let answer = Packet::Data { stream, id: COMMAND, data: b"answer".to_vec() };
        assert_eq!(packets(&mut lanes), [answer]);
        lanes.acknowledged(&Packet::DataAck(COMMAND));
        assert_eq!(packets(&mut lanes), [data(COMMAND, b"one")]);
        assert_eq!(lanes.take_returned(), 6);
    }

    #[test]
    fn signals_wait_for_the_creation_but_not_for_input() {
        let mut lanes = Lanes::default();
        lanes.open(COMMAND, b"create");
        lanes.signal(COMMAND);
        lanes.send(COMMAND, Stream::Default, b"one");
        lanes.send(COMMAND, Stream::Default, b"two");
        lanes.acknowledged(&Packet::CommandAck(COMMAND));
        assert_eq!(packets(&mut lanes).len(), 2);
        lanes.acknowledged(&Packet::DataAck(COMMAND));
        let signal = Packet::Signal(COMMAND);
        assert_eq!(packets(&mut lanes), [data(COMMAND, b"one"), signal]);
        lanes.close(COMMAND);
        lanes.close(COMMAND);
        assert_eq!(packets(&mut lanes), [Packet::Close(COMMAND)]);
        assert!(lanes.is_closing(COMMAND));
        lanes.send(COMMAND, Stream::Default, b"late");
        lanes.acknowledged(&Packet::CloseAck(COMMAND));
        assert!(packets(&mut lanes).is_empty() && !lanes.is_closing(COMMAND));
        assert_eq!(lanes.take_returned(), 6 + 3 + 3 + 4, "all room comes back");
    }

    #[test]
    fn long_input_goes_in_pieces() {
        let mut lanes = Lanes::default();
        lanes.send(POOL, Stream::Default, &vec![1; PACKET_SIZE + 1]);
        assert_eq!(packets(&mut lanes), [data(POOL, &vec![1; PACKET_SIZE])]);
        lanes.acknowledged(&Packet::DataAck(POOL));
        assert_eq!(packets(&mut lanes), [data(POOL, &[1])]);
    }
}
