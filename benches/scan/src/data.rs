//! The data: the same bytes on every machine.

use std::fmt::Write as _;

/// xorshift64*, which is all the randomness that is needed.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        (self.next() >> 11) % end
    }

    /// From 0 up to 1.
    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }

    pub(crate) fn hex(&mut self, digits: usize) -> String {
        let text = format!(
            "{:016x}{:016x}{:016x}{:016x}",
            self.next(),
            self.next(),
            self.next(),
            self.next()
        );
        text[..digits].to_owned()
    }
}

/// Parcels of land, one a line: the shape of San Francisco's "city lots", on which this field
/// measures. `blank` stands behind every colon and comma.
pub(crate) fn lots(count: usize, blank: &str) -> String {
    const STREETS: [&str; 18] = [
        "UNKNOWN",
        "01ST",
        "18TH",
        "MISSION",
        "MARKET",
        "CRANLEIGH",
        "SANTA ROSA",
        "FRANCISCO",
        "VALLEJO",
        "QUINTARA",
        "JUNIPERO SERRA",
        "PORTOLA",
        "TOWNSEND",
        "VAN NESS",
        "NORIEGA",
        "JUDAH",
        "SLOAT",
        "OAKDALE",
    ];
    const KINDS: [&str; 7] = [
        "\"ST\"", "\"AVE\"", "\"BLVD\"", "\"DR\"", "\"WAY\"", "\"CT\"", "null",
    ];
    let mut random = Random::new(2);
    let mut out = String::new();
    for _ in 0..count {
        let (street, kind) = (random.pick(&STREETS), random.pick(&KINDS));
        let (number, block, lot) = (
            random.below(9_999) + 1,
            random.below(9_999) + 1,
            random.below(200) + 1,
        );
        let side = random.pick(&["E", "O"]);
        let (x, y) = (-122.42 + random.part() / 5.0, 37.7 + random.part() / 10.0);
        let line = format!(
            r#"{{"type": "Feature", "properties": {{"MAPBLKLOT": "{block:04}{lot:03}", "BLKLOT": "{block:04}{lot:03}", "BLOCK_NUM": "{block:04}", "LOT_NUM": "{lot:03}", "FROM_ST": "{number}", "TO_ST": "{number}", "STREET": "{street}", "ST_TYPE": {kind}, "ODD_EVEN": "{side}"}}, "geometry": {{"type": "Polygon", "coordinates": [["#
        );
        let spaced = |text: &str| match blank {
            " " => text.to_owned(),
            _ => text
                .replace(": ", &format!(":{blank}"))
                .replace(", ", &format!(",{blank}")),
        };
        out.push_str(&spaced(&line));
        for corner in 0..random.below(10) + 5 {
            let (x, y) = (x + random.part() / 1_000.0, y + random.part() / 1_000.0);
            let comma = if corner > 0 { ", " } else { "" };
            let (x, y) = (rounded(x), rounded(y));
            out.push_str(&spaced(&format!("{comma}[{x}, {y}, 0.0]")));
        }
        out.push_str("]]}}\n");
    }
    out
}

/// To 14 places, in the shortest spelling.
fn rounded(value: f64) -> f64 {
    format!("{value:.14}").parse().unwrap()
}

/// EventBridge envelopes, one a line: ECS task changes, EC2 state changes, S3 objects created and
/// CloudTrail calls as 4:2:3:3.
pub(crate) fn envelopes(count: usize) -> String {
    let mut random = Random::new(1);
    let mut out = String::new();
    for index in 0..count {
        let (region, account) = (
            random.pick(&["us-east-1", "eu-west-1", "ap-northeast-1"]),
            random.pick(&["111111111111", "222222222222"]),
        );
        let (source, kind, resource, detail) = match random.below(12) {
            0..4 => ecs(&mut random, region, account),
            4..6 => ec2(&mut random, region),
            6..9 => s3(&mut random),
            _ => cloudtrail(&mut random),
        };
        let (id, day, hour) = (random.hex(12), random.below(28) + 1, random.below(24));
        writeln!(
            out,
            r#"{{"version":"0","id":"{index:08x}-0000-4000-8000-{id}","detail-type":"{kind}","source":"{source}","account":"{account}","time":"2024-05-{day:02}T{hour:02}:00:00Z","region":"{region}","resources":[{resource}],"detail":{detail}}}"#
        )
        .unwrap();
    }
    out
}

type Parts = (&'static str, &'static str, String, String);

