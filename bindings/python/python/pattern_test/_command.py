"""The command ``pattern-test``."""

from __future__ import annotations

import signal
import sys

from ._native import run


def main() -> int:
    """Run the command on the process's arguments; its exit code."""
    # Python's handler only notes the signal, and nobody looks at the note while the command runs.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return run(sys.argv[1:])
