use super::*;
use crate::explain::Explainer;
use crate::{Event, Pattern};
use base64::Engine as _;
use sha2::Digest as _;

fn hash(text: &str) -> String {
    let digest = sha2::Sha256::digest(text.as_bytes());
    let digest = base64::engine::general_purpose::STANDARD.encode(digest);
    format!("sha256-{digest}")
}

#[test]
fn the_policy_names_the_hashes_of_style_and_script() {
    assert_eq!(hash(STYLE), STYLE_HASH);
    assert_eq!(hash(SCRIPT), SCRIPT_HASH);
}

fn page(pattern: &str, event: &str, names: [&str; 2]) -> String {
    let pattern = Pattern::parse(pattern).unwrap();
    let event = Event::parse(event).unwrap();
    let explainer = Explainer {
        pattern: Some(names[0]),
        event: Some(names[1]),
        mode: Mode::Flattened,
        start: None,
        others: &[],
        ..Explainer::default()
    };
    let mut out = Vec::new();
    write(&[explainer.explain(&pattern, &event)], &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn markup_in_every_position_is_text() {
    let evil = r"<script>alert(1)</script>'`<img src=x onerror=alert(1)>";
    let pattern = format!(
        r#"{{"{evil}":["{evil}",{{"prefix":"{evil}"}}],"c":{{"name":["{evil}"],"{evil}":[1]}},"$or":[{{"{evil}x":[1]}},{{"d":[1]}}]}}"#
    );
    let event = format!(
        r#"{{"{evil}":"no {evil}","d":1,"c":[{{"name":"{evil}","{evil}":2}},{{"name":"x","{evil}":1}}],"e":{{"{evil}x":"{evil}"}}}}"#
    );
    let page = page(&pattern, &event, [evil, evil]);
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("</script").count(), 1);
    assert_eq!(page.matches("<img").count(), 0);
    assert!(page.contains(&format!("<script>{SCRIPT}</script>")));
}

#[test]
fn what_turns_the_reading_order_is_spelled_out() {
    let page = page(
        "{\"a\":[\"\u{202e}x\"]}",
        "{\"a\":\"\u{202e}y\"}",
        ["\u{202e}p", "\u{1b}e"],
    );
    assert!(!page.contains('\u{202e}') && !page.contains('\u{1b}'));
    assert!(page.contains("\\u{202e}x"));
}

#[test]
fn nothing_is_loaded_from_anywhere() {
    let page = page("{\"a\":[1]}", "{\"a\":1}", ["p", "e"]);
    for word in [
        "src=",
        "href=",
        "url(",
        "@import",
        "http:",
        "https:",
        " style=",
        " onclick=",
    ] {
        let found = page.matches(word).count();
        let own = STYLE.matches(word).count() + SCRIPT.matches(word).count();
        assert_eq!(found, own, "{word}");
    }
    for word in ["src=", "href=", "url(", "@import", "http:", "https:"] {
        assert!(!STYLE.contains(word) && !SCRIPT.contains(word), "{word}");
    }
}

#[test]
fn long_lines_are_broken_and_long_events_shortened() {
    let pattern = r#"{"c":{"n":[9999]}}"#;
    let elements: Vec<_> = (0..20_000).map(|n| format!(r#"{{"n":{n}}}"#)).collect();
    let event = format!(r#"{{"c":[{}]}}"#, elements.join(","));
    let page = page(pattern, &event, ["p", "e"]);
    assert!(page.len() < 100_000, "{}", page.len());
    assert!(page.contains("lines left out"));
    assert!(page.contains(">9999</span>"));
}
