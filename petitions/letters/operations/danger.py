"""Danger to life or torture: the alarm, its end, and the way of the petition to the prosecutor. No public figure counts it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.law.clocks import begin_clock, close_clocks
from courtcase.law.models import Referral
from courtcase.law.time import court_day
from courtcase.notices.operations import owe_notice
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.permissions import roles_of
from courtcase.people.queries import accounts_with_role
from courtcase.people.roles import Role
from courtcase.register.operations import record
from petitions import access
from petitions.content import open_content, seal_text
from petitions.forwarding import body_with_accounts
from petitions.letters.operations.leave import give_number
from petitions.letters.operations.prepare_return import owe_leaving
from petitions.letters.operations.standing import owe_held_replies
from petitions.letters.templates import template_in_use
from petitions.letters.values import common_values, one_paragraph
from petitions.letters.writing import completed, seal_parts
from petitions.models import DangerAlarm, DangerOutcome, Letter, LetterDelivery, LetterKind, LetterStatus, Petition
from petitions.steps import lock_petition, write_queue_row
from petitions.telling import tell_staff
from petitions.terms import DANGER_TERM
from petitions.versions import as_told
from petitions.workflow import State

PROSECUTOR = "prosecutor_general"
FORWARDED = "petition.danger_forwarded"


@operation
def raise_danger(*, petition: Petition, actor: Actor, at: datetime) -> DangerAlarm:
    """Raise the alarm: the head of intake is told, the term of forwarding runs, the petition stands first in the queue.

    Where it is raised already, that alarm is returned and nothing else happens. No form can be too old for it: it asks
    for no version. Raises NotAllowed, WrongState for a draft.
    """
    locked = lock_petition(petition=petition)
    require_may(actor, "danger.raise", locked, at)
    if locked.state == State.DRAFT:
        raise WrongState(_("What is still written belongs to its writer alone."))
    known = DangerAlarm.objects.filter(petition=locked, outcome="").first()
    if known is not None:
        return known
    alarm = DangerAlarm.objects.create(petition=locked, raised_by=actor.signed_in, raised_at=at)
    begin_clock(subject=locked.subject, term=DANGER_TERM, starts_on=court_day(at), actor=actor, at=at)
    mark(locked, in_danger=True, at=at)
    record(subject=locked.subject, event="petition.danger_raised", actor=actor, at=at, body={"alarm": alarm.pk})
    for head in heads_at(at):
        tell_staff(petition=locked, account=head, event="petition.danger_raised", at=at, key=f"danger:{alarm.pk}")
    return alarm


@operation
def end_danger(*, petition: Petition, reason: str, actor: Actor, at: datetime) -> DangerAlarm:
    """End the open alarm without forwarding, and say why. Raises OperationError beside `reason`, NotAllowed, WrongState."""
    locked = lock_petition(petition=petition)
    require_may(actor, "danger.end", locked, at)
    alarm = open_alarm(locked)
    if len(reason.strip()) < 20:
        raise OperationError(_("Write why there is no danger (any more): at least one sentence."), field="reason")
    alarm.sealed_words = seal_text(locked, reason.strip())
    settle(alarm, locked, outcome=DangerOutcome.ENDED, event="petition.danger_ended", actor=actor, at=at)
    return alarm


@operation
def forward_danger(*, petition: Petition, words: str, actor: Actor, at: datetime) -> DangerAlarm:
    """Forward the petition to the prosecutor because of the danger; it stays before the Court and goes on.

    Where the office has accounts here, its people are told and read the petition here; otherwise a letter goes by post.
    The petitioner is told nothing: letters to a place of detention are opened by others. Raises NotAllowed, WrongState.
    """
    locked = lock_petition(petition=petition)
    require_may(actor, "danger.forward", locked, at)
    alarm = open_alarm(locked)
    said = one_paragraph(words)
    alarm.sealed_words = seal_text(locked, said) if said else None
    office, officers = body_with_accounts(PROSECUTOR, at)
    if office is not None:
        alarm.institution, alarm.body = office, office.name_in(locked.language)
        tell_officers(alarm, locked, officers, at=at)
    else:
        write_letter(alarm, locked, said=said, actor=actor, at=at)
    settle(alarm, locked, outcome=DangerOutcome.FORWARDED, event=FORWARDED, actor=actor, at=at)
    return alarm


def require_may(actor: Actor, action: str, petition: Petition, at: datetime) -> None:
    """Raise NotAllowed unless the actor may do `action` to the petition."""
    if not access.may(actor, action, petition, at):
        raise NotAllowed()


def open_alarm(petition: Petition) -> DangerAlarm:
    """Return the open alarm of a locked petition; raises WrongState where there is none."""
    found = DangerAlarm.objects.filter(petition=petition, outcome="").first()
    if found is None:
        raise WrongState(_("No alarm is open: somebody has forwarded the petition or ended it."))
    return found


def heads_at(at: datetime) -> list[Account]:
    """Return who is told of an alarm: the heads of intake; where there is none now, the Chair."""
    return list(accounts_with_role(Role.HEAD_OF_INTAKE, at)) or list(accounts_with_role(Role.CHAIR, at))


def mark(petition: Petition, *, in_danger: bool, at: datetime) -> None:
    """Write on a locked petition whether an alarm is open, and where it therefore stands in the queue, open or closed."""
    petition.in_danger = in_danger
    rows.update(petition, ["in_danger"])
    write_queue_row(petition=petition, at=at)


def settle(
    alarm: DangerAlarm, petition: Petition, *, outcome: DangerOutcome, event: str, actor: Actor, at: datetime
) -> None:
    """End an alarm with its clock and its mark, and record it without a word of what was written."""
    alarm.outcome, alarm.settled_by, alarm.settled_at = outcome, actor.signed_in, at
    alarm.save(force_update=True)
    close_clocks(subject=petition.subject, terms=[DANGER_TERM], day=court_day(at), actor=actor, at=at)
    mark(petition, in_danger=False, at=at)
    owe_held(petition, because=f"danger{alarm.pk}")
    how = {"by": "account" if alarm.institution_id else "post"} if outcome == DangerOutcome.FORWARDED else {}
    record(subject=petition.subject, event=event, actor=actor, at=at, body={"alarm": alarm.pk, **how})


def owe_held(petition: Petition, *, because: str) -> None:
    """Owe a look at each letter about a locked petition that the alarm, which is over, held."""
    for prepared in petition.prepared_returns.filter(outcome=""):
        prepared.petition = petition
        owe_leaving(prepared, because=because)
    owe_held_replies(petition, because=because)


def tell_officers(alarm: DangerAlarm, petition: Petition, officers: list[Account], *, at: datetime) -> None:
    """Owe each of the office's people a message that says nothing of the petition but where to read it."""
    for officer in officers:
        owe_notice(
            subject=petition.subject,
            event=FORWARDED,
            recipient=officer,
            channel="email",
            language=officer.language,
            context={"petition": str(petition.public_id)},
            not_before=at,
            key=f"danger:{alarm.pk}",
        )


