"""Where the project's data is, for the tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


def conformance(name: str, expected: int) -> list[dict[str, Any]]:
    text = (ROOT / "tests/conformance" / f"{name}.jsonl").read_text(encoding="utf-8")
    cases = [json.loads(line) for line in text.splitlines()]
    assert len(cases) == expected, f"{name} is not whole"
    return cases
