use super::*;

fn pattern(text: &str) -> Pattern {
    Pattern::parse(text).unwrap()
}

fn relation_in(mode: Mode, first: &str, second: &str) -> Relation {
    let options = Options {
        mode,
        ..Options::default()
    };
    compare(&pattern(first), &pattern(second), &options).relation
}

fn relation(first: &str, second: &str) -> Relation {
    relation_in(Mode::Flattened, first, second)
}

#[test]
fn relations() {
    for (first, second, expected) in [
        (r#"{"a":[1]}"#, r#"{"a":[1.0]}"#, Relation::Equivalent),
        (r#"{"a":[1]}"#, r#"{"a":[1,2]}"#, Relation::Wider),
        (r#"{"a":[1]}"#, r#"{"a":[1],"b":[1]}"#, Relation::Narrower),
        (r#"{"a":[1]}"#, r#"{"b":[1]}"#, Relation::Overlapping),
        // An event may have both.
        (r#"{"a":[1]}"#, r#"{"a":[2]}"#, Relation::Overlapping),
        (
            r#"{"a":[1]}"#,
            r#"{"a":[{"exists":false}]}"#,
            Relation::Disjoint,
        ),
        (
            r#"{"a":[{"exists":true}]}"#,
            r#"{"a":[{"anything-but":"x"},{"anything-but":"y"}]}"#,
            Relation::Equivalent,
        ),
        (
            r#"{"a":[{"exists":true}]}"#,
            r#"{"$or":[{"a":[{"numeric":["<",5]}]},{"a":[{"anything-but":[1,2]}]}]}"#,
            Relation::Equivalent,
        ),
        (
            r#"{"a":[1,2,3],"b":[1,2,3]}"#,
            r#"{"$or":[{"a":[1]},{"a":[2]},{"a":[3]}],"$or":[{"b":[1]},{"b":[2]},{"b":[3]}]}"#,
            Relation::Equivalent,
        ),
        (
            r#"{"$or":[{"a":[1]},{"b":[2]}]}"#,
            r#"{"$or":[{"b":[2],"a":[{"anything-but":1},{"exists":false}]},{"a":[1]}]}"#,
            Relation::Equivalent,
        ),
    ] {
        assert_eq!(relation(first, second), expected, "{first} {second}");
        let strict = relation_in(Mode::Strict, first, second);
        assert_eq!(strict, expected, "strict: {first} {second}");
    }
}

#[test]
fn single_values_tell_values_apart() {
    let comparison = compare(
        &pattern(r#"{"a":[1]}"#),
        &pattern(r#"{"a":[2]}"#),
        &Options::default(),
    );
    assert_eq!(comparison.relation, Relation::Overlapping);
    assert_eq!(comparison.relation_of_single_values, Relation::Disjoint);
    let both = comparison.both.witness().unwrap();
    assert!(!both.single_values);
    assert_eq!(both.event, "{\n  \"a\": [1, 2]\n}");
}

#[test]
fn strict_differs_where_elements_matter() {
    let first = r#"{"c":{"x":[1],"y":[{"exists":false}]}}"#;
    let second = r#"{"c":{"y":[{"exists":false}]}}"#;
    assert_eq!(relation(first, second), Relation::Wider);
    // {"c": [{"x": 1}, {"y": 2}]}
    assert_eq!(
        relation_in(Mode::Strict, first, second),
        Relation::Overlapping
    );

    let with_leaf = r#"{"c":{"y":[2]}}"#;
    assert_eq!(relation(first, with_leaf), Relation::Disjoint);
    assert_eq!(
        relation_in(Mode::Strict, first, with_leaf),
        Relation::Overlapping
    );

    let split =
        r#"{"$or":[{"c":{"x":[1],"y":[{"exists":true}]}},{"c":{"x":[1],"y":[{"exists":false}]}}]}"#;
    assert_eq!(
        relation_in(Mode::Strict, r#"{"c":{"x":[1]}}"#, split),
        Relation::Equivalent
    );
}

#[test]
fn the_envelope_stands_around_a_witness() {
    let options = Options {
        envelope: true,
        ..Options::default()
    };
    let first = pattern(r#"{"source":["aws.ec2"],"detail":{"state":["stopped"]}}"#);
    let second = pattern(
        r#"{"source":["aws.ec2"],"detail":{"state":["stopped"]},"region":[{"prefix":"us-"}]}"#,
    );
    let comparison = compare(&first, &second, &options);
    let witness = comparison.only_first.witness().unwrap();
    let event = Event::parse(witness.event.as_str()).unwrap();
    assert_eq!(event.missing_fields(), ["region"], "{}", witness.event);
    let witness = comparison.both.witness().unwrap();
    let event = Event::parse(witness.event.as_str()).unwrap();
    assert!(event.missing_fields().is_empty(), "{}", witness.event);
}

#[test]
fn a_base_is_changed_as_little_as_can_be() {
    let first = pattern(r#"{"detail":{"containers":{"name":["app"],"exit":[1,2]}}}"#);
    let second = pattern(r#"{"detail":{"containers":{"name":["app"],"exit":[1]}}}"#);
    let far = Event::parse(r#"{"id":"far","detail":{}}"#).unwrap();
    let near = Event::parse(
        r#"{"id":"near","detail":{"containers":[{"name":"db","exit":0},{"name":"app","exit":1}]}}"#,
    )
    .unwrap();
    let bases = [&far, &near];
    let options = Options {
        bases: &bases,
        ..Options::default()
    };
    let comparison = compare(&first, &second, &options);
    let witness = comparison.only_first.witness().unwrap();
    assert_eq!(
        (witness.base, witness.edits),
        (Some(1), 1),
        "{}",
        witness.event
    );
    assert_eq!(comparison.only_second, Finding::Nothing);
}

#[test]
fn many_alternatives_against_themselves() {
    let list = |key: &str| {
        let branches: Vec<_> = (0..10).map(|n| format!(r#"{{"{key}":[{n}]}}"#)).collect();
        format!(r#""$or":[{}]"#, branches.join(","))
    };
    let whole = format!("{{{},{},{}}}", list("a"), list("b"), list("c"));
    let values = "[0,1,2,3,4,5,6,7,8,9]";
    let lists = format!(r#"{{"a":{values},"b":{values},"c":{values}}}"#);
    assert_eq!(relation(&whole, &whole), Relation::Equivalent);
    assert_eq!(relation(&whole, &lists), Relation::Equivalent);
    let fewer = format!(r#"{{"a":{values},"b":{values},"c":[0,1,2,3,4,5,6,7,8]}}"#);
    assert_eq!(relation(&whole, &fewer), Relation::Narrower);
}

#[test]
fn the_budget_ends_in_an_honest_answer() {
    let options = Options {
        budget: Budget {
            states: 3,
            steps: 1_000,
        },
        ..Options::default()
    };
    let first = pattern(r#"{"a":[{"wildcard":"a*b*c"}]}"#);
    let second = pattern(r#"{"a":[{"wildcard":"a*b*cd*c"}]}"#);
    let comparison = compare(&first, &second, &options);
    let Finding::Unknown(why) = &comparison.only_second else {
        panic!("{comparison:?}");
    };
    assert_eq!(
        why.to_string(),
        "the matchers at `a` tell too many strings apart to look at them all"
    );
    assert_eq!(comparison.relation, Relation::Unknown);
}
