//! Wildcards that begin and end with a star: found by the longest text between their stars.

use super::Target;
use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, Input};
use memchr::memmem::Finder;

/// How many texts are looked for one after the other, before one automaton looks for all.
const FEW: usize = 4;

/// Texts to look for anywhere in a string.
#[derive(Debug, Default)]
pub(in crate::engine) enum Contains {
    /// None.
    #[default]
    Nothing,
    /// Each on its own.
    Few(Vec<(Finder<'static>, Target)>),
    /// All at once.
    Many {
        automaton: Box<AhoCorasick>,
        targets: Box<[Target]>,
    },
}

impl Contains {
    pub(in crate::engine) fn new(literals: &[(Box<[u8]>, Target)]) -> Self {
        if literals.is_empty() {
            return Self::Nothing;
        }
        if literals.len() > FEW {
            // It can only fail past two thousand million states.
            if let Ok(automaton) = AhoCorasick::new(literals.iter().map(|(literal, _)| literal)) {
                return Self::Many {
                    automaton: Box::new(automaton),
                    targets: literals.iter().map(|(_, target)| *target).collect(),
                };
            }
        }
        let finder = |literal: &[u8]| Finder::new(literal).into_owned();
        Self::Few(
            literals
                .iter()
                .map(|(literal, target)| (finder(literal), *target))
                .collect(),
        )
    }

    /// Calls `found` for each text that occurs; more than once, where it occurs so.
    pub(in crate::engine) fn find(&self, text: &[u8], found: &mut impl FnMut(Target)) {
        match self {
            Self::Nothing => {}
            Self::Few(finders) => {
                for (finder, target) in finders {
                    if finder.find(text).is_some() {
                        found(*target);
                    }
                }
            }
            Self::Many { automaton, targets } => {
                let input = Input::new(text);
                let mut state = OverlappingState::start();
                loop {
                    automaton.find_overlapping(input.clone(), &mut state);
                    let Some(hit) = state.get_match() else { break };
                    if let Some(target) = targets.get(hit.pattern().as_usize()) {
                        found(*target);
                    }
                }
            }
        }
    }
}
