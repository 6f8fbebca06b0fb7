"""What every request carries and leaves behind: its id, one log line, no query, no posted value in a report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.views.debug import ExceptionReporter
from structlog.testing import capture_logs

from courtcase.observability.middleware import RequestIdMiddleware
from courtcase.observability.reports import NoPersonalData
from courtcase.observability.request_ids import accepted_request_id, bound_request_id, current_request_id


@pytest.mark.parametrize("offered", ["request-1234", "a" * 64, "A_b-9012"])
def test_a_well_formed_id_is_kept(offered: str) -> None:
    assert accepted_request_id(offered) == offered


@pytest.mark.parametrize(
    "offered", [None, "", "short", "a" * 65, "with space1", "line\nbreak1", "<script>alert", "ид-запроса-1"]
)
def test_any_other_id_is_replaced(offered: str | None) -> None:
    given = accepted_request_id(offered)
    assert given != offered
    assert accepted_request_id(given) == given


def test_the_id_is_returned_and_bound_to_all_that_happens_meanwhile() -> None:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(current_request_id())
        return HttpResponse()

    request = RequestFactory().get("/x", headers={"X-Request-ID": "request-1234"})
    response = RequestIdMiddleware(view)(request)
    assert response["X-Request-ID"] == "request-1234"
    assert seen == ["request-1234"]
    assert current_request_id() == ""


@pytest.mark.django_db
def test_a_request_leaves_one_line_without_its_query(client: Any) -> None:
    with capture_logs() as logs:
        client.get("/healthz?iin=900101300123")
        client.get("/ru/demo/mail/?code=SECRET")
    lines = [entry for entry in logs if entry["event"] == "request"]
    assert [line["status"] for line in lines] == [404]
    assert lines[0]["route"] == "/ru/demo/mail/"
    assert "SECRET" not in str(logs)


def test_an_error_report_shows_nothing_that_was_sent() -> None:
    request = RequestFactory().post("/file", {"iin": "900101300123"}, headers={"Cookie": "sessionid=SECRET"})
    try:
        secret_local = "Айгерім"
        raise KeyError(secret_local)
    except KeyError as error:
        request.exception_reporter_filter = NoPersonalData()  # type: ignore[attr-defined]
        reporter = ExceptionReporter(request, type(error), error, error.__traceback__)
        frames = str(reporter.get_traceback_frames())
        data = reporter.get_traceback_data()
    assert "secret_local" in frames
    assert "Айгерім" not in frames
    shown = str((data["filtered_POST_items"], data["request_meta"], data["request_COOKIES_items"], data["settings"]))
    assert "900101300123" not in shown
    assert "SECRET" not in shown


def test_an_empty_id_binds_nothing() -> None:
    with bound_request_id(""):
        assert current_request_id() == ""


def test_no_room_logs_past_structlog() -> None:
    """The formatter drops the `extra` of the standard library's loggers: what is told there is told to nobody."""
    root = Path(__file__).resolve().parents[2]
    sources = [path for room in ("courtcase", "petitions", "rulings") for path in (root / room).rglob("*.py")]
    assert [path for path in sources if "getLogger(__name__)" in path.read_text(encoding="utf-8")] == []
