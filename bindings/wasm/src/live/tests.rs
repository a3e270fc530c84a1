use super::chips::live_chips;
use super::*;
use serde_json::Value;

fn shown(pattern: &str, event: &str) -> Value {
    let text = live(pattern, event, &Picks::new(0, 0, true)).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn marked<'t>(text: &'t str, range: &Value) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let at = |name: &str| range[name].as_u64().unwrap() as usize;
    String::from_utf16(&units[at("from")..at("to")]).unwrap()
}

#[test]
fn a_condition_and_its_values_stand_where_the_editors_have_them() {
    let pattern = r#"{"x": ["ä😀"], "state": ["1"]}"#;
    let event = r#" {"x": "ä😀", "state": 1}"#;
    let shown = shown(pattern, event);
    let state = &shown["verdict"]["conditions"][1];
    assert_eq!(state["mark"], "failed");
    assert_eq!(marked(pattern, &state["key"]), "\"state\"");
    assert_eq!(marked(event, &state["values"][0]["range"]), "1");
    let fix = &state["hints"][0]["fix"];
    assert_eq!(marked(pattern, fix), "\"1\"");
    assert_eq!(fix["insert"], "1");
}

#[test]
fn what_is_wrapped_is_unwrapped_and_said() {
    let reply = r#"{"Name": "r", "EventPattern": "{\"source\":[\"shop\"]}"}"#;
    let message = r#"{"Messages": [{"Body": "{\"source\":\"shop\"}"}]}"#;
    let shown = shown(reply, message);
    assert!(shown["pattern"]["takenFor"].is_string());
    assert!(shown["event"]["takenFor"].as_str().unwrap().contains("SQS"));
    assert_eq!(shown["event"]["inPlace"], false);
    assert_eq!(shown["verdict"]["explanation"]["strict"], true);
    let values = &shown["verdict"]["conditions"][0]["values"];
    assert!(
        values[0]["range"].is_null(),
        "it does not stand there as it is"
    );
}

#[test]
fn a_refusal_has_its_place_and_the_change_that_mends_it() {
    let pattern = r#"{"source": "shop"}"#;
    let shown = shown(pattern, "");
    let remark = &shown["pattern"]["remarks"][0];
    assert_eq!(remark["severity"], "error");
    assert_eq!(remark["fix"]["insert"], r#"["shop"]"#);
    assert_eq!(marked(pattern, &remark["fix"]), "\"shop\"");
    assert!(shown["verdict"].is_null());
}

#[test]
fn sides_that_are_mixed_up_say_so() {
    let event = r#"{"source": "shop", "detail-type": "Paid", "detail": {}}"#;
    let shown = shown(event, r#"{"source": ["shop"], "detail": {"a": ["b"]}}"#);
    assert_eq!(shown["pattern"]["isEvent"], true);
    assert_eq!(shown["event"]["isPattern"], true);
}

#[test]
fn hints_change_only_what_was_tried() {
    // The other condition would fail if its key were changed.
    let shown = shown(
        r#"{"detail": {"State": ["on"]}}"#,
        r#"{"detail": {"state": "on"}}"#,
    );
    let hint = &shown["verdict"]["conditions"][0]["hints"][0];
    assert_eq!(hint["code"], "key-spelling");
    let fix = &hint["fix"];
    assert!(fix.is_null() || fix["insert"] == "\"state\"", "{fix}");
}

#[test]
fn a_pattern_has_events_to_try() {
    let chips = live_chips(
        r#"{"detail": {"code": [{"numeric": [">=", 400]}]}}"#,
        0,
        true,
    )
    .unwrap();
    let chips: Vec<Value> = serde_json::from_str(&chips).unwrap();
    let has = |kind: &str, matches| {
        chips
            .iter()
            .any(|chip| chip["kind"] == kind && chip["matches"] == matches)
    };
    assert!(has("match", true) && has("near-miss", false));
    assert_eq!(live_chips("{", 0, true).unwrap(), "[]");
}
