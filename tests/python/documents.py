"""Runs the Python that documents show, block by block, each document in a folder of its own.

A block of ``pycon`` is a session whose answers must come out; one of ``python`` only has to run, and with
functions ``test_...`` it is a file for pytest. What has an ellipsis in it is an excerpt, and is not run.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(pycon|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(document: Path) -> int:
    text = document.read_text(encoding="utf-8")
    blocks = [(found[1], found[2]) for found in BLOCK.finditer(text) if "…" not in found[2]]
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner()
    names: dict[str, object] = {}
    for number, (kind, code) in enumerate(blocks, 1):
        name = f"{document.name}, block {number}"
        if kind == "pycon":
            session = parser.get_doctest(code, names, name, document.name, 0)
            runner.run(session, clear_globs=False)
            names.update(session.globs)
            if runner.summarize(verbose=False).failed:
                sys.exit(1)
        elif "def test_" in code:
            file = Path(f"test_{number}.py")
            file.write_text(code, encoding="utf-8")
            command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", file]
            subprocess.run(command, check=True)
        else:
            exec(compile(code, name, "exec"), names)
    return len(blocks)


def main() -> None:
    environment = {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    os.environ.update(environment)
    count = 0
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            for source in ("patterns", "fixtures"):
                shutil.copytree(ROOT / source, Path(folder) / source)
            os.chdir(folder)
            ran = run(ROOT / name)
            os.chdir(ROOT)
        if not ran:
            sys.exit(f"{name} shows no Python")
        count += ran
    print(f"{count} blocks of Python ran as the documents show them")


if __name__ == "__main__":
    main()
