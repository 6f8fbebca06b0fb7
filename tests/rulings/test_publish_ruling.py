"""Publishing: only what is signed, once, with everything that follows from it."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest

from courtcase.law.models import DecidedProvision, ProvisionVersion
from courtcase.notices.models import Notice
from courtcase.operations import NotAllowed, OperationError, StaleVersion, WrongState
from courtcase.register.models import Event
from courtcase.search.models import SearchDocument
from petitions.models import Answer, NormAlarm, Petition
from rulings.drafting.operations.link_norms import Decided
from rulings.models import Ruling, RulingKind
from rulings.publication.operations.enter_from_source import Entry, enter_from_source
from rulings.publication.operations.publish_ruling import publish_ruling
from tests.rulings.desk import Desk, petition_of

pytestmark = pytest.mark.django_db
KEPT = ("session", "published")


def test_a_draft_is_not_published(desk: Desk) -> None:
    with pytest.raises(WrongState):
        desk.publish(desk.complete(desk.draft()))


def test_it_is_published_once(desk: Desk) -> None:
    ruling = desk.published()
    with pytest.raises(WrongState):
        desk.publish(ruling)
    assert Event.objects.filter(subject=ruling.subject, name="ruling.published").count() == 1


@pytest.mark.parametrize("who", ["clerk", "petitioner", "judge1", "execution_officer", "auditor"])
def test_others_may_not_publish(desk: Desk, who: str) -> None:
    ruling = desk.signed()
    with pytest.raises(NotAllowed):
        publish_ruling(ruling=ruling, actor=desk.walk.cast.actor(who), at=desk.walk.tick())


def test_an_older_page_cannot_publish(desk: Desk) -> None:
    ruling = desk.signed()
    with pytest.raises(StaleVersion):
        publish_ruling(ruling=ruling, version=ruling.version - 1, actor=desk.publisher, at=desk.walk.tick())


def test_the_rendition_is_what_was_made_and_its_digest(desk: Desk) -> None:
    ruling = desk.published()
    renditions = {one.language: one for one in ruling.renditions.all()}
    assert set(renditions) == {"kk", "ru"}
    for rendition in renditions.values():
        assert rendition.digest == sha256(rendition.html.encode()).hexdigest()


def test_the_law_knows_what_was_decided(desk: Desk) -> None:
    ruling = desk.published()
    norm = ruling.provisions.get().provision
    row = DecidedProvision.objects.get(provision=norm)
    assert (row.outcome, row.public_path, row.decided_on) == (
        "does_not_conform",
        ruling.public_path,
        ruling.adopted_on,
    )
    version = ProvisionVersion.objects.get(provision=norm, ruling_path=ruling.public_path)
    assert (version.status, version.applies_from) == ("lost_force", ruling.adopted_on)


def test_the_petitioner_is_told_where_to_read_it(desk: Desk) -> None:
    ruling = desk.published()
    petition = petition_of(ruling)
    answer = Answer.objects.get(petition=petition, ruling_uuid=ruling.subject.uuid)
    assert answer.public_path == ruling.public_path
    assert Notice.objects.filter(subject=petition.subject, event="petition.answer_published").count() == 1


def test_it_is_found_by_the_public_search(desk: Desk) -> None:
    ruling = desk.published()
    found = SearchDocument.objects.filter(subject=ruling.subject, visibility="public")
    assert {row.language for row in found} == {"kk", "ru", "en"}


def test_a_refusal_is_published_at_an_address_of_its_year(desk: Desk) -> None:
    ruling = desk.publish(desk.signed("refusal"))
    assert ruling.public_path == f"/rulings/p/{ruling.adopted_year}-{ruling.number_value}"


def test_a_ruling_from_a_source_is_marked_and_never_signed(desk: Desk) -> None:
    entry = Entry(kind=RulingKind.UNKNOWN, source="a newspaper", titles={"ru": "О чём-то"})
    ruling = enter_from_source(entry=entry, actor=desk.publisher, at=desk.walk.tick())
    assert (ruling.origin, ruling.signed_at, ruling.number_ru) == ("source", None, "")
    assert ruling.slug == str(ruling.public_id)
    with pytest.raises(OperationError):
        enter_from_source(entry=Entry(kind=RulingKind.UNKNOWN, source=" "), actor=desk.publisher, at=desk.walk.tick())
    with pytest.raises(NotAllowed):
        enter_from_source(entry=entry, actor=desk.walk.cast.actor("clerk"), at=desk.walk.tick())
    assert Ruling.objects.filter(origin="source").count() == 1


def test_whoever_contests_a_norm_reads_of_a_ruling_without_a_number_what_it_is(desk: Desk) -> None:
    case = desk.case()
    norm = Petition.objects.get(case=case).contested.get().provision
    assert norm is not None
    decided = [Decided(provision=norm, outcome="does_not_conform")]
    for day in (date(2026, 11, 2), date(2026, 11, 3)):
        entry = Entry(kind=RulingKind.FINAL_UNKNOWN, adopted_on=day, source="a newspaper", norms=decided)
        enter_from_source(entry=entry, actor=desk.publisher, at=desk.walk.tick())
    told = [alarm.by for alarm in NormAlarm.objects.filter(case=case).order_by("pk")]
    assert ["2 ноября" in told[0], "3 ноября" in told[1]] == [True, True]
