"""Something is wrong on a page: the link everywhere, the form without a name, the list of the desk, and forgetting."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from courtcase.feedback.content import opened
from courtcase.feedback.models import PageReport
from courtcase.feedback.operations import close_report, forget_reports
from courtcase.frame.place import cleaned, page_of
from courtcase.keys.models import DataKey
from courtcase.keys.operations import SealBroken
from courtcase.law.keeping import kept_for
from courtcase.notices.models import Notice
from courtcase.notices.texts import render
from courtcase.operations import NotAllowed, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event, RecordedRead
from courtcase.register.operations import place_hold
from tests.cast import Cast
from tests.feedback.reported import a_report

pytestmark = pytest.mark.django_db
FORM = "/ru/page-report/"
LIST = "/ru/desk/page-reports/"


@pytest.fixture
def cast() -> Cast:
    return Cast()


def signed_in(cast: Cast, key: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, key))
    return client


def sent(**values: str) -> Any:
    """Send the form as nobody."""
    return Client().post(FORM, {"what": "The link to the act leads nowhere.", "page": "/rulings/29/", **values})


def place_of(path: str) -> str:
    """Return how the page at `path` is named in a report."""
    request = RequestFactory().get(path)
    with translation.override(path[1:3]):
        request.resolver_match = resolve(path)
    return page_of(request)


class TestTheLink:
    @pytest.mark.parametrize(
        "address", ["/kk/", "/ru/rulings/", "/en/petitions/new/", "/ru/account/login/", "/ru/no-such/"]
    )
    def test_stands_on_every_public_page_and_gives_no_cookie_there(self, address: str) -> None:
        answer = Client().get(address)
        assert re.search(rf'href="/{address[1:3]}/page-report/[^"]*"', answer.content.decode())
        if address in {"/kk/", "/ru/rulings/"}:
            assert not answer.cookies

    def test_stands_on_pages_of_the_desk_and_opens_beside_them(self, cast: Cast) -> None:
        page = signed_in(cast, "clerk").get("/ru/intake/").content.decode()
        assert 'href="/ru/page-report/?page=/intake/" rel="nofollow" target="_blank"' in page

    def test_names_a_public_page_by_its_path_and_any_other_by_its_kind(self) -> None:
        assert place_of("/ru/rulings/29/") == "/rulings/29/"
        code = "7f0c1b52-3c67-4a0e-9f57-2d1a5d1ac001"
        assert place_of(f"/ru/petitions/{code}/") == "/petitions/<uuid:public_id>/"
        assert place_of(f"/ru/alerts/{code}/") == "/alerts/<uuid:public_id>/"

    @given(st.text(), st.uuids(), st.integers(min_value=10**6))
    def test_carries_no_id_whatever_was_put_into_its_address(self, words: str, one: object, number: int) -> None:
        page = cleaned(f"/petitions/{one}/{number}/{words}")
        assert str(one) not in page
        assert str(number) not in page
        assert len(page) <= 160


class TestTheForm:
    def test_keeps_words_and_page_sealed_and_tells_nobody_who_wrote(self) -> None:
        answer = sent(width="390", email="reader@example.org")
        assert (answer.status_code, answer.url) == (302, "/ru/page-report/sent/")
        report = PageReport.objects.get()
        assert (report.page, report.language, report.width) == ("/rulings/29/", "ru", 390)
        assert len(report.layout) == 16
        assert b"reader@example.org" not in bytes(report.sealed)
        assert opened(report).email == "reader@example.org"
        event = Event.objects.get(name="page_report.received")
        assert (event.actor_kind, event.body) == ("nobody", {})

    @pytest.mark.parametrize("number", ["900101300017", "900101 300017", "9001-0130-0017"])
    def test_takes_no_iin_and_keeps_what_was_typed(self, number: str) -> None:
        answer = sent(what=f"My number {number} is shown wrong.")
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["what"]
        assert f"My number {number} is shown wrong." in answer.content.decode()
        assert not PageReport.objects.exists()

    def test_takes_no_code_of_a_petition(self) -> None:
        assert list(sent(what="The code A1B2-C3D4-E5F6 does not work.").context["form"].errors) == ["what"]

    @pytest.mark.parametrize("number", ["+7 701 123 45 67", "4400 4301 2345 6789"])
    def test_takes_other_numbers(self, number: str) -> None:
        assert sent(what=f"The number {number} is shown wrong.").status_code == 302

    @pytest.mark.parametrize("width", ["wide", "-5", "9" * 11, "²", ""])
    def test_nonsense_that_nobody_typed_stops_nobody(self, width: str) -> None:
        assert sent(width=width, page="https://elsewhere.example/x").status_code == 302
        report = PageReport.objects.get()
        assert (report.width, report.page) == (None, "")

    def test_is_slowed_down_for_whoever_floods_it_and_for_nobody_else(self) -> None:
        statuses = [sent().status_code for _ in range(11)]
        assert statuses == [302] * 10 + [422]
        other: Any = Client(REMOTE_ADDR="198.51.100.7")
        assert other.post(FORM, {"what": "Another."}).status_code == 302


class TestTheDesk:
    def test_is_told_once_a_day_however_many_come(self, cast: Cast) -> None:
        _ = cast.administrator, cast.publisher, cast.clerk
        a_report()
        a_report()
        told = Notice.objects.filter(event="page_report.received")
        assert {one.recipient for one in told} == {cast.administrator, cast.publisher}
        assert len(told) == 2
        assert "/desk/page-reports/" in render(told[0]).body

    @pytest.mark.parametrize("member", [None, "petitioner", "clerk", "judge1"])
    def test_is_shut_to_others(self, cast: Cast, member: str | None) -> None:
        client = signed_in(cast, member) if member else Client()
        address = f"{LIST}{a_report().public_id}/"
        assert client.get(LIST).status_code == (404 if member else 302)
        assert client.post(address, {"answer": "Done."}).status_code == (404 if member else 403)
        assert PageReport.objects.get().closed_at is None

    def test_list_shows_the_words_and_says_who_read_them(self, cast: Cast) -> None:
        told = {a_report().subject_id, a_report().subject_id}
        signed_in(cast, "administrator").get(LIST)
        reads = RecordedRead.objects.filter(account=cast.administrator, place="page_report.read")
        assert {one.subject_id for one in reads} == told

    def test_closes_a_report_with_a_word_which_goes_to_the_address_left(self, cast: Cast) -> None:
        report, client = a_report(), signed_in(cast, "administrator")
        address = f"{LIST}{report.public_id}/"
        assert client.post(address, {"answer": ""}).status_code == 422
        assert client.post(address, {"answer": "The date is mended."}).status_code == 302
        notice = Notice.objects.get(event="page_report.answered")
        assert (notice.channel, notice.context) == ("email", {})
        assert "The date is mended." in render(notice).body
        assert "The date is mended." in client.get(address).content.decode()
        assert report.public_id.hex not in client.get(LIST).content.decode().replace("-", "")

    def test_sends_nothing_where_no_address_was_left(self, cast: Cast) -> None:
        close_report(report=a_report(email=""), answer="x", actor=cast.actor("publisher"), at=timezone.now())
        assert not Notice.objects.filter(event="page_report.answered").exists()

    def test_closes_a_report_once(self, cast: Cast) -> None:
        report, client = a_report(), signed_in(cast, "publisher")
        close_report(report=report, answer="First.", actor=cast.actor("administrator"), at=timezone.now())
        with pytest.raises(WrongState):
            close_report(report=report, answer="Second.", actor=cast.actor("publisher"), at=timezone.now())
        answer = client.post(f"{LIST}{report.public_id}/", {"answer": "Second."})
        assert answer.status_code == 422
        assert opened(PageReport.objects.get()).answer == "First."

    def test_operation_refuses_others(self, cast: Cast) -> None:
        with pytest.raises(NotAllowed):
            close_report(report=a_report(), answer="x", actor=cast.actor("clerk"), at=timezone.now())

    def test_list_goes_on_by_key(self, cast: Cast) -> None:
        for number in range(27):
            a_report(what=f"Report number {number}.")
        client = signed_in(cast, "administrator")
        first: Any = client.get(LIST)
        rest: Any = client.get(LIST + first.context["older"])
        assert [len(first.context["lines"]), len(rest.context["lines"])] == [25, 2]
        assert [line.words.what for line in rest.context["lines"]] == ["Report number 1.", "Report number 0."]


class TestForgetting:
    def test_erases_what_is_older_than_the_table_says_and_shreds_its_key(self) -> None:
        kept = kept_for("page_report", timezone.now())
        assert kept is not None
        old, new = a_report(), a_report()
        PageReport.objects.filter(pk=old.pk).update(told_at=timezone.now() - kept - timedelta(days=1))
        assert forget_reports(actor=Actor.system("tests"), at=timezone.now()) == 1
        assert PageReport.objects.get() == new
        old.data_key = DataKey.objects.get(pk=old.data_key_id)
        with pytest.raises(SealBroken):
            opened(old)

    def test_leaves_what_stands_under_a_legal_hold(self, cast: Cast) -> None:
        report = a_report()
        place_hold(subject=report.subject, reason="An order.", actor=cast.actor("chair"), at=timezone.now())
        later = timezone.now() + timedelta(days=4_000)
        assert forget_reports(actor=Actor.system("tests"), at=later) == 0
