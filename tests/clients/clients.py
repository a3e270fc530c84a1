"""Asks `pattern-test serve` through the real AWS CLI and through boto3.

Usage: clients.py PATTERN_TEST AWS
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import boto3
import botocore.config
import botocore.exceptions

program, aws = (os.path.abspath(path) for path in sys.argv[1:])
passed = 0

EVENT = {
    "version": "0",
    "id": "12345678-1234-1234-1234-111122223333",
    "detail-type": "ECS Task State Change",
    "source": "aws.ecs",
    "account": "123456789012",
    "time": "2026-01-02T03:04:05Z",
    "region": "ap-northeast-1",
    "resources": [],
    "detail": {
        "größe": "😀 größe",
        "containers": [
            {"name": "run-test", "exitCode": 0},
            {"name": "selenium-hub", "exitCode": 1},
        ],
    },
}


def without(key):
    return {name: value for name, value in EVENT.items() if name != key}


def long(length):
    return json.dumps({"source": ["x" * (length - len('{"source": [""]}'))]})


MIXED = {"detail": {"containers": {"name": ["run-test"], "exitCode": [1]}}}

# Name, pattern, event.
CASES = [
    ("match", json.dumps({"source": ["aws.ecs"]}), json.dumps(EVENT)),
    ("no match", json.dumps({"source": ["aws.ec2"]}), json.dumps(EVENT)),
    ("elements are mixed", json.dumps(MIXED), json.dumps(EVENT)),
    ("story B", open("patterns/ecs-run-test-failed.json").read(),
     open("fixtures/ecs/run-test-hub-fails.json").read()),
    ("unicode, escaped", json.dumps({"detail": {"größe": [{"prefix": "😀"}]}}), json.dumps(EVENT)),
    ("unicode, raw", json.dumps({"detail": {"größe": [{"suffix": "größe"}]}}, ensure_ascii=False),
     json.dumps(EVENT, ensure_ascii=False)),
    ("unicode in an error", '{"größe 😀": "x"}', json.dumps(EVENT)),
    ("not an array", '{"source": "aws.ecs"}', json.dumps(EVENT)),
    ("not an object", "[]", json.dumps(EVENT)),
    ("not JSON", '{"source": [', json.dumps(EVENT)),
    ("unknown operator", '{"source": [{"sounds-like": "x"}]}', json.dumps(EVENT)),
    ("a line break in front of the error", '{\n "source": [{"prefix": 1}]}', json.dumps(EVENT)),
    ("empty pattern", "", json.dumps(EVENT)),
    ("longest pattern", long(4096), json.dumps(EVENT)),
    ("too long a pattern", long(4097), json.dumps(EVENT)),
    ("no id", json.dumps({"source": ["aws.ecs"]}), json.dumps(without("id"))),
    ("no resources", json.dumps({"source": ["aws.ecs"]}), json.dumps(without("resources"))),
    ("event is not an object", json.dumps({"source": ["aws.ecs"]}), "[]"),
    ("event is not JSON", json.dumps({"source": ["aws.ecs"]}), "{"),
    ("empty event", json.dumps({"source": ["aws.ecs"]}), ""),
]

QUERIES = [
    "Result", "@", "[Result]", "{matched: Result}", "{z: Result, a: 'x'}", "[{z: Result}, {a: [Result]}]",
    "Result && 'yes' || 'no'", "Result && `yes` || `no`", "to_string(Result)", "not_null(missing, Result)",
    "missing", "Result == `true`", "[@, @]", "'a: b'", "{a: 'null', b: 'a\nb', c: '# x', d: 'größe 😀'}",
    "[[Result, `1`], ['a', 'b']]", "type(Result)", "[", "nofunc(@)", "join(@, @)",
]


def check(name, wanted, found):
    global passed
    if wanted != found:
        sys.exit(f"{name}:\n  wanted {wanted!r}\n  found  {found!r}")
    passed += 1


class Server:
    """`pattern-test serve` on a port that is free."""

    def __init__(self, *flags):
        self.process = subprocess.Popen(
            [program, "serve", "--listen", "127.0.0.1:0", *flags],
            stdout=subprocess.PIPE,
            text=True,
        )
        line = self.process.stdout.readline()
        assert line.startswith("listening on http://127.0.0.1:"), line
        self.url = line.split()[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        check("exit code after SIGTERM", 0, self.process.wait(10))


def environment():
    home = tempfile.mkdtemp()
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return kept | {
        "HOME": home,
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "LC_ALL": "C.UTF-8",
    }


def run(*words):
    done = subprocess.run(words, capture_output=True, env=environment())
    return done.returncode, done.stdout, done.stderr


def cli(url):
    version = run(aws, "--version")[1].decode().split()[0]
    for name, pattern, event in CASES:
        with tempfile.TemporaryDirectory() as directory:
            files = [os.path.join(directory, file) for file in ("pattern.json", "event.json")]
            for file, text in zip(files, (pattern, event)):
                with open(file, "w", encoding="utf-8") as out:
                    out.write(text)
            words = ["events", "test-event-pattern", "--event-pattern", f"file://{files[0]}",
                     "--event", f"file://{files[1]}"]
            theirs = run(aws, *words, "--endpoint-url", url)
            ours = run(program, *words)
            check(f"{version}, {name}", ours, theirs)
    for format in ("json", "text", "table", "yaml"):
        words = ["events", "test-event-pattern", "--output", format,
                 "--event-pattern", CASES[0][1], "--event", CASES[0][2]]
        check(f"{version}, --output {format}", run(program, *words),
              run(aws, *words, "--endpoint-url", url))
    for query in QUERIES:
        for format in ("json", "text", "table", "yaml"):
            words = ["events", "test-event-pattern", "--output", format, "--query", query,
                     "--event-pattern", CASES[0][1], "--event", CASES[0][2]]
            ours = run(program, *words)
            theirs = run(aws, *words, "--endpoint-url", url)
            # What is wrong with an expression is told in words of our own.
            shown = 3 if theirs[0] == 0 else 2
            check(f"{version}, --output {format} --query {query}", theirs[:shown], ours[:shown])
    return version


def numbers():
    """Numbers in `--query` as AWS CLI 2.9.19 printed them. Not in `cargo test`: what that builds has
    a feature of serde_json which makes them texts."""
    with open("tests/clients/numbers.jsonl", encoding="utf-8") as lines:
        for case in map(json.loads, lines):
            found = run(program, "test-event-pattern", "--output", case["output"],
                        "--query", case["query"], "--event-pattern", CASES[0][1],
                        "--event", CASES[0][2])
            check(f"{case['query']} as {case['output']}", (0, case["stdout"].encode(), b""), found)


def ask(client, pattern, event):
    try:
        answer = client.test_event_pattern(EventPattern=pattern, Event=event)
    except botocore.exceptions.ClientError as error:
        return str(error), error.response["ResponseMetadata"]["HTTPStatusCode"]
    metadata = answer["ResponseMetadata"]
    check("request id", (36, 4), (len(metadata["RequestId"]), metadata["RequestId"].count("-")))
    return answer["Result"], metadata["HTTPStatusCode"]


def ours(pattern, event):
    """The same answer, from `pattern-test test-event-pattern`."""
    words = ["test-event-pattern", "--event-pattern", pattern, "--event", event]
    code, out, err = run(program, *words)
    if code == 0:
        return json.loads(out)["Result"], 200
    return err.decode()[1:-1], 400


def sdk(url):
    config = botocore.config.Config(max_pool_connections=100, retries={"total_max_attempts": 1})
    client = boto3.client("events", endpoint_url=url, region_name="eu-central-1",
                          aws_access_key_id="none", aws_secret_access_key="none", config=config)
    wanted = {name: ours(pattern, event) for name, pattern, event in CASES}
    for name, pattern, event in CASES:
        check(f"boto3, {name}", wanted[name], ask(client, pattern, event))
    exceptions = client.exceptions
    try:
        client.test_event_pattern(EventPattern="[]", Event="{}")
        sys.exit("boto3: a wrong pattern was accepted")
    except exceptions.InvalidEventPatternException:
        check("boto3: the exception is one of the model's", True, True)

    many = [CASES[number % len(CASES)] for number in range(100)]
    with ThreadPoolExecutor(100) as pool:
        answers = pool.map(lambda case: ask(client, case[1], case[2]), many)
        for (name, _, _), answer in zip(many, answers):
            check(f"boto3, 100 at a time, {name}", wanted[name], answer)

    try:
        client.list_rules()
        sys.exit("boto3: an operation that does not exist was answered")
    except botocore.exceptions.ClientError as error:
        check("boto3, another operation", "UnknownOperationException",
              error.response["Error"]["Code"])


with Server() as server:
    with urllib.request.urlopen(f"{server.url}/healthz") as answer:
        check("healthz", (200, b"ok\n"), (answer.status, answer.read()))
    version = cli(server.url)
    numbers()
    sdk(server.url)
with Server("--strict") as server:
    words = ["events", "test-event-pattern", "--output", "text",
             "--event-pattern", json.dumps(MIXED), "--event", json.dumps(EVENT)]
    check("strict", (0, b"False\n", b""), run(aws, *words, "--endpoint-url", server.url))

print(f"real clients: {passed} checks passed ({version}, boto3 {boto3.__version__})")
