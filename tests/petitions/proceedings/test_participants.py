"""Who takes part in a case reads what is open to participants while they take part, keeps it after, and sees nothing newer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from courtcase.law.models import Rule
from courtcase.notices.models import Notice
from courtcase.people.actors import Actor
from petitions.models import Capacity, Case, CaseParticipant
from petitions.proceedings.operations.admit_participant import admit_to_case, end_participation
from petitions.proceedings.operations.plan_step import open_paper
from petitions.proceedings.operations.resolve_petition import RulingReference, close_case
from petitions.proceedings.participation import papers_for
from tests.petitions.acts import signed_in
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db


def admitted(walk: Walk, case: Case, **changes: Any) -> CaseParticipant:
    """Admit the stranger as a representative."""
    return admit_to_case(
        case=case,
        account=walk.cast.stranger,
        capacity=Capacity.REPRESENTATIVE,
        reason="power of attorney",
        actor=Actor.of(walk.cast.secretary),
        at=walk.tick(),
        **changes,
    )


def opened(walk: Walk, case: Case, number: int) -> None:
    """Open a paper to the participants."""
    open_paper(entry=case.docket.get(number=number), actor=Actor.of(walk.cast.secretary), at=walk.tick())


def seen(walk: Walk, case: Case) -> list[int]:
    """Return the numbers of the papers the stranger may read now."""
    found = papers_for(case=case, actor=Actor.of(walk.cast.stranger), at=walk.tick())
    return [entry.number for entry in found]


def test_reads_what_is_open_and_nothing_else(walk: Walk, case: Case) -> None:
    assert seen(walk, case) == []
    admitted(walk, case)
    assert seen(walk, case) == [3], "the ruling on acceptance is open"
    opened(walk, case, 1)
    assert seen(walk, case) == [1, 3]
    client = signed_in(walk.cast.stranger)
    address = f"/ru/proceedings/my-cases/{case.public_id}/"
    assert client.get("/ru/proceedings/my-cases/").content.decode().count(case.number) == 1
    assert client.get(address).status_code == 200
    assert [client.get(f"{address}papers/{number}/").status_code for number in (1, 2, 3)] == [200, 404, 200]
    assert client.get(f"/ru/proceedings/cases/{case.public_id}/").status_code == 404
    told = Notice.objects.filter(recipient=walk.cast.stranger).values_list("event", flat=True)
    assert sorted(told) == ["case.paper_opened", "case.participant_admitted"]


def test_keeps_what_was_open_until_the_end_and_sees_nothing_newer(walk: Walk, case: Case) -> None:
    taking = admitted(walk, case)
    opened(walk, case, 1)
    end_participation(
        participant=taking, reason="notice of the end", actor=Actor.of(walk.cast.secretary), at=walk.tick()
    )
    opened(walk, case, 2)
    assert seen(walk, case) == [1, 3]
    admitted(walk, case)
    assert seen(walk, case) == [1, 2, 3]


def test_authority_ends_with_its_last_day(walk: Walk, case: Case) -> None:
    admitted(walk, case, ends_on=walk.now.date())
    walk.now += timedelta(days=2)
    opened(walk, case, 2)
    assert seen(walk, case) == [3]


@pytest.mark.parametrize("rule_is_on", [True, False])
def test_ends_with_the_case_while_the_rule_says_so(walk: Walk, case: Case, rule_is_on: bool) -> None:
    admitted(walk, case)
    Rule.objects.filter(code="participants_access_ends_with_case").update(is_on=rule_is_on)
    ruling = RulingReference(case.subject.uuid, "termination", "2", walk.now.date())
    close_case(case=case, terminated=True, ruling=ruling, actor=Actor.of(walk.cast.secretary), at=walk.tick())
    assert bool(seen(walk, case)) is not rule_is_on
    status = signed_in(walk.cast.stranger).get(f"/ru/proceedings/my-cases/{case.public_id}/").status_code
    assert status == (404 if rule_is_on else 200)


def test_is_admitted_and_ended_by_page(walk: Walk, case: Case) -> None:
    client = signed_in(walk.cast.secretary)
    address = f"/ru/proceedings/cases/{case.public_id}/participants/"
    sent = {"email": walk.cast.stranger.email, "capacity": "party", "reason": "order of the judge"}
    assert client.post(address + "admit/", {**sent, "email": "nobody@example.org"}).status_code == 422
    assert client.post(address + "admit/", {**sent, "ends_on": "01.01.2020"}).status_code == 422
    assert [client.post(address + "admit/", sent).status_code for _one in range(2)] == [302, 422]
    taking = case.participants.get()
    assert walk.cast.stranger.full_name in client.get(address).content.decode()
    end = f"{address}{taking.public_id}/end/"
    assert [client.post(end, {"reason": "the order ended"}).status_code for _one in range(2)] == [302, 422]
    taking.refresh_from_db()
    assert taking.ended_at is not None
    assert taking.grant.revoked_at is not None
    assert taking.ended_at < timezone.now()
    for key in ("judge1", "clerk", "stranger"):
        assert signed_in(getattr(walk.cast, key)).get(address).status_code == 404, key
