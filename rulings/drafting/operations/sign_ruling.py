from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from courtcase.law.time import court_day
from courtcase.operations import OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions.models import Case, Petition
from petitions.proceedings.operations.move_case import (
    extend_case,
    join_cases,
    resume_case,
    sever_petition,
    suspend_case,
)
from petitions.proceedings.operations.resolve_petition import (
    RulingReference,
    accept_petition,
    close_case,
    refuse_petition,
    resolve_dispute,
)
from petitions.steps import lock_petition
from rulings.drafting.checklist import unmet
from rulings.drafting.signed_content import signed_bytes
from rulings.message.operations.fill_figures import fill_figures
from rulings.models import Ruling, RulingKind, RulingState, SignedText
from rulings.models.kinds import CLOSES_CASE, MOVES_CASE
from rulings.numbering import slug_of, take_number
from rulings.steps import lock_draft, save_next


class NotReady(OperationError):
    """The draft lacks something; `missing` are the lines of the checklist that are not met."""

    code = "not_ready"


@operation
def sign_ruling(*, ruling: Ruling, day: date, actor: Actor, at: datetime, version: int | None = None) -> Ruling:
    """Sign a draft that lacks nothing: number it, freeze its bytes in each language, and do what it rules.

    `day` is the legal day of adoption. `actor` certifies that the paper bears every signature. Locks Subject, Case,
    Petition and only then the series, whose number is taken when nothing else can fail. Returns the signed ruling.
    Raises NotReady, OperationError beside `day`, NotAllowed, StaleVersion, WrongState.
    """
    locked = lock_draft(ruling=ruling, version=version, action="ruling.sign", actor=actor, at=at)
    if day > court_day(at):
        raise OperationError(_("The day of adoption lies ahead."), field="day")
    require_ready(ruling=locked, day=day)
    petitions = lock_matter(ruling=locked)
    if locked.kind == RulingKind.MESSAGE:
        fill_figures(locked)
    number = take_number(kind=locked.kind, day=day)
    save_next(
        locked,
        state=RulingState.SIGNED,
        adopted_on=day,
        adopted_year=day.year,
        sort_day=day,
        signed_at=at,
        number_value=number.value,
        number_kk=number.printed_kk,
        number_ru=number.printed_ru,
        number_en=number.printed_en,
        slug=slug_of(kind=locked.kind, value=number.value, year=day.year),
    )
    digests = freeze(ruling=locked, at=at)
    body = {"kind": str(locked.kind), "number": number.printed, "day": day.isoformat(), **digests}
    record(subject=locked.subject, event="ruling.signed", actor=actor, at=at, body=body)
    carry_out(ruling=locked, petitions=petitions, actor=actor, at=at)
    return locked


def require_ready(*, ruling: Ruling, day: date) -> None:
    """Raise NotReady, naming what is missing, unless the draft lacks nothing."""
    missing = unmet(ruling=ruling, day=day)
    if missing:
        names = "; ".join(str(item.asked) for item in missing)
        raise NotReady(_("The ruling cannot be signed yet. Missing: %(what)s.") % {"what": names})


def lock_matter(*, ruling: Ruling) -> list[Petition]:
    """Lock the case, then its petitions in order, and return them. Raises WrongState if they are not those of the draft."""
    cases = sorted({pk for pk in (ruling.case_id, ruling.join_case_id) if pk is not None})
    for pk in cases:
        Case.objects.select_related("subject").select_for_update(of=("subject", "self")).get(pk=pk)
    linked = sorted(ruling.petition_links.values_list("petition", flat=True))
    if ruling.kind in CLOSES_CASE and ruling.case is not None:
        joined = sorted(ruling.case.petitions.values_list("pk", flat=True))
        if joined != linked:
            raise WrongState(_("Another petition was joined to the case: link the petitions anew."), code="joined")
    return [lock_petition(petition=petition) for petition in Petition.objects.filter(pk__in=linked).order_by("pk")]


def freeze(*, ruling: Ruling, at: datetime) -> dict[str, str]:
    """Write the bytes that are signed, one row a language; returns their digests by name."""
    norms = list(ruling.provisions.select_related("provision__act", "provision__parent__parent__parent"))
    bench = list(ruling.bench.all())
    rows = []
    for text in ruling.texts.order_by("language"):
        content = signed_bytes(ruling=ruling, text=text, norms=norms, bench=bench)
        digest = sha256(content).hexdigest()
        rows.append(SignedText(ruling=ruling, language=text.language, content=content, sha256=digest, signed_at=at))
    SignedText.objects.bulk_create(rows)
    return {f"text_{row.language}": row.sha256 for row in rows}


def carry_out(*, ruling: Ruling, petitions: list[Petition], actor: Actor, at: datetime) -> None:
    """Do to the petitions and the case what the signed ruling says."""
    reference = reference_to(ruling)
    if ruling.kind in CLOSES_CASE:
        if ruling.case is not None:
            terminated = ruling.kind == RulingKind.TERMINATION
            ruling.case = close_case(case=ruling.case, terminated=terminated, ruling=reference, actor=actor, at=at)
        return
    if ruling.kind in MOVES_CASE:
        move_on(ruling=ruling, petitions=petitions, reference=reference, actor=actor, at=at)
        return
    if ruling.kind == RulingKind.MESSAGE:
        return
    petition = petitions[0]
    if ruling.kind == RulingKind.ACCEPTANCE and ruling.sitting is not None:
        ruling.case = accept_petition(
            petition=petition, sitting=ruling.sitting, ruling=reference, actor=actor, at=at, join=ruling.join_case
        )
        ruling.save(update_fields=["case"])
    elif ruling.kind == RulingKind.REFUSAL and ruling.sitting is not None:
        grounds = list(ruling.grounds.all())
        refuse_petition(
            petition=petition, sitting=ruling.sitting, grounds=grounds, ruling=reference, actor=actor, at=at
        )
    else:
        upheld = ruling.kind == RulingKind.RETURN_UPHELD
        resolve_dispute(petition=petition, upheld=upheld, ruling=reference, actor=actor, at=at)


def move_on(
    *, ruling: Ruling, petitions: list[Petition], reference: RulingReference, actor: Actor, at: datetime
) -> None:
    """Do to the case what a ruling says by which it goes on. Raises WrongState where the case or the other one is missing."""
    case = ruling.case
    if case is None:
        raise WrongState(_("Choose the case."))
    if ruling.kind == RulingKind.JOINDER and ruling.join_case is not None:
        join_cases(case=case, into=ruling.join_case, ruling=reference, actor=actor, at=at)
    elif ruling.kind == RulingKind.SEVERANCE:
        sever_petition(case=case, petition=petitions[0], ruling=reference, actor=actor, at=at)
    elif ruling.kind == RulingKind.EXTENSION:
        amount, unit = ruling.extends_by or 0, ruling.extends_unit
        extend_case(case=case, amount=amount, unit=unit, ruling=reference, actor=actor, at=at)
    elif ruling.kind == RulingKind.SUSPENSION:
        suspend_case(case=case, ruling=reference, actor=actor, at=at)
    elif ruling.kind == RulingKind.RESUMPTION:
        resume_case(case=case, ruling=reference, actor=actor, at=at)


def reference_to(ruling: Ruling) -> RulingReference:
    """Return the ruling as petitions know it."""
    if ruling.adopted_on is None:
        raise ValueError("only an adopted ruling is referred to")
    return RulingReference(
        uuid=ruling.subject.uuid, kind=str(ruling.kind), number_printed=ruling.number_ru, day=ruling.adopted_on
    )
