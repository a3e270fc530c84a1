//! What once broke, each named after how.

use pattern_test::{Event, Mode, Pattern};

/// An empty key at the top was dropped from a pattern's path, but not from an event's.
#[test]
fn an_empty_key_is_a_part_of_the_path() {
    for (pattern, event, expected) in [
        (r#"{"":{"a":[1]}}"#, r#"{"":{"a":1}}"#, true),
        (r#"{"":{"a":[1]}}"#, r#"{"a":1}"#, false),
        (r#"{"":{"":{"a":[1]}}}"#, r#"{"":{"":{"a":1}}}"#, true),
        (r#"{"a":{"":[1]}}"#, r#"{"a.":1}"#, true),
        (r#"{"":[1]}"#, r#"{"":1}"#, true),
    ] {
        let matched = Pattern::parse(pattern)
            .unwrap()
            .matches(&Event::parse(event).unwrap(), Mode::Flattened);
        assert_eq!(matched, expected, "{pattern} {event}");
    }
}
