use super::*;
use crate::pattern::Pattern;

const MATCHERS: &[&str] = &[
    r#""a""#,
    r#""ab""#,
    r#""""#,
    r#""10.0.0.1""#,
    r#""::1""#,
    r#""1:2:3:4:5:6:7:8""#,
    r#"{"exactly":"10.0.0.1"}"#,
    r#"{"exactly":"010.0.0.1"}"#,
    r#"{"prefix":""}"#,
    r#"{"prefix":"a"}"#,
    r#"{"prefix":"10."}"#,
    r#"{"prefix":"::"}"#,
    r#"{"suffix":"b"}"#,
    r#"{"suffix":".1"}"#,
    r#"{"suffix":"1"}"#,
    r#"{"equals-ignore-case":"aB"}"#,
    r#"{"equals-ignore-case":"fe80::a"}"#,
    r#"{"equals-ignore-case":"ß"}"#,
    r#"{"prefix":{"equals-ignore-case":"A"}}"#,
    r#"{"suffix":{"equals-ignore-case":"sS"}}"#,
    r#"{"wildcard":"*"}"#,
    r#"{"wildcard":"a*b"}"#,
    r#"{"wildcard":"*.*.*.*"}"#,
    r#"{"wildcard":"*:*"}"#,
    r#"{"wildcard":"*a*a*"}"#,
    r#"{"anything-but":"a"}"#,
    r#"{"anything-but":["a","","10.0.0.1"]}"#,
    r#"{"anything-but":1}"#,
    r#"{"anything-but":[1,2.5]}"#,
    r#"{"anything-but":{"prefix":"a"}}"#,
    r#"{"anything-but":{"suffix":"b"}}"#,
    r#"{"anything-but":{"wildcard":"*"}}"#,
    r#"{"anything-but":{"wildcard":"10.0.0.*"}}"#,
    r#"{"anything-but":{"wildcard":["*a*","*b*"]}}"#,
    r#"{"anything-but":{"equals-ignore-case":"ab"}}"#,
    r#"{"cidr":"10.0.0.0/31"}"#,
    r#"{"cidr":"10.0.0.0/8"}"#,
    r#"{"cidr":"0.0.0.0/0"}"#,
    r#"{"cidr":"::/0"}"#,
    r#"{"cidr":"fe80::/10"}"#,
    r#"{"cidr":"::/126"}"#,
    "1",
    "2.5",
    "1e400",
    "9007199254740993",
    "12345678901234567891",
    "12345678901234567890",
    "true",
    "false",
    "null",
    r#"{"numeric":["=",1]}"#,
    r#"{"numeric":["<",1]}"#,
    r#"{"numeric":[">=",1]}"#,
    r#"{"numeric":[">",0,"<",4.9e-324]}"#,
    r#"{"numeric":[">",1,"<=",2.5]}"#,
    r#"{"exists":true}"#,
    r#"{"exists":false}"#,
];

fn values() -> Vec<Value> {
    let strings = [
        "",
        "a",
        "b",
        "A",
        "B",
        "ab",
        "aB",
        "AB",
        "aa",
        "ba",
        "abab",
        "ß",
        "SS",
        "ss",
        "ass",
        "x",
        "10.0.0.1",
        "010.0.0.1",
        "10.0.0.0",
        "10.0.0.2",
        "10.0.00.1",
        "::ffff:a00:1",
        "0::ffff:a00:1",
        "::1",
        "0::1",
        "::",
        "::3",
        "::4",
        "1:2:3:4:5:6:7:8",
        "01:2:3:4:5:6:7:8",
        "fe80::a",
        "FE80::A",
        "FE80::a",
        "febf::1",
        "fec0::1",
        "11.1.1.1",
        "10.x",
        "10.0.0",
        "10.0.0.256",
        "::g",
        ":",
        "1.1.1.b",
        "a.b.c.d",
        "1:b",
    ];
    let numbers = [
        "0",
        "1",
        "1.0",
        "2",
        "2.5",
        "3",
        "-1",
        "5e-324",
        "1e400",
        "9007199254740993",
        "10e399",
        "12345678901234567890",
        "1e-400",
    ];
    let strings = strings.iter().map(|text| Value::String((*text).to_owned()));
    let numbers = numbers.iter().map(|text| Value::Number((*text).to_owned()));
    strings.chain(numbers).chain(LITERALS).collect()
}

