//! Puts the functions of a module into another order: those that look alike next to each other.
//!
//! What is handed out travels compressed, and gzip finds again only what it saw in the last 32 KiB. The
//! functions behind one another are chosen greedily, by the share of their short runs of bytes that occurred
//! lately.

use anyhow::Context as _;
use std::collections::{HashMap, HashSet};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

/// How long the runs of bytes are that are compared.
const RUN: usize = 6;
/// A run that is in more functions than this says nothing.
const MOST: usize = 400;
/// How much of what was alike in earlier functions counts at the next.
const FADING: f64 = 0.8;

/// The same module, in the other order.
pub(crate) fn ordered(wasm: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let order = order(&bodies);
    let mut places: Vec<u32> = (0..u32::try_from(imported)?).collect();
    places.resize(imported + bodies.len(), 0);
    for (place, index) in order.iter().enumerate() {
        places[imported + index] = u32::try_from(imported + place)?;
    }
    let mut module = Module::new();
    Ordered { order, places }
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .ok()
        .context("the module could not be written again")?;
    Ok(module.finish())
}

fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let runs: Vec<HashSet<&[u8]>> = bodies
        .iter()
        .map(|body| body.windows(RUN).collect())
        .collect();
    let mut having: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (index, runs) in runs.iter().enumerate() {
        for run in runs {
            having.entry(run).or_default().push(index);
        }
    }
    let mut left: Vec<bool> = vec![true; bodies.len()];
    let mut alike = vec![0.0; bodies.len()];
    // The longest first, and again where nothing is alike.
    let mut longest: Vec<usize> = (0..bodies.len()).collect();
    longest.sort_by_key(|index| std::cmp::Reverse(bodies[*index].len()));
    let mut longest = longest.into_iter();
    let mut order = Vec::new();
    loop {
        let share = |index: usize| alike[index] / (runs[index].len() as f64 + 8.0);
        let candidates = (0..bodies.len()).filter(|index| left[*index] && alike[*index] > 0.5);
        let best = candidates.max_by(|a, b| share(*a).total_cmp(&share(*b)).then(b.cmp(a)));
        let Some(next) = best.or_else(|| longest.find(|index| left[*index])) else {
            return order;
        };
        left[next] = false;
        order.push(next);
        alike.iter_mut().for_each(|count| *count *= FADING);
        for run in &runs[next] {
            let others = &having[run];
            if others.len() < MOST {
                others.iter().for_each(|index| alike[*index] += 1.0);
            }
        }
    }
}

struct Ordered {
    /// The old numbers of the functions in their new order, without those that are imported.
    order: Vec<usize>,
    /// The new number of each function.
    places: Vec<u32>,
}

impl Reencode for Ordered {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Self::Error>> {
        Ok(self.places[function as usize])
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let types = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for index in self.order.clone() {
            functions.function(self.type_index(types[index])?);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for index in self.order.clone() {
            utils::parse_function_body(self, code, bodies[index].clone())?;
        }
        Ok(())
    }
}
