"""moto's EventBridge with the service's verdicts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from conftest import conformance
from moto import mock_aws
from moto.events import models, responses

from pattern_test.moto import UnknownMotoError, install

EVENT = {
    "id": "1",
    "account": "111122223333",
    "source": "orders",
    "time": "2026-11-02T00:00:00Z",
    "region": "us-east-1",
    "detail-type": "Order",
}


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        yield


def delivered(pattern: dict[str, Any], detail: dict[str, Any]) -> bool:
    """Whether moto sends an event to a queue by a rule with this pattern."""
    events, sqs = boto3.client("events"), boto3.client("sqs")
    url = sqs.create_queue(QueueName="queue")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    events.put_rule(Name="rule", EventPattern=json.dumps(pattern))
    target = {"Id": "queue", "Arn": arn["Attributes"]["QueueArn"]}
    events.put_targets(Rule="rule", Targets=[target])
    entry = {"Source": "orders", "DetailType": "Order", "Detail": json.dumps(detail)}
    events.put_events(Entries=[entry])
    return "Messages" in sqs.receive_message(QueueUrl=url)


ONE_ELEMENT = {"detail": {"items": {"name": ["a"], "count": [1]}}}
IN_ONE = {"items": [{"name": "a", "count": 1}]}
MIXED = {"items": [{"name": "a", "count": 0}, {"name": "b", "count": 1}]}


def test_moto_alone_gets_arrays_wrong(cloud: None) -> None:
    assert not delivered(ONE_ELEMENT, IN_ONE)


def test_rules_match_as_the_service_does(cloud: None, pattern_test_moto: Any) -> None:
    assert delivered(ONE_ELEMENT, IN_ONE)


def test_an_element_is_one_element(cloud: None, pattern_test_moto: Any) -> None:
    assert not delivered(ONE_ELEMENT, MIXED)


def test_or_as_it_was_in_2019(cloud: None) -> None:
    with install(strict=False):
        assert delivered(ONE_ELEMENT, MIXED)


def test_the_event_has_the_time_of_an_event(cloud: None, pattern_test_moto: Any) -> None:
    assert delivered({"time": [{"wildcard": "20*T*Z"}], "ingestion-time": [{"exists": False}]}, {"a": 1})


def test_patterns_are_refused_with_the_services_text(
    cloud: None, pattern_test_moto: Any
) -> None:
    events = boto3.client("events")
    cases = [case for case in conformance("errors", 2_500) if len(case["pattern"]) < 4_000]
    for case in cases[:200]:
        with pytest.raises(ClientError) as caught:
            events.put_rule(Name="rule", EventPattern=case["pattern"])
        error = caught.value.response["Error"]
        assert error["Code"] == "InvalidEventPatternException"
        assert error["Message"] == f"Event pattern is not valid. Reason: {case['error']}"
    with pytest.raises(ClientError, match="must be an object or an array"):
        events.create_archive(
            ArchiveName="archive",
            EventSourceArn="arn:aws:events:us-east-1:123456789012:event-bus/default",
            EventPattern='{"source": "a"}',
        )
    assert events.list_rules()["Rules"] == []


def test_archives_keep_what_their_pattern_matches(
    cloud: None, pattern_test_moto: Any
) -> None:
    events = boto3.client("events")
    events.create_archive(
        ArchiveName="archive",
        EventSourceArn="arn:aws:events:us-east-1:123456789012:event-bus/default",
        EventPattern=json.dumps(ONE_ELEMENT),
    )
    for detail in (IN_ONE, MIXED):
        entry = {"Source": "o", "DetailType": "O", "Detail": json.dumps(detail)}
        events.put_events(Entries=[entry])
    assert events.describe_archive(ArchiveName="archive")["EventCount"] == 1


def test_test_event_pattern_answers(cloud: None, pattern_test_moto: Any) -> None:
    events = boto3.client("events")

    def ask(pattern: str, event: Any) -> bool:
        text = event if isinstance(event, str) else json.dumps(event)
        answer = events.test_event_pattern(EventPattern=pattern, Event=text)
        return bool(answer["Result"])

    assert ask('{"source": ["orders"]}', EVENT) is True
    assert ask('{"source": [{"suffix": "x"}]}', EVENT) is False
    with pytest.raises(ClientError) as caught:
        ask("[]", EVENT)
    assert caught.value.response["Error"]["Code"] == "InvalidEventPatternException"
    with pytest.raises(ClientError) as caught:
        ask('{"source": ["orders"]}', "{}")
    error = caught.value.response["Error"]
    assert error == {
        "Code": "ValidationException",
        "Message": "Parameter Event is not valid.",
    }


def test_it_is_put_back(cloud: None) -> None:
    before = [vars(models.EventPattern)[name] for name in ("load", "matches_event")]
    installed = install()
    assert vars(models.EventPattern)["matches_event"] is not before[1]
    installed.uninstall()
    after = [vars(models.EventPattern)[name] for name in ("load", "matches_event")]
    assert after == before


@pytest.mark.parametrize(
    ("owner", "name", "value"),
    [
        (models.EventPattern, "matches_event", lambda self, event, rule: True),
        (models.EventPattern, "load", staticmethod(lambda raw_pattern: None)),
        (models.Rule, "send_to_targets", lambda self, event: None),
        (responses.EventsHandler, "test_event_pattern", lambda self, request: ""),
    ],
)
def test_an_unknown_moto_is_left_alone(
    owner: type, name: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, name, value)
    watched = [
        (models.EventPattern, "load"),
        (models.EventPattern, "matches_event"),
        (responses.EventsHandler, "test_event_pattern"),
    ]
    before = [vars(one)[what] for one, what in watched]
    with pytest.raises(UnknownMotoError, match="nothing was changed"):
        install()
    assert [vars(one)[what] for one, what in watched] == before
