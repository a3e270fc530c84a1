//! Files as a CI system calls them: by their path in the repository that it has checked out.

use crate::input::path::plain;
use std::path::{Path, PathBuf};

/// Where the working directory is in a checkout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checkout {
    /// The root of the checkout, as it was named, and with links followed.
    roots: Vec<PathBuf>,
    /// The working directory.
    directory: PathBuf,
}

impl Checkout {
    /// The checkout at `root`, seen from the working directory.
    pub fn new(root: &Path, directory: &Path) -> Self {
        let real = std::fs::canonicalize(root).ok();
        Self {
            roots: real.into_iter().chain([root.to_owned()]).collect(),
            directory: directory.to_owned(),
        }
    }

    /// The path of a file in the repository; as it is where there is no checkout, or where the file is
    /// outside of it.
    pub fn path(&self, file: &str) -> String {
        // What is no file has a name in angle brackets.
        if self.roots.is_empty() || file.starts_with('<') {
            return file.to_owned();
        }
        let full = plain(&self.directory.join(file));
        let below = self
            .roots
            .iter()
            .find_map(|root| full.strip_prefix(root).ok());
        match below {
            Some(below) => below.display().to_string().replace('\\', "/"),
            None => file.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_the_repository() {
        let checkout = Checkout::new(Path::new("/w/repository"), Path::new("/w/repository/a/b"));
        for (file, expected) in [
            ("x.yaml", "a/b/x.yaml"),
            ("./x.yaml", "a/b/x.yaml"),
            ("../x.yaml", "a/x.yaml"),
            ("/w/repository/patterns/x.json", "patterns/x.json"),
            ("/w/other/x.json", "/w/other/x.json"),
            ("../../../x.json", "../../../x.json"),
            ("<stdin>", "<stdin>"),
        ] {
            assert_eq!(checkout.path(file), expected);
        }
        assert_eq!(Checkout::default().path("../x.yaml"), "../x.yaml");
    }
}
