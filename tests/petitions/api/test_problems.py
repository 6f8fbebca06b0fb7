"""What went wrong is told in the caller's language, in one shape, wherever it went wrong."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.petitions.api.conftest import ADDRESS, Program, program_of
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")


def told_in(program: Program, language: str) -> dict[str, dict[str, Any]]:
    """Return one problem of every kind, as told in a language."""
    begun, wants = program.begun(), {"HTTP_ACCEPT_LANGUAGE": language}
    one = f"{ADDRESS}{begun['public_id']}/"
    program.ask("patch", one, {"version": begun["version"], "request": "Иначе."})
    reader: Any = Client(raise_request_exception=False)
    token = {"HTTP_AUTHORIZATION": f"Bearer {program.secret}"}
    answers = {
        "no token": reader.get(ADDRESS, **wants),
        "wrong token": reader.get(ADDRESS, HTTP_AUTHORIZATION="Bearer courtcase_wrong", **wants),
        "no json": reader.post(ADDRESS, b"{", content_type="application/json", **token, **wants),
        "no form": reader.post(ADDRESS, {"a": 1}, **token, **wants),
        "empty": program.ask("post", ADDRESS, {}, **wants),
        "wrong choice": program.ask("post", ADDRESS, {"language": "de"}, **wants),
        "unknown norm": program.ask(
            "post", ADDRESS, {"language": "ru", "provisions": [{"act": "none", "path": "1"}]}, **wants
        ),
        "bad key": program.ask("post", ADDRESS, {"language": "ru"}, HTTP_IDEMPOTENCY_KEY="k" * 81, **wants),
        "stale": program.ask("patch", one, {"version": begun["version"], "request": "Опять."}, **wants),
        "not there": program.ask("get", f"{ADDRESS}{uuid4()}/", **wants),
        "no such address": program.ask("get", "/api/v1/nothing/", **wants),
        "method": program.ask("delete", one, **wants),
        "kind": program.ask("get", ADDRESS, HTTP_ACCEPT="text/csv", **wants),
    }
    for name, answer in answers.items():
        assert 400 <= answer.status_code < 500, (name, answer.content)
        assert answer["Content-Type"] == "application/problem+json", name
    return {name: answer.json() for name, answer in answers.items()}


def words_of(problem: dict[str, Any]) -> list[str]:
    """Return everything that is said to people in a problem."""
    return [problem["title"], *(error["detail"] for error in problem.get("errors", []))]


def is_cyrillic(words: str) -> bool:
    """Say whether a sentence is written in Cyrillic, names and codes apart."""
    return any("а" <= letter <= "я" for letter in words.lower())


def test_every_problem_is_told_in_the_callers_language(program: Program) -> None:
    told = {language: told_in(program, language) for language in LANGUAGES}
    for name in told["en"]:
        assert all(is_cyrillic(words) for language in ("kk", "ru") for words in words_of(told[language][name])), name
        assert not any(is_cyrillic(words) for words in words_of(told["en"][name])), name
        kazakh, russian = words_of(told["kk"][name]), words_of(told["ru"][name])
        assert not set(kazakh) & set(russian), name
        codes = {
            language: [error["code"] for error in told[language][name].get("errors", [])] for language in LANGUAGES
        }
        assert codes["kk"] == codes["ru"] == codes["en"]


def test_a_scope_that_is_missing_is_told_too(walk: Walk) -> None:
    reader = program_of(walk.cast, "commissioner_head", "read")
    answer = reader.ask("post", ADDRESS, {"language": "ru"}, HTTP_ACCEPT_LANGUAGE="kk")
    assert answer.status_code == 403
    assert all(is_cyrillic(words) for words in words_of(answer.json()))


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 3_000,
        b'{"language": "ru", "request": ' + b"[" * 3_000,
        b'{"language": "ru", "request": "\\ud800"}',
        b'"\\ud800"',
    ],
)
def test_json_that_no_text_could_hold_is_refused_and_no_fault_of_the_server(walk: Walk, body: bytes) -> None:
    program = program_of(walk.cast, "commissioner_head")
    sender: Any = Client(raise_request_exception=False)
    token = {"HTTP_AUTHORIZATION": f"Bearer {program.secret}"}
    answer = sender.post(ADDRESS, body, content_type="application/json", **token)
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"
