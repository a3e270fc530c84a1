//! Handing blocks to threads.
//!
//! Whoever needs work reads it: a thread takes the lock of an input, reads one block, lets go of the
//! lock and matches the block. Reading costs little, so threads rarely wait for each other. Unpacking
//! costs more than matching: so while one thread unpacks an input, others open the next ones.

use super::source::Input;
use super::stream::{Block, Stream};
use super::{Control, Options};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

/// How many buffers are kept to be used again.
const SPARE: usize = 16;

pub(super) struct Feed<'f> {
    inputs: &'f [Input],
    options: &'f Options,
    control: &'f Control,
    open: Mutex<Open<'f>>,
    spare: Mutex<Vec<Vec<u8>>>,
}

struct Open<'f> {
    /// The first input that nobody has opened.
    next: usize,
    /// The inputs that are being read, in order.
    streams: Vec<OpenStream<'f>>,
}

#[derive(Clone)]
struct OpenStream<'f> {
    file: usize,
    /// Whether it was opened, and reading it costs little.
    is_plain: Arc<AtomicBool>,
    stream: Arc<Mutex<Stream<'f>>>,
}

impl<'f> Feed<'f> {
    pub(super) fn new(inputs: &'f [Input], options: &'f Options, control: &'f Control) -> Self {
        Self {
            inputs,
            options,
            control,
            open: Mutex::new(Open {
                next: 0,
                streams: Vec::new(),
            }),
            spare: Mutex::default(),
        }
    }

    /// A block of the first input that has one and is not busy; `None` where there are no more.
    pub(super) fn next(&self) -> Option<Block> {
        loop {
            if self.control.stop.load(Ordering::Relaxed) {
                return None;
            }
            let streams = lock(&self.open).streams.clone();
            for open in &streams {
                let stream = if !open.is_plain.load(Ordering::Relaxed) {
                    match open.stream.try_lock() {
                        Ok(stream) => Some(stream),
                        Err(TryLockError::WouldBlock) => None,
                        Err(TryLockError::Poisoned(stream)) => Some(stream.into_inner()),
                    }
                } else {
                    Some(lock(&open.stream))
                };
                if let Some(mut stream) = stream
                    && let Some(block) = self.read(open, &mut stream)
                {
                    return Some(block);
                }
            }
            if self.open_next() {
                continue;
            }
            // All that is left is being unpacked: wait for the first.
            let first = lock(&self.open).streams.first().cloned()?;
            let mut stream = lock(&first.stream);
            if let Some(block) = self.read(&first, &mut stream) {
                return Some(block);
            }
        }
    }

    fn read(&self, open: &OpenStream<'f>, stream: &mut Stream<'f>) -> Option<Block> {
        let block = stream.next(|| lock(&self.spare).pop().unwrap_or_default());
        open.is_plain.store(!stream.is_packed(), Ordering::Relaxed);
        if block.as_ref().is_none_or(|block| block.is_last) {
            let mut all = lock(&self.open);
            all.streams.retain(|other| other.file != open.file);
        }
        block
    }

    /// Takes on one more input, if there is one. It is opened when it is first read.
    fn open_next(&self) -> bool {
        let mut open = lock(&self.open);
        let file = open.next;
        let Some(input) = self.inputs.get(file) else {
            return false;
        };
        if open.streams.len() >= self.options.jobs.get() {
            return false;
        }
        open.next += 1;
        open.streams.push(OpenStream {
            file,
            is_plain: Arc::default(),
            stream: Arc::new(Mutex::new(Stream::new(
                file,
                input,
                self.options,
                self.control,
            ))),
        });
        true
    }

    /// Takes back a buffer.
    pub(super) fn recycle(&self, bytes: Vec<u8>) {
        let mut spare = lock(&self.spare);
        if spare.len() < SPARE {
            spare.push(bytes);
        }
    }
}

/// A thread that panicked has ended the scan anyway.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
