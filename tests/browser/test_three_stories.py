"""The three stories of what a ruling changed, from the petition to the changed law, as strangers and the petitioners meet them.

A stranger finds each by plain words in three languages, without a script or a cookie; the petitioner has lost the code, is
given another at the desk and reads what was decided; and the Court confirms what a source tells of the change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from petitions.models import Petition
from rulings.demo.load import load
from rulings.demo.story_rulings import PLAIN
from rulings.models import Measure, RulingPetition
from rulings.stories import ALIMONY_LAW, COUNSEL, GUIDANCE_CORRECTED, Told
from tests.browser.conftest import LANGUAGES, NARROW, TODAY, rotating
from tests.browser.serving import Site
from tests.browser.visitor import Visitor
from tests.cast import PASSWORD

pytestmark = pytest.mark.browser
MakeVisitor = Callable[..., Visitor]


@dataclass(frozen=True)
class Story:
    """How a stranger asks for a story, where it is told, and what was to change."""

    key: str
    path: str
    asked: dict[str, str]
    measure: Told


HARM = {"kk": "ерлі-зайыптыға моральдық зиян", "ru": "моральный вред супругам", "en": "moral harm spouses"}
ALIMONY = {"kk": "алименттерді өндіріп алу", "ru": "взыскание алиментов", "en": "recovery of alimony"}
COUNSEL_AT_482 = {"kk": "482-бап ҚПК", "ru": "482 УПК", "en": "counsel for convicts"}
STORIES = [
    Story("a", "/rulings/moral-harm", HARM, GUIDANCE_CORRECTED),
    Story("b", "/rulings/alimony", ALIMONY, ALIMONY_LAW),
    Story("c", "/rulings/29", COUNSEL_AT_482, COUNSEL),
]
each_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)


@pytest.fixture(scope="module", autouse=True)
def told(site: Site) -> None:
    """Load the demonstration: the stories of 2023, and as little beside them as can be."""
    at = datetime(2026, 11, 24, 6, tzinfo=UTC)
    load(password=PASSWORD, count=1, today=date(2026, 11, 24), at=at, say=lambda _words: None, strict=True)


def petition_of(story: Story) -> Petition:
    """Return the petition with which a story began."""
    slug = story.path.removeprefix("/rulings/")
    return RulingPetition.objects.select_related("petition").get(ruling__slug=slug).petition


def follow(visitor: Visitor, address: str) -> None:
    """Follow the first link of the page's content whose address ends so."""
    visitor.page.locator(f"main a[href$='{address}']:visible").first.click()
    visitor.must_stand()


@each_story
@pytest.mark.parametrize("language", rotating())
def test_a_stranger_reads_the_story(story: Story, language: str, visitor: MakeVisitor) -> None:
    reader = visitor(language, name=f"story-{story.key}", java_script_enabled=False, viewport=NARROW)
    reader.go("/")
    reader.fill(q=story.asked[language])
    reader.press("Search")
    reader.looks("found")
    follow(reader, story.path)
    for sentence in PLAIN[story.key][language].splitlines():
        reader.reads(sentence, translated=False)
    reader.reads("What became of it")
    reader.reads(story.measure.what[language], translated=False)
    reader.looks("ruling")
    reader.page.locator("main aside a[href*='/cases/']").click()
    reader.looks("case")
    follow(reader, story.path)
    norms = reader.page.locator("main .outcome a")
    if norms.count():
        norms.first.click()
        reader.looks("norm")
        assert reader.page.locator(f"main a[href$='{story.path}']").count()
    reader.go("/execution/")
    reader.reads(story.measure.what[language], translated=False)
    assert reader.page.context.cookies() == []


@each_story
def test_the_petitioner_reads_what_was_decided(story: Story, visitor: MakeVisitor) -> None:
    registrar = visitor(("kk", "ru")[TODAY % 2], name="desk").sign_in("registrar")
    registrar.go(f"/intake/{petition_of(story).public_id}/code/")
    registrar.page.locator("main [name=reason]").select_option(index=1)
    registrar.page.locator("main [name=identity_seen]").check()
    registrar.page.locator("main form button").first.click()
    code = registrar.page.locator("main .finish strong").inner_text()
    language = LANGUAGES[(TODAY + STORIES.index(story)) % 3]
    petitioner = visitor(language, name=f"petitioner-{story.key}", java_script_enabled=False, viewport=NARROW)
    petitioner.go("/petitions/track/")
    petitioner.fill(code=code)
    petitioner.press("Open")
    for sentence in PLAIN[story.key][language].splitlines():
        petitioner.reads(sentence, translated=False)
    petitioner.looks("decided")
    follow(petitioner, story.path)
    assert petitioner.path == story.path


def test_the_court_confirms_what_a_source_tells(visitor: MakeVisitor) -> None:
    story = STORIES[0]
    measure = Measure.objects.get(ruling__slug="moral-harm")
    officer = visitor(("kk", "ru")[TODAY % 2], name="officer").sign_in("execution_officer")
    officer.go("/desk/execution/")
    follow(officer, f"/desk/execution/{measure.public_id}/")
    officer.press("Confirm for the Court")
    officer.fill(stage="adopted", source="Bulletin")
    officer.page.locator("main form button").first.click()
    officer.reads("The stage is confirmed.")
    reader = visitor("en", name="confirmed", java_script_enabled=False)
    reader.go(story.path)
    confirmed = column(reader, "The Court has confirmed")
    assert re.search(r"Adopted.*Bulletin", confirmed, re.DOTALL), confirmed
    assert "Adopted" in column(reader, "The body or a source says")


def column(reader: Visitor, heading: str) -> str:
    """Return what one of the two columns of a measure says."""
    found: Any = reader.page.locator("main .versions > div").filter(
        has=reader.page.get_by_role("heading", name=heading)
    )
    return str(found.first.inner_text())
