"""Every address of the application is asked about a sealed draft, by everybody else: also the pages that came after it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from uuid import uuid4

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone

from courtcase.people.actors import Actor
from courtcase.register.models import Event, RecordedRead
from petitions.filing.exporting import facts_of_subject
from petitions.models import PaperKind
from petitions.proceedings.operations.bind_case_file import ask_case_file, make_case_file
from rulings.models import Ruling
from tests.addresses import Route, routes
from tests.documents.pdf_text import text_of
from tests.petitions.acts import signed_in
from tests.petitions.walk import Walk
from tests.rulings.desk import TEXTS, Desk

pytestmark = pytest.mark.django_db
SECRET = "Құпиямөрленген"
OF_A_RULING = "desk/rulings/<uuid:public_id>/"
OUTSIDE = (
    "publisher",
    *(pytest.param(key, marks=pytest.mark.faults) for key in ("judge9", "assistant", "clerk", "auditor")),
)
# Whose lists are long: the publisher's and the auditor's are of rulings, the others' of petitions, terms, work and people.
LISTING = ("publisher", "auditor", "head_of_intake", "administrator", "data_protection", "judge9")
OTHERS = {"block": "p1", "place": 1, "to": 1, "citation": 1, "relation": 1, "mending_id": uuid4()}


@pytest.fixture
def sealed(walk: Walk) -> Ruling:
    """Return a draft whose title and words hold a secret, before a bench on which the first five judges sit."""
    desk = Desk(walk)
    texts = {language: f"{text}\n{SECRET}" for language, text in TEXTS.items()}
    ruling = desk.complete(desk.final_draft(), texts)
    Ruling.objects.filter(pk=ruling.pk).update(**{f"title_{language}": SECRET for language in TEXTS})
    ruling.refresh_from_db()
    return ruling


def addresses_of(ruling: Ruling) -> Iterator[str]:
    """Yield every address of the desk about one ruling."""
    for route in routes():
        if route.route.startswith(OF_A_RULING):
            yield route.address(OTHERS | {"public_id": ruling.public_id}, "ru")


def plain_pages() -> list[Route]:
    """Return the routes without parameters, which are lists, desks, feeds and forms."""
    return [route for route in routes() if not route.parameters and route.is_our_own]


def told(client: Client, address: str) -> str:
    """Return all that an answer tells: its head and its body."""
    answer = client.get(address)
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
    return "\n".join(f"{name}: {value}" for name, value in answer.headers.items()) + body.decode("utf-8", "replace")


@pytest.mark.parametrize("key", OUTSIDE)
def test_no_address_of_the_desk_is_there_for_others(walk: Walk, sealed: Ruling, key: str) -> None:
    client = signed_in(getattr(walk.cast, key))
    found = {address: client.get(address).status_code for address in addresses_of(sealed)}
    assert len(found) > 25, "the desk has more addresses than that"
    # What no role of theirs may do at all is refused before anything is looked for; neither tells that the draft is there.
    nowhere = {
        address: client.get(address.replace(str(sealed.public_id), str(uuid4()))).status_code for address in found
    }
    assert {address: code for address, code in found.items() if code not in {403, 404, 405}} == {}
    assert found == nowhere


def test_every_look_of_the_bench_is_recorded(walk: Walk, sealed: Ruling, capfd: pytest.CaptureFixture[str]) -> None:
    client = signed_in(walk.cast.judges[0])
    shown, unrecorded = 0, []
    for address in addresses_of(sealed):
        before = RecordedRead.objects.filter(subject=sealed.subject).count()
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        shown += SECRET in answer.content.decode("utf-8", "replace")
        if RecordedRead.objects.filter(subject=sealed.subject).count() == before:
            unrecorded.append(address)
    assert unrecorded == []
    assert shown > 0, "the bench reads its draft"
    logged = capfd.readouterr()
    assert SECRET not in logged.out + logged.err
    assert not any(SECRET in str(event.body) for event in Event.objects.all())


def test_the_case_its_file_and_the_petitioners_copy_hold_nothing_of_it(walk: Walk, sealed: Ruling) -> None:
    case = sealed.case
    assert case is not None
    before = case.docket.filter(kind=PaperKind.RULING).count()
    assert before == 1, "the acceptance alone"
    asked = ask_case_file(case=case, language="ru", actor=Actor.of(walk.cast.judges[0]), at=timezone.now())
    made = make_case_file(file_id=asked.pk, actor=Actor.system("tests"), at=timezone.now())
    assert made is not None
    assert made.document is not None
    client = signed_in(walk.cast.judges[0])
    address = f"/ru/proceedings/cases/{case.public_id}/file/{asked.public_id}.pdf"
    content = b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]
    words = text_of(content)
    assert case.number in words, "the text is read"
    assert SECRET not in words
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
        assert not any(SECRET in item.title for item in outline.root)
    assert SECRET not in made.document.filename
    for petition in case.petitions.all():
        assert SECRET not in str(facts_of_subject(petition.subject, "ru"))
    for page in ("", "docket/", "map/", "said-before/"):
        for key in ("assistant", "secretary"):
            words = told(signed_in(getattr(walk.cast, key)), f"/ru/proceedings/cases/{case.public_id}/{page}")
            assert SECRET not in words, (page, key)


@pytest.mark.faults
@pytest.mark.parametrize("key", LISTING)
def test_no_list_desk_or_feed_tells_of_it(walk: Walk, sealed: Ruling, key: str) -> None:
    client, pages = signed_in(getattr(walk.cast, key)), plain_pages()
    assert len(pages) > 80
    telling = []
    for route in pages:
        words = told(client, route.address({}, "ru"))
        if SECRET in words or str(sealed.public_id) in words:
            telling.append(route.route)
    assert telling == []
