//! The program touches no network, but `serve`, which listens.

use std::process::Command;

/// Crates that open sockets, or are there for those that do.
const NETWORKING: &[&str] = &[
    "async-std",
    "attohttpc",
    "aws-config",
    "aws-sdk-eventbridge",
    "curl",
    "hyper",
    "isahc",
    "mio",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "smol",
    "socket2",
    "surf",
    "tokio",
    "tiny_http",
    "ureq",
    "websocket",
];

/// Those that open sockets come with the feature `serve` and with nothing else.
#[test]
fn no_crate_that_opens_sockets() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args([
            "tree",
            "--offline",
            "--no-default-features",
            "--features",
            "cli",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let tree = String::from_utf8(output.stdout).unwrap();
    let names: Vec<_> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert!(names.contains(&"jmespath"), "{tree}");
    for name in NETWORKING {
        assert!(!names.contains(name), "{name} is a dependency");
    }
}

/// Not one system call of the network, seen by `strace`.
#[cfg(target_os = "linux")]
#[test]
fn no_system_call_of_the_network() {
    let log = std::env::temp_dir().join(format!("pattern-test-{}.strace", std::process::id()));
    let event = r#"{"id":"1","account":"1","source":"x","time":"","region":"","detail-type":""}"#;
    let result = Command::new("strace")
        .args(["-f", "-e", "trace=network", "-o"])
        .arg(&log)
        .arg(env!("CARGO_BIN_EXE_pattern-test"))
        .args([
            "events",
            "test-event-pattern",
            "--region",
            "eu-central-1",
            "--output",
            "text",
        ])
        .args(["--endpoint-url", "http://127.0.0.1:9/", "--query", "Result"])
        .args(["--event-pattern", r#"{"source":["x"]}"#, "--event", event])
        .output();
    let Ok(output) = result else {
        eprintln!("SKIPPED: strace is not installed");
        return;
    };
    let calls = std::fs::read_to_string(&log).unwrap_or_default();
    let _ = std::fs::remove_file(&log);
    let stderr = String::from_utf8_lossy(&output.stderr);
    if stderr.contains("ptrace") || !calls.contains("exited with") {
        eprintln!("SKIPPED: strace may not trace here: {stderr}");
        return;
    }
    assert_eq!(output.stdout, b"True\n");
    assert!(output.status.success(), "{stderr}");
    for call in ["socket", "connect", "bind", "sendto", "recvfrom"] {
        assert!(!calls.contains(&format!("{call}(")), "{calls}");
    }
}
