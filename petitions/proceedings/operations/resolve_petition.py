"""What a signed procedural ruling does to a petition. Called by `rulings` when such a ruling is signed, by nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from courtcase.keys.operations import new_data_key
from courtcase.law.models import Ground
from courtcase.law.series import next_number
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import open_subject, record
from petitions.cases import lock_case
from petitions.docket import file_petition, file_ruling
from petitions.letters.queries import returned_by_any
from petitions.models import Answer, BenchKind, Case, CaseState, LaterDecision, Petition, Sitting
from petitions.steps import lock_petition, take_step
from petitions.telling import tell_petitioner
from petitions.terms import close_all, decision_term, restart


@dataclass(frozen=True)
class RulingReference:
    """A ruling as petitions know it: its subject's uuid, its kind's code, its number and day (None: not seen)."""

    uuid: UUID
    kind: str
    number_printed: str
    day: date | None


@operation
def accept_petition(
    *,
    petition: Petition,
    sitting: Sitting,
    ruling: RulingReference,
    actor: Actor,
    at: datetime,
    join: Case | None = None,
) -> Case:
    """Accept a studied petition by a ruling of the acceptance bench: a case opens, or the petition joins `join`.

    The term of the final decision runs from the acceptance of the last joined petition. Returns the case.
    Raises OperationError, NotAllowed, WrongState.
    """
    case = lock_case(join) if join else None
    locked = lock_petition(petition=petition)
    require_session(petition=locked, sitting=sitting)
    if case is not None and case.state != CaseState.PREPARATION:
        raise WrongState(_("This case is closed: nothing can be joined to it."))
    day = day_of(ruling, at=at)
    case = join_case(case, day=day) if case else open_case(synthetic=locked.synthetic, day=day, at=at)
    take_step(petition=locked, step="accept", actor=actor, at=at, changes={"case": case}, body=facts_of(ruling))
    given = answer(petition=locked, ruling=ruling, case=case)
    file_petition(case=case, petition=locked, actor=actor, at=at)
    file_ruling(case=case, answer=given, actor=actor, at=at)
    term = decision_term(petitioner_kind=locked.petitioner_kind, day=locked.filed_on or day)
    restart(subject=case.subject, term=term, day=case.joined_on, actor=actor, at=at)
    event = "case.petition_joined" if join else "case.opened"
    record(subject=case.subject, event=event, actor=actor, at=at, body={"petition": str(locked.subject.uuid)})
    tell_petitioner(petition=locked, event="petition.accepted", at=at)
    return case


def open_case(*, synthetic: bool, day: date, at: datetime) -> Case:
    """Open a case under the next number of the year's series of cases."""
    return Case.objects.create(
        subject=open_subject(kind="case", at=at),
        data_key=new_data_key(at=at),
        number=next_number(series_code="cases", day=day).printed,
        opened_on=day,
        joined_on=day,
        synthetic=synthetic,
    )


def join_case(case: Case, *, day: date) -> Case:
    """Note on a locked case that a petition was joined on `day`."""
    case.joined_on = max(case.joined_on, day)
    case.version += 1
    case.save(update_fields=["joined_on", "version"])
    return case


@operation
def refuse_petition(
    *,
    petition: Petition,
    sitting: Sitting,
    grounds: Sequence[Ground],
    ruling: RulingReference,
    actor: Actor,
    at: datetime,
) -> Petition:
    """Refuse to accept a studied petition by a ruling of the acceptance bench, on grounds of art. 48(3).

    Raises OperationError beside `grounds`, NotAllowed, WrongState.
    """
    locked = lock_petition(petition=petition)
    require_session(petition=locked, sitting=sitting)
    if not grounds:
        raise OperationError(_("Choose at least one ground of refusal."), field="grounds")
    body = facts_of(ruling) | {"grounds": " ".join(ground.code for ground in grounds)}
    take_step(petition=locked, step="refuse", actor=actor, at=at, body=body)
    answer(petition=locked, ruling=ruling)
    tell_petitioner(petition=locked, event="petition.refused", at=at)
    return locked


