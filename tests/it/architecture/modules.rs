//! Which file uses which.

use super::source::{Import, Source};
use std::collections::BTreeMap;

/// The modules of the library; the first is its root.
#[derive(Debug)]
pub(super) struct Modules {
    modules: Vec<Module>,
}

#[derive(Debug)]
struct Module {
    file: String,
    /// From the root to the module: the names of the folders it lies in and its own. A module with
    /// modules below it lies in the folder that has its name.
    place: Vec<String>,
    parent: usize,
    children: BTreeMap<String, usize>,
    source: Source,
}

/// A file uses something that stands in another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Arrow {
    pub(super) from: Vec<String>,
    pub(super) to: Vec<String>,
    /// Where, for people.
    pub(super) shown: String,
}

impl Modules {
    /// The modules at and below `lib.rs`; `read` gives the text of a file, where it exists.
    pub(super) fn new(read: impl Fn(&str) -> Option<String>) -> Self {
        let mut modules = Self {
            modules: Vec::new(),
        };
        modules.add("lib.rs", String::new(), Vec::new(), 0, &read);
        modules
    }

    fn add(
        &mut self,
        file: &str,
        folder: String,
        place: Vec<String>,
        parent: usize,
        read: &impl Fn(&str) -> Option<String>,
    ) -> usize {
        let text = read(file).unwrap_or_else(|| panic!("there is no {file}"));
        let source = Source::read(&text);
        let declared = source.modules.clone();
        let at = self.modules.len();
        self.modules.push(Module {
            file: file.to_owned(),
            place: place.clone(),
            parent,
            children: BTreeMap::new(),
            source,
        });
        for name in &declared {
            let below = format!("{folder}{name}/");
            let candidates = [format!("{folder}{name}.rs"), format!("{below}mod.rs")];
            let found = candidates.iter().find(|file| read(file).is_some());
            let found = found.unwrap_or_else(|| panic!("`mod {name};` in {file} has no file"));
            let place = place.iter().chain([name]).cloned().collect();
            let child = self.add(found, below, place, at, read);
            self.modules[at].children.insert(name.clone(), child);
        }
        if !declared.is_empty() {
            self.modules[at].place.push("mod".to_owned());
        }
        at
    }

    /// The folders and files directly below the root.
    pub(super) fn top(&self) -> impl Iterator<Item = &str> {
        self.modules[0].children.keys().map(String::as_str)
    }

    /// Who uses whom, without those that only pass on what stands below them.
    pub(super) fn arrows(&self) -> Vec<Arrow> {
        let mut arrows = Vec::new();
        for (at, module) in self.modules.iter().enumerate().skip(1) {
            let imports = module.source.imports.iter().filter_map(|import| {
                let to = self.resolve(at, &import.path.segments, 0)?;
                let name = import.name.as_ref();
                let used = name.is_some_and(|name| module.source.names.contains(name));
                let passes_on = import.public && !used && self.is_below(to, at);
                (!passes_on).then_some((to, &import.path))
            });
            let paths = module.source.paths.iter().filter_map(|path| {
                let to = self.resolve(at, &path.segments, 0)?;
                Some((to, path))
            });
            for (to, path) in imports.chain(paths).filter(|(to, _)| *to != at) {
                let other = &self.modules[to];
                arrows.push(Arrow {
                    from: module.place.clone(),
                    to: other.place.clone(),
                    shown: format!("src/{}:{} uses src/{}", module.file, path.line, other.file),
                });
            }
        }
        arrows
    }

    fn is_below(&self, mut module: usize, above: usize) -> bool {
        while module != 0 {
            module = self.modules[module].parent;
            if module == above {
                return true;
            }
        }
        false
    }

    /// The module in which that stands which the path names at this place, through whatever passes
    /// it on. `None` for what is not the library's, or only a name of the file itself.
    fn resolve(&self, at: usize, path: &[String], depth: usize) -> Option<usize> {
        let module = &self.modules[at];
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => self.walk(0, rest, depth),
            "self" => self.walk(at, rest, depth),
            "super" => self.walk(module.parent, rest, depth),
            name => match module.children.get(name) {
                Some(child) => self.walk(*child, rest, depth),
                None => self.imported(at, name, rest, depth),
            },
        }
    }

    fn walk(&self, at: usize, path: &[String], depth: usize) -> Option<usize> {
        let Some((first, rest)) = path.split_first() else {
            return Some(at);
        };
        let module = &self.modules[at];
        if first == "super" {
            return self.walk(module.parent, rest, depth);
        }
        match module.children.get(first) {
            Some(child) => self.walk(*child, rest, depth),
            // What is not passed on stands here.
            None => Some(self.imported(at, first, rest, depth).unwrap_or(at)),
        }
    }

    fn imported(&self, at: usize, name: &str, rest: &[String], depth: usize) -> Option<usize> {
        // Globs may go in circles.
        if depth > 16 {
            return None;
        }
        let mut imports = self.modules[at].source.imports.iter();
        let import: &Import = imports.find(|import| import.name.as_deref() == Some(name))?;
        // `use json;` of another crate's name is not found in a circle either.
        if import.path.segments.first().map(String::as_str) == Some(name)
            && !self.modules[at].children.contains_key(name)
        {
            return None;
        }
        let path: Vec<_> = import.path.segments.iter().chain(rest).cloned().collect();
        self.resolve(at, &path, depth + 1)
    }
}
