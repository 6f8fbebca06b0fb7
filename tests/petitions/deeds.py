"""Everything that can be tried on a petition, and who tries it: what the property tests draw from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from courtcase.law.queries import grounds_on
from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from courtcase.people.cast import MEMBER_BY_KEY
from courtcase.people.permissions import matrix
from courtcase.people.roles import ACCOUNT, NOBODY
from courtcase.register import receipt_code
from petitions.filing.operations.consent_forwarding import agree_to_forwarding
from petitions.filing.operations.follow_up import demand_decision, reopen_draft, withdraw_petition
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.operations.submit_petition import submit_cure, submit_petition
from petitions.intake.operations.answer_forwarding import answer_forwarding
from petitions.intake.operations.assign import assign_petition, route_petition
from petitions.intake.operations.confirm_signature import confirm_signature
from petitions.intake.operations.enter_answer import enter_answer
from petitions.intake.operations.hand_over import give_back, hand_over, take_back
from petitions.intake.operations.lapse_cures import lapse_if_passed
from petitions.intake.operations.register_petition import begin_screening, register_petition
from petitions.intake.operations.screen_petition import forward_petition, pass_to_chair, return_petition
from petitions.intake.paper_days import PaperDays
from petitions.models import BenchKind, Case, ForwardingAnswer, Petition, Recommendation, Sitting
from petitions.proceedings.operations.call_session import call_session
from petitions.proceedings.operations.hold_session import hold_session
from petitions.proceedings.operations.name_judges import name_judges
from petitions.proceedings.operations.replace_study_judge import replace_study_judge
from petitions.proceedings.operations.report_study import report_study
from petitions.proceedings.operations.resolve_petition import (
    RulingReference,
    accept_petition,
    close_case,
    refuse_petition,
    resolve_dispute,
)
from petitions.workflow import State
from tests.cast import Cast
from tests.documents.files import pdf, upload
from tests.petitions.walk import WHY, words

# Who tries: those whose right each deed is, and those whose it never is.
ACTORS = (
    "petitioner",
    "stranger",
    "clerk",
    "head_of_intake",
    "registrar",
    "commissioner_officer",
    "chair",
    "judge1",
    "judge2",
    "secretary",
)
# `given` carries what a random draw adds: whole numbers by name.
Given = dict[str, int]
Deed = Callable[[Cast, Petition, Actor, datetime, Given], object]


@dataclass(frozen=True)
class Tried:
    """A deed by its name, and the steps of the table it may take."""

    name: str
    steps: frozenset[str]
    carry_out: Deed


def ruling(at: datetime, kind: str) -> RulingReference:
    """Return a ruling of that day."""
    return RulingReference(uuid=uuid4(), kind=kind, number_printed="1", day=at.date())


def some_grounds(petition: Petition, at: datetime, given: Given, kind: str) -> list[Any]:
    """Return one ground of `kind`, or none where zero was drawn."""
    known = list(grounds_on(kind=kind, day=petition.filed_on or at.date()))
    return [known[given["ground"] % len(known)]] if given["ground"] else []


def text(given: Given) -> str:
    """Return a reason that is enough, or one that is too short where zero was drawn."""
    return WHY if given["words"] else " "


def answered(given: Given) -> str:
    """Return what a body answers to what was forwarded to it: mostly that it cannot help."""
    return ForwardingAnswer.NOT_OURS if given["ground"] else ForwardingAnswer.TAKEN


def latest_sitting(petition: Petition) -> Sitting | None:
    """Return the session on whose agenda the petition stands last."""
    item = petition.agenda_items.order_by("-pk").first()
    return item.sitting if item else Sitting.objects.order_by("-pk").first()


def sit(cast: Cast, petition: Petition, actor: Actor, at: datetime, given: Given) -> Sitting:
    """Call a session on the petition for the day it is, and hold it unless zero was drawn."""
    bench = cast.judges[:3]
    sitting = call_session(
        bench=BenchKind.ACCEPTANCE,
        day=at.date(),
        judges=bench,
        presiding=bench[0],
        petitions=[petition],
        actor=actor,
        at=at,
    )
    if given["words"]:
        hold_session(sitting=sitting, present=dict.fromkeys(bench, True), actor=actor, at=at)
    return sitting


def accept(cast: Cast, petition: Petition, actor: Actor, at: datetime, given: Given) -> object:
    """Accept by the latest session, into a new case or one that is open."""
    sitting = latest_sitting(petition)
    if sitting is None:
        return None
    join = Case.objects.filter(state="preparation").order_by("pk").first() if given["ground"] % 2 else None
    reference = ruling(at, "acceptance")
    return accept_petition(petition=petition, sitting=sitting, ruling=reference, actor=actor, at=at, join=join)


def refuse(cast: Cast, petition: Petition, actor: Actor, at: datetime, given: Given) -> object:
    """Refuse by the latest session."""
    sitting = latest_sitting(petition)
    if sitting is None:
        return None
    grounds = some_grounds(petition, at, given, "refusal")
    reference = ruling(at, "refusal")
    return refuse_petition(petition=petition, sitting=sitting, grounds=grounds, ruling=reference, actor=actor, at=at)


def close(cast: Cast, petition: Petition, actor: Actor, at: datetime, given: Given) -> object:
    """Decide or terminate the petition's case, or any other where it has none."""
    case = petition.case or Case.objects.order_by("-pk").first()
    if case is None:
        return None
    ended = bool(given["ground"] % 2)
    reference = ruling(at, "termination" if ended else "conformity_review")
    return close_case(case=case, terminated=ended, ruling=reference, actor=actor, at=at)


