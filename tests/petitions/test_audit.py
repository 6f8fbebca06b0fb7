"""The auditor: a drawn sample without content, and content only by a request that somebody else grants for some days."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courtcase.operations import NotAllowed
from courtcase.people.actors import Actor
from courtcase.register.models import DailyRoot, Event, RecordedRead
from courtcase.register.proofs import receipt_proof
from courtcase.register.sealing import publish_root, seal
from petitions import access
from petitions.audit.operations.ask_reading import GRANTED_FOR, ask_reading, decide_reading
from petitions.audit.operations.draw_sample import draw_sample
from petitions.audit.queries import drawn_by_seed, standing_of
from petitions.filing.exporting import facts_of_subject
from petitions.models import AuditSample, Petition, ReadingRequest
from tests.petitions.acts import signed_in
from tests.petitions.audited import WHY, drawn
from tests.petitions.letters.returning import configured, left, prepared, signed
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db


def test_the_seed_draws_the_same_again_and_is_recorded(walk: Walk) -> None:
    made = [walk.registered() for _number in range(4)]
    sample = drawn(walk)
    by_hand = sorted(made, key=lambda one: sha256(f"{sample.seed}{one.public_id}".encode()).digest())[:3]
    assert [one.pk for one in drawn_by_seed(sample)] == [one.pk for one in by_hand]
    assert set(sample.petitions.all()) == set(by_hand)
    body = Event.objects.get(name="audit.sample_drawn").body
    assert (body["seed"], body["population"], body["size"]) == (sample.seed, 4, 3)
    with pytest.raises(NotAllowed):
        draw_sample(
            first_day=sample.first_day, last_day=sample.last_day, size=1, actor=walk.cast.actor("clerk"), at=walk.tick()
        )


def test_the_page_shows_chains_terms_and_letters_and_no_content(walk: Walk) -> None:
    configured(walk)
    one = prepared(walk)
    signed(walk, one)
    left(walk, one)
    seal(at=walk.tick())
    publish_root(day=walk.now.date(), at=walk.tick())
    auditor = signed_in(walk.cast.auditor)
    day = f"{walk.now:%d.%m.%Y}"
    answer = auditor.post("/en/audit/samples/", {"first_day": "01.01.2023", "last_day": day, "size": "5"}, follow=True)
    page = answer.content.decode()
    one.letter.refresh_from_db()
    petition = one.petition
    assert AuditSample.objects.get().seed in page
    assert str(petition.register_number) in page
    assert one.letter.number in page
    row = answer.context["rows"][0]
    assert row.chain.broken == 0
    assert row.chain.published == row.chain.events > 5
    assert {clock.term.code for clock in row.clocks} >= {"screening", "cure"}
    for secret in (walk.cast.petitioner.full_name, "Why this case", str(one.petition.public_id) + "/documents"):
        assert secret not in page
    assert auditor.get(f"/en/intake/{petition.public_id}/").status_code == 404
    proof = receipt_proof(Event.objects.filter(subject=petition.subject).earliest("pk"))
    root = DailyRoot.objects.get()
    roots = {root.day.isoformat(): bytes(root.root_hash)}
    assert standing_of(proof, roots) == "published"
    assert standing_of({**proof, "leaf_data": b64encode(b"{}").decode()}, roots) == "broken"


def test_a_sample_of_many_asks_as_often_as_one_of_few(walk: Walk) -> None:
    auditor = signed_in(walk.cast.auditor)
    counts = []
    for _round in range(2):
        for _number in range(3):
            walk.screening()
        sample = drawn(walk, size=50)
        auditor.get(f"/en/audit/samples/{sample.public_id}/")
        with CaptureQueriesContext(connection) as asked:
            auditor.get(f"/en/audit/samples/{sample.public_id}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_reading_is_asked_granted_by_another_recorded_and_ends_by_itself(walk: Walk) -> None:
    petition = walk.screening()
    sample = drawn(walk, size=1)
    auditor, head = signed_in(walk.cast.auditor), signed_in(walk.cast.head_of_intake)
    address = f"/en/audit/samples/{sample.public_id}/"
    assert auditor.post(address, {"petitions": [petition.public_id], "reason": "short"}).status_code == 422
    assert auditor.post(address, {"petitions": [petition.public_id], "reason": WHY}).status_code == 302
    assert auditor.post(address, {"petitions": [petition.public_id], "reason": WHY}).status_code == 302
    request = ReadingRequest.objects.get()
    assert WHY.encode() not in bytes(request.sealed_reason)
    page = f"/en/intake/{petition.public_id}/"
    assert auditor.get(page).status_code == 404
    assert WHY in head.get("/en/audit/requests/").content.decode()
    assert auditor.get("/en/audit/requests/").status_code == 404
    assert auditor.post(f"/en/audit/requests/{request.public_id}/grant/").status_code == 404
    assert head.post(f"/en/audit/requests/{request.public_id}/grant/").status_code == 302
    assert auditor.get(page).status_code == 200
    assert RecordedRead.objects.filter(account=walk.cast.auditor, subject=petition.subject).exists()
    other = walk.screening()
    assert auditor.get(f"/en/intake/{other.public_id}/").status_code == 404
    actor, now = Actor.of(walk.cast.auditor), timezone.now()
    assert may_read(actor, petition, now)
    assert not may_read(actor, petition, now + GRANTED_FOR + timedelta(minutes=1))
    told = str(facts_of_subject(petition.subject, "en"))
    assert "reading" not in told


def may_read(actor: Actor, petition: Petition, at: object) -> bool:
    """Say whether the actor may open the petition at an instant."""
    return access.may(actor, "petition.examine", petition, at)  # type: ignore[arg-type]


def test_a_refused_one_opens_nothing_and_nobody_decides_about_the_own(walk: Walk) -> None:
    petition = walk.screening()
    sample = drawn(walk, size=1)
    auditor = walk.cast.actor("auditor")
    asked = ask_reading(sample=sample, petitions=[petition], reason=WHY, actor=auditor, at=walk.tick())[0]
    with pytest.raises(NotAllowed):
        decide_reading(request=asked, is_granted=True, actor=auditor, at=walk.tick())
    decide_reading(request=asked, is_granted=False, actor=walk.cast.actor("chair"), at=walk.tick())
    assert not may_read(auditor, petition, timezone.now())
