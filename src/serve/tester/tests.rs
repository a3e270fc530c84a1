use super::*;

#[test]
fn what_is_asked_about_stays_and_the_rest_goes() {
    let mut known = Remembered::default();
    let text = |number: usize| format!(r#"{{"a": [{number}]}}"#);
    let most = MOST_WEIGHT / Known::new(&text(0)).weight;
    for number in 0..3 * most {
        known.remember(text(number).into(), Known::new(&text(number)));
        assert!(known.recall(&text(0)).is_some(), "{number}");
    }
    assert!(known.recall(&text(1)).is_none());
    assert!(known.recall(&text(3 * most - 1)).is_some());
    assert!(known.young.len() + known.old.len() <= most + 2);
}

#[test]
fn one_that_is_too_heavy_is_not_kept() {
    let branches: Vec<_> = (0..10).map(|n| format!(r#"{{"a": [{n}]}}"#)).collect();
    let ors = ["a", "b", "c"].map(|key| {
        let branches = branches.join(", ").replace('a', key);
        format!(r#""{key}": {{"$or": [{branches}]}}"#)
    });
    let many: Vec<_> = (0..200).map(|n| format!(r#""f{n}": [1]"#)).collect();
    let text = format!("{{{}, {}}}", ors.join(", "), many.join(", "));
    let mut tester = Tester::new(Mode::Flattened);
    for _ in 0..2 {
        assert!(tester.test(&text, "{}").is_err());
    }
    assert!(tester.known.young.is_empty());
}
