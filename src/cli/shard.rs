//! `--shard 3/16`: one of several parts of the files, for work that is spread over machines.

use std::path::Path;

/// The most shards.
const MOST: u32 = 1_000_000;

/// One of so many parts of the files.
///
/// Which part a file is in depends on its name alone. So every machine comes to the same parts without
/// asking the others, and a file that is added moves no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shard {
    /// From 1.
    number: u32,
    of: u32,
}

impl Shard {
    /// What `3/16` says.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let usage = || "write the number of the shard and how many there are: 3/16".to_owned();
        let (number, of) = text.split_once('/').ok_or_else(usage)?;
        let count = |text: &str| {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            digits
                .then(|| text.parse().ok())
                .flatten()
                .ok_or_else(usage)
        };
        let (number, of): (u32, u32) = (count(number)?, count(of)?);
        if of > MOST {
            return Err(format!("at most {MOST} shards"));
        }
        match (1..=of).contains(&number) {
            true => Ok(Self { number, of }),
            false if number == 0 => Err(format!("shards are numbered from 1: 1/{of}")),
            false => Err(format!("no shard {number} of {of}")),
        }
    }

    /// Whether a file is in it. `name` is the file's path below what was named, so that it does not matter
    /// where a machine has mounted it.
    pub(super) fn takes(self, name: &Path) -> bool {
        let parts: Vec<_> = name
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        hash(parts.join("/").as_bytes()) % u64::from(self.of) == u64::from(self.number - 1)
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

/// FNV-1a with its bits mixed once more: the same on every machine and in every version.
fn hash(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in bytes {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_in_one_shard_and_none_is_left_empty() {
        let names: Vec<_> = (0..1_000).map(|n| format!("2026/11/{n:02}.gz")).collect();
        for of in [1, 2, 3, 16] {
            let shards: Vec<_> = (1..=of).map(|number| Shard { number, of }).collect();
            let takes = |shard: &Shard| {
                let files = names.iter().map(Path::new);
                files.filter(|file| shard.takes(file)).count()
            };
            let counts: Vec<_> = shards.iter().map(takes).collect();
            assert_eq!(counts.iter().sum::<usize>(), names.len());
            let fair = names.len() / usize::try_from(of).unwrap();
            assert!(counts.iter().all(|count| *count > fair / 2), "{counts:?}");
        }
    }

    #[test]
    fn where_a_file_belongs_never_changes() {
        let number = |name: &str| {
            let shards = (1..=16).map(|number| Shard { number, of: 16 });
            shards
                .filter(|shard| shard.takes(Path::new(name)))
                .map(|shard| shard.number)
                .next()
        };
        assert_eq!(number("2026/11/01/events.gz"), Some(13));
        assert_eq!(number("b.jsonl"), Some(4));
    }

    #[test]
    fn what_is_no_shard_is_told() {
        for (text, message) in [
            ("3", "write the number"),
            ("a/16", "write the number"),
            ("+1/16", "write the number"),
            ("0/16", "numbered from 1"),
            ("17/16", "no shard 17 of 16"),
            ("1/0", "no shard 1 of 0"),
            ("1/2000000", "at most 1000000"),
        ] {
            let told = Shard::parse(text).unwrap_err();
            assert!(told.contains(message), "{text}: {told}");
        }
        assert_eq!(Shard::parse("3/16"), Ok(Shard { number: 3, of: 16 }));
    }
}
