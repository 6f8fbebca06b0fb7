"""Letters when a norm falls later go to whoever agreed: asked with the petition, changed later, never presumed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from courtcase.law.models.acts import Outcome
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event, RecordedRead
from petitions.content import open_content
from petitions.filing.exporting import later_letters_kept
from petitions.filing.operations.follow_up import reopen_draft
from petitions.filing.operations.later_notices import choose_later_notices
from petitions.filing.operations.submit_petition import submit_cure
from petitions.filing.papers import paper_data
from petitions.intake.operations.enter_paper import enter_paper
from petitions.later_notices import standing_later_notices, wishing
from petitions.models import LaterNoticesConsent, Petition, ToldHow
from petitions.versions import written_last
from tests.documents.files import picture, upload
from tests.petitions.acts import signed_in
from tests.petitions.strangers import holder, nameless
from tests.petitions.test_find_provision import decide
from tests.petitions.test_own_codes import proven, second
from tests.petitions.together import SECOND, of_two
from tests.petitions.walk import Walk, words

pytestmark = pytest.mark.django_db


def choose(walk: Walk, petition: Petition, wanted: bool, *, who: str = "petitioner", **more: Any) -> bool:
    """Let a member of the cast say whether later letters are wished."""
    actor = Actor.of(getattr(walk.cast, who))
    return choose_later_notices(petition=petition, wanted=wanted, actor=actor, at=walk.tick(), **more)


def agreed(petition: Petition) -> bool:
    """Say whether a consent stands."""
    return standing_later_notices(petition) is not None


class TestWithThePetition:
    def test_nothing_is_presumed(self, walk: Walk) -> None:
        assert not agreed(walk.filed())
        assert not LaterNoticesConsent.objects.exists()

    def test_what_is_ticked_counts_from_the_submission_and_is_recorded(self, walk: Walk) -> None:
        petition = walk.filed(later_notices=True)
        consent = standing_later_notices(petition)
        assert consent is not None
        assert consent.given_how == ToldHow.PETITION
        event = Event.objects.get(subject=petition.subject, name="petition.later_notices_agreed")
        assert event.body == {"consent": consent.pk, "how": "petition"}

    def test_the_form_asks_and_begins_with_no(self, walk: Walk) -> None:
        draft, client = walk.drafted(), signed_in(walk.cast.petitioner)
        page = f"/ru/petitions/{draft.public_id}/write/request/"
        shown = client.get(page)
        assert shown.context["form"]["later_notices"].value() == "no"
        sent = {"request": "Признать.", "later_notices": "yes", "version": draft.version}
        assert client.post(page, sent).status_code == 302
        assert client.get(page).context["form"]["later_notices"].value() == "yes"
        assert client.post(page, {"request": "Признать."}).status_code == 302
        assert client.get(page).context["form"]["later_notices"].value() == "no"

    def test_it_stands_on_the_paper_that_is_signed(self, walk: Walk) -> None:
        agreeing = walk.drafted(later_notices=True)
        for petition, said in ((agreeing, True), (walk.drafted(), False)):
            data = paper_data(petition, {"request": "x", "later_notices": petition == agreeing})
            assert ("утратит силу" in data["request"] or "loses force" in data["request"]) is said

    def test_a_petition_reopened_and_unticked_takes_it_back(self, walk: Walk) -> None:
        petition = walk.submitted(later_notices=True)
        reopened = reopen_draft(
            petition=petition, actor=walk.cast.actor("petitioner"), at=walk.tick(), version=petition.version
        )
        again = walk.submit(walk.changed(reopened, later_notices=False))
        assert not agreed(again)

    def test_a_paper_that_agrees_is_entered_so(self, walk: Walk) -> None:
        scan, registrar = upload("page.png", picture()), Actor.of(walk.cast.registrar)
        content = words(later_notices=True)
        petition, _code = enter_paper(content=content, language="ru", scan=scan, actor=registrar, at=walk.tick())
        assert agreed(petition)


class TestACorrection:
    def test_that_says_nothing_new_of_it_leaves_what_was_chosen_since(self, walk: Walk) -> None:
        petition = walk.returned(later_notices=True)
        choose(walk, petition, False)
        corrected = walk.changed(petition, later_notices=True, request="Again.")
        submit_cure(petition=corrected, actor=walk.cast.actor("petitioner"), at=walk.tick())
        assert not agreed(petition)

    def test_that_ticks_it_anew_counts(self, walk: Walk) -> None:
        petition = walk.returned()
        corrected = walk.changed(petition, later_notices=True)
        submit_cure(petition=corrected, actor=walk.cast.actor("petitioner"), at=walk.tick())
        assert agreed(petition)


class TestTheChoiceLater:
    def test_is_given_taken_back_and_given_again(self, walk: Walk) -> None:
        petition = walk.filed()
        assert [choose(walk, petition, wanted) for wanted in (True, True, False, False, True)] == [
            True, False, True, False, True,
        ]  # fmt: skip
        assert LaterNoticesConsent.objects.filter(petition=petition).count() == 2

    @pytest.mark.parametrize("who", ["stranger", "judge1", "auditor"])
    def test_is_nobody_elses(self, walk: Walk, who: str) -> None:
        petition = walk.filed()
        with pytest.raises(NotAllowed):
            choose(walk, petition, True, who=who)

    def test_is_not_asked_before_the_filing(self, walk: Walk) -> None:
        with pytest.raises(WrongState):
            choose(walk, walk.submitted(), True)

    def test_a_clerk_says_how_it_was_told(self, walk: Walk) -> None:
        petition = walk.screening()
        for how in (ToldHow.PAGE, ToldHow.PETITION):
            with pytest.raises(OperationError):
                choose(walk, petition, True, who="clerk", how=how)
        assert choose(walk, petition, True, who="clerk", how=ToldHow.LETTER)
        with pytest.raises(OperationError):
            choose(walk, petition, False, how=ToldHow.DESK)

    def test_on_the_page_behind_the_second_proof(self, walk: Walk) -> None:
        petition = walk.confirm(walk.submit(nameless(walk)))
        page = f"/ru/petitions/{petition.public_id}/later-letters/"
        assert holder(walk, petition).get(page)["Location"].startswith(f"/ru/petitions/{petition.public_id}/prove/")
        own, client = walk.filed(), signed_in(walk.cast.petitioner)
        home = f"/ru/petitions/{own.public_id}/"
        assert "later-letters/" in client.get(home).content.decode()
        assert client.post(f"{home}later-letters/", {"later_notices": "perhaps"}).status_code == 422
        assert client.post(f"{home}later-letters/", {"later_notices": "yes"})["Location"] == home
        assert agreed(own)
        assert client.get(f"{home}later-letters/").context["form"]["later_notices"].value() == "yes"

    def test_at_the_desk(self, walk: Walk) -> None:
        petition, clerk = walk.screening(), signed_in(walk.cast.clerk)
        home = f"/ru/intake/{petition.public_id}/"
        assert "later-letters/" in clerk.get(home).content.decode()
        assert clerk.post(f"{home}later-letters/", {"later_notices": "yes"}).status_code == 422
        assert clerk.post(f"{home}later-letters/", {"later_notices": "yes", "how": "desk"})["Location"] == home
        assert agreed(petition)

    def test_a_stranger_finds_no_page(self, walk: Walk) -> None:
        petition = walk.filed()
        for base in ("petitions", "intake"):
            address = f"/ru/{base}/{petition.public_id}/later-letters/"
            assert signed_in(walk.cast.stranger).get(address).status_code == 404
            assert Client().get(address).status_code in {302, 404}


def fallen(petition: Petition, *, in_part: bool = False) -> str:
    """Let the provision of a petition lose force by decision 29; return where everyone reads it."""
    norm = petition.contested.exclude(provision=None).select_related("provision").get().provision
    assert norm is not None
    decide(norm, Outcome.DOES_NOT_CONFORM, in_part=in_part)
    return 'href="/ru/rulings/29"'


def is_asked(shown: Any) -> bool:
    """Say whether the page asks about later letters, and not only keeps what was answered."""
    return not shown.context["form"]["later_notices"].is_hidden


class TestANormThatFellAlready:
    """What is asked of a norm that may fall later is not asked of one that did."""

    def asked(self, walk: Walk, petition: Petition) -> Any:
        page = f"/ru/petitions/{petition.public_id}/write/request/"
        return signed_in(walk.cast.petitioner).get(page)

    def test_the_form_says_by_which_decision_and_does_not_ask(self, walk: Walk) -> None:
        draft = walk.drafted(provisions_typed="")
        assert is_asked(self.asked(walk, draft))
        ruling = fallen(draft)
        shown = self.asked(walk, draft)
        assert ruling in shown.content.decode()
        assert not is_asked(shown)

    def test_what_was_agreed_stands_while_it_is_not_asked(self, walk: Walk) -> None:
        draft = walk.drafted(provisions_typed="", later_notices=True)
        fallen(draft)
        page, client = f"/ru/petitions/{draft.public_id}/write/request/", signed_in(walk.cast.petitioner)
        assert '<input type="hidden" name="later_notices" value="yes"' in client.get(page).content.decode()
        sent = {"request": "Признать.", "later_notices": "yes", "version": draft.version}
        assert client.post(page, sent).status_code == 302
        assert open_content(draft, written_last(draft))["later_notices"] is True

    def test_of_another_provision_it_is_still_asked(self, walk: Walk) -> None:
        draft = walk.drafted(provisions_typed="Закон, статья 1")
        ruling = fallen(draft)
        shown = self.asked(walk, draft)
        assert ruling in shown.content.decode()
        assert is_asked(shown)

    def test_a_part_that_fell_leaves_the_question(self, walk: Walk) -> None:
        draft = walk.drafted(provisions_typed="")
        fallen(draft, in_part=True)
        shown = self.asked(walk, draft)
        assert shown.context["fallen"] == []
        assert is_asked(shown)

    def test_the_page_of_the_choice_says_it_too(self, walk: Walk) -> None:
        petition = walk.filed()
        ruling = fallen(petition)
        shown = signed_in(walk.cast.petitioner).get(f"/ru/petitions/{petition.public_id}/later-letters/")
        assert ruling in shown.content.decode()


def test_the_check_before_signing_leads_to_the_choice(walk: Walk) -> None:
    for wanted, said in ((False, "Суд таких писем не пишет"), (True, "Суд может об этом написать")):
        draft = walk.drafted(later_notices=wanted)
        body = signed_in(walk.cast.petitioner).get(f"/ru/petitions/{draft.public_id}/write/check/").content.decode()
        row = body[body.index(said) :].partition("</div>")[0]
        assert f"/ru/petitions/{draft.public_id}/write/request/" in row


def test_each_of_several_chooses_for_themself_alone(walk: Walk, mailoutbox: list[Any]) -> None:
    petition = walk.confirm(of_two(walk, later_notices=True))
    page = f"/en/petitions/{petition.public_id}/later-letters/"
    other, first = proven(second(petition), petition, mailoutbox), signed_in(walk.cast.petitioner)
    for client in (other, first):
        shown = client.get(page)
        assert shown.context["form"]["later_notices"].value() == "yes", "what was signed"
        assert "you choose for yourself alone" in shown.content.decode()
    assert other.post(page, {"later_notices": "no"}).status_code == 302
    assert wishing(petition) == {"first"}
    assert other.get(page).context["form"]["later_notices"].value() == "no"
    assert other.post(page, {"later_notices": "yes"}).status_code == 302
    assert first.post(page, {"later_notices": "no"}).status_code == 302
    assert wishing(petition) == {SECOND["key"]}
    told = Event.objects.filter(subject=petition.subject, name__startswith="petition.later_notices").order_by("pk")
    assert [one.name.rpartition("_")[2] for one in told] == ["agreed", "declined", "agreed", "declined"]


def test_the_desk_chooses_for_all(walk: Walk) -> None:
    petition = walk.confirm(of_two(walk))
    assert choose(walk, petition, True)
    assert wishing(petition) == {"first"}
    assert choose(walk, petition, True, who="clerk", how=ToldHow.DESK)
    assert wishing(petition) == {"first", SECOND["key"]}
    assert choose(walk, petition, False, who="clerk", how=ToldHow.DESK)
    assert wishing(petition) == frozenset()


def test_the_desk_notes_what_one_of_several_said(walk: Walk) -> None:
    petition = walk.confirm(of_two(walk, later_notices=True))
    home, clerk = f"/en/intake/{petition.public_id}/", signed_in(walk.cast.clerk)
    other = petition.petitioners.get(key=SECOND["key"])
    shown = clerk.get(f"{home}later-letters/").context["form"]
    assert shown["later_notices"].value() is None, "what one of several wishes is proposed to nobody"
    assert RecordedRead.objects.filter(subject=petition.subject, place="petition.later_notices").count() == 1
    said = {"later_notices": "no", "how": "letter"}
    assert clerk.post(f"{home}later-letters/", said).status_code == 422, "nobody is presumed to have said it"
    assert clerk.post(f"{home}later-letters/", said | {"petitioner": "999999"}).status_code == 422
    assert clerk.post(f"{home}later-letters/", said | {"petitioner": str(other.pk)})["Location"] == home
    assert wishing(petition) == {"first"}
    event = Event.objects.get(subject=petition.subject, name="petition.later_notices_declined")
    assert event.body == {"petitioner": other.pk, "how": "letter"}
    assert later_letters_kept(petition) == {"later_letters": [{"petitioner": 1, "wished": True}]}
    assert clerk.post(f"{home}later-letters/", said | {"petitioner": "0"})["Location"] == home
    assert wishing(petition) == frozenset()
    with pytest.raises(OperationError):
        choose(walk, petition, True, who="clerk", how=ToldHow.DESK, petitioner=0)
