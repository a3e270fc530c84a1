//! A wildcard, ready to be compared with many texts.

use crate::pattern::value::Wildcard;
use memchr::memmem::Finder;

/// The literals of a wildcard that has at least one star.
#[derive(Debug)]
pub(in crate::engine) struct Stars {
    first: Box<[u8]>,
    last: Box<[u8]>,
    middle: Box<[Finder<'static>]>,
}

impl Stars {
    pub(in crate::engine) fn new(wildcard: &Wildcard) -> Self {
        let literals = wildcard.literals();
        let bytes = |literal: Option<&Box<str>>| -> Box<[u8]> {
            literal.map_or(&b""[..], |l| l.as_bytes()).into()
        };
        let middle = literals
            .get(1..literals.len().saturating_sub(1))
            .unwrap_or(&[]);
        Self {
            first: bytes(literals.first()),
            last: bytes(literals.last()),
            middle: middle
                .iter()
                .map(|literal| Finder::new(literal.as_bytes()).into_owned())
                .collect(),
        }
    }

    /// As [`Wildcard::accepts`].
    pub(in crate::engine) fn accepts(&self, text: &[u8]) -> bool {
        let Some(mut rest) = text
            .strip_prefix(&*self.first)
            .and_then(|rest| rest.strip_suffix(&*self.last))
        else {
            return false;
        };
        for literal in &self.middle {
            let Some(at) = literal.find(rest) else {
                return false;
            };
            rest = rest.get(at + literal.needle().len()..).unwrap_or(&[]);
        }
        true
    }
}
