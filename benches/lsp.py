"""Speaks to the language server as an editor does, and takes the time. See lsp.sh."""

import json
import os
import pathlib
import queue
import statistics
import subprocess
import sys
import tempfile
import threading
import time

RUNS = int(os.environ.get("RUNS", "20"))
LINES = int(os.environ.get("LINES", "10000"))
FILES = int(os.environ.get("FILES", "10000"))


class Client:
    def __init__(self, program, root):
        self.process = subprocess.Popen(
            [program, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
        )
        self.messages = queue.Queue()
        self.next = 0
        self.pending = []
        threading.Thread(target=self.read, daemon=True).start()
        folder = {"uri": root.as_uri(), "name": "project"}
        capabilities = {"workspace": {"codeLens": {"refreshSupport": True}}}
        self.ask("initialize", {"capabilities": capabilities, "workspaceFolders": [folder]})
        self.tell("initialized", {})

    def read(self):
        out = self.process.stdout
        while header := out.readline():
            length = int(header.split(b":")[1])
            out.readline()
            self.messages.put(json.loads(out.read(length)))

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        self.next += 1
        self.send({"id": self.next, "method": method, "params": params})
        return self.wait(lambda m: m.get("id") == self.next and "method" not in m)["result"]

    def wait(self, wanted):
        """The first message that is wanted; the others stay for whoever wants them."""
        for at, message in enumerate(self.pending):
            if wanted(message):
                return self.pending.pop(at)
        while True:
            message = self.messages.get(timeout=300)
            if wanted(message):
                return message
            self.pending.append(message)

    def wait_for_diagnostics(self, uri, version):
        return self.wait(
            lambda m: m.get("method") == "textDocument/publishDiagnostics"
            and m["params"]["uri"] == uri
            and m["params"].get("version") == version
        )["params"]["diagnostics"]

    def open(self, path, text):
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def memory(self):
        """The peak of resident memory, in MB, where the system tells it."""
        try:
            status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return float("nan")
        lines = [line for line in status.splitlines() if line.startswith("VmHWM")]
        return int(lines[0].split()[1]) / 1024

    def leave(self):
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.process.wait(timeout=30)


def template(lines):
    rule = """\
  Rule{n}:
    Type: AWS::Events::Rule
    Properties:
      Name: rule-{n}
      EventPattern:
        source:
          - aws.ecs
        detail-type:
          - ECS Task State Change
        detail:
          lastStatus:
            - STOPPED
          containers:
            name: [app{n}]
            exitCode:
              - anything-but: 0
      Targets:
        - Id: target
          Arn: !GetAtt Queue.Arn
  Queue{n}:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: queue-{n}
      VisibilityTimeout: 30
"""
    count = lines // rule.count("\n")
    return "Resources:\n" + "".join(rule.replace("{n}", str(n)) for n in range(count))


def times(label, run):
    taken = []
    for number in range(RUNS):
        start = time.perf_counter()
        run(number)
        taken.append((time.perf_counter() - start) * 1000)
    print(f"{label}: median {statistics.median(taken):.1f} ms, worst {max(taken):.1f} ms")


def edits(program):
    with tempfile.TemporaryDirectory() as directory:
        root = pathlib.Path(directory).resolve()
        (root / ".git").mkdir()
        text = template(LINES)
        path = root / "template.yaml"
        path.write_text(text)
        client = Client(program, root)
        uri = client.open(path, text)
        client.wait_for_diagnostics(uri, 1)
        client.wait(lambda m: m.get("method") == "workspace/codeLens/refresh")
        # What the project says changes what is found, so the document is looked at once more.
        client.wait_for_diagnostics(uri, 1)
        lines = text.splitlines()
        middle = next(n for n in range(len(lines) // 2, len(lines)) if "STOPPED" in lines[n])
        end = len(lines[middle])
        document = {"uri": uri}
        print(f"a template of {len(lines)} lines")

        def edit(number):
            place = {"line": middle, "character": end + number}
            change = {"range": {"start": place, "end": place}, "text": "D"}
            version = number + 2
            params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]}
            client.tell("textDocument/didChange", params)
            client.wait_for_diagnostics(uri, version)

        times("an edit until its diagnostics", edit)
        place = {"line": middle, "character": end}
        at = {"textDocument": document, "position": place}
        times("completion", lambda _: client.ask("textDocument/completion", at))
        times("hover", lambda _: client.ask("textDocument/hover", at))
        times("symbols", lambda _: client.ask("textDocument/documentSymbol", {"textDocument": document}))
        print(f"peak of memory: {client.memory():.0f} MB")
        client.leave()


def project(program):
    with tempfile.TemporaryDirectory() as directory:
        root = pathlib.Path(directory).resolve()
        (root / ".git").mkdir()
        event = '{"source": "my.app%d", "detail-type": "Order", "account": "1", "detail": {"total": %d, "state": "open", "notes": "%s"}}\n'
        pattern = '{"source": ["my.app%d"], "detail": {"total": [{"numeric": [">", %d]}]}}\n'
        for number in range(FILES):
            if number % 10 < 3:
                path = root / "fixtures" / str(number // 100) / f"e{number}.json"
                text = event % (number, number, "x" * 500)
            elif number % 10 < 6:
                path = root / "patterns" / str(number // 100) / f"p{number}.json"
                text = pattern % (number, number)
            elif number % 10 == 6:
                path = root / "infra" / str(number // 100) / f"t{number}.yaml"
                text = template(100)
            else:
                path = root / "src" / str(number // 100) / f"other{number}.yaml"
                text = "# a line of something else\n" * 100
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        path = root / "template.yaml"
        text = template(100)
        path.write_text(text)
        start = time.perf_counter()
        client = Client(program, root)
        uri = client.open(path, text)
        client.wait_for_diagnostics(uri, 1)
        first = (time.perf_counter() - start) * 1000
        client.wait(lambda m: m.get("method") == "workspace/codeLens/refresh")
        whole = (time.perf_counter() - start) * 1000
        print(f"a project of {FILES} files")
        print(f"from the start of the program to the first diagnostics: {first:.0f} ms")
        print(f"until its events and suites are read: {whole:.0f} ms")
        print(f"peak of memory: {client.memory():.0f} MB")
        client.leave()


edits(sys.argv[1])
project(sys.argv[1])
