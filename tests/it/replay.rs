//! The seeds of the fuzz targets, through the same functions.

#[path = "../../fuzz/checks.rs"]
pub(crate) mod checks;
#[path = "../../fuzz/checks_program.rs"]
pub(crate) mod checks_program;
#[path = "../../fuzz/checks_readers.rs"]
pub(crate) mod checks_readers;

fn replay(target: &str, check: fn(&str)) {
    replay_bytes(target, |bytes| {
        // What is no text does not reach the target either.
        std::str::from_utf8(bytes).map(check).is_ok()
    });
}

/// Through a function that says whether it looked.
fn replay_bytes(target: &str, check: impl Fn(&[u8]) -> bool + std::panic::RefUnwindSafe) {
    let folder = format!("{}/fuzz/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
    let mut seeds = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let looked = std::panic::catch_unwind(|| check(&bytes));
        assert!(looked.is_ok(), "{}", path.display());
        seeds += usize::from(looked.unwrap());
    }
    assert!(seeds > 0, "{folder} is empty");
}

#[test]
fn patterns() {
    replay("pattern", checks::pattern);
}

#[test]
fn events() {
    replay("event", checks::event);
}

#[test]
fn pairs() {
    replay("evaluate", checks::pair);
}

#[test]
fn suites() {
    replay("suite", checks_program::suite);
}

#[test]
fn explanations() {
    replay("explain", checks_program::explain);
}

#[test]
fn templates() {
    replay("template", checks_program::template);
}

#[test]
fn sets_of_patterns() {
    replay("engine", checks::engine);
    replay("engine", checks::trusted);
}

#[test]
fn inputs_of_events() {
    replay("intake", checks_readers::intake);
    replay_bytes("unpack", |bytes| {
        checks_readers::unpack(bytes);
        true
    });
}

#[test]
fn what_holds_patterns() {
    replay("carriers", checks_readers::carriers);
    replay("yaml", checks_readers::yaml);
    replay("hcl", checks_readers::hcl);
    replay("json", checks_readers::json);
}

#[test]
fn configurations() {
    replay("config", checks_readers::config);
}

#[test]
fn files_to_fix() {
    replay("fix", checks_readers::fix);
}
