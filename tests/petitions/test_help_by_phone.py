"""A consultant reads a draft because its writer read a code out, and proposes; only the writer writes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from courtcase.operations import NotAllowed, OperationError, StaleVersion, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.content import open_content
from petitions.filing.operations.help import (
    decide_proposal,
    end_help,
    make_help_code,
    open_help,
    propose_text,
    read_for_help,
)
from petitions.models import DraftHelp, HelpProposal, OneTimeCode, Petition
from petitions.versions import written_last
from tests.petitions.strangers import EMAIL, holder, nameless
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
BETTER = "To find paragraph 1 of article 482 not in conformity with the Constitution."


@pytest.fixture
def draft(walk: Walk) -> Petition:
    """Return a draft of somebody without an account."""
    return nameless(walk)


def writer(draft: Petition) -> Actor:
    """Return whoever holds the draft's code."""
    return Actor.holder(draft.subject_id)


def opened(walk: Walk, draft: Petition) -> DraftHelp:
    """Return help that goes on with the draft."""
    code = make_help_code(petition=draft, actor=writer(draft), at=walk.tick())
    help_given = open_help(code=code, actor=walk.cast.actor("consultant"), at=walk.tick())
    assert help_given is not None
    return help_given


def proposed(walk: Walk, draft: Petition, **changes: Any) -> HelpProposal:
    """Return a text that waits for the writer."""
    made: Any = {"field": "request", "text": BETTER, "actor": walk.cast.actor("consultant"), "at": walk.tick()}
    return propose_text(help=opened(walk, draft), **{**made, **changes})


def request_of(draft: Petition) -> str:
    """Return what the draft asks."""
    return open_content(draft, written_last(draft))["request"]


class TestTheWholeRoad:
    def test_over_the_pages_of_both(self, walk: Walk, draft: Petition) -> None:
        home = f"/ru/petitions/{draft.public_id}/"
        person, consultant = holder(walk, draft), Client()
        consultant.force_login(walk.cast.consultant)
        answer = person.post(f"{home}help/code/")
        found = re.search(r"\b(\d{4} \d{4})\b", answer.content.decode())
        assert found
        assert answer["Cache-Control"] == "private, no-store"
        assert consultant.post("/ru/petitions/help/", {"code": "0000 0000"}).status_code == 422
        reading = consultant.post("/ru/petitions/help/", {"code": found.group(1)})["Location"]
        shown = consultant.get(reading).content.decode()
        assert "Үлгі Мысалқызы" in shown
        assert EMAIL not in shown
        assert "Example street 1" not in shown
        sent = {"field": "request", "text": BETTER}
        assert consultant.post(f"{reading}propose/", sent)["Location"] == reading
        assert request_of(draft) != BETTER
        page = person.get(f"{home}help/")
        assert "<ins>" in page.content.decode()
        proposal = HelpProposal.objects.get()
        version = {"version": page.context["petition"].version}
        assert person.post(f"{home}help/{proposal.pk}/accept/", version).status_code == 302
        assert request_of(draft) == BETTER
        page = person.get(f"{home}help/")
        assert len(page.context["reads"]) == 1
        assert person.post(f"{home}help/end/").status_code == 302
        assert consultant.get(reading).status_code == 404
        names = list(Event.objects.filter(subject=draft.subject).order_by("pk").values_list("name", flat=True))
        assert names[-5:] == [
            "petition.help_asked",
            "petition.help_opened",
            "petition.text_proposed",
            "petition.proposal_decided",
            "petition.help_ended",
        ]

    def test_the_consultants_own_end(self, walk: Walk, draft: Petition) -> None:
        opened(walk, draft)
        DraftHelp.objects.update(ends_at=timezone.now() + timedelta(hours=1))
        client = Client()
        client.force_login(walk.cast.consultant)
        address = f"/kk/petitions/help/{DraftHelp.objects.get().pk}/"
        assert client.get("/kk/petitions/help/").context["helps"]
        assert client.post(f"{address}propose/", {"field": "iin", "text": ""}).status_code == 422
        assert client.post(f"{address}end/").status_code == 302
        assert client.post(f"{address}propose/", {"field": "request", "text": BETTER}).status_code == 404

    def test_another_consultant_and_other_staff_see_nothing(self, walk: Walk, draft: Petition) -> None:
        opened(walk, draft)
        DraftHelp.objects.update(ends_at=timezone.now() + timedelta(hours=1))
        client = Client()
        for key in ("clerk", "judge1", "administrator", "stranger"):
            client.force_login(getattr(walk.cast, key))
            assert client.get(f"/kk/petitions/help/{DraftHelp.objects.get().pk}/").status_code == 404


