//! Random patterns and events over small alphabets, so that they have something to do with each
//! other.

use super::ast::{Field, Json, Matcher, Piece, Style};
use super::values::{Decimal, comparable};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const STRINGS: &[&str] = &[
    "a",
    "b",
    "A",
    "B",
    "ab",
    "aB",
    "Ab",
    "ba",
    "aa",
    "bab",
    "",
    "ß",
    "SS",
    "ss",
    "Ss",
    "aß",
    "ASS",
    "σ",
    "Σ",
    "ς",
    "ǆ",
    "ǅ",
    "Ǆ",
    "İ",
    "i\u{307}",
    "*",
    "a*b",
    "\\",
    "a\\b",
    "\"",
    "\u{2028}",
    "😀",
    "\u{10400}",
    "\u{10428}",
    "\u{0}",
    "true",
    "1",
];
const ADDRESSES: &[&str] = &[
    "10.0.0.1",
    "010.0.0.1",
    "10.0.00.0001",
    "::ffff:a00:1",
    "0:0:0:0:0:ffff:0a00:1",
    "::1",
    "0:0:0:0:0:0:0:1",
    "0::00001",
    "10.0.0.9",
    "10.0.1.9",
    "FE80::A",
    "fe80:0::a",
    "000000010.0.0.1",
    "16.0.0.1",
    "100.64.5.0",
    "a00:1::",
    "1000:1::",
    // No addresses after all.
    "0000000010.0.0.1",
    "256.0.0.1",
    "10.0.0",
    "::ffff:10.0.0.1",
    "::g",
    "1::2::3",
    "12345::",
    "10.0.0.1 ",
];
const BLOCKS: &[&str] = &[
    "10.0.0.0/24",
    "10.0.0.8/31",
    "010.0.0.200/25",
    "0.0.0.0/0",
    "::/0",
    "::/127",
    "::ffff:a00:0/24",
    "::ffff:a00:1/8",
    "fe80::/10",
    "0::0/8",
    "100.64.0.0/10",
    "a00::/8",
];
const NUMBERS: &[&str] = &[
    "1",
    "1.0",
    "1e0",
    "10e-1",
    "0.1E+1",
    "0",
    "-0",
    "0.0e7",
    "-1",
    "2",
    "2.5",
    "25e-1",
    "1000",
    "1e3",
    "0.1",
    "1e-1",
    "4.9e-324",
    "831566654334199.2",
    "645",
    "645.5",
    "6451e-1",
    "10000001",
    "1000000155",
    "10000001.0",
    "9007199254740992",
    // Not comparable in a pattern.
    "5e-324",
    "831566654334199.3",
    "9007199254740993.0",
    "9007199254740993",
    "12345678901234567890",
    "12345678901234567890.0",
    "12345678901234567891",
    "1e400",
    "10e399",
    "-1e400",
    "1e-400",
    "0.1000000000000000055511151231257827",
];

fn text() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        6 => select(&STRINGS[..10]),
        3 => select(STRINGS),
        1 => select(ADDRESSES)
    ]
    .prop_map(str::to_owned)
}

fn number() -> impl Strategy<Value = String> + Clone {
    select(NUMBERS).prop_map(str::to_owned)
}

fn comparable_number() -> impl Strategy<Value = String> + Clone {
    let numbers: Vec<_> = NUMBERS
        .iter()
        .copied()
        .filter(|number| comparable(number).is_some())
        .collect();
    select(numbers).prop_map(str::to_owned)
}