def tried(name: str, *steps: str) -> Callable[[Deed], Tried]:
    """Give the decorated deed its name and its steps (by default the step of that name)."""
    return lambda deed: Tried(name, frozenset(steps or (name,)), deed)


DEEDS: tuple[Tried, ...] = (
    tried("save", "")(
        lambda cast, p, actor, at, given: save_draft(
            petition=p, part=words(request=f"Request {given['ground']}"), actor=actor, at=at
        )
    ),
    tried("submit")(
        lambda cast, p, actor, at, given: submit_petition(
            petition=p, code=receipt_code.generate(), actor=actor, at=at, version=p.version - (not given["words"])
        )
    ),
    tried("reopen", "reopen", "reopen_cure")(
        lambda cast, p, actor, at, given: reopen_draft(petition=p, actor=actor, at=at)
    ),
    tried("confirm", "confirm_signature", "confirm_cure")(
        lambda cast, p, actor, at, given: confirm_signature(petition=p, actor=actor, at=at)
    ),
    tried("route", "assign")(
        lambda cast, p, actor, at, given: route_petition(petition=p, actor=Actor.system("tests"), at=at)
    ),
    tried("assign")(
        lambda cast, p, actor, at, given: assign_petition(petition=p, assignee=cast.second_clerk, actor=actor, at=at)
    ),
    tried("hand_over")(
        lambda cast, p, actor, at, given: hand_over(
            petition=p, taker=cast.clerk, reason=text(given), actor=actor, at=at
        )
    ),
    tried("give_back")(lambda cast, p, actor, at, given: give_back(petition=p, reason=text(given), actor=actor, at=at)),
    tried("take_back")(lambda cast, p, actor, at, given: take_back(petition=p, reason=text(given), actor=actor, at=at)),
    tried("register")(
        lambda cast, p, actor, at, given: register_petition(
            petition=p, actor=actor, at=at, version=p.version - (not given["words"])
        )
    ),
    tried("begin_screening")(lambda cast, p, actor, at, given: begin_screening(petition=p, actor=actor, at=at)),
    tried("return")(
        lambda cast, p, actor, at, given: return_petition(
            petition=p,
            grounds=some_grounds(p, at, given, "return"),
            explanation=text(given),
            actor=actor,
            at=at,
        )
    ),
    tried("cure")(lambda cast, p, actor, at, given: submit_cure(petition=p, actor=actor, at=at)),
    tried("lapse", "lapse_cure")(
        lambda cast, p, actor, at, given: lapse_if_passed(petition=p, actor=Actor.system("tests"), at=at)
    ),
    tried("demand_decision")(lambda cast, p, actor, at, given: demand_decision(petition=p, actor=actor, at=at)),
    tried("resolve", "uphold_return", "overturn_return")(
        lambda cast, p, actor, at, given: resolve_dispute(
            petition=p, upheld=bool(given["words"]), ruling=ruling(at, "return_review"), actor=actor, at=at
        )
    ),
    tried("pass_to_chair")(lambda cast, p, actor, at, given: pass_to_chair(petition=p, actor=actor, at=at)),
    tried("forward")(
        lambda cast, p, actor, at, given: forward_petition(
            petition=p,
            body=f"Commissioner {given['ground']}",
            reason=text(given),
            institution=cast.institution("commissioner"),
            actor=actor,
            at=at,
        )
    ),
    tried("agree", "")(lambda cast, p, actor, at, given: agree_to_forwarding(petition=p, actor=actor, at=at)),
    tried("answer", "come_back", "assign")(
        lambda cast, p, actor, at, given: answer_forwarding(
            petition=p, answer=answered(given), words=text(given), actor=actor, at=at
        )
    ),
    tried("answer_on_paper", "come_back_on_paper", "assign")(
        lambda cast, p, actor, at, given: enter_answer(
            petition=p,
            answer=answered(given),
            words=text(given),
            days=PaperDays(received_on=court_day(at)),
            scan=upload("answer.pdf", pdf()),
            actor=actor,
            at=at,
        )
    ),
    tried("name_judges")(
        lambda cast, p, actor, at, given: name_judges(
            petition=p, judges=cast.judges[: given["ground"] % 3], actor=actor, at=at
        )
    ),
    tried("replace_judge", "replace_judge", "complete_study")(
        lambda cast, p, actor, at, given: replace_study_judge(
            petition=p,
            leaving=cast.judge1,
            taking=cast.judges[given["ground"]] if given["ground"] else None,
            reason=text(given),
            actor=actor,
            at=at,
        )
    ),
    tried("report", "report", "complete_study")(
        lambda cast, p, actor, at, given: report_study(
            petition=p, recommendation=Recommendation.ACCEPT, report=text(given), actor=actor, at=at
        )
    ),
    tried("sit", "")(sit),
    tried("accept")(accept),
    tried("refuse")(refuse),
    tried("close", "decide", "terminate")(close),
    tried("withdraw")(lambda cast, p, actor, at, given: withdraw_petition(petition=p, actor=actor, at=at, reason=WHY)),
)
DEED_BY_NAME = {deed.name: deed for deed in DEEDS}

