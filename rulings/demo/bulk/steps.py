"""The steps of `intake_steps`, taken in memory: each does to a Life what its operation does to the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from courtcase.documents.operations import new_document
from courtcase.documents.queries import document_facts
from courtcase.keys.operations import code_hmac, prepare_data_key
from courtcase.law.numbers import print_number
from courtcase.law.time import court_day
from courtcase.notices.operations import prepare_job
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.register import receipt_code
from petitions.content import seal_text
from petitions.filing.operations.start_draft import new_petition
from petitions.filing.operations.submit_petition import freeze_words
from petitions.intake.operations.assign import reason_of
from petitions.intake.routing import reason_facts
from petitions.models import (
    ApprovalOutcome,
    Assignment,
    Attachment,
    Channel,
    FilingApproval,
    Forwarding,
    IncomingKind,
    IncomingPaper,
    Return,
    RoutingRule,
)
from rulings.demo.bulk.life import Life
from rulings.demo.bulk.order import INCOMING
from rulings.demo.bulk.papers import received_paper
from rulings.demo.diary import LOADER
from rulings.demo.intake_steps import BODIES, MOMENT, ROUTER, starter_of
from rulings.demo.outbox import ROUTED, ROUTING
from rulings.demo.plan import Step
from rulings.demo.world import code_of
from rulings.demo.writing import VOICES, cured_words


@dataclass(frozen=True)
class Lot:
    """What a petition got by the order of all: ids, its number and its papers' (0: none), clerk (None: nobody) and their load."""

    petition_id: int
    subject_id: int
    data_key_id: int
    number: int
    paper: int
    cure: int
    rule: RoutingRule | None
    clerk: Account | None
    load: int


def start(life: Life, lot: Lot, step: Step, *, channel: Channel, actor: Actor, code: str) -> None:
    """Begin the petition as `start_draft` does."""
    planned, world = life.planned, life.known.world
    subject = life.open_subject(pk=lot.subject_id, at=step.at)
    data_key = prepare_data_key(at=step.at)
    data_key.pk = lot.data_key_id
    life.keep(data_key)
    life.petition = new_petition(
        subject=subject,
        data_key=data_key,
        petitioner_kind=planned.kind,
        language=planned.language,
        channel=channel,
        institution=world.institution(planned.kind, step.at) if planned.road == "officer" else None,
        synthetic=True,
        code=code,
        actor=actor,
        at=step.at,
    )
    life.petition.pk = lot.petition_id
    life.keep(life.petition)
    life.new_version(at=step.at)
    life.record("petition.started", actor=actor, at=step.at, body={"channel": str(channel)})


def write(life: Life, lot: Lot, step: Step) -> None:
    """Begin a petition and write its words."""
    channel = Channel.PAPER if life.planned.road == "letter" else Channel.WEB
    actor = starter_of(life.known.world, life.planned)
    start(life, lot, step, channel=channel, actor=actor, code=receipt_code.generate())
    life.write(life.known.words(life.planned, step), at=step.at + MOMENT)
    life.write_columns()


def writer_of(life: Life) -> Actor:
    """Return who acts for the petitioner."""
    return life.known.world.writer(life.planned, life.petition)


def submit(life: Life, lot: Lot, step: Step) -> None:
    """Freeze the words."""
    writer = life.known.world.submitter(life.planned, life.petition)
    if life.petition.institution_id is not None:
        approve(life, actor=writer, at=step.at)
    freeze(life, "submit", actor=writer, at=step.at, code=code_of(life.planned))
    life.tell_petitioner("petition.submitted", at=step.at)


def approve(life: Life, *, actor: Actor, at: datetime) -> None:
    """Approve the petition of an institution as the head who submits it does."""
    life.take_step("approve_filing", actor=actor, at=at)
    head = actor.signed_in
    asked = {"asked_by": head, "asked_at": at, "decided_by": head, "decided_at": at}
    life.keep(FilingApproval(petition=life.petition, outcome=ApprovalOutcome.USED, ended_at=at, **asked))


def freeze(life: Life, step: str, *, actor: Actor, at: datetime, code: str = "") -> None:
    """Freeze the version that is written, as `submit_petition` and `submit_cure` do."""
    version = life.versions[-1]
    words = freeze_words(version, life.content, at=at)
    life.frozen = life.content
    changes = {"submitted_at": at, "code_digest": code_hmac(code)} if code else {}
    life.take_step(step, actor=actor, at=at, changes=changes, body={"words": version.number}, content=words)