fn leaf() -> BoxedStrategy<Json> {
    prop_oneof![
        8 => select(&STRINGS[..3]).prop_map(Json::string),
        3 => text().prop_map(Json::String),
        2 => select(ADDRESSES).prop_map(Json::string),
        3 => number().prop_map(Json::Number),
        1 => any::<bool>().prop_map(Json::Bool),
        1 => Just(Json::Null)
    ]
    .boxed()
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> + Clone {
    let piece = prop_oneof![
        2 => Just(Piece::Star),
        3 => select(vec!['a', 'b', 'A', '*', '\\', 'ß']).prop_map(Piece::Character)
    ];
    vec(piece, 0..5).prop_map(|mut pieces| {
        pieces.dedup_by(|a, b| *a == Piece::Star && *b == Piece::Star);
        pieces
    })
}

fn range() -> impl Strategy<Value = Matcher> {
    let one = (select(vec!["=", "<", "<=", ">", ">="]), comparable_number())
        .prop_map(|term| Matcher::Numeric(vec![term]));
    let ends = (comparable_number(), comparable_number(), any::<[bool; 2]>());
    let two = ends.prop_filter_map("bottom must be less than top", |(a, b, inclusive)| {
        let (bottom, top) = if Decimal::of(&a) < Decimal::of(&b) {
            (a, b)
        } else {
            (b, a)
        };
        (Decimal::of(&bottom) < Decimal::of(&top)).then(|| {
            let lower = if inclusive[0] { ">=" } else { ">" };
            let upper = if inclusive[1] { "<=" } else { "<" };
            Matcher::Numeric(vec![(lower, bottom), (upper, top)])
        })
    });
    prop_oneof![one, two]
}

fn listed<T: std::fmt::Debug>(
    operand: impl Strategy<Value = T>,
) -> impl Strategy<Value = (Vec<T>, bool)> {
    (vec(operand, 1..3), any::<bool>())
}

fn matcher() -> BoxedStrategy<Matcher> {
    let filled = || text().prop_filter("an empty operand", |text| !text.is_empty());
    let but = |(list, single)| Matcher::AnythingBut(list, single);
    prop_oneof![
        10 => leaf().prop_map(Matcher::Value),
        5 => any::<bool>().prop_map(Matcher::Exists),
        1 => prop_oneof![text(), select(ADDRESSES).prop_map(str::to_owned)]
            .prop_map(Matcher::Exactly),
        1 => text().prop_map(Matcher::Prefix),
        1 => text().prop_map(Matcher::Suffix),
        1 => text().prop_map(Matcher::EqualsIgnoreCase),
        1 => text().prop_map(Matcher::PrefixIgnoreCase),
        1 => text().prop_map(Matcher::SuffixIgnoreCase),
        1 => pieces().prop_map(Matcher::Wildcard),
        1 => listed(prop_oneof![text(), select(ADDRESSES).prop_map(str::to_owned)]
            .prop_map(Json::String)).prop_map(but),
        1 => listed(comparable_number().prop_map(Json::Number)).prop_map(but),
        1 => listed(filled()).prop_map(|(list, one)| Matcher::AnythingButPrefix(list, one)),
        1 => listed(filled()).prop_map(|(list, one)| Matcher::AnythingButSuffix(list, one)),
        1 => listed(text()).prop_map(|(list, one)| Matcher::AnythingButIgnoreCase(list, one)),
        1 => listed(pieces()).prop_map(|(list, one)| Matcher::AnythingButWildcard(list, one)),
        2 => range(),
        2 => select(BLOCKS).prop_map(|block| Matcher::Cidr(block.to_owned()))
    ]
    .boxed()
}

fn condition() -> BoxedStrategy<Vec<Matcher>> {
    prop_oneof![
        4 => vec(matcher(), 1..4),
        3 => Just(vec![Matcher::Exists(false)]),
        2 => matcher().prop_map(|m| vec![Matcher::Exists(false), m]),
        2 => select(&STRINGS[..2]).prop_map(|s| vec![Matcher::Value(Json::string(s))]),
        1 => Just(vec![Matcher::Exists(true)])
    ]
    .boxed()
}

type Keys = &'static [&'static str];
/// Keys that meet in many ways once they are joined.
const MANY_KEYS: Keys = &["a", "b", "c", "a", "b", "a.b", "b.a", "a.a", "", ".", "a."];
const FEW_KEYS: Keys = &["a", "b", "d"];

fn fields(keys: Keys, depth: usize) -> BoxedStrategy<Vec<Field>> {
    let key = || select(keys).prop_map(str::to_owned);
    let condition =
        (key(), condition()).prop_map(|(key, matchers)| Field::Condition(key, matchers));
    if depth == 0 {
        return vec(condition, 1..4).boxed();
    }
    let object = (key(), fields(keys, depth - 1)).prop_map(|(key, f)| Field::Object(key, f));
    let or = vec(fields(keys, depth - 1), 2..4).prop_map(Field::Or);
    vec(prop_oneof![6 => condition, 2 => object, 1 => or], 1..4).boxed()
}

fn value(keys: Keys) -> BoxedStrategy<Json> {
    leaf()
        .prop_recursive(4, 20, 4, move |inner| {
            prop_oneof![
                3 => object(keys, inner.clone(), 0..4),
                2 => vec(inner, 0..4).prop_map(Json::Array)
            ]
        })
        .boxed()
}

fn object(
    keys: Keys,
    value: impl Strategy<Value = Json>,
    size: std::ops::Range<usize>,
) -> impl Strategy<Value = Json> {
    vec((select(keys).prop_map(str::to_owned), value), size).prop_map(Json::Object)
}

/// Elements of an array of objects, some of them arrays of such, and members that go on likewise.
fn elements() -> BoxedStrategy<Json> {
    let list = |of: BoxedStrategy<Json>, size| vec(of, size).prop_map(Json::Array);
    let deeper = list(object(FEW_KEYS, leaf(), 1..3).boxed(), 0..3);
    let member = prop_oneof![
        14 => leaf(),
        2 => list(leaf(), 0..3),
        4 => deeper,
        1 => Just(Json::Object(Vec::new()))
    ];
    let element = object(FEW_KEYS, member, 0..4);
    let nested = prop_oneof![
        8 => element.boxed(),
        1 => leaf()
    ]
    .prop_recursive(2, 6, 2, |inner| vec(inner, 0..3).prop_map(Json::Array));
    list(nested.boxed(), 0..4).boxed()
}

