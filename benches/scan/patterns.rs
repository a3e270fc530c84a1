//! The patterns, in the spelling that both engines read.

use super::data::{TENANTS, account};

/// One of `count` patterns of different tenants: exact values, prefixes, suffixes, wildcards, ranges,
/// blocks of addresses, and what is not to be.
pub(crate) fn mixed(count: usize) -> Vec<String> {
    (0..count as u64).map(one_of_mixed).collect()
}

fn one_of_mixed(index: u64) -> String {
    let tenant = index * 7_919 % TENANTS;
    let account = account(tenant);
    match index % 8 {
        0 => format!(
            r#"{{"source":["aws.ec2"],"account":["{account}"],"detail":{{"state":["stopped","terminated"]}}}}"#
        ),
        1 => format!(
            r#"{{"source":["aws.s3"],"detail":{{"bucket":{{"name":[{{"prefix":"t{tenant:05}-"}}]}},"object":{{"key":[{{"suffix":".parquet"}}]}}}}}}"#
        ),
        2 => format!(
            r#"{{"source":["aws.s3"],"detail":{{"object":{{"key":[{{"wildcard":"raw/tenants/{tenant:05}/*.json"}}]}}}}}}"#
        ),
        3 => format!(
            r#"{{"detail-type":["Object Created"],"account":["{account}"],"detail":{{"object":{{"size":[{{"numeric":[">",{}]}}]}}}}}}"#,
            index * 1_000
        ),
        4 => format!(
            r#"{{"detail-type":["AWS API Call via CloudTrail"],"detail":{{"sourceIPAddress":[{{"cidr":"10.{}.{}.0/24"}}],"eventName":[{{"anything-but":["DescribeInstances","GetObject"]}}]}}}}"#,
            tenant >> 8 & 0xff,
            tenant & 0xff
        ),
        5 => format!(
            r#"{{"source":["aws.ecs"],"detail":{{"clusterArn":[{{"suffix":":cluster/t{tenant:05}"}}],"lastStatus":["STOPPED"],"containers":{{"exitCode":[{{"anything-but":[0]}}]}}}}}}"#
        ),
        6 => format!(
            r#"{{"source":["aws.ec2"],"account":["{account}"],"detail":{{"state":[{{"anything-but":["running","pending"]}}]}}}}"#
        ),
        _ => format!(
            r#"{{"detail":{{"eventSource":["iam.amazonaws.com"],"userIdentity":{{"arn":[{{"wildcard":"*/t{tenant:05}-role/*"}}]}}}}}}"#
        ),
    }
}

/// Seven patterns of five values each over the features.
pub(crate) fn geo() -> Vec<String> {
    let list = |of: &[&str], wrap: &dyn Fn(&str) -> String| {
        of.iter()
            .map(|value| wrap(value))
            .collect::<Vec<_>>()
            .join(",")
    };
    let quoted = |value: &str| format!("\"{value}\"");
    let operator = |name: &'static str| move |value: &str| format!(r#"{{"{name}":"{value}"}}"#);
    let on = |field: &str, values: String| format!(r#"{{"properties":{{"{field}":[{values}]}}}}"#);
    let ranges: Vec<_> = (0..5)
        .map(|n| {
            format!(
                r#"{{"numeric":[">=",{},"<",{}]}}"#,
                37.71 + 0.01 * f64::from(n),
                37.7105 + 0.01 * f64::from(n)
            )
        })
        .collect();
    vec![
        on(
            "STREET",
            list(&["CRANLEIGH", "TAYLOR", "POST", "GEARY", "OAK"], &quoted),
        ),
        on(
            "STREET",
            list(&["BAY", "LEAV", "MAR", "VAL", "GO"], &operator("prefix")),
        ),
        on(
            "STREET",
            list(&["SON", "WORTH", "LEY", "ARD", "ERO"], &operator("suffix")),
        ),
        on(
            "ST_TYPE",
            list(
                &["pl", "ct", "ter", "way", "blvd"],
                &operator("equals-ignore-case"),
            ),
        ),
        on(
            "MAPBLKLOT",
            list(
                &["0*7", "1*11", "2*22*3", "3*3*3", "*999*"],
                &operator("wildcard"),
            ),
        ),
        format!(r#"{{"geometry":{{"coordinates":[{}]}}}}"#, ranges.join(",")),
        on(
            "ODD_EVEN",
            format!(
                r#"{{"anything-but":[{}]}}"#,
                list(&["E", "X", "Y", "Z", "N"], &quoted)
            ),
        ),
    ]
}

/// Fifty words that a user agent may hold; `alone` makes a pattern of each, else one pattern of all.
pub(crate) fn words(alone: bool) -> Vec<String> {
    let wildcards: Vec<_> = (0..50)
        .map(|n| {
            format!(
                r#"{{"wildcard":"*{}{n:02}*"}}"#,
                ["boto", "java", "ruby", "rust", "perl"][n % 5]
            )
        })
        .collect();
    let pattern = |values: &str| format!(r#"{{"detail":{{"userAgent":[{values}]}}}}"#);
    if alone {
        wildcards.iter().map(|w| pattern(w)).collect()
    } else {
        vec![pattern(&wildcards.join(","))]
    }
}
