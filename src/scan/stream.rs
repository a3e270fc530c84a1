//! One input, cut into blocks that begin and end between events.

use super::form::{self, Seen};
use super::sequence::{self, Cut};
use super::source::{self, Input, Unpacked};
use super::unwrap::{Step, Unwrapper};
use super::{Bad, Control, Options, Place};
use std::io;
use std::ops::Range;

/// How much is matched at once: several blocks stay in a processor's cache.
pub(super) const BLOCK: usize = 256 << 10;

/// A piece of an input with whole events in it.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) file: usize,
    /// Which block of the file, from 0.
    pub(super) number: u64,
    pub(super) is_last: bool,
    pub(super) bytes: Vec<u8>,
    /// How many of the bytes count.
    pub(super) length: usize,
    pub(super) start: Place,
    pub(super) events: Events,
    /// Whether the events have yet to be taken out of what holds them.
    pub(super) is_wrapped: bool,
    /// What is no event, besides what is found to be none among them.
    pub(super) bad: Vec<Bad>,
    /// Why there is nothing behind this block.
    pub(super) error: Option<String>,
}

/// Where the events of a block are.
#[derive(Debug)]
pub(super) enum Events {
    /// One after the other.
    Sequence,
    /// Here.
    At(Vec<Range<usize>>),
}

/// How events stand in the input.
#[derive(Debug)]
enum Form {
    /// Not known before something was read.
    Unknown,
    Sequence,
    Elements(Unwrapper),
    /// Lines of text with events in them.
    Lines,
    /// Something that is read whole.
    Whole,
    /// What was too long is still going on: where it began, and what was passed over so far.
    TooLong(TooLong),
}

#[derive(Debug, Clone, Copy)]
struct TooLong {
    place: Place,
    length: u64,
    lines: u64,
    /// Whether it has several lines, so that an object in one of them is likely part of it.
    is_tall: bool,
}

/// One input.
pub(super) struct Stream<'c> {
    file: usize,
    number: u64,
    unopened: Option<(&'c Input, &'c Control)>,
    reader: Option<Unpacked<'c>>,
    form: Form,
    /// What was read and is not part of a block yet, up to `filled`.
    buffer: Vec<u8>,
    filled: usize,
    /// Where the buffer begins.
    place: Place,
    /// How much of the buffer was there when no whole event was found in it.
    seen: usize,
    at_end: bool,
    error: Option<String>,
    each: Option<Vec<String>>,
    mixed: bool,
    longest: usize,
    is_wrapped: bool,
}

/// The longest that something is read whole, in bytes.
const LARGEST: usize = 256 << 20;

impl<'c> Stream<'c> {
    pub(super) fn new(
        file: usize,
        input: &'c Input,
        options: &Options,
        control: &'c Control,
    ) -> Self {
        Self {
            file,
            number: 0,
            unopened: Some((input, control)),
            reader: None,
            form: Form::Unknown,
            buffer: Vec::new(),
            filled: 0,
            place: Place::START,
            seen: 0,
            at_end: false,
            error: None,
            each: options.each.clone(),
            mixed: options.mixed,
            longest: options.longest,
            is_wrapped: false,
        }
    }

    fn open(&mut self) {
        let Some((input, control)) = self.unopened.take() else {
            return;
        };
        match Unpacked::open(input, control) {
            Ok(reader) => self.reader = Some(reader),
            Err(error) => {
                self.error = Some(source::explain(&error));
                self.at_end = true;
            }
        }
    }

    pub(super) fn is_packed(&self) -> bool {
        self.reader.as_ref().is_some_and(|reader| reader.is_packed)
    }

