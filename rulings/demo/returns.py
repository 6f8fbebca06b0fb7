"""Returns that go the whole way of their letter: prepared by a clerk, read again where drawn, signed, and left."""

from __future__ import annotations

from datetime import timedelta

from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from courtcase.register.operations import record_read
from petitions.intake.bulk import OPENED
from petitions.letters.operations.leave import let_leave
from petitions.letters.operations.prepare_return import prepare_return
from petitions.letters.operations.read_return import agree_to_return
from petitions.letters.operations.sign_letter import sign_letter
from petitions.models import PreparedReturn
from rulings.demo.plan import Step
from rulings.demo.world import World
from rulings.demo.writing import VOICES

WORKER = Actor.system("letters.leave")
READ_AFTER, SIGNED_AFTER = timedelta(minutes=4), timedelta(minutes=9)


def prepare(world: World, step: Step) -> None:
    """Prepare a return that waits for the head's signature."""
    prepared(world, step)


def prepared(world: World, step: Step) -> PreparedReturn:
    """Prepare a return on the ground of its fate, with a reason of its own."""
    planned, petition = world.planned(step), world.petition(step.key)
    filed_on = petition.filed_on or court_day(step.at)
    ground, voice = world.ground(planned.fate.ground, filed_on), VOICES[planned.language]
    in_this_case = voice.IN_THIS_CASE.format(number=petition.register_number, day=f"{filed_on:%d.%m.%Y}")
    actor = world.clerk(petition)
    record_read(subject=petition.subject, actor=actor, at=step.at, place=OPENED)
    return prepare_return(
        petition=petition,
        grounds=[ground],
        explanation=f"{voice.EXPLANATIONS[ground.code]} {in_this_case}",
        actor=actor,
        at=step.at,
    )


def send_back(world: World, step: Step) -> None:
    """Prepare a return, have it read where it was drawn, have its letter signed, and let both leave."""
    return_, head = prepared(world, step), world.actor("head_of_intake")
    if return_.is_drawn:
        readers = (one for one in (head, world.actor("clerk")) if one.account != return_.prepared_by)
        agree_to_return(prepared=return_, actor=next(readers), at=step.at + READ_AFTER)
    sign_letter(letter=return_.letter, actor=head, at=step.at + SIGNED_AFTER)
    let_leave(prepared=return_, actor=WORKER, at=return_.not_before)
