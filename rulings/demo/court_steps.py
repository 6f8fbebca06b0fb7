"""The steps of the Chair, the judges, the secretary: study, sessions, and the procedural rulings signed there."""

from __future__ import annotations

from datetime import timedelta

from courtcase.law.time import court_day
from courtcase.people.cast import BENCH_KEYS
from petitions.models import BenchKind, Case, Petition, Recommendation, Sitting
from petitions.proceedings.operations.call_session import call_session
from petitions.proceedings.operations.hold_session import hold_session
from petitions.proceedings.operations.name_judges import name_judges
from petitions.proceedings.operations.name_rapporteurs import name_rapporteurs
from petitions.proceedings.operations.report_study import report_study
from petitions.workflow import State
from rulings.demo import ruling_words
from rulings.demo.plan import Planned, Step
from rulings.demo.world import World
from rulings.demo.writing import VOICES
from rulings.drafting.operations.draft_ruling import draft_ruling
from rulings.drafting.operations.edit_draft import edit_draft
from rulings.drafting.operations.record_bench import record_bench
from rulings.drafting.operations.sign_ruling import sign_ruling
from rulings.models import Ruling, RulingKind

MOMENT = timedelta(seconds=40)
KINDS = {
    "accept": RulingKind.ACCEPTANCE,
    "refuse": RulingKind.REFUSAL,
    "uphold": RulingKind.RETURN_UPHELD,
    "overturn": RulingKind.RETURN_OVERTURNED,
}
GROUNDS = ("refusal_decided", "refusal_form", "refusal_competence", "refusal_not_live")


def judges_of(planned: Planned) -> list[str]:
    """Return who studies a petition: one judge, and for every fourth petition two.

    What is studied now lies with the first three: whoever signs in as one of them finds something to do.
    """
    first = planned.index % (3 if planned.fate.name == "study" else len(BENCH_KEYS))
    return [BENCH_KEYS[first], BENCH_KEYS[first - 1]][: 2 if planned.index % 4 == 0 else 1]


def name(world: World, step: Step) -> None:
    """Name the judges of the preliminary study."""
    planned = world.planned(step)
    judges = [world.cast[key] for key in judges_of(planned)]
    by = world.actor("deputy" if planned.index % 6 == 0 else "chair")
    name_judges(petition=world.petition(step.key), judges=judges, actor=by, at=step.at)


def report(world: World, step: Step) -> None:
    """Let every named judge report."""
    planned, petition = world.planned(step), world.petition(step.key)
    accepts = planned.fate.session in {"accept", "terminate", "planned"}
    for place, key in enumerate(judges_of(planned)):
        report_study(
            petition=petition,
            recommendation=Recommendation.ACCEPT if accepts else Recommendation.REFUSE,
            report=VOICES[planned.language].REPORT,
            actor=world.actor(key),
            at=step.at + MOMENT * place,
        )


def call(world: World, step: Step) -> None:
    """Call a session of the acceptance bench with what is studied on its agenda."""
    petitions = [world.petition(key) for key in step.facts["petitions"] if key not in world.abandoned]
    bench = world.bench(step.facts["bench"], 3)
    call_session(
        bench=BenchKind.ACCEPTANCE,
        day=step.facts["day"],
        judges=bench,
        presiding=bench[0],
        petitions=[one for one in petitions if one.state == State.REPORTED],
        synthetic=True,
        actor=world.actor("secretary"),
        at=step.at,
    )


def hold(world: World, step: Step) -> None:
    """Record that everyone of the bench was present."""
    attend(world, sitting_of(world, step.key), step)


def attend(world: World, sitting: Sitting, step: Step) -> Sitting:
    """Hold a session with its whole bench and return it."""
    present = {member.judge: True for member in sitting.members.select_related("judge")}
    return hold_session(sitting=sitting, present=present, actor=world.actor("secretary"), at=step.at)