    /// The next block; `None` behind the last. `spare` gives a buffer to go on with.
    pub(super) fn next(&mut self, mut spare: impl FnMut() -> Vec<u8>) -> Option<Block> {
        if self.at_end && self.number > 0 && self.filled == 0 && self.error.is_none() {
            return None;
        }
        self.open();
        let mut wanted = BLOCK;
        loop {
            self.fill(wanted);
            if matches!(self.form, Form::Unknown) {
                self.recognise();
            }
            let ended = self.at_end;
            if self.is_hopeless() {
                continue;
            }
            match &mut self.form {
                Form::Unknown if !ended => {}
                Form::Unknown => {
                    return Some(self.block(self.filled, Events::Sequence, Vec::new(), &mut spare));
                }
                Form::Sequence => {
                    if ended {
                        return Some(self.block(
                            self.filled,
                            Events::Sequence,
                            Vec::new(),
                            &mut spare,
                        ));
                    }
                    let bytes = self.buffer.get(..self.filled).unwrap_or_default();
                    match sequence::cut(bytes) {
                        Cut::At(end) => {
                            return Some(self.block(end, Events::Sequence, Vec::new(), &mut spare));
                        }
                        Cut::Nowhere(start) if self.filled - start > self.longest => {
                            self.drop_front(start);
                            let bytes = self.buffer.get(..self.longest).unwrap_or_default();
                            self.form = Form::TooLong(TooLong {
                                place: self.place,
                                length: 0,
                                lines: 0,
                                is_tall: memchr::memchr(b'\n', bytes).is_some(),
                            });
                        }
                        Cut::Nowhere(_) => self.seen = self.filled,
                    }
                }
                Form::TooLong(long) => {
                    let long = *long;
                    if let Some(bad) = self.pass_by(long) {
                        return Some(self.block(0, Events::Sequence, vec![bad], &mut spare));
                    }
                    continue;
                }
                Form::Lines if !ended => {
                    let bytes = self.buffer.get(..self.filled).unwrap_or_default();
                    if let Some(end) = form::cut(bytes) {
                        return Some(self.block(end, Events::Sequence, Vec::new(), &mut spare));
                    }
                    if self.filled > self.longest {
                        return Some(self.block(
                            self.filled,
                            Events::Sequence,
                            Vec::new(),
                            &mut spare,
                        ));
                    }
                }
                Form::Whole if !ended && self.filled <= LARGEST => {}
                Form::Whole if !ended => {
                    let end = self.filled;
                    let message = format!(
                        "larger than {} MiB, the most that is read of what makes sense only as a whole",
                        LARGEST >> 20
                    );
                    let bytes = self.buffer.get(..end).unwrap_or_default();
                    let bad = self.place.bad(bytes, 0..end, 0, message);
                    self.at_end = true;
                    return Some(self.block(end, Events::At(Vec::new()), vec![bad], &mut spare));
                }
                Form::Lines | Form::Whole => {
                    return Some(self.block(self.filled, Events::Sequence, Vec::new(), &mut spare));
                }
                Form::Elements(_) => {
                    if let Some(block) = self.elements(&mut spare) {
                        return Some(block);
                    }
                }
            }
            // What is there is no whole event: more is needed.
            wanted = self.filled.max(BLOCK / 2) * 2;
        }
    }