class TestTheCode:
    def test_one_at_a_time_once_and_for_twenty_minutes(self, walk: Walk, draft: Petition) -> None:
        consultant, at = walk.cast.actor("consultant"), walk.tick()
        codes = [make_help_code(petition=draft, actor=writer(draft), at=at) for _time in range(2)]
        assert open_help(code=codes[0], actor=consultant, at=at) is None
        assert open_help(code=codes[1], actor=consultant, at=at + timedelta(minutes=20)) is None
        assert open_help(code=codes[1], actor=consultant, at=at) is not None
        assert open_help(code=codes[1], actor=consultant, at=at) is None
        assert codes[1] not in str(list(OneTimeCode.objects.values()))

    def test_the_writer_ends_it_before_it_is_used(self, walk: Walk, draft: Petition) -> None:
        code = make_help_code(petition=draft, actor=writer(draft), at=walk.tick())
        end_help(petition=draft, actor=writer(draft), at=walk.tick())
        assert open_help(code=code, actor=walk.cast.actor("consultant"), at=walk.tick()) is None

    def test_only_the_writer_makes_one_and_only_a_consultant_uses_it(self, walk: Walk, draft: Petition) -> None:
        for actor in (Actor.nobody(), walk.cast.actor("stranger"), walk.cast.actor("consultant"), Actor.holder(0)):
            with pytest.raises(NotAllowed):
                make_help_code(petition=draft, actor=actor, at=walk.tick())
        code = make_help_code(petition=draft, actor=writer(draft), at=walk.tick())
        for actor in (Actor.nobody(), walk.cast.actor("clerk"), writer(draft)):
            with pytest.raises(NotAllowed):
                open_help(code=code, actor=actor, at=walk.tick())

    def test_what_is_sent_off_is_helped_with_no_more(self, walk: Walk, draft: Petition) -> None:
        code = make_help_code(petition=draft, actor=writer(draft), at=walk.tick())
        walk.submit(draft)
        assert open_help(code=code, actor=walk.cast.actor("consultant"), at=walk.tick()) is None
        with pytest.raises(WrongState):
            make_help_code(petition=draft, actor=writer(draft), at=walk.tick())


class TestReadingAndProposing:
    def test_it_ends_after_a_day(self, walk: Walk, draft: Petition) -> None:
        help_given, actor = opened(walk, draft), walk.cast.actor("consultant")
        late = walk.now + timedelta(days=1)
        with pytest.raises(NotAllowed):
            read_for_help(help=help_given, actor=actor, at=late)
        with pytest.raises(NotAllowed):
            propose_text(help=help_given, field="request", text=BETTER, actor=actor, at=late)

    def test_nobody_elses_help(self, walk: Walk, draft: Petition) -> None:
        help_given = opened(walk, draft)
        for actor in (writer(draft), walk.cast.actor("clerk"), Actor.nobody()):
            with pytest.raises(NotAllowed):
                read_for_help(help=help_given, actor=actor, at=walk.tick())
            with pytest.raises(NotAllowed):
                propose_text(help=help_given, field="request", text=BETTER, actor=actor, at=walk.tick())

    @pytest.mark.parametrize(("changes", "field"), [({"field": "petitioner"}, "field"), ({"text": " "}, "text")])
    def test_only_a_text_for_a_part(self, walk: Walk, draft: Petition, changes: Any, field: str) -> None:
        with pytest.raises(OperationError) as refused:
            proposed(walk, draft, **changes)
        assert refused.value.field == field

    def test_a_newer_one_takes_the_place_of_the_older(self, walk: Walk, draft: Petition) -> None:
        first = proposed(walk, draft)
        second = proposed(walk, draft)
        assert list(HelpProposal.objects.filter(decided_at=None)) == [second]
        first.refresh_from_db()
        assert first.outcome == "replaced"
        assert BETTER.encode() not in bytes(second.sealed_text)


class TestDeciding:
    def test_refused_it_changes_nothing(self, walk: Walk, draft: Petition) -> None:
        before = request_of(draft)
        decide_proposal(proposal=proposed(walk, draft), accept=False, actor=writer(draft), at=walk.tick())
        assert request_of(draft) == before

    def test_twice_it_is_decided_once(self, walk: Walk, draft: Petition) -> None:
        proposal = proposed(walk, draft)
        for accept in (False, True):
            decide_proposal(proposal=proposal, accept=accept, actor=writer(draft), at=walk.tick())
        assert request_of(draft) != BETTER

    def test_a_draft_changed_meanwhile_is_compared_again(self, walk: Walk, draft: Petition) -> None:
        proposal, seen = proposed(walk, draft), draft.version
        walk.write(draft, request="Something of my own.")
        with pytest.raises(StaleVersion):
            decide_proposal(proposal=proposal, accept=True, actor=writer(draft), at=walk.tick(), version=seen)
        assert request_of(draft) == "Something of my own."

    def test_nobody_else_decides(self, walk: Walk, draft: Petition) -> None:
        proposal = proposed(walk, draft)
        for actor in (walk.cast.actor("consultant"), walk.cast.actor("stranger"), Actor.nobody()):
            with pytest.raises(NotAllowed):
                decide_proposal(proposal=proposal, accept=True, actor=actor, at=walk.tick())
            with pytest.raises(NotAllowed):
                end_help(petition=nameless(walk), actor=actor, at=walk.tick())

    def test_a_proposal_of_another_draft_is_not_found(self, walk: Walk, draft: Petition) -> None:
        proposal, other = proposed(walk, draft), nameless(walk)
        client = holder(walk, other)
        address = f"/ru/petitions/{other.public_id}/help/{proposal.pk}/accept/"
        assert client.post(address, {"version": other.version}).status_code == 404
        assert client.get(address).status_code == 405
