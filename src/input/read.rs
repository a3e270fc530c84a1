//! The one way to read a file whole.
//!
//! What a file says about its size is not believed: below `/proc` it is 0. At most the limit and one
//! byte more are read. Files that are merely met, or that another file names, have to be regular
//! ones: a FIFO, a device or a socket may never end.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;

/// Why a file was not read.
#[derive(Debug)]
pub enum ReadError {
    /// There is no such file.
    NotFound,
    /// It may not be read.
    Denied,
    /// It is something else: a directory, a FIFO, a device, a socket.
    NotRegular(&'static str),
    /// It is larger than this many bytes.
    TooLarge(u64),
    /// Anything else.
    Io(io::Error),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("no such file or directory"),
            Self::Denied => f.write_str("not allowed to read this file"),
            Self::NotRegular(what) => write!(f, "this is {what}, not a file"),
            Self::TooLarge(limit) => match limit >> 20 {
                0 => write!(f, "larger than {limit} bytes, the most that is read"),
                mebibytes => write!(
                    f,
                    "larger than {mebibytes} MiB, the most that is read whole"
                ),
            },
            Self::Io(error) => write!(f, "cannot read this: {error}"),
        }
    }
}

impl std::error::Error for ReadError {}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound,
            io::ErrorKind::PermissionDenied => Self::Denied,
            _ => Self::Io(error),
        }
    }
}

/// All bytes of a regular file, or of what a link to one leads to.
///
/// # Errors
/// It cannot be read, is no regular file, or is larger than `limit` bytes.
pub fn regular(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    // Opening a FIFO waits for a writer, so the first look comes before.
    is_regular(&std::fs::metadata(path)?)?;
    let file = File::open(path)?;
    // What is there now may be something else.
    is_regular(&file.metadata()?)?;
    bounded(file, limit)
}

/// All bytes that a reader gives.
///
/// # Errors
/// It cannot be read, or gives more than `limit` bytes.
pub fn bounded(reader: impl Read, limit: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(ReadError::TooLarge(limit));
    }
    Ok(bytes)
}

/// Whether this is a regular file.
///
/// # Errors
/// It is not.
fn is_regular(about: &Metadata) -> Result<(), ReadError> {
    match about.is_file() {
        true => Ok(()),
        false => Err(ReadError::NotRegular(what(about))),
    }
}

/// What something is that is no regular file.
pub fn what(about: &Metadata) -> &'static str {
    if about.is_dir() {
        return "a directory";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        let kind = about.file_type();
        if kind.is_fifo() {
            return "a FIFO";
        }
        if kind.is_socket() {
            return "a socket";
        }
    }
    "a device"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_the_limit_is_read() {
        let read = |limit| bounded(io::repeat(b'x'), limit).map_err(|error| error.to_string());
        assert_eq!(
            read(10),
            Err("larger than 10 bytes, the most that is read".to_owned())
        );
        assert_eq!(bounded(&b"0123456789"[..], 10).unwrap(), b"0123456789");
        assert!(matches!(
            bounded(&b"0123456789"[..], 9),
            Err(ReadError::TooLarge(9))
        ));
    }

    #[test]
    fn only_files_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let told = |path: &Path| regular(path, 10).unwrap_err().to_string();
        assert_eq!(told(folder.path()), "this is a directory, not a file");
        assert_eq!(told(&folder.path().join("x")), "no such file or directory");
        #[cfg(target_os = "linux")]
        {
            assert_eq!(told(Path::new("/dev/zero")), "this is a device, not a file");
            let path = folder.path().join("s");
            let _listener = std::os::unix::net::UnixListener::bind(&path).unwrap();
            assert_eq!(told(&path), "this is a socket, not a file");
            // A size of 0 says nothing about it.
            assert_eq!(
                told(Path::new("/proc/self/maps")),
                "larger than 10 bytes, the most that is read"
            );
        }
    }
}
