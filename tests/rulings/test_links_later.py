"""Links of a ruling that is published: confirmed, taken out, lost with a withdrawn passage; a norm the list did not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from courtcase.law.models import Provision
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from rulings.drafting.operations.decide_citations import decide_citations
from rulings.models import CitationState, Ruling, RulingLink, SignedText
from rulings.publication.operations.mend_rendition import ask_mending, decide_mending
from tests.cast import Cast
from tests.documents.pdf_text import text_of
from tests.kept import Kept, kept_once
from tests.petitions.walk import Walk
from tests.rulings.desk import TEXTS, Desk, citing_texts

NORM = "/ru/norms/criminal-procedure-code-2014/489(1)6)"
UNLISTED = "пункту 7) части 3 статьи 501 УПК"


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Kept[Any]]:
    """Two published rulings: the second cites the first and two norms, and nobody has looked at that yet."""

    def made() -> tuple[Desk, Ruling, Ruling]:
        desk = Desk(Walk(Cast()))
        earlier = desk.published()
        words = {**TEXTS, "ru": citing_texts(earlier)["ru"].replace("489 УПК.", f"489 УПК, {UNLISTED}.")}
        return desk, earlier, desk.publish(desk.sign(desk.complete(desk.final_draft(), words)))

    with kept_once(made, tmp_path_factory.mktemp("kept"), django_db_blocker) as some:
        yield some


@pytest.fixture
def given(kept: Kept[Any], db: None) -> tuple[Desk, Ruling, Ruling]:
    """Return the desk, the earlier ruling and the later one."""
    own: tuple[Desk, Ruling, Ruling] = kept.own()
    return own


def page(client: Client, ruling: Ruling) -> str:
    """Return the Russian page of a ruling."""
    return client.get(f"/ru{ruling.public_path}").content.decode()


def decided(desk: Desk, ruling: Ruling, *, out: bool = False) -> None:
    """Confirm every citation that leads somewhere, or take each out."""
    known = list(ruling.citations.exclude(provision=None, cited=None).values_list("pk", flat=True))
    confirmed, rejected = ([], known) if out else (known, [])
    decide_citations(ruling=ruling, confirmed=confirmed, rejected=rejected, actor=desk.publisher, at=desk.walk.tick())


def test_links_are_confirmed_and_taken_out_and_everything_shown_follows(given: Any, client: Client) -> None:
    desk, earlier, later = given
    signed = bytes(SignedText.objects.get(ruling=later, language="ru").content)
    assert f'href="{NORM}"' not in page(client, later)
    before = client.get(f"/ru{earlier.public_path}").headers["ETag"]
    decided(desk, later)
    assert f'<a href="{NORM}">' in page(client, later)
    assert later.public_path in client.get(NORM).content.decode()
    assert client.get(f"/ru{earlier.public_path}").headers["ETag"] != before
    assert RulingLink.objects.filter(from_ruling=later, to_ruling=earlier, kind="cites").exists()
    assert f'{NORM}">' in client.get(f"/ru{later.public_path}.xml").content.decode()
    assert Event.objects.filter(subject=later.subject, name="ruling.links_changed").count() == 1
    decided(desk, later, out=True)
    assert f'href="{NORM}"' not in page(client, later)
    assert later.public_path not in client.get(NORM).content.decode()
    assert not RulingLink.objects.filter(from_ruling=later).exists()
    assert earlier.public_path + '"' not in page(client, later)
    assert bytes(SignedText.objects.get(ruling=later, language="ru").content) == signed


def test_a_citation_in_a_withdrawn_passage_counts_nowhere(given: Any, client: Client) -> None:
    desk, earlier, later = given
    decided(desk, later)
    address = f"/ru{later.public_path}.pdf"
    assert "489" in text_of(b"".join(client.get(address)))  # type: ignore[arg-type]
    asked = ask_mending(
        ruling=later,
        kind="withdrawal",
        passage=f"нормативному постановлению Конституционного Суда № {earlier.number_value} и пункту 6) части 1 статьи 489 УПК",
        reason="Лишнее.",
        actor=desk.publisher,
        at=desk.walk.tick(),
    )
    decide_mending(mending=asked, agrees=True, actor=desk.secretary, at=desk.walk.tick())
    shown = page(client, later)
    assert NORM not in shown
    assert earlier.public_path + '"' not in shown
    assert later.public_path not in client.get(NORM).content.decode()
    assert later.public_path not in page(client, earlier)
    assert "489" not in text_of(b"".join(client.get(address)))  # type: ignore[arg-type]
    decided(desk, later)
    assert "[фрагмент изъят]" in page(client, later)
    assert "489" not in page(client, later).split("<article")[1].split("</article>")[0]


class TestTheDesk:
    def test_whoever_mends_links_by_forms_and_nobody_else(self, given: Any) -> None:
        desk, _earlier, later = given
        address = f"/en/desk/rulings/{later.public_id}/links/"
        client = Client()
        client.force_login(desk.walk.cast.publisher)
        content = client.get(address + "?language=ru").content.decode()
        assert "seen at once" in content
        row = later.citations.get(provision__path="489(1)6)")
        sent = client.post(address + "?language=ru", {"version": later.version, f"citation_{row.pk}": "confirm"})
        assert sent.status_code == 303
        assert f'href="{NORM}"' in page(client, later)
        later.refresh_from_db()
        judge = Client()
        judge.force_login(desk.walk.cast.judge1)
        refused = judge.post(address, {"version": later.version, f"citation_{row.pk}": "reject"})
        assert refused.status_code in {404, 422}
        row.refresh_from_db()
        assert row.state == CitationState.CONFIRMED

    def test_a_norm_the_list_does_not_have_is_added_and_chosen(self, given: Any) -> None:
        desk, _earlier, later = given
        row = later.citations.get(words__contains="501")
        assert row.provision is None
        client = Client()
        client.force_login(desk.walk.cast.secretary)
        address = f"/en/desk/rulings/{later.public_id}/links/norm/?citation={row.pk}"
        seen = client.get(address, {"q": UNLISTED, "citation": row.pk}).content.decode()
        assert "Criminal Procedure Code, art. 501" in seen
        sent = {"version": later.version, "words": UNLISTED, "heading_ru": "Образец", "source": "Adilet, 30.11.2026"}
        assert client.post(address, {**sent, "source": ""}).status_code == 422
        done = client.post(address, sent)
        assert (done.status_code, f"/links/{row.pk}/" in done.headers["Location"]) == (303, True)
        norm = Provision.objects.get(act__code="criminal-procedure-code-2014", path="501(3)7)")
        assert (norm.certainty, norm.parent.path, norm.parent.certainty) == ("V", "501(3)", "I")  # type: ignore[union-attr]
        row.refresh_from_db()
        assert (row.provision, row.state) == (norm, CitationState.FOUND)
        assert client.get("/ru/norms/criminal-procedure-code-2014/501(3)7)").status_code == 200
        later.refresh_from_db()
        assert client.post(address, {**sent, "version": later.version}).status_code == 422
        client.force_login(desk.walk.cast.publisher)
        assert client.get(address).status_code == 404


def test_the_publisher_may_not_add_to_the_law(given: Any) -> None:
    from courtcase.law.adding import add_provision
    from courtcase.operations import NotAllowed

    desk, _earlier, later = given
    act = later.citations.get(provision__path="489(1)6)").provision.act
    with pytest.raises(NotAllowed):
        add_provision(
            act=act, segments=[], headings={}, source="x", actor=Actor.of(desk.walk.cast.publisher), at=desk.walk.now
        )
