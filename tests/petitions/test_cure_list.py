"""After a return: the pages that mend its grounds, what was mended, and the versions side by side."""

from __future__ import annotations

import json

import pytest

from courtcase.law.models import Ground
from courtcase.law.queries import ground_on
from courtcase.law.sync.files import DATA
from courtcase.people.actors import Actor
from petitions.filing.cure import CURE_PAGES, pages_by_ground, pages_to_mend
from petitions.filing.operations.attach import attach
from petitions.filing.operations.submit_petition import submit_cure
from petitions.filing.sections import WRITTEN_ON
from petitions.filing.steps import way_of
from petitions.intake.operations.confirm_signature import confirm_signature
from petitions.intake.operations.screen_petition import return_petition
from petitions.models import Petition
from tests.documents.files import picture, upload
from tests.petitions.test_receipt import reader
from tests.petitions.walk import WHY, Walk

WAY = way_of(own_case=True)


def returned_for(walk: Walk, *codes: str) -> Petition:
    """Return a petition that was returned on these grounds."""
    petition = walk.screening()
    grounds = [ground_on(code, walk.now.date()) for code in codes]
    clerk = Actor.of(walk.cast.clerk)
    return_petition(petition=petition, grounds=grounds, explanation=WHY, actor=clerk, at=walk.tick())
    petition.refresh_from_db()
    return petition


def ticks(walk: Walk, petition: Petition) -> dict[str, bool]:
    """Return the pages the petitioner's checklist names, and which are ticked."""
    answer = reader(walk).get(f"/en/petitions/{petition.public_id}/")
    return {one.page: one.done for one in answer.context["mends"]}


class TestTheTable:
    def test_every_ground_and_page_of_it_is_known(self) -> None:

        known = {row["code"] for row in json.loads((DATA / "grounds.json").read_text(encoding="utf-8"))}
        assert set(pages_by_ground()) <= known
        assert {page for pages in pages_by_ground().values() for page in pages} <= {*WRITTEN_ON, "attachments"}

    def test_every_line_says_how_sure_it_is_and_why(self) -> None:
        lines = CURE_PAGES.read_text(encoding="utf-8").splitlines()[1:]
        assert all(line.split(",")[2] in {"V", "R", "I"} and line.split(",", 3)[3] for line in lines)

    @pytest.mark.django_db
    def test_an_unknown_ground_opens_every_page(self) -> None:
        assert pages_to_mend([Ground(code="entered_by_a_lawyer")], WAY) == [
            step.name for step in WAY.steps if step.name != "check"
        ]


@pytest.mark.django_db
class TestTheChecklist:
    def test_it_opens_exactly_the_pages_of_the_grounds(self, walk: Walk) -> None:
        petition = returned_for(walk, "return_conditions")
        assert ticks(walk, petition) == {"case": False, "situation": False, "attachments": False}
        said = reader(walk).get(f"/en/petitions/{petition.public_id}/").content.decode()
        for page in ("write/case/", "write/situation/", "write/attachments/"):
            assert f'href="/en/petitions/{petition.public_id}/{page}"' in said
        assert "the date of first filing is then kept" in said

    def test_a_page_is_ticked_when_it_changed_since_the_return(self, walk: Walk) -> None:
        petition = returned_for(walk, "return_conditions")
        walk.changed(petition)
        assert not any(ticks(walk, petition).values())
        walk.changed(petition, situation="The court applied the provision in my own case, on the second of March. " * 2)
        assert ticks(walk, petition) == {"case": False, "situation": True, "attachments": False}
        petition.refresh_from_db()
        writer = Actor.of(walk.cast.petitioner)
        attach(petition=petition, uploaded=upload("a.png", picture()), purpose="other", actor=writer, at=walk.tick())
        assert ticks(walk, petition) == {"case": False, "situation": True, "attachments": True}

    def test_nobody_sees_it_who_may_not_correct(self, walk: Walk) -> None:
        petition = returned_for(walk, "return_conditions")
        assert reader(walk, "clerk").get(f"/en/petitions/{petition.public_id}/").context["mends"] == []


@pytest.mark.django_db
class TestVersionsSideBySide:
    def test_the_petitioner_sees_what_changed_in_words_too(self, walk: Walk) -> None:
        petition = walk.changed(walk.returned(), request="To find the provision unjust.")
        for language, taken in (("kk", "алынды"), ("ru", "убрано"), ("en", "taken out")):
            said = reader(walk).get(f"/{language}/petitions/{petition.public_id}/versions/").content.decode()
            assert "<del>" in said
            assert "<ins>" in said
            assert taken in said

    def test_what_is_being_written_is_the_petitioner_s_alone(self, walk: Walk) -> None:
        petition = walk.changed(walk.returned(), request="A secret correction.")
        own = reader(walk).get(f"/en/petitions/{petition.public_id}/versions/").content.decode()
        assert "secret" in own
        clerk = reader(walk, "clerk")
        for address in (f"/en/petitions/{petition.public_id}/versions/", f"/en/intake/{petition.public_id}/versions/"):
            answer = clerk.get(address)
            assert answer.status_code == 200
            assert "secret" not in answer.content.decode()
        assert petition.subject.reads.filter(account=walk.cast.clerk).count() == 2

    def test_the_clerk_compares_a_signed_correction_with_what_was_returned(self, walk: Walk) -> None:
        petition = walk.changed(walk.returned(), request="A corrected request.")
        submit_cure(petition=petition, actor=Actor.of(walk.cast.petitioner), at=walk.tick())
        confirm_signature(petition=petition, actor=Actor.of(walk.cast.registrar), at=walk.tick())
        page = f"/en/intake/{petition.public_id}/versions/"
        assert "corrected" in reader(walk, "clerk").get(page).content.decode()
        same = reader(walk, "clerk").get(page, {"older": "1", "newer": "1"}).content.decode()
        assert "<ins>" not in same
        assert reader(walk, "clerk").get(page, {"older": "x", "newer": "9"}).status_code == 200

    def test_strangers_see_nothing(self, walk: Walk) -> None:
        petition = walk.returned()
        stranger = reader(walk, "stranger")
        assert stranger.get(f"/en/petitions/{petition.public_id}/versions/").status_code == 404
        assert stranger.get(f"/en/intake/{petition.public_id}/versions/").status_code == 404
        assert reader(walk).get(f"/en/intake/{petition.public_id}/versions/").status_code == 404
        assert reader(walk).post(f"/en/petitions/{petition.public_id}/versions/").status_code == 405
