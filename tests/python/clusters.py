"""Runs the recipes of docs/clusters.md, each of which must count what `pattern-test scan --count` counts.

Prints how long each took, beside the SQL that is written by hand for want of a function: it asks for less, and is
here for its speed alone.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from pattern_test import events

ROOT = Path(__file__).resolve().parents[2]
RECIPE = re.compile(r"<!-- recipe: (.*?) -->\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)

#: What a recipe needs beside pyarrow.
NEEDS = {"Spark": "pyspark", "DuckDB": "duckdb", "Polars": "polars", "DataFusion": "datafusion",
         "Ray Data": "ray", "Daft": "daft"}  # fmt: skip

#: The events are shorter than this, so that many fit.
LONGEST = 1_200


def generated(count: int) -> list[str]:
    """Events like those of the fixtures: of many, one value is another."""
    source = random.Random(16)
    bases = [event.data for folder in ("s3", "ec2", "ecs", "cloudtrail")
             for event in events(ROOT / "fixtures" / folder) if len(event.text) < LONGEST]  # fmt: skip
    assert len(bases) > 5

    def changed(value: Any) -> Any:
        if isinstance(value, dict) and value:
            key = source.choice(sorted(value))
            return {**value, key: changed(value[key])}
        return source.choice(["other", 0, None])

    def event(number: int) -> str:
        base = dict(source.choice(bases), id=f"{number:08}")
        if source.random() < 0.7:
            base["detail"] = changed(base["detail"])
        return json.dumps(base)

    return [event(number) for number in range(count)]


def laid_out(texts: list[str]) -> None:
    """As one table, and as Firehose leaves events in S3: gzip, nothing between them."""
    table = pa.table({"event": pa.array(texts)})
    pyarrow.parquet.write_table(table, "events.parquet", row_group_size=20_000)
    size = -(-len(texts) // 16)
    for part in range(16):
        folder = Path(f"archive/2026/11/0{part // 4 + 1}/{part % 4:02}")
        folder.mkdir(parents=True, exist_ok=True)
        text = "".join(texts[part * size : (part + 1) * size])
        (folder / f"stream-1-{part}.gz").write_bytes(gzip.compress(text.encode(), 1))
    Path("events.jsonl").write_text("\n".join(texts) + "\n")
    shutil.copytree(ROOT / "patterns", "patterns")
    for suite in Path("patterns").glob("*.suite.*"):
        suite.unlink()


def scan(*words: str) -> str:
    command = ["pattern-test", "scan", "-p", "patterns", "--count", *words]
    found = subprocess.run(command, capture_output=True, text=True)
    assert found.returncode in (0, 1), found.stderr
    return found.stdout.strip()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The better of two runs: the first one starts what has to be started."""
    best = float("inf")
    result = None
    for _ in range(2):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return best, result


def spark() -> Any:
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[2]").appName("pattern-test")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.driver.memory": "2g",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.log.level": "ERROR",
    }.items():
        session = session.config(key, value)
    return session.getOrCreate()


