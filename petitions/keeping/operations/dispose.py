"""Carrying out one line of a confirmed list: it is destroyed, or spared and why; the record stays, verifies, says nothing."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from courtcase.documents.models import Document
from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.register.models import Event, LegalHold, Subject
from courtcase.register.operations import record
from petitions.cases import lock_case
from petitions.keeping.destroying import destroy_case, destroy_petition
from petitions.keeping.ends import closed_long_ago, held_by, joined_into
from petitions.models import ActOutcome, Case, DisposalAct, DisposalLine, LineOutcome, Petition
from petitions.steps import lock_petition

# What a hold that something placed says of why: the first word of its cause.
CAUSES = {"data_block": LineOutcome.BLOCKED, "data_request": LineOutcome.ASKED, "": LineOutcome.HELD}
LONGEST_WHY = 400


@operation
def dispose_of_line(*, line_id: int, actor: Actor, at: datetime) -> DisposalLine:
    """Destroy what one confirmed line names, or spare it: for a hold, a request that waits, or a term not over any more.

    Doing it again changes nothing. Raises NotAllowed for everybody but the system, and where nobody confirmed the list.
    """
    if not actor.is_system:
        raise NotAllowed()
    line = DisposalLine.objects.select_related("act__subject", "petition", "case").get(pk=line_id)
    if line.act.outcome not in {ActOutcome.CONFIRMED, ActOutcome.DONE}:
        raise NotAllowed()
    locked = lock_petition(petition=line.petition) if line.petition is not None else locked_case(line)
    line.refresh_from_db(fields=["outcome"])
    if line.outcome:
        return line
    line.record_digest = digest_of_record(locked.subject)
    line.outcome, line.why = sparing(line, locked, at)
    if not line.outcome:
        destroy(line, locked, actor=actor, at=at)
        line.outcome = LineOutcome.DISPOSED
    line.settled_at = at
    line.save()
    close_act(line.act, actor=actor, at=at)
    return line


def locked_case(line: DisposalLine) -> Case:
    """Return the case of a line, locked."""
    assert line.case is not None  # noqa: S101 - a constraint of the database
    return lock_case(line.case)


def sparing(line: DisposalLine, locked: Petition | Case, at: datetime) -> tuple[str, str]:
    """Return as which outcome a line is spared, and the orders and requests that ask for it; two blanks: it is destroyed."""
    own = standing_on([locked.subject_id])
    if own:
        return str(outcome_of(own)), said(own)
    kind = line.act.kind
    if type(locked)._default_manager.filter(held_by(kind), pk=locked.pk).exists():
        return str(LineOutcome.NEEDED), said(standing_on(subjects_beside(locked)))
    if not closed_long_ago(kind, at).filter(pk=locked.pk).exists():
        return str(LineOutcome.CHANGED), ""
    return "", ""


def standing_on(subjects: list[int]) -> list[LegalHold]:
    """Return the holds that stand on any of the subjects, by their ids."""
    return list(LegalHold.objects.filter(subject__in=subjects, lifted_at=None).order_by("pk"))


def outcome_of(holds: list[LegalHold]) -> LineOutcome:
    """Return what the act says of holds: an order before a request, a request before a block."""
    words = {hold.cause.partition(":")[0] for hold in holds}
    first = next(word for word in ("", "data_request", "data_block") if word in words)
    return CAUSES[first]


def said(holds: list[LegalHold]) -> str:
    """Return the reasons of holds, each once: orders, and the numbers of requests."""
    return "; ".join(dict.fromkeys(hold.reason for hold in holds))[:LONGEST_WHY]


def subjects_beside(locked: Petition | Case) -> list[int]:
    """Return the ids of what belongs together with a petition or case: its case, the petitions in it, what was joined into it."""
    if isinstance(locked, Case):
        return [one.subject_id for one in joined_into(locked)]
    if locked.case is None:
        return []
    others = Petition.objects.filter(case=locked.case_id).exclude(pk=locked.pk)
    return [locked.case.subject_id, *others.values_list("subject", flat=True)]


def destroy(line: DisposalLine, locked: Petition | Case, *, actor: Actor, at: datetime) -> None:
    """Destroy a locked petition, or a locked case with those joined into it, and write on the line how much went."""
    number = line.act.number
    if isinstance(locked, Petition):
        line.versions = locked.versions.count()
        line.files = files_of(locked.subject)
        line.digests = destroy_petition(locked, number=number, actor=actor, at=at)
        return
    for case in [*(lock_case(one) for one in joined_into(locked)), locked]:
        line.files += files_of(case.subject)
        line.digests += destroy_case(case, number=number, actor=actor, at=at)


def files_of(subject: Subject) -> int:
    """Return how many files a subject has."""
    return Document.objects.filter(subject=subject).count()


def close_act(act: DisposalAct, *, actor: Actor, at: datetime) -> None:
    """Record that a list was carried out, once its last line is settled."""
    locked = DisposalAct.objects.select_for_update(of=("self",)).select_related("subject").get(pk=act.pk)
    if locked.outcome != ActOutcome.CONFIRMED or locked.lines.filter(outcome="").exists():
        return
    locked.outcome, locked.done_at = ActOutcome.DONE, at
    locked.save(update_fields=["outcome", "done_at"])
    outcomes = list(locked.lines.values_list("outcome", flat=True))
    body = {"number": locked.number, **{str(one): outcomes.count(one) for one in LineOutcome.values}}
    record(subject=locked.subject, event="disposal.done", actor=actor, at=at, body=body)


def digest_of_record(subject: Subject) -> str:
    """Return the SHA-256 of the digests of a subject's events in their order: the act names its record by it."""
    digests = Event.objects.filter(subject=subject).order_by("pk").values_list("digest", flat=True)
    return sha256(b"".join(bytes(one) for one in digests)).hexdigest()
