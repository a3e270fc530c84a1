"""The command that the package brings."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import pattern_test

SCRIPT = Path(sysconfig.get_path("scripts")) / "pattern-test"


def run(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, text=True, **options)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize(
    "command", [[str(SCRIPT)], [sys.executable, "-m", "pattern_test"]]
)
def test_the_command_is_the_one_of_the_project(command: list[str]) -> None:
    version = run(*command, "--version")
    assert version.stdout == f"pattern-test {pattern_test.__version__}\n"
    assert version.returncode == 0
    matched = run(*command, "match", "-p", '{"a": [1]}', '{"a": 1}')
    assert matched.returncode == 0, matched.stderr
    assert run(*command, "match", "-p", '{"a": [1]}', '{"a": 2}').returncode == 1
    usage = run(*command, "match", "--nothing")
    assert usage.returncode == 2 and "--nothing" in usage.stderr
    assert usage.stdout == ""
    answer = run(
        *command, "test-event-pattern", "--event-pattern", '{"a": [1]}', "--event", "{}"
    )
    assert answer.returncode == 254 and "ValidationException" in answer.stderr


def test_it_reads_what_is_piped_in() -> None:
    events = "".join(f'{{"n": {n}}}\n' for n in range(1_000))
    found = run(str(SCRIPT), "scan", "-p", '{"n": [7, 8]}', input=events)
    assert found.stdout == '{"n": 7}\n{"n": 8}\n'


def test_a_closed_pipe_ends_it_quietly() -> None:
    command = f'"{SCRIPT}" check --list-rules | head -1'
    found = run("bash", "-c", command)
    assert found.stderr == "" and found.stdout.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
def test_an_interrupt_ends_it() -> None:
    process = subprocess.Popen(
        [str(SCRIPT), "scan", "-p", '{"a": [1]}', "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None and process.stdout is not None
    # Once this is answered, the scan listens for signals.
    process.stdin.write(b'{"a": 1}\n' * 1_000)
    process.stdin.flush()
    assert process.stdout.readline() == b'{"a": 1}\n'
    process.send_signal(signal.SIGINT)
    # Its input stays open until it has ended: the end of the input must not be what ends it.
    code = process.wait(timeout=60)
    _, err = process.communicate()
    assert code == 130, err
    assert b"Traceback" not in err
