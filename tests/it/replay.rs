//! The seeds of the fuzz targets, through the same functions.

#[path = "../../fuzz/checks.rs"]
pub(crate) mod checks;
#[path = "../../fuzz/checks_program.rs"]
pub(crate) mod checks_program;
#[path = "../../fuzz/checks_readers.rs"]
pub(crate) mod checks_readers;

fn replay(target: &str, check: fn(&str)) {
    let folder = format!("{}/fuzz/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
    let mut seeds = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        // What is no text does not reach the target either.
        if let Ok(text) = std::str::from_utf8(&bytes) {
            seeds += 1;
            let result = std::panic::catch_unwind(|| check(text));
            assert!(result.is_ok(), "{}", path.display());
        }
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
