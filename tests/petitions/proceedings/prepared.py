"""A case with something behind each of its addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from courtcase.people.actors import Actor
from courtcase.people.models import Leave
from courtcase.people.operations.leave import enter_leave
from petitions.models import Case, DocketEntry
from petitions.proceedings.operations.admit_participant import admit_to_case
from petitions.proceedings.operations.bind_case_file import ask_case_file
from petitions.proceedings.operations.plan_step import plan_step
from petitions.proceedings.operations.recuse import ask_recusal
from petitions.proceedings.operations.send_request import send_request
from tests.petitions.walk import Walk

Arguments = list[dict[str, object]]
# What hangs on a case, by its place in the address: the relation, and the parameter that names one.
PARTS = {
    "docket": ("docket", "number"),
    "requests": ("requests", "request_id"),
    "plan": ("plan", "step_id"),
    "participants": ("participants", "participant_id"),
    "recusals": ("recusals", "recusal_id"),
    "file": ("files", "file_id"),
}


def prepare_case(walk: Walk, case: Case) -> None:
    """Leave a request, a step of the plan and a participant with a case."""
    secretary = Actor.of(walk.cast.secretary)
    send_request(
        case=case,
        body="Ministry of Justice",
        question="What is the practice of applying the provision?",
        language="ru",
        email="m@example.org",
        actor=secretary,
        at=walk.tick(),
    )
    day = walk.now.date()
    plan_step(case=case, what="Сарапшыға сұрау", who=walk.cast.judge1, due=day, actor=secretary, at=walk.tick())
    admit_to_case(
        case=case,
        account=walk.cast.stranger,
        capacity="expert",
        reason="распоряжение судьи",
        actor=secretary,
        at=walk.tick(),
    )
    day = walk.now.date()
    enter_leave(account=walk.cast.judge9, first_day=day, last_day=day, deputy=None, actor=secretary, at=walk.tick())
    grounds = "Судья консультировал разработчиков закона."
    ask_recusal(case=case, judge=walk.cast.judge9, grounds=grounds, actor=secretary, at=walk.tick())
    ask_case_file(case=case, language="ru", actor=secretary, at=walk.tick())


def papers_of_cases() -> Arguments:
    """Return the papers of every case, and one that is not there."""
    entries = DocketEntry.objects.select_related("case").order_by("pk")
    found: Arguments = [{"public_id": one.case.public_id, "number": one.number} for one in entries]
    return [*found, {**found[0], "number": 9**18}]


def under(case: Case | None, part: str) -> Arguments:
    """Return what hangs on a case under `part` of its address, and one that is not there."""
    assert case is not None
    if part == "docket":
        return papers_of_cases()
    relation, parameter = PARTS[part]
    known = getattr(case, relation).values_list("public_id", flat=True)
    return [{"public_id": case.public_id, parameter: one} for one in (*known, uuid4())]


def finder(part: str) -> Callable[[Any], Arguments]:
    """Return what finds in a prepared world what hangs on its accepted case under `part`."""
    return lambda world: under(world.petitions["accepted"].case, part)


def questions(world: Any) -> Arguments:
    """Return a question that was never put in each session."""
    return [{"public_id": one.public_id, "position": number} for one in world.sittings for number in (1, 9**18)]


def absences(world: Any) -> Arguments:
    """Return every leave, and one that no row can have."""
    return [{"leave_id": one} for one in (*Leave.objects.values_list("pk", flat=True), 10**30)]


# What may stand in the places of parameters, as `tests.petitions.prepared.KNOWN` asks it.
KNOWN: tuple[tuple[str, Callable[[Any], Arguments]], ...] = (
    ("proceedings/my-cases/<uuid:public_id>/", lambda world: papers_of_cases()),
    ("proceedings/sessions/<uuid:public_id>/deliberation/<", questions),
    ("proceedings/absences/<", absences),
    *((f"proceedings/cases/<uuid:public_id>/{part}/<", finder(part)) for part in PARTS),
)
