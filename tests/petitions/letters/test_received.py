"""When what was sent counts as received: by a row of the law's rules per road, said beside each letter with its reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from courtcase.law.models import ReceiptRule
from courtcase.law.receipt import received
from courtcase.notices.models import Notice
from petitions.models import InformationRequest
from petitions.proceedings.operations.send_request import days_of
from tests.documents.pdf_text import text_of
from tests.petitions.acts import signed_in
from tests.petitions.letters.returning import configured, left, prepared, signed
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def test_each_road_has_its_row_and_none_is_confirmed(walk: Walk) -> None:
    walk.rules()
    assert set(ReceiptRule.objects.values_list("code", flat=True)) == {"email", "sms", "inapp", "post", "handed_over"}
    assert not any(one.citable or one.certainty == "V" for one in ReceiptRule.objects.all())
    post = ReceiptRule.objects.get(code="post")
    came = received("post", DAY)
    assert came is not None
    assert came.day == DAY + timedelta(days=post.amount)
    assert received("pigeon", DAY) is None
    ReceiptRule.objects.filter(pk=post.pk).update(amount=3, unit="working_day")
    came = received("post", date(2026, 3, 5))
    assert came is not None
    assert came.day == date(2026, 3, 11), "two days off and the holiday moved to Monday are not counted"


def test_the_term_of_an_answer_begins_when_the_request_counts_as_received(walk: Walk) -> None:
    walk.rules()
    by_mail, by_post = (days_of(due=None, road=road, at=walk.now) for road in ("email", "post"))
    assert by_mail["due_on"] < by_post["due_on"]
    assert by_post["reasons"][0]["code"] == "counts_as_received"
    assert InformationRequest(reasons=by_post["reasons"]).reasons[0]["params"]["rule_ru"]


def test_it_is_said_on_the_pages_of_the_clerk_and_of_the_petitioner(walk: Walk) -> None:
    configured(walk)
    one = prepared(walk)
    signed(walk, one)
    left(walk, one)
    clerk, petitioner = signed_in(walk.cast.clerk), signed_in(walk.cast.petitioner)
    pages = (
        (clerk, f"/en/intake/{one.petition.public_id}/sent/"),
        (clerk, f"/en/letters/{one.letter.public_id}/"),
        (petitioner, f"/en/petitions/{one.petition.public_id}/"),
    )
    said = "an e-mail counts as received on the day it was sent"
    notice = one.letter.deliveries.get().notice
    for client, address in pages:
        assert said not in client.get(address).content.decode(), "it has not left yet"
    Notice.objects.filter(pk=notice.pk).update(state=Notice.State.SENT, settled_at=walk.tick())
    for client, address in pages:
        page = client.get(address).content.decode()
        assert said in page, address
        assert "the Court has not confirmed it yet" in page
    certificate = clerk.get(f"/en/letters/{one.letter.public_id}/service.pdf").content
    assert "Суд его ещё не подтвердил" in " ".join(text_of(certificate).split())