/// What these matchers accept together. Each is read for itself: a pattern with some of them would
/// be refused as too complex.
fn set(matchers: &[&str]) -> ValueSet {
    let patterns: Vec<_> = matchers
        .iter()
        .map(|matcher| Pattern::parse(&format!(r#"{{"p":[{matcher}]}}"#)).unwrap())
        .collect();
    let kinds = patterns.iter().map(|p| &p.conditions()[0].matchers[0].kind);
    ValueSet::of_matchers(kinds)
}

/// Numbers without end, always the same for one seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

fn check(asked: &[(&[&str], bool)], values: &[Value]) {
    let sets: Vec<_> = asked.iter().map(|(m, wanted)| (set(m), *wanted)).collect();
    let sets: Vec<_> = sets.iter().map(|(set, wanted)| (set, *wanted)).collect();
    let fits = |value: &Value| {
        sets.iter()
            .all(|(set, wanted)| set.accepts(&value.scalar()) == *wanted)
    };
    for kind in [
        Kind::String,
        Kind::Comparable,
        Kind::Literal,
        Kind::Incomparable,
    ] {
        let of_kind = |value: &&Value| match value {
            Value::String(_) => kind == Kind::String,
            Value::Bool(_) | Value::Null => kind == Kind::Literal,
            Value::Number(text) if Number::in_event(text).value().is_some() => {
                kind == Kind::Comparable
            }
            Value::Number(_) => kind == Kind::Incomparable,
        };
        match find_of(
            kind,
            &sets,
            &mut Spend {
                states: 100_000,
                steps: usize::MAX,
            },
        )
        .unwrap()
        {
            Some(found) => {
                assert!(fits(&found), "{asked:?} {found:?}");
                assert!(of_kind(&&found), "{asked:?} {found:?}");
            }
            None => {
                let missed = values.iter().filter(of_kind).find(|value| fits(value));
                assert_eq!(missed, None, "{asked:?}");
            }
        }
    }
}

/// One in how many cases is looked at; all of them where `.ci/run` asks for it.
fn stride() -> usize {
    match std::env::var_os("PATTERN_TEST_WHOLE") {
        Some(_) => 1,
        None => 11,
    }
}

#[test]
fn one_without_another() {
    let values = values();
    let pairs = MATCHERS
        .iter()
        .flat_map(|a| MATCHERS.iter().map(move |b| (a, b)));
    // Each matcher is looked at on both sides.
    assert_ne!(MATCHERS.len() % 11, 0);
    for (a, b) in pairs.step_by(stride()) {
        check(&[(&[a], true), (&[b], false)], &values);
        check(&[(&[a], true), (&[b], true)], &values);
    }
}

#[test]
fn several_at_once() {
    let values = values();
    let mut dice = Dice(7);
    for _ in 0..4_000 / stride() {
        let mut some = |most| -> Vec<&str> {
            let count = 1 + dice.below(most);
            (0..count)
                .map(|_| MATCHERS[dice.below(MATCHERS.len())])
                .collect()
        };
        let (a, b, c, d) = (some(3), some(3), some(2), some(4));
        check(&[(&a, true), (&b, false), (&c, false)], &values);
        check(&[(&a, true), (&c, true), (&d, false)], &values);
    }
}

#[test]
fn spellings_of_addresses_are_told_apart() {
    let none = |a: &[&str], b: &[&str]| {
        find(
            &[(&set(a), true), (&set(b), false)],
            &mut Spend {
                states: 100_000,
                steps: usize::MAX,
            },
        )
        .unwrap()
        .is_none()
    };
    let four = r#"{"wildcard":"*.*.*.*"}"#;
    assert!(
        !none(&[r#"{"cidr":"10.0.0.0/8"}"#], &[four]),
        "::ffff:a00:0 is in the block"
    );
    assert!(none(
        &[r#"{"cidr":"10.0.0.0/8"}"#],
        &[four, r#"{"wildcard":"*:*"}"#]
    ));
    assert!(none(
        &[r#"{"cidr":"10.0.0.0/31"}"#],
        &[r#""10.0.0.0""#, r#""10.0.0.1""#]
    ));
    assert!(none(
        &[r#"{"equals-ignore-case":"fe80::a"}"#],
        &[r#"{"cidr":"fe80::/10"}"#]
    ));
    assert!(none(
        &[r#"{"cidr":"10.0.0.0/8"}"#],
        &[r#"{"anything-but":{"prefix":"z"}}"#]
    ));
    assert!(!none(
        &[r#"{"cidr":"10.0.0.0/8"}"#],
        &[r#"{"anything-but":{"prefix":"0"}}"#]
    ));
    let letters = r#"{"equals-ignore-case":"abcd:abcd:abcd:abcd:abcd:abcd:abcd:abcd"}"#;
    assert!(none(
        &[letters],
        &[r#""abcd:abcd:abcd:abcd:abcd:abcd:abcd:abcd""#]
    ));
}

#[test]
fn strings_are_short_and_readable() {
    let found = |a: &[&str], b: &[&str]| {
        find(
            &[(&set(a), true), (&set(b), false)],
            &mut Spend {
                states: 100_000,
                steps: usize::MAX,
            },
        )
        .unwrap()
        .unwrap()
        .json()
    };
    assert_eq!(found(&[r#"{"exists":true}"#], &[r#""x""#]), r#""y""#);
    assert_eq!(
        found(&[r#"{"prefix":"logs/"}"#], &[r#"{"suffix":"/"}"#]),
        r#""logs/x""#
    );
    assert_eq!(
        found(
            &[r#"{"cidr":"10.1.0.0/16"}"#],
            &[r#"{"cidr":"10.1.0.0/17"}"#]
        ),
        r#""10.1.128.0""#
    );
    assert_eq!(found(&[r#"{"anything-but":[0]}"#], &["1"]), "2");
    assert_eq!(found(&[r#"{"anything-but":"x"}"#], &["1"]), r#""y""#);
    assert_eq!(
        found(&["9007199254740993", "true"], &["12345678901234567891"]),
        "9007199254740993"
    );
}

#[test]
fn the_budget_is_kept() {
    let many = [r#"{"wildcard":"*aab*aba*"}"#, r#"{"wildcard":"*abb*bba*"}"#];
    let all = set(&[r#"{"wildcard":"*a*b*"}"#]);
    let asked = [
        (&all, true),
        (&set(&many[..1]), true),
        (&set(&many[1..]), true),
    ];
    assert_eq!(
        find(
            &asked,
            &mut Spend {
                states: 5,
                steps: usize::MAX
            }
        ),
        Err(TooManyStates)
    );
    assert!(
        find(
            &asked,
            &mut Spend {
                states: 10_000,
                steps: usize::MAX
            }
        )
        .unwrap()
        .is_some()
    );
}