# Who carries a petition on, and how, from the state it is in: random draws alone seldom reach a case.
ONWARD: dict[State, tuple[tuple[str, str], ...]] = {
    State.DRAFT: (("submit", "petitioner"),),
    State.AWAITING_SIGNATURE: (("confirm", "registrar"), ("reopen", "petitioner")),
    State.FILED: (("register", "clerk"), ("route", "clerk"), ("assign", "head_of_intake")),
    State.REGISTERED: (("begin_screening", "clerk"),),
    State.SCREENING: (("pass_to_chair", "clerk"), ("return", "clerk"), ("forward", "head_of_intake")),
    State.RETURNED: (
        ("lapse", "clerk"),
        ("save", "petitioner"),
        ("cure", "petitioner"),
        ("demand_decision", "petitioner"),
    ),
    State.CURE_AWAITING_SIGNATURE: (("confirm", "registrar"), ("reopen", "petitioner")),
    State.FORWARDED: (
        ("agree", "petitioner"),
        ("answer", "commissioner_officer"),
        ("answer_on_paper", "registrar"),
    ),
    State.RETURN_DISPUTED: (("resolve", "secretary"),),
    State.AWAITING_STUDY: (("name_judges", "chair"),),
    State.STUDY: (("report", "judge1"), ("report", "judge2"), ("replace_judge", "chair")),
    State.REPORTED: (("sit", "secretary"), ("accept", "secretary"), ("refuse", "secretary")),
    State.ACCEPTED: (("close", "secretary"),),
}


def roles_of_member(key: str) -> frozenset[str]:
    """Return the roles of one of the cast, those that need no grant among them."""
    return frozenset({*MEMBER_BY_KEY[key].roles, ACCOUNT, NOBODY})


def has_action(key: str, action: str) -> bool:
    """Say whether the matrix gives `action` to a role of this member, in any scope."""
    return any(row.action == action and row.role in roles_of_member(key) for row in matrix())
