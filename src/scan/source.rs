//! Opening inputs, and unpacking them by their content.

use super::Control;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::atomic::Ordering;

/// Where events are read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Input {
    /// What to call it.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// How many bytes there are, before unpacking, where that is known.
    pub fn size(&self) -> Option<u64> {
        match self {
            Self::Stdin => None,
            Self::File(path) => {
                let metadata = path.metadata().ok()?;
                metadata.is_file().then_some(metadata.len())
            }
        }
    }
}

/// An input, opened.
pub(super) struct Unpacked<'c> {
    /// Its bytes, unpacked.
    pub(super) reader: Box<dyn Read + Send + 'c>,
    /// Whether reading it takes work, so that others had better read something else meanwhile.
    pub(super) is_packed: bool,
    /// Whether bytes may come slowly, so that what is there should be used.
    pub(super) is_live: bool,
}

impl Unpacked<'_> {
    /// Opens an input and looks at its first bytes: gzip, zstd, or plain.
    ///
    /// # Errors
    /// It cannot be opened or read.
    pub(super) fn open<'c>(input: &Input, control: &'c Control) -> io::Result<Unpacked<'c>> {
        let (source, is_live): (Box<dyn Read + Send>, bool) = match input {
            Input::Stdin => (Box::new(io::stdin()), true),
            Input::File(path) => {
                let file = File::open(path)?;
                let metadata = file.metadata()?;
                if metadata.is_dir() {
                    return Err(io::ErrorKind::IsADirectory.into());
                }
                (Box::new(file), !metadata.is_file())
            }
        };
        let mut counted = Counted { source, control };
        let mut first = [0; 4];
        let mut length = 0;
        while let Some(room) = first.get_mut(length..).filter(|room| !room.is_empty()) {
            match counted.read(room) {
                Ok(0) => break,
                Ok(read) => length += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let first = first.get(..length).unwrap_or_default();
        let all = io::Cursor::new(first.to_vec()).chain(counted);
        let (reader, is_packed): (Box<dyn Read + Send + 'c>, bool) =
            if first.starts_with(b"\x1f\x8b") {
                let buffered = io::BufReader::with_capacity(1 << 17, all);
                (
                    Box::new(flate2::bufread::MultiGzDecoder::new(buffered)),
                    true,
                )
            } else if first == b"\x28\xb5\x2f\xfd" {
                (Box::new(zstd::Decoder::new(all)?), true)
            } else {
                (Box::new(all), false)
            };
        Ok(Unpacked {
            reader,
            is_packed,
            is_live,
        })
    }
}

/// Counts what is read.
struct Counted<'c> {
    source: Box<dyn Read + Send>,
    control: &'c Control,
}

impl Read for Counted<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(room)?;
        self.control.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// What to say about an input that cannot be read (any further).
pub(super) fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "not allowed to read this file".to_owned(),
        io::ErrorKind::IsADirectory => "this is a directory".to_owned(),
        io::ErrorKind::UnexpectedEof => "the compressed data ends too early".to_owned(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            format!("the compressed data is damaged: {error}")
        }
        _ => format!("cannot read this: {error}"),
    }
}
