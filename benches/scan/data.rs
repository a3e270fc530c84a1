//! The data: the same bytes on every machine.

use std::fmt::Write as _;

/// How many tenants there are in events and patterns.
pub(crate) const TENANTS: u64 = 20_000;

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

    fn below(&mut self, end: u64) -> u64 {
        (self.next() >> 11) % end
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }

    fn hex(&mut self, digits: usize) -> String {
        let text = format!(
            "{:016x}{:016x}{:016x}{:016x}",
            self.next(),
            self.next(),
            self.next(),
            self.next()
        );
        text[..digits].to_owned()
    }

    fn uuid(&mut self) -> String {
        let hex = self.hex(32);
        format!(
            "{}-{}-{}-{}-{}",
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..]
        )
    }

    fn time(&mut self) -> String {
        let (day, hour, minute, second) = (
            self.below(30) + 1,
            self.below(24),
            self.below(60),
            self.below(60),
        );
        format!("2026-11-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}

pub(crate) fn account(tenant: u64) -> String {
    format!("{:012}", 100_000_000_000 + tenant * 37)
}

/// EventBridge envelopes, one a line: ECS task changes, EC2 state changes, S3 objects created and
/// CloudTrail calls as 4:2:3:3.
pub(crate) fn envelopes(count: usize) -> String {
    let mut random = Random::new(1);
    let mut out = String::new();
    for _ in 0..count {
        match random.below(12) {
            0..4 => ecs(&mut random, &mut out),
            4..6 => ec2(&mut random, &mut out),
            6..9 => s3(&mut random, &mut out),
            _ => cloudtrail(&mut random, &mut out),
        }
        out.push('\n');
    }
    out
}

/// Everything up to `detail`; gives region, account and tenant.
fn envelope(
    random: &mut Random,
    kind: &str,
    source: &str,
    resource: &str,
    out: &mut String,
) -> (&'static str, String, u64) {
    let region = random.pick(&["ap-northeast-1", "eu-central-1", "us-east-1", "us-west-2"]);
    let tenant = random.below(TENANTS);
    let account = account(tenant);
    let (id, time) = (random.uuid(), random.time());
    let resource = resource
        .replace("REGION", region)
        .replace("ACCOUNT", &account)
        .replace("TENANT", &format!("{tenant:05}"));
    write!(
        out,
        r#"{{"version":"0","id":"{id}","detail-type":"{kind}","source":"{source}","account":"{account}","time":"{time}Z","region":"{region}","resources":["{resource}"],"detail":"#
    )
    .unwrap();
    (region, account, tenant)
}

fn ecs(random: &mut Random, out: &mut String) {
    let task = random.hex(32);
    let resource = format!("arn:aws:ecs:REGION:ACCOUNT:task/tTENANT/{task}");
    let (region, account, tenant) =
        envelope(random, "ECS Task State Change", "aws.ecs", &resource, out);
    let stopped = random.below(3) == 0;
    let status = if stopped {
        "STOPPED"
    } else {
        random.pick(&["PROVISIONING", "PENDING", "RUNNING"])
    };
    let cluster = match random.below(50) {
        0 => "arn:aws:ecs:ap-northeast-1:0000000000000:cluster/run_test_cluster".to_owned(),
        _ => format!("arn:aws:ecs:{region}:{account}:cluster/t{tenant:05}"),
    };
    let task_arn = format!("arn:aws:ecs:{region}:{account}:task/t{tenant:05}/{task}");
    let address = format!(
        "10.{}.{}.{}",
        random.below(256),
        random.below(256),
        random.below(256)
    );
    let attachment = random.uuid();
    write!(
        out,
        r#"{{"attachments":[{{"id":"{attachment}","type":"eni","status":"ATTACHED","details":[{{"name":"subnetId","value":"subnet-{}"}},{{"name":"networkInterfaceId","value":"eni-{}"}},{{"name":"privateIPv4Address","value":"{address}"}}]}}],"availabilityZone":"{region}a","clusterArn":"{cluster}","connectivity":"CONNECTED","containers":["#,
        random.hex(17),
        random.hex(17),
    )
    .unwrap();
    let containers = random.below(4) + 1;
    for index in 0..containers {
        let name = random.pick(&[
            "app",
            "db",
            "run-test",
            "selenium-hub",
            "envoy",
            "log-router",
        ]);
        if index > 0 {
            out.push(',');
        }
        write!(
            out,
            r#"{{"containerArn":"arn:aws:ecs:{region}:{account}:container/t{tenant:05}/{task}/{}","#,
            random.uuid()
        )
        .unwrap();
        if stopped {
            let code = random.pick(&["0", "0", "0", "1", "127", "137", "143"]);
            write!(out, r#""exitCode":{code},"#).unwrap();
        }
        write!(
            out,
            r#""lastStatus":"{status}","name":"{name}","image":"{account}.dkr.ecr.{region}.amazonaws.com/{name}:main","imageDigest":"sha256:{}","runtimeId":"{task}-{}","taskArn":"{task_arn}","networkInterfaces":[{{"attachmentId":"{attachment}","privateIpv4Address":"{address}"}}],"cpu":"0"}}"#,
            random.hex(64),
            random.below(4_000_000_000),
        )
        .unwrap();
    }
    let (created, updated) = (random.time(), random.time());
    write!(
        out,
        r#"],"cpu":"2048","createdAt":"{created}.402Z","desiredStatus":"{status}","enableExecuteCommand":false,"ephemeralStorage":{{"sizeInGiB":20}},"group":"family:t{tenant:05}","launchType":"FARGATE","lastStatus":"{status}","memory":"4096","overrides":{{"containerOverrides":[{{"name":"app"}}]}},"platformVersion":"1.4.0","startedBy":"ecs-svc/{}","#,
        random.below(10_000_000_000),
    )
    .unwrap();
    if stopped {
        let reason = random.pick(&[
            "Essential container in task exited",
            "Scaling activity initiated by deployment",
        ]);
        write!(out, r#""stopCode":"EssentialContainerExited","stoppedAt":"{updated}.687Z","stoppedReason":"{reason}","#).unwrap();
    }
    write!(
        out,
        r#""taskArn":"{task_arn}","taskDefinitionArn":"arn:aws:ecs:{region}:{account}:task-definition/t{tenant:05}:28","updatedAt":"{updated}.687Z","version":{}}}}}"#,
        random.below(9) + 1
    )
    .unwrap();
}

fn ec2(random: &mut Random, out: &mut String) {
    let instance = format!("i-{}", random.hex(17));
    let resource = format!("arn:aws:ec2:REGION:ACCOUNT:instance/{instance}");
    envelope(
        random,
        "EC2 Instance State-change Notification",
        "aws.ec2",
        &resource,
        out,
    );
    let state = random.pick(&[
        "pending",
        "running",
        "stopping",
        "stopped",
        "shutting-down",
        "terminated",
    ]);
    write!(out, r#"{{"instance-id":"{instance}","state":"{state}"}}}}"#).unwrap();
}

fn s3(random: &mut Random, out: &mut String) {
    let resource = "arn:aws:s3:::tTENANT-data";
    let (_, account, tenant) = envelope(random, "Object Created", "aws.s3", resource, out);
    let extension = random.pick(&["parquet", "json", "jpg", "csv.gz", "png"]);
    let folder = random.pick(&["raw", "tmp", "images", "export", "invoices"]);
    write!(
        out,
        r#"{{"version":"0","bucket":{{"name":"t{tenant:05}-data"}},"object":{{"key":"{folder}/tenants/{tenant:05}/2026/11/{}.{extension}","size":{},"etag":"{}","version-id":"{}","sequencer":"00{}"}},"request-id":"{}","requester":"{account}","source-ip-address":"10.{}.{}.{}","reason":"PutObject"}}}}"#,
        random.uuid(),
        random.below(1 << 30),
        random.hex(32),
        random.hex(32),
        random.hex(16),
        random.hex(16).to_uppercase(),
        tenant >> 8 & 0xff,
        tenant & 0xff,
        random.below(256),
    )
    .unwrap();
}

fn cloudtrail(random: &mut Random, out: &mut String) {
    let (region, account, tenant) = envelope(
        random,
        "AWS API Call via CloudTrail",
        "aws.ec2",
        "arn:aws:iam::ACCOUNT:root",
        out,
    );
    let (service, call) = match random.below(4) {
        0 => (
            "ec2",
            random.pick(&["RunInstances", "TerminateInstances", "DescribeInstances"]),
        ),
        1 => (
            "s3",
            random.pick(&["PutObject", "GetObject", "DeleteBucket"]),
        ),
        2 => ("iam", random.pick(&["CreateAccessKey", "PutUserPolicy"])),
        _ => ("sts", "AssumeRole"),
    };
    let user = random.pick(&["deploy", "ada", "grace", "linus", "ken"]);
    let (key, principal) = (random.hex(16).to_uppercase(), random.hex(17).to_uppercase());
    let (time, created) = (random.time(), random.time());
    write!(
        out,
        r#"{{"eventVersion":"1.09","userIdentity":{{"type":"AssumedRole","principalId":"ARO{principal}:{user}","arn":"arn:aws:sts::{account}:assumed-role/t{tenant:05}-role/{user}","accountId":"{account}","accessKeyId":"ASIA{key}","sessionContext":{{"sessionIssuer":{{"type":"Role","principalId":"ARO{principal}","arn":"arn:aws:iam::{account}:role/t{tenant:05}-role","accountId":"{account}","userName":"t{tenant:05}-role"}},"webIdFederationData":{{}},"attributes":{{"creationDate":"{created}Z","mfaAuthenticated":"false"}}}}}},"eventTime":"{time}Z","eventSource":"{service}.amazonaws.com","eventName":"{call}","awsRegion":"{region}","sourceIPAddress":"10.{}.{}.{}","userAgent":"aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.7","requestParameters":{{"instancesSet":{{"items":[{{"instanceId":"i-{}"}}]}}}},"responseElements":null,"requestID":"{}","eventID":"{}","readOnly":{},"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"{account}","eventCategory":"Management","tlsDetails":{{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"{service}.{region}.amazonaws.com"}}}}}}"#,
        tenant >> 8 & 0xff,
        tenant & 0xff,
        random.below(256),
        random.hex(17),
        random.uuid(),
        random.uuid(),
        random.below(2) == 0,
    )
    .unwrap();
}

/// Parcels of land, one a line.
pub(crate) fn features(count: usize) -> String {
    let mut random = Random::new(2);
    let mut out = String::new();
    for index in 0..count {
        let (block, lot) = (index / 40, index % 40);
        let street = random.pick(&[
            "UNKNOWN",
            "CRANLEIGH",
            "BAY",
            "JEFFERSON",
            "TAYLOR",
            "LEAVENWORTH",
            "24TH",
        ]);
        let kind = random.pick(&["ST", "AVE", "DR", "PL"]);
        let number = random.below(3_000);
        write!(
            out,
            r#"{{"type":"Feature","properties":{{"MAPBLKLOT":"{block:04}{lot:03}","BLKLOT":"{block:04}{lot:03}","BLOCK_NUM":"{block:04}","LOT_NUM":"{lot:03}","FROM_ST":"{number}","TO_ST":"{number}","STREET":"{street}","ST_TYPE":"{kind}","ODD_EVEN":"{}"}},"geometry":{{"type":"Polygon","coordinates":[["#,
            if number.is_multiple_of(2) { "E" } else { "O" },
        )
        .unwrap();
        let (x, y) = (random.below(100_000_000), random.below(100_000_000));
        for corner in 0..random.below(9) + 4 {
            if corner > 0 {
                out.push(',');
            }
            write!(
                out,
                "[-122.4{:08}{:07},37.7{:08}{:06},0.0]",
                (x + random.below(9_999)) % 100_000_000,
                random.below(10_000_000),
                (y + random.below(9_999)) % 100_000_000,
                random.below(1_000_000),
            )
            .unwrap();
        }
        out.push_str("]]}}\n");
    }
    out
}
