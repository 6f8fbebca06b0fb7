"""Every part renders in each of its states, in three languages, without script or style of its own."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.utils import translation

from courtcase.frame.context import frame, in_language
from courtcase.frame.forms import AccessibleForm, CourtDateField
from courtcase.frame.navigation import DESK, FOOT, PERSON, PUBLIC, links
from courtcase.frame.samples import SampleForm, wrong_form
from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.people.permissions import DECLARED
from petitions.filing.fields import DayField
from tests.cast import Cast

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# A block of JSON is data: browsers do not run it.
HANDLERS = r"click|load|error|change|input|submit|focus|blur|key\w+|mouse\w+"
OWN_STYLE_OR_SCRIPT = rf"""\sstyle=|<style|\son(?:{HANDLERS})=|<script(?![^>]*(?:\bsrc=|type="application/json"))"""
AT = datetime(2026, 11, 24, tzinfo=UTC)


def rendered(language: str, client: Client) -> str:
    response = client.get(f"/{language}/styleguide/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_of_parts(language: str, cast: Cast, client: Client) -> None:
    client.force_login(cast.clerk)
    page = rendered(language, client)
    assert f'<html lang="{language}">' in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for name in re.findall(r'(?:aria-describedby|aria-labelledby|for)="([^"]+)"', page):
        assert set(name.split()) <= set(ids), name


def test_strangers_do_not_see_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.petitioner)
    assert client.get("/en/styleguide/").status_code == 404


def test_the_page_shows_every_part() -> None:
    shown = (TEMPLATES / "styleguide.html").read_text(encoding="utf-8")
    within = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("parts/*.html"))
    frame_of_pages = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("base*.html"))
    for part in sorted(TEMPLATES.glob("parts/*.html")):
        assert f"parts/{part.name}" in shown + within + frame_of_pages or part.name == "finish.html", part.name


@pytest.mark.parametrize("part", sorted(TEMPLATES.glob("parts/*.html")), ids=lambda path: path.stem)
def test_a_part_says_what_it_takes(part: Path) -> None:
    assert part.read_text(encoding="utf-8").startswith("{# ")


def test_no_template_of_pages_has_style_or_script_of_its_own() -> None:
    for path in TEMPLATES.rglob("*.html"):
        if "notices" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        assert not re.search(OWN_STYLE_OR_SCRIPT, text), path


def test_errors_stand_at_the_top_and_beside_the_field() -> None:
    with translation.override("en"):
        form = wrong_form()
        lines = form.error_summary()
        assert lines[0] == ("", "This petition was already sent on 12.10.2026.")
        targets = [line.target for line in lines[1:]]
        assert targets == ["wrong_full_name", "wrong_in_force", "wrong_story", "wrong_applied_0", "wrong_agreed"]
        field = str(form["in_force"])
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="wrong_in_force_helptext wrong_in_force_error"' in field
    assert 'value="14.13.2026"' in field


def test_an_operation_error_goes_to_its_field_or_to_the_top() -> None:
    class Form(AccessibleForm):
        day = CourtDateField(required=False)

    form = Form({"day": ""})
    form.add_operation_error(OperationError("Too early", field="day"))
    form.add_operation_error(OperationError("Not now", field="attachment"))
    assert form.errors == {"day": ["Too early"], "__all__": ["Not now"]}


@pytest.mark.parametrize("written", ["14.03.2026", "14/03/2026", "14-03-2026", "2026-03-14", " 14.03.2026 "])
def test_a_date_as_people_write_it(written: str) -> None:
    assert f"{CourtDateField().clean(written):%Y-%m-%d}" == "2026-03-14"


@pytest.mark.parametrize("field", [CourtDateField, DayField])
def test_a_day_that_does_not_exist_is_said_not_to_and_what_is_no_date_how_it_is_written(
    field: type[forms.DateField],
) -> None:
    for written in ("31.02.2026", "31/2/2026", "2026-02-31", " 00.13.2026 "):
        with pytest.raises(ValidationError, match="no such day"):
            field().clean(written)
    for written in ("in March", "14.03", "14.03/2026"):
        with pytest.raises(ValidationError, match=r"14\.03\.2026"):
            field().clean(written)


def test_names_and_addresses_can_be_filled_in_by_the_browser() -> None:
    assert 'autocomplete="name"' in str(SampleForm()["full_name"])
    assert "required" not in str(SampleForm()["full_name"])


@pytest.mark.parametrize(
    ("path", "language", "other"),
    [
        ("/kk/rulings/29/?q=%D3%99", "ru", "/ru/rulings/29/?q=%D3%99"),
        ("/en/", "kk", "/kk/"),
        ("/ru", "en", "/en/"),
        ("/api/schema/", "ru", "/ru/"),
        ("/rusty/", "kk", "/kk/"),
    ],
)
def test_the_language_switch_keeps_the_page(path: str, language: str, other: str) -> None:
    assert in_language(path, language) == other


def test_the_frame_of_a_public_page_asks_no_session() -> None:
    request = RequestFactory().get("/kk/")
    found = frame(request)["frame"]
    assert [one["url"] for one in found["languages"]] == ["/kk/", "/ru/", "/en/"]
    assert found["public"] is not None


def test_links_name_declared_actions() -> None:
    named = {item.action for item in PERSON + DESK if item.action}
    assert named <= set(DECLARED)
    assert not any(item.action for item in PUBLIC + FOOT)


def test_each_role_sees_its_own_desk(cast: Cast) -> None:
    def seen(key: str) -> set[str]:
        with translation.override("en"):
            return {str(link.label) for link in links(DESK, path="/en/", actor=cast.actor(key), at=AT)}

    assert "Roles" in seen("administrator")
    assert "Roles" not in seen("clerk")
    assert links(DESK, path="/en/", actor=Actor.nobody(), at=AT) == []


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_page_of_parts_is_linked_in_the_demonstration_alone(is_demo: bool, cast: Cast, settings: Any) -> None:
    settings.IS_DEMO = is_demo
    with translation.override("en"):
        seen = {str(link.label) for link in links(DESK, path="/en/", actor=cast.actor("administrator"), at=AT)}
    assert ("Parts of the pages" in seen) is is_demo


def test_searching_programs_are_kept_out_of_the_rooms_of_people(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /kk/petitions/", "Disallow: /ru/intake/", "Allow: /en/petitions/new/"} <= set(lines)
    assert not any("rulings" in line for line in lines)


def test_the_mark_is_found_under_its_old_name(client: Client) -> None:
    assert client.get("/favicon.ico")["Location"].endswith(".svg")


def test_a_wrong_address_of_mail_is_told_what_a_right_one_is() -> None:
    class Form(AccessibleForm):
        email = forms.EmailField()

    with translation.override("en"):
        told = [str(one) for one in Form({"email": "nobody"}).errors["email"]]
    assert told == ["This is not an e-mail address. Write it whole, for example name@example.kz."]
