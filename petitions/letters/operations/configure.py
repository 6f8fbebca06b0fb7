"""How returns and letters leave, and what letters say: changed by the head of intake, each change a new row."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.languages import LANGUAGES
from courtcase.operations import NotAllowed, OperationError, StaleVersion, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from courtcase.register.operations import open_subject, record
from petitions.letters.grammar import checked
from petitions.letters.rules import MOST_UNDO_MINUTES
from petitions.letters.templates import template_in_use
from petitions.models import LetterKind, LetterRule, LetterTemplate


@operation
def change_letter_rule(
    *,
    undo_minutes: int,
    reader_percent: int,
    signed_by_head: bool,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> LetterRule:
    """Put a new rule in the place of the one in use; what is prepared already keeps its time and its draw.

    `version` is the id of the rule the person saw (0: none was written yet). Raises OperationError beside
    `undo_minutes` or `reader_percent`, NotAllowed, StaleVersion.
    """
    if not may(actor, "letter.configure", at):
        raise NotAllowed()
    if not 0 <= undo_minutes <= MOST_UNDO_MINUTES:
        raise OperationError(_("Between 0 minutes and a day: the term of the check runs on."), field="undo_minutes")
    if not 0 <= reader_percent <= 100:
        raise OperationError(_("Between 0 and 100."), field="reader_percent")
    in_use = LetterRule.objects.select_for_update().filter(active_to=None).first()
    require_seen(version, in_use.pk if in_use else 0)
    LetterRule.objects.filter(active_to=None).update(active_to=at)
    rule = LetterRule.objects.create(
        undo_minutes=undo_minutes,
        reader_percent=reader_percent,
        signed_by_head=signed_by_head,
        changed_by=actor.account,
        active_from=at,
    )
    body = {"undo_minutes": undo_minutes, "reader_percent": reader_percent, "signed_by_head": signed_by_head}
    subject = open_subject(kind="rule", at=at)
    record(subject=subject, event="letters.rule_changed", actor=actor, at=at, body=body)
    return rule


@operation
def write_template(
    *, kind: str, language: str, text: str, actor: Actor, at: datetime, version: int | None = None
) -> LetterTemplate:
    """Write the text of a kind of letter anew; earlier versions and the letters made from them stay as they are.

    `version` is the one the person saw. Raises OperationError beside `text`, NotAllowed, StaleVersion.
    """
    if not may(actor, "letter.configure", at):
        raise NotAllowed()
    if kind not in LetterKind.values or language not in LANGUAGES:
        raise OperationError(_("There is no such letter."))
    plain = checked(text, kind=kind)
    current = template_in_use(kind, language)
    require_seen(version, current.version)
    if plain == current.text:
        raise OperationError(_("The text is the same as before."), field="text")
    written = LetterTemplate.objects.create(
        kind=kind,
        language=language,
        version=current.version + 1,
        text=plain,
        written_by=actor.signed_in,
        written_at=at,
    )
    record(
        subject=open_subject(kind="rule", at=at),
        event="letters.template_written",
        actor=actor,
        at=at,
        body={"kind": kind, "language": language, "version": written.version},
        content=plain.encode(),
    )
    return written


def require_seen(seen: int | None, current: int) -> None:
    """Raise StaleVersion where the person saw another version than the one that stands."""
    if seen is not None and seen != current:
        raise StaleVersion(_("Somebody wrote it anew after you opened it. Look at what stands now."), current=current)
