"""Columns of events."""

from __future__ import annotations

import json
import random
import string
from typing import Any

import pyarrow
import pytest

from pattern_test import Event, EventError, Pattern, RuleSet

RULES = RuleSet({"even": {"even": [True]}, "small": {"n": [{"numeric": ["<", 3]}]}})
TEXTS = [json.dumps({"n": n, "even": n % 2 == 0}) for n in range(7)]
NAMES = [
    [name for name, holds in (("even", n % 2 == 0), ("small", n < 3)) if holds]
    for n in range(7)
]


def names(column: Any, **options: Any) -> list[list[str] | None]:
    found = pyarrow.array(RULES.names(column, **options))
    found.validate(full=True)
    matches = pyarrow.array(RULES.matches(column, **options))
    matches.validate(full=True)
    listed: list[list[str] | None] = found.to_pylist()
    assert matches.to_pylist() == [None if one is None else bool(one) for one in listed]
    return listed


@pytest.mark.parametrize(
    "kind",
    [
        pyarrow.string(),
        pyarrow.large_string(),
        pyarrow.string_view(),
        pyarrow.binary(),
        pyarrow.large_binary(),
        pyarrow.binary_view(),
        pyarrow.dictionary(pyarrow.int8(), pyarrow.string()),
        pyarrow.dictionary(pyarrow.uint32(), pyarrow.large_string()),
        pyarrow.dictionary(pyarrow.int64(), pyarrow.binary()),
    ],
    ids=str,
)
def test_every_type_of_column(kind: pyarrow.DataType) -> None:
    texts: list[str | None] = [*TEXTS, None, TEXTS[0]]
    expected = [*NAMES, None, NAMES[0]]
    if pyarrow.types.is_dictionary(kind):
        column = pyarrow.array(texts, kind.value_type).dictionary_encode()
        column = column.cast(kind)
    else:
        column = pyarrow.array(texts, kind)
    assert names(column) == expected
    # A slice begins in the middle of its buffers.
    assert names(column[3:]) == expected[3:]
    assert names(column[:0]) == []
    chunked = pyarrow.chunked_array([column[:2], column[2:2], column[2:]])
    assert names(chunked) == expected
    assert names(chunked, threads=3) == expected


def test_nothing_but_nulls() -> None:
    assert names(pyarrow.nulls(3)) == [None] * 3
    assert names(pyarrow.nulls(3, pyarrow.string())) == [None] * 3
    assert names(pyarrow.chunked_array([], pyarrow.string())) == []


@pytest.mark.parametrize("encoded", [False, True])
def test_what_is_no_event(encoded: bool) -> None:
    column = pyarrow.array([TEXTS[0], None, "{", TEXTS[1], "", "[]"])
    if encoded:
        column = column.dictionary_encode()
    chunked = pyarrow.chunked_array([column[:1], column[1:]])
    for each in (column, chunked):
        with pytest.raises(EventError) as caught:
            RULES.matches(each)
        assert caught.value.row == 2
        assert str(caught.value).startswith("row 2: ")
    bad = RULES.matches(column, on_error="null")
    assert bad.to_pylist() == [True, None, None, True, None, None]
    assert (bad.bad_rows, bad.null_count) == (3, 4)
    skipped = RULES.names(column, on_error="skip")
    assert skipped.to_pylist() == [NAMES[0], None, [], NAMES[1], [], []]
    assert skipped.bad_rows == 3
    with pytest.raises(ValueError, match="on_error"):
        RULES.matches(column, on_error="ignore")  # type: ignore[call-overload]


def test_what_a_dictionary_does_not_use_is_no_error() -> None:
    values = pyarrow.array(["{", TEXTS[0]])
    column = pyarrow.DictionaryArray.from_arrays(pyarrow.array([1, 1, None]), values)
    assert names(column) == [NAMES[0], NAMES[0], None]


def test_bytes_that_are_no_text() -> None:
    column = pyarrow.array([b'{"even": true, "x": "\xff"}'])
    with pytest.raises(EventError, match="UTF-8"):
        RULES.matches(column)