fn ecs(random: &mut Random, region: &str, account: &str) -> Parts {
    let arn = |name: &str| format!("arn:aws:ecs:{region}:{account}:{name}");
    let task = random.hex(32);
    let cluster = random.pick(&[
        "run_test_cluster",
        "prod",
        "batch",
        "cluster-to-monitor-a",
        "cluster-to-monitor-b",
    ]);
    let task_arn = arn(&format!("task/{cluster}/{task}"));
    let status = random.pick(&["STOPPED", "RUNNING", "PENDING"]);
    let mut names = vec![
        "run-test",
        "selenium-node-chrome",
        "selenium-hub",
        "envoy",
        "app",
        "fluentbit",
    ];
    let (mut containers, mut overrides) = (String::new(), String::new());
    for index in 0..random.below(4) + 1 {
        let at = usize::try_from(random.below(names.len() as u64)).unwrap();
        let name = names.swap_remove(at);
        let comma = if index > 0 { "," } else { "" };
        let container = arn(&format!("container/{}", random.hex(32)));
        let code = match (
            status,
            random.pick(&["0", "0", "0", "1", "127", "137", "143"]),
        ) {
            ("STOPPED", code) => format!(r#","exitCode":{code}"#),
            _ => String::new(),
        };
        let (digest, runtime, interface) = (random.hex(64), random.hex(64), random.hex(32));
        let (high, low) = (random.below(256), random.below(256));
        write!(
            containers,
            r#"{comma}{{"containerArn":"{container}","lastStatus":"{status}","name":"{name}","image":"{account}.dkr.ecr.{region}.amazonaws.com/{name}:latest","imageDigest":"sha256:{digest}","runtimeId":"{runtime}","taskArn":"{task_arn}","networkInterfaces":[{{"attachmentId":"{interface}","privateIpv4Address":"10.0.{high}.{low}"}}],"cpu":"256","memory":"512"{code}}}"#
        )
        .unwrap();
        write!(overrides, r#"{comma}{{"name":"{name}"}}"#).unwrap();
    }
    let code = random.pick(&[
        "EssentialContainerExited",
        "TaskFailedToStart",
        "UserInitiated",
    ]);
    let reason = random.pick(&[
        "Essential container in task exited",
        "CannotPullContainerError",
        "Task stopped by user",
    ]);
    let (cluster_arn, definition) = (
        arn(&format!("cluster/{cluster}")),
        arn("task-definition/run-test-task:2"),
    );
    let (attachment, version) = (random.hex(32), random.below(6) + 1);
    let detail = format!(
        r#"{{"clusterArn":"{cluster_arn}","taskArn":"{task_arn}","taskDefinitionArn":"{definition}","attachments":[{{"id":"{attachment}","type":"eni","status":"ATTACHED","details":[{{"name":"subnetId","value":"subnet-abcd1234"}},{{"name":"privateIPv4Address","value":"10.0.0.139"}}]}}],"containers":[{containers}],"createdAt":"2019-12-06T00:00:00.000Z","desiredStatus":"STOPPED","lastStatus":"{status}","group":"family:run-test-task","launchType":"FARGATE","stopCode":"{code}","stoppedReason":"{reason}","cpu":"1024","memory":"2048","overrides":{{"containerOverrides":[{overrides}]}},"updatedAt":"2019-12-06T00:00:00.000Z","version":{version}}}"#
    );
    let resource = format!("\"{task_arn}\"");
    ("aws.ecs", "ECS Task State Change", resource, detail)
}

fn ec2(random: &mut Random, region: &str) -> Parts {
    let instance = format!("i-{}", random.hex(17));
    let state = random.pick(&["pending", "running", "stopping", "stopped", "terminated"]);
    (
        "aws.ec2",
        "EC2 Instance State-change Notification",
        format!("\"arn:aws:ec2:{region}:111111111111:instance/{instance}\""),
        format!(r#"{{"instance-id":"{instance}","state":"{state}"}}"#),
    )
}

fn s3(random: &mut Random) -> Parts {
    let bucket = random.pick(&["logs", "images", "data-lake"]);
    let (folder, file, name) = (
        random.pick(&["in", "out", "tmp"]),
        random.hex(8),
        random.pick(&["a.png", "b.json", "c.parquet"]),
    );
    let (size, etag, sequencer) = (
        random.below(10_000_000) + 1,
        random.hex(32),
        random.hex(16).to_uppercase(),
    );
    let (a, b, c) = (random.below(256), random.below(256), random.below(256));
    let detail = format!(
        r#"{{"version":"0","bucket":{{"name":"{bucket}"}},"object":{{"key":"{folder}/{file}/{name}","size":{size},"etag":"{etag}","sequencer":"00{sequencer}"}},"request-id":"C3D4E5","requester":"111111111111","source-ip-address":"10.{a}.{b}.{c}","reason":"PutObject"}}"#
    );
    let resource = format!("\"arn:aws:s3:::{bucket}\"");
    ("aws.s3", "Object Created", resource, detail)
}

fn cloudtrail(random: &mut Random) -> Parts {
    let (principal, user) = (
        random.hex(16).to_uppercase(),
        random.pick(&["alice", "bob", "root"]),
    );
    let call = random.pick(&["CreateAccessKey", "DeleteAccessKey", "ListUsers", "GetUser"]);
    let (address, request, event) = (random.below(256), random.hex(32), random.hex(32));
    let reads = random.pick(&["true", "false"]);
    let detail = format!(
        r#"{{"eventVersion":"1.08","userIdentity":{{"type":"IAMUser","principalId":"AIDA{principal}","arn":"arn:aws:iam::111111111111:user/alice","accountId":"111111111111","userName":"{user}"}},"eventTime":"2024-01-01T00:00:00Z","eventSource":"iam.amazonaws.com","eventName":"{call}","awsRegion":"us-east-1","sourceIPAddress":"203.0.113.{address}","userAgent":"aws-cli/2.15","requestParameters":{{"userName":"bob"}},"responseElements":null,"requestID":"{request}","eventID":"{event}","readOnly":{reads},"eventType":"AwsApiCall","managementEvent":true}}"#
    );
    (
        "aws.iam",
        "AWS API Call via CloudTrail",
        String::new(),
        detail,
    )
}
