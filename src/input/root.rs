//! Below which directories other files may be taken in.
//!
//! A template names files that it takes in, a suite names its events. Whoever wrote it need not be
//! the one who runs the program, so only what lies below the root of what was given is read: the
//! repository's, where there is one, and otherwise the directory that was named or that holds the
//! named file. Links are followed before that is decided.

use std::path::{Path, PathBuf};

/// Directories below which files may be taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roots(Vec<PathBuf>);

/// A file that may not be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such file.
    NotFound,
    /// It lies outside of the roots.
    Outside,
}

impl Roots {
    /// The root of a file or directory that was given: its repository, or the directory itself.
    pub fn of(path: &Path) -> Self {
        let mut roots = Self::default();
        if let Ok(directory) = std::fs::canonicalize(directory(path)) {
            roots.add(repository(&directory).unwrap_or(directory));
        }
        roots
    }

    /// The same, but the working directory for what lies below it and in no repository.
    pub fn of_project(path: &Path) -> Self {
        let mut roots = Self::of(path);
        let here = std::env::current_dir().and_then(std::fs::canonicalize);
        if let (Ok(here), Ok(given)) = (here, std::fs::canonicalize(directory(path)))
            && given.starts_with(&here)
        {
            roots.add(here);
        }
        roots
    }

    /// Adds those of others.
    pub fn join(&mut self, other: Self) {
        for root in other.0 {
            self.add(root);
        }
    }

    /// Adds a directory that was named as one to read from.
    pub fn allow(&mut self, directory: &Path) {
        if let Ok(directory) = std::fs::canonicalize(directory) {
            self.0.push(directory);
        }
    }

    fn add(&mut self, directory: PathBuf) {
        // The root of everything is nobody's project.
        if directory.parent().is_some() && !self.0.contains(&directory) {
            self.0.push(directory);
        }
    }

    /// The file that a path leads to, links followed, if it may be taken in.
    ///
    /// # Errors
    /// There is no such file, or it lies elsewhere.
    pub fn admit(&self, path: &Path) -> Result<PathBuf, Refusal> {
        let Ok(real) = std::fs::canonicalize(path) else {
            // What is not there would lie below the nearest directory that is.
            let mut above = path.ancestors().skip(1).map(|above| match above {
                above if above.as_os_str().is_empty() => Path::new("."),
                above => above,
            });
            let above = above.find_map(|above| std::fs::canonicalize(above).ok());
            let is_inside = above.is_some_and(|above| self.holds(&above));
            return Err(match is_inside {
                true => Refusal::NotFound,
                false => Refusal::Outside,
            });
        };
        match self.holds(&real) {
            true => Ok(real),
            false => Err(Refusal::Outside),
        }
    }

    fn holds(&self, real: &Path) -> bool {
        self.0.iter().any(|root| real.starts_with(root))
    }
}

fn directory(path: &Path) -> PathBuf {
    if path.is_dir() {
        return path.to_owned();
    }
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The directory at or above this one that a repository begins at.
pub(crate) fn repository(directory: &Path) -> Option<PathBuf> {
    let mut above = directory.ancestors();
    above
        .find(|above| above.join(".git").exists())
        .map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_lies_below_is_admitted() {
        let all = tempfile::tempdir().unwrap();
        let inside = all.path().join("project/infra");
        fs::create_dir_all(&inside).unwrap();
        fs::write(all.path().join("secret"), "s").unwrap();
        fs::write(all.path().join("project/shared"), "s").unwrap();
        fs::write(inside.join("own"), "s").unwrap();
        let roots = Roots::of(&inside.join("own"));
        assert!(roots.admit(&inside.join("own")).is_ok());
        assert_eq!(
            roots.admit(&inside.join("../shared")),
            Err(Refusal::Outside)
        );
        assert_eq!(roots.admit(&inside.join("none")), Err(Refusal::NotFound));
        // In a repository, all of it.
        fs::create_dir(all.path().join("project/.git")).unwrap();
        let roots = Roots::of(&inside);
        assert!(roots.admit(&inside.join("../shared")).is_ok());
        assert_eq!(
            roots.admit(&inside.join("../../secret")),
            Err(Refusal::Outside)
        );
        // What is named as one to read from.
        let mut roots = roots;
        roots.allow(all.path());
        assert!(roots.admit(&inside.join("../../secret")).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_first() {
        let all = tempfile::tempdir().unwrap();
        let inside = all.path().join("project");
        fs::create_dir(&inside).unwrap();
        fs::write(all.path().join("secret"), "s").unwrap();
        fs::write(inside.join("own"), "s").unwrap();
        std::os::unix::fs::symlink("../secret", inside.join("out")).unwrap();
        std::os::unix::fs::symlink("own", inside.join("in")).unwrap();
        let roots = Roots::of(&inside);
        assert_eq!(roots.admit(&inside.join("out")), Err(Refusal::Outside));
        assert!(roots.admit(&inside.join("in")).is_ok());
    }
}
