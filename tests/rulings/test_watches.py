"""Alerts by e-mail without an account: asked for, confirmed by a link, told once, left with one click, erased."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from courtcase.keys.operations import SealBroken
from courtcase.notices.mail import compose
from courtcase.notices.models import Job, Notice
from courtcase.notices.registry import job_handlers
from courtcase.notices.sending import opened_address
from courtcase.notices.texts import Text, render
from courtcase.people.actors import Actor
from rulings.models import RulingKind, Watch
from rulings.publication.operations.enter_from_source import Entry, enter_from_source
from rulings.publication.operations.note_citation import note_citation
from rulings.watching.operations.keep_watch import confirm_watch, erase_unconfirmed
from tests.rulings.desk import Desk, norm

pytestmark = pytest.mark.django_db
EMAIL = "reader@example.org"
SEARCH = "/ru/alerts/?q=%D0%BE%D0%B1%D1%80%D0%B0%D0%B7%D1%86%D0%BE%D0%B2%D0%BE%D0%B9"  # образцовой


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    """Know the site's address, and count tries anew."""
    settings.PUBLIC_ADDRESS = "https://court.example"
    cache.clear()


def ask(address: str = SEARCH, email: str = EMAIL) -> Watch:
    """Ask at a page for messages and return what was written down."""
    answer = Client().post(address, {"email": email})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ru/alerts/asked/")
    return Watch.objects.latest("pk")


def confirmed(watch: Watch) -> Watch:
    """Follow the link of the first message and press its button."""
    text = render(Notice.objects.get(subject=watch.subject, event="watch.asked"))
    link = next(word for word in text.body.split() if word.startswith("https://"))
    client, path = Client(enforce_csrf_checks=True), urlsplit(link).path
    page = client.get(path)
    assert Watch.objects.get(pk=watch.pk).confirmed_at is None
    token = {"csrfmiddlewaretoken": page.context["csrf_token"]}
    assert client.post(f"{path}confirm/", token).status_code == 302
    watch.refresh_from_db()
    assert watch.confirmed_at is not None
    return watch


def told(watch: Watch) -> list[Text]:
    """Do what publication owed, twice, and return the messages about what was published."""
    for job in [*Job.objects.filter(kind="rulings.tell")] * 2:
        job_handlers[job.kind](job)
    return [render(notice) for notice in Notice.objects.filter(subject=watch.subject, event="watch.answered")]


def backdated(watch: Watch, desk: Desk) -> None:
    """Let a watch have been confirmed before the days of the walk."""
    Watch.objects.filter(pk=watch.pk).update(confirmed_at=desk.walk.now)


def test_whoever_confirmed_is_told_once_and_leaves_with_one_click(desk: Desk) -> None:
    watch, other = confirmed(ask()), ask("/ru/alerts/?q=zebra")
    unconfirmed = ask(email="other@example.org")
    confirm_watch(watch=other, actor=Actor.nobody(), at=desk.walk.now)
    backdated(watch, desk)
    ruling = desk.published()
    (text,) = told(watch)
    assert f"https://court.example/ru{ruling.public_path}" in text.body
    assert "образцовой" in text.body
    assert not told(other)
    assert not told(unconfirmed)
    message = compose(to=EMAIL, text=text, language="ru", key="k" * 64)
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = urlsplit(message.extra_headers["List-Unsubscribe"].strip("<>")).path
    notice = Notice.objects.filter(subject=watch.subject).latest("pk")
    assert opened_address(notice) == {"email": EMAIL}
    assert Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"}).status_code == 302
    assert not Watch.objects.filter(pk=watch.pk).exists()
    notice = Notice.objects.select_related("data_key").get(pk=notice.pk)
    assert notice.state == Notice.State.CANCELLED
    with pytest.raises(SealBroken):
        opened_address(notice)


def test_whoever_waits_for_a_norm_is_told_when_it_is_examined(desk: Desk) -> None:
    contested = desk.case().petitions.get().contested.select_related("provision__act").get()
    examined = contested.provision
    assert examined is not None
    watch = confirmed(ask(f"/ru/alerts/?norm={examined.act.code}/{examined.path}"))
    apart = confirmed(ask(f"/ru/alerts/?norm={norm().act.code}/482"))
    desk.published()
    assert len(told(watch)) == 1
    assert not told(apart)


def test_a_citation_noted_later_is_told_of(client: Client) -> None:
    system, at = Actor.system("test"), timezone.now()
    entries = [Entry(kind=RulingKind.UNKNOWN, slug=slug, source="a source") for slug in ("cited", "citing")]
    cited, citing = [enter_from_source(entry=entry, actor=system, at=at) for entry in entries]
    watch = confirmed(ask("/ru/alerts/?ruling=cited"))
    note_citation(citing=citing, cited=cited, source="test", actor=system, at=at)
    (text,) = told(watch)
    assert "/ru/rulings/citing" in text.body


def test_the_answer_is_the_same_whatever_is_known_of_an_address(client: Client) -> None:
    watch = confirmed(ask())
    ask()
    assert Notice.objects.filter(subject=watch.subject).count() == 1
    assert EMAIL.encode() not in bytes(watch.sealed)
    refused = client.post(SEARCH, {"email": "no address"})
    assert refused.status_code == 422
    for address in ("/ru/alerts/?ruling=999999", "/ru/alerts/?norm=none/1", "/ru/alerts/?year=abc"):
        assert client.get(address).status_code == 404, address
    for _ in range(5):
        last = client.post(SEARCH, {"email": EMAIL})
    assert last.status_code == 422


def test_what_was_not_confirmed_is_erased(client: Client) -> None:
    ask()
    kept = confirmed(ask(email="other@example.org"))
    assert erase_unconfirmed(actor=Actor.system("test"), at=timezone.now() + timedelta(days=6)) == 0
    assert erase_unconfirmed(actor=Actor.system("test"), at=timezone.now() + timedelta(days=8)) == 1
    assert list(Watch.objects.all()) == [kept]
