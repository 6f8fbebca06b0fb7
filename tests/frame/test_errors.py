"""When something breaks, the page says so plainly, in the reader's language, and asks the database nothing."""

from __future__ import annotations

from typing import Any

import psycopg2.errors
import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.utils import translation
from rest_framework.views import APIView

from courtcase.frame import errors
from courtcase.frame.middleware import DatabaseUnavailableMiddleware
from courtcase.operations import OperationError as Refused
from courtcase.people.permissions import public

SECRET = "correct horse battery"


@public("page.home")
def broken(request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection unexpectedly")


class BrokenApi(APIView):
    states_action = "api.ruling"

    def get(self, request: HttpRequest) -> HttpResponse:
        raise OperationalError("server closed the connection unexpectedly")


@public("page.home")
def faulty(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault")


class LockNotAvailable(Exception):
    """What the driver raises when a row stays locked longer than `lock_timeout`."""

    pgcode = "55P03"


def refused_value() -> DatabaseError:
    """Return an error in which PostgreSQL said what was wrong."""
    error = DatabaseError("invalid input")
    error.__cause__ = LockNotAvailable()
    return error


urlpatterns = [
    path("ru/broken/", broken),
    path("kk/broken/", broken),
    path("en/faulty/", faulty),
    path("api/broken/", broken),
    path("api/v1/broken/", BrokenApi.as_view()),
]
handler404 = errors.not_found
handler500 = errors.server_error


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=False)


@override_settings(ROOT_URLCONF=__name__)
def test_a_database_that_does_not_answer_is_a_page_that_retries(client: Client) -> None:
    response = client.get("/ru/broken/")
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert '<meta http-equiv="refresh" content="5">' in response.content.decode()
    assert "Одну минуту, пожалуйста" in response.content.decode()
    assert response["Cache-Control"] == "no-store"


@override_settings(ROOT_URLCONF=__name__)
def test_what_was_posted_is_kept_and_can_be_sent_again(client: Client) -> None:
    text = "Заң менің құқығымды шектеді <b>"
    body = client.post("/kk/broken/", {"story": text, "version": "3"}).content.decode()
    assert "Заң менің құқығымды шектеді &lt;b&gt;" in body
    assert '<textarea name="version" hidden>\n3</textarea>' in body
    assert "http-equiv" not in body
    assert "Қайта жіберу" in body


@override_settings(ROOT_URLCONF=__name__)
def test_a_password_is_never_written_back(client: Client) -> None:
    body = client.post("/ru/broken/", {"login": "a@b.kz", "password": SECRET}).content.decode()
    assert SECRET not in body
    assert "<textarea" not in body


@override_settings(ROOT_URLCONF=__name__)
def test_a_machine_gets_a_problem_it_can_read(client: Client) -> None:
    response = client.get("/api/broken/")
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")


@override_settings(ROOT_URLCONF=__name__)
def test_the_api_says_when_to_come_back(client: Client) -> None:
    response = client.get("/api/v1/broken/")
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert response["Retry-After"] == "5"
    assert response.json()["errors"][0]["code"] == "unavailable"


@override_settings(ROOT_URLCONF=__name__)
def test_another_fault_is_a_plain_500(client: Client) -> None:
    response = client.get("/en/faulty/")
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()


BROKEN_OFF = DatabaseError("error with status PGRES_TUPLES_OK and no message from the libpq")
BROKEN_OFF.__cause__ = psycopg2.DatabaseError()
GONE = (
    OperationalError("gone"),
    InterfaceError("connection already closed"),
    BROKEN_OFF,
    psycopg2.DatabaseError("error with status PGRES_TUPLES_OK and no message from the libpq"),
    psycopg2.OperationalError("server closed the connection unexpectedly"),
)


@pytest.mark.parametrize("fault", GONE)
def test_a_fault_before_the_view_is_told_the_same_way(fault: Exception) -> None:
    request = RequestFactory().get("/en/")
    try:
        raise fault
    except Exception:
        response = errors.server_error(request)
    assert response.status_code == 503


@pytest.mark.parametrize(
    ("path", "words"),
    [("/kk/nowhere/", "Мұндай бет жоқ"), ("/ru/nowhere/", "Такой страницы нет"), ("/en/nowhere/", "no such page")],
)
def test_a_missing_page_in_three_languages(client: Client, path: str, words: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert words in response.content.decode()
    assert not response.cookies


@pytest.mark.parametrize("view", [errors.bad_request, errors.forbidden, errors.not_found, errors.csrf_failure])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_error_page_speaks_and_asks_no_database(view: Any, language: str) -> None:
    response = view(RequestFactory().get(f"/{language}/x/"))
    assert f'<html lang="{language}">' in response.content.decode()


def test_an_old_form_shows_what_was_written() -> None:
    request = RequestFactory().post("/ru/x/", {"story": "Мой рассказ о деле", "csrfmiddlewaretoken": "abc" * 20})
    body = errors.csrf_failure(request).content.decode()
    assert "Мой рассказ о деле" in body
    assert "abcabc" not in body


def test_what_closes_a_cursor_after_an_outage_is_the_outage() -> None:
    request = RequestFactory().get("/en/")
    try:
        try:
            raise OperationalError("terminating connection due to administrator command")
        except OperationalError:
            raise psycopg2.errors.InvalidCursorName('cursor "_django_curs_1" does not exist')  # noqa: B904 - as Django does
    except Exception:
        response = errors.server_error(request)
    assert response.status_code == 503


def interrupted_by(fault: Exception) -> SessionInterrupted:
    """Return what Django makes of an error while it saves a session."""
    try:
        try:
            try:
                raise fault
            except DatabaseError:
                raise UpdateError  # noqa: B904 - as Django does
        except UpdateError:
            raise SessionInterrupted("The request's session was deleted before the request completed.")  # noqa: B904
    except SessionInterrupted as error:
        return error


@pytest.mark.parametrize(
    ("fault", "status"),
    [(OperationalError("gone"), 503), (DatabaseError("Forced update did not affect any rows."), 400)],
)
def test_a_session_that_cannot_be_saved_is_an_outage_and_one_that_is_gone_is_not(fault: Exception, status: int) -> None:
    request = RequestFactory().post("/ru/x/", {"story": "Мой рассказ о деле"})
    answer = errors.bad_request(request, interrupted_by(fault))
    assert answer.status_code == status
    assert ("Мой рассказ о деле" in answer.content.decode()) == (status == 503)


@pytest.mark.parametrize("fault", [IntegrityError("twice"), ProgrammingError("no such table"), refused_value()])
def test_an_error_of_the_code_is_no_outage(fault: Exception) -> None:
    request = RequestFactory().get("/en/")
    try:
        raise fault
    except Exception:
        response = errors.server_error(request)
    assert response.status_code == 500


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", "басқа адам өзгертіп жатыр"), ("ru", "изменяет кто-то другой"), ("en", "Somebody else is changing this")],
)
def test_waiting_too_long_for_somebody_else_is_no_restart_of_the_database(language: str, words: str) -> None:
    error = OperationalError("canceling statement due to lock timeout")
    error.__cause__ = LockNotAvailable()
    request = RequestFactory().post(
        f"/{language}/intake/", {"explanation": "Why this petition is returned", "version": "4"}
    )
    with translation.override(language):
        answer = DatabaseUnavailableMiddleware(lambda _request: HttpResponse()).process_exception(request, error)
    assert answer is not None
    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert '<textarea name="explanation" hidden>\nWhy this petition is returned</textarea>' in answer.content.decode()


@pytest.mark.parametrize(
    ("before", "link"),
    [
        ("http://testserver/ru/intake/?view=mine", "/ru/intake/?view=mine"),
        ("https://elsewhere.example/ru/", ""),
        ("", ""),
    ],
)
def test_what_cannot_be_done_leads_back_to_our_own_page_alone(before: str, link: str) -> None:
    request = RequestFactory().post("/ru/petitions/1/remove/", {"version": "4"}, HTTP_REFERER=before)
    said = errors.refused(request, Refused("Not now.")).content.decode()
    assert ("Открыть ту страницу заново" in said) == bool(link)
    assert f'href="{link}"' in said or not link
