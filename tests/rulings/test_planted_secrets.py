"""Secrets are planted where nobody may find them, and looked for in everything that everybody is given, as every role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from django.test import Client

from courtcase.notices.models import Job
from courtcase.notices.registry import job_handlers
from courtcase.people.permissions import matrix
from rulings.models import OpenDataSet, Ruling
from rulings.publication.operations.make_open_data import begin_open_data
from rulings.publication.operations.order_publication import order_publication
from tests.petitions.walk import Walk, words
from tests.rulings.desk import TEXTS, Desk
from tests.rulings.open_data import FILES, make_files, taken
from tests.rulings.readers import readers

pytestmark = [pytest.mark.django_db, pytest.mark.faults]
SEALED, UNPUBLISHED, PETITION, IIN = "Құпиямөрленген", "Жарияланбаған", "Тайнаобращения", "900101300017"
# What tells one asker's own query back is not a find.
ECHOED = re.compile(r'value="[^"]*"|href="[^"]*\?[^"]*"|<id>[^<]*\?[^<]*</id>|“[^”]*”|«[^»]*»')


@dataclass(frozen=True)
class Planted:
    """The rulings that hold secrets, and every address at which they are looked for."""

    draft: Ruling
    signed: Ruling
    published: Ruling

    def in_maps(self) -> Iterator[tuple[str, int]]:
        """Yield what stands in the parts of the map of the site."""
        for ruling in (self.draft, self.signed, self.published):
            yield "rulings", ruling.pk
            yield from (("norms", pk) for pk in ruling.provisions.values_list("provision", flat=True))

    def addresses(self) -> Iterator[str]:
        """Yield what everybody may ask for: pages, searches, feeds, files, the API, errors."""
        yield from ("/ru/", "/kk/rulings/", "/ru/rulings/?series=procedural", "/ru/cases/", "/ru/cases/feed.atom")
        yield from ("/ru/cases/sessions/", "/ru/execution/", "/ru/rulings/feed.atom", "/sitemap.xml", "/robots.txt")
        yield from ("/sitemap-pages.xml", *(f"/sitemap-{kind}-{pk // 1_000}.xml" for kind, pk in self.in_maps()))
        yield from ("/api/v1/rulings/", "/api/v1/norms/", "/api/v1/measures/", "/api/schema/", "/ru/nowhere/")
        yield from ("/ru/open-data/", "/api/v1/open-data/", *(f"/open-data/{name}" for name in FILES))
        yield f"/ru{self.published.public_path}"
        for secret in (SEALED, UNPUBLISHED, PETITION, IIN):
            asked = quote(secret)
            yield from (
                f"/ru/rulings/?q={asked}",
                f"/kk/rulings/feed.atom?q={asked}",
                f"/en/rulings/?q={asked}&year=2026",
            )
            yield from (f"/api/v1/rulings/?number={asked}", f"/ru/alerts/?q={asked}", f"/ru/rulings/{asked}")
        for ruling in (self.draft, self.signed):
            slug = ruling.slug or str(ruling.public_id)
            yield from (f"/ru/rulings/{slug}", f"/ru/alerts/?ruling={slug}", f"/api/v1/rulings/{ruling.public_id}/")
            yield from (f"/ru/rulings/{slug}.{ending}" for ending in ("pdf", "docx", "xml", "txt", "jsonld"))


@pytest.fixture
def planted(walk: Walk) -> Planted:
    """Plant a sealed draft, a signed ruling that is not published, and a petition, beside a published ruling."""
    desk = Desk(walk)
    published = desk.published()
    draft = desk.complete(desk.final_draft(), with_word(SEALED))
    signed = desk.sign(desk.complete(desk.draft("refusal"), with_word(UNPUBLISHED)))
    ahead = walk.now + timedelta(days=30)
    signed = order_publication(ruling=signed, when=ahead, chosen=True, actor=desk.publisher, at=walk.tick())
    for job in Job.objects.filter(kind="rulings.print"):
        job_handlers[job.kind](job)
    begin_open_data(actor=desk.publisher, at=walk.tick())
    assert make_files() == 11
    walk.registered(reasoning=f"{PETITION} " * 8, petitioner={**words()["petitioner"], "iin": IIN})
    return Planted(draft, signed, published)


def with_word(word: str) -> dict[str, str]:
    """Return the texts of a ruling with a secret word in each."""
    return {language: f"{text}\n{word}" for language, text in TEXTS.items()}


def said(client: Client, address: str) -> str:
    """Return all that an answer tells: its head and its body, without what only tells the query back."""
    response = client.get(address)
    body = b"".join(response) if response.streaming else response.content  # type: ignore[arg-type]
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items() if name != "Location")
    # The links to other languages of a page that is not there name the address that was asked.
    own = address.partition("?")[0][3:]
    body = unpacked(body) if body.startswith(b"PK") else body
    return head + ECHOED.sub("", body.decode("utf-8", "replace")).replace(own, "")


def unpacked(archive: bytes) -> bytes:
    """Return all that stands in an archive, and in those within it."""
    with ZipFile(BytesIO(archive)) as opened:
        names = "\n".join(opened.namelist()).encode()
        within = [opened.read(name) for name in opened.namelist()]
    return b"\n".join([names, *(unpacked(one) if one.startswith(b"PK") else one for one in within)])


def test_nothing_planted_is_told(planted: Planted, walk: Walk) -> None:
    hidden = (SEALED, UNPUBLISHED, PETITION, IIN, str(planted.draft.public_id), str(planted.signed.public_id))
    assert planted.draft.case is not None
    known = readers(walk, planted.draft.case)
    assert set(known) >= {row.role for row in matrix()} - {"system"}
    for role, reader in known.items():
        for address in planted.addresses():
            told = said(reader, address)
            assert not [secret for secret in hidden if secret in told], (role, address)
            assert f'{planted.signed.slug}"' not in told, (role, address)


def test_the_files_of_open_data_were_looked_into(planted: Planted, client: Client) -> None:
    quarter = OpenDataSet.objects.get(kind="snapshot").quarter
    for name in (*FILES, f"{quarter}.zip"):
        body = taken(client, name).body
        told = unpacked(body) if body.startswith(b"PK") else body
        assert str(planted.published.slug) in told.decode("utf-8", "replace"), name
        assert not [one for one in (SEALED, UNPUBLISHED, PETITION, IIN) if one.encode() in told], name


def test_a_secret_in_an_address_changes_no_tag_of_a_cache(planted: Planted, client: Client) -> None:
    """The tag of a page tells its address and what is public, so it stands still while what is sealed changes."""
    addresses = ["/ru/rulings/?q=" + quote(SEALED), "/ru/rulings/feed.atom", "/ru/"]
    before = [client.get(address).headers["ETag"] for address in addresses]
    Ruling.objects.filter(pk=planted.draft.pk).update(title_ru=SEALED)
    assert [client.get(address).headers["ETag"] for address in addresses] == before
