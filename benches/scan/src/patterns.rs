//! The patterns, in the spelling that both engines read.

use crate::data::Random;

/// Five rules for each kind of matcher over the parcels, and a combination of seven kinds.
pub(crate) fn kinds() -> Vec<(&'static str, Vec<String>)> {
    let property =
        |key: &str, matcher: &str| format!(r#"{{"properties": {{"{key}": [{matcher}]}}}}"#);
    let on = |key: &str, matcher: &dyn Fn(&str) -> String, operands: [&str; 5]| {
        operands
            .map(|operand| property(key, &matcher(operand)))
            .to_vec()
    };
    let quoted = |operand: &str| format!(r#""{operand}""#);
    let with = |name: &'static str| move |operand: &str| format!(r#"{{"{name}": "{operand}"}}"#);
    let no_case = |name: &'static str| {
        move |operand: &str| format!(r#"{{"{name}": {{"equals-ignore-case": "{operand}"}}}}"#)
    };
    let but = |name: &'static str| {
        move |operand: &str| format!(r#"{{"anything-but": {{"{name}": "{operand}"}}}}"#)
    };
    let letters = ["jefferson", "bEaCh", "HyDe", "CHESTNUT", "Sloat"].map(|operand| {
        format!(r#"{{"properties": {{"STREET": [{{"equals-ignore-case": "{operand}"}}], "ST_TYPE": [{{"equals-ignore-case": "st"}}]}}}}"#)
    });
    let corner = |value: &str| {
        format!(
            r#"{{"geometry": {{"type": ["Polygon"], "coordinates": [{{"numeric": ["=", {value}]}}]}}}}"#
        )
    };
    let numeric = ["-122.42860896096424", "-122.27", "-122.28", "-122.31578241509689", "-122.3"]
        .map(|value| format!(r#"{{"geometry": {{"type": ["Polygon"], "firstCoordinates": {{"x": [{{"numeric": ["=", {value}]}}]}}}}}}"#));
    let range = [
        ("-122.3", "-122.25"),
        ("-122.25", "-122.2"),
        ("37.7", "37.75"),
        ("37.75", "37.8"),
        ("0.5", "0.55"),
    ]
    .map(|(low, high)| {
        format!(r#"{{"geometry": {{"coordinates": [{{"numeric": [">", {low}, "<", {high}]}}]}}}}"#)
    });
    let corners = [
        "-122.42860896096424",
        "37.79581858559352",
        "-122.26212996770597",
        "37.70839865826004",
        "5.0",
    ];
    let combination = vec![
        property("MAPBLKLOT", r#""1430022""#),
        property("STREET", r#"{"prefix": "AC"}"#),
        property("STREET", r#"{"suffix": "ON"}"#),
        property("STREET", r#"{"equals-ignore-case": "HyDe"}"#),
        property("MAPBLKLOT", r#"{"wildcard": "2*0*1*7"}"#),
        property("STREET", r#"{"anything-but": ["FULTON"]}"#),
        corner("-122.42860896096424"),
    ];
    vec![
        (
            "exact",
            on(
                "MAPBLKLOT",
                &quoted,
                ["1430022", "2607117", "2607218", "3745012", "VACSTWIL"],
            ),
        ),
        (
            "prefix",
            on("STREET", &with("prefix"), ["AC", "BL", "DR", "FU", "RH"]),
        ),
        (
            "prefix, ignoring case",
            on("STREET", &no_case("prefix"), ["Ac", "bL", "dR", "Fu", "rH"]),
        ),
        (
            "suffix",
            on("STREET", &with("suffix"), ["ON", "KE", "MM", "ING", "GO"]),
        ),
        (
            "suffix, ignoring case",
            on(
                "STREET",
                &no_case("suffix"),
                ["oN", "Ke", "mM", "InG", "Go"],
            ),
        ),
        ("equals-ignore-case", letters.to_vec()),
        (
            "wildcard",
            on(
                "MAPBLKLOT",
                &with("wildcard"),
                ["143*", "2*0*1*7", "*218", "3*5*2", "VAC*IL"],
            ),
        ),
        (
            "anything-but",
            on(
                "STREET",
                &|operand| format!(r#"{{"anything-but": ["{operand}"]}}"#),
                ["FULTON", "MASON", "18TH", "TAYLOR", "SLOAT"],
            ),
        ),
        (
            "anything-but prefix",
            on(
                "STREET",
                &but("prefix"),
                ["FULTO", "MAS", "18", "TAY", "SLO"],
            ),
        ),
        (
            "anything-but suffix",
            on("STREET", &but("suffix"), ["ULTON", "ON", "TH", "OR", "AT"]),
        ),
        (
            "anything-but wildcard",
            on(
                "STREET",
                &but("wildcard"),
                ["*LTON", "MA*N", "1*H", "T*R", "S*T"],
            ),
        ),
        ("numeric =", numeric.to_vec()),
        ("numeric range", range.to_vec()),
        ("numeric = and another", corners.map(corner).to_vec()),
        ("7 kinds combined", combination),
    ]
}

/// One of seven shapes of patterns for each number: exact values, prefixes, suffixes, wildcards,
/// ranges, blocks of addresses, and what is not to be.
pub(crate) fn mixed(count: usize) -> Vec<String> {
    let mut random = Random::new(3);
    (0..count)
        .map(|index| one_of_mixed(index, &mut random))
        .collect()
}

fn one_of_mixed(index: usize, random: &mut Random) -> String {
    match random.below(7) {
        0 => format!(
            r#"{{"source": ["aws.ec2"], "detail": {{"instance-id": ["i-{}"], "state": ["{}"]}}}}"#,
            random.hex(17),
            random.pick(&["running", "stopped"])
        ),
        1 => format!(
            r#"{{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {{"clusterArn": ["arn:aws:ecs:us-east-1:111111111111:cluster/c{index}"], "lastStatus": ["STOPPED"], "containers": {{"exitCode": [{{"anything-but": [0]}}]}}}}}}"#
        ),
        2 => format!(
            r#"{{"source": ["aws.s3"], "detail": {{"bucket": {{"name": ["bucket-{index}"]}}, "object": {{"key": [{{"prefix": "in/{}"}}], "size": [{{"numeric": [">", {}]}}]}}}}}}"#,
            random.hex(2),
            random.below(1_000_000) + 1
        ),
        3 => format!(
            r#"{{"source": ["aws.iam"], "detail": {{"eventName": [{{"prefix": "Create"}}], "userIdentity": {{"userName": ["user{index}"]}}, "sourceIPAddress": [{{"cidr": "203.0.{}.0/24"}}]}}}}"#,
            random.below(256)
        ),
        4 => format!(
            r#"{{"account": ["{:012}"], "region": ["us-east-1"]}}"#,
            random.below(1_000_000_000_000)
        ),
        5 => format!(
            r#"{{"source": [{{"prefix": "com.tenant{index}."}}], "detail-type": [{{"suffix": "Created"}}]}}"#
        ),
        _ => format!(r#"{{"detail": {{"stoppedReason": [{{"wildcard": "*Error{index}*"}}]}}}}"#),
    }
}
