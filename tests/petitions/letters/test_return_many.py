"""A return on a common ground: each petition read, each with words of its own, each by the road of the single return."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courtcase.law.queries import grounds_on
from courtcase.register.models import RecordedRead
from petitions.content import open_text
from petitions.letters.operations.return_many import return_one
from petitions.models import BulkKind, BulkWork, Petition, PreparedReturn
from tests.petitions.letters.returning import configured
from tests.petitions.test_bulk import begin, chosen, text_of, work_off
from tests.petitions.test_receipt import reader
from tests.petitions.walk import Walk

WHY = "The court in the case of {number} applied another provision than the contested one."


def said(client: Client, address: str, **reasons: str) -> str:
    """Say the first ground that can be cured and the reasons given; return the words of the page that follows."""
    work = BulkWork.objects.latest("pk")
    ground = grounds_on(kind="return", day=timezone.now().date()).filter(curable=True)[0]
    given = {"version": work.version, "grounds": [ground.pk], **reasons}
    assert client.post(address, given).status_code == 302
    return text_of(client, address)


def written(**other: str) -> dict[str, str]:
    """Return a reason of its own for each row of the last choice, but for the rows named in `other`."""
    rows = BulkWork.objects.latest("pk").rows.select_related("petition")
    return {f"why_{row.pk}": WHY.format(number=row.petition.register_number) for row in rows} | other


def opened(client: Client, *petitions: Petition) -> None:
    """Open the pages of the petitions, as whoever reads them does."""
    for one in petitions:
        assert client.get(f"/en/intake/{one.public_id}/").status_code == 200


@pytest.mark.django_db
class TestReturning:
    def test_each_is_returned_by_its_own_letter_once(self, walk: Walk) -> None:
        petitions = [walk.screening(), walk.screening(language="kk")]
        client = reader(walk, "clerk")
        address = chosen(client, "return", *petitions)
        opened(client, *petitions)
        page = said(client, address, **written())
        assert "A letter of return in Kazakh is prepared" in page
        letter = text_of(client, f"{address}letters/{petitions[0].public_id}/")
        assert WHY.format(number=petitions[0].register_number) in letter
        assert RecordedRead.objects.filter(subject=petitions[0].subject, place="petition.return").count() == 1
        begin(client, address)
        work_off()
        made = PreparedReturn.objects.order_by("pk")
        assert [one.petition for one in made] == petitions
        assert [one.letter.language for one in made] == ["ru", "kk"]
        assert all(one.prepared_by == walk.cast.clerk for one in made)
        assert open_text(petitions[1], made[1].sealed_explanation) == WHY.format(number=petitions[1].register_number)
        assert not BulkWork.objects.get().rows.exclude(sealed_why=None).exists(), "the words are in the letters now"

    def test_nothing_unread_is_returned(self, walk: Walk) -> None:
        read, unread = walk.screening(), walk.screening()
        client = reader(walk, "clerk")
        opened(reader(walk, "second_clerk"), unread)
        opened(client, read)
        address = chosen(client, "return", read, unread)
        assert "You have not opened it as it stands now." in said(client, address, **written())
        begin(client, address)
        work_off()
        assert [one.petition for one in PreparedReturn.objects.all()] == [read]
        row = BulkWork.objects.get().rows.get(petition=unread)
        assert row.code == "unread"
        with pytest.raises(Exception, match="not opened"):
            return_one(row, walk.cast.actor("clerk"), timezone.now())

    def test_what_was_read_before_it_was_corrected_is_unread(self, walk: Walk) -> None:
        petition = walk.screening()
        client = reader(walk, "clerk")
        opened(client, petition)
        petition.versions.update(frozen_at=timezone.now())
        address = chosen(client, "return", petition)
        assert "You have not opened it as it stands now." in said(client, address, **written())

    def test_words_that_are_missing_or_alike_return_nothing(self, walk: Walk) -> None:
        petitions = [walk.screening() for _number in range(3)]
        client = reader(walk, "clerk")
        opened(client, *petitions)
        address = chosen(client, "return", *petitions)
        first, second, third = BulkWork.objects.get().rows.all()
        same = WHY.format(number="both")
        reasons = {f"why_{first.pk}": same, f"why_{second.pk}": same.upper(), f"why_{third.pk}": "Short."}
        page = said(client, address, **reasons)
        assert page.count("You wrote the same of another petition.") == 2
        assert "It is not written yet, in a sentence at least" in page
        assert "There is no petition here with which this can be done now." in page
        assert same in client.get(address).content.decode(), "what was typed is kept"

    def test_the_page_asks_as_often_for_many(self, walk: Walk) -> None:
        client = reader(walk, "clerk")
        counts = []
        for many in (2, 7):
            petitions = [walk.screening() for _number in range(many)]
            opened(client, *petitions)
            address = chosen(client, "return", *petitions)
            said(client, address, **written())
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            counts.append(len(captured.captured_queries))
        assert counts[0] == counts[1]

    def test_the_letter_is_of_a_return_alone(self, walk: Walk) -> None:
        petition = walk.screening()
        client = reader(walk, "clerk")
        address = chosen(client, "assign", petition)
        assert client.get(f"{address}letters/{petition.public_id}/").status_code == 404
        assert BulkWork.objects.get().kind == BulkKind.ASSIGN


@pytest.fixture
def walk(walk: Walk) -> Walk:
    """Return a walk with the clerks in place, in which no return is drawn."""
    walk.rules()
    _ = walk.cast.clerk, walk.cast.second_clerk, walk.cast.head_of_intake
    configured(walk, signed=False)
    return walk
