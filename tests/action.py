"""Runs the steps of action.yml as a runner of GitHub would, in pull requests of a repository made for it, and with an
API on this machine that keeps comments. Needs PyYAML; PATTERN_TEST is the program.
"""

import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = pathlib.Path(os.environ["PATTERN_TEST"]).resolve()
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
PATTERN = {"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"]}


class Api(http.server.BaseHTTPRequestHandler):
    """The comments of a pull request, a page of which is as small as it can be."""

    comments: "list[dict]" = []
    calls: "list[str]" = []
    forbidden = False

    def reply(self, status: int, body: object) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def handle_call(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else {}
        assert self.headers["Authorization"] == "Bearer secret", self.headers
        Api.calls.append(self.command)
        path, _, query = self.path.partition("?")
        if self.command == "GET":
            assert path == "/repos/acme/shop/issues/7/comments", path
            page = int(re.search(r"[?&]page=(\d+)", "?" + query)[1])
            return self.reply(200, Api.comments[(page - 1) * 100 : page * 100])
        if Api.forbidden:
            return self.reply(403, {"message": "Resource not accessible by integration"})
        if self.command == "POST":
            comment = {"id": 1000 + len(Api.comments), "body": body["body"], "html_url": "https://example.com/1"}
            Api.comments.append(comment)
            return self.reply(201, comment)
        number = int(re.fullmatch(r"/repos/acme/shop/issues/comments/(\d+)", path)[1])
        (comment,) = [comment for comment in Api.comments if comment["id"] == number]
        comment["body"] = body["body"]
        return self.reply(200, comment)

    do_GET = do_POST = do_PATCH = handle_call

    def log_message(self, *_: object) -> None:
        pass


def git(directory: pathlib.Path, *words: str) -> str:
    names = {name: "a" for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME")}
    mails = {name: "a@example.com" for name in ("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL")}
    env = {**os.environ, **names, **mails, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(["git", *words], cwd=directory, env=env, check=True, capture_output=True, text=True).stdout.strip()


def write(directory: pathlib.Path, name: str, content: object) -> None:
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))


class Run:
    """A run of the action in a checkout."""

    def __init__(self, work: pathlib.Path, checkout: pathlib.Path, event: dict, inputs: dict):
        self.summary, self.output = work / "summary.md", work / "output"
        self.summary.write_text("")
        self.output.write_text("")
        self.outcomes: "dict[str, str]" = {}
        self.log = ""
        values = {name: value.get("default", "") for name, value in ACTION["inputs"].items()}
        values |= {"token": "secret", **inputs}

        def value(expression: str) -> str:
            if expression.startswith("inputs."):
                return values[expression.removeprefix("inputs.")]
            assert expression.startswith("github.event."), expression
            found: object = event
            for key in expression.removeprefix("github.event.").split("."):
                found = found.get(key, {}) if isinstance(found, dict) else {}
            return "" if found == {} else str(found)

        def filled(text: str) -> str:
            return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: value(found[1]), text)

        for step in ACTION["runs"]["steps"]:
            if not self.is_due(step.get("if", "success()"), value):
                continue
            if step.get("id") == "install":
                self.outcomes["install"] = "success"
                continue
            env = {
                **{key: text for key, text in os.environ.items() if not key.startswith(("GITHUB_", "CI_"))},
                "PATH": f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}",
                "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": str(ROOT),
                "GITHUB_API_URL": API_URL,
                "GITHUB_OUTPUT": str(self.output),
                "GITHUB_REPOSITORY": "acme/shop",
                "GITHUB_STEP_SUMMARY": str(self.summary),
                "GITHUB_WORKSPACE": str(checkout),
                "RUNNER_TEMP": str(work),
                **{key: filled(text) for key, text in step.get("env", {}).items()},
            }
            # As the runner calls bash.
            words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
            directory = checkout / filled(step.get("working-directory", "."))
            done = subprocess.run(words, cwd=directory, env=env, capture_output=True, text=True)
            self.outcomes[step["name"]] = "success" if done.returncode == 0 else "failure"
            self.log += f"== {step['name']}: {done.returncode}\n{done.stdout}{done.stderr}"

    def is_due(self, condition: str, value) -> bool:
        condition = condition.removeprefix("${{ ").removesuffix(" }}")
        for part in condition.split(" && "):
            compared = re.fullmatch(r"(.*) (==|!=) '(.*)'", part)
            if part == "!cancelled()":
                continue
            if part == "success()":
                holds = "failure" not in self.outcomes.values()
            elif compared and compared[1] == "steps.install.outcome":
                holds = self.outcomes.get("install") == compared[3]
            else:
                assert compared, part
                holds = (value(compared[1]) == compared[3]) == (compared[2] == "==")
            if not holds:
                return False
        return True