def confirm(life: Life, lot: Lot, step: Step) -> None:
    """Confirm the signed paper, and route the petition."""
    file(life, at=step.at, facts={})
    number_paper(life, IncomingKind.SIGNATURE, lot.paper, step)
    route(life, lot, at=step.at + MOMENT)


def file(life: Life, *, at: datetime, facts: dict[str, object]) -> None:
    """File the petition as `confirm_received` does; `facts` are those of a scan."""
    petition, day = life.petition, court_day(at)
    life.take_step(
        "confirm_signature",
        actor=life.known.world.actor("registrar"),
        at=at,
        changes={"filed_at": at, "filed_on": day, "edition": life.known.edition(day)},
        body={"signature": "paper", "received_on": day.isoformat(), **facts},
    )
    life.tell_petitioner("petition.filed", at=at)
    job = prepare_job(kind=ROUTING, subject=petition.subject, key=f"{ROUTING}:{petition.public_id}")
    job.state, job.settled_at = ROUTED["state"], job.created_at
    life.keep(job)


def route(life: Life, lot: Lot, *, at: datetime) -> None:
    """Give the petition to its clerk as `give` does."""
    facts = reason_facts(life.known.facts_of(life.planned), lot.load if lot.clerk else None)
    team = lot.rule.team if lot.rule else None
    reason = reason_of(lot.rule, team, facts)
    life.take_step("assign", actor=ROUTER, at=at, changes={"team": team, "assignee": lot.clerk}, body=reason)
    life.assignment = Assignment(
        petition=life.petition, team=team, assignee=lot.clerk, rule=lot.rule, facts=facts, assigned_at=at
    )
    life.keep(life.assignment)
    if lot.clerk is not None:
        life.tell_staff(lot.clerk, "petition.assigned", at=at)


def enter(life: Life, lot: Lot, step: Step) -> None:
    """Enter a petition that came signed on paper."""
    registrar = life.known.world.actor("registrar")
    start(life, lot, step, channel=Channel.PAPER, actor=registrar, code="")
    writer = Actor.of(registrar.signed_in, subjects=frozenset({lot.subject_id}))
    life.write(life.known.words(life.planned, step), at=step.at)
    life.write_columns()
    freeze(life, "submit", actor=writer, at=step.at, code=receipt_code.generate())
    life.tell_petitioner("petition.submitted", at=step.at)
    scan = new_document(
        received=received_paper(),
        subject=life.petition.subject,
        kind="signed_paper",
        actor=registrar,
        at=step.at,
    )
    life.keep(scan)
    life.keep(Attachment(petition=life.petition, document=scan, position=0, purpose="signed_paper", added_at=step.at))
    file(life, at=step.at, facts={**document_facts(scan)})
    number_paper(life, IncomingKind.PETITION, lot.paper, step)
    route(life, lot, at=step.at + MOMENT)


def number_paper(life: Life, kind: IncomingKind, number: int, step: Step) -> None:
    """Give the paper that came its number of the incoming register, as `register_paper` does."""
    day = court_day(step.at)
    life.keep(
        IncomingPaper(
            petition=life.petition,
            kind=kind,
            received_on=day,
            counts_on=day,
            entered_by=life.known.world.actor("registrar").signed_in,
            entered_at=step.at,
            numbered_on=day,
            number=print_number(series=life.known.series(INCOMING, day), value=number, year=day.year).printed,
        )
    )


def register(life: Life, lot: Lot, step: Step) -> None:
    """Register the petition under its number."""
    day = court_day(step.at)
    number = print_number(series=life.known.series("petitions", day), value=lot.number, year=day.year)
    life.take_step(
        "register",
        actor=life.known.clerk(life.petition),
        at=step.at,
        changes={"registered_on": day},
        numbered={"register_number": number.printed},
    )
    life.tell_petitioner("petition.registered", at=step.at)


def begin(life: Life, lot: Lot, step: Step) -> None:
    """Take the petition up for the check."""
    actor = life.known.clerk(life.petition)
    changes = {} if life.petition.assignee_id else {"assignee": actor.account}
    life.take_step("begin_screening", actor=actor, at=step.at, changes=changes)