def by_hand() -> dict[str, Callable[[dict[str, Any]], Any]]:
    """What SQL can ask of the text alone: two fields, compared with plain values."""
    question = "{0}(event, '$.source') = 'aws.s3' AND {0}(event, '$.detail.reason') = 'PutObject'"

    def in_spark(names: dict[str, Any]) -> Any:
        frame = names["spark"].read.parquet("events.parquet")
        return frame.where(question.format("get_json_object")).count()

    def in_duckdb(names: dict[str, Any]) -> Any:
        import duckdb

        where = question.format("json_extract_string")
        found = duckdb.sql(f"SELECT count(*) FROM 'events.parquet' WHERE {where}").fetchall()
        return found[0][0]

    def in_polars(names: dict[str, Any]) -> Any:
        import polars as pl

        at = pl.col("event").str.json_path_match
        both = (at("$.source") == "aws.s3") & (at("$.detail.reason") == "PutObject")
        return pl.scan_parquet("events.parquet").filter(both).select(pl.len()).collect().item()

    return {"Spark": in_spark, "DuckDB": in_duckdb, "Polars": in_polars}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--required", action="store_true", help="fail where a package is missing")
    parser.add_argument("--only", help="run the recipes whose names begin like this")
    arguments = parser.parse_args()
    # Each engine by itself; Daft would go to Ray where that runs.
    os.environ.update(DAFT_RUNNER="native", DAFT_PROGRESS_BAR="0", RAY_DEDUP_LOGS="0")
    os.environ.update(RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO="0", RAY_DATA_DISABLE_PROGRESS_BARS="1")
    document = (ROOT / "docs/clusters.md").read_text(encoding="utf-8")
    recipes = dict(RECIPE.findall(document))
    common = recipes.pop("common")
    assert len(recipes) >= 9, "the recipes are not where they were"
    texts = generated(arguments.events)
    size = sum(map(len, texts)) / 1e6
    failed = 0
    rows: list[tuple[str, float, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        laid_out(texts)
        del texts
        seconds, expected = timed(lambda: int(scan("events.jsonl")))
        assert 0 < expected < arguments.events, expected
        rows.append(("`scan`, lines", seconds, f"{expected}"))
        seconds, again = timed(lambda: int(scan("archive")))
        assert again == expected
        rows.append(("`scan`, Firehose objects", seconds, f"{again}"))
        shards = [int(scan("--shard", f"{part}/3", "archive")) for part in (1, 2, 3)]
        assert sum(shards) == expected, shards
        names: dict[str, Any] = {}
        exec(compile(common, "common", "exec"), names)
        for name, code in recipes.items():
            lines = code.strip().splitlines()
            assert len(lines) <= 10, f"{name} has {len(lines)} lines"
            engine = name.split(",")[0]
            if arguments.only and not name.startswith(arguments.only):
                continue
            if importlib.util.find_spec(NEEDS[engine]) is None:
                print(f"SKIPPED {name}: {NEEDS[engine]} is not installed")
                failed += arguments.required
                continue
            if engine == "Spark" and "spark" not in names:
                names["spark"] = spark()
            # A function of a name that DuckDB has already is refused.
            source = compile(code, name, "exec")

            def run(source: Any = source, engine: str = engine) -> Any:
                if engine == "DuckDB":
                    import duckdb

                    try:
                        duckdb.remove_function("matches")
                    except duckdb.Error:
                        pass
                exec(source, names)
                return names.pop("count")

            try:
                seconds, count = timed(run)
            except Exception as error:
                print(f"FAILED {name}: {type(error).__name__}: {error}"[:2_000])
                failed += 1
                continue
            if count != expected:
                print(f"FAILED {name}: counted {count}, and scan {expected}")
                failed += 1
            rows.append((name, seconds, f"{count}"))
        for engine, ask in by_hand().items():
            if engine == "Spark" and "spark" not in names:
                continue
            if importlib.util.find_spec(NEEDS[engine]) is None:
                continue
            seconds, count = timed(lambda ask=ask: ask(names))
            rows.append((f"{engine}, by hand in SQL", seconds, f"{count} (a weaker question)"))
        if "spark" in names:
            names["spark"].stop()
        os.chdir(ROOT)
    print(f"\n{arguments.events:,} events, {size:.0f} MB of text, {len(list((ROOT / 'patterns').glob('*.json')))} files of patterns\n")
    print("| | seconds | events a second | MB/s | count |\n| --- | ---: | ---: | ---: | --- |")
    for name, seconds, count in rows:
        rate = arguments.events / seconds
        print(f"| {name} | {seconds:.2f} | {rate:,.0f} | {size / seconds:.0f} | {count} |")
    print(f"{len(rows)} passed, {failed} failed" if failed else f"{len(rows)} counts agree")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
