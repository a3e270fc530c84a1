//! How a path is spelled: without looking at any disk, so links on the way are not followed.

use std::path::{Component, Path, PathBuf};

/// A path without `.`, and without `..` as far as there are directories in it to leave.
///
/// ```
/// # use std::path::Path;
/// use pattern_test::input::path::plain;
///
/// assert_eq!(plain(Path::new("./a/../b/./c.yml")), Path::new("b/c.yml"));
/// assert_eq!(plain(Path::new("../a.yml")), Path::new("../a.yml"));
/// assert_eq!(plain(Path::new("/../a.yml")), Path::new("/a.yml"));
/// ```
pub fn plain(path: &Path) -> PathBuf {
    seen_from(Path::new(""), path)
}

/// A path that is seen from a directory, which itself stays as it is spelled: so it is the path that
/// whoever lists that directory has.
pub fn seen_from(directory: &Path, path: &Path) -> PathBuf {
    let mut whole = directory.to_owned();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => match whole.components().next_back() {
                Some(Component::Normal(_)) => _ = whole.pop(),
                // There is nothing above it.
                Some(Component::RootDir) => {}
                _ => whole.push(part),
            },
            part => whole.push(part),
        }
    }
    whole
}
