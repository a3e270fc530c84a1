//! The names of API calls, as CloudTrail's events have them.

use super::table::NAMES;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What kind of event a name belongs to, and so which rules it reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Changes something.
    Write,
    /// Reads, and is called Get, List or Describe: it reaches only rules in the state
    /// `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`.
    Read,
    /// Reads, but is called otherwise; it reaches rules as [`Kind::Write`] does.
    Query,
    /// A data event: sent only where a trail logs them.
    Data,
    /// Has the detail-type `AWS Service Event via CloudTrail`.
    Service,
    /// Has the detail-type `AWS Console Sign In via CloudTrail`.
    SignIn,
    /// Has the detail-type `AWS Console Action via CloudTrail`.
    Console,
}

/// The names of one event source.
#[derive(Debug, Default)]
pub struct Names {
    names: BTreeMap<String, Kind>,
    renamed: BTreeMap<&'static str, Vec<&'static str>>,
    dated: bool,
}

impl Names {
    /// The kind of a name. `None` for an unknown name, which may be a new one.
    pub fn kind(&self, name: &str) -> Option<Kind> {
        let known = self.names.get(name);
        let undated = || self.dated.then(|| self.names.get(undated(name))).flatten();
        known.or_else(undated).copied()
    }

    /// The names of the events of an API operation or IAM action that CloudTrail calls otherwise.
    pub fn renamed(&self, operation: &str) -> &[&'static str] {
        self.renamed.get(operation).map_or(&[], Vec::as_slice)
    }

    /// The names that CloudTrail gives to operations which are called otherwise.
    pub fn renamed_to(&self) -> impl Iterator<Item = &'static str> {
        self.renamed.values().flatten().copied()
    }

    /// All names, in alphabetical order, without the API versions that some events add.
    pub fn all(&self) -> impl Iterator<Item = (&str, Kind)> {
        self.names.iter().map(|(name, kind)| (&**name, *kind))
    }

    /// Whether an API version may follow a name, such as `20150331v2` or `2020_05_31`.
    pub fn are_dated(&self) -> bool {
        self.dated
    }
}

/// The names of an event source, with or without its `.amazonaws.com`.
pub fn of(event_source: &str) -> Option<&'static Names> {
    let source = event_source.strip_suffix(".amazonaws.com");
    all()
        .get(source.unwrap_or(event_source))
        .copied()
        .map(|at| {
            // Each number was made by `read`, which made the list.
            groups().0.get(at).unwrap_or(&NOTHING)
        })
}

/// All event sources without their `.amazonaws.com`, in alphabetical order.
pub fn event_sources() -> impl Iterator<Item = &'static str> {
    all().keys().copied()
}

static NOTHING: Names = Names {
    names: BTreeMap::new(),
    renamed: BTreeMap::new(),
    dated: false,
};

type Read = (Vec<Names>, BTreeMap<&'static str, usize>);

fn all() -> &'static BTreeMap<&'static str, usize> {
    &groups().1
}

fn groups() -> &'static Read {
    static ALL: OnceLock<Read> = OnceLock::new();
    ALL.get_or_init(|| read(NAMES.lines()))
}

/// A line without indent names event sources, which share the names below it.
fn read(lines: impl Iterator<Item = &'static str>) -> Read {
    let (mut groups, mut sources) = (Vec::<Names>::new(), BTreeMap::new());
    for line in lines {
        let mut words = line.split_whitespace();
        if !line.starts_with(' ') {
            let mut group = Names::default();
            for word in words {
                match word {
                    "~" => group.dated = true,
                    source => _ = sources.insert(source, groups.len()),
                }
            }
            groups.push(group);
            continue;
        }
        let (Some(kind), Some(verb), Some(group)) = (words.next(), words.next(), groups.last_mut())
        else {
            continue;
        };
        if kind == "=" {
            group.renamed.insert(verb, words.collect());
            continue;
        }
        let Some(kind) = kind_of(kind) else { continue };
        let verb = if verb == "-" { "" } else { verb };
        for rest in words {
            let rest = if rest == "-" { "" } else { rest };
            group.names.insert(format!("{verb}{rest}"), kind);
        }
    }
    (groups, sources)
}

fn kind_of(letter: &str) -> Option<Kind> {
    Some(match letter {
        "w" => Kind::Write,
        "r" => Kind::Read,
        "q" => Kind::Query,
        "d" => Kind::Data,
        "s" => Kind::Service,
        "c" => Kind::SignIn,
        "a" => Kind::Console,
        _ => return None,
    })
}

/// A name without the API version at its end: `20150331v2`, `20150331`, `2020_05_31`.
fn undated(name: &str) -> &str {
    let without_version = match name.rsplit_once('v') {
        Some((head, version))
            if version.len() == 1 && version.bytes().all(|b| b.is_ascii_digit()) =>
        {
            head
        }
        _ => name,
    };
    let date = |c: char| c.is_ascii_digit() || c == '_';
    let bare = without_version.trim_end_matches(date);
    let digits = without_version.len() - bare.len();
    if digits == 8 || digits == 10 {
        bare
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        for line in NAMES.lines().filter(|line| line.starts_with(' ')) {
            let words: Vec<_> = line.split_whitespace().collect();
            assert!(words.len() >= 3, "{line}");
            assert!(words[0] == "=" || kind_of(words[0]).is_some(), "{line}");
        }
        assert_eq!(event_sources().count(), 400);
        let pairs: usize = event_sources()
            .map(|source| of(source).unwrap().names.len())
            .sum();
        assert_eq!(pairs, 20_518);
    }

    #[test]
    fn names_and_their_kinds() {
        let ec2 = of("ec2.amazonaws.com").unwrap();
        assert_eq!(ec2.kind("RunInstances"), Some(Kind::Write));
        assert_eq!(ec2.kind("DescribeInstances"), Some(Kind::Read));
        assert_eq!(ec2.kind("RunInstance"), None);
        assert_eq!(
            of("signin").unwrap().kind("ConsoleLogin"),
            Some(Kind::SignIn)
        );
        assert!(of("ec2.amazonaws.org").is_none());
    }

    #[test]
    fn api_versions_and_renamed_operations() {
        let lambda = of("lambda").unwrap();
        assert!(lambda.are_dated());
        assert!(lambda.kind("UpdateFunctionCode20150331v2").is_some());
        assert_eq!(lambda.renamed("CreateFunction"), ["CreateFunction20150331"]);
        assert_eq!(
            of("s3").unwrap().renamed("DeleteObjectVersion"),
            ["DeleteObject"]
        );
        assert_eq!(
            undated("CreateDistribution2020_05_31"),
            "CreateDistribution"
        );
        assert_eq!(undated("DescribeV2"), "DescribeV2");
        assert_eq!(undated("GetRev2"), "GetRev2");
    }
}