    /// Reads until so many bytes are there, or, where bytes may come slowly, until there are more.
    fn fill(&mut self, wanted: usize) {
        if self.buffer.len() < wanted {
            self.buffer.resize(wanted, 0);
        }
        let before = self.filled;
        while self.filled < wanted && !self.at_end {
            let (Some(reader), Some(room)) =
                (&mut self.reader, self.buffer.get_mut(self.filled..wanted))
            else {
                break;
            };
            match reader.reader.read(room) {
                Ok(0) => self.at_end = true,
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.error = Some(source::explain(&error));
                    self.at_end = true;
                }
            }
            if reader.is_live && self.filled > before {
                break;
            }
        }
    }

    /// Whether what came in since no whole event was found can hardly have ended one, so that all of
    /// it need not be read again: where bytes come in small pieces that would be done too often.
    fn is_hopeless(&self) -> bool {
        let enough = self.seen + self.seen / 4;
        let fresh = self.buffer.get(self.seen..self.filled).unwrap_or_default();
        let ends_value = |byte: &u8| matches!(byte, b'}' | b']');
        !self.at_end
            && self.seen >= BLOCK
            && self.filled < enough.min(self.longest)
            && !fresh.trim_ascii_end().last().is_some_and(ends_value)
    }

    /// Looks at the first character. A byte order mark is left out.
    fn recognise(&mut self) {
        if self.place == Place::START
            && self.buffer.starts_with(b"\xef\xbb\xbf")
            && self.filled >= 3
        {
            self.buffer.drain(..3);
            self.filled -= 3;
            self.place.offset = 3;
        }
        let bytes = self.buffer.get(..self.filled).unwrap_or_default();
        let is_blank = bytes.iter().all(u8::is_ascii_whitespace);
        if let Some(pointer) = self.each.take() {
            self.form = Form::Elements(Unwrapper::new(pointer));
            return;
        }
        if is_blank {
            return;
        }
        let Some(seen) = form::of(bytes, self.at_end) else {
            return;
        };
        // Values that hold events may be longer than any event.
        self.is_wrapped = !matches!(seen, Seen::Events | Seen::Elements(_, false));
        if self.is_wrapped {
            self.longest = self.longest.max(LARGEST);
        }
        self.form = match seen {
            Seen::Events | Seen::Values => Form::Sequence,
            Seen::Elements(pointer, _) => {
                let takes_others = self.mixed && pointer.is_empty();
                Form::Elements(Unwrapper::new(pointer).taking(takes_others))
            }
            Seen::Lines => Form::Lines,
            Seen::Whole => Form::Whole,
        };
    }

    /// The block of the first `end` bytes.
    fn block(
        &mut self,
        end: usize,
        events: Events,
        bad: Vec<Bad>,
        spare: &mut impl FnMut() -> Vec<u8>,
    ) -> Block {
        let mut next = spare();
        let rest = self.buffer.get(end..self.filled).unwrap_or_default();
        if next.len() < rest.len() {
            next.resize(rest.len().max(BLOCK), 0);
        }
        if let Some(room) = next.get_mut(..rest.len()) {
            room.copy_from_slice(rest);
        }
        let left = rest.len();
        let bytes = std::mem::replace(&mut self.buffer, next);
        let start = self.place;
        self.place = start.behind(bytes.get(..end).unwrap_or_default());
        self.filled = left;
        self.seen = 0;
        let number = self.number;
        self.number += 1;
        let is_last = self.at_end && left == 0;
        Block {
            file: self.file,
            number,
            is_last,
            bytes,
            length: end,
            start,
            events,
            is_wrapped: self.is_wrapped,
            bad,
            error: if is_last { self.error.take() } else { None },
        }
    }

    /// Forgets bytes that were told about.
    fn drop_front(&mut self, count: usize) {
        let dropped = self.buffer.get(..count).unwrap_or_default();
        self.place = self.place.behind(dropped);
        self.buffer.copy_within(count..self.filled, 0);
        self.filled -= count;
        self.seen = 0;
    }

    /// Goes on through what is too long; what there is to say of it, once its end is found.
    fn pass_by(&mut self, mut long: TooLong) -> Option<Bad> {
        let bytes = self.buffer.get(..self.filled).unwrap_or_default();
        let end = if long.is_tall {
            memchr::memmem::find(bytes, b"\n{").map(|at| at + 1)
        } else {
            sequence::line_with_brace(bytes)
        };
        // What follows the last line end may only begin here.
        let kept = memchr::memrchr(b'\n', bytes).filter(|_| !self.at_end);
        let passed = match (end, kept) {
            (Some(end), _) => end,
            (None, Some(0)) if bytes.len() < BLOCK => 0,
            (None, Some(kept)) if kept > 0 => kept,
            (None, _) => bytes.len(),
        };
        let front = bytes.get(..passed).unwrap_or_default();
        long.length += passed as u64;
        long.lines += memchr::memchr_iter(b'\n', front).count() as u64;
        self.drop_front(passed);
        if end.is_none() && !self.at_end {
            self.form = Form::TooLong(long);
            self.fill(self.filled + BLOCK);
            return None;
        }
        self.form = Form::Sequence;
        Some(Bad {
            place: long.place,
            at: long.place.position,
            lines: long.lines.max(1),
            length: long.length,
            message: too_long(self.longest),
            text: None,
        })
    }

    /// A block of an array's elements; `None` where more has to be read first.
    fn elements(&mut self, spare: &mut impl FnMut() -> Vec<u8>) -> Option<Block> {
        let Form::Elements(unwrapper) = &mut self.form else {
            return None;
        };
        let bytes = self.buffer.get(..self.filled).unwrap_or_default();
        let (mut at, mut events, mut bad) = (0, Vec::new(), Vec::new());
        let mut more = false;
        // Why nothing that follows can be read, and where that was noticed.
        let mut lost = None;
        while events.is_empty() || at < BLOCK {
            match unwrapper.step(bytes, at, self.at_end) {
                Step::On(next) => at = next,
                Step::Event(event) => {
                    at = event.end;
                    events.push(event);
                }
                Step::Without { message, next } => {
                    bad.push(self.place.bad(bytes, at..next, next, message));
                    at = next;
                }
                Step::More => {
                    more = true;
                    break;
                }
                Step::End => {
                    at = self.filled;
                    break;
                }
                Step::Bad { message, stop } => {
                    lost = Some((message, stop));
                    break;
                }
            }
        }
        if more && events.is_empty() && bad.is_empty() {
            if self.filled - at <= self.longest {
                // What was read of the way to the events need not be read again.
                self.drop_front(at);
                self.seen = self.filled;
                return None;
            }
            lost = Some((too_long(self.longest), at));
        }
        let Some((message, stop)) = lost else {
            return Some(self.block(at, Events::At(events), bad, spare));
        };
        let message = message + "; what follows in this input was not read";
        bad.push(self.place.bad(bytes, at..self.filled, stop, message));
        self.filled = at;
        self.at_end = true;
        Some(self.block(at, Events::At(events), bad, spare))
    }
}

pub(super) fn too_long(longest: usize) -> String {
    let limit = if longest.is_multiple_of(1 << 20) {
        format!("{} MiB", longest >> 20)
    } else {
        format!("{longest} bytes")
    };
    format!("an event longer than {limit}, the limit of `--max-event-size`")
}
