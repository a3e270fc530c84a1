//! The playground: the site of `playground/`, as it was built, for browsers that come here.
//!
//! `data/playground.pack` is compressed by zstd, all of it at once. Inside is a line of JSON that lists the
//! files, and behind it one after the other; those that are tables of [`aws`] are only named there, since the
//! program carries them. `playground/build.sh` makes it. Nothing here is dynamic:
//! verdicts are found in the browser.

use crate::aws;
use std::io::Read as _;
use std::sync::LazyLock;

/// What the pages may do: nothing but what came with them.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                          img-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; \
                          form-action 'none'; frame-ancestors 'none'";

/// The most that the pack unpacks to, in bytes.
const LARGEST: u64 = 16 << 20;

static PACK: &[u8] = include_bytes!("../../data/playground.pack");

/// Unpacked once a browser comes: most endpoints never see one.
static SITE: LazyLock<Vec<u8>> = LazyLock::new(|| unpacked(PACK).unwrap_or_default());

static FILES: LazyLock<Vec<File>> = LazyLock::new(|| read(&SITE).unwrap_or_default());

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path, with the slash in front.
    pub path: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Whether another content would have another path.
    pub is_immutable: bool,
    /// Its content.
    pub content: &'static [u8],
}

/// The file at a path; that of the page itself is `/`.
///
/// ```
/// use pattern_test::serve::playground;
///
/// let page = playground::find("/").unwrap();
/// assert_eq!(page.media_type, "text/html; charset=utf-8");
/// assert!(playground::find("/../etc/passwd").is_none());
/// ```
pub fn find(path: &str) -> Option<&'static File> {
    let path = match path {
        "/" => "/index.html",
        path => path,
    };
    FILES.iter().find(|file| file.path == path)
}

fn unpacked(pack: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut site = Vec::new();
    zstd::Decoder::with_buffer(pack)?
        .take(LARGEST)
        .read_to_end(&mut site)?;
    Ok(site)
}

fn read(site: &'static [u8]) -> Option<Vec<File>> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Entry {
        Packed { path: String, length: usize },
        Table { path: String, table: String },
    }
    let end = memchr::memchr(b'\n', site)?;
    let entries: Vec<Entry> = serde_json::from_slice(site.get(..end)?).ok()?;
    let mut rest = site.get(end + 1..)?;
    let mut files = Vec::new();
    for entry in entries {
        let (path, content) = match entry {
            Entry::Packed { path, length } => {
                let (content, behind) = rest.split_at_checked(length)?;
                rest = behind;
                (path, content)
            }
            Entry::Table { path, table } => {
                let (_, content) = aws::tables().find(|(name, _)| *name == table)?;
                (path, content)
            }
        };
        files.push(File {
            media_type: media_type(&path),
            // The builder puts a digest into the names of what it places there.
            is_immutable: path.starts_with("/assets/"),
            path,
            content,
        });
    }
    rest.is_empty().then_some(files)
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        Some("z") => "application/zlib",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_pack_is_there_and_whole() {
        assert!(FILES.len() >= 5, "{}", FILES.len());
        for file in FILES.iter() {
            assert!(!file.content.is_empty(), "{}", file.path);
            assert_ne!(file.media_type, "application/octet-stream", "{}", file.path);
        }
        assert!(
            FILES
                .iter()
                .any(|file| file.media_type == "application/wasm")
        );
    }

    #[test]
    fn what_the_page_names_is_there() {
        let page = std::str::from_utf8(find("/").unwrap().content).unwrap();
        let mut named = page
            .split(['"', '\''])
            .filter_map(|word| word.strip_prefix("./"))
            .peekable();
        assert!(named.peek().is_some());
        for name in named {
            assert!(find(&format!("/{name}")).is_some(), "{name}");
        }
        assert!(
            !page.contains("http:") && !page.contains("https:"),
            "nothing from elsewhere"
        );
    }

    #[test]
    fn the_program_does_not_grow_unnoticed() {
        assert!(PACK.len() <= 690_000, "{}", PACK.len());
    }

    #[test]
    fn a_pack_that_is_cut_short_is_none() {
        assert!(read(b"").is_none());
        assert!(read(b"[{\"path\":\"/a\",\"length\":3}]\nab").is_none());
        assert!(read(b"[{\"path\":\"/a\",\"length\":1}]\nab").is_none());
        assert!(read(b"[{\"path\":\"/a\",\"length\":2}]\nab").is_some());
        assert!(read(b"[{\"path\":\"/a\",\"table\":\"enums\"}]\n").is_some());
        assert!(read(b"[{\"path\":\"/a\",\"table\":\"none\"}]\n").is_none());
    }
}