/// A pattern and an event that are both about the elements of `c`.
fn about_elements() -> BoxedStrategy<(Vec<Field>, Json)> {
    let c = |value| ("c".to_owned(), value);
    let event = prop_oneof![
        6 => elements().prop_map(move |one| vec![c(one)]),
        2 => (elements(), elements()).prop_map(move |(one, two)| vec![c(one), c(two)]),
        1 => (elements(), leaf()).prop_map(move |(one, b)| vec![c(one), ("c.b".to_owned(), b)]),
        1 => object(FEW_KEYS, elements(), 1..3).prop_map(move |inner| vec![c(inner)])
    ];
    let pattern = prop_oneof![
        4 => fields(FEW_KEYS, 0),
        1 => fields(FEW_KEYS, 1)
    ];
    (pattern, event)
        .prop_map(|(inner, event)| (vec![Field::Object("c".into(), inner)], Json::Object(event)))
        .boxed()
}

/// Conditions of one matcher on members of `c`, and an array of objects of few values there: what
/// the two modes differ on most often.
fn about_siblings() -> BoxedStrategy<(Vec<Field>, Json)> {
    let few = || select(&STRINGS[..2]).prop_map(Json::string);
    let member = |key: &'static str| {
        let nested = vec(object(FEW_KEYS, few(), 1..3), 1..3).prop_map(Json::Array);
        let value = prop_oneof![8 => few(), 1 => leaf(), 1 => nested];
        proptest::option::weighted(0.5, value).prop_map(move |v| v.map(|v| (key.to_owned(), v)))
    };
    let element = (member("a"), member("b"), member("d"))
        .prop_map(|(a, b, d)| Json::Object([a, b, d].into_iter().flatten().collect()));
    let list = prop_oneof![
        8 => element.clone(),
        1 => vec(element, 1..3).prop_map(Json::Array)
    ];
    let event = vec(list, 3..6).prop_map(Json::Array);
    let wanted = few().prop_map(|value| vec![Matcher::Value(value)]).boxed();
    let absent = Just(vec![Matcher::Exists(false)]).boxed();
    let on = |key: &str, matchers: BoxedStrategy<Vec<Matcher>>| {
        let key = key.to_owned();
        matchers
            .prop_map(move |matchers| Field::Condition(key.clone(), matchers))
            .boxed()
    };
    let third = prop_oneof![6 => wanted.clone(), 1 => absent.clone(), 3 => condition()].boxed();
    let second = prop_oneof![3 => absent, 2 => wanted.clone()].boxed();
    let pattern = (
        on("a", wanted),
        on("b", second),
        proptest::option::weighted(0.2, on("d", third)),
    )
        .prop_map(|(a, b, d)| [Some(a), Some(b), d].into_iter().flatten().collect());
    (pattern, event)
        .prop_map(|(inner, list)| {
            let pattern = vec![Field::Object("c".into(), inner)];
            (pattern, Json::object("c", list))
        })
        .boxed()
}

/// A random pattern, a random event, and how they are written.
pub(crate) fn cases() -> impl Strategy<Value = (Vec<Field>, Json, Style)> {
    let anything = (
        fields(MANY_KEYS, 2),
        object(MANY_KEYS, value(MANY_KEYS), 0..5),
    );
    let style = any::<(bool, bool)>().prop_map(|(spaces, escapes)| Style { spaces, escapes });
    (
        prop_oneof![2 => anything, 3 => about_elements(), 7 => about_siblings()],
        style,
    )
        .prop_map(|((mut pattern, event), style)| {
            tame(&mut pattern, &mut 2);
            (pattern, event, style)
        })
}

/// Leaves only so many wildcards that the pattern is not refused as too complex.
fn tame(fields: &mut [Field], left: &mut usize) {
    for field in fields {
        match field {
            Field::Object(_, inner) => tame(inner, left),
            Field::Or(branches) => branches.iter_mut().for_each(|branch| tame(branch, left)),
            Field::Condition(_, matchers) => {
                for matcher in matchers {
                    let operands = match matcher {
                        Matcher::Wildcard(_) => 1,
                        Matcher::AnythingButWildcard(list, _) => list.len(),
                        _ => 0,
                    };
                    match left.checked_sub(operands) {
                        Some(rest) => *left = rest,
                        None => *matcher = Matcher::Prefix("a".to_owned()),
                    }
                }
            }
        }
    }
}
