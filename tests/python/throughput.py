"""A million events through `RuleSet.matches`, beside `pattern-test scan` of the same; fails where memory grows.

Times are printed and judged by nobody: they are the machine's. Run by hand, or by CI with fewer events.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import tempfile
import time
from pathlib import Path

import pyarrow as pa
from clusters import ROOT, generated

from pattern_test import RuleSet

BATCH = 50_000

#: How much more memory the last batches may take than the first ones did, in MiB.
GROWTH = 16


def resident() -> float:
    """The memory in use, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    count = parser.parse_args().events
    texts = generated(BATCH)
    batch = pa.array(texts)
    batches = max(count // BATCH, 4)
    size = sum(map(len, texts)) * batches / 1e6
    patterns = [path for path in sorted((ROOT / "patterns").glob("*.json")) if ".suite." not in path.name]
    rules = RuleSet({path.name: path.read_text() for path in patterns})
    print(f"{batches * BATCH:,} events, {size:.0f} MB, {len(rules)} patterns")
    for threads in (1, 0):
        matched = 0
        before = 0.0
        seconds = 0.0
        for number in range(batches):
            if number == 2:
                before = resident()
            start = time.perf_counter()
            found = rules.matches(batch, threads=threads)
            seconds += time.perf_counter() - start
            matched += pa.array(found).true_count
        grown = resident() - before
        print(f"RuleSet.matches, threads={threads}: {size / seconds:.0f} MB/s, {matched} matched, grew {grown:.1f} MiB")
        assert grown < GROWTH, f"memory grew by {grown:.1f} MiB"
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for _ in range(batches):
            file.write("\n".join(texts) + "\n")
        file.flush()
        flags = [flag for path in patterns for flag in ("-p", str(path))]
        for jobs in (["--jobs", "1"], []):
            command = ["pattern-test", "scan", "--count", *flags, *jobs, file.name]
            start = time.perf_counter()
            out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            seconds = time.perf_counter() - start
            print(f"scan {' '.join(jobs):9}: {size / seconds:.0f} MB/s, {out.strip()} matched")
            assert int(out) == matched


if __name__ == "__main__":
    main()