def give_back(life: Life, lot: Lot, step: Step) -> None:
    """Return the petition on the ground of its fate."""
    planned, petition = life.planned, life.petition
    actor = life.known.clerk(petition)
    ground = life.known.world.ground(planned.fate.ground, petition.filed_on or court_day(step.at))
    explanation = VOICES[planned.language].EXPLANATIONS[ground.code]
    life.take_step(
        "return",
        without=() if ground.curable else ("cure",),
        actor=actor,
        at=step.at,
        body={"grounds": ground.code},
        content=explanation.encode(),
    )
    month = life.running.get("cure")
    returned = Return(
        petition=petition,
        sealed_explanation=seal_text(petition, explanation.strip()),
        returned_by=actor.signed_in,
        returned_at=step.at,
        cure_until=month.due_on if month else None,
    )
    life.keep(returned)
    life.keep(Return.grounds.through(return_id=returned.pk, ground_id=ground.pk))
    life.tell_petitioner("petition.returned", at=step.at)


def cure(life: Life, lot: Lot, step: Step) -> None:
    """Correct a returned petition."""
    planned = life.planned
    part = cured_words(planned, life.known.words(planned, step), day=court_day(step.at))
    life.new_version(at=step.at)
    life.write({**life.content, **part}, at=step.at)
    freeze(life, "cure", actor=writer_of(life), at=step.at + MOMENT)
    life.tell_petitioner("petition.cure_submitted", at=step.at + MOMENT)


def confirm_cure(life: Life, lot: Lot, step: Step) -> None:
    """Confirm the signed correction."""
    life.write_columns()
    life.take_step(
        "confirm_cure",
        actor=life.known.world.actor("registrar"),
        at=step.at,
        body={"signature": "paper", "received_on": court_day(step.at).isoformat()},
    )
    life.tell_petitioner("petition.cured", at=step.at)
    number_paper(life, IncomingKind.SIGNATURE, lot.cure, step)


def lapse(life: Life, lot: Lot, step: Step) -> None:
    """Let the month for corrections lapse."""
    life.take_step("lapse_cure", actor=LOADER, at=step.at)
    life.tell_petitioner("petition.cure_lapsed", at=step.at)


def demand(life: Life, lot: Lot, step: Step) -> None:
    """Demand the Court's own decision on the return: whoever had the petition returned it, and has it no longer."""
    leaves_returner = life.petition.assignee_id is not None
    changes = {"assignee": None} if leaves_returner else {}
    life.take_step("demand_decision", actor=writer_of(life), at=step.at, changes=changes)
    if leaves_returner and life.assignment is not None:
        life.assignment.ended_at = step.at
    life.tell_petitioner("petition.decision_demanded", at=step.at)
    for head in life.known.heads:
        life.tell_staff(head, "petition.decision_demanded", at=step.at)


def withdraw(life: Life, lot: Lot, step: Step) -> None:
    """Withdraw the petition."""
    life.take_step("withdraw", actor=writer_of(life), at=step.at)
    life.tell_petitioner("petition.withdrawn", at=step.at)
    if life.petition.assignee is not None:
        life.tell_staff(life.petition.assignee, "petition.withdrawn", at=step.at, key="withdrawn")


def forward(life: Life, lot: Lot, step: Step) -> None:
    """Forward the petition to a body that can help."""
    planned, petition = life.planned, life.petition
    actor, reason = life.known.clerk(petition), VOICES[planned.language].FORWARDED
    life.take_step("forward", actor=actor, at=step.at, content=reason.encode())
    life.keep(
        Forwarding(
            petition=petition,
            body=life.known.body(BODIES[planned.index % len(BODIES)], planned.language).strip()[:300],
            sealed_reason=seal_text(petition, reason.strip()),
            forwarded_by=actor.signed_in,
            forwarded_at=step.at,
        )
    )
    life.tell_petitioner("petition.forwarded", at=step.at)


def pass_on(life: Life, lot: Lot, step: Step) -> None:
    """Pass the petition on to the Chair."""
    life.take_step("pass_to_chair", actor=life.known.clerk(life.petition), at=step.at)
    life.tell_petitioner("petition.passed_to_chair", at=step.at)


STEPS: dict[str, Callable[[Life, Lot, Step], None]] = {
    function.__name__: function
    for function in (
        write,
        submit,
        confirm,
        enter,
        register,
        begin,
        give_back,
        cure,
        confirm_cure,
        lapse,
        demand,
        withdraw,
        forward,
        pass_on,
    )
}
