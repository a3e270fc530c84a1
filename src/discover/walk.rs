//! Walking directories.

use super::{Candidate, Listing, Options, Reason, Standing};
use crate::input::walk::{dangling, unlisted};
use crate::template::{CDK_OUTPUT, EXTENSIONS};
use std::collections::HashSet;
use std::fs::Metadata;
use std::path::{Path, PathBuf};

pub(super) fn list(options: &Options) -> Listing {
    let mut walk = Walk {
        options,
        listing: Listing::default(),
        seen: HashSet::new(),
    };
    for path in &options.paths {
        if path.is_dir() {
            walk.directory(path);
        } else {
            walk.add(path.clone(), Standing::Named);
        }
    }
    walk.listing
}

struct Walk<'o> {
    options: &'o Options,
    listing: Listing,
    seen: HashSet<PathBuf>,
}

impl Walk<'_> {
    fn add(&mut self, path: PathBuf, standing: Standing) {
        if self.seen.insert(path.clone()) {
            self.listing.candidates.push(Candidate {
                path,
                standing,
                text: None,
            });
        }
    }

    fn directory(&mut self, root: &Path) {
        let mut found = Vec::new();
        let mut outputs = Vec::new();
        let is_output = root.file_name().is_some_and(|name| name == CDK_OUTPUT);
        self.below(root, root, is_output, &mut found, &mut outputs);
        while let Some(output) = outputs.pop() {
            self.below(root, &output, true, &mut found, &mut outputs);
        }
        found.sort();
        found.dedup();
        for path in found {
            let standing = standing(self.options, root, &path);
            let Some(standing) = standing else {
                self.listing.left.add(Reason::Event, &path);
                continue;
            };
            self.add(path, standing);
        }
    }

    /// Collects what is worth a look; directories of CDK output are left for a walk of their own.
    fn below(
        &mut self,
        root: &Path,
        directory: &Path,
        is_output: bool,
        found: &mut Vec<PathBuf>,
        outputs: &mut Vec<PathBuf>,
    ) {
        let mut builder = ignore::WalkBuilder::new(directory);
        builder.require_git(false).sort_by_file_name(Ord::cmp);
        if is_output || self.options.no_ignore {
            builder.standard_filters(false).hidden(true);
        }
        let everything = self.options.no_ignore;
        let top = directory.to_owned();
        builder.filter_entry(move |entry| {
            let name = entry.file_name().to_str().unwrap_or("");
            // The code of functions is not what is deployed as a template.
            let is_asset = is_output && (name.starts_with("asset.") || name == "node_modules");
            let is_directory = entry.file_type().is_some_and(|kind| kind.is_dir());
            let is_output_inside = name == CDK_OUTPUT && entry.path() != top;
            !is_directory
                || !is_output_inside && (everything || !is_asset) && !is_kernel(entry.path())
        });
        let mut real = None;
        for entry in builder.build() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.listing.troubles.push(unlisted(&error, directory));
                    continue;
                }
            };
            let Some(kind) = entry.file_type() else {
                continue;
            };
            let path = entry.path();
            if kind.is_dir() {
                let output = path.join(CDK_OUTPUT);
                if path.file_name().is_none_or(|name| name != CDK_OUTPUT) && output.is_dir() {
                    outputs.push(output);
                }
                continue;
            }
            let extension = path.extension().and_then(|e| e.to_str());
            if !extension.is_some_and(|extension| EXTENSIONS.contains(&extension)) {
                continue;
            }
            let path = path.strip_prefix("./").unwrap_or(path).to_owned();
            if kind.is_file() {
                found.push(path);
            } else if kind.is_symlink() {
                let real = real.get_or_insert_with(|| std::fs::canonicalize(root).ok());
                if self.link(&path, real.as_deref()) {
                    found.push(path);
                }
            } else {
                self.listing.left.add(Reason::NotRegular, &path);
            }
        }
    }

    /// Whether a link leads to a file below the directory that was given.
    fn link(&mut self, path: &Path, root: Option<&Path>) -> bool {
        let about: Metadata = match std::fs::metadata(path) {
            Ok(about) => about,
            Err(error) => {
                self.listing
                    .troubles
                    .push(dangling(path.to_owned(), &error));
                return false;
            }
        };
        if about.is_dir() {
            return false;
        }
        if !about.is_file() {
            self.listing.left.add(Reason::NotRegular, path);
            return false;
        }
        let inside = match (std::fs::canonicalize(path), root) {
            (Ok(real), Some(root)) => real.starts_with(root),
            _ => false,
        };
        if !inside {
            self.listing.left.add(Reason::LinkOutside, path);
        }
        inside
    }
}

/// How a file that is met below `root` stands; `None` where it stands among events.
pub(super) fn standing(options: &Options, root: &Path, path: &Path) -> Option<Standing> {
    if options.patterns.iter().any(|at| below(path, at)) {
        return Some(Standing::Configured);
    }
    let is_json = path
        .extension()
        .is_some_and(|extension| extension == "json");
    // Whoever names a directory of events wants them looked at.
    let among = |at: &PathBuf| below(path, at) && !below(root, at);
    if is_json && options.events.iter().any(among) {
        return None;
    }
    let in_patterns = path.parent().is_some_and(|parent| {
        let mut parts = parent.components();
        parts.any(|part| part.as_os_str() == "patterns")
    });
    Some(match options.of_patterns || in_patterns {
        true => Standing::Conventional,
        false => Standing::Met,
    })
}

/// Whether a path is at or below another one, both as they were given.
fn below(path: &Path, other: &Path) -> bool {
    let plain = |path: &Path| -> PathBuf {
        let parts = path.components();
        parts
            .filter(|part| !matches!(part, std::path::Component::CurDir))
            .collect()
    };
    let (path, other) = (plain(path), plain(other));
    !other.as_os_str().is_empty() && path.starts_with(other)
}

/// Whether this directory holds no files but what the kernel makes up.
fn is_kernel(path: &Path) -> bool {
    cfg!(unix)
        && ["/proc", "/sys", "/dev"]
            .iter()
            .any(|kernel| path == Path::new(kernel))
}
