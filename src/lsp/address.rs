//! From the addresses of documents to paths, and back.

use lsp_types::Uri;
use std::path::{Path, PathBuf};

/// The path of a document that stands in a file.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    // Behind the authority, which is empty or this machine.
    let start = rest.find('/')?;
    let decoded = decoded(rest.get(start..)?)?;
    let drive = decoded.get(1..).filter(|rest| has_drive(rest));
    Some(PathBuf::from(match drive {
        Some(rest) if cfg!(windows) => rest.to_owned(),
        _ => decoded,
    }))
}

/// What stands for a document where its text is looked at: its path, or for one that is in no file yet
/// the name that its editor gave it.
pub(super) fn path_or_name(uri: &Uri) -> PathBuf {
    path(uri).unwrap_or_else(|| {
        let text = uri.as_str();
        let name = text.split_once(':').map_or(text, |(_, name)| name);
        PathBuf::from(decoded(name).unwrap_or_else(|| name.to_owned()))
    })
}

/// The address of a file.
pub(super) fn uri(path: &Path) -> Option<Uri> {
    let text = path.to_str()?.replace('\\', "/");
    let mut encoded = String::from("file://");
    if !text.starts_with('/') {
        encoded.push('/');
    }
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => encoded.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'/' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded.parse().ok()
}

/// One spelling of each address: editors escape more or less than they have to.
pub(super) fn key(uri: &Uri) -> String {
    decoded(uri.as_str()).unwrap_or_else(|| uri.as_str().to_owned())
}

fn has_drive(text: &str) -> bool {
    matches!(text.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let digits = behind.get(..2).filter(|_| *first == b'%');
        let byte = digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte {
            Some(byte) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for name in ["/a/b.yaml", "/a b/ü#1/c%20.tf", "/😀/[x].json"] {
            let address = uri(Path::new(name)).unwrap();
            assert_eq!(path(&address), Some(PathBuf::from(name)), "{name}");
        }
        let untitled: Uri = "untitled:Untitled-1".parse().unwrap();
        assert_eq!(path(&untitled), None);
        assert_eq!(path_or_name(&untitled), Path::new("Untitled-1"));
        let one: Uri = "file:///a%2Bb.json".parse().unwrap();
        let other: Uri = "file:///a+b.json".parse().unwrap();
        assert_eq!(key(&one), key(&other));
    }
}
