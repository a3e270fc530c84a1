//! Patterns that stand in templates: `template.yaml#LogicalId`.

use super::files::{read, shown};
use crate::dialect::Dialect;
use crate::filter::{Filter, FilterError};
use crate::input::root::Roots;
use crate::pattern::Pattern;
use crate::suite::PatternInput;
use crate::template::{
    AsDeployed, EXTENSIONS, Extraction, Found, OnDisk, Open, Vars, asked_for_too, carriers,
    extract, extract_with, laid_out,
};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many patterns of a template are named to choose from.
const NAMED: usize = 10;

/// Whether a path is one of a pattern in a template: it has an id behind a `#`, or an ending that
/// files of patterns do not have.
pub(super) fn is_one(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let is_template =
        extension.is_some_and(|extension| extension != "json" && EXTENSIONS.contains(&extension));
    is_template || split(path).is_some()
}

/// Whether a text that is no pattern itself has some in it.
pub(super) fn has_some(path: &Path, text: &str) -> bool {
    let extraction = extract(path, text, &Vars::new()).or_else(|| carriers::read(path, text));
    extraction.is_some_and(|extraction| {
        let has_some = !extraction.patterns.is_empty() || !extraction.open.is_empty();
        has_some && !extraction.is_pattern()
    })
}

/// The file and the id behind the `#`, where the path names no file as it is.
fn split(path: &Path) -> Option<(PathBuf, String)> {
    let (file, id) = path.to_str()?.rsplit_once('#')?;
    let is_split = !id.is_empty() && !path.exists();
    is_split.then(|| (file.into(), id.to_owned()))
}

/// The template that a path names a pattern of.
pub(super) fn file(path: &Path) -> PathBuf {
    match split(path) {
        Some((file, _)) => file,
        None => path.to_owned(),
    }
}

/// The one pattern that a path names. The error says what is wrong.
pub(super) fn pattern(
    path: &Path,
    vars: &Vars,
    roots: &Roots,
    included: &mut Vec<PathBuf>,
) -> Result<Arc<PatternInput>, String> {
    let (file, id) = match split(path) {
        Some((file, id)) => (file, Some(id)),
        None => (path.to_owned(), None),
    };
    included.push(file.clone());
    let text = read(&file)?;
    let on_disk = OnDisk::below(roots.clone());
    let extraction =
        extract_with(&file, &text, vars, &on_disk).or_else(|| carriers::read(&file, &text));
    let Some(extraction) = extraction else {
        return Err("no event pattern in it".to_owned());
    };
    let others = extraction.files.iter().skip(1);
    included.extend(others.map(|file| file.path.clone()));
    let found = match &id {
        Some(id) => extraction.find(id),
        None => extraction.patterns.iter().collect(),
    };
    match (found.as_slice(), &id) {
        ([one], _) => input(path, &extraction, one),
        ([], id) => Err(none(&extraction, id.as_deref())),
        (several, _) if of_one_place(several) => {
            let name = shown(path);
            let each = several.iter().map(|found| {
                let own = format!("{}#{}", shown(&file), found.id);
                input(Path::new(&own), &extraction, found)
                    .map_err(|message| format!("`{}`: {message}", found.id))
            });
            let each: Vec<_> = each.collect::<Result<_, _>>()?;
            let own = Some(Arc::from(name.as_str()));
            Ok(Arc::new(PatternInput::set(name, own, each)))
        }
        (several, _) => Err(format!(
            "there are {} patterns, name one: {}",
            several.len(),
            ids(several)
        )),
    }
}

/// Whether patterns are the filters of one place.
fn of_one_place(found: &[&Found]) -> bool {
    let mut owners = found.iter().map(|found| found.owner());
    let first = owners.next().flatten();
    first.is_some() && owners.all(|owner| owner == first)
}

/// Why there is no pattern of this id, or none at all.
fn none(extraction: &Extraction, id: Option<&str>) -> String {
    let wanted = |open: &&Open| id.is_none_or(|id| open.id == id);
    if let Some(open) = extraction.open.iter().find(wanted) {
        return format!("nothing is known of `{}` before deployment", open.id);
    }
    if let Some(problem) = extraction.problems.first() {
        return problem.message.clone();
    }
    let all: Vec<_> = extraction.patterns.iter().collect();
    match all.is_empty() {
        true => "no event pattern in it".to_owned(),
        false => format!("no such pattern in it; it has {}", ids(&all)),
    }
}

/// The names by which patterns are told apart.
fn ids(found: &[&Found]) -> String {
    let named = found.iter().take(NAMED);
    let mut names: Vec<_> = named.map(|found| format!("`#{}`", found.id)).collect();
    if found.len() > NAMED {
        names.push(format!("{} more", found.len() - NAMED));
    }
    names.join(", ")
}

fn input(path: &Path, extraction: &Extraction, found: &Found) -> Result<Arc<PatternInput>, String> {
    if !found.is_judged() {
        let [one, _] = found.used_by.words();
        return Err(format!("this is a {one}: its rules are not known here"));
    }
    let text = found.deployed(AsDeployed::Typed);
    let unknown: BTreeSet<_> = text
        .unknowns()
        .map(|unknown| format!("`{}`", unknown.name))
        .collect();
    if !unknown.is_empty() {
        let names: Vec<_> = unknown.into_iter().collect();
        return Err(format!("set {} under `vars`", names.join(", ")));
    }
    let text = match laid_out(text.as_str()) {
        // It may have become longer than is allowed.
        Some(laid_out) if Pattern::parse_as(&laid_out, found.language()).is_ok() => laid_out,
        _ => text.as_str().to_owned(),
    };
    let dialect = found.dialect().unwrap_or(Dialect::Rule);
    if let Err(FilterError::Fault(fault, _)) = Filter::compile(dialect, &text) {
        return Err(fault.message);
    }
    // What the rule asks for beside its pattern has to hold too.
    let text = match Pattern::parse_as(&text, found.language()) {
        Ok(pattern) if !found.beside.is_empty() => {
            let both = asked_for_too(pattern, found).map_err(|error| error.to_string())?;
            both.text().to_owned()
        }
        _ => text,
    };
    let name = shown(path);
    let place = found.start();
    let file = extraction.file(place.file).map(|file| {
        let position = crate::json::LineIndex::new(&file.text).position(place.span.start);
        (shown(&file.path), position)
    });
    let input = PatternInput::new(name.clone(), Some(Arc::from(name)), text).at(dialect);
    Ok(Arc::new(match file {
        Some((file, position)) => input.inside(file, Some(position)),
        None => input,
    }))
}
