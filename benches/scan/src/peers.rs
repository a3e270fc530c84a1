//! The programs that ours is set beside, made of crates: this program, started again.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};

/// Runs one of them.
pub(crate) fn run(name: &str, arguments: &[String]) {
    let count = match (name, arguments) {
        ("quamina", [rules, events]) => quamina(rules, events),
        ("line-ends", [events]) => {
            blocks(events, |block| memchr::memchr_iter(b'\n', block).count())
        }
        ("utf-8", [events]) => blocks(events, |block| {
            // A character may be cut at the end of a block; that costs nothing here.
            usize::from(simdutf8::basic::from_utf8(block).is_ok())
        }),
        _ => panic!("there is no peer {name} that takes {arguments:?}"),
    };
    println!("{count}");
}

/// How many events, one a line, match one of the rules, one a line.
fn quamina(rules: &str, events: &str) -> usize {
    let mut quamina = quamina::Quamina::new();
    for (index, rule) in std::fs::read_to_string(rules).unwrap().lines().enumerate() {
        quamina.add_pattern(index, rule).unwrap();
    }
    let mut reader = BufReader::with_capacity(256 << 10, File::open(events).unwrap());
    let mut line = Vec::new();
    let mut matched = 0;
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line).unwrap() == 0 {
            return matched;
        }
        let found = quamina.matches_for_event(line.trim_ascii_end()).unwrap();
        matched += usize::from(!found.is_empty());
    }
}

/// What all blocks of a file give together.
fn blocks(path: &str, mut count: impl FnMut(&[u8]) -> usize) -> usize {
    let mut file = File::open(path).unwrap();
    let mut block = vec![0; 256 << 10];
    let mut sum = 0;
    loop {
        match file.read(&mut block).unwrap() {
            0 => return sum,
            read => sum += count(&block[..read]),
        }
    }
}
