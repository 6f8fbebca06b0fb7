"""Letters: many signed in one session, in the register, on paper, followed until they arrive, and made from texts staff edit."""

from __future__ import annotations

import pytest

from courtcase.notices.models import Notice
from courtcase.operations import OperationError
from petitions.letters.grammar import Unfilled, checked, fill
from petitions.letters.operations.follow import follow_letters
from petitions.letters.templates import first_texts
from petitions.models import Letter, LetterRule, LetterStatus, LetterTemplate
from tests.petitions.acts import signed_in
from tests.petitions.letters.returning import SYSTEM, configured, left, prepared, signed
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db


def test_the_head_signs_many_and_each_gets_the_next_number(walk: Walk) -> None:
    configured(walk)
    letters = [prepared(walk).letter for _each in range(3)]
    assert signed_in(walk.cast.clerk).get("/en/letters/to-sign/").status_code == 404
    head = signed_in(walk.cast.head_of_intake)
    page = head.get("/en/letters/to-sign/")
    assert len(page.context["sample"]) == 3
    chosen = [one.public_id for one in letters[:2]]
    head.post("/en/letters/to-sign/", {"letter": chosen})
    head.post("/en/letters/to-sign/", {"letter": chosen})
    numbers = list(Letter.objects.order_by("pk").values_list("number", flat=True))
    assert [number.split("/")[-1] for number in numbers] == ["00001", "00002", ""]
    register = signed_in(walk.cast.clerk).get("/en/letters/?status=signed")
    assert [one.number for one in register.context["page"].rows] == numbers[1::-1]
    told = b"".join(signed_in(walk.cast.clerk).get("/en/letters/outgoing.csv")).decode()
    assert all(number in told for number in numbers[:2])


def test_a_failed_e_mail_becomes_post_and_the_certificate_says_so(walk: Walk) -> None:
    configured(walk)
    one = prepared(walk)
    signed(walk, one)
    left(walk, one)
    sent = one.letter.deliveries.get().notice
    Notice.objects.filter(pk=sent.pk).update(state=Notice.State.UNDELIVERED, settled_at=walk.tick())
    assert follow_letters(actor=SYSTEM, at=walk.tick()) == 1
    assert follow_letters(actor=SYSTEM, at=walk.tick()) == 0
    one.letter.refresh_from_db()
    assert one.letter.status == LetterStatus.FAILED
    by_post = one.letter.deliveries.get(instead_of__notice=sent).notice
    assert (by_post.channel, by_post.state) == ("post", Notice.State.OWED)
    Notice.objects.filter(pk=by_post.pk).update(state=Notice.State.PRINTED, settled_at=walk.tick())
    follow_letters(actor=SYSTEM, at=walk.tick())
    one.letter.refresh_from_db()
    assert (one.letter.status, one.letter.channel) == (LetterStatus.DELIVERED, "post")
    clerk, address = signed_in(walk.cast.clerk), f"/ru/letters/{one.letter.public_id}/"
    assert clerk.get(address).status_code == 200
    assert ">Почта<" in clerk.get("/ru/letters/").content.decode()
    assert clerk.get(f"{address}letter.pdf").content.startswith(b"%PDF")
    assert clerk.get(f"{address}service.pdf").content.startswith(b"%PDF")
    own = f"/ru/petitions/{one.petition.public_id}/letters/{one.letter.public_id}/letter.pdf"
    petitioner = signed_in(walk.cast.petitioner)
    assert petitioner.get(own).content.startswith(b"%PDF")
    assert signed_in(walk.cast.stranger).get(own).status_code == 404
    assert one.letter.number in petitioner.get(f"/ru/petitions/{one.petition.public_id}/").content.decode()


@pytest.mark.parametrize("text", ["{number} {grounds} {why} {unknown}", "{number} {grounds} {why} { }", "{number}", ""])
def test_a_text_holds_known_placeholders_and_nothing_else(text: str) -> None:
    with pytest.raises(OperationError) as refused:
        checked(text, kind="return")
    assert refused.value.field == "text"


def test_a_letter_with_a_hole_does_not_leave_and_values_are_never_read_as_placeholders() -> None:
    with pytest.raises(Unfilled):
        fill("Title\n\n{number} {facts}", {"number": "1"})
    filled = fill("Title\n\n{facts}\n\n{why}", {"why": "{number} of the act"})
    assert filled.paragraphs == ("{number} of the act",)
    for kind, texts in first_texts().items():
        assert all(checked(text, kind=kind) == text for text in texts.values())


def test_the_head_writes_a_text_anew_and_old_versions_stay(walk: Walk) -> None:
    petition = walk.screening()
    head, address = signed_in(walk.cast.head_of_intake), "/en/letters/texts/return/ru/"
    text = "Письмо {number}\n\n{grounds}\n\n{why}\n\nО деле: {petition_number}"
    sent = {"text": text, "version": 0, "number": petition.register_number}
    looked = head.post(address, {**sent, "look": "1"})
    assert f"О деле: {petition.register_number}" in str(looked.context["preview"])
    assert head.post(address, {**sent, "number": "nothing", "look": "1"}).status_code == 422
    assert head.post(address, {**sent, "text": "{nothing}"}).status_code == 422
    assert head.post(address, sent).status_code == 302
    assert head.post(address, {**sent, "text": text + "!"}).status_code == 422, "another version was seen"
    assert LetterTemplate.objects.get().version == 1
    assert prepared(walk, petition).letter.template_version == 1
    assert signed_in(walk.cast.clerk).get(address).status_code == 404


def test_the_head_configures_how_returns_leave(walk: Walk) -> None:
    head, address = signed_in(walk.cast.head_of_intake), "/en/letters/rule/"
    sent = {"version": 0, "undo_minutes": 15, "reader_percent": 20}
    assert head.post(address, {**sent, "reader_percent": 101}).status_code == 422
    assert head.post(address, sent).status_code == 302
    assert head.post(address, sent).status_code == 422, "somebody changed it"
    rule = LetterRule.objects.get(active_to=None)
    assert (rule.undo_minutes, rule.reader_percent, rule.signed_by_head) == (15, 20, False)
    assert signed_in(walk.cast.clerk).get(address).status_code == 404