def sitting_of(world: World, key: str) -> Sitting:
    """Return a session by its key: the one called at the instant its plan says."""
    called = next(step.at for step in world.plan.steps if step.key == key and step.name == "call")
    return world.sitting(called)


def rule(world: World, step: Step) -> None:
    """Draft, write and sign the procedural ruling of a session on one petition."""
    kind, day = KINDS[step.name], court_day(step.at)
    planned, sitting = world.planned(step), sitting_of(world, step.facts["session"])
    join = world.petition(step.facts["join"]).case if step.facts["join"] else None
    grounds = [world.ground(GROUNDS[planned.index % len(GROUNDS)], day)] if kind == RulingKind.REFUSAL else []
    ruling = draft_ruling(
        kind=kind,
        petition=world.petition(step.key),
        sitting=sitting,
        join=join,
        grounds=grounds,
        synthetic=True,
        actor=world.actor("secretary"),
        at=step.at,
    )
    sign(world, ruling=ruling, sitting=sitting, step=step)


def sign(world: World, *, ruling: Ruling, sitting: Sitting, step: Step) -> None:
    """Write a drafted ruling, certify its signatures and sign it on the day of the step."""
    secretary = world.actor("secretary")
    texts = ruling_words.TEXTS[ruling.kind]
    edit_draft(
        ruling=ruling, titles=ruling_words.TITLES[ruling.kind], texts=texts, actor=secretary, at=step.at + MOMENT
    )
    judges = [member.judge for member in sitting.members.select_related("judge")]
    record_bench(ruling=ruling, sitting=sitting, signed=judges, actor=secretary, at=step.at + MOMENT * 2)
    sign_ruling(ruling=ruling, day=court_day(step.at), actor=secretary, at=step.at + MOMENT * 3)
    world.touched.add(ruling.subject_id)


def case_of(world: World, step: Step) -> Case:
    """Return the case a petition was accepted into. Raises Case.DoesNotExist."""
    petition: Petition = world.petition(step.key)
    if petition.case is None:
        raise Case.DoesNotExist
    return petition.case


def rapporteurs(world: World, step: Step) -> None:
    """Name one judge-rapporteur, or two."""
    first = world.planned(step).index % 9 + 1
    judges = [world.cast[f"judge{first}"], world.cast[f"judge{first % 9 + 1}"]][: 2 if step.facts["two"] else 1]
    case = case_of(world, step)
    name_rapporteurs(case=case, judges=judges, actor=world.actor("chair"), at=step.at)
    world.touched.add(case.subject_id)


def terminate(world: World, step: Step) -> None:
    """End a case by a ruling of a panel: its petitioner gave the matter up."""
    case, bench = case_of(world, step), world.bench(world.planned(step).index, 5)
    world.touched.add(case.subject_id)
    sitting = call_session(
        bench=BenchKind.PANEL,
        day=court_day(step.at),
        judges=bench,
        presiding=bench[0],
        case=case,
        synthetic=True,
        actor=world.actor("secretary"),
        at=step.at,
    )
    sitting = attend(world, sitting, step)
    ruling = draft_ruling(
        kind=RulingKind.TERMINATION,
        case=case,
        sitting=sitting,
        grounds=[world.ground("termination_withdrawal", court_day(step.at))],
        synthetic=True,
        actor=world.actor("secretary"),
        at=step.at,
    )
    sign(world, ruling=ruling, sitting=sitting, step=step)


def draft(world: World, step: Step) -> None:
    """Begin the draft of a final decision, without a number: staff find something on their desk."""
    ruling = draft_ruling(
        kind=RulingKind.CONFORMITY_REVIEW,
        case=case_of(world, step),
        synthetic=True,
        actor=world.actor("secretary"),
        at=step.at,
    )
    titles, texts = ruling_words.TITLES[ruling.kind], ruling_words.TEXTS[ruling.kind]
    edit_draft(ruling=ruling, titles=titles, texts=texts, actor=world.actor("secretary"), at=step.at + MOMENT)