def main() -> None:
    work = pathlib.Path(tempfile.mkdtemp()).resolve()
    origin = work / "origin"
    origin.mkdir()
    git(origin, "init", "--quiet", "--initial-branch=main")
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    write(origin, "services/a/patterns/stopped.json", {**PATTERN, "detail": {"state": ["stopped"]}})
    for side, state in (("match", "stopped"), ("no-match", "running")):
        event = {"source": "aws.ec2", "detail-type": PATTERN["detail-type"][0], "detail": {"state": state}}
        write(origin, f"services/a/fixtures/stopped/{side}/1.json", event)
    git(origin, "add", ".")
    git(origin, "commit", "--quiet", "-m", "first")
    base = git(origin, "rev-parse", "HEAD")

    def pull(name: str, detail: object) -> "tuple[pathlib.Path, dict]":
        """A pull request that changes the pattern, and a shallow clone of what it would be merged to."""
        git(origin, "checkout", "--quiet", "-B", name, base)
        write(origin, "services/a/patterns/stopped.json", {**PATTERN, "detail": detail})
        git(origin, "commit", "--quiet", "--all", "--allow-empty", "-m", name)
        head = git(origin, "rev-parse", "HEAD")
        git(origin, "checkout", "--quiet", "-B", f"{name}-merge", base)
        git(origin, "merge", "--quiet", "--no-ff", "-m", "merge", head)
        checkout = work / name
        shutil.rmtree(checkout, ignore_errors=True)
        git(work, "clone", "--quiet", "--depth=1", "--branch", f"{name}-merge", f"file://{origin}", str(checkout))
        return checkout, {"pull_request": {"number": 7, "base": {"sha": base}, "head": {"sha": head}}}

    def run(name: str, detail: object, **inputs: str) -> Run:
        checkout, event = pull(name, detail)
        inputs = {"working-directory": "services/a", **inputs}
        return Run(work, checkout, event, {key.replace("_", "-"): text for key, text in inputs.items()})

    def expect(ran: Run, truth: bool) -> None:
        assert truth, f"{ran.outcomes}\n{ran.log}\n{ran.summary.read_text()}\n{Api.calls} {Api.comments[150:]}"

    # A comment is created, though a page of others is there already.
    Api.comments += [{"id": number, "body": "hello", "html_url": ""} for number in range(150)]
    wider = {"state": ["stopped", "terminated"]}
    ran = run("wider", wider)
    expect(ran, ran.outcomes == {"install": "success", "Check": "success", "Verify": "success", "Compare": "success"})
    expect(ran, len(Api.comments) == 151 and Api.calls.count("POST") == 1)
    body = Api.comments[-1]["body"]
    expect(ran, "**1 of 1 event patterns changed since" in body and "terminated" in body)
    expect(ran, "| `services/a/patterns/stopped.json` | wider |" in body)
    expect(ran, ran.output.read_text() == "changed=1\n")
    summary = ran.summary.read_text()
    for heading in ("Checked event patterns", "Event patterns", "What changes"):
        expect(ran, f"{heading}\n" in summary)

    # The next push updates it.
    ran = run("narrower", {"state": ["stopped"], "instance-id": [{"prefix": "i-0"}]})
    expect(ran, len(Api.comments) == 151 and Api.calls.count("POST") == 1 and Api.calls.count("PATCH") == 1)
    expect(ran, "| narrower |" in Api.comments[-1]["body"])
    # The event that had to match does no more: annotations name the file from the repository's root.
    expect(ran, ran.outcomes["Verify"] == "failure" and ran.outcomes["Compare"] == "success")
    expect(ran, "::error file=services/a/" in ran.log)

    # What is as before says so, where a comment is there; and is no comment where there is none.
    ran = run("same", {"state": ["stopped"]})
    expect(ran, "**0 of 1 event patterns changed" in Api.comments[-1]["body"])
    del Api.comments[-1], Api.calls[:]
    ran = run("same", {"state": ["stopped"]})
    expect(ran, len(Api.comments) == 150 and Api.calls == ["GET", "GET"])

    # A failing check does not hide what the suites and the comparison say.
    ran = run("broken", {"state": "stopped"})
    failed = {name for name, outcome in ran.outcomes.items() if outcome == "failure"}
    expect(ran, failed == {"Check", "Verify"} and "Compare" in ran.outcomes)
    expect(ran, "::error file=services/a/patterns/stopped.json,line=1" in ran.log)

    # A token that may not write: said, and no failure.
    Api.forbidden = True
    ran = run("wider", wider)
    expect(ran, ran.outcomes["Compare"] == "success" and "::warning" in ran.log and "pull-requests: write" in ran.log)
    Api.forbidden = False

    # Each part can be left out, and differences can be made to fail.
    ran = run("wider", wider, check="false", verify="false", compare="false")
    expect(ran, ran.outcomes == {"install": "success"})
    del Api.comments[150:]
    ran = run("wider", wider, comment="false", annotations="false", compare_arguments="--exit-code")
    expect(ran, ran.outcomes["Compare"] == "failure" and len(Api.comments) == 150)
    ran = run("wider", wider, compare_arguments="--allow wider")
    expect(ran, ran.outcomes["Compare"] == "success")
    ran = run("narrower", {"state": "stopped"}, annotations="false")
    expect(ran, "::error file=" not in ran.log)

    # The head of the pull request in place of the merge, in a clone with all commits.
    checkout, event = pull("wider", wider)
    git(checkout, "fetch", "--quiet", "--unshallow", "origin", "wider", "main")
    git(checkout, "checkout", "--quiet", event["pull_request"]["head"]["sha"])
    del Api.comments[150:]
    ran = Run(work, checkout, event, {"working-directory": "services/a"})
    expect(ran, "| wider |" in Api.comments[-1]["body"] and "::notice" not in ran.log)

    # A push compares nothing, unless it is said with what; the paths are checked that are given.
    ran = Run(work, checkout, {}, {"working-directory": "services/a"})
    expect(ran, "event patterns changed" not in ran.log and ran.outcomes["Compare"] == "success")
    ran = Run(work, checkout, {}, {"base": "origin/main", "paths": "services/a/patterns\n"})
    expect(ran, f"**1 of 1 event patterns changed since `{base[:12]}`**" in ran.log and ran.outcomes["Check"] == "success")
    # No suite at all is said, and where they were asked for it is a failure.
    shutil.rmtree(checkout / "services/a/fixtures")
    ran = Run(work, checkout, {}, {"working-directory": "services/a"})
    expect(ran, ran.outcomes["Verify"] == "success" and "no suites, so nothing was verified" in ran.log)
    ran = Run(work, checkout, {}, {"working-directory": "services/a", "verify": "true"})
    expect(ran, ran.outcomes["Verify"] == "failure")

    shutil.rmtree(work)
    print("action: the comment is created once and updated in place; all parts run, in every case")


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    API_URL = f"http://127.0.0.1:{server.server_address[1]}"
    sys.exit(main())