def write_letter(alarm: DangerAlarm, petition: Petition, *, said: str, actor: Actor, at: datetime) -> None:
    """Write the letter to the prosecutor, give it its number, and lay it with the letters to print."""
    language, content = petition.language, open_content(petition, as_told(petition))
    body = Referral.objects.get(code=PROSECUTOR)
    alarm.body = getattr(body, f"name_{language}")
    template = template_in_use(LetterKind.DANGER, language)
    values = {**common_values(petition, content), "danger": said}
    is_head = Role.HEAD_OF_INTAKE in roles_of(actor, at)
    letter = Letter(
        petition=petition,
        kind=LetterKind.DANGER,
        language=language,
        template_version=template.version,
        sealed_parts=seal_parts(petition, text=template.text, values=values),
        status=LetterStatus.SENT,
        channel="post",
        prepared_by=actor.account,
        prepared_at=at,
        signed_by=actor.account if is_head else None,
        signed_at=at if is_head else None,
        sent_at=at,
    )
    give_number(letter, at=at)
    text = completed(letter, petition, number=letter.number, day=court_day(at), cure_until=None)
    letter.sealed_text = seal_text(petition, str(text))
    letter.save(force_insert=True)
    notice = owe_notice(
        subject=petition.subject,
        event=FORWARDED,
        address={"name": alarm.body, "lines": getattr(body, f"address_{language}").splitlines()},
        channel="post",
        language=language,
        context={"petition": str(petition.public_id)},
        not_before=at,
        key=f"danger:{alarm.pk}",
        data_key=petition.data_key,
    )
    LetterDelivery.objects.create(letter=letter, notice=notice)
    alarm.letter = letter