def test_other_columns_are_refused() -> None:
    with pytest.raises(TypeError, match="found Int64"):
        RULES.matches(pyarrow.array([1]))
    with pytest.raises(TypeError, match="take the column"):
        RULES.matches(pyarrow.table({"event": TEXTS}))
    with pytest.raises(TypeError, match="found Int64"):
        RULES.matches(pyarrow.array([1]).dictionary_encode())


def test_the_result_is_a_sequence() -> None:
    found = RULES.names(pyarrow.array(TEXTS))
    assert len(found) == 7 and found[0] == NAMES[0] and found[-1] == NAMES[-1]
    assert list(found) == NAMES == found.to_pylist()
    with pytest.raises(IndexError):
        found[7]
    assert repr(found) == "<Array of 7 rows: list<string>>"
    assert pyarrow.array(found).type == pyarrow.list_(
        pyarrow.field("item", pyarrow.string(), nullable=False)
    )


def test_an_array_is_taken_once() -> None:
    class Taken:
        def __init__(self) -> None:
            self.capsules = pyarrow.array(TEXTS).__arrow_c_array__()

        def __arrow_c_array__(self, requested_schema: Any = None) -> Any:
            return self.capsules

    taken = Taken()
    assert len(RULES.matches(taken)) == 7
    with pytest.raises(ValueError):
        RULES.matches(taken)

    class Liar:
        def __arrow_c_array__(self, requested_schema: Any = None) -> Any:
            return ("schema", "array")

    with pytest.raises(TypeError, match="capsule"):
        RULES.matches(Liar())


def test_other_libraries_of_arrow() -> None:
    polars = pytest.importorskip("polars")
    series = polars.Series("event", TEXTS)
    found = polars.Series(RULES.names(series))
    assert found.to_list() == NAMES


def random_event(random: random.Random) -> str:
    """Small keys and values, so that patterns and events meet often."""

    def value(depth: int) -> Any:
        kind = random.random()
        if depth and kind < 0.35:
            keys = random.sample("abcd", random.randint(1, 3))
            return {key: value(depth - 1) for key in keys}
        if depth and kind < 0.5:
            return [value(depth - 1) for _ in range(random.randint(0, 3))]
        return random.choice(
            ["x", "xy", "yx", "", 0, 1, 2.5, -1, True, False, None, "10.0.0.1"]
        )

    return json.dumps({key: value(3) for key in random.sample("abcd", 3)})


def random_pattern(random: random.Random) -> dict[str, Any]:
    matchers = [
        "x", "xy", 1, 0, True, None, {"prefix": "x"}, {"suffix": "x"}, {"exists": True},
        {"exists": False}, {"anything-but": ["x", "xy"]}, {"numeric": [">=", 0, "<", 2]},
        {"wildcard": "*y*"}, {"cidr": "10.0.0.0/24"}, {"equals-ignore-case": "XY"},
    ]  # fmt: skip

    def fields(depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key in random.sample("abcd", random.randint(1, 2)):
            deeper = depth and random.random() < 0.5
            found[key] = (
                fields(depth - 1) if deeper else random.sample(matchers, random.randint(1, 2))
            )
        return found

    if random.random() < 0.2:
        return {"$or": [fields(1), fields(2)]}
    return fields(2)


@pytest.mark.parametrize("strict", [False, True])
def test_random_events_have_the_evaluators_verdicts(strict: bool) -> None:
    source = random.Random(20)
    patterns = {f"p{n}": Pattern(random_pattern(source)) for n in range(12)}
    texts = [random_event(source) for _ in range(100_000)]
    found = RuleSet(patterns).names(pyarrow.array(texts), strict=strict, threads=0)
    met = 0
    for text, matched in zip(texts, found, strict=True):
        # An `Event` goes to the evaluator, which defines what a match is.
        event = Event(text)
        expected = [name for name, one in patterns.items() if one.matches(event, strict)]
        assert matched == expected, text
        met += len(expected)
    assert 30_000 < met < 1_000_000, met


def test_random_bytes_never_match_by_accident() -> None:
    source = random.Random(21)
    alphabet = string.printable + "{}[]\":,\\"
    texts = ["".join(source.choices(alphabet, k=source.randint(0, 40))) for _ in range(5_000)]
    found = RULES.matches(pyarrow.array(texts), on_error="null")
    for text, matched in zip(texts, found, strict=True):
        try:
            json.loads(text)
        except ValueError:
            assert matched is None, text
