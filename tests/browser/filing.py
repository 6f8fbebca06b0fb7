"""How a citizen fills in the guided form in a browser, page by page."""

from __future__ import annotations

from pathlib import Path

from tests.browser.visitor import Visitor
from tests.documents.files import picture

PERSON = {
    "full_name": "Үлгі Мысалқызы",
    "residence": "Астана, Мысал көшесі, 1-үй",
    "region": "71",
    "email": "ulgi@example.org",
}
CASE = {
    "court": "Мысал аудандық соты",
    "number": "1-1/2026",
    "adopted_on": "02.03.2026",
    "in_force_on": "02.04.2026",
    "applied": "named",
}
SITUATION = "Сот маған осы норманы қолданып, үкімді орындау кезінде қорғаушысыз қалдырды. " * 3
REASONING = "Норманың өзі барлық сотталғандарды қорғаушыдан айырады, бұл Конституция берген құқыққа қол сұғу. " * 3
REQUEST = "Норма Конституцияға сәйкес емес деп танылсын."


def begin(visitor: Visitor, *, written_in: str = "kk") -> None:
    """Come from the front page to the page of the form that asks who you are: you write for yourself."""
    visitor.go("/")
    visitor.looks("home")
    visitor.press("File a petition")
    visitor.looks("start")
    visitor.fill(petitioner_kind="citizen", language=written_in)
    visitor.press("Begin")
    visitor.looks("who")
    visitor.fill(writer="myself")
    visitor.press("Save and go on")


def fill_in(visitor: Visitor) -> None:
    """Fill in every page of the form after its beginning, up to the page of attachments."""
    visitor.looks("you")
    visitor.fill(**PERSON)
    visitor.press("Save and go on")
    visitor.fill(q="482 УПК")
    visitor.press("Find")
    visitor.page.locator("#found input[type=checkbox]").first.check()
    visitor.looks("norm", scripts=True)
    visitor.press("Save and go on")
    visitor.looks("case")
    visitor.fill(**CASE)
    visitor.press("Save and go on")
    visitor.page.locator("main input[type=checkbox]").first.check()
    visitor.looks("rights")
    visitor.press("Save and go on")
    for name, text in (("situation", SITUATION), ("reasoning", REASONING)):
        visitor.looks(name)
        visitor.fill(**{name: text})
        visitor.press("Save and go on")
    visitor.fill(request=REQUEST, participation="written")
    visitor.looks("request")
    visitor.press("Save and go on")


def attach(visitor: Visitor, folder: Path) -> None:
    """Lay a photograph of the judicial act with the petition."""
    photograph = folder / "Сот актісі.png"
    photograph.write_bytes(picture(size=(300, 200)))
    visitor.page.locator("#id_attachment").set_input_files(photograph)
    visitor.press("Add these files")
    visitor.reads("Сот актісі.png", translated=False)
    visitor.looks("attachments")


def finish(visitor: Visitor) -> str:
    """Look through the check page, finish, and return the code the page gives."""
    visitor.press("Go on to the check")
    visitor.looks("check")
    visitor.press("Finish and go on to the signature")
    return visitor.page.locator(".finish .figure").inner_text()
