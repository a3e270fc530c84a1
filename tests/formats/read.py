"""Reads JUnit and TAP reports as others do, and compares them with the JSON report."""

import collections
import json
import sys

import xmlschema
from tap.parser import Parser

schema, report, junit, tap = sys.argv[1:]
report = json.load(open(report, encoding="utf-8"))
expected = collections.Counter(
    case["status"] for suite in report["suites"] for case in suite["cases"]
)
unread = len(report["unread"])

schema = xmlschema.XMLSchema(schema)
errors = list(schema.iter_errors(junit))
for error in errors:
    print(f"{error.path}: {error.reason}")
assert not errors, f"{len(errors)} errors against the schema"
counts = collections.Counter()
for case in xmlschema.XMLResource(junit).root.iter("testcase"):
    kinds = [child.tag for child in case]
    counts[kinds[0] if kinds else "passed"] += 1
assert counts["passed"] == expected["passed"], counts
assert counts["failure"] == expected["failed"], counts
assert counts["error"] == expected["undecided"] + unread, counts
assert counts["skipped"] == expected["not-run"], counts

points, plans = [], []
for line in Parser().parse_file(tap):
    assert line.category not in ("unknown", "bail"), line
    if line.category == "test":
        points.append(line)
    elif line.category == "plan":
        plans.append(line)
[plan] = plans
assert plan.expected_tests == len(points)
assert [point.number for point in points] == list(range(1, len(points) + 1))
assert sum(point.skip for point in points) == expected["not-run"]
bad = [point for point in points if not point.ok]
assert len(bad) == expected["failed"] + expected["undecided"] + unread
for point in bad:
    assert {"at"} <= point.yaml_block.keys(), point.yaml_block
print(f"JUnit is valid, TAP is read: {dict(counts)}, {len(points)} test points")
