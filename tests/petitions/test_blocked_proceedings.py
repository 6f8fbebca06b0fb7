"""What a block of personal data stops, and what it never does: the proceedings; and in which order a stack is destroyed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from courtcase.law.queries import grounds_on
from courtcase.notices.models import Notice
from courtcase.people.actors import Actor
from petitions.filing.operations.follow_up import withdraw_petition
from petitions.intake.operations.mark_petitions import mark_next
from petitions.intake.operations.screen_petition import return_petition
from petitions.keeping.ends import over
from petitions.keeping.operations.ask_request import ask_request
from petitions.keeping.operations.block_data import lift_block, place_block
from petitions.letters.operations.standing import sign_standing_reply
from petitions.models import DataBlock, LineOutcome, Petition
from petitions.telling import tell_petitioner
from tests.petitions.acts import signed_in
from tests.petitions.disposing import KIND, WORKER, carried_out, confirmed, proposed, years_later
from tests.petitions.letters.returning import configured
from tests.petitions.signing import PERSON
from tests.petitions.stacking import stacked
from tests.petitions.test_search_texts import COUNSEL, found
from tests.petitions.test_stacks import gone, replied
from tests.petitions.walk import WHY, Walk

pytestmark = pytest.mark.django_db


def block(walk: Walk, petition: Petition, who: str = "petitioner") -> DataBlock:
    """Return a block placed on a petition by a request of its own."""
    request = ask_request(kind="blocking", words="Прошу", language="ru", actor=walk.cast.actor(who), at=walk.tick())
    return place_block(petition=petition, request=request, actor=walk.cast.actor("data_protection"), at=walk.tick())


def lift(walk: Walk, one: DataBlock) -> None:
    """Lift a block."""
    lift_block(block=one, reason="Order No. 3", actor=walk.cast.actor("data_protection"), at=walk.tick())


class TestABlockStops:
    def test_searches_by_words_and_by_the_person_until_it_is_lifted(self, walk: Walk) -> None:
        petition, other = (walk.screening(petitioner=PERSON, situation=COUNSEL) for _one in range(2))
        mark_next(after=0, limit=50, actor=WORKER, at=walk.now)

        def same() -> list[int]:
            page = signed_in(walk.cast.clerk).get(f"/en/intake/{other.public_id}/")
            return [row.pk for one in page.context["same"] for row in getattr(one, "petitions", [])]

        assert petition.pk in found(walk, "снегоход")
        before = same()
        one = block(walk, petition)
        assert found(walk, "снегоход") == [other.pk]
        lift(walk, one)
        assert petition.pk in found(walk, "снегоход")
        assert same() == before

    def test_of_two_blocks_lifting_one_ends_nothing(self, walk: Walk) -> None:
        petition = walk.screening(petitioner=PERSON, situation=COUNSEL)
        mark_next(after=0, limit=50, actor=WORKER, at=walk.now)
        first, _second = block(walk, petition), block(walk, petition, "stranger")
        lift(walk, first)
        assert found(walk, "снегоход") == []


class TestABlockNeverStops:
    def test_the_work_of_the_apparatus_and_the_word_of_it(self, walk: Walk) -> None:
        petition = walk.screening()
        block(walk, petition)
        ground = grounds_on(kind="return", day=walk.now.date()).filter(curable=True)[0]
        clerk = Actor.of(walk.cast.clerk)
        return_petition(petition=petition, grounds=[ground], explanation=WHY, actor=clerk, at=walk.tick())
        petition.refresh_from_db()
        assert petition.state == "returned"
        assert Notice.objects.filter(subject=petition.subject, event="petition.returned").exists()

    @pytest.mark.parametrize(
        ("event", "is_told"),
        [
            ("petition.norm_changed", True),
            ("petition.summoned", True),
            ("petition.accepted", True),
            ("petition.norm_fell", False),
            ("petition.answer_published", False),
        ],
    )
    def test_what_is_a_step_of_the_proceedings(self, walk: Walk, event: str, is_told: bool) -> None:
        petition = walk.screening()
        block(walk, petition)
        tell_petitioner(petition=petition, event=event, at=walk.tick(), key="once")
        assert Notice.objects.filter(subject=petition.subject, event=event).exists() is is_told


class TestAStackAtItsEnd:
    def returned(self, walk: Walk) -> list[Petition]:
        """Return the petitions of a stack that one letter answered, each withdrawn since."""
        configured(walk)
        stack, made = stacked(walk)
        reply = replied(walk, stack)
        sign_standing_reply(letter=reply.letter, actor=Actor.of(walk.cast.head_of_intake), at=walk.tick())
        gone(walk, reply)
        petitioner = Actor.of(walk.cast.petitioner)
        for one in made:
            withdraw_petition(petition=one, reason="Мысал", actor=petitioner, at=walk.tick())
            one.refresh_from_db()
        return made

    def test_the_one_that_carries_the_letter_goes_last(self, walk: Walk) -> None:
        made = self.returned(walk)
        confirmed(walk)
        carries, others = made[-1], made[:-1]
        at = years_later(walk)
        assert set(over(KIND, at)) == set(others)
        carried_out(walk, proposed(walk, at), at)
        assert list(over(KIND, at)) == [carries]
        act = carried_out(walk, proposed(walk, at + timedelta(days=1)), at + timedelta(days=1))
        assert act.lines.get().outcome == LineOutcome.DISPOSED

    def test_a_block_on_one_keeps_the_letter_that_answered_it(self, walk: Walk) -> None:
        made = self.returned(walk)
        confirmed(walk)
        blocked = made[0]
        # Of somebody else's request: one's own, while it waits, keeps all of one's petitions.
        block(walk, blocked, "stranger")
        at = years_later(walk)
        assert set(over(KIND, at)) == set(made[1:-1])
        carried_out(walk, proposed(walk, at), at)
        assert not over(KIND, at).exists(), "the letter still answers the petition whose data is blocked"