@operation
def resolve_dispute(
    *, petition: Petition, upheld: bool, ruling: RulingReference, actor: Actor, at: datetime
) -> Petition:
    """Decide on a demand against a return: the return stands (`upheld`), or the petition goes on to the Chair.

    Never by whoever returned it. Raises NotAllowed, WrongState.
    """
    locked = lock_petition(petition=petition)
    if returned_by_any(locked, [actor.account.pk if actor.account else None]):
        raise NotAllowed(_("You returned this petition: somebody else deals with the demand against it."))
    step = "uphold_return" if upheld else "overturn_return"
    event = take_step(petition=locked, step=step, actor=actor, at=at, body=facts_of(ruling))
    answer(petition=locked, ruling=ruling)
    tell_petitioner(petition=locked, event=event.name, at=at)
    return locked


@operation
def close_case(*, case: Case, terminated: bool, ruling: RulingReference, actor: Actor, at: datetime) -> Case:
    """End a case by its final decision, or by a ruling that terminates it, and tell every petitioner joined in it.

    Raises NotAllowed, WrongState.
    """
    locked = lock_case(case)
    if locked.state != CaseState.PREPARATION:
        raise WrongState(_("This case is already closed."))
    step = "terminate" if terminated else "decide"
    for petition in locked.petitions.order_by("pk"):
        one = lock_petition(petition=petition)
        event = take_step(petition=one, step=step, actor=actor, at=at, body=facts_of(ruling))
        given = answer(petition=one, ruling=ruling, case=locked)
        file_ruling(case=locked, answer=given, actor=actor, at=at)
        tell_petitioner(petition=one, event=event.name, at=at)
    locked.state = CaseState.TERMINATED if terminated else CaseState.DECIDED
    day = day_of(ruling, at=at)
    locked.closed_on = day
    locked.version += 1
    locked.save(update_fields=["state", "closed_on", "version"])
    locked.notes.all().delete()  # judges' private notes end with the case
    close_all(subject=locked.subject, day=day, actor=actor, at=at)
    event_name = "case.terminated" if terminated else "case.decided"
    record(subject=locked.subject, event=event_name, actor=actor, at=at, body=facts_of(ruling))
    return locked


@operation
def note_publication(*, ruling_uuid: UUID, public_path: str, actor: Actor, at: datetime) -> int:
    """Write on every answer given by this ruling where the public reads it, and tell the petitioners.

    `public_path` has no language prefix. Returns how many petitions were answered. Called by publication.
    """
    answers = list(Answer.objects.select_related("petition__subject").filter(ruling_uuid=ruling_uuid))
    Answer.objects.filter(ruling_uuid=ruling_uuid).update(public_path=public_path)
    for given in answers:
        body = {"ruling": str(ruling_uuid)}
        record(subject=given.petition.subject, event="petition.answer_published", actor=actor, at=at, body=body)
        tell_petitioner(
            petition=given.petition, event="petition.answer_published", at=at, key=f"published:{ruling_uuid}"
        )
    return len(answers)


@operation
def note_plain_words(*, ruling_uuid: UUID, sentences: Mapping[str, Sequence[str]], actor: Actor, at: datetime) -> None:
    """Write what a published ruling says in plain sentences (by language) where the petitioners it concerns read it.

    Called by publication; the ruling's own record says it.
    """
    Answer.objects.filter(ruling_uuid=ruling_uuid).update(plain_words=sentences)
    LaterDecision.objects.filter(ruling_uuid=ruling_uuid).update(plain_words=sentences)


def day_of(ruling: RulingReference, *, at: datetime) -> date:
    """Return the legal day from which the ruling counts: its adoption, which may lie before the day it is signed here."""
    return ruling.day or court_day(at)


def require_session(*, petition: Petition, sitting: Sitting) -> None:
    """Raise WrongState unless the acceptance bench sat, with its quorum, with this petition on its agenda."""
    if sitting.bench != BenchKind.ACCEPTANCE or sitting.held_at is None:
        raise WrongState(_("Only a session of the acceptance bench that was held can accept or refuse."))
    if not sitting.agenda.filter(petition=petition).exists():
        raise WrongState(_("The petition is not on the agenda of this session."))


def answer(*, petition: Petition, ruling: RulingReference, case: Case | None = None) -> Answer:
    """Write that `ruling` answers `petition`."""
    return Answer.objects.create(
        petition=petition,
        case=case,
        ruling_uuid=ruling.uuid,
        kind=ruling.kind,
        number_printed=ruling.number_printed,
        day=ruling.day,
    )


def facts_of(ruling: RulingReference) -> dict[str, str]:
    """Return a ruling as an event's body names it."""
    return {"ruling": str(ruling.uuid), "kind": ruling.kind, "number": ruling.number_printed}
