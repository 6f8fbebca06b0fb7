"""Photographing a paper on a telephone: reduced, sent page by page through a broken connection, ordered, made one PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Route, expect

from petitions.filing.operations.arrange import pages_of
from petitions.models import Petition
from tests.browser import filing
from tests.browser.conftest import NARROW
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.faults]
MakeVisitor = Callable[..., Visitor]


def photograph(path: Path, *, brightness: int, size: tuple[int, int]) -> Path:
    """Write a photograph of a page with lines on it and return its path."""
    page = Image.new("RGB", size, (brightness,) * 3)
    drawing = ImageDraw.Draw(page)
    for line in range(size[1] // 20, size[1], size[1] // 20):
        drawing.line([(size[0] // 8, line), (size[0] * 7 // 8, line)], fill=(brightness // 4,) * 3, width=6)
    page.save(path)
    return path


def test_pages_are_kept_through_a_broken_connection_and_become_one_pdf(visitor: MakeVisitor, tmp_path: Path) -> None:
    citizen = visitor("ru", name="camera", viewport=NARROW)
    filing.begin(citizen, written_in="ru")
    petition = Petition.objects.get(public_id=citizen.path.split("/")[2])
    citizen.go(f"/petitions/{petition.public_id}/write/photograph/")
    broken: list[str] = []

    def break_the_first(route: Route) -> None:
        if route.request.method == "POST" and not broken:
            broken.append(route.request.url)
            route.abort("internetdisconnected")
        else:
            route.continue_()

    citizen.page.route("**/write/photograph/", break_the_first)
    large = photograph(tmp_path / "первая.png", brightness=220, size=(3_000, 2_200))
    dark = photograph(tmp_path / "вторая.jpg", brightness=30, size=(900, 1_200))
    citizen.page.locator("#id_attachment").set_input_files([large, dark])
    pages = citizen.page.locator("#pages > li")
    expect(pages).to_have_count(2)
    expect(pages.locator("[data-state]")).to_have_text([citizen.say("Kept")] * 2)
    expect(pages.nth(1).locator("[data-remark]")).to_be_visible()
    assert broken
    kept = list(pages_of(petition))
    assert [one.document.legibility for one in kept] == ["", "dark"]
    assert kept[0].document.content_type == "image/jpeg", "it was made smaller here"
    citizen.looks("photographs", scripts=True)
    pages.nth(1).get_by_role("button", name=citizen.say("Move up")).click()
    expect(pages.nth(0)).to_contain_text("вторая.jpg")
    citizen.page.reload()
    expect(citizen.page.locator("#pages > li").nth(0)).to_contain_text("вторая.jpg")
    citizen.looks("photographs-again", scripts=True)
    citizen.press("Make one PDF and attach it")
    citizen.reads("Files attached to the petition")
    citizen.looks("attachments")
    assert petition.attachments.select_related("document").get(removed_at=None).document.pages == 2
