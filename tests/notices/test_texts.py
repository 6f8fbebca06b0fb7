"""Texts: every event has its template, rendered in the recipient's language, plain where it must be plain."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from courtcase.notices.checks import check_gateway, check_notice_templates, check_schedule
from courtcase.notices.registry import context_builders, job_handler, notice_context
from courtcase.notices.schedule import DAILY, SCHEDULE, add, add_daily
from courtcase.notices.texts import MissingSubject, Text, as_letter, missing_templates, render_values

LANGUAGES = ("kk", "ru", "en")


def test_every_event_has_a_template_and_every_template_an_event() -> None:
    assert check_notice_templates() == []


def test_the_schedule_names_what_exists() -> None:
    assert check_schedule() == []


def test_forgotten_dead_and_headless_templates_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for event in list(context_builders):
        monkeypatch.delitem(context_builders, event)
    monkeypatch.setitem(context_builders, "room.forgotten", lambda notice: {})
    monkeypatch.setitem(context_builders, "room.headless", lambda notice: {})
    folder = tmp_path / "notices" / "room"
    folder.mkdir(parents=True)
    (folder / "headless.txt").write_text("{% load i18n %}Dear", encoding="utf-8")
    (folder / "dead.sms.txt").write_text("x", encoding="utf-8")
    assert missing_templates(tmp_path) == [
        "room.forgotten has no template notices/room/forgotten.txt",
        "notices/room/dead.sms.txt belongs to no registered event",
        "notices/room/headless.txt does not begin with a line 'Subject: ...'",
    ]


@pytest.mark.usefixtures("workshop")
def test_a_text_is_plain_and_its_title_one_line() -> None:
    text = render_values("workshop.told", "email", {"title": "A &\n B", "words": "x"})
    assert text.title == "A &"
    assert text.body.startswith("B") or text.body.startswith("O'Neill wrote: x")


@pytest.mark.usefixtures("workshop")
def test_a_text_message_is_one_line_without_title() -> None:
    assert render_values("workshop.told", "sms", {"words": "a\n\nb"}) == Text(title="", body="Court: a b")


@pytest.mark.usefixtures("workshop")
def test_a_text_message_without_a_text_of_its_own_is_title_and_address() -> None:
    text = render_values("workshop.long", "sms", {"number": 7})
    assert text == Text(title="", body="Petition 7 & more https://court.example/track/7")


@pytest.mark.usefixtures("workshop")
def test_a_template_without_a_subject_line_is_refused(tmp_path: Path, settings: object) -> None:
    (tmp_path / "notices/workshop").mkdir(parents=True)
    (tmp_path / "notices/workshop/bare.txt").write_text("Dear", encoding="utf-8")
    settings.TEMPLATES[0]["DIRS"] = [tmp_path]  # type: ignore[attr-defined]
    settings.TEMPLATES = list(settings.TEMPLATES)  # type: ignore[attr-defined]
    with pytest.raises(MissingSubject):
        render_values("workshop.bare", "email", {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_layout_speaks_the_recipients_language(language: str) -> None:
    court = {
        "kk": "Қазақстан Республикасының Конституциялық Соты",
        "ru": "Конституционный Суд Республики Казахстан",
        "en": "Constitutional Court of the Republic of Kazakhstan",
    }
    plain, html = as_letter(Text("Title", "One\n\nTwo"), language)
    assert court[language] in plain
    assert court[language] in html
    assert f'<html lang="{language}">' in html
    assert "<p>One</p>" in html


def test_two_functions_may_not_claim_one_name() -> None:
    with pytest.raises(ValueError, match=r"notices\.forget_done"):
        job_handler("notices.forget_done")(lambda job: None)
    notice_context("room.once")(len)  # type: ignore[type-var]
    try:
        with pytest.raises(ValueError, match=r"room\.once"):
            notice_context("room.once")(max)  # type: ignore[type-var]
    finally:
        del context_builders["room.once"]


def test_a_sentence_stands_for_one_line_of_the_schedule() -> None:
    line = SCHEDULE["Sweep owed work"]
    add(line.name, line.function, line.every)
    with pytest.raises(ValueError, match="Sweep owed work"):
        add(line.name, line.function, line.every + 1)
    name, kind = next(iter(DAILY.items()))
    add_daily(name, kind)
    with pytest.raises(ValueError, match="daily"):
        add_daily(name, "another.kind")


def test_a_gateway_that_would_never_be_called_is_named(settings: object) -> None:
    settings.SMS_URL = "https://sms.example/send"  # type: ignore[attr-defined]
    assert [error.id for error in check_gateway()] == ["notices.E004"]
    settings.SMS_HOSTS = ["sms.example"]  # type: ignore[attr-defined]
    assert check_gateway() == []


def test_templates_stand_where_the_check_looks() -> None:
    assert (Path(settings.BASE_DIR) / "templates/notices/layout.txt").is_file()
